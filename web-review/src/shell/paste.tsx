// A field for a text that somebody pastes, and what it is. Knows nothing of what becomes of it.

import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { FileInput } from '../planner'
import { guessBeside, KINDS, refusal, type Kind } from '../sources/paste'

export function Paste(props: {
  title: string
  /** The files that were pasted before and that this one joins. */
  files: FileInput[]
  paste(kind: Kind, text: string): void
  children?: ComponentChildren
}) {
  const { title, files, paste, children } = props
  const [text, setText] = useState('')
  const [kind, setKind] = useState<Kind | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const taken = kind ?? guessBeside(text, files)
  const show = () => {
    const words = refusal(text, taken, files)
    setProblem(words)
    if (words !== null || taken === null) return
    setText('')
    setKind(null)
    paste(taken, text)
  }
  return (
    <section class="card" aria-labelledby="way-paste">
      <h2 id="way-paste">{title}</h2>
      {children}
      <label class="off-screen" for="pasted">The text</label>
      <textarea id="pasted" rows={4} spellcheck={false} placeholder="A schema, a migration.sql, or what comon review --json prints" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      <p class="buttons">
        <label>
          It is{' '}
          <select value={taken ?? ''} onChange={(event) => setKind((event.currentTarget.value || null) as Kind | null)}>
            {taken === null && <option value="">not known yet</option>}
            {KINDS.map(([id, words]) => (
              <option key={id} value={id}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={show}>Show it</button>
      </p>
      {problem !== null && <p class="problem" role="alert">{problem}</p>}
    </section>
  )
}
