//! A column's type as PostgreSQL's DDL writes it.

use crate::database::model::{ColumnType, NativeType, TypeName};
use crate::dialect::postgres::identifiers::quote_name;

/// The type of one value: `VARCHAR(255)`, `"Role"`. A list's `[]` is the caller's.
pub fn render(column_type: &ColumnType) -> String {
    match column_type {
        ColumnType::Native(native) => native_type(native),
        ColumnType::Enum(name) => quote_name(name),
        ColumnType::Unsupported(text) => text.to_string(),
    }
}

fn native_type(native: &NativeType) -> String {
    let name = match native.name {
        TypeName::Text => "TEXT",
        TypeName::Boolean => "BOOLEAN",
        TypeName::SmallInt => "SMALLINT",
        TypeName::Integer => "INTEGER",
        TypeName::BigInt => "BIGINT",
        TypeName::Oid => "OID",
        TypeName::Real => "REAL",
        TypeName::DoublePrecision => "DOUBLE PRECISION",
        TypeName::Decimal | TypeName::Numeric => "DECIMAL",
        TypeName::Money => "MONEY",
        TypeName::VarChar => "VARCHAR",
        TypeName::Char => "CHAR",
        TypeName::Bit => "BIT",
        TypeName::VarBit => "VARBIT",
        TypeName::Uuid => "UUID",
        TypeName::Xml => "XML",
        TypeName::Inet => "INET",
        TypeName::Citext => "CITEXT",
        TypeName::Bytea | TypeName::Blob => "BYTEA",
        TypeName::Timestamp | TypeName::Datetime => "TIMESTAMP",
        TypeName::Timestamptz => "TIMESTAMPTZ",
        TypeName::Time => "TIME",
        TypeName::Timetz => "TIMETZ",
        TypeName::Date => "DATE",
        TypeName::Json => "JSON",
        TypeName::Jsonb => "JSONB",
    };
    if native.arguments.is_empty() {
        return name.to_owned();
    }
    let arguments: Vec<String> = native.arguments.iter().map(u32::to_string).collect();
    format!("{name}({})", arguments.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::model::ObjectName;

    #[test]
    fn types_read_as_prisma_writes_them() {
        let native = |name, arguments: &[u32]| {
            render(&ColumnType::Native(NativeType { name, arguments: arguments.into() }))
        };
        assert_eq!(native(TypeName::Decimal, &[65, 30]), "DECIMAL(65,30)");
        assert_eq!(native(TypeName::Timestamp, &[3]), "TIMESTAMP(3)");
        assert_eq!(native(TypeName::DoublePrecision, &[]), "DOUBLE PRECISION");
        let name = ObjectName { namespace: Some("audit".into()), name: "Role".into() };
        assert_eq!(render(&ColumnType::Enum(name.into())), "\"audit\".\"Role\"");
        assert_eq!(render(&ColumnType::Unsupported("tsvector".into())), "tsvector");
    }
}
