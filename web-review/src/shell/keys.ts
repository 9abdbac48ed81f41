// Keys that work anywhere on the page: j and k from item to item, / to the search, ? to the help. Typing
// into a field or an editor is left alone.

export interface Keys {
  help(): void
  search(): void
  edit(): void
  theme(): void
}

export function listen(keys: Keys): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
    const actions: Record<string, () => void> = {
      j: () => move(1),
      k: () => move(-1),
      '/': keys.search,
      '?': keys.help,
      e: keys.edit,
      t: keys.theme,
    }
    const action = actions[event.key]
    if (action === undefined || document.querySelector('dialog[open]') !== null) return
    event.preventDefault()
    action()
  }
  addEventListener('keydown', onKeyDown)
  return () => removeEventListener('keydown', onKeyDown)
}

/** Whether the key goes into a text; the editors lie behind a shadow root. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0]
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) &&
    !(target instanceof HTMLInputElement && target.type === 'checkbox')
  )
}

/** To the next item, or to the one before: the first in sight where none has the focus. */
function move(by: 1 | -1): void {
  const items = [...document.querySelectorAll<HTMLElement>('[data-item]')].filter((item) => item.offsetParent !== null)
  if (items.length === 0) return
  const focused = document.activeElement?.closest<HTMLElement>('[data-item]')
  let at = focused ? items.indexOf(focused) + by : items.findIndex((item) => item.getBoundingClientRect().top > 60)
  at = Math.max(0, Math.min(items.length - 1, at))
  const item = items[at]
  item?.focus({ preventScroll: true })
  item?.scrollIntoView({ block: 'start', behavior: 'auto' })
}
