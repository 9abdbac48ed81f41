//! A safer way as data, and its SQL as a text to copy.

use serde::Serialize;

/// What stands where only a person knows the value. No database takes it: what is not replaced fails.
pub const VALUE: &str = "<value>";

/// The same of a time zone.
pub const ZONE: &str = "'<zone>'";

/// SQL that takes a risk away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SaferWay {
    /// What kind of way it is.
    pub kind: SaferKind,
    /// What it does, in one sentence.
    pub title: String,
    /// Where and when to run it, in one sentence.
    pub when: String,
    /// The steps in whose place it stands, from 0; empty for what runs before the migration.
    pub steps: Vec<usize>,
    /// Its statements.
    pub parts: Vec<SaferPart>,
    /// What has to be replaced in them, by a value that only a person knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<&'static str>,
    /// All of it as a text: to run as it is, or to write into migration.sql.
    pub sql: String,
}

/// What kind of way it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SaferKind {
    /// Reads the rows at risk.
    Look,
    /// Keeps what is lost in another table.
    Keep,
    /// Changes the rows, so that the probe finds nothing at risk.
    Repair,
    /// Stands in the place of a step and leads to the same schema.
    Instead,
}

/// Statements that run alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SaferPart {
    /// Whether they run together in one transaction; else each alone, and outside any.
    pub in_transaction: bool,
    /// They in order, each without a terminator.
    pub statements: Vec<String>,
}

impl SaferPart {
    /// Statements of one transaction.
    pub(super) fn together(statements: Vec<String>) -> Self {
        Self { in_transaction: true, statements }
    }

    /// Statements that each run alone.
    pub(super) fn alone(statements: Vec<String>) -> Self {
        Self { in_transaction: false, statements }
    }
}

impl SaferWay {
    /// One that runs before the migration. `keeps`: it makes a table.
    pub(super) fn before(
        kind: SaferKind,
        title: String,
        statements: Vec<String>,
        keeps: bool,
    ) -> Self {
        let mut when = match kind {
            SaferKind::Look => "On the database, before the deploy; it only reads.".to_owned(),
            SaferKind::Keep | SaferKind::Repair | SaferKind::Instead => {
                "On each database, before the deploy.".to_owned()
            }
        };
        if keeps {
            when.push_str(
                " While the new table stands, name it under external in comon.toml: no schema knows it.",
            );
        }
        let together = statements.len() > 1;
        let text = terminated(&statements);
        let sql = if together { format!("BEGIN;\n\n{text}\nCOMMIT;\n") } else { text };
        Self {
            kind,
            title,
            when,
            steps: Vec::new(),
            placeholder: placeholder(&sql),
            parts: vec![SaferPart { in_transaction: together, statements }],
            sql,
        }
    }

    /// One in the place of a step.
    pub(super) fn instead(title: String, step: usize, parts: Vec<SaferPart>) -> Self {
        let mut sql = String::new();
        let several = parts.iter().any(|part| !part.in_transaction);
        let mut bare = false;
        for part in &parts {
            if several && part.in_transaction == bare {
                let mode = if part.in_transaction { "transaction" } else { "no-transaction" };
                sql.push_str(&format!("-- comon: {mode}\n\n"));
            }
            bare = !part.in_transaction;
            sql.push_str(&terminated(&part.statements));
            sql.push('\n');
        }
        if bare {
            sql.push_str("-- comon: transaction\n");
        }
        let mut when = format!(
            "In migration.sql, in the place of the statements of step {}; then comon migrate seal.",
            step + 1
        );
        if several {
            when.push_str(
                " The migration is then committed in parts, and goes on where it stopped.",
            );
        }
        Self {
            kind: SaferKind::Instead,
            title,
            when,
            steps: vec![step],
            placeholder: placeholder(&sql),
            parts,
            sql: format!("{}\n", sql.trim_end()),
        }
    }
}

fn placeholder(sql: &str) -> Option<&'static str> {
    [ZONE, VALUE].into_iter().find(|each| sql.contains(each))
}

fn terminated(statements: &[String]) -> String {
    let all: Vec<String> = statements.iter().map(|each| format!("{each};\n")).collect();
    all.join("\n")
}
