//! The change of one migration, forwards or backwards, carried onto the state after the last one and
//! planned there; or the migrations that stand in its way, by name. Looks at files only.

use crate::commands::between::hint_error;
use crate::commands::context::diagnostic_values;
use crate::commands::new_migration::NewMigration;
use crate::deploy::assess::snapshot_sources;
use crate::deploy::situation::LocalMigration;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::write_file;
use planner_core::diagnostic::Severity;
use planner_core::diff::RenameHint;
use planner_core::merge::{Conflict, Place, merge, place_of, text_at};
use planner_core::planner::{PlanError, PlanRequest, Side, plan_for};
use planner_core::provider::Provider;
use planner_core::source::Sources;

/// A change and where it goes.
#[derive(Debug, Clone, Copy)]
pub struct Carry<'a> {
    /// What it is, for messages: `undoing 20260101_x`.
    pub what: &'a str,
    /// The state that it starts from.
    pub from: &'a str,
    /// The state that it leads to.
    pub to: &'a str,
    /// The state that it is carried onto; empty before the first migration.
    pub onto: &'a str,
    /// The migrations between `from` and `onto`.
    pub others: &'a [&'a LocalMigration],
    /// What the migrations are for.
    pub provider: Provider,
}

/// What came of it.
#[derive(Debug)]
pub struct Carried {
    /// The migration.
    pub new: NewMigration,
    /// Rename hints whose objects are called otherwise by now, or are gone.
    pub unfollowed: Vec<String>,
}

impl Carried {
    /// The lines of a report.
    pub fn notes(&self) -> impl Iterator<Item = String> {
        self.unfollowed.iter().map(|hint| {
            format!("note: the rename {hint} leads nowhere by now: what is left of it is dropped or added")
        })
    }
}

impl Carry<'_> {
    /// Carries it, and plans from the state that it is carried onto.
    ///
    /// # Errors
    ///
    /// Others changed the same, or stand on what it takes away; each is named.
    pub fn plan(&self, hints: Vec<RenameHint>) -> Result<Carried> {
        let sources = |text: &str| Sources::single("schema.prisma", text);
        let after = if self.onto == self.from {
            sources(self.to)
        } else {
            let merged = merge(&sources(self.from), &sources(self.to), &sources(self.onto));
            merged.map_err(|conflicts| self.conflicting(&conflicts))?
        };
        let before = snapshot_sources("before.prisma", self.onto);
        let plan = |hints: &[RenameHint]| {
            let request = PlanRequest { before: before.as_ref(), after: &after, hints };
            plan_for(&request, Some(self.provider))
        };
        // What was renamed may be gone or be called otherwise by now.
        let (kept, dropped): (Vec<RenameHint>, Vec<RenameHint>) =
            hints.into_iter().partition(|hint| {
                !matches!(plan(std::slice::from_ref(hint)), Err(PlanError::Hints(_)))
            });
        let planned = plan(&kept).map_err(|error| match error {
            PlanError::Schema { side: Side::After, sources, diagnostics } => {
                let mut found = self.dependent();
                for each in diagnostics.iter().filter(|each| each.severity != Severity::Warning) {
                    let place = place_of(&sources, each.span);
                    let who = place.map(|place| self.who(&place)).unwrap_or_default();
                    found = found.detail(format!("{}{}", each.message, named(&who)));
                }
                let values = diagnostic_values(&diagnostics, &sources);
                Error { diagnostics: Some(Box::new(values)), ..found }
            }
            PlanError::Hints(errors) => hint_error(&errors),
            other => Error::refused("cannot-plan", format!("There is no plan for {}.", self.what))
                .detail(other.to_string()),
        })?;
        let new = NewMigration { planned, before: self.onto.to_owned(), hints: kept };
        let unfollowed = match new.planned.is_empty() {
            true => Vec::new(),
            false => dropped.iter().map(ToString::to_string).collect(),
        };
        Ok(Carried { new, unfollowed })
    }

    fn conflicting(&self, conflicts: &[Conflict]) -> Error {
        let error = Error::refused(
            "conflicting-change",
            format!("Nothing was written: {} meets what others changed.", self.what),
        );
        let line = |conflict: &Conflict| {
            let who = self.who(&conflict.place);
            format!("{}: {} {}{}", conflict.place, self.what, conflict.change, named(&who))
        };
        conflicts
            .iter()
            .map(line)
            .fold(error, Error::detail)
            .help("Write the change into the schema by hand, and plan it with comon migrate dev.")
    }

    fn dependent(&self) -> Error {
        Error::refused(
            "others-depend-on-it",
            format!("Nothing was written: others stand on what {} takes away.", self.what),
        )
        .help(
            "Undo those first, or write the change into the schema by hand and plan it with \
               comon migrate dev.",
        )
    }

    /// The other migrations that changed a place, or its block where none changed the line itself.
    fn who(&self, place: &Place) -> Vec<&str> {
        let changed = |place: &Place| -> Vec<&str> {
            let others = self.others.iter().filter(|other| {
                let text = |snapshot: &str| text_at(&Sources::single("x.prisma", snapshot), place);
                text(&other.before) != text(&other.after)
            });
            others.map(|other| other.name.as_str()).collect()
        };
        let found = changed(place);
        if !found.is_empty() || place.entry.is_none() {
            return found;
        }
        changed(&Place { entry: None, ..place.clone() })
    }
}

/// ` (20260102_a, 20260103_b)`; nothing of none.
fn named(who: &[&str]) -> String {
    if who.is_empty() { String::new() } else { format!(" ({})", who.join(", ")) }
}

/// What became of the project's own schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnSchema {
    /// It says the new state now.
    Written,
    /// It said so before.
    Same,
    /// It was left as it is, and says another state.
    Left,
}

/// Brings the project's schema along, where it means the state that the change was carried onto:
/// otherwise the next plan would take the change back. Comments and layout stay.
///
/// # Errors
///
/// A file cannot be written.
pub fn bring_along(project: &Project, carry: &Carry<'_>, new: &NewMigration) -> Result<OwnSchema> {
    let means = |state: &str, sources: &Sources| {
        let before = snapshot_sources("before.prisma", state);
        let request = PlanRequest { before: before.as_ref(), after: sources, hints: &[] };
        plan_for(&request, Some(carry.provider)).is_ok_and(|planned| planned.is_empty())
    };
    let own = project.shown_sources();
    let after = &new.planned.after_schema;
    if means(after, &own) {
        return Ok(OwnSchema::Same);
    }
    if !means(carry.onto, &own) {
        return Ok(OwnSchema::Left);
    }
    // From and to as the schema is laid out: several files stand in one snapshot.
    let single = |text: &str| Sources::single("schema.prisma", text);
    let Ok(merged) = merge(&single(carry.from), &single(carry.to), &own) else {
        return Ok(OwnSchema::Left);
    };
    if !means(after, &merged) {
        return Ok(OwnSchema::Left);
    }
    let mut staged = Vec::new();
    for ((_, was), (_, is)) in own.iter().zip(merged.iter()) {
        if was.text != is.text {
            let path = project.working_directory.join(&was.path);
            staged.push(write_file::stage(&path, &is.text)?);
        }
    }
    staged.into_iter().try_for_each(write_file::Staged::put_in_place)?;
    Ok(OwnSchema::Written)
}

impl OwnSchema {
    /// The line of a report.
    pub fn line(&self, project: &Project) -> String {
        let schema = project.schema.display();
        match self {
            Self::Written => format!("  wrote {schema}: it says the new state"),
            Self::Same => format!("  {schema} says the new state already"),
            Self::Left => format!(
                "note: {schema} says another state and was left as it is: bring it to after.prisma, \
                 or the next comon migrate dev plans the difference"
            ),
        }
    }

    /// The word for JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Same => "same",
            Self::Left => "left",
        }
    }
}
