//! Rows for any database: a schema in, INSERT statements out. The value of a column follows from
//! its type and the row's number alone, so that keys differ and references meet. Knows nothing
//! of migrations.

use planner_core::database::model::{
    Column, ColumnArity, ColumnType, Database, EnumType, NativeType, Table, TypeName,
};
use planner_core::provider::Provider;

/// Two rows for every table; `None` where a required column has a type that no value is known for.
pub fn rows(database: &Database) -> Option<String> {
    let (before, after) = match database.provider {
        // Tables may refer to each other in a circle; the rows fit once all are there.
        Provider::Postgresql => {
            ("SET session_replication_role = replica;\n", "RESET session_replication_role;\n")
        }
        Provider::Sqlite => ("PRAGMA foreign_keys=OFF;\n", "PRAGMA foreign_keys=ON;\n"),
    };
    let mut text = before.to_owned();
    for table in &database.tables {
        for number in 1..=2 {
            text.push_str(&row(database, table, number)?);
        }
    }
    text.push_str(after);
    Some(text)
}

fn row(database: &Database, table: &Table, number: u32) -> Option<String> {
    let mut names = Vec::new();
    let mut values = Vec::new();
    for column in &table.columns {
        match value(database, column, number) {
            Some(value) => {
                names.push(quote(&column.name));
                values.push(value);
            }
            None if column.arity != ColumnArity::Required => {}
            None => return None,
        }
    }
    let namespace = table.name.namespace.as_deref().map(|each| format!("{}.", quote(each)));
    Some(format!(
        "INSERT INTO {}{} ({}) VALUES ({});\n",
        namespace.unwrap_or_default(),
        quote(&table.name.name),
        names.join(", "),
        values.join(", ")
    ))
}

fn value(database: &Database, column: &Column, number: u32) -> Option<String> {
    if column.arity == ColumnArity::List {
        return Some("'{}'".to_owned());
    }
    match &column.column_type {
        ColumnType::Native(native) => Some(native_value(native, number)),
        ColumnType::Enum(name) => {
            let label = |each: &EnumType| {
                let last = each.values.len().checked_sub(1)?;
                Some(each.values.get(last.min(number as usize - 1))?.name.clone())
            };
            let label = database.enum_type(name).and_then(label)?;
            Some(format!("'{}'", label.replace('\'', "''")))
        }
        ColumnType::Unsupported(_) => None,
    }
}

fn native_value(native: &NativeType, number: u32) -> String {
    use TypeName::{
        BigInt, Bit, Blob, Boolean, Bytea, Char, Citext, Date, Datetime, Decimal, DoublePrecision,
        Inet, Integer, Json, Jsonb, Money, Numeric, Oid, Real, SmallInt, Text, Time, Timestamp,
        Timestamptz, Timetz, Uuid, VarBit, VarChar, Xml,
    };
    match native.name {
        Text | VarChar | Char | Citext => format!("'v{number}'"),
        Boolean => "true".to_owned(),
        Integer | BigInt | SmallInt | Oid | Real | DoublePrecision | Decimal | Numeric => {
            number.to_string()
        }
        Money => format!("'{number}'"),
        Json | Jsonb => format!("'{{\"n\": {number}}}'"),
        Bit => {
            let length = native.arguments.first().copied().unwrap_or(1);
            format!("B'{}'", "1".repeat(length as usize))
        }
        VarBit => "B'1'".to_owned(),
        Uuid => format!("'00000000-0000-0000-0000-00000000000{number}'"),
        Xml => format!("'<n>{number}</n>'"),
        Inet => format!("'10.0.0.{number}'"),
        Bytea => format!("'\\x0{number}'"),
        Blob => format!("X'0{number}'"),
        Timestamp | Timestamptz | Datetime => format!("'2024-01-0{number} 12:30:45'"),
        Time | Timetz => format!("'0{number}:30:45'"),
        Date => format!("'2024-01-0{number}'"),
    }
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
