//! The grammar that names one database object: `[kind:]part[.part[.part]]`. `--allow` flags and
//! rename hints share it. This module knows nothing of databases.

use std::fmt;

/// A named object: `[kind:]part[.part[.part]]`, in database names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// What kind of object.
    pub kind: SubjectKind,
    /// Its parts, outermost first: a schema other than the default one, table, column …
    pub parts: Vec<String>,
}

/// Kinds of objects in a subject or a rename hint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the word of the grammar")]
pub enum SubjectKind {
    Table,
    Column,
    Enum,
    Value,
    Index,
    Constraint,
}

impl SubjectKind {
    /// The word that stands before the colon.
    pub fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Column => "column",
            Self::Enum => "enum",
            Self::Value => "value",
            Self::Index => "index",
            Self::Constraint => "constraint",
        }
    }
}

/// The parts, dotted, in double quotes where they are not plain words; without the kind.
impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_parts(&self.parts, formatter)
    }
}

/// As it can be read again: the kind, where given, and the parts.
impl fmt::Display for SubjectPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(kind) = self.kind {
            write!(formatter, "{}:", kind.word())?;
        }
        write_parts(&self.parts, formatter)
    }
}

fn write_parts(parts: &[String], formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            formatter.write_str(".")?;
        }
        let plain = !part.is_empty()
            && part.chars().all(|each| each.is_ascii_alphanumeric() || each == '_');
        if plain {
            formatter.write_str(part)?;
        } else {
            write!(formatter, "\"{}\"", part.replace('"', "\"\""))?;
        }
    }
    Ok(())
}

/// A word of a command line: single quotes around whatever a shell would take apart.
pub fn shell_word(text: &str) -> String {
    let plain = |each: char| each.is_ascii_alphanumeric() || "_-.:,/@%+=#".contains(each);
    if !text.is_empty() && text.chars().all(plain) && !text.starts_with('#') {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// What a person wrote to name an object: the kind may be left out, and names may be those of
/// the schema. It is resolved against a database or a list of subjects.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectPattern {
    /// The kind, where it was written.
    pub kind: Option<SubjectKind>,
    /// One to three parts, outermost first, quotes removed.
    pub parts: Vec<String>,
}

impl SubjectKind {
    /// Every kind, in the order of the grammar.
    pub const ALL: [Self; 6] =
        [Self::Table, Self::Column, Self::Enum, Self::Value, Self::Index, Self::Constraint];
}

impl SubjectPattern {
    /// Reads `[kind:]part[.part[.part]]`. The error says in one sentence what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (pattern, rest) = Self::parse_prefix(text)?;
        match rest.chars().next() {
            None => Ok(pattern),
            Some(unexpected) => Err(format!(
                "`{text}` is not a name: `{}` cannot stand there without double quotes",
                unexpected.escape_default()
            )),
        }
    }

    /// Reads as much of a text as is a name, and returns what follows it.
    pub fn parse_prefix(text: &str) -> Result<(Self, &str), String> {
        let mut kind = None;
        let mut rest = text;
        for each in SubjectKind::ALL {
            if let Some(after) =
                text.strip_prefix(each.word()).and_then(|after| after.strip_prefix(':'))
            {
                kind = Some(each);
                rest = after;
            }
        }
        let mut parts = Vec::new();
        loop {
            let (part, after) = parse_part(text, rest)?;
            parts.push(part);
            rest = after;
            match rest.strip_prefix('.') {
                Some(after) => rest = after,
                None => break,
            }
        }
        if parts.len() > 3 {
            return Err(format!("`{text}` has more than three parts"));
        }
        Ok((Self { kind, parts }, rest))
    }
}

/// One part: a plain word, or anything in double quotes with `""` for a quote.
fn parse_part<'a>(text: &str, rest: &'a str) -> Result<(String, &'a str), String> {
    let Some(mut quoted) = rest.strip_prefix('"') else {
        let end = rest
            .find(|each: char| !(each.is_ascii_alphanumeric() || each == '_'))
            .unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        if part.is_empty() {
            return Err(format!("`{text}` is not a name: a part of it is empty"));
        }
        return Ok((part.to_owned(), after));
    };
    let mut part = String::new();
    loop {
        let Some(end) = quoted.find('"') else {
            return Err(format!("`{text}` is not a name: a double quote is not closed"));
        };
        let (content, after) = quoted.split_at(end);
        part.push_str(content);
        let after = after.get(1..).unwrap_or_default();
        match after.strip_prefix('"') {
            Some(more) => {
                part.push('"');
                quoted = more;
            }
            None if part.is_empty() => {
                return Err(format!("`{text}` is not a name: a part of it is empty"));
            }
            None => return Ok((part, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_and_quoted_parts_are_read() {
        let pattern = SubjectPattern::parse(r#"column:"my ""table""".name"#);
        assert_eq!(
            pattern,
            Ok(SubjectPattern {
                kind: Some(SubjectKind::Column),
                parts: vec!["my \"table\"".to_owned(), "name".to_owned()],
            })
        );
    }

    #[test]
    fn what_display_writes_is_read_back() {
        let subject = Subject {
            kind: SubjectKind::Value,
            parts: vec!["a.b".to_owned(), "plain".to_owned(), "q\"".to_owned()],
        };
        let pattern = SubjectPattern::parse(&subject.to_string());
        assert_eq!(pattern.map(|pattern| pattern.parts), Ok(subject.parts));
    }

    #[test]
    fn malformed_names_are_refused() {
        for text in ["", "a.", "a..b", "\"a", "a b", "a.b.c.d", "\"\"", "table:"] {
            assert!(SubjectPattern::parse(text).is_err(), "{text}");
        }
    }
}
