// The schema before and after: changed lines marked, unchanged parts folded, side by side or in one column, with a
// list of what changed where that is much.

import { useMemo, useState } from 'preact/hooks'
import type { Hunk } from '../planner'
import type { Route } from '../route'
import { useMedia } from '../shell/media'
import { Tabs } from '../shell/tabs'
import { Text, colouredLine, count, type Language } from '../text'
import { rows, unfolded, type Line, type Row } from './difference'
import { outline, type Changed } from './outline'
import { To } from './reach'

type Layout = 'split' | 'unified'

/** How many rows are shown at first. */
const MOST = 1_200

export function Difference(props: {
  /** What the addresses of its lines begin with. */
  name: 'schema' | 'edits'
  hunks: Hunk[]
  /** Empty where it is not at hand. */
  before: string
  after: string
  route: Route
  names: [string, string]
  language: Language
  /** `before-12`: a line that somebody asked for. */
  asked?: string | null
  label: string
}) {
  const { name, hunks, before, after, route, names, language, asked = null, label } = props
  const wide = useMedia('(min-width: 70rem)')
  const [chosen, setChosen] = useState<Layout | null>(null)
  const layout = chosen ?? (wide ? 'split' : 'unified')
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const [unfoldAll, setUnfoldAll] = useState(false)
  const [spacing, setSpacing] = useState(false)
  const [all, setAll] = useState(false)
  const folded = useMemo(() => rows(hunks, before, language === 'prisma'), [hunks, before, language])
  const shown = useMemo(
    () =>
      folded.flatMap((row) => {
        const wanted = row.kind === 'fold' && (unfoldAll || open.has(row.before) || holds(row, asked))
        return row.kind === 'fold' && wanted ? unfolded(row, before, after) : [row]
      }),
    [folded, open, unfoldAll, asked, before, after],
  )
  const changed = useMemo(() => (name === 'schema' ? outline(folded, before, after) : []), [name, folded, before, after])
  if (hunks.length === 0) return <p class="quiet">No line differs.</p>
  const unfold = (row: Row & { kind: 'fold' }) => setOpen(new Set([...open, row.before]))
  const few = all ? shown : shown.slice(0, MOST)
  const respaced = folded.filter((row) => row.kind === 'spaced').length
  return (
    <div class="difference">
      <div class="toolbar">
        <Tabs
          label={`How ${label} is shown`}
          tabs={[
            ['split', 'Side by side'],
            ['unified', 'In one column'],
          ]}
          chosen={layout as Layout}
          choose={(next: Layout) => setChosen(next)}
        />
        <Sizes added={sum(folded, 'after')} removed={sum(folded, 'before')} />
        {respaced > 0 && (
          <label class="tick">
            <input type="checkbox" checked={spacing} onChange={(event) => setSpacing(event.currentTarget.checked)} />
            <span>{count(respaced, 'line')} with other blanks alone</span>
          </label>
        )}
        {folded.some((row) => row.kind === 'fold') && (
          <button type="button" onClick={() => (setUnfoldAll(!unfoldAll), setOpen(new Set()))}>
            {unfoldAll ? 'Changes only' : 'Whole file'}
          </button>
        )}
      </div>
      {changed.length > 2 && <Outline changed={changed} route={route} />}
      <div class="scroll" tabIndex={0} role="region" aria-label={label}>
        <table class={`${layout}${long(folded) ? ' long' : ''}`}>
          <colgroup>
            {(layout === 'split' ? ['no', 'mark', '', 'no', 'mark', ''] : ['no', 'no', 'mark', '']).map((each, index) => (
              <col key={index} class={each} />
            ))}
          </colgroup>
          <thead>
            {layout === 'split' ? (
              <tr>
                <th colSpan={3} scope="colgroup">{names[0]}</th>
                <th colSpan={3} scope="colgroup">{names[1]}</th>
              </tr>
            ) : (
              <tr>
                <th colSpan={4} scope="colgroup">{names[0]} → {names[1]}</th>
              </tr>
            )}
          </thead>
          <tbody>
            {few.map((row, index) =>
              row.kind === 'fold' ? (
                <tr class="fold" key={index}>
                  <td colSpan={layout === 'split' ? 6 : 4}>
                    <button onClick={() => unfold(row)}>
                      <span aria-hidden="true">⋯ </span>
                      {count(row.count, 'unchanged line')}
                    </button>
                  </td>
                </tr>
              ) : layout === 'split' ? (
                <tr key={index} class={row.kind}>
                  <Side name={name} line={row.before} mark="−" side="before" changed={differs(row, spacing)} asked={asked} language={language} />
                  <Side name={name} line={row.after} mark="+" side="after" changed={differs(row, spacing)} asked={asked} language={language} />
                </tr>
              ) : (
                <Unified key={index} name={name} row={row} changed={differs(row, spacing)} asked={asked} language={language} />
              ),
            )}
          </tbody>
        </table>
      </div>
      {few.length < shown.length && (
        <button class="more" onClick={() => setAll(true)}>
          Show all {shown.length.toLocaleString('en')} rows
        </button>
      )}
    </div>
  )
}

/** Whether a row is shown as changed: one with other blanks alone is where that is wanted. */
function differs(row: Row, spacing: boolean): boolean {
  return row.kind === 'spaced' ? spacing : row.kind !== 'same'
}

/** Whether its numbers have more than three digits. */
function long(all: Row[]): boolean {
  const last = all.at(-1)
  if (last === undefined) return false
  const number = last.kind === 'fold' ? Math.max(last.before, last.after) + last.count : Math.max(last.before?.number ?? 0, last.after?.number ?? 0)
  return number > 999
}

function sum(all: Row[], side: 'before' | 'after'): number {
  return all.filter((row) => row.kind !== 'fold' && differs(row, false) && row[side] !== null).length
}

function Sizes({ added, removed }: { added: number; removed: number }) {
  return (
    <span class="sizes">
      <span class="new" aria-label={count(added, 'line added', 'lines added')} role="img">
        +{added.toLocaleString('en')}
      </span>{' '}
      <span class="gone" aria-label={count(removed, 'line removed', 'lines removed')} role="img">
        −{removed.toLocaleString('en')}
      </span>
    </span>
  )
}

/** What changed, block by block, each a link to its first changed line. */
function Outline({ changed, route }: { changed: Changed[]; route: Route }) {
  return (
    <details class="outline" open={changed.length <= 12}>
      <summary>{count(changed.length, 'block')} of the schema changed</summary>
      <ul>
        {changed.map((each) => (
          <li key={each.first}>
            <To route={route} section="schema" item={each.first}>
              <Text>{each.name === '' ? 'outside of blocks' : each.name}</Text>
            </To>{' '}
            <Sizes added={each.added} removed={each.removed} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function holds(fold: Row & { kind: 'fold' }, asked: string | null): boolean {
  const [side, number] = (asked ?? '').split('-')
  const first = side === 'before' ? fold.before : side === 'after' ? fold.after : 0
  const line = Number(number)
  return first > 0 && line >= first && line < first + fold.count
}

function Side(props: {
  name: string
  line: Line | null
  mark: string
  side: 'before' | 'after'
  changed: boolean
  asked: string | null
  language: Language
}) {
  const { name, line, mark, side, changed, asked, language } = props
  if (line === null) {
    return <td colSpan={3} class="nothing" />
  }
  const id = `${side}-${line.number}`
  const tone = changed ? (side === 'before' ? 'gone' : 'new') : ''
  const hit = id === asked ? ' asked' : ''
  return (
    <>
      <td class={`no ${tone}${hit}`} id={`${name}/${id}`}>{line.number}</td>
      <td class={`mark ${tone}`}>{changed ? mark : ''}</td>
      <td class={`text ${tone}${hit}`}>{colouredLine(line.text, language, line.ranges)}</td>
    </>
  )
}

function Unified(props: { name: string; row: Exclude<Row, { kind: 'fold' }>; changed: boolean; asked: string | null; language: Language }) {
  const { name, row, changed, asked, language } = props
  if (!changed && row.before !== null && row.after !== null) {
    const hit = [`before-${row.before.number}`, `after-${row.after.number}`].includes(asked ?? '') ? ' asked' : ''
    return (
      <tr class="same">
        <td class="no" id={`${name}/before-${row.before.number}`}>{row.before.number}</td>
        <td class="no" id={`${name}/after-${row.after.number}`}>{row.after.number}</td>
        <td class="mark" />
        <td class={`text${hit}`}>{colouredLine(row.after.text, language)}</td>
      </tr>
    )
  }
  return (
    <>
      {row.before !== null && (
        <tr class="removed">
          <td class="no gone" id={`${name}/before-${row.before.number}`}>{row.before.number}</td>
          <td class="no gone" />
          <td class="mark gone">−</td>
          <td class={`text gone${asked === `before-${row.before.number}` ? ' asked' : ''}`}>
            {colouredLine(row.before.text, language, row.before.ranges)}
          </td>
        </tr>
      )}
      {row.after !== null && (
        <tr class="added">
          <td class="no new" />
          <td class="no new" id={`${name}/after-${row.after.number}`}>{row.after.number}</td>
          <td class="mark new">+</td>
          <td class={`text new${asked === `after-${row.after.number}` ? ' asked' : ''}`}>
            {colouredLine(row.after.text, language, row.after.ranges)}
          </td>
        </tr>
      )}
    </>
  )
}
