// One row of `cargo xtask speed`. In: the native program, the one that counts memory, the planner's
// JavaScript and its module, the folder of Prisma's packages, a provider and a number of models. Out:
// a row of a table. In turns, so that whatever else the machine does hits all of them alike, the
// same plan is made natively, in WebAssembly, and by Prisma's schema engine, which is WebAssembly as well.

import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const [native, counter, script, module, packages, provider, models] = process.argv.slice(2)

/** Rounds before any time counts: the engine compiles what is hot anew. */
const WARM_UP = 4
/** Rounds that count: at least, at most, and no new one after so many milliseconds. */
const LEAST = 5
const MOST = 25
const ENOUGH = 15_000
/** Our plans in a round, for one of Prisma's: about as long as its one takes. */
const OURS = 12

const folder = mkdtempSync(join(tmpdir(), 'comon-speed-'))
try {
  process.stdout.write(`${await row()}\n`)
} finally {
  rmSync(folder, { recursive: true })
}

async function row() {
  const contestants = [await nativeProgram(), await webAssembly(), await schemaEngine()]
  const times = contestants.map(() => [])
  const began = performance.now()
  let counting = began
  for (let round = 0; round < WARM_UP + MOST; round++) {
    if (round === WARM_UP) {
      counting = performance.now()
    }
    if (round >= WARM_UP + LEAST && performance.now() - counting > ENOUGH) {
      break
    }
    for (const [which, { plan, plans }] of contestants.entries()) {
      for (let nth = 0; nth < plans; nth++) {
        const took = await plan()
        if (round >= WARM_UP) {
          times[which].push(took)
        }
      }
    }
  }
  const memory = contestants.map(({ memory }) => memory())
  contestants[0].end()
  const [ours, wasm, prisma] = times.map((each) => {
    const sorted = each.toSorted((one, other) => one - other)
    return { best: sorted[0], median: sorted[sorted.length >> 1] }
  })
  const shown = ({ best, median }) => `${milliseconds(best)} / ${milliseconds(median)}`
  const cells = [
    provider,
    Number(models).toLocaleString('en'),
    `2 x ${Math.round(readFileSync(join(folder, 'after.prisma')).length / 1_000)} kB`,
    shown(ours),
    shown(wasm),
    shown(prisma),
    (wasm.best / ours.best).toFixed(1),
    (prisma.best / wasm.best).toFixed(1),
    (prisma.best / ours.best).toFixed(1),
    ...memory,
  ]
  return `| ${cells.join(' | ')} |`
}

/** The program that wrote the schemas; it measures its own plans, one for each line. */
async function nativeProgram() {
  const process = spawn(native, [folder, provider, models], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]()
  const answer = async () => {
    const { value, done } = await lines.next()
    if (done) {
      throw new Error('the native program ended; its words are above')
    }
    return value
  }
  await answer()
  return {
    plans: OURS,
    plan: async () => {
      process.stdin.write('\n')
      return Number(await answer())
    },
    memory: () => {
      const counted = execFileSync(counter, [provider, models], { encoding: 'utf8' })
      const [, most, times] = counted.split(' ')
      return `${megabytes(Number(most))} (${times.trim()})`
    },
    end: () => process.stdin.end(),
  }
}

/** The planner as the page loads it; the same SQL as the native one, or there is nothing to measure. */
async function webAssembly() {
  const planner = await import(pathToFileURL(resolve(script)))
  const { memory } = planner.initSync({ module: readFileSync(module) })
  const file = (name) => [{ path: 'schema.prisma', text: text(`${name}.prisma`) }]
  const request = { before: file('before'), after: file('after'), hints: [] }
  const answer = planner.plan(request)
  if (answer.migrationSql !== text('migration.sql')) {
    throw new Error('WebAssembly plans other SQL than the native program')
  }
  return {
    plans: OURS,
    plan: async () => timed(() => planner.plan(request)),
    memory: () => megabytes(memory.buffer.byteLength),
  }
}

/** Prisma's schema engine. It asks the database only whether the schema `public` is there, and its version. */
async function schemaEngine() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`${message}\n`) }
  const require = createRequire(join(resolve(packages), 'package.json'))
  const path = require.resolve('schema-engine-6/schema_engine_bg')
  const engineModule = await import(pathToFileURL(path))
  const bytes = readFileSync(join(dirname(path), 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engineModule })
  engineModule.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()

  const engine = await engineModule.SchemaEngine.new({}, () => {}, adapter())
  const datamodel = (name) => ({
    tag: 'schemaDatamodel',
    files: [{ path: 'schema.prisma', content: text(`${name}.prisma6`) }],
  })
  const request = {
    from: datamodel('before'),
    to: datamodel('after'),
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  }
  const found = await engine.diff(request)
  if (found.exitCode !== 2 || !found.stdout.includes('ALTER TABLE')) {
    throw new Error(`Prisma's schema engine finds no difference: ${JSON.stringify(found).slice(0, 200)}`)
  }
  return {
    plans: 1,
    plan: () => timed(() => engine.diff(request)),
    memory: () => megabytes(instance.exports.memory.buffer.byteLength),
  }
}

/** A database as far as the engine asks for one to compare two schemas. */
function adapter() {
  const answered = (value) => ({ ok: true, value, map: (next) => answered(next(value)), flatMap: (next) => next(value) })
  const name = { provider: provider === 'postgresql' ? 'postgres' : provider, adapterName: 'comon-speed' }
  const version = {
    columnNames: ['exists', 'version', 'numeric_version'],
    columnTypes: [5, 7, 0],
    rows: [[true, 'PostgreSQL 15.0', 150_000]],
  }
  const nothing = { columnNames: [], columnTypes: [], rows: [] }
  const errorRegistry = { consumeError: () => undefined }
  const refused = async () => ({ ok: false, error: { kind: 'GenericJs', id: 0 } })
  const connection = {
    ...name,
    errorRegistry,
    queryRaw: async ({ sql }) => answered(sql.includes('server_version_num') ? version : nothing),
    executeRaw: async () => answered(0),
    executeScript: async () => answered(undefined),
    startTransaction: refused,
    dispose: async () => answered(undefined),
    getConnectionInfo: () =>
      answered({ schemaName: provider === 'postgresql' ? 'public' : undefined, supportsRelationJoins: false }),
  }
  const connect = async () => answered(connection)
  return { ...name, errorRegistry, connect, connectToShadowDb: connect }
}

async function timed(work) {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function text(name) {
  return readFileSync(join(folder, name), 'utf8')
}

function milliseconds(time) {
  return time < 10 ? time.toFixed(2) : time.toFixed(1)
}

function megabytes(bytes) {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
