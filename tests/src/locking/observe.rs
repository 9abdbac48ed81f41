//! A transaction on PostgreSQL -> the locks that it holds and the work that it did, as the server's
//! own catalogue and counters show. Knows nothing of plans.

use super::Locks;
use crate::database::Connection;
use planner_core::plan::{LockMode, Work};
use std::collections::{BTreeMap, BTreeSet};

/// The first number that is not one of the server's own objects.
const FIRST: u32 = 16384;

type Oid = u32;

/// Every table, index, sequence and TOAST table of a database.
#[derive(Debug)]
pub struct Relations(BTreeMap<Oid, Relation>);

#[derive(Debug)]
struct Relation {
    name: String,
    kind: String,
    /// The file that holds its rows.
    file: Oid,
    /// The table that it belongs to; a table belongs to itself.
    owner: Oid,
    /// Whether it never had a row.
    empty: bool,
}

/// What one transaction does to the tables that were there before.
#[derive(Debug)]
pub struct Observed {
    /// By table, and by index where that is locked more strongly than its table.
    pub locks: Locks,
    /// Tables that foreign keys refer to, with those that refer to them.
    referring: BTreeMap<String, BTreeSet<String>>,
    /// Tables without a row.
    empty: BTreeSet<String>,
}

impl Relations {
    /// Reads them.
    ///
    /// # Errors
    ///
    /// The database's message.
    pub fn read(connection: &mut Connection) -> Result<Self, String> {
        let rows = connection.rows(&format!(
            "SELECT c.oid::text,
                CASE WHEN n.nspname = 'public' OR c.relkind = 'i' THEN '' ELSE n.nspname || '.' END || c.relname,
                c.relkind::text, c.relfilenode::text,
                coalesce(i.indrelid, t.oid, d.refobjid, c.oid)::text,
                (c.relkind = 'r' AND pg_relation_size(c.oid) = 0)::text
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             LEFT JOIN pg_index i ON i.indexrelid = c.oid
             LEFT JOIN pg_class t ON c.relkind = 't' AND t.reltoastrelid = c.oid
             LEFT JOIN pg_depend d ON c.relkind = 'S' AND d.classid = 'pg_class'::regclass
                AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
                AND d.deptype IN ('a', 'i')
             WHERE c.oid >= {FIRST}"
        ))?;
        let relation = |row: Vec<Option<String>>| {
            let mut texts = row.into_iter().map(Option::unwrap_or_default);
            let mut text = || texts.next().expect("six columns");
            let (oid, name, kind) = (number(&text()), text(), text());
            let (file, owner) = (number(&text()), number(&text()));
            (oid, Relation { name, kind, file, owner, empty: text() == "true" })
        };
        Ok(Self(rows.into_iter().map(relation).collect()))
    }

    /// The table that a relation belongs to.
    fn table_of(&self, oid: Oid) -> Oid {
        match self.0.get(&oid) {
            // The index of a TOAST table belongs to that first.
            Some(relation) if relation.owner != oid => self.table_of(relation.owner),
            Some(_) | None => oid,
        }
    }

    fn is_table(&self, oid: Oid) -> bool {
        self.0.get(&oid).is_some_and(|relation| relation.kind == "r")
    }
}

fn number(text: &str) -> u32 {
    text.parse().expect("a number")
}

/// Runs something in the open transaction and says what the transaction holds and did. `start`:
/// what was there before the migration; nobody else can wait for anything newer.
///
/// # Errors
///
/// What was run fails.
pub fn observe(
    connection: &mut Connection,
    start: &Relations,
    run: impl FnOnce(&mut Connection) -> Result<(), String>,
) -> Result<Observed, String> {
    let before = Relations::read(connection)?;
    let scans = scans(connection)?;
    run(connection)?;
    let after = Relations::read(connection)?;
    let scanned = self::scans(connection)?;

    let mut modes: BTreeMap<Oid, LockMode> = BTreeMap::new();
    for (oid, mode) in held(connection)? {
        let strongest = modes.entry(oid).or_insert(mode);
        *strongest = mode.max(*strongest);
    }
    let files: BTreeSet<Oid> = before.0.values().map(|relation| relation.file).collect();
    let mut built: BTreeSet<Oid> = BTreeSet::new();
    for relation in after.0.values().filter(|relation| relation.kind == "i") {
        if !files.contains(&relation.file) {
            built.insert(relation.owner);
        }
    }
    let work = |table: Oid| {
        let file = |relations: &Relations| relations.0.get(&table).map(|each| each.file);
        let is_there = after.0.contains_key(&table);
        if is_there && file(&before) != file(&after) {
            Work::Rewrite
        } else if built.contains(&table) {
            Work::IndexBuild
        } else if scanned.get(&table) > scans.get(&table) {
            Work::Scan
        } else {
            Work::Catalogue
        }
    };
    let mut locks = Locks::new();
    for (oid, mode) in &modes {
        let Some(relation) = start.0.get(oid) else { continue };
        let table = before.table_of(*oid);
        if table == *oid {
            locks.insert((relation.name.clone(), None), (*mode, work(table)));
        } else if modes.get(&table) < Some(mode)
            && let Some(owner) = start.0.get(&table)
        {
            let name = (owner.name.clone(), Some(relation.name.clone()));
            locks.insert(name, (*mode, work(table)));
        }
    }
    let is_empty = |oid: &Oid| before.0.get(oid).is_some_and(|relation| relation.empty);
    let empty = start.0.iter().filter(|(oid, _)| is_empty(oid));
    let empty = empty.map(|(_, relation)| relation.name.clone()).collect();
    Ok(Observed { locks, referring: referring(connection, start)?, empty })
}

/// The locks on relations that this session holds.
fn held(connection: &mut Connection) -> Result<Vec<(Oid, LockMode)>, String> {
    let rows = connection.rows(&format!(
        "SELECT relation::text, mode FROM pg_locks
         WHERE locktype = 'relation' AND pid = pg_backend_pid() AND granted
            AND relation >= {FIRST}
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    ))?;
    let lock = |row: Vec<Option<String>>| {
        let [Some(oid), Some(mode)] = row.as_slice() else { panic!("{row:?}") };
        (number(oid), mode_of(mode))
    };
    Ok(rows.into_iter().map(lock).collect())
}

/// `AccessExclusiveLock` is ACCESS EXCLUSIVE.
fn mode_of(name: &str) -> LockMode {
    let plain = |mode: &LockMode| mode.in_words().replace(' ', "").to_lowercase();
    let wanted = name.trim_end_matches("Lock").to_lowercase();
    let mode = LockMode::ALL.into_iter().find(|mode| plain(mode) == wanted);
    mode.unwrap_or_else(|| panic!("no mode is called {name}"))
}

/// How often each table was read from its first row to its last: ALTER TABLE, index builds and
/// queries count alike.
fn scans(connection: &mut Connection) -> Result<BTreeMap<Oid, u64>, String> {
    let rows =
        connection.rows("SELECT relid::text, seq_scan::text FROM pg_stat_xact_user_tables")?;
    let count = |row: Vec<Option<String>>| {
        let [Some(oid), count] = row.as_slice() else { panic!("{row:?}") };
        let count = count.as_deref().unwrap_or("0");
        (number(oid), count.parse().expect("a number"))
    };
    Ok(rows.into_iter().map(count).collect())
}

fn referring(
    connection: &mut Connection,
    start: &Relations,
) -> Result<BTreeMap<String, BTreeSet<String>>, String> {
    let keys = "SELECT confrelid::text, conrelid::text FROM pg_constraint WHERE contype = 'f'";
    let mut referring: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in connection.rows(keys)? {
        let name = |at: usize| {
            let oid = row.get(at).cloned().flatten().map(|text| number(&text));
            let oid = oid.filter(|oid| start.is_table(*oid));
            oid.and_then(|oid| Some(start.0.get(&oid)?.name.clone()))
        };
        if let (Some(parent), Some(child)) = (name(0), name(1)) {
            referring.entry(parent).or_default().insert(child);
        }
    }
    Ok(referring)
}

impl Observed {
    /// Whether a table had no row.
    pub fn is_empty(&self, table: &str) -> bool {
        self.empty.contains(table)
    }

    /// Takes as they were found: tables that were read and have no row, and parents that were read
    /// because the rows of a table are looked up in them. There, the server's own query planner
    /// decides whether it reads the parent from end to end or through its key.
    pub fn pardon(&self, said: &mut Locks) {
        let read: BTreeSet<String> = said
            .iter()
            .filter(|(_, (_, work))| *work >= Work::Scan)
            .map(|((table, _), _)| table.clone())
            .collect();
        for ((table, _), (_, work)) in said.iter_mut() {
            let looked_up = self.referring.get(table).is_some_and(|all| !all.is_disjoint(&read));
            let found = self.locks.get(&(table.clone(), None)).map(|(_, work)| *work);
            let is_read = *work == Work::Catalogue && found == Some(Work::Scan);
            if is_read && (looked_up || self.is_empty(table)) {
                *work = Work::Scan;
            }
        }
    }
}
