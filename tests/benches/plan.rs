//! How long planning takes, and how much memory: 10, 100, 1,000 and 5,000 generated models, from
//! nothing and with one model of twenty changed, for both databases. A plan is: parse both sides,
//! validate, lower, diff, plan, warn, render. `cargo bench -p comon-tests --bench plan`; `cargo xtask
//! speed` measures the same in WebAssembly, beside Prisma's schema engine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use comon_tests::planning::{self, Migration};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use planner_core::provider::Provider;
use std::hint::black_box;
use std::process::Command;
use std::time::Duration;

/// The allocator of the binary, so that the figures are those of `comon`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn plan(criterion: &mut Criterion) {
    for provider in [Provider::Postgresql, Provider::Sqlite] {
        let mut group = criterion.benchmark_group(format!("plan {provider}"));
        group.sample_size(10);
        group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
        for models in [10, 100, 1_000, 5_000] {
            let next = Migration::generated(provider, models);
            let first = next.foundation().expect("there is a schema before");
            for (name, migration) in [("from nothing", &first), ("5 % changed", &next)] {
                group.throughput(Throughput::Bytes(migration.bytes() as u64));
                group.bench_with_input(
                    BenchmarkId::new(name, models),
                    migration,
                    |bench, input| {
                        bench.iter(|| planning::plan(black_box(input)).expect("it plans"));
                    },
                );
            }
            println!("{models} models, 5 % changed: {}\n", memory(provider, models));
        }
        group.finish();
    }
}

/// What the program that counts says of one plan.
fn memory(provider: Provider, models: usize) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_plan_memory"));
    let output = program.args([provider.name(), &models.to_string()]).output();
    let output = output.expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).expect("it prints text");
    let numbers: Vec<&str> = said.split_whitespace().collect();
    let [texts, most, times] = numbers.as_slice() else { panic!("not three numbers: {said}") };
    format!("two texts of {texts} bytes, at most {most} bytes of memory, {times} times the texts")
}

criterion_group!(benches, plan);
criterion_main!(benches);
