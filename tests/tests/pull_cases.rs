//! Databases that other tools or people made, and what `comon db pull` makes of them: each folder
//! of `pulls/<provider>/` has the SQL that makes the database (`setup.sql`; a first line `-- since
//! 15` says which PostgreSQL it needs), the schema before where there was one (`before.prisma`),
//! the schema after, and what is told beside it. `UPDATE_EXPECT=1` rewrites the last two.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::case::compare_file;
use comon_tests::database::{Place, TestDatabase};
use comon_tests::{parallel, pulling, server};
use planner_core::format::format_text;
use planner_core::pull::start;
use planner_core::schema;
use planner_core::schema::model::ConfigValue;
use planner_core::source::Sources;
use std::fs;
use std::path::{Path, PathBuf};

fn folders(provider: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("pulls").join(provider);
    let filter = std::env::var("COMON_CASE").unwrap_or_default();
    let entries = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> =
        entries.filter(|path| path.to_string_lossy().contains(&filter)).collect();
    folders.sort();
    folders
}

/// What is wrong with one case.
fn judge(place: Place, folder: &Path) -> Vec<String> {
    let setup = fs::read_to_string(folder.join("setup.sql")).unwrap();
    let since = setup.strip_prefix("-- since ").and_then(|rest| rest.lines().next());
    if let (Some(since), Place::Postgres(server)) = (since, place)
        && server.major < since.parse().unwrap()
    {
        return Vec::new();
    }
    let database = TestDatabase::create(place);
    database.connect().execute(&setup).unwrap();
    let before = fs::read_to_string(folder.join("before.prisma")).ok();
    let listed = before.as_deref().map(|text| parsed(text).datasource.schemas.clone());
    let found = pulling::read(&database, &listed.unwrap_or_default()).unwrap();
    let text = before.clone().unwrap_or_else(|| {
        start(&found.live.database, &ConfigValue::Env("DATABASE_URL".into()), &[])
    });
    let sources = Sources::single("schema.prisma", &text);
    let (pulled, _) = match pulling::onto(&database, &sources, &parsed(&text), Some(found.clone()))
    {
        Ok(pulled) => pulled,
        Err(problem) => return vec![problem],
    };
    let after = pulling::text_of(&pulled);
    let told: String =
        pulling::told(&pulled, &found).iter().map(|line| format!("{line}\n")).collect();
    let compared = [
        compare_file(&folder.join("after.prisma"), &after),
        compare_file(&folder.join("told.txt"), &told),
    ];
    let mut problems: Vec<String> = compared.into_iter().flatten().collect();
    if format_text(&text) == text && format_text(&after) != after {
        problems.push("the pulled schema is not in canonical form".to_owned());
    }
    let again = Sources::single("schema.prisma", &after);
    let (twice, _) = pulling::onto(&database, &again, &parsed(&after), Some(found)).unwrap();
    if pulling::text_of(&twice) != after {
        problems.push(format!("pulled again it changes:\n{}", pulling::text_of(&twice)));
    }
    problems
}

fn parsed(text: &str) -> schema::model::Schema {
    schema::check(&Sources::single("schema.prisma", text)).schema.expect("a valid schema")
}

fn run(place: Place, provider: &str) {
    let folders = folders(provider);
    let found = parallel::map(&folders, |folder: &PathBuf| judge(place, folder));
    let mut reports = Vec::new();
    for (folder, found) in folders.iter().zip(found) {
        let problems = found.unwrap_or_else(|panic| vec![panic]);
        if !problems.is_empty() {
            reports.push(format!("{}:\n{}", folder.display(), problems.join("\n")));
        }
    }
    assert!(reports.is_empty(), "{}", reports.join("\n\n"));
}

#[test]
fn postgresql_databases_are_pulled_as_expected_on_every_tested_server() {
    for server in server::tested() {
        println!("on PostgreSQL {}", server.major);
        run(Place::Postgres(server), "postgres");
    }
}

#[test]
fn sqlite_databases_are_pulled_as_expected() {
    run(Place::Sqlite, "sqlite");
}
