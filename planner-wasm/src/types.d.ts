/** One schema file. */
export interface SourceFile {
  path: string
  text: string
}

/** The two schemas of a migration; `before` is null for the first one. */
export interface PlanRequest {
  before: SourceFile[] | null
  after: SourceFile[]
  hints: string[]
}

/**
 * `byte` is the offset in the file's UTF-8; line and column count from 1, in characters; `utf16` is
 * the column from 0 in UTF-16 code units.
 */
export interface Position {
  byte: number
  line: number
  column: number
  utf16: number
}

export interface PlaceView {
  path: string
  start: Position
  end: Position
}

export interface DiagnosticView {
  id: string
  severity: 'error' | 'unplannable' | 'warning'
  message: string
  help: string | null
  place: PlaceView
  labels: { place: PlaceView; message: string }[]
  rendered: string
}

export interface CheckView {
  diagnostics: DiagnosticView[]
}

export interface FindingView {
  rule: string
  level: 'gating' | 'notice'
  subject: string
  message: string
}

export interface StepView {
  title: string
  statements: string[]
}

/** `migration_sql` is null where there is no plan; then a diagnostic or a refusal says why. */
export interface PlanView {
  migration_sql: string | null
  warnings: string[]
  findings: FindingView[]
  steps: StepView[]
  statement_count: number
  requires_rebuild: boolean
  before_diagnostics: DiagnosticView[]
  after_diagnostics: DiagnosticView[]
  refusals: string[]
}
