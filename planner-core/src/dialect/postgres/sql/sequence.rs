//! The sequence behind a numbered column.

use crate::database::model::{Column, ColumnType, ObjectName};
use crate::database::names::cut;
use crate::dialect::postgres::identifiers::{MAX_BYTES, quote, quote_name};
use crate::dialect::postgres::sql::{block, column_type, literal};

/// A column begins to be numbered: by a sequence of its own, whose next number is the one after the
/// greatest that the column holds, 1 where it holds none above 0. That next number is never written
/// down: behind the greatest of the type there is none. The sequence gets the name that `SERIAL` would
/// give it, and like there a number behind it where the name is taken: a table that was renamed keeps
/// its sequence under the old name, and only the server knows that. The table is asked in a statement of
/// its own: inside the block, a column called `sequence` or `number` would be taken for a variable.
pub fn begin(sequence: &ObjectName, table: &ObjectName, column: &Column) -> String {
    let (name, own) = (quote(&column.name), quote_name(table));
    let named = |text: String| match &sequence.namespace {
        Some(namespace) => {
            format!("{} || quote_ident({text})", literal::string(&format!("{}.", quote(namespace))))
        }
        None => format!("quote_ident({text})"),
    };
    let wanted = named(literal::string(&sequence.name));
    let base = cut(&sequence.name, MAX_BYTES - "999".len());
    let numbered = named(format!("{} || number", literal::string(base)));
    let create = format!(" AS {} OWNED BY {own}.{name}", column_type::render(&column.column_type));
    let set = format!("ALTER TABLE {own} ALTER COLUMN {name} SET DEFAULT nextval(");
    let reached =
        format!(", GREATEST(MAX({name}), 1), COALESCE(MAX({name}) > 0, false)) FROM {own}");
    block::execute(&format!(
        "DECLARE\n    sequence text := {wanted};\n    number integer := 0;\nBEGIN\n    \
         WHILE to_regclass(sequence) IS NOT NULL LOOP\n        number := number + 1;\n        \
         sequence := {numbered};\n    END LOOP;\n    \
         EXECUTE 'CREATE SEQUENCE ' || sequence || {};\n    \
         EXECUTE {} || quote_literal(sequence) || ')';\n    \
         EXECUTE 'SELECT setval(' || quote_literal(sequence) || {};\nEND",
        literal::string(&create),
        literal::string(&set),
        literal::string(&reached),
    ))
}

/// The sequence that the column owns gets the column's type. Its name is looked up as the
/// statement runs: a sequence keeps its old one when its table is renamed.
pub fn set_owned_type(table: &ObjectName, column: &str, numbers: &ColumnType) -> String {
    on_owned(table, column, "ALTER SEQUENCE ", &format!(" AS {}", column_type::render(numbers)))
}

/// The sequence that the column owns will be where `namespace` is: it gets another name where its own
/// is taken there. Which name it has, and which are free, only the server knows: a sequence keeps its
/// old one when its table is renamed. `sequence`: the name that `SERIAL` would give it.
pub fn make_room(
    table: &ObjectName,
    column: &str,
    sequence: &str,
    namespace: Option<&str>,
) -> String {
    let place = match namespace {
        Some(namespace) => literal::string(&format!("{}.", quote(namespace))),
        None => "quote_ident(current_schema()) || '.'".to_owned(),
    };
    let base = format!("{}_moving", cut(sequence, MAX_BYTES - "_moving999".len()));
    block::execute(&format!(
        "DECLARE\n    owned regclass := {};\n    home text;\n    place text := {place};\n    \
         name text;\n    number integer := 0;\nBEGIN\n    \
         SELECT relnamespace::regnamespace::text || '.', relname INTO home, name FROM pg_class WHERE oid = owned;\n    \
         WHILE to_regclass(place || quote_ident(name)) IS NOT NULL\n        \
         OR (number > 0 AND to_regclass(home || quote_ident(name)) IS NOT NULL) LOOP\n        \
         number := number + 1;\n        name := {} || number;\n    END LOOP;\n    \
         IF number > 0 THEN\n        \
         EXECUTE format('ALTER SEQUENCE %s RENAME TO %I', owned, name);\n    \
         END IF;\nEND",
        found(table, column),
        literal::string(&base),
    ))
}

/// The sequence that the column owns goes, if there is one.
pub fn drop_owned(table: &ObjectName, column: &str) -> String {
    on_owned(table, column, "DROP SEQUENCE ", "")
}

fn on_owned(table: &ObjectName, column: &str, verb: &str, rest: &str) -> String {
    let found = found(table, column);
    let rest =
        if rest.is_empty() { String::new() } else { format!(" || {}", literal::string(rest)) };
    let verb = literal::string(verb);
    block::execute(&format!(
        "DECLARE\n    owned text := {found};\nBEGIN\n    IF owned IS NOT NULL THEN\n        \
         EXECUTE {verb} || owned{rest};\n    END IF;\nEND"
    ))
}

/// Counts the sequence that the column owns where it stands, or starts, beyond a number: its type would
/// have no such number. Only the sequence itself tells where it stands when it was set by hand.
/// <https://www.postgresql.org/docs/current/functions-xml.html#FUNCTIONS-XML-MAPPING>
pub fn last_number_beyond(table: &ObjectName, column: &str, greatest: i64) -> String {
    let owned = found(table, column);
    format!(
        "SELECT count(*) FROM pg_sequence WHERE seqrelid = {owned}::regclass AND GREATEST(seqstart, \
         substring(query_to_xml('SELECT last_value FROM ' || {owned}, false, false, '')::text \
         FROM '<last_value>(-?[0-9]+)<')::bigint) > {greatest}"
    )
}

fn found(table: &ObjectName, column: &str) -> String {
    format!(
        "pg_get_serial_sequence({}, {})",
        literal::string(&quote_name(table)),
        literal::string(column)
    )
}
