// The parts in which two texts differ, and the texts -> rows of a table, with what lies between the parts
// as folds. Knows nothing of how rows look.

import { presentableDiff } from '@codemirror/merge'
import type { Hunk } from '../planner'

export interface Line {
  /** From 1; 0 where the text has no such line. */
  number: number
  text: string
  /** What of it is another in the line beside it, from and to. */
  ranges: [number, number][]
}

export type Row =
  | { kind: 'same'; before: Line; after: Line }
  | { kind: 'removed'; before: Line; after: null }
  | { kind: 'added'; before: null; after: Line }
  | { kind: 'changed'; before: Line; after: Line }
  | { kind: 'fold'; before: number; after: number; count: number }

/** Rows with removed and added lines side by side. */
export function rows(hunks: Hunk[], before: string): Row[] {
  const lines = before === '' ? [] : before.replace(/\n$/, '').split('\n')
  const rows: Row[] = []
  let [was, is] = [1, 1]
  for (const hunk of hunks) {
    if (hunk.before > was) {
      rows.push({ kind: 'fold', before: was, after: is, count: hunk.before - was })
    }
    ;[was, is] = [hunk.before, hunk.after]
    let removed: Line[] = []
    let added: Line[] = []
    const flush = () => {
      for (let index = 0; index < Math.max(removed.length, added.length); index++) {
        rows.push(pair(removed[index] ?? null, added[index] ?? null))
      }
      removed = []
      added = []
    }
    for (const line of hunk.lines) {
      if (line.change === 'removed') {
        removed.push({ number: was++, text: line.text, ranges: [] })
      } else if (line.change === 'added') {
        added.push({ number: is++, text: line.text, ranges: [] })
      } else {
        flush()
        const same = { text: line.text, ranges: [] }
        rows.push({ kind: 'same', before: { ...same, number: was++ }, after: { ...same, number: is++ } })
      }
    }
    flush()
  }
  if (lines.length >= was) {
    rows.push({ kind: 'fold', before: was, after: is, count: lines.length - was + 1 })
  }
  return rows
}

function pair(before: Line | null, after: Line | null): Row {
  if (before === null) return { kind: 'added', before: null, after: after! }
  if (after === null) return { kind: 'removed', before, after: null }
  if (before.text.length + after.text.length < 2_000) {
    const changes = presentableDiff(before.text, after.text)
    const touched = changes.reduce((sum, each) => sum + each.toA - each.fromA + each.toB - each.fromB, 0)
    // Where nearly all of both is another, marks only make noise.
    if (touched < 0.7 * (before.text.length + after.text.length)) {
      before.ranges = changes.map((each) => [each.fromA, each.toA])
      after.ranges = changes.map((each) => [each.fromB, each.toB])
    }
  }
  return { kind: 'changed', before, after }
}

/** The unchanged lines of a fold. */
export function unfolded(fold: Row & { kind: 'fold' }, before: string): Row[] {
  const lines = before.split('\n').slice(fold.before - 1, fold.before - 1 + fold.count)
  return lines.map((text, index) => ({
    kind: 'same',
    before: { number: fold.before + index, text, ranges: [] },
    after: { number: fold.after + index, text, ranges: [] },
  }))
}
