//! PostgreSQL: sizes of tables and indexes, what the role may do with them, transactions that hold
//! them for long, replicas and publications.

use super::filter::{Filter, literal};
use crate::error::Result;
use crate::history::store;
use crate::history::tables::HISTORY;
use crate::live::Scope;
use crate::live::facts::{HistoryRight, Measurements, Right, Rights, Wanted};
use crate::session::{Row, Session};
use planner_core::database::model::ObjectName;
use planner_core::review::facts::{IndexFacts, ReplicaFacts, TableFacts, TransactionFacts};
use std::collections::BTreeMap;
use std::time::Duration;

pub(in crate::live) async fn measure(
    session: &mut Session,
    default_schema: &str,
    wanted: &Wanted<'_>,
) -> Result<Measurements> {
    let scope = Scope { only: Some(wanted.tables.clone()), ..wanted.look.clone() };
    let filter = Filter::new(default_schema, &scope);
    let row = session.query_one("SELECT pg_catalog.pg_database_size(current_database())").await?;
    let (tables, owners) = tables(session, &filter).await?;
    Ok(Measurements {
        database_bytes: bytes(&row, 0),
        // The server's file system is seen by no query.
        free_bytes: None,
        tables,
        rights: rights(session, &filter, default_schema, owners).await?,
        transactions: transactions(session, &filter, wanted.older_than).await?,
        replicas: replicas(session).await?,
    })
}

fn bytes(row: &Row, column: usize) -> Option<u64> {
    row.integer(column).and_then(|number| u64::try_from(number).ok())
}

type Tables = BTreeMap<ObjectName, TableFacts>;
type Owned = BTreeMap<ObjectName, Right>;

async fn tables(session: &mut Session, filter: &Filter) -> Result<(Tables, Owned)> {
    let condition = filter.tables("n.nspname", "c");
    let from = "FROM pg_catalog.pg_class c \
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace";
    let rows = session
        .query(&format!(
            "SELECT n.nspname::text, c.relname::text, c.reltuples::bigint, \
             pg_catalog.pg_table_size(c.oid), pg_catalog.pg_get_userbyid(c.relowner)::text, \
             pg_catalog.pg_has_role(c.relowner, 'USAGE'), \
             pg_catalog.has_table_privilege(c.oid, 'REFERENCES') \
             {from} WHERE c.relkind IN ('r', 'p') AND {condition}"
        ))
        .await?;
    let mut tables = BTreeMap::new();
    let mut owners = BTreeMap::new();
    for row in &rows {
        let name = filter.name(row.text_or_empty(0), row.text_or_empty(1));
        let facts = TableFacts {
            name: name.to_string(),
            // Nothing is known of a table that was never analysed.
            rows: bytes(row, 2),
            bytes: bytes(row, 3),
            indexes: Vec::new(),
            publications: Vec::new(),
        };
        let right = Right {
            owner: row.text_or_empty(4).to_owned(),
            owns: row.is_true(5),
            references: row.is_true(6),
        };
        owners.insert(name.clone(), right);
        tables.insert(name, facts);
    }
    let indexes = session
        .query(&format!(
            "SELECT n.nspname::text, c.relname::text, i.relname::text, \
             pg_catalog.pg_relation_size(i.oid) {from} \
             JOIN pg_catalog.pg_index x ON x.indrelid = c.oid \
             JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid \
             WHERE {condition} ORDER BY i.relname"
        ))
        .await?;
    for row in &indexes {
        let name = filter.name(row.text_or_empty(0), row.text_or_empty(1));
        if let Some(table) = tables.get_mut(&name) {
            let index = row.text_or_empty(2).to_owned();
            table.indexes.push(IndexFacts { name: index, bytes: bytes(row, 3) });
        }
    }
    let publications = session
        .query(&format!(
            "SELECT n.nspname::text, c.relname::text, p.pubname::text {from} \
             JOIN pg_catalog.pg_publication_tables p \
             ON p.schemaname = n.nspname AND p.tablename = c.relname \
             WHERE {condition} ORDER BY p.pubname"
        ))
        .await?;
    for row in &publications {
        let name = filter.name(row.text_or_empty(0), row.text_or_empty(1));
        if let Some(table) = tables.get_mut(&name) {
            table.publications.push(row.text_or_empty(2).to_owned());
        }
    }
    Ok((tables, owners))
}

async fn rights(
    session: &mut Session,
    filter: &Filter,
    default_schema: &str,
    tables: Owned,
) -> Result<Rights> {
    let role = session.facts().user.clone();
    let schemas = filter.schemas("n.nspname");
    let rows = session
        .query(&format!(
            "SELECT n.nspname::text FROM pg_catalog.pg_namespace n WHERE {schemas} \
             AND NOT pg_catalog.has_schema_privilege(n.oid, 'CREATE')"
        ))
        .await?;
    let closed_schemas = rows.iter().map(|row| row.text_or_empty(0).to_owned()).collect();
    let rows = session
        .query(&format!(
            "SELECT n.nspname::text, t.typname::text, \
             pg_catalog.pg_get_userbyid(t.typowner)::text, \
             pg_catalog.pg_has_role(t.typowner, 'USAGE') FROM pg_catalog.pg_type t \
             JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
             WHERE t.typtype = 'e' AND {schemas}"
        ))
        .await?;
    let enums = rows.iter().map(|row| {
        let name = filter.name(row.text_or_empty(0), row.text_or_empty(1));
        let owner = row.text_or_empty(2).to_owned();
        (name, Right { owner, owns: row.is_true(3), references: false })
    });
    let enums = enums.collect();
    let sql = format!(
        "SELECT pg_catalog.has_database_privilege(current_database(), 'CREATE'), \
         EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = {}), \
         EXISTS (SELECT 1 FROM pg_catalog.pg_settings \
         WHERE name = 'default_transaction_read_only' AND reset_val = 'on')",
        literal(default_schema)
    );
    let row = session.query_one(&sql).await?;
    let name = role.as_deref().unwrap_or("the role");
    // What a session begins with; this one set its own.
    let unwritable = row.is_true(2).then(|| {
        format!("{name} only reads here: default_transaction_read_only is on for its sessions")
    });
    Ok(Rights {
        tables,
        enums,
        history: history(session, default_schema).await?,
        closed_schemas,
        default_schema: default_schema.to_owned(),
        has_default_schema: row.is_true(1),
        creates_schemas: row.is_true(0),
        unwritable,
        role,
    })
}

async fn history(session: &mut Session, default_schema: &str) -> Result<Option<HistoryRight>> {
    let sql = format!(
        "SELECT pg_catalog.pg_get_userbyid(c.relowner)::text, \
         pg_catalog.pg_has_role(c.relowner, 'USAGE'), \
         pg_catalog.has_table_privilege(c.oid, 'INSERT') FROM pg_catalog.pg_class c \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE n.nspname = {} AND c.relname = '{HISTORY}'",
        literal(default_schema)
    );
    let rows = session.query(&sql).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(HistoryRight {
        owner: row.text_or_empty(0).to_owned(),
        owns: row.is_true(1),
        inserts: row.is_true(2),
        is_complete: store::is_prepared(session).await?,
    }))
}

/// Of a session that this role may not look into only its locks are seen: its age is unknown, and
/// it is told as well.
async fn transactions(
    session: &mut Session,
    filter: &Filter,
    older_than: Duration,
) -> Result<Vec<TransactionFacts>> {
    let rows = session
        .query(&format!(
            "SELECT DISTINCT a.pid, nullif(a.application_name, ''), a.state, \
             floor(extract(epoch FROM clock_timestamp() - a.xact_start))::bigint, \
             n.nspname::text, c.relname::text FROM pg_catalog.pg_stat_activity a \
             JOIN pg_catalog.pg_locks l ON l.pid = a.pid AND l.locktype = 'relation' AND l.granted \
             AND l.database = a.datid JOIN pg_catalog.pg_class c ON c.oid = l.relation \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE a.datname = current_database() AND a.pid <> pg_catalog.pg_backend_pid() \
             AND (a.xact_start IS NULL OR a.xact_start <= clock_timestamp() \
             - interval '{} milliseconds') AND c.relkind IN ('r', 'p') AND {} ORDER BY a.pid",
            older_than.as_millis(),
            filter.tables("n.nspname", "c")
        ))
        .await?;
    let mut found: Vec<TransactionFacts> = Vec::new();
    for row in &rows {
        let process = row.integer(0).unwrap_or_default();
        let table = filter.name(row.text_or_empty(4), row.text_or_empty(5)).to_string();
        match found.last_mut() {
            Some(last) if last.process == process => last.tables.push(table),
            Some(_) | None => found.push(TransactionFacts {
                process,
                application: row.text(1).map(str::to_owned),
                state: row.text(2).map(str::to_owned),
                seconds: bytes(row, 3),
                tables: vec![table],
            }),
        }
    }
    Ok(found)
}

/// Servers that stream from this one, and logical slots of this database that wait for a reader.
async fn replicas(session: &mut Session) -> Result<Vec<ReplicaFacts>> {
    let behind = |position: &str| {
        format!(
            "CASE WHEN NOT pg_catalog.pg_is_in_recovery() \
             THEN pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), {position})::bigint \
             END"
        )
    };
    let sql = format!(
        "SELECT coalesce(nullif(r.application_name, ''), 'pid ' || r.pid), \
         CASE WHEN s.slot_type = 'logical' THEN 'logical' ELSE 'physical' END, r.state, \
         coalesce(r.sync_state IN ('sync', 'quorum'), false), {walsender} \
         FROM pg_catalog.pg_stat_replication r \
         LEFT JOIN pg_catalog.pg_replication_slots s ON s.active_pid = r.pid \
         UNION ALL SELECT s.slot_name::text, 'logical', 'inactive', false, {slot} \
         FROM pg_catalog.pg_replication_slots s WHERE s.slot_type = 'logical' AND NOT s.active \
         AND s.database = current_database() ORDER BY 1",
        walsender = behind("r.replay_lsn"),
        slot = behind("s.confirmed_flush_lsn"),
    );
    let rows = session.query(&sql).await?;
    let read = |row: &Row| ReplicaFacts {
        name: row.text_or_empty(0).to_owned(),
        kind: row.text_or_empty(1).to_owned(),
        state: row.text(2).map(str::to_owned),
        synchronous: row.is_true(3),
        behind_bytes: bytes(row, 4),
    };
    Ok(rows.iter().map(read).collect())
}
