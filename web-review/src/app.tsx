// The whole page: what is open, where the reader is, and the ways in. Texts of strangers become text nodes,
// never markup; nothing is sent anywhere.

import { Component, type ComponentChildren } from 'preact'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { draftOf, EMPTY_DRAFT, type Draft } from './edit/draft'
import { Edit } from './edit/edit'
import { FIRST_DRAFT } from './edit/first'
import type { FileInput } from './planner'
import { NoSuch } from './review/nosuch'
import { Page } from './review/page'
import { format, go, goAgain, parse, type Route } from './route'
import { listen } from './shell/keys'
import { Paste } from './shell/paste'
import { Start } from './shell/start'
import { fromDrop, type Taken } from './sources/drop'
import { embedded, stayInTouch } from './sources/embedded'
import { example } from './sources/gallery'
import type { Kind } from './sources/paste'
import { empty, isIncomplete, nameOf, sort, takeJson, type Project } from './sources/sort'
import { Text } from './text'

const made = embedded()

export function App() {
  const [route, setRoute] = useState<Route>(() => parse(location.hash))
  const [project, setProject] = useState<Project>(() => made?.project ?? empty(''))
  // What could not be used, which belongs to the place where it is said first.
  const [complaints, setComplaints] = useState({ words: made?.complaints ?? [], place: placeOf(route) })
  // What was typed, by the address of its editor. No state: it draws nothing anew but the editor that shows it.
  const drafts = useRef(new Map<string, Draft>())
  // Counts what was opened: an editor that stands at its address begins anew.
  const [opened, setOpened] = useState(0)
  const [dropping, setDropping] = useState(false)
  const [lost, setLost] = useState(false)
  const search = useRef<HTMLInputElement>(null)
  const help = useRef<HTMLDialogElement>(null)
  const shown = (route.at !== 'start' && route.gallery !== null ? example(route.gallery) : null) ?? project
  const gallery = useRef<{ id: string; project: Project } | null>(null)
  const current = steady(gallery, route, shown)

  // Before anything is painted: an address that changes until then would be missed.
  useLayoutEffect(() => {
    const onHash = () => setRoute(parse(location.hash))
    addEventListener('hashchange', onHash)
    addEventListener('click', goAgain)
    if (made?.live === true) void stayInTouch(() => setLost(true))
    return () => {
      removeEventListener('hashchange', onHash)
      removeEventListener('click', goAgain)
    }
  }, [])

  // An address that names no migration means the last one.
  useEffect(() => {
    const last = current.migrations.at(-1)
    const nameless = route.at === 'start' ? made !== null && location.hash === '' : route.at === 'review' && route.migration === ''
    if (nameless && last !== undefined) {
      const gallery = route.at === 'start' ? null : route.gallery
      history.replaceState(history.state, '', format({ at: 'review', gallery, migration: last.name, section: 'summary', item: null }))
      const named = parse(location.hash)
      setRoute(named)
      setComplaints(({ words }) => ({ words, place: placeOf(named) }))
    }
  }, [route, current])

  const place = placeOf(route)
  useEffect(() => setComplaints((said) => (said.place === place ? said : { words: [], place })), [place])

  /** Goes where what was opened is shown, with what could not be used of it. */
  const arriveAt = (wanted: Route, words: string[]) => {
    setComplaints({ words, place: placeOf(wanted) })
    go(format(wanted))
  }
  /** Opens the editor of no migration with a draft. */
  const edited = (draft: Draft, words: string[]) => {
    drafts.current.set(addressOf(NO_MIGRATION), draft)
    setOpened((count) => count + 1)
    arriveAt(NO_MIGRATION, words)
  }
  const show = (next: Project, words: string[]) => {
    setComplaints({ words, place })
    if (next.migrations.length === 0 && next.schema.length === 0 && (next.facts !== null || next.settings !== null)) {
      // What says something of migrations joins those that are open, the ones of an example too.
      const about = current.migrations.length > 0 ? current : project
      setProject({ ...about, facts: next.facts ?? about.facts, settings: next.settings ?? about.settings })
      if (about.migrations.length === 0) setComplaints({ words: [...words, waiting(next)], place })
      else if (route.at === 'review' && route.gallery !== null) arriveAt({ ...route, gallery: null }, words)
      return
    }
    if (next.migrations.length === 0 && next.schema.length === 0) return
    if (next.migrations.length === 0) {
      const joined = next.schema.map((file) => file.text).join('\n')
      edited({ ...EMPTY_DRAFT, after: joined }, words)
      return
    }
    // What was opened first says something of what is opened now.
    const waited = project.migrations.length === 0
    setProject({
      ...next,
      facts: next.facts ?? (waited ? project.facts : null),
      settings: next.settings ?? (waited ? project.settings : null),
    })
    for (const { name } of [...project.migrations, ...next.migrations]) {
      drafts.current.delete(addressOf({ at: 'edit', gallery: null, migration: name }))
    }
    setOpened((count) => count + 1)
    const wanted = route.at !== 'start' && route.gallery === null && next.migrations.some((each) => each.name === route.migration)
    if (!wanted) {
      arriveAt({ at: 'review', gallery: null, migration: next.migrations.at(-1)!.name, section: 'summary', item: null }, words)
    }
  }
  const take = (taken: Taken) => {
    const sorted = sort(taken.title, taken.files)
    show(sorted.project, [...taken.complaints, ...sorted.complaints])
  }
  // A migration that is pasted file by file: what comes next joins it, until it is whole.
  const begun = project.pasted ? (project.migrations[0]?.files ?? []) : []
  const waits = begun.length > 0 && isIncomplete(begun)
  const json = (text: string) => {
    const next = empty('Pasted')
    const words: string[] = []
    takeJson('The pasted text', text, next, words)
    show(next, words)
  }
  const file = (about: Project, files: FileInput[]) => {
    show({ ...about, pasted: true, migrations: [{ name: nameOf(files) ?? 'pasted', files, review: null }] }, [])
  }
  const joined = (kind: Kind, text: string) => {
    if (kind === 'json') json(text)
    else file(project, [...begun.filter((each) => each.path !== kind), { path: kind, text }])
  }
  const alone = (kind: Kind, text: string) => {
    const typed = drafts.current.get(addressOf(NO_MIGRATION)) ?? EMPTY_DRAFT
    if (kind === 'json') json(text)
    else if (kind === 'after.prisma') edited({ ...typed, after: text }, [])
    else if (kind === 'before.prisma') edited({ ...typed, before: text }, [])
    else file(empty('Pasted'), [{ path: kind, text }])
  }

  useDrops(setDropping, take)
  const edit = useCallback(() => {
    if (route.at === 'edit') return
    const known = route.at === 'review' && current.migrations.some((each) => each.name === route.migration)
    go(format(known ? { at: 'edit', gallery: route.gallery, migration: route.migration } : NO_MIGRATION))
  }, [route, current])
  useEffect(
    () => listen({ help: () => help.current?.showModal(), search: () => search.current?.focus(), edit, theme: toggleTheme }),
    [edit],
  )
  const draft = route.at === 'edit' ? (drafts.current.get(addressOf(route)) ?? began(route.migration, current)) : null

  return (
    <>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus() }}>
        To the content
      </a>
      <Header project={current} route={route} edit={edit} help={() => help.current?.showModal()} />
      {lost && (
        <p class="banner" role="status">
          comon review --open has ended. This page keeps working with what it has.
        </p>
      )}
      {complaints.words.length > 0 && (
        <div class="banner complaints" role="alert">
          <ul>
            {complaints.words.slice(0, 20).map((line, index) => (
              <li key={index}>
                <Text>{line}</Text>
              </li>
            ))}
            {complaints.words.length > 20 && <li>and {complaints.words.length - 20} more</li>}
          </ul>
          <button type="button" onClick={() => setComplaints({ words: [], place })}>Close</button>
        </div>
      )}
      <main id="main" tabIndex={-1}>
        {waits && route.at === 'review' && current.pasted && (
          <Paste title="Paste its other files" files={begun} paste={joined}>
            <p>One after the other. Of an empty one, such as warnings.txt where nothing is warned of, choose only which it is.</p>
          </Paste>
        )}
        <Guard key={place}>
          {draft !== null && route.at === 'edit' ? (
            <Edit
              key={`${addressOf(route)} ${opened}`}
              draft={draft}
              keep={(next) => drafts.current.set(addressOf(route), next)}
              settings={current.settings}
            />
          ) : route.at === 'edit' && current.migrations.length > 0 ? (
            <NoSuch project={current} route={route} />
          ) : route.at === 'review' && current.migrations.length > 0 ? (
            <Page project={current} route={route} search={search} />
          ) : (
            <Start wanted={route} take={take} paste={waits ? joined : alone} begun={waits ? begun : []} />
          )}
        </Guard>
      </main>
      {dropping && <div class="dropping" aria-hidden="true">Drop it here</div>}
      <Help dialog={help} />
    </>
  )
}

/** What is shown at an address, whichever part of it. */
function placeOf(route: Route): string {
  return route.at === 'start' ? 'start' : `${route.at} ${route.gallery} ${route.migration}`
}

/** What is needed besides. */
function waiting({ facts }: Project): string {
  const what = facts === null ? 'A comon.toml says' : 'Facts say'
  return `${what} something about migrations: open their folder, or what comon review --json prints, as well.`
}

/** The example that is open, the same value for as long as it is. */
function steady(kept: { current: { id: string; project: Project } | null }, route: Route, shown: Project): Project {
  if (route.at === 'start' || route.gallery === null) return shown
  if (kept.current?.id !== route.gallery) kept.current = { id: route.gallery, project: shown }
  return kept.current.project
}

const NO_MIGRATION = { at: 'edit', gallery: null, migration: null } as const

/** What an editor and what was typed in it are known by. */
function addressOf(route: Route & { at: 'edit' }): string {
  return format(route)
}

/** What the editor of a migration begins with; `null` where there is no such migration. */
function began(name: string | null, { migrations }: Project): Draft | null {
  if (name === null) return FIRST_DRAFT
  const migration = migrations.find((each) => each.name === name)
  return migration === undefined ? null : draftOf(migration)
}

function useDrops(setDropping: (on: boolean) => void, take: (taken: Taken) => void): void {
  const latest = useRef(take)
  latest.current = take
  useEffect(() => {
    let depth = 0
    const carries = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const over = (event: DragEvent) => carries(event) && event.preventDefault()
    const enter = (event: DragEvent) => {
      if (carries(event) && depth++ === 0) setDropping(true)
    }
    const leave = (event: DragEvent) => {
      if (carries(event) && --depth <= 0) {
        depth = 0
        setDropping(false)
      }
    }
    const drop = async (event: DragEvent) => {
      if (!carries(event) || event.dataTransfer === null) return
      event.preventDefault()
      depth = 0
      setDropping(false)
      latest.current(await fromDrop(event.dataTransfer))
    }
    const handlers = { dragover: over, dragenter: enter, dragleave: leave, drop } as unknown as Record<string, EventListener>
    for (const [name, handler] of Object.entries(handlers)) addEventListener(name, handler)
    return () => {
      for (const [name, handler] of Object.entries(handlers)) removeEventListener(name, handler)
    }
  }, [])
}

function toggleTheme(): void {
  const root = document.documentElement
  const dark = root.dataset['theme'] === 'dark' || (root.dataset['theme'] === undefined && matchMedia('(prefers-color-scheme: dark)').matches)
  root.dataset['theme'] = dark ? 'light' : 'dark'
}

function Header(props: { project: Project; route: Route; edit(): void; help(): void }) {
  const { project, route, edit, help } = props
  const migrations = route.at === 'start' ? [] : project.migrations
  const to = (name: string) =>
    format({ at: 'review', gallery: route.at === 'start' ? null : route.gallery, migration: name, section: 'summary', item: null })
  const named = route.at === 'start' ? '' : (route.migration ?? '')
  const chosen = migrations.some((each) => each.name === named) ? named : ''
  return (
    <header class="top">
      <a class="brand" href="#/">
        comon <span>review</span>
      </a>
      {migrations.length > 0 && (
        <div class="where">
          {project.title !== '' && (
            <span class="title">
              <Text>{project.title}</Text>
            </span>
          )}
          {migrations.length === 1 && route.at === 'review' ? null : (
            <select aria-label="Migration" value={chosen} onChange={(event) => go(to(event.currentTarget.value))}>
              {chosen === '' && <option value="">Choose a migration</option>}
              {migrations.map((each) => (
                <option key={each.name} value={each.name}>
                  {each.name}
                </option>
              ))}
            </select>
          )}
        </div>
      )}
      <nav aria-label="Page">
        {route.at === 'review' && migrations.length > 0 && <button type="button" onClick={edit}>Edit</button>}
        {route.at === 'edit' && chosen !== '' && <a class="button" href={to(chosen)}>Back to the review</a>}
        <button type="button" onClick={toggleTheme} aria-label="Dark or light" title="Dark or light (t)">
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d="M8 1.5a6.5 6.5 0 1 0 0 13zM8 1.5a6.5 6.5 0 0 1 0 13" fill="none" stroke="currentColor" stroke-width="1.5" />
            <path d="M8 1.5a6.5 6.5 0 0 0 0 13z" fill="currentColor" />
          </svg>
        </button>
        <button type="button" onClick={help} aria-label="Keys" title="Keys (?)">?</button>
      </nav>
    </header>
  )
}

const KEYS: [string, string][] = [
  ['j, k', 'the next and the previous warning, notice or step'],
  ['/', 'search in the review'],
  ['e', 'edit the two schemas and plan again'],
  ['t', 'dark or light'],
  ['←, →', 'from tab to tab'],
  ['Space', 'tick off the warning whose box has the focus'],
  ['?', 'this list'],
]

function Help({ dialog }: { dialog: preact.RefObject<HTMLDialogElement | null> }) {
  return (
    <dialog ref={dialog} aria-labelledby="keys">
      <h2 id="keys">Keys</h2>
      <dl>
        {KEYS.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button class="primary">Close</button>
      </form>
    </dialog>
  )
}

/** Shows what went wrong instead of an empty page. */
class Guard extends Component<{ children: ComponentChildren }, { error: string | null }> {
  override state = { error: null as string | null }
  override componentDidCatch(error: unknown): void {
    this.setState({ error: error instanceof Error ? error.message : String(error) })
  }
  override render() {
    if (this.state.error === null) return this.props.children
    return (
      <div class="notice-page">
        <h1>This part of the page failed</h1>
        <p>
          That is a mistake of ours. What was opened is kept. <Text>{this.state.error}</Text>
        </p>
      </div>
    )
  }
}
