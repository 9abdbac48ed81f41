//! A column's declared type as SQLite's DDL writes it. Arguments mean nothing there and are not
//! written.

use crate::database::model::{ColumnType, TypeName};

/// The declared type: `TEXT`, `DATETIME`.
pub fn render(column_type: &ColumnType) -> String {
    match column_type {
        ColumnType::Native(native) => declared_name(native.name).to_owned(),
        ColumnType::Enum(_) => "TEXT".to_owned(),
        ColumnType::Unsupported(text) => text.to_string(),
    }
}

fn declared_name(name: TypeName) -> &'static str {
    match name {
        TypeName::Text
        | TypeName::VarChar
        | TypeName::Char
        | TypeName::Bit
        | TypeName::VarBit
        | TypeName::Uuid
        | TypeName::Xml
        | TypeName::Inet
        | TypeName::Citext => "TEXT",
        TypeName::Boolean => "BOOLEAN",
        TypeName::SmallInt | TypeName::Integer | TypeName::Oid => "INTEGER",
        TypeName::BigInt => "BIGINT",
        TypeName::Real | TypeName::DoublePrecision => "REAL",
        TypeName::Decimal | TypeName::Money => "DECIMAL",
        TypeName::Numeric => "NUMERIC",
        TypeName::Json | TypeName::Jsonb => "JSONB",
        TypeName::Datetime
        | TypeName::Timestamp
        | TypeName::Timestamptz
        | TypeName::Time
        | TypeName::Timetz
        | TypeName::Date => "DATETIME",
        TypeName::Blob | TypeName::Bytea => "BLOB",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::model::NativeType;

    #[test]
    fn declared_types_have_no_arguments() {
        let native =
            |name| render(&ColumnType::Native(NativeType { name, arguments: Default::default() }));
        assert_eq!(native(TypeName::Datetime), "DATETIME");
        assert_eq!(native(TypeName::BigInt), "BIGINT");
        assert_eq!(render(&ColumnType::Unsupported("POINT".into())), "POINT");
    }
}
