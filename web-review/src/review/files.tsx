// All that a migration says in full: its files, its metadata, the chain that it stands in, and the review as
// data.

import { useMemo } from 'preact/hooks'
import type { Review } from '../planner'
import type { Migration } from '../sources/sort'
import type { Route } from '../route'
import { Tabs } from '../shell/tabs'
import { Code, Copy, Text } from '../text'
import { byLine } from './beside'
import { Difference } from './schema'

const TABS = ['migration.sql', 'edited', 'before.prisma', 'after.prisma', 'metadata', 'chain', 'json'] as const
export type FileTab = (typeof TABS)[number]

export function Files(props: {
  review: Review
  route: Route
  chain: Migration[]
  chosen: string | null
  choose(tab: FileTab): void
  open(name: string): string
}) {
  const { review, route, chain, chosen, choose, open } = props
  const known = TABS.filter((tab) => {
    if (tab === 'edited') return review.edited.length > 0
    if (tab === 'metadata') return review.metadata.length > 0
    if (tab === 'chain') return chain.length > 1
    return true
  })
  const tab = known.find((each) => each === chosen) ?? 'migration.sql'
  const names: Record<FileTab, string> = {
    'migration.sql': 'migration.sql',
    edited: 'Edits by hand',
    'before.prisma': 'before.prisma',
    'after.prisma': 'after.prisma',
    metadata: 'Metadata',
    chain: 'Chain',
    json: 'JSON',
  }
  const language = review.verdict.provider ?? 'plain'
  return (
    <div class="file-list">
      <Tabs label="Files" tabs={known.map((each) => [each, names[each]])} chosen={tab} choose={choose} />
      <div role="tabpanel" aria-label={names[tab]} class="panel">
        {tab === 'migration.sql' &&
          (review.migrationSql === '' ? (
            <p class="quiet">No statement: only clients see the change.</p>
          ) : (
            <Code text={review.migrationSql} language={language} label="migration.sql" notes={byLine(review, route)} />
          ))}
        {tab === 'edited' && (
          <Difference
            hunks={review.edited}
            name="edits"
            before=""
            after={review.migrationSql}
            route={route}
            names={['what the planner writes', 'migration.sql']}
            language={language}
            label="the edits by hand"
          />
        )}
        {tab === 'before.prisma' &&
          (review.beforeSchema === '' ? (
            <p class="quiet">Empty: this is the first migration.</p>
          ) : (
            <Code text={review.beforeSchema} language="prisma" label="before.prisma" />
          ))}
        {tab === 'after.prisma' && <Code text={review.afterSchema} language="prisma" label="after.prisma" />}
        {tab === 'metadata' && <Metadata lines={review.metadata} />}
        {tab === 'chain' && (
          <ol class="chain">
            {chain.map((each) => (
              <li key={each.name} aria-current={each.name === review.name ? 'true' : undefined}>
                <a href={open(each.name)}>
                  <Text>{each.name}</Text>
                </a>
              </li>
            ))}
          </ol>
        )}
        {tab === 'json' && <Json review={review} />}
      </div>
    </div>
  )
}

function Metadata({ lines }: { lines: [string, string][] }) {
  return (
    <dl class="metadata">
      {lines.map(([key, value], index) => (
        <div key={index}>
          <dt>
            <Text>{key}</Text>
          </dt>
          <dd>
            <code>
              <Text>{value}</Text>
            </code>
            {(key === 'checksum' || key === 'seal') && <Copy text={value} label={`Copy the ${key}`} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Json({ review }: { review: Review }) {
  const text = useMemo(() => JSON.stringify(review, null, 2), [review])
  return <Code text={text} language="plain" label="the review as JSON" />
}
