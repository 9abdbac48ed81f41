//! What the review of a change finds in projects of a few migrations.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use crate::artifact::NewArtifact;

fn schema(fields: &str) -> String {
    format!(
        "datasource db {{\n  provider = \"sqlite\"\n}}\n\nmodel User {{\n  id Int @id\n{fields}}}\n"
    )
}

fn migration(name: &str, before: Option<&str>, after: &str) -> MigrationFiles {
    let before = before.map(|fields| Sources::single("schema.prisma", &schema(fields)));
    let after = Sources::single("schema.prisma", &schema(after));
    let request = PlanRequest { before: before.as_ref(), after: &after, hints: &[] };
    let planned = plan_for(&request, None).unwrap();
    let files = artifact::render(&NewArtifact {
        name: name.to_owned(),
        generated_at: "2026-01-01T00:00:00Z".to_owned(),
        provider: Provider::Sqlite,
        migration_sql: planned.migration_sql.clone(),
        warnings: planned.warnings.clone(),
        before_schema: planned.before_schema.clone(),
        after_schema: planned.after_schema.clone(),
        statement_count: planned.statement_count,
        rebuild_required: planned.requires_rebuild,
        renames: Vec::new(),
        planner_version: "0.1.0".to_owned(),
        target_version: "3.35".to_owned(),
    });
    MigrationFiles { name: name.to_owned(), files, ..MigrationFiles::default() }
}

fn project(migrations: &[&MigrationFiles], fields: &str) -> ProjectFiles {
    ProjectFiles {
        migrations: migrations.iter().map(|each| (*each).clone()).collect(),
        schema: vec![SourceFile { path: "schema.prisma".into(), text: schema(fields) }],
        ..ProjectFiles::default()
    }
}

const FIRST: &str = "20260101000000_first";
const SECOND: &str = "20260102000000_second";
const THIRD: &str = "20260103000000_third";
const NAME: &str = "  name String?\n";

fn codes(base: &ProjectFiles, head: &ProjectFiles) -> Vec<(&'static str, Option<String>)> {
    let review = review_change(base, head, &Levels::default());
    review.problems.into_iter().map(|each| (each.code, each.migration)).collect()
}

fn about(code: &'static str, migration: &str) -> (&'static str, Option<String>) {
    (code, Some(migration.to_owned()))
}

#[test]
fn a_new_migration_is_reviewed_and_breaks_no_rule() {
    let (first, second) = (migration(FIRST, None, ""), migration(SECOND, Some(""), NAME));
    let base = project(&[&first], "");
    let review = review_change(&base, &project(&[&second, &first], NAME), &Levels::default());
    assert_eq!(review.problems, []);
    assert_eq!(review.reviews.len(), 1);
    assert_eq!(review.reviews[0].name, SECOND);
    assert!(!review.gates());
    assert_eq!(codes(&base, &base), []);
}

#[test]
fn the_history_of_the_base_stays() {
    let (first, second) = (migration(FIRST, None, ""), migration(SECOND, Some(""), NAME));
    let base = project(&[&first, &second], NAME);
    let mut edited = second.clone();
    edited.files.set("warnings.txt", b"Nothing to see.\n".to_vec());
    let review = review_change(&base, &project(&[&first, &edited], NAME), &Levels::default());
    assert_eq!(review.problems.len(), 1);
    assert_eq!(review.problems[0].code, "edited-migration");
    assert_eq!(review.problems[0].file.as_deref(), Some("warnings.txt"));
    let mut accepted = second.clone();
    let metadata = String::from_utf8(second.files.metadata.clone().unwrap()).unwrap();
    let accepts = format!("accept.1=drop-column:a.b by ada: gone\n{metadata}");
    accepted.files.set("metadata.txt", accepts.into_bytes());
    assert_eq!(codes(&base, &project(&[&first, &accepted], NAME)), []);
}

#[test]
fn a_deleted_migration_is_restored_and_not_made_again() {
    let (first, second) = (migration(FIRST, None, ""), migration(SECOND, Some(""), NAME));
    let base = project(&[&first, &second], NAME);
    let deleted = [about("deleted-migration", SECOND)];
    // The schema went with it; it stayed; it grew; it is broken as well.
    for fields in ["", NAME, "  name String?\n  mail String?\n"] {
        assert_eq!(codes(&base, &project(&[&first], fields)), deleted, "{fields}");
    }
    let broken = codes(&base, &project(&[&first], "  name Strin\n"));
    assert_eq!(broken, [deleted[0].clone(), ("invalid-schema", None)]);
    // What follows it does so once it is back.
    let third = migration(THIRD, Some(NAME), "");
    assert_eq!(codes(&base, &project(&[&first, &third], "")), deleted);
}

#[test]
fn a_renamed_migration_gets_its_name_back_and_nothing_else() {
    let (first, second) = (migration(FIRST, None, ""), migration(SECOND, Some(""), NAME));
    let third = migration(THIRD, Some(NAME), "");
    let base = project(&[&first, &second, &third], "");
    let named = |migration: &MigrationFiles, name: &str| MigrationFiles {
        name: name.to_owned(),
        ..migration.clone()
    };
    let problems = |head: &[&MigrationFiles]| codes(&base, &project(head, ""));
    let early = "20251231000000_early";
    let late = "20260104000000_late";
    let fourth = migration("20260105000000_fourth", Some(""), NAME);
    for (name, head) in [
        (early, [&named(&second, early), &first, &third].as_slice()),
        (late, [&first, &third, &named(&second, late)].as_slice()),
        (late, [&first, &second, &named(&third, late)].as_slice()),
    ] {
        assert_eq!(problems(head), [about("renamed-migration", name)]);
        // A new one follows the last as it was called.
        let head = [head, &[&fourth]].concat();
        let found = codes(&base, &project(&head, NAME));
        assert_eq!(found, [about("renamed-migration", name)]);
    }
    // Two that say the same are two.
    let base = project(&[&first, &named(&first, SECOND)], "");
    let found = codes(&base, &project(&[&named(&first, THIRD)], ""));
    let expected = [about("renamed-migration", THIRD), about("deleted-migration", SECOND)];
    assert_eq!(found, expected);
}

#[test]
fn two_branches_from_one_schema_are_found() {
    let first = migration(FIRST, None, "");
    let (ours, theirs) =
        (migration(SECOND, Some(""), NAME), migration(THIRD, Some(""), "  mail String?\n"));
    let both = "  name String?\n  mail String?\n";
    // Theirs was merged first, and ours sorts before it.
    let base = project(&[&first, &theirs], "  mail String?\n");
    let head = project(&[&first, &ours, &theirs], both);
    let found = codes(&base, &head);
    assert!(found.contains(&about("out-of-order", SECOND)), "{found:?}");
    // Ours was merged first.
    let base = project(&[&first, &ours], NAME);
    let found = codes(&base, &head);
    assert!(found.contains(&about("broken-chain", THIRD)), "{found:?}");
    // It was not merged yet.
    let base = ProjectFiles { newer: vec![THIRD.to_owned()], ..project(&[&first], "") };
    let found = codes(&base, &project(&[&first, &ours], NAME));
    assert_eq!(found, [about("broken-chain", SECOND)]);
}

#[test]
fn a_forgotten_migration_and_another_configuration_are_said() {
    let first = migration(FIRST, None, "");
    let base = project(&[&first], "");
    assert_eq!(codes(&base, &project(&[&first], NAME)), [("forgotten-migration", None)]);
    assert_eq!(codes(&base, &project(&[&first], "  name Strin\n")), [("invalid-schema", None)]);
    let head = ProjectFiles { configuration: Some("external = []\n".into()), ..base.clone() };
    assert_eq!(codes(&base, &head), [("changed-configuration", None)]);
}

#[test]
fn a_forgotten_migration_is_shown_where_the_schema_says_it() {
    let first = migration(FIRST, None, NAME);
    let base = project(&[&first], NAME);
    let datasource = "datasource db {\n  provider = \"sqlite\"\n}\n";
    let place = |text: &str| {
        let files = [("a.prisma", datasource), ("b.prisma", text)];
        let files = files.map(|(path, text)| SourceFile { path: path.into(), text: text.into() });
        let head = ProjectFiles { schema: files.to_vec(), ..project(&[&first], "") };
        let review = review_change(&base, &head, &Levels::default());
        let [problem] = review.problems.as_slice() else { panic!("{:?}", review.problems) };
        assert_eq!(problem.code, "forgotten-migration");
        let lines = problem.lines.map(|lines| (lines.first, lines.last));
        (problem.file.clone().unwrap(), lines)
    };
    let user = "model User {\n  id Int @id\n  name String?\n";
    assert_eq!(place(&format!("{user}  x Int?\n}}\n")), ("b.prisma".into(), Some((4, 4))));
    // A column that is gone: at its table. A table that is gone: nowhere.
    let other = "model Other {\n  id Int @id\n}\n";
    assert_eq!(place("model User {\n  id Int @id\n}\n"), ("b.prisma".into(), Some((1, 1))));
    assert_eq!(place(other), ("b.prisma".into(), Some((1, 1))));
    assert_eq!(place(""), ("a.prisma".into(), None));
}

#[test]
fn files_that_are_no_migration_are_refused_with_the_file() {
    let first = migration(FIRST, None, "");
    let base = project(&[&first], "");
    let mut broken = migration(SECOND, Some(""), NAME);
    broken.files.set("metadata.txt", b"nonsense".to_vec());
    let review = review_change(&base, &project(&[&first, &broken], ""), &Levels::default());
    assert!(review.problems.iter().any(|each| each.code == "invalid-local-artifacts"
        && each.file.as_deref() == Some("metadata.txt")));
    assert!(review.gates());
}
