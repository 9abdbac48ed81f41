// What an editor begins with: the two schemas of the migration that its address names. Knows nothing of the browser,
// nor of what is typed then.

import type { Migration } from '../sources/sort'

export interface Draft {
  before: string
  after: string
  hints: string[]
}

/** The schemas of a migration, and the renames that it records. */
export function draftOf({ files, review }: Migration): Draft {
  const text = (name: string) => files.find((file) => file.path === name)?.text
  const recorded = review?.metadata.map(([key, value]) => `${key}=${value}`).join('\n')
  return {
    before: text('before.prisma') ?? review?.beforeSchema ?? '',
    after: text('after.prisma') ?? review?.afterSchema ?? '',
    hints: renames(text('metadata.txt') ?? recorded ?? ''),
  }
}

/** The rename hints that metadata.txt records. */
function renames(metadata: string): string[] {
  return [...metadata.matchAll(/^rename\.\d+=(.+)$/gm)].map((found) => found[1]!)
}
