// Prisma's wasm builds behind JSON lines. In, on standard input: one request a line. Out, on
// standard output: one answer a line, in the same order. Knows nothing of what is asked about.
//
//   node server.cjs FOLDER        FOLDER/node_modules holds prisma-schema-5, -6 and -7
//
//   {"op": "validate", "version": 6, "files": [["a.prisma", "…"], …]}
//     -> {"diagnostics": [{"file", "start", "end", "text", "warning"}, …]}   byte offsets
//   {"op": "format", "version": 6, "text": "…"}
//     -> {"text": "…"}
//   either may be {"panic": "…"}: the wasm build gave up; the next request gets a fresh one.

'use strict'

const { createRequire } = require('node:module')
const { createInterface } = require('node:readline')
const path = require('node:path')

const resolve = createRequire(path.join(path.resolve(process.argv[2]), 'package.json'))
let panic = null
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => (panic = message) }

function build(version) {
  return resolve(`prisma-schema-${version}`)
}

function forget(version) {
  delete resolve.cache[resolve.resolve(`prisma-schema-${version}`)]
}

const operations = {
  validate({ version, files }) {
    const found = JSON.parse(build(version).lint(JSON.stringify(files)))
    const diagnostics = found.map((each) => ({
      file: each.file_name,
      start: each.start,
      end: each.end,
      text: each.text,
      warning: each.is_warning,
    }))
    return { diagnostics }
  },
  format({ version, text }) {
    const uri = 'file:///schema.prisma'
    const options = { textDocument: { uri }, options: { tabSize: 2, insertSpaces: true } }
    const files = build(version).format(JSON.stringify([[uri, text]]), JSON.stringify(options))
    return { text: JSON.parse(files)[0][1] }
  },
}

function answer(request) {
  panic = null
  try {
    return operations[request.op](request)
  } catch (error) {
    forget(request.version)
    return { panic: panic ?? String(error) }
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + '\n')
})
