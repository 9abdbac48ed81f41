//! PostgreSQL's operator classes: the schema language's names -> SQL names, the default class of a
//! column left out.
//! <https://www.postgresql.org/docs/current/indexes-opclass.html>

use crate::database::model::{ColumnArity, ColumnType, IndexMethod, TypeName};
use crate::schema::model::OperatorClass;

/// The SQL name; `None` where it is the class that the server takes anyway.
pub fn from_schema(
    class: &OperatorClass,
    column_type: &ColumnType,
    arity: ColumnArity,
    method: IndexMethod,
) -> Option<String> {
    let name = match class {
        OperatorClass::Named(name) => sql_name(name),
        OperatorClass::Raw(name) => name.trim().to_ascii_lowercase(),
    };
    (default_class(column_type, arity, method).as_deref() != Some(name.as_str())).then_some(name)
}

/// `JsonbPathOps` -> `jsonb_path_ops`, `Int4MinMaxMultiOps` -> `int4_minmax_multi_ops`.
pub fn sql_name(name: &str) -> String {
    let stem = name.strip_suffix("Ops").unwrap_or(name);
    let families = [
        ("MinMaxMulti", "_minmax_multi"),
        ("MinMax", "_minmax"),
        ("Bloom", "_bloom"),
        ("Inclusion", "_inclusion"),
        ("Path", "_path"),
    ];
    let split =
        families.iter().find_map(|(suffix, family)| Some((stem.strip_suffix(suffix)?, *family)));
    let (element, family) = split.unwrap_or((stem, ""));
    format!("{}{family}_ops", element.to_ascii_lowercase())
}

/// The class that an index of that method takes for a column when none is given; `None` where
/// that is not known here, so that a given class is always written.
fn default_class(
    column_type: &ColumnType,
    arity: ColumnArity,
    method: IndexMethod,
) -> Option<String> {
    let name = match column_type {
        ColumnType::Native(native) => native.name,
        ColumnType::Enum(_) | ColumnType::Unsupported(_) => return None,
    };
    let element = catalogue_element(name)?;
    let list = arity == ColumnArity::List;
    match method {
        IndexMethod::BTree | IndexMethod::Hash if !list => Some(format!("{element}_ops")),
        IndexMethod::Gin if list => Some("array_ops".to_owned()),
        IndexMethod::Gin if name == TypeName::Jsonb => Some("jsonb_ops".to_owned()),
        IndexMethod::SpGist if matches!(element, "text" | "inet") => Some(format!("{element}_ops")),
        IndexMethod::Brin if !list => match name {
            TypeName::Inet => Some("inet_inclusion_ops".to_owned()),
            _ => Some(format!("{element}_minmax_ops")),
        },
        IndexMethod::BTree
        | IndexMethod::Hash
        | IndexMethod::Gin
        | IndexMethod::Gist
        | IndexMethod::SpGist
        | IndexMethod::Brin => None,
    }
}

/// The word that names a type's classes.
fn catalogue_element(name: TypeName) -> Option<&'static str> {
    let element = match name {
        TypeName::Text | TypeName::VarChar => "text",
        TypeName::Char => "bpchar",
        TypeName::Boolean => "bool",
        TypeName::SmallInt => "int2",
        TypeName::Integer => "int4",
        TypeName::BigInt => "int8",
        TypeName::Oid => "oid",
        TypeName::Real => "float4",
        TypeName::DoublePrecision => "float8",
        TypeName::Decimal | TypeName::Numeric => "numeric",
        TypeName::Money => "money",
        TypeName::Bit => "bit",
        TypeName::VarBit => "varbit",
        TypeName::Uuid => "uuid",
        TypeName::Inet => "inet",
        TypeName::Citext => "citext",
        TypeName::Bytea | TypeName::Blob => "bytea",
        TypeName::Timestamp | TypeName::Datetime => "timestamp",
        TypeName::Timestamptz => "timestamptz",
        TypeName::Time => "time",
        TypeName::Timetz => "timetz",
        TypeName::Date => "date",
        TypeName::Jsonb => "jsonb",
        TypeName::Json | TypeName::Xml => return None,
    };
    Some(element)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::model::NativeType;

    #[test]
    fn names_of_the_language_are_sql_names() {
        for (name, sql) in [
            ("InetOps", "inet_ops"),
            ("JsonbPathOps", "jsonb_path_ops"),
            ("BitMinMaxOps", "bit_minmax_ops"),
            ("TimestampTzMinMaxMultiOps", "timestamptz_minmax_multi_ops"),
            ("Int4BloomOps", "int4_bloom_ops"),
            ("InetInclusionOps", "inet_inclusion_ops"),
        ] {
            assert_eq!(sql_name(name), sql);
        }
    }

    #[test]
    fn the_default_class_is_left_out() {
        let class = |name: &str, type_name, arity, method| {
            let column_type =
                ColumnType::Native(NativeType { name: type_name, arguments: Default::default() });
            from_schema(&OperatorClass::Named(name.into()), &column_type, arity, method)
        };
        let required = ColumnArity::Required;
        assert_eq!(class("JsonbOps", TypeName::Jsonb, required, IndexMethod::Gin), None);
        assert_eq!(
            class("JsonbPathOps", TypeName::Jsonb, required, IndexMethod::Gin).as_deref(),
            Some("jsonb_path_ops")
        );
        assert_eq!(class("ArrayOps", TypeName::Text, ColumnArity::List, IndexMethod::Gin), None);
        assert_eq!(class("Int4MinMaxOps", TypeName::Integer, required, IndexMethod::Brin), None);
        assert_eq!(
            class("InetOps", TypeName::Inet, required, IndexMethod::Gist).as_deref(),
            Some("inet_ops")
        );
        assert_eq!(class("TextOps", TypeName::VarChar, required, IndexMethod::SpGist), None);
    }
}
