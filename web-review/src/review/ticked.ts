// Which warnings somebody has looked at and accepted. Kept while the page is open, from migration to migration and
// over a reload: in the state of the entry of the browser's history, which no other page can read and which ends
// with the tab. Nothing is stored.

import { useState } from 'preact/hooks'
import type { Warning } from '../planner'

/** Keys of warnings: their numbers change while one edits. */
export type Ticked = ReadonlySet<string>

/** What is kept of a warning: another message, another flag or other lines of a schema make it another one. */
export function keyOf(warning: Warning): string {
  const lines = warning.places.flatMap((place) => place.lines.map((line) => line.trim()))
  return [warning.flag, warning.message, ...lines].join('\n')
}

/** More letters than these are not written into the history: browsers refuse large states. */
const MOST_LETTERS = 100_000

/** By the name of a migration. */
const kept = new Map<string, Ticked>(read())

// A link to a part of the page is a new entry, which begins without a state.
addEventListener('hashchange', write)

function read(): [string, Ticked][] {
  const state: unknown = history.state
  const own = typeof state === 'object' && state !== null && 'ticked' in state ? state.ticked : null
  return Array.isArray(own) ? own.map(([name, keys]) => [String(name), new Set([keys].flat().map(String))]) : []
}

function write(): void {
  const own = [...kept].filter(([, keys]) => keys.size > 0).map(([name, keys]) => [name, [...keys]])
  if (JSON.stringify(own).length <= MOST_LETTERS) {
    history.replaceState({ ...history.state, ticked: own }, '')
  }
}

/** What is ticked off of a migration; a draft, which has no name, is its own. */
export function useTicked(name: string): [Ticked, (key: string, on: boolean) => void] {
  const [ticked, setTicked] = useState<Ticked>(() => kept.get(name) ?? new Set())
  const tick = (key: string, on: boolean) => {
    const next = new Set(ticked)
    if (on) next.add(key)
    else next.delete(key)
    setTicked(next)
    if (name === '') return
    kept.set(name, next)
    write()
  }
  return [ticked, tick]
}
