// For bundlers that know `new URL(…, import.meta.url)`, which is all of today's: the module is ready once this file
// is imported.

import init from './planner.js'

await init({ module_or_path: new URL('./planner_bg.wasm', import.meta.url) })

export * from './planner.js'
