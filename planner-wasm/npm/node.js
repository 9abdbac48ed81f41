// For Node.js: the module lies beside this file and is ready once this file is imported.

import { readFileSync } from 'node:fs'
import { initSync } from './planner.js'

initSync({ module: readFileSync(new URL('./planner_bg.wasm', import.meta.url)) })

export * from './planner.js'
