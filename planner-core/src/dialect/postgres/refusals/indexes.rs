//! Indexes and keys that no access method of the server supports.

use crate::database::model::{
    Column, ColumnArity, ColumnType, Index, IndexColumn, IndexMethod, SortOrder, Table, TypeName,
};
use crate::diagnostic::Diagnostic;
use crate::dialect::postgres::refusals::{Columns, place};
use crate::dialect::postgres::sql::column_type::render;

/// <https://www.postgresql.org/docs/current/limits.html>
const MAX_COLUMNS: usize = 32;

pub(super) fn check(table: &Table, columns: &Columns<'_>) -> Vec<Diagnostic> {
    let mut refusals = Vec::new();
    if let Some(key) = &table.primary_key {
        let span = place(None, table);
        let refuse = |reason: String, help: String| {
            let message =
                format!("The database refuses the primary key of `{}`: {reason}.", table.name);
            Diagnostic::unplannable("index-not-supported", span, message).help(help)
        };
        if key.columns.len() > MAX_COLUMNS {
            let reason = format!("it has more than {MAX_COLUMNS} columns");
            refusals.push(refuse(reason, "leave some out, or use a column of its own".to_owned()));
        }
        for column in key.columns.iter().filter_map(|name| columns.named(name)) {
            if let Some(reason) = without_class(column, IndexMethod::BTree) {
                let help =
                    format!("make another field the key, or give `{}` another type", column.name);
                refusals.push(match column.span {
                    Some(place) => refuse(reason, help).label(place, "the field is here"),
                    None => refuse(reason, help),
                });
            }
        }
    }
    for index in &table.indexes {
        let span = place(index.span, table);
        refusals.extend(reasons(index, columns).into_iter().map(|(reason, help)| {
            let message = format!("The database refuses index `{}`: {reason}.", index.name);
            Diagnostic::unplannable("index-not-supported", span, message).help(help)
        }));
    }
    refusals
}

fn reasons(index: &Index, columns: &Columns<'_>) -> Vec<(String, &'static str)> {
    let mut reasons = Vec::new();
    let method = method_name(index.method);
    if index.columns.len() > MAX_COLUMNS {
        reasons.push((format!("it has more than {MAX_COLUMNS} columns"), "leave some out"));
    }
    if index.columns.len() > 1 && matches!(index.method, IndexMethod::Hash | IndexMethod::SpGist) {
        let reason = format!("a {method} index has one column only");
        reasons.push((reason, "use one index for each column, or `type: BTree`"));
    }
    if index.unique && index.method != IndexMethod::BTree {
        reasons.push((format!("a {method} index cannot be unique"), "use `type: BTree`"));
    }
    for part in &index.columns {
        if part.sort == SortOrder::Descending && index.method != IndexMethod::BTree {
            let reason = format!("a {method} index has no order, and `{}` has one", part.name);
            reasons.push((reason, "remove `sort`"));
        }
        if let Some(reason) = missing_class(part, columns, index.method) {
            reasons.push((reason, "name an operator class with `ops:`, or use another `type:`"));
        }
    }
    reasons
}

fn missing_class(part: &IndexColumn, columns: &Columns<'_>, method: IndexMethod) -> Option<String> {
    match part.operator_class {
        Some(_) => None,
        None => without_class(columns.named(&part.name)?, method),
    }
}

/// Why a column cannot be indexed without an operator class; `None` where it can, and where that
/// depends on a type that is not known here.
fn without_class(column: &Column, method: IndexMethod) -> Option<String> {
    let supported = match (&column.column_type, method) {
        (ColumnType::Unsupported(_), _) => true,
        (_, IndexMethod::BTree | IndexMethod::Hash | IndexMethod::Gin)
            if column.arity == ColumnArity::List =>
        {
            true
        }
        (_, IndexMethod::Gist | IndexMethod::SpGist | IndexMethod::Brin)
            if column.arity == ColumnArity::List =>
        {
            false
        }
        (ColumnType::Enum(_), IndexMethod::BTree | IndexMethod::Hash) => true,
        (ColumnType::Enum(_), _) => false,
        (ColumnType::Native(native), method) => native_is_supported(native.name, method),
    };
    (!supported).then(|| {
        let list = if column.arity == ColumnArity::List { "[]" } else { "" };
        format!(
            "{}{list}, the type of `{}`, has no default operator class for {}",
            render(&column.column_type),
            column.name,
            method_name(method)
        )
    })
}

/// As `pg_opclass` of a server without further extensions has it.
fn native_is_supported(name: TypeName, method: IndexMethod) -> bool {
    match method {
        IndexMethod::BTree => !matches!(name, TypeName::Json | TypeName::Xml),
        IndexMethod::Hash => !matches!(
            name,
            TypeName::Json | TypeName::Xml | TypeName::Money | TypeName::Bit | TypeName::VarBit
        ),
        IndexMethod::Gin => name == TypeName::Jsonb,
        IndexMethod::Gist => false,
        IndexMethod::SpGist => {
            matches!(name, TypeName::Text | TypeName::VarChar | TypeName::Citext | TypeName::Inet)
        }
        IndexMethod::Brin => !matches!(
            name,
            TypeName::Json | TypeName::Jsonb | TypeName::Xml | TypeName::Boolean | TypeName::Money
        ),
    }
}

fn method_name(method: IndexMethod) -> &'static str {
    match method {
        IndexMethod::BTree => "BTree",
        IndexMethod::Hash => "Hash",
        IndexMethod::Gin => "Gin",
        IndexMethod::Gist => "Gist",
        IndexMethod::SpGist => "SpGist",
        IndexMethod::Brin => "Brin",
    }
}
