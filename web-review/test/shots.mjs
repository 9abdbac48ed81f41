// Pictures of every view at 1440 and 360 pixels, light and dark, for people to look at: those that the
// documentation shows in every run, all of them with COMON_FULL. SHOTS names the folder. With UPDATE_EXPECT=1
// those of the documentation are put into docs/screenshots.

import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { VIEWS, show } from './access.mjs'
import { visit } from './harness.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const folder = process.env.SHOTS ?? join(root, 'target/screenshots')
const docs = join(root, 'docs/screenshots')

/** The pictures of the documentation: view, width, theme; what is in sight, not the whole page. */
const SHOWN = [
  ['start', 1440, 'light', 'start'],
  ['2-destructive', 1440, 'light', 'review'],
  ['8-may-fail', 1440, 'dark', 'review-dark'],
  ['edit', 1440, 'light', 'edit'],
  ['6-tampered', 360, 'light', 'phone'],
]

async function shoot(name, width, scheme, file, fullPage, media = 'screen') {
  const page = await visit({ width, height: width === 360 ? 740 : 900, scheme })
  await show(page, VIEWS[name])
  await page.emulateMedia({ media })
  await page.waitForTimeout(150)
  await page.screenshot({ path: file, fullPage, animations: 'disabled' })
  await page.context().close()
  assert.ok(statSync(file).size > 5_000, file)
}

export const tests = {
  async 'pictures are taken of what the documentation shows'() {
    mkdirSync(folder, { recursive: true })
    for (const [view, width, scheme, name] of SHOWN) {
      const file = join(folder, `${name}.png`)
      await shoot(view, width, scheme, file, false)
      if (process.env.UPDATE_EXPECT === '1') {
        mkdirSync(docs, { recursive: true })
        copyFileSync(file, join(docs, `${name}.png`))
      } else {
        assert.ok(statSync(join(docs, `${name}.png`)).isFile())
      }
    }
  },
  async 'pictures are taken of every view'() {
    if (process.env.COMON_FULL === undefined) {
      console.log('those of every view only with --full')
      return
    }
    for (const name of ['2-destructive', '4-rebuild', 'ticked']) {
      await shoot(name, 1440, 'dark', join(folder, `${name}-print.png`), true, 'print')
    }
    for (const width of [1440, 360]) {
      for (const scheme of ['light', 'dark']) {
        for (const name of Object.keys(VIEWS)) {
          await shoot(name, width, scheme, join(folder, `${name.replaceAll(' ', '_')}-${width}-${scheme}.png`), true)
        }
      }
    }
  },
}
