//! What a project allows and all of its migrations -> what it allows no longer, and what it allows for nothing.

use super::change::{ChangeNote, MigrationFiles, read};
use super::replan::{Replanned, replan};
use crate::provider::Provider;
use crate::warning::Finding;
use crate::warning::levels::Levels;

/// What is allowed no longer, or for nothing that any migration of the project has.
pub fn allow_notes(
    levels: &Levels,
    migrations: &[&MigrationFiles],
    assumed: Option<Provider>,
) -> Vec<ChangeNote> {
    let mut notes: Vec<ChangeNote> = levels
        .expired()
        .map(|allow| ChangeNote {
            code: "expired-allow",
            message: format!(
                "[[allow]] {} held until {} ({}): take it out, or give it another day.",
                allow.in_words(),
                allow.expires,
                allow.reason
            ),
        })
        .collect();
    let artifacts = migrations.iter().filter_map(|each| read(each, assumed).ok());
    let replanned = artifacts.filter_map(|artifact| replan(&artifact).ok());
    let findings: Vec<Finding> = replanned
        .flat_map(|Replanned { planned, mut findings, .. }| {
            findings.extend(levels.named(&planned.changes));
            findings
        })
        .collect();
    notes.extend(levels.unused(&findings).map(|allow| ChangeNote {
        code: "unused-allow",
        message: format!(
            "[[allow]] {} fits no notice of any migration ({}): take it out, or correct it.",
            allow.in_words(),
            allow.reason
        ),
    }));
    notes
}
