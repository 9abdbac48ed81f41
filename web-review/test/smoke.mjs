// The built page in a real browser: a person types two schemas and reads SQL and warnings. Serves
// web-review/dist on loopback. CHROMIUM names the browser; SCREENSHOT, a file to draw the page to.

import assert from 'node:assert/strict'
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const dist = join(dirname(fileURLToPath(import.meta.url)), '../dist')
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
const address = `http://127.0.0.1:${server.address().port}/`

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  // Root has no sandbox; the rest keeps the browser from calling anywhere but here.
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
})
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
page.setDefaultTimeout(15_000)
const complaints = []
page.on('console', (message) => {
  if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
})
page.on('pageerror', (error) => complaints.push(String(error)))

const datasource = 'datasource db {\n  provider = "sqlite"\n  url = "file:dev.db"\n}\n'
const posts = (more) => `${datasource}
model Post {
  id       Int    @id
  authorId Int    @map("author_id")
${more}
  @@map("posts")
}
`

const tests = {
  async 'the example is planned as soon as the page is there'() {
    await page.goto(address)
    await page.locator('#verdict.warned').waitFor()
    const warnings = await page.locator('#warnings').innerText()
    assert.match(warnings, /Potential data loss: dropping column users\.legacy_code\./)
  },
  async 'typing a change shows its SQL'() {
    await page.locator('#before').fill(posts('  title String'))
    await page.locator('#after').fill(posts('  title String\n  status String @default("draft")\n\n  @@index([authorId, status])'))
    await page.locator('#verdict.fine').waitFor()
    const sql = await page.locator('#sql').innerText()
    assert.ok(sql.includes(`ALTER TABLE "posts" ADD COLUMN "status" TEXT NOT NULL DEFAULT 'draft';`), sql)
    assert.ok(sql.includes(`CREATE INDEX "posts_author_id_status_idx" ON "posts" ("author_id", "status");`), sql)
  },
  async 'a loss is named as a warning'() {
    await page.locator('#after').fill(posts(''))
    await page.locator('#verdict.warned').waitFor()
    const warnings = await page.locator('#warnings').innerText()
    assert.match(warnings, /Potential data loss: dropping column posts\.title\./)
  },
  async 'a mistake is shown with its place and takes the plan away'() {
    await page.locator('#after').fill(posts('  title Sting'))
    await page.locator('#verdict.failed').waitFor()
    assert.match(await page.locator('#problems').innerText(), /after:9:\d+/)
    assert.equal(await page.locator('#sql').innerText(), '')
  },
  async 'markup in a schema stays text'() {
    await page.locator('#before').fill(posts('  title String'))
    await page.locator('#after').fill(posts('  title String @default("<img src=x onerror=alert(1)>")'))
    await page.locator('#verdict.failed').waitFor({ state: 'detached' })
    assert.ok((await page.locator('#sql').innerText()).includes('<img src=x'))
    assert.equal(await page.locator('#sql img').count(), 0)
  },
  async 'the policy of the page lets no other script run'() {
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.strange = true'
      document.head.append(script)
      return window.strange === true
    })
    assert.equal(ran, false)
    // The browser complains of exactly this.
    const expected = complaints.findIndex((text) => text.includes('Content Security Policy'))
    assert.notEqual(expected, -1)
    complaints.splice(expected, 1)
  },
  async 'the browser had nothing to complain of'() {
    assert.deepEqual(complaints, [])
  },
}

let passed = 0
let failed = 0
for (const [name, test] of Object.entries(tests)) {
  try {
    await test()
    passed += 1
    console.log(`ok     ${name}`)
  } catch (error) {
    failed += 1
    console.log(`FAILED ${name}\n${error instanceof Error ? error.message : error}`)
  }
}
if (process.env.SCREENSHOT !== undefined) {
  await page.goto(address)
  await page.locator('#verdict.warned').waitFor()
  await page.screenshot({ path: process.env.SCREENSHOT, fullPage: true })
}
await browser.close()
server.close()
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
