// A pasted text -> what it probably is. Knows nothing of the page.

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

export function guess(text: string): Kind {
  if (/^\s*[{[]/.test(text)) return 'json'
  if (/^\s*(model|enum|datasource|generator|view|type)\s+\w+\s*\{/m.test(text)) return 'after.prisma'
  if (/^(checksum|planner_version|statement_count)=/m.test(text)) return 'metadata.txt'
  if (/^Potential (data loss|failure|rebuild):/m.test(text)) return 'warnings.txt'
  return 'migration.sql'
}

/** Why a text cannot be taken; `null` where it can. */
export function refusal(text: string): string | null {
  if (text.trim() === '') return 'There is no text yet.'
  if (new Blob([text]).size > MOST_FILE_BYTES) {
    return `The text is larger than ${MOST_FILE_BYTES / 1024 / 1024} MB.`
  }
  return null
}
