// Links within a review lead where they say, each time that they are followed.

import assert from 'node:assert/strict'
import { leave, native, visit } from './harness.mjs'

const last = native.gallery.find((each) => each.id === '2-destructive').migrations.at(-1)

/** Waits until a part has the focus and is in sight. */
async function arrived(page, id) {
  await page.waitForFunction((id) => {
    const part = document.getElementById(id)
    const top = part?.getBoundingClientRect().top ?? -1
    return document.activeElement === part && top >= 0 && top < innerHeight
  }, id)
}

async function upAgain(page) {
  await page.evaluate(() => {
    document.activeElement?.blur()
    scrollTo(0, 0)
  })
}

export const tests = {
  async 'a link leads there again, also where the address is that of it already'() {
    const page = await visit({ hash: '#/gallery/2-destructive', height: 500 })
    await page.locator('.sentence').waitFor()
    const picture = page.locator('nav.sections').getByRole('link', { name: 'Picture' })
    for (let time = 0; time < 2; time++) {
      await picture.click()
      await arrived(page, 'picture-title')
      await upAgain(page)
    }
    // The focus changed the address without a new entry of the history.
    await page.locator('.tick input').first().check()
    assert.match(page.url(), /\/warnings\/1$/)
    await picture.click()
    await arrived(page, 'picture-title')
    await leave(page)
  },
  async 'a link leads back to where the page was opened'() {
    const page = await visit({ hash: `#/gallery/2-destructive/review/${last.migration.name}/steps/1`, height: 500 })
    await arrived(page, 'steps/1')
    await page.evaluate(() => document.getElementById('warnings/1').focus())
    assert.match(page.url(), /\/warnings\/1$/)
    const card = page.locator('.warning', { has: page.getByRole('link', { name: 'Step 1', exact: true }) })
    await card.getByRole('link', { name: 'Step 1', exact: true }).first().click()
    await arrived(page, 'steps/1')
    await leave(page)
  },
  async 'the first hit of a search is reached each time that Enter is pressed'() {
    const page = await visit({ hash: '#/gallery/2-destructive', height: 500 })
    await page.locator('.sentence').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('nickname')
    for (let time = 0; time < 2; time++) {
      await page.getByRole('searchbox').press('Enter')
      await arrived(page, 'warnings/2')
      await upAgain(page)
    }
    await leave(page)
  },
  async 'the summary is reached from anywhere'() {
    const page = await visit({ hash: '#/gallery/2-destructive', height: 500 })
    await page.locator('.sentence').waitFor()
    for (const where of ['Picture', 'Summary']) await page.locator('nav.sections').getByRole('link', { name: where }).click()
    await page.waitForFunction(() => scrollY === 0)
    // Back is to where one was.
    await page.goBack()
    await arrived(page, 'picture-title')
    await leave(page)
  },
}
