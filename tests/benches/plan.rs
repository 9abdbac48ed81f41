//! How long planning takes: 10, 100 and 1,000 generated models, from nothing and with one model
//! of twenty changed, for both databases. `cargo bench -p comon-tests --bench plan`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::generate;
use comon_tests::planning::{self, Migration};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use planner_core::provider::Provider;
use std::hint::black_box;
use std::time::Duration;

fn plan(criterion: &mut Criterion) {
    for provider in [Provider::Postgresql, Provider::Sqlite] {
        let mut group = criterion.benchmark_group(format!("plan {provider}"));
        group.sample_size(10).measurement_time(Duration::from_secs(4));
        for models in [10, 100, 1_000] {
            let versions = generate::versions(provider, models, 1);
            let first = Migration::first(provider, &versions.before);
            let next = Migration {
                provider,
                before: Some(versions.before),
                after: versions.after,
                hints: Vec::new(),
            };
            for (name, migration) in [("from nothing", first), ("5 % changed", next)] {
                group.bench_with_input(
                    BenchmarkId::new(name, models),
                    &migration,
                    |bench, input| {
                        bench.iter(|| planning::plan(black_box(input)).expect("it plans"));
                    },
                );
            }
        }
        group.finish();
    }
}

criterion_group!(benches, plan);
criterion_main!(benches);
