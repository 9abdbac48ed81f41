// What becomes of the warnings that were ticked off: the flags that accept them for one deploy, the command that
// accepts them in the files with a reason, and a summary to paste.

import { useState } from 'preact/hooks'
import { quoted, renameFlags } from '../command'
import type { Review } from '../planner'
import { Code, Copy, count } from '../text'
import { keyOf, type Ticked } from './ticked'

export function Accept({ review, ticked, renames }: { review: Review; ticked: Ticked; renames: string[] }) {
  const [reason, setReason] = useState('')
  const chosen = review.gating.filter((warning) => ticked.has(keyOf(warning)))
  const all = chosen.length === review.gating.length
  const flags = flagsOf(review, ticked, renames)
  const command = commandFor(review, flags)
  const inFiles = `comon migrate accept ${quoted(review.name)} ${flags} --reason ${quoted(reason.trim())}`
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
            <Copy text={markdown(review, ticked, command, reason.trim())} label="Copy a summary">Copy summary as Markdown</Copy>
          </p>
          {review.name !== '' && (
            <div class="reason">
              <label for="reason">Why may they be accepted?</label>
              <input id="reason" type="text" autocomplete="off" value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
              {reason.trim() === '' ? (
                <p class="quiet">A reason goes into the summary, and accepts them in the files, where acceptance = "committed".</p>
              ) : (
                <Code text={inFiles} language="plain" label="the command that accepts them in the files" numbers={false} />
              )}
            </div>
          )}
          {!all && <p class="quiet">deploy still stops for the others.</p>}
        </>
      )}
    </section>
  )
}

/** The renames of a draft, and what accepts what was ticked off. */
export function flagsOf(review: Review | null, ticked: Ticked, renames: string[]): string {
  const chosen = review?.gating.filter((warning) => ticked.has(keyOf(warning))) ?? []
  return [...renameFlags(renames), ...new Set(chosen.map((warning) => warning.flag))].join(' ')
}

/** What takes the flags: a draft is not written yet. */
export function commandFor(review: Review | null, flags: string): string {
  return `${review === null || review.name === '' ? 'comon migrate dev --name …' : 'comon migrate deploy'} ${flags}`
}

/** A text that Markdown shows as it is. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~@]/g, '\\$&').replace(/\n/g, ' ')
}

/** What a reviewer found, to paste into a pull request. */
function markdown(review: Review, ticked: Ticked, command: string, reason: string): string {
  const lines = [`**${escaped(review.name || 'Draft')}**: ${escaped(review.sentence)}`, '']
  for (const warning of review.gating) {
    lines.push(`- [${ticked.has(keyOf(warning)) ? 'x' : ' '}] ${escaped(warning.message)}`)
  }
  if (reason !== '') lines.push('', escaped(reason))
  // Longer than whatever stands in it, so that it ends where it should.
  const fence = '`'.repeat(1 + Math.max(2, ...[...command.matchAll(/`+/g)].map(([ticks]) => ticks.length)))
  lines.push('', `${fence}sh`, command, fence)
  return `${lines.join('\n')}\n`
}
