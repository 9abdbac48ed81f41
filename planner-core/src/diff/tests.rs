//! What the diff finds between hand-made databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::change::Change;
use super::{diff, hint};
use crate::database::model::*;
use crate::provider::Provider;

fn column(name: &str, column_type: TypeName) -> Column {
    Column {
        name: name.into(),
        logical_name: Some(name.into()),
        column_type: ColumnType::Native(NativeType {
            name: column_type,
            arguments: Default::default(),
        }),
        arity: ColumnArity::Required,
        default: None,
        autoincrement: false,
        client: Some(ClientColumn::default()),
        span: None,
    }
}

fn table(name: &str, columns: &[&str]) -> Table {
    Table {
        name: ObjectName::local(name),
        logical_name: Some(name.to_uppercase()),
        role: TableRole::Model,
        columns: columns.iter().map(|name| column(name, TypeName::Text)).collect(),
        primary_key: columns.first().map(|first| PrimaryKey {
            name: Some(format!("{name}_pkey")),
            columns: vec![(*first).to_owned()],
        }),
        indexes: vec![],
        foreign_keys: vec![],
        span: None,
    }
}

fn index(table: &str, columns: &[&str]) -> Index {
    Index {
        name: format!("{table}_{}_idx", columns.join("_")),
        unique: false,
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
        span: None,
    }
}

fn foreign_key(table: &str, column: &str, parent: &str, referenced: &str) -> ForeignKey {
    ForeignKey {
        name: format!("{table}_{column}_fkey"),
        columns: vec![column.to_owned()],
        referenced_table: ObjectName::local(parent),
        referenced_columns: vec![referenced.to_owned()],
        on_delete: ReferentialAction::Cascade,
        on_update: ReferentialAction::Cascade,
        span: None,
    }
}

fn enumeration(name: &str, values: &[&str]) -> EnumType {
    EnumType {
        name: ObjectName::local(name),
        logical_name: Some(name.to_owned()),
        values: values
            .iter()
            .map(|name| EnumValue {
                name: (*name).to_owned(),
                logical_name: Some((*name).to_owned()),
            })
            .collect(),
        span: None,
    }
}

fn database(tables: Vec<Table>, enums: Vec<EnumType>) -> Database {
    Database { tables, enums, ..Database::empty(Provider::Postgresql) }
}

fn live(mut database: Database) -> Database {
    database.origin = Origin::Live;
    for table in &mut database.tables {
        table.logical_name = None;
        table.role = TableRole::Model;
        for column in &mut table.columns {
            column.logical_name = None;
            column.client = None;
        }
    }
    for each in &mut database.enums {
        each.logical_name = None;
        each.values.iter_mut().for_each(|value| value.logical_name = None);
    }
    database
}

/// The changes in a short form that the assertions can read.
fn changes(before: &Database, after: &Database, hints: &[&str]) -> Vec<String> {
    let hints: Vec<_> = hints.iter().map(|text| hint::parse(text).unwrap()).collect();
    let set = diff(before, after, &hints).unwrap();
    set.changes.iter().map(describe).collect()
}

fn describe(change: &Change) -> String {
    match change {
        Change::CreateTable(table) => format!("create table {}", table.name),
        Change::DropTable(table) => format!("drop table {}", table.name),
        Change::RenameTable(table) => format!("rename table {} {}", table.before, table.after),
        Change::AddColumn { table, column } => format!("add {}.{}", table.after, column.name),
        Change::DropColumn { table, column } => format!("drop {}.{}", table.before, column.name),
        Change::RenameColumn { table, before, after } => {
            format!("rename {}.{before} {after}", table.after)
        }
        Change::AlterColumn(each) => format!("alter {}.{}", each.table.after, each.after.name),
        Change::RenamePrimaryKey { before, after, .. }
        | Change::RenameForeignKey { before, after, .. } => format!("rename {before} {after}"),
        Change::RenameIndex { before, after, .. } => {
            format!("rename {} {}", before.name, after.name)
        }
        Change::CreateIndex { index, .. } => format!("create {}", index.name),
        Change::DropIndex { index, .. } => format!("drop {}", index.name),
        Change::AddForeignKey { foreign_key, .. } => format!("add {}", foreign_key.name),
        Change::DropForeignKey { foreign_key, .. } => format!("drop {}", foreign_key.name),
        Change::ChangePrimaryKey { table, .. } => format!("change key {}", table.after),
        Change::ChangeClientColumn { table, column, summary, .. } => {
            format!("client {}.{column}: {summary}", table.after)
        }
        Change::AlterEnum(each) => format!(
            "alter enum {} added {:?} removed {:?} renamed {:?} reordered {}",
            each.after.name,
            each.added
                .iter()
                .map(|value| (&*value.name, value.before.as_deref()))
                .collect::<Vec<_>>(),
            each.removed.iter().map(|value| &*value.name).collect::<Vec<_>>(),
            each.renamed,
            each.reordered,
        ),
        other => format!("{other:?}"),
    }
}

#[test]
fn same_database_has_no_changes() {
    let each = database(vec![table("users", &["id", "name"])], vec![enumeration("Role", &["a"])]);
    assert!(changes(&each, &each, &[]).is_empty());
    assert!(changes(&each, &live(each.clone()), &[]).is_empty());
    assert!(changes(&live(each.clone()), &each, &[]).is_empty());
}

#[test]
fn column_order_is_no_change() {
    let before = database(vec![table("users", &["id", "name", "age"])], vec![]);
    let mut after = before.clone();
    after.tables[0].columns.swap(1, 2);
    assert!(changes(&before, &after, &[]).is_empty());
}

#[test]
fn added_and_dropped_tables_bring_their_parts() {
    let before = database(vec![table("old", &["id"])], vec![]);
    let mut posts = table("posts", &["id", "author"]);
    posts.indexes.push(index("posts", &["author"]));
    posts.foreign_keys.push(foreign_key("posts", "author", "users", "id"));
    let after = database(vec![posts, table("users", &["id"])], vec![]);
    assert_eq!(
        changes(&before, &after, &[]),
        [
            "create table posts",
            "create table users",
            "drop table old",
            "create posts_author_idx",
            "add posts_author_fkey",
        ]
    );
}

#[test]
fn renamed_table_takes_keys_indexes_and_references_along() {
    let mut posts = table("posts", &["id", "author"]);
    posts.foreign_keys.push(foreign_key("posts", "author", "users", "id"));
    let mut users = table("users", &["id", "name"]);
    users.indexes.push(index("users", &["name"]));
    let before = database(vec![users, posts], vec![]);
    let mut after = before.clone();
    after.tables[0].name = ObjectName::local("accounts");
    after.tables[0].indexes = vec![index("accounts", &["name"])];
    after.tables[0].primary_key.as_mut().unwrap().name = Some("accounts_pkey".to_owned());
    after.tables[1].foreign_keys = vec![foreign_key("posts", "author", "accounts", "id")];
    let expected = [
        "rename table users accounts",
        "rename users_pkey accounts_pkey",
        "rename users_name_idx accounts_name_idx",
    ];
    assert_eq!(changes(&before, &after, &[]), expected);
    after.tables[0].logical_name = Some("Other".to_owned());
    assert_eq!(changes(&before, &after, &["users=accounts"]), expected);
    assert_eq!(changes(&before, &after, &["table:USERS -> Other"]), expected);
}

#[test]
fn renamed_column_is_followed_by_keys_of_both_ends() {
    let mut posts = table("posts", &["id", "author"]);
    posts.foreign_keys.push(foreign_key("posts", "author", "users", "id"));
    let before = database(vec![table("users", &["id"]), posts], vec![]);
    let mut after = before.clone();
    after.tables[0].columns[0].name = "uid".into();
    after.tables[0].primary_key.as_mut().unwrap().columns = vec!["uid".to_owned()];
    after.tables[1].columns[1].name = "author_id".into();
    after.tables[1].foreign_keys = vec![foreign_key("posts", "author_id", "users", "uid")];
    assert_eq!(
        changes(&before, &after, &[]),
        [
            "rename posts.author author_id",
            "rename users.id uid",
            "rename posts_author_fkey posts_author_id_fkey",
        ]
    );
}

#[test]
fn index_on_a_dropped_column_does_not_stay_when_another_column_takes_the_name() {
    let mut before = database(vec![table("users", &["id", "name", "nick"])], vec![]);
    before.tables[0].indexes.push(index("users", &["name"]));
    let mut after = before.clone();
    after.tables[0].columns.remove(1);
    after.tables[0].columns[1].name = "name".into();
    assert_eq!(
        changes(&before, &after, &[]),
        [
            "rename users.nick name",
            "drop users.name",
            "create users_name_idx",
            "drop users_name_idx",
        ]
    );
}

#[test]
fn changed_index_goes_and_appears() {
    let mut before = database(vec![table("users", &["id", "name"])], vec![]);
    before.tables[0].indexes.push(index("users", &["name"]));
    let mut after = before.clone();
    after.tables[0].indexes[0].unique = true;
    assert_eq!(changes(&before, &after, &[]), ["create users_name_idx", "drop users_name_idx"]);
}

#[test]
fn added_enum_values_know_their_place() {
    let before = database(vec![], vec![enumeration("Role", &["a", "b"])]);
    let after = database(vec![], vec![enumeration("Role", &["x", "y", "a", "z", "b", "end"])]);
    assert_eq!(
        changes(&before, &after, &[]),
        [
            "alter enum Role added [(\"x\", Some(\"a\")), (\"y\", Some(\"a\")), (\"z\", Some(\"b\")), \
          (\"end\", None)] removed [] renamed [] reordered false"
        ]
    );
}

#[test]
fn enum_order_counts_between_schemas_only() {
    let before = database(vec![], vec![enumeration("Role", &["a", "b"])]);
    let after = database(vec![], vec![enumeration("Role", &["b", "a"])]);
    assert_eq!(
        changes(&before, &after, &[]),
        ["alter enum Role added [] removed [] renamed [] reordered true"]
    );
    assert!(changes(&live(before), &after, &[]).is_empty());
}

#[test]
fn renamed_enum_value_takes_defaults_along() {
    let mut users = table("users", &["id", "role"]);
    users.columns[1].column_type = ColumnType::Enum(ObjectName::local("Role").into());
    users.columns[1].default = Some(ColumnDefault::Literal(Literal::String("guest".to_owned())));
    let before = database(vec![users], vec![enumeration("Role", &["guest", "admin"])]);
    let mut after = before.clone();
    after.enums[0] = enumeration("Role", &["visitor", "admin"]);
    after.tables[0].columns[1].default =
        Some(ColumnDefault::Literal(Literal::String("visitor".to_owned())));
    assert_eq!(
        changes(&before, &after, &["Role.guest=Role.visitor"]),
        ["alter enum Role added [] removed [] renamed [(\"guest\", \"visitor\")] reordered false"]
    );
    let unhinted = changes(&before, &after, &[]);
    assert_eq!(unhinted.len(), 2, "{unhinted:?}");
    assert_eq!(unhinted[1], "alter users.role");
}

#[test]
fn client_side_changes_are_found_between_schemas_only() {
    let before = database(vec![table("users", &["id"])], vec![]);
    let mut after = before.clone();
    after.tables[0].columns[0].client =
        Some(ClientColumn { default: Some("uuid()".into()), ..ClientColumn::default() });
    assert_eq!(changes(&before, &after, &[]), ["client users.id: @default(uuid())"]);
    assert_eq!(changes(&after, &before, &[]), ["client users.id: no @default(uuid())"]);
    assert!(changes(&live(before), &after, &[]).is_empty());
}

fn many_to_many(name: &str, a: &str, b: &str) -> Table {
    let mut join = table(name, &["A", "B"]);
    join.logical_name = None;
    join.role = TableRole::ManyToMany;
    join.primary_key = Some(PrimaryKey {
        name: Some(format!("{name}_AB_pkey")),
        columns: vec!["A".to_owned(), "B".to_owned()],
    });
    join.indexes.push(index(name, &["B"]));
    join.foreign_keys.push(foreign_key(name, "A", a, "id"));
    join.foreign_keys.push(foreign_key(name, "B", b, "id"));
    for column in &mut join.columns {
        column.logical_name = None;
    }
    join
}

#[test]
fn either_key_of_a_many_to_many_table_is_the_same_live() {
    let tables = vec![table("a", &["id"]), table("b", &["id"]), many_to_many("_AToB", "a", "b")];
    let schema = database(tables, vec![]);
    let mut found = live(schema.clone());
    found.tables[2].primary_key = None;
    let mut unique = index("_AToB_AB", &["A", "B"]);
    unique.unique = true;
    found.tables[2].indexes.push(unique);
    assert!(changes(&schema, &found, &[]).is_empty());
    assert!(changes(&found, &schema, &[]).is_empty());
}

#[test]
fn many_to_many_table_follows_a_renamed_model_and_its_columns_swap() {
    let tables = vec![table("a", &["id"]), table("b", &["id"]), many_to_many("_AToB", "a", "b")];
    let before = database(tables, vec![]);
    let mut after = before.clone();
    after.tables[0].logical_name = Some("C".to_owned());
    after.tables[2] = many_to_many("_BToC", "b", "a");
    assert_eq!(
        changes(&before, &after, &[]),
        [
            "rename table _AToB _BToC",
            "rename _BToC.B A",
            "rename _BToC.A B",
            "change key _BToC",
            "create _BToC_B_idx",
            "drop _AToB_B_idx",
            "rename _AToB_B_fkey _BToC_A_fkey",
            "rename _AToB_A_fkey _BToC_B_fkey",
        ]
    );
    after.tables[2] = many_to_many("_other", "b", "a");
    assert_eq!(changes(&before, &after, &[])[..2], ["create table _other", "drop table _AToB"]);
}

#[test]
fn declaration_order_shows_in_columns_only() {
    let mut posts = table("posts", &["id", "b", "a"]);
    posts.indexes = vec![index("posts", &["b"]), index("posts", &["a"])];
    let one = database(vec![posts.clone(), table("users", &["id"])], vec![]);
    posts.indexes.reverse();
    let other = database(vec![table("users", &["id"]), posts], vec![]);
    let empty = Database::empty(Provider::Postgresql);
    assert_eq!(changes(&empty, &one, &[]), changes(&empty, &other, &[]));
    assert_eq!(changes(&one, &empty, &[]), changes(&other, &empty, &[]));
}

fn hint_errors(before: &Database, after: &Database, hints: &[&str]) -> Vec<String> {
    let hints: Vec<_> = hints.iter().map(|text| hint::parse(text).unwrap()).collect();
    diff(before, after, &hints).unwrap_err().into_iter().map(|error| error.message).collect()
}

#[test]
fn hints_that_cannot_be_followed_are_all_reported() {
    let before = database(vec![table("a", &["id", "x"]), table("b", &["id"])], vec![]);
    let after = database(vec![table("c", &["id", "y"]), table("d", &["id"])], vec![]);
    assert_eq!(
        hint_errors(&before, &after, &["nothing=c", "a=c", "b=c", "a.x=d.id", "a=d.id"]),
        [
            "Nothing is called nothing in the schema before.",
            "a and d.id are objects of different kinds.",
            "c of after is already named by a=c.",
            "a.x and d.id are not of one table.",
        ]
    );
}

#[test]
fn chain_of_hints_is_an_error_and_a_swap_is_not() {
    let mut before = database(vec![table("a", &["id"]), table("b", &["id"])], vec![]);
    let mut after = database(vec![table("b", &["id"]), table("c", &["id"])], vec![]);
    for each in before.tables.iter_mut().chain(&mut after.tables) {
        each.logical_name = None;
    }
    assert_eq!(
        hint_errors(&before, &after, &["a=b", "b=c"]),
        ["It ends at b, which another hint renames."]
    );
    let swapped = changes(&before, &before, &["a=b", "b=a"]);
    assert_eq!(swapped[..2], ["rename table b a", "rename table a b"]);
    let mut three =
        database(vec![table("a", &["id"]), table("b", &["id"]), table("c", &["id"])], vec![]);
    for each in &mut three.tables {
        each.logical_name = None;
    }
    let ring = changes(&three, &three, &["a=b", "b=c", "c=a"]);
    assert_eq!(ring[..3], ["rename table c a", "rename table a b", "rename table b c"]);
    assert_eq!(
        hint_errors(&three, &three, &["a=b", "b=c"]),
        ["It ends at b, which another hint renames."]
    );
}
