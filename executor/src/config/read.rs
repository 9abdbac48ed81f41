//! The keys of comon.toml, one kind of value a function; what is wrong is said with its line.

use crate::error::{Error, Result};
use planner_core::script::directive::duration;
use planner_core::warning::levels::{Choice, ChoiceError, Levels};
use std::ops::Range;
use std::path::Path;
use std::time::Duration;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The text and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) path: &'a Path,
}

impl<'a> Reader<'a> {
    /// The whole file.
    pub(super) fn document(&self) -> Result<Spanned<DeTable<'a>>> {
        DeTable::parse(self.text).map_err(|error| {
            let at = error.span().unwrap_or_default();
            let message = format!("cannot be read: {}.", error.message());
            self.wrong(at, &message)
                .help("It is a TOML file, such as: external = [\"spatial_ref_sys\", \"audit_*\"]")
        })
    }

    /// Refuses every key but these.
    pub(super) fn only(&self, table: &DeTable<'_>, prefix: &str, known: &[&str]) -> Result<()> {
        let unknown = |key: &&Spanned<_>| {
            let key: &std::borrow::Cow<'_, str> = key.get_ref();
            !known.contains(&key.as_ref())
        };
        let Some(key) = table.keys().filter(unknown).min_by_key(|key| key.span().start) else {
            return Ok(());
        };
        let name = key.get_ref();
        let error = Error {
            id: "unknown-config-key",
            ..self.wrong(key.span(), &format!("has an unknown key `{prefix}{name}`."))
        };
        let close = known.iter().find(|known| strsim::damerau_levenshtein(known, name) <= 3);
        Err(match close {
            Some(close) => error.help(format!("Did you mean `{prefix}{close}`?")),
            None => {
                let known: Vec<String> = known.iter().map(|key| format!("{prefix}{key}")).collect();
                error.help(format!("The keys are: {}.", known.join(", ")))
            }
        })
    }

    /// A table of its own.
    pub(super) fn table<'b>(
        &self,
        table: &'b DeTable<'a>,
        key: &str,
    ) -> Result<Option<&'b DeTable<'a>>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        match value.get_ref() {
            DeValue::Table(inner) => Ok(Some(inner)),
            _ => Err(self.mistaken(value.span(), key, "a table", &format!("[{key}]"))),
        }
    }

    /// A list of texts.
    pub(super) fn texts(
        &self,
        table: &DeTable<'_>,
        key: &str,
        example: &str,
    ) -> Result<Option<Vec<String>>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let wrong =
            || self.mistaken(value.span(), key, "a list of strings", &format!("{key} = {example}"));
        let DeValue::Array(list) = value.get_ref() else { return Err(wrong()) };
        let names = list.iter().map(|each| as_text(each.get_ref()).map(str::to_owned));
        names.collect::<Option<Vec<String>>>().map(Some).ok_or_else(wrong)
    }

    /// A text.
    pub(super) fn text(
        &self,
        table: &DeTable<'_>,
        key: &str,
        example: &str,
    ) -> Result<Option<String>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let text = as_text(value.get_ref()).filter(|text| !text.trim().is_empty());
        match text {
            Some(text) => Ok(Some(text.to_owned())),
            None => {
                Err(self.mistaken(value.span(), key, "a string", &format!("{key} = {example}")))
            }
        }
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(
        &self,
        table: &DeTable<'_>,
        key: &str,
        words: &[(&str, T)],
    ) -> Result<Option<T>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let word = as_text(value.get_ref());
        if let Some((_, chosen)) = words.iter().find(|(known, _)| Some(*known) == word) {
            return Ok(Some(*chosen));
        }
        let known: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        let wanted = format!("one of {}", known.join(", "));
        let example = format!("{key} = {}", known.first().map(String::as_str).unwrap_or_default());
        Err(self.mistaken(value.span(), key, &wanted, &example))
    }

    /// `"250ms"`, `"5s"`, `"10min"`, `"1h"`.
    pub(super) fn duration(&self, table: &DeTable<'_>, key: &str) -> Result<Option<Duration>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let read = as_text(value.get_ref()).and_then(duration);
        match read.filter(|duration| !duration.is_zero()) {
            Some(duration) => Ok(Some(duration)),
            None => Err(self.mistaken(
                value.span(),
                key,
                "a duration above zero of ms, s, min or h",
                &format!("{key} = \"5s\""),
            )),
        }
    }

    /// `"16"` or `"3.40"`.
    pub(super) fn version(&self, table: &DeTable<'_>, key: &str) -> Result<Option<(u32, u32)>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let read = as_text(value.get_ref()).and_then(|text| {
            let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
            Some((major.parse().ok()?, minor.parse().ok()?))
        });
        match read {
            Some(version) => Ok(Some(version)),
            None => Err(self.mistaken(
                value.span(),
                key,
                "a server's version in quotes",
                &format!("{key} = \"16\""),
            )),
        }
    }

    /// What becomes of notices, rule by rule.
    pub(super) fn levels(&self, table: &DeTable<'_>) -> Result<Levels> {
        let words =
            [("gate", Choice::Gate), ("notice", Choice::Notice), ("silent", Choice::Silent)];
        let mut levels = Levels::default();
        for key in table.keys() {
            let rule: &str = key.get_ref();
            let Some(choice) = self.choice(table, rule, &words)? else { continue };
            let chosen = levels.choose(rule, choice);
            chosen.map_err(|error| self.not_chosen(key.span(), "levels.", rule, &error))?;
        }
        Ok(levels)
    }

    /// A rule that cannot be chosen for.
    pub(super) fn not_chosen(
        &self,
        at: Range<usize>,
        prefix: &str,
        rule: &str,
        error: &ChoiceError,
    ) -> Error {
        match error {
            ChoiceError::Gates => self.wrong(at, &format!("cannot change `{prefix}{rule}`.")).help(
                "It is about lost values or failing statements and always gates; accept single \
                     ones with --allow.",
            ),
            ChoiceError::Unknown(near) => {
                let message = format!("has an unknown key `{prefix}{rule}`.");
                let error = Error { id: "unknown-config-key", ..self.wrong(at, &message) };
                match near {
                    Some(near) => error.help(format!("Did you mean `{prefix}{near}`?")),
                    None => error.help("comon explain lists the rules."),
                }
            }
        }
    }

    pub(super) fn mistaken(
        &self,
        at: Range<usize>,
        key: &str,
        wanted: &str,
        example: &str,
    ) -> Error {
        self.wrong(at, &format!("`{key}` is not {wanted}.")).help(format!("Write it as: {example}"))
    }

    pub(super) fn wrong(&self, at: Range<usize>, message: &str) -> Error {
        let before = self.text.bytes().take(at.start);
        let line = before.filter(|byte| *byte == b'\n').count() + 1;
        let separator = if message.starts_with('`') { ":" } else { "" };
        let shown = self.path.display();
        Error::invalid("invalid-config", format!("{shown}:{line}{separator} {message}"))
    }
}

pub(super) fn as_text<'b>(value: &'b DeValue<'_>) -> Option<&'b str> {
    match value {
        DeValue::String(text) => Some(text),
        _ => None,
    }
}
