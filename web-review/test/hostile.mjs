// What strangers may write: markup, hidden and right-to-left characters, huge and broken files. It is shown as
// text or refused with a reason; nothing of it runs, and the page is never empty.

import assert from 'node:assert/strict'
import { choose, leave, native, paste, visit } from './harness.mjs'

const MARKUP = '<img src=x onerror=alert(1)><script>globalThis.ran=1</script>"\'`${globalThis.ran=1}'
export const MISLEADING = 'a\u202eb\u2066c\u200bd\u0007e\u0000f\ufeffg\u{e0041}h'

/** The review of an example with something strange in every text of it. */
export function strange(text) {
  const review = structuredClone(native.gallery.find((each) => each.id === '8-may-fail').migrations.at(-1).view.review)
  const fill = (value) => {
    if (typeof value === 'string') return value + text
    if (Array.isArray(value)) return value.map(fill)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, ['kind', 'order', 'side', 'change', 'fate', 'provider'].includes(key) && typeof each === 'string' && !each.includes(' ') ? each : fill(each)]))
  }
  return fill(review)
}

async function quiet(page) {
  assert.equal(await page.evaluate(() => globalThis.ran), undefined)
  assert.equal(await page.locator('#page img, #page script, #page iframe').count(), 0)
  assert.notEqual((await page.locator('main').innerText()).trim(), '')
}

const files = native.gallery.find((each) => each.id === '2-destructive').migrations.at(-1).migration.files

export const tests = {
  async 'markup in every text of a review stays text'() {
    const page = await visit()
    await paste(page, JSON.stringify({ reviews: [strange(MARKUP)] }))
    await page.locator('.sentence').waitFor()
    assert.ok((await page.locator('.sentence').innerText()).includes('<img src=x'))
    for (const tab of ['before.prisma', 'after.prisma', 'metadata', 'json']) {
      await page.locator(`#files [data-tab="${tab}"]`).click()
      await quiet(page)
    }
    await leave(page)
  },
  async 'hidden and right-to-left characters are shown as marks'() {
    const page = await visit()
    await paste(page, JSON.stringify({ reviews: [strange(MISLEADING)] }))
    await page.locator('.sentence').waitFor()
    const marks = await page.locator('.sentence .hidden-character').allInnerTexts()
    assert.deepEqual(marks, ['U+202E', 'U+2066', 'U+200B', 'U+0007', 'U+0000', 'U+FEFF', 'U+E0041'])
    const hidden = await page.locator('main').evaluate((main) => {
      const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
      const found = []
      while (walker.nextNode()) {
        if (/[\u202a-\u202e\u2066-\u2069\u0000-\u0008]/.test(walker.currentNode.data)) found.push(walker.currentNode.parentElement.outerHTML.slice(0, 200))
      }
      return found
    })
    assert.deepEqual(hidden, [])
    await quiet(page)
    await leave(page)
  },
  async 'markup and hidden characters in files and names are text as well'() {
    const page = await visit()
    const edited = files.map((file) => ({ ...file, text: file.path === 'metadata.txt' ? file.text.replace(/^name=.*/m, `name=${MARKUP}`) : `${file.text}\n-- ${MARKUP} ${MISLEADING}\n// ${MARKUP}\n` }))
    await choose(page, edited)
    await page.getByText('These files cannot be reviewed').waitFor()
    await quiet(page)
    await leave(page)
  },
  async 'markup typed into the editor stays text'() {
    const page = await visit({ hash: '#/edit' })
    await page.locator('#draft-verdict.warn').waitFor()
    await page.getByRole('textbox', { name: 'The schema after' }).click()
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(`datasource db {\n  provider = "sqlite"\n}\nmodel A {\n  id Int @id\n  b String @default("${MARKUP.replaceAll('"', '\\"')}")\n}\n`)
    await page.getByText('Adds table A, drops').waitFor()
    assert.ok((await page.locator('#files').innerText()).includes('<img src=x'))
    await quiet(page)
    await leave(page)
  },
  async 'files of five megabytes are shown, larger ones refused'() {
    const page = await visit()
    const long = `${files.find((file) => file.path === 'migration.sql').text}\n-- ${'x'.repeat(99)}`
    const big = `${long}\n${`-- ${'y'.repeat(96)}\n`.repeat(52_000)}`
    assert.ok(big.length > 5_000_000)
    await choose(page, files.map((file) => (file.path === 'migration.sql' ? { ...file, text: big } : file)))
    await page.locator('.sentence').waitFor({ timeout: 30_000 })
    await page.getByText('The files do not fit together').first().waitFor()
    await page.evaluate(() => (location.hash = '#/'))
    await choose(page, [{ path: 'migration.sql', text: 'x'.repeat(9_000_000) }])
    await page.getByText('migration.sql is larger than 8 MB and is left out.').waitFor()
    await paste(page, 'z'.repeat(9_000_000))
    await page.getByText('The text is larger than 8 MB.').waitFor()
    await leave(page)
  },
  async 'deep nesting, a long line and a schema of one letter are answered'() {
    const page = await visit({ hash: '#/edit' })
    await page.locator('#draft-verdict.warn').waitFor()
    const after = page.getByRole('textbox', { name: 'The schema after' })
    const deep = `model A {\n  id Int @id @default(${'f('.repeat(50_000)})\n}`
    for (const text of [deep, '{'.repeat(20_000), 'm', `// ${'w'.repeat(400_000)}`]) {
      await after.click()
      await page.keyboard.press('Control+a')
      await page.keyboard.insertText(text)
      await page.waitForFunction(() => /No plan|stopped/.test(document.getElementById('draft-verdict')?.textContent ?? ''))
      assert.doesNotMatch(await page.locator('#draft-verdict').innerText(), /stopped/)
    }
    await page.evaluate(() => (location.hash = '#/'))
    await paste(page, '['.repeat(200_000))
    await page.getByText('The pasted text is no JSON').waitFor()
    await leave(page)
  },
  async 'truncated and contradictory artifacts are shown or refused, each with a reason'() {
    const page = await visit()
    for (const { path, text } of files) {
      for (const part of [0, 0.3, 0.8]) {
        await page.evaluate(() => (location.hash = '#/'))
        await page.locator('#files-input').waitFor({ state: 'attached' })
        await choose(page, files.map((file) => (file.path === path ? { path, text: text.slice(0, Math.floor(text.length * part)) } : file)))
        await page.locator('.ruling').first().waitFor()
        // A migration.sql or a schema that was cut is never taken for what was reviewed.
        if (/sql|prisma/.test(path)) assert.equal(await page.locator('.ruling.stop').count(), 1, `${path} cut to ${part}`)
        await quiet(page)
      }
    }
    // A migration that says that it is for the other database.
    await page.evaluate(() => (location.hash = '#/'))
    await choose(page, files.map((file) => (file.path === 'metadata.txt' ? { ...file, text: file.text.replace('postgresql', 'sqlite') } : file)))
    await page.locator('.ruling.stop').first().waitFor()
    await leave(page)
  },
  async 'JSON that lies about its shape is refused or shown, never a blank page'() {
    const review = native.gallery[0].migrations.at(-1).view.review
    const page = await visit()
    for (const key of Object.keys(review)) {
      for (const wrong of [null, 1, 'x', [1], [null], {}]) {
        await paste(page, JSON.stringify({ reviews: [{ ...review, [key]: wrong }] }))
        await page.waitForFunction(() => document.querySelector('.complaints, .sentence, .notice-page') !== null)
        await quiet(page)
      }
    }
    await page.context().close()
  },
  async 'the policy of the page lets no other script run'() {
    for (const place of ['served', 'disk', 'single']) {
      const page = await visit({ place })
      const ran = await page.evaluate(() => {
        const script = document.createElement('script')
        script.textContent = 'window.strange = true'
        document.head.append(script)
        return window.strange === true
      })
      assert.equal(ran, false)
      // The browser complains of exactly this.
      assert.equal(page.complaints.length, 1)
      assert.match(page.complaints[0], /Content Security Policy/)
      await page.context().close()
    }
  },
}
