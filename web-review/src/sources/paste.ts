// A pasted text -> what it probably is. Knows nothing of the page.

import type { FileInput } from '../planner'
import { MOST_FILE_BYTES } from './sort'

/** What a text can be taken as. */
export type Kind = 'after.prisma' | 'before.prisma' | 'migration.sql' | 'warnings.txt' | 'metadata.txt' | 'json'

export const KINDS: [Kind, string][] = [
  ['after.prisma', 'a schema, as it shall be'],
  ['before.prisma', 'a schema, as it was'],
  ['migration.sql', 'migration.sql'],
  ['warnings.txt', 'warnings.txt'],
  ['metadata.txt', 'metadata.txt'],
  ['json', 'JSON of comon review or preflight'],
]

/** What may stand at the beginning of a line of SQL. */
const VERBS =
  /^\s*(alter|analyze|begin|call|comment|commit|copy|create|delete|do|drop|grant|insert|lock|merge|pragma|refresh|reindex|revoke|select|set|truncate|update|vacuum|with)\b/im

/** `null` where it looks like nothing that is known. */
export function guess(text: string): Kind | null {
  if (/^\s*[{[]/.test(text)) return 'json'
  if (/^\s*(model|enum|datasource|generator|view|type)\s+\w+\s*\{/m.test(text)) return 'after.prisma'
  if (/^(checksum|planner_version|statement_count)=/m.test(text)) return 'metadata.txt'
  if (/^Potential (data loss|failure|rebuild):/m.test(text)) return 'warnings.txt'
  if (/^\s*(--|\/\*)/.test(text) || (VERBS.test(text) && text.includes(';'))) return 'migration.sql'
  return null
}

/** The same where files of a migration were pasted before: a second schema is the other one. */
export function guessBeside(text: string, files: FileInput[]): Kind | null {
  const kind = guess(text)
  const there = (name: Kind) => files.some((file) => file.path === name)
  return kind === 'after.prisma' && there(kind) && !there('before.prisma') ? 'before.prisma' : kind
}

/** Files of a migration that have no text where they have nothing to say. */
const MAY_BE_EMPTY: (Kind | null)[] = ['migration.sql', 'warnings.txt', 'before.prisma']

/** Why a text cannot be taken; `null` where it can. `files`: those of the migration that were pasted before. */
export function refusal(text: string, kind: Kind | null, files: FileInput[]): string | null {
  if (text.trim() === '' && !(files.length > 0 && MAY_BE_EMPTY.includes(kind))) return 'There is no text yet.'
  if (new Blob([text]).size > MOST_FILE_BYTES) {
    return `The text is larger than ${MOST_FILE_BYTES / 1024 / 1024} MB.`
  }
  if (kind === null) {
    return 'This looks like no schema, no file of a migration and no JSON of comon review or preflight. Paste one of these, or choose which it is.'
  }
  return null
}
