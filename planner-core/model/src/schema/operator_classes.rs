//! The operator classes that the language names for PostgreSQL's indexes: which access method and
//! which type each is for. <https://www.postgresql.org/docs/current/indexes-opclass.html>

use super::model::{Arity, FieldType, IndexMethod, Scalar, ScalarField};

/// What a named class is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassUse {
    /// Access methods that know it.
    pub methods: &'static [IndexMethod],
    /// Types that it orders.
    pub on: Operand,
}

/// What a class can be put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operand {
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
pub fn find(name: &str) -> Option<ClassUse> {
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
pub fn names() -> Vec<String> {
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

/// How a column goes with an access method or a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// The database makes the index.
    Yes,
    /// The language lets it pass; the database does not.
    LanguageOnly,
    /// Neither takes it.
    No,
}

/// Whether a class can be put on a column.
pub fn fits(class: ClassUse, field: &ScalarField, arity: Arity) -> Fit {
    let names = match class.on {
        Operand::List if arity == Arity::List => return Fit::Yes,
        Operand::List => return Fit::No,
        Operand::Native(names) => names,
    };
    let Some(name) = native_name(field) else { return Fit::No };
    // The language looks at the type of a list's items, and takes CHAR for text.
    let is_text = class.methods == [IndexMethod::SpGist] && name == "Char";
    match names.contains(&name) {
        true if arity != Arity::List => Fit::Yes,
        true => Fit::LanguageOnly,
        false if is_text => Fit::LanguageOnly,
        false => Fit::No,
    }
}

/// Whether an access method can index a column without a class being named.
pub fn has_default(method: IndexMethod, field: &ScalarField, arity: Arity) -> Fit {
    let Some(name) = native_name(field) else { return Fit::Yes };
    let is_list = arity == Arity::List;
    let (in_language, in_database) = match method {
        IndexMethod::BTree | IndexMethod::Hash => (true, true),
        IndexMethod::Gin => (is_list || name == "JsonB", true),
        IndexMethod::Gist => (name == "Text", false),
        IndexMethod::SpGist => {
            (["Text", "VarChar", "Char", "Inet"].contains(&name), !is_list && name != "Char")
        }
        IndexMethod::Brin => {
            let mut families = FAMILIES.iter().flat_map(|(_, names, _)| names.iter());
            let known = families.any(|each| *each == name) || ["Bit", "VarBit"].contains(&name);
            (known, !is_list)
        }
    };
    match (in_language, in_database) {
        (true, true) => Fit::Yes,
        (true, false) => Fit::LanguageOnly,
        (false, _) => Fit::No,
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
