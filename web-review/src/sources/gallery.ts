// The examples of the start page: migrations that the planner wrote, checked in with the project.

import type { FileInput } from '../planner'
import { FILE_NAMES, empty, type Project } from './sort'

const files = import.meta.glob<string>('../../../examples/gallery/*/migrations/*/*', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const about = import.meta.glob<string>('../../../examples/gallery/*/about.txt', {
  query: '?raw',
  import: 'default',
  eager: true,
})

export interface Example {
  id: string
  title: string
  words: string
}

export const examples: Example[] = Object.entries(about)
  .map(([path, text]) => {
    const [title = '', ...rest] = text.trim().split('\n')
    return { id: path.split('/').at(-2)!, title, words: rest.join(' ').trim() }
  })
  .toSorted((one, other) => one.id.localeCompare(other.id))

export function example(id: string): Project | null {
  const found = examples.find((each) => each.id === id)
  if (found === undefined) return null
  const migrations = new Map<string, FileInput[]>()
  for (const [path, text] of Object.entries(files)) {
    const [file, name, , gallery] = path.split('/').toReversed()
    if (gallery === id && file !== undefined && name !== undefined && FILE_NAMES.includes(file)) {
      migrations.set(name, [...(migrations.get(name) ?? []), { path: file, text }])
    }
  }
  return {
    ...empty(found.title),
    migrations: [...migrations]
      .map(([name, own]) => ({ name, files: own, review: null }))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  }
}
