//! What things of a database are called in the schema: the names that a schema gave stay, new
//! ones are made from the database's names. Knows of identifiers only what makes one valid.

use crate::database::model::{Database, ObjectName};
use crate::ordered::{BTreeMap, BTreeSet};
use crate::schema::arguments::LONGEST_NAME_KEPT;
use crate::schema::is_reserved_name;
use crate::schema::model::Schema;

/// The names of models, fields, enums and their values by those of the database.
#[derive(Debug, Default)]
pub(super) struct Names {
    models: BTreeMap<ObjectName, String>,
    enums: BTreeMap<ObjectName, EnumNames>,
    fields: BTreeMap<ObjectName, Fields>,
    /// Of models, enums and views.
    blocks: BTreeSet<String>,
    relations: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Fields {
    by_column: BTreeMap<String, String>,
    taken: BTreeSet<String>,
}

/// An enum's name and those of its values by the database's.
#[derive(Debug, Clone, Default)]
pub(super) struct EnumNames {
    /// The enum's own name.
    pub name: String,
    /// The values' names by what the database stores.
    pub values: BTreeMap<String, String>,
}

impl Names {
    /// Takes the schema's names, and makes those that are missing.
    pub fn assign(schema: &Schema, expected: &Database, live: &Database) -> Self {
        let mut names = Self::default();
        names.take_given(schema, expected, live);
        for each in &live.enums {
            names.name_enum(each);
        }
        for table in &live.tables {
            names.name_table(&table.name);
            for column in &table.columns {
                names.name_column(&table.name, &column.name);
            }
        }
        names
    }

    fn take_given(&mut self, schema: &Schema, expected: &Database, live: &Database) {
        let gone_enums: BTreeSet<&str> = expected
            .enums
            .iter()
            .filter(|each| live.enum_type(&each.name).is_none() && !live.enums.is_empty())
            .filter_map(|each| each.logical_name.as_deref())
            .collect();
        let gone_models: BTreeSet<&str> = expected
            .tables
            .iter()
            .filter(|table| live.table(&table.name).is_none())
            .filter_map(|table| table.logical_name.as_deref())
            .collect();
        let models = schema.models.iter().map(|model| model.name.as_str());
        let enums = schema.enums.iter().map(|each| each.name.as_str());
        self.blocks = models
            .filter(|name| !gone_models.contains(name))
            .chain(enums.filter(|name| !gone_enums.contains(name)))
            .map(str::to_owned)
            .collect();
        self.relations = schema
            .relations
            .iter()
            .filter_map(|each| Some(each.name.as_ref()?.to_string()))
            .collect();
        for table in &expected.tables {
            let Some(name) = &table.logical_name else { continue };
            self.models.insert(table.name.clone(), name.clone());
            let fields = self.fields.entry(table.name.clone()).or_default();
            let model = schema.models.iter().find(|model| model.name == *name);
            let all = model.into_iter().flat_map(|model| &model.fields);
            fields.taken = all.map(|field| field.name.to_string()).collect();
            for column in &table.columns {
                if let Some(field) = &column.logical_name {
                    fields.by_column.insert(column.name.to_string(), field.to_string());
                }
            }
        }
        for each in &expected.enums {
            let Some(name) = &each.logical_name else { continue };
            let values = each.values.iter();
            let values =
                values.filter_map(|value| Some((value.name.clone(), value.logical_name.clone()?)));
            let names = EnumNames { name: name.clone(), values: values.collect() };
            self.enums.insert(each.name.clone(), names);
        }
    }

    fn name_table(&mut self, table: &ObjectName) {
        if !self.models.contains_key(table) {
            let name = self.new_block(table, "model");
            self.models.insert(table.clone(), name);
        }
    }

    fn name_column(&mut self, table: &ObjectName, column: &str) {
        let fields = self.fields.entry(table.clone()).or_default();
        if !fields.by_column.contains_key(column) {
            let name = unique(identifier(column, "field"), &fields.taken);
            fields.taken.insert(name.clone());
            fields.by_column.insert(column.to_owned(), name);
        }
    }

    fn name_enum(&mut self, each: &crate::database::model::EnumType) {
        if !self.enums.contains_key(&each.name) {
            let name = self.new_block(&each.name, "enum");
            self.enums.insert(each.name.clone(), EnumNames { name, values: BTreeMap::new() });
        }
        let Some(names) = self.enums.get_mut(&each.name) else { return };
        for value in &each.values {
            if !names.values.contains_key(&value.name) {
                let taken: BTreeSet<String> = names.values.values().cloned().collect();
                let name = unique(identifier(&value.name, "value"), &taken);
                names.values.insert(value.name.clone(), name);
            }
        }
    }

    /// A new name for a model, enum or view; one that is taken gets its schema before it.
    pub fn new_block(&mut self, name: &ObjectName, kind: &str) -> String {
        let mut made = block_identifier(&name.name, kind);
        if let (true, Some(namespace)) = (self.blocks.contains(&made), &name.namespace) {
            made = block_identifier(&format!("{namespace}_{}", name.name), kind);
        }
        let made = unique(made, &self.blocks);
        self.blocks.insert(made.clone());
        made
    }

    /// A field name that nothing in that table's model has yet; the first free one of those
    /// wished for.
    pub fn new_field(&mut self, table: &ObjectName, wishes: &[String]) -> String {
        let fields = self.fields.entry(table.clone()).or_default();
        let free = wishes.iter().find(|wish| !fields.taken.contains(*wish)).cloned();
        let last = || unique(wishes.last().cloned().unwrap_or_default(), &fields.taken);
        let name = free.unwrap_or_else(last);
        fields.taken.insert(name.clone());
        name
    }

    /// A relation name that no other relation has. A long wish is cut: the language takes relation
    /// names for what a database keeps of a name.
    pub fn new_relation(&mut self, mut wish: String) -> String {
        if wish.len() > LONGEST_NAME_KEPT {
            let room = LONGEST_NAME_KEPT - NUMBER;
            wish.truncate((0..=room).rev().find(|at| wish.is_char_boundary(*at)).unwrap_or(0));
        }
        let name = unique(wish, &self.relations);
        self.relations.insert(name.clone());
        name
    }

    /// Gives a field's name back.
    pub fn release_field(&mut self, table: &ObjectName, field: &str) {
        if let Some(fields) = self.fields.get_mut(table) {
            fields.taken.remove(field);
        }
    }

    /// The model of a table.
    pub fn model(&self, table: &ObjectName) -> &str {
        self.models.get(table).map(String::as_str).unwrap_or_default()
    }

    /// The field of a column.
    pub fn field(&self, table: &ObjectName, column: &str) -> &str {
        let fields = self.fields.get(table);
        fields.and_then(|fields| fields.by_column.get(column)).map_or("", String::as_str)
    }

    /// The fields of columns.
    pub fn fields(&self, table: &ObjectName, columns: &[impl AsRef<str>]) -> Vec<String> {
        columns.iter().map(|column| self.field(table, column.as_ref()).to_owned()).collect()
    }

    /// The names of an enum.
    pub fn enumeration(&self, name: &ObjectName) -> Option<&EnumNames> {
        self.enums.get(name)
    }
}

/// The name with a number behind it where it is taken.
/// Room for the number behind a name that is taken.
const NUMBER: usize = "_99999".len();

fn unique(name: String, taken: &BTreeSet<String>) -> String {
    if !taken.contains(&name) {
        return name;
    }
    let numbered = (2_u32..).map(|number| format!("{name}_{number}"));
    numbered.into_iter().find(|each| !taken.contains(each)).unwrap_or(name)
}

/// A model's or enum's name: an identifier that is no reserved word.
fn block_identifier(name: &str, kind: &str) -> String {
    let made = identifier(name, kind);
    if is_reserved_name(&made) {
        let mut characters = made.chars();
        let first = characters.next().map(|first| first.to_uppercase().to_string());
        return format!("{}{}Record", first.unwrap_or_default(), characters.as_str());
    }
    made
}

/// The nearest identifier: a letter, then letters, digits and underscores. A name that begins
/// with something else gets the kind before it, unless an underscore is all that is in the way.
pub(super) fn identifier(name: &str, kind: &str) -> String {
    let made: String = name
        .chars()
        .map(|each| if each.is_alphanumeric() || each == '_' { each } else { '_' })
        .collect();
    let made = made.trim_start_matches('_');
    match made.chars().next() {
        Some(first) if first.is_alphabetic() => made.to_owned(),
        Some(_) => format!("{kind}_{made}"),
        None => kind.to_owned(),
    }
}

/// The name with its first letter small.
pub(super) fn lower_first(name: &str) -> String {
    let mut characters = name.chars();
    let first = characters.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_kinds_become_identifiers() {
        for (name, made) in [
            ("users", "users"),
            ("user-roles", "user_roles"),
            ("_private", "private"),
            ("2fa", "field_2fa"),
            ("Straße 1", "Straße_1"),
            ("__", "field"),
            ("", "field"),
            ("a.b", "a_b"),
        ] {
            assert_eq!(identifier(name, "field"), made, "{name}");
        }
        assert_eq!(block_identifier("class", "model"), "ClassRecord");
        assert_eq!(block_identifier("String", "model"), "StringRecord");
        assert_eq!(block_identifier("2024_sales", "model"), "model_2024_sales");
    }

    #[test]
    fn long_relation_names_are_cut_and_told_apart() {
        let mut names = Names::default();
        let first = names.new_relation("é".repeat(40));
        let second = names.new_relation("é".repeat(41));
        assert_eq!((first.len(), second), (56, format!("{first}_2")));
        assert_eq!(names.new_relation("a".repeat(63)).len(), 63);
    }

    #[test]
    fn taken_names_get_numbers() {
        let taken = BTreeSet::from(["a".to_owned(), "a_2".to_owned()]);
        assert_eq!(unique("a".into(), &taken), "a_3");
        assert_eq!(unique("b".into(), &taken), "b");
    }
}
