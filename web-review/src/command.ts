// Texts -> words of a command, as a shell reads them.

/** A text as one word. */
export function quoted(text: string): string {
  return /^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** The flags that say the renames of a draft. */
export function renameFlags(hints: string[]): string[] {
  return hints.map((hint) => `--rename ${quoted(hint)}`)
}
