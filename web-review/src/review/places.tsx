// The lines of the schemas that a warning or a step comes from.

import type { Excerpt } from '../planner'
import type { Route } from '../route'
import { Code } from '../text'
import { To } from './reach'

/** The lines of the schemas that something comes from, each a link to its place. */
export function Places({ places, route }: { places: Excerpt[]; route: Route }) {
  if (places.length === 0) return null
  return (
    <div class="places">
      {places.map((place) => (
        <figure key={`${place.side}${place.first}`} class={place.side}>
          <figcaption>
            <To route={route} section="schema" item={`${place.side}-${place.first}`}>
              {place.side}.prisma:{place.first}
            </To>
          </figcaption>
          <Code
            text={place.lines.join('\n')}
            language="prisma"
            label={`${place.side}.prisma from line ${place.first}`}
            first={place.first}
            copy={false}
          />
          {place.last - place.first + 1 > place.lines.length && <small>… to line {place.last}</small>}
        </figure>
      ))}
    </div>
  )
}
