//! What comes from an extension that the schema does not declare.

use crate::database::model::{Column, ColumnDefault, ColumnType, Database, Index, TypeName};
use crate::dialect::postgres::functions;
use crate::diff::change::{Change, ChangeId};
use crate::provider::Provider;
use crate::source::Span;
use crate::subject::Subject;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, column_subject, index_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "needs-extension",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
    documentation: Documentation {
        what: "A type, a function or an operator class comes from an extension that the schema does not declare, and nothing in the schema before used it.",
        why: "Where the extension is not installed, the statement fails and the migration is rolled back.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id Int @id\n}\n",
            after: "model User {\n  id    Int     @id\n  email String? @db.Citext\n}\n",
        },
        instead: "Declare the extension in the datasource, so that the migration installs it, or install it in every database before.",
        instead_after: Some(
            "datasource db {\n  provider   = \"postgresql\"\n  extensions = [citext]\n}\n\nmodel User {\n  id    Int     @id\n  email String? @db.Citext\n}\n",
        ),
    },
    find,
};

/// Types that an extension brings, by the name of the type.
const TYPES: &[(&str, &[&str])] = &[
    ("cube", &["cube"]),
    ("hstore", &["hstore"]),
    ("ltree", &["ltree", "lquery", "ltxtquery"]),
    ("postgis", &["geometry", "geography", "box2d", "box3d"]),
    ("vector", &["vector", "halfvec", "sparsevec"]),
];

/// Functions of defaults.
const FUNCTIONS: &[(&str, &[&str])] = &[
    ("pgcrypto", &["crypt", "digest", "gen_random_bytes", "gen_salt", "hmac"]),
    (
        "uuid-ossp",
        &[
            "uuid_generate_v1",
            "uuid_generate_v1mc",
            "uuid_generate_v3",
            "uuid_generate_v4",
            "uuid_generate_v5",
        ],
    ),
];

/// Operator classes, by how their names end.
const CLASSES: &[(&str, &[&str])] = &[
    ("pg_trgm", &["_trgm_ops"]),
    ("vector", &["vector_l2_ops", "vector_ip_ops", "vector_cosine_ops", "vector_l1_ops"]),
];

/// Something new that an extension brings.
struct Need {
    extension: &'static str,
    subject: Subject,
    user: String,
    change: ChangeId,
    span: Option<Span>,
}

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    if migration.provider() != Provider::Postgresql {
        return Vec::new();
    }
    let mut hits: Vec<(&'static str, Hit)> = Vec::new();
    for need in migration.changes.iter().flat_map(|(id, change)| needs(id, change)) {
        let declared = |database: &Database| {
            database.extensions.iter().any(|extension| extension.name == need.extension)
        };
        if declared(migration.after) || declared(migration.before) {
            continue;
        }
        match hits.iter_mut().find(|(extension, _)| *extension == need.extension) {
            Some((_, hit)) => hit.changes.push(need.change),
            None if is_used(migration.before, need.extension) => {}
            None => {
                let Need { extension, subject, user, change, span } = need;
                let message = format!(
                    "Fails unless extension {extension} is installed: {user} needs it, and the \
                     schema does not declare it."
                );
                let changes = vec![change];
                hits.push((
                    extension,
                    Hit { subject, message, changes, questions: Vec::new(), span },
                ));
            }
        }
    }
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn needs(id: ChangeId, change: &Change) -> Vec<Need> {
    let of_column = |table, column: &Column| {
        of_column(column).map(|extension| Need {
            extension,
            subject: column_subject(table, &column.name),
            user: format!("{table}.{}", column.name),
            change: id,
            span: column.span,
        })
    };
    match change {
        Change::CreateTable(table) => {
            table.columns.iter().filter_map(|column| of_column(&table.name, column)).collect()
        }
        Change::AddColumn { table, column } => {
            of_column(&table.after, column).into_iter().collect()
        }
        Change::AlterColumn(change) => {
            of_column(&change.table.after, &change.after).into_iter().collect()
        }
        Change::CreateIndex { table, index } => {
            let need = of_index(index).map(|extension| Need {
                extension,
                subject: index_subject(&table.after, &index.name),
                user: format!("index {}", index.name),
                change: id,
                span: index.span,
            });
            need.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Whether something in the database comes from the extension already.
fn is_used(database: &Database, extension: &str) -> bool {
    database.tables.iter().any(|table| {
        table.columns.iter().any(|column| of_column(column) == Some(extension))
            || table.indexes.iter().any(|index| of_index(index) == Some(extension))
    })
}

fn of_column(column: &Column) -> Option<&'static str> {
    let of_type = match &column.column_type {
        ColumnType::Native(native) => (native.name == TypeName::Citext).then_some("citext"),
        ColumnType::Unsupported(text) => {
            let name = text.rsplit('.').next().unwrap_or(text);
            let end = name.find(|each: char| !each.is_alphanumeric()).unwrap_or(name.len());
            named(TYPES, name.get(..end)?)
        }
        ColumnType::Enum(_) => None,
    };
    let of_default = || match &column.default {
        Some(ColumnDefault::Expression(sql)) => {
            functions::called(sql).find_map(|name| named(FUNCTIONS, name))
        }
        _ => None,
    };
    of_type.or_else(of_default)
}

fn of_index(index: &Index) -> Option<&'static str> {
    let mut classes = index.columns.iter().filter_map(|column| column.operator_class.as_deref());
    classes.find_map(|class| {
        let ends = |(_, ends): &&(&str, &[&str])| ends.iter().any(|end| class.ends_with(end));
        CLASSES.iter().find(ends).map(|(extension, _)| *extension)
    })
}

fn named(table: &[(&'static str, &[&str])], name: &str) -> Option<&'static str> {
    let has = |(_, names): &&(&str, &[&str])| names.contains(&name);
    table.iter().find(has).map(|(extension, _)| *extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_with_the_server_is_of_no_extension() {
        assert_eq!(named(FUNCTIONS, "uuid_generate_v4"), Some("uuid-ossp"));
        assert_eq!(named(FUNCTIONS, "gen_random_uuid"), None);
        assert_eq!(named(TYPES, "vector"), Some("vector"));
    }
}
