//! Texts that differ in case only become equal, or no longer are.

use crate::database::model::{Column, ColumnType, TypeName};
use crate::diff::change::Change;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, Values, column_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "changes-comparison",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
    documentation: Documentation {
        what: "A column of type citext compares without regard to case, any other text with it. Look-ups, joins and sorting give other answers, and so does what counts as a duplicate.",
        why: "The rows are the same; what queries find is not.",
        example: Example {
            provider: Provider::Postgresql,
            before: "datasource db {\n  provider   = \"postgresql\"\n  extensions = [citext]\n}\n\nmodel User {\n  id    Int    @id\n  email String\n}\n",
            after: "datasource db {\n  provider   = \"postgresql\"\n  extensions = [citext]\n}\n\nmodel User {\n  id    Int    @id\n  email String @db.Citext\n}\n",
        },
        instead: "Keep the type and compare with lower() where case shall not matter.",
        instead_after: Some(
            "datasource db {\n  provider   = \"postgresql\"\n  extensions = [citext]\n}\n\nmodel User {\n  id    Int    @id\n  email String @db.VarChar(255)\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::AlterColumn(change) = change else { continue };
        let (table, column) = (&change.table.after, &change.after.name);
        let kept = matches!(migration.values_of(table, column), Values::Kept(_));
        let (was, is) = (ignores_case(&change.before), ignores_case(&change.after));
        if !kept || was == is {
            continue;
        }
        let (how, so) = if is { ("without", "equal") } else { ("with", "no longer equal") };
        hits.push(Hit {
            subject: column_subject(table, column),
            message: format!(
                "Compares {table}.{column} {how} case from now on: values that differ in case \
                 only are {so}."
            ),
            changes: vec![id],
            questions: Vec::new(),
            span: change.after.span,
        });
    }
    hits
}

fn ignores_case(column: &Column) -> bool {
    matches!(&column.column_type, ColumnType::Native(native) if native.name == TypeName::Citext)
}
