//! Two databases and the resolved hints -> which table, column and enum of one is which of the
//! other. What differs between those that belong together is not its concern.

use super::change::TableRef;
use super::pairing::{Names, Pairing, pair};
use super::resolve::{Object, ResolvedHint, pair_enums, pair_tables};
use super::sameness::is_same_table;
use crate::database::model::{Column, Database, EnumType, EnumValue, ObjectName, Table, TableRole};
use crate::ordered::BTreeMap;
use foldhash::{HashMap, HashMapExt};

/// What belongs together.
#[derive(Debug)]
pub(super) struct Matching<'a> {
    /// Tables that stay, in the order of after.
    pub tables: Vec<TablePair<'a>>,
    /// Tables that appear.
    pub new_tables: Vec<&'a Table>,
    /// Tables that go.
    pub gone_tables: Vec<&'a Table>,
    /// Enums that stay.
    pub enums: Vec<EnumPair<'a>>,
    /// Enums that appear.
    pub new_enums: Vec<&'a EnumType>,
    /// Enums that go.
    pub gone_enums: Vec<&'a EnumType>,
    /// Index into `tables`, by name before.
    by_before: HashMap<&'a ObjectName, usize>,
    /// Index into `enums`, by name before.
    enums_by_before: HashMap<&'a ObjectName, usize>,
    /// Name after of the enums that stay, by name before; both as the schemas call them.
    logical_enums: HashMap<&'a str, &'a str>,
}

/// A table that stays.
#[derive(Debug)]
pub(super) struct TablePair<'a> {
    /// As it was.
    pub before: &'a Table,
    /// As it shall be.
    pub after: &'a Table,
    /// Both names.
    pub reference: TableRef,
    /// Columns that stay, in the order of after.
    pub columns: Vec<(&'a Column, &'a Column)>,
    /// Columns that appear, in order.
    pub new_columns: Vec<&'a Column>,
    /// Columns that go, in order.
    pub gone_columns: Vec<&'a Column>,
    /// Name after by name before, of the columns that stay; empty where all keep theirs.
    renamed: HashMap<&'a str, &'a str>,
    /// Whether both are the same. What it names may be another all the same, see
    /// [`Matching::names_stay`].
    pub is_same: bool,
}

/// An enum that stays.
#[derive(Debug)]
pub(super) struct EnumPair<'a> {
    /// As it was.
    pub before: &'a EnumType,
    /// As it shall be.
    pub after: &'a EnumType,
    /// Its values.
    pub values: Pairing,
    /// Name after by name before, of the values that stay.
    pub renamed: HashMap<&'a str, &'a str>,
}

impl<'a> Matching<'a> {
    /// Whether no table, no enum and no value of an enum changes its name, so that what one object
    /// says of another by its name it still says.
    pub fn names_stay(&self) -> bool {
        self.tables.iter().all(|pair| pair.before.name == pair.after.name)
            && self.enums.iter().all(|pair| {
                pair.before.name == pair.after.name
                    && pair.before.logical_name == pair.after.logical_name
                    && pair.values_keep_their_names()
            })
    }

    /// The table of that name before, if it stays.
    pub fn table(&self, before: &ObjectName) -> Option<&TablePair<'a>> {
        self.by_before.get(before).and_then(|index| self.tables.get(*index))
    }

    /// The enum of that name before, if it stays.
    pub fn enumeration(&self, before: &ObjectName) -> Option<&EnumPair<'a>> {
        self.enums_by_before.get(before).and_then(|index| self.enums.get(*index))
    }

    /// What the schema after calls an enum of the schema before; its own name where it goes.
    pub fn logical_enum<'b>(&self, before: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.logical_enums.get(before).copied().unwrap_or(before)
    }
}

impl EnumPair<'_> {
    fn values_keep_their_names(&self) -> bool {
        self.values.pairs.iter().all(|(left, right)| {
            let sides = self.before.values.get(*left).zip(self.after.values.get(*right));
            sides.is_some_and(|(was, is)| was.name == is.name)
        })
    }
}

impl<'a> TablePair<'a> {
    /// The name after of a column of before; its own name where it goes.
    pub fn column_after<'b>(&self, before: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.renamed.get(before).copied().unwrap_or(before)
    }
}

/// Joins what belongs together.
pub(super) fn match_up<'a>(
    before: &'a Database,
    after: &'a Database,
    hints: &[ResolvedHint],
) -> Matching<'a> {
    let mut pairing = pair_tables(before, after, hints);
    let swapped = pair_many_to_many(before, after, &mut pairing);
    let mut column_hints: BTreeMap<(usize, usize), Vec<(usize, usize)>> = BTreeMap::new();
    let mut value_hints = column_hints.clone();
    for hint in hints {
        match hint.objects {
            (Object::Column(left, from), Object::Column(right, to)) => {
                column_hints.entry((left, right)).or_default().push((from, to));
            }
            (Object::Value(left, from), Object::Value(right, to)) => {
                value_hints.entry((left, right)).or_default().push((from, to));
            }
            _ => {}
        }
    }
    for pair in swapped {
        // A person's own word on these columns counts.
        column_hints.entry(pair).or_insert_with(|| vec![(0, 1), (1, 0)]);
    }

    let tables: Vec<TablePair<'a>> = pairing
        .pairs
        .iter()
        .filter_map(|(left, right)| {
            let hints = column_hints.get(&(*left, *right)).map_or(&[][..], Vec::as_slice);
            Some(match_columns(before.tables.get(*left)?, after.tables.get(*right)?, hints))
        })
        .collect();
    let enum_pairing = pair_enums(before, after, hints);
    let enums: Vec<EnumPair<'a>> = enum_pairing
        .pairs
        .iter()
        .filter_map(|(left, right)| {
            let hints = value_hints.get(&(*left, *right)).map_or(&[][..], Vec::as_slice);
            Some(match_values(before.enums.get(*left)?, after.enums.get(*right)?, hints))
        })
        .collect();
    Matching {
        by_before: tables
            .iter()
            .enumerate()
            .map(|(index, pair)| (&pair.before.name, index))
            .collect(),
        enums_by_before: enums
            .iter()
            .enumerate()
            .map(|(index, pair)| (&pair.before.name, index))
            .collect(),
        logical_enums: enums
            .iter()
            .filter_map(|pair| {
                Some((pair.before.logical_name.as_deref()?, pair.after.logical_name.as_deref()?))
            })
            .collect(),
        tables,
        new_tables: select(&after.tables, &pairing.new),
        gone_tables: select(&before.tables, &pairing.gone),
        enums,
        new_enums: select(&after.enums, &enum_pairing.new),
        gone_enums: select(&before.enums, &enum_pairing.gone),
    }
}

fn select<'a, T>(items: &'a [T], indexes: &[usize]) -> Vec<&'a T> {
    indexes.iter().filter_map(|index| items.get(*index)).collect()
}

fn match_columns<'a>(
    before: &'a Table,
    after: &'a Table,
    hints: &[(usize, usize)],
) -> TablePair<'a> {
    let reference = TableRef { before: before.name.clone(), after: after.name.clone() };
    if hints.is_empty() && is_same_table(before, after) {
        return TablePair {
            before,
            after,
            reference,
            columns: before.columns.iter().zip(&after.columns).collect(),
            new_columns: Vec::new(),
            gone_columns: Vec::new(),
            renamed: HashMap::new(),
            is_same: true,
        };
    }
    fn names(columns: &[Column]) -> Vec<Names<'_, &str>> {
        columns
            .iter()
            .map(|column| Names {
                database: column.name.as_str(),
                logical: column.logical_name.as_deref(),
            })
            .collect()
    }
    let pairing = pair(&names(&before.columns), &names(&after.columns), hints);
    let columns: Vec<(&Column, &Column)> = pairing
        .pairs
        .iter()
        .filter_map(|(left, right)| Some((before.columns.get(*left)?, after.columns.get(*right)?)))
        .collect();
    TablePair {
        before,
        after,
        reference,
        is_same: false,
        new_columns: select(&after.columns, &pairing.new),
        gone_columns: select(&before.columns, &pairing.gone),
        renamed: columns
            .iter()
            .map(|(left, right)| (left.name.as_str(), right.name.as_str()))
            .collect(),
        columns,
    }
}

fn match_values<'a>(
    before: &'a EnumType,
    after: &'a EnumType,
    hints: &[(usize, usize)],
) -> EnumPair<'a> {
    fn names(values: &[EnumValue]) -> Vec<Names<'_, &str>> {
        values
            .iter()
            .map(|value| Names {
                database: value.name.as_str(),
                logical: value.logical_name.as_deref(),
            })
            .collect()
    }
    let values = pair(&names(&before.values), &names(&after.values), hints);
    let renamed = values
        .pairs
        .iter()
        .filter_map(|(left, right)| {
            Some((before.values.get(*left)?.name.as_str(), after.values.get(*right)?.name.as_str()))
        })
        .collect();
    EnumPair { before, after, values, renamed }
}

/// The name of an implicit many-to-many table derives from the names of two models (and the
/// order of its columns from the order of these names), so it follows when a model is renamed.
/// Joins such tables between the same two models. A table whose relation has a name of its own
/// keeps it, but lies in the schema of its models, and its columns too follow their names. Returns
/// the pairs whose columns A and B change places.
fn pair_many_to_many(
    before: &Database,
    after: &Database,
    pairing: &mut Pairing,
) -> Vec<(usize, usize)> {
    let after_of: HashMap<&ObjectName, &ObjectName> = pairing
        .pairs
        .iter()
        .filter_map(|(left, right)| {
            Some((&before.tables.get(*left)?.name, &after.tables.get(*right)?.name))
        })
        .collect();
    let mut swapped: Vec<(usize, usize)> = pairing
        .pairs
        .iter()
        .copied()
        .filter(|(left, right)| {
            let sides = before.tables.get(*left).zip(after.tables.get(*right));
            sides.is_some_and(|(was, is)| changes_places(was, is, &after_of))
        })
        .collect();
    let models_before = model_names(before);
    let mut gone: BTreeMap<Relation<'_>, (usize, bool)> = BTreeMap::new();
    for index in &pairing.gone {
        let table = before.tables.get(*index);
        let Some((name, ends)) = table.and_then(|table| relation_of(table, &models_before)) else {
            continue;
        };
        if let [Some(a), Some(b)] = ends.map(|end| after_of.get(end).copied()) {
            gone.insert((name, [a.min(b), a.max(b)]), (*index, a > b));
        }
    }
    if gone.is_empty() {
        return swapped;
    }
    let models_after = model_names(after);
    for right in std::mem::take(&mut pairing.new) {
        let table = after.tables.get(right);
        let relation = table.and_then(|table| relation_of(table, &models_after));
        let known = relation
            .and_then(|(name, [a, b])| Some((gone.remove(&(name, [a.min(b), a.max(b)]))?, a > b)));
        match known {
            Some(((left, was_flipped), is_flipped)) => {
                pairing.pairs.push((left, right));
                pairing.gone.retain(|index| *index != left);
                if was_flipped != is_flipped {
                    swapped.push((left, right));
                }
            }
            None => pairing.new.push(right),
        }
    }
    swapped
}

fn model_names(database: &Database) -> HashMap<&ObjectName, &str> {
    database
        .tables
        .iter()
        .filter_map(|table| Some((&table.name, table.logical_name.as_deref()?)))
        .collect()
}

/// The tables that the columns A and B of an implicit many-to-many table refer to.
fn ends(table: &Table) -> Option<[&ObjectName; 2]> {
    if table.role != TableRole::ManyToMany {
        return None;
    }
    let end = |column: &str| {
        table
            .foreign_keys
            .iter()
            .find(|key| key.columns.first().is_some_and(|name| name == column))
            .map(|key| &key.referenced_table)
    };
    Some([end("A")?, end("B")?])
}

/// Whether the columns A and B of a table stand for each other's models from now on, because the
/// order of the models' names changes.
fn changes_places(
    before: &Table,
    after: &Table,
    after_of: &HashMap<&ObjectName, &ObjectName>,
) -> bool {
    let (Some(was), Some([a, b])) = (ends(before), ends(after)) else { return false };
    let [Some(was_a), Some(was_b)] = was.map(|end| after_of.get(end).copied()) else {
        return false;
    };
    a != b && was_a == b && was_b == a
}

/// A many-to-many relation: its own name, `None` where its table is called after the models, and
/// the tables that it joins.
type Relation<'a> = (Option<&'a str>, [&'a ObjectName; 2]);

/// The relation that an implicit many-to-many table is of, with the tables that its columns A and B
/// refer to in this order.
fn relation_of<'a>(table: &'a Table, models: &HashMap<&ObjectName, &str>) -> Option<Relation<'a>> {
    let [a, b] = ends(table)?;
    let derived = format!("_{}To{}", models.get(a)?, models.get(b)?);
    let own = (table.name.name != derived).then_some(table.name.name.as_str());
    Some((own, [a, b]))
}
