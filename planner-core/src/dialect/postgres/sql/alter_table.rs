//! The clauses of ALTER TABLE.

use crate::database::model::{Column, ForeignKey, ObjectName, PrimaryKey, ReferentialAction};
use crate::dialect::postgres::identifiers::{quote, quote_name};
use crate::dialect::postgres::sql::create_table;

/// One ALTER TABLE with all clauses.
pub fn alter(table: &ObjectName, clauses: &[String]) -> String {
    format!("ALTER TABLE {} {}", quote_name(table), clauses.join(",\n    "))
}

/// `ADD COLUMN …`.
pub fn add_column(column: &Column) -> String {
    format!("ADD COLUMN {}", create_table::column_definition(column))
}

/// `DROP COLUMN …`.
pub fn drop_column(name: &str) -> String {
    format!("DROP COLUMN {}", quote(name))
}

/// `ALTER COLUMN … TYPE …`, with the expression that casts where one is given.
pub fn set_type(column: &Column, using: Option<&str>) -> String {
    let using = using.map(|expression| format!(" USING {expression}")).unwrap_or_default();
    format!("ALTER COLUMN {} TYPE {}{using}", quote(&column.name), create_table::typed(column))
}

/// `ALTER COLUMN … SET DEFAULT …`.
pub fn set_default(name: &str, expression: &str) -> String {
    format!("ALTER COLUMN {} SET DEFAULT {expression}", quote(name))
}

/// `ALTER COLUMN … DROP DEFAULT`.
pub fn drop_default(name: &str) -> String {
    format!("ALTER COLUMN {} DROP DEFAULT", quote(name))
}

/// `ALTER COLUMN … DROP IDENTITY IF EXISTS`: not in one statement with a change of the type, which the
/// server would have the sequence follow.
pub fn drop_identity(name: &str) -> String {
    format!("ALTER COLUMN {} DROP IDENTITY IF EXISTS", quote(name))
}

/// `ALTER COLUMN … SET NOT NULL`.
pub fn set_not_null(name: &str) -> String {
    format!("ALTER COLUMN {} SET NOT NULL", quote(name))
}

/// `ALTER COLUMN … DROP NOT NULL`.
pub fn drop_not_null(name: &str) -> String {
    format!("ALTER COLUMN {} DROP NOT NULL", quote(name))
}

/// `ADD CONSTRAINT … PRIMARY KEY (…)`.
pub fn add_primary_key(key: &PrimaryKey) -> String {
    format!("ADD {}", create_table::primary_key(key))
}

/// `ADD CONSTRAINT … FOREIGN KEY (…) REFERENCES … ON DELETE … ON UPDATE …`.
pub fn add_foreign_key(key: &ForeignKey) -> String {
    format!(
        "ADD CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {}({}) ON DELETE {} ON UPDATE {}",
        quote(&key.name),
        create_table::columns(&key.columns),
        quote_name(&key.referenced_table),
        create_table::columns(&key.referenced_columns),
        action(key.on_delete),
        action(key.on_update),
    )
}

/// `DROP CONSTRAINT …`.
pub fn drop_constraint(name: &str) -> String {
    format!("DROP CONSTRAINT {}", quote(name))
}

/// `DROP CONSTRAINT IF EXISTS …`.
pub fn drop_constraint_if_there(name: &str) -> String {
    format!("DROP CONSTRAINT IF EXISTS {}", quote(name))
}

fn action(action: ReferentialAction) -> &'static str {
    match action {
        ReferentialAction::Cascade => "CASCADE",
        ReferentialAction::Restrict => "RESTRICT",
        ReferentialAction::NoAction => "NO ACTION",
        ReferentialAction::SetNull => "SET NULL",
        ReferentialAction::SetDefault => "SET DEFAULT",
    }
}
