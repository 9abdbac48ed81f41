// What an editor begins with: the two schemas of the migration that its address names. Knows nothing of the browser,
// nor of what is typed then.

import type { Migration } from '../sources/sort'
import { canonical } from './hint'

export interface Draft {
  before: string
  after: string
  /** The renames that are said, as `--rename` takes them. */
  hints: string[]
  /** Those that were taken back and that the planner does not offer. */
  back: string[]
}

export const EMPTY_DRAFT: Draft = { before: '', after: '', hints: [], back: [] }

/** The schemas of a migration, and the renames that it records. */
export function draftOf({ files, review }: Migration): Draft {
  const text = (name: string) => files.find((file) => file.path === name)?.text
  const recorded = review?.metadata.map(([key, value]) => `${key}=${value}`).join('\n')
  return {
    before: text('before.prisma') ?? review?.beforeSchema ?? '',
    after: text('after.prisma') ?? review?.afterSchema ?? '',
    hints: renames(text('metadata.txt') ?? recorded ?? ''),
    back: [],
  }
}

/** The rename hints that metadata.txt records. */
function renames(metadata: string): string[] {
  return [...metadata.matchAll(/^rename\.\d+=(.+)$/gm)].map((found) => canonical(found[1]!))
}
