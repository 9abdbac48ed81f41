//! A pending artifact -> what the running planner says of it: its warnings, the tables that it
//! touches, whether it starts where its predecessor ends, and the script that will run. Pure.

use crate::deploy::acceptance;
use crate::deploy::brief::brief;
use crate::deploy::gate::{Gate, Origin};
use crate::deploy::known_line::recognise;
use crate::deploy::measured::Measured;
use crate::deploy::situation::Assessment;
use crate::live::comon_orm;
use planner_core::artifact::Artifact;
use planner_core::artifact::read::Author;
use planner_core::database::lower::lower_existing;
use planner_core::database::model::{Database, ObjectName};
use planner_core::diff::change::{Change, ChangeSet};
use planner_core::diff::diff;
use planner_core::plan::Operation;
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use planner_core::review::{Replanned, replan, replan_next};
use planner_core::script::{self, Script, ScriptError};
use planner_core::source::Sources;
use planner_core::warning::naming::Naming;
use planner_core::warning::{Finding, Level};
use planner_core::{dialect, schema};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The texts of an artifact, as they were read and verified.
#[derive(Debug, Clone, PartialEq)]
pub struct Reviewed {
    /// Its name.
    pub name: String,
    /// The database that it is for.
    pub provider: Provider,
    /// Whether warnings.txt was there at all; comon_orm may leave it out.
    pub has_warnings: bool,
    /// All of it, as it was read.
    pub artifact: Artifact,
    /// The text of metadata.txt; comon_orm may leave it out.
    pub metadata: Option<String>,
    /// The planner that wrote it; `None` for comon_orm.
    pub planner_version: Option<String>,
    /// The oldest server that it is for: major and minor version.
    pub target_version: Option<(u32, u32)>,
    /// The artifact's checksum.
    pub checksum: String,
}

impl Reviewed {
    /// Whether comon_orm wrote it.
    pub fn is_foreign(&self) -> bool {
        self.artifact.author != Author::Comon
    }

    /// comon_orm leaves the SQL of a rebuild to the moment of applying and writes a notice.
    pub fn is_rebuild_notice(&self) -> bool {
        self.artifact.author == Author::ComonOrm { rebuild_notice: true }
    }
}

/// A pending migration with all that is needed to run it.
#[derive(Debug, Clone)]
pub struct Ready {
    /// Its texts.
    pub reviewed: Arc<Reviewed>,
    /// Its statements.
    pub script: Script,
    /// What the running planner makes of its two schemas.
    pub planned: Planned,
}

impl Ready {
    /// The SQL that runs.
    pub fn executed_sql(&self) -> &str {
        if self.reviewed.is_rebuild_notice() {
            &self.planned.migration_sql
        } else {
            &self.reviewed.artifact.migration_sql
        }
    }

    /// Whether its SQL is another than the running planner writes.
    pub fn is_hand_written(&self) -> bool {
        !self.reviewed.is_foreign()
            && self.reviewed.artifact.migration_sql != self.planned.migration_sql
    }

    /// The tables that it changes, under their names before and after.
    pub fn changed(&self) -> BTreeSet<ObjectName> {
        changed_tables(&self.planned.changes)
    }

    /// SQLite: the tables that it builds anew or drops.
    pub fn rebuilt(&self) -> BTreeSet<String> {
        rebuilt_by(&self.planned)
    }

    /// Indexes that the schema knows before or after.
    pub fn managed_indexes(&self) -> BTreeSet<String> {
        managed_indexes(&self.planned)
    }
}

/// Indexes that the schema knows before or after a plan.
pub fn managed_indexes(planned: &Planned) -> BTreeSet<String> {
    let tables = planned.before.tables.iter().chain(&planned.after.tables);
    tables.flat_map(|table| &table.indexes).map(|index| index.name.clone()).collect()
}

/// SQLite: the tables that a plan builds anew or drops.
pub fn rebuilt_by(planned: &Planned) -> BTreeSet<String> {
    let rebuilt = planned.plan.steps.iter().filter_map(|step| match &step.operation {
        Operation::RebuildTable { table, .. } => Some(table.name.clone()),
        Operation::Direct | Operation::AlterColumns { .. } => None,
    });
    rebuilt.collect()
}

/// The state that a migration has to start from.
#[derive(Debug, Clone, Copy)]
pub struct Predecessor<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its after.prisma.
    pub after: &'a str,
    /// Whether comon_orm wrote it.
    pub foreign: bool,
}

/// Plans an artifact's change again and compares. `planned`: the plan of the migration before it, where
/// that was made as well. `version` is the running planner's.
pub fn assess(
    reviewed: &Arc<Reviewed>,
    predecessor: Option<Predecessor<'_>>,
    planned: Option<&Planned>,
    naming: &Naming,
    version: &str,
) -> (Assessment, Option<Ready>) {
    let mut assessment = Assessment::default();
    // What was planned to the same text, byte for byte, has read it.
    let planned = planned
        .filter(|_| predecessor.is_some_and(|each| each.after == reviewed.artifact.before_schema));
    let replanned = match replan_next(&reviewed.artifact, planned) {
        Ok(replanned) => {
            check_chain(reviewed, &replanned.planned, predecessor, &mut assessment);
            let read_back = &replanned.planned.before;
            let in_place = replan_in_place(reviewed, predecessor, read_back);
            Some(in_place.unwrap_or(replanned))
        }
        Err(error) => {
            assessment.invalid.extend(error.to_string().lines().map(str::to_owned));
            None
        }
    };
    let Some(replanned) = replanned else {
        assessment.gates =
            reviewed.artifact.warnings.iter().map(|line| line_gate(reviewed, line)).collect();
        return (assessment, None);
    };
    // What was written by hand is told from what was planned only by the planner that wrote it; of comon_orm's
    // statements only those are told that take rows.
    let same_version = reviewed.planner_version.as_deref() == Some(version);
    let lines = replanned.warnings();
    let Replanned { planned, findings, .. } = replanned;
    let findings =
        if same_version || reviewed.is_foreign() { findings } else { planned.findings.clone() };
    assessment.touched = touched(&planned);
    let surplus = match same_version {
        _ if reviewed.is_foreign() => Origin::Inherited,
        true => Origin::Planner,
        false => Origin::NewerPlanner,
    };
    assessment.gates = gates(reviewed, &planned, &findings, surplus);
    assessment.notice_gates = notice_gates(&reviewed.name, &planned, &findings);
    let named = naming.check(&planned.changes);
    assessment.notice_gates.extend(notice_gates(&reviewed.name, &planned, &named));
    let accepted = acceptance::read(&reviewed.artifact.metadata);
    for gate in assessment.gates.iter_mut().chain(&mut assessment.notice_gates) {
        gate.committed = acceptance::of(&accepted, gate);
    }
    if same_version {
        let known: BTreeSet<&str> = reviewed.artifact.warnings.iter().map(String::as_str).collect();
        let lacking = lines.iter().filter(|line| !known.contains(line.as_str()));
        assessment.missing_warnings = lacking.cloned().collect();
    }
    // A notice of a rebuild has none.
    let script = match &reviewed.artifact.script {
        Some(script) => script.clone(),
        None => match script::parse(reviewed.provider, &planned.migration_sql) {
            Ok(script) => script,
            Err(errors) => {
                assessment.invalid.extend(errors.iter().map(script_error));
                return (assessment, None);
            }
        },
    };
    (assessment, Some(Ready { reviewed: Arc::clone(reviewed), script, planned }))
}

/// comon_orm reads before.prisma back from a database, in the types of its tables: planned from
/// there, columns seem to change that the migration leaves alone. What it does stands between the
/// two schemas that people wrote. A rebuild notice has no SQL of its own; where more than the
/// layout separates the two, it is planned from the tables as they were read.
fn replan_in_place(
    reviewed: &Reviewed,
    predecessor: Option<Predecessor<'_>>,
    read_back: &Database,
) -> Option<Replanned> {
    let previous = predecessor.filter(|previous| previous.foreign)?;
    if !reviewed.is_foreign() {
        return None;
    }
    let written = lowered(previous.after, reviewed.provider)?;
    if reviewed.is_rebuild_notice() && !comon_orm::is_read_back(&written, read_back) {
        return None;
    }
    let before_schema = previous.after.to_owned();
    replan(&Artifact { before_schema, ..reviewed.artifact.clone() }).ok()
}

/// What is wrong with SQL that was planned, and where.
pub fn script_error(error: &ScriptError) -> String {
    format!("migration.sql:{}: {} {}", error.line, error.message, error.help)
}

/// The snapshot as sources; `None` for the empty one of a first migration.
pub fn snapshot_sources(path: &str, text: &str) -> Option<Sources> {
    (!text.trim().is_empty()).then(|| Sources::single(path, text))
}

/// Compared is meaning, not text; equal text is equal meaning and the common case.
fn check_chain(
    reviewed: &Reviewed,
    planned: &Planned,
    predecessor: Option<Predecessor<'_>>,
    assessment: &mut Assessment,
) {
    let (name, differences) = match predecessor {
        Some(previous) if previous.after == reviewed.artifact.before_schema => return,
        Some(previous) => match lowered(previous.after, reviewed.provider) {
            Some(end) => (previous.name, meaning_differences(&end, &planned.before)),
            // The predecessor's own problem is reported where it is read.
            None => return,
        },
        None => {
            if !reviewed.artifact.before_schema.trim().is_empty() && !reviewed.is_foreign() {
                assessment.chain_break = vec![
                    "it is the first migration, and its before.prisma is not empty".to_owned(),
                ];
            }
            return;
        }
    };
    if differences.is_empty() {
        return;
    }
    if reviewed.is_foreign()
        && let Some(previous) = predecessor.filter(|previous| previous.foreign)
    {
        let written = lowered(previous.after, reviewed.provider);
        if written.is_some_and(|written| comon_orm::is_read_back(&written, &planned.before)) {
            return;
        }
        assessment.notices.push(format!(
            "before.prisma of {} differs in meaning from after.prisma of {name}; comon_orm wrote \
             both",
            reviewed.name
        ));
        return;
    }
    let mut details = vec![format!("from after.prisma of {name} to its before.prisma:")];
    details.extend(differences.into_iter().map(|difference| format!("  {difference}")));
    assessment.chain_break = details;
}

/// The database that a snapshot means; `None` where it cannot be used. `assumed`: what it is for
/// where it does not say.
pub fn lowered(snapshot: &str, assumed: Provider) -> Option<Database> {
    let sources = Sources::single("after.prisma", snapshot);
    let checked = schema::check_snapshot(&sources, Some(assumed));
    let schema = checked.schema?;
    Some(lower_existing(&schema, dialect::type_system(schema.datasource.provider)))
}

/// What lies between two states, a few words each; empty where they mean the same.
fn meaning_differences(end: &Database, start: &Database) -> Vec<String> {
    if end.provider != start.provider {
        return vec![format!("the provider changes from {} to {}", end.provider, start.provider)];
    }
    match diff(end, start, &[]) {
        Ok(changes) => changes.changes.iter().map(brief).collect(),
        Err(errors) => errors.iter().map(ToString::to_string).collect(),
    }
}

/// The union of the reviewed lines and what the running planner finds.
fn gates(
    reviewed: &Reviewed,
    planned: &Planned,
    findings: &[Finding],
    surplus: Origin,
) -> Vec<Gate> {
    let gating = || findings.iter().filter(|finding| finding.level == Level::Gating);
    let mut gates: Vec<Gate> = Vec::new();
    for line in &reviewed.artifact.warnings {
        let found = gating().find(|finding| finding.message == *line);
        gates.push(match found {
            Some(finding) => finding_gate(&reviewed.name, planned, finding, Origin::Reviewed),
            None => line_gate(reviewed, line),
        });
    }
    let same_version = reviewed.has_warnings && !reviewed.is_foreign();
    for finding in gating() {
        let named = gates.iter().any(|gate| {
            gate.message == finding.message
                || (same_version
                    && gate.id == finding.rule
                    && gate.subject == finding.subject.to_string())
        });
        if !named {
            gates.push(finding_gate(&reviewed.name, planned, finding, surplus));
        }
    }
    if reviewed.is_rebuild_notice() {
        gates.push(Gate {
            migration: reviewed.name.clone(),
            id: "unreviewed-sql".to_owned(),
            subject: String::new(),
            qualified: String::new(),
            aliases: Vec::new(),
            message: format!(
                "Potential data loss: migration.sql of {} is a notice; the SQL of the rebuild is \
                 planned now and nobody reviewed it.",
                reviewed.name
            ),
            origin: Origin::Inherited,
            finding: None,
            measured: Measured::default(),
            committed: None,
        });
    }
    gates
}

/// What a configuration may make gates of.
pub fn notice_gates(migration: &str, planned: &Planned, findings: &[Finding]) -> Vec<Gate> {
    let notices = findings.iter().filter(|finding| finding.level == Level::Notice);
    notices.map(|finding| finding_gate(migration, planned, finding, Origin::Configured)).collect()
}

/// A finding as a gate of that migration.
pub fn finding_gate(migration: &str, planned: &Planned, finding: &Finding, origin: Origin) -> Gate {
    use planner_core::warning::allow::logical_name;
    let subject = finding.subject.to_string();
    let sides = [&planned.after, &planned.before];
    let aliases: Vec<String> =
        sides.iter().filter_map(|side| logical_name(&finding.subject, side)).collect();
    Gate {
        migration: migration.to_owned(),
        id: finding.rule.to_owned(),
        qualified: format!("{}:{subject}", finding.subject.kind.word()),
        subject,
        aliases,
        message: finding.message.clone(),
        origin,
        finding: Some(finding.clone()),
        measured: Measured::default(),
        committed: None,
    }
}

fn line_gate(reviewed: &Reviewed, line: &str) -> Gate {
    let (id, subject) = recognise(line);
    Gate {
        migration: reviewed.name.clone(),
        id: id.to_owned(),
        qualified: subject.clone(),
        subject,
        aliases: Vec::new(),
        message: line.to_owned(),
        origin: Origin::Reviewed,
        finding: None,
        measured: Measured::default(),
        committed: None,
    }
}

/// Every table that a change or a lock is about, as people write it.
pub fn touched(planned: &Planned) -> BTreeSet<String> {
    let mut touched: BTreeSet<String> =
        changed_tables(&planned.changes).iter().map(ToString::to_string).collect();
    for step in &planned.plan.steps {
        touched.extend(step.effect.locks.iter().map(|lock| lock.table.to_string()));
    }
    touched.extend(touched_enums(&planned.changes));
    touched
}

/// The tables that changes are about, under their names before and after.
pub fn changed_tables(changes: &ChangeSet) -> BTreeSet<ObjectName> {
    let mut tables = BTreeSet::new();
    for change in &changes.changes {
        if let Some(table) = change.table() {
            tables.insert(table.before);
            tables.insert(table.after);
        }
        if let Change::AlterEnum(change) = change {
            for column in &change.columns {
                tables.insert(column.table.before.clone());
                tables.insert(column.table.after.clone());
            }
        }
    }
    tables
}

fn touched_enums(changes: &ChangeSet) -> Vec<String> {
    let mut enums = Vec::new();
    for change in &changes.changes {
        match change {
            Change::CreateEnum(each) | Change::DropEnum(each) => enums.push(each.name.to_string()),
            Change::RenameEnum { before, after } => {
                enums.extend([before.to_string(), after.to_string()]);
            }
            Change::AlterEnum(change) => {
                enums.extend([change.before.name.to_string(), change.after.name.to_string()]);
            }
            Change::CreateNamespace(_)
            | Change::CreateExtension(_)
            | Change::AlterExtension { .. }
            | Change::DropExtension(_)
            | Change::CreateTable(_)
            | Change::RenameTable(_)
            | Change::DropTable(_)
            | Change::AddColumn { .. }
            | Change::RenameColumn { .. }
            | Change::AlterColumn(_)
            | Change::DropColumn { .. }
            | Change::ChangePrimaryKey { .. }
            | Change::RenamePrimaryKey { .. }
            | Change::CreateIndex { .. }
            | Change::RenameIndex { .. }
            | Change::DropIndex { .. }
            | Change::AddForeignKey { .. }
            | Change::RenameForeignKey { .. }
            | Change::DropForeignKey { .. }
            | Change::ChangeClientColumn { .. }
            | Change::ChangeClientEnum(_) => {}
        }
    }
    enums
}
