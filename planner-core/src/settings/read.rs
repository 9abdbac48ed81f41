//! The keys of a document, one kind of value a function; what is wrong is said with its place.

use super::tree::{Node, Table, Value};
use super::{Compile, Mistake};
use crate::script::directive::duration;
use crate::warning::levels::{Choice, ChoiceError, Levels};
use std::time::Duration;

/// What reads.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    pub(super) compile: Compile,
}

type Result<T> = std::result::Result<T, Mistake>;

impl Reader {
    /// Refuses every key but these.
    pub(super) fn only(&self, table: &Table, prefix: &str, known: &[&str]) -> Result<()> {
        let unknown = table.0.iter().find(|entry| !known.contains(&entry.key.as_str()));
        let Some(entry) = unknown else { return Ok(()) };
        let name = entry.key.as_str();
        let message = format!("has an unknown key `{prefix}{name}`.");
        let close = known.iter().find(|known| strsim::damerau_levenshtein(known, name) <= 3);
        let help = match close {
            Some(close) => format!("Did you mean `{prefix}{close}`?"),
            None => {
                let known: Vec<String> = known.iter().map(|key| format!("{prefix}{key}")).collect();
                format!("The keys are: {}.", known.join(", "))
            }
        };
        Err(Mistake { id: "unknown-config-key", ..self.wrong(entry.at, &message, &help) })
    }

    /// A table of its own.
    pub(super) fn table<'a>(&self, table: &'a Table, key: &str) -> Result<Option<&'a Table>> {
        let Some(node) = table.get(key) else { return Ok(None) };
        match &node.value {
            Value::Table(inner) => Ok(Some(inner)),
            _ => Err(self.mistaken(node, key, "a table", &format!("[{key}]"))),
        }
    }

    /// A list of texts.
    pub(super) fn texts(
        &self,
        table: &Table,
        key: &str,
        example: &str,
    ) -> Result<Option<Vec<String>>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let wrong =
            || self.mistaken(value, key, "a list of strings", &format!("{key} = {example}"));
        let Value::List(list) = &value.value else { return Err(wrong()) };
        let names = list.iter().map(|each| each.text().map(str::to_owned));
        names.collect::<Option<Vec<String>>>().map(Some).ok_or_else(wrong)
    }

    /// A text.
    pub(super) fn text(&self, table: &Table, key: &str, example: &str) -> Result<Option<String>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let text = value.text().filter(|text| !text.trim().is_empty());
        match text {
            Some(text) => Ok(Some(text.to_owned())),
            None => Err(self.mistaken(value, key, "a string", &format!("{key} = {example}"))),
        }
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(
        &self,
        table: &Table,
        key: &str,
        words: &[(&str, T)],
    ) -> Result<Option<T>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let word = value.text();
        if let Some((_, chosen)) = words.iter().find(|(known, _)| Some(*known) == word) {
            return Ok(Some(*chosen));
        }
        let known: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        let wanted = format!("one of {}", known.join(", "));
        let example = format!("{key} = {}", known.first().map(String::as_str).unwrap_or_default());
        Err(self.mistaken(value, key, &wanted, &example))
    }

    /// `"250ms"`, `"5s"`, `"10min"`, `"1h"`.
    pub(super) fn duration(&self, table: &Table, key: &str) -> Result<Option<Duration>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let read = value.text().and_then(duration);
        match read.filter(|duration| !duration.is_zero()) {
            Some(duration) => Ok(Some(duration)),
            None => Err(self.mistaken(
                value,
                key,
                "a duration above zero of ms, s, min or h",
                &format!("{key} = \"5s\""),
            )),
        }
    }

    /// `"16"` or `"3.40"`.
    pub(super) fn version(&self, table: &Table, key: &str) -> Result<Option<(u32, u32)>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let read = value.text().and_then(|text| {
            let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
            Some((major.parse().ok()?, minor.parse().ok()?))
        });
        match read {
            Some(version) => Ok(Some(version)),
            None => Err(self.mistaken(
                value,
                key,
                "a server's version in quotes",
                &format!("{key} = \"16\""),
            )),
        }
    }

    /// What becomes of notices, rule by rule.
    pub(super) fn levels(&self, table: &Table) -> Result<Levels> {
        let words =
            [("gate", Choice::Gate), ("notice", Choice::Notice), ("silent", Choice::Silent)];
        let mut levels = Levels::default();
        for entry in &table.0 {
            let rule = entry.key.as_str();
            let Some(choice) = self.choice(table, rule, &words)? else { continue };
            let chosen = levels.choose(rule, choice);
            chosen.map_err(|error| self.not_chosen(entry.at, "levels.", rule, &error))?;
        }
        Ok(levels)
    }

    /// A rule that cannot be chosen for.
    pub(super) fn not_chosen(
        &self,
        at: Option<usize>,
        prefix: &str,
        rule: &str,
        error: &ChoiceError,
    ) -> Mistake {
        match error {
            ChoiceError::Gates => self.wrong(
                at,
                &format!("cannot change `{prefix}{rule}`."),
                "It is about lost values or failing statements and always gates; accept single \
                 ones with --allow.",
            ),
            ChoiceError::Unknown(near) => {
                let message = format!("has an unknown key `{prefix}{rule}`.");
                let help = match near {
                    Some(near) => format!("Did you mean `{prefix}{near}`?"),
                    None => "comon explain lists the rules.".to_owned(),
                };
                Mistake { id: "unknown-config-key", ..self.wrong(at, &message, &help) }
            }
        }
    }

    pub(super) fn mistaken(&self, node: &Node, key: &str, wanted: &str, example: &str) -> Mistake {
        let help = format!("Write it as: {example}");
        self.wrong(node.at, &format!("`{key}` is not {wanted}."), &help)
    }

    #[allow(clippy::unused_self, reason = "as the others are called")]
    pub(super) fn wrong(&self, at: Option<usize>, message: &str, help: &str) -> Mistake {
        Mistake { id: "invalid-config", at, message: message.to_owned(), help: help.to_owned() }
    }
}
