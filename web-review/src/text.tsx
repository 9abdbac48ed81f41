// Texts of strangers -> nodes that cannot mislead: characters that no eye sees, or that turn the reading
// direction around, become marks with their names. Also what code is made of: lines, numbers, colours.

import { PostgreSQL, SQLite } from '@codemirror/lang-sql'
import type { Parser } from '@lezer/common'
import { classHighlighter, highlightCode } from '@lezer/highlight'
import { Fragment, type ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { prisma } from './edit/prisma'
import type { Mark } from './shell/icons'

/** Control, format, bidirectional and other characters without a shape of their own; not tab and line end. */
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu

export function Text({ children }: { children: string }) {
  return <bdi>{marked(children)}</bdi>
}

/** A sentence of the planner's, whose words between backquotes are code. */
export function Sentence({ children }: { children: string }) {
  const parts = children.split(/`([^`]+)`/)
  return <bdi>{parts.map((part, index) => (index % 2 === 1 ? <code key={index}>{marked(part)}</code> : marked(part)))}</bdi>
}

export function marked(text: string): ComponentChildren {
  const parts: ComponentChildren[] = []
  let from = 0
  for (const found of text.matchAll(HIDDEN)) {
    parts.push(text.slice(from, found.index), <Hidden character={found[0]} />)
    from = found.index + found[0].length
  }
  if (from === 0) return text
  parts.push(text.slice(from))
  return parts
}

function Hidden({ character }: { character: string }) {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  return (
    <span class="hidden-character" title={`a hidden character, ${code}`}>
      {code}
    </span>
  )
}

export type Language = 'postgresql' | 'sqlite' | 'prisma' | 'plain'

const parsers: Record<Language, Parser | null> = {
  postgresql: PostgreSQL.language.parser,
  sqlite: SQLite.language.parser,
  prisma: prisma.parser,
  plain: null,
}

/** Longer texts are shown without colours. */
const MOST_COLOURED = 200_000

/** The lines of a text, coloured. */
function colouredLines(text: string, language: Language): ComponentChildren[][] {
  const parser = parsers[language]
  if (parser === null || text.length > MOST_COLOURED) {
    return text.split('\n').map((line) => [marked(line)])
  }
  const lines: ComponentChildren[][] = [[]]
  const put = (part: string, classes: string) => {
    const shown = marked(part)
    lines.at(-1)!.push(classes === '' ? shown : <span class={classes}>{shown}</span>)
  }
  highlightCode(text, parser.parse(text), classHighlighter, put, () => lines.push([]))
  return lines
}

/** How many lines of a text are shown at first. */
const MOST_LINES = 400

/** A text with line numbers, foldable where it is long. */
export function Code(props: {
  text: string
  language: Language
  label: string
  first?: number
  /** The number of each line, where they do not go up one by one. */
  lines?: number[]
  numbers?: boolean
  copy?: boolean
  /** By the number of a line: how much what is said of it matters, and that. */
  notes?: Map<number, { mark: Mark; below: ComponentChildren }>
}) {
  const { text, language, label, first = 1, numbers = true, copy = true, notes } = props
  const [all, setAll] = useState(false)
  const lines = colouredLines(text.replace(/\n$/, ''), language)
  const numberOf = (index: number) => props.lines?.[index] ?? first + index
  const shown = all ? lines : lines.slice(0, MOST_LINES)
  return (
    <div class="code">
      {copy && <Copy text={text} label={`Copy ${label}`} />}
      <pre tabIndex={0} aria-label={label} class={numbers ? 'numbered' : ''}>
        {shown.map((line, index) => {
          const note = notes?.get(numberOf(index))
          return (
            <Fragment key={index}>
              <div class={note === undefined ? 'line' : `line noted ${note.mark}`} data-line={numbers ? numberOf(index) : undefined}>
                {line.length === 0 || line[0] === '' ? '\u200b' : line}
              </div>
              {note?.below}
            </Fragment>
          )
        })}
      </pre>
      {shown.length < lines.length && (
        <button class="more" onClick={() => setAll(true)}>
          Show all {lines.length.toLocaleString('en')} lines
        </button>
      )}
    </div>
  )
}

/** A button that copies a text, and says so. */
export function Copy({ text, label, children }: { text: string; label: string; children?: ComponentChildren }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const copy = async () => {
    setState((await copied(text)) ? 'copied' : 'failed')
    setTimeout(() => setState('idle'), 1_600)
  }
  const words = { idle: children ?? 'Copy', copied: 'Copied', failed: 'Not copied' }
  return (
    <button class="copy" type="button" onClick={copy} aria-label={children ? undefined : label}>
      <span aria-live="polite">{words[state]}</span>
    </button>
  )
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // A page from a disk may not have the clipboard; the older way still works there.
    const area = document.createElement('textarea')
    area.value = text
    area.className = 'off-screen'
    document.body.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    return done
  }
}

export function count(number: number, noun: string, plural = `${noun}s`): string {
  return number === 0 ? `no ${noun}` : `${number.toLocaleString('en')} ${number === 1 ? noun : plural}`
}

/** A single line, coloured, with some ranges of it marked. */
export function colouredLine(text: string, language: Language, ranges: [number, number][] = []): ComponentChildren[] {
  const parser = parsers[language]
  const nodes: ComponentChildren[] = []
  let at = 0
  const put = (part: string, classes: string) => {
    let from = 0
    while (from < part.length) {
      const place = at + from
      const range = ranges.find(([, end]) => place < end)
      const inside = range !== undefined && place >= range[0]
      const end = range === undefined ? part.length : Math.min(part.length, (inside ? range[1] : range[0]) - at)
      const shown = marked(part.slice(from, end))
      const coloured = classes === '' ? shown : <span class={classes}>{shown}</span>
      nodes.push(inside ? <mark>{coloured}</mark> : coloured)
      from = end
    }
    at += part.length
  }
  if (parser === null || text.length > 4_000) {
    put(text, '')
  } else {
    highlightCode(text, parser.parse(text), classHighlighter, put, () => put('\n', ''))
  }
  return nodes
}
