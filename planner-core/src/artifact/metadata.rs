//! metadata.txt: `key=value` lines, unknown keys kept.

use crate::source::escape_hidden;

/// The lines of a metadata.txt in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Metadata {
    entries: Vec<(String, String)>,
}

impl Metadata {
    /// Reads the text; white space around keys and values and empty lines do not count.
    ///
    /// # Errors
    ///
    /// What is wrong with each line that is not `key=value` or says a key again.
    pub fn parse(text: &str) -> Result<Self, Vec<String>> {
        let mut metadata = Self::default();
        let mut problems = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line_number = index + 1;
            if line.trim().is_empty() {
                continue;
            }
            match line.split_once('=').map(|(key, value)| (key.trim(), value.trim())) {
                Some((key, _)) if metadata.get(key).is_some() => {
                    let key = escape_hidden(key);
                    problems.push(format!("line {line_number} says `{key}` again"));
                }
                Some((key, value)) if !key.is_empty() => {
                    metadata.entries.push((key.to_owned(), value.to_owned()));
                }
                _ => problems.push(format!("line {line_number} is not `key=value`")),
            }
        }
        if problems.is_empty() { Ok(metadata) } else { Err(problems) }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        let entry = self.entries.iter().find(|(own, _)| own == key);
        entry.map(|(_, value)| value.as_str())
    }

    /// Sets a key where it stands, or adds it at the end. Hidden characters are written out.
    pub fn set(&mut self, key: &str, value: &str) {
        let value = escape_hidden(value);
        match self.entries.iter_mut().find(|(own, _)| own == key) {
            Some((_, own)) => *own = value,
            None => self.entries.push((key.to_owned(), value)),
        }
    }

    /// Takes a key out.
    pub fn remove(&mut self, key: &str) {
        self.entries.retain(|(own, _)| own != key);
    }

    /// The rename hints that the plan used, before and after, in order.
    pub fn renames(&self) -> Vec<(String, String)> {
        let hints = self.entries.iter().filter(|(key, _)| key.starts_with("rename."));
        hints.filter_map(|(_, value)| split_rename(value)).collect()
    }

    /// All lines.
    pub fn text(&self) -> String {
        self.entries.iter().map(|(key, value)| format!("{key}={value}\n")).collect()
    }
}

/// The two sides of `<before> -> <after>`; an arrow inside double quotes belongs to a name.
fn split_rename(value: &str) -> Option<(String, String)> {
    const ARROW: &str = " -> ";
    let mut quoted = false;
    for (at, each) in value.char_indices() {
        if each == '"' {
            quoted = !quoted;
        }
        let (before, rest) = value.split_at_checked(at)?;
        if let Some(after) = rest.strip_prefix(ARROW).filter(|_| !quoted) {
            return Some((before.trim().to_owned(), after.trim().to_owned()));
        }
    }
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_are_kept_in_their_place() {
        let mut metadata = Metadata::parse("name=a\nfuture = x=y \n\nprovider=sqlite\n").unwrap();
        assert_eq!(metadata.get("future"), Some("x=y"));
        metadata.set("name", "b\nseal=1");
        assert_eq!(metadata.text(), "name=b\\nseal=1\nfuture=x=y\nprovider=sqlite\n");
        metadata.remove("future");
        assert_eq!(metadata.get("future"), None);
    }

    #[test]
    fn every_bad_line_is_named() {
        assert_eq!(
            Metadata::parse("name=a\nnonsense\n=b\nname=c\n").unwrap_err(),
            ["line 2 is not `key=value`", "line 3 is not `key=value`", "line 4 says `name` again"]
        );
    }

    #[test]
    fn renames_come_back() {
        let text = "rename.1=table:\"a -> b\" -> table:c\nrename.2=users.x -> users.y\n";
        assert_eq!(
            Metadata::parse(text).unwrap().renames(),
            [("table:\"a -> b\"".into(), "table:c".into()), ("users.x".into(), "users.y".into())]
        );
    }
}
