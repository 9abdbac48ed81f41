//! A change -> the lines of before.prisma and after.prisma that say it. Knows nothing of what the
//! change risks.

use super::model::{Declared, Excerpt, SchemaSide};
use crate::database::model::{Database, ObjectName, Table};
use crate::diff::change::{Change, ColumnChange, TableRef};
use crate::ordered;
use crate::planner::Planned;
use crate::source::{LineIndex, Sources, Span};

/// How many lines of a block are shown; a dropped table may have hundreds.
const MOST_LINES: u32 = 12;

/// The two schemas of a migration, as the files of its artifact have them.
#[derive(Debug)]
pub struct Places<'a> {
    planned: &'a Planned,
    before: LineIndex<'a>,
    after: LineIndex<'a>,
}

/// Where a change stands: spans of the schema before, and of the schema after.
#[derive(Debug, Default)]
struct Spans {
    before: Vec<Span>,
    after: Vec<Span>,
}

impl<'a> Places<'a> {
    /// `planned` was planned from these very texts, each a file of its own.
    pub fn new(planned: &'a Planned, before_schema: &'a str, after_schema: &'a str) -> Self {
        let (before, after) = (LineIndex::new(before_schema), LineIndex::new(after_schema));
        Self { planned, before, after }
    }

    /// The lines of some changes: those before first, each line once, in the order of the texts.
    pub fn excerpts<'c>(&self, changes: impl Iterator<Item = &'c Change>) -> Vec<Excerpt> {
        let mut all = Spans::default();
        for change in changes {
            let own = spans(self.planned, change);
            all.before.extend(own.before);
            all.after.extend(own.after);
        }
        let mut excerpts = excerpts(SchemaSide::Before, &self.before, all.before);
        excerpts.extend(excerpts_after(&self.after, all.after));
        excerpts
    }
}

fn spans(planned: &Planned, change: &Change) -> Spans {
    match change {
        Change::CreateNamespace(_)
        | Change::CreateExtension(_)
        | Change::AlterExtension { .. }
        | Change::DropExtension(_) => Spans::default(),
        Change::CreateEnum(each) => after(each.span),
        Change::DropEnum(each) => before(each.span),
        Change::RenameEnum { before, after } => both(
            planned.before.enum_type(before).and_then(|each| each.span),
            planned.after.enum_type(after).and_then(|each| each.span),
        ),
        Change::AlterEnum(each) | Change::ChangeClientEnum(each) => {
            both(each.before.span, each.after.span)
        }
        Change::CreateTable(table) => after(table.span),
        Change::DropTable(table) => before(table.span),
        Change::RenameTable(table)
        | Change::RenamePrimaryKey { table, .. }
        | Change::RenameForeignKey { table, .. } => {
            let (was, is) = tables(planned, table);
            both(was.and_then(|each| each.span), is.and_then(|each| each.span))
        }
        Change::AddColumn { column, .. } => after(column.span),
        Change::DropColumn { column, .. } => before(column.span),
        Change::RenameColumn { table, before, after } => {
            let (was, is) = tables(planned, table);
            both(span_of_column(was, before), span_of_column(is, after))
        }
        Change::AlterColumn(ColumnChange { before, after, .. }) => both(before.span, after.span),
        Change::ChangeClientColumn { table, column, .. } => {
            after(span_of_column(tables(planned, table).1, column))
        }
        Change::ChangePrimaryKey { table, before, after } => {
            let (was, is) = tables(planned, table);
            let columns = |table: Option<&Table>, names: &[String]| -> Vec<Span> {
                names.iter().filter_map(|name| span_of_column(table, name)).collect()
            };
            Spans {
                before: before.iter().flat_map(|key| columns(was, &key.columns)).collect(),
                after: after.iter().flat_map(|key| columns(is, &key.columns)).collect(),
            }
        }
        Change::CreateIndex { index, .. } => after(index.span),
        Change::DropIndex { index, .. } => before(index.span),
        Change::RenameIndex { before, after, .. } => both(before.span, after.span),
        Change::AddForeignKey { foreign_key, .. } => after(foreign_key.span),
        Change::DropForeignKey { foreign_key, .. } => before(foreign_key.span),
    }
}

fn tables<'a>(planned: &'a Planned, table: &TableRef) -> (Option<&'a Table>, Option<&'a Table>) {
    let find = |database: &'a Database, name: &ObjectName| database.table(name);
    (find(&planned.before, &table.before), find(&planned.after, &table.after))
}

/// Where the schema that a migration was planned to says some changes: its own files, each place once.
pub fn declared<'c>(
    planned: &Planned,
    after: &Sources,
    changes: impl Iterator<Item = &'c Change>,
) -> Vec<Declared> {
    lines_of(after, changes.flat_map(|change| spans(planned, change).after))
}

/// Where the first change stands in the schema that was planned to. What it only lacks stands nowhere:
/// then it is the table that it is gone from.
pub fn first_declared(planned: &Planned, after: &Sources) -> Option<Declared> {
    let changes = || planned.changes.iter().map(|(_, change)| change);
    let tables = changes().filter_map(|change| tables(planned, &change.table()?).1?.span);
    let said = declared(planned, after, changes());
    said.into_iter().next().or_else(|| lines_of(after, tables).into_iter().next())
}

/// The lines of some spans, each place once, in the order of the files.
fn lines_of(after: &Sources, spans: impl Iterator<Item = Span>) -> Vec<Declared> {
    let mut places: Vec<Declared> = Vec::new();
    for span in spans {
        let place = after.place(span);
        let Some(file) = after.file(place.file) else { continue };
        let lines = LineIndex::new(&file.text);
        let first = lines.position(place.start).line;
        let last = lines.position(place.end.max(place.start + 1) - 1).line.max(first);
        places.push(Declared { file: file.path.clone(), first, last });
    }
    ordered::sort(&mut places);
    places.dedup();
    places
}

fn before(span: Option<Span>) -> Spans {
    both(span, None)
}

fn after(span: Option<Span>) -> Spans {
    both(None, span)
}

fn both(before: Option<Span>, after: Option<Span>) -> Spans {
    Spans { before: before.into_iter().collect(), after: after.into_iter().collect() }
}

fn span_of_column(table: Option<&Table>, name: &str) -> Option<Span> {
    table?.column(name)?.span
}

fn excerpts_after(lines: &LineIndex<'_>, spans: Vec<Span>) -> Vec<Excerpt> {
    excerpts(SchemaSide::After, lines, spans)
}

/// Each place once; one that lies in another, or follows it directly, is part of that.
fn excerpts(side: SchemaSide, lines: &LineIndex<'_>, spans: Vec<Span>) -> Vec<Excerpt> {
    let mut ranges: Vec<(u32, u32)> = spans
        .into_iter()
        .map(|span| {
            let first = lines.position(span.start).line;
            (first, lines.position(span.end.max(span.start + 1) - 1).line.max(first))
        })
        .collect();
    ordered::sort(&mut ranges);
    let mut kept: Vec<(u32, u32)> = Vec::new();
    for (first, last) in ranges {
        match kept.last_mut() {
            Some(previous) if first <= previous.1 + 1 => previous.1 = previous.1.max(last),
            _ => kept.push((first, last)),
        }
    }
    kept.into_iter()
        .map(|(first, last)| Excerpt {
            side,
            first,
            last,
            lines: (first..=last)
                .take(MOST_LINES as usize)
                .map(|line| lines.line_text(line).to_owned())
                .collect(),
        })
        .collect()
}
