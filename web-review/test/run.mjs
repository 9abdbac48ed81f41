// All browser tests, one after the other; the words in the arguments choose some by their names.

import { end } from './harness.mjs'
import { tests as access } from './access.mjs'
import { tests as budgets } from './budgets.mjs'
import { tests as edit } from './edit.mjs'
import { tests as hostile } from './hostile.mjs'
import { tests as links } from './links.mjs'
import { tests as shots } from './shots.mjs'
import { tests as views } from './views.mjs'
import { tests as ways } from './ways.mjs'

const wanted = process.argv.slice(2)
let passed = 0
let failed = 0
for (const [name, test] of Object.entries({ ...ways, ...views, ...edit, ...links, ...hostile, ...access, ...budgets, ...shots })) {
  if (wanted.length > 0 && !wanted.some((words) => name.includes(words))) continue
  try {
    await test()
    passed += 1
    console.log(`ok     ${name}`)
  } catch (error) {
    failed += 1
    console.log(`FAILED ${name}\n${String(error instanceof Error ? error.stack : error).slice(0, 2_000)}`)
  }
}
await end()
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
