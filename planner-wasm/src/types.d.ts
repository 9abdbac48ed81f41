// Written by `cargo xtask types` from the Rust types; not to be edited by hand.

/** One file. */
export interface FileInput {
  /** Relative path; of a migration's file, its name. */
  path: string
  /** The whole text. */
  text: string
}

/** The two schemas of a migration. */
export interface PlanRequest {
  /** The schema before; none for a first migration. */
  before: FileInput[] | null
  /** The schema after. */
  after: FileInput[]
  /** Rename hints, as `--rename` takes them. */
  hints: string[]
}

/** Two schemas that somebody is editing, each in one text. */
export interface DraftRequest {
  /** The schema before; of blanks alone for a first migration. */
  before: string
  /** The schema after. */
  after: string
  /** Rename hints, as `--rename` takes them. */
  hints: string[]
  /** What else the review goes by. */
  options?: ReviewOptions
}

/** What a review goes by beyond the files. */
export interface ReviewOptions {
  /** The database of migrations that do not say theirs, which only comon_orm's may do. */
  provider?: Provider | null
  /** What comon.toml says, as JSON: the page reads TOML by a library of its own. */
  configuration?: string | null
  /** The day, as `2026-12-31`: what was allowed for a while is so until then. */
  today?: string | null
  /** What becomes of notices, by the ids of their rules; counts before the configuration. */
  levels?: Record<string, Level>
  /** The text of facts.json. */
  facts?: string | null
}

/** A database family, as the `provider` of a datasource names it. */
export type Provider =
  /** PostgreSQL (also written `postgres`). */
  | 'postgresql'
  /** SQLite. */
  | 'sqlite'

/** What becomes of the notices of one rule. */
export type Level =
  /** They stop until accepted. */
  | 'gate'
  /** They are shown. */
  | 'notice'
  /** They are not shown. */
  | 'silent'

/** A migration to review. */
export interface ReviewRequest {
  /** Its files. */
  migration: MigrationInput
  /** The migration before it, where it is at hand. */
  previous?: MigrationInput | null
  /** What else the review goes by. */
  options?: ReviewOptions
}

/** The files of one migration. */
export interface MigrationInput {
  /** The name of its directory. */
  name: string
  /** `migration.sql`, `warnings.txt`, `before.prisma`, `after.prisma` and `metadata.txt`; other names count for nothing. */
  files: FileInput[]
}

/** A change to review. */
export interface ChangeRequest {
  /** The project where the change began. */
  base: ProjectInput
  /** The project with the change. */
  head: ProjectInput
  /** What else the review goes by. */
  options?: ReviewOptions
}

/** A project's files at one commit. */
export interface ProjectInput {
  /** Its migrations, in any order. */
  migrations: MigrationInput[]
  /** The files of the schema; none where there is no schema. */
  schema?: FileInput[]
  /** The text of comon.toml, where there is one. */
  configuration?: string | null
  /** Of a base: the names of migrations that were added to it after the change began. */
  newer?: string[]
}

/** A change to review, and the form that its review is wanted in. */
export interface RenderRequest {
  /** The change. */
  change: ChangeRequest
  /** `text`, `markdown`, `json`, `sarif`, `github` or `gitlab`. */
  format: string
  /** Where the project lies, for paths and links. */
  placement?: Placement
}

/** Where a project lies in its repository, and where that can be looked at. Paths are from the root of the repository, with `/` between. */
export interface Placement {
  /** Its schema: a file or a folder. Tells the comment on it from those on others. */
  schema: string
  /** The folder that the names of its schema files are in; empty where they are from the root. */
  schemaFolder: string
  /** Its migrations folder. */
  migrations: string
  /** Its configuration, where it has one. */
  configuration?: string
  /** The base, as it was named. */
  base?: string
  /** The commit that was reviewed. */
  head?: string
  /** The URL of the repository's files at that commit, such as `https://github.com/acme/shop/blob/4f2a…`. */
  link?: string
}

/** The settings of a project. */
export interface SettingsRequest {
  /** What comon.toml says, as JSON. */
  configuration: string
  /** The day, as `2026-12-31`. */
  today: string
}

/** A review that was made elsewhere, and what was measured. */
export interface MeasureRequest {
  /** The review, as JSON. */
  review: string
  /** The text of facts.json. */
  facts: string
}

/** What the settings of a project say to a review. */
export interface SettingsView {
  /** What counts, one sentence each. */
  words: string[]
  /** What is wrong with them; then nothing of them counts. */
  problems: string[]
}

/** All problems of a schema. */
export interface CheckView {
  /** In the order of the text. */
  diagnostics: DiagnosticView[]
}

/** One problem of a schema. */
export interface DiagnosticView {
  /** Stable id. */
  id: string
  /** `error`, `unplannable` or `warning`. */
  severity: Severity
  /** The effect, one line. */
  message: string
  /** The next action. */
  help: string | null
  /** Where. */
  place: PlaceView
  /** Other places. */
  labels: LabelView[]
  /** The frame that a terminal shows, without colour. */
  rendered: string
}

/** How bad a diagnostic is. */
export type Severity =
  /** The schema cannot be used. */
  | 'error'
  /** The schema can be read, but the database would refuse what it asks for: `check` reports it and planning refuses it. */
  | 'unplannable'
  /** Worth a look; stops nothing. */
  | 'warning'

/** A range of one file. */
export interface PlaceView {
  /** The file's path, as people know it. */
  path: string
  /** Where it begins. */
  start: Position
  /** Just past its end. */
  end: Position
}

/** A place as editors and people count it. */
export interface Position {
  /** Bytes of UTF-8 from the beginning of the file. */
  byte: number
  /** Line, from 1. */
  line: number
  /** Column, from 1, in characters. */
  column: number
  /** Column, from 0, in UTF-16 code units, as the language server protocol counts. */
  utf16: number
}

/** A second place that explains a diagnostic. */
export interface LabelView {
  /** Where. */
  place: PlaceView
  /** What is there. */
  message: string
}

/** A migration, or why there is none. */
export interface PlanView extends Against {
  /** The bytes of migration.sql; none where a diagnostic or a refusal stands against it. */
  migrationSql: string | null
  /** The lines of warnings.txt. */
  warnings: string[]
  /** Everything that the rules found, notices too. */
  findings: FindingView[]
  /** What will run, in order. */
  steps: StepView[]
  /** How many statements that is. */
  statementCount: number
  /** Whether a table is built anew. */
  requiresRebuild: boolean
}

/** What stands against a plan. */
export interface Against {
  /** What is wrong with the schema before. */
  beforeDiagnostics: DiagnosticView[]
  /** What is wrong with the schema after. */
  afterDiagnostics: DiagnosticView[]
  /** What is wrong with the request: a hint that fits nothing, two providers. */
  refusals: string[]
}

/** A risk, or something worth knowing. */
export interface FindingView {
  /** The rule that found it. */
  rule: string
  /** How much it stops. */
  level: FindingLevel
  /** What it is about, as `--allow <rule>:<subject>` names it. */
  subject: string
  /** The line of warnings.txt. */
  message: string
}

/** How much a finding stops. */
export type FindingLevel =
  /** A deploy, until it is accepted. */
  | 'gating'
  /** Nothing. */
  | 'notice'

/** A unit of execution. */
export interface StepView {
  /** What it does, in plain words. */
  title: string
  /** Its statements, without terminators. */
  statements: string[]
}

/** The review of two schemas that somebody is editing, or why there is none. */
export interface DraftView extends Against {
  /** The review of the migration between them. */
  review: Review | null
  /** What goes while something much like it comes: each may be a rename. */
  renames: RenameOffer[]
}

/** The review of one migration. */
export interface Review {
  /** Its name; empty while it is only planned. */
  name: string
  /** What it does and what that costs, in one sentence. */
  sentence: string
  /** The same by table, one line each. */
  tables: string[]
  /** What to deploy first, the migration or the application. */
  order: Order
  /** The same for each change to which it matters, in the order of the changes. */
  orderedChanges: OrderedChange[]
  /** The verdict in figures. */
  verdict: Verdict
  /** What does not fit in the artifact; empty where all does. */
  integrity: Problem[]
  /** What stops a deploy until it is accepted. */
  gating: Warning[]
  /** What is worth knowing. */
  notices: Warning[]
  /** What runs, as the planner writes it. */
  steps: ReviewStep[]
  /** What does not come back when the migration is undone, one sentence each. */
  irrecoverable: string[]
  /** Statements of migration.sql that the planner does not write. */
  written: WrittenStatement[]
  /** How migration.sql differs from what the planner writes; empty where it does not. */
  edited: Hunk[]
  /** The touched tables and their neighbours, as a picture shows them. */
  diagram: Diagram
  /** How after.prisma differs from before.prisma. */
  schema: Hunk[]
  /** The text of migration.sql: what runs. */
  migrationSql: string
  /** The text of before.prisma. */
  beforeSchema: string
  /** The text of after.prisma. */
  afterSchema: string
  /** The lines of metadata.txt. */
  metadata: [string, string][]
}

/** What to deploy first. */
export type Order =
  /** It does not matter. */
  | 'any'
  /** The migration, then the application that needs it. */
  | 'migration-first'
  /** The application that no longer needs what goes, then the migration. */
  | 'application-first'
  /** Neither order works for both applications: two releases. */
  | 'two-releases'

/** What to deploy first for one change, and why. */
export interface OrderedChange {
  /** The change in words: `drops users.legacy_code`. */
  change: string
  /** What comes first. */
  order: Order
  /** The messages of the notices that say so. */
  because: string[]
}

/** The verdict in figures. */
export interface Verdict {
  /** The database family; `None` where nothing says it. */
  provider: Provider | null
  /** How many statements run. */
  statements: number
  /** Gating warnings about values that are lost. */
  dataLoss: number
  /** Gating warnings about statements that fail. */
  failures: number
  /** Gating warnings about tables that are built anew. */
  rebuilds: number
  /** How many notices there are, with those at which the project wants a deploy to stop. */
  notices: number
  /** The heaviest lock and the tables that are locked so; `None` on SQLite, or where no table is locked that is there before. */
  heaviestLock: HeaviestLock | null
}

/** The heaviest lock of a migration on tables that exist. */
export interface HeaviestLock {
  /** Its mode, as PostgreSQL writes it. */
  mode: string
  /** The tables, by name. */
  tables: string[]
}

/** Something that does not fit. */
export interface Problem {
  /** A status code, such as `artifact-not-sealed`. */
  code: string
  /** What is wrong, one sentence. */
  message: string
}

/** A finding as it is shown. */
export interface Warning {
  /** The rule. */
  rule: string
  /** What it is about. */
  subject: string
  /** The line of warnings.txt. */
  message: string
  /** What happens and why it matters. */
  why: string
  /** What to do instead. */
  instead: string
  /** The SQL that takes the risk away: what looks first, then what keeps, repairs, or stands in the place of a step. Empty where no SQL does. */
  safer: SaferWay[]
  /** What to ask the database; nothing is at risk where every answer is 0. */
  probes: ReviewProbe[]
  /** The flag that accepts it; empty for a notice. */
  flag: string
  /** The lines of the schemas that it comes from, those before first. */
  places: Excerpt[]
  /** The lines of migration.sql that it is about. */
  lines: Lines[]
  /** The lines of the project's own schema that it comes from; only of the newest migration, whose schema that is. */
  declared?: Declared[]
  /** What was measured of it on a live database, where facts were given. */
  measured?: MeasuredWarning
}

/** SQL that takes a risk away. */
export interface SaferWay {
  /** What kind of way it is. */
  kind: SaferKind
  /** What it does, in one sentence. */
  title: string
  /** Where and when to run it, in one sentence. */
  when: string
  /** The steps in whose place it stands, from 0; empty for what runs before the migration. */
  steps: number[]
  /** Its statements. */
  parts: SaferPart[]
  /** What has to be replaced in them, by a value that only a person knows. */
  placeholder?: string
  /** All of it as a text: to run as it is, or to write into migration.sql. */
  sql: string
}

/** What kind of way it is. */
export type SaferKind =
  /** Reads the rows at risk. */
  | 'look'
  /** Keeps what is lost in another table. */
  | 'keep'
  /** Changes the rows, so that the probe finds nothing at risk. */
  | 'repair'
  /** Stands in the place of a step and leads to the same schema. */
  | 'instead'

/** Statements that run alike. */
export interface SaferPart {
  /** Whether they run together in one transaction; else each alone, and outside any. */
  inTransaction: boolean
  /** They in order, each without a terminator. */
  statements: string[]
}

/** A question to the database. */
export interface ReviewProbe {
  /** What the number counts. */
  counts: string
  /** The statement. */
  sql: string
}

/** Lines of a schema. */
export interface Excerpt {
  /** Which schema. */
  side: SchemaSide
  /** The first line, counted from 1. */
  first: number
  /** The last line. */
  last: number
  /** Their texts; of many, the first. */
  lines: string[]
}

/** Which of the two schemas. */
export type SchemaSide =
  /** before.prisma. */
  | 'before'
  /** after.prisma. */
  | 'after'

/** Some lines of a text. */
export interface Lines {
  /** The first, counted from 1. */
  first: number
  /** The last. */
  last: number
}

/** Some lines of the project's own schema. */
export interface Declared {
  /** The file, as the schema's files are named. */
  file: string
  /** The first line, counted from 1. */
  first: number
  /** The last line. */
  last: number
}

/** What was measured of a warning. */
export interface MeasuredWarning {
  /** When, as RFC 3339 in UTC. */
  at: string
  /** How sure it is. */
  judgement: Judgement
  /** The same for people. */
  lines: string[]
}

/** How sure a finding is. */
export type Judgement =
  /** Nothing is known. */
  | { state: 'possible' }
  /** Measured: this much is at risk. */
  | { state: 'certain'; counts: Count[] }
  /** Measured: nothing is at risk. */
  | { state: 'cleared' }

/** A measured number and what it counts. */
export interface Count {
  /** How many. */
  number: number
  /** What of. */
  counts: string
}

/** A step as it is shown. */
export interface ReviewStep {
  /** What it does. */
  title: string
  /** Its statements. */
  statements: string[]
  /** Locks on tables that are there before, by their names before, strongest first: `posts: ACCESS EXCLUSIVE`. */
  locks: string[]
  /** What of others waits for each of these locks, in their order: `reads and writes`. */
  blocks: string[]
  /** What happens under them, table by table. */
  work: string
  /** The transaction section, from 0: its locks are held until it ends. */
  section: number
  /** The lines of migration.sql that hold its statements; none where a person took them out. */
  lines: Lines[]
  /** The lines of the schemas that it comes from, those before first. */
  places: Excerpt[]
  /** Whether undoing it brings back all that was there before it. */
  reversible: boolean
}

/** A statement that a person wrote. */
export interface WrittenStatement {
  /** Its line in migration.sql. */
  line: number
  /** Its text. */
  text: string
}

/** A part in which two texts differ. */
export interface Hunk {
  /** The first line of it in the text before, counted from 1. */
  before: number
  /** The first line of it in the text after, counted from 1. */
  after: number
  /** Its lines, a few unchanged ones around the changes. */
  lines: DiffLine[]
}

/** A line of a difference. */
export interface DiffLine {
  /** Where it stands. */
  change: LineChange
  /** Its text. */
  text: string
}

/** Where a line stands. */
export type LineChange =
  /** In both texts. */
  | 'same'
  /** In the text before. */
  | 'removed'
  /** In the text after. */
  | 'added'

/** The picture. */
export interface Diagram {
  /** Touched tables in the order of their names, then their neighbours in that order. */
  entities: Entity[]
  /** Foreign keys between them. */
  relations: DiagramRelation[]
  /** How many tables are left out because there are too many. */
  leftOut: number
}

/** A table. */
export interface Entity {
  /** Its name after, or before where it goes. */
  name: string
  /** Its name before, where that is another. */
  renamedFrom?: string
  /** What happens to it. */
  fate: Fate
  /** Whether its rows are copied into a new table (SQLite). */
  rebuilt: boolean
  /** Its columns, those that go last; of a neighbour only those of keys. */
  columns: EntityColumn[]
}

/** What happens to something. */
export type Fate =
  /** Nothing. */
  | 'stays'
  /** It is new. */
  | 'added'
  /** It is another afterwards. */
  | 'changed'
  /** It goes. */
  | 'dropped'

/** A column of a table. */
export interface EntityColumn {
  /** Its name after, or before where it goes. */
  name: string
  /** Its name before, where that is another. */
  renamedFrom?: string
  /** Its type as SQL says it. */
  columnType: string
  /** Its type before, where that is another. */
  typeBefore?: string
  /** Whether it is part of the primary key. */
  key: boolean
  /** What happens to it. */
  fate: Fate
}

/** A foreign key. */
export interface DiagramRelation {
  /** The entity that refers, by its place. */
  from: number
  /** The entity referred to. */
  to: number
  /** The columns that refer. */
  columns: string[]
  /** What happens to it. */
  fate: Fate
}

/** What may be a rename. */
export interface RenameOffer {
  /** What goes, by its name before. */
  before: string
  /** What it may have become, the likeliest first. */
  targets: RenameTarget[]
}

/** What something may have become. */
export interface RenameTarget {
  /** Its name after. */
  after: string
  /** The hint that says so. */
  hint: string
}

/** The review of a migration, or why its files cannot be read. */
export interface ReviewView {
  /** The review. */
  review: Review | null
  /** What is wrong with the files. */
  problems: FileProblem[]
  /** What is wrong with the options, one sentence each. */
  refusals: string[]
}

/** What is wrong with a migration's file. */
export interface FileProblem {
  /** The status code. */
  code: string
  /** The file. */
  file: string
  /** The line there, from 1, where it is about one. */
  line: number | null
  /** What is wrong, one sentence without a period. */
  message: string
  /** What to do, where more can be said than for the code. */
  help: string | null
}

/** The review of a change. */
export interface ChangeView {
  /** The rules that it breaks, and the reviews of its new migrations. */
  change: ChangeReview
  /** What is wrong with the options, one sentence each. */
  refusals: string[]
}

/** The review of a change. */
export interface ChangeReview {
  /** The rules that it breaks; each stops a merge. */
  problems: ChangeProblem[]
  /** What is worth knowing of the project: nothing stops for it. */
  notes: ChangeNote[]
  /** The reviews of its new migrations, in their order. */
  reviews: Review[]
}

/** A rule that a change breaks. */
export interface ChangeProblem {
  /** The rule or status code. */
  code: string
  /** The migration that it is about, where it is about one. */
  migration?: string
  /** The file of that migration, or of the project. */
  file?: string
  /** Its lines, where some of them are meant. */
  lines?: Lines
  /** What is wrong, one sentence. */
  message: string
  /** What to do. */
  help: string
}

/** Something worth knowing of the project. */
export interface ChangeNote {
  /** What kind: `unused-allow`, `expired-allow`, `unchecked-client`. */
  code: string
  /** What it is, one sentence. */
  message: string
}

/** What there is to know about a rule. Its examples are in the documentation: a page does not load them. */
export interface RuleView {
  /** Its id. */
  id: string
  /** Whether it stops a deploy until it is accepted. */
  gating: boolean
  /** What happens, and to whom. */
  what: string
  /** Why it matters. */
  why: string
  /** What to do instead. */
  instead: string
}
