//! How long a deploy takes: 200 small reviewed migrations (a column and an index each) onto an
//! empty database, nothing pending afterwards, and beside it the same statements without comon, a
//! transaction each. `cargo bench -p comon-tests --bench deploy`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use clap::Parser;
use comon_tests::database::{Place, TestDatabase};
use comon_tests::server;
use comon_tests::small_migrations::SmallMigrations;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use executor::commands::Cli;
use executor::interrupt::Interrupt;
use std::path::Path;
use std::time::Duration;

const MIGRATIONS: usize = 200;

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
        let project = SmallMigrations::write(place.provider(), MIGRATIONS);
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
                    for (_, each) in &project.migrations {
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
