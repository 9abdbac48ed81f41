// What is said of a statement, beside that statement: the warnings and notices of its lines, each a link to its
// card. Findings and steps know the lines of migration.sql that they are about.

import type { ComponentChildren } from 'preact'
import type { Lines, Review, Warning } from '../planner'
import type { Route } from '../route'
import { Icon, type Mark } from '../shell/icons'
import { Text } from '../text'
import { classOf, withoutClass } from './kind'
import { byRule } from './notices'
import { To } from './reach'

interface Finding {
  section: 'warnings' | 'notices'
  /** The number of its card. */
  number: number
  mark: Mark
  words: string
  lines: Lines[]
}

/** A notice about more steps is about the migration, and says nothing of one of its statements. */
const MOST_STEPS = 3

function findings(review: Review): Finding[] {
  const gating = review.gating.map((warning, index): Finding => {
    const { mark, words } = classOf(warning.message)
    return { section: 'warnings', number: index + 1, mark, words: `${words}: ${withoutClass(warning.message)}`, lines: warning.lines }
  })
  const notices = byRule(review.notices).flatMap(([rule, all], index) =>
    all
      .filter((notice) => stepsOf(review, notice).length <= MOST_STEPS)
      .map((notice): Finding => ({ section: 'notices', number: index + 1, mark: 'note', words: rule, lines: notice.lines })),
  )
  return [...gating, ...notices]
}

function meet(one: Lines[], other: Lines[]): boolean {
  return one.some((lines) => other.some((own) => lines.first <= own.last && own.first <= lines.last))
}

/** The numbers of the steps whose statements a warning is about. */
export function stepsOf(review: Review, warning: Warning): number[] {
  return review.steps.flatMap((step, index) => (meet(step.lines, warning.lines) ? [index + 1] : []))
}

/** What is said of these lines; of a rule once. */
function about(all: Finding[], lines: Lines[]): Finding[] {
  const found = all.filter((each) => meet(each.lines, lines))
  return [...new Map(found.map((each) => [`${each.section}${each.number}`, each])).values()]
}

/** The warnings of lines in words, the notices by their rules. */
export function Beside({ review, lines, route }: { review: Review; lines: Lines[]; route: Route }) {
  return <Said of={about(findings(review), lines)} route={route} />
}

function Said({ of, route }: { of: Finding[]; route: Route }) {
  if (of.length === 0) return null
  return (
    <ul class="beside">
      {of.map((each) => (
        <li key={`${each.section}${each.number}`} class={each.mark}>
          <Icon mark={each.mark} />{' '}
          <To route={route} section={each.section} item={String(each.number)}>
            <Text>{each.words}</Text>
          </To>
        </li>
      ))}
    </ul>
  )
}

/** What is said of each statement of migration.sql, under its last line, and how much it matters. */
export function byLine(review: Review, route: Route): Map<number, { mark: Mark; below: ComponentChildren }> {
  const all = findings(review)
  const statements = [
    ...review.steps.flatMap((step) => (step.lines.length === 0 ? [] : [step.lines])),
    ...review.gating.map((warning) => warning.lines).filter((lines) => lines.length > 0 && !review.steps.some((step) => meet(step.lines, lines))),
  ]
  const lines = new Map<number, { mark: Mark; below: ComponentChildren }>()
  for (const own of statements) {
    const said = about(all, own)
    const mark = said[0]?.mark
    if (mark === undefined) continue
    const last = Math.max(...own.map((each) => each.last))
    for (const { first, last: end } of own) {
      for (let line = first; line <= end; line++) {
        lines.set(line, { mark, below: line === last ? <Said of={said} route={route} /> : null })
      }
    }
  }
  return lines
}
