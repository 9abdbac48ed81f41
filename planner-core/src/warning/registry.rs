//! All rules in the order in which their findings are shown: what loses data first, then what
//! fails, then notices.

use super::rule::{Explanation, Rule};
use super::rules::{
    add_foreign_key, add_required_column, add_unique, blocks_reads_and_writes, blocks_writes,
    breaks_new_application_before_deploy, breaks_old_application, change_primary_key, drop_column,
    drop_table, drops_constraint, drops_default, drops_unique, enum_value_unusable_until_commit,
    json_instead_of_jsonb, locks_other_table, narrow_column_type, possible_rename, rebuild_table,
    recreate_column, remove_enum_value, require_column, rewrites_table, sequence_left_behind,
    unindexed_foreign_key,
};
use super::written_sql;

/// The rules that look at a migration.
pub const RULES: &[Rule] = &[
    drop_column::RULE,
    drop_table::RULE,
    remove_enum_value::RULE,
    narrow_column_type::RULE,
    recreate_column::RULE,
    rebuild_table::RULE,
    require_column::RULE,
    add_required_column::RULE,
    add_unique::RULE,
    add_foreign_key::RULE,
    change_primary_key::RULE,
    possible_rename::RULE,
    breaks_old_application::RULE,
    breaks_new_application_before_deploy::RULE,
    drops_default::RULE,
    drops_constraint::RULE,
    drops_unique::RULE,
    blocks_reads_and_writes::RULE,
    blocks_writes::RULE,
    rewrites_table::RULE,
    locks_other_table::RULE,
    enum_value_unusable_until_commit::RULE,
    unindexed_foreign_key::RULE,
    sequence_left_behind::RULE,
    json_instead_of_jsonb::RULE,
];

/// What there is to know about the rule of that id, also where it looks at written SQL.
pub fn explanation(id: &str) -> Option<Explanation> {
    match id {
        written_sql::HAND_EDITED => Some(written_sql::HAND_EDITED_EXPLANATION),
        written_sql::WRITTEN_DATA_STATEMENT => {
            Some(written_sql::WRITTEN_DATA_STATEMENT_EXPLANATION)
        }
        _ => rule(id).map(|rule| Explanation {
            what: rule.documentation.what,
            why: rule.documentation.why,
            instead: rule.documentation.instead,
        }),
    }
}

/// The rule of that id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}
