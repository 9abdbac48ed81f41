//! What the check before each commit reads: a few tables by name, as one small query, prepared once. It
//! reads what most tables are made of; columns of types that came later, foreign keys and operator classes
//! of extensions have questions of their own, which are asked where there are any.

use super::filter::Filter;
use super::{Found, columns, constraints, indexes, objects};
use crate::error::Result;
use crate::session::{Asked, Listing, NOTE, Row, Session, json_rows};
use planner_core::database::model::ObjectName;

/// The question as it is sent. What it is about, the session has noted.
pub(super) async fn question(session: &mut Session) -> Result<String> {
    let sql = sql(session.facts().version_number.0);
    session.prepared(&sql).await
}

/// Asks, and reads the answer; the names of the tables that are there, in order.
pub(super) async fn read(
    session: &mut Session,
    filter: &Filter,
    found: &mut Found,
) -> Result<Vec<ObjectName>> {
    let question = question(session).await?;
    let answer = session.query(&question).await?;
    session.check_identity(answer.first().and_then(|row| row.text(0)))?;
    let mut rows = Rows::default();
    let names: Vec<(&str, &str)> = filter.wanted().collect();
    for row in &answer {
        let place = row.integer(1).and_then(|place| usize::try_from(place - 1).ok());
        let Some((schema, name)) = place.and_then(|place| names.get(place)) else { continue };
        if row.text(2).is_none() {
            continue;
        }
        let head = || [Some((*schema).to_owned()), Some((*name).to_owned())];
        let below = |at: usize| -> Result<Vec<Row>> {
            Ok(json_rows(row.text(at))?.into_iter().map(|row| row.below(head())).collect())
        };
        rows.tables.push(Row::default().below(head()));
        rows.columns.extend(below(3)?);
        rows.constraints.extend(below(4)?);
        rows.indexes.extend(below(5)?);
    }
    rows.complete(session, filter).await?;
    let tables = objects::read_tables(&rows.tables, filter);
    columns::read(&rows.columns, filter, found);
    constraints::read(&rows.constraints, filter, found);
    indexes::read(session, &rows.indexes, &rows.classes, filter, found).await?;
    Ok(tables)
}

/// The rows of each kind, as the listings have them.
#[derive(Debug, Default)]
struct Rows {
    tables: Vec<Row>,
    columns: Vec<Row>,
    constraints: Vec<Row>,
    indexes: Vec<Row>,
    classes: Vec<Row>,
}

impl Rows {
    /// Asks for what the small query leaves out, where there is any of it.
    async fn complete(&mut self, session: &mut Session, filter: &Filter) -> Result<()> {
        self.columns.sort_by_cached_key(|row| (names(row), row.integer(12)));
        self.constraints.sort_by_cached_key(|row| (names(row), row.text(2).map(str::to_owned)));
        self.indexes.sort_by_cached_key(|row| (names(row), row.text(2).map(str::to_owned)));
        let needs_columns = self.columns.iter().any(|row| row.text(4).is_none());
        let needs_constraints = self.constraints.iter().any(|row| row.text(3) == Some("f"));
        let mut later = self.indexes.iter().flat_map(|row| row.text_or_empty(11).split(' '));
        let needs_classes = later.any(|oid| oid.parse().is_ok_and(|oid: u32| oid >= FIRST_LATER));
        if !self.indexes.is_empty() {
            self.classes = session.remembered(CLASSES).await?;
        }
        let listings = [
            needs_columns.then(columns::listing),
            needs_constraints.then(constraints::listing),
            needs_classes.then(indexes::classes_listing),
        ];
        let listings: Vec<Listing> = listings.into_iter().flatten().collect();
        if listings.is_empty() {
            return Ok(());
        }
        let answers = session.listings(&filter.looked(), &listings, Asked::Often).await?;
        let mut answers = answers.into_iter();
        let mut next = |needed: bool| if needed { answers.next() } else { None };
        if let Some(columns) = next(needs_columns) {
            self.columns = columns;
        }
        if let Some(constraints) = next(needs_constraints) {
            self.constraints = constraints;
        }
        if let Some(classes) = next(needs_classes) {
            self.classes = classes;
        }
        Ok(())
    }
}

/// Schema and table.
fn names(row: &Row) -> (String, String) {
    (row.text_or_empty(0).to_owned(), row.text_or_empty(1).to_owned())
}

/// What comes with the server has lower oids, and stays as it is:
/// <https://www.postgresql.org/docs/current/system-catalog-initial-data.html>
const FIRST_LATER: u32 = 16_384;

/// The operator classes that come with the server and are not the default of their type.
const CLASSES: &str = "SELECT c.oid::text, c.opcname::text FROM pg_catalog.pg_opclass c \
                       WHERE NOT c.opcdefault AND c.oid < 16384";

/// A row for each table that is wanted: the transaction, its place among them, its oid where it is there,
/// and as JSON its columns, constraints and indexes, each as its listing has it. Without joins to what
/// most of them do not need: the server takes longer to begin such a query than to run it. The access
/// methods that come with it have the same oids in every version.
fn sql(version: u32) -> String {
    let equal_nulls = if version < 15 { "'false'" } else { "i.indnullsnotdistinct::text" };
    format!(
        "SELECT pg_catalog.txid_current_if_assigned()::text, w.place::text, c.oid::text, \
         (SELECT pg_catalog.json_agg(ARRAY[a.attname::text, \
         pg_catalog.format_type(a.atttypid, a.atttypmod), \
         CASE WHEN a.atttypid < 16384 THEN 'b' END, NULL, NULL, a.attnotnull::text, \
         CASE WHEN a.atthasdef THEN (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) \
         FROM pg_catalog.pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) END, \
         a.attidentity::text, a.attgenerated::text, 'false', a.attnum::text, a.attcollation::text]) \
         FROM pg_catalog.pg_attribute a \
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), \
         (SELECT pg_catalog.json_agg(ARRAY[o.conname::text, o.contype::text, \
         pg_catalog.array_to_string(o.conkey, ' '), NULL, NULL, NULL, NULL, NULL, \
         o.convalidated::text, o.condeferrable::text, \
         CASE WHEN o.contype IN ('c', 'x') OR o.condeferrable OR NOT o.convalidated \
         THEN pg_catalog.pg_get_constraintdef(o.oid) END, o.conindid::text]) \
         FROM pg_catalog.pg_constraint o WHERE o.conrelid = c.oid \
         AND o.contype IN ('p', 'f', 'u', 'c', 'x') AND o.conparentid = 0), \
         (SELECT pg_catalog.json_agg(ARRAY[ic.relname::text, i.indisunique::text, \
         CASE ic.relam WHEN 403 THEN 'btree' WHEN 405 THEN 'hash' WHEN 783 THEN 'gist' \
         WHEN 2742 THEN 'gin' WHEN 3580 THEN 'brin' WHEN 4000 THEN 'spgist' END, \
         pg_catalog.pg_get_expr(i.indpred, i.indrelid), i.indisvalid::text, \
         (i.indnatts <> i.indnkeyatts)::text, {equal_nulls}, i.indkey::text, i.indoption::text, \
         i.indclass::text, i.indcollation::text, i.indnkeyatts::text, i.indexrelid::text]) \
         FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid \
         WHERE i.indrelid = c.oid AND NOT i.indisprimary) \
         FROM pg_catalog.json_array_elements_text({NOTE}::json) WITH ORDINALITY w (name, place) \
         LEFT JOIN LATERAL (SELECT c.oid FROM pg_catalog.pg_class c \
         WHERE c.oid = pg_catalog.to_regclass(w.name)::oid AND c.relkind IN ('r', 'p') \
         AND NOT c.relispartition OFFSET 0) c ON true"
    )
}
