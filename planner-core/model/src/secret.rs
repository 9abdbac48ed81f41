//! A text -> where the passwords of the URLs in it stand, and the text without them. What a URL is for is
//! not known here: that of a database and any other are treated alike.

use std::borrow::Cow;
use std::ops::Range;

/// What stands in the place of a password.
const MASK: &str = "***";

/// What ends a URL in a text.
const ENDS: [char; 3] = ['"', '\'', '`'];

/// The text with `***` for the password of every `scheme://user:password@`, and for the value of every
/// `password=` and `sslpassword=` among the parameters of a URL.
pub fn masked(text: &str) -> Cow<'_, str> {
    let ranges = passwords(text);
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for range in ranges {
        shown.push_str(text.get(from..range.start).unwrap_or_default());
        shown.push_str(MASK);
        from = range.end;
    }
    shown.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(shown)
}

/// Where the passwords stand, in bytes, in order. A password that holds a raw `@`, `/` or `?` is taken whole:
/// rather is more hidden than half of it left.
pub fn passwords(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("://")) {
        let start = from + at + "://".len();
        let rest = text.get(start..).unwrap_or_default();
        let end = rest.find(|each: char| each.is_whitespace() || ENDS.contains(&each));
        let url = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let own = credentials(url);
        let behind = own.as_ref().map_or(0, |range| range.end);
        found.extend(
            own.into_iter()
                .chain(parameters(url, behind))
                .map(|range| Range { start: start + range.start, end: start + range.end }),
        );
        from = start + url.len();
    }
    found
}

/// The password of `user:password@host/…`.
fn credentials(url: &str) -> Option<Range<usize>> {
    let authority = url.split('?').next().unwrap_or_default();
    let at = authority.rfind('@').or_else(|| {
        // Of `host/name?…` what follows are parameters; of `user:…?…@` it is still the password.
        if authority.contains('/') { None } else { url.rfind('@') }
    })?;
    let colon = url.get(..at)?.find(':')?;
    Some(colon + 1..at)
}

/// The values of the parameters that are passwords, from there on.
fn parameters(url: &str, from: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut place = from;
    let rest = url.get(from..).unwrap_or_default();
    for piece in rest.split_inclusive(['?', '&']) {
        let bare = piece.trim_end_matches(['?', '&']);
        for name in ["password=", "sslpassword="] {
            if bare.starts_with(name) {
                found.push(place + name.len()..place + bare.len());
            }
        }
        place += piece.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{masked, passwords};

    #[test]
    fn passwords_in_urls_are_masked_whatever_they_hold() {
        for (text, expected) in [
            ("postgres://a:b@h/d", "postgres://a:***@h/d"),
            ("x postgres://a:p@ss/w0rd@h/d?x=1 y", "x postgres://a:***@h/d?x=1 y"),
            ("\"postgres://a:b@h/d\"", "\"postgres://a:***@h/d\""),
            ("postgres://a:b?c@h/d?x=1", "postgres://a:***@h/d?x=1"),
            ("postgres:///d?user=a&password=b&x=1", "postgres:///d?user=a&password=***&x=1"),
            ("postgres://a:b@h/d?sslpassword=c", "postgres://a:***@h/d?sslpassword=***"),
            ("a://b:c@d, 'e://f:g@h'", "a://b:***@d, 'e://f:***@h'"),
            (
                "postgres://h:5432/d?application_name=a@b",
                "postgres://h:5432/d?application_name=a@b",
            ),
            ("https://example.org/a@b", "https://example.org/a@b"),
            ("UPDATE a SET password='b'", "UPDATE a SET password='b'"),
            ("nothing here", "nothing here"),
        ] {
            assert_eq!(masked(text), expected);
        }
    }

    #[test]
    fn no_place_is_within_a_letter() {
        let text = "é postgres://ü:pässwörd@h/d?password=ß";
        for range in passwords(text) {
            assert!(text.get(range).is_some_and(|found| ["pässwörd", "ß"].contains(&found)));
        }
    }
}
