// What was dropped or chosen in the browser -> paths and bytes. Knows nothing of what the files mean.

import { MOST_BYTES, MOST_FILE_BYTES, SETTINGS_NAME, type TakenFile } from './sort'

/** Folders that never hold migrations, and may hold very much. */
const PASSED_BY = new Set(['node_modules', 'target', 'dist', 'build'])

export interface Taken {
  title: string
  files: TakenFile[]
  complaints: string[]
}

/** Files and folders that were dropped. To be called while the event is handled. */
export async function fromDrop(transfer: DataTransfer): Promise<Taken> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  const plain = entries.length === 0 ? [...transfer.files] : []
  const complaints: string[] = []
  const found: { path: string; file: File }[] = plain.map((file) => ({ path: file.name, file }))
  for (const entry of entries) {
    await walk(entry, '', found, complaints)
  }
  const title = entries.length === 1 ? (entries[0]?.name ?? '') : ''
  return await readAll(title, found, complaints)
}

/** Files or a folder that were chosen. */
export function fromInput(list: FileList): Promise<Taken> {
  const found = [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }))
  const first = found[0]?.path ?? ''
  return readAll(first.split('/')[0] ?? '', found.filter(({ path }) => !passedBy(path)), [])
}

async function walk(
  entry: FileSystemEntry,
  folder: string,
  found: { path: string; file: File }[],
  complaints: string[],
): Promise<void> {
  const path = folder === '' ? entry.name : `${folder}/${entry.name}`
  try {
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
      found.push({ path, file })
    } else if (!passedBy(path)) {
      const reader = (entry as FileSystemDirectoryEntry).createReader()
      for (;;) {
        const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
        if (some.length === 0) break
        for (const each of some) await walk(each, path, found, complaints)
      }
    }
  } catch (error) {
    complaints.push(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function passedBy(path: string): boolean {
  return path.split('/').some((name) => PASSED_BY.has(name) || (name.startsWith('.') && name !== '.'))
}

/** The texts that may be of interest, within bounds. */
async function readAll(
  title: string,
  found: { path: string; file: File }[],
  complaints: string[],
): Promise<Taken> {
  const files: TakenFile[] = []
  let bytes = 0
  for (const { path, file } of found) {
    if (!/\.(sql|txt|prisma|json)$/.test(path) && path.split('/').at(-1) !== SETTINGS_NAME) continue
    if (file.size > MOST_FILE_BYTES) {
      complaints.push(`${path} is larger than ${MOST_FILE_BYTES / 1024 / 1024} MB and is left out.`)
      continue
    }
    bytes += file.size
    if (bytes > MOST_BYTES) {
      complaints.push(`Together the files are larger than ${MOST_BYTES / 1024 / 1024} MB: those from ${path} on are left out.`)
      break
    }
    try {
      files.push({ path, bytes: new Uint8Array(await file.arrayBuffer()) })
    } catch (error) {
      complaints.push(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { title, files, complaints }
}
