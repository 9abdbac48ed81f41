//! The review of one migration -> its part of a Markdown comment: sentence, verdict, what to accept, the
//! table of steps, and the texts folded away. Knows nothing of how long a comment may be.

use super::escape::{code, fenced, text};
use super::markdown::counted;
use super::places::{Placement, Spot};
use crate::ordered::BTreeSet;
use crate::review::model::{
    DiffLine, Hunk, LineChange, Order, Review, ReviewStep, Verdict, Warning,
};
use crate::review::sentence::listed;
use crate::safer::SaferWay;

/// How much of a migration is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Everything.
    Full,
    /// Without the texts that are folded away.
    Texts,
    /// The warnings to accept, in a line each.
    Warnings,
    /// The name, the sentence and the figures.
    Names,
}

impl Depth {
    /// From the deepest.
    pub const ALL: [Self; 4] = [Self::Full, Self::Texts, Self::Warnings, Self::Names];
}

/// How many lines of a text are worth folding away.
const MOST_LINES: usize = 600;

/// How many warnings, steps and names a summary has of one migration.
const MOST_IN_SUMMARY: usize = 25;

/// How long a text of a stranger is in a summary.
const MOST_IN_LINE: usize = 200;

/// The part of one migration.
pub fn migration(body: &mut String, placement: &Placement, review: &Review, depth: Depth) {
    let page = Page { placement, review };
    if !review.name.is_empty() {
        body.push_str(&format!("\n### {}\n", code(&review.name)));
    }
    if depth == Depth::Names {
        body.push_str(&format!("\n{}\n", text(&shortened(&review.sentence))));
        body.push_str(&format!("\n{}\n", verdict(&review.verdict, depth)));
        return;
    }
    body.push_str(&format!("\n{}\n", text(&review.sentence)));
    if depth <= Depth::Texts && review.tables.len() > 1 {
        body.push('\n');
        for table in review.tables.iter().take(MOST_IN_SUMMARY) {
            body.push_str(&format!("- {}\n", text(table)));
        }
        more(body, review.tables.len());
    }
    body.push_str(&format!("\n{}\n", verdict(&review.verdict, depth)));
    if review.order != Order::Any {
        body.push_str(&format!("\n**Order**: {}", text(review.order.explanation())));
        let named = || review.ordered_changes.iter().filter(|each| each.order != Order::Any);
        let shown: Vec<String> =
            named().map(|each| format!("{} ({})", each.change, each.order.in_words())).collect();
        if !shown.is_empty() && depth <= Depth::Texts {
            body.push_str(&format!(" Change by change: {}.", text(&listed(&shown, 5))));
        }
        body.push('\n');
    }
    integrity(body, review);
    if !review.gating.is_empty() {
        body.push_str("\n#### To accept\n");
        let shown = if depth == Depth::Full { usize::MAX } else { MOST_IN_SUMMARY };
        for warning in review.gating.iter().take(shown) {
            page.warning(body, warning, depth);
        }
        if review.gating.len() > shown {
            more(body, review.gating.len());
        }
    }
    if depth >= Depth::Warnings {
        return;
    }
    page.steps(body, depth);
    page.irrecoverable(body);
    page.notices(body, depth);
    if depth == Depth::Full {
        page.texts(body);
    }
}

/// A review with where it lies.
struct Page<'a> {
    placement: &'a Placement,
    review: &'a Review,
}

impl Page<'_> {
    fn warning(&self, body: &mut String, warning: &Warning, depth: Depth) {
        if depth >= Depth::Warnings {
            body.push_str(&format!("\n- {} ", text(&shortened(&warning.message))));
            body.push_str(&format!("{}\n", code(&warning.flag)));
            return;
        }
        body.push_str(&format!("\n**{}**", text(&warning.message)));
        let places = self.places(warning);
        if !places.is_empty() {
            body.push_str(&format!(" {places}"));
        }
        body.push_str("\n\n");
        body.push_str(&format!("- Accept with {}\n", code(&warning.flag)));
        if let Some(measured) = &warning.measured {
            for line in &measured.lines {
                body.push_str(&format!("- Measured {}: {}\n", text(&measured.at), text(line)));
            }
        }
        if !warning.why.is_empty() {
            body.push_str(&format!("- Why: {}\n", text(&warning.why)));
        }
        if !warning.instead.is_empty() {
            body.push_str(&format!("- Instead: {}\n", text(&warning.instead)));
        }
        for probe in &warning.probes {
            body.push_str(&format!(
                "- Probe, {}; nothing is at risk where it is 0: {}\n",
                text(&probe.counts),
                code(&probe.sql)
            ));
        }
        if depth == Depth::Full {
            safer(body, &warning.safer);
        }
    }

    /// Where a warning comes from: the statements, then the lines of the schemas.
    fn places(&self, warning: &Warning) -> String {
        let Self { placement, review } = self;
        let statements = warning.lines.iter().map(|each| placement.statement(&review.name, *each));
        let schema: Vec<Spot> = match warning.declared.as_slice() {
            [] => {
                let excerpts = warning.places.iter();
                excerpts.map(|each| placement.excerpt(&review.name, each)).collect()
            }
            declared => declared.iter().map(|each| placement.declared(each)).collect(),
        };
        let spots = statements.take(3).chain(schema.into_iter().take(3));
        let links: Vec<String> = spots.filter_map(|spot| self.link(&spot)).collect();
        if links.is_empty() { String::new() } else { format!("({})", links.join(", ")) }
    }

    fn link(&self, spot: &Spot) -> Option<String> {
        let url = self.placement.url(spot)?;
        let name = spot.path.rsplit('/').next().unwrap_or_default();
        let lines = match spot.lines {
            Some(lines) if lines.last > lines.first => {
                format!(" lines {} to {}", lines.first, lines.last)
            }
            Some(lines) => format!(" line {}", lines.first),
            None => String::new(),
        };
        Some(format!("[{}{lines}]({url})", text(name)))
    }

    fn steps(&self, body: &mut String, depth: Depth) {
        let steps = &self.review.steps;
        if steps.is_empty() {
            return;
        }
        let several = steps.iter().any(|step| step.section > 0);
        body.push_str("\n#### Steps\n\n");
        let section = if several { " Transaction |" } else { "" };
        let rule = if several { " --- |" } else { "" };
        body.push_str(&format!("| # | Step |{section} Locks | Meanwhile | Undone by rollback |\n"));
        body.push_str(&format!("| --: | --- |{rule} --- | --- | --- |\n"));
        let shown = if depth == Depth::Full { usize::MAX } else { MOST_IN_SUMMARY };
        for (index, step) in steps.iter().enumerate().take(shown) {
            body.push_str(&self.step(index, step, several));
        }
        if steps.len() > shown {
            body.push_str(&format!("\n… and {} more\n", steps.len() - shown));
        }
    }

    fn step(&self, index: usize, step: &ReviewStep, several: bool) -> String {
        let number = index + 1;
        let first = step.lines.first().zip(step.lines.last());
        let lines = first.map(|(first, last)| crate::review::model::Lines {
            first: first.first,
            last: last.last,
        });
        let spot = lines.map(|lines| self.placement.statement(&self.review.name, lines));
        let number = match spot.and_then(|spot| self.placement.url(&spot)) {
            Some(url) => format!("[{number}]({url})"),
            None => number.to_string(),
        };
        let section = if several { format!(" {} |", step.section + 1) } else { String::new() };
        let locks: Vec<String> = step.locks.iter().map(|lock| text(lock)).collect();
        let undone = if step.reversible { "yes" } else { "**no**" };
        format!(
            "| {number} | {} |{section} {} | {} | {undone} |\n",
            text(&step.title),
            locks.join("<br>"),
            text(&step.work)
        )
    }

    fn irrecoverable(&self, body: &mut String) {
        if self.review.irrecoverable.is_empty() {
            return;
        }
        body.push_str("\nWhat does not come back when it is undone:\n\n");
        for each in self.review.irrecoverable.iter().take(MOST_IN_SUMMARY) {
            body.push_str(&format!("- {}\n", text(each)));
        }
        more(body, self.review.irrecoverable.len());
    }

    fn notices(&self, body: &mut String, depth: Depth) {
        let notices = &self.review.notices;
        if notices.is_empty() {
            return;
        }
        let title = counted(notices.len(), "notice", "notices");
        body.push_str(&format!("\n<details><summary>{title}</summary>\n\n"));
        let shown = if depth == Depth::Full { usize::MAX } else { MOST_IN_SUMMARY };
        for notice in notices.iter().take(shown) {
            let places = self.places(notice);
            body.push_str(&format!("- {} {}", text(&notice.message), code(&notice.rule)));
            body.push_str(if places.is_empty() { "" } else { " " });
            body.push_str(&format!("{places}\n"));
        }
        if notices.len() > shown {
            more(body, notices.len());
        }
        body.push_str("\n</details>\n");
        if depth == Depth::Full {
            // Several notices of one step have the same ways.
            let mut told = BTreeSet::new();
            let ways = notices.iter().flat_map(|notice| &notice.safer);
            let ways: Vec<SaferWay> =
                ways.filter(|way| told.insert(way.sql.clone())).cloned().collect();
            safer(body, &ways);
        }
    }

    fn texts(&self, body: &mut String) {
        let review = self.review;
        let sql: Vec<String> = review.migration_sql.lines().map(str::to_owned).collect();
        folded(body, "migration.sql", "sql", &sql);
        folded(body, "Schema", "diff", &difference(&review.schema));
        folded(
            body,
            "How migration.sql differs from what the planner writes",
            "diff",
            &difference(&review.edited),
        );
    }
}

/// The SQL that takes a risk away, folded.
fn safer(body: &mut String, ways: &[SaferWay]) {
    if ways.is_empty() {
        return;
    }
    body.push_str("\n<details><summary>Safer, in SQL</summary>\n");
    for way in ways {
        body.push_str(&format!("\n{} {}\n\n", text(&way.title), text(&way.when)));
        let lines: Vec<String> = way.sql.lines().map(str::to_owned).collect();
        body.push_str(&fenced("sql", &lines));
    }
    body.push_str("\n</details>\n");
}

fn integrity(body: &mut String, review: &Review) {
    if review.integrity.is_empty() {
        return;
    }
    body.push_str("\n**The files do not fit together**:\n\n");
    for problem in review.integrity.iter().take(MOST_IN_SUMMARY) {
        body.push_str(&format!("- **{}**: {}\n", problem.code, text(&problem.message)));
    }
    more(body, review.integrity.len());
}

/// The figures, in one line.
fn verdict(verdict: &Verdict, depth: Depth) -> String {
    let mut parts = vec![counted(verdict.statements, "statement", "statements")];
    if let Some(provider) = verdict.provider {
        parts.insert(0, provider.display_name().to_owned());
    }
    for (number, one, several) in [
        (verdict.data_loss, "data-loss warning", "data-loss warnings"),
        (verdict.failures, "failure warning", "failure warnings"),
        (verdict.rebuilds, "rebuild", "rebuilds"),
        (verdict.notices, "notice", "notices"),
    ] {
        if number > 0 {
            parts.push(counted(number, one, several));
        }
    }
    let mut words = parts.join(" · ");
    if let Some(lock) = &verdict.heaviest_lock {
        let tables = if depth == Depth::Names {
            counted(lock.tables.len(), "table", "tables")
        } else {
            text(&listed(&lock.tables, 5))
        };
        words.push_str(&format!(" · heaviest lock {} on {tables}", lock.mode));
    }
    words
}

fn folded(body: &mut String, title: &str, language: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let shown = lines.len().min(MOST_LINES);
    body.push_str(&format!("\n<details><summary>{title}</summary>\n\n"));
    body.push_str(&fenced(language, lines.get(..shown).unwrap_or_default()));
    if lines.len() > shown {
        body.push_str(&format!("\n… and {} more lines\n", lines.len() - shown));
    }
    body.push_str("\n</details>\n");
}

fn difference(hunks: &[Hunk]) -> Vec<String> {
    let all = || hunks.iter().flat_map(|hunk| &hunk.lines);
    let new = all().all(|line| line.change == LineChange::Added);
    let mark = |line: &DiffLine| format!("{}{}", line.change.mark(), line.text);
    if new {
        return all().map(mark).collect();
    }
    let hunk = |hunk: &Hunk| {
        let head = format!("@@ line {} before, {} after @@", hunk.before, hunk.after);
        std::iter::once(head).chain(hunk.lines.iter().map(mark)).collect::<Vec<_>>()
    };
    hunks.iter().flat_map(hunk).collect()
}

fn more(body: &mut String, all: usize) {
    if all > MOST_IN_SUMMARY {
        body.push_str(&format!("- … and {} more\n", all - MOST_IN_SUMMARY));
    }
}

fn shortened(words: &str) -> String {
    if words.chars().count() <= MOST_IN_LINE {
        return words.to_owned();
    }
    words.chars().take(MOST_IN_LINE).chain(['…']).collect()
}
