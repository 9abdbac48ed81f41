// A line of a schema -> what of it means something. Knows nothing of the language but quotes and comments, in which
// each blank counts.

/** A quoted stretch, a comment up to the end, or blanks. */
const PARTS = /"(?:[^"\\]|\\.)*"?|\/\/.*|[ \t]+/g

/** The line with one blank in the place of several; two lines of the same differ in blanks alone. */
export function meant(line: string): string {
  return line.replace(PARTS, (part) => (/^[ \t]/.test(part) ? ' ' : part)).trim()
}
