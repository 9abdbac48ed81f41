//! Foreign keys of the database -> relation fields on both sides, and edits of the relations that
//! are there.

use super::attributes::{self, RelationText};
use super::columns::set_arity;
use super::join_tables::Join;
use super::names::lower_first;
use super::writer::Writer;
use crate::database::model::{Column, ColumnArity, ForeignKey, ObjectName, Table};
use crate::ordered::{BTreeMap, BTreeSet};
use crate::schema::model::{
    Arity, FieldId, ForeignKeyRelation, Model, ModelId, ReferentialAction, Relation, RelationKind,
};

/// How many relations there are between two tables, in either direction.
#[derive(Debug, Default)]
pub(super) struct Counts {
    counts: BTreeMap<[ObjectName; 2], usize>,
}

impl Counts {
    /// Those that the schema keeps, and new ones.
    pub fn of(
        writer: &Writer<'_>,
        gone: &BTreeSet<usize>,
        keys: &[(&Table, &ForeignKey)],
        joins: &[Join],
    ) -> Self {
        let mut counts = Self::default();
        for (index, relation) in writer.request.schema.relations.iter().enumerate() {
            let [left, right] = ends(writer, relation).map(|model| writer.table_of(model));
            if let (Some(left), Some(right), false) = (left, right, gone.contains(&index)) {
                counts.add(&left, &right);
            }
        }
        for (table, key) in keys {
            counts.add(&table.name, &key.referenced_table);
        }
        for join in joins {
            counts.add(&join.a, &join.b);
        }
        counts
    }

    fn add(&mut self, left: &ObjectName, right: &ObjectName) {
        *self.counts.entry(pair(left, right)).or_default() += 1;
    }

    /// Whether a relation between the two needs a name.
    pub fn needs_name(&self, left: &ObjectName, right: &ObjectName) -> bool {
        left == right || self.counts.get(&pair(left, right)).is_some_and(|count| *count > 1)
    }
}

fn pair(left: &ObjectName, right: &ObjectName) -> [ObjectName; 2] {
    [left.min(right).clone(), left.max(right).clone()]
}

/// The models of a relation's two ends.
pub(super) fn ends<'a>(writer: &Writer<'a>, relation: &Relation) -> [&'a Model; 2] {
    let schema = writer.request.schema;
    match &relation.kind {
        RelationKind::ForeignKey(key) => {
            [schema.model(key.model), schema.model(key.referenced_model)]
        }
        RelationKind::ManyToMany(both) => [schema.model(both.a.0), schema.model(both.b.0)],
    }
}

/// A foreign key that no relation stands for yet: a field on either side.
pub(super) fn add(writer: &mut Writer<'_>, counts: &Counts, table: &Table, key: &ForeignKey) {
    let other = &key.referenced_table;
    let own_model = writer.names.model(&table.name).to_owned();
    let other_model = writer.names.model(other).to_owned();
    let fields = writer.names.fields(&table.name, &key.columns);
    let references = writer.names.fields(other, &key.referenced_columns);
    let is_self = table.name == *other;
    let needs_name = counts.needs_name(&table.name, other);
    let wish = format!("{own_model}_{}To{other_model}", fields.join("_"));
    let name = needs_name.then(|| writer.names.new_relation(wish));
    let forward = {
        let to = lower_first(&other_model);
        let joined = format!("{to}_{}", fields.join("_"));
        let stem = stem(&fields);
        let plain = (!needs_name).then_some(to);
        let wishes: Vec<String> = stem.into_iter().chain(plain).chain([joined]).collect();
        writer.names.new_field(&table.name, &wishes)
    };
    let from = lower_first(&own_model);
    let wishes = match (is_self, needs_name) {
        (true, _) => vec![format!("{forward}_of")],
        (false, true) => vec![format!("{from}_{forward}")],
        (false, false) => vec![from.clone(), format!("{from}_{forward}")],
    };
    let back = writer.names.new_field(other, &wishes);

    let optional = key_columns(table, key).any(|column| column.arity == ColumnArity::Nullable);
    let text = relation_text(writer, table, key, name.as_deref(), &fields, &references, !optional);
    let sign = if optional { "?" } else { "" };
    let (own_ignored, other_ignored) = (is_ignored(writer, &table.name), is_ignored(writer, other));
    let ignore = |own: bool, target: bool| if target && !own { " @ignore" } else { "" };
    let line =
        format!("{forward} {other_model}{sign} {text}{}", ignore(own_ignored, other_ignored));
    writer.lines(&table.name).relations.push(line);
    let sign = if is_one_to_one(table, &key.columns) { "?" } else { "[]" };
    let named = attributes::relation_name(name.as_deref());
    let named = named.map(|text| format!(" {text}")).unwrap_or_default();
    let line = format!("{back} {own_model}{sign}{named}{}", ignore(other_ignored, own_ignored));
    writer.lines(other).relations.push(line);
}

/// `authorId`, `author_id` -> `author`.
fn stem(fields: &[String]) -> Option<String> {
    let [only] = fields else { return None };
    let stem = only.strip_suffix("_id").or_else(|| only.strip_suffix("Id"));
    let stem = stem.or_else(|| only.strip_suffix("ID"))?.trim_end_matches('_');
    (!stem.is_empty()).then(|| stem.to_owned())
}

/// Whether no two rows of the table can have the same values there.
pub(super) fn is_unique(table: &Table, columns: &[String]) -> bool {
    criteria(table).any(|criterion| {
        criterion.len() == columns.len()
            && columns.iter().all(|each| criterion.contains(&each.as_str()))
    })
}

/// Whether a relation by these columns is one to one in the language's eyes: they are unique in
/// this very order.
fn is_one_to_one(table: &Table, columns: &[String]) -> bool {
    criteria(table).any(|criterion| criterion == columns)
}

/// The columns of the primary key and of each unique index over all rows.
fn criteria(table: &Table) -> impl Iterator<Item = Vec<&str>> {
    let keys = table.primary_key.iter();
    let keys = keys.map(|key| key.columns.iter().map(String::as_str).collect());
    let indexes = table.indexes.iter().filter(|index| index.unique && index.predicate.is_none());
    keys.chain(
        indexes.map(|index| index.columns.iter().map(|column| column.name.as_str()).collect()),
    )
}

/// Whether clients do not see the model of a table.
fn is_ignored(writer: &Writer<'_>, table: &ObjectName) -> bool {
    writer.ignored.contains(table) || writer.model(table).is_some_and(|model| model.ignored)
}

fn key_columns<'t>(table: &'t Table, key: &'t ForeignKey) -> impl Iterator<Item = &'t Column> {
    key.columns.iter().filter_map(|name| table.column(name))
}

/// The text of `@relation`; `required` is whether the relation field is.
fn relation_text(
    writer: &Writer<'_>,
    table: &Table,
    key: &ForeignKey,
    name: Option<&str>,
    fields: &[String],
    references: &[String],
    required: bool,
) -> String {
    let (on_delete, on_update) = actions(table, key, required);
    let usual = writer.types.foreign_key_name(&table.name.name, &key.columns);
    let given = writer.types.given_foreign_key_name(&key.name).filter(|name| *name != usual);
    attributes::relation(&RelationText {
        name,
        fields,
        references,
        on_delete,
        on_update,
        database_name: given.as_deref(),
    })
}

/// The actions that have to be said: those that are not the default.
fn actions(
    table: &Table,
    key: &ForeignKey,
    required: bool,
) -> (Option<ReferentialAction>, Option<ReferentialAction>) {
    let one_required = key_columns(table, key).any(|column| column.arity == ColumnArity::Required);
    let default = match required || one_required {
        true => ReferentialAction::Restrict,
        false => ReferentialAction::SetNull,
    };
    let on_delete = Some(key.on_delete).filter(|action| *action != default);
    let on_update = Some(key.on_update).filter(|action| *action != ReferentialAction::Cascade);
    (on_delete, on_update)
}

/// The fields of a relation on either side.
pub(super) fn fields(relation: &Relation) -> [Option<(ModelId, FieldId)>; 2] {
    match &relation.kind {
        RelationKind::ForeignKey(key) => {
            let back = key.back_field.map(|field| (key.referenced_model, field));
            [Some((key.model, key.field)), back]
        }
        RelationKind::ManyToMany(both) => [Some(both.a), Some(both.b)],
    }
}

/// Takes both fields of a relation out of their models.
pub(super) fn remove(writer: &mut Writer<'_>, relation: &Relation) {
    let schema = writer.request.schema;
    for (model, field) in fields(relation).into_iter().flatten() {
        let model = schema.model(model);
        writer.remove_field(model, model.field(field).span);
    }
}

/// Writes a relation's attribute anew, after its foreign key or the columns of that changed.
pub(super) fn rewrite(
    writer: &mut Writer<'_>,
    relation: &ForeignKeyRelation,
    name: Option<&str>,
    table: &Table,
    key: &ForeignKey,
) {
    let schema = writer.request.schema;
    let (model, referenced) =
        (schema.model(relation.model), schema.model(relation.referenced_model));
    let nullable = key_columns(table, key).any(|column| column.arity == ColumnArity::Nullable);
    let required = relation.required && !nullable;
    if required != relation.required
        && let Some((_, field)) = writer.model_field(model, model.field(relation.field).span)
    {
        set_arity(writer, field, "?");
    }
    let usual = writer.types.foreign_key_name(&table.name.name, &key.columns);
    let given = writer.types.given_foreign_key_name(&key.name).filter(|name| *name != usual);
    let unchanged = (relation.on_delete, relation.on_update) == actions(table, key, required);
    if unchanged && relation.database_name.as_deref() == given.as_deref() {
        return;
    }
    let names = |model: &Model, fields: &[FieldId]| -> Vec<String> {
        fields.iter().map(|field| model.field(*field).name.to_string()).collect()
    };
    let fields = names(model, &relation.fields);
    let references = names(referenced, &relation.referenced_fields);
    let text = relation_text(writer, table, key, name, &fields, &references, required);
    writer.edits.replace(relation.span, text);
}

/// A relation that is one to one no longer has a list on its other side.
pub(super) fn widen(writer: &mut Writer<'_>, relation: &ForeignKeyRelation, table: &Table) {
    let schema = writer.request.schema;
    let (model, referenced) =
        (schema.model(relation.model), schema.model(relation.referenced_model));
    let Some(back) = relation.back_field.map(|field| referenced.field(field)) else { return };
    let columns: Vec<String> = relation
        .fields
        .iter()
        .map(|field| writer.types.stored_name(&model.field(*field).database_name).to_owned())
        .collect();
    if back.arity != Arity::List
        && !is_one_to_one(table, &columns)
        && let Some((_, field)) = writer.model_field(referenced, back.span)
    {
        set_arity(writer, field, "[]");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_its_relation() {
        let of = |name: &str| stem(&[name.to_owned()]);
        assert_eq!(of("author_id").as_deref(), Some("author"));
        assert_eq!(of("authorId").as_deref(), Some("author"));
        assert_eq!(of("authorID").as_deref(), Some("author"));
        assert_eq!(of("id"), None);
        assert_eq!(of("_id"), None);
        assert_eq!(of("author"), None);
        assert_eq!(stem(&["a_id".into(), "b_id".into()]), None);
    }
}
