//! All rules in the order in which their findings are shown: what loses data first, then what
//! fails, then notices.

use super::rule::Rule;
use super::rules::{
    add_foreign_key, add_required_column, add_unique, change_primary_key, drop_column, drop_table,
    narrow_column_type, rebuild_table, recreate_column, remove_enum_value, require_column,
};

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
];

/// The rule of that id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}
