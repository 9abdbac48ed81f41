// Files that somebody dropped -> what they are: migrations, schema files, facts, reviews as JSON. In:
// paths and bytes. Out: a project, and what could not be used, in words. Knows nothing of the browser.

import type { ChangeProblem, FileInput, Review, Warning } from '../planner'
import type { SettingsFile } from './settings'

/** The files of a migration, in the order of its seal. */
export const FILE_NAMES = ['migration.sql', 'warnings.txt', 'before.prisma', 'after.prisma', 'metadata.txt']

/** The file with the settings of a project. */
export const SETTINGS_NAME = 'comon.toml'

/** No file may be larger, nor all of them together. */
export const MOST_FILE_BYTES = 8 * 1024 * 1024
export const MOST_BYTES = 128 * 1024 * 1024

export interface TakenFile {
  path: string
  bytes: Uint8Array
}

/** One migration of a project: its files, or a review that was made elsewhere. */
export interface Migration {
  name: string
  files: FileInput[]
  review: Review | null
}

export interface Project {
  /** Where it came from, for people. */
  title: string
  /** By name. */
  migrations: Migration[]
  /** Rules that a change breaks. */
  problems: ChangeProblem[]
  /** The text of facts.json. */
  facts: string | null
  /** Schema files beside the migrations. */
  schema: FileInput[]
  /** The comon.toml that counts for them. */
  settings: SettingsFile | null
  /** Whether it is one migration that somebody pastes, file by file. */
  pasted: boolean
}

export interface Sorted {
  project: Project
  complaints: string[]
}

export function empty(title: string): Project {
  return { title, migrations: [], problems: [], facts: null, schema: [], settings: null, pasted: false }
}

export function sort(title: string, files: TakenFile[]): Sorted {
  const project = empty(title)
  const complaints: string[] = []
  const folders = new Map<string, FileInput[]>()
  const settings: SettingsFile[] = []
  for (const { path, bytes } of files) {
    const text = read(path, bytes, complaints)
    if (text === null) continue
    const [folder, name] = split(path)
    if (FILE_NAMES.includes(name)) {
      folders.set(folder, [...(folders.get(folder) ?? []), { path: name, text }])
    } else if (name === SETTINGS_NAME) {
      settings.push({ path, text })
    } else if (name.endsWith('.prisma')) {
      project.schema.push({ path, text })
    } else if (name.endsWith('.json')) {
      takeJson(name, text, project, complaints)
    }
  }
  const own = folders.get('')
  const roots = Map.groupBy(folders, ([folder]) => split(folder)[0])
  const largest = [...roots.values()].toSorted((one, other) => other.length - one.length)[0] ?? []
  for (const [root, migrations] of roots) {
    if (migrations !== largest) {
      const count = migrations.length === 1 ? 'a migration' : `${migrations.length} migrations`
      complaints.push(`${root || 'The top folder'} holds ${count} of another project: drop that folder alone to see them.`)
    }
  }
  project.settings = nearest(settings, largest[0]?.[0] ?? null)
  for (const [folder, found] of largest) {
    const name = folder === '' && own !== undefined ? (nameOf(own) ?? 'dropped') : split(folder)[1]
    project.migrations.push({ name, files: found, review: null })
  }
  project.migrations.sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0))
  if (project.migrations.length === 0 && project.schema.length === 0 && project.facts === null && project.settings === null) {
    complaints.push('There is no migration among these files, no schema, no facts.json and no comon.toml.')
  }
  return { project, complaints }
}

/** Of several comon.toml the one in the nearest folder above the migrations, as comon itself looks for it. */
function nearest(settings: SettingsFile[], migration: string | null): SettingsFile | null {
  const above = settings.filter(({ path }) => {
    const folder = split(path)[0]
    return migration === null || folder === '' || migration === folder || migration.startsWith(`${folder}/`)
  })
  return above.toSorted((one, other) => other.path.length - one.path.length)[0] ?? null
}

/** JSON is facts.json, or what `comon review --json` prints. */
export function takeJson(name: string, text: string, project: Project, complaints: string[]): void {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    complaints.push(`${name} is no JSON: ${error instanceof Error ? error.message : error}`)
    return
  }
  if (isObject(value) && typeof value['measuredAt'] === 'string' && Array.isArray(value['migrations'])) {
    project.facts = text
    return
  }
  const reviews = isObject(value) && Array.isArray(value['reviews']) ? value['reviews'] : [value]
  const good = reviews.filter(isReview)
  if (good.length < reviews.length) {
    complaints.push(`${name} holds no facts and no review that this page can show: write it with comon review --json.`)
  }
  for (const review of good) {
    project.migrations.push({ name: review.name || 'unnamed', files: [], review })
  }
  if (isObject(value) && Array.isArray(value['problems'])) {
    project.problems.push(...value['problems'].filter(isProblem))
  }
}

/** Whether something is a review in all that this page reads of one. */
function isReview(value: unknown): value is Review {
  if (!isObject(value)) return false
  const texts = ['name', 'sentence', 'order', 'migrationSql', 'beforeSchema', 'afterSchema']
  const lists = [
    'tables', 'orderedChanges', 'integrity', 'gating', 'notices', 'steps', 'irrecoverable', 'written', 'edited',
    'schema', 'metadata',
  ]
  return (
    texts.every((key) => typeof value[key] === 'string') &&
    lists.every((key) => Array.isArray(value[key])) &&
    isObject(value['verdict']) &&
    isObject(value['diagram']) &&
    everyWarns(value['gating']) &&
    everyWarns(value['notices']) &&
    everyHas(value['steps'], ['statements', 'locks', 'blocks', 'places']) &&
    everyHas(value['schema'], ['lines']) &&
    everyHas(value['edited'], ['lines']) &&
    everyHas(value['diagram']['entities'], ['columns']) &&
    everyHas(value['diagram']['relations'], ['columns'])
  )
}

function everyWarns(list: unknown): boolean {
  return everyHas(list, ['probes', 'places', 'safer']) && (list as Warning[]).every((each) => everyHas(each.safer, ['steps', 'parts']))
}

function everyHas(list: unknown, keys: string[]): boolean {
  return Array.isArray(list) && list.every((each) => isObject(each) && keys.every((key) => Array.isArray(each[key])))
}

function isProblem(value: unknown): value is ChangeProblem {
  return isObject(value) && ['code', 'message', 'help'].every((key) => typeof value[key] === 'string')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The text of a file; `null`, and a complaint, where it is none. */
function read(path: string, bytes: Uint8Array, complaints: string[]): string | null {
  if (bytes.length > MOST_FILE_BYTES) {
    complaints.push(`${path} is larger than ${MOST_FILE_BYTES / 1024 / 1024} MB and is left out.`)
    return null
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    complaints.push(`${path} is no UTF-8 text and is left out.`)
    return null
  }
}

/** What metadata.txt says that the migration is called; `null` where it says nothing. */
export function nameOf(files: FileInput[]): string | null {
  const metadata = files.find((file) => file.path === 'metadata.txt')?.text ?? ''
  return /^name=(.+)$/m.exec(metadata)?.[1]?.trim() || null
}

/** Whether one of the five files is missing. */
export function isIncomplete(files: FileInput[]): boolean {
  return FILE_NAMES.some((name) => files.every((file) => file.path !== name))
}

function split(path: string): [string, string] {
  const at = path.lastIndexOf('/')
  return at < 0 ? ['', path] : [path.slice(0, at), path.slice(at + 1)]
}
