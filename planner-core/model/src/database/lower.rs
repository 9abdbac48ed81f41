//! Schema -> Database: models become tables, fields columns, relations foreign keys and join
//! tables, through a dialect's type system. Knows of no SQL and of no dialect by name.

use crate::database::model::{
    Database, EnumType, EnumValue, Extension, ObjectName, Origin, Table, TableRole,
};
use crate::database::type_system::TypeSystem;
use crate::diagnostic::{self, Diagnostic};
use crate::ordered;
use crate::schema::model::{Enum, Model, ModelKind, Relation, RelationKind, Schema};
use crate::source::Span;
use std::iter::from_fn;

mod columns;
mod keys;
mod relations;

/// The physical model of a schema that a database has already, where nothing is refused any more.
pub fn lower_existing(schema: &Schema, types: &dyn TypeSystem) -> Database {
    Lowering { schema, types, diagnostics: Vec::new() }.database()
}

/// The physical model of a schema, and what the database would refuse of it.
pub fn lower(schema: &Schema, types: &dyn TypeSystem) -> (Database, Vec<Diagnostic>) {
    let mut lowering = Lowering { schema, types, diagnostics: Vec::new() };
    let database = lowering.database();
    let mut diagnostics = lowering.diagnostics;
    diagnostics.extend(types.refusals(&database));
    diagnostic::sort(&mut diagnostics);
    (database, diagnostics)
}

/// The views that a schema declares, as tables without keys. No statement makes them, so nothing
/// that the database would refuse is said of them.
pub fn lower_views(schema: &Schema, types: &dyn TypeSystem) -> Vec<Table> {
    let mut lowering = Lowering { schema, types, diagnostics: Vec::new() };
    let views = schema.models.iter().filter(|model| model.kind == ModelKind::View);
    views
        .map(|model| Table {
            name: lowering.table_name(model),
            logical_name: Some(model.name.as_str().to_owned()),
            role: TableRole::Model,
            columns: lowering.columns(model),
            primary_key: None,
            indexes: Vec::new(),
            foreign_keys: Vec::new(),
            span: Some(model.span),
        })
        .collect()
}

/// What every part of the lowering looks at.
struct Lowering<'a> {
    schema: &'a Schema,
    types: &'a dyn TypeSystem,
    diagnostics: Vec<Diagnostic>,
}

impl Lowering<'_> {
    fn database(&mut self) -> Database {
        let schema = self.schema;
        let enums = schema.enums.iter().map(|each| self.enum_type(each)).collect();
        let is_pair = |relation: &&Relation| matches!(relation.kind, RelationKind::ManyToMany(_));
        let pairs = schema.relations.iter().filter(is_pair).count();
        let mut tables = Vec::with_capacity(schema.models.len() + pairs);
        // A view has no table.
        let mut places = Vec::with_capacity(schema.models.len());
        for model in &schema.models {
            places.push(tables.len());
            tables.extend(self.table(model));
        }
        let mut join_tables = Vec::with_capacity(pairs);
        let mut foreign_keys = Vec::with_capacity(schema.relations.len() - pairs);
        for relation in &schema.relations {
            match &relation.kind {
                RelationKind::ForeignKey(key) => {
                    let lowered = self.foreign_key(key);
                    foreign_keys.extend(lowered.map(|lowered| (key.model, key.field, lowered)));
                }
                RelationKind::ManyToMany(pair) => {
                    join_tables.extend(self.join_table(relation.name.as_deref(), pair));
                }
            }
        }
        // In the order of a model's fields, whatever the order of the models.
        ordered::sort_by_key(&mut foreign_keys, |(model, field, _)| (*model, *field));
        let mut foreign_keys = foreign_keys.into_iter().peekable();
        while let Some((model, _, first)) = foreign_keys.next() {
            let mut own = Vec::with_capacity(1);
            own.push(first);
            own.extend(from_fn(|| foreign_keys.next_if(|each| each.0 == model)).map(|each| each.2));
            own.shrink_to_fit();
            if let Some(table) = places.get(model.0).and_then(|place| tables.get_mut(*place)) {
                table.foreign_keys = own;
            }
        }
        tables.append(&mut join_tables);
        Database {
            provider: self.types.provider(),
            origin: Origin::Schema,
            namespaces: self.namespaces(),
            extensions: self.extensions(),
            enums,
            tables,
        }
    }

    fn namespaces(&self) -> Vec<String> {
        let listed = self.schema.datasource.schemas.iter();
        listed.filter_map(|name| self.types.namespace(name)).collect()
    }

    fn extensions(&self) -> Vec<Extension> {
        let listed = self.schema.datasource.extensions.iter();
        listed
            .map(|each| Extension {
                name: each.name.clone(),
                schema: each.schema.clone(),
                version: each.version.clone(),
            })
            .collect()
    }

    /// The name as the server keeps it; a name that it cuts is worth a warning.
    fn stored<'n>(&mut self, name: &'n str, span: Span) -> &'n str {
        let stored = self.types.stored_name(name);
        if stored.len() < name.len() {
            let message = format!(
                "{} cuts the name `{name}` to `{stored}`.",
                self.types.provider().display_name()
            );
            let warning = Diagnostic::warning("identifier-truncated", span, message)
                .help(format!("use a name of at most {} bytes", stored.len()));
            self.diagnostics.push(warning);
        }
        stored
    }

    fn object_name(&mut self, namespace: Option<&str>, name: &str, span: Span) -> ObjectName {
        ObjectName {
            namespace: self.namespace(namespace),
            name: self.stored(name, span).to_owned(),
        }
    }

    fn namespace(&self, namespace: Option<&str>) -> Option<String> {
        namespace.and_then(|name| self.types.namespace(name))
    }

    /// The name of a model's table, without a second warning.
    fn table_name(&self, model: &Model) -> ObjectName {
        ObjectName {
            namespace: self.namespace(model.schema.as_deref()),
            name: self.types.stored_name(&model.database_name).to_owned(),
        }
    }

    fn enum_type(&mut self, each: &Enum) -> EnumType {
        EnumType {
            name: self.object_name(each.schema.as_deref(), &each.database_name, each.span),
            logical_name: Some(each.name.as_str().to_owned()),
            values: each
                .values
                .iter()
                .map(|value| EnumValue {
                    name: value.database_name.as_str().to_owned(),
                    logical_name: Some(value.name.as_str().to_owned()),
                })
                .collect(),
            span: Some(each.span),
        }
    }

    /// The table of a model, its foreign keys still missing; `None` for a view, whose query the
    /// schema does not say.
    fn table(&mut self, model: &Model) -> Option<Table> {
        match model.kind {
            ModelKind::View => None,
            ModelKind::Table => {
                let name =
                    self.object_name(model.schema.as_deref(), &model.database_name, model.span);
                let columns = self.columns(model);
                Some(Table {
                    primary_key: self.primary_key(model, &name.name),
                    indexes: self.indexes(model, &name.name, &columns),
                    name,
                    logical_name: Some(model.name.as_str().to_owned()),
                    role: TableRole::Model,
                    columns,
                    foreign_keys: Vec::new(),
                    span: Some(model.span),
                })
            }
        }
    }
}
