// A review from its sentence to its files, for whoever shows one: a migration, or a draft that is typed.

import { useState } from 'preact/hooks'
import type { Review } from '../planner'
import { SECTIONS, format, type Route, type Section } from '../route'
import type { Migration } from '../sources/sort'
import { Still } from '../shell/still'
import { Files, type FileTab } from './files'
import { Notices } from './notices'
import { Picture } from './picture'
import { Difference } from './schema'
import { Steps } from './steps'
import { Summary } from './summary'
import type { Ticked } from './ticked'
import { Warnings } from './warnings'

export const TITLES: Record<Section, string> = {
  summary: 'Summary',
  warnings: 'Warnings',
  notices: 'Notices',
  steps: 'Steps',
  schema: 'Schema',
  picture: 'Picture',
  files: 'Files',
}

/** How many there are of what a section shows; `null` where that says nothing. */
export function counts(review: Review): Record<Section, number | null> {
  return {
    summary: null,
    warnings: review.gating.length,
    notices: review.notices.length,
    steps: review.steps.length,
    schema: null,
    picture: null,
    files: null,
  }
}

const NONE: Migration[] = []
const NO_RENAMES: string[] = []

export function Body(props: {
  review: Review
  route: Route
  ticked: Ticked
  tick(key: string, on: boolean): void
  chain?: Migration[]
  unchained?: boolean
  renames?: string[]
  open?(name: string): string
}) {
  const { review, route, ticked, tick, chain = NONE, unchained = false, renames = NO_RENAMES, open = () => '#/' } = props
  const [tab, setTab] = useState<FileTab | null>(null)
  const asked = route.at === 'review' && route.section === 'files' ? route.item : null
  const choose = (chosen: FileTab) => {
    setTab(chosen)
    if (route.at === 'review') {
      history.replaceState(history.state, '', format({ ...route, section: 'files', item: chosen }))
    }
  }
  const content: Record<Section, () => preact.ComponentChildren> = {
    summary: () => <Summary review={review} unchained={unchained} />,
    warnings: () => <Warnings review={review} route={route} ticked={ticked} tick={tick} renames={renames} />,
    notices: () => <Notices notices={review.notices} route={route} language={review.verdict.provider ?? 'plain'} />,
    steps: () => <Steps review={review} route={route} />,
    schema: () => (
      <Difference
        name="schema"
        hunks={review.schema}
        before={review.beforeSchema}
        after={review.afterSchema}
        route={route}
        names={['before.prisma', 'after.prisma']}
        language="prisma"
        label="the schema before and after"
        asked={route.at === 'review' && route.section === 'schema' ? route.item : null}
      />
    ),
    picture: () => <Picture diagram={review.diagram} />,
    files: () => <Files review={review} route={route} chain={chain} chosen={tab ?? asked} choose={choose} open={open} />,
  }
  const provider = review.verdict.provider
  const shows: Record<Section, unknown[]> = {
    summary: [review, unchained],
    warnings: [review.gating, review.steps, provider, route, ticked, renames],
    notices: [review.notices, provider, route],
    steps: [review.steps, review.gating, review.notices, review.irrecoverable, review.written, provider, route],
    schema: [review.schema, review.beforeSchema, route],
    picture: [review.diagram],
    files: [review, chain, route, tab],
  }
  const numbers = counts(review)
  return (
    <>
      {SECTIONS.map((section) => (
        <section key={section} id={section} class={`section at-${section}`} aria-labelledby={`${section}-title`}>
          <h2 id={`${section}-title`} class={section === 'summary' ? 'off-screen' : ''} tabIndex={-1}>
            {TITLES[section]}
            {numbers[section] !== null && <span class="count">{numbers[section].toLocaleString('en')}</span>}
          </h2>
          <Still on={shows[section]}>{content[section]()}</Still>
        </section>
      ))}
    </>
  )
}
