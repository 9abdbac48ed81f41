// The text of comon.toml -> what the planner takes its settings from. TOML is read here, what the keys mean and
// which are there only the planner knows.

import { parse } from 'smol-toml'

/** A comon.toml that somebody opened. */
export interface SettingsFile {
  path: string
  text: string
}

/** What the planner is asked with: the settings and the day, on which some of them end. */
export interface Asked {
  configuration: string | null
  today: string
}

/** Reads it; `problem` where it is no TOML. */
export function asked(file: SettingsFile | null): Asked & { problem: string | null } {
  const today = new Date().toISOString().slice(0, 10)
  if (file === null) return { configuration: null, today, problem: null }
  try {
    return { configuration: JSON.stringify(parse(file.text)), today, problem: null }
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    return { configuration: null, today, problem: `${file.path} cannot be read and counts for nothing: ${words.split('\n')[0]}` }
  }
}
