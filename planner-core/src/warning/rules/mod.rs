//! The rules, one file each; they are listed in [`super::registry`].

pub mod drop_column;
pub mod drop_table;
pub mod remove_enum_value;
pub mod narrow_column_type;
pub mod recreate_column;
pub mod rebuild_table;
pub mod require_column;
pub mod add_required_column;
pub mod add_unique;
pub mod add_foreign_key;
pub mod change_primary_key;
pub mod possible_rename;
pub mod breaks_old_application;
pub mod breaks_new_application_before_deploy;
pub mod drops_default;
pub mod drops_constraint;
pub mod drops_unique;
pub mod blocks_reads_and_writes;
pub mod blocks_writes;
pub mod rewrites_table;
pub mod locks_other_table;
pub mod enum_value_unusable_until_commit;
pub mod unindexed_foreign_key;
pub mod sequence_left_behind;
pub mod json_instead_of_jsonb;
