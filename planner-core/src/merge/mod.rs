//! Three schemas -> the third with what changed from the first to the second: a change carried onto
//! another state. Blocks and their lines are told apart by name, so that order, comments and layout
//! of the third stay. Both having changed one line is a conflict. What the lines mean, and whether the
//! outcome is a schema, is not known here.

mod parts;

#[cfg(test)]
mod tests;

pub use parts::{EntryKey, Place};

use crate::ordered;
use crate::pull::edits::{Edits, line_end, line_start};
use crate::pull::writer::tidied;
use crate::source::{SourceFile, Sources, Span};
use crate::syntax::document::{Arena, Block, Keyword};
use parts::{BlockKey, Found, Line, Parts};

/// Something that the change and the third schema hold otherwise than the first, each in its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Where.
    pub place: Place,
    /// What the change does there, such as `removes it`.
    pub change: &'static str,
}

/// Carries the change from `before` to `after` onto `onto`. Files of `onto` keep their paths.
///
/// # Errors
///
/// Everything that `onto` holds otherwise than `before`, where the change concerns it.
pub fn merge(before: &Sources, after: &Sources, onto: &Sources) -> Result<Sources, Vec<Conflict>> {
    let room = Arena::for_sources(onto);
    let merge = Merge {
        before: Parts::read(before, &room),
        after: Parts::read(after, &room),
        onto: Parts::read(onto, &room),
    };
    let mut edits = Edits::default();
    let mut conflicts = Vec::new();
    merge.run(&mut edits, &mut conflicts);
    if !conflicts.is_empty() {
        return Err(conflicts);
    }
    let merged = edits.apply(onto);
    let files = onto.iter().zip(merged.iter()).map(|((_, was), (_, is))| SourceFile {
        path: is.path.clone(),
        text: tidied(&was.text, &is.text),
    });
    Ok(Sources::new(files.collect()))
}

/// What stands at a place, white space aside; `None` where nothing does. Two schemas that say the
/// same there hold equal texts.
pub fn text_at(sources: &Sources, place: &Place) -> Option<String> {
    let room = Arena::for_sources(sources);
    let parts = Parts::read(sources, &room);
    let found = parts.lookup(&place.block)?;
    match &place.entry {
        Some(key) => found.line(key).map(|line| line.text.clone()),
        None => Some(found.lines.iter().map(|line| line.text.as_str()).collect()),
    }
}

/// The place of a span: the line that it lies in, else the block.
pub fn place_of(sources: &Sources, span: Span) -> Option<Place> {
    let room = Arena::for_sources(sources);
    let parts = Parts::read(sources, &room);
    let lies_in = |outer: Span| outer.start <= span.start && span.end <= outer.end;
    let (key, found) = parts.blocks().find(|(_, found)| lies_in(found.block.span))?;
    let line = found.lines.iter().find(|line| lies_in(line.entry.span));
    Some(Place { block: key.clone(), entry: line.map(|line| line.key.clone()) })
}

struct Merge<'a> {
    before: Parts<'a>,
    after: Parts<'a>,
    onto: Parts<'a>,
}

impl Merge<'_> {
    fn run(&self, edits: &mut Edits, conflicts: &mut Vec<Conflict>) {
        for (key, was) in self.before.blocks() {
            // A schema of no model has no datasource either; that is no change of it.
            if self.after.lookup(key).is_none() && key.keyword != Keyword::Datasource {
                self.remove_block(key, &was, edits, conflicts);
            }
        }
        let mut previous: Option<&BlockKey> = None;
        let mut positions: Vec<(&BlockKey, u32)> = Vec::new();
        for (key, is) in self.after.blocks() {
            let was = self.before.lookup(key);
            let is_datasource = key.keyword == Keyword::Datasource;
            match (&was, self.onto.lookup(key)) {
                (None, Some(_)) if is_datasource => {}
                (was, Some(own)) => {
                    self.merge_lines(key, was.as_ref(), &is, &own, edits, conflicts);
                }
                (None, None) if !is_datasource => {
                    let at = self.position(previous, &positions);
                    positions.push((key, at));
                    let text = self.after.block_text(&is);
                    edits.insert(at, format!("\n{}\n", text.trim_end()));
                }
                (Some(was), None) if !same(was, &is) => {
                    let place = Place { block: key.clone(), entry: None };
                    conflicts.push(Conflict { place, change: "changes it" });
                }
                (Some(_) | None, None) => {}
            }
            previous = Some(key);
        }
    }

    /// Where a new block goes: behind the one that it follows, else at the end.
    fn position(&self, previous: Option<&BlockKey>, positions: &[(&BlockKey, u32)]) -> u32 {
        let sources = self.onto.sources;
        let behind = |block: &Block<'_>| line_end(sources, block.span.end);
        let new = positions.iter().find(|(key, _)| previous == Some(*key));
        if let Some((_, at)) = new {
            return *at;
        }
        if let Some(found) = previous.and_then(|key| self.onto.lookup(key)) {
            return behind(found.block);
        }
        let last = self.onto.blocks().last().map(|(_, found)| behind(found.block));
        let first = || sources.iter().next().map_or(0, |(_, file)| file.text.len() as u32);
        last.unwrap_or_else(first)
    }

    fn remove_block(
        &self,
        key: &BlockKey,
        was: &Found<'_>,
        edits: &mut Edits,
        conflicts: &mut Vec<Conflict>,
    ) {
        let Some(own) = self.onto.lookup(key) else { return };
        if same(was, &own) {
            edits.remove_block(self.onto.sources, &self.onto.document, own.item);
            return;
        }
        // The lines say best what stands in the way.
        let mut found = false;
        for line in &own.lines {
            if was.line(&line.key).is_none_or(|old| old.text != line.text) {
                let place = Place { block: key.clone(), entry: Some(line.key.clone()) };
                conflicts.push(Conflict { place, change: "removes its block" });
                found = true;
            }
        }
        if !found {
            let place = Place { block: key.clone(), entry: None };
            conflicts.push(Conflict { place, change: "removes it" });
        }
    }

    fn merge_lines(
        &self,
        key: &BlockKey,
        was: Option<&Found<'_>>,
        is: &Found<'_>,
        own: &Found<'_>,
        edits: &mut Edits,
        conflicts: &mut Vec<Conflict>,
    ) {
        let mut conflict = |line: &Line<'_>, change: &'static str| {
            let place = Place { block: key.clone(), entry: Some(line.key.clone()) };
            conflicts.push(Conflict { place, change });
        };
        for old in was.into_iter().flat_map(|was| &was.lines) {
            if is.line(&old.key).is_some() {
                continue;
            }
            match own.line(&old.key) {
                Some(line) if line.text == old.text => {
                    let comments = parts::comments_above(own.block, line.entry);
                    let span = comments.map_or(line.entry.span, |above| above.to(line.entry.span));
                    edits.remove_lines(self.onto.sources, span);
                }
                Some(line) => conflict(line, "removes it"),
                None => {}
            }
        }
        let mut at = header_end(self.onto.sources, own.block);
        for new in &is.lines {
            let old = was.and_then(|was| was.line(&new.key));
            let line = own.line(&new.key);
            match (old, line) {
                (Some(old), Some(line)) if old.text == new.text || line.text == new.text => {
                    at = end_of(self.onto.sources, line);
                }
                (Some(old), Some(line)) => {
                    if old.text == line.text {
                        edits.replace(line.entry.span, self.after.sources.text(new.entry.span));
                    } else {
                        conflict(line, "changes it");
                    }
                    at = end_of(self.onto.sources, line);
                }
                (Some(old), None) => {
                    if old.text != new.text {
                        conflict(new, "changes it");
                    }
                }
                (None, Some(line)) => {
                    if line.text != new.text {
                        conflict(line, "adds it");
                    }
                    at = end_of(self.onto.sources, line);
                }
                (None, None) => {
                    let text = self.after.line_text(is.block, new);
                    edits.insert(at, text);
                }
            }
        }
    }
}

/// Whether the same lines stand in both, in whatever order.
fn same(left: &Found<'_>, right: &Found<'_>) -> bool {
    let sorted = |found: &Found<'_>| {
        let mut lines: Vec<String> = found.lines.iter().map(|line| line.text.clone()).collect();
        ordered::sort(&mut lines);
        lines
    };
    sorted(left) == sorted(right)
}

/// Behind the line that opens a block.
fn header_end(sources: &Sources, block: &Block<'_>) -> u32 {
    line_end(sources, block.name.span.end)
}

/// Behind a line and its trailing comment.
fn end_of(sources: &Sources, line: &Line<'_>) -> u32 {
    let last = line.entry.trailing().map_or(line.entry.span, |comment| comment.span);
    line_end(sources, last.end)
}

/// Where the line of a span begins and the one behind it.
fn whole_lines(sources: &Sources, span: Span) -> &str {
    sources.text(Span::new(line_start(sources, span.start), line_end(sources, span.end)))
}
