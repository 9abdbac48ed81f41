//! Which schemas and tables the queries look at, as SQL conditions, and how their names become
//! the model's names.

use super::super::Scope;
use crate::error::Result;
use crate::session::{Param, Row, Session};
use planner_core::database::model::ObjectName;
use std::collections::BTreeSet;

/// The part of a database that is read.
#[derive(Debug)]
pub(super) struct Filter {
    default_schema: String,
    others: Vec<String>,
    only: Option<BTreeSet<ObjectName>>,
    /// The object ids of those tables, once they are known.
    found: Vec<String>,
}

impl Filter {
    pub(super) fn new(default_schema: &str, scope: &Scope) -> Self {
        let mut others = scope.namespaces.clone();
        others.retain(|name| name != default_schema);
        Self {
            default_schema: default_schema.to_owned(),
            others,
            only: scope.only.clone(),
            found: Vec::new(),
        }
    }

    /// The schemas but the default one.
    pub(super) fn others(&self) -> &[String] {
        &self.others
    }

    /// `schema`, `name` of the catalogue as the model names it.
    pub(super) fn name(&self, schema: &str, name: &str) -> ObjectName {
        let namespace = (schema != self.default_schema).then(|| schema.to_owned());
        ObjectName { namespace, name: name.to_owned() }
    }

    /// Whether a schema is one of those looked at.
    pub(super) fn looks_at(&self, schema: &str) -> bool {
        schema == self.default_schema || self.others.iter().any(|other| other == schema)
    }

    /// The condition that a schema's name is one of those looked at.
    pub(super) fn schemas(&self, column: &str) -> String {
        let names = std::iter::once(&self.default_schema).chain(&self.others);
        let names: Vec<String> = names.map(|name| literal(name)).collect();
        format!("{column} IN ({})", names.join(", "))
    }

    /// Looks at the tables of these object ids alone, where only some are wanted.
    pub(super) fn find(&mut self, ids: Vec<String>) {
        self.found = ids;
    }

    /// Asks for rows by [`Filter::tables_found`]. A look at a few tables, as before each commit,
    /// is prepared once: planning a query of the catalogue takes longer than running it.
    pub(super) async fn rows(&self, session: &mut Session, sql: &str) -> Result<Vec<Row>> {
        if self.is_whole() {
            return session.query(sql).await;
        }
        let ids = Param::Text(format!("{{{}}}", self.found.join(",")));
        session.query_prepared(sql, &[ids]).await
    }

    /// The condition that a table is one of those looked at, of which the ids are known where only
    /// some are wanted.
    pub(super) fn tables_found(&self, schema: &str, alias: &str) -> String {
        match self.is_whole() {
            true => self.tables(schema, alias),
            false => format!("{alias}.oid = ANY($1::text::pg_catalog.oid[])"),
        }
    }

    /// The condition that a table (schema and name) is one of those looked at. A table that is
    /// named is wanted; of all others those that belong to an extension are not.
    pub(super) fn tables(&self, schema: &str, alias: &str) -> String {
        let schemas = self.schemas(schema);
        let Some(only) = &self.only else {
            return format!(
                "{schemas} AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend own \
                 WHERE own.classid = 'pg_catalog.pg_class'::regclass AND own.objid = {alias}.oid \
                 AND own.deptype = 'e')"
            );
        };
        let pairs = only.iter().map(|table| {
            let namespace = table.namespace.as_ref().unwrap_or(&self.default_schema);
            format!("({}, {})", literal(namespace), literal(&table.name))
        });
        let pairs: Vec<String> = pairs.collect();
        match pairs.is_empty() {
            true => "false".to_owned(),
            false => format!("{schemas} AND ({schema}, {alias}.relname) IN ({})", pairs.join(", ")),
        }
    }

    /// Whether the whole database is read.
    pub(super) fn is_whole(&self) -> bool {
        self.only.is_none()
    }
}

/// A string literal; sessions have standard strings.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
