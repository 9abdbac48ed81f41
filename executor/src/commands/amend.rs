//! `comon migrate dev --amend`: the last migration, taken back to be planned anew: its directory, what it
//! did to the database at hand, and the hints that it was planned with.

use crate::artifact_dir::{self, Aside};
use crate::commands::new_migration;
use crate::commands::state::{Folder, State};
use crate::commands::undo::{Undo, last};
use crate::config::Config;
use crate::deploy::restored;
use crate::deploy::situation::Scope;
use crate::error::{Error, Result};
use crate::history::row::History;
use crate::project::Project;
use crate::session::Session;
use planner_core::artifact::Metadata;
use planner_core::diff::RenameHint;
use std::path::Path;

/// The migration that is planned anew.
#[derive(Debug)]
pub struct Amended {
    /// Its name.
    pub name: String,
    /// The state that it leads to.
    pub after: String,
    previous: String,
    metadata: Metadata,
}

impl Amended {
    /// The folder's last one.
    ///
    /// # Errors
    ///
    /// There is none.
    pub fn of(folder: &Folder) -> Result<Self> {
        let Some(last) = folder.last() else {
            return Err(Error::refused(
                "nothing-to-amend",
                "The migrations folder is empty: there is nothing to amend.",
            )
            .help("Plan the first migration: comon migrate dev --name <what it does>."));
        };
        let metadata = folder.reviewed.get(&last.name).map(|each| each.artifact.metadata.clone());
        let previous = folder.local.iter().rev().nth(1);
        Ok(Self {
            name: last.name.clone(),
            after: last.after.clone(),
            previous: previous.map(|local| local.name.clone()).unwrap_or_default(),
            metadata: metadata.unwrap_or_default(),
        })
    }

    /// Everything before it.
    pub fn scope(&self) -> Scope {
        Scope { to: Some(self.previous.clone()), ..Scope::default() }
    }

    /// The folder without it.
    pub fn base(&self, folder: &Folder) -> Folder {
        let mut base = folder.clone();
        base.local.retain(|local| local.name != self.name);
        base.reviewed.remove(&self.name);
        base
    }

    /// The hints that were given, and those that it was planned with as far as they still lead from
    /// one state to the other.
    pub fn hints(
        &self,
        project: &Project,
        base: &Folder,
        given: Vec<RenameHint>,
    ) -> Vec<RenameHint> {
        let mut hints = Vec::new();
        for hint in restored::hints(&self.metadata).into_iter().chain(given) {
            let one_more: Vec<RenameHint> = hints.iter().cloned().chain([hint.clone()]).collect();
            let recorded = restored::hints(&self.metadata).contains(&hint);
            if !recorded || new_migration::can_plan(project, base, &one_more) {
                hints.push(hint);
            }
        }
        hints
    }

    /// The way back from it, where the database has it; `None` where it has not.
    ///
    /// # Errors
    ///
    /// It is deployed, or others stand on it.
    pub async fn undo(
        &self,
        session: &mut Session,
        state: &State,
        config: &Config,
    ) -> Result<Option<Undo>> {
        let history = &state.stored.history;
        let begun = state.stored.journal.iter().any(|step| step.migration == self.name);
        if !history.active_by_migration().contains_key(self.name.as_str()) && !begun {
            return Ok(None);
        }
        self.refuse_deployed(history)?;
        last(state, Some(&self.name))?;
        Undo::plan(session, state, config, &self.name).await.map(Some)
    }

    /// Refuses what is applied on the database that is asked: there it has to be taken back first.
    ///
    /// # Errors
    ///
    /// It is applied.
    pub fn refuse_applied(&self, history: &History) -> Result<()> {
        if !history.active_by_migration().contains_key(self.name.as_str()) {
            return Ok(());
        }
        self.refuse_deployed(history)?;
        Err(Error::refused(
            "already-applied",
            format!("{} is applied here, and --create-only changes no database.", self.name),
        )
        .help("Leave --create-only out: it is rolled back here and planned anew."))
    }

    fn refuse_deployed(&self, history: &History) -> Result<()> {
        if !history.is_shared() {
            return Ok(());
        }
        Err(Error::refused(
            "already-deployed",
            format!("{} is deployed here; what was deployed is never planned anew.", self.name),
        )
        .help(
            "Put the change that is missing into a new migration, or take it back with comon \
               migrate revert.",
        ))
    }

    /// Takes its directory out of sight.
    ///
    /// # Errors
    ///
    /// The file system refuses.
    pub fn set_aside(&self, migrations: &Path) -> Result<Aside> {
        artifact_dir::set_aside(migrations, &self.name)
    }

    /// Brings the directory back after a failure.
    pub fn bring_back(&self, aside: Aside, error: Error, rolled_back: bool) -> Error {
        match aside.bring_back() {
            Ok(()) if rolled_back => error.detail(format!(
                "The directory of {0} is back as it was; on this database it is rolled back: comon \
                 migrate deploy --reapply {0} applies it again.",
                self.name
            )),
            Ok(()) => error.detail(format!("The directory of {} is back as it was.", self.name)),
            Err(kept) => error.detail(kept.to_string()),
        }
    }
}
