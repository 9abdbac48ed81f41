// What is worth knowing and stops nothing: one card a rule, in the order of the review.

import type { Warning } from '../planner'
import type { Route } from '../route'
import { Icon } from '../shell/icons'
import { Sentence, Text, count, type Language } from '../text'
import { Safer, waysOf } from './safer'

/** The notices of each rule; the place in this list is the number of a card. */
export function byRule(notices: Warning[]): [string, Warning[]][] {
  return [...Map.groupBy(notices, (notice) => notice.rule)]
}

export function Notices({ notices, route, language }: { notices: Warning[]; route: Route; language: Language }) {
  if (notices.length === 0) return <p class="quiet">There is nothing else to know.</p>
  const rules = byRule(notices)
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
              <Sentence>{all[0]?.why ?? ''}</Sentence>
            </p>
            <p>
              <Sentence>{all[0]?.instead ?? ''}</Sentence>
            </p>
          </details>
          <Safer ways={waysOf(all)} route={route} language={language} />
        </li>
      ))}
    </ul>
  )
}
