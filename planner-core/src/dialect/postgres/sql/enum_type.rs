//! Enum types.

use crate::database::model::ObjectName;
use crate::dialect::postgres::identifiers::quote_name;
use crate::dialect::postgres::sql::literal;

/// The type with its values in order.
pub fn create<'a>(name: &ObjectName, values: impl Iterator<Item = &'a str>) -> String {
    let values: Vec<String> = values.map(literal::string).collect();
    format!("CREATE TYPE {} AS ENUM ({})", quote_name(name), values.join(", "))
}

/// A value appears, before another one or at the end.
pub fn add_value(name: &ObjectName, value: &str, before: Option<&str>) -> String {
    let place = before.map(|next| format!(" BEFORE {}", literal::string(next))).unwrap_or_default();
    format!("ALTER TYPE {} ADD VALUE {}{place}", quote_name(name), literal::string(value))
}

/// A value has another name.
pub fn rename_value(name: &ObjectName, before: &str, after: &str) -> String {
    format!(
        "ALTER TYPE {} RENAME VALUE {} TO {}",
        quote_name(name),
        literal::string(before),
        literal::string(after)
    )
}

/// The type goes.
pub fn drop(name: &ObjectName) -> String {
    format!("DROP TYPE {}", quote_name(name))
}
