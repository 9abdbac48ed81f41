//! `--expect <review.json>`: the checksums that somebody reviewed -> a refusal of every pending
//! migration that is none of them.

use crate::commands::context::working_directory;
use crate::commands::show::counted;
use crate::commands::state::State;
use crate::deploy::decision::Decision;
use crate::error::{Error, Result, io_words};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// What was reviewed: a checksum for each name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedReview {
    shown: String,
    checksums: BTreeMap<String, String>,
}

impl ExpectedReview {
    /// Reads what `comon review --json` wrote.
    ///
    /// # Errors
    ///
    /// It cannot be read, or it is no review.
    pub fn read(path: &Path) -> Result<Self> {
        let shown = path.display().to_string();
        let unreadable = |words: String| {
            Error::invalid(
                "unreadable-review",
                format!("The review {shown} cannot be read: {words}."),
            )
            .help("Write it with comon review <name…> --json.")
        };
        let text = std::fs::read_to_string(working_directory()?.join(path))
            .map_err(|error| unreadable(io_words(&error)))?;
        let document: Value =
            serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
        let Some(reviews) = document.get("reviews").and_then(Value::as_array) else {
            return Err(unreadable("it has no `reviews`".to_owned()));
        };
        let mut checksums = BTreeMap::new();
        for review in reviews {
            let name = review.get("name").and_then(Value::as_str);
            let metadata = review.get("metadata").and_then(Value::as_array);
            let checksum = metadata.into_iter().flatten().find_map(|line| {
                (line.get(0)?.as_str()? == "checksum").then(|| line.get(1)?.as_str())?
            });
            let (Some(name), Some(checksum)) = (name, checksum) else {
                return Err(unreadable("one of its reviews has no name or checksum".to_owned()));
            };
            checksums.insert(name.to_owned(), checksum.to_owned());
        }
        Ok(Self { shown, checksums })
    }

    /// Whether every pending migration is one that was reviewed.
    ///
    /// # Errors
    ///
    /// `not-reviewed` names those that are not.
    pub fn check(&self, state: &State, decision: &Decision) -> Result<()> {
        let mut others = Vec::new();
        for name in &decision.pending {
            let found = state.folder.local.iter().find(|local| local.name == *name);
            let found = found.and_then(|local| local.checksum.as_deref()).unwrap_or("none");
            match self.checksums.get(name) {
                Some(reviewed) if reviewed == found => {}
                Some(reviewed) => {
                    others.push(format!("{name}: reviewed {reviewed}, in the folder {found}"));
                }
                None => others.push(format!("{name}: not in the review")),
            }
        }
        if others.is_empty() {
            return Ok(());
        }
        let count = counted(others.len(), "pending migration");
        let error = Error::refused(
            "not-reviewed",
            format!("Nothing was applied: {count} not as reviewed in {}.", self.shown),
        );
        Err(others
            .into_iter()
            .fold(error, Error::detail)
            .help("Deploy the commit that was reviewed, or have the present files reviewed."))
    }
}
