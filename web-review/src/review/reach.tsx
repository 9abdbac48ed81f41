// Links to parts of a review. A review has an address for each; a draft has none, and whoever shows it says how a
// part is reached.

import { createContext, type ComponentChildren } from 'preact'
import { useContext } from 'preact/hooks'
import { within, type Route, type Section } from '../route'

/** How a part is reached that has no address; `null` where each has one. */
export const Reach = createContext<((section: Section, item: string) => void) | null>(null)

export function To(props: {
  route: Route
  section: Section
  item: string
  class?: string
  label?: string
  children: ComponentChildren
}) {
  const { route, section, item, label, children } = props
  const reach = useContext(Reach)
  const go = (event: Event) => {
    event.preventDefault()
    reach?.(section, item)
  }
  return (
    <a class={props.class} href={within(route, section, item)} aria-label={label} onClick={reach === null ? undefined : go}>
      {children}
    </a>
  )
}

/** To the top. Its address is that of the review, which moves nothing: who goes back to it is where they were. */
export function begin(): void {
  document.getElementById('summary-title')?.focus({ preventScroll: true })
  scrollTo(0, 0)
}

/** Brings a part of the page into sight and gives it the focus. */
export function arrive(section: Section, item: string | null): void {
  const part = item === null ? null : document.getElementById(`${section}/${item}`)
  const target = part ?? document.getElementById(section)
  if (target === null || (section === 'summary' && part === null)) return
  target.scrollIntoView({ block: section === 'schema' ? 'center' : 'start' })
  ;(part?.matches('[data-item]') ? part : target.querySelector<HTMLElement>('h2'))?.focus({ preventScroll: true })
}
