//! A plan -> the text of migration.sql. Knows of no SQL but the bracket that SQLite needs.

use crate::dialect::sqlite::sql::bracket;
use crate::plan::{Plan, Step};
use crate::source::escape_hidden;

/// The text of migration.sql; empty for a plan without steps.
pub fn render(plan: &Plan) -> String {
    if plan.steps.is_empty() {
        return String::new();
    }
    let mut text = String::new();
    if plan.foreign_keys_off {
        text.push_str(bracket::COMMENT);
        text.push('\n');
        bracket::OPENING.iter().for_each(|statement| push_statement(&mut text, statement));
        text.push('\n');
    }
    let several = plan
        .steps
        .iter()
        .any(|step| plan.steps.first().is_some_and(|first| first.section != step.section));
    let mut section = None;
    for (index, step) in plan.steps.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        if several && section != Some(step.section) {
            text.push_str("-- comon: transaction\n");
            section = Some(step.section);
        }
        push_step(&mut text, step);
    }
    if plan.foreign_keys_off {
        text.push('\n');
        bracket::CLOSING.iter().for_each(|statement| push_statement(&mut text, statement));
    }
    text
}

fn push_step(text: &mut String, step: &Step) {
    text.push_str("-- ");
    text.push_str(&escape_hidden(&step.title));
    text.push('\n');
    step.statements.iter().for_each(|statement| push_statement(text, statement));
}

fn push_statement(text: &mut String, statement: &str) {
    text.push_str(statement);
    text.push_str(";\n");
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::diff::change::ChangeId;
    use crate::plan::{Effect, Operation};
    use crate::provider::Provider;
    use crate::script;

    fn plan(provider: Provider, steps: &[(&str, &[&str], usize)], foreign_keys_off: bool) -> Plan {
        Plan {
            provider,
            steps: steps
                .iter()
                .map(|(title, statements, section)| Step {
                    title: (*title).to_owned(),
                    statements: statements.iter().map(|each| (*each).to_owned()).collect(),
                    serves: vec![ChangeId(0)],
                    operation: Operation::Direct,
                    section: *section,
                    effect: Effect::default(),
                })
                .collect(),
            stepless: vec![],
            foreign_keys_off,
        }
    }

    fn assert_reads_back(plan: &Plan) {
        let script = script::parse(plan.provider, &render(plan)).unwrap();
        assert_eq!(script.foreign_keys_off, plan.foreign_keys_off);
        let read: Vec<String> = script.statements().map(|each| each.text.clone()).collect();
        let planned: Vec<String> =
            plan.steps.iter().flat_map(|step| step.statements.clone()).collect();
        assert_eq!(read, planned);
        let sections: crate::ordered::BTreeSet<usize> =
            plan.steps.iter().map(|step| step.section).collect();
        assert_eq!(script.sections.len(), sections.len());
    }

    #[test]
    fn steps_stand_apart_under_their_titles() {
        let plan = plan(
            Provider::Postgresql,
            &[
                (
                    "Create the table \"a\"\n-- comon: x",
                    &["CREATE TABLE \"a\" (\n    \"id\" INT\n)"],
                    0,
                ),
                ("Index it", &["CREATE INDEX \"i;\" ON \"a\" (\"id\")", "SELECT ';'"], 0),
            ],
            false,
        );
        assert_eq!(
            render(&plan),
            "-- Create the table \"a\"\\n-- comon: x\nCREATE TABLE \"a\" (\n    \"id\" INT\n);\n\n\
             -- Index it\nCREATE INDEX \"i;\" ON \"a\" (\"id\");\nSELECT ';';\n"
        );
        assert_reads_back(&plan);
    }

    #[test]
    fn several_sections_are_marked() {
        let plan = plan(
            Provider::Postgresql,
            &[("One", &["SELECT 1"], 0), ("Two", &["SELECT 2"], 1), ("Three", &["SELECT 3"], 1)],
            false,
        );
        assert_eq!(
            render(&plan),
            "-- comon: transaction\n-- One\nSELECT 1;\n\n-- comon: transaction\n-- Two\nSELECT 2;\n\n\
             -- Three\nSELECT 3;\n"
        );
        assert_reads_back(&plan);
    }

    #[test]
    fn the_bracket_surrounds_all_steps() {
        let plan = plan(
            Provider::Sqlite,
            &[("Drop the table a", &["DROP TABLE \"a\""], 0), ("Two", &["SELECT 2"], 0)],
            true,
        );
        assert_eq!(
            render(&plan),
            "-- To run this by hand: sqlite3 -bail <db> < migration.sql\n\
             PRAGMA foreign_keys=OFF;\nBEGIN IMMEDIATE;\n\n\
             -- Drop the table a\nDROP TABLE \"a\";\n\n-- Two\nSELECT 2;\n\n\
             COMMIT;\nPRAGMA foreign_keys=ON;\n"
        );
        assert_reads_back(&plan);
    }

    #[test]
    fn no_steps_are_no_text() {
        assert_eq!(render(&plan(Provider::Sqlite, &[], true)), "");
    }
}
