// One migration of a project, reviewed: asks the planner for the review, and shows it with its sections,
// a search, and what stands in the way where there is no review.

import type { RefObject } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { PlannerStopped, planner, type Review, type ReviewView } from '../planner'
import { SECTIONS, format, go, replace, within, type Route, type Section } from '../route'
import { Icon } from '../shell/icons'
import { asked } from '../sources/settings'
import { isIncomplete, type Migration, type Project } from '../sources/sort'
import { Code, Sentence, Text } from '../text'
import { Body, TITLES, counts } from './body'
import { NoSuch } from './nosuch'
import { byRule } from './notices'
import { arrive, begin } from './reach'
import { Settings } from './settings'
import { Problems, ruling } from './summary'
import { keyOf, useTicked, type Ticked } from './ticked'

type ReviewRoute = Route & { at: 'review' }

export function Page(props: { project: Project; route: ReviewRoute; search: RefObject<HTMLInputElement | null> }) {
  const { project, route, search } = props
  const at = project.migrations.findIndex((each) => each.name === route.migration)
  const migration = project.migrations[at]
  const [view, setView] = useState<ReviewView | null>(null)
  const [stopped, setStopped] = useState<string | null>(null)
  const [again, setAgain] = useState(0)
  const [ticked, tick] = useTicked(route.migration)
  useEffect(() => {
    let current = true
    setView(null)
    setStopped(null)
    if (migration === undefined) return
    if (migration.review !== null && project.facts === null) {
      setView({ review: migration.review, problems: [], refusals: [] })
      return
    }
    reviewed(project, at, migration)
      .then(
        (answer) => current && setView(answer),
        (error: unknown) => {
          if (!current) return
          setStopped(error instanceof Error ? error.message : String(error))
          if (!(error instanceof PlannerStopped)) throw error
        },
      )
    return () => {
      current = false
    }
  }, [migration, project.facts, project.settings, again])
  const review = view?.review ?? null
  useEffect(() => {
    // The route is a new one each time that a reader goes somewhere, to where the address leads already too.
    if (review !== null) arrive(route.section, route.item)
  }, [review, route])
  if (migration === undefined) return <NoSuch project={project} route={route} />
  if (stopped !== null) {
    return (
      <div class="notice-page">
        <h1>The planner stopped</h1>
        <p>
          That is a mistake of ours; the files are kept. <Text>{stopped}</Text>
        </p>
        <p class="buttons">
          <button type="button" class="primary" onClick={() => setAgain(again + 1)}>Ask a fresh one</button>
        </p>
        <Raw migration={migration} />
      </div>
    )
  }
  if (view === null) {
    return (
      <p class="loading" role="status">
        Reading the migration…
      </p>
    )
  }
  if (review === null) {
    return (
      <div class="notice-page">
        <h1>
          <Text>{migration.name}</Text>
        </h1>
        <div class="ruling stop">
          <Icon mark="stop" />
          <strong>These files cannot be reviewed</strong>
          <span>
            {isIncomplete(migration.files) ? 'Not all files of the migration are here.' : 'deploy refuses such files for the same reasons.'}
          </span>
        </div>
        <ul class="card problems">
          {view.problems.map((each, index) => (
            <li key={index}>
              <code>
                {each.file}
                {each.line !== null && `:${each.line}`}:
              </code>{' '}
              <Sentence>{each.message}</Sentence> <small><Text>{each.code}</Text></small>
              {each.help !== null && (
                <small>
                  <Text>{each.help}</Text>
                </small>
              )}
            </li>
          ))}
        </ul>
        <Raw migration={migration} />
      </div>
    )
  }
  const open = (name: string) => format({ ...route, migration: name, section: 'summary', item: null })
  const unchained = review.beforeSchema !== '' && at === 0 && migration.review === null
  return (
    <div class="review">
      <Navigation review={review} route={route} ticked={ticked} search={search} />
      <article>
        <Problems problems={project.problems} />
        <p class="eyebrow">
          <Text>{review.name}</Text>
        </p>
        <h1 class="off-screen">
          Review of <Text>{review.name}</Text>
        </h1>
        {view.refusals.map((line) => (
          <p class="problem" key={line}>
            <Text>{line}</Text>
          </p>
        ))}
        <Body key={review.name} review={review} route={route} ticked={ticked} tick={tick} chain={project.migrations} unchained={unchained} open={open} />
        {(migration.files.length > 0 || project.settings !== null) && <Settings file={project.settings} />}
      </article>
    </div>
  )
}

/** Asks the planner; where there are no files, it has only to say what was measured of the review that is there. */
function reviewed(project: Project, at: number, migration: Migration): Promise<ReviewView> {
  const { facts } = project
  if (migration.review !== null && migration.files.length === 0) {
    return planner.measure({ review: JSON.stringify(migration.review), facts: facts ?? '' })
  }
  const previous = project.migrations[at - 1]
  const own = ({ name, files }: Migration) => ({ name, files })
  const { configuration, today } = asked(project.settings)
  return planner.review({
    migration: own(migration),
    previous: previous === undefined || previous.files.length === 0 ? null : own(previous),
    options: { facts, configuration, today },
  })
}

/** What the files say, where nothing can be said about them. */
function Raw({ migration }: { migration: Migration }) {
  return (
    <>
      {migration.files.map(({ path, text }) => (
        <section key={path}>
          <h2>{path}</h2>
          {text.trim() === '' ? <p class="quiet">Empty.</p> : <Code text={text} language={path.endsWith('.prisma') ? 'prisma' : path.endsWith('.sql') ? 'postgresql' : 'plain'} label={path} />}
        </section>
      ))}
    </>
  )
}

function Navigation(props: { review: Review; route: ReviewRoute; ticked: Ticked; search: RefObject<HTMLInputElement | null> }) {
  const { review, route, ticked, search } = props
  const [current, setCurrent] = useState<Section>(route.section)
  const numbers = counts(review)
  useEffect(() => {
    const onScroll = () => {
      const passed = SECTIONS.filter((section) => (document.getElementById(section)?.getBoundingClientRect().top ?? Infinity) < 160)
      const bottom = innerHeight + scrollY >= document.documentElement.scrollHeight - 4
      setCurrent(bottom && scrollY > 0 ? SECTIONS.at(-1)! : (passed.at(-1) ?? 'summary'))
    }
    const onFocus = (event: FocusEvent) => {
      const item = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-item]') : null
      const [section, number] = item?.dataset['item']?.split('/') ?? []
      if (section !== undefined && number !== undefined) replace(within(route, section as Section, number))
    }
    addEventListener('scroll', onScroll, { passive: true })
    addEventListener('focusin', onFocus)
    onScroll()
    return () => {
      removeEventListener('scroll', onScroll)
      removeEventListener('focusin', onFocus)
    }
  }, [review])
  // On a phone the list is longer than its row: the part where one is stays in sight.
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    const link = list.current?.querySelector<HTMLElement>('[aria-current]')
    if (list.current && link) list.current.scrollLeft = link.offsetLeft - list.current.offsetLeft - (list.current.clientWidth - link.offsetWidth) / 2
  }, [current])
  const { mark, words } = ruling(review)
  const done = review.gating.filter((warning) => ticked.has(keyOf(warning))).length
  return (
    <nav class="sections" aria-label="Parts of the review">
      <p class={`standing ${mark}`}>
        <Icon mark={mark} /> {words}
      </p>
      <ul ref={list}>
        {SECTIONS.map((section) => (
          <li key={section}>
            <a href={within(route, section)} onClick={section === 'summary' ? begin : undefined} aria-current={section === current ? 'location' : undefined}>
              {TITLES[section]}
              {numbers[section] !== null && (
                <span class="count">
                  {section === 'warnings' && done > 0 && (
                    <>
                      {done.toLocaleString('en')}
                      <span class="off-screen"> ticked off of </span>
                      <span aria-hidden="true">/</span>
                    </>
                  )}
                  {numbers[section].toLocaleString('en')}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
      <Search review={review} route={route} input={search} />
    </nav>
  )
}

/** How many results are listed. */
const MOST_FOUND = 12

interface Target {
  kind: string
  /** The rule that says it; nothing where none does. */
  rule: string
  text: string
  where: string
}

/** What can be found: by its words, and by its rule. */
function targetsOf(review: Review, route: ReviewRoute): Target[] {
  const at = (section: Section, index: number) => within(route, section, String(index + 1))
  return [
    ...review.gating.map(({ rule, message }, index) => ({ kind: 'Warning', rule, text: message, where: at('warnings', index) })),
    ...byRule(review.notices).flatMap(([rule, all], index) =>
      all.map(({ message }) => ({ kind: 'Notice', rule, text: message, where: at('notices', index) })),
    ),
    ...review.steps.map(({ title }, index) => ({ kind: 'Step', rule: '', text: title, where: at('steps', index) })),
    ...review.diagram.entities.map(({ name }) => ({ kind: 'Table', rule: '', text: name, where: within(route, 'picture') })),
  ]
}

function Search({ review, route, input }: { review: Review; route: ReviewRoute; input: RefObject<HTMLInputElement | null> }) {
  const [words, setWords] = useState('')
  const targets = useMemo(() => targetsOf(review, route), [review])
  const wanted = words.trim().toLowerCase()
  const found = wanted === '' ? [] : targets.filter(({ rule, text }) => `${rule}\n${text}`.toLowerCase().includes(wanted))
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        if (found[0] !== undefined) go(found[0].where)
      }}
    >
      <label class="off-screen" for="search">Search in this review</label>
      <input id="search" ref={input} type="search" placeholder="Search  /" autocomplete="off" value={words} onInput={(event) => setWords(event.currentTarget.value)} />
      {wanted !== '' && (
        <ul class="found" aria-label="Found">
          {found.length === 0 && <li class="quiet">Nothing has it in its words.</li>}
          {found.slice(0, MOST_FOUND).map((each, index) => (
            <li key={index}>
              <a href={each.where}>
                <small>{each.kind}</small> <Text>{each.text}</Text>
                {each.rule !== '' && <small> <Text>{each.rule}</Text></small>}
              </a>
            </li>
          ))}
          {found.length > MOST_FOUND && <li class="quiet">and {(found.length - MOST_FOUND).toLocaleString('en')} more</li>}
        </ul>
      )}
    </form>
  )
}
