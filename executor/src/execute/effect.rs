//! A statement that runs bare -> what it leaves when it is done, by names that the catalogue can be
//! asked for. Pure.

use planner_core::provider::Provider;
use planner_core::tokens::{TokenKind, tokens};

/// What a bare statement leaves when it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BareEffect {
    /// CREATE INDEX CONCURRENTLY: the index is there and valid.
    IndexThere {
        /// The table as the statement writes it.
        table: String,
        /// The index's name as the catalogue holds it.
        index: String,
        /// IF NOT EXISTS: an index that was there before is as good.
        or_there_before: bool,
    },
    /// DROP INDEX CONCURRENTLY: the index, as the statement writes it, is gone.
    IndexGone(String),
    /// REINDEX INDEX CONCURRENTLY: no copy of the index, as the statement writes it, is left.
    IndexRebuilt(String),
    /// DETACH PARTITION CONCURRENTLY: both tables as the statement writes them.
    PartitionDetached {
        /// The partitioned table.
        parent: String,
        /// The partition.
        partition: String,
    },
}

/// What that statement leaves; `None` where it is none of those that run bare.
pub fn bare_effect(sql: &str) -> Option<BareEffect> {
    let words = words(sql);
    let mut rest = words.as_slice();
    let first = take(&mut rest)?;
    match first.as_str() {
        "CREATE" => {
            skip(&mut rest, &["UNIQUE"]);
            expect(&mut rest, &["INDEX", "CONCURRENTLY"])?;
            let or_there_before = skip(&mut rest, &["IF", "NOT", "EXISTS"]);
            let index = identifier(&take(&mut rest)?);
            expect(&mut rest, &["ON"])?;
            skip(&mut rest, &["ONLY"]);
            Some(BareEffect::IndexThere { table: take(&mut rest)?, index, or_there_before })
        }
        "DROP" => {
            expect(&mut rest, &["INDEX", "CONCURRENTLY"])?;
            skip(&mut rest, &["IF", "EXISTS"]);
            Some(BareEffect::IndexGone(take(&mut rest)?))
        }
        "REINDEX" => {
            expect(&mut rest, &["INDEX", "CONCURRENTLY"])?;
            Some(BareEffect::IndexRebuilt(take(&mut rest)?))
        }
        "ALTER" => {
            expect(&mut rest, &["TABLE"])?;
            skip(&mut rest, &["IF", "EXISTS"]);
            skip(&mut rest, &["ONLY"]);
            let parent = take(&mut rest)?;
            expect(&mut rest, &["DETACH", "PARTITION"])?;
            Some(BareEffect::PartitionDetached { parent, partition: take(&mut rest)? })
        }
        _ => None,
    }
}

/// The words of a statement, those without quotes in capitals only where they are keywords to
/// whoever reads them; the parts of a dotted name are one word. What stands behind a parenthesis
/// is of no interest here.
fn words(sql: &str) -> Vec<String> {
    let tokens = tokens(Provider::Postgresql, sql).unwrap_or_default();
    let mut words: Vec<String> = Vec::new();
    let mut joined = false;
    for token in tokens {
        match token.kind {
            TokenKind::Space | TokenKind::LineComment | TokenKind::BlockComment => {}
            TokenKind::Word | TokenKind::Quoted => {
                match words.last_mut().filter(|_| joined) {
                    Some(name) => name.push_str(token.text),
                    None => words.push(token.text.to_owned()),
                }
                joined = false;
            }
            TokenKind::Other if token.text == "." => {
                if let Some(name) = words.last_mut() {
                    name.push('.');
                    joined = true;
                }
            }
            TokenKind::Open => break,
            TokenKind::Close | TokenKind::Semicolon | TokenKind::Backslash | TokenKind::Other => {}
        }
    }
    let Some(first) = words.first_mut() else { return words };
    first.make_ascii_uppercase();
    words
}

fn take(rest: &mut &[String]) -> Option<String> {
    let (first, others) = rest.split_first()?;
    *rest = others;
    Some(first.clone())
}

/// Takes those keywords where they stand next.
fn skip(rest: &mut &[String], keywords: &[&str]) -> bool {
    let there = rest.len() >= keywords.len()
        && rest.iter().zip(keywords).all(|(word, keyword)| word.eq_ignore_ascii_case(keyword));
    if there {
        *rest = rest.get(keywords.len()..).unwrap_or_default();
    }
    there
}

fn expect(rest: &mut &[String], keywords: &[&str]) -> Option<()> {
    skip(rest, keywords).then_some(())
}

/// A name as the catalogue holds it.
fn identifier(written: &str) -> String {
    match written.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
        Some(quoted) => quoted.replace("\"\"", "\""),
        None => written.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn there(table: &str, index: &str, or_there_before: bool) -> Option<BareEffect> {
        let (table, index) = (table.to_owned(), index.to_owned());
        Some(BareEffect::IndexThere { table, index, or_there_before })
    }

    #[test]
    fn every_bare_statement_names_what_it_is_about() {
        assert_eq!(
            bare_effect("CREATE INDEX CONCURRENTLY IF NOT EXISTS \"a \"\"b\" ON \"S\".t (x)"),
            there("\"S\".t", "a \"b", true)
        );
        assert_eq!(
            bare_effect("create unique index concurrently Xy -- why\nON ONLY t(y)"),
            there("t", "xy", false)
        );
        assert_eq!(
            bare_effect("CREATE INDEX CONCURRENTLY x ON t USING gin(y)"),
            there("t", "x", false)
        );
        let gone = |name: &str| Some(BareEffect::IndexGone(name.to_owned()));
        assert_eq!(bare_effect("DROP INDEX CONCURRENTLY IF EXISTS s.\"x y\""), gone("s.\"x y\""));
        assert_eq!(bare_effect("DROP INDEX CONCURRENTLY x CASCADE;"), gone("x"));
        assert_eq!(
            bare_effect("REINDEX INDEX CONCURRENTLY s . x"),
            Some(BareEffect::IndexRebuilt("s.x".to_owned()))
        );
        assert_eq!(
            bare_effect("ALTER TABLE IF EXISTS ONLY m DETACH PARTITION \"M1\" CONCURRENTLY"),
            Some(BareEffect::PartitionDetached {
                parent: "m".to_owned(),
                partition: "\"M1\"".to_owned()
            })
        );
    }

    #[test]
    fn other_statements_are_none_of_them() {
        assert_eq!(bare_effect("CREATE INDEX x ON t (y)"), None);
        assert_eq!(bare_effect("ALTER TABLE t ADD COLUMN detach INT"), None);
        assert_eq!(bare_effect(""), None);
    }
}
