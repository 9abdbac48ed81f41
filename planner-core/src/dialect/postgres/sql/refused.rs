//! Statements that a migration script must not hold on PostgreSQL, and those that need a section
//! without a transaction.

use crate::dialect::refusal::{self, Refusal};

/// Why a statement that begins with these words, in capitals, is refused; `None` where it may
/// run.
pub fn refusal(words: &[&str]) -> Option<Refusal> {
    if let Some(control) = refusal::transaction_control(words) {
        return Some(control);
    }
    let session = |word: &str| Refusal {
        reason: format!("{word} changes the session, which the executor sets up"),
        help: "use SET LOCAL, or put the setting on the object itself",
    };
    let outside = |what: &str| Refusal {
        reason: format!("{what} cannot run in a transaction"),
        help: "run it by hand",
    };
    match words {
        ["SET", "LOCAL" | "CONSTRAINTS" | "TRANSACTION", ..] => None,
        ["SET", ..] => Some(session("SET")),
        ["RESET", ..] => Some(session("RESET")),
        ["DISCARD", ..] => Some(session("DISCARD")),
        ["COPY", rest @ ..] if rest.windows(2).any(|pair| pair == ["FROM", "STDIN"]) => {
            Some(Refusal {
                reason: "COPY … FROM STDIN needs rows that a migration cannot carry".to_owned(),
                help: "write the rows as INSERT statements",
            })
        }
        ["VACUUM", ..] => Some(outside("VACUUM")),
        ["ALTER", "SYSTEM", ..] => Some(outside("ALTER SYSTEM")),
        [verb @ ("CREATE" | "DROP"), kind @ ("DATABASE" | "TABLESPACE"), ..] => {
            Some(outside(&format!("{verb} {kind}")))
        }
        ["REINDEX", kind @ ("SYSTEM" | "DATABASE" | "SCHEMA"), ..] => {
            Some(outside(&format!("REINDEX {kind}")))
        }
        ["CREATE", "INDEX", "CONCURRENTLY", "ON", ..]
        | ["CREATE", "UNIQUE", "INDEX", "CONCURRENTLY", "ON", ..] => Some(Refusal {
            reason:
                "CREATE INDEX CONCURRENTLY without a name cannot be resumed: nobody could tell \
                     its half-built index from others"
                    .to_owned(),
            help: "name the index",
        }),
        ["REINDEX", "TABLE", "CONCURRENTLY", ..] => Some(Refusal {
            reason: "REINDEX TABLE CONCURRENTLY cannot be resumed index by index".to_owned(),
            help: "write one REINDEX INDEX CONCURRENTLY for each index",
        }),
        _ => None,
    }
}

/// Whether a statement refuses any transaction, and is one of those that the executor can resume
/// by a look into the catalogue.
pub fn runs_bare(words: &[&str]) -> bool {
    match words {
        ["CREATE", "UNIQUE", "INDEX", "CONCURRENTLY", ..]
        | ["CREATE" | "DROP" | "REINDEX", "INDEX", "CONCURRENTLY", ..] => true,
        ["ALTER", "TABLE", rest @ ..] => {
            rest.windows(2).any(|pair| pair == ["DETACH", "PARTITION"])
                && rest.last() == Some(&"CONCURRENTLY")
        }
        _ => false,
    }
}
