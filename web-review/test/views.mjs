// What is on the screen for each example and each step of the corpus, looked at as a person does, and that the
// page's reviews are those of the native planner.

import assert from 'node:assert/strict'
import { copied, leave, native, open, replace, visit } from './harness.mjs'

/** Asks the page's own planner, in a worker of its own, and compares byte by byte. */
const cases = [
  ...native.gallery.flatMap((example) => example.migrations.map((each) => ({ ...each, of: example.id }))),
  ...(native.corpus ?? []).map((each) => ({ ...each, of: 'corpus' })),
]
if (native.corpus === null) console.log('no corpus here: the gallery alone is looked at')

export const tests = {
  async 'each example of the gallery is a link on the empty page'() {
    const page = await visit()
    const links = page.locator('.examples a')
    assert.equal(await links.count(), native.gallery.length)
    assert.ok(native.gallery.length >= 8)
    for (const example of native.gallery) {
      await page.goto(page.url().replace(/#.*/, '#/'))
      await page.locator(`.examples a[href="#/gallery/${example.id}"]`).click()
      const last = example.migrations.at(-1).view.review
      await page.getByText(last.sentence, { exact: true }).first().waitFor()
      assert.equal(await page.locator('.warnings > li').count(), last.gating.length, example.id)
      assert.equal(await page.locator('.steps > li').count(), Math.min(last.steps.length, 60), example.id)
    }
    await leave(page)
  },
  async 'the page shows what the native planner says, word for word'() {
    const page = await visit()
    for (const each of cases) {
      await open(page, each)
      const { review } = each.view
      assert.equal(await page.locator('.sentence').innerText(), review.sentence)
      await page.locator('[data-tab="json"]').click()
      const more = page.locator('#files .more')
      if (await more.count()) await more.click()
      const shown = await page.locator('#files .line').evaluateAll((lines) => lines.map((line) => {
        // Marks of hidden characters are read back to what they stand for.
        return [...line.querySelectorAll('.hidden-character')].reduce((text, mark) => text, line.textContent).replace(/^\u200b$/, '')
      }).join('\n'))
      assert.deepEqual(JSON.parse(shown), review, `${each.of}: ${each.migration.name}`)
      for (const heading of ['Warnings', 'Notices', 'Steps', 'Schema', 'Picture', 'Files']) {
        assert.ok(await page.getByRole('heading', { name: heading, exact: false, level: 2 }).count(), heading)
      }
      const titles = await page.locator('.step h3').allInnerTexts()
      assert.deepEqual(titles, review.steps.slice(0, 60).map((step) => step.title))
    }
    await leave(page)
  },
  async 'warnings are ticked off, and the flags for them appear'() {
    const page = await visit({ hash: '#/gallery/2-destructive' })
    const review = native.gallery.find((each) => each.id === '2-destructive').migrations.at(-1).view.review
    await page.locator('.tick input').first().waitFor()
    assert.match(await page.locator('#accept-words').innerText(), /^0 of 3 warnings/)
    await page.locator('.tick input').nth(0).check()
    await page.locator('.tick input').nth(2).check()
    const command = await page.locator('.accept .line').innerText()
    assert.equal(command, `comon migrate deploy ${review.gating[0].flag} ${review.gating[2].flag}`)
    await page.getByText('deploy still stops for the others.').waitFor()
    // Going about the page changes nothing of it.
    await page.locator('nav.sections').getByRole('link', { name: 'Picture' }).click()
    await page.waitForFunction(() => document.activeElement?.id === 'picture-title')
    assert.equal(await page.locator('.tick input:checked').count(), 2)
    const summary = await copied(page, page.getByRole('button', { name: 'Copy summary as Markdown' }))
    assert.match(summary, /^- \[x\] Potential data loss: dropping column accounts\.fax\\_number\.$/m)
    assert.match(summary, /^- \[ \] Potential data loss: dropping column contacts\.nickname\.$/m)
    // What was ticked off is folded, counted, and still there after a reload and after a look at another migration.
    assert.equal(await page.locator('.warning.folded').count(), 2)
    assert.equal(await page.getByText(review.gating[0].probes[0].sql).first().isVisible(), false)
    await page.getByRole('button', { name: 'Unfold warning 1' }).click()
    assert.equal(await page.getByText(review.gating[0].probes[0].sql).first().isVisible(), true)
    assert.match(await page.locator('nav.sections').innerText(), /Warnings\s*2\s*ticked off of\s*\/\s*3/)
    await page.reload()
    await page.locator('.warning').first().waitFor()
    assert.equal(await page.locator('.tick input:checked').count(), 2)
    const select = page.getByRole('combobox', { name: 'Migration' })
    const [here, other] = [review.name, native.gallery.find((each) => each.id === '2-destructive').migrations[0].migration.name]
    await select.selectOption(other)
    await page.locator('.eyebrow', { hasText: other }).waitFor()
    assert.equal(await page.locator('.tick input:checked').count(), 0)
    await select.selectOption(here)
    await page.locator('.eyebrow', { hasText: here }).waitFor()
    assert.equal(await page.locator('.tick input:checked').count(), 2)
    await leave(page)
  },
  async 'what is warned of stands beside the SQL that it is about'() {
    const page = await visit({ hash: '#/gallery/6-tampered' })
    const review = native.gallery.find((each) => each.id === '6-tampered').migrations.at(-1).view.review
    await page.locator('.sentence').waitFor()
    // Under the last line of each statement, those that a person wrote too.
    for (const [index, warning] of review.gating.entries()) {
      const { last } = warning.lines.at(-1)
      const links = page.locator(`#files .line[data-line="${last}"] + .beside a`)
      const found = await links.evaluateAll((all) => all.map((each) => each.getAttribute('href').split('/').slice(-2).join('/')))
      assert.ok(found.includes(`warnings/${index + 1}`), `${warning.rule}: ${found}`)
    }
    // At the step, whose lines have the numbers of migration.sql, and from there to the card and back.
    const step = page.locator('[id="steps/1"]')
    assert.equal(await step.locator('.line').first().getAttribute('data-line'), String(review.steps[0].lines[0].first))
    await step.locator('.beside a').first().click()
    await page.waitForFunction(() => document.activeElement?.id === 'warnings/1')
    await page.locator('[id="warnings/1"]').getByRole('link', { name: 'Step 1', exact: true }).click()
    await page.waitForFunction(() => document.activeElement?.id === 'steps/1')
    await leave(page)
  },
  async 'a draft has its links too, to the lines that are typed'() {
    const page = await visit({ hash: '#/edit' })
    await page.locator('#draft-verdict.warn').waitFor()
    await page.locator('.places figcaption a').first().click()
    const line = await page.evaluate(() => document.querySelector('.editors').shadowRoot.querySelector('.cm-focused .cm-activeLine').textContent)
    assert.match(line, /legacyCode/)
    await page.locator('.steps .beside a').first().click()
    await page.waitForFunction(() => document.activeElement?.id === 'warnings/1')
    assert.match(page.url(), /#\/edit$/)
    await leave(page)
  },
  async 'lines in which only blanks changed are no changes, unless that is asked for'() {
    const page = await visit({ hash: '#/edit', width: 1440 })
    await page.locator('#draft-verdict.warn').waitFor()
    const schema = (name, text) => `datasource db {\n  provider = "sqlite"\n}\n\nmodel Bird {\n  ${'id'.padEnd(name.length)} Int    @id\n  ${'song'.padEnd(name.length)} String @default("a ${text}b")\n  ${name} String?\n}\n`
    await replace(page, 'before', schema('wing', ''))
    await replace(page, 'after', schema('wingspan', ' '))
    // The blank between the quotes is a letter like others.
    await page.locator('#schema .sizes[class]', { hasText: '+2' }).waitFor()
    const changed = page.locator('#schema tbody td.text.new')
    assert.equal(await changed.count(), 2)
    assert.match(await page.locator('#schema').innerText(), /1 line with other blanks alone/)
    await page.locator('#schema .tick input').check()
    assert.equal(await changed.count(), 3)
    await leave(page)
  },
  async 'what changed in a large schema is a list that leads there, and the whole file is one click away'() {
    const page = await visit({ hash: '#/gallery/z-huge', width: 1440 })
    const outline = page.locator('#schema .outline')
    await outline.waitFor()
    await outline.locator('summary').click()
    const names = await outline.locator('a').allInnerTexts()
    assert.equal(new Set(names).size, names.length)
    assert.match(await outline.locator('summary').innerText(), new RegExp(`^${names.length} blocks`))
    const link = outline.locator('a').last()
    const place = (await link.getAttribute('href')).split('/').at(-1)
    await link.click()
    await page.locator(`[id="schema/${place}"].asked`).waitFor()
    await page.waitForFunction((id) => document.getElementById(id).getBoundingClientRect().top < innerHeight, `schema/${place}`)
    await page.getByRole('button', { name: 'Whole file' }).click()
    assert.equal(await page.locator('#schema .fold').count(), 0)
    await page.getByRole('button', { name: 'Changes only' }).click()
    assert.ok((await page.locator('#schema .fold').count()) > 10)
    await leave(page)
  },
  async 'unchanged lines of SQL that was edited by hand unfold'() {
    const page = await visit({ hash: '#/gallery/9-by-hand' })
    await page.locator('#files [data-tab="edited"]').click()
    const fold = page.locator('#files .fold button')
    if (await fold.count()) await fold.first().click()
    const text = native.gallery.find((each) => each.id === '9-by-hand').migrations.at(-1).view.review.migrationSql
    const shown = await page.locator('#files td.text').allInnerTexts()
    for (const line of text.trim().split('\n').slice(0, 2)) assert.ok(shown.includes(line), line)
    await leave(page)
  },
  async 'the search is there on a phone as well'() {
    const page = await visit({ hash: '#/gallery/2-destructive', width: 360, height: 740 })
    await page.locator('.sentence').waitFor()
    await page.getByRole('searchbox').click()
    await page.keyboard.type('nickname')
    await page.locator('.found a').first().click()
    await page.waitForFunction(() => document.activeElement?.id === 'warnings/2')
    // The list of the parts follows.
    await page.evaluate(() => document.getElementById('picture').scrollIntoView())
    await page.waitForFunction(() => {
      const [row, link] = ['nav.sections ul', 'nav.sections [aria-current]'].map((each) => document.querySelector(each).getBoundingClientRect())
      return link.left >= row.left && link.right <= row.right && document.querySelector('nav.sections [aria-current]').textContent === 'Picture'
    })
    await leave(page)
  },
  async 'the safer way is there as SQL, and is copied as it is'() {
    const page = await visit({ hash: '#/gallery/2-destructive' })
    const review = native.gallery.find((each) => each.id === '2-destructive').migrations.at(-1).view.review
    const [way] = review.gating[0].safer
    const shown = page.locator('[id="warnings/1"] details.safer').first()
    await shown.locator('summary').click()
    await shown.getByText(way.title).waitFor()
    assert.equal(await copied(page, shown.getByRole('button')), way.sql)
    await shown.getByText('Copied').waitFor()
    await leave(page)
  },
  async 'a link leads to a warning, a step, a line of the schema and a file'() {
    const review = native.gallery.find((each) => each.id === '2-destructive').migrations.at(-1)
    const base = `#/gallery/2-destructive/review/${review.migration.name}`
    for (const item of ['warnings/2', 'steps/3']) {
      const page = await visit({ hash: `${base}/${item}` })
      await page.waitForFunction((id) => document.activeElement?.id === id, item)
      await leave(page)
    }
    const page = await visit({ hash: `${base}/schema/before-3` })
    await page.locator('[id="schema/before-3"].asked').waitFor()
    await page.goto(page.url().replace(/\/schema.*/, '/files/after.prisma'))
    await page.locator('[role=tab][aria-selected=true]', { hasText: 'after.prisma' }).waitFor()
    await page.locator('.places figcaption a').first().click()
    await page.locator('.difference .asked').first().waitFor()
    await leave(page)
  },
  async 'folded lines of the schema unfold, and it is shown in one column too'() {
    const page = await visit({ hash: '#/gallery/2-destructive', width: 1440 })
    const table = page.locator('#schema table.split')
    await table.waitFor()
    const rows = await table.locator('tr').count()
    await table.locator('.fold button').first().click()
    assert.ok((await table.locator('tr').count()) > rows)
    await page.getByRole('tab', { name: 'In one column' }).click()
    await page.locator('#schema table.unified tr.removed').first().waitFor()
    await leave(page)
  },
  async 'the search finds warnings, notices, steps and tables'() {
    const page = await visit({ hash: '#/gallery/2-destructive' })
    const review = native.gallery.find((each) => each.id === '2-destructive').migrations.at(-1).view.review
    await page.locator('.sentence').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('nickname')
    const about = (list, key) => list.filter((each) => each[key].includes('nickname')).length
    const all = about(review.gating, 'message') + about(review.notices, 'message') + about(review.steps, 'title')
    assert.equal(await page.locator('.found a').count(), all)
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.activeElement?.id === 'warnings/2')
    // By the rule, and by the words.
    const rules = [...new Set(review.notices.map((each) => each.rule))]
    const number = 1 + rules.indexOf(review.notices.at(-1).rule)
    for (const words of [review.notices.at(-1).rule, review.notices.at(-1).message]) {
      await page.getByRole('searchbox').fill(words)
      assert.match(await page.locator('.found a').first().innerText(), /^Notice/)
      await page.getByRole('searchbox').press('Enter')
      await page.waitForFunction((id) => document.activeElement?.id === id, `notices/${number}`)
    }
    await leave(page)
  },
  async 'typing plans, names what is lost, and offers the rename'() {
    const page = await visit({ hash: '#/edit' })
    await page.locator('#draft-verdict.warn').waitFor()
    const after = page.getByRole('textbox', { name: 'The schema after' })
    await after.click()
    await page.keyboard.press('Control+a')
    const schema = (column) => `datasource db {\n  provider = "sqlite"\n}\n\nmodel Bird {\n  id Int @id\n  ${column} String?\n}\n`
    await page.keyboard.insertText(schema('songName'))
    const before = page.getByRole('textbox', { name: 'The schema before' })
    await before.click()
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(schema('song'))
    await page.locator('.renames').waitFor()
    await page.getByRole('heading', { name: 'Dropping column Bird.song.' }).waitFor()
    await page.locator('.renames input').click()
    await page.locator('#draft-verdict.good').waitFor()
    assert.match(await page.locator('.renames .line').innerText(), /--rename column:Bird\.song=column:Bird\.songName$/)
    assert.match(await page.locator('#files').innerText(), /RENAME COLUMN/)
    await page.getByRole('tab', { name: 'PostgreSQL' }).click()
    await page.getByText('ACCESS EXCLUSIVE').first().waitFor()
    await after.click()
    await page.keyboard.press('Control+End')
    await page.keyboard.insertText('model {')
    await page.locator('#draft-verdict.stop').waitFor()
    await page.locator('.problems button').first().click()
    assert.equal(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.classList.contains('cm-content')), true)
    await leave(page)
  },
  async 'a planner that stops is replaced, and what was typed is kept'() {
    const page = await visit({ hash: '#/edit' })
    await page.locator('#draft-verdict.warn').waitFor()
    const [worker] = page.workers()
    await worker.evaluate(() => {
      JSON.parse = () => { throw new Error('out of order') }
    })
    const after = page.getByRole('textbox', { name: 'The schema after' })
    await after.click()
    await page.keyboard.press('Control+End')
    await page.keyboard.insertText('// kept')
    await page.getByText('The planner stopped.').waitFor()
    assert.match(await after.innerText(), /\/\/ kept/)
    await page.keyboard.insertText(' and on')
    await page.locator('#draft-verdict.warn').waitFor()
    await leave(page)
  },
}
