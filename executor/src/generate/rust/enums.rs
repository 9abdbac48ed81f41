//! An enum -> its type: what the database stores for each value, both ways. Knows nothing of
//! models.

use crate::generate::client::ClientEnum;
use crate::generate::rust::code::{Code, literal};
use crate::generate::rust::model::quoted_in;
use crate::generate::rust::names::EnumNames;
use planner_core::provider::Provider;

const DERIVED: [&str; 10] = [
    "Debug",
    "Clone",
    "Copy",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "Hash",
    "serde::Serialize",
    "serde::Deserialize",
];

/// The lines of an enum, in a module below the client's root.
pub fn write(code: &mut Code, each: &ClientEnum, names: &EnumNames, provider: Provider) {
    let type_name = &names.type_name;
    let values = || each.values.iter().zip(&names.values);
    code.gap();
    match &each.documentation {
        Some(text) => code.documentation(text),
        None => code.line(format!("/// A value of `{}`.", each.name)),
    }
    code.derive(&DERIVED);
    code.block(format!("pub enum {type_name}"), |code| {
        for (value, name) in values() {
            if let Some(text) = &value.documentation {
                code.documentation(text);
            }
            if *name != value.name {
                code.line(format!("#[serde(rename = {})]", literal(&value.name)));
            }
            code.line(format!("{name},"));
        }
    });
    code.gap();
    code.block(format!("impl {type_name}"), |code| {
        code.line("/// All values, in the order of the schema.");
        let all: Vec<_> = names.values.iter().map(|name| format!("Self::{name}")).collect();
        code.array("pub const ALL: &'static [Self] = &", &all, ";");
        code.gap();
        code.line("/// What the database stores.");
        code.block("pub const fn as_str(self) -> &'static str", |code| {
            code.block("match self", |code| {
                for (value, name) in values() {
                    code.arm(&format!("Self::{name}"), &literal(&value.stored));
                }
            });
        });
    });
    code.gap();
    code.block(format!("impl std::fmt::Display for {type_name}"), |code| {
        let head = "fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result";
        code.block(head, |code| code.line("formatter.write_str(self.as_str())"));
    });
    code.gap();
    code.line("/// Of what the database stores.");
    code.block(format!("impl std::str::FromStr for {type_name}"), |code| {
        code.line("type Err = super::UnknownValue;");
        code.gap();
        let head = "fn from_str(text: &str) -> std::result::Result<Self, super::UnknownValue>";
        code.block(head, |code| {
            code.block("match text", |code| {
                for (value, name) in values() {
                    code.arm(&literal(&value.stored), &format!("Ok(Self::{name})"));
                }
                code.block_ending("_ => Err(super::UnknownValue", "}),", |code| {
                    code.line(format!("enumeration: {},", literal(&each.name)));
                    code.line("value: text.to_owned(),");
                });
            });
        });
    });
    code.gap();
    match provider {
        Provider::Postgresql => postgres(code, each, type_name),
        Provider::Sqlite => sqlite(code, type_name),
    }
}

fn postgres(code: &mut Code, each: &ClientEnum, type_name: &str) {
    let info = "sqlx::postgres::PgTypeInfo";
    let quoted = literal(&quoted_in(each.namespace.as_deref(), &each.type_name));
    code.block(format!("impl sqlx::Type<super::Database> for {type_name}"), |code| {
        code.block(format!("fn type_info() -> {info}"), |code| {
            code.call(&format!("{info}::with_name"), std::slice::from_ref(&quoted), "");
        });
        code.gap();
        code.block(format!("fn compatible(other: &{info}) -> bool"), |code| {
            let arguments = ["other".to_owned(), literal(&each.type_name)];
            code.call("super::is_enumeration", &arguments, "");
        });
    });
    code.gap();
    code.block(format!("impl sqlx::postgres::PgHasArrayType for {type_name}"), |code| {
        code.block(format!("fn array_type_info() -> {info}"), |code| {
            code.call(&format!("{info}::array_of"), std::slice::from_ref(&quoted), "");
        });
        code.gap();
        code.block(format!("fn array_compatible(other: &{info}) -> bool"), |code| {
            let arguments = ["other".to_owned(), literal(&each.type_name)];
            code.call("super::is_list_of_enumeration", &arguments, "");
        });
    });
    coding(
        code,
        type_name,
        "sqlx::postgres::PgArgumentBuffer",
        "sqlx::postgres::PgValueRef<'_>",
        "'_",
    );
}

fn sqlite(code: &mut Code, type_name: &str) {
    let info = "sqlx::sqlite::SqliteTypeInfo";
    code.block(format!("impl sqlx::Type<super::Database> for {type_name}"), |code| {
        code.block(format!("fn type_info() -> {info}"), |code| {
            code.line("<str as sqlx::Type<super::Database>>::type_info()");
        });
        code.gap();
        code.block(format!("fn compatible(other: &{info}) -> bool"), |code| {
            code.line("<str as sqlx::Type<super::Database>>::compatible(other)");
        });
    });
    coding(
        code,
        type_name,
        "sqlx::sqlite::SqliteArgumentsBuffer",
        "sqlx::sqlite::SqliteValueRef<'_>",
        "'_",
    );
}

/// To a parameter and from a value: as a text.
fn coding(code: &mut Code, type_name: &str, buffer: &str, value: &str, lifetime: &str) {
    code.gap();
    code.block(format!("impl sqlx::Encode<{lifetime}, super::Database> for {type_name}"), |code| {
        code.line("fn encode_by_ref(");
        code.deeper(|code| {
            code.line("&self,");
            code.line(format!("buffer: &mut {buffer},"));
        });
        code.block(
            ") -> std::result::Result<sqlx::encode::IsNull, sqlx::error::BoxDynError>",
            |code| code.line("sqlx::Encode::<super::Database>::encode(self.as_str(), buffer)"),
        );
    });
    code.gap();
    code.block(format!("impl sqlx::Decode<{lifetime}, super::Database> for {type_name}"), |code| {
        code.line("fn decode(");
        code.deeper(|code| code.line(format!("value: {value},")));
        code.block(") -> std::result::Result<Self, sqlx::error::BoxDynError>", |code| {
            code.line("let text = <&str as sqlx::Decode<super::Database>>::decode(value)?;");
            code.line("Ok(text.parse()?)");
        });
    });
}
