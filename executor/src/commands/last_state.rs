//! A migrations folder in, the database that its last migration leads to out, or why that cannot be
//! told. Looks at files only.

use crate::commands::state::{Folder, VERSION};
use crate::deploy::assess::{Predecessor, assess, lowered};
use crate::deploy::situation::LocalMigration;
use crate::error::{Error, Result};
use planner_core::database::model::Database;
use planner_core::provider::Provider;
use std::path::Path;

/// The state after the last migration of a folder whose files are as they were sealed and whose
/// migrations follow one from the other.
///
/// # Errors
///
/// Files cannot be used, were changed after they were sealed, or break the chain.
pub fn last_state(path: &Path, shown: &str, assumed: Provider) -> Result<Database> {
    let folder = Folder::read(path, assumed)?;
    let mut broken = Vec::new();
    let mut code = "invalid-local-artifacts";
    let mut previous: Option<&LocalMigration> = None;
    for local in &folder.local {
        let mut problems: Vec<String> = local.invalid.clone();
        if !local.unsealed.is_empty() {
            code = "artifact-not-sealed";
            problems.extend(local.unsealed.iter().cloned());
        }
        if let Some(reviewed) = folder.reviewed.get(&local.name) {
            let predecessor = previous.map(|local| Predecessor {
                name: &local.name,
                after: &local.after,
                foreign: local.foreign,
            });
            let (assessment, _) = assess(reviewed, predecessor, None, &folder.naming, VERSION);
            problems.extend(assessment.invalid);
            if !assessment.chain_break.is_empty() {
                code = "broken-chain";
                problems.push("it does not start where the one before it ends".to_owned());
                problems.extend(assessment.chain_break);
            }
        }
        broken.extend(problems.into_iter().map(|line| format!("{}: {line}", local.name)));
        previous = Some(local);
    }
    if !broken.is_empty() {
        let error = Error::refused(
            code,
            format!("The state after the migrations of {shown} cannot be told."),
        );
        return Err(broken.into_iter().fold(error, Error::detail).help(
            "Restore them from version control; comon migrate seal <name> accepts a meant edit.",
        ));
    }
    let Some(last) = folder.last() else {
        return Ok(Database::empty(assumed));
    };
    let own = last.provider.unwrap_or(assumed);
    lowered(&last.after, own).ok_or_else(|| {
        Error::refused(
            "missing-snapshot",
            format!("after.prisma of {} cannot be used as a state.", last.name),
        )
        .help("Restore the migration's directory from version control.")
    })
}
