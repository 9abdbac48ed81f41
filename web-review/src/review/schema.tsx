// The schema before and after: changed lines marked, unchanged parts folded, side by side or in one column.

import { useMemo, useState } from 'preact/hooks'
import type { Hunk } from '../planner'
import { colouredLine, count, type Language } from '../text'
import { Tabs } from '../shell/tabs'
import { rows, unfolded, type Line, type Row } from './difference'

type Layout = 'split' | 'unified'

/** How many rows are shown at first. */
const MOST = 1_200

export function Difference(props: {
  hunks: Hunk[]
  before: string
  names: [string, string]
  language: Language
  /** `before-12`: a line that somebody asked for. */
  asked?: string | null
  label: string
}) {
  const { hunks, before, names, language, asked = null, label } = props
  const [layout, setLayout] = useState<Layout>(() => (matchMedia('(min-width: 70rem)').matches ? 'split' : 'unified'))
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const [all, setAll] = useState(false)
  const folded = useMemo(() => rows(hunks, before), [hunks, before])
  const shown = useMemo(
    () =>
      folded.flatMap((row) => {
        const wanted = row.kind === 'fold' && (open.has(row.before) || holds(row, asked))
        return row.kind === 'fold' && wanted ? unfolded(row, before) : [row]
      }),
    [folded, open, asked, before],
  )
  if (hunks.length === 0) return <p class="quiet">No line differs.</p>
  const unfold = (row: Row & { kind: 'fold' }) => setOpen(new Set([...open, row.before]))
  const few = all ? shown : shown.slice(0, MOST)
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
          choose={(next: Layout) => setLayout(next)}
        />
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={label}>
        <table class={layout}>
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
                  <Side line={row.before} mark="−" side="before" changed={row.kind !== 'same'} asked={asked} language={language} />
                  <Side line={row.after} mark="+" side="after" changed={row.kind !== 'same'} asked={asked} language={language} />
                </tr>
              ) : (
                <Unified key={index} row={row} asked={asked} language={language} />
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

function holds(fold: Row & { kind: 'fold' }, asked: string | null): boolean {
  const [side, number] = (asked ?? '').split('-')
  const first = side === 'before' ? fold.before : side === 'after' ? fold.after : 0
  const line = Number(number)
  return first > 0 && line >= first && line < first + fold.count
}

function Side(props: {
  line: Line | null
  mark: string
  side: 'before' | 'after'
  changed: boolean
  asked: string | null
  language: Language
}) {
  const { line, mark, side, changed, asked, language } = props
  if (line === null) {
    return <td colSpan={3} class="nothing" />
  }
  const id = `${side}-${line.number}`
  const tone = changed ? (side === 'before' ? 'gone' : 'new') : ''
  const hit = id === asked ? ' asked' : ''
  return (
    <>
      <td class={`no ${tone}${hit}`} id={`schema/${id}`}>{line.number}</td>
      <td class={`mark ${tone}`}>{changed ? mark : ''}</td>
      <td class={`text ${tone}${hit}`}>{colouredLine(line.text, language, line.ranges)}</td>
    </>
  )
}

function Unified({ row, asked, language }: { row: Exclude<Row, { kind: 'fold' }>; asked: string | null; language: Language }) {
  if (row.kind === 'same') {
    const hit = [`before-${row.before.number}`, `after-${row.after.number}`].includes(asked ?? '') ? ' asked' : ''
    return (
      <tr class="same">
        <td class="no">{row.before.number}</td>
        <td class="no" id={`schema/after-${row.after.number}`}>{row.after.number}</td>
        <td class="mark" />
        <td class={`text${hit}`}>{colouredLine(row.after.text, language)}</td>
      </tr>
    )
  }
  return (
    <>
      {row.before !== null && (
        <tr class="removed">
          <td class="no gone" id={`schema/before-${row.before.number}`}>{row.before.number}</td>
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
          <td class="no new" id={`schema/after-${row.after.number}`}>{row.after.number}</td>
          <td class="mark new">+</td>
          <td class={`text new${asked === `after-${row.after.number}` ? ' asked' : ''}`}>
            {colouredLine(row.after.text, language, row.after.ranges)}
          </td>
        </tr>
      )}
    </>
  )
}
