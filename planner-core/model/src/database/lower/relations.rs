//! Relations -> foreign keys, and the tables of implicit many-to-many relations.

use crate::database::lower::Lowering;
use crate::database::model::{
    ClientColumn, Column, ColumnArity, ForeignKey, Index, IndexColumn, IndexMethod, ObjectName,
    PrimaryKey, ReferentialAction, SortOrder, Table, TableRole,
};
use crate::database::type_system::JoinKey;
use crate::schema::model::{
    Arity, FieldKind, ForeignKeyRelation, ManyToManyRelation, Model, ModelKind, RelationMode,
};

impl Lowering<'_> {
    /// The foreign key of a relation; `None` where clients alone keep it.
    pub(super) fn foreign_key(&self, relation: &ForeignKeyRelation) -> Option<ForeignKey> {
        let model = self.schema.model(relation.model);
        let referenced = self.schema.model(relation.referenced_model);
        if self.schema.datasource.relation_mode == RelationMode::Prisma
            || model.kind == ModelKind::View
            || referenced.kind == ModelKind::View
        {
            return None;
        }
        let names = |model, fields: &[_]| -> Vec<String> {
            fields.iter().map(|field| self.column_name(model, *field).to_owned()).collect()
        };
        let columns = names(model, &relation.fields);
        let table = self.types.stored_name(&model.database_name);
        let given = relation.database_name.as_deref();
        let given = given.and_then(|name| self.types.given_foreign_key_name(name));
        // One required column is enough: it could not be set to NULL.
        let required = relation.required
            || relation.fields.iter().any(|field| model.field(*field).arity == Arity::Required);
        let on_delete =
            if required { ReferentialAction::Restrict } else { ReferentialAction::SetNull };
        Some(ForeignKey {
            name: given.unwrap_or_else(|| self.types.foreign_key_name(table, &columns)),
            columns,
            referenced_table: self.table_name(referenced),
            referenced_columns: names(referenced, &relation.referenced_fields),
            on_delete: relation.on_delete.unwrap_or(on_delete),
            on_update: relation.on_update.unwrap_or(ReferentialAction::Cascade),
            span: Some(relation.span),
        })
    }

    /// The table `_AToB` (or `_Name`) with columns A and B.
    pub(super) fn join_table(
        &mut self,
        name: Option<&str>,
        relation: &ManyToManyRelation,
    ) -> Option<Table> {
        let a = self.schema.model(relation.a.0);
        let b = self.schema.model(relation.b.0);
        let full_name = match name {
            Some(name) => format!("_{name}"),
            None => format!("_{}To{}", a.name, b.name),
        };
        let name = ObjectName {
            namespace: self.namespace(a.schema.as_deref()),
            name: self.stored(&full_name, relation.span).to_owned(),
        };
        let (a_column, a_key) = self.join_column("A", a, &name.name, relation)?;
        let (b_column, b_key) = self.join_column("B", b, &name.name, relation)?;
        let columns = vec!["A".to_owned(), "B".to_owned()];
        let mut indexes = Vec::new();
        let primary_key = match self.types.join_key(&name.name) {
            JoinKey::PrimaryKey(key) => Some(PrimaryKey { name: Some(key), columns }),
            JoinKey::UniqueIndex(index) => {
                indexes.push(join_index(index, true, &["A", "B"], relation));
                None
            }
        };
        let index_name = self.types.join_index_name(&name.name);
        indexes.push(join_index(index_name, false, &["B"], relation));
        let foreign_keys = match self.schema.datasource.relation_mode {
            RelationMode::ForeignKeys => vec![a_key, b_key],
            RelationMode::Prisma => Vec::new(),
        };
        Some(Table {
            name,
            logical_name: None,
            role: TableRole::ManyToMany,
            columns: vec![a_column, b_column],
            primary_key,
            indexes,
            foreign_keys,
            span: Some(relation.span),
        })
    }

    /// A column of a join table with its foreign key; `None` for a model without a key of one
    /// field, which the schema's own check has refused before.
    fn join_column(
        &self,
        column: &str,
        model: &Model,
        table: &str,
        relation: &ManyToManyRelation,
    ) -> Option<(Column, ForeignKey)> {
        let key = match model.primary_key.as_ref()?.fields.as_slice() {
            [only] => only.field,
            _ => return None,
        };
        let FieldKind::Scalar(scalar) = &model.field(key).kind else {
            return None;
        };
        let foreign_key = ForeignKey {
            name: self.types.join_foreign_key_name(table, column),
            columns: vec![column.to_owned()],
            referenced_table: self.table_name(model),
            referenced_columns: vec![self.column_name(model, key).to_owned()],
            on_delete: ReferentialAction::Cascade,
            on_update: ReferentialAction::Cascade,
            span: Some(relation.span),
        };
        let column = Column {
            name: column.into(),
            logical_name: None,
            column_type: self.column_type(scalar),
            arity: ColumnArity::Required,
            default: None,
            autoincrement: false,
            client: Some(ClientColumn::default()),
            span: Some(relation.span),
        };
        Some((column, foreign_key))
    }
}

fn join_index(
    name: String,
    unique: bool,
    columns: &[&str],
    relation: &ManyToManyRelation,
) -> Index {
    Index {
        name,
        unique,
        columns: columns
            .iter()
            .map(|name| IndexColumn {
                name: (*name).into(),
                sort: SortOrder::Ascending,
                operator_class: None,
            })
            .collect(),
        method: IndexMethod::BTree,
        predicate: None,
        span: Some(relation.span),
    }
}
