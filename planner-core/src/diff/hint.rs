//! Rename hints: `<before>=<after>` as a person writes it on the command line, or
//! `<before> -> <after>` as metadata.txt records it -> [`RenameHint`]. Knows nothing of the
//! databases that the names are resolved in.

use crate::subject::SubjectPattern;
use std::fmt;

/// A person's word that two names are one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenameHint {
    /// What it is called before.
    pub before: SubjectPattern,
    /// What it is called after.
    pub after: SubjectPattern,
}

/// A hint that cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HintError {
    /// The hint as written.
    pub hint: String,
    /// What is wrong with it, one sentence.
    pub message: String,
    /// What to do next.
    pub help: String,
}

impl fmt::Display for HintError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "rename hint {}: {} {}", self.hint, self.message, self.help)
    }
}

impl std::error::Error for HintError {}

/// The hint, in the form of the command line.
impl fmt::Display for RenameHint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}={}", self.before, self.after)
    }
}

/// Reads `<before>=<after>` or `<before> -> <after>`.
pub fn parse(text: &str) -> Result<RenameHint, HintError> {
    let problem = |message: String| HintError {
        hint: text.escape_debug().to_string(),
        message,
        help: "Write it as --rename <before>=<after>, such as users.name=users.full_name; \
               names with other characters than letters, digits and _ stand in double quotes."
            .to_owned(),
    };
    let trimmed = text.trim();
    let (before, rest) =
        SubjectPattern::parse_prefix(trimmed).map_err(|message| problem(format!("{message}.")))?;
    let rest = rest.trim_start();
    let Some(right) = rest.strip_prefix("->").or_else(|| rest.strip_prefix('=')) else {
        return Err(problem(format!(
            "After `{before}` comes `=` and the name after, not `{}`.",
            rest.escape_debug()
        )));
    };
    let after = SubjectPattern::parse(right.trim_start())
        .map_err(|message| problem(format!("{message}.")))?;
    Ok(RenameHint { before, after })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn both_forms_are_read_alike() {
        let typed = parse("users.name=users.full_name").unwrap();
        assert_eq!(typed, parse("users.name -> users.full_name").unwrap());
        assert_eq!(typed.to_string(), "users.name=users.full_name");
    }

    #[test]
    fn quoted_names_may_hold_the_separators() {
        let hint = parse(r#""a=b"."c->d"="e.f".g"#).unwrap();
        assert_eq!(hint.before.parts, ["a=b", "c->d"]);
        assert_eq!(hint.after.parts, ["e.f", "g"]);
    }

    #[test]
    fn hint_without_a_right_side_is_refused() {
        let error = parse("users.name").unwrap_err();
        assert_eq!(error.message, "After `users.name` comes `=` and the name after, not ``.");
        assert!(parse("users=").is_err());
        assert!(parse("=users").is_err());
    }
}
