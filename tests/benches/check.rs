//! How long a check of a schema takes: parse, resolve and validate, and the same with what the
//! database would refuse. On 1,000 and 5,000 generated models and, where the corpus is there, on its
//! largest schema. Where Prisma's validator is installed, its time on the same text stands beside
//! it, measured in the same run. `cargo bench -p comon-tests --bench check`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use comon_tests::corpus;
use comon_tests::generate;
use comon_tests::oracle::{Oracle, Version};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use planner_core::database::lower::lower;
use planner_core::provider::Provider;
use planner_core::source::Sources;
use planner_core::syntax::document::Arena;
use planner_core::{dialect, schema, syntax};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

/// The allocator of the binary, so that the figures are those of `comon check`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often Prisma's validator is asked about a text; its fastest answer counts.
const QUESTIONS: usize = 7;

fn check(criterion: &mut Criterion) {
    let mut subjects = Vec::new();
    for models in [1_000, 5_000] {
        let text = generate::versions(Provider::Postgresql, models, 1).before;
        subjects.push((format!("{models} models"), text));
    }
    match corpus::folder().and_then(|folder| largest(&folder)) {
        Some(subject) => subjects.push(subject),
        None => println!("no corpus here (COMON_CORPUS): its largest schema is not measured"),
    }
    let mut oracle = Oracle::installed().then(Oracle::start);
    if oracle.is_none() {
        println!("Prisma's validator is not installed here: see `cargo xtask setup`");
    }
    for (name, text) in subjects {
        let sources = Sources::single("schema.prisma", &text);
        let mut group = criterion.benchmark_group(format!("{name}, {} kB", text.len() / 1_000));
        group.sample_size(20).measurement_time(Duration::from_secs(3));
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter("parse"), &sources, |bench, input| {
            bench.iter(|| {
                let arena = Arena::for_sources(input);
                syntax::parse(black_box(input), &arena).0.items.len()
            });
        });
        group.bench_with_input(BenchmarkId::from_parameter("check"), &sources, |bench, input| {
            bench.iter(|| schema::check(black_box(input)));
        });
        let all = BenchmarkId::from_parameter("check, and what the database would refuse");
        group.bench_with_input(all, &sources, |bench, input| {
            bench.iter(|| {
                let checked = schema::check(black_box(input));
                let schema = checked.schema.expect("it is valid");
                lower(&schema, dialect::type_system(schema.datasource.provider))
            });
        });
        group.finish();
        if let Some(oracle) = &mut oracle {
            let text = Version::Six.adapted(&text);
            let fastest = (0..QUESTIONS).map(|_| {
                let began = Instant::now();
                let verdict = oracle.validate(Version::Six, &[("schema.prisma", &text)]);
                assert!(verdict.accepts(), "{}", verdict.words());
                began.elapsed()
            });
            let fastest = fastest.min().unwrap_or_default().as_secs_f64() * 1_000.0;
            println!("{name}: Prisma 6.19's validator in wasm takes {fastest:.1} ms at best\n");
        }
    }
}

/// The largest schema of the corpus that is valid.
fn largest(folder: &Path) -> Option<(String, String)> {
    let all = corpus::schemas(folder).into_iter().map(|each| (each.name, each.text));
    let is_valid =
        |text: &str| schema::check(&Sources::single("schema.prisma", text)).schema.is_some();
    all.filter(|(_, text)| is_valid(text)).max_by_key(|(_, text)| text.len())
}

criterion_group!(benches, check);
criterion_main!(benches);
