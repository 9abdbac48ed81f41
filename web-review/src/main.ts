// The page: two schemas are typed, and what the planner says of them is shown at once. Text from
// schemas and from the planner becomes text nodes, never markup.

import after from '../../examples/blog/steps/03.prisma?raw'
import before from '../../examples/blog/steps/01.prisma?raw'
import { load, type DiagnosticView, type FindingView, type Planner, type PlanView } from './planner'

const inputs = {
  before: element('before', HTMLTextAreaElement),
  after: element('after', HTMLTextAreaElement),
  hints: element('hints', HTMLTextAreaElement),
}
const outputs = {
  verdict: element('verdict', HTMLElement),
  problems: element('problems', HTMLElement),
  warnings: element('warnings', HTMLElement),
  sql: element('sql', HTMLElement),
}

inputs.before.value = before
inputs.after.value = after

load().then(start, (error: unknown) => say('failed', `The planner could not be loaded: ${textOf(error)}`))

function start(planner: Planner): void {
  const update = (): void => show(planner)
  for (const input of Object.values(inputs)) {
    input.addEventListener('input', update)
  }
  update()
}

function show(planner: Planner): void {
  const files = (text: string) => [{ path: 'schema.prisma', text }]
  const hints = inputs.hints.value.split('\n').filter((line) => line.trim() !== '')
  const before = inputs.before.value.trim() === '' ? null : files(inputs.before.value)
  let view: PlanView
  try {
    view = planner.plan({ before, after: files(inputs.after.value), hints })
  } catch (error) {
    clear()
    say('failed', `The planner failed, which is a mistake of ours: ${textOf(error)}`)
    return
  }
  outputs.problems.replaceChildren(...problems(view))
  outputs.warnings.replaceChildren(...view.findings.map(finding))
  outputs.sql.replaceChildren(view.migration_sql ?? '')
  const [state, line] = verdict(view)
  say(state, line)
}

/** One line for the whole. */
function verdict(view: PlanView): [string, string] {
  if (view.migration_sql === null) {
    return ['failed', `No plan: ${count(problems(view).length, 'problem')}.`]
  }
  const gating = view.findings.filter((each) => each.level === 'gating').length
  const statements = count(view.statement_count, 'statement')
  return gating > 0
    ? ['warned', `${statements}, ${count(gating, 'warning')} to accept.`]
    : ['fine', `${statements}, nothing to accept.`]
}

function problems(view: PlanView): HTMLLIElement[] {
  return [
    ...view.before_diagnostics.map((each) => problem('before', each)),
    ...view.after_diagnostics.map((each) => problem('after', each)),
    ...view.refusals.map((message) => text('li', message)),
  ]
}

function problem(side: string, view: DiagnosticView): HTMLLIElement {
  const item = document.createElement('li')
  item.className = view.severity
  const { line, column } = view.place.start
  item.append(text('strong', `${side}:${line}:${column}`), ` ${view.message}`)
  if (view.help !== null) {
    item.append(text('small', view.help))
  }
  return item
}

function finding(view: FindingView): HTMLLIElement {
  const item = document.createElement('li')
  item.className = view.level
  item.append(text('code', view.rule), ` ${view.message}`)
  return item
}

function clear(): void {
  outputs.problems.replaceChildren()
  outputs.warnings.replaceChildren()
  outputs.sql.replaceChildren()
}

function say(state: string, line: string): void {
  outputs.verdict.className = state
  outputs.verdict.replaceChildren(line)
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function text<Name extends keyof HTMLElementTagNameMap>(name: Name, content: string): HTMLElementTagNameMap[Name] {
  const node = document.createElement(name)
  node.append(content)
  return node
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) {
    throw new Error(`the page has no ${id}`)
  }
  return found
}
