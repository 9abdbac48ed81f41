// What all browser tests share: the built page on a loopback server, a browser that may go nowhere else, and
// a record of everything that the browser complained of or asked for. CHROMIUM names the browser.

import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const here = dirname(fileURLToPath(import.meta.url))
export const dist = join(here, '../dist')
const kinds = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' }

const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname
  const file = join(dist, normalize(path === '/' ? '/index.html' : path))
  if (!file.startsWith(dist) || !existsSync(file)) {
    response.writeHead(404).end()
    return
  }
  response.writeHead(200, { 'content-type': kinds[extname(file)] ?? 'application/octet-stream' })
  createReadStream(file).pipe(response)
})
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))

/** Where the page is: served, as files on a disk, and as one file. */
export const places = {
  served: `http://127.0.0.1:${server.address().port}/`,
  disk: `${pathToFileURL(join(dist, 'index.html'))}`,
  single: `${pathToFileURL(join(dist, 'single.html'))}`,
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  // Root has no sandbox; the rest keeps the browser from calling anywhere but here.
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--enable-precise-memory-info'],
})

/** What the native planner says: the migrations of the gallery and of the corpus with their reviews. */
export const native = JSON.parse(readFileSync(process.env.REVIEWS ?? join(here, '../../target/reviews.json'), 'utf8'))

/** A fresh page. `complaints` is all that the browser complained of, `strange` each request to another origin. */
export async function visit({ hash = '', place = 'served', width = 1280, height = 900, scheme = 'light' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, acceptDownloads: false })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  page.complaints = []
  page.strange = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') page.complaints.push(message.text())
  })
  page.on('pageerror', (error) => page.complaints.push(String(error)))
  const own = new URL(places[place]).origin
  page.on('request', (request) => {
    const url = new URL(request.url())
    const same = place === 'served' ? url.origin === own : url.protocol === 'file:'
    if (!same && !['blob:', 'data:'].includes(url.protocol)) page.strange.push(request.url())
  })
  await page.goto(places[place] + hash)
  return page
}

/** Ends a visit that had nothing to complain of. */
export async function leave(page) {
  const { complaints, strange } = page
  await page.context().close()
  if (complaints.length > 0) throw new Error(`the browser complained: ${complaints.join('\n')}`)
  if (strange.length > 0) throw new Error(`requests to other origins: ${strange.join(' ')}`)
}

/** Gives files to the page by its own input, as somebody who chose them. */
export async function choose(page, files) {
  await page.locator('#files-input').setInputFiles(
    files.map(({ path, text }) => ({ name: path, mimeType: 'text/plain', buffer: Buffer.from(text) })),
  )
}

/** Gives the files to the page by its folder input and waits for the review. */
export async function open(page, { migration, previous }) {
  await page.goto(page.url().replace(/#.*/, '#/'))
  await page.locator('#files-input').waitFor({ state: 'attached' })
  const all = [previous, migration].filter((each) => each !== null)
  await page.evaluate((all) => {
    const transfer = new DataTransfer()
    for (const { name, files } of all) {
      for (const { path, text } of files) {
        const file = new File([text], path)
        Object.defineProperty(file, 'webkitRelativePath', { value: `migrations/${name}/${path}` })
        transfer.items.add(file)
      }
    }
    const input = document.getElementById('files-input')
    // A list of files made by a script forgets their folders, so it is handed over as it is.
    Object.defineProperty(input, 'files', { configurable: true, value: Object.assign([...all.flatMap(({ name, files }) => files.map(({ path, text }) => Object.defineProperty(new File([text], path), 'webkitRelativePath', { value: `migrations/${name}/${path}` })))]) })
    input.dispatchEvent(new Event('change', { bubbles: true }))
    delete input.files
  }, all)
  await page.locator('.eyebrow', { hasText: migration.name }).waitFor()
}

/** Pastes a text on the empty page. */
export async function paste(page, text) {
  await page.evaluate(() => (location.hash = '#/'))
  await page.locator('#pasted').fill(text)
  await page.getByRole('button', { name: 'Show it' }).click()
}

/** Types a text over all that stands in one of the two editors. */
export async function replace(page, side, text) {
  await page.getByRole('textbox', { name: `The schema ${side}` }).click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
}

let lastCopy = Promise.resolve()

/** What a button copies. Tests run beside each other and the machine has one clipboard: each waits for the one before. */
export function copied(page, button) {
  const copy = async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.evaluate(() => navigator.clipboard.writeText(''))
    await button.click()
    return (await page.waitForFunction(() => navigator.clipboard.readText())).jsonValue()
  }
  const result = lastCopy.then(copy)
  lastCopy = result.catch(() => {})
  return result
}

/** facts.json about a migration of an example. */
export function facts({ migration, view }, warnings) {
  const checksum = view.review.metadata.find(([key]) => key === 'checksum')[1]
  return {
    version: 1, measuredAt: '2026-11-25T08:15:00Z', provider: 'postgresql', serverVersion: '18.1', databaseBytes: 1, freeBytes: null,
    migrations: [{ name: migration.name, checksum, locks: [], space: [], missingPrivileges: [], handWritten: false, warnings }],
    tables: [], transactions: [], replicas: [],
  }
}

export async function end() {
  await browser.close()
  server.close()
}
