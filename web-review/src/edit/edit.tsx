// Two schemas that somebody types, and the review of what lies between them, which follows each key stroke.
// What goes while something like it comes can be called a rename, and the flag that says so is shown.

import { useEffect, useRef, useState } from 'preact/hooks'
import { PlannerStopped, planner, type DiagnosticView, type DraftView, type Provider } from '../planner'
import { commandFor, flagsOf } from '../review/accept'
import { Body } from '../review/body'
import { Reach, arrive } from '../review/reach'
import { Settings } from '../review/settings'
import { ruling } from '../review/summary'
import { useTicked, type Ticked } from '../review/ticked'
import type { Section } from '../route'
import { Icon } from '../shell/icons'
import { kept } from '../shell/still'
import { Tabs } from '../shell/tabs'
import { asked, type SettingsFile } from '../sources/settings'
import { Code, Copy, Sentence, Text, count } from '../text'
import type { Draft } from './draft'
import { open, type Editors, type Side } from './editors'
import { listed, offered, shown } from './hint'
import { providerOf, withProvider } from './provider'

/** A draft has no addresses of its own. */
const HERE = { at: 'edit', gallery: null, migration: null } as const

export function Edit({ draft, keep, settings }: { draft: Draft; keep(draft: Draft): void; settings: SettingsFile | null }) {
  const [view, setView] = useState<DraftView | null>(null)
  const [stopped, setStopped] = useState<string | null>(null)
  const [ticked, tick] = useTicked('')
  const host = useRef<HTMLDivElement>(null)
  const editors = useRef<Editors | null>(null)
  const current = useRef(draft)
  const replan = async () => {
    const { configuration, today } = asked(settings)
    const { before, after, hints } = current.current
    const request = { before, after, hints, options: { configuration, today } }
    const began = performance.now()
    try {
      const answer = await planner.draft(request)
      if (answer === null) return
      const { came } = planner
      setStopped(null)
      const again = new Set(offered(answer.renames))
      current.current = { ...current.current, back: current.current.back.filter((hint) => !again.has(hint)) }
      setView((before) => ({ ...answer, review: answer.review && kept(before?.review ?? null, answer.review) }))
      editors.current?.show('before', answer.beforeDiagnostics)
      editors.current?.show('after', answer.afterDiagnostics)
      performance.measure('comon:plan', { start: began, end: performance.now(), detail: { planner: planner.took, came } })
    } catch (error) {
      setStopped(error instanceof Error ? error.message : String(error))
      if (!(error instanceof PlannerStopped)) throw error
    }
  }
  const change = (part: Partial<Draft>) => {
    current.current = { ...current.current, ...part }
    // Asked first: the page around it is drawn while the planner plans.
    void replan()
    keep(current.current)
  }
  useEffect(() => {
    const wide = matchMedia('(min-width: 56rem)')
    const build = () => {
      editors.current?.destroy()
      const typed = (side: Side, text: string) => change({ [side]: text })
      if (host.current !== null) editors.current = open(host.current, current.current, wide.matches, typed)
      void replan()
    }
    build()
    wide.addEventListener('change', build)
    return () => {
      wide.removeEventListener('change', build)
      editors.current?.destroy()
    }
  }, [])
  const { before, after, hints } = current.current
  const provider = providerOf(after) ?? providerOf(before)
  const switchTo = (chosen: Provider) => {
    for (const side of ['before', 'after'] as const) {
      editors.current?.set(side, withProvider(current.current[side], chosen))
    }
  }
  const tidy = async () => {
    const text = await planner.format(current.current.after)
    editors.current?.set('after', text)
  }
  /** What was renamed has its new name on both sides then. */
  const takeOver = () => {
    const { after } = current.current
    change({ before: after, hints: [], back: [] })
    editors.current?.set('before', after)
  }
  const reach = (section: Section, item: string) => {
    const [side, line] = item.split('-')
    if (section === 'schema' && (side === 'before' || side === 'after')) editors.current?.go(side, { line: Number(line), utf16: 0 })
    else arrive(section, item)
  }
  const rename = (hint: string, on: boolean) => {
    const { hints, back } = current.current
    const without = (list: string[]) => list.filter((each) => each !== hint)
    change(on ? { hints: [...hints, hint], back: without(back) } : { hints: without(hints), back: [...back, hint] })
  }
  return (
    <div class="edit">
      <div class="toolbar">
        <h1>Edit and plan</h1>
        <Tabs
          label="Database"
          tabs={[
            ['postgresql', 'PostgreSQL'],
            ['sqlite', 'SQLite'],
          ]}
          chosen={provider ?? 'postgresql'}
          choose={switchTo}
        />
        <button type="button" onClick={tidy}>Format</button>
        <button type="button" onClick={takeOver} title="Begin the next change where this one ends">
          Take after as before
        </button>
      </div>
      <div class="editor-labels" aria-hidden="true">
        <span>Before <small>empty for a first migration</small></span>
        <span>After</span>
      </div>
      <div class="editors" ref={host} />
      <Verdict view={view} stopped={stopped} />
      {view !== null && (
        <>
          <Diagnostics side="before" diagnostics={view.beforeDiagnostics} go={(each) => editors.current?.go('before', each.place.start)} />
          <Diagnostics side="after" diagnostics={view.afterDiagnostics} go={(each) => editors.current?.go('after', each.place.start)} />
          {view.refusals.length > 0 && (
            <ul class="card problems">
              {view.refusals.map((line) => (
                <li key={line}>
                  <Text>{line}</Text>
                </li>
              ))}
            </ul>
          )}
          <Renames view={view} draft={current.current} ticked={ticked} rename={rename} />
          {view.review !== null && (
            <Reach.Provider value={reach}>
              <Body review={view.review} route={HERE} ticked={ticked} tick={tick} renames={hints} />
            </Reach.Provider>
          )}
          {settings !== null && <Settings file={settings} />}
        </>
      )}
    </div>
  )
}

function Verdict({ view, stopped }: { view: DraftView | null; stopped: string | null }) {
  let content = <>Planning…</>
  let tone = 'note'
  if (stopped !== null) {
    tone = 'stop'
    content = (
      <>
        <Icon mark="stop" /> <strong>The planner stopped.</strong>{' '}
        <span>
          That is a mistake of ours; what you typed is kept, and the next change is planned by a fresh one. <Text>{stopped}</Text>
        </span>
      </>
    )
  } else if (view?.review) {
    const { mark, words } = ruling(view.review)
    tone = mark
    content = (
      <>
        <Icon mark={mark} /> <strong>{words}</strong> <span>{count(view.review.verdict.statements, 'statement')}</span>
      </>
    )
  } else if (view !== null) {
    const against = [...view.beforeDiagnostics, ...view.afterDiagnostics].filter((each) => each.severity !== 'warning')
    const problems = against.length + view.refusals.length
    tone = 'stop'
    content = (
      <>
        <Icon mark="stop" /> <strong>No plan</strong> <span>{count(problems, 'problem')}</span>
      </>
    )
  }
  return (
    <div class={`ruling ${tone}`} role="status" id="draft-verdict">
      {content}
    </div>
  )
}

function Diagnostics(props: { side: Side; diagnostics: DiagnosticView[]; go(each: DiagnosticView): void }) {
  const { side, diagnostics, go } = props
  if (diagnostics.length === 0) return null
  return (
    <ul class="card problems" aria-label={`Problems of the schema ${side}`}>
      {diagnostics.slice(0, 100).map((each, index) => (
        <li key={index}>
          <Icon mark={each.severity === 'warning' ? 'warn' : 'stop'} />
          <span class="off-screen">{each.severity === 'warning' ? 'Worth a look: ' : 'Problem: '}</span>{' '}
          <button type="button" class="link" onClick={() => go(each)}>
            {side}:{each.place.start.line}:{each.place.start.column}
          </button>{' '}
          <Sentence>{each.message}</Sentence>
          {each.help !== null && (
            <small>
              <Sentence>{each.help}</Sentence>
            </small>
          )}
        </li>
      ))}
      {diagnostics.length > 100 && <li>and {count(diagnostics.length - 100, 'more', 'more')}</li>}
    </ul>
  )
}

function Renames(props: { view: DraftView; draft: Draft; ticked: Ticked; rename(hint: string, on: boolean): void }) {
  const { view, draft, ticked, rename } = props
  // A switch stays where it is when it is used, and keeps the focus.
  const rows = useRef<string[]>([])
  rows.current = listed(rows.current, draft, view.renames)
  if (rows.current.length === 0) return null
  const flags = flagsOf(view.review, ticked, draft.hints)
  return (
    <section class="card renames" aria-labelledby="renames">
      <h2 id="renames">Is this a rename?</h2>
      <ul class="plain">
        {rows.current.map((hint) => (
          <li key={hint}>
            <label class="tick">
              <input type="checkbox" checked={draft.hints.includes(hint)} onChange={(event) => rename(hint, event.currentTarget.checked)} />
              <span>
                <code>
                  <Text>{shown(hint)}</Text>
                </code>{' '}
                is a rename: its values are kept
              </span>
            </label>
          </li>
        ))}
      </ul>
      {draft.hints.length > 0 && (
        <>
          <Code text={commandFor(null, flags)} language="plain" label="the command with its renames" numbers={false} copy={false} />
          <p class="buttons">
            <Copy text={flags} label="Copy the flags of the renames">Copy flags</Copy>
          </p>
        </>
      )}
    </section>
  )
}
