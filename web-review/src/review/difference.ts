// The parts in which two texts differ, and the texts -> rows of a table, with what lies between the parts
// as folds. Knows nothing of how rows look.

import { presentableDiff } from '@codemirror/merge'
import { meant } from './spacing'
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
  /** Other blanks between the same words. */
  | { kind: 'spaced'; before: Line; after: Line }
  | { kind: 'removed'; before: Line; after: null }
  | { kind: 'added'; before: null; after: Line }
  | { kind: 'changed'; before: Line; after: Line }
  | { kind: 'fold'; before: number; after: number; count: number }

/** Rows with removed and added lines side by side. In a `schema`, those that differ in blanks alone are told apart. */
export function rows(hunks: Hunk[], before: string, schema: boolean): Row[] {
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
      for (const part of schema ? spaced(removed, added) : [{ removed, added, same: false }]) {
        for (let index = 0; index < Math.max(part.removed.length, part.added.length); index++) {
          const [was, is] = [part.removed[index] ?? null, part.added[index] ?? null]
          rows.push(part.same ? { kind: 'spaced', before: was!, after: is! } : pair(was, is))
        }
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

/** Larger parts are not looked through for lines that mean the same. */
const MOST_COMPARED = 250_000

interface Part {
  removed: Line[]
  added: Line[]
  /** Whether each line that was removed means the same as the one that was added in its place. */
  same: boolean
}

/** The lines in which only blanks changed, as parts of their own: the longest row of them that keeps its order. */
function spaced(removed: Line[], added: Line[]): Part[] {
  if (removed.length === 0 || added.length === 0 || removed.length * added.length > MOST_COMPARED) {
    return [{ removed, added, same: false }]
  }
  const [was, is] = [removed.map((line) => meant(line.text)), added.map((line) => meant(line.text))]
  const width = added.length + 1
  // How many lines match from here to the end.
  const matching = new Uint16Array((removed.length + 1) * width)
  for (let one = removed.length - 1; one >= 0; one--) {
    for (let other = added.length - 1; other >= 0; other--) {
      const here = one * width + other
      matching[here] = was[one] === is[other] ? matching[here + width + 1]! + 1 : Math.max(matching[here + width]!, matching[here + 1]!)
    }
  }
  const parts: Part[] = []
  const put = (same: boolean, one: Line | null, other: Line | null) => {
    let last = parts.at(-1)
    if (last?.same !== same) parts.push((last = { removed: [], added: [], same }))
    if (one !== null) last.removed.push(one)
    if (other !== null) last.added.push(other)
  }
  let [one, other] = [0, 0]
  while (one < removed.length || other < added.length) {
    if (one < removed.length && other < added.length && was[one] === is[other]) {
      put(true, removed[one++]!, added[other++]!)
    } else if (other === added.length || (one < removed.length && matching[(one + 1) * width + other]! >= matching[one * width + other + 1]!)) {
      put(false, removed[one++]!, null)
    } else {
      put(false, null, added[other++]!)
    }
  }
  return parts
}

function pair(before: Line | null, after: Line | null): Row {
  if (before === null) return { kind: 'added', before: null, after: after! }
  if (after === null) return { kind: 'removed', before, after: null }
  if (before.text.length + after.text.length < 2_000) {
    const changes = presentableDiff(before.text, after.text)
    const touched = changes.reduce((sum, each) => sum + each.toA - each.fromA + each.toB - each.fromB, 0)
    // Where nearly all of both is another, marks only make noise.
    if (touched < 0.7 * (before.text.length + after.text.length)) {
      before.ranges = ranges(before.text, changes.map((each) => [each.fromA, each.toA]))
      after.ranges = ranges(after.text, changes.map((each) => [each.fromB, each.toB]))
    }
  }
  return { kind: 'changed', before, after }
}

/** Without the blanks at their ends, and without those that hold nothing else: a column moved. */
function ranges(text: string, all: [number, number][]): [number, number][] {
  // Between quotes a blank is a letter like others.
  const quoted = (place: number) => (text.slice(0, place).split('"').length - 1) % 2 === 1
  return all.flatMap(([from, to]): [number, number][] => {
    const part = text.slice(from, to)
    const begin = quoted(from) ? from : from + (part.length - part.trimStart().length)
    const end = quoted(to) ? to : to - (part.length - part.trimEnd().length)
    return begin < end ? [[begin, end]] : []
  })
}

/** The unchanged lines of a fold, out of the text before, or where that is not at hand out of the one after. */
export function unfolded(fold: Row & { kind: 'fold' }, before: string, after: string): Row[] {
  const [text, first] = before === '' ? [after, fold.after] : [before, fold.before]
  const lines = text.split('\n').slice(first - 1, first - 1 + fold.count)
  return lines.map((text, index) => ({
    kind: 'same',
    before: { number: fold.before + index, text, ranges: [] },
    after: { number: fold.after + index, text, ranges: [] },
  }))
}
