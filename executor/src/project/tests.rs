//! Places and URLs in real folders.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::url::resolve;
use super::*;
use planner_core::provider::Provider;
use planner_core::schema::model::{ConfigValue, Datasource, RelationMode};
use planner_core::source::Span;
use tempfile::TempDir;

const DATASOURCE: &str = "datasource db {\n  provider = \"sqlite\"\n}\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn find(folder: &TempDir) -> Result<Project> {
    Project::find(&PlaceOptions::default(), folder.path())
}

fn paths(sources: &Sources) -> Vec<String> {
    sources.iter().map(|(_, file)| file.path.clone()).collect()
}

#[test]
fn a_schema_in_prisma_wins_over_one_beside_it() {
    let folder = folder(&[("prisma/schema.prisma", DATASOURCE), ("schema.prisma", DATASOURCE)]);
    let project = find(&folder).unwrap();
    assert_eq!(project.schema, Path::new("prisma/schema.prisma"));
    assert_eq!(project.migrations, Path::new("prisma/migrations"));
    assert_eq!(paths(&project.sources), ["prisma/schema.prisma"]);
}

#[test]
fn a_folder_is_read_by_path_without_its_migrations() {
    let folder = folder(&[
        ("prisma/schema/user.prisma", "model User { }"),
        ("prisma/schema/base/db.prisma", DATASOURCE),
        ("prisma/schema/base/migrations/20240101000000_a/after.prisma", DATASOURCE),
        ("prisma/schema/base/migrations/20240101000000_a/migration.sql", ""),
        ("prisma/schema/base/migrations/left/after.prisma", DATASOURCE),
        ("prisma/schema/.hidden/x.prisma", DATASOURCE),
    ]);
    let project = find(&folder).unwrap();
    assert_eq!(paths(&project.sources), ["base/db.prisma", "user.prisma"]);
    assert_eq!(project.migrations, Path::new("prisma/schema/base/migrations"));
    let shown = paths(&project.shown_sources());
    assert_eq!(shown, ["prisma/schema/base/db.prisma", "prisma/schema/user.prisma"]);
}

#[test]
fn existing_migrations_below_prisma_count_and_two_folders_are_an_error() {
    let folder = folder(&[("schema.prisma", DATASOURCE), ("prisma/migrations/keep", "")]);
    assert_eq!(find(&folder).unwrap().migrations, Path::new("prisma/migrations"));
    std::fs::create_dir(folder.path().join("migrations")).unwrap();
    let error = find(&folder).unwrap_err();
    assert_eq!(error.id, "two-migration-folders");
    assert!(error.message.contains("prisma/migrations"), "{error}");
}

#[test]
fn a_missing_schema_says_where_it_was_looked_for() {
    let folder = folder(&[]);
    let error = find(&folder).unwrap_err();
    assert_eq!(error.id, "missing-schema");
    assert!(error.to_string().contains("prisma/schema.prisma"), "{error}");
    let options = PlaceOptions { schema: Some("db.prisma".into()), ..PlaceOptions::default() };
    let error = Project::find(&options, folder.path()).unwrap_err();
    assert!(error.message.contains("db.prisma"), "{error}");
}

#[test]
fn the_configuration_is_found_above_the_schema() {
    let folder =
        folder(&[("prisma/schema.prisma", DATASOURCE), ("comon.toml", "external = [\"x\"]")]);
    assert!(!find(&folder).unwrap().config.external.is_empty());
    std::fs::write(folder.path().join("prisma/comon.toml"), "").unwrap();
    assert!(find(&folder).unwrap().config.external.is_empty());
}

fn datasource(url: Option<ConfigValue>, direct_url: Option<ConfigValue>) -> Datasource {
    Datasource {
        name: "db".into(),
        provider: Provider::Sqlite,
        url,
        direct_url,
        shadow_database_url: None,
        relation_mode: RelationMode::ForeignKeys,
        schemas: Vec::new(),
        extensions: Vec::new(),
        span: Span::default(),
    }
}

fn env(name: &str) -> Option<ConfigValue> {
    Some(ConfigValue::Env(name.into()))
}

/// The file that the URL leads to, and where the URL came from.
fn resolved(
    folder: &TempDir,
    options: &UrlOptions,
    datasource: &Datasource,
    variables: &[(&str, &str)],
) -> Result<(PathBuf, String)> {
    let project = find(folder).unwrap();
    let environment = |name: &str| {
        variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    };
    let url = resolve(options, Some(datasource), &project, &environment)?;
    match url.target(Provider::Sqlite, &project)? {
        crate::target::Target::Sqlite(target) => Ok((target.file, url.origin)),
        crate::target::Target::Postgres(_) => panic!("an SQLite target"),
    }
}

#[test]
fn urls_are_looked_for_in_the_order_of_the_contract() {
    let folder = folder(&[
        ("prisma/schema.prisma", DATASOURCE),
        ("prisma/.env", "A=\"file:beside.db\"\n"),
        (".env", "A=file:here.db\nB=file:here_b.db\nDATABASE_URL=file:fallback.db\n"),
    ]);
    let file = |options: &UrlOptions, datasource: &Datasource, variables: &[(&str, &str)]| {
        let (file, _) = resolved(&folder, options, datasource, variables).unwrap();
        file.strip_prefix(folder.path().join("prisma")).unwrap().display().to_string()
    };
    let none = UrlOptions::default();
    let both = datasource(env("A"), env("B"));
    assert_eq!(file(&none, &both, &[]), "here_b.db");
    assert_eq!(file(&none, &datasource(env("A"), None), &[]), "beside.db");
    assert_eq!(file(&none, &datasource(env("A"), None), &[("A", "file:set.db")]), "set.db");
    assert_eq!(file(&none, &datasource(None, None), &[]), "fallback.db");
    let by_env = UrlOptions { url_env: Some("B".into()), ..UrlOptions::default() };
    assert_eq!(file(&by_env, &both, &[]), "here_b.db");
    let by_url = UrlOptions { url: Some("file:flag.db".into()), ..by_env };
    assert_eq!(file(&by_url, &both, &[]), "flag.db");
}

#[test]
fn an_unset_or_empty_variable_is_named() {
    let folder = folder(&[("schema.prisma", DATASOURCE), (".env", "DATABASE_URL=file:x.db\n")]);
    let wanted = datasource(env("MY_URL"), None);
    let error = resolved(&folder, &UrlOptions::default(), &wanted, &[]).unwrap_err();
    assert_eq!(error.id, "unset-url-variable");
    assert!(error.message.contains("MY_URL") && error.message.contains("is not set"), "{error}");
    let error = resolved(&folder, &UrlOptions::default(), &wanted, &[("MY_URL", "")]).unwrap_err();
    assert!(error.message.contains("is empty"), "{error}");
}

#[test]
fn another_datasource_is_refused() {
    let folder = folder(&[("schema.prisma", DATASOURCE)]);
    let options = UrlOptions { datasource: Some("pg".into()), ..UrlOptions::default() };
    let error = resolved(&folder, &options, &datasource(None, None), &[]).unwrap_err();
    assert_eq!(error.help.as_deref(), Some("Its datasource is called db."));
}
