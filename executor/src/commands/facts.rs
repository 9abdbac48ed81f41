//! The state of a deploy and a database -> the facts that preflight, a dry run and facts.json show,
//! and the same in lines for people.

use crate::commands::show::counted;
use crate::commands::state::State;
use crate::deploy::assess::Ready;
use crate::deploy::decision::Decision;
use crate::deploy::expected_work::{locks, missing_privileges, space, touched};
use crate::deploy::gate::Gate;
use crate::error::Result;
use crate::execute::record::now;
use crate::live::facts::{Measurements, Wanted, measure};
use crate::session::Session;
use planner_core::database::model::ObjectName;
use planner_core::provider::Provider;
use planner_core::review::facts::{
    FACTS_VERSION, Facts, LockFacts, MigrationFacts, ReplicaFacts, SpaceFacts, TableFacts,
    TransactionFacts, WarningFacts,
};
use std::collections::BTreeSet;
use std::time::Duration;

/// From which age on a transaction counts as long, unless a flag says otherwise.
pub const LONG_TRANSACTION: Duration = Duration::from_secs(60);

/// Measures all that bears on the pending migrations.
///
/// # Errors
///
/// The catalogue cannot be read.
pub async fn gather(
    session: &mut Session,
    state: &State,
    decision: &Decision,
    older_than: Duration,
) -> Result<Facts> {
    let ready: Vec<&Ready> =
        decision.pending.iter().filter_map(|name| state.ready.get(name)).collect();
    let tables: BTreeSet<ObjectName> = ready.iter().flat_map(|ready| touched(ready)).collect();
    let wanted = Wanted { look: &state.look, tables: &tables, older_than };
    let measured = measure(session, &wanted).await?;
    let migrations = ready.iter().map(|ready| {
        let name = &ready.reviewed.name;
        MigrationFacts {
            name: name.clone(),
            checksum: ready.reviewed.checksum.clone(),
            warnings: state
                .assessments
                .get(name)
                .map(|assessment| assessment.gates.iter().map(warning).collect())
                .unwrap_or_default(),
            locks: locks(ready),
            space: space(ready, &measured),
            missing_privileges: missing_privileges(ready, &measured.rights),
            hand_written: ready.is_hand_written(),
        }
    });
    let migrations = migrations.collect();
    let Measurements { database_bytes, free_bytes, tables, transactions, replicas, .. } = measured;
    Ok(Facts {
        version: FACTS_VERSION,
        measured_at: now(),
        provider: session.provider(),
        server_version: session.facts().version.clone(),
        database_bytes,
        free_bytes,
        migrations,
        tables: tables.into_values().collect(),
        transactions,
        replicas,
    })
}

fn warning(gate: &Gate) -> WarningFacts {
    WarningFacts {
        id: gate.id.clone(),
        subject: gate.subject.clone(),
        judgement: gate.measured.judgement.clone(),
        measured: gate.measured.lines(),
    }
}

/// Why the pending migrations would fail here although nothing refuses them, one sentence each. `copy`:
/// the bytes of the copy that is made before them.
pub fn obstacles(facts: &Facts, copy: Option<u64>) -> Vec<String> {
    let mut obstacles = Vec::new();
    for migration in &facts.migrations {
        let lacking = migration.missing_privileges.iter();
        obstacles.extend(lacking.map(|each| format!("{}: {each}", migration.name)));
        let own: u64 = migration.space.iter().filter_map(|space| space.bytes).sum();
        let needed = own.saturating_add(copy.unwrap_or_default());
        if let Some(free) = facts.free_bytes.filter(|free| *free < needed) {
            obstacles.push(format!(
                "{} needs up to {} beside what is there{}, and {} are free",
                migration.name,
                in_bytes(needed),
                if copy.is_some() { ", the copy before it included" } else { "" },
                in_bytes(free)
            ));
        }
    }
    obstacles
}

/// Everything but the warnings, for people.
pub fn lines(facts: &Facts, copy: Option<u64>, older_than: Duration) -> Vec<String> {
    let copied = |bytes| format!("A copy of the database is made first: {}.", in_bytes(bytes));
    let mut lines: Vec<String> = copy.map(copied).into_iter().collect();
    for migration in &facts.migrations {
        lines.push(format!("{}:", migration.name));
        if migration.locks.is_empty() {
            lines.push("  locks nothing that is there".to_owned());
        }
        lines.extend(migration.locks.iter().map(|lock| format!("  {}", lock_line(lock))));
        if migration.hand_written {
            lines.push(
                "  has statements that the planner did not write, whose locks are not known"
                    .to_owned(),
            );
        }
        lines.extend(migration.space.iter().map(|space| format!("  {}", space_line(space))));
        let lacking = migration.missing_privileges.iter();
        lines.extend(lacking.map(|each| format!("  missing: {each}")));
    }
    if !facts.tables.is_empty() {
        lines.push("Tables:".to_owned());
        lines.extend(facts.tables.iter().map(|table| format!("  {}", table_line(table))));
    }
    if !facts.transactions.is_empty() {
        let seconds = older_than.as_secs_f32();
        lines.push(format!("Transactions older than {seconds} s on these tables:"));
        lines.extend(facts.transactions.iter().map(|each| format!("  {}", transaction_line(each))));
    }
    if !facts.replicas.is_empty() {
        lines.push("Replicas:".to_owned());
        lines.extend(facts.replicas.iter().map(|each| format!("  {}", replica_line(each))));
    }
    let size = facts.database_bytes.map_or_else(|| "unknown".to_owned(), in_bytes);
    lines.push(match (facts.free_bytes, facts.provider) {
        (Some(free), _) => format!("Database {size}, {} free beside it.", in_bytes(free)),
        (None, Provider::Sqlite) => format!("Database {size}; free space unknown."),
        (None, Provider::Postgresql) => {
            format!("Database {size}; the free space of the server is seen on the server alone.")
        }
    });
    lines
}

fn lock_line(lock: &LockFacts) -> String {
    let blocks = match (lock.blocks_reads, lock.blocks_writes) {
        (true, _) => ", reads and writes wait",
        (false, true) => ", writes wait",
        (false, false) => "",
    };
    format!("locks {}: {}{blocks} while {}", lock.on, lock.mode, lock.work)
}

fn space_line(space: &SpaceFacts) -> String {
    let bytes = match space.bytes {
        Some(bytes) => format!("up to {}", in_bytes(bytes)),
        None => "an unknown amount".to_owned(),
    };
    let purpose = match space.purpose.as_str() {
        "rewrite" => "to write it anew, and as much write-ahead log",
        "rebuild" => "to build it anew, the journal included",
        _ => "to build indexes on it, and as much write-ahead log",
    };
    format!("needs {bytes} for {} {purpose}", space.table)
}

fn table_line(table: &TableFacts) -> String {
    let bytes = |bytes: Option<u64>| bytes.map_or_else(|| "size unknown".to_owned(), in_bytes);
    let rows = match table.rows {
        Some(1) => "about 1 row".to_owned(),
        Some(rows) => format!("about {rows} rows"),
        None => "rows unknown".to_owned(),
    };
    let mut line = format!("{}: {rows}, {}", table.name, bytes(table.bytes));
    for index in &table.indexes {
        line.push_str(&format!("; index {} {}", index.name, bytes(index.bytes)));
    }
    if !table.publications.is_empty() {
        let names = table.publications.join(", ");
        line.push_str(&format!(
            "; published by {names}: subscribers need the change of the schema as well"
        ));
    }
    line
}

fn transaction_line(each: &TransactionFacts) -> String {
    let name = each.application.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
    let state = each.state.as_deref().unwrap_or("state unknown");
    let age = match each.seconds {
        Some(seconds) => format!("for {seconds} s"),
        None => "for an unknown time".to_owned(),
    };
    format!("session {}{name}, {state} {age}, holds {}", each.process, each.tables.join(", "))
}

fn replica_line(each: &ReplicaFacts) -> String {
    let state = each.state.as_deref().unwrap_or("state unknown");
    let commits = if each.synchronous { ", commits wait for it" } else { "" };
    let behind = match each.behind_bytes {
        Some(bytes) => format!(", {} behind", in_bytes(bytes)),
        None => String::new(),
    };
    format!("{} ({}), {state}{commits}{behind}", each.name, each.kind)
}

/// `512 bytes`, `1.5 MB`: in steps of 1,000.
pub fn in_bytes(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return counted(usize::try_from(bytes).unwrap_or_default(), "byte");
    }
    let mut tenths = bytes / 100;
    let mut unit = 0;
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1000;
        unit += 1;
    }
    let name = UNITS.get(unit).copied().unwrap_or_default();
    format!("{}.{} {name}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::in_bytes;

    #[test]
    fn sizes_are_short() {
        for (bytes, text) in [
            (1, "1 byte"),
            (999, "999 bytes"),
            (1000, "1.0 kB"),
            (8192, "8.1 kB"),
            (1_234_567, "1.2 MB"),
            (2_000_000_000, "2.0 GB"),
            (9_999_000_000_000_000, "9999.0 TB"),
        ] {
            assert_eq!(in_bytes(bytes), text);
        }
    }
}
