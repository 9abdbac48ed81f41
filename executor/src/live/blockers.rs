//! PostgreSQL: the sessions that a waiting session waits for. Reads only, and never the text of
//! anybody's query: it can hold what nobody else may see.

use crate::error::Result;
use crate::session::Session;

/// A session that holds a lock, or stands before us in the queue for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// Its server process.
    pub process: i64,
    /// What it calls itself, else what kind of process it is.
    pub name: Option<String>,
    /// Its role.
    pub user: Option<String>,
    /// Such as `idle in transaction`; `None` where this role may not see it.
    pub state: Option<String>,
    /// When its transaction began, in UTC.
    pub since: Option<String>,
    /// When its last query began, in UTC.
    pub query_start: Option<String>,
}

impl Blocker {
    /// One line for people.
    pub fn describe(&self) -> String {
        let mut line = format!("blocked by session {}", self.process);
        match (&self.name, &self.user) {
            (Some(name), Some(user)) => line.push_str(&format!(" ({name} of {user})")),
            (Some(one), None) | (None, Some(one)) => line.push_str(&format!(" ({one})")),
            (None, None) => {}
        }
        line.push_str(&format!(", {}", self.state.as_deref().unwrap_or("state unknown")));
        if let Some(since) = &self.since {
            line.push_str(&format!(", its transaction began at {since}"));
        }
        if let Some(start) = &self.query_start {
            line.push_str(&format!(", its last query began at {start}"));
        }
        line
    }
}

/// Who blocks that server process right now; empty where it does not wait.
///
/// # Errors
///
/// The server cannot be asked.
pub async fn blockers_of(session: &mut Session, process: i64) -> Result<Vec<Blocker>> {
    let rows = session.query(&blockers_sql(process)).await?;
    let text = |text: Option<&str>| text.map(str::to_owned);
    Ok(rows
        .iter()
        .map(|row| Blocker {
            process: row.integer(0).unwrap_or_default(),
            name: text(row.text(1)),
            user: text(row.text(2)),
            state: text(row.text(3)),
            since: text(row.text(4)),
            query_start: text(row.text(5)),
        })
        .collect())
}

fn blockers_sql(process: i64) -> String {
    let time = |column: &str| {
        format!("to_char(a.{column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")
    };
    format!(
        "SELECT DISTINCT b.pid, \
         coalesce(nullif(a.application_name, ''), a.backend_type), \
         a.usename::text, a.state, {}, {} \
         FROM unnest(pg_catalog.pg_blocking_pids({process})) AS b(pid) \
         LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid ORDER BY b.pid",
        time("xact_start"),
        time("query_start")
    )
}
