// What is shown where the address names a migration that is not among those that are open.

import { format, type Route } from '../route'
import type { Project } from '../sources/sort'
import { Text } from '../text'

export function NoSuch({ project, route }: { project: Project; route: Exclude<Route, { at: 'start' }> }) {
  const to = (migration: string) =>
    format(route.at === 'edit' ? { ...route, migration } : { ...route, migration, section: 'summary', item: null })
  return (
    <div class="notice-page">
      <h1>There is no such migration here</h1>
      <p>
        <strong><Text>{route.migration ?? ''}</Text></strong> is not among those that are open:
      </p>
      <ul>
        {project.migrations.map((each) => (
          <li key={each.name}>
            <a href={to(each.name)}>
              <Text>{each.name}</Text>
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
