// In: one question a line on standard input, `{"call": "plan", "input": …}`. Out: the answer of the
// planner in WebAssembly, one line each. The first argument names the module for Node.js.

const { readFileSync } = require('node:fs')
const { resolve } = require('node:path')

const planner = require(resolve(process.argv[2]))
const answers = []
for (const line of readFileSync(0, 'utf8').split('\n')) {
  if (line !== '') {
    const { call, input } = JSON.parse(line)
    answers.push(JSON.stringify(planner[call](input ?? undefined)))
  }
}
process.stdout.write(answers.map((answer) => `${answer}\n`).join(''))
