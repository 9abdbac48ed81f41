// The touched tables and their neighbours as a drawing. What is added, changed, dropped or rebuilt is told
// by a sign and by the line around it, and by colour only besides. The same stands below as a list.

import { Graph, layout } from '@dagrejs/dagre'
import { useMemo } from 'preact/hooks'
import type { Diagram, Entity, EntityColumn, Fate } from '../planner'
import { useMedia } from '../shell/media'
import { Text, count } from '../text'

const SIGNS: Record<Fate, string> = { added: '+', dropped: '−', changed: '~', stays: '' }
const WORDS: Record<Fate, string> = { added: 'added', dropped: 'dropped', changed: 'changed', stays: 'unchanged' }

const LINE = 20
const HEAD = 32
const LETTER = 7.3
/** Columns of a table that are drawn; the list has all. */
const MOST_COLUMNS = 16
const MOST_LETTERS = 44

export function Picture({ diagram }: { diagram: Diagram }) {
  const narrow = useMedia('(max-width: 40rem)')
  const drawing = useMemo(() => (narrow ? stacked(diagram) : drawn(diagram)), [diagram, narrow])
  if (diagram.entities.length === 0) return <p class="quiet">No table is touched.</p>
  const { width, height, boxes, edges } = drawing
  return (
    <div class="picture">
      <p class="legend">
        <span class="added">+ added</span> <span class="changed">~ changed</span> <span class="dropped">− dropped</span>{' '}
        <span class="stays">unchanged</span>
        {diagram.entities.some((each) => each.rebuilt) && <span class="rebuilt">⟳ rebuilt</span>}
        {diagram.leftOut > 0 && <span>{count(diagram.leftOut, 'more table')} not drawn</span>}
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Drawing of the tables">
        <svg class={width <= FITS ? 'fits' : ''} viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label="Tables and their relations; the list below says the same">
          <defs>
            <marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
              <path d="M0 0l8 4-8 4z" fill="context-stroke" />
            </marker>
          </defs>
          {edges.map((edge, index) => (
            <g key={index} class={`edge ${edge.fate}`}>
              <path d={edge.path} marker-end="url(#arrow)" />
              {edge.fate !== 'stays' && (
                <text x={edge.x} y={edge.y}>
                  {SIGNS[edge.fate]}
                </text>
              )}
            </g>
          ))}
          {boxes.map((box, index) => (
            <Box key={index} box={box} />
          ))}
        </svg>
      </div>
      <details class="as-text">
        <summary>The same as a list</summary>
        <ul>
          {diagram.entities.map((entity, index) => (
            <li key={index}>
              <strong>
                <Text>{entity.name}</Text>
              </strong>{' '}
              {WORDS[entity.fate]}
              {entity.rebuilt && ', rebuilt'}
              {entity.renamedFrom !== undefined && (
                <>
                  , was <Text>{entity.renamedFrom}</Text>
                </>
              )}
              <ul>
                {entity.columns.slice(0, 500).map((column, at) => (
                  <li key={at}>
                    <Text>{`${column.name} ${column.columnType}`}</Text>
                    {column.fate !== 'stays' && `, ${WORDS[column.fate]}`}
                    {column.typeBefore !== undefined && <Text>{`, was ${column.typeBefore}`}</Text>}
                    {column.renamedFrom !== undefined && <Text>{`, was ${column.renamedFrom}`}</Text>}
                  </li>
                ))}
              </ul>
            </li>
          ))}
          {diagram.relations.map((relation, index) => (
            <li key={`r${index}`}>
              <Text>{`${diagram.entities[relation.from]?.name} (${relation.columns.join(', ')}) refers to ${diagram.entities[relation.to]?.name}`}</Text>
              {relation.fate !== 'stays' && `, ${WORDS[relation.fate]}`}
            </li>
          ))}
        </ul>
      </details>
    </div>
  )
}

interface DrawnBox {
  entity: Entity
  columns: EntityColumn[]
  more: number
  x: number
  y: number
  width: number
  height: number
}

/** How wide a row of parts that are not connected grows. */
const ROW = 1_120
const GAP = 28

/** Up to this width a drawing is made smaller where it does not fit, and can still be read. */
const FITS = 480
/** Beside boxes that stand below each other. */
const GUTTER = 28

interface Edge {
  path: string
  fate: Fate
  x: number
  y: number
}

function drawn(diagram: Diagram) {
  const boxes = diagram.entities.map(box)
  const edges: Edge[] = []
  let [x, y, height, width] = [12, 12, 0, 0]
  for (const part of parts(diagram, boxes.length)) {
    const drawing = arranged(diagram, boxes, part)
    if (x > 12 && x + drawing.width > ROW) {
      ;[x, y, height] = [12, y + height + GAP, 0]
    }
    for (const index of part) {
      const own = boxes[index]!
      own.x += x
      own.y += y
    }
    for (const { points, fate } of drawing.edges) {
      const moved = points.map((point) => ({ x: point.x + x, y: point.y + y }))
      const middle = moved[moved.length >> 1] ?? { x: 0, y: 0 }
      const path = moved.map((point, at) => `${at === 0 ? 'M' : 'L'}${Math.round(point.x)} ${Math.round(point.y)}`).join('')
      edges.push({ path, fate, x: middle.x, y: middle.y - 5 })
    }
    x += drawing.width + GAP
    height = Math.max(height, drawing.height)
    width = Math.max(width, x)
  }
  return { boxes, edges, width: Math.ceil(width - GAP + 12), height: Math.ceil(y + height + 12) }
}

/** For a phone: one box below the other, and the relations beside them. */
function stacked(diagram: Diagram) {
  const boxes = diagram.entities.map(box)
  const width = Math.max(0, ...boxes.map((each) => each.width))
  let y = 12
  for (const each of boxes) {
    each.x = GUTTER
    each.y = y
    each.width = width
    y += each.height + 20
  }
  const used = boxes.map(() => 0)
  /** Each end has a height of its own beside its box. */
  const end = (index: number) => boxes[index]!.y + 12 + 7 * (used[index]!++ % 5)
  const edges = diagram.relations.flatMap(({ from, to, fate }, index): Edge[] => {
    if (boxes[from] === undefined || boxes[to] === undefined) return []
    const [begin, target] = [end(from), end(to)]
    const lane = GUTTER - 8 - 4 * (index % 4)
    return [{ path: `M${GUTTER} ${begin}H${lane}V${target}H${GUTTER}`, fate, x: 2, y: (begin + target) / 2 }]
  })
  return { boxes, edges, width: width + GUTTER + 8, height: y }
}

function box(entity: Entity): DrawnBox {
  // What changes comes first where not all can be drawn.
  const ordered =
    entity.columns.length <= MOST_COLUMNS
      ? entity.columns
      : [...entity.columns.filter((each) => each.fate !== 'stays'), ...entity.columns.filter((each) => each.fate === 'stays')]
  const columns = ordered.slice(0, MOST_COLUMNS)
  const more = entity.columns.length - columns.length
  const lines = columns.map((column) => named(column).length + typed(column).length + 6)
  const letters = Math.max(head(entity).length + 4, ...lines, 16)
  const height = HEAD + (columns.length + (more > 0 ? 1 : 0)) * LINE + 8
  return { entity, columns, more, x: 0, y: 0, width: Math.ceil(letters * LETTER + 20), height }
}

/** The tables that relations connect, those with most first. */
function parts(diagram: Diagram, count: number): number[][] {
  const neighbours: number[][] = Array.from({ length: count }, () => [])
  for (const { from, to } of diagram.relations) {
    neighbours[from]?.push(to)
    neighbours[to]?.push(from)
  }
  const seen = new Set<number>()
  const parts: number[][] = []
  for (let first = 0; first < count; first++) {
    const part: number[] = []
    const waiting = [first]
    while (waiting.length > 0) {
      const index = waiting.pop()!
      if (index >= count || seen.has(index)) continue
      seen.add(index)
      part.push(index)
      waiting.push(...neighbours[index]!)
    }
    if (part.length > 0) parts.push(part)
  }
  return parts.toSorted((one, other) => other.length - one.length)
}

/** Puts the boxes of a part in their places, from its own corner. */
function arranged(diagram: Diagram, boxes: DrawnBox[], part: number[]) {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 24, ranksep: 64 })
  const own = new Set(part)
  for (const index of part) {
    const { width, height } = boxes[index]!
    graph.setNode(String(index), { width, height })
  }
  diagram.relations.forEach(({ from, to }, index) => {
    if (own.has(from) && own.has(to)) graph.setEdge(String(from), String(to), {}, String(index))
  })
  layout(graph)
  for (const index of part) {
    const node = graph.node(String(index))
    const placed = boxes[index]!
    placed.x = (node.x ?? 0) - placed.width / 2
    placed.y = (node.y ?? 0) - placed.height / 2
  }
  const edges = graph.edges().map((edge) => ({
    points: (graph.edge(edge).points ?? []) as { x: number; y: number }[],
    fate: diagram.relations[Number(edge.name)]?.fate ?? ('stays' as Fate),
  }))
  const size = graph.graph() as { width?: number; height?: number }
  return { edges, width: size.width ?? 0, height: size.height ?? 0 }
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}

function head(entity: Entity): string {
  const was = entity.renamedFrom === undefined ? '' : ` (was ${entity.renamedFrom})`
  return shortened(`${entity.name}${was}`, MOST_LETTERS) + (entity.rebuilt ? ' ⟳' : '')
}

function named(column: EntityColumn): string {
  const was = column.renamedFrom === undefined ? '' : ` (was ${column.renamedFrom})`
  return shortened(`${column.name}${was}`, MOST_LETTERS)
}

function typed(column: EntityColumn): string {
  const was = column.typeBefore === undefined ? '' : `${column.typeBefore} → `
  return shortened(`${was}${column.columnType}`, MOST_LETTERS)
}

function Box({ box }: { box: DrawnBox }) {
  const { entity, columns, more, x, y, width, height } = box
  return (
    <g class={`entity ${entity.fate}${entity.rebuilt ? ' rebuilt' : ''}`} transform={`translate(${Math.round(x)} ${Math.round(y)})`}>
      {entity.rebuilt && <rect class="outer" x={-3} y={-3} width={width + 6} height={height + 6} rx={8} />}
      <rect class="frame" width={width} height={height} rx={6} />
      <path class="head" d={`M0 ${HEAD}V6a6 6 0 0 1 6-6H${width - 6}a6 6 0 0 1 6 6V${HEAD}z`} />
      <text class="name" x={10} y={21}>
        {`${SIGNS[entity.fate]} ${plain(head(entity))}`.trim()}
      </text>
      {columns.map((column, index) => {
        const line = HEAD + index * LINE + 18
        return (
          <g key={index} class={`column ${column.fate}`}>
            <text x={10} y={line} class="sign">{SIGNS[column.fate]}</text>
            <text x={24} y={line} class={column.key ? 'key' : ''}>{plain(named(column))}</text>
            <text x={width - 10} y={line} class="type" text-anchor="end">{plain(typed(column))}</text>
          </g>
        )
      })}
      {more > 0 && (
        <text x={24} y={HEAD + columns.length * LINE + 18} class="type">{`and ${more} more`}</text>
      )}
    </g>
  )
}

/** Hidden characters as their codes: SVG has no marks of its own inside a text. */
function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g, (each) =>
    `⟨U+${each.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  )
}
