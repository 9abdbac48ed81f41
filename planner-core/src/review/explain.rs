//! A rule -> all that there is to know about it, with what it says of its own example: what the
//! page of documentation and `comon explain` show. Knows nothing of how it is shown.

use super::model::ReviewProbe;
use crate::planner::{PlanRequest, Planned, plan};
use crate::provider::Provider;
use crate::safer::{self, SaferWay};
use crate::script;
use crate::source::Sources;
use crate::warning::finding::{Finding, Level};
use crate::warning::migration::Migration;
use crate::warning::registry::{AnyRule, all_rules};
use crate::warning::{check_written, rule};
use serde::Serialize;

/// A rule, explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExplainedRule {
    /// Its id.
    pub id: &'static str,
    /// Whether it stops a deploy until it is accepted.
    pub gating: bool,
    /// The databases that it is about.
    pub databases: Vec<Provider>,
    /// What it says of its example.
    pub message: String,
    /// What it asks a database in its example.
    pub probes: Vec<ReviewProbe>,
    /// What happens, and to whom.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do instead.
    pub instead: &'static str,
    /// The SQL that takes the risk away in its example.
    pub safer: Vec<SaferWay>,
    /// Where it applies, and where it does not.
    pub example: ExplainedExample,
}

/// An example as it can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum ExplainedExample {
    /// Two schemas, and what to do instead for the first.
    Schemas {
        /// The blocks before.
        before: &'static str,
        /// The blocks after.
        after: &'static str,
        /// Blocks after that do not fire it.
        instead: Option<&'static str>,
    },
    /// A script for a new schema.
    Script {
        /// The blocks of the schema.
        schema: &'static str,
        /// migration.sql.
        written: &'static str,
        /// One that does not fire it.
        instead: Option<&'static str>,
    },
    /// Only a database shows it.
    Live {
        /// When, in a sentence.
        words: &'static str,
    },
}

/// All rules, gating ones first.
pub fn explain_all() -> Vec<ExplainedRule> {
    all_rules().into_iter().map(explain).collect()
}

/// One rule.
pub fn explain(rule: AnyRule) -> ExplainedRule {
    let mut safer = Vec::new();
    let (databases, finding, example) = match rule {
        AnyRule::Migration(rule) => {
            let found = of_migration(rule);
            safer = found.safer;
            (rule.databases.to_vec(), found.finding, found.example)
        }
        AnyRule::Script(rule) => of_script(rule),
        AnyRule::Live(rule) => {
            let example = ExplainedExample::Live { words: rule.example };
            (Provider::ALL.to_vec(), None, example)
        }
    };
    let (message, probes) = match (finding, rule) {
        (Some(finding), _) => (finding.message, finding.probes),
        (None, AnyRule::Live(rule)) => (rule.wording.to_owned(), Vec::new()),
        (None, AnyRule::Migration(_) | AnyRule::Script(_)) => (String::new(), Vec::new()),
    };
    let explanation = rule.explanation();
    ExplainedRule {
        id: rule.id(),
        gating: rule.level() == Level::Gating,
        databases,
        message,
        probes: probes
            .into_iter()
            .map(|probe| ReviewProbe { counts: probe.counts, sql: probe.sql })
            .collect(),
        what: explanation.what,
        why: explanation.why,
        instead: explanation.instead,
        safer,
        example,
    }
}

/// What a rule about migrations says of its example.
struct OfExample {
    finding: Option<Finding>,
    safer: Vec<SaferWay>,
    example: ExplainedExample,
}

fn of_migration(rule: &'static rule::Rule) -> OfExample {
    let documentation = &rule.documentation;
    let rule::Example { provider, before, after } = documentation.example;
    let example = ExplainedExample::Schemas { before, after, instead: documentation.instead_after };
    let (before, after) = (sources(provider, before), sources(provider, after));
    let Ok(planned) = plan(&PlanRequest { before: Some(&before), after: &after, hints: &[] })
    else {
        return OfExample { finding: None, safer: Vec::new(), example };
    };
    let Planned { before, after, changes, plan, findings, .. } = planned;
    let finding = findings.into_iter().find(|finding| finding.rule == rule.id);
    let migration = Migration::new(&before, &after, &changes, &plan);
    let safer = finding.as_ref().map(|finding| safer::ways(&migration, finding));
    OfExample { finding, safer: safer.unwrap_or_default(), example }
}

fn of_script(
    rule: &'static rule::ScriptRule,
) -> (Vec<Provider>, Option<Finding>, ExplainedExample) {
    let documentation = &rule.documentation;
    let example = &documentation.example;
    let after = sources(example.provider, example.after);
    let planned = plan(&PlanRequest { before: None, after: &after, hints: &[] });
    let own =
        planned.ok().and_then(|each| script::parse(example.provider, &each.migration_sql).ok());
    let written = script::parse(example.provider, example.written).ok();
    let found = own.zip(written).map(|(own, written)| {
        check_written(example.provider, &own, &written)
            .into_iter()
            .find(|each| each.rule == rule.id)
    });
    let script = ExplainedExample::Script {
        schema: example.after,
        written: example.written,
        instead: documentation.instead_written,
    };
    (rule.databases.to_vec(), found.flatten(), script)
}

/// Blocks that need no datasource of their own get one.
fn sources(provider: Provider, blocks: &str) -> Sources {
    let own = if blocks.contains("datasource ") {
        String::new()
    } else {
        format!("datasource db {{\n  provider = \"{provider}\"\n}}\n\n")
    };
    Sources::single("schema.prisma", &format!("{own}{blocks}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_message_and_a_database() {
        for rule in explain_all() {
            assert!(!rule.message.is_empty() && !rule.databases.is_empty(), "{}", rule.id);
        }
    }
}
