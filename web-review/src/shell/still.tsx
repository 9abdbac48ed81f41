// Parts of the page that stay as they are while what they show does: a key stroke changes one of many.

import { Component, type ComponentChildren } from 'preact'

/** Renders its children anew only where one of `on` is another value than before. */
export class Still extends Component<{ on: unknown[]; children: ComponentChildren }> {
  override shouldComponentUpdate(next: { on: unknown[] }): boolean {
    return next.on.length !== this.props.on.length || next.on.some((each, index) => each !== this.props.on[index])
  }
  override render() {
    return this.props.children
  }
}

/** The new value with those parts of the old one that say the same. */
export function kept<Value extends object>(before: Value | null, after: Value): Value {
  if (before === null) return after
  const all = { ...after }
  for (const key of Object.keys(after) as (keyof Value)[]) {
    if (typeof after[key] === 'object' && JSON.stringify(before[key]) === JSON.stringify(after[key])) {
      all[key] = before[key]
    }
  }
  return all
}
