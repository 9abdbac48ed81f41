//! JSON text -> the text that PostgreSQL prints for it as `jsonb`: keys in order, the last of
//! equal keys kept, numbers in plain notation with their scale, white space normalised.
//! <https://www.postgresql.org/docs/current/datatype-json.html>

use crate::dialect::number;
use crate::ordered::BTreeMap;
use serde_json::Value;

/// Deeper nesting is left as it is written; the server has a limit of its own far above it.
const MAX_DEPTH: usize = 100;

/// The canonical text; `None` where the input is not JSON that the server would take.
pub fn canonical(text: &str) -> Option<String> {
    let mut reader = Reader { rest: text };
    let mut printed = String::with_capacity(text.len());
    reader.value(&mut printed, 0)?;
    reader.skip_space();
    reader.rest.is_empty().then_some(printed)
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn take(&mut self, token: &str) -> bool {
        self.skip_space();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, printed: &mut String, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.skip_space();
        match self.rest.chars().next()? {
            '{' => self.object(printed, depth),
            '[' => self.array(printed, depth),
            '"' => {
                let text = self.string()?;
                quote(&text, printed);
                Some(())
            }
            _ => self.word(printed),
        }
    }

    fn object(&mut self, printed: &mut String, depth: usize) -> Option<()> {
        self.take("{");
        // jsonb orders keys by length, then bytes.
        let mut members: BTreeMap<(usize, String), String> = BTreeMap::new();
        if !self.take("}") {
            loop {
                self.skip_space();
                let key = self.string()?;
                self.take(":").then_some(())?;
                let mut value = String::new();
                self.value(&mut value, depth + 1)?;
                members.insert((key.len(), key), value);
                if self.take("}") {
                    break;
                }
                self.take(",").then_some(())?;
            }
        }
        printed.push('{');
        for (index, ((_, key), value)) in members.iter().enumerate() {
            if index > 0 {
                printed.push_str(", ");
            }
            quote(key, printed);
            printed.push_str(": ");
            printed.push_str(value);
        }
        printed.push('}');
        Some(())
    }

    fn array(&mut self, printed: &mut String, depth: usize) -> Option<()> {
        self.take("[");
        printed.push('[');
        if !self.take("]") {
            loop {
                self.value(printed, depth + 1)?;
                if self.take("]") {
                    break;
                }
                self.take(",").then_some(())?;
                printed.push_str(", ");
            }
        }
        printed.push(']');
        Some(())
    }

    /// A string with its escapes resolved by the JSON library, which also refuses bad ones.
    fn string(&mut self) -> Option<String> {
        let mut escaped = false;
        let body = self.rest.strip_prefix('"')?;
        let end = body.bytes().position(|byte| {
            let closes = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            closes
        })?;
        let quoted = self.rest.get(..end + 2)?;
        self.rest = self.rest.get(end + 2..)?;
        let Value::String(text) = serde_json::from_str(quoted).ok()? else { return None };
        // The server refuses \u0000 in jsonb.
        (!text.contains('\0')).then_some(text)
    }

    fn word(&mut self, printed: &mut String) -> Option<()> {
        let end = self
            .rest
            .find(|each: char| matches!(each, ',' | ']' | '}' | ':' | '"') || each.is_whitespace())
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        match word {
            "true" | "false" | "null" => printed.push_str(word),
            _ => {
                let Value::Number(_) = serde_json::from_str(word).ok()? else { return None };
                printed.push_str(&number::plain_with_scale(word)?);
            }
        }
        Some(())
    }
}

fn quote(text: &str, printed: &mut String) {
    printed.push('"');
    for each in text.chars() {
        match each {
            '"' => printed.push_str("\\\""),
            '\\' => printed.push_str("\\\\"),
            '\n' => printed.push_str("\\n"),
            '\r' => printed.push_str("\\r"),
            '\t' => printed.push_str("\\t"),
            '\u{8}' => printed.push_str("\\b"),
            '\u{c}' => printed.push_str("\\f"),
            control if control < ' ' => {
                printed.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            plain => printed.push(plain),
        }
    }
    printed.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_as_the_server_prints_them() {
        for (text, printed) in [
            (r#"{"b": 1.50, "a":[1,  2]}"#, r#"{"a": [1, 2], "b": 1.50}"#),
            (
                r#"{"a" : 1e3, "a":2.50, "bbb":1, "c":"\u00e9\n\/"}"#,
                r#"{"a": 2.50, "c": "é\n/", "bbb": 1}"#,
            ),
            ("[]", "[]"),
            (" { } ", "{}"),
            ("-0.0", "0.0"),
            (r#"["a\"b", true, null]"#, r#"["a\"b", true, null]"#),
        ] {
            assert_eq!(canonical(text).as_deref(), Some(printed), "{text}");
            assert_eq!(canonical(printed).as_deref(), Some(printed));
        }
    }

    #[test]
    fn what_is_not_json_is_not_printed() {
        let deep = "[".repeat(5000);
        for text in ["", "{", "{a:1}", "[1,]", "01", "\"\\u0000\"", "1 2", "'a'", "nul", &deep] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }
}
