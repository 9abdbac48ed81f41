//! SQLite: the views, triggers and indexes outside the schema that a rebuilt table would break
//! or lose, with the statements that take them away and bring them back verbatim. Reads only;
//! what is returned as SQL is executed elsewhere. Measured: a view on the table makes the final
//! RENAME of a rebuild fail, and DROP TABLE takes triggers and indexes with it.

use crate::error::Result;
use crate::session::{Param, Session};
use std::collections::{BTreeMap, BTreeSet};

/// A view, trigger or index as `sqlite_schema` holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependent {
    /// What it is.
    pub kind: DependentKind,
    /// Its name.
    pub name: String,
    /// The table or view that it is on; for a view its own name.
    pub table: String,
    /// The statement that created it, verbatim.
    pub sql: String,
}

/// What can depend on a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DependentKind {
    /// An index.
    Index,
    /// A view.
    View,
    /// A trigger.
    Trigger,
}

impl DependentKind {
    /// The word for people, and for DROP.
    pub fn word(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::View => "view",
            Self::Trigger => "trigger",
        }
    }
}

impl Dependent {
    /// For people: `trigger audit_users on users`.
    pub fn describe(&self) -> String {
        match self.kind {
            DependentKind::View => format!("view {}", self.name),
            DependentKind::Index | DependentKind::Trigger => {
                format!("{} {} on {}", self.kind.word(), self.name, self.table)
            }
        }
    }

    /// The statement that takes it away.
    pub fn drop_sql(&self) -> String {
        format!("DROP {} {}", self.kind.word().to_uppercase(), quoted(&self.name))
    }
}

/// Every view, trigger and explicit index, in the order in which they were created.
pub async fn read(session: &mut Session) -> Result<Vec<Dependent>> {
    let rows = session
        .query(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema \
             WHERE type IN ('view', 'trigger', 'index') AND sql IS NOT NULL ORDER BY rowid",
        )
        .await?;
    let read = |row: &crate::session::Row| Dependent {
        kind: match row.text_or_empty(0) {
            "view" => DependentKind::View,
            "trigger" => DependentKind::Trigger,
            _ => DependentKind::Index,
        },
        name: row.text_or_empty(1).to_owned(),
        table: row.text_or_empty(2).to_owned(),
        sql: row.text_or_empty(3).to_owned(),
    };
    Ok(rows.iter().map(read).collect())
}

/// Those that a rebuild of `tables` would break or lose. `managed` are the names of the indexes
/// that the schema knows before or after: the migration itself brings those back.
pub fn affected(
    all: &[Dependent],
    tables: &BTreeSet<String>,
    managed: &BTreeSet<String>,
) -> Vec<Dependent> {
    let mut names: BTreeSet<String> = tables.iter().map(|name| name.to_lowercase()).collect();
    let mentions: BTreeMap<&str, BTreeSet<String>> =
        all.iter().map(|each| (each.name.as_str(), identifiers(&each.sql))).collect();
    let concerns = |each: &Dependent, names: &BTreeSet<String>| {
        names.contains(&each.table.to_lowercase())
            || mentions.get(each.name.as_str()).is_some_and(|used| !used.is_disjoint(names))
    };
    // A view on a view that goes has to go as well.
    loop {
        let more: Vec<String> = all
            .iter()
            .filter(|each| each.kind == DependentKind::View && concerns(each, &names))
            .map(|each| each.name.to_lowercase())
            .filter(|name| !names.contains(name))
            .collect();
        if more.is_empty() {
            break;
        }
        names.extend(more);
    }
    let rebuilt: BTreeSet<String> = tables.iter().map(|name| name.to_lowercase()).collect();
    all.iter()
        .filter(|each| match each.kind {
            DependentKind::Index => {
                rebuilt.contains(&each.table.to_lowercase()) && !managed.contains(&each.name)
            }
            DependentKind::View | DependentKind::Trigger => concerns(each, &names),
        })
        .cloned()
        .collect()
}

/// What a dependent says when it is compiled: `None` for each way in which it works. Compiling
/// reads and changes nothing, and a trigger works in one of three ways.
///
/// # Errors
///
/// The database cannot be asked any more.
pub async fn prove(session: &mut Session, dependent: &Dependent) -> Result<Vec<Option<String>>> {
    let name = quoted(&dependent.table);
    let statements = match dependent.kind {
        DependentKind::Index => Vec::new(),
        DependentKind::View => vec![format!("EXPLAIN SELECT * FROM {name}")],
        DependentKind::Trigger => {
            let column = quoted(&first_column(session, &dependent.table).await?);
            vec![
                format!("EXPLAIN INSERT INTO {name} DEFAULT VALUES"),
                format!("EXPLAIN UPDATE {name} SET {column} = {column}"),
                format!("EXPLAIN DELETE FROM {name}"),
            ]
        }
    };
    let mut answers = Vec::new();
    for statement in statements {
        answers.push(session.try_sqlite(&statement)?.err().map(|error| error.message));
    }
    Ok(answers)
}

/// The tables that refer to a table, as they are called right now.
///
/// # Errors
///
/// The database refuses.
pub async fn referencing(session: &mut Session, table: &str) -> Result<BTreeSet<String>> {
    let sql = "SELECT DISTINCT m.name FROM sqlite_schema AS m, \
               pragma_foreign_key_list(m.name) AS f \
               WHERE m.type = 'table' AND lower(f.\"table\") = lower($1)";
    let rows = session.query_with(sql, &[Param::from(table)]).await?;
    Ok(rows.iter().map(|row| row.text_or_empty(0).to_owned()).collect())
}

/// How many rows a table has.
pub async fn count(session: &mut Session, table: &str) -> Result<i64> {
    let row = session.query_one(&format!("SELECT count(*) FROM {}", quoted(table))).await?;
    Ok(row.integer(0).unwrap_or_default())
}

/// Of a view that does not work any more it is not known: nothing is the name of a column then.
async fn first_column(session: &mut Session, table: &str) -> Result<String> {
    let sql = format!("SELECT name FROM pragma_table_info({}) ORDER BY cid LIMIT 1", text(table));
    let rows = session.try_sqlite(&sql)?.unwrap_or_default();
    Ok(rows.first().map(|row| row.text_or_empty(0).to_owned()).unwrap_or_default())
}

fn text(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Every identifier in a statement, in lower case, quoted ones without their quotes. Strings
/// count as well: SQLite takes a string for a name where only a name can stand.
pub fn identifiers(sql: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut characters = sql.chars().peekable();
    while let Some(each) = characters.next() {
        let closing = match each {
            '"' | '`' | '\'' => Some(each),
            '[' => Some(']'),
            _ => None,
        };
        let mut name = String::new();
        if let Some(closing) = closing {
            while let Some(inner) = characters.next() {
                if inner != closing {
                    name.push(inner);
                } else if closing != ']' && characters.peek() == Some(&closing) {
                    characters.next();
                    name.push(closing);
                } else {
                    break;
                }
            }
        } else if is_word(each) {
            name.push(each);
            while let Some(inner) = characters.next_if(|next| is_word(*next)) {
                name.push(inner);
            }
        }
        if !name.is_empty() {
            found.insert(name.to_lowercase());
        }
    }
    found
}

fn is_word(each: char) -> bool {
    each.is_alphanumeric() || each == '_' || each == '$'
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn dependent(kind: DependentKind, name: &str, table: &str, sql: &str) -> Dependent {
        Dependent { kind, name: name.to_owned(), table: table.to_owned(), sql: sql.to_owned() }
    }

    #[test]
    fn views_on_views_and_triggers_elsewhere_are_affected() {
        use DependentKind::{Index, Trigger, View};
        let all = [
            dependent(View, "v", "v", "CREATE VIEW v AS SELECT * FROM [Posts]"),
            dependent(View, "w", "w", "CREATE VIEW w AS SELECT * FROM \"v\""),
            dependent(View, "x", "x", "CREATE VIEW x AS SELECT * FROM users"),
            dependent(
                Trigger,
                "t",
                "users",
                "CREATE TRIGGER t AFTER INSERT ON users BEGIN \
                DELETE FROM posts; END",
            ),
            dependent(Index, "posts_id_idx", "posts", "CREATE INDEX ..."),
            dependent(Index, "by_hand", "posts", "CREATE INDEX ..."),
            dependent(Index, "elsewhere", "users", "CREATE INDEX elsewhere ON users (posts)"),
        ];
        let tables = BTreeSet::from(["posts".to_owned()]);
        let managed = BTreeSet::from(["posts_id_idx".to_owned()]);
        let names: Vec<_> =
            affected(&all, &tables, &managed).into_iter().map(|each| each.name).collect();
        assert_eq!(names, ["v", "w", "t", "by_hand"]);
    }
}
