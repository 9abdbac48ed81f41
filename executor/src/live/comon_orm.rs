//! How comon_orm lays out what a schema says, where that differs from the layout of Prisma's
//! conventions: the database that should be and the one that is in, the former with comon_orm's
//! choices where the latter has them out. Knows nothing of history.

use super::compare::{Difference, compare};
use super::{ExternalTables, LiveDatabase, LiveExpressions};
use planner_core::database::model::{
    Column, ColumnDefault, ColumnType, Database, ForeignKey, Literal, ObjectName, Origin,
    ReferentialAction, Table, TypeName,
};
use planner_core::diff::diff;
use planner_core::provider::Provider;
use std::collections::{BTreeMap, BTreeSet};

/// What is said behind a difference that is only comon_orm's layout.
pub const REASON: &str = " This is how comon_orm lays tables out.";

/// [`compare`] for a database whose tables comon_orm may have made: a difference that is only its
/// layout is a notice.
pub fn compare_tolerantly(
    expected: &Database,
    live: &LiveDatabase,
    external: &ExternalTables,
    known: &LiveExpressions,
    only: Option<&BTreeSet<ObjectName>>,
) -> Vec<Difference> {
    let mut differences = compare(expected, live, external, known, only);
    if differences.iter().all(|difference| difference.notice) {
        return differences;
    }
    let theirs = laid_out(expected, &live.database);
    let left = compare(&theirs, live, external, known, only);
    for difference in &mut differences {
        if !difference.notice && !left.contains(difference) {
            difference.notice = true;
            difference.message.push_str(REASON);
        }
    }
    differences
}

/// Whether `read_back`, a schema that comon_orm read from a database, is what `written` became
/// there. What only clients see is lost on that way.
pub fn is_read_back(written: &Database, read_back: &Database) -> bool {
    let mut live = Database { origin: Origin::Live, ..read_back.clone() };
    for column in live.tables.iter_mut().flat_map(|table| &mut table.columns) {
        column.client = None;
    }
    diff(&laid_out(written, &live), &live, &[]).is_ok_and(|changes| changes.is_empty())
}

/// The expected database as comon_orm would have made it, where the live one shows that it did.
pub fn laid_out(expected: &Database, live: &Database) -> Database {
    let mut theirs = expected.clone();
    let found: BTreeMap<&ObjectName, &Table> =
        live.tables.iter().map(|table| (&table.name, table)).collect();
    for table in &mut theirs.tables {
        let Some(there) = found.get(&table.name) else { continue };
        for column in &mut table.columns {
            if let Some(other) = there.column(&column.name) {
                lay_out_column(expected.provider, column, other);
            }
        }
        for foreign_key in &mut table.foreign_keys {
            lay_out_actions(foreign_key, there);
        }
        // Its applier makes no plain index.
        table.indexes.retain(|index| index.unique || there.index(&index.name).is_some());
    }
    theirs
}

fn lay_out_column(provider: Provider, ours: &mut Column, there: &Column) {
    if let (ColumnType::Native(wanted), ColumnType::Native(found)) =
        (&ours.column_type, &there.column_type)
        && found.arguments.is_empty()
        && is_their_type(provider, wanted.name, found.name)
    {
        ours.column_type = there.column_type.clone();
    }
    let writes_call = match &there.default {
        Some(ColumnDefault::Literal(Literal::String(text))) => text == "now()",
        Some(ColumnDefault::Expression(text)) => text.eq_ignore_ascii_case("now()"),
        Some(ColumnDefault::List(_) | ColumnDefault::Now | ColumnDefault::Unknown)
        | Some(ColumnDefault::Literal(_))
        | None => false,
    };
    if ours.default == Some(ColumnDefault::Now) && writes_call {
        ours.default.clone_from(&there.default);
    }
}

/// Whether comon_orm makes a `found` where the conventions say `wanted`.
fn is_their_type(provider: Provider, wanted: TypeName, found: TypeName) -> bool {
    match provider {
        Provider::Sqlite => matches!(
            (wanted, found),
            (TypeName::Datetime | TypeName::Jsonb | TypeName::BigInt, TypeName::Text)
                | (TypeName::Decimal, TypeName::Real)
        ),
        Provider::Postgresql => matches!(
            (wanted, found),
            (TypeName::Timestamp, TypeName::Timestamptz) | (TypeName::Decimal, TypeName::Decimal)
        ),
    }
}

/// Where the schema names no action it writes none, which is NO ACTION; and some of its keys
/// have names of their own.
fn lay_out_actions(ours: &mut ForeignKey, there: &Table) {
    let same = there.foreign_keys.iter().find(|other| {
        other.columns == ours.columns && other.referenced_table == ours.referenced_table
    });
    let Some(other) = same else { return };
    ours.name.clone_from(&other.name);
    if other.on_delete == ReferentialAction::NoAction {
        ours.on_delete = other.on_delete;
    }
    if other.on_update == ReferentialAction::NoAction {
        ours.on_update = other.on_update;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use planner_core::database::lower::lower_existing;
    use planner_core::dialect::type_system;
    use planner_core::schema::check_snapshot;
    use planner_core::source::Sources;

    fn database(provider: Provider, text: &str) -> Database {
        let checked = check_snapshot(&Sources::single("x.prisma", text), Some(provider));
        lower_existing(&checked.schema.unwrap(), type_system(provider))
    }

    #[test]
    fn schema_read_back_from_its_tables_is_known_again() {
        let written = "enum Role {\n  admin\n}\n\nmodel User {\n  id Int @id @default(autoincrement())\n  \
                       role Role @default(admin)\n  at DateTime @default(now()) @map(\"seen_at\")\n  \
                       visits BigInt\n  balance Decimal\n  profile Json?\n  @@index([visits])\n  \
                       @@map(\"users\")\n}\n";
        let read_back = "model users {\n  id Int @id @default(autoincrement())\n  \
                         role String @default(\"admin\")\n  seen_at String @default(\"now()\")\n  \
                         visits String\n  balance Float\n  profile String?\n}\n";
        let written = database(Provider::Sqlite, written);
        let same = database(Provider::Sqlite, read_back);
        assert!(is_read_back(&written, &same));
        let other = read_back.replace("balance Float", "balance Int");
        assert!(!is_read_back(&written, &database(Provider::Sqlite, &other)));
    }
}
