//! An edited schema -> a new migration: planned on top of the folder's last one, named, and
//! written atomically.

use crate::artifact_dir;
use crate::commands::between::hint_error;
use crate::commands::context::{Context, schema_error};
use crate::commands::prompt;
use crate::commands::state::{Folder, VERSION};
use crate::config::Config;
use crate::deploy::assess::finding_gate;
use crate::deploy::gate::{Gate, Origin};
use crate::error::{Error, Result};
use crate::project::Project;
use planner_core::artifact::{self, ArtifactFiles, NewArtifact};
use planner_core::diff::ResolvedHint;
use planner_core::diff::hint::RenameHint;
use planner_core::planner::{self, PlanError, PlanRequest, Planned, Side};
use planner_core::provider::Provider;
use planner_core::source::Sources;
use planner_core::warning::rules::possible_rename::LookAlike;
use std::collections::BTreeSet;
use std::path::Path;

/// Stands for the new migration's name in a decision that is made before it has one.
pub const UNNAMED: &str = "";

/// A planned migration that is not written yet.
#[derive(Debug, Clone)]
pub struct NewMigration {
    /// What changes and what runs.
    pub planned: Planned,
    /// before.prisma: the predecessor's after.prisma, byte for byte; in canonical form, and so
    /// without a URL, where comon_orm wrote that.
    pub before: String,
    /// Hints that were used.
    pub hints: Vec<RenameHint>,
}

/// Plans from the last migration of the folder to the schema. On a terminal it asks whether what
/// looks like a rename is one.
///
/// # Errors
///
/// A schema cannot be used, or a hint fits nothing.
pub fn plan(
    context: &Context<'_>,
    project: &Project,
    folder: &Folder,
    hints: Vec<RenameHint>,
) -> Result<NewMigration> {
    let foreign = folder.last().is_some_and(|local| local.foreign);
    let before = folder.last().map(|local| local.after.clone()).unwrap_or_default();
    let sources = project.shown_sources();
    let mut new = plan_with(&before, &sources, hints)?;
    let mut answered = BTreeSet::new();
    while context.terminal.can_ask() {
        let mut open = new.planned.look_alikes();
        open.retain(|each| !answered.contains(&each.before));
        let Some(next) = open.into_iter().next() else { break };
        if let Some(hint) = ask_for_rename(&next)? {
            let mut hints = new.hints.clone();
            hints.push(hint);
            new = plan_with(&before, &sources, hints)?;
        }
        answered.insert(next.before);
    }
    if foreign {
        new.before.clone_from(&new.planned.before_schema);
    }
    let levels = &project.config.levels;
    let named = levels.named(&new.planned.changes);
    let findings = &mut new.planned.findings;
    findings.extend(named);
    findings.retain(|each| levels.shows_finding(each));
    Ok(new)
}

/// Whether these hints lead from the folder's last state to the schema.
pub fn can_plan(project: &Project, folder: &Folder, hints: &[RenameHint]) -> bool {
    let before = folder.last().map(|local| local.after.clone()).unwrap_or_default();
    plan_with(&before, &project.shown_sources(), hints.to_vec()).is_ok()
}

/// A migration from the folder's last state to the same state, for SQL of one's own.
///
/// # Errors
///
/// That state cannot be used.
pub fn empty(folder: &Folder, provider: Provider) -> Result<NewMigration> {
    let before = folder.last().map(|local| local.after.clone()).unwrap_or_default();
    let after = match before.trim().is_empty() {
        true => format!("datasource db {{\n  provider = \"{}\"\n}}\n", provider.name()),
        false => before.clone(),
    };
    let mut new = plan_with(&before, &Sources::single("after.prisma", &after), Vec::new())?;
    if folder.last().is_some_and(|local| local.foreign) {
        new.before.clone_from(&new.planned.before_schema);
    }
    Ok(new)
}

/// Asks what became of something that goes; `None` where it is really gone.
///
/// # Errors
///
/// The question was not answered.
pub fn ask_for_rename(found: &LookAlike) -> Result<Option<RenameHint>> {
    let before = format!("{} {}", found.before.kind.word(), found.before);
    if let [only] = found.after.as_slice() {
        let question = format!("Is this a rename, {before} -> {only}? (no: its values go)");
        return Ok(prompt::confirm(&question)?.then(|| found.hint(only)));
    }
    // One who just presses enter says nothing that is not gated.
    let mut options = vec!["dropped, its values go".to_owned()];
    options.extend(found.after.iter().map(|after| format!("renamed to {after}")));
    let chosen = prompt::choose(&format!("What becomes of {before}?"), options)?;
    let after = chosen.and_then(|index| found.after.get(index.checked_sub(1)?));
    Ok(after.map(|after| found.hint(after)))
}

fn plan_with(before: &str, after: &Sources, hints: Vec<RenameHint>) -> Result<NewMigration> {
    let before_sources = crate::deploy::assess::snapshot_sources("before.prisma", before);
    let request = PlanRequest { before: before_sources.as_ref(), after, hints: &hints };
    let planned = planner::plan(&request).map_err(explain)?;
    Ok(NewMigration { planned, before: before.to_owned(), hints })
}

fn explain(error: PlanError) -> Error {
    match error {
        PlanError::Schema { side: Side::After, sources, diagnostics } => {
            schema_error(&diagnostics, &sources)
        }
        PlanError::Schema { side: Side::Before, sources, diagnostics } => {
            let inner = schema_error(&diagnostics, &sources);
            Error {
                details: inner.details,
                diagnostics: inner.diagnostics,
                ..Error::invalid(
                    "invalid-snapshot",
                    "after.prisma of the last migration cannot be used as the state to start from.",
                )
            }
            .help("Restore the migration's directory from version control.")
        }
        PlanError::Hints(errors) => hint_error(&errors),
        PlanError::ProviderSwitch { before, after } => Error::refused(
            "provider-mismatch",
            format!("The migrations are for {before}, and the schema is for {after}."),
        )
        .help("Start a new migrations folder for this database with --migrations."),
    }
}

/// The new migration's warnings as gates.
pub fn gates(new: &NewMigration) -> Vec<Gate> {
    let planned = &new.planned;
    planned
        .gating()
        .map(|finding| finding_gate(UNNAMED, planned, finding, Origin::Reviewed))
        .collect()
}

/// The new migration's full name: as given where it begins with eight digits or more, else with
/// the UTC time before it.
///
/// # Errors
///
/// There is none, it is not a name, or it sorts before a migration that is there.
pub fn name(context: &Context<'_>, given: Option<&str>, folder: &Folder) -> Result<String> {
    let given = match given {
        Some(given) => given.to_owned(),
        None if context.terminal.can_ask() => {
            let help = "letters, digits, `_`, `.` and `-`; a time stamp is put before it";
            prompt::text("Name of the migration:", help, artifact_dir::is_valid_name)?
                .unwrap_or_default()
        }
        None => String::new(),
    };
    if given.is_empty() {
        return Err(Error::invalid("missing-name", "The new migration has no name.")
            .help("Say comon migrate dev --name <what it does>."));
    }
    let digits = given.chars().take_while(char::is_ascii_digit).count();
    let name = if digits >= 8 { given.clone() } else { stamped(&given, folder) };
    if !artifact_dir::is_valid_name(&name) || !artifact_dir::is_valid_name(&given) {
        return Err(Error::invalid(
            "invalid-name",
            format!("`{}` cannot be the name of a migration.", given.escape_debug()),
        )
        .help(
            "Use letters, digits, `_`, `.` and `-`, at most 120, beginning with a letter or digit.",
        ));
    }
    match folder.last() {
        Some(last) if last.name.as_bytes() >= name.as_bytes() => Err(Error::invalid(
            "name-out-of-order",
            format!("{name} would not come after {}, the last migration.", last.name),
        )
        .help("Migrations are ordered by name: begin it with a later time stamp.")),
        Some(_) | None => Ok(name),
    }
}

/// The five files.
///
/// # Errors
///
/// The configuration wants a server that nothing is planned for.
pub fn files(new: &NewMigration, name: &str, config: &Config) -> Result<ArtifactFiles> {
    let planned = &new.planned;
    Ok(artifact::render(&NewArtifact {
        name: name.to_owned(),
        generated_at: generated_at(),
        provider: planned.provider(),
        migration_sql: planned.migration_sql.clone(),
        warnings: planned.warnings.clone(),
        before_schema: new.before.clone(),
        after_schema: planned.after_schema.clone(),
        statement_count: planned.statement_count,
        rebuild_required: planned.requires_rebuild,
        renames: planned.renames.iter().map(ResolvedHint::sides).collect(),
        planner_version: VERSION.to_owned(),
        target_version: config.target_version(planned.provider())?,
    }))
}

/// Writes them.
///
/// # Errors
///
/// The file system refuses, or those of [`files`].
pub fn write(project: &Project, new: &NewMigration, name: &str) -> Result<()> {
    write_files(&project.migrations_path(), name, &files(new, name, &project.config)?)
}

/// A migration that was just written.
#[derive(Debug, Clone)]
pub struct Written {
    /// Its name.
    pub name: String,
    /// Its folder, as people write it.
    pub shown: String,
}

/// Writes the five files under that name.
///
/// # Errors
///
/// The file system refuses.
pub fn write_named(project: &Project, new: &NewMigration, name: String) -> Result<Written> {
    write(project, new, &name)?;
    let shown = project.migrations.join(&name).display().to_string();
    Ok(Written { name, shown })
}

/// Writes files as a new directory.
///
/// # Errors
///
/// The file system refuses.
pub fn write_files(migrations: &Path, name: &str, files: &ArtifactFiles) -> Result<()> {
    let texts: Vec<(&str, &[u8])> = files.present().collect();
    artifact_dir::write_new(migrations, name, &texts).map(|_| ())
}

/// Refuses a folder with files that cannot be used, on top of which nothing can be planned.
///
/// # Errors
///
/// Each such file.
pub fn check_usable(folder: &Folder) -> Result<()> {
    let mut error = Error::refused(
        "invalid-local-artifacts",
        "Nothing was written: migrations of the folder cannot be used.",
    );
    for local in &folder.local {
        for line in local.invalid.iter().chain(&local.unsealed) {
            error = error.detail(format!("{}: {line}", local.name));
        }
    }
    if error.details.is_empty() {
        return Ok(());
    }
    Err(error
        .help("Restore them from version control; comon migrate seal <name> accepts a meant edit."))
}

/// The present time, as RFC 3339 to the second.
fn generated_at() -> String {
    use time::format_description::well_known::Rfc3339;
    let now = time::OffsetDateTime::now_utc();
    now.replace_nanosecond(0).unwrap_or(now).format(&Rfc3339).unwrap_or_default()
}

/// The UTC time before the name. Two migrations of one second, or a colleague's clock that is
/// ahead, would break the order: then it is a second after the last one's time.
fn stamped(given: &str, folder: &Folder) -> String {
    let format = time::macros::format_description!("[year][month][day][hour][minute][second]");
    let name =
        |at: time::PrimitiveDateTime| format!("{}_{given}", at.format(format).unwrap_or_default());
    let now = time::OffsetDateTime::now_utc();
    let now = time::PrimitiveDateTime::new(now.date(), now.time());
    let by_clock = name(now);
    let last = folder.last().filter(|last| last.name.as_bytes() >= by_clock.as_bytes());
    let stamp = last.and_then(|last| last.name.get(..14));
    let time = stamp.and_then(|stamp| time::PrimitiveDateTime::parse(stamp, format).ok());
    match time.and_then(|time| time.checked_add(time::Duration::SECOND)) {
        Some(after_last) => name(after_last),
        None => by_clock,
    }
}
