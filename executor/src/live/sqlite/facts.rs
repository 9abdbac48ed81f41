//! SQLite: sizes of tables and indexes, the size of the file, the free space beside it, and whether
//! file and folder can be written.

use crate::error::{Result, io_words};
use crate::live::facts::{Measurements, Rights, Wanted};
use crate::live::probes::number_in_time;
use crate::session::{Param, Session};
use crate::system;
use planner_core::dialect::sqlite::identifiers::quote;
use planner_core::review::facts::{IndexFacts, TableFacts};
use std::path::Path;

pub(in crate::live) async fn measure(
    session: &mut Session,
    file: &Path,
    wanted: &Wanted<'_>,
) -> Result<Measurements> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut measurements = Measurements {
        database_bytes: file_bytes(file),
        free_bytes: system::free_bytes(folder),
        rights: Rights { unwritable: unwritable(file, folder), ..Rights::default() },
        ..Measurements::default()
    };
    for table in wanted.tables {
        let name = &table.name;
        let found = session
            .query_with(
                "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1",
                &[Param::from(name.as_str())],
            )
            .await?;
        if found.is_empty() {
            continue;
        }
        let rows =
            number_in_time(session, &format!("SELECT count(*) FROM {}", quote(name))).await?;
        let mut indexes = Vec::new();
        let listed = session
            .query_with(
                "SELECT name FROM pragma_index_list($1) ORDER BY name",
                &[Param::from(name.as_str())],
            )
            .await?;
        for row in &listed {
            let index = row.text_or_empty(0).to_owned();
            let bytes = stored_bytes(session, &index).await?;
            indexes.push(IndexFacts { name: index, bytes });
        }
        let facts = TableFacts {
            name: table.to_string(),
            rows,
            bytes: stored_bytes(session, name).await?,
            indexes,
            publications: Vec::new(),
        };
        measurements.tables.insert(table.clone(), facts);
    }
    Ok(measurements)
}

/// The file and what is not yet written back into it.
fn file_bytes(file: &Path) -> Option<u64> {
    let own = std::fs::metadata(file).ok()?.len();
    let mut wal = file.as_os_str().to_owned();
    wal.push("-wal");
    let wal = std::fs::metadata(wal).map(|each| each.len()).unwrap_or_default();
    Some(own.saturating_add(wal))
}

/// All pages of a table or index. <https://www.sqlite.org/dbstat.html>
async fn stored_bytes(session: &mut Session, name: &str) -> Result<Option<u64>> {
    let literal = format!("'{}'", name.replace('\'', "''"));
    let sql = format!("SELECT pgsize FROM dbstat WHERE aggregate = TRUE AND name = {literal}");
    number_in_time(session, &sql).await
}

/// SQLite writes the file and puts its journal beside it.
fn unwritable(file: &Path, folder: &Path) -> Option<String> {
    for path in [file, folder] {
        if let Err(error) = system::check_writable(path) {
            let words = io_words(&error);
            return Some(format!("{} cannot be written: {words}", path.display()));
        }
    }
    None
}
