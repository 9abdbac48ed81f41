//! Text in, the same text without passwords out. Knows the shape of URLs, not of databases.

use std::borrow::Cow;

const MASK: &str = "***";

/// Replaces the password of every `scheme://user:password@` in a text by `***`, and the value of
/// every `password=`, `sslpassword=` parameter.
pub fn redact_urls(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (head, tail) = rest.split_at(at + 3);
        result.push_str(head);
        let end = tail
            .find(|each: char| each.is_whitespace() || matches!(each, '"' | '\'' | '`'))
            .unwrap_or(tail.len());
        let (url, after) = tail.split_at(end);
        result.push_str(&redact_after_scheme(url));
        rest = after;
    }
    result.push_str(rest);
    redact_parameters(&result)
}

/// `user:password@host/…` with the password masked. A password that holds a raw `@` or `/` ends
/// at the last `@` before a `?`, so that no half of it is left.
fn redact_after_scheme(url: &str) -> Cow<'_, str> {
    let authority = url.split('?').next().unwrap_or_default();
    let Some(at) = authority.rfind('@') else {
        return Cow::Borrowed(url);
    };
    let (credentials, rest) = url.split_at(at);
    match credentials.split_once(':') {
        Some((user, _)) => Cow::Owned(format!("{user}:{MASK}{rest}")),
        None => Cow::Borrowed(url),
    }
}

fn redact_parameters(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("password=") {
        let (head, tail) = rest.split_at(at + "password=".len());
        result.push_str(head);
        result.push_str(MASK);
        let end = tail
            .find(|each: char| each.is_whitespace() || matches!(each, '&' | '"' | '\'' | '`'))
            .unwrap_or(tail.len());
        rest = tail.split_at(end).1;
    }
    result.push_str(rest);
    result
}

/// Replaces each of these secrets, longest first, wherever it stands. Secrets of fewer than four
/// bytes are left: they cannot be told from ordinary text, and no message repeats them.
pub(super) fn redact_secrets(text: &str, secrets: &[String]) -> String {
    let mut secrets: Vec<&String> = secrets.iter().filter(|secret| secret.len() >= 4).collect();
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    let mut text = redact_urls(text);
    for secret in secrets {
        text = text.replace(secret.as_str(), MASK);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::redact_urls;

    #[test]
    fn passwords_in_urls_are_masked_whatever_they_hold() {
        for (text, expected) in [
            ("postgres://a:b@h/d", "postgres://a:***@h/d"),
            ("x postgres://a:p@ss/w0rd@h/d?x=1 y", "x postgres://a:***@h/d?x=1 y"),
            ("\"postgres://a:b@h/d\"", "\"postgres://a:***@h/d\""),
            ("postgres:///d?user=a&password=b&x=1", "postgres:///d?user=a&password=***&x=1"),
            ("https://example.org/a@b", "https://example.org/a@b"),
            ("nothing here", "nothing here"),
        ] {
            assert_eq!(redact_urls(text), expected);
        }
    }
}
