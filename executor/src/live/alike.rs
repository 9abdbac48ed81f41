//! Two spellings of an SQL expression in, whether they are surely the same out: PostgreSQL prints
//! what it stored with casts and parentheses of its own. What this does not recognise may still
//! mean the same; that only a server could tell.

/// Whether the server may print the one where the other was written.
pub(super) fn is_alike(ours: &str, theirs: &str) -> bool {
    reduced(ours) == reduced(theirs)
}

/// The words that matter: casts, parentheses and the types before literals left out, names
/// without needless quotes, operators under one name.
fn reduced(text: &str) -> Vec<String> {
    let words = words(text);
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    let mut at = 0;
    let word = |at: usize| words.get(at).map(String::as_str).unwrap_or_default();
    while at < words.len() {
        match word(at) {
            "(" | ")" => at += 1,
            "::" => at = after_type(&words, at + 1),
            "!=" => {
                kept.push("<>".to_owned());
                at += 1;
            }
            name if is_literal_type(name) && word(at + 1).starts_with('\'') => at += 1,
            other => {
                kept.push(other.to_owned());
                at += 1;
            }
        }
    }
    kept
}

fn is_literal_type(word: &str) -> bool {
    matches!(word, "interval" | "timestamp" | "timestamptz" | "date" | "time" | "timetz")
}

/// Past the type whose name begins there, its arguments and brackets included.
fn after_type(words: &[String], mut at: usize) -> usize {
    let word = |at: usize| words.get(at).map(String::as_str).unwrap_or_default();
    let first = word(at).to_owned();
    at += 1;
    while word(at) == "." {
        at += 2;
    }
    match (first.as_str(), word(at)) {
        ("character" | "bit", "varying") | ("double", "precision") => at += 1,
        _ => {}
    }
    if word(at) == "(" {
        while at < words.len() && word(at) != ")" {
            at += 1;
        }
        at += 1;
    }
    if matches!(first.as_str(), "timestamp" | "time") && matches!(word(at), "with" | "without") {
        at += 3;
    }
    while word(at) == "[" && word(at + 1) == "]" {
        at += 2;
    }
    at
}

/// Names in lower case, quoted texts as they are, operators whole, other signs alone.
fn words(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let at = |index: usize| characters.get(index).copied().unwrap_or('\0');
    let mut words = Vec::new();
    let mut index = 0;
    while index < characters.len() {
        let start = index;
        let first = at(index);
        if first.is_whitespace() {
            index += 1;
            continue;
        }
        if first == '\'' || first == '"' {
            index += 1;
            while index < characters.len() {
                if at(index) == first && at(index + 1) == first {
                    index += 2;
                } else if at(index) == first {
                    break;
                } else {
                    index += 1;
                }
            }
            index += 1;
        } else if is_word(first) {
            while is_word(at(index)) || (at(index) == '.' && at(start).is_ascii_digit()) {
                index += 1;
            }
        } else if "<>=!~*+-/%|&#@:?".contains(first) {
            while "<>=!~*+-/%|&#@:?".contains(at(index)) {
                index += 1;
            }
        } else {
            index += 1;
        }
        let word: String =
            characters.iter().skip(start).take(index.max(start + 1) - start).collect();
        words.push(plain(&word));
        index = index.max(start + 1);
    }
    words
}

fn is_word(each: char) -> bool {
    each.is_alphanumeric() || each == '_' || each == '$'
}

/// Names compare in lower case, quoted ones without quotes where those change nothing.
fn plain(word: &str) -> String {
    let inner = word.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) if inner.chars().all(|each| is_word(each) && !each.is_uppercase()) => {
            inner.to_owned()
        }
        Some(_) => word.to_owned(),
        None if word.starts_with('\'') => word.to_owned(),
        None => word.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_the_server_are_known_again() {
        for (ours, theirs) in [
            ("now() + interval '1 day'", "(now() + '1 day'::interval)"),
            ("\"deletedAt\" IS NULL", "(\"deletedAt\" IS NULL)"),
            (
                "status = 'open' AND \"kind\" != 'x'",
                "((status = 'open'::text) AND ((kind)::text <> 'x'::text))",
            ),
            ("lower('A'::text)", "lower('A'::character varying(20))"),
            ("'{}'::text[]", "'{}'::text[]"),
            ("CURRENT_TIMESTAMP(3)", "current_timestamp(3)"),
            ("'x'::timestamp(3) without time zone", "'x'"),
        ] {
            assert!(is_alike(ours, theirs), "{ours} / {theirs}: {:?}", reduced(theirs));
        }
    }

    #[test]
    fn other_expressions_are_not() {
        for (ours, theirs) in [
            ("gen_random_uuid()", "uuid_generate_v4()"),
            ("\"a\" IS NULL", "(a IS NOT NULL)"),
            ("'A'", "'a'"),
            ("\"A\" = 1", "(a = 1)"),
            ("x > 1.5", "(x > 1)"),
        ] {
            assert!(!is_alike(ours, theirs), "{ours} / {theirs}");
        }
    }
}
