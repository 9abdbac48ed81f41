//! An SQL expression in, its words out, as comparing two spellings of it needs them. What they mean
//! is not known here.

/// Names in lower case, quoted texts as they are, operators whole, other signs alone.
pub(super) fn words(text: &str) -> Vec<String> {
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
