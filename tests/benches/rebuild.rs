//! How long SQLite's rebuild of a large table takes through `comon migrate deploy`, beside the same
//! migration.sql run by the `sqlite3` shell: a table of 8 columns and two indexes, alone and with a
//! table of as many rows that refers to it. Prints each run, the ratios and the peak memory; with
//! `COMON_FULL` also those of a file of two gigabytes, through `deploy` alone, and fails where one is
//! above its limit.
//!
//! `cargo bench -p comon-tests --bench rebuild [-- ROWS [REPETITIONS]]`; `-- large` is the file of two
//! gigabytes alone, which needs 10 GB of disk (`TMPDIR`). The runs alternate, each on
//! a fresh copy of the file and in a process of its own: this program is `comon` when it is called
//! with a command. Beside the wall clock stands the processor time of each, which other work on the
//! machine moves less.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use clap::Parser;
use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use executor::commands::Cli;
use executor::interrupt::Interrupt;
use planner_core::provider::Provider;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

const READING: &str = "model Reading {\n  id      Int      @id @default(autoincrement())\n  device  String\n  at      DateTime\n  kind    Int\n  value   Float\n  note    String?\n  checked Boolean  @default(false)\n  batch   Int\n\n  @@index([device, at])\n  @@index([batch])\n  @@map(\"readings\")\n}\n";

/// What refers to it, one row for each.
const REMARK: &str = "\nmodel Remark {\n  id        Int     @id @default(autoincrement())\n  readingId Int\n  text      String\n  reading   Reading @relation(fields: [readingId], references: [id], onDelete: Cascade)\n\n  @@index([readingId])\n  @@map(\"remarks\")\n}\n";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "migrate") {
        return run_comon();
    }
    let full = std::env::var_os("COMON_FULL").is_some();
    let only_large = arguments.iter().any(|argument| argument == "large");
    if only_large {
        return held(full, &[large()]);
    }
    let mut numbers = arguments.iter().filter_map(|argument| argument.parse::<usize>().ok());
    let rows = numbers.next().unwrap_or(1_000_000);
    let repetitions = numbers.next().unwrap_or(5);
    if Command::new("sqlite3").arg("--version").output().is_err() {
        println!("there is no sqlite3 shell on this machine to compare with");
        return ExitCode::FAILURE;
    }
    let mut limits = Vec::new();
    for (name, with_children) in [("alone", false), ("with a table that refers to it", true)] {
        println!("\n{rows} rows x 8 columns, two indexes, {name}");
        let (ratio, peak_kb) = measure(rows, with_children, repetitions);
        limits.push(Limit { what: format!("{name}, deploy : shell"), found: ratio, most: 1.25 });
        limits.push(memory(name, peak_kb));
    }
    let more = rows * 4;
    println!("\n{more} rows x 8 columns, two indexes, alone");
    let (_, peak_kb) = measure(more, false, 1);
    limits.push(memory(&format!("{more} rows"), peak_kb));
    if full {
        limits.push(large());
    }
    held(full, &limits)
}

/// What was found, and what it may be at most.
#[derive(Debug)]
struct Limit {
    what: String,
    found: f64,
    most: f64,
}

/// However many rows there are.
fn memory(what: &str, peak_kb: u64) -> Limit {
    Limit {
        what: format!("{what}, peak memory in MB"),
        found: peak_kb as f64 / 1000.0,
        most: 100.0,
    }
}

/// Prints each; where everything is to be proven, one that is above what it may be fails.
fn held(full: bool, limits: &[Limit]) -> ExitCode {
    println!();
    let mut good = true;
    for Limit { what, found, most } in limits {
        let holds = found <= most;
        good &= holds;
        let word = if holds { "holds" } else { "is above it" };
        println!("  {what}: {found:.2}, at most {most}: {word}");
    }
    if good || !full { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The rows of a file of two gigabytes, and how long the note of each is.
const LARGE: (usize, usize) = (2_950_000, 600);

fn large() -> Limit {
    let (rows, note) = LARGE;
    println!("\n{rows} rows x 8 columns of 0.7 kB, two indexes, deploy alone");
    let program = std::env::current_exe().expect("this program");
    let project = Project::new(program.to_str().expect("a plain path"), Provider::Sqlite);
    let base = TestDatabase::create(Place::Sqlite);
    prepare(&project, &base, rows, note, false);
    let run = deploy(&project, &base);
    println!(
        "  deploy {:6.2} s ({:5.2} s processor, {:6} kB)",
        run.wall, run.processor, run.peak_kb
    );
    memory("a file of two gigabytes", run.peak_kb)
}

fn deploy(project: &Project, database: &TestDatabase) -> Run {
    let arguments = ["migrate", "deploy", "--quiet", "--allow", "rebuild-table"];
    watch(project.start(database, &arguments))
}

/// A database with rows, and the migration that rebuilds their table, not applied yet.
fn prepare(project: &Project, base: &TestDatabase, rows: usize, note: usize, with_children: bool) {
    let children = if with_children { REMARK } else { "" };
    let models = match with_children {
        true => READING.replace("\n\n", "\n  remarks Remark[]\n\n"),
        false => READING.to_owned(),
    };
    project.write_schema(&format!("{models}{children}"));
    project.succeed(base, &["migrate", "dev", "--name", "init"]);
    base.connect().execute(&fill(rows, note, with_children)).expect("the rows fit");
    let optional = models.replace("value   Float", "value   Float?");
    project.write_schema(&format!("{optional}{children}"));
    project.succeed(base, &["migrate", "dev", "--name", "optional", "--create-only"]);
    let size = fs::metadata(base.file().expect("a file")).expect("it is there").len();
    println!("  file of {} MB; ours: {}; shell: {}", size / 1_000_000, ours(base), shell(base));
}

/// What the binary does.
fn run_comon() -> ExitCode {
    let cli = Cli::parse();
    let terminal = cli.terminal();
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let report = runtime.block_on(async {
        let interrupt = Interrupt::listen().expect("signals");
        cli.run(&terminal, &interrupt).await
    });
    let report = report.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(report.exit_code, 0, "{:?}", report.verdict);
    ExitCode::SUCCESS
}

/// One process from its start to its end.
#[derive(Debug, Clone, Copy)]
struct Run {
    wall: f64,
    processor: f64,
    peak_kb: u64,
}

/// The median ratio by the clock, and the highest peak of memory in kB.
fn measure(rows: usize, with_children: bool, repetitions: usize) -> (f64, u64) {
    let program = std::env::current_exe().expect("this program");
    let project = Project::new(program.to_str().expect("a plain path"), Provider::Sqlite);
    let base = TestDatabase::create(Place::Sqlite);
    prepare(&project, &base, rows, 0, with_children);
    let sql = project.migration("_optional").join("migration.sql");

    let mut peak_kb = 0;
    let mut ratios: Vec<(f64, f64)> = Vec::new();
    for at in 0..repetitions {
        let (left, right) = (base.copy(), base.copy());
        let deploy = || deploy(&project, &left);
        let by_hand = || {
            let mut command = Command::new("sqlite3");
            command.arg("-bail").arg(right.file().expect("a file"));
            command.stdin(fs::File::open(&sql).expect("migration.sql"));
            watch(command.stdout(Stdio::piped()).spawn().expect("the shell starts"))
        };
        let (comon, alone) = if at % 2 == 0 {
            let comon = deploy();
            (comon, by_hand())
        } else {
            let alone = by_hand();
            (deploy(), alone)
        };
        let ratio = (comon.wall / alone.wall, comon.processor / alone.processor);
        println!(
            "  deploy {:6.2} s ({:5.2} s processor, {:6} kB)   shell {:6.2} s ({:5.2} s processor, \
             {:6} kB)   ratio {:.2} ({:.2})",
            comon.wall,
            comon.processor,
            comon.peak_kb,
            alone.wall,
            alone.processor,
            alone.peak_kb,
            ratio.0,
            ratio.1
        );
        ratios.push(ratio);
        peak_kb = peak_kb.max(comon.peak_kb);
    }
    let median = |pick: fn(&(f64, f64)) -> f64| {
        let mut all: Vec<f64> = ratios.iter().map(pick).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or_default()
    };
    let by_the_clock = median(|each| each.0);
    println!(
        "  median ratio {by_the_clock:.2} by the clock, {:.2} of processor time",
        median(|each| each.1)
    );
    (by_the_clock, peak_kb)
}

/// `note`: how many characters the note of each row has; 0 for a short one of every third.
fn fill(rows: usize, note: usize, with_children: bool) -> String {
    let numbers =
        format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})");
    let note = match note {
        0 => "CASE WHEN i % 3 = 0 THEN 'note number ' || i END".to_owned(),
        length => format!("printf('%0{length}d', i)"),
    };
    let mut sql = format!(
        "BEGIN;\nINSERT INTO readings (device, at, kind, value, note, checked, batch) {numbers} \
         SELECT 'device-' || (i * 7919 % 5000), datetime(1700000000 + i * 13, 'unixepoch'), i % 7, \
                i * 0.37, {note}, i % 2, i / 1000 FROM n;\n"
    );
    if with_children {
        sql.push_str(&format!(
            "INSERT INTO remarks (readingId, text) {numbers} SELECT i, 'remark ' || i FROM n;\n"
        ));
    }
    sql + "COMMIT;"
}

/// Waits for the end. A process that has ended is kept in `/proc` until it is waited for.
fn watch(child: Child) -> Run {
    let started = Instant::now();
    let folder = Path::new("/proc").join(child.id().to_string());
    let mut peak_kb = 0;
    let processor = loop {
        let status = fs::read_to_string(folder.join("status")).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|text| text.split_whitespace().next()?.parse().ok());
        peak_kb = peak_kb.max(peak.unwrap_or(0));
        let stat = fs::read_to_string(folder.join("stat")).unwrap_or_default();
        // The name in parentheses may hold spaces; the state is the first field behind it.
        let fields: Vec<&str> =
            stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        if fields.first().is_none_or(|state| *state == "Z") {
            let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok());
            // Hundredths of a second, in user and system mode.
            break (ticks(11).unwrap_or(0.0) + ticks(12).unwrap_or(0.0)) / 100.0;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let wall = started.elapsed().as_secs_f64();
    let output = child.wait_with_output().expect("it ends");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{text}");
    Run { wall, processor, peak_kb }
}

const SETTINGS: [&str; 5] =
    ["journal_mode", "synchronous", "cache_size", "page_size", "temp_store"];

fn ours(database: &TestDatabase) -> String {
    let mut connection = database.connect();
    let version = connection.text("SELECT sqlite_version()");
    let setting = |name: &str| match name {
        // It changes something, so it is no table to select from.
        "journal_mode" => connection.text("PRAGMA journal_mode"),
        name => connection.text(&format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}")),
    };
    let settings: Vec<String> = SETTINGS.map(setting).to_vec();
    spoken(&version, &settings)
}

fn shell(database: &TestDatabase) -> String {
    let pragmas: String = SETTINGS.map(|name| format!("PRAGMA {name};")).concat();
    let output = Command::new("sqlite3")
        .arg(database.file().expect("a file"))
        .arg(format!("SELECT sqlite_version();{pragmas}"))
        .output()
        .expect("the shell answers");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut lines = text.lines().map(str::to_owned);
    let version = lines.next().unwrap_or_default();
    spoken(&version, &lines.collect::<Vec<_>>())
}

fn spoken(version: &str, settings: &[String]) -> String {
    let pairs = SETTINGS.iter().zip(settings).map(|(name, value)| format!("{name} {value}"));
    format!("SQLite {version}, {}", pairs.collect::<Vec<_>>().join(", "))
}
