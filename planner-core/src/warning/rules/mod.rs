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
