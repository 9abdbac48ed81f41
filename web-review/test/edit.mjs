// The editor of a migration, and of none: what it begins with, what is kept of what was typed, and the switches for
// renames.

import assert from 'node:assert/strict'
import { copied, leave, native, open, replace, visit } from './harness.mjs'

const example = (id) => native.gallery.find((each) => each.id === id)
const [first, last] = example('2-destructive').migrations

/** Waits until the editor plans the change of a migration. */
async function plans(page, { view }) {
  await page.locator('.edit .sentence', { hasText: view.review.sentence }).waitFor()
}

export const tests = {
  async 'the editor shows the migration that its address names, whatever was edited before'() {
    const page = await visit()
    await open(page, { migration: last.migration, previous: first.migration })
    await page.getByRole('button', { name: 'Edit' }).click()
    await plans(page, last)
    await page.getByRole('combobox', { name: 'Migration' }).selectOption(first.migration.name)
    await page.locator('.eyebrow', { hasText: first.migration.name }).waitFor()
    await page.getByRole('button', { name: 'Edit' }).click()
    await plans(page, first)
    for (const address of [`#/review/${first.migration.name}`, `#/edit/${last.migration.name}`]) {
      await page.goBack()
      await page.waitForURL((url) => url.hash === address)
    }
    await plans(page, last)
    await leave(page)
  },
  async 'a link to the editor of a migration, and a reload there, show its schemas'() {
    const page = await visit({ hash: `#/gallery/2-destructive/edit/${last.migration.name}` })
    await plans(page, last)
    await page.reload()
    await plans(page, last)
    await page.goto(page.url().replace(last.migration.name, 'nothing'))
    await page.getByText('There is no such migration here').waitFor()
    await page.locator('#main').getByRole('link', { name: last.migration.name }).click()
    await plans(page, last)
    await leave(page)
    const empty = await visit({ hash: `#/edit/${last.migration.name}` })
    await empty.getByText('This link leads to').waitFor()
    await leave(empty)
  },
  async 'what was typed is there again after a look at the review, and e in the editor changes nothing'() {
    const page = await visit({ hash: '#/gallery/2-destructive' })
    await page.locator('.sentence').waitFor()
    await page.keyboard.press('e')
    await plans(page, last)
    const bird = 'datasource db {\n  provider = "sqlite"\n}\n\nmodel Bird {\n  id Int @id\n}\n'
    await replace(page, 'before', '')
    await replace(page, 'after', bird)
    await page.getByText('Adds table Bird; no stored value is at risk.').waitFor()
    const address = page.url()
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('e')
    assert.equal(page.url(), address)
    await page.getByRole('link', { name: 'Back to the review' }).click()
    await page.locator('.eyebrow', { hasText: last.migration.name }).waitFor()
    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByText('Adds table Bird; no stored value is at risk.').waitFor()
    // Of another address nothing was typed.
    await page.goto(page.url().replace(/#.*/, '#/edit'))
    await page.locator('.places', { hasText: 'legacyCode' }).first().waitFor()
    await leave(page)
  },
  async 'a rename that the migration records can be taken back and said again, by the keyboard'() {
    const renamed = example('5-rename').migrations.at(-1)
    const page = await visit({ hash: `#/gallery/5-rename/edit/${renamed.migration.name}` })
    await plans(page, renamed)
    // Another type: the planner does not offer it by itself.
    await replace(page, 'after', renamed.view.review.afterSchema.replace(/(fullName\s+)String\b/, '$1Int').replace(/(grandTotal\s+)Decimal(.*?)@db.Decimal\(12, 2\)/, '$1Boolean$2'))
    await page.locator('#draft-verdict.warn').waitFor()
    const command = page.locator('.renames .line')
    const rows = page.locator('.renames li')
    const before = await rows.allInnerTexts()
    assert.equal(before[0], 'customers.name → customers.full_name is a rename: its values are kept')
    assert.equal(await command.innerText(), 'comon migrate dev --name … --rename column:customers.name=column:customers.full_name --rename column:orders.total=column:orders.grand_total')
    const focused = () => page.evaluate(() => document.activeElement?.closest('.renames li')?.innerText)
    await rows.first().locator('input').focus()
    for (const said of [1, 2]) {
      await page.keyboard.press('Space')
      await page.waitForFunction((said) => document.querySelector('.renames .line').textContent.split('--rename').length === said + 1, said)
      assert.equal(await focused(), before[0])
      assert.deepEqual((await rows.allInnerTexts()).slice(0, 2), before.slice(0, 2))
    }
    await leave(page)
  },
  async 'an offered rename keeps the focus when it is said'() {
    const page = await visit({ hash: '#/edit' })
    await page.locator('#draft-verdict.warn').waitFor()
    const bird = (...columns) => `datasource db {\n  provider = "sqlite"\n}\n\nmodel Bird {\n  id Int @id\n${columns.map((each) => `  ${each} String?\n`).join('')}}\n`
    await replace(page, 'before', bird('song', 'wing'))
    await replace(page, 'after', bird('songName', 'wingSpan'))
    await page.locator('.renames li', { hasText: 'Bird.wing → Bird.wingSpan' }).locator('input').focus()
    for (const verdict of ['1 warning to accept', '2 warnings to accept']) {
      await page.keyboard.press('Space')
      await page.locator('#draft-verdict', { hasText: verdict }).waitFor()
      assert.match(await page.evaluate(() => document.activeElement?.closest('.renames li')?.innerText ?? ''), /^Bird.wing → Bird.wingSpan is a rename/)
    }
    await leave(page)
  },
  async 'the command of a draft has its renames and what was accepted'() {
    const page = await visit({ hash: '#/edit' })
    await page.locator('#draft-verdict.warn').waitFor()
    const bird = (column) => `datasource db {\n  provider = "sqlite"\n}\n\nmodel Bird {\n  id Int @id\n  ${column}}\n`
    await replace(page, 'before', bird('song String?\n  wing String?\n  tail Int?\n'))
    await replace(page, 'after', bird('songName String?\n'))
    await page.locator('.renames li', { hasText: 'Bird.song → Bird.songName' }).locator('input').check()
    await page.locator('#draft-verdict', { hasText: '2 warnings to accept' }).waitFor()
    await page.locator('.warning .tick input').first().check()
    const wanted = 'comon migrate dev --name … --rename column:Bird.song=column:Bird.songName --allow drop-column:Bird.'
    for (const place of ['.accept', '.renames']) assert.ok((await page.locator(`${place} .line`).innerText()).startsWith(wanted), place)
    for (const name of ['Copy command', 'Copy summary as Markdown']) {
      assert.ok((await copied(page, page.locator('.accept').getByRole('button', { name }))).includes(wanted), name)
    }
    await leave(page)
  },
  async 'after taken as before has no renames any more'() {
    const page = await visit({ hash: `#/gallery/5-rename/edit/${example('5-rename').migrations.at(-1).migration.name}` })
    await page.locator('.renames').waitFor()
    await page.getByRole('button', { name: 'Take after as before' }).click()
    await page.locator('#draft-verdict.good', { hasText: 'no statement' }).waitFor()
    assert.equal(await page.locator('.renames').count(), 0)
    await leave(page)
  },
}
