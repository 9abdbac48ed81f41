//! All rules in the order in which their findings are shown: what loses data first, then what
//! fails, then notices.

use super::finding::Level;
use super::rule::{Documentation, Explanation, LiveRule, Rule, ScriptDocumentation, ScriptRule};
use super::rules::{
    add_foreign_key, add_required_column, add_unique, assumes_utc, blocks_reads_and_writes,
    blocks_writes, breaks_new_application_before_deploy, breaks_old_application, cascades_deletes,
    change_primary_key, changes_comparison, changes_default, drop_column, drop_table,
    drops_constraint, drops_default, drops_extension, drops_index, drops_unique,
    enum_value_unusable_until_commit, hand_edited_sql, identifier_truncated, json_instead_of_jsonb,
    locks_other_table, many_locks_in_one_transaction, naming_convention, narrow_column_type,
    needs_extension, possible_rename, rebuild_table, recreate_column, remove_enum_value,
    reorders_enum, require_column, rewrites_table, runs_outside_transaction, sequence_left_behind,
    unindexed_foreign_key, unknown_warning, unmanaged_object, unreviewed_sql, volatile_default,
    written_data_statement,
};
use crate::ordered;

/// The rules that look at a migration.
pub const RULES: &[Rule] = &[
    drop_column::RULE.carried(),
    drop_table::RULE.carried(),
    remove_enum_value::RULE.carried(),
    narrow_column_type::RULE.carried(),
    recreate_column::RULE.carried(),
    rebuild_table::RULE.carried(),
    require_column::RULE.carried(),
    add_required_column::RULE.carried(),
    add_unique::RULE.carried(),
    add_foreign_key::RULE.carried(),
    change_primary_key::RULE.carried(),
    possible_rename::RULE.carried(),
    breaks_old_application::RULE.carried(),
    breaks_new_application_before_deploy::RULE.carried(),
    changes_default::RULE.carried(),
    drops_default::RULE.carried(),
    drops_constraint::RULE.carried(),
    drops_unique::RULE.carried(),
    drops_index::RULE.carried(),
    drops_extension::RULE.carried(),
    needs_extension::RULE.carried(),
    cascades_deletes::RULE.carried(),
    assumes_utc::RULE.carried(),
    changes_comparison::RULE.carried(),
    reorders_enum::RULE.carried(),
    blocks_reads_and_writes::RULE.carried(),
    blocks_writes::RULE.carried(),
    rewrites_table::RULE.carried(),
    volatile_default::RULE.carried(),
    locks_other_table::RULE.carried(),
    many_locks_in_one_transaction::RULE.carried(),
    enum_value_unusable_until_commit::RULE.carried(),
    unindexed_foreign_key::RULE.carried(),
    sequence_left_behind::RULE.carried(),
    json_instead_of_jsonb::RULE.carried(),
    identifier_truncated::RULE.carried(),
];

/// The rules that look at what a person wrote into migration.sql.
pub const SCRIPT_RULES: &[ScriptRule] = &[
    hand_edited_sql::RULE.carried(),
    written_data_statement::RULE.carried(),
    runs_outside_transaction::RULE.carried(),
];

/// What only a live database, a file as it stands, or a configuration shows.
pub const LIVE_RULES: &[LiveRule] =
    &[unmanaged_object::RULE, unreviewed_sql::RULE, unknown_warning::RULE, naming_convention::RULE];

/// A rule of any kind, as it is told about.
#[derive(Debug, Clone, Copy)]
pub enum AnyRule {
    /// It looks at a migration.
    Migration(&'static Rule),
    /// It looks at written statements.
    Script(&'static ScriptRule),
    /// Only a live database shows it.
    Live(&'static LiveRule),
}

impl AnyRule {
    /// Its id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Migration(rule) => rule.id,
            Self::Script(rule) => rule.id,
            Self::Live(rule) => rule.id,
        }
    }

    /// Whether it stops a deploy.
    pub fn level(self) -> Level {
        match self {
            Self::Migration(rule) => rule.level,
            Self::Script(rule) => rule.level,
            Self::Live(rule) => rule.level,
        }
    }

    /// What there is to know about it, in words.
    pub fn explanation(self) -> Explanation {
        match self {
            Self::Migration(Rule { documentation, .. }) => {
                let Documentation { what, why, instead, .. } = *documentation;
                Explanation { what, why, instead }
            }
            Self::Script(ScriptRule { documentation, .. }) => {
                let ScriptDocumentation { what, why, instead, .. } = *documentation;
                Explanation { what, why, instead }
            }
            Self::Live(rule) => rule.explanation,
        }
    }
}

/// Every rule: those that gate first, each group in the order of the registry.
pub fn all_rules() -> Vec<AnyRule> {
    let migration = RULES.iter().map(AnyRule::Migration);
    let script = SCRIPT_RULES.iter().map(AnyRule::Script);
    let live = LIVE_RULES.iter().map(AnyRule::Live);
    let mut all: Vec<AnyRule> = migration.chain(script).chain(live).collect();
    ordered::sort_by_key(&mut all, |rule| rule.level());
    all
}

/// The rule of that id.
pub fn rule(id: &str) -> Option<AnyRule> {
    all_rules().into_iter().find(|rule| rule.id() == id)
}
