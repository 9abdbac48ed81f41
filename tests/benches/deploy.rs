//! How long a deploy takes: 200 small reviewed migrations (a table and an index each) onto an
//! empty database, nothing pending afterwards, and beside it the same statements without comon, a
//! transaction each. `cargo bench -p comon-tests --bench deploy`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use clap::Parser;
use comon_tests::database::{Place, TestDatabase};
use comon_tests::planning::{self, Migration};
use comon_tests::server;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use executor::commands::Cli;
use executor::interrupt::Interrupt;
use planner_core::artifact::{self, NewArtifact};
use planner_core::provider::Provider;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

const MIGRATIONS: usize = 200;

/// The schema after that many migrations.
fn schema(provider: Provider, migrations: usize) -> String {
    let mut text = format!("datasource db {{\n  provider = \"{provider}\"\n}}\n");
    for at in 0..migrations {
        let _ = write!(
            text,
            "\nmodel Table{at} {{\n  id    Int    @id\n  label String\n\n  @@index([label])\n}}\n"
        );
    }
    text
}

/// A project with its migrations, and the statements of each.
fn project(provider: Provider) -> (TempDir, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut statements = Vec::new();
    let mut before_schema = String::new();
    for at in 0..MIGRATIONS {
        let migration = Migration {
            provider,
            before: (at > 0).then(|| schema(provider, at)),
            after: schema(provider, at + 1),
            hints: Vec::new(),
        };
        let planned = planning::plan(&migration).expect("it plans");
        let name = format!("20240101{at:06}_table");
        let files = artifact::render(&NewArtifact {
            name: name.clone(),
            generated_at: "2024-01-01T00:00:00Z".to_owned(),
            provider,
            migration_sql: planned.migration_sql.clone(),
            warnings: planned.warnings,
            before_schema: before_schema.clone(),
            after_schema: planned.after_schema.clone(),
            statement_count: planned.statement_count,
            rebuild_required: planned.requires_rebuild,
            renames: Vec::new(),
            planner_version: executor::commands::state::VERSION.to_owned(),
            target_version: match provider {
                Provider::Postgresql => "14".to_owned(),
                Provider::Sqlite => "3.35".to_owned(),
            },
        });
        let target = folder.path().join("prisma/migrations").join(name);
        fs::create_dir_all(&target).expect("the folder is made");
        for (file, bytes) in files.present() {
            fs::write(target.join(file), bytes).expect("the file is written");
        }
        before_schema = planned.after_schema;
        statements.push(planned.migration_sql);
    }
    let whole = schema(provider, MIGRATIONS);
    fs::write(folder.path().join("prisma/schema.prisma"), whole).expect("the schema is written");
    (folder, statements)
}

fn run_deploy(project: &Path, database: &TestDatabase) {
    let schema = project.join("prisma/schema.prisma");
    let schema = schema.to_str().expect("a plain path");
    let url = database.url();
    let arguments = ["comon", "migrate", "deploy", "--quiet", "--schema", schema, "--url", &url];
    let cli = Cli::parse_from(arguments);
    let terminal = cli.terminal();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let report = runtime.block_on(async {
        let interrupt = Interrupt::listen().expect("signals");
        cli.run(&terminal, &interrupt).await
    });
    let report = report.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(report.exit_code, 0, "{:?}", report.verdict);
}

fn deploy(criterion: &mut Criterion) {
    for place in [Place::Sqlite, Place::Postgres(server::newest())] {
        let (project, statements) = project(place.provider());
        let mut group =
            criterion.benchmark_group(format!("{MIGRATIONS} migrations, {}", place.name()));
        group.sample_size(10).measurement_time(Duration::from_secs(8));
        group.bench_function("deploy", |bench| {
            bench.iter_batched(
                || TestDatabase::create(place),
                |database| {
                    run_deploy(project.path(), &database);
                    database
                },
                BatchSize::PerIteration,
            );
        });
        let deployed = TestDatabase::create(place);
        run_deploy(project.path(), &deployed);
        group.bench_function("deploy, nothing pending", |bench| {
            bench.iter(|| run_deploy(project.path(), &deployed));
        });
        group.bench_function("the statements alone", |bench| {
            bench.iter_batched(
                || {
                    let database = TestDatabase::create(place);
                    let connection = database.connect();
                    (database, connection)
                },
                |(database, mut connection)| {
                    for each in &statements {
                        connection.execute(&format!("BEGIN;\n{each}\nCOMMIT;")).expect("it runs");
                    }
                    (database, connection)
                },
                BatchSize::PerIteration,
            );
        });
        group.finish();
    }
}

criterion_group!(benches, deploy);
criterion_main!(benches);
