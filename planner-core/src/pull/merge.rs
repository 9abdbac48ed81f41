//! The changes from what the schema says to what the database holds -> edits of the schema.

use super::join_tables::Join;
use super::relations::{self, Counts};
use super::writer::Writer;
use super::{blocks, columns, enums, keys};
use crate::database::model::{
    ColumnArity, ColumnType, ForeignKey, Index, ObjectName, Table, TableRole,
};
use crate::diff::change::{Change, ChangeSet};
use crate::ordered::{self, BTreeMap, BTreeSet};
use crate::schema::model::{ForeignKeyRelation, Relation, RelationKind};
use crate::source::Span;

/// The changes by what they need.
#[derive(Debug, Default)]
struct Sorted<'c> {
    new_tables: Vec<&'c Table>,
    gone_tables: Vec<&'c Table>,
    new_keys: Vec<(ObjectName, &'c ForeignKey)>,
    gone_keys: Vec<(ObjectName, &'c ForeignKey)>,
    new_indexes: BTreeMap<ObjectName, Vec<&'c Index>>,
    gone_indexes: BTreeMap<ObjectName, Vec<&'c Index>>,
    /// The places of the fields of columns that went.
    gone_fields: BTreeSet<Span>,
}

/// Carries the changes over into the schema.
pub(super) fn merge(writer: &mut Writer<'_>, changes: &ChangeSet) {
    let between = tables_between(writer, changes);
    let sorted = sort(writer, changes, &between);
    writer.ignored = ignored(writer);
    let gone = remove_gone(writer, &sorted, &between);
    ignore_models(writer, &gone);
    for change in &changes.changes {
        alter(writer, change, &between);
    }
    change_indexes(writer, &sorted);
    let (changed, new_keys) = changed_keys(&sorted);
    let touched = touched_tables(changes);
    let joins: Vec<Join> =
        sorted.new_tables.iter().filter_map(|table| Join::of(writer, table)).collect();
    let is_join = |table: &Table| joins.iter().any(|join| join.table == table.name);
    for table in sorted.new_tables.iter().filter(|table| !is_join(table)) {
        blocks::begin(writer, table);
    }
    relate(writer, &sorted, &gone, new_keys, &joins);
    keep_up(writer, &gone, &changed, &touched);
    for table in sorted.new_tables.iter().filter(|table| !is_join(table)) {
        blocks::finish(writer, table);
    }
}

/// Implicit many-to-many tables that are no longer what the language makes of them: they become
/// models.
fn tables_between(writer: &Writer<'_>, changes: &ChangeSet) -> BTreeSet<ObjectName> {
    let between = changes.changes.iter().filter_map(|change| {
        let table = match change {
            Change::AddColumn { table, .. }
            | Change::DropColumn { table, .. }
            | Change::ChangePrimaryKey { table, .. }
            | Change::CreateIndex { table, .. }
            | Change::DropIndex { table, .. }
            | Change::AddForeignKey { table, .. }
            | Change::DropForeignKey { table, .. } => table,
            Change::AlterColumn(change) => &change.table,
            _ => return None,
        };
        let was = writer.request.expected.table(&table.before)?;
        let stays = writer.live.table(&table.after).is_some();
        (was.role == TableRole::ManyToMany && stays).then(|| was.name.clone())
    });
    between.collect()
}

fn sort<'c>(
    writer: &Writer<'c>,
    changes: &'c ChangeSet,
    between: &BTreeSet<ObjectName>,
) -> Sorted<'c> {
    let mut sorted = Sorted::default();
    for name in between {
        sorted.gone_tables.extend(writer.request.expected.table(name));
        sorted.new_tables.extend(writer.live.table(name));
    }
    for change in &changes.changes {
        match change {
            Change::CreateTable(table) => sorted.new_tables.push(table),
            Change::DropTable(table) => sorted.gone_tables.push(table),
            _ => {}
        }
    }
    let is_new: BTreeSet<ObjectName> =
        sorted.new_tables.iter().map(|table| table.name.clone()).collect();
    for change in &changes.changes {
        match change {
            Change::DropForeignKey { table, foreign_key } => {
                sorted.gone_keys.push((table.after.clone(), foreign_key));
            }
            Change::AddForeignKey { table, foreign_key } if !is_new.contains(&table.after) => {
                sorted.new_keys.push((table.after.clone(), foreign_key));
            }
            Change::CreateIndex { table, index } if !is_new.contains(&table.after) => {
                sorted.new_indexes.entry(table.after.clone()).or_default().push(index);
            }
            Change::DropColumn { column, .. } => sorted.gone_fields.extend(column.span),
            Change::DropIndex { table, index } => {
                sorted.gone_indexes.entry(table.after.clone()).or_default().push(index);
            }
            _ => {}
        }
    }
    sorted
}

/// New tables whose rows cannot be told apart, and old ones that came to that.
fn ignored(writer: &Writer<'_>) -> BTreeSet<ObjectName> {
    let tables = writer.live.tables.iter();
    let unseen = tables.filter(|table| {
        !has_criterion(writer, table) && writer.model(&table.name).is_none_or(|it| !it.ignored)
    });
    unseen.map(|table| table.name.clone()).collect()
}

/// Whether a key or unique index is over required columns of known types.
fn has_criterion(writer: &Writer<'_>, table: &Table) -> bool {
    let fits = |name: &str| {
        table.column(name).is_some_and(|column| {
            let known = match &column.column_type {
                ColumnType::Unsupported(_) => false,
                ColumnType::Enum(name) => writer.names.enumeration(name).is_some(),
                ColumnType::Native(_) => true,
            };
            known && column.arity == ColumnArity::Required
        })
    };
    let by_key = table.primary_key.iter().any(|key| key.columns.iter().all(|column| fits(column)));
    let mut indexes = table.indexes.iter().filter(|index| index.unique);
    by_key || indexes.any(|index| index.columns.iter().all(|column| fits(&column.name)))
}

/// Removes models, and the relations that lost a model or their foreign key; which these are.
fn remove_gone(
    writer: &mut Writer<'_>,
    sorted: &Sorted<'_>,
    between: &BTreeSet<ObjectName>,
) -> BTreeSet<usize> {
    let schema = writer.request.schema;
    let gone_models: BTreeSet<Span> = sorted
        .gone_tables
        .iter()
        .filter_map(|table| writer.model(&table.name))
        .map(|it| it.span)
        .collect();
    let gone_joins: BTreeSet<Option<Span>> = sorted
        .gone_tables
        .iter()
        .filter(|table| table.role == TableRole::ManyToMany || between.contains(&table.name))
        .map(|table| table.span)
        .collect();
    let (changed, _) = changed_keys(sorted);
    let gone_keys: BTreeSet<Option<Span>> = sorted
        .gone_keys
        .iter()
        .filter(|(_, key)| !changed.iter().any(|(_, was, _)| was.span == key.span))
        .map(|(_, key)| key.span)
        .collect();
    let mut gone = BTreeSet::new();
    for (index, relation) in schema.relations.iter().enumerate() {
        let loses_model =
            relations::ends(writer, relation).iter().any(|end| gone_models.contains(&end.span));
        let loses_key = match &relation.kind {
            RelationKind::ForeignKey(key) => {
                gone_keys.contains(&Some(key.span)) || loses_field(writer, key, &sorted.gone_fields)
            }
            RelationKind::ManyToMany(both) => gone_joins.contains(&Some(both.span)),
        };
        if loses_model || loses_key {
            relations::remove(writer, relation);
            gone.insert(index);
        }
    }
    for model in gone_models {
        writer.remove_block(model);
    }
    gone
}

/// Whether a column went that a relation needs, which without foreign keys nothing else tells.
fn loses_field(writer: &Writer<'_>, key: &ForeignKeyRelation, gone: &BTreeSet<Span>) -> bool {
    let schema = writer.request.schema;
    let (model, referenced) = (schema.model(key.model), schema.model(key.referenced_model));
    let own = key.fields.iter().map(|field| model.field(*field).span);
    let mut spans = own.chain(key.referenced_fields.iter().map(|it| referenced.field(*it).span));
    spans.any(|span| gone.contains(&span))
}

/// Models whose rows can no longer be told apart: clients see neither them nor the fields that
/// lead to them.
fn ignore_models(writer: &mut Writer<'_>, gone: &BTreeSet<usize>) {
    let schema = writer.request.schema;
    for table in writer.ignored.clone() {
        let Some(model) = writer.model(&table) else { continue };
        blocks::ignore(writer, &table, model);
        for (index, relation) in schema.relations.iter().enumerate() {
            let ends = relations::fields(relation);
            let leads_here =
                ends.iter().flatten().any(|(id, _)| schema.model(*id).span == model.span);
            if !leads_here || gone.contains(&index) {
                continue;
            }
            for (id, field) in ends.into_iter().flatten() {
                let other = schema.model(id);
                let field = other.field(field);
                let is_seen = !other.ignored && !field.ignored && other.span != model.span;
                if let (true, Some((entry, _))) = (is_seen, writer.model_field(other, field.span)) {
                    writer.append(entry, "@ignore");
                }
            }
        }
    }
}

/// Foreign keys of which only the actions are others: table, before, after. And those that are
/// really new.
type ChangedKey<'c> = (ObjectName, &'c ForeignKey, &'c ForeignKey);

fn changed_keys<'c>(
    sorted: &Sorted<'c>,
) -> (Vec<ChangedKey<'c>>, Vec<(ObjectName, &'c ForeignKey)>) {
    let mut gone: Vec<&(ObjectName, &'c ForeignKey)> = sorted.gone_keys.iter().collect();
    let mut changed = Vec::new();
    let mut new = Vec::new();
    for (table, key) in &sorted.new_keys {
        let is_it = |each: &&(ObjectName, &ForeignKey)| {
            let (other, was) = each;
            other == table
                && was.columns == key.columns
                && was.referenced_table == key.referenced_table
                && was.referenced_columns == key.referenced_columns
        };
        match gone.iter().position(is_it) {
            Some(place) => {
                let (_, was) = gone.remove(place);
                changed.push((table.clone(), *was, *key));
            }
            None => new.push((table.clone(), *key)),
        }
    }
    (changed, new)
}

/// Carries out what needs no look at other changes.
fn alter(writer: &mut Writer<'_>, change: &Change, between: &BTreeSet<ObjectName>) {
    if change.table().is_some_and(|table| between.contains(&table.after)) {
        return;
    }
    match change {
        Change::CreateEnum(each) => enums::create(writer, each),
        Change::AlterEnum(change) => enums::alter(writer, change),
        Change::DropEnum(each) => enums::remove(writer, each),
        Change::AddColumn { table, column } => {
            let words = writer.field_words(&table.after, column);
            writer.lines(&table.after).columns.push((column.name.to_string(), words));
        }
        Change::AlterColumn(change) => columns::alter(writer, change),
        Change::DropColumn { table, column } => {
            if let (Some(model), Some(span)) = (writer.model(&table.after), column.span) {
                writer.remove_field(model, span);
            }
        }
        Change::ChangePrimaryKey { table, after, .. } => {
            keys::remove_primary_key(writer, &table.after);
            if let (Some(live), Some(key)) = (writer.live.table(&table.after), after) {
                keys::add_primary_key(writer, live, key);
            }
        }
        Change::RenamePrimaryKey { table, .. } => {
            if let Some(live) = writer.live.table(&table.after) {
                keys::rename_primary_key(writer, live);
            }
        }
        Change::RenameIndex { table, before, after } => {
            if let Some(live) = writer.live.table(&table.after) {
                keys::rewrite_index(writer, live, before, after);
            }
        }
        Change::DropExtension(extension) => remove_extension(writer, &extension.name),
        // Tables, foreign keys and other indexes are looked at together.
        Change::CreateTable(_)
        | Change::DropTable(_)
        | Change::AddForeignKey { .. }
        | Change::DropForeignKey { .. }
        | Change::RenameForeignKey { .. }
        | Change::CreateIndex { .. }
        | Change::DropIndex { .. } => {}
        // A live database has no names of the schema, by which a rename would show, and nothing
        // that only clients see. What it has more of than a schema lists is no change.
        Change::RenameTable(_)
        | Change::RenameColumn { .. }
        | Change::RenameEnum { .. }
        | Change::CreateNamespace(_)
        | Change::CreateExtension(_)
        | Change::AlterExtension { .. }
        | Change::ChangeClientColumn { .. }
        | Change::ChangeClientEnum(_) => {}
    }
}

/// Takes an extension that is not installed out of the datasource's list.
fn remove_extension(writer: &mut Writer<'_>, name: &str) {
    use crate::syntax::document::{EntryKind, ExpressionKind};
    let datasource = &writer.request.schema.datasource;
    let Some(block) = writer.block(datasource.span) else { return };
    let gone = datasource.extensions.iter().find(|each| each.name == name).map(|each| each.span);
    for entry in block.entries {
        let EntryKind::Setting(setting) = &entry.kind else { continue };
        let ExpressionKind::List(items) = &setting.value.kind else { continue };
        if setting.name.text != "extensions" {
            continue;
        }
        let sources = writer.request.sources;
        let kept = items.iter().filter(|item| gone.is_none_or(|gone| !covers(item.span, gone)));
        let kept: Vec<&str> = kept.map(|item| sources.text(item.span)).collect();
        let text = format!("[{}]", kept.join(", "));
        writer.edits.replace(setting.value.span, text);
    }
}

fn covers(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Indexes that went and came: one of the same name or over the same columns is the same one,
/// changed.
fn change_indexes(writer: &mut Writer<'_>, sorted: &Sorted<'_>) {
    let tables: BTreeSet<&ObjectName> =
        sorted.new_indexes.keys().chain(sorted.gone_indexes.keys()).collect();
    for name in tables {
        let Some(table) = writer.live.table(name) else { continue };
        let mut gone = sorted.gone_indexes.get(name).cloned().unwrap_or_default();
        for index in sorted.new_indexes.get(name).into_iter().flatten() {
            let is_it = |was: &&Index| was.name == index.name && was.unique == index.unique;
            match gone.iter().position(is_it) {
                Some(place) => {
                    let was = gone.remove(place);
                    keys::rewrite_index(writer, table, was, index);
                }
                None => keys::add_index(writer, table, index, keys::fits_on_field(table, index)),
            }
        }
        for index in gone {
            keys::remove_index(writer, index);
        }
    }
}

/// Adds relations for new foreign keys and new tables between two others.
fn relate(
    writer: &mut Writer<'_>,
    sorted: &Sorted<'_>,
    gone: &BTreeSet<usize>,
    new_keys: Vec<(ObjectName, &ForeignKey)>,
    joins: &[Join],
) {
    let mut keys: Vec<(&Table, &ForeignKey)> = Vec::new();
    for (name, key) in new_keys {
        keys.extend(writer.live.table(&name).map(|table| (table, key)));
    }
    let is_join = |table: &Table| joins.iter().any(|join| join.table == table.name);
    for table in sorted.new_tables.iter().filter(|table| !is_join(table)) {
        let mut own: Vec<&ForeignKey> = table.foreign_keys.iter().collect();
        ordered::sort_by_key(&mut own, |key| {
            let first = key.columns.first();
            table.columns.iter().position(|column| first.is_some_and(|first| column.name == *first))
        });
        keys.extend(own.into_iter().map(|key| (*table, key)));
    }
    let counts = Counts::of(writer, gone, &keys, joins);
    for (table, key) in keys {
        relations::add(writer, &counts, table, key);
    }
    for join in joins {
        join.add(writer, &counts);
    }
}

/// Tables with changed columns or criteria, whose relations may have to follow.
fn touched_tables(changes: &ChangeSet) -> BTreeSet<ObjectName> {
    let touched = changes.changes.iter().filter_map(|change| match change {
        Change::AlterColumn(change) => Some(change.table.after.clone()),
        Change::ChangePrimaryKey { table, .. }
        | Change::DropIndex { table, .. }
        | Change::RenameForeignKey { table, .. } => Some(table.after.clone()),
        _ => None,
    });
    touched.collect()
}

/// Keeps the relations that stay true to their foreign keys and columns.
fn keep_up(
    writer: &mut Writer<'_>,
    gone: &BTreeSet<usize>,
    changed: &[ChangedKey<'_>],
    touched: &BTreeSet<ObjectName>,
) {
    let schema = writer.request.schema;
    for (index, relation) in schema.relations.iter().enumerate() {
        let Relation { name, kind: RelationKind::ForeignKey(key) } = relation else { continue };
        if gone.contains(&index) {
            continue;
        }
        let Some(table) = writer.table_of(schema.model(key.model)) else { continue };
        let is_changed = changed.iter().any(|(_, was, _)| was.span == Some(key.span));
        if !is_changed && !touched.contains(&table) {
            continue;
        }
        let Some(live) = writer.live.table(&table) else { continue };
        if let Some(found) = live_key(writer, key, live) {
            relations::rewrite(writer, key, name.as_deref(), live, found);
        }
        relations::widen(writer, key, live);
    }
}

/// The foreign key in the database that a relation stands for.
fn live_key<'t>(
    writer: &Writer<'_>,
    relation: &ForeignKeyRelation,
    live: &'t Table,
) -> Option<&'t ForeignKey> {
    let expected = writer.request.expected.table(&live.name)?;
    let was = expected.foreign_keys.iter().find(|key| key.span == Some(relation.span))?;
    let same = |key: &&ForeignKey| {
        key.columns == was.columns
            && key.referenced_table == was.referenced_table
            && key.referenced_columns == was.referenced_columns
    };
    let mut found = live.foreign_keys.iter().filter(same);
    let first = found.next();
    live.foreign_keys.iter().filter(same).find(|key| key.name == was.name).or(first)
}
