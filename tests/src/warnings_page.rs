//! docs/warnings.md: the rules as the planner explains them in, Markdown out. Whatever stands there
//! of a rule comes from the rule; what is common to all of them is said here.

use crate::language::tables::table;
use planner_core::provider::Provider;
use planner_core::review::explain::{ExplainedExample, ExplainedRule, explain_all};
use similar::TextDiff;

const HEAD: &str = "# Warnings

What comon says of a migration before it runs: which values can be lost, which statements can fail,
who waits meanwhile, and which application breaks. `comon explain <id>` shows any of it in a terminal.

<!-- Generated from planner-core/src/warning/rules: edit a rule or tests/src/warnings_page.rs, then run
UPDATE_EXPECT=1 cargo test -p comon-tests --test suite warnings:: -->

A **warning** that gates stands in warnings.txt and stops `migrate dev`, `migrate deploy` and `db push`
until it is accepted. A **notice** is shown and stops nothing.

## Accepting

| flag | accepts |
| --- | --- |
| `--allow drop-column:users.legacy_code` | this warning of this object; a refusal prints the flag |
| `--allow drop-column` | every warning of that id |
| `--allow-warnings` | all of them |

The object after the colon is `[kind:]part[.part[.part]]`: the kind is `table`, `column`, `enum`, `value`,
`index` or `constraint` and may be left out; parts other than letters, digits and `_` stand in double
quotes; an object outside the default schema begins with its schema. The database's names count
first, then those of the schema. A flag that fits two objects is refused. `--rename before=after` goes by
the same names. A difference between database and schema is accepted with `--allow drift:<object>`.
What was accepted, and how, stands in the history row.

## How sure a warning is

A warning with probes, SQL questions to the database at hand, is in one of three states:

- **possible**: nothing was measured, or a probe failed, took too long or was not allowed;
- **certain**: the probes found something at risk, and the numbers are shown;
- **cleared**: every probe was answered and nothing is at risk right now. It still has to be accepted:
  rows can come between the probe and the lock.

A warning that the running planner finds, and the one that wrote the migration did not, is shown as
found by a newer planner, and gates like any other.

## Safer, in SQL

Where SQL takes a risk away, the review has it for the very objects at hand, and the examples below show it: what
looks at the rows, what keeps a copy of them, what repairs them before the deploy, or what stands in the place of a
step in migration.sql and leads to the same schema (`comon migrate seal` takes it in). `-- comon: no-transaction`
begins statements that run each alone. What stands in angle brackets only you can say, and no database takes it as
it is. All of them are run in the tests, on PostgreSQL and on SQLite.
";

/// The whole page.
pub fn render() -> String {
    let rules = explain_all();
    let mut text = HEAD.to_owned();
    for (title, gating) in [("Warnings that gate", true), ("Notices", false)] {
        let some = rules.iter().filter(|rule| rule.gating == gating);
        let rows = some.map(|rule| {
            vec![format!("[{}](#{})", rule.id, rule.id), escaped(&rule.message), databases(rule)]
        });
        text.push_str(&format!("\n## {title}\n\n"));
        text.push_str(&table(&["id", "says, for example", "of"], rows.collect()));
    }
    for rule in &rules {
        text.push_str(&section(rule));
    }
    text
}

fn databases(rule: &ExplainedRule) -> String {
    let names: Vec<&str> = rule.databases.iter().copied().map(Provider::display_name).collect();
    names.join(", ")
}

fn section(rule: &ExplainedRule) -> String {
    let level = if rule.gating { "Gates" } else { "Notice" };
    let mut text = format!("\n### {}\n\n", rule.id);
    let databases = databases(rule).replace(", ", " and ");
    text.push_str(&format!("{level}, on {databases}. `{}`\n\n", rule.message));
    text.push_str(&format!("{} {}\n", escaped(rule.what), escaped(rule.why)));
    match rule.example {
        ExplainedExample::Schemas { before, after, .. } => {
            text.push_str(&block("diff", &difference(before, after)));
        }
        ExplainedExample::Script { written, .. } => text.push_str(&block("sql", written)),
        ExplainedExample::Live { words } => text.push_str(&format!("\nExample: {words}\n")),
    }
    for probe in &rule.probes {
        text.push_str(&format!("\nProbe: {}.\n", escaped(&probe.counts)));
        text.push_str(&block("sql", &format!("{};\n", probe.sql)));
    }
    text.push_str(&format!("\n**Instead:** {}\n", escaped(rule.instead)));
    match rule.example {
        ExplainedExample::Schemas { before, instead: Some(instead), .. } => {
            text.push_str(&block("diff", &difference(before, instead)));
        }
        ExplainedExample::Script { instead: Some(instead), .. } => {
            text.push_str(&block("sql", instead));
        }
        ExplainedExample::Schemas { instead: None, .. }
        | ExplainedExample::Script { instead: None, .. }
        | ExplainedExample::Live { .. } => {}
    }
    for way in &rule.safer {
        let (title, when) = (escaped(&way.title), escaped(&way.when));
        text.push_str(&format!("\n**In SQL:** {title} {when}\n"));
        text.push_str(&block("sql", &way.sql));
    }
    text
}

fn block(language: &str, text: &str) -> String {
    format!("\n```{language}\n{text}```\n")
}

/// Both schemas in one, with what goes and what comes marked.
fn difference(before: &str, after: &str) -> String {
    let changes = TextDiff::from_lines(before, after);
    let lines = changes.iter_all_changes().map(|change| format!("{}{change}", change.tag()));
    lines.map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Names with underscores and stars are no emphasis.
fn escaped(text: &str) -> String {
    text.replace('*', "\\*").replace('<', "\\<").replace("_", "\\_")
}
