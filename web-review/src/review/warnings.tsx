// What stops a deploy, one card each: what happens, why it matters, how to find out, what to do instead,
// and the flag that accepts it. What was ticked off becomes flags and a summary to paste.

import type { Excerpt, Review, Warning } from '../planner'
import { within, type Route } from '../route'
import { Icon, type Mark } from '../shell/icons'
import { Code, Copy, Text, count, type Language } from '../text'
import { Safer, waysOf } from './safer'

/** What was looked at and accepted: the keys of warnings, since their numbers change while one edits. */
export type Ticked = ReadonlySet<string>

function keyOf(warning: Warning): string {
  return `${warning.flag}\n${warning.message}`
}

export function Warnings(props: {
  review: Review
  route: Route
  ticked: Ticked
  tick(key: string, on: boolean): void
}) {
  const { review, route, ticked, tick } = props
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
            route={route}
            language={review.verdict.provider ?? 'plain'}
            ticked={ticked.has(keyOf(warning))}
            tick={(on) => tick(keyOf(warning), on)}
          />
        ))}
      </ol>
      <Accept review={review} ticked={ticked} />
    </>
  )
}

function classOf(message: string): { words: string; mark: Mark } {
  if (message.startsWith('Potential failure:')) return { words: 'May fail', mark: 'warn' }
  if (message.startsWith('Potential rebuild:')) return { words: 'Rebuild', mark: 'warn' }
  return { words: 'Data loss', mark: 'stop' }
}

/** A message without its class, which is shown beside it. */
function withoutClass(message: string): string {
  const rest = message.replace(/^Potential (data loss|failure|rebuild): /, '')
  // The name of a file keeps its letters.
  return /^\S+\.\S/.test(rest) ? rest : rest.charAt(0).toUpperCase() + rest.slice(1)
}

function Card(props: {
  number: number
  warning: Warning
  route: Route
  language: Language
  ticked: boolean
  tick(on: boolean): void
}) {
  const { number, warning, route, language, ticked, tick } = props
  const { words, mark } = classOf(warning.message)
  const cleared = warning.measured?.judgement.state === 'cleared'
  return (
    <li
      class={`warning card ${mark}${cleared ? ' cleared' : ''}`}
      id={`warnings/${number}`}
      data-item={`warnings/${number}`}
      tabIndex={-1}
      aria-labelledby={`warning-${number}`}
    >
      <header>
        <a class="number" href={within(route, 'warnings', String(number))} aria-label={`Link to warning ${number}`}>
          {number}
        </a>
        <span class={`class ${mark}`}>
          <Icon mark={mark} /> {words}
        </span>
        {warning.rule !== '' && <code class="rule"><Text>{warning.rule}</Text></code>}
        <Measured warning={warning} />
      </header>
      <h3 id={`warning-${number}`}>
        <Text>{withoutClass(warning.message)}</Text>
      </h3>
      {warning.measured !== undefined && warning.measured.lines.length > 0 && (
        <ul class="measured">
          {warning.measured.lines.map((line, index) => (
            <li key={index}>
              <Text>{line}</Text>
            </li>
          ))}
        </ul>
      )}
      {warning.why !== '' && (
        <p>
          <Text>{warning.why}</Text>
        </p>
      )}
      <Places places={warning.places} route={route} />
      {warning.instead !== '' && (
        <div class="part">
          <h4>Safer</h4>
          <p>
            <Text>{warning.instead}</Text>
          </p>
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
      <footer>
        <label class="tick">
          <input type="checkbox" checked={ticked} onChange={(event) => tick(event.currentTarget.checked)} />
          <span>I have looked at this and accept it</span>
        </label>
        <code class="flag">
          <Text>{warning.flag}</Text>
        </code>
        <Copy text={warning.flag} label={`Copy the flag of warning ${number}`} />
      </footer>
    </li>
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

/** The lines of the schemas that something comes from, each a link to its place. */
export function Places({ places, route }: { places: Excerpt[]; route: Route }) {
  if (places.length === 0) return null
  return (
    <div class="places">
      {places.map((place) => (
        <figure key={`${place.side}${place.first}`} class={place.side}>
          <figcaption>
            <a href={within(route, 'schema', `${place.side}-${place.first}`)}>
              {place.side}.prisma:{place.first}
            </a>
          </figcaption>
          <Code
            text={place.lines.join('\n')}
            language="prisma"
            label={`${place.side}.prisma from line ${place.first}`}
            first={place.first}
            copy={false}
          />
          {place.last - place.first + 1 > place.lines.length && <small>… to line {place.last}</small>}
        </figure>
      ))}
    </div>
  )
}

function Accept({ review, ticked }: { review: Review; ticked: Ticked }) {
  const chosen = review.gating.filter((warning) => ticked.has(keyOf(warning)))
  const flags = [...new Set(chosen.map((warning) => warning.flag))].join(' ')
  const all = chosen.length === review.gating.length
  const command = `${commandFor(review)} ${flags}`
  return (
    <section class={`accept card ${all ? 'good' : ''}`} aria-labelledby="accept-title" id="accept">
      <h3 id="accept-title">
        <span id="accept-words" role="status">
          {chosen.length.toLocaleString('en')} of {count(review.gating.length, 'warning')} ticked off
        </span>
      </h3>
      {chosen.length === 0 ? (
        <p class="quiet">Tick off what you have looked at: the flags for it appear here.</p>
      ) : (
        <>
          <Code text={command} language="plain" label="the command" numbers={false} copy={false} />
          <p class="buttons">
            <Copy text={flags} label="Copy the flags">Copy flags</Copy>
            <Copy text={command} label="Copy the command">Copy command</Copy>
            <Copy text={markdown(review, ticked)} label="Copy a summary">Copy summary as Markdown</Copy>
          </p>
          {!all && <p class="quiet">deploy still stops for the others.</p>}
        </>
      )}
    </section>
  )
}

/** What takes the flags: a draft is not written yet. */
function commandFor(review: Review): string {
  return review.name === '' ? 'comon migrate dev --name …' : 'comon migrate deploy'
}

/** A text that Markdown shows as it is. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~@]/g, '\\$&').replace(/\n/g, ' ')
}

/** What a reviewer found, to paste into a pull request. */
function markdown(review: Review, ticked: Ticked): string {
  const lines = [`**${escaped(review.name || 'Draft')}**: ${escaped(review.sentence)}`, '']
  for (const warning of review.gating) {
    lines.push(`- [${ticked.has(keyOf(warning)) ? 'x' : ' '}] ${escaped(warning.message)}`)
  }
  const flags = review.gating.filter((warning) => ticked.has(keyOf(warning))).map((warning) => warning.flag)
  if (flags.length > 0) {
    lines.push('', '```sh', `${commandFor(review)} ${[...new Set(flags)].join(' ').replaceAll('`', '')}`, '```')
  }
  return `${lines.join('\n')}\n`
}

export function Notices({ notices, route, language }: { notices: Warning[]; route: Route; language: Language }) {
  if (notices.length === 0) return <p class="quiet">There is nothing else to know.</p>
  const rules = [...Map.groupBy(notices, (notice) => notice.rule)]
  let number = 0
  return (
    <ul class="notices">
      {rules.map(([rule, all]) => (
        <li key={rule} class="card notice" data-item={`notices/${++number}`} id={`notices/${number}`} tabIndex={-1}>
          <header>
            <Icon mark="note" />
            <code class="rule"><Text>{rule}</Text></code>
            {all.length > 1 && <span class="count">{all.length.toLocaleString('en')}</span>}
          </header>
          <ul class="plain">
            {all.slice(0, 20).map((notice, index) => (
              <li key={index}>
                <Text>{notice.message}</Text>
              </li>
            ))}
          </ul>
          {all.length > 20 && (
            <details>
              <summary>{count(all.length - 20, 'more', 'more')}</summary>
              <ul class="plain">
                {all.slice(20).map((notice, index) => (
                  <li key={index}>
                    <Text>{notice.message}</Text>
                  </li>
                ))}
              </ul>
            </details>
          )}
          <details>
            <summary>Why, and what to do instead</summary>
            <p>
              <Text>{all[0]?.why ?? ''}</Text>
            </p>
            <p>
              <Text>{all[0]?.instead ?? ''}</Text>
            </p>
          </details>
          <Safer ways={waysOf(all)} route={route} language={language} />
        </li>
      ))}
    </ul>
  )
}
