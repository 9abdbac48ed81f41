// What the page was made with: the reviews that `comon review` wrote into it. Also keeps in touch with the
// command that serves it, which ends when nobody looks any more.

import type { FileInput } from '../planner'
import type { SettingsFile } from './settings'
import { empty, takeJson, type Project } from './sort'

interface Embedded {
  title?: string
  live?: boolean
  facts?: string | null
  settings?: SettingsFile | null
  migrations?: { name: string; files: FileInput[] }[]
}

export interface Made {
  project: Project
  complaints: string[]
  live: boolean
}

/** What stands there until reviews are written into the page. */
const PLACEHOLDER = /^%[A-Z]+%$/

/** What the page holds; `null` where it is an empty one. */
export function embedded(): Made | null {
  const text = document.getElementById('comon-data')?.textContent?.trim()
  if (!text || PLACEHOLDER.test(text)) return null
  const complaints: string[] = []
  const project = empty('')
  takeJson('The data of this page', text, project, complaints)
  let data: Embedded = {}
  try {
    data = JSON.parse(text) as Embedded
  } catch {
    return { project, complaints, live: false }
  }
  project.title = data.title ?? ''
  project.facts = data.facts ?? null
  project.settings = data.settings ?? null
  for (const { name, files } of data.migrations ?? []) {
    const known = project.migrations.find((each) => each.name === name)
    if (known !== undefined) known.files = files
    else project.migrations.push({ name, files, review: null })
  }
  project.migrations.sort((one, other) => (one.name < other.name ? -1 : 1))
  return { project, complaints, live: data.live === true }
}

/** Holds a connection to the command that serves the page for as long as the page is open. */
export async function stayInTouch(lost: () => void): Promise<void> {
  try {
    const response = await fetch('alive')
    const reader = response.body?.getReader()
    while (reader !== undefined && !(await reader.read()).done) {
      // Whatever comes says that the command is still there.
    }
  } catch {
    // The command has ended, which is what this waits for.
  }
  lost()
}
