//! A column with its default, which stands at a place -> what the server refuses of it.

use crate::database::model::{Column, ColumnArity, ColumnDefault, ColumnType, Literal, TypeName};
use crate::diagnostic::Diagnostic;
use crate::dialect::postgres::sql::column_type::render;
use crate::source::Span;

/// What is refused; most defaults are not.
pub fn check(column: &Column, span: Span) -> Vec<Diagnostic> {
    let refuse = |id, reason: String, help: &str| {
        let message = format!("The database refuses column `{}`: {reason}.", column.name);
        Diagnostic::unplannable(id, span, message).help(help)
    };
    let mut refusals = Vec::new();
    let list = column.arity == ColumnArity::List;
    match &column.default {
        Some(ColumnDefault::Now) if list => refusals.push(refuse(
            "default-on-list",
            "a list has no default of `now()`".to_owned(),
            "remove the default, or give a list of values",
        )),
        Some(ColumnDefault::Literal(value)) => {
            refusals.extend(malformed(value, &column.column_type).map(|reason| {
                refuse("malformed-default", reason, "correct the value of `@default`")
            }));
        }
        Some(ColumnDefault::List(values)) => {
            let reasons = values.iter().filter_map(|each| malformed(each, &column.column_type));
            refusals.extend(reasons.map(|reason| {
                refuse("malformed-default", reason, "correct the value of `@default`")
            }));
        }
        Some(ColumnDefault::Now | ColumnDefault::Expression(_) | ColumnDefault::Unknown) | None => {
        }
    }
    refusals
}

/// Why a literal is none of that type; `None` where it is one as far as can be told.
fn malformed(value: &Literal, column_type: &ColumnType) -> Option<String> {
    let Literal::String(text) = value else {
        return None;
    };
    if text.contains('\0') {
        return Some("its default holds a NUL character".to_owned());
    }
    let ColumnType::Native(native) = column_type else {
        return None;
    };
    let well_formed = match native.name {
        TypeName::Uuid => {
            let digits = text.bytes().filter(u8::is_ascii_hexdigit).count();
            digits == 32
                && text.bytes().all(|each| each.is_ascii_hexdigit() || b"-{}".contains(&each))
        }
        TypeName::Bit | TypeName::VarBit => text.bytes().all(|each| each == b'0' || each == b'1'),
        TypeName::Inet => {
            let address = text.split('/').next().unwrap_or_default();
            address.parse::<std::net::IpAddr>().is_ok()
        }
        _ => true,
    };
    (!well_formed).then(|| {
        let text = crate::source::escape_hidden(text);
        format!("its default `{text}` is no {}", render(column_type))
    })
}
