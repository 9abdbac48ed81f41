// The top of a review: what the migration does and what that costs, in one sentence, then the verdict in
// figures, what to deploy first, and whether the files fit together.

import type { ChangeProblem, Order, Review } from '../planner'
import { Icon, type Mark } from '../shell/icons'
import { Sentence, Text, count } from '../text'

export interface Ruling {
  mark: Mark
  words: string
  detail: string
}

/** The verdict in a few words. */
export function ruling(review: Review): Ruling {
  const gating = review.gating.length
  if (review.integrity.length > 0) {
    return {
      mark: 'stop',
      words: 'The files do not fit together',
      detail: 'deploy refuses them as they are, whatever is accepted.',
    }
  }
  if (gating > 0) {
    return {
      mark: 'warn',
      words: `${count(gating, 'warning')} to accept`,
      detail: 'deploy stops until somebody accepts each of them.',
    }
  }
  return { mark: 'good', words: 'Nothing stands against it', detail: 'No warning gates, and deploy runs it as it is.' }
}

/** From so many letters on, the sentence is set smaller: it names many things. */
const LONG = 260

export function Summary({ review, unchained }: { review: Review; unchained: boolean }) {
  const { mark, words, detail } = ruling(review)
  return (
    <>
      <p class={review.sentence.length > LONG ? 'sentence long' : 'sentence'}>
        <Text>{review.sentence}</Text>
      </p>
      <div class={`ruling ${mark}`}>
        <Icon mark={mark} />
        <strong>{words}</strong>
        <span>{detail}</span>
      </div>
      <Figures review={review} />
      <div class="pair">
        <Tables lines={review.tables} />
        <Rollout review={review} />
        <Integrity review={review} unchained={unchained} />
      </div>
    </>
  )
}

const PROVIDERS = { postgresql: 'PostgreSQL', sqlite: 'SQLite' }

function Figures({ review }: { review: Review }) {
  const { verdict } = review
  const figures: [string, string, string][] = [
    ['Database', verdict.provider === null ? 'unknown' : PROVIDERS[verdict.provider], ''],
    ['Statements', verdict.statements.toLocaleString('en'), ''],
    ['Data loss', verdict.dataLoss.toLocaleString('en'), verdict.dataLoss > 0 ? 'stop' : ''],
    ['May fail', verdict.failures.toLocaleString('en'), verdict.failures > 0 ? 'warn' : ''],
    ['Rebuilds', verdict.rebuilds.toLocaleString('en'), verdict.rebuilds > 0 ? 'warn' : ''],
    ['Notices', verdict.notices.toLocaleString('en'), ''],
  ]
  const lock = verdict.heaviestLock
  return (
    <dl class="figures">
      {figures.map(([name, value, tone]) => (
        <div key={name} class={tone}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div class="wide">
        <dt>Heaviest lock</dt>
        <dd>
          {lock === null ? (
            verdict.provider === 'sqlite' ? 'the whole file, while it runs' : 'none on a table that is there'
          ) : (
            <>
              <Text>{lock.mode}</Text> <small>on</small> <Text>{listed(lock.tables, 4)}</Text>
            </>
          )}
        </dd>
      </div>
    </dl>
  )
}

export function listed(names: string[], most: number): string {
  return names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${(names.length - most).toLocaleString('en')} more`
}

/** How many lines of a list are shown at first. */
const FEW = 12

function Tables({ lines }: { lines: string[] }) {
  const line = (text: string) => {
    const at = text.indexOf(': ')
    return (
      <li key={text}>
        {at > 0 && <code><Text>{text.slice(0, at)}</Text></code>} <Text>{at > 0 ? text.slice(at + 2) : text}</Text>
      </li>
    )
  }
  return (
    <section class="card" aria-labelledby="tables">
      <h3 id="tables">Table by table</h3>
      {lines.length === 0 ? <p class="quiet">No table changes.</p> : <ul class="plain">{lines.slice(0, FEW).map(line)}</ul>}
      {lines.length > FEW && (
        <details>
          <summary>{count(lines.length - FEW, 'more table')}</summary>
          <ul class="plain">{lines.slice(FEW).map(line)}</ul>
        </details>
      )}
    </section>
  )
}

const ORDERS: Record<Order, { steps: string[]; why: string }> = {
  any: { steps: ['Migration and application, in any order'], why: 'Neither minds the other.' },
  'migration-first': {
    steps: ['Apply the migration', 'Deploy the application'],
    why: 'The new application needs what the migration brings, and the old one does not mind it.',
  },
  'application-first': {
    steps: ['Deploy the application', 'Apply the migration'],
    why: 'The old application fails once the migration is applied, and the new one does not need what goes.',
  },
  'two-releases': {
    steps: ['A release that works with both schemas', 'Apply the migration', 'A release that needs the new schema'],
    why: 'The old application fails once the migration is applied, and the new one fails until then.',
  },
}

function Rollout({ review }: { review: Review }) {
  const { steps, why } = ORDERS[review.order] ?? ORDERS.any
  const changes = review.orderedChanges
  return (
    <section class="card" aria-labelledby="rollout">
      <h3 id="rollout">What to deploy first</h3>
      <ol class="rollout">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p class="quiet">{why}</p>
      {changes.length > 0 && (
        <details>
          <summary>Why, change by change</summary>
          <ul class="plain">
            {changes.slice(0, 200).map((each, index) => (
              <li key={index}>
                <Text>{each.change}</Text>: <strong><Text>{each.order.replace('-', ' ')}</Text></strong>
                <br />
                <small>
                  <Text>{each.because.join(' ')}</Text>
                </small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

interface Check {
  mark: Mark
  words: string
}

function Integrity({ review, unchained }: { review: Review; unchained: boolean }) {
  if (review.name === '') return null
  const broken = (code: string) => review.integrity.some((each) => each.code === code)
  const hand = review.written.length > 0 || review.edited.length > 0
  const check = (bad: boolean, good: string, wrong: string): Check =>
    bad ? { mark: 'stop', words: wrong } : { mark: 'good', words: good }
  const checks: Check[] = [
    review.metadata.some(([key]) => key === 'seal') || broken('artifact-not-sealed')
      ? check(broken('artifact-not-sealed'), 'Sealed: no byte was changed since', 'Changed since it was sealed')
      : { mark: 'unknown', words: 'Has no seal: it was not written by comon' },
    unchained
      ? { mark: 'unknown', words: 'The migration before it is not at hand' }
      : check(broken('broken-chain'), 'Begins where the one before it ends', 'Does not follow the one before it'),
    check(broken('warnings-edited'), 'warnings.txt is what the planner finds', 'warnings.txt is not what the planner finds'),
    hand
      ? { mark: 'warn', words: `migration.sql has ${count(review.written.length, 'statement')} written by hand` }
      : { mark: 'good', words: 'migration.sql is what the planner writes' },
  ]
  const unreadable = broken('invalid-local-artifacts')
  return (
    <section class={`card${review.integrity.length > 0 ? ' whole' : ''}`} aria-labelledby="integrity">
      <h3 id="integrity">Do the files fit together?</h3>
      {!unreadable && (
        <ul class="checks">
          {checks.map(({ mark, words }) => (
            <li key={words} class={mark}>
              <Icon mark={mark} /> {words}
            </li>
          ))}
        </ul>
      )}
      {review.integrity.map((each, index) => (
        <p class="problem" key={index}>
          <code><Text>{each.code}</Text></code> <Sentence>{each.message}</Sentence>
        </p>
      ))}
    </section>
  )
}

/** Rules that the change as a whole breaks. */
export function Problems({ problems }: { problems: ChangeProblem[] }) {
  if (problems.length === 0) return null
  return (
    <section class="card broken" aria-labelledby="rules">
      <h2 id="rules">
        <Icon mark="stop" /> {count(problems.length, 'rule')} broken
      </h2>
      <ul class="plain">
        {problems.map((each, index) => (
          <li key={index}>
            <code><Text>{each.code}</Text></code> <Sentence>{each.message}</Sentence>
            {each.file !== undefined && (
              <small>
                {' '}
                <Text>{each.file}</Text>
              </small>
            )}
            <br />
            <small>
              <Text>{each.help}</Text>
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}
