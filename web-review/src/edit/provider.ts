// The database that a schema is for, as its text says it. Only the one word is looked at and changed.

import type { Provider } from '../planner'

const DATASOURCE = /^([ \t]*datasource\s+\w+\s*\{[^}]*?^[ \t]*provider\s*=\s*)"([^"\n]*)"/m

export function providerOf(text: string): Provider | null {
  const named = DATASOURCE.exec(text)?.[2]
  if (named === 'sqlite') return 'sqlite'
  return named === 'postgresql' || named === 'postgres' ? 'postgresql' : null
}

/** The same text for another database; with a datasource, where it had none. */
export function withProvider(text: string, provider: Provider): string {
  if (text.trim() === '') return text
  return DATASOURCE.test(text)
    ? text.replace(DATASOURCE, (_, start: string) => `${start}"${provider}"`)
    : `datasource db {\n  provider = "${provider}"\n}\n\n${text}`
}
