//! The tables that a migration touches and their neighbours, as a picture shows them: entities,
//! columns, relations, each with what happens to it. Knows nothing of how it is drawn.

use crate::database::model::{Column, ForeignKey, ObjectName, Table};
use crate::dialect::column_type_sql;
use crate::diff::change::{Change, TableRef};
use crate::ordered::{self, BTreeSet};
use crate::plan::Operation;
use crate::planner::Planned;
use foldhash::{HashMap, HashMapExt};
use serde::Serialize;

/// How many entities are shown; a picture of more shows nothing.
const MOST: usize = 40;

/// The picture.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagram {
    /// Touched tables in the order of their names, then their neighbours in that order.
    pub entities: Vec<Entity>,
    /// Foreign keys between them.
    pub relations: Vec<DiagramRelation>,
    /// How many tables are left out because there are too many.
    pub left_out: usize,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entity {
    /// Its name after, or before where it goes.
    pub name: String,
    /// Its name before, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed_from: Option<String>,
    /// What happens to it.
    pub fate: Fate,
    /// Whether its rows are copied into a new table (SQLite).
    pub rebuilt: bool,
    /// Its columns, those that go last; of a neighbour only those of keys.
    pub columns: Vec<EntityColumn>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EntityColumn {
    /// Its name after, or before where it goes.
    pub name: String,
    /// Its name before, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed_from: Option<String>,
    /// Its type as SQL says it.
    pub column_type: String,
    /// Its type before, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_before: Option<String>,
    /// Whether it is part of the primary key.
    pub key: bool,
    /// What happens to it.
    pub fate: Fate,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DiagramRelation {
    /// The entity that refers, by its place.
    pub from: usize,
    /// The entity referred to.
    pub to: usize,
    /// The columns that refer.
    pub columns: Vec<String>,
    /// What happens to it.
    pub fate: Fate,
}

/// What happens to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// Nothing.
    Stays,
    /// It is new.
    Added,
    /// It is another afterwards.
    Changed,
    /// It goes.
    Dropped,
}

/// The picture of a migration.
pub fn diagram(planned: &Planned) -> Diagram {
    let touched = touched(planned);
    let rebuilt = rebuilt(planned);
    let shown = touched.iter().take(MOST);
    let mut pairs: Vec<Pair<'_>> = shown.map(|table| Pair::of(planned, table)).collect();
    let known: BTreeSet<&ObjectName> = touched.iter().map(|table| &table.after).collect();
    let neighbours = neighbours(planned, &touched);
    let neighbours: Vec<&Table> =
        neighbours.into_iter().filter(|table| !known.contains(&table.name)).collect();
    let all = touched.len() + neighbours.len();
    let room = MOST - pairs.len();
    pairs.extend(neighbours.into_iter().take(room).map(Pair::neighbour));
    let entities = pairs.iter().map(|pair| pair.entity(planned, &rebuilt)).collect();
    let relations = relations(planned, &pairs);
    Diagram { left_out: all - pairs.len(), entities, relations }
}

/// A table as it was and as it shall be.
struct Pair<'a> {
    before: Option<&'a Table>,
    after: Option<&'a Table>,
    neighbour: bool,
}

impl<'a> Pair<'a> {
    fn of(planned: &'a Planned, table: &TableRef) -> Self {
        // One that only appears has a former namesake where another one is renamed away.
        let appears = planned.changes.changes.iter().any(
            |change| matches!(change, Change::CreateTable(created) if created.name == table.after),
        );
        let goes =
            planned.changes.changes.iter().any(
                |change| matches!(change, Change::DropTable(gone) if gone.name == table.before),
            );
        Self {
            before: planned.before.table(&table.before).filter(|_| goes || !appears),
            after: planned.after.table(&table.after).filter(|_| appears || !goes),
            neighbour: false,
        }
    }

    fn neighbour(table: &'a Table) -> Self {
        Self { before: Some(table), after: Some(table), neighbour: true }
    }

    fn entity(&self, planned: &Planned, rebuilt: &BTreeSet<&ObjectName>) -> Entity {
        let shown = self.after.or(self.before);
        let fate = match (self.before, self.after) {
            _ if self.neighbour => Fate::Stays,
            (None, _) => Fate::Added,
            (_, None) => Fate::Dropped,
            _ => Fate::Changed,
        };
        let names = (self.before.map(|table| &table.name), self.after.map(|table| &table.name));
        let renamed_from = match names {
            (Some(was), Some(is)) if was != is => Some(was.to_string()),
            _ => None,
        };
        Entity {
            name: shown.map(|table| table.name.to_string()).unwrap_or_default(),
            renamed_from,
            fate,
            rebuilt: self.after.is_some_and(|table| rebuilt.contains(&table.name)),
            columns: self.columns(planned),
        }
    }

    fn columns(&self, planned: &Planned) -> Vec<EntityColumn> {
        let provider = planned.provider();
        let sql = |column: &Column| column_type_sql(provider, column);
        let column = |table: &Table, column: &Column, fate: Fate| EntityColumn {
            name: column.name.to_string(),
            renamed_from: None,
            column_type: sql(column),
            type_before: None,
            key: is_key(table, &column.name),
            fate,
        };
        let Some((was, is)) = self.before.zip(self.after) else {
            let fate = if self.after.is_some() { Fate::Added } else { Fate::Dropped };
            let table = self.after.or(self.before);
            return table
                .iter()
                .flat_map(|table| table.columns.iter().map(|each| column(table, each, fate)))
                .collect();
        };
        if self.neighbour {
            let referring = |name: &str| is.foreign_keys.iter().any(|key| refers(key, name));
            let shown =
                is.columns.iter().filter(|each| is_key(is, &each.name) || referring(&each.name));
            return shown.map(|each| column(is, each, Fate::Stays)).collect();
        }
        let names = Renames::of(planned, is);
        let mut columns: Vec<EntityColumn> = Vec::new();
        for each in &is.columns {
            let former = names.before(&each.name).and_then(|name| was.column(name));
            let mut shown = column(is, each, Fate::Added);
            if let Some(former) = former {
                let same = former.column_type == each.column_type
                    && former.arity == each.arity
                    && former.default == each.default
                    && former.autoincrement == each.autoincrement;
                shown.renamed_from = (former.name != each.name).then(|| former.name.to_string());
                shown.type_before = Some(sql(former)).filter(|sql| *sql != shown.column_type);
                shown.fate =
                    if same && shown.renamed_from.is_none() { Fate::Stays } else { Fate::Changed };
            }
            columns.push(shown);
        }
        let gone = was.columns.iter().filter(|each| names.goes(&each.name));
        columns.extend(gone.map(|each| column(was, each, Fate::Dropped)));
        columns
    }
}

/// Which column of a table was which.
struct Renames<'a> {
    added: BTreeSet<&'a str>,
    gone: BTreeSet<&'a str>,
    former: HashMap<&'a str, &'a str>,
}

impl<'a> Renames<'a> {
    fn of(planned: &'a Planned, table: &Table) -> Self {
        let mut names =
            Self { added: BTreeSet::new(), gone: BTreeSet::new(), former: HashMap::new() };
        for change in &planned.changes.changes {
            match change {
                Change::AddColumn { table: of, column } if of.after == table.name => {
                    names.added.insert(&column.name);
                }
                Change::DropColumn { table: of, column } if of.after == table.name => {
                    names.gone.insert(&column.name);
                }
                Change::RenameColumn { table: of, before, after } if of.after == table.name => {
                    names.former.insert(after, before);
                }
                _ => {}
            }
        }
        names
    }

    fn before(&self, after: &'a str) -> Option<&'a str> {
        match self.former.get(after) {
            Some(before) => Some(before),
            None => (!self.added.contains(after)).then_some(after),
        }
    }

    fn goes(&self, before: &str) -> bool {
        self.gone.contains(before)
    }
}

fn is_key(table: &Table, column: &str) -> bool {
    let mut names = table.primary_key.iter().flat_map(|key| &key.columns);
    names.any(|name| name == column)
}

fn refers(key: &ForeignKey, column: &str) -> bool {
    key.columns.iter().any(|name| name == column)
}

/// The tables with a change of their own, each once, in the order of their names.
fn touched(planned: &Planned) -> Vec<TableRef> {
    let alone = |name: &ObjectName| TableRef { before: name.clone(), after: name.clone() };
    let tables = planned.changes.changes.iter().flat_map(|change| match change {
        Change::AlterEnum(change) | Change::ChangeClientEnum(change) => {
            change.columns.iter().map(|column| column.table.clone()).collect()
        }
        Change::CreateTable(table) | Change::DropTable(table) => vec![alone(&table.name)],
        other => other.table().into_iter().collect(),
    });
    let mut tables: Vec<TableRef> = tables.collect();
    ordered::sort_by(&mut tables, |left, right| {
        (&left.after, &left.before).cmp(&(&right.after, &right.before))
    });
    tables.dedup();
    tables
}

fn rebuilt(planned: &Planned) -> BTreeSet<&ObjectName> {
    let tables = planned.plan.steps.iter().filter_map(|step| match &step.operation {
        Operation::RebuildTable { table, .. } => Some(table),
        Operation::Direct | Operation::AlterColumns { .. } => None,
    });
    tables.collect()
}

/// Tables that refer to a touched one or that one refers to, after the migration.
fn neighbours<'a>(planned: &'a Planned, touched: &[TableRef]) -> Vec<&'a Table> {
    let touched: BTreeSet<&ObjectName> = touched.iter().map(|table| &table.after).collect();
    let mut near: BTreeSet<&ObjectName> = BTreeSet::new();
    for table in &planned.after.tables {
        for key in &table.foreign_keys {
            if touched.contains(&table.name) {
                near.insert(&key.referenced_table);
            } else if touched.contains(&key.referenced_table) {
                near.insert(&table.name);
            }
        }
    }
    let mut tables: Vec<&Table> =
        planned.after.tables.iter().filter(|table| near.contains(&table.name)).collect();
    ordered::sort_by(&mut tables, |left, right| left.name.cmp(&right.name));
    tables
}

/// The foreign keys between what is shown.
fn relations(planned: &Planned, pairs: &[Pair<'_>]) -> Vec<DiagramRelation> {
    let mut added: BTreeSet<(&ObjectName, &str)> = BTreeSet::new();
    let mut dropped: BTreeSet<(&ObjectName, &str)> = BTreeSet::new();
    for change in &planned.changes.changes {
        match change {
            Change::AddForeignKey { table, foreign_key } => {
                added.insert((&table.after, &foreign_key.name));
            }
            Change::DropForeignKey { table, foreign_key } => {
                dropped.insert((&table.before, &foreign_key.name));
            }
            _ => {}
        }
    }
    let mut relations = Vec::new();
    for (from, pair) in pairs.iter().enumerate() {
        for (table, is_after) in [(pair.before, false), (pair.after, true)] {
            let Some(table) = table else { continue };
            for key in &table.foreign_keys {
                let fate = match (is_after, pair.before, pair.after) {
                    (true, None, _) => Fate::Added,
                    (true, _, _) if added.contains(&(&table.name, &key.name)) => Fate::Added,
                    (true, _, _) => Fate::Stays,
                    (false, _, None) => Fate::Dropped,
                    (false, _, _) if dropped.contains(&(&table.name, &key.name)) => Fate::Dropped,
                    // It stands among those after.
                    (false, _, _) => continue,
                };
                let is_target = |pair: &Pair<'_>| {
                    let side = if is_after { pair.after } else { pair.before };
                    side.is_some_and(|side| side.name == key.referenced_table)
                };
                if let Some(to) = pairs.iter().position(is_target) {
                    relations.push(DiagramRelation {
                        from,
                        to,
                        columns: key.columns.clone(),
                        fate,
                    });
                }
            }
        }
    }
    relations
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::planner::{PlanRequest, plan};
    use crate::source::Sources;

    fn drawn(provider: &str, before: &str, after: &str, hints: &[&str]) -> Diagram {
        let sources = |blocks: &str| {
            let head = format!("datasource db {{\n  provider = \"{provider}\"\n}}\n");
            Sources::single("schema.prisma", &format!("{head}{blocks}"))
        };
        let (before, after) = (sources(before), sources(after));
        let hints: Vec<_> =
            hints.iter().map(|hint| crate::diff::hint::parse(hint).unwrap()).collect();
        let request = PlanRequest { before: Some(&before), after: &after, hints: &hints };
        diagram(&plan(&request).unwrap())
    }

    fn told(diagram: &Diagram) -> Vec<String> {
        let mut told = Vec::new();
        for entity in &diagram.entities {
            let former = entity.renamed_from.as_deref().unwrap_or("-");
            told.push(format!("{} {former} {:?} {}", entity.name, entity.fate, entity.rebuilt));
            told.extend(entity.columns.iter().map(|column| {
                let former = column.renamed_from.as_deref().unwrap_or("-");
                format!("  {} {former} {} {:?}", column.name, column.column_type, column.fate)
            }));
        }
        told.extend(diagram.relations.iter().map(|relation| {
            format!(
                "{} -> {} {:?} {:?}",
                relation.from, relation.to, relation.columns, relation.fate
            )
        }));
        told
    }

    const BEFORE: &str = "model User {\n  id Int @id\n  name String\n  posts Post[]\n}\nmodel Post {\n  id Int @id\n  title String\n  userId Int\n  user User @relation(fields: [userId], references: [id])\n}\nmodel Log {\n  id Int @id\n}\n";

    #[test]
    fn what_changes_is_told_from_what_is_near() {
        let after = BEFORE.replace("  name String\n", "  name String?\n  mail String?\n");
        assert_eq!(
            told(&drawn("sqlite", BEFORE, &after, &[])),
            [
                "User - Changed true",
                "  id - INTEGER Stays",
                "  name - TEXT Changed",
                "  mail - TEXT Added",
                "Post - Stays false",
                "  id - INTEGER Stays",
                "  userId - INTEGER Stays",
                "1 -> 0 [\"userId\"] Stays",
            ]
        );
    }

    #[test]
    fn a_name_that_is_taken_over_is_not_mistaken() {
        // User becomes Account, and another User appears.
        let after = BEFORE
            .replace("User", "Account")
            .replace("model Log {\n  id Int @id\n}", "model User {\n  key Int @id\n}")
            .replace("  title String\n", "");
        let diagram = drawn("postgresql", BEFORE, &after, &["User -> Account"]);
        assert_eq!(
            told(&diagram),
            [
                "Account User Changed false",
                "  id - INTEGER Stays",
                "  name - TEXT Stays",
                "Log - Dropped false",
                "  id - INTEGER Dropped",
                "Post - Changed false",
                "  id - INTEGER Stays",
                "  userId - INTEGER Stays",
                "  title - TEXT Dropped",
                "User - Added false",
                "  key - INTEGER Added",
                "2 -> 0 [\"userId\"] Stays",
            ]
        );
    }
}
