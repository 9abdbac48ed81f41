//! Keys, indexes and relations -> the text of their attributes. Names come in as the schema calls
//! them.

use super::defaults::quoted;
use crate::database::model::{Index, IndexMethod, SortOrder};
use crate::dialect::postgres::operator_classes::sql_name;
use crate::schema::model::ReferentialAction;
use crate::schema::operator_classes;

/// `name(arguments)`, or the name alone where there are none.
pub(super) fn call(name: &str, arguments: &[String]) -> String {
    match arguments {
        [] => name.to_owned(),
        arguments => format!("{name}({})", arguments.join(", ")),
    }
}

/// `@id` on a field, `@@id` over several.
pub(super) fn id(fields: &[String], on_field: bool, name: Option<&str>) -> String {
    let map = name.map(|name| format!("map: {}", quoted(name)));
    if on_field {
        return call("@id", &map.into_iter().collect::<Vec<_>>());
    }
    let mut arguments = vec![format!("[{}]", fields.join(", "))];
    arguments.extend(map);
    call("@@id", &arguments)
}

/// What an index says beside what it is over.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct IndexNames<'a> {
    /// `name:`, the client's.
    pub client: Option<&'a str>,
    /// `map:`, where it is not the conventional name.
    pub database: Option<&'a str>,
}

/// `@unique` on a field, else `@@unique` or `@@index`.
pub(super) fn index(
    index: &Index,
    fields: &[String],
    on_field: bool,
    names: IndexNames<'_>,
) -> String {
    let mut arguments = Vec::new();
    let sort = |sort: SortOrder| match sort {
        SortOrder::Ascending => None,
        SortOrder::Descending => Some("sort: Desc".to_owned()),
    };
    if on_field {
        arguments.extend(index.columns.iter().filter_map(|column| sort(column.sort)));
    } else {
        let columns = index.columns.iter().zip(fields);
        let columns = columns.map(|(column, field)| {
            let class = column.operator_class.as_deref();
            let class = class.map(|class| format!("ops: {}", operator_class(class, index.method)));
            let inside: Vec<String> = sort(column.sort).into_iter().chain(class).collect();
            call(field, &inside)
        });
        arguments.push(format!("[{}]", columns.collect::<Vec<_>>().join(", ")));
    }
    arguments.extend(names.client.map(|name| format!("name: {}", quoted(name))));
    arguments.extend(names.database.map(|name| format!("map: {}", quoted(name))));
    if index.method != IndexMethod::BTree {
        arguments.push(format!("type: {:?}", index.method));
    }
    let condition = index.predicate.as_deref();
    arguments.extend(condition.map(|sql| format!("where: raw({})", quoted(sql))));
    let name = match (on_field, index.unique) {
        (true, _) => "@unique",
        (false, true) => "@@unique",
        (false, false) => "@@index",
    };
    call(name, &arguments)
}

/// The language's name of an operator class where it has one that nothing else could be meant by,
/// else `raw`.
fn operator_class(class: &str, method: IndexMethod) -> String {
    let named = (method == IndexMethod::Gin)
        .then(operator_classes::names)
        .and_then(|names| names.into_iter().find(|name| sql_name(name) == class));
    named.unwrap_or_else(|| format!("raw({})", quoted(class)))
}

/// What a relation's attribute says.
#[derive(Debug, Clone, Copy)]
pub(super) struct RelationText<'a> {
    /// The relation's name.
    pub name: Option<&'a str>,
    /// The fields that refer.
    pub fields: &'a [String],
    /// The fields referred to.
    pub references: &'a [String],
    /// `onDelete`, where it is not the default.
    pub on_delete: Option<ReferentialAction>,
    /// `onUpdate`, where it is not the default.
    pub on_update: Option<ReferentialAction>,
    /// `map:`, where it is not the conventional name.
    pub database_name: Option<&'a str>,
}

/// `@relation(…)` of the side that holds the key.
pub(super) fn relation(text: &RelationText<'_>) -> String {
    let mut arguments: Vec<String> = text.name.map(quoted).into_iter().collect();
    arguments.push(format!("fields: [{}]", text.fields.join(", ")));
    arguments.push(format!("references: [{}]", text.references.join(", ")));
    arguments.extend(text.on_delete.map(|action| format!("onDelete: {action:?}")));
    arguments.extend(text.on_update.map(|action| format!("onUpdate: {action:?}")));
    arguments.extend(text.database_name.map(|name| format!("map: {}", quoted(name))));
    call("@relation", &arguments)
}

/// `@relation("name")` of a side without the key; `None` where the relation has no name.
pub(super) fn relation_name(name: Option<&str>) -> Option<String> {
    name.map(|name| format!("@relation({})", quoted(name)))
}
