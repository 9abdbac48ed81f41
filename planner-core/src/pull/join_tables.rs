//! Tables that stand for implicit many-to-many relations: which of the new ones do, and the
//! fields that they become.

use super::attributes::relation_name;
use super::names::lower_first;
use super::relations::Counts;
use super::writer::Writer;
use crate::database::model::{
    ColumnArity, ForeignKey, Index, IndexMethod, ObjectName, ReferentialAction, SortOrder, Table,
};
use crate::database::type_system::JoinKey;

/// An implicit many-to-many relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Join {
    /// The table between.
    pub table: ObjectName,
    /// What column A refers to.
    pub a: ObjectName,
    /// What column B refers to.
    pub b: ObjectName,
}

impl Join {
    /// The relation that a table stands for; `None` where the language would make another table
    /// for it. What follows the underscore is any relation's name, `_TagToPost` as well as
    /// `_PostToTag`; but column A refers to the model whose name comes first, so a table with the
    /// two columns the other way round is a model. Prisma's introspection has the same rule.
    /// <https://www.prisma.io/docs/orm/prisma-schema/data-model/relations/many-to-many-relations#conventions-for-relation-tables-in-implicit-m-n-relations>
    pub fn of(writer: &Writer<'_>, table: &Table) -> Option<Self> {
        table.name.name.strip_prefix('_').filter(|name| !name.is_empty())?;
        let [a, b] = table.columns.as_slice() else { return None };
        let plain = [a, b].iter().zip(["A", "B"]).all(|(column, name)| {
            column.name == name
                && column.arity == ColumnArity::Required
                && column.default.is_none()
                && !column.autoincrement
        });
        let a_key = side(writer, table, "A")?;
        let b_key = side(writer, table, "B")?;
        let namespaces = table.name.namespace == a_key.referenced_table.namespace;
        let in_order = writer.names.model(&a_key.referenced_table)
            <= writer.names.model(&b_key.referenced_table);
        let is_join = plain
            && namespaces
            && in_order
            && table.foreign_keys.len() == 2
            && has_usual_key(writer, table);
        is_join.then(|| Self {
            table: table.name.clone(),
            a: a_key.referenced_table.clone(),
            b: b_key.referenced_table.clone(),
        })
    }

    /// Adds the list fields of both models.
    pub fn add(&self, writer: &mut Writer<'_>, counts: &Counts) {
        let a_model = writer.names.model(&self.a).to_owned();
        let b_model = writer.names.model(&self.b).to_owned();
        let own = self.table.name.trim_start_matches('_');
        let own = self.table.name.strip_prefix('_').unwrap_or(own).to_owned();
        let derived = own == format!("{a_model}To{b_model}");
        let named = !derived || counts.needs_name(&self.a, &self.b);
        let name = relation_name(named.then_some(own.as_str()));
        let name = name.map(|text| format!(" {text}")).unwrap_or_default();
        let (to_a, to_b) = (lower_first(&a_model), lower_first(&b_model));
        if self.a == self.b {
            for side in ["A", "B"] {
                let field = writer.names.new_field(&self.a, &[format!("{to_a}_{side}_{own}")]);
                writer.lines(&self.a).relations.push(format!("{field} {a_model}[]{name}"));
            }
            return;
        }
        let wishes = |to: String| vec![to.clone(), format!("{to}_{own}")];
        let field = writer.names.new_field(&self.a, &wishes(to_b));
        writer.lines(&self.a).relations.push(format!("{field} {b_model}[]{name}"));
        let field = writer.names.new_field(&self.b, &wishes(to_a));
        writer.lines(&self.b).relations.push(format!("{field} {a_model}[]{name}"));
    }
}

/// The foreign key of a column, where it is the one that the language would make.
fn side<'t>(writer: &Writer<'_>, table: &'t Table, column: &str) -> Option<&'t ForeignKey> {
    let mut keys = table.foreign_keys.iter();
    let key = keys.find(|key| matches!(key.columns.as_slice(), [only] if only == column))?;
    let other = writer.live.table(&key.referenced_table)?;
    let primary = other.primary_key.as_ref()?;
    let [only] = primary.columns.as_slice() else { return None };
    let column_type = &table.column(column)?.column_type;
    let is_usual = key.referenced_columns == primary.columns
        && other.column(only).is_some_and(|referred| referred.column_type == *column_type)
        && key.on_delete == ReferentialAction::Cascade
        && key.on_update == ReferentialAction::Cascade
        && key.name == writer.types.join_foreign_key_name(&table.name.name, column);
    is_usual.then_some(key)
}

/// Whether the pairs are unique, by a primary key (Prisma 6 and later) or a unique index (before),
/// and column B has its index.
fn has_usual_key(writer: &Writer<'_>, table: &Table) -> bool {
    let name = &table.name.name;
    let mut unique: Vec<&Index> = Vec::new();
    let mut plain: Vec<&Index> = Vec::new();
    for index in &table.indexes {
        match index.unique {
            true => unique.push(index),
            false => plain.push(index),
        }
    }
    let b_index = matches!(plain.as_slice(), [only]
        if only.name == writer.types.join_index_name(name) && is_plain(only, &["B"]));
    let primary = table.primary_key.as_ref();
    let by_key = unique.is_empty()
        && primary.is_some_and(|key| {
            let usual = match writer.types.join_key(name) {
                JoinKey::PrimaryKey(usual) => key.name.as_ref() == Some(&usual),
                JoinKey::UniqueIndex(_) => true,
            };
            usual && key.columns == ["A", "B"]
        });
    let by_index = primary.is_none()
        && matches!(unique.as_slice(), [only]
            if only.name == format!("{name}_AB_unique") && is_plain(only, &["A", "B"]));
    b_index && (by_key || by_index)
}

fn is_plain(index: &Index, columns: &[&str]) -> bool {
    index.method == IndexMethod::BTree
        && index.predicate.is_none()
        && index.columns.len() == columns.len()
        && index.columns.iter().zip(columns).all(|(column, name)| {
            column.name == *name
                && column.sort == SortOrder::Ascending
                && column.operator_class.is_none()
        })
}
