// The two editors: the schema before and after, side by side with their differences marked, or one below
// the other where there is no room. In: texts and diagnostics. Out: what is typed. Everything stands in a
// shadow root, where the editor's own styles need no leave from the page's policy.

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { MergeView } from '@codemirror/merge'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { DiagnosticView, Position } from '../planner'
import { prisma } from './prisma'

export type Side = 'before' | 'after'

export interface Editors {
  text(side: Side): string
  set(side: Side, text: string): void
  show(side: Side, diagnostics: DiagnosticView[]): void
  go(side: Side, position: Pick<Position, 'line' | 'utf16'>): void
  destroy(): void
}

const colours = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--code-comment)' },
  { tag: tags.keyword, color: 'var(--code-keyword)' },
  { tag: [tags.typeName, tags.className], color: 'var(--code-type)' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: [tags.number, tags.atom, tags.bool], color: 'var(--code-number)' },
  { tag: tags.meta, color: 'var(--code-meta)' },
  { tag: tags.propertyName, color: 'var(--text)' },
])

const look = EditorView.theme({
  '&': { backgroundColor: 'var(--surface)', color: 'var(--text)', fontSize: '0.8125rem' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55', minHeight: '18rem', maxHeight: '34rem' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--quiet)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'var(--hover)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--selection)',
  },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--text)', border: '1px solid var(--line)' },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--text)' },
  '.cm-diagnostic': { fontFamily: 'var(--sans)', whiteSpace: 'pre-wrap' },
  '.cm-specialChar': { color: 'var(--stop)', fontWeight: '700' },
  '.cm-changedLine': { backgroundColor: 'var(--changed-line)' },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': { background: 'var(--gone-strong)' },
  '&.cm-merge-a .cm-changedLine': { backgroundColor: 'var(--gone)' },
  '&.cm-merge-b .cm-changedText': { background: 'var(--new-strong)' },
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--new)' },
})

/** The styles of the frame around both. */
const FRAME = `
  :host { display: block; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; background: var(--surface); }
  .cm-mergeView { max-height: 34rem; overflow: auto; }
  .cm-mergeView .cm-scroller { max-height: none; }
  .cm-mergeViewEditor + .cm-mergeViewEditor, .below { border-left: 1px solid var(--line); }
  .below { border-left: 0 !important; border-top: 1px solid var(--line); }
  .label { padding: 0.35rem 0.7rem; background: var(--hover); color: var(--text); font: 600 0.8125rem var(--sans); }
  .stacked .cm-scroller { min-height: 8rem; max-height: 17rem; }
`

export function open(
  host: HTMLElement,
  texts: Record<Side, string>,
  beside: boolean,
  typed: (side: Side, text: string) => void,
): Editors {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(FRAME)
  root.adoptedStyleSheets = [sheet]
  const frame = document.createElement('div')
  root.replaceChildren(frame)
  const extensions = (side: Side): Extension => [
    lineNumbers(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    prisma,
    syntaxHighlighting(colours),
    look,
    EditorState.tabSize.of(2),
    // Tab leaves the editor, so that the keyboard is never caught in it.
    keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
    EditorView.contentAttributes.of({
      'aria-label': side === 'before' ? 'The schema before' : 'The schema after',
      spellcheck: 'false',
      autocapitalize: 'off',
      tabindex: '0',
    }),
    // Left to the browser, typing over a selection of marked text writes style attributes, which the page's policy
    // refuses.
    EditorView.domEventHandlers({
      beforeinput(event, view) {
        if (event.inputType !== 'insertText' || event.data === null || event.isComposing || view.state.selection.main.empty) {
          return false
        }
        view.dispatch(view.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true })
        return true
      },
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) typed(side, update.state.doc.toString())
    }),
  ]
  let views: Record<Side, EditorView>
  let destroy: () => void
  if (beside) {
    const merge = new MergeView({
      a: { doc: texts.before, extensions: extensions('before') },
      b: { doc: texts.after, extensions: extensions('after') },
      parent: frame,
      root,
      diffConfig: { scanLimit: 1_000, timeout: 30 },
    })
    views = { before: merge.a, after: merge.b }
    destroy = () => merge.destroy()
  } else {
    const view = (side: Side) => {
      const parent = document.createElement('div')
      parent.className = side === 'after' ? 'stacked below' : 'stacked'
      const label = document.createElement('div')
      label.className = 'label'
      label.append(side === 'before' ? 'Before' : 'After')
      parent.append(label)
      frame.append(parent)
      return new EditorView({ doc: texts[side], extensions: extensions(side), parent, root })
    }
    views = { before: view('before'), after: view('after') }
    destroy = () => Object.values(views).forEach((each) => each.destroy())
  }
  return {
    text: (side) => views[side].state.doc.toString(),
    set(side, text) {
      const view = views[side]
      if (view.state.doc.toString() !== text) {
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
      }
    },
    show(side, diagnostics) {
      const { state } = views[side]
      views[side].dispatch(setDiagnostics(state, diagnostics.slice(0, 200).map((each) => shown(state, each))))
    },
    go(side, position) {
      const view = views[side]
      const at = offset(view.state, position)
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
      view.focus()
    },
    destroy() {
      destroy()
      root.replaceChildren()
    },
  }
}

function shown(state: EditorState, diagnostic: DiagnosticView): Diagnostic {
  const from = offset(state, diagnostic.place.start)
  const to = Math.max(from, offset(state, diagnostic.place.end))
  const help = diagnostic.help === null ? '' : `\n${diagnostic.help}`
  return {
    from,
    to,
    severity: diagnostic.severity === 'warning' ? 'warning' : 'error',
    source: diagnostic.id,
    message: `${diagnostic.message}${help}`,
  }
}

/** A place in the text; the text may have changed since the planner read it. */
function offset(state: EditorState, position: Pick<Position, 'line' | 'utf16'>): number {
  const line = state.doc.line(Math.max(1, Math.min(position.line, state.doc.lines)))
  return Math.min(line.from + position.utf16, line.to)
}
