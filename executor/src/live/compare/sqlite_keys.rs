//! Primary keys of SQLite that somebody else made: they number rows and refuse NULL a little less
//! than the language means, and it has no words for less. Such a key is made equal, with a notice.
//! <https://www.sqlite.org/lang_createtable.html#the_primary_key>

use super::{Difference, notice, parts};
use planner_core::database::model::{ColumnArity, Table};
use planner_core::subject::{Subject, SubjectKind};

/// Aligns the key of a live table with the one that it should have.
pub(super) fn align(table: &Table, live_table: &mut Table, notices: &mut Vec<Difference>) {
    let key = table.primary_key.as_ref().map(|key| key.columns.clone()).unwrap_or_default();
    let same = live_table.primary_key.as_ref().is_some_and(|live| live.columns == key);
    if !same {
        return;
    }
    let name = &table.name;
    for column in &mut live_table.columns {
        let Some(ours) =
            table.column(&column.name).filter(|ours| key.iter().any(|name| *name == ours.name))
        else {
            continue;
        };
        let mut note = |what: &str| {
            let parts = parts(name, &[column.name.as_str()]);
            let subject = Subject { kind: SubjectKind::Column, parts };
            let message = format!("The key {name}.{} {what}", column.name);
            notices.push(notice(subject, name, message));
        };
        if ours.arity == ColumnArity::Required && column.arity == ColumnArity::Nullable {
            note("admits NULL in the database: it is not NOT NULL there.");
            column.arity = ColumnArity::Required;
        }
        if ours.autoincrement && !column.autoincrement && ours.column_type == column.column_type {
            note("may give the number of a deleted row again: it is not AUTOINCREMENT there.");
            column.autoincrement = true;
        }
    }
}
