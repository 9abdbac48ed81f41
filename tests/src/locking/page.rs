//! docs/locks.md, from the table that the planner itself uses.

use planner_core::database::model::ObjectName;
use planner_core::dialect::postgres::locks::{Hold, claim};
use planner_core::dialect::postgres::sql::statement::Statement;
use planner_core::plan::{LockMode, Work};

const HEAD: &str = "# Locks

What a migration keeps waiting while it runs, and why. Each step of a review names the locks that it
takes and the work that it does under them; this page lists them for every kind of statement that
the planner writes.

<!-- Generated from planner-core/src/dialect/postgres/locks.rs: after a change there, run
UPDATE_EXPECT=1 cargo test -p comon-tests --test suite locks:: -->

## PostgreSQL

`t` is the statement's table, `p` a table that its foreign keys refer to, `c` a table whose foreign
keys refer to it. Where a column changes its type, only foreign keys over this column count. Indexes,
TOAST tables and the sequences of columns are never locked more strongly than their table. A table
that the same migration creates is locked, too, but nobody else knows it.

Every line is proven by the tests: each kind is run in an open transaction over rows, alone, and what
`pg_locks`, the files of tables and indexes (`pg_class.relfilenode`) and the scan counters show is
compared with this table. `cargo xtask test` does so on PostgreSQL 14 and 18, with `--servers all` on
14, 15, 16, 17 and 18; the versions do not differ.

| statement | where | locks | work |
| --- | --- | --- | --- |
";

const PARENTS: &str = "
Where the rows of a table are looked up in another one because of a foreign key, the server reads that
one through its key or from end to end, as it deems faster.

An extension's own script may lock what the extension made. A type written as `Unsupported(\"…\")` may
be a domain whose constraints are checked for every row: the planner cannot know.

### Who waits

| mode | reads | writes |
| --- | --- | --- |
";

const REST: &str = "
ALTER TABLE and DROP wait for every query that runs on the table already, and VACUUM and other changes
of the table wait for all modes from SHARE UPDATE EXCLUSIVE on.

A lock is held until its transaction ends. A quick change before a long one in the same transaction
therefore blocks its table for as long as the long one takes, and one after it does not. That is what
the notices [`blocks-reads-and-writes`](warnings.md#blocks-reads-and-writes) and
[`blocks-writes`](warnings.md#blocks-writes) say, and a migration that changes nothing but the
catalogue raises neither. Waiting blocks as well: whoever comes after a statement that waits for ACCESS
EXCLUSIVE waits behind it, which is why `deploy` gives up after a lock timeout and tries again.

Every statement that the planner writes runs inside a transaction. All are in one, but for values
added to an enum that the same migration uses: the server admits these after a commit, so they have a
transaction of their own, before the rest.

## SQLite

The lock is the file. A migration is one transaction, opened by `BEGIN IMMEDIATE`, rebuilds of tables
included:

- **Writes** of others wait from its beginning to its end, whatever the tables.
- **Reads** go on and see the state before. In WAL mode they do so until the end. In the other journal
  modes they wait while the changes are written to the file: during the commit and, where the changes
  do not fit in the page cache (`PRAGMA cache_size`, 2 MB if nothing else is said), from then on.
";

/// The page.
pub fn render() -> String {
    let mut text = HEAD.to_owned();
    for statement in Statement::ALL {
        text.push_str(&line(*statement));
    }
    text.push_str(PARENTS);
    for mode in LockMode::ALL {
        let or_not = |blocked: bool| if blocked { "wait" } else { "go on" };
        let (reads, writes) = (or_not(mode.blocks_reads()), or_not(mode.blocks_writes()));
        text.push_str(&format!("| {} | {reads} | {writes} |\n", mode.in_words()));
    }
    text.push_str(REST);
    text
}

fn line(statement: Statement) -> String {
    let claim = claim(statement);
    let holds: Vec<(&str, Hold)> = [
        ("`t`", claim.table),
        ("the index", claim.index),
        ("`p`", claim.parent),
        ("`c`", claim.child),
    ]
    .into_iter()
    .filter_map(|(name, hold)| Some((name, hold?)))
    .collect();
    let locks: Vec<String> =
        holds.iter().map(|(name, hold)| format!("{name}: {}", hold.mode.in_words())).collect();
    let works: Vec<String> = holds
        .iter()
        .filter(|(_, hold)| hold.work > Work::Catalogue)
        .map(|(name, hold)| hold.work.on(&ObjectName::local(*name)))
        .collect();
    let or = |texts: &[String], none: &str| match texts {
        [] => none.to_owned(),
        _ => texts.join("<br>"),
    };
    format!(
        "| `{}` | {} | {} | {} |\n",
        statement.form(),
        statement.condition(),
        or(&locks, "no table"),
        or(&works, "catalogue only")
    )
}
