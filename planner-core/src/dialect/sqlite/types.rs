//! SQLite's column types: from a schema's types and from a declared type to one normalised
//! [`ColumnType`].

use crate::database::model::{ColumnType, NativeType, TypeName};
use crate::database::type_system::TypeSource;
use crate::dialect::schema_type::SchemaType;
use crate::schema::model::Scalar;

/// The declared type of a schema's field.
pub fn from_schema(source: TypeSource<'_>) -> ColumnType {
    match source {
        TypeSource::Scalar(scalar, annotation) => {
            let annotated = annotation.and_then(|each| annotated_type(&each.name));
            native(annotated.unwrap_or_else(|| scalar_type(scalar)))
        }
        // No database object stands for an enum.
        TypeSource::Enum(_) => native(TypeName::Text),
        TypeSource::Unsupported(text) => from_catalogue(text),
    }
}

/// The type that a column declares. Names of one affinity and use are one type, as are those that
/// differ in case, white space or arguments only, which SQLite ignores.
/// <https://www.sqlite.org/datatype3.html#determination_of_column_affinity>
pub fn from_catalogue(declared: &str) -> ColumnType {
    let name = declared.split('(').next().unwrap_or_default();
    let words: Vec<String> = name.split_whitespace().map(str::to_ascii_uppercase).collect();
    let name = match words.join(" ").as_str() {
        "TEXT" | "CLOB" | "CHAR" | "CHARACTER" | "VARCHAR" | "NCHAR" | "NVARCHAR"
        | "VARYING CHARACTER" | "NATIVE CHARACTER" => TypeName::Text,
        "INT" | "INTEGER" | "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INT2" | "INT4" => {
            TypeName::Integer
        }
        "BIGINT" | "INT8" => TypeName::BigInt,
        "REAL" | "DOUBLE" | "DOUBLE PRECISION" | "FLOAT" => TypeName::Real,
        "DECIMAL" => TypeName::Decimal,
        "NUMERIC" => TypeName::Numeric,
        "BOOLEAN" | "BOOL" => TypeName::Boolean,
        "DATETIME" | "TIMESTAMP" => TypeName::Datetime,
        "JSON" | "JSONB" => TypeName::Jsonb,
        "BLOB" => TypeName::Blob,
        _ => return ColumnType::Unsupported(declared.trim().into()),
    };
    native(name)
}

/// How the schema language says a declared type; `None` for what it cannot name. The way back of
/// [`from_schema`].
pub fn to_schema(column_type: &ColumnType) -> Option<SchemaType> {
    let ColumnType::Native(native) = column_type else { return None };
    let scalar = match native.name {
        TypeName::Text => Scalar::String,
        TypeName::Boolean => Scalar::Boolean,
        TypeName::Integer => Scalar::Int,
        TypeName::BigInt => Scalar::BigInt,
        TypeName::Real => Scalar::Float,
        TypeName::Decimal => Scalar::Decimal,
        TypeName::Numeric => {
            return Some(SchemaType {
                scalar: Scalar::Decimal,
                native: Some(("Numeric", Vec::new())),
            });
        }
        TypeName::Datetime => Scalar::DateTime,
        TypeName::Jsonb => Scalar::Json,
        TypeName::Blob => Scalar::Bytes,
        _ => return None,
    };
    Some(SchemaType { scalar, native: None })
}

/// Whether a single primary key of that type is the rowid itself.
/// <https://www.sqlite.org/lang_createtable.html#rowid>
pub fn is_rowid_type(column_type: &ColumnType) -> bool {
    *column_type == native(TypeName::Integer)
}

fn native(name: TypeName) -> ColumnType {
    ColumnType::Native(NativeType { name, arguments: Default::default() })
}

fn scalar_type(scalar: Scalar) -> TypeName {
    match scalar {
        Scalar::String => TypeName::Text,
        Scalar::Boolean => TypeName::Boolean,
        Scalar::Int => TypeName::Integer,
        Scalar::BigInt => TypeName::BigInt,
        Scalar::Float => TypeName::Real,
        Scalar::Decimal => TypeName::Decimal,
        Scalar::DateTime => TypeName::Datetime,
        Scalar::Json => TypeName::Jsonb,
        Scalar::Bytes => TypeName::Blob,
    }
}

/// The type of a `@db.` attribute; `None` for a name that SQLite has not, which the schema's own
/// check has refused before.
fn annotated_type(name: &str) -> Option<TypeName> {
    match name {
        "Integer" => Some(TypeName::Integer),
        "Numeric" => Some(TypeName::Numeric),
        "Real" => Some(TypeName::Real),
        "Text" => Some(TypeName::Text),
        "Blob" => Some(TypeName::Blob),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::sqlite::sql::column_type::render;

    #[test]
    fn every_lowered_type_reads_back() {
        let scalars = [
            Scalar::String,
            Scalar::Boolean,
            Scalar::Int,
            Scalar::BigInt,
            Scalar::Float,
            Scalar::Decimal,
            Scalar::DateTime,
            Scalar::Json,
            Scalar::Bytes,
        ];
        for scalar in scalars {
            let lowered = from_schema(TypeSource::Scalar(scalar, None));
            assert_eq!(from_catalogue(&render(&lowered)), lowered, "{scalar:?}");
            assert_eq!(to_schema(&lowered), Some(SchemaType { scalar, native: None }));
        }
        for name in ["Integer", "Numeric", "Real", "Text", "Blob"] {
            let lowered = annotated_type(name).map(native);
            assert_eq!(lowered.as_ref().map(|each| from_catalogue(&render(each))), lowered);
        }
    }

    #[test]
    fn spellings_of_one_affinity_and_use_are_one() {
        assert_eq!(from_catalogue("varchar( 10 )"), native(TypeName::Text));
        assert_eq!(from_catalogue("Double   Precision"), native(TypeName::Real));
        assert_eq!(from_catalogue("decimal(10, 5)"), native(TypeName::Decimal));
        assert_eq!(from_catalogue(" point "), ColumnType::Unsupported("point".into()));
        assert_eq!(from_catalogue(""), ColumnType::Unsupported("".into()));
    }
}
