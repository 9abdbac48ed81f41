//! The keys and indexes of a table that stays -> their changes.

use super::change::Change;
use super::matching::{Matching, TablePair};
use super::predicate;
use crate::database::model::{
    ColumnType, ForeignKey, Index, IndexColumn, IndexMethod, ObjectName, PrimaryKey,
    ReferentialAction, SortOrder, TableRole,
};
use crate::ordered::{self, BTreeMap, BTreeSet};
use crate::provider::Provider;
use std::borrow::Cow;

/// All changes of one table's keys and indexes. `is_live`: one side was read from a database.
pub(super) fn compare(
    pair: &TablePair<'_>,
    matching: &Matching<'_>,
    provider: Provider,
    is_live: bool,
    changes: &mut Vec<Change>,
) {
    let key = either_key(pair).filter(|_| is_live);
    if key.is_none() {
        compare_primary_keys(pair, changes);
    }
    compare_indexes(pair, matching, key, changes);
    compare_foreign_keys(pair, matching, provider, changes);
}

/// The unique index or indexes that stand for the key of an implicit many-to-many table where
/// the two sides have different layouts: Prisma 6 made it a primary key, Prisma 5 a unique index,
/// and either means the same. That happens only where one side is live, which always reads
/// back as a model.
#[derive(Clone, Copy)]
enum ManyToManyKey<'a> {
    UniqueBefore(&'a str),
    UniqueAfter(&'a str),
}

fn either_key<'a>(pair: &TablePair<'a>) -> Option<ManyToManyKey<'a>> {
    let roles = [pair.before.role, pair.after.role];
    if !roles.contains(&TableRole::ManyToMany) || !roles.contains(&TableRole::Model) {
        return None;
    }
    let covers = |columns: &[String]| matches!(columns, [a, b] if a == "A" && b == "B");
    let unique = |indexes: &'a [Index]| {
        indexes
            .iter()
            .find(|index| {
                let names: Vec<String> =
                    index.columns.iter().map(|column| column.name.to_string()).collect();
                index.unique && index.predicate.is_none() && covers(&names)
            })
            .map(|index| index.name.as_str())
    };
    match (&pair.before.primary_key, &pair.after.primary_key) {
        (None, Some(key)) if covers(&key.columns) => {
            unique(&pair.before.indexes).map(ManyToManyKey::UniqueBefore)
        }
        (Some(key), None) if covers(&key.columns) => {
            unique(&pair.after.indexes).map(ManyToManyKey::UniqueAfter)
        }
        _ => None,
    }
}

fn compare_primary_keys(pair: &TablePair<'_>, changes: &mut Vec<Change>) {
    let table = || pair.reference.clone();
    let was = pair.before.primary_key.as_ref();
    let is = pair.after.primary_key.as_ref();
    let columns_stay = match (was, is) {
        (Some(was), Some(is)) => {
            was.columns.len() == is.columns.len()
                && was
                    .columns
                    .iter()
                    .zip(&is.columns)
                    .all(|(left, right)| stays(pair, left) && pair.column_after(left) == right)
        }
        (None, None) => return,
        _ => false,
    };
    match (was, is) {
        (
            Some(PrimaryKey { name: Some(before), .. }),
            Some(PrimaryKey { name: Some(after), .. }),
        ) if columns_stay => {
            if before != after {
                changes.push(Change::RenamePrimaryKey {
                    table: table(),
                    before: before.clone(),
                    after: after.clone(),
                });
            }
        }
        _ if columns_stay => {}
        _ => changes.push(Change::ChangePrimaryKey {
            table: table(),
            before: was.cloned(),
            after: is.cloned(),
        }),
    }
}

/// Whether a column of before is still there. One that goes must not be taken for another one
/// that takes over its name.
fn stays(pair: &TablePair<'_>, column: &str) -> bool {
    !pair.gone_columns.iter().any(|gone| gone.name == column)
}

/// What an index is, its name apart, in names of after.
type IndexContent<'b> =
    (bool, IndexMethod, Vec<(&'b str, SortOrder, Option<&'b str>)>, Option<Cow<'b, str>>);

fn index_content<'b>(
    index: &'b Index,
    column_name: impl Fn(&'b IndexColumn) -> &'b str,
    predicate: Option<Cow<'b, str>>,
) -> IndexContent<'b> {
    let columns = index
        .columns
        .iter()
        .map(|column| (column_name(column), column.sort, column.operator_class.as_deref()))
        .collect();
    (index.unique, index.method, columns, predicate)
}

/// The content of an index before, in names of after; `None` where a column that it needs goes.
fn index_content_after<'b>(
    pair: &'b TablePair<'_>,
    matching: &Matching<'_>,
    index: &'b Index,
) -> Option<IndexContent<'b>> {
    if !index.columns.iter().all(|column| stays(pair, &column.name)) {
        return None;
    }
    let name_after = |name: &str| match pair.before.column(name) {
        None => predicate::Column::None,
        Some(_) if !stays(pair, name) => predicate::Column::Goes,
        Some(column) => predicate::Column::Stays(pair.column_after(&column.name)),
    };
    let predicate = match &index.predicate {
        None => None,
        Some(text) => {
            let text = predicate::relabelled(text, |column, value| {
                enum_value_after(pair, matching, column, value)
            });
            Some(Cow::Owned(predicate::renamed(&text, name_after)?))
        }
    };
    Some(index_content(index, |column| pair.column_after(column.name.as_str()), predicate))
}

/// The name after of a value that a column holds both before and after, both sides being of one
/// enum. PostgreSQL knows values by more than their names: its indexes follow them.
fn enum_value_after<'a>(
    pair: &TablePair<'_>,
    matching: &'a Matching<'_>,
    column: &str,
    value: &str,
) -> Option<&'a str> {
    let (was, is) = pair.columns.iter().find(|(was, _)| was.name == column)?;
    match (&was.column_type, &is.column_type) {
        (ColumnType::Enum(was), ColumnType::Enum(is)) => {
            let held = matching.enumeration(was)?;
            (held.after.name == **is).then(|| held.renamed.get(value).copied()).flatten()
        }
        _ => None,
    }
}

fn compare_indexes(
    pair: &TablePair<'_>,
    matching: &Matching<'_>,
    key: Option<ManyToManyKey<'_>>,
    changes: &mut Vec<Change>,
) {
    let (left_out_before, left_out_after) = match key {
        Some(ManyToManyKey::UniqueBefore(name)) => (Some(name), None),
        Some(ManyToManyKey::UniqueAfter(name)) => (None, Some(name)),
        None => (None, None),
    };
    let before = pair.before.indexes.iter().filter(|each| left_out_before != Some(&each.name));
    let after = pair.after.indexes.iter().filter(|each| left_out_after != Some(&each.name));
    let before: Vec<(&str, Option<IndexContent<'_>>, &Index)> = before
        .map(|index| (index.name.as_str(), index_content_after(pair, matching, index), index))
        .collect();
    let after: Vec<(&str, Option<IndexContent<'_>>, &Index)> = after
        .map(|index| {
            let predicate = index.predicate.as_deref().map(Cow::Borrowed);
            let content = index_content(index, |column| column.name.as_str(), predicate);
            (index.name.as_str(), Some(content), index)
        })
        .collect();
    let sorted = Sorted::of(before, after);
    let table = || pair.reference.clone();
    changes.extend(
        sorted
            .gone
            .into_iter()
            .map(|index| Change::DropIndex { table: table(), index: index.clone() }),
    );
    changes.extend(
        sorted
            .new
            .into_iter()
            .map(|index| Change::CreateIndex { table: table(), index: index.clone() }),
    );
    changes.extend(sorted.renamed.into_iter().map(|(before, after)| Change::RenameIndex {
        table: table(),
        before: before.clone(),
        after: after.clone(),
    }));
}

/// What a foreign key is, its name apart, in names of after.
type ForeignKeyContent<'b> =
    (Vec<&'b str>, &'b ObjectName, Vec<&'b str>, ReferentialAction, ReferentialAction);

fn compare_foreign_keys(
    pair: &TablePair<'_>,
    matching: &Matching<'_>,
    provider: Provider,
    changes: &mut Vec<Change>,
) {
    let before: Vec<(&str, Option<ForeignKeyContent<'_>>, &ForeignKey)> = pair
        .before
        .foreign_keys
        .iter()
        .map(|key| (key.name.as_str(), foreign_key_after(pair, matching, key), key))
        .collect();
    let after: Vec<(&str, Option<ForeignKeyContent<'_>>, &ForeignKey)> = pair
        .after
        .foreign_keys
        .iter()
        .map(|key| {
            let content = (
                key.columns.iter().map(String::as_str).collect(),
                &key.referenced_table,
                key.referenced_columns.iter().map(String::as_str).collect(),
                key.on_delete,
                key.on_update,
            );
            (key.name.as_str(), Some(content), key)
        })
        .collect();
    let sorted = Sorted::of(before, after);
    let table = || pair.reference.clone();
    changes.extend(
        sorted
            .gone
            .into_iter()
            .map(|key| Change::DropForeignKey { table: table(), foreign_key: key.clone() }),
    );
    changes.extend(
        sorted
            .new
            .into_iter()
            .map(|key| Change::AddForeignKey { table: table(), foreign_key: key.clone() }),
    );
    match provider {
        // SQLite's foreign keys have no name that could be read back or changed.
        Provider::Sqlite => {}
        Provider::Postgresql => {
            changes.extend(sorted.renamed.into_iter().map(|(before, after)| {
                Change::RenameForeignKey {
                    table: table(),
                    before: before.name.clone(),
                    after: after.name.clone(),
                }
            }));
        }
    }
}

/// A foreign key of before in names of after; `None` where something that it needs goes.
fn foreign_key_after<'b>(
    pair: &'b TablePair<'_>,
    matching: &'b Matching<'_>,
    key: &'b ForeignKey,
) -> Option<ForeignKeyContent<'b>> {
    let parent = matching.table(&key.referenced_table)?;
    let whole = key.columns.iter().all(|column| stays(pair, column))
        && key.referenced_columns.iter().all(|column| stays(parent, column));
    whole.then(|| {
        (
            key.columns.iter().map(|column| pair.column_after(column)).collect(),
            &parent.after.name,
            key.referenced_columns.iter().map(|column| parent.column_after(column)).collect(),
            key.on_delete,
            key.on_update,
        )
    })
}

/// Named things of a table, told apart by what they are: those that went, those that appeared
/// and those that only have another name.
struct Sorted<'a, T> {
    gone: Vec<&'a T>,
    new: Vec<&'a T>,
    renamed: Vec<(&'a T, &'a T)>,
}

impl<'a, T> Sorted<'a, T> {
    /// Things of equal name and content stay. Then those of equal content have another name,
    /// in the order of the names. A thing without content cannot stay.
    fn of<C: Ord>(
        mut before: Vec<(&str, Option<C>, &'a T)>,
        mut after: Vec<(&str, Option<C>, &'a T)>,
    ) -> Self {
        ordered::sort_by(&mut before, |left, right| left.0.cmp(right.0));
        ordered::sort_by(&mut after, |left, right| left.0.cmp(right.0));
        let mut staying: BTreeSet<&str> = BTreeSet::new();
        {
            let known: BTreeMap<&str, &Option<C>> =
                before.iter().map(|(name, content, _)| (*name, content)).collect();
            for (name, content, _) in &after {
                if content.is_some() && known.get(name).is_some_and(|other| *other == content) {
                    staying.insert(name);
                }
            }
        }
        let mut sorted = Self { gone: Vec::new(), new: Vec::new(), renamed: Vec::new() };
        let mut open: BTreeMap<C, Vec<&'a T>> = BTreeMap::new();
        for (name, content, thing) in before.into_iter().rev() {
            if staying.contains(name) {
                continue;
            }
            match content {
                Some(content) => open.entry(content).or_default().push(thing),
                None => sorted.gone.push(thing),
            }
        }
        for (name, content, thing) in after {
            if staying.contains(name) {
                continue;
            }
            let partner =
                content.and_then(|content| open.get_mut(&content)).and_then(|things| things.pop());
            match partner {
                Some(partner) => sorted.renamed.push((partner, thing)),
                None => sorted.new.push(thing),
            }
        }
        sorted.gone.extend(open.into_values().flatten());
        sorted
    }
}
