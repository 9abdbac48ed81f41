// What becomes of the warnings that were ticked off: the flags that accept them, and a summary to paste.

import type { Review } from '../planner'
import { Code, Copy, count } from '../text'
import { keyOf, type Ticked } from './ticked'

export function Accept({ review, ticked }: { review: Review; ticked: Ticked }) {
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
