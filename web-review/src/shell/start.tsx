// The empty page: what this is, the ways in, and examples.

import { useRef } from 'preact/hooks'
import type { FileInput } from '../planner'
import { format, type Route } from '../route'
import { fromInput, type Taken } from '../sources/drop'
import { examples } from '../sources/gallery'
import type { Kind } from '../sources/paste'
import { Text } from '../text'
import { Paste } from './paste'

export function Start(props: {
  wanted: Route
  take(taken: Taken): void
  paste(kind: Kind, text: string): void
  /** The files that were pasted before and that more of them join. */
  begun: FileInput[]
}) {
  const { wanted, take, paste, begun } = props
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const chosen = async (input: HTMLInputElement) => {
    if (input.files !== null && input.files.length > 0) take(await fromInput(input.files))
    input.value = ''
  }
  return (
    <div class="start">
      <h1>See what a migration does before it runs</h1>
      <p class="lead">
        What can be lost, what can fail, what is locked and for how long, and what to deploy first: told by the planner
        that will run it, here in your browser. Nothing that you open leaves this page.
      </p>
      {wanted.at !== 'start' && wanted.migration !== null && wanted.migration !== '' && (
        <p class="card">
          This link leads to <strong><Text>{wanted.migration}</Text></strong>. Open its folder and it is shown.
        </p>
      )}
      <div class="ways">
        <section class="card drop" aria-labelledby="way-drop">
          <h2 id="way-drop">Drop a migrations folder</h2>
          <p>Anywhere on this page: the whole folder, one migration, its files, or facts.json of a preflight. A comon.toml among them counts.</p>
          <p class="buttons">
            <button type="button" class="primary" onClick={() => folder.current?.click()}>Choose a folder</button>
            <button type="button" onClick={() => files.current?.click()}>Choose files</button>
          </p>
          <input ref={folder} id="folder" type="file" class="off-screen" tabIndex={-1} aria-label="A folder" {...{ webkitdirectory: true }} multiple onChange={(event) => chosen(event.currentTarget)} />
          <input ref={files} id="files-input" type="file" class="off-screen" tabIndex={-1} aria-label="Files" multiple onChange={(event) => chosen(event.currentTarget)} />
        </section>
        <Paste paste={paste} files={begun} title="Paste a text">
          {begun.length > 0 && <p>The other files of a migration join {begun.map((file) => file.path).join(', ')}.</p>}
        </Paste>
        <section class="card" aria-labelledby="way-edit">
          <h2 id="way-edit">Try a change</h2>
          <p>Type a schema before and after: the plan, its SQL and its warnings follow each key stroke.</p>
          <p class="buttons">
            <a class="button" href="#/edit">Open the editor</a>
          </p>
        </section>
      </div>
      <section aria-labelledby="examples">
        <h2 id="examples">Or look at one of these</h2>
        <ul class="examples">
          {examples.map((example) => (
            <li key={example.id}>
              <a href={format({ at: 'review', gallery: example.id, migration: '', section: 'summary', item: null }).replace(/\/review\/$/, '')}>
                <strong>{example.title}</strong>
                <span>{example.words}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <p class="quiet">
        From the command line:{' '}
        <code>
          comon review <span class="unbroken">--open</span>
        </code>
        , or{' '}
        <code>
          comon review <span class="unbroken">--format html</span> <span class="unbroken">--output review.html</span>
        </code>{' '}
        for a file to attach to a pull request.
      </p>
    </div>
  )
}
