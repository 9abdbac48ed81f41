// The SQL that takes a risk away, for the objects of this migration: each way folded, with a button that copies it.

import type { SaferKind, SaferWay } from '../planner'
import type { Route } from '../route'
import { Code, Sentence, Text, type Language } from '../text'
import { To } from './reach'

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
            <span>
              <Text>{way.title}</Text>
            </span>
          </summary>
          <p>
            <Sentence>{way.when}</Sentence>
            {way.steps.map((step) => (
              <span key={step}>
                {' '}
                <To route={route} section="steps" item={String(step + 1)}>
                  See step {step + 1}
                </To>
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
