//! An artifact -> the migration as the running planner sees it: its plan, and all findings,
//! those about written SQL included. Deploy, seal and review all come through here.

use crate::artifact::Artifact;
use crate::artifact::read::Author;
use crate::database::model::ObjectName;
use crate::diff::change::Change;
use crate::diff::hint::{self, RenameHint};
use crate::planner::{PlanError, PlanRequest, Planned, plan_for, plan_next};
use crate::script::{self, Statement};
use crate::source::{Sources, escape_hidden};
use crate::warning::written_sql::by_hand;
use crate::warning::{Finding, Level, check_foreign, check_written};

/// An artifact planned again.
#[derive(Debug, Clone)]
pub struct Replanned {
    /// What the planner makes of its two schemas and its hints.
    pub planned: Planned,
    /// All findings: the plan's, and those about statements that a person wrote.
    pub findings: Vec<Finding>,
    /// The statements of migration.sql that the planner does not write.
    pub written: Vec<Statement>,
}

impl Replanned {
    /// The lines that warnings.txt ought to have.
    pub fn warnings(&self) -> Vec<String> {
        let gating = self.findings.iter().filter(|finding| finding.level == Level::Gating);
        gating.map(|finding| escape_hidden(&finding.message)).collect()
    }
}

/// Plans an artifact again, from its snapshots and the rename hints of its metadata. Hints that
/// no longer fit count for nothing: what they made of migration.sql is then an edit by hand.
///
/// # Errors
///
/// Why its schemas cannot be planned.
pub fn replan(artifact: &Artifact) -> Result<Replanned, PlanError> {
    replan_next(artifact, None)
}

/// The same where the migration before it was planned already: a schema that stands in both is read
/// once.
///
/// # Errors
///
/// As [`replan`].
pub fn replan_next(
    artifact: &Artifact,
    previous: Option<&Planned>,
) -> Result<Replanned, PlanError> {
    let previous = previous.filter(|previous| {
        Some(previous.provider()) == artifact.provider
            && previous.after_schema == artifact.before_schema
    });
    let after = Sources::single("after.prisma", &artifact.after_schema);
    let plan = |hints: &[RenameHint]| {
        if let Some(previous) = previous {
            return plan_next(previous, &after, hints);
        }
        let before = Sources::single("before.prisma", &artifact.before_schema);
        let before = (!artifact.before_schema.trim().is_empty()).then_some(&before);
        plan_for(&PlanRequest { before, after: &after, hints }, artifact.provider)
    };
    let hints = rename_hints(artifact);
    let planned = match plan(&hints) {
        Err(PlanError::Hints(_)) => plan(&[]),
        other => other,
    }?;
    let provider = planned.provider();
    let mut findings = planned.findings.clone();
    let mut written = Vec::new();
    let about_written = match (&artifact.script, artifact.author) {
        (Some(script), Author::ComonOrm { .. }) => {
            check_foreign(provider, script, |table| drops_in(&planned, table))
        }
        (Some(script), Author::Comon) if artifact.migration_sql != planned.migration_sql => {
            match script::parse(provider, &planned.migration_sql) {
                Ok(own) => {
                    written = by_hand(&own, script).into_iter().cloned().collect();
                    check_written(provider, &own, script)
                }
                Err(_) => Vec::new(),
            }
        }
        _ => Vec::new(),
    };
    let first_notice = findings.iter().position(|each| each.level == Level::Notice);
    let at = first_notice.unwrap_or(findings.len());
    let (gating, notices): (Vec<_>, Vec<_>) =
        about_written.into_iter().partition(|each| each.level == Level::Gating);
    findings.splice(at..at, gating);
    findings.extend(notices);
    Ok(Replanned { planned, findings, written })
}

/// Whether the plan drops that table or a column of it. A script may leave out the schema of a name.
fn drops_in(planned: &Planned, table: &ObjectName) -> bool {
    let is_that = |own: &ObjectName| {
        let namespaces = own.namespace.as_ref().zip(table.namespace.as_ref());
        own.name == table.name && namespaces.is_none_or(|(own, other)| own == other)
    };
    planned.changes.changes.iter().any(|change| match change {
        Change::DropTable(dropped) => is_that(&dropped.name),
        Change::DropColumn { table, .. } => is_that(&table.before) || is_that(&table.after),
        _ => false,
    })
}

/// The rename hints that its metadata records.
pub fn rename_hints(artifact: &Artifact) -> Vec<RenameHint> {
    let renames = artifact.metadata.renames();
    let parsed = renames.iter().map(|(from, to)| hint::parse(&format!("{from} -> {to}")));
    parsed.filter_map(Result::ok).collect()
}
