// What runs, step by step: its SQL, the lines of the schema that it comes from, what it locks and who waits
// for that, what work is done under the locks, and whether undoing it brings everything back.

import { useState } from 'preact/hooks'
import type { Review, ReviewStep } from '../planner'
import type { Route } from '../route'
import { Icon } from '../shell/icons'
import { Code, Text, count, type Language } from '../text'
import { Beside } from './beside'
import { Places } from './places'
import { To } from './reach'

/** How many steps are shown at first. */
const MOST = 60

export function Steps({ review, route }: { review: Review; route: Route }) {
  const asked = route.at === 'review' && route.section === 'steps' ? Number(route.item) : 0
  const [all, setAll] = useState(false)
  if (review.steps.length === 0) {
    return (
      <p class="quiet">
        {review.sentence.startsWith('Cannot be planned')
          ? 'The planner does not know what its statements do.'
          : 'No statement is needed: only clients see the change.'}
      </p>
    )
  }
  const shown = all || asked > MOST ? review.steps : review.steps.slice(0, MOST)
  const language = review.verdict.provider ?? 'plain'
  const sections = Map.groupBy(shown.map((step, index) => ({ step, number: index + 1 })), ({ step }) => step.section)
  return (
    <>
      {[...sections].map(([section, steps]) => (
        <div class="transaction" key={section}>
          {(sections.size > 1 || review.steps.at(-1)!.section > 0) && (
            <p class="rule-line">Transaction {section + 1}: its locks are held until it commits</p>
          )}
          <ol class="steps">
            {steps.map(({ step, number }) => (
              <Step key={number} number={number} step={step} review={review} route={route} language={language} />
            ))}
          </ol>
        </div>
      ))}
      {shown.length < review.steps.length && (
        <button class="more" onClick={() => setAll(true)}>
          Show all {review.steps.length.toLocaleString('en')} steps
        </button>
      )}
      {review.irrecoverable.length > 0 && (
        <section class="card warn" aria-labelledby="irrecoverable">
          <h3 id="irrecoverable">What a rollback does not bring back</h3>
          <ul class="plain">
            {review.irrecoverable.map((line) => (
              <li key={line}>
                <Text>{line}</Text>
              </li>
            ))}
          </ul>
        </section>
      )}
      {review.written.length > 0 && (
        <section class="card warn" aria-labelledby="written">
          <h3 id="written">{count(review.written.length, 'statement')} that the planner did not write</h3>
          <p class="quiet">What they do and what they lock is not known here: read them.</p>
          {review.written.map((statement) => (
            <Code
              key={statement.line}
              text={statement.text}
              first={statement.line}
              language={language}
              label={`statement of line ${statement.line}`}
            />
          ))}
        </section>
      )}
    </>
  )
}

function Step(props: { number: number; step: ReviewStep; review: Review; route: Route; language: Language }) {
  const { number, step, review, route, language } = props
  const sql = step.statements.map((statement) => `${statement};`).join('\n')
  return (
    <li class="step card" id={`steps/${number}`} data-item={`steps/${number}`} tabIndex={-1} aria-labelledby={`step-${number}`}>
      <header>
        <To route={route} section="steps" item={String(number)} class="number" label={`Link to step ${number}`}>
          {number}
        </To>
        <h3 id={`step-${number}`}>
          <Text>{step.title}</Text>
        </h3>
        {!step.reversible && (
          <span class="class stop">
            <Icon mark="stop" /> cannot be undone
          </span>
        )}
      </header>
      <div class="step-body">
        <Code text={sql} language={language} label={`SQL of step ${number}`} lines={linesOf(step)} />
        <div class="effects">
          <Locks step={step} provider={language} />
          <p class="work">
            <Text>{sentence(step.work)}</Text>
          </p>
          <Beside review={review} lines={step.lines} route={route} />
          {step.places.length > 0 && (
            <details>
              <summary>Comes from {count(step.places.reduce((sum, place) => sum + place.last - place.first + 1, 0), 'line')} of the schema</summary>
              <Places places={step.places} route={route} />
            </details>
          )}
        </div>
      </div>
    </li>
  )
}

/** The lines of migration.sql that the SQL of a step has there; `undefined` where a person took some of it out. */
function linesOf(step: ReviewStep): number[] | undefined {
  const { statements, lines } = step
  const fits = statements.length === lines.length && statements.every((statement, index) => statement.split('\n').length === lines[index]!.last - lines[index]!.first + 1)
  return fits ? lines.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index)) : undefined
}

function sentence(words: string): string {
  return words === '' ? '' : `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`
}

function Locks({ step, provider }: { step: ReviewStep; provider: Language }) {
  if (step.locks.length === 0) {
    return <p class="quiet">{provider === 'sqlite' ? 'The file is locked for writing.' : 'Locks no table that is there.'}</p>
  }
  return (
    <table class="locks">
      <thead>
        <tr>
          <th scope="col">Locks</th>
          <th scope="col">Mode</th>
          <th scope="col">Who waits</th>
        </tr>
      </thead>
      <tbody>
        {step.locks.map((lock, index) => {
          const at = lock.lastIndexOf(': ')
          const blocks = step.blocks[index] ?? ''
          return (
            <tr key={lock}>
              <td>
                <code>
                  <Text>{lock.slice(0, at)}</Text>
                </code>
              </td>
              <td><Text>{lock.slice(at + 2)}</Text></td>
              <td class={blocks.startsWith('reads') ? 'strong' : ''}><Text>{blocks}</Text></td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
