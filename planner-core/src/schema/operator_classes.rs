//! The operator classes that the language names for PostgreSQL's indexes: which access method and
//! which type each is for. <https://www.postgresql.org/docs/current/indexes-opclass.html>

use super::model::{Arity, FieldType, IndexMethod, Scalar, ScalarField};

/// What a named class is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClassUse {
    /// Access methods that know it.
    pub methods: &'static [IndexMethod],
    /// Types that it orders.
    pub on: Operand,
}

/// What a class can be put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operand {
    /// Columns of these native types, the default native type of a scalar among them.
    Native(&'static [&'static str]),
    /// Lists.
    List,
}

/// Types with families of BRIN classes: the name's beginning, the native types, and whether
/// there is a class with several ranges.
const FAMILIES: [(&str, &[&str], bool); 17] = [
    ("Bpchar", &["Char"], false),
    ("Bytea", &["ByteA"], false),
    ("Date", &["Date"], true),
    ("Float4", &["Real"], true),
    ("Float8", &["DoublePrecision"], true),
    ("Inet", &["Inet"], true),
    ("Int2", &["SmallInt"], true),
    ("Int4", &["Integer"], true),
    ("Int8", &["BigInt"], true),
    ("Numeric", &["Decimal", "Numeric"], true),
    ("Oid", &["Oid"], true),
    ("Text", &["Text", "VarChar"], false),
    ("TimestampTz", &["Timestamptz"], true),
    ("Timestamp", &["Timestamp"], true),
    ("TimeTz", &["Timetz"], true),
    ("Time", &["Time"], true),
    ("Uuid", &["Uuid"], true),
];

/// The class of that name.
pub(crate) fn find(name: &str) -> Option<ClassUse> {
    let (methods, on): (&[IndexMethod], Operand) = match name {
        "InetOps" => (&[IndexMethod::Gist, IndexMethod::SpGist], Operand::Native(&["Inet"])),
        "JsonbOps" | "JsonbPathOps" => (&[IndexMethod::Gin], Operand::Native(&["JsonB"])),
        "ArrayOps" => (&[IndexMethod::Gin], Operand::List),
        "TextOps" => (&[IndexMethod::SpGist], Operand::Native(&["Text", "VarChar"])),
        "BitMinMaxOps" => (&[IndexMethod::Brin], Operand::Native(&["Bit"])),
        "VarBitMinMaxOps" => (&[IndexMethod::Brin], Operand::Native(&["VarBit"])),
        _ => return brin(name),
    };
    Some(ClassUse { methods, on })
}

fn brin(name: &str) -> Option<ClassUse> {
    let (_, types, _) = FAMILIES.into_iter().find(|(family, _, several)| {
        name.strip_prefix(family).is_some_and(|kind| match kind {
            "BloomOps" | "MinMaxOps" => true,
            "MinMaxMultiOps" => *several,
            "InclusionOps" => *family == "Inet",
            _ => false,
        })
    })?;
    Some(ClassUse { methods: &[IndexMethod::Brin], on: Operand::Native(types) })
}

/// All names, for a suggestion.
pub(crate) fn names() -> Vec<String> {
    let single = ["InetOps", "JsonbOps", "JsonbPathOps", "ArrayOps", "TextOps", "BitMinMaxOps"];
    let families = FAMILIES.into_iter().flat_map(|(family, _, several)| {
        let kinds: &[&str] = if several {
            &["BloomOps", "MinMaxOps", "MinMaxMultiOps"]
        } else {
            &["BloomOps", "MinMaxOps"]
        };
        kinds.iter().map(move |kind| format!("{family}{kind}"))
    });
    let rest = ["VarBitMinMaxOps", "InetInclusionOps"];
    single.into_iter().chain(rest).map(str::to_owned).chain(families).collect()
}

/// Whether a class can be put on a column.
pub(crate) fn fits(class: ClassUse, field: &ScalarField, arity: Arity) -> bool {
    match class.on {
        Operand::List => arity == Arity::List,
        Operand::Native(names) => {
            arity != Arity::List && native_name(field).is_none_or(|name| names.contains(&name))
        }
    }
}

/// Whether an access method can index a column without a class being named.
pub(crate) fn has_default(method: IndexMethod, field: &ScalarField, arity: Arity) -> bool {
    let Some(name) = native_name(field) else { return true };
    let is_list = arity == Arity::List;
    match method {
        IndexMethod::BTree | IndexMethod::Hash => true,
        IndexMethod::Gin => is_list || name == "JsonB",
        IndexMethod::Gist => false,
        IndexMethod::SpGist => !is_list && ["Text", "VarChar", "Inet"].contains(&name),
        IndexMethod::Brin => {
            let families = FAMILIES.iter().flat_map(|(_, names, _)| names.iter());
            !is_list && families.chain(&["Bit", "VarBit"]).any(|each| *each == name)
        }
    }
}

/// The native type of a column, written or by default; `None` where nothing is known of it.
fn native_name(field: &ScalarField) -> Option<&str> {
    if let Some(native) = &field.native_type {
        return Some(&native.name);
    }
    match &field.field_type {
        FieldType::Unsupported(_) => None,
        FieldType::Enum(_) => Some("Enum"),
        FieldType::Scalar(scalar) => Some(match scalar {
            Scalar::String => "Text",
            Scalar::Boolean => "Boolean",
            Scalar::Int => "Integer",
            Scalar::BigInt => "BigInt",
            Scalar::Float => "DoublePrecision",
            Scalar::Decimal => "Decimal",
            Scalar::DateTime => "Timestamp",
            Scalar::Json => "JsonB",
            Scalar::Bytes => "ByteA",
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_name_is_a_class() {
        for name in names() {
            assert!(find(&name).is_some(), "{name}");
        }
        assert_eq!(find("TextMinMaxMultiOps"), None);
        assert_eq!(
            find("TimestampTzBloomOps").map(|class| class.on),
            Some(Operand::Native(&["Timestamptz"]))
        );
    }
}
