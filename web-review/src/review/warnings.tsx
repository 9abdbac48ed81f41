// What stops a deploy, one card each: what happens, why it matters, how to find out, what to do instead,
// and the flag that accepts it. A card that was ticked off folds.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { Review, Warning } from '../planner'
import type { Route } from '../route'
import { Icon, type Mark } from '../shell/icons'
import { Code, Copy, Sentence, Text, type Language } from '../text'
import { Accept } from './accept'
import { stepsOf } from './beside'
import { classOf, withoutClass } from './kind'
import { Places } from './places'
import { To } from './reach'
import { Safer } from './safer'
import { keyOf, type Ticked } from './ticked'

export function Warnings(props: {
  review: Review
  route: Route
  ticked: Ticked
  tick(key: string, on: boolean): void
  /** Those that a draft says: its command needs them. */
  renames: string[]
}) {
  const { review, route, ticked, tick, renames } = props
  if (review.gating.length === 0) {
    return <p class="quiet">No warning stops a deploy of this migration.</p>
  }
  return (
    <>
      <ol class="warnings">
        {review.gating.map((warning, index) => (
          <Card
            key={index}
            number={index + 1}
            warning={warning}
            told={review.gating.slice(0, index).some((each) => each.why === warning.why && each.instead === warning.instead)}
            steps={stepsOf(review, warning)}
            route={route}
            language={review.verdict.provider ?? 'plain'}
            ticked={ticked.has(keyOf(warning))}
            tick={(on) => tick(keyOf(warning), on)}
          />
        ))}
      </ol>
      <Accept review={review} ticked={ticked} renames={renames} />
    </>
  )
}

function Card(props: {
  number: number
  warning: Warning
  /** Whether a card above says the same of why and what instead. */
  told: boolean
  /** The numbers of the steps that it is about. */
  steps: number[]
  route: Route
  language: Language
  ticked: boolean
  tick(on: boolean): void
}) {
  const { number, warning, told, steps, route, language, ticked, tick } = props
  const [open, setOpen] = useState(false)
  const card = useRef<HTMLLIElement>(null)
  const { words, mark } = classOf(warning.message)
  const cleared = warning.measured?.judgement.state === 'cleared'
  const folded = ticked && !open
  // The box that was clicked stays in sight.
  useEffect(() => {
    if (folded) card.current?.scrollIntoView({ block: 'nearest' })
  }, [folded])
  const reasons = (
    <>
      {warning.why !== '' && (
        <p>
          <Sentence>{warning.why}</Sentence>
        </p>
      )}
      {told && (
        <p>
          <Sentence>{warning.instead}</Sentence>
        </p>
      )}
    </>
  )
  return (
    <li
      ref={card}
      class={`warning card ${mark}${cleared ? ' cleared' : ''}${folded ? ' folded' : ''}`}
      id={`warnings/${number}`}
      data-item={`warnings/${number}`}
      tabIndex={-1}
      aria-labelledby={`warning-${number}`}
    >
      <header>
        <To route={route} section="warnings" item={String(number)} class="number" label={`Link to warning ${number}`}>
          {number}
        </To>
        <span class={`class ${mark}`}>
          <Icon mark={mark} /> {words}
        </span>
        {warning.rule !== '' && <code class="rule"><Text>{warning.rule}</Text></code>}
        {steps.length > 0 && (
          <span class="of-steps">
            {steps.slice(0, 3).map((step) => (
              <To key={step} route={route} section="steps" item={String(step)}>
                Step {step}
              </To>
            ))}
            {steps.length > 3 && ` and ${steps.length - 3} more`}
          </span>
        )}
        <Measured warning={warning} />
        {ticked && (
          <button type="button" class="unfold" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Fold' : 'Unfold'}
            <span class="off-screen"> warning {number}</span>
          </button>
        )}
      </header>
      <h3 id={`warning-${number}`}>
        <Text>{withoutClass(warning.message)}</Text>
      </h3>
      <div class="body" hidden={folded}>
        {warning.measured !== undefined && warning.measured.lines.length > 0 && (
          <ul class="measured">
            {warning.measured.lines.map((line, index) => (
              <li key={index}>
                <Text>{line}</Text>
              </li>
            ))}
          </ul>
        )}
        {told ? (
          <details class="reasons">
            <summary>Why, and what to do instead</summary>
            {reasons}
          </details>
        ) : (
          reasons
        )}
        <Places places={warning.places} route={route} />
        {((warning.instead !== '' && !told) || warning.safer.length > 0) && (
          <div class="part">
            <h4>Safer</h4>
            {!told && (
              <p>
                <Sentence>{warning.instead}</Sentence>
              </p>
            )}
            <Safer ways={warning.safer} route={route} language={language} />
          </div>
        )}
        {warning.probes.length > 0 && (
          <div class="part">
            <h4>Find out</h4>
            {warning.probes.map((probe, index) => (
              <div key={index} class="probe">
                <p>
                  Counts <Text>{probe.counts}</Text>. Nothing is at risk where the answer is 0.
                </p>
                <Code text={probe.sql} language={language} label="probe" numbers={false} />
              </div>
            ))}
          </div>
        )}
      </div>
      <footer>
        <label class="tick">
          <input type="checkbox" checked={ticked} onChange={(event) => tick(event.currentTarget.checked)} />
          <span>I have looked at this and accept it</span>
        </label>
        <Flag text={warning.flag} />
        <Copy text={warning.flag} label={`Copy the flag of warning ${number}`} />
      </footer>
    </li>
  )
}

/** A flag, broken between its two words where it has to be. */
function Flag({ text }: { text: string }) {
  const at = text.indexOf(' ') + 1
  return (
    <code class="flag">
      <span>{text.slice(0, at)}</span>
      <wbr />
      <span>
        <Text>{text.slice(at)}</Text>
      </span>
    </code>
  )
}

function Measured({ warning }: { warning: Warning }) {
  const measured = warning.measured
  if (measured === undefined) return null
  const states: Record<string, [Mark, string]> = {
    certain: ['stop', 'certain'],
    cleared: ['good', 'cleared'],
    possible: ['unknown', 'not known'],
  }
  const [mark, words] = states[measured.judgement.state] ?? ['unknown', 'not known']
  return (
    <span class={`judgement ${mark}`}>
      <Icon mark={mark} /> {words}, measured <time dateTime={measured.at}><Text>{measured.at.replace('T', ' ').replace(/(:\d\d)(\.\d+)?Z$/, '$1 UTC')}</Text></time>
    </span>
  )
}
