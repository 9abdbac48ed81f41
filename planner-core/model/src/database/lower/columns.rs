//! Fields -> columns: type, arity, default, numbering, and what only clients see.

use crate::database::lower::Lowering;
use crate::database::model::{ClientColumn, Column, ColumnArity, ColumnType, ObjectName};
use crate::database::type_system::{DefaultSource, SourceValue, TypeSource};
use crate::schema::model::{
    Arity, DefaultValue, EnumId, Field, FieldKind, FieldType, Literal, Model, ScalarField,
};

impl Lowering<'_> {
    /// The columns of a model, ignored fields included: `@ignore` hides a field from clients, not
    /// from the database.
    pub(super) fn columns(&mut self, model: &Model) -> Vec<Column> {
        let sole_key = sole_key(model);
        let is_column = |field: &&Field| matches!(field.kind, FieldKind::Scalar(_));
        let mut columns = Vec::with_capacity(model.fields.iter().filter(is_column).count());
        for (index, field) in model.fields.iter().enumerate() {
            if let FieldKind::Scalar(scalar) = &field.kind {
                columns.push(self.column(field, scalar, sole_key == Some(index)));
            }
        }
        columns
    }

    fn column(&mut self, field: &Field, scalar: &ScalarField, sole_key: bool) -> Column {
        let column_type = self.column_type(scalar);
        let arity = column_arity(field.arity);
        let default = scalar.default.as_ref().map(|default| &default.value);
        let enumeration = self.client_enumeration(&scalar.field_type, &column_type);
        let asked = matches!(default, Some(DefaultValue::Autoincrement));
        let column = Column {
            name: self.stored(&field.database_name, field.span).into(),
            logical_name: Some(field.name.clone()),
            default: default
                .and_then(|value| self.default_source(value, &scalar.field_type))
                .and_then(|source| self.types.default(&source, &column_type, arity)),
            autoincrement: self.types.autoincrement(&column_type, asked, sole_key),
            column_type,
            arity,
            client: Some(ClientColumn {
                default: match default {
                    Some(DefaultValue::Client(text)) => Some(text.as_str().into()),
                    _ => None,
                },
                updated_at: scalar.updated_at,
                enumeration,
            }),
            span: Some(field.span),
        };
        if let Some(default) = &scalar.default {
            self.diagnostics.extend(self.types.default_refusals(&column, default.span));
        }
        column
    }

    pub(super) fn column_type(&self, scalar: &ScalarField) -> ColumnType {
        match &scalar.field_type {
            FieldType::Scalar(name) => {
                self.types.column_type(TypeSource::Scalar(*name, scalar.native_type.as_deref()))
            }
            FieldType::Enum(id) => {
                let each = self.schema.enumeration(*id);
                let name = ObjectName {
                    namespace: self.namespace(each.schema.as_deref()),
                    name: self.types.stored_name(&each.database_name).to_owned(),
                };
                self.types.column_type(TypeSource::Enum(&name))
            }
            FieldType::Unsupported(text) => self.types.column_type(TypeSource::Unsupported(text)),
        }
    }

    /// The enum of a column whose type in the database does not say it.
    fn client_enumeration(
        &self,
        field_type: &FieldType,
        column_type: &ColumnType,
    ) -> Option<Box<str>> {
        match (field_type, column_type) {
            (FieldType::Enum(_), ColumnType::Enum(_)) => None,
            (FieldType::Enum(id), _) => Some(self.schema.enumeration(*id).name.as_str().into()),
            (FieldType::Scalar(_) | FieldType::Unsupported(_), _) => None,
        }
    }

    /// What the database makes a default from; `None` for what it has no part in.
    fn default_source(
        &self,
        value: &DefaultValue,
        field_type: &FieldType,
    ) -> Option<DefaultSource> {
        match value {
            DefaultValue::Literal(literal) => {
                Some(DefaultSource::Value(self.source_value(literal, field_type)))
            }
            DefaultValue::List(literals) => Some(DefaultSource::List(
                literals.iter().map(|literal| self.source_value(literal, field_type)).collect(),
            )),
            DefaultValue::Now => Some(DefaultSource::Now),
            DefaultValue::DbGenerated(Some(text)) if !text.trim().is_empty() => {
                Some(DefaultSource::Sql(text.as_str().to_owned()))
            }
            DefaultValue::DbGenerated(_) => Some(DefaultSource::Unknown),
            DefaultValue::Autoincrement | DefaultValue::Client(_) => None,
        }
    }

    pub(super) fn source_value(&self, literal: &Literal, field_type: &FieldType) -> SourceValue {
        match literal {
            Literal::String(text) => SourceValue::String(text.as_str().to_owned()),
            Literal::Number(digits) => SourceValue::Number(digits.as_str().to_owned()),
            Literal::Boolean(truth) => SourceValue::Boolean(*truth),
            Literal::EnumValue(name) => SourceValue::String(match field_type {
                FieldType::Enum(id) => self.stored_enum_value(*id, name),
                FieldType::Scalar(_) | FieldType::Unsupported(_) => name.as_str().to_owned(),
            }),
        }
    }

    fn stored_enum_value(&self, id: EnumId, name: &str) -> String {
        let value = self.schema.enumeration(id).values.named(name);
        value.map_or(name, |value| value.database_name.as_str()).to_owned()
    }
}

/// The field that alone is the primary key.
fn sole_key(model: &Model) -> Option<usize> {
    match model.primary_key.as_ref()?.fields.as_slice() {
        [only] => Some(only.field.0),
        _ => None,
    }
}

fn column_arity(arity: Arity) -> ColumnArity {
    match arity {
        Arity::Required => ColumnArity::Required,
        Arity::Optional => ColumnArity::Nullable,
        Arity::List => ColumnArity::List,
    }
}
