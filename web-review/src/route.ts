// The address after `#` <-> where the reader is. Knows nothing of what is shown there.

/** The parts of a review, in their order on the page. */
export const SECTIONS = ['summary', 'warnings', 'notices', 'steps', 'schema', 'picture', 'files'] as const
export type Section = (typeof SECTIONS)[number]

export type Route =
  | { at: 'start' }
  | { at: 'edit'; gallery: string | null; migration: string | null }
  | { at: 'review'; gallery: string | null; migration: string; section: Section; item: string | null }

export function parse(hash: string): Route {
  const parts = hash.replace(/^#?\/?/, '').split('/').map(decoded)
  const gallery = parts[0] === 'gallery' && parts[1] ? parts.splice(0, 2)[1]! : null
  const [view, migration, section, item] = parts
  if (view === 'edit') {
    return { at: 'edit', gallery, migration: migration || null }
  }
  if (view === 'review' && migration) {
    const known = SECTIONS.find((each) => each === section) ?? 'summary'
    return { at: 'review', gallery, migration, section: known, item: item || null }
  }
  return gallery === null ? { at: 'start' } : { at: 'review', gallery, migration: '', section: 'summary', item: null }
}

export function format(route: Route): string {
  if (route.at === 'start') return '#/'
  const parts: string[] = route.gallery === null ? [] : ['gallery', route.gallery]
  if (route.at === 'edit') {
    parts.push('edit')
    if (route.migration !== null) parts.push(route.migration)
  } else {
    parts.push('review', route.migration)
    if (route.section !== 'summary' || route.item !== null) parts.push(route.section)
    if (route.item !== null) parts.push(route.item)
  }
  return `#/${parts.map(encodeURIComponent).join('/')}`
}

/** The address of a part of the review that is shown. */
export function within(route: Route, section: Section, item: string | null = null): string {
  if (route.at !== 'review') return format(route)
  return format({ ...route, section, item })
}

/** Goes to an address. To the one where the reader is already it goes again: the browser would do nothing. */
export function go(hash: string): void {
  if (location.hash === hash) dispatchEvent(new HashChangeEvent('hashchange'))
  else location.hash = hash
}

/** Lets links do the same. */
export function goAgain(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  const elsewhere = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
  if (link !== null && !event.defaultPrevented && !elsewhere && link.hash !== '' && link.hash === location.hash) go(link.hash)
}

/** Shows the address without a new entry of the history, and without scrolling. */
export function replace(hash: string): void {
  if (location.hash !== hash) history.replaceState(history.state, '', hash)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
