//! Whole schemas in, what was understood or reported out.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use super::model::{Arity, DefaultValue, FieldId, FieldKind, ModelId, RelationKind, Schema};
use super::{check, check_snapshot};
use crate::diagnostic::Severity;
use crate::provider::Provider;
use crate::source::{LineIndex, Sources};

const POSTGRESQL: &str = "datasource db {\n  provider = \"postgresql\"\n}\n";
const SQLITE: &str = "datasource db {\n  provider = \"sqlite\"\n}\n";

/// Line in the text, severity and id of each diagnostic.
fn problems(text: &str) -> Vec<(u32, Severity, &'static str)> {
    let checked = check(&Sources::single("schema.prisma", text));
    let index = LineIndex::new(text);
    let place = |span: crate::source::Span| index.position(span.start).line;
    assert!(checked.diagnostics.iter().all(|each| each.help.is_some()));
    let all = checked.diagnostics.iter();
    all.map(|each| (place(each.span), each.severity, each.id)).collect()
}

fn ids(head: &str, text: &str) -> Vec<&'static str> {
    problems(&format!("{head}{text}")).into_iter().map(|(_, _, id)| id).collect()
}

fn schema(text: &str) -> Schema {
    let checked = check(&Sources::single("schema.prisma", &format!("{POSTGRESQL}{text}")));
    assert_eq!(checked.diagnostics, []);
    checked.schema.unwrap()
}

#[test]
fn ten_mistakes_are_ten_diagnostics() {
    let text = r#"datasource db {
  provider = "postgresql"
  urll     = "x"
}
model User {
  id    Int    @id @default(autoincremen())
  name  Strng
  email String @uniqe
  role  Role   @default(ADMN)
  posts Post[]
  age   Int    @db.VarChar(3)
  @@index([nam])
}
model Post {
  id       Int    @id,
  authorId String
  author   User   @relation(fields: [authorId], references: [id], onDelete: Cascad)
}
enum Role {
  ADMIN
  USER
  USER
}
"#;
    let error = |line, id| (line, Severity::Error, id);
    assert_eq!(
        problems(text),
        [
            error(3, "unknown-setting"),
            error(6, "unknown-function"),
            error(7, "unknown-type"),
            error(8, "unknown-attribute"),
            error(9, "unknown-enum-value"),
            error(11, "native-type-mismatch"),
            error(12, "unknown-field"),
            error(15, "trailing-separator"),
            error(17, "unknown-referential-action"),
            error(22, "duplicate-value"),
        ]
    );
}

#[test]
fn the_side_with_fields_owns_the_key() {
    let schema = schema(
        "model User {\n  id Int @id\n  posts Post[]\n}\nmodel Post {\n  id Int @id\n  authorId \
         Int?\n  author User? @relation(fields: [authorId], references: [id])\n}\n",
    );
    let [relation] = schema.relations.as_slice() else { panic!("one relation") };
    let RelationKind::ForeignKey(key) = &relation.kind else { panic!("a foreign key") };
    assert_eq!((key.model, key.field), (ModelId(1), FieldId(2)));
    assert_eq!((key.referenced_model, key.back_field), (ModelId(0), Some(FieldId(1))));
    assert_eq!(
        (key.fields.as_slice(), key.referenced_fields.as_slice()),
        (&[FieldId(1)][..], &[FieldId(0)][..])
    );
    assert!(!key.required);
    let FieldKind::Relation(id) = schema.models[0].fields[1].kind else { panic!("a relation") };
    assert_eq!((id.0, schema.models[0].fields[1].arity), (0, Arity::List));
}

#[test]
fn implicit_many_to_many_sides_follow_the_names() {
    let schema = schema(
        "model Post {\n  id Int @id\n  tags Category[]\n}\nmodel Category {\n  id Int @id\n  \
         posts Post[]\n}\nmodel User {\n  id Int @id\n  follows User[] @relation(\"F\")\n  \
         followers User[] @relation(\"F\")\n}\n",
    );
    let sides: Vec<_> = schema
        .relations
        .iter()
        .map(|relation| match &relation.kind {
            RelationKind::ManyToMany(many) => (many.a, many.b),
            RelationKind::ForeignKey(_) => panic!("no key is written"),
        })
        .collect();
    let end = |model, field| (ModelId(model), FieldId(field));
    assert_eq!(sides, [(end(1, 1), end(0, 1)), (end(2, 2), end(2, 1))]);
}

#[test]
fn client_defaults_are_told_from_those_of_the_database() {
    let schema = schema(
        "model A {\n  id String @id @default( uuid( 7 ) )\n  at DateTime @default(now())\n  n \
         String @default(nanoid())\n}\n",
    );
    let defaults: Vec<_> = schema.models[0]
        .fields
        .iter()
        .map(|field| match &field.kind {
            FieldKind::Scalar(scalar) => scalar.default.clone().unwrap().value,
            FieldKind::Relation(_) => panic!("only columns"),
        })
        .collect();
    let client = |text: &str| DefaultValue::Client(text.into());
    assert_eq!(defaults, [client("uuid(7)"), DefaultValue::Now, client("nanoid()")]);
}

#[test]
fn relations_that_do_not_fit_are_named() {
    let models = |a: &str, b: &str| {
        format!(
            "model A {{\n  id Int @id\n  u Int\n  {a}\n}}\nmodel B {{\n  id Int @id\n  aId Int\n  {b}\n}}\n"
        )
    };
    let key = "a A @relation(fields: [aId], references: [id])";
    for (a, b, expected) in [
        ("b B[]", key, &[][..]),
        ("", key, &["missing-opposite-field"]),
        ("b B[]", "a A", &["missing-key"]),
        ("b B?", key, &["one-to-one-not-unique"]),
        ("b B[]", "a A @relation(fields: [aId])", &["incomplete-key"]),
        ("b B[]", "a A @relation(fields: [aId], references: [u])", &["references-not-unique"]),
        ("b B[]\n  c B[]", key, &["ambiguous-relation"]),
        ("b B[] @relation(references: [id])", "a A[]", &["key-on-many-to-many"]),
        (
            "b B[]",
            "a A @relation(fields: [aId], references: [id], onDelete: SetNull)",
            &["set-null-on-required"],
        ),
    ] {
        assert_eq!(ids(POSTGRESQL, &models(a, b)), expected, "{a} / {b}");
    }
    let tree = "model T {\n  id Int @id\n  pId Int?\n  p T? @relation(fields: [pId], references: [id])\n  c T[]\n}\n";
    assert_eq!(ids(POSTGRESQL, tree), ["ambiguous-relation"]);
}

#[test]
fn sqlite_has_no_lists_and_postgresql_has_its_native_types() {
    let list = "model A {\n  id Int @id\n  tags String[]\n}\n";
    assert_eq!(ids(SQLITE, list), ["list-on-sqlite"]);
    assert_eq!(ids(POSTGRESQL, list), [""; 0]);
    let native = "model A {\n  id Int @id\n  name String @db.VarChar(255)\n}\n";
    assert_eq!(ids(SQLITE, native), ["unknown-native-type"]);
    assert_eq!(ids(POSTGRESQL, native), [""; 0]);
    assert_eq!(ids(SQLITE, "model A {\n  id Int @id @db.Integer\n}\n"), [""; 0]);
}

#[test]
fn names_that_hide_something_are_errors() {
    let model = |name: &str| format!("model A {{\n  id Int @id @map(\"{name}\")\n}}\n");
    assert_eq!(ids(POSTGRESQL, &model("a\\u202eb")), ["hidden-character-in-name"]);
    assert_eq!(ids(POSTGRESQL, &model("a\\nb")), ["hidden-character-in-name"]);
    assert_eq!(ids(POSTGRESQL, &model("default$default-x")), [""; 0]);
}

#[test]
fn what_only_the_database_refuses_is_unplannable() {
    let text = "enum E {\n  A @map(\"x\")\n  B @map(\"x\")\n}\nmodel M {\n  id Int @id\n  s String[] @default(uuid())\n}\n";
    let found = problems(&format!("{POSTGRESQL}{text}"));
    let unplannable = |line, id| (line, Severity::Unplannable, id);
    assert_eq!(
        found,
        [unplannable(6, "duplicate-database-name"), unplannable(10, "default-not-a-list")]
    );
}

#[test]
fn snapshots_have_every_preview_feature() {
    let text = format!("{POSTGRESQL}view V {{\n  id Int\n}}\n");
    let sources = Sources::single("after.prisma", &text);
    assert!(check(&sources).schema.is_none());
    assert!(check_snapshot(&sources, None).schema.is_some());
}

#[test]
fn snapshot_without_datasource_is_for_the_assumed_provider() {
    let text = "model A {\n  id Int @id\n  at DateTime @db.Timestamptz\n}\n";
    let sources = Sources::single("before.prisma", text);
    assert!(check_snapshot(&sources, None).schema.is_none());
    let schema = check_snapshot(&sources, Some(Provider::Postgresql)).schema.unwrap();
    assert_eq!(schema.datasource.provider, Provider::Postgresql);
    assert!(check_snapshot(&sources, Some(Provider::Sqlite)).schema.is_none());
    // One that says what it is for is for that.
    let sources = Sources::single("after.prisma", &format!("{POSTGRESQL}{text}"));
    let schema = check_snapshot(&sources, Some(Provider::Sqlite)).schema.unwrap();
    assert_eq!(schema.datasource.provider, Provider::Postgresql);
    // A person's schema has to say it.
    assert!(check(&Sources::single("schema.prisma", text)).schema.is_none());
}

#[test]
fn names_in_sqlite_are_one_in_any_case_of_ascii_letters_alone() {
    let model = |name, table| format!("model {name} {{\n  id Int @id\n  @@map(\"{table}\")\n}}\n");
    let tables = |one, other| ids(SQLITE, &(model("A", one) + &model("B", other)));
    assert_eq!(tables("person", "PERSON"), ["duplicate-database-name"]);
    assert_eq!(tables("é", "É"), [""; 0]);
    let columns = |one, other| {
        let fields = format!("  a Int @map(\"{one}\")\n  b Int @map(\"{other}\")\n");
        ids(SQLITE, &format!("model A {{\n  id Int @id\n{fields}}}\n"))
    };
    assert_eq!(columns("name", "Name"), ["duplicate-database-name"]);
    assert_eq!(columns("größe", "GRÖßE"), [""; 0]);
}

#[test]
fn fields_are_found_whose_names_begin_and_end_alike() {
    let text = "model A {\n  id Int @id\n  nameOfOneThing Int\n  nameOfTheThing Int\n\n  \
                @@index([nameOfTheThing])\n}\n";
    let index = &schema(text).models[0].indexes[0];
    assert_eq!(index.fields[0].field, FieldId(2));
    let twice = "model A {\n  id Int @id\n  nameOfOneThing Int\n  nameOfOneThing Int\n}\n";
    assert_eq!(ids(SQLITE, twice), ["duplicate-field"]);
}
