//! `-- comon: …` lines: the words that split a script into sections.

use std::time::Duration;

/// What a directive says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Directive {
    /// A section that runs in one transaction begins.
    Transaction,
    /// A section whose statements run one by one begins.
    NoTransaction,
    /// Limits of the present section.
    Timeout {
        /// For waiting on a lock.
        lock: Option<Duration>,
        /// For running one statement.
        statement: Option<Duration>,
    },
}

/// The directive of a line comment; `None` for every other comment, an error for a directive
/// that is not known.
pub fn read(comment: &str) -> Option<Result<Directive, String>> {
    let text = comment.strip_prefix("--")?.trim().strip_prefix("comon:")?.trim();
    let mut words = text.split_whitespace();
    let directive = match (words.next(), words.clone().next()) {
        (Some("transaction"), None) => Ok(Directive::Transaction),
        (Some("no-transaction"), None) => Ok(Directive::NoTransaction),
        (Some("timeout"), Some(_)) => timeout(words),
        _ => Err(format!(
            "unknown directive `{}`; known are `transaction`, `no-transaction` and \
             `timeout lock=<duration> statement=<duration>`",
            crate::source::escape_hidden(text)
        )),
    };
    Some(directive)
}

fn timeout<'a>(words: impl Iterator<Item = &'a str>) -> Result<Directive, String> {
    let mut lock = None;
    let mut statement = None;
    for word in words {
        let (limit, text) = match word.split_once('=') {
            Some(("lock", text)) => (&mut lock, text),
            Some(("statement", text)) => (&mut statement, text),
            _ => return Err(format!("`{word}` is no limit; write lock=5s or statement=10min")),
        };
        let duration = duration(text).ok_or_else(|| {
            format!("`{text}` is no duration; write a number and ms, s, min or h, such as 5s")
        })?;
        if limit.replace(duration).is_some() {
            return Err(format!("`{word}` is the second limit of its kind"));
        }
    }
    Ok(Directive::Timeout { lock, statement })
}

/// `250ms`, `5s`, `10min`, `1h`; `None` for anything else.
pub fn duration(text: &str) -> Option<Duration> {
    let end = text.find(|each: char| !each.is_ascii_digit())?;
    let (number, unit) = text.split_at_checked(end)?;
    let number: u64 = number.parse().ok()?;
    let millis = match unit {
        "ms" => 1,
        "s" => 1000,
        "min" | "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    // The server's limits are 32-bit numbers of milliseconds.
    let millis = number.checked_mul(millis).filter(|all| i32::try_from(*all).is_ok())?;
    Some(Duration::from_millis(millis))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_directive_is_read() {
        assert_eq!(read("-- comon: transaction"), Some(Ok(Directive::Transaction)));
        assert_eq!(read("--comon:no-transaction "), Some(Ok(Directive::NoTransaction)));
        assert_eq!(
            read("-- comon: timeout lock=250ms statement=10min"),
            Some(Ok(Directive::Timeout {
                lock: Some(Duration::from_millis(250)),
                statement: Some(Duration::from_secs(600))
            }))
        );
        assert_eq!(read("-- comon is fine"), None);
        assert_eq!(read("-- Create table"), None);
    }

    #[test]
    fn unknown_directives_are_errors() {
        for text in [
            "-- comon:",
            "-- comon: transactional",
            "-- comon: transaction please",
            "-- comon: timeout",
            "-- comon: timeout lock",
            "-- comon: timeout lock=5",
            "-- comon: timeout lock=5d",
            "-- comon: timeout lock=s",
            "-- comon: timeout lock=1s lock=2s",
            "-- comon: timeout statement=99999999999h",
        ] {
            assert!(read(text).unwrap().is_err(), "{text}");
        }
    }
}
