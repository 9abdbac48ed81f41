// The one door to the planner in WebAssembly, which runs in a worker so that typing never waits. In:
// files and schemas. Out: the planner's answers. Where the planner stops, which would be a mistake of
// ours, the question fails with its words, and the next one is asked of a fresh instance.

import type {
  DraftRequest,
  DraftView,
  MeasureRequest,
  ReviewRequest,
  ReviewView,
  SettingsRequest,
  SettingsView,
} from '../../planner-wasm/pkg/web/planner.js'
import moduleUrl from '../../planner-wasm/pkg/web/planner_bg.wasm?url'
import PlannerWorker from './planner.worker?worker&inline'

export type * from '../../planner-wasm/pkg/web/planner.js'

/** What the worker is asked. */
export interface Question {
  id: number
  call: string
  input: unknown
}

/** What it answers, and how many milliseconds that took it. */
export type Answer = { id: number; value: unknown; took: number } | { id: number; error: string }

/** The planner stopped in the middle of a question. */
export class PlannerStopped extends Error {}

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** After so many milliseconds a question gives way to a newer one. */
const PATIENCE = 5_000

class Planner {
  /** How many milliseconds the last answer took the planner, and when it came. */
  took = 0
  came = 0
  #module: Promise<BufferSource | WebAssembly.Module> | null = null
  #worker: Promise<Worker> | null = null
  /** The worker once it is there: then a question leaves at once, before anything else is done. */
  #ready: Worker | null = null
  #waiting = new Map<number, Waiting>()
  #asked = 0
  /** The draft that is being planned, and the one that comes after it. */
  #drafting = false
  #next: { request: DraftRequest; waiting: Waiting } | null = null

  review(request: ReviewRequest): Promise<ReviewView> {
    return this.#ask('review', request) as Promise<ReviewView>
  }

  /** A review that was made elsewhere, with what was measured. */
  measure(request: MeasureRequest): Promise<ReviewView> {
    return this.#ask('measure', request) as Promise<ReviewView>
  }

  settings(request: SettingsRequest): Promise<SettingsView> {
    return this.#ask('settings', request) as Promise<SettingsView>
  }

  format(text: string): Promise<string> {
    return this.#ask('format', text) as Promise<string>
  }

  /** How many bytes the planner's memory has grown to. */
  memory(): Promise<number> {
    return this.#ask('memory', null) as Promise<number>
  }

  /** Plans what is typed: of those that wait, only the last one. `null` for one that was overtaken. */
  draft(request: DraftRequest): Promise<DraftView | null> {
    return new Promise((resolve, reject) => {
      this.#next?.waiting.resolve(null)
      this.#next = { request, waiting: { resolve: resolve as (value: unknown) => void, reject } }
      if (!this.#drafting) {
        void this.#drafts()
      }
    })
  }

  async #drafts(): Promise<void> {
    this.#drafting = true
    while (this.#next !== null) {
      const { request, waiting } = this.#next
      this.#next = null
      const impatience = setInterval(() => {
        if (this.#next !== null) this.#stop('It took too long for a text that has changed since.')
      }, PATIENCE)
      try {
        waiting.resolve(await this.#ask('draft', request))
      } catch (error) {
        waiting.reject(error as Error)
      }
      clearInterval(impatience)
    }
    this.#drafting = false
  }

  async #ask(call: string, input: unknown): Promise<unknown> {
    const worker = this.#ready ?? (await this.#running())
    const id = ++this.#asked
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      worker.postMessage({ id, call, input } satisfies Question)
    })
  }

  async #running(): Promise<Worker> {
    this.#module ??= bytes()
    this.#worker ??= this.#module.then((module) => {
      const worker = new PlannerWorker()
      worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => this.#answered(data))
      worker.addEventListener('error', (event) => this.#stop(event.message))
      worker.postMessage({ module })
      this.#ready = worker
      return worker
    })
    try {
      return await this.#worker
    } catch (error) {
      this.#module = null
      this.#worker = null
      throw error
    }
  }

  #answered(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if ('error' in answer) {
      waiting?.reject(new PlannerStopped(answer.error))
      this.#stop(answer.error)
    } else {
      this.took = answer.took
      this.came = performance.now()
      waiting?.resolve(answer.value)
    }
  }

  /** Ends the instance; what waits for it fails, what comes next gets a new one. */
  #stop(words: string): void {
    void this.#worker?.then((worker) => worker.terminate())
    this.#worker = null
    this.#ready = null
    for (const waiting of this.#waiting.values()) {
      waiting.reject(new PlannerStopped(words))
    }
    this.#waiting.clear()
  }
}

/** The module: in the page itself where that is one file, in a script beside it where the page was opened
 * from a disk, else as a file of the same server. */
async function bytes(): Promise<BufferSource | WebAssembly.Module> {
  const inlined = document.getElementById('planner-module')?.textContent
  if (inlined) {
    return decoded(inlined)
  }
  if (location.protocol === 'file:') {
    return decoded(await besides())
  }
  const response = await fetch(moduleUrl)
  if (!response.ok) {
    throw new Error(`the planner could not be loaded: ${response.status} ${response.statusText}`)
  }
  return WebAssembly.compile(await response.arrayBuffer())
}

/** A page from a disk may load scripts, but read no file. */
function besides(): Promise<string> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = new URL('planner_bg.js', new URL(moduleUrl, document.baseURI)).href
    script.addEventListener('load', () => {
      resolve((globalThis as unknown as { comonPlannerModule: string }).comonPlannerModule)
    })
    script.addEventListener('error', () => reject(new Error('the planner could not be loaded from the disk')))
    document.head.append(script)
  })
}

/** Base64 of the gzipped module. */
function decoded(base64: string): Promise<ArrayBuffer> {
  const text = atob(base64.trim())
  const packed = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    packed[at] = text.charCodeAt(at)
  }
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Response(unpacked).arrayBuffer()
}

export const planner = new Planner()
