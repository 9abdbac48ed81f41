//! Which schemas and tables the queries look at, as SQL conditions, and how their names become
//! the model's names.

use super::super::Scope;
use crate::session::NOTE;
use planner_core::database::model::ObjectName;
use planner_core::dialect::postgres::identifiers::quote;
use serde_json::Value;
use std::collections::BTreeSet;

/// The part of a database that is read.
#[derive(Debug)]
pub(super) struct Filter {
    default_schema: String,
    others: Vec<String>,
    only: Option<BTreeSet<ObjectName>>,
}

impl Filter {
    pub(super) fn new(default_schema: &str, scope: &Scope) -> Self {
        let mut others = scope.namespaces.clone();
        others.retain(|name| name != default_schema);
        Self { default_schema: default_schema.to_owned(), others, only: scope.only.clone() }
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

    /// A WITH that names the tables looked at: `looked`, with oid, nspname and relname. Its text is the
    /// same whichever tables they are where only some are wanted, so that what reads from it is
    /// prepared once, without a parameter, for which PostgreSQL would plan it anew: which ones,
    /// [`Filter::note`] tells.
    pub(super) fn looked(&self) -> String {
        let are_tables = "c.relkind IN ('r', 'p') AND NOT c.relispartition";
        if self.is_whole() {
            return self
                .looked_where(&format!("{are_tables} AND {}", self.tables("n.nspname", "c")));
        }
        format!(
            "WITH looked AS MATERIALIZED (SELECT c.oid, n.nspname::text, c.relname::text \
             FROM pg_catalog.json_array_elements_text({NOTE}::json) w (name) \
             CROSS JOIN LATERAL (SELECT c.oid, c.relname, c.relnamespace FROM pg_catalog.pg_class c \
             WHERE c.oid = pg_catalog.to_regclass(w.name)::oid AND {are_tables} OFFSET 0) c \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE {}) ",
            self.schemas("n.nspname")
        )
    }

    /// The same of all relations `c` in their schemas `n` that meet a condition.
    pub(super) fn looked_where(&self, condition: &str) -> String {
        format!(
            "WITH looked AS MATERIALIZED (SELECT c.oid, n.nspname::text, c.relname::text \
             FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE {condition}) "
        )
    }

    /// The names of the tables that are wanted, where only some are, for the session to note.
    pub(super) fn note(&self) -> Option<String> {
        self.only.as_ref()?;
        let names = self.wanted();
        let names = names.map(|(schema, name)| format!("{}.{}", quote(schema), quote(name)));
        Some(Value::from_iter(names).to_string())
    }

    /// Schema and name of the tables that are wanted, in the order in which they are noted.
    pub(super) fn wanted(&self) -> impl Iterator<Item = (&str, &str)> {
        let wanted = self.only.iter().flatten().map(|table| {
            let schema = table.namespace.as_ref().unwrap_or(&self.default_schema);
            (schema.as_str(), table.name.as_str())
        });
        wanted.filter(|(schema, _)| self.looks_at(schema))
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
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
