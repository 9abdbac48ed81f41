//! The planned script and the one in hand -> findings about what a person wrote into it. `seal`
//! adds them to warnings.txt, and every check of an artifact finds them again.

use super::check::finding;
use super::finding::Finding;
use super::registry::SCRIPT_RULES;
use super::rules::written_data_statement;
use super::statement_effects::effects;
use crate::database::model::ObjectName;
use crate::ordered::BTreeMap;
use crate::provider::Provider;
use crate::script::{Script, Statement};

/// A script beside the one that the planner writes.
#[derive(Debug, Clone)]
pub struct WrittenScript<'a> {
    /// The dialect of both.
    pub provider: Provider,
    /// The script in hand.
    pub script: &'a Script,
    /// Its statements that the planner did not write, in order.
    pub by_hand: Vec<&'a Statement>,
    /// How many planned statements it lacks.
    pub lacking: usize,
    /// How many planned statements stand in another place, where nothing else differs.
    pub moved: usize,
}

impl<'a> WrittenScript<'a> {
    /// Compares the two; `None` where the same statements stand in the same order.
    pub fn compare(provider: Provider, planned: &Script, script: &'a Script) -> Option<Self> {
        let planned: Vec<&Statement> = planned.statements().collect();
        let written: Vec<&Statement> = script.statements().collect();
        let (by_hand, lacking) = compare(&planned, &written);
        let differing =
            planned.iter().zip(&written).filter(|(left, right)| left.text != right.text);
        let moved = if by_hand.is_empty() && lacking == 0 { differing.count() } else { 0 };
        let differs = moved > 0 || lacking > 0 || !by_hand.is_empty();
        differs.then_some(Self { provider, script, by_hand, lacking, moved })
    }
}

/// All findings about written statements, by rule in the order of the registry.
pub fn check_written(provider: Provider, planned: &Script, written: &Script) -> Vec<Finding> {
    let Some(script) = WrittenScript::compare(provider, planned, written) else {
        return Vec::new();
    };
    let rules = SCRIPT_RULES.iter();
    let found = rules.flat_map(|rule| {
        let hits = (rule.find)(&script).into_iter();
        hits.map(|hit| finding(rule.id, rule.level, hit, provider))
    });
    found.collect()
}

/// The findings about a script of another tool, whose statements are not ours to the letter: what takes rows,
/// where `is_planned` does not say of its table that a drop in it is planned and so told of already.
pub fn check_foreign(
    provider: Provider,
    script: &Script,
    is_planned: impl Fn(&ObjectName) -> bool,
) -> Vec<Finding> {
    let takes_rows = |each: &&Statement| {
        let effects = effects(provider, each);
        effects.iter().any(|effect| !(effect.is_drop() && is_planned(&effect.table)))
    };
    let by_hand = script.statements().filter(takes_rows).collect();
    let written = WrittenScript { provider, script, by_hand, lacking: 0, moved: 0 };
    let rule = &written_data_statement::RULE;
    let hits = (rule.find)(&written).into_iter();
    hits.map(|hit| finding(rule.id, rule.level, hit, provider)).collect()
}

/// The statements of `written` that the planner did not write.
pub fn by_hand<'a>(planned: &Script, written: &'a Script) -> Vec<&'a Statement> {
    let planned: Vec<&Statement> = planned.statements().collect();
    compare(&planned, &written.statements().collect::<Vec<_>>()).0
}

/// The written statements that are not planned, and how many planned ones are not written.
fn compare<'a>(planned: &[&Statement], written: &[&'a Statement]) -> (Vec<&'a Statement>, usize) {
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    for statement in planned {
        *open.entry(&statement.text).or_default() += 1;
    }
    let mut by_hand = Vec::new();
    for statement in written {
        match open.get_mut(statement.text.as_str()).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => by_hand.push(*statement),
        }
    }
    (by_hand, open.values().sum())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::script::parse;

    fn messages(planned: &str, written: &str) -> Vec<String> {
        messages_on(Provider::Postgresql, planned, written)
    }

    fn messages_on(provider: Provider, planned: &str, written: &str) -> Vec<String> {
        let planned = parse(provider, planned).unwrap();
        let written = parse(provider, written).unwrap();
        let findings = check_written(provider, &planned, &written);
        findings.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn planned_statements_alone_are_no_finding() {
        let sql = "-- Drop table a\nDROP TABLE \"a\";\n";
        assert_eq!(messages(sql, &format!("-- another comment\n{sql}")), Vec::<String>::new());
    }

    #[test]
    fn written_and_missing_statements_are_counted() {
        assert_eq!(
            messages("SELECT 1;\nSELECT 2;\n", "SELECT 1;\nSELECT 3;\nSELECT 4;\n"),
            ["Potential data loss: migration.sql has 2 statements that the planner did not \
                 write and lacks 1 that it did."]
        );
    }

    #[test]
    fn another_order_is_an_edit() {
        assert_eq!(
            messages("SELECT 1;\nSELECT 2;\n", "SELECT 2;\nSELECT 1;\n"),
            ["Potential data loss: migration.sql has 2 statements that the planner did not \
                 write and lacks 2 that it did."]
        );
    }

    #[test]
    fn statements_that_take_data_are_named_with_their_line() {
        let of = |sql: &str| messages("", sql).split_off(1);
        let line = |text: &str| vec![format!("Potential data loss: migration.sql line {text}")];
        assert_eq!(of("\n\nDELETE FROM users\nWHERE id = 1;"), line("3 deletes rows of users."));
        assert_eq!(of("delete from only \"a b\".c;"), line("1 deletes rows of a b.c."));
        assert_eq!(of("UPDATE users SET a = 1;"), line("1 overwrites every row of users."));
        assert_eq!(of("UPDATE users SET a = 1 WHERE id = 2;"), Vec::<String>::new());
        assert_eq!(of("DROP TABLE IF EXISTS users;"), line("1 drops table users."));
        assert_eq!(of("ALTER TABLE users DROP COLUMN a;"), line("1 drops a column of users."));
        assert_eq!(of("ALTER TABLE users ALTER a DROP DEFAULT;"), Vec::<String>::new());
        assert_eq!(
            of("WITH gone AS (\n  DELETE FROM a RETURNING *\n) INSERT INTO b SELECT * FROM gone;"),
            line("2 deletes rows of a.")
        );
        assert_eq!(of("TRUNCATE a, b;").len(), 2);
        assert_eq!(
            of("TRUNCATE a CASCADE;"),
            [line("1 deletes all rows of whatever refers to a."), line("1 deletes all rows of a.")]
                .concat()
        );
        assert_eq!(of("DROP TYPE IF EXISTS mood CASCADE;"), line("1 drops whatever uses mood."));
        assert_eq!(of("DROP TYPE mood;"), Vec::<String>::new());
        assert_eq!(
            of("MERGE INTO a USING b ON a.c = b.c WHEN MATCHED THEN DELETE;"),
            line("1 deletes rows of a.")
        );
    }

    #[test]
    fn rows_in_the_way_of_a_replacement_are_named() {
        let of = |sql: &str| messages_on(Provider::Sqlite, "", sql).split_off(1);
        let replaces = ["Potential data loss: migration.sql line 1 replaces rows of a."];
        assert_eq!(of("INSERT OR REPLACE INTO a VALUES (1);"), replaces);
        assert_eq!(of("REPLACE INTO a VALUES (1);"), replaces);
        assert_eq!(of("INSERT OR IGNORE INTO a VALUES (1);"), Vec::<String>::new());
    }

    #[test]
    fn statements_outside_a_transaction_are_named_with_the_first_of_them() {
        let sql = "SELECT 1;\n-- comon: no-transaction\nSELECT 2;\nSELECT 3;\n";
        let found = messages("SELECT 1;\n", sql);
        assert_eq!(
            found[1..],
            ["Runs outside a transaction from migration.sql line 3 on, 2 statements: after a \
              failure, those before it stay done."]
        );
    }

    #[test]
    fn words_in_strings_and_foreign_keys_are_no_statements() {
        let of = |sql: &str| messages("", sql).split_off(1);
        assert_eq!(of("INSERT INTO a VALUES ('DELETE FROM users');"), Vec::<String>::new());
        assert_eq!(
            of("ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c ON DELETE CASCADE;"),
            Vec::<String>::new()
        );
        assert_eq!(
            of("INSERT INTO a VALUES (1) ON CONFLICT (b) DO UPDATE SET c = 1;"),
            Vec::<String>::new()
        );
    }
}
