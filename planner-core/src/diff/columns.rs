//! The columns of a table that stays -> their changes, in the order in which they stand after.

use super::change::{Change, ColumnChange};
use super::matching::{Matching, TablePair};
use crate::database::model::{ClientColumn, Column, ColumnDefault, ColumnType, Literal};
use crate::provider::Provider;

/// All changes of one table's columns. Their order within the table is no change: no database
/// can move a column.
pub(super) fn compare(
    pair: &TablePair<'_>,
    matching: &Matching<'_>,
    provider: Provider,
    changes: &mut Vec<Change>,
) {
    let table = || pair.reference.clone();
    for column in &pair.new_columns {
        changes.push(Change::AddColumn { table: table(), column: (*column).clone() });
    }
    for column in &pair.gone_columns {
        changes.push(Change::DropColumn { table: table(), column: (*column).clone() });
    }
    for (before, after) in &pair.columns {
        if before.name != after.name {
            changes.push(Change::RenameColumn {
                table: table(),
                before: before.name.to_string(),
                after: after.name.to_string(),
            });
        }
        if differs(before, after, matching, provider) {
            changes.push(Change::AlterColumn(ColumnChange {
                table: table(),
                before: carried_over(before, matching, provider),
                after: (*after).clone(),
            }));
        }
        if let (Some(was), Some(is)) = (&before.client, &after.client)
            && let Some(summary) = client_summary(was, is, matching)
        {
            let former = was.enumeration.as_deref().map(|name| matching.logical_enum(name));
            changes.push(Change::ChangeClientColumn {
                table: table(),
                column: after.name.to_string(),
                summary,
                other_enum: is.enumeration.is_some() && former != is.enumeration.as_deref(),
            });
        }
    }
}

fn differs(before: &Column, after: &Column, matching: &Matching<'_>, provider: Provider) -> bool {
    if before.arity != after.arity || before.autoincrement != after.autoincrement {
        return true;
    }
    let type_stays = match (&before.column_type, &after.column_type) {
        // An enum that goes is another one than that which takes over its name.
        (ColumnType::Enum(was), ColumnType::Enum(is)) => {
            matching.enumeration(was).is_some_and(|pair| pair.after.name == **is)
        }
        (was, is) => was == is,
    };
    if !type_stays {
        return true;
    }
    let was = before.default.as_ref();
    let was = was.map(|was| default_after(was, &before.column_type, matching, provider));
    !ColumnDefault::same_or_none(was.as_ref(), after.default.as_ref())
}

/// The column as it is once renames of its enum have been carried out: the type and a default
/// that names one of its values follow in place. Its own name stays that of before.
fn carried_over(column: &Column, matching: &Matching<'_>, provider: Provider) -> Column {
    let mut carried = column.clone();
    if let ColumnType::Enum(name) = &column.column_type {
        if let Some(pair) = matching.enumeration(name) {
            carried.column_type = ColumnType::Enum(pair.after.name.clone().into());
        }
        carried.default = column
            .default
            .as_ref()
            .map(|default| default_after(default, &column.column_type, matching, provider));
    }
    carried
}

fn default_after(
    default: &ColumnDefault,
    column_type: &ColumnType,
    matching: &Matching<'_>,
    provider: Provider,
) -> ColumnDefault {
    let (ColumnType::Enum(name), Provider::Postgresql) = (column_type, provider) else {
        return default.clone();
    };
    let Some(pair) = matching.enumeration(name) else { return default.clone() };
    let renamed = |literal: &Literal| match literal {
        Literal::String(value) => Literal::String(
            pair.renamed.get(value.as_str()).map_or_else(|| value.clone(), |&new| new.to_owned()),
        ),
        other => other.clone(),
    };
    match default {
        ColumnDefault::Literal(literal) => ColumnDefault::Literal(renamed(literal)),
        ColumnDefault::List(literals) => {
            ColumnDefault::List(literals.iter().map(renamed).collect())
        }
        ColumnDefault::Now | ColumnDefault::Expression(_) | ColumnDefault::Unknown => {
            default.clone()
        }
    }
}

/// What changes for clients, in a few words; `None` where nothing does.
fn client_summary(
    before: &ClientColumn,
    after: &ClientColumn,
    matching: &Matching<'_>,
) -> Option<String> {
    let mut facts: Vec<String> = Vec::new();
    match (&before.default, &after.default) {
        (was, is) if was == is => {}
        (_, Some(is)) => facts.push(format!("@default({is})")),
        (Some(was), None) => facts.push(format!("no @default({was})")),
        (None, None) => {}
    }
    match (before.updated_at, after.updated_at) {
        (false, true) => facts.push("@updatedAt".to_owned()),
        (true, false) => facts.push("no @updatedAt".to_owned()),
        (true, true) | (false, false) => {}
    }
    let was = before.enumeration.as_deref().map(|name| matching.logical_enum(name));
    match (was, after.enumeration.as_deref()) {
        (was, is) if was == is => {}
        (_, Some(is)) => facts.push(format!("enum {is}")),
        (Some(was), None) => facts.push(format!("no enum {was}")),
        (None, None) => {}
    }
    (!facts.is_empty()).then(|| facts.join(", "))
}
