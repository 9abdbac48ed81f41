// The editor of a migration, and of none: what it begins with, what is kept of what was typed, and the switches for
// renames.

import assert from 'node:assert/strict'
import { leave, native, open, replace, visit } from './harness.mjs'

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
    await page.goBack()
    await page.goBack()
    assert.match(page.url(), new RegExp(`#/edit/${last.migration.name}$`))
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
}
