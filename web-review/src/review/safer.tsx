// The SQL that takes a risk away, for the objects of this migration: each way folded, with a button that copies it.

import type { SaferKind, SaferWay } from '../planner'
import { within, type Route } from '../route'
import { Code, Text, type Language } from '../text'

const KINDS: Record<SaferKind, string> = {
  look: 'Look',
  keep: 'Keep',
  repair: 'Repair',
  instead: 'Instead',
}

export function Safer({ ways, route, language }: { ways: SaferWay[]; route: Route; language: Language }) {
  return (
    <>
      {ways.map((way) => (
        <details key={way.sql} class="safer">
          <summary>
            <span class="kind">{KINDS[way.kind]}</span>
            <Text>{way.title}</Text>
          </summary>
          <p>
            <Text>{way.when}</Text>
            {way.steps.map((step) => (
              <span key={step}>
                {' '}
                <a href={within(route, 'steps', String(step + 1))}>See step {step + 1}</a>
              </span>
            ))}
          </p>
          <Code text={way.sql} language={language} label={`SQL: ${way.title}`} numbers={false} />
        </details>
      ))}
    </>
  )
}

/** The ways of several warnings; those of one step are the same for each of them. */
export function waysOf(warnings: { safer: SaferWay[] }[]): SaferWay[] {
  return [...new Map(warnings.flatMap((warning) => warning.safer).map((way) => [way.sql, way])).values()]
}
