//! The lines by which programs and tests say what a proof came to -> one table of all of them, to be
//! pasted into docs/measurements.md. Knows nothing of what is proven.

use crate::setup::servers;
use crate::workspace::{self, command_in, output_of};
use std::fs;
use std::process::Command;

/// A proof and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What was proven, and where.
    pub what: String,
    /// How much was asked, and of that what passed, failed and was refused.
    pub counts: [usize; 4],
    /// How long it took.
    pub seconds: f64,
}

/// Reads `proof: <what>: 6 asked, 3 passed, 1 failed, 2 refused, 0.5 s`.
pub fn row_of(line: &str) -> Option<Row> {
    let (what, numbers) = line.strip_prefix("proof: ")?.rsplit_once(": ")?;
    let mut parts = numbers.split(", ");
    let mut counts = [0; 4];
    for (count, word) in counts.iter_mut().zip(["asked", "passed", "failed", "refused"]) {
        *count = parts.next()?.strip_suffix(word)?.trim().parse().ok()?;
    }
    let seconds = parts.next()?.strip_suffix(" s")?.parse().ok()?;
    Some(Row { what: what.to_owned(), counts, seconds })
}

/// Prints the table, after the commit that it is of and the servers that were there.
pub fn print_table(rows: &[Row]) {
    println!("Commit {}; {}.\n", commit(), found_servers().join(", "));
    println!("| what | asked | passed | failed | refused | seconds |");
    println!("| --- | --- | --- | --- | --- | --- |");
    for row in rows {
        println!("{}", line(row));
    }
    println!();
}

fn line(row: &Row) -> String {
    let [asked, passed, failed, refused] = row.counts;
    format!("| {} | {asked} | {passed} | {failed} | {refused} | {:.0} |", row.what, row.seconds)
}

fn commit() -> String {
    let git = |arguments: &[&str]| {
        output_of(command_in(&workspace::root(), "git").args(arguments))
            .map(|output| output.trim().to_owned())
    };
    match (git(&["rev-parse", "--short", "HEAD"]), git(&["status", "--porcelain"])) {
        (Ok(commit), Ok(changes)) if changes.is_empty() => format!("`{commit}`"),
        (Ok(commit), _) => format!("`{commit}` with changes that are not committed"),
        (Err(_), _) => "unknown".to_owned(),
    }
}

/// As each server calls itself, by its link among the tools.
fn found_servers() -> Vec<String> {
    let Ok(entries) = fs::read_dir(servers::tools()) else { return Vec::new() };
    let mut programs: Vec<_> = entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("postgres-"))
        .map(|entry| entry.path().join("bin/postgres"))
        .collect();
    programs.sort();
    let version = |program| output_of(Command::new(program).arg("--version")).ok();
    let versions = programs.into_iter().filter_map(version);
    versions.map(|said| said.trim().replace("postgres (PostgreSQL)", "PostgreSQL")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_proof_becomes_a_row() {
        let row = row_of(
            "proof: pairs on PostgreSQL 18: both ways: 6 asked, 3 passed, 1 failed, 2 refused, 0.5 s",
        );
        let expected = Row {
            what: "pairs on PostgreSQL 18: both ways".to_owned(),
            counts: [6, 3, 1, 2],
            seconds: 0.5,
        };
        assert_eq!(row.as_ref(), Some(&expected));
        let shown = row.as_ref().map(line).unwrap_or_default();
        assert_eq!(shown, "| pairs on PostgreSQL 18: both ways | 6 | 3 | 1 | 2 | 0 |");
        assert_eq!(row_of("3 passed; 0 failed"), None);
    }
}
