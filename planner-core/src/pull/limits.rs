//! What a database holds -> the part that the schema can say, and a list of the rest with the
//! reasons. What the schema says already stays as long as it may say so.

use super::Request;
use super::relations::is_unique;
use crate::database::model::{
    Column, ColumnArity, ColumnType, Database, ForeignKey, Index, ObjectName, ReferentialAction,
    Table,
};
use crate::dialect;
use crate::ordered::BTreeMap;
use crate::provider::Provider;
use crate::schema::model::{Arity, FieldType, RelationMode, ScalarField};
use crate::schema::model::{IndexMethod, NativeType};
use crate::schema::operator_classes::{Fit, has_default};
use crate::source::Span;

/// Something that the schema cannot say, or not as it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// What it is, such as `index`.
    pub kind: &'static str,
    /// Its name.
    pub name: ObjectName,
    /// The table that it is on, where it is on one.
    pub table: Option<ObjectName>,
    /// Why it is left out, a sentence.
    pub reason: String,
    /// What would let it in.
    pub help: Option<String>,
}

/// The part that the schema can say.
pub(super) fn limit(request: &Request<'_>) -> (Database, Vec<LeftOut>) {
    let mut limits = Limits { request, left_out: Vec::new() };
    let mut live = request.live.clone();
    limits.tables(&mut live);
    limits.enums(&mut live);
    for table in &mut live.tables {
        limits.primary_key(table);
        if live.provider == Provider::Sqlite {
            as_declared(table);
        }
        limits.indexes(table);
    }
    limits.foreign_keys(&mut live);
    (live, limits.left_out)
}

struct Limits<'a> {
    request: &'a Request<'a>,
    left_out: Vec<LeftOut>,
}

impl Limits<'_> {
    fn leave_out(
        &mut self,
        kind: &'static str,
        name: &ObjectName,
        table: Option<&ObjectName>,
        (reason, help): (&str, Option<&str>),
    ) {
        self.left_out.push(LeftOut {
            kind,
            name: name.clone(),
            table: table.cloned(),
            reason: reason.to_owned(),
            help: help.map(str::to_owned),
        });
    }

    fn is_listed(&self, name: &ObjectName) -> bool {
        let listed = &self.request.schema.datasource.schemas;
        let default = dialect::postgres::identifiers::DEFAULT_NAMESPACE;
        let namespace = name.namespace.as_deref().unwrap_or(default);
        listed.is_empty() || listed.iter().any(|each| each == namespace)
    }

    fn has_feature(&self, name: &str) -> bool {
        let mut features =
            self.request.schema.generators.iter().flat_map(|it| &it.preview_features);
        features.any(|feature| feature == name)
    }

    fn tables(&mut self, live: &mut Database) {
        let tables = std::mem::take(&mut live.tables);
        for table in tables {
            if self.request.expected.table(&table.name).is_some() {
                live.tables.push(table);
            } else if table.columns.is_empty() {
                self.leave_out("table", &table.name, None, ("It has no columns.", None));
            } else if !self.is_listed(&table.name) {
                self.leave_out("table", &table.name, None, NOT_LISTED);
            } else {
                live.tables.push(table);
            }
        }
    }

    /// An enum type that cannot be said leaves its columns with a type that is only named.
    fn enums(&mut self, live: &mut Database) {
        let enums = std::mem::take(&mut live.enums);
        for each in enums {
            if self.request.expected.enum_type(&each.name).is_some() {
                live.enums.push(each);
            } else if each.values.is_empty() {
                self.leave_out("enum", &each.name, None, ("It has no values.", None));
            } else if !self.is_listed(&each.name) {
                self.leave_out("enum", &each.name, None, NOT_LISTED);
            } else {
                live.enums.push(each);
            }
        }
        if live.provider == Provider::Sqlite {
            return;
        }
        let enums = &live.enums;
        for column in live.tables.iter_mut().flat_map(|table| &mut table.columns) {
            if let ColumnType::Enum(name) = &column.column_type
                && !enums.iter().any(|each| each.name == **name)
            {
                let text = dialect::postgres::identifiers::quote_name(name);
                column.column_type = ColumnType::Unsupported(text.into());
            }
        }
    }

    fn primary_key(&mut self, table: &mut Table) {
        let Some(key) = &table.primary_key else { return };
        let is_list = |name: &String| {
            table.column(name).is_some_and(|column| column.arity == ColumnArity::List)
        };
        if !key.columns.iter().any(is_list) {
            return;
        }
        let name = key.name.clone().unwrap_or_default();
        let name = table.name.sibling(name);
        table.primary_key = None;
        self.leave_out("primary key", &name, Some(&table.name), ("It is over a list.", None));
    }

    fn indexes(&mut self, table: &mut Table) {
        let indexes = std::mem::take(&mut table.indexes);
        for index in indexes {
            let declared = self.request.expected.table(&table.name);
            let declared = declared.and_then(|table| table.index(&index.name));
            let is_declared = declared.is_some_and(|other| is_same(other, &index));
            match self.index_limit(table, &index).filter(|_| !is_declared) {
                Some(reason) => {
                    let name = table.name.sibling(&index.name);
                    self.leave_out("index", &name, Some(&table.name), reason);
                }
                None => table.indexes.push(index),
            }
        }
    }

    /// Why an index cannot be said.
    fn index_limit(
        &self,
        table: &Table,
        index: &Index,
    ) -> Option<(&'static str, Option<&'static str>)> {
        if index.predicate.is_some() && !self.has_feature("partialIndexes") {
            return Some((
                "It is a partial index, and the preview feature for those is off.",
                Some("add previewFeatures = [\"partialIndexes\"] to a generator"),
            ));
        }
        if index.unique && index.columns.iter().any(|column| column.operator_class.is_some()) {
            return Some(("It is unique under an operator class of its own.", None));
        }
        let unknown = index.columns.iter().any(|each| {
            let column = table.column(&each.name);
            each.operator_class.is_none()
                && column.is_some_and(|column| !can_index(index.method, column))
        });
        unknown.then_some(("Its operator class is the default of an extension.", None))
    }

    fn foreign_keys(&mut self, live: &mut Database) {
        let facts: BTreeMap<ObjectName, Table> =
            live.tables.iter().map(|table| (table.name.clone(), table.clone())).collect();
        for table in &mut live.tables {
            let keys = std::mem::take(&mut table.foreign_keys);
            for key in keys {
                match self.key_limit(table, &key, &facts) {
                    Some(reason) => {
                        let name = table.name.sibling(&key.name);
                        self.leave_out("foreign key", &name, Some(&table.name), reason);
                    }
                    None => table.foreign_keys.push(key),
                }
            }
        }
    }

    /// Why a foreign key cannot be said.
    fn key_limit(
        &self,
        table: &Table,
        key: &ForeignKey,
        tables: &BTreeMap<ObjectName, Table>,
    ) -> Option<(&'static str, Option<&'static str>)> {
        if self.request.schema.datasource.relation_mode == RelationMode::Prisma {
            return Some(("With relationMode = \"prisma\" relations have no foreign keys.", None));
        }
        let Some(other) = tables.get(&key.referenced_table) else {
            return Some(("The table that it refers to is not part of the schema.", None));
        };
        if !is_unique(other, &key.referenced_columns) {
            return Some(("The schema has no unique criterion for what it refers to.", None));
        }
        let own = key.columns.iter().filter_map(|name| table.column(name));
        let referred = key.referenced_columns.iter().filter_map(|name| other.column(name));
        let pairs: Vec<(&Column, &Column)> = own.zip(referred).collect();
        let provider = self.request.live.provider;
        let differ = |(own, referred): &(&Column, &Column)| {
            language_type(provider, own) != language_type(provider, referred)
                || own.arity == ColumnArity::List
        };
        if pairs.len() != key.columns.len() || pairs.iter().any(differ) {
            return Some(("The columns on its two sides have different types.", None));
        }
        let sets_null = [key.on_delete, key.on_update].contains(&ReferentialAction::SetNull);
        let required = pairs.iter().any(|(own, _)| own.arity == ColumnArity::Required);
        if provider == Provider::Sqlite && sets_null && required {
            return Some(("It sets a required column to NULL.", None));
        }
        let twin = table.foreign_keys.iter().any(|other| other.name == key.name);
        twin.then_some(("The same columns have another foreign key already.", None))
    }
}

const NOT_LISTED: (&str, Option<&str>) = (
    "The datasource does not list its schema.",
    Some("add the schema to schemas = […] of the datasource"),
);

/// Whether the language can put a column into an index of that method without naming a class.
fn can_index(method: IndexMethod, column: &Column) -> bool {
    let found = dialect::schema_type(Provider::Postgresql, &column.column_type);
    let (field_type, native_type) = match found {
        Some(found) => {
            let native = found.native.map(|(name, arguments)| NativeType {
                name: name.into(),
                arguments,
                span: Span::default(),
            });
            (FieldType::Scalar(found.scalar), native)
        }
        None => (FieldType::Unsupported(Box::default()), None),
    };
    let native_type = native_type.map(Box::new);
    let field = ScalarField { field_type, native_type, default: None, updated_at: false };
    let arity = match column.arity {
        ColumnArity::Required => Arity::Required,
        ColumnArity::Nullable => Arity::Optional,
        ColumnArity::List => Arity::List,
    };
    let is_enum = matches!(column.column_type, ColumnType::Enum(_));
    match method {
        IndexMethod::BTree | IndexMethod::Hash => true,
        IndexMethod::Gin | IndexMethod::Gist | IndexMethod::SpGist | IndexMethod::Brin => {
            (!is_enum || arity == Arity::List) && has_default(method, &field, arity) == Fit::Yes
        }
    }
}

/// The type of a field as the language compares both sides of a relation.
fn language_type(provider: Provider, column: &Column) -> String {
    match dialect::schema_type(provider, &column.column_type) {
        Some(found) => format!("{:?}", found.scalar),
        None => format!("{:?}", column.column_type),
    }
}

fn is_same(left: &Index, right: &Index) -> bool {
    left.unique == right.unique
        && left.method == right.method
        && left.columns == right.columns
        && left.predicate == right.predicate
}

/// SQLite: the columns of a key count as required, which its tables leave open unless they say
/// NOT NULL, and a key that is the rowid counts as numbered, which it is without AUTOINCREMENT,
/// too. The language has no words for the difference.
/// <https://www.sqlite.org/lang_createtable.html#the_primary_key>
fn as_declared(table: &mut Table) {
    let Some(key) = &table.primary_key else { return };
    for column in &mut table.columns {
        if key.columns.iter().any(|each| *each == column.name) {
            column.arity = ColumnArity::Required;
            let is_rowid = dialect::sqlite::types::is_rowid_type(&column.column_type);
            column.autoincrement |= key.columns.len() == 1 && is_rowid;
        }
    }
}
