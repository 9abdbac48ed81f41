// Which comon.toml a review goes by, and what it says that matters here; or that there is none.

import { useEffect, useState } from 'preact/hooks'
import { planner, type SettingsView } from '../planner'
import { asked, type SettingsFile } from '../sources/settings'
import { Sentence, Text, count } from '../text'

export function Settings({ file }: { file: SettingsFile | null }) {
  const [view, setView] = useState<SettingsView | null>(null)
  const { configuration, today, problem } = asked(file)
  useEffect(() => {
    let current = true
    setView(null)
    if (configuration === null) return
    planner.settings({ configuration, today }).then(
      (answer) => current && setView(answer),
      // The review itself says that the planner stopped.
      () => undefined,
    )
    return () => {
      current = false
    }
  }, [configuration, today])
  if (file === null) {
    return <p class="settings quiet">No comon.toml is open: each notice is at its own level.</p>
  }
  const problems = [...(problem === null ? [] : [problem]), ...(view?.problems ?? [])]
  if (problems.length > 0) {
    return (
      <div class="settings problem" role="alert">
        {problems.map((line) => (
          <p key={line}>
            <Sentence>{line}</Sentence>
          </p>
        ))}
      </div>
    )
  }
  return (
    <details class="settings">
      <summary>
        Goes by <Text>{file.path}</Text>: {count(view?.words.length ?? 0, 'setting')} for reviews
      </summary>
      <ul class="plain">
        {(view?.words ?? []).map((line) => (
          <li key={line}>
            <Text>{line}</Text>
          </li>
        ))}
      </ul>
    </details>
  )
}
