//! `@id`, `@unique` and `@@index` -> the primary key and the indexes of a table.

use crate::database::lower::Lowering;
use crate::database::model::{
    Column, ColumnArity, ColumnDefault, Index, IndexColumn, IndexMethod, PrimaryKey,
};
use crate::database::type_system::{Comparison, DefaultSource};
use crate::schema::model::{
    self, FieldId, FieldKind, IndexField, IndexKind, Model, Predicate, PredicateTerm,
};
use smallvec::SmallVec;

impl Lowering<'_> {
    pub(super) fn primary_key(&self, model: &Model, table: &str) -> Option<PrimaryKey> {
        let key = model.primary_key.as_ref()?;
        let name = match &key.database_name {
            Some(name) => self.types.given_primary_key_name(name),
            None => self.types.primary_key_name(table),
        };
        let columns = self.column_names(model, &key.fields);
        let columns = columns.iter().map(|&name| name.to_owned()).collect();
        Some(PrimaryKey { name, columns })
    }

    pub(super) fn indexes(&self, model: &Model, table: &str, columns: &[Column]) -> Vec<Index> {
        let own = model.indexes.iter().filter(|index| index.kind != IndexKind::PrimaryKey);
        let mut indexes = Vec::with_capacity(own.clone().count());
        indexes.extend(own.map(|index| self.index(model, table, columns, index)));
        indexes
    }

    fn index(&self, model: &Model, table: &str, columns: &[Column], index: &model::Index) -> Index {
        let names = self.column_names(model, &index.fields);
        let unique = index.kind == IndexKind::Unique;
        let name = match &index.database_name {
            Some(name) => self.types.stored_name(name).to_owned(),
            None if unique => self.types.unique_name(table, &names),
            None => self.types.index_name(table, &names),
        };
        let method = self.types.index_method(index.method);
        let mut index_columns = Vec::with_capacity(names.len());
        index_columns.extend(index.fields.iter().zip(names).map(|(field, name)| IndexColumn {
            operator_class: self.operator_class(field, name, columns, method),
            sort: field.sort,
            name: name.into(),
        }));
        Index {
            name,
            unique,
            columns: index_columns,
            method,
            predicate: index.predicate.as_ref().map(|each| self.predicate(model, columns, each)),
            span: Some(index.span),
        }
    }

    fn operator_class(
        &self,
        field: &IndexField,
        name: &str,
        columns: &[Column],
        method: IndexMethod,
    ) -> Option<String> {
        let class = field.operator_class.as_ref()?;
        let column = columns.iter().find(|column| column.name == name)?;
        self.types.operator_class(class, &column.column_type, column.arity, method)
    }

    fn predicate(&self, model: &Model, columns: &[Column], predicate: &Predicate) -> String {
        match predicate {
            Predicate::Raw(text) => text.trim().to_owned(),
            Predicate::Fields(terms) => {
                let comparisons: Vec<Comparison> =
                    terms.iter().map(|term| self.comparison(model, columns, term)).collect();
                self.types.predicate(&comparisons)
            }
        }
    }

    /// The value is normalised as the default of its column would be.
    fn comparison(&self, model: &Model, columns: &[Column], term: &PredicateTerm) -> Comparison {
        let name = self.column_name(model, term.field);
        let column = columns.iter().find(|column| column.name == name);
        let value = match (&model.field(term.field).kind, &term.value, column) {
            (FieldKind::Scalar(scalar), Some(literal), Some(column)) => {
                let value = self.source_value(literal, &scalar.field_type);
                let source = DefaultSource::Value(value);
                match self.types.default(&source, &column.column_type, ColumnArity::Required) {
                    Some(ColumnDefault::Literal(value)) => Some(value),
                    _ => None,
                }
            }
            _ => None,
        };
        Comparison { column: name.to_owned(), negated: term.negated, value }
    }

    pub(super) fn column_name<'m>(&self, model: &'m Model, field: FieldId) -> &'m str {
        self.types.stored_name(&model.field(field).database_name)
    }

    fn column_names<'m>(&self, model: &'m Model, fields: &[IndexField]) -> SmallVec<[&'m str; 2]> {
        fields.iter().map(|each| self.column_name(model, each.field)).collect()
    }
}
