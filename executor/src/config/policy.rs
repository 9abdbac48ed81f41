//! `[[allow]]` and `[naming]` of comon.toml -> the planner's data: notices to hear nothing of for a while, and
//! what names have to be like. Knows nothing of what they are applied to.

use super::read::{Reader, as_text};
use crate::error::Result;
use planner_core::subject::SubjectPattern;
use planner_core::warning::levels::{Allow, Levels};
use planner_core::warning::naming::{Naming, Pattern, STYLES};
use regex::Regex;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const ALLOW: &str = "[[allow]] with rule = \"blocks-writes\", subject = \"posts\", reason = \"a \
                     small table\", expires = \"2027-06-30\"";

impl<'a> Reader<'a> {
    /// The notices that are allowed.
    pub(super) fn allows(&self, root: &DeTable<'a>, levels: &mut Levels) -> Result<()> {
        let Some(value) = root.get("allow") else { return Ok(()) };
        let wrong = || self.mistaken(value.span(), "allow", "a list of tables", ALLOW);
        let DeValue::Array(list) = value.get_ref() else { return Err(wrong()) };
        for each in list {
            let DeValue::Table(table) = each.get_ref() else { return Err(wrong()) };
            self.only(table, "allow.", &["rule", "subject", "reason", "expires"])?;
            let rule = self.wanted(table, each, "rule", "\"blocks-writes\"")?;
            let subject = match self.text(table, "subject", "\"posts\"")? {
                None => None,
                Some(text) => Some(SubjectPattern::parse(&text).map_err(|problem| {
                    let at = table.get("subject").map_or(each.span(), Spanned::span);
                    self.wrong(at, &format!("`subject` is no subject: {problem}.")).help(
                        "comon review shows the subject of each notice, such as posts.status.",
                    )
                })?),
            };
            let reason = self.wanted(table, each, "reason", "\"a small table\"")?;
            let expires = self.day(table, each)?;
            let at = table.get("rule").map_or(each.span(), Spanned::span);
            let allow = Allow { rule: rule.clone(), subject, reason, expires };
            let added = levels.allow(allow);
            added.map_err(|error| self.not_chosen(at, "allow.rule ", &rule, &error))?;
        }
        Ok(())
    }

    /// A text that has to be there.
    fn wanted(
        &self,
        table: &DeTable<'_>,
        whole: &Spanned<DeValue<'_>>,
        key: &str,
        example: &str,
    ) -> Result<String> {
        self.text(table, key, example)?.ok_or_else(|| {
            self.wrong(whole.span(), &format!("has an [[allow]] without `{key}`."))
                .help(format!("Write it as: {ALLOW}"))
        })
    }

    /// The last day on which something holds.
    fn day(&self, table: &DeTable<'_>, whole: &Spanned<DeValue<'_>>) -> Result<String> {
        let Some(value) = table.get("expires") else {
            return self.wanted(table, whole, "expires", "\"2027-06-30\"");
        };
        let text = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            other => as_text(other).unwrap_or_default().to_owned(),
        };
        let form = time::macros::format_description!("[year]-[month]-[day]");
        match time::Date::parse(&text, form) {
            Ok(day) => Ok(day.to_string()),
            Err(_) => {
                Err(self.mistaken(value.span(), "expires", "a day", "expires = \"2027-06-30\""))
            }
        }
    }

    /// What names have to be like.
    pub(super) fn naming(&self, table: &DeTable<'a>) -> Result<Naming> {
        self.only(table, "naming.", &["tables", "columns", "indexes", "constraints", "enums"])?;
        Ok(Naming {
            tables: self.pattern(table, "tables")?,
            columns: self.pattern(table, "columns")?,
            indexes: self.pattern(table, "indexes")?,
            constraints: self.pattern(table, "constraints")?,
            enums: self.pattern(table, "enums")?,
        })
    }

    /// A style, or a regular expression between slashes.
    fn pattern(&self, table: &DeTable<'a>, key: &str) -> Result<Option<Pattern>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let text = as_text(value.get_ref()).unwrap_or_default();
        if let Some(style) = Pattern::style(text) {
            return Ok(Some(style));
        }
        let inner = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
        let Some(inner) = inner.filter(|inner| !inner.is_empty()) else {
            let wanted =
                format!("one of {}, or a regular expression between slashes", STYLES.join(", "));
            let example = format!("{key} = \"snake_case\" or {key} = \"/^[a-z_]+$/\"");
            return Err(self.mistaken(value.span(), key, &wanted, &example));
        };
        let compiled = Regex::new(inner).map_err(|error| {
            let problem = error.to_string();
            let last = problem.lines().last().unwrap_or_default().trim().to_owned();
            self.wrong(value.span(), &format!("`{key}` is no regular expression: {last}."))
                .help("It is one of the crate regex: https://docs.rs/regex/#syntax")
        })?;
        Ok(Some(Pattern::of(text.to_owned(), move |name| compiled.is_match(name))))
    }
}
