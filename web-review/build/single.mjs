// Makes of the built page what a browser opens from a disk. In: dist, as Vite wrote it. Out, in dist:
// index.html with a classic script, assets/planner_bg.js with the planner for a page that may read no file,
// and single.html, one file with everything in it and a policy that knows its parts by their hashes.
//
// single.html has a place for data: `comon review` writes reviews there.

import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const dist = join(dirname(fileURLToPath(import.meta.url)), '../dist')
const assets = join(dist, 'assets')
const only = (end) => {
  const found = readdirSync(assets).filter((name) => name.endsWith(end) && name !== 'planner_bg.js')
  if (found.length !== 1) throw new Error(`dist/assets has ${found.length} files that end in ${end}`)
  return found[0]
}
const [script, style, module] = [only('.js'), only('.css'), only('.wasm')]
const text = (name) => readFileSync(join(assets, name), 'utf8')
const base64 = gzipSync(readFileSync(join(assets, module)), { level: 9 }).toString('base64')

const page = readFileSync(join(dist, 'index.html'), 'utf8')
const tag = new RegExp(`<script type="module"[^>]*${script.replaceAll('.', '\\.')}"></script>`)
if (!tag.test(page)) throw new Error('dist/index.html loads no module')
// A page from a disk asks nobody for leave to load what lies beside it.
const hosted = page.replace(tag, `<script defer src="./assets/${script}"></script>`).replaceAll(' crossorigin', '')
writeFileSync(join(dist, 'index.html'), hosted)
writeFileSync(join(assets, 'planner_bg.js'), `globalThis.comonPlannerModule = '${base64}'\n`)

// What ends a script or begins a comment of HTML must not stand in one; in JavaScript these only
// occur in strings and regular expressions, where the escaped forms mean the same.
const code = text(script).replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')
const css = text(style)
if (css.includes('</style')) throw new Error('the style sheet ends itself')
const hash = (content) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`
// A file has nobody to talk to; the command that serves the page lets it talk to that.
const policy = [
  "default-src 'none'",
  `script-src ${hash(code)} 'wasm-unsafe-eval'`,
  'worker-src blob:',
  `style-src ${hash(css)}`,
  "connect-src 'none'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')
const single = page
  .replace(/content="default-src[^"]*"/, () => `content="${policy}"`)
  .replace(tag, '')
  .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${css}</style>`)
  .replace('</body>', () =>
    [
      '<script type="application/json" id="comon-data">%DATA%</script>',
      `<script type="application/wasm" id="planner-module">${base64}</script>`,
      `<script>${code}</script>`,
      '</body>',
    ].join('\n    '),
  )
writeFileSync(join(dist, 'single.html'), single)
