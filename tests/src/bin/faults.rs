//! Fault injection on real databases: deploys cut off in every way at every point. In: the binary
//! `comon`. Out: a table of the ways and how often the next run came to the end of an undisturbed
//! one; what differed, with the point at which it was disturbed; exit code 1 where something did.
//!
//! `faults PROGRAM [--full] [--only WAY]`: a sample, or everything; ways are boundaries, moments,
//! server-kills, disk-full and crowd, each also with `-postgresql` or `-sqlite` behind it.

use comon_tests::database::Place;
use comon_tests::faults::story::Story;
use comon_tests::faults::{boundaries, crowd, disk_full, moments, server_kills, story, table};
use comon_tests::mortal_server::{DURABLE, MortalServer};
use comon_tests::server;
use planner_core::provider::Provider;
use std::process::ExitCode;

/// How much is done, in a sample and in full.
struct Amounts {
    /// Every which boundary.
    boundary: usize,
    moments: usize,
    server_kills: usize,
    /// By how many pages the room grows.
    pages: u64,
    crowds: usize,
}

const SAMPLE: Amounts = Amounts { boundary: 29, moments: 8, server_kills: 2, pages: 64, crowds: 1 };

const FULL: Amounts = Amounts { boundary: 1, moments: 500, server_kills: 50, pages: 1, crowds: 20 };

const WAYS: [&str; 5] = ["boundaries", "moments", "crowd", "disk-full", "server-kills"];

fn main() -> ExitCode {
    let mut program = None;
    let mut full = false;
    let mut only = String::new();
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--full" => full = true,
            "--only" => only = given.next().unwrap_or_default(),
            _ => program = Some(argument),
        }
    }
    let Some(program) = program else {
        eprintln!("usage: faults PROGRAM [--full] [--only WAY]");
        return ExitCode::from(2);
    };
    let amounts = if full { FULL } else { SAMPLE };
    table::print_head();
    let mut good = true;
    for place in Place::of_each_provider() {
        let wanted = |way: &str| {
            let whole = format!("{way}-{}", place.provider());
            only.is_empty() || whole == only || way == only
        };
        if !WAYS.into_iter().any(wanted) {
            continue;
        }
        let migrations = story::write_migrations(&program, place);
        let story = Story::on(place, &migrations);
        if wanted("boundaries") {
            for line in boundaries::run(&story, amounts.boundary) {
                good &= line.print();
            }
        }
        if wanted("moments") {
            good &= moments::run(&story, amounts.moments).print();
        }
        if wanted("crowd") {
            let modes: &[Option<&str>] = match place {
                Place::Sqlite => &[Some("delete"), Some("wal")],
                Place::Postgres(_) => &[None],
            };
            for mode in modes {
                good &= crowd::run(&story, amounts.crowds, *mode).print();
            }
        }
        if wanted("disk-full") {
            good &= disk_full(&story, amounts.pages);
        }
        if wanted("server-kills") && place.provider() == Provider::Postgresql {
            let mortal = MortalServer::start_new(&DURABLE, None);
            let story = Story::on(Place::Postgres(mortal.server), &migrations);
            good &= server_kills::run(&story, &mortal, amounts.server_kills).print();
            story.prepared.remove();
        }
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn disk_full(story: &Story, pages: u64) -> bool {
    let place = story.prepared.place;
    let lines = match place {
        Place::Sqlite => {
            let line = |copied| disk_full::sqlite(story, pages, copied);
            line(false).zip(line(true)).map(|(own, copied)| vec![own, copied])
        }
        Place::Postgres(_) => disk_full::SmallDisk::mount(96).map(|disk| {
            let (server, story) = disk_full::server_on(&disk, &story.project);
            // Its files grow by several pages at once.
            let line = disk_full::postgresql(&story, &disk, &server, 8 * pages);
            story.prepared.remove();
            vec![line]
        }),
    };
    match lines {
        Some(lines) => {
            // Each is printed, also behind one that did not hold.
            let held: Vec<bool> = lines.into_iter().map(table::Line::print).collect();
            !held.contains(&false)
        }
        None => {
            let root = server::unprivileged_user().is_some();
            println!("disk full on {}: not run, a small disk cannot be mounted", place.name());
            // Without root nothing else is to be expected.
            !root
        }
    }
}
