//! The SQL that a warning says is safer, run on a real database as a person would: what looks finds the rows,
//! what keeps loses none, what repairs clears the warning, and what stands in the place of a step leads to the
//! same schema without the risk. In: a situation and a place. Out: what is not so, in words.

use super::judged;
use crate::case::with_provider;
use crate::database::{Connection, Place, TestDatabase};
use crate::laws;
use crate::locking::observe::{Relations, observe};
use crate::planning::{self, Migration as Change};
use planner_core::plan::Work;
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use planner_core::safer::{self, SaferKind, SaferWay};
use planner_core::script::{Mode, Script};
use planner_core::warning::finding::Finding;
use planner_core::warning::migration::Migration;
use planner_core::warning::rules::{add_required_column, assumes_utc};

/// A change of schemas over rows at risk, and the ways that its warning has.
#[derive(Debug, Clone, Copy)]
pub struct Situation {
    /// The rule.
    pub rule: &'static str,
    /// Where it is the same.
    pub databases: &'static [Provider],
    /// The blocks before and after.
    pub schemas: [&'static str; 2],
    /// Rows before.
    pub rows: &'static str,
    /// What a person writes in the place of a placeholder.
    pub value: &'static str,
    /// The ways, in their order.
    pub kinds: &'static [SaferKind],
    /// A question whose answer shows, after a way in the place of a step, that nothing is lost; and the answer.
    pub shows: Option<(&'static str, &'static str)>,
}

/// Rules whose ways in the place of a step are about values.
const NOT_ABOUT_WAITING: [&str; 2] = [add_required_column::RULE.id, assumes_utc::RULE.id];

/// What is built for one way.
struct Stage<'a> {
    place: Place,
    situation: &'a Situation,
    planned: &'a Planned,
    finding: &'a Finding,
}

/// Acts it out; an empty list is success.
pub fn check(place: Place, situation: &Situation) -> Vec<String> {
    let text = |blocks: &str| with_provider(blocks, place.provider());
    let [before, after] = situation.schemas;
    let planned = planning::plan(&Change {
        provider: place.provider(),
        before: Some(text(before)),
        after: text(after),
        hints: Vec::new(),
    });
    let planned = planned.unwrap_or_else(|problem| panic!("{}: {problem}", situation.rule));
    let Some(finding) = planned.findings.iter().find(|each| each.rule == situation.rule) else {
        return vec!["the rule does not fire".to_owned()];
    };
    let migration =
        Migration::new(&planned.before, &planned.after, &planned.changes, &planned.plan);
    let ways = safer::ways(&migration, finding);
    let kinds: Vec<SaferKind> = ways.iter().map(|way| way.kind).collect();
    let mut problems = Vec::new();
    if kinds != situation.kinds {
        problems.push(format!("its ways are {kinds:?}"));
    }
    let stage = Stage { place, situation, planned: &planned, finding };
    for way in &ways {
        let found = stage.problems(way);
        problems
            .extend(found.into_iter().map(|each| format!("{}: {each}\n{}", way.title, way.sql)));
    }
    problems
}

impl Stage<'_> {
    fn built(&self) -> (TestDatabase, Connection) {
        let before = with_provider(self.situation.schemas[0], self.place.provider());
        let foundation = planning::plan(&Change::first(self.place.provider(), &before));
        let foundation = foundation.expect("the schema before is planned");
        let database = TestDatabase::create(self.place);
        let mut connection = database.connect();
        laws::run(&mut connection, &foundation).expect("the schema before is built");
        connection.execute(self.situation.rows).expect("the rows fit");
        (database, connection)
    }

    /// The text of a way as a person completes it.
    fn completed(&self, text: &str, way: &SaferWay) -> String {
        match way.placeholder {
            Some(placeholder) => text.replace(placeholder, self.situation.value),
            None => text.to_owned(),
        }
    }

    fn problems(&self, way: &SaferWay) -> Vec<String> {
        let mut problems = Vec::new();
        if let Some(placeholder) = way.placeholder {
            let mut statements = way.parts.iter().flat_map(|part| &part.statements);
            let left = statements.find(|each| each.contains(placeholder)).expect("it is there");
            let (_database, mut connection) = self.built();
            if connection.execute(left).is_ok() {
                problems.push(format!("the database takes {placeholder} as it is"));
            }
        }
        problems.extend(match way.kind {
            SaferKind::Look => self.look(way),
            SaferKind::Keep => self.keep(way),
            SaferKind::Repair => self.repair(way),
            SaferKind::Instead => self.instead(way),
        });
        problems
    }

    fn look(&self, way: &SaferWay) -> Vec<String> {
        let (_database, mut connection) = self.built();
        let query = way.sql.trim_end().trim_end_matches(';');
        let found = texts(&mut connection, &format!("({query})"));
        if found.is_empty() { vec!["it finds no row".to_owned()] } else { Vec::new() }
    }

    /// What it copies, read before, is what its table holds after the migration.
    fn keep(&self, way: &SaferWay) -> Vec<String> {
        let (_database, mut connection) = self.built();
        let (name, before) = kept(&mut connection, way).expect("it keeps something");
        if let Err(problem) = connection.execute(&self.completed(&way.sql, way)) {
            return vec![problem];
        }
        // A cast may fail over the rows: they are kept all the same.
        let _ = laws::run(&mut connection, self.planned);
        holds(&mut connection, &name, &before)
    }

    /// The warning is cleared, the migration runs, and what was changed is kept.
    fn repair(&self, way: &SaferWay) -> Vec<String> {
        let (_database, mut connection) = self.built();
        let kept = kept(&mut connection, way);
        let mut problems: Vec<String> =
            judged(&mut connection, self.finding, "at risk").into_iter().collect();
        if let Err(problem) = connection.execute(&self.completed(&way.sql, way)) {
            return vec![problem];
        }
        problems.extend(judged(&mut connection, self.finding, "harmless"));
        problems.extend(laws::run(&mut connection, self.planned).err());
        if let Some((name, before)) = kept {
            problems.extend(holds(&mut connection, &name, &before));
        }
        problems
    }

    /// migration.sql with the way in the place of its step is taken by the reader and leads to the schema
    /// after; where others waited for the step, no statement reads or writes rows under a lock that keeps
    /// anybody from writing.
    fn instead(&self, way: &SaferWay) -> Vec<String> {
        let text = replaced(self.planned, way);
        let script = match planning::read_script(self.place.provider(), &self.completed(&text, way))
        {
            Ok(script) => script,
            Err(problem) => return vec![problem],
        };
        let (database, mut connection) = self.built();
        let mut problems = Vec::new();
        match run(&mut connection, self.place.provider(), &script) {
            Err(problem) => return vec![problem],
            Ok(waits) if !NOT_ABOUT_WAITING.contains(&self.finding.rule) => {
                problems.extend(waits);
            }
            Ok(_) => {}
        }
        problems.extend(laws::reads_back_as(&database, &self.planned.after, "after"));
        if let Some((question, answer)) = self.situation.shows {
            let found = connection.rows(question).map(|rows| format!("{rows:?}"));
            if !found.as_ref().is_ok_and(|found| found.contains(answer)) {
                problems.push(format!("{question}: {found:?}"));
            }
        }
        problems
    }
}

/// The table that a way makes, and the rows that it copies.
fn kept(connection: &mut Connection, way: &SaferWay) -> Option<(String, Vec<Vec<Option<String>>>)> {
    let mut statements = way.parts.iter().flat_map(|part| &part.statements);
    let made = statements.find_map(|each| each.strip_prefix("CREATE TABLE "))?;
    let (name, rows) = made.split_once(" AS\n")?;
    let rows = texts(connection, &format!("({rows})"));
    assert!(!rows.is_empty(), "there is something to keep");
    Some((name.to_owned(), rows))
}

fn holds(connection: &mut Connection, name: &str, before: &[Vec<Option<String>>]) -> Vec<String> {
    let after = texts(connection, name);
    if after == before { Vec::new() } else { vec![format!("{before:?} became {after:?}")] }
}

/// The rows of a table or query, each as one text, in order.
fn texts(connection: &mut Connection, from: &str) -> Vec<Vec<Option<String>>> {
    let mut rows = match connection.rows(&format!("SELECT t::text FROM {from} AS t")) {
        Ok(rows) => rows,
        Err(_) => columns(connection, from),
    };
    rows.sort();
    rows
}

/// SQLite has no rows as texts: column by column.
fn columns(connection: &mut Connection, from: &str) -> Vec<Vec<Option<String>>> {
    connection.execute("DROP VIEW IF EXISTS looked_at").expect("the view goes");
    let made = connection.execute(&format!("CREATE TEMP VIEW looked_at AS SELECT * FROM {from}"));
    made.unwrap_or_else(|problem| panic!("{from}: {problem}"));
    let names = connection.rows("SELECT name FROM pragma_table_info('looked_at')");
    let names: Vec<String> = names.expect("columns").into_iter().flatten().flatten().collect();
    let all: Vec<String> = names.iter().map(|name| format!("CAST(\"{name}\" AS TEXT)")).collect();
    let rows = connection.rows(&format!("SELECT {} FROM looked_at", all.join(", ")));
    connection.execute("DROP VIEW looked_at").expect("the view goes");
    rows.expect("rows")
}

/// migration.sql with the way in the place of its step.
fn replaced(planned: &Planned, way: &SaferWay) -> String {
    let mut text = planned.migration_sql.clone();
    for step in way.steps.iter().filter_map(|index| planned.plan.steps.get(*index)) {
        let (first, last) = (step.statements.first(), step.statements.last());
        let (first, last) = first.zip(last).expect("a step has statements");
        let begin = text.find(first.as_str()).expect("the step stands in migration.sql");
        let end = begin + text[begin..].find(&format!("{last};")).expect("to its end");
        text.replace_range(begin..end + last.len() + 1, &way.sql);
    }
    text
}

/// Runs it as deploy does, and says which statements make others wait for rows.
fn run(
    connection: &mut Connection,
    provider: Provider,
    script: &Script,
) -> Result<Vec<String>, String> {
    let mut waits = Vec::new();
    if script.foreign_keys_off {
        connection.execute("PRAGMA foreign_keys=OFF")?;
    }
    let start =
        (provider == Provider::Postgresql).then(|| Relations::read(connection)).transpose()?;
    for section in &script.sections {
        let statements: Vec<&str> =
            section.statements.iter().map(|each| each.text.as_str()).collect();
        let runs = match section.mode {
            Mode::Transaction => vec![statements],
            Mode::NoTransaction => statements.into_iter().map(|each| vec![each]).collect(),
        };
        for all in runs {
            if all.iter().any(|each| each.contains(" CONCURRENTLY ")) {
                all.iter().try_for_each(|each| connection.execute(each))?;
                continue;
            }
            connection.execute("BEGIN")?;
            let execute = |connection: &mut Connection| {
                all.iter().try_for_each(|each| connection.execute(each))
            };
            match &start {
                None => execute(connection)?,
                Some(start) => {
                    let observed = observe(connection, start, execute)?;
                    let heavy = observed.locks.iter().filter(|(_, (mode, work))| {
                        mode.blocks_writes() && *work > Work::Catalogue
                    });
                    waits.extend(heavy.map(|found| format!("others wait: {found:?} of {all:?}")));
                }
            }
            connection.execute("COMMIT")?;
        }
    }
    Ok(waits)
}
