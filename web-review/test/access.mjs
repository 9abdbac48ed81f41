// axe finds nothing in any view, dark or light; the keyboard alone reaches everything; nothing is wider than a
// phone.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { MISLEADING, strange } from './hostile.mjs'
import { choose, facts, leave, native, paste, replace, visit } from './harness.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const example = (id) => native.gallery.find((each) => each.id === id).migrations.at(-1)
/** A review that somebody pasted as JSON. */
const pasted = (review, problems = []) => ({
  hash: '#/',
  ready: '.start',
  act: async (page) => {
    await paste(page, JSON.stringify({ version: 1, problems, reviews: [review] }))
    await page.locator('.sentence').waitFor()
  },
})
/** A schema whose columns moved because of one longer name. */
const bird = (first) => `datasource db {\n  provider = "postgresql"\n}\n\nmodel Bird {\n  ${'id'.padEnd(first.length)} Int    @id\n  ${'song'.padEnd(first.length)} String @default("a  b")\n  ${first} String?\n}\n`

/** Every view: an address, and what to do there before it is looked at. */
export const VIEWS = {
  start: { hash: '#/' },
  ...Object.fromEntries(native.gallery.map(({ id }) => [id, { hash: `#/gallery/${id}` }])),
  one_column: { hash: '#/gallery/3-lossy', act: (page) => page.getByRole('tab', { name: 'In one column' }).click() },
  ...Object.fromEntries(['before.prisma', 'metadata', 'chain', 'json'].map((tab) => [`file ${tab}`, { hash: '#/gallery/2-destructive', act: (page) => page.locator(`#files [data-tab="${tab}"]`).click() }])),
  edits: { hash: '#/gallery/9-by-hand', act: (page) => page.locator('#files [data-tab="edited"]').click() },
  unfolded: { hash: '#/gallery/8-may-fail', act: async (page) => { for (const each of await page.locator('details > summary').all()) await each.click() } },
  ticked: { hash: '#/gallery/2-destructive', act: async (page) => { await page.locator('.tick input').first().check(); await page.getByLabel('Why may they be accepted?').fill('Nobody sends faxes any more.') } },
  edit: { hash: '#/edit', ready: '#draft-verdict.warn' },
  'edit with problems': { hash: '#/edit', ready: '#draft-verdict.warn', act: async (page) => { await page.getByRole('textbox', { name: 'The schema after' }).click(); await page.keyboard.type('x'); await page.locator('.problems').waitFor() } },
  keys: { hash: '#/gallery/1-safe', act: (page) => page.keyboard.press('?') },
  refused: { hash: '#/', ready: '.start', act: async (page) => { await page.locator('#pasted').fill('DROP TABLE a;'); await page.getByRole('button', { name: 'Show it' }).click(); await page.getByText('These files cannot be reviewed').waitFor() } },
  settings: {
    hash: '#/',
    ready: '.start',
    act: async (page) => {
      const { files } = example('8-may-fail').migration
      const text = '[levels]\nblocks-reads-and-writes = "gate"\n\n[naming]\ntables = "snake_case"\n'
      await choose(page, [...files, { path: 'comon.toml', text }])
      await page.locator('.settings summary').click()
    },
  },
  measured: {
    hash: '#/',
    ready: '.start',
    act: async (page) => {
      const { migration, view } = example('2-destructive')
      const [first, second] = view.review.gating
      const text = JSON.stringify(facts(example('2-destructive'), [
        { id: first.rule, subject: first.subject, judgement: { state: 'certain', counts: [{ number: 48_211, counts: 'non-null values' }] }, measured: ['certain: 48,211 non-null values of accounts.fax_number'] },
        { id: second.rule, subject: second.subject, judgement: { state: 'cleared' }, measured: ['cleared: nothing is at risk right now'] },
      ]))
      await choose(page, [...migration.files, { path: 'facts.json', text }])
      await page.locator('.measured').first().waitFor()
    },
  },
  found: {
    hash: '#/gallery/z-huge',
    act: async (page) => {
      await page.keyboard.press('/')
      await page.keyboard.type('title')
      await page.locator('.found').waitFor()
    },
  },
  misleading: pasted(strange(MISLEADING)),
  'long names': pasted(strange('_and_a_name_that_goes_on_and_on_without_an_end_as_those_of_generated_schemas_do')),
  'broken rules': pasted(example('2-destructive').view.review, [
    { code: 'forgotten-migration', file: 'prisma/schema.prisma', message: 'The schema means something else than the last migration.', help: 'Make it: comon migrate dev --name …' },
    { code: 'edited-history', file: 'migrations/20260901000000_init/migration.sql', message: '20260901000000_init was changed, and it is in the base.', help: 'Write a new migration in its place.' },
  ]),
  'a line': { hash: `#/gallery/2-destructive/review/${example('2-destructive').migration.name}/schema/before-34` },
  'other blanks': {
    hash: '#/edit',
    ready: '#draft-verdict.warn',
    act: async (page) => {
      await replace(page, 'before', bird('wing'))
      await replace(page, 'after', bird('wingSpanOfTheAdult'))
      await page.getByText('lines with other blanks alone').waitFor()
    },
  },
  'no such migration': { hash: '#/gallery/1-safe/review/other', ready: '.notice-page' },
}

/** How many strokes, one below the other, a picture has, an eighth of it from its left. */
async function strokes(page, picture) {
  return await page.evaluate(async (bytes) => {
    const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(image.width, image.height)
    const context = canvas.getContext('2d')
    context.drawImage(image, 0, 0)
    const { data } = context.getImageData(image.width >> 3, 0, 1, image.height)
    const light = Array.from({ length: image.height }, (_, row) => data[4 * row] + data[4 * row + 1] + data[4 * row + 2])
    const half = (Math.max(...light) + Math.min(...light)) / 2
    const dark = light.map((each) => each < half)
    return dark.filter((each, row) => each && !dark[row - 1]).length
  }, [...picture])
}

export async function show(page, { hash, ready, act }) {
  await page.goto(page.url().replace(/#.*|$/, hash))
  await page.locator(ready ?? (hash === '#/' ? '.start' : '.sentence')).first().waitFor()
  await act?.(page)
}

export const tests = {
  async 'axe finds nothing in any view, dark and light, and nothing is wider than a phone'() {
    const found = []
    // Every view in one of the two, in turns; with COMON_FULL in both.
    for (const [at, scheme] of ['light', 'dark'].entries()) {
      for (const [nth, [name, view]] of Object.entries(VIEWS).entries()) {
        if (process.env.COMON_FULL === undefined && nth % 2 !== at) continue
        const page = await visit({ scheme })
        await show(page, view)
        // Not a script of the page: the policy would not let it in.
        await page.evaluate(axe)
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
        for (const { id, nodes } of violations) found.push(`${name}, ${scheme}: ${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.any.map((each) => each.message).join(' ').slice(0, 200)}`).join(' | ')}`)
        await page.setViewportSize({ width: 360, height: 740 })
        const over = await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(document.documentElement.scrollWidth - document.documentElement.clientWidth)))))
        if (over > 0) found.push(`${name} is ${over} pixels too wide`)
        await page.context().close()
      }
    }
    assert.deepEqual(found, [])
  },
  async 'the keyboard alone reaches everything'() {
    for (const hash of ['#/', '#/gallery/8-may-fail', '#/edit']) {
      const page = await visit({ hash })
      await page.locator(hash === '#/' ? '.start' : '.sentence').first().waitFor()
      // Each thing that can be clicked, but for the other tabs of a list, which arrows reach.
      const wanted = await page.evaluate(() => {
        const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
        const shown = all.filter((each) => each.checkVisibility() && each.tabIndex >= 0 && !each.closest('dialog'))
        shown.forEach((each, index) => (each.dataset.wanted = String(index)))
        return shown.length
      })
      const reached = new Set()
      for (let press = 0; press < wanted * 3 + 40 && reached.size < wanted; press++) {
        await page.keyboard.press('Tab')
        const id = await page.evaluate(() => document.activeElement?.dataset.wanted)
        if (id !== undefined) reached.add(id)
      }
      assert.equal(reached.size, wanted, hash)
      await leave(page)
    }
  },
  async 'j and k go from item to item, and the address follows'() {
    const page = await visit({ hash: '#/gallery/2-destructive' })
    await page.locator('.sentence').waitFor()
    const active = () => page.evaluate(() => document.activeElement?.id)
    await page.keyboard.press('j')
    assert.equal(await active(), 'warnings/1')
    await page.keyboard.press('j')
    assert.equal(await active(), 'warnings/2')
    assert.match(page.url(), /\/warnings\/2$/)
    await page.keyboard.press('k')
    assert.equal(await active(), 'warnings/1')
    for (let press = 0; press < 20; press++) await page.keyboard.press('j')
    assert.equal(await active(), 'steps/3')
    await page.keyboard.press('?')
    assert.equal(await page.locator('dialog[open]').count(), 1)
    await page.keyboard.press('Escape')
    assert.equal(await page.locator('dialog[open]').count(), 0)
    await leave(page)
  },
  async 'arrows go from tab to tab, and space ticks off'() {
    const page = await visit({ hash: '#/gallery/2-destructive' })
    await page.locator('#files [role=tab]').first().focus()
    await page.keyboard.press('ArrowRight')
    assert.equal(await page.evaluate(() => document.activeElement?.dataset.tab), 'before.prisma')
    await page.keyboard.press('End')
    assert.equal(await page.evaluate(() => document.activeElement?.dataset.tab), 'json')
    await page.keyboard.press('ArrowRight')
    assert.equal(await page.evaluate(() => document.activeElement?.dataset.tab), 'migration.sql')
    await page.locator('.tick input').first().focus()
    await page.keyboard.press('Space')
    assert.match(await page.locator('#accept-words').innerText(), /^1 of 3/)
    await leave(page)
  },
  async 'the theme is the reader’s, and can be changed'() {
    const page = await visit({ scheme: 'dark' })
    const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const dark = await colour()
    await page.keyboard.press('t')
    assert.notEqual(await colour(), dark)
    await leave(page)
  },
  async 'underscores of a link stand above its line'() {
    const page = await visit({ hash: '#/gallery/2-destructive' })
    await page.locator('.sentence').waitFor()
    for (const tag of ['bdi', 'code']) {
      // Nothing but underscores: two strokes, with ground between them.
      await page.evaluate((tag) => {
        const link = Object.assign(document.createElement('a'), { href: '#/' })
        link.append(Object.assign(document.createElement(tag), { textContent: '_'.repeat(80) }))
        const line = Object.assign(document.createElement('p'), { id: 'underscores' })
        line.append(link)
        document.querySelector('main').replaceChildren(line)
      }, tag)
      assert.equal(await strokes(page, await page.locator('#underscores').screenshot()), 2, tag)
    }
    await leave(page)
  },
  async 'on paper nothing is cut off or left out'() {
    const page = await visit({ hash: '#/gallery/2-destructive' })
    await page.locator('.sentence').waitFor()
    await page.emulateMedia({ media: 'print' })
    assert.equal(await page.locator('.top').isVisible(), false)
    assert.equal(await page.locator('nav.sections').isVisible(), false)
    const cut = await page.evaluate(() => [...document.querySelectorAll('pre, .scroll')].filter((each) => each.scrollHeight > each.clientHeight + 4).length)
    assert.equal(cut, 0)
    await leave(page)
  },
  async 'on paper a wide drawing makes nothing smaller'() {
    const page = await visit({ hash: '#/gallery/z-huge', width: 794 })
    await page.locator('#picture svg').waitFor()
    assert.ok((await page.locator('#picture svg').boundingBox()).width > 794)
    await page.emulateMedia({ media: 'print' })
    const drawn = await page.locator('#picture svg').boundingBox()
    assert.ok(drawn.x + drawn.width <= 794, JSON.stringify(drawn))
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0)
    await leave(page)
  },
}
