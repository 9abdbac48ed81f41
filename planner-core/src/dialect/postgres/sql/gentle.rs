//! Ways to the same schema that keep nobody waiting for long: statements in the place of those that a
//! plan has. Each list says what runs together and what alone. Knows nothing of when they are better.
//!
//! <https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY>,
//! <https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES>

use super::{alter_table, block, create_table, default, literal};
use crate::database::model::{Column, ColumnArity, ForeignKey, ObjectName, PrimaryKey};
use crate::database::names::with_suffix;
use crate::dialect::postgres::identifiers::{MAX_BYTES, quote, quote_name};

/// In how many statements the rows of a table are written where its key is a number.
const BATCHES: u32 = 8;

/// The unique index that a new primary key takes over.
pub fn key_index(table: &ObjectName, key: &PrimaryKey) -> (String, String) {
    let name = with_suffix(key.name.clone().unwrap_or_default(), "_new", MAX_BYTES);
    let sql = format!(
        "CREATE UNIQUE INDEX CONCURRENTLY {} ON {} ({})",
        quote(&name),
        quote_name(table),
        create_table::columns(&key.columns)
    );
    (name, sql)
}

/// `ADD CONSTRAINT … PRIMARY KEY USING INDEX …`, which renames the index.
pub fn key_from_index(key: &PrimaryKey, index: &str) -> String {
    let name = key.name.as_deref().unwrap_or_default();
    format!("ADD CONSTRAINT {} PRIMARY KEY USING INDEX {}", quote(name), quote(index))
}

/// A foreign key that holds for new rows at once and for old ones once they are read.
pub fn foreign_key(table: &ObjectName, key: &ForeignKey) -> [String; 2] {
    let clause = format!("{} NOT VALID", alter_table::add_foreign_key(key));
    [alter_table::alter(table, &[clause]), validate(table, &key.name)]
}

/// A check that a column is never NULL: as with a foreign key. `SET NOT NULL` reads no row while it
/// holds.
pub fn never_null(table: &ObjectName, column: &str) -> [String; 2] {
    let name = never_null_name(table, column);
    let clause =
        format!("ADD CONSTRAINT {} CHECK ({} IS NOT NULL) NOT VALID", quote(&name), quote(column));
    [alter_table::alter(table, &[clause]), validate(table, &name)]
}

/// What the check is called.
pub fn never_null_name(table: &ObjectName, column: &str) -> String {
    with_suffix(format!("{}_{column}", table.name), "_never_null", MAX_BYTES)
}

fn validate(table: &ObjectName, constraint: &str) -> String {
    alter_table::alter(table, &[format!("VALIDATE CONSTRAINT {}", quote(constraint))])
}

/// A column appears whose rows that are there get a value that somebody names.
pub fn add_filled_column(column: &Column, value: &str) -> String {
    format!("{} DEFAULT {value}", alter_table::add_column(column))
}

/// A column appears, NULL in every row that is there; its default counts from the next row on.
pub fn add_empty_column(table: &ObjectName, column: &Column) -> Vec<String> {
    let empty = Column { arity: nullable(column.arity), default: None, ..column.clone() };
    let value = column.default.as_ref().and_then(|each| default::render(each, column));
    let added = alter_table::alter(table, &[alter_table::add_column(&empty)]);
    let counts = value.map(|value| alter_table::set_default(&column.name, &value));
    std::iter::once(added)
        .chain(counts.map(|clause| alter_table::alter(table, &[clause])))
        .collect()
}

fn nullable(arity: ColumnArity) -> ColumnArity {
    match arity {
        ColumnArity::Required => ColumnArity::Nullable,
        ColumnArity::Nullable | ColumnArity::List => arity,
    }
}

/// The rows whose column is NULL get a value, a part of them at a time where their key is a number.
pub fn fill(
    table: &ObjectName,
    column: &str,
    value: &str,
    also: &str,
    number: Option<&str>,
) -> Vec<String> {
    let name = quote(column);
    let statement = |part: String| {
        format!(
            "UPDATE {}\nSET {name} = {value}\nWHERE {name} IS NULL{also}{part}",
            quote_name(table)
        )
    };
    match number {
        None => vec![statement(String::new())],
        Some(key) => {
            let part = |each| format!(" AND abs(mod({}, {BATCHES})) = {each}", quote(key));
            (0..BATCHES).map(|each| statement(part(each))).collect()
        }
    }
}

/// A column that takes the place of another one, and a trigger that writes it with each row.
#[derive(Debug)]
pub struct Successor<'a> {
    /// The table.
    pub table: &'a ObjectName,
    /// The column as it shall be.
    pub after: &'a Column,
    /// The expression of its value over the column as it is.
    pub value: String,
}

impl Successor<'_> {
    /// What the column is called until it takes the place.
    pub fn name(&self) -> String {
        with_suffix(self.after.name.to_string(), "_new", MAX_BYTES)
    }

    fn trigger(&self) -> ObjectName {
        let stem = format!("{}_{}", self.table.name, self.after.name);
        self.table.sibling(with_suffix(stem, "_new", MAX_BYTES))
    }

    /// Column and trigger appear.
    pub fn begin(&self) -> Vec<String> {
        let (name, old) = (self.name(), quote(&self.after.name));
        let column = Column {
            name: name.as_str().into(),
            arity: nullable(self.after.arity),
            default: None,
            ..self.after.clone()
        };
        let body = format!(
            "BEGIN\n  NEW.{} := (SELECT {} FROM (SELECT NEW.{old}) AS \"row\" ({old}));\n  RETURN \
             NEW;\nEND",
            quote(&name),
            self.value
        );
        let trigger = self.trigger();
        vec![
            alter_table::alter(self.table, &[alter_table::add_column(&column)]),
            format!(
                "CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS {}",
                quote_name(&trigger),
                block::quoted(&body)
            ),
            format!(
                "CREATE TRIGGER {} BEFORE INSERT OR UPDATE ON {}\nFOR EACH ROW EXECUTE FUNCTION {}()",
                quote(&trigger.name),
                quote_name(self.table),
                quote_name(&trigger)
            ),
        ]
    }

    /// The rows that were there before the trigger.
    pub fn fill(&self, number: Option<&str>) -> Vec<String> {
        let also = format!(" AND {} IS NOT NULL", quote(&self.after.name));
        fill(self.table, &self.name(), &self.value, &also, number)
    }

    /// The column takes the place of the other one, and the trigger goes.
    pub fn finish(&self) -> Vec<String> {
        let (table, name) = (self.table, self.after.name.as_str());
        let trigger = self.trigger();
        let mut statements = vec![
            format!("DROP TRIGGER {} ON {}", quote(&trigger.name), quote_name(table)),
            format!("DROP FUNCTION {}()", quote_name(&trigger)),
            alter_table::alter(table, &[alter_table::drop_column(name)]),
            alter_table::alter(
                table,
                &[format!("RENAME COLUMN {} TO {}", quote(&self.name()), quote(name))],
            ),
        ];
        let value = self.after.default.as_ref().and_then(|each| default::render(each, self.after));
        let mut clauses: Vec<String> =
            value.map(|value| alter_table::set_default(name, &value)).into_iter().collect();
        if self.after.arity == ColumnArity::Required {
            clauses.push(alter_table::set_not_null(name));
        }
        if !clauses.is_empty() {
            statements.push(alter_table::alter(table, &clauses));
        }
        if self.after.arity == ColumnArity::Required {
            let check = never_null_name(table, &self.name());
            statements.push(alter_table::alter(table, &[alter_table::drop_constraint(&check)]));
        }
        statements
    }
}

/// A time read in a zone that somebody names.
pub fn in_zone(column: &str, zone: &str) -> String {
    format!("{} AT TIME ZONE {zone}", quote(column))
}

/// A list in which one value is replaced by another.
pub fn replaced_in_list(list: &str, value: &str, other: &str) -> String {
    format!("array_replace({list}, {}, {other})", literal::string(value))
}
