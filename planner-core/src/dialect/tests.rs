//! Lowering of schemas made by hand, against what Prisma writes for the same schemas.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::type_system;
use crate::database::lower::{lower, lower_views};
use crate::database::model::{
    ColumnArity, ColumnDefault, ColumnType, Database, IndexMethod, Literal, NativeType, ObjectName,
    ReferentialAction, TableRole, TypeName,
};
use crate::provider::Provider;
use crate::schema::enum_values::EnumValue;
use crate::schema::model::{
    Arity, Datasource, DefaultValue, Enum, EnumId, Field, FieldDefault, FieldId, FieldKind,
    FieldType, ForeignKeyRelation, Index, IndexField, IndexKind, Literal as Written,
    ManyToManyRelation, Model, ModelId, ModelKind, OperatorClass, Predicate, PredicateTerm,
    Relation, RelationKind, RelationMode, Scalar, ScalarField, Schema, SortOrder,
};
use crate::source::Span;

fn schema(provider: Provider) -> Schema {
    Schema {
        datasource: Datasource {
            name: "db".into(),
            provider,
            url: None,
            direct_url: None,
            shadow_database_url: None,
            relation_mode: RelationMode::ForeignKeys,
            schemas: vec![],
            extensions: vec![],
            span: Span::default(),
        },
        generators: vec![],
        models: vec![],
        enums: vec![],
        relations: vec![],
    }
}

fn model(name: &str, fields: Vec<Field>, indexes: Vec<Index>) -> Model {
    Model {
        name: name.into(),
        database_name: name.into(),
        schema: None,
        kind: ModelKind::Table,
        fields,
        primary_key: Some(index(IndexKind::PrimaryKey, &[0])),
        indexes,
        ignored: false,
        documentation: None,
        span: Span::default(),
    }
}

fn typed(name: &str, field_type: FieldType, default: Option<DefaultValue>) -> Field {
    Field {
        name: name.into(),
        database_name: name.into(),
        arity: Arity::Required,
        kind: FieldKind::Scalar(ScalarField {
            field_type,
            native_type: None,
            default: default.map(|value| Box::new(FieldDefault { value, span: Span::default() })),
            updated_at: false,
        }),
        ignored: false,
        documentation: None,
        span: Span::default(),
    }
}

fn field(name: &str, scalar: Scalar) -> Field {
    typed(name, FieldType::Scalar(scalar), None)
}

fn mapped(mut field: Field, name: &str) -> Field {
    field.database_name = name.into();
    field
}

fn optional(mut field: Field) -> Field {
    field.arity = Arity::Optional;
    field
}

fn index(kind: IndexKind, fields: &[usize]) -> Index {
    Index {
        kind,
        fields: fields
            .iter()
            .map(|field| IndexField {
                field: FieldId(*field),
                sort: SortOrder::Ascending,
                operator_class: None,
            })
            .collect(),
        database_name: None,
        client_name: None,
        method: IndexMethod::BTree,
        predicate: None,
        span: Span::default(),
    }
}

fn lowered(schema: &Schema) -> Database {
    let (database, diagnostics) = lower(schema, type_system(schema.datasource.provider));
    assert_eq!(diagnostics, []);
    database
}

fn native(name: TypeName, arguments: &[u32]) -> ColumnType {
    ColumnType::Native(NativeType { name, arguments: arguments.into() })
}

/// `User` (users) 1 - n `Post` (posts), with an enum and a self relation.
fn blog(provider: Provider) -> Schema {
    let mut schema = schema(provider);
    schema.enums.push(Enum {
        name: "Role".into(),
        database_name: "role".into(),
        schema: None,
        values: vec![EnumValue {
            name: "Admin".into(),
            database_name: "admin".into(),
            documentation: None,
            span: Span::default(),
        }]
        .into(),
        documentation: None,
        span: Span::default(),
    });
    let admin = DefaultValue::Literal(Written::EnumValue("Admin".into()));
    let mut users = model(
        "User",
        vec![
            typed("id", FieldType::Scalar(Scalar::Int), Some(DefaultValue::Autoincrement)),
            field("email", Scalar::String),
            typed("role", FieldType::Enum(EnumId(0)), Some(admin)),
            typed(
                "token",
                FieldType::Scalar(Scalar::String),
                Some(DefaultValue::Client("uuid()".into())),
            ),
        ],
        vec![index(IndexKind::Unique, &[1])],
    );
    users.database_name = "users".into();
    let now = Some(DefaultValue::Now);
    let mut posts = model(
        "Post",
        vec![
            field("id", Scalar::BigInt),
            mapped(field("authorId", Scalar::Int), "author_id"),
            mapped(optional(field("parentId", Scalar::BigInt)), "parent_id"),
            mapped(typed("createdAt", FieldType::Scalar(Scalar::DateTime), now), "created_at"),
        ],
        vec![index(IndexKind::Normal, &[1, 3])],
    );
    posts.database_name = "posts".into();
    posts.fields[3].ignored = true;
    schema.models = vec![users, posts];
    let relation = |field: usize, model: usize, required| Relation {
        name: None,
        kind: RelationKind::ForeignKey(ForeignKeyRelation {
            model: ModelId(1),
            field: FieldId(0),
            fields: vec![FieldId(field)],
            referenced_model: ModelId(model),
            referenced_fields: vec![FieldId(0)],
            back_field: None,
            on_delete: None,
            on_update: None,
            database_name: None,
            required,
            span: Span::default(),
        }),
    };
    schema.relations = vec![relation(1, 0, true), relation(2, 1, false)];
    schema
}

#[test]
fn postgresql_tables_follow_prismas_conventions() {
    let database = lowered(&blog(Provider::Postgresql));
    let [users, posts] = database.tables.as_slice() else { panic!("two tables") };
    assert_eq!(users.name, ObjectName::local("users"));
    assert_eq!(users.primary_key.as_ref().unwrap().name.as_deref(), Some("users_pkey"));
    assert_eq!(users.indexes[0].name, "users_email_key");
    assert!(users.indexes[0].unique);
    let [id, email, role, token] = users.columns.as_slice() else { panic!("four columns") };
    assert!(id.autoincrement && id.default.is_none());
    assert_eq!(email.column_type, native(TypeName::Text, &[]));
    assert_eq!(role.column_type, ColumnType::Enum(ObjectName::local("role").into()));
    let admin = ColumnDefault::Literal(Literal::String("admin".into()));
    assert_eq!(role.default, Some(admin));
    assert_eq!(role.client.as_ref().unwrap().enumeration, None);
    assert_eq!(token.default, None);
    assert_eq!(token.client.as_ref().unwrap().default.as_deref(), Some("uuid()"));

    assert_eq!(posts.indexes[0].name, "posts_author_id_created_at_idx");
    assert_eq!(posts.columns[3].column_type, native(TypeName::Timestamp, &[3]));
    assert_eq!(posts.columns[3].default, Some(ColumnDefault::Now));
    assert_eq!(posts.columns[2].arity, ColumnArity::Nullable);
    let [author, parent] = posts.foreign_keys.as_slice() else { panic!("two keys") };
    assert_eq!(author.name, "posts_author_id_fkey");
    assert_eq!(author.referenced_table, ObjectName::local("users"));
    assert_eq!(author.referenced_columns, ["id"]);
    assert_eq!(author.on_delete, ReferentialAction::Restrict);
    assert_eq!(author.on_update, ReferentialAction::Cascade);
    assert_eq!(parent.on_delete, ReferentialAction::SetNull);
    assert_eq!(database.enums[0].values[0].name, "admin");
}

#[test]
fn sqlite_numbers_int_keys_and_keeps_enums_for_clients() {
    let database = lowered(&blog(Provider::Sqlite));
    let [users, posts] = database.tables.as_slice() else { panic!("two tables") };
    assert!(users.columns[0].autoincrement);
    assert!(!posts.columns[0].autoincrement, "BigInt is never the rowid");
    assert_eq!(users.primary_key.as_ref().unwrap().name, None);
    assert_eq!(users.columns[2].column_type, native(TypeName::Text, &[]));
    assert_eq!(users.columns[2].client.as_ref().unwrap().enumeration.as_deref(), Some("Role"));
    assert_eq!(posts.columns[3].column_type, native(TypeName::Datetime, &[]));
    assert_eq!(database.enums.len(), 1);

    let mut plain = blog(Provider::Sqlite);
    plain.models[0].fields[0] = field("id", Scalar::Int);
    assert!(lowered(&plain).tables[0].columns[0].autoincrement, "asked for or not");
    plain.models[0].primary_key = Some(index(IndexKind::PrimaryKey, &[0, 1]));
    assert!(!lowered(&plain).tables[0].columns[0].autoincrement, "not in a compound key");
}

#[test]
fn one_required_column_makes_a_foreign_key_restrict() {
    let mut schema = blog(Provider::Postgresql);
    let RelationKind::ForeignKey(relation) = &mut schema.relations[0].kind else { panic!() };
    relation.required = false;
    let key = &lowered(&schema).tables[1].foreign_keys[0];
    assert_eq!(key.on_delete, ReferentialAction::Restrict);
}

#[test]
fn relations_kept_by_clients_have_no_foreign_keys() {
    let mut schema = many_to_many(Provider::Postgresql, None);
    schema.datasource.relation_mode = RelationMode::Prisma;
    assert!(lowered(&schema).tables.iter().all(|table| table.foreign_keys.is_empty()));
    let mut blog = blog(Provider::Postgresql);
    blog.datasource.relation_mode = RelationMode::Prisma;
    assert!(lowered(&blog).tables.iter().all(|table| table.foreign_keys.is_empty()));
}

#[test]
fn views_are_no_tables_and_nothing_refers_to_them() {
    let mut schema = blog(Provider::Postgresql);
    schema.models[0].kind = ModelKind::View;
    let database = lowered(&schema);
    assert_eq!(database.tables.len(), 1);
    assert_eq!(database.tables[0].foreign_keys.len(), 1);
    let views = lower_views(&schema, type_system(Provider::Postgresql));
    assert_eq!(views.len(), 1);
    assert_eq!(views[0].name.name, schema.models[0].database_name);
    let table = &lowered(&blog(Provider::Postgresql)).tables[0];
    assert_eq!(views[0].columns, table.columns);
    assert_eq!((&views[0].primary_key, views[0].indexes.len()), (&None, 0));
}

#[test]
fn ignored_models_reach_the_database() {
    let mut schema = blog(Provider::Postgresql);
    schema.models[1].ignored = true;
    assert_eq!(lowered(&schema), lowered(&blog(Provider::Postgresql)));
}

fn many_to_many(provider: Provider, name: Option<&str>) -> Schema {
    let mut schema = schema(provider);
    schema.models = vec![
        model("Tag", vec![field("id", Scalar::String)], vec![]),
        model("Post", vec![field("id", Scalar::Int)], vec![]),
    ];
    schema.relations = vec![Relation {
        name: name.map(Into::into),
        kind: RelationKind::ManyToMany(ManyToManyRelation {
            a: (ModelId(1), FieldId(0)),
            b: (ModelId(0), FieldId(0)),
            span: Span::default(),
        }),
    }];
    schema
}

#[test]
fn join_tables_have_a_key_on_postgresql() {
    let database = lowered(&many_to_many(Provider::Postgresql, None));
    let join = &database.tables[2];
    assert_eq!(join.name, ObjectName::local("_PostToTag"));
    assert_eq!(join.role, TableRole::ManyToMany);
    let key = join.primary_key.as_ref().unwrap();
    assert_eq!(key.name.as_deref(), Some("_PostToTag_AB_pkey"));
    assert_eq!(key.columns, ["A", "B"]);
    let indexes: Vec<_> = join.indexes.iter().map(|index| index.name.as_str()).collect();
    assert_eq!(indexes, ["_PostToTag_B_index"]);
    assert_eq!(join.columns[0].column_type, native(TypeName::Integer, &[]));
    assert_eq!(join.columns[1].column_type, native(TypeName::Text, &[]));
    let keys: Vec<_> = join.foreign_keys.iter().map(|key| key.name.as_str()).collect();
    assert_eq!(keys, ["_PostToTag_A_fkey", "_PostToTag_B_fkey"]);
    assert_eq!(join.foreign_keys[0].on_delete, ReferentialAction::Cascade);
}

#[test]
fn join_tables_have_a_unique_index_on_sqlite() {
    let database = lowered(&many_to_many(Provider::Sqlite, Some("Labels")));
    let join = &database.tables[2];
    assert_eq!(join.name, ObjectName::local("_Labels"));
    assert_eq!(join.primary_key, None);
    let indexes: Vec<_> =
        join.indexes.iter().map(|index| (index.name.as_str(), index.unique)).collect();
    assert_eq!(indexes, [("_Labels_AB_unique", true), ("_Labels_B_index", false)]);
}

#[test]
fn long_names_are_cut_as_the_server_cuts_them() {
    let name = "a_rather_long_relation_name_that_goes_beyond_the_limit_of_63_bytes_surely";
    let schema = many_to_many(Provider::Postgresql, Some(name));
    let (database, diagnostics) = lower(&schema, type_system(Provider::Postgresql));
    let join = &database.tables[2];
    assert_eq!(join.name.name, "_a_rather_long_relation_name_that_goes_beyond_the_limit_of_63_b");
    assert_eq!(
        join.primary_key.as_ref().unwrap().name.as_deref(),
        Some("_a_rather_long_relation_name_that_goes_beyond_the_limit_AB_pkey")
    );
    assert_eq!(
        join.indexes[0].name,
        "_a_rather_long_relation_name_that_goes_beyond_the_limit_B_index"
    );
    assert_eq!(
        join.foreign_keys[0].name,
        "_a_rather_long_relation_name_that_goes_beyond_the_limit__A_fkey"
    );
    let ids: Vec<_> = diagnostics.iter().map(|each| each.id).collect();
    assert_eq!(ids, ["identifier-truncated"]);
}

#[test]
fn namespaces_other_than_public_are_named() {
    let mut schema = blog(Provider::Postgresql);
    schema.datasource.schemas = vec!["public".into(), "audit".into()];
    schema.models[0].schema = Some("audit".into());
    schema.models[1].schema = Some("public".into());
    schema.enums[0].schema = Some("audit".into());
    let database = lowered(&schema);
    let users = ObjectName { namespace: Some("audit".into()), name: "users".into() };
    assert_eq!(database.namespaces, ["audit"]);
    assert_eq!(database.tables[0].name, users);
    assert_eq!(database.tables[1].name, ObjectName::local("posts"));
    assert_eq!(database.tables[1].foreign_keys[0].referenced_table, users);
    assert_eq!(
        database.tables[0].columns[2].column_type,
        ColumnType::Enum(database.enums[0].name.clone().into())
    );
}

#[test]
fn given_names_methods_classes_and_conditions() {
    let mut schema = schema(Provider::Postgresql);
    let mut data = index(IndexKind::Normal, &[1]);
    data.method = IndexMethod::Gin;
    data.fields[0].operator_class = Some(OperatorClass::Named("JsonbPathOps".into()).into());
    let mut active = index(IndexKind::Unique, &[0]);
    active.database_name = Some("only_active".into());
    let predicate = Predicate::Fields(vec![
        PredicateTerm { field: FieldId(2), negated: false, value: Some(Written::Boolean(true)) },
        PredicateTerm { field: FieldId(3), negated: true, value: None },
    ]);
    active.predicate = Some(predicate.into());
    active.fields[0].sort = SortOrder::Descending;
    schema.models = vec![model(
        "T",
        vec![
            field("id", Scalar::Int),
            field("data", Scalar::Json),
            field("active", Scalar::Boolean),
            mapped(optional(field("goneAt", Scalar::DateTime)), "gone_at"),
        ],
        vec![data, active],
    )];
    schema.models[0].primary_key.as_mut().unwrap().database_name = Some("my_key".into());
    let table = &lowered(&schema).tables[0];
    assert_eq!(table.primary_key.as_ref().unwrap().name.as_deref(), Some("my_key"));
    let [data, active] = table.indexes.as_slice() else { panic!("two indexes") };
    assert_eq!(data.name, "T_data_idx");
    assert_eq!(data.method, IndexMethod::Gin);
    assert_eq!(data.columns[0].operator_class.as_deref(), Some("jsonb_path_ops"));
    assert_eq!(active.name, "only_active");
    assert_eq!(active.columns[0].sort, SortOrder::Descending);
    assert_eq!(active.predicate.as_deref(), Some("\"active\" = true AND \"gone_at\" IS NOT NULL"));
}
