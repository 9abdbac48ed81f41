// The one door to the planner in WebAssembly. In: texts. Out: the views that the planner gives.
// Knows nothing of the page.

import init, { check as checkFiles, format as formatText, plan as planChange } from '../../planner-wasm/pkg/web/planner.js'
import type { CheckView, PlanRequest, PlanView, SourceFile } from '../../planner-wasm/pkg/web/planner.js'
import moduleUrl from '../../planner-wasm/pkg/web/planner_bg.wasm?url'

export type { DiagnosticView, FindingView, PlanView } from '../../planner-wasm/pkg/web/planner.js'

/** The planner, once its module is loaded. */
export interface Planner {
  /** All problems of a schema. */
  check(files: SourceFile[]): CheckView
  /** A schema file in canonical formatting. */
  format(text: string): string
  /** What leads from one schema to another. */
  plan(request: PlanRequest): PlanView
}

/** Loads the module that lies beside the page. */
export async function load(): Promise<Planner> {
  await init({ module_or_path: moduleUrl })
  return { check: checkFiles, format: formatText, plan: planChange }
}
