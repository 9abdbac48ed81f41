//! What a change of a database wrote anew: the tables whose rows were written to another place, and
//! the indexes that were built on tables that stayed. In: a database before and after. Knows nothing
//! of what changed it.
//!
//! PostgreSQL stores each table and index in a file of its own, whose number changes when it is
//! rewritten (`relfilenode`). SQLite has the root page of each, which stays where it is unless the
//! table is built anew; a page may be given out again, so the row of `sqlite_schema` counts as well.

use crate::catalogue::USER_SCHEMAS;
use crate::database::TestDatabase;
use planner_core::provider::Provider;
use std::collections::{BTreeMap, BTreeSet};

/// The tables and indexes of a database at one moment.
#[derive(Debug)]
pub struct Stored(Vec<Object>);

#[derive(Debug)]
struct Object {
    is_table: bool,
    /// What stays through every change of name.
    identity: String,
    /// Where it is stored.
    place: String,
    name: String,
    /// The identity of its table, of an index.
    table: String,
}

/// What was written anew.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Tables by their names before, but for those that went: rewritten, or built anew in their
    /// place.
    pub tables: BTreeSet<String>,
    /// How many indexes were built on each table that stayed where it was.
    pub indexes: BTreeMap<String, usize>,
}

impl Written {
    /// The sum over all tables.
    pub fn index_count(&self) -> usize {
        self.indexes.values().sum()
    }
}

/// What there is now.
pub fn record(database: &TestDatabase) -> Stored {
    let question = match database.place.provider() {
        Provider::Postgresql => format!(
            "SELECT c.relkind::text, c.oid::text, pg_relation_filenode(c.oid)::text, \
                    n.nspname || '.' || c.relname, coalesce(i.indrelid, 0)::text \
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
             LEFT JOIN pg_index i ON i.indexrelid = c.oid \
             WHERE c.relkind IN ('r', 'i') AND {USER_SCHEMAS}"
        ),
        // The name is all that SQLite has for an identity, but a table that is built anew has
        // another place in its list.
        Provider::Sqlite => "SELECT substr(s.type, 1, 1), CAST(s.rowid AS TEXT), \
                    s.rowid || '/' || s.rootpage, s.name, CAST(t.rowid AS TEXT) \
             FROM sqlite_schema s JOIN sqlite_schema t ON t.type = 'table' AND t.name = s.tbl_name \
             WHERE s.type IN ('table', 'index') AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            .to_owned(),
    };
    let rows = database.connect().rows(&question).unwrap_or_else(|problem| panic!("{problem}"));
    let object = |row: Vec<Option<String>>| {
        let mut cells = row.into_iter().map(Option::unwrap_or_default);
        let mut next = || cells.next().unwrap_or_default();
        let kind = next();
        let is_table = kind == "r" || kind == "t";
        Object { is_table, identity: next(), place: next(), name: next(), table: next() }
    };
    Stored(rows.into_iter().map(object).collect())
}

/// What was written anew since.
pub fn since(before: &Stored, database: &TestDatabase) -> Written {
    let after = record(database);
    let is_there: BTreeMap<(&str, &str), &Object> = after
        .0
        .iter()
        .map(|object| ((object.identity.as_str(), object.place.as_str()), object))
        .collect();
    let same =
        |object: &Object| is_there.contains_key(&(object.identity.as_str(), object.place.as_str()));
    let identities: BTreeSet<&str> = after.0.iter().map(|each| each.identity.as_str()).collect();
    let names: BTreeSet<&str> =
        after.0.iter().filter(|each| each.is_table).map(|each| each.name.as_str()).collect();
    let mut written = Written::default();
    let mut stayed: BTreeMap<&str, &str> = BTreeMap::new();
    for table in before.0.iter().filter(|object| object.is_table) {
        if same(table) {
            stayed.insert(&table.identity, &table.name);
        } else if names.contains(table.name.as_str())
            || (database.place.provider() == Provider::Postgresql
                && identities.contains(table.identity.as_str()))
        {
            written.tables.insert(table.name.clone());
        }
    }
    let known: BTreeSet<(&str, &str)> =
        before.0.iter().map(|each| (each.identity.as_str(), each.place.as_str())).collect();
    written.indexes = stayed.values().map(|name| ((*name).to_owned(), 0)).collect();
    for index in after.0.iter().filter(|object| !object.is_table) {
        let table = stayed.get(index.table.as_str());
        let count = table.and_then(|name| written.indexes.get_mut(*name));
        if let Some(count) = count
            && !known.contains(&(index.identity.as_str(), index.place.as_str()))
        {
            *count += 1;
        }
    }
    written
}

/// What one wrote anew and the other did not.
pub fn differences(ours: &Written, theirs: &Written) -> Vec<String> {
    let mut differences = Vec::new();
    let alone = |who: &str, name: &String| format!("written anew by {who} alone: {name}");
    differences.extend(ours.tables.difference(&theirs.tables).map(|name| alone("ours", name)));
    differences.extend(theirs.tables.difference(&ours.tables).map(|name| alone("theirs", name)));
    for (table, ours) in &ours.indexes {
        if let Some(theirs) = theirs.indexes.get(table)
            && ours != theirs
        {
            differences.push(format!("indexes built on {table}: ours {ours}, theirs {theirs}"));
        }
    }
    differences
}
