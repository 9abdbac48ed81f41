//! A column gets another default, which counts for new rows only.

use crate::database::model::{ColumnDefault, Literal};
use crate::diff::change::{Change, ColumnChange};
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, Values, column_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "changes-default",
    level: Level::Notice,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "The new default counts for rows that are inserted from now on. Rows that exist keep what they hold, NULL too.",
        why: "Old and new rows differ, and it is easy to think that the default reached them all.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id   Int    @id\n  role String @default(\"guest\")\n}\n",
            after: "model User {\n  id   Int    @id\n  role String @default(\"member\")\n}\n",
        },
        instead: "Where the old rows shall follow, update them: comon migrate seal takes the statement into the migration. A default that comes with a new column reaches all rows.",
        instead_after: Some(
            "model User {\n  id   Int    @id\n  role String @default(\"guest\")\n  rank String @default(\"member\")\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::AlterColumn(change) = change else { continue };
        let (table, column) = (&change.table.after, &change.after.name);
        let given = !matches!(change.after.default, None | Some(ColumnDefault::Unknown));
        let kept = matches!(migration.values_of(table, column), Values::Kept(_));
        if !given || !change.default_changes() || !kept || is_renamed(migration, change) {
            continue;
        }
        hits.push(Hit {
            subject: column_subject(table, column),
            message: format!(
                "Changes the default of {table}.{column} for new rows: those that exist keep \
                 their values."
            ),
            changes: vec![id],
            questions: Vec::new(),
            span: change.after.span,
        });
    }
    hits
}

/// Whether it is the same value of an enum, or the same ones, by other names: those of the rows get them too.
fn is_renamed(migration: &Migration<'_>, change: &ColumnChange) -> bool {
    let (was, is) = match (&change.before.default, &change.after.default) {
        (Some(ColumnDefault::Literal(was)), Some(ColumnDefault::Literal(is))) => {
            (std::slice::from_ref(was), std::slice::from_ref(is))
        }
        (Some(ColumnDefault::List(was)), Some(ColumnDefault::List(is))) => {
            (was.as_slice(), is.as_slice())
        }
        _ => return false,
    };
    let Some(values) = migration.enum_change(&change.table.after, &change.after.name) else {
        return false;
    };
    let name_after = |value: &Literal| match value {
        Literal::String(name) => {
            let renamed = values.renamed.iter().find(|(before, _)| *before == **name);
            Literal::String(renamed.map_or_else(|| name.clone(), |(_, after)| after.clone()))
        }
        other => other.clone(),
    };
    was.iter().map(name_after).eq(is.iter().cloned())
}
