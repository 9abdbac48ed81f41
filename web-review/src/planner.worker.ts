// The planner off the main thread. In: the compiled module once, then questions. Out: one answer
// each. After an error the planner is not asked again: who started this worker starts another one.

import {
  check,
  draft,
  explain,
  format,
  initSync,
  measure,
  plan,
  review,
  reviewChange,
  settings,
} from '../../planner-wasm/pkg/web/planner.js'
import type { Answer, Question } from './planner'

type Call = (input: never) => unknown

const calls: Record<string, Call> = { check, draft, explain, format, measure, plan, review, reviewChange, settings }
let memory: { buffer: ArrayBuffer } | null = null

addEventListener('message', ({ data }: MessageEvent<{ module: BufferSource | WebAssembly.Module } | Question>) => {
  if ('module' in data) {
    memory = initSync({ module: data.module }).memory
    return
  }
  const { id, call, input } = data
  let answer: Answer
  try {
    const began = performance.now()
    const value = call === 'memory' ? memory?.buffer.byteLength : calls[call]?.(input as never)
    answer = { id, value, took: performance.now() - began }
  } catch (error) {
    answer = { id, error: error instanceof Error ? error.message : String(error) }
  }
  postMessage(answer)
})
