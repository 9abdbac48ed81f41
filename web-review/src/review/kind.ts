// The kind of a warning, which its message begins with.

import type { Mark } from '../shell/icons'

/** A notice that comon.toml lets stop a deploy is of no class of its own. */
export function classOf(message: string): { words: string; mark: Mark } {
  if (message.startsWith('Potential data loss:')) return { words: 'Data loss', mark: 'stop' }
  if (message.startsWith('Potential failure:')) return { words: 'May fail', mark: 'warn' }
  if (message.startsWith('Potential rebuild:')) return { words: 'Rebuild', mark: 'warn' }
  return { words: 'Stops here', mark: 'warn' }
}

/** A message without its class, which is shown beside it. */
export function withoutClass(message: string): string {
  const rest = message.replace(/^Potential (data loss|failure|rebuild): /, '')
  // The name of a file keeps its letters.
  return /^\S+\.\S/.test(rest) ? rest : rest.charAt(0).toUpperCase() + rest.slice(1)
}
