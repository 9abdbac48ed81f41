//! The review of a project -> the body of a comment on its pull request, in GitHub-flavoured Markdown:
//! a hidden mark by which a comment is found again, what stops, what to accept and how, the steps, and the
//! texts folded away. As much as a comment can hold, and no more.

use super::escape::{code, text};
use super::percent;
use super::places::{Placement, ReviewedProject};
use super::section::{Depth, migration};
use crate::review::change::{ChangeProblem, ChangeReview};

/// GitHub takes so many characters in a comment; GitLab takes more.
pub const MOST_CHARACTERS: usize = 65_536;

/// How many broken rules are named in a summary.
const MOST_PROBLEMS: usize = 40;

/// How many migrations are named where not all have room.
const MOST_MIGRATIONS: usize = 60;

/// The line by which the comment on a project is found again.
pub fn marker(placement: &Placement) -> String {
    // `--` would end the comment of HTML early.
    format!("<!-- comon-review:{} -->", percent::encode(&placement.schema, b"/"))
}

/// The body of the comment: the deepest one that fits.
pub fn render(project: &ReviewedProject<'_>) -> String {
    let mut body = String::new();
    for depth in Depth::ALL {
        body = at_depth(project, depth);
        if body.chars().map(char::len_utf16).sum::<usize>() < MOST_CHARACTERS {
            break;
        }
    }
    body
}

fn at_depth(project: &ReviewedProject<'_>, depth: Depth) -> String {
    let ReviewedProject { placement, change } = project;
    let mut body = format!("{}\n## {}\n\n", marker(placement), title(change));
    body.push_str(&scope(placement, change));
    if depth != Depth::Full {
        body.push_str(
            "\n> This is a summary: the whole review is longer than a comment can be. `comon review` \
             shows all of it.\n",
        );
    }
    problems(&mut body, project, depth);
    let shown = if depth == Depth::Names { MOST_MIGRATIONS } else { usize::MAX };
    for review in change.reviews.iter().take(shown) {
        migration(&mut body, placement, review, depth);
    }
    let more = change.reviews.len().saturating_sub(shown);
    if more > 0 {
        body.push_str(&format!(
            "\n… and {}.\n",
            counted(more, "migration more", "migrations more")
        ));
    }
    notes(&mut body, change);
    footer(&mut body, project);
    body
}

fn title(change: &ChangeReview) -> String {
    let gating: usize = change.reviews.iter().map(|review| review.gating.len()).sum();
    let unfit: usize = change.reviews.iter().map(|review| review.integrity.len()).sum();
    let broken = change.problems.len() + unfit;
    let mut parts = Vec::new();
    if broken > 0 {
        parts.push(counted(broken, "rule broken", "rules broken"));
    }
    if gating > 0 {
        parts.push(counted(gating, "warning to accept", "warnings to accept"));
    }
    match (change.reviews.is_empty(), parts.is_empty()) {
        (true, true) => "Migration review: no migration".to_owned(),
        (false, true) => "✅ Migration review: nothing to accept".to_owned(),
        (_, false) if broken > 0 => format!("❌ Migration review: {}", parts.join(", ")),
        (_, false) => format!("⚠️ Migration review: {}", parts.join(", ")),
    }
}

/// What was reviewed, one paragraph.
fn scope(placement: &Placement, change: &ChangeReview) -> String {
    let mut words = match change.reviews.as_slice() {
        [] => "No new migration".to_owned(),
        [one] => format!("1 migration, {}", code(&one.name)),
        several => format!("{} migrations", several.len()),
    };
    if !placement.schema.is_empty() {
        words.push_str(&format!(" of {}", code(&placement.schema)));
    }
    if let Some(base) = &placement.base {
        words.push_str(&format!(", since {}", code(base)));
    }
    if let Some(head) = &placement.head {
        words.push_str(&format!(", at commit {}", code(head)));
    }
    format!("{words}.\n")
}

/// The rules that the change breaks, before all else.
fn problems(body: &mut String, project: &ReviewedProject<'_>, depth: Depth) {
    let ReviewedProject { placement, change } = project;
    if change.problems.is_empty() {
        return;
    }
    body.push_str("\n### Rules broken\n\n");
    let shown = if depth == Depth::Full { usize::MAX } else { MOST_PROBLEMS };
    for problem in change.problems.iter().take(shown) {
        body.push_str(&one_problem(placement, problem));
    }
    let more = change.problems.len().saturating_sub(shown);
    if more > 0 {
        body.push_str(&format!("- … and {more} more\n"));
    }
}

fn one_problem(placement: &Placement, problem: &ChangeProblem) -> String {
    let spot = placement.of_problem(problem);
    let place = match (placement.url(&spot), &problem.file) {
        (Some(url), Some(file)) => format!(" ([{}]({url}))", text(file)),
        (None, Some(file)) => format!(" ({})", code(file)),
        (_, None) => String::new(),
    };
    format!("- **{}**: {}{place}<br>{}\n", problem.code, text(&problem.message), text(problem.help))
}

/// What is worth knowing of the project.
fn notes(body: &mut String, change: &ChangeReview) {
    if change.notes.is_empty() {
        return;
    }
    body.push_str("\n### Worth knowing\n\n");
    for note in &change.notes {
        body.push_str(&format!("- {}\n", text(&note.message)));
    }
}

fn footer(body: &mut String, project: &ReviewedProject<'_>) {
    let ReviewedProject { placement, change } = project;
    if change.reviews.iter().any(|review| !review.gating.is_empty()) {
        body.push_str(
            "\n<sub>Accept a warning when deploying, with its flag behind `comon migrate deploy`; or in \
             the files, with `comon migrate accept`, where the project takes that.</sub>\n",
        );
    }
    if let Some(head) = &placement.head {
        body.push_str(&format!(
            "\n<sub>comon reviewed commit {}. This comment is rewritten with each push.</sub>\n",
            code(head)
        ));
    }
}

/// `1 warning`, `2 warnings`.
pub(super) fn counted(number: usize, one: &str, several: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {several}"),
    }
}
