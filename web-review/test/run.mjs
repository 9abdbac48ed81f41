// All browser tests, two at a time; the words in the arguments choose some by their names. What is
// measured has the machine to itself, at the end.

import { end } from './harness.mjs'
import { tests as access } from './access.mjs'
import { tests as budgets } from './budgets.mjs'
import { tests as edit } from './edit.mjs'
import { tests as hostile } from './hostile.mjs'
import { tests as links } from './links.mjs'
import { tests as shots } from './shots.mjs'
import { tests as views } from './views.mjs'
import { tests as ways } from './ways.mjs'

/** How many run at once: the machine of the tests has two cores. */
const AT_ONCE = 2

const wanted = process.argv.slice(2)
const chosen = (tests) =>
  Object.entries(tests).filter(([name]) => wanted.length === 0 || wanted.some((words) => name.includes(words)))
let passed = 0
let failed = 0

async function take(queue) {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [name, test] = next
    const began = performance.now()
    try {
      await test()
      passed += 1
      console.log(`ok     ${name} (${((performance.now() - began) / 1_000).toFixed(1)} s)`)
    } catch (error) {
      failed += 1
      console.log(`FAILED ${name}\n${String(error instanceof Error ? error.stack : error).slice(0, 2_000)}`)
    }
  }
}

const queue = chosen({ ...access, ...ways, ...views, ...edit, ...links, ...hostile, ...shots })
await Promise.all(Array.from({ length: AT_ONCE }, () => take(queue)))
await take(chosen(budgets))
await end()
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
