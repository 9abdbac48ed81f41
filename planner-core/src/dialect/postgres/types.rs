//! PostgreSQL's column types: from a schema's types and from the catalogue's spelling
//! (`format_type`) to one normalised [`ColumnType`].

use crate::database::model::{ColumnType, NativeType, ObjectName, TypeName};
use crate::database::type_system::TypeSource;
use crate::dialect::schema_type::SchemaType;
use crate::schema::model::{NativeType as Annotation, Scalar};

/// A type as the catalogue spells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueType {
    /// The type of one value.
    pub column_type: ColumnType,
    /// Whether the column is an array.
    pub list: bool,
}

/// The type of one value of a schema's field.
pub fn from_schema(source: TypeSource<'_>) -> ColumnType {
    match source {
        TypeSource::Scalar(scalar, None) => scalar_type(scalar),
        TypeSource::Scalar(scalar, Some(annotation)) => {
            annotated_type(annotation).unwrap_or_else(|| scalar_type(scalar))
        }
        TypeSource::Enum(name) => ColumnType::Enum(name.clone().into()),
        TypeSource::Unsupported(text) => from_text(text),
    }
}

/// The type that `format_type(atttypid, atttypmod)` spells; `enumeration` names the enum type
/// where it is one (or an array of one).
/// <https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CATALOG>
pub fn from_catalogue(text: &str, enumeration: Option<&ObjectName>) -> CatalogueType {
    let element = text.trim_end_matches("[]");
    let column_type = match enumeration {
        Some(name) => ColumnType::Enum(name.clone().into()),
        None => from_text(element),
    };
    CatalogueType { column_type, list: element.len() < text.len() }
}

/// How the schema language says a column's type; `None` for enums and for what it cannot name.
/// The way back of [`from_schema`].
pub fn to_schema(column_type: &ColumnType) -> Option<SchemaType> {
    let ColumnType::Native(native) = column_type else { return None };
    let (scalar, name) = match native.name {
        TypeName::Text => (Scalar::String, "Text"),
        TypeName::VarChar => (Scalar::String, "VarChar"),
        TypeName::Char => (Scalar::String, "Char"),
        TypeName::Bit => (Scalar::String, "Bit"),
        TypeName::VarBit => (Scalar::String, "VarBit"),
        TypeName::Uuid => (Scalar::String, "Uuid"),
        TypeName::Xml => (Scalar::String, "Xml"),
        TypeName::Inet => (Scalar::String, "Inet"),
        TypeName::Citext => (Scalar::String, "Citext"),
        TypeName::Boolean => (Scalar::Boolean, "Boolean"),
        TypeName::SmallInt => (Scalar::Int, "SmallInt"),
        TypeName::Integer => (Scalar::Int, "Integer"),
        TypeName::Oid => (Scalar::Int, "Oid"),
        TypeName::BigInt => (Scalar::BigInt, "BigInt"),
        TypeName::Decimal | TypeName::Numeric => (Scalar::Decimal, "Decimal"),
        TypeName::Money => (Scalar::Decimal, "Money"),
        TypeName::Real => (Scalar::Float, "Real"),
        TypeName::DoublePrecision => (Scalar::Float, "DoublePrecision"),
        TypeName::Timestamp | TypeName::Datetime => (Scalar::DateTime, "Timestamp"),
        TypeName::Timestamptz => (Scalar::DateTime, "Timestamptz"),
        TypeName::Time => (Scalar::DateTime, "Time"),
        TypeName::Timetz => (Scalar::DateTime, "Timetz"),
        TypeName::Date => (Scalar::DateTime, "Date"),
        TypeName::Json => (Scalar::Json, "Json"),
        TypeName::Jsonb => (Scalar::Json, "JsonB"),
        TypeName::Bytea | TypeName::Blob => (Scalar::Bytes, "ByteA"),
    };
    if scalar_type(scalar) == *column_type {
        return Some(SchemaType { scalar, native: None });
    }
    Some(SchemaType { scalar, native: Some((name, native.arguments.to_vec())) })
}

fn native(name: TypeName, arguments: &[u32]) -> ColumnType {
    ColumnType::Native(NativeType { name, arguments: arguments.into() })
}

fn scalar_type(scalar: Scalar) -> ColumnType {
    match scalar {
        Scalar::String => native(TypeName::Text, &[]),
        Scalar::Boolean => native(TypeName::Boolean, &[]),
        Scalar::Int => native(TypeName::Integer, &[]),
        Scalar::BigInt => native(TypeName::BigInt, &[]),
        Scalar::Float => native(TypeName::DoublePrecision, &[]),
        Scalar::Decimal => native(TypeName::Decimal, &[65, 30]),
        Scalar::DateTime => native(TypeName::Timestamp, &[3]),
        Scalar::Json => native(TypeName::Jsonb, &[]),
        Scalar::Bytes => native(TypeName::Bytea, &[]),
    }
}

/// The type of a `@db.` attribute; `None` for a name that PostgreSQL has not, which the schema's
/// own check has refused before.
fn annotated_type(annotation: &Annotation) -> Option<ColumnType> {
    let name = match annotation.name.as_str() {
        "Text" => TypeName::Text,
        "VarChar" => TypeName::VarChar,
        "Char" => TypeName::Char,
        "Bit" => TypeName::Bit,
        "VarBit" => TypeName::VarBit,
        "Uuid" => TypeName::Uuid,
        "Xml" => TypeName::Xml,
        "Inet" => TypeName::Inet,
        "Citext" => TypeName::Citext,
        "Boolean" => TypeName::Boolean,
        "SmallInt" => TypeName::SmallInt,
        "Integer" => TypeName::Integer,
        "BigInt" => TypeName::BigInt,
        "Oid" => TypeName::Oid,
        "Decimal" | "Numeric" => TypeName::Decimal,
        "Money" => TypeName::Money,
        "Real" => TypeName::Real,
        "DoublePrecision" => TypeName::DoublePrecision,
        "Timestamp" => TypeName::Timestamp,
        "Timestamptz" => TypeName::Timestamptz,
        "Time" => TypeName::Time,
        "Timetz" => TypeName::Timetz,
        "Date" => TypeName::Date,
        "Json" => TypeName::Json,
        "JsonB" => TypeName::Jsonb,
        "ByteA" => TypeName::Bytea,
        _ => return None,
    };
    Some(completed(name, &annotation.arguments))
}

/// Fills in the arguments that the server fills in.
fn completed(name: TypeName, arguments: &[u32]) -> ColumnType {
    match (name, arguments) {
        (TypeName::Char | TypeName::Bit, []) => native(name, &[1]),
        (TypeName::Decimal, [precision]) => native(name, &[*precision, 0]),
        _ => native(name, arguments),
    }
}

/// Any spelling of a type: the catalogue's, or one that a person wrote.
fn from_text(text: &str) -> ColumnType {
    let text = normalised(text);
    known(&text).unwrap_or(ColumnType::Unsupported(text.into()))
}

/// Lower case and single spaces outside double quotes, none around parentheses and commas.
fn normalised(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut quoted = false;
    let mut space = false;
    for each in text.trim().chars() {
        if quoted {
            quoted = each != '"';
            result.push(each);
            continue;
        }
        if each.is_whitespace() {
            space = true;
            continue;
        }
        let tight = matches!(each, '(' | ')' | ',') || result.ends_with(['(', ',']);
        if space && !tight {
            result.push(' ');
        }
        space = false;
        quoted = each == '"';
        result.push(each.to_ascii_lowercase());
    }
    result
}

fn known(text: &str) -> Option<ColumnType> {
    let (before, arguments, after) = match text.split_once('(') {
        Some((before, rest)) => {
            let (arguments, after) = rest.split_once(')')?;
            let arguments: Result<Vec<u32>, _> = arguments.split(',').map(str::parse).collect();
            (before, arguments.ok()?, after.trim())
        }
        None => (text, Vec::new(), ""),
    };
    let words = if after.is_empty() { before.to_owned() } else { format!("{before} {after}") };
    let (name, most) = match words.as_str() {
        "text" => (TypeName::Text, 0),
        "boolean" | "bool" => (TypeName::Boolean, 0),
        "smallint" | "int2" => (TypeName::SmallInt, 0),
        "integer" | "int" | "int4" => (TypeName::Integer, 0),
        "bigint" | "int8" => (TypeName::BigInt, 0),
        "oid" => (TypeName::Oid, 0),
        "real" | "float4" => (TypeName::Real, 0),
        "double precision" | "float8" | "float" => (TypeName::DoublePrecision, 0),
        "numeric" | "decimal" | "dec" => (TypeName::Decimal, 2),
        "money" => (TypeName::Money, 0),
        "character varying" | "char varying" | "varchar" => (TypeName::VarChar, 1),
        "character" | "char" => (TypeName::Char, 1),
        "bit" => (TypeName::Bit, 1),
        "bit varying" | "varbit" => (TypeName::VarBit, 1),
        "uuid" => (TypeName::Uuid, 0),
        "xml" => (TypeName::Xml, 0),
        "inet" => (TypeName::Inet, 0),
        "citext" => (TypeName::Citext, 0),
        "bytea" => (TypeName::Bytea, 0),
        "timestamp" | "timestamp without time zone" => (TypeName::Timestamp, 1),
        "timestamptz" | "timestamp with time zone" => (TypeName::Timestamptz, 1),
        "time" | "time without time zone" => (TypeName::Time, 1),
        "timetz" | "time with time zone" => (TypeName::Timetz, 1),
        "date" => (TypeName::Date, 0),
        "json" => (TypeName::Json, 0),
        "jsonb" => (TypeName::Jsonb, 0),
        // The extension may live in a schema that the search path does not name.
        other if most_specific(other) == "citext" => (TypeName::Citext, 0),
        _ => return None,
    };
    (arguments.len() <= most).then(|| completed(name, &arguments))
}

fn most_specific(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(_, own)| own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::postgres::sql::column_type::render;
    use crate::source::Span;

    fn annotated(name: &str, arguments: &[u32]) -> ColumnType {
        let annotation =
            Annotation { name: name.into(), arguments: arguments.to_vec(), span: Span::default() };
        from_schema(TypeSource::Scalar(Scalar::String, Some(&annotation)))
    }

    #[test]
    fn schema_and_catalogue_spell_one_type() {
        for (lowered, catalogue) in [
            (annotated("VarChar", &[20]), "character varying(20)"),
            (annotated("VarChar", &[]), "character varying"),
            (annotated("Char", &[]), "character(1)"),
            (annotated("Bit", &[]), "bit(1)"),
            (annotated("VarBit", &[5]), "bit varying(5)"),
            (annotated("Decimal", &[10]), "numeric(10,0)"),
            (annotated("Decimal", &[]), "numeric"),
            (annotated("Numeric", &[8, 2]), "numeric(8,2)"),
            (annotated("Timestamptz", &[6]), "timestamp(6) with time zone"),
            (annotated("Timestamptz", &[]), "timestamp with time zone"),
            (annotated("Time", &[0]), "time(0) without time zone"),
            (annotated("Timetz", &[]), "time with time zone"),
            (annotated("ByteA", &[]), "bytea"),
            (annotated("Citext", &[]), "extensions.citext"),
            (scalar_type(Scalar::Float), "double precision"),
            (scalar_type(Scalar::DateTime), "timestamp(3) without time zone"),
            (scalar_type(Scalar::Decimal), "numeric(65,30)"),
            (from_text("geometry( Point , 4326 )"), "geometry(Point,4326)"),
            (from_text("TSVECTOR"), "tsvector"),
            (from_text("\"My Type\""), "\"My Type\""),
        ] {
            assert_eq!(from_catalogue(catalogue, None).column_type, lowered, "{catalogue}");
            assert_eq!(from_text(&render(&lowered)), lowered, "{catalogue}");
            if let Some(SchemaType { scalar, native }) = to_schema(&lowered) {
                let annotation = native.map(|(name, arguments)| Annotation {
                    name: name.into(),
                    arguments,
                    span: Span::default(),
                });
                let again = from_schema(TypeSource::Scalar(scalar, annotation.as_ref()));
                assert_eq!(again, lowered, "{catalogue}");
            }
        }
    }

    #[test]
    fn arrays_and_enums_are_told_apart() {
        let role = ObjectName::local("Role");
        let list = from_catalogue("\"Role\"[]", Some(&role));
        assert_eq!(list, CatalogueType { column_type: ColumnType::Enum(role.into()), list: true });
        assert!(from_catalogue("text[]", None).list);
        assert!(!from_catalogue("text", None).list);
    }
}
