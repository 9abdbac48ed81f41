// Rename hints -> how they are shown, and which of them can be said. Knows nothing of the databases that their names
// are of.

import type { RenameOffer } from '../planner'
import type { Draft } from './draft'

/** `<before>=<after>` as a command takes it, or `<before> -> <after>` as metadata.txt records it; names between quotes may hold either sign. */
const SIDES = /^((?:"[^"]*"|[^"])*?)\s*(?:->|=)\s*(.*)$/

/** What a subject begins with that says its kind. */
const KIND = /^(?:column|table|enum|value|index|constraint):/

function sides(hint: string): [string, string] {
  const found = SIDES.exec(hint)
  return found === null ? [hint, ''] : [found[1]!, found[2]!]
}

/** The form that a command takes, which is that of the planner's offers. */
export function canonical(hint: string): string {
  return sides(hint).join('=')
}

/** For people: `users.name → users.fullName`. */
export function shown(hint: string): string {
  return sides(hint).map((side) => side.replace(KIND, '')).join(' → ')
}

export function offered(offers: RenameOffer[]): string[] {
  return offers.slice(0, 30).flatMap(({ targets }) => targets.slice(0, 8).map((each) => each.hint))
}

/** What is said, what was taken back and what the planner offers; those that were listed already keep their order. */
export function listed(before: string[], { hints, back }: Draft, offers: RenameOffer[]): string[] {
  const all = new Set([...hints, ...back, ...offered(offers)])
  return [...new Set([...before.filter((hint) => all.has(hint)), ...all])]
}
