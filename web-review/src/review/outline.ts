// The blocks of two schemas and the rows in which they differ -> the blocks that changed, in their order, with how
// many lines each gained and lost. Knows nothing of how a list of them looks.

import type { Row } from './difference'

export interface Changed {
  /** `Post`, or nothing for what stands outside of every block. */
  name: string
  added: number
  removed: number
  /** Where it begins to differ: `before-12`, `after-30`. */
  first: string
}

/** The first line of a block, wherever its name stands. */
const BEGIN = /^\s*(?:model|enum|view|type|datasource|generator)\s+(\w+)/

/** The block of each line, from 1: of a comment above a block, that block. */
function blocks(text: string): string[] {
  const lines = text.split('\n')
  const names: string[] = ['']
  let name = ''
  for (const line of lines) {
    const begin = BEGIN.exec(line)
    if (begin !== null) name = begin[1]!
    names.push(name)
    if (/^\s*\}/.test(line)) name = ''
  }
  // Comments and blank lines belong to what follows.
  for (let at = names.length - 2; at > 0; at--) {
    if (names[at] === '' && /^\s*\/\//.test(lines[at - 1]!)) names[at] = names[at + 1]!
  }
  return names
}

/** Rows that show no change count for nothing. */
export function outline(rows: Row[], before: string, after: string): Changed[] {
  const [was, is] = [blocks(before), blocks(after)]
  const found = new Map<string, Changed>()
  const put = (name: string, first: string, added: number, removed: number) => {
    const known = found.get(name) ?? { name, added: 0, removed: 0, first }
    known.added += added
    known.removed += removed
    found.set(name, known)
  }
  for (const row of rows) {
    if (row.kind === 'fold' || row.kind === 'same' || row.kind === 'spaced') continue
    // A blank line between two blocks is no change of either.
    if (row.before !== null && row.before.text.trim() !== '') put(was[row.before.number] ?? '', `before-${row.before.number}`, 0, 1)
    if (row.after !== null && row.after.text.trim() !== '') put(is[row.after.number] ?? '', `after-${row.after.number}`, 1, 0)
  }
  return [...found.values()]
}
