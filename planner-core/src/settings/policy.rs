//! `[[allow]]` and `[naming]` of a document -> the planner's data: notices to hear nothing of for a while, and
//! what names have to be like. Knows nothing of what they are applied to.

use super::Mistake;
use super::read::Reader;
use super::tree::{Node, Table, Value};
use crate::subject::SubjectPattern;
use crate::warning::levels::{Allow, Levels};
use crate::warning::naming::{Naming, Pattern, STYLES};

type Result<T> = std::result::Result<T, Mistake>;

const ALLOW: &str = "[[allow]] with rule = \"blocks-writes\", subject = \"posts\", reason = \"a \
                     small table\", expires = \"2027-06-30\"";

impl Reader {
    /// The notices that are allowed.
    pub(super) fn allows(&self, root: &Table, levels: &mut Levels) -> Result<()> {
        let Some(value) = root.get("allow") else { return Ok(()) };
        let wrong = || self.mistaken(value, "allow", "a list of tables", ALLOW);
        let Value::List(list) = &value.value else { return Err(wrong()) };
        for each in list {
            let Value::Table(table) = &each.value else { return Err(wrong()) };
            self.only(table, "allow.", &["rule", "subject", "reason", "expires"])?;
            let rule = self.wanted(table, each, "rule", "\"blocks-writes\"")?;
            let subject = match self.text(table, "subject", "\"posts\"")? {
                None => None,
                Some(text) => Some(SubjectPattern::parse(&text).map_err(|problem| {
                    let at = table.get("subject").map_or(each.at, |node| node.at);
                    self.wrong(
                        at,
                        &format!("`subject` is no subject: {problem}."),
                        "comon review shows the subject of each notice, such as posts.status.",
                    )
                })?),
            };
            let reason = self.wanted(table, each, "reason", "\"a small table\"")?;
            let expires = self.day(table, each)?;
            let at = table.get("rule").map_or(each.at, |node| node.at);
            let allow = Allow { rule: rule.clone(), subject, reason, expires };
            let added = levels.allow(allow);
            added.map_err(|error| self.not_chosen(at, "allow.rule ", &rule, &error))?;
        }
        Ok(())
    }

    /// A text that has to be there.
    fn wanted(&self, table: &Table, whole: &Node, key: &str, example: &str) -> Result<String> {
        self.text(table, key, example)?.ok_or_else(|| {
            let help = format!("Write it as: {ALLOW}");
            self.wrong(whole.at, &format!("has an [[allow]] without `{key}`."), &help)
        })
    }

    /// The last day on which something holds.
    fn day(&self, table: &Table, whole: &Node) -> Result<String> {
        let Some(value) = table.get("expires") else {
            return self.wanted(table, whole, "expires", "\"2027-06-30\"");
        };
        let (Value::Text(text) | Value::Day(text)) = &value.value else {
            return Err(self.mistaken(value, "expires", "a day", "expires = \"2027-06-30\""));
        };
        match is_day(text) {
            true => Ok(text.clone()),
            false => Err(self.mistaken(value, "expires", "a day", "expires = \"2027-06-30\"")),
        }
    }

    /// What names have to be like.
    pub(super) fn naming(&self, table: &Table) -> Result<Naming> {
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
    fn pattern(&self, table: &Table, key: &str) -> Result<Option<Pattern>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let text = value.text().unwrap_or_default();
        if let Some(style) = Pattern::style(text) {
            return Ok(Some(style));
        }
        let inner = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
        let Some(inner) = inner.filter(|inner| !inner.is_empty()) else {
            let wanted =
                format!("one of {}, or a regular expression between slashes", STYLES.join(", "));
            let example = format!("{key} = \"snake_case\" or {key} = \"/^[a-z_]+$/\"");
            return Err(self.mistaken(value, key, &wanted, &example));
        };
        (self.compile)(inner).map(Some).map_err(|problem| {
            self.wrong(
                value.at,
                &format!("`{key}` is no regular expression: {problem}."),
                "It is one of the crate regex: https://docs.rs/regex/#syntax",
            )
        })
    }
}

/// Whether a text is a day of the calendar, as `2026-12-31`.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str, digits: usize| {
        let all = part.len() == digits && part.bytes().all(|each| each.is_ascii_digit());
        all.then(|| part.parse::<u32>().ok())?
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for day in ["2026-12-31", "2024-02-29", "2000-02-29"] {
            assert!(is_day(day), "{day}");
        }
        for text in
            ["2026-02-29", "1900-02-29", "2026-13-01", "2026-1-01", "2026-01-00", "x", "+026-01-01"]
        {
            assert!(!is_day(text), "{text}");
        }
    }
}
