//! Formatting keeps its laws on damaged texts: twice is once, nothing that was written is lost,
//! and a valid schema means afterwards what it meant before. The damage is drawn from a fixed seed.

mod numbers;

use numbers::Numbers;
use planner_core::format::format_text;
use planner_core::planner::{self, PlanRequest};
use planner_core::schema;
use planner_core::source::Sources;

const SCHEMAS: [&str; 4] = [
    include_str!("../../examples/blog/schema.prisma"),
    include_str!("../../examples/shop/schema.prisma"),
    include_str!("../../examples/shop/steps/01.prisma"),
    include_str!("commented.prisma"),
];

/// What is put somewhere: white space, comments, line ends and pieces of the grammar.
const PIECES: [&str; 46] = [
    " ",
    "  ",
    "\t",
    "\u{a0}",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "   \n",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "@",
    "@@",
    "?",
    ",",
    ":",
    "=",
    "#",
    "\u{0}",
    "\u{202e}",
    "é",
    "\\",
    "*",
    "/",
    "//",
    "// c\n",
    "///",
    "/// d\n",
    "/*",
    "*/",
    "/**/",
    "/* a */",
    "/* a\n * b\n\n   c */\n",
    "/** a */ ",
    "} // c\n",
    "} model Z {\n",
    "model Y {",
    "\n@@index([id]) // i\n",
    "enum X {\n",
    "\n  // alone\n\n",
    "\u{feff}",
];

/// The text with a few pieces put in, taken out or moved, at any character.
fn damaged(text: &str, numbers: &mut Numbers) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(characters.len() + 1);
        let end = (at + numbers.below(12)).min(characters.len());
        match numbers.below(4) {
            0 => drop(characters.drain(at..end)),
            1 => {
                let moved: Vec<char> = characters.drain(at..end).collect();
                let to = numbers.below(characters.len() + 1);
                characters.splice(to..to, moved);
            }
            _ => {
                let piece = PIECES[numbers.below(PIECES.len())];
                characters.splice(at..at, piece.chars());
            }
        }
    }
    characters.into_iter().collect()
}

/// What must come out again, in any order: every character but white space, the stars and slashes
/// that a comment's frame is made of, and the comma behind a last argument. A byte order mark is no
/// part of the text.
fn written(text: &str) -> Vec<char> {
    let text = text.trim_start_matches('\u{feff}');
    let mut kept: Vec<char> =
        text.chars().filter(|each| !each.is_whitespace() && !"*/,".contains(*each)).collect();
    kept.sort_unstable();
    kept
}

/// The comments of a text whose strings are closed, found without the parser: each without its
/// frame and with single spaces, in any order.
fn comments(text: &str) -> Vec<String> {
    let mut comments = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['"', '/']) {
        rest = &rest[at..];
        let length = if let Some(inside) = rest.strip_prefix('"') {
            let mut escaped = false;
            let end = inside.find(|each| {
                let ends = each == '"' && !escaped;
                escaped = each == '\\' && !escaped;
                ends
            });
            1 + end.map_or(inside.len(), |end| end + 1)
        } else if rest.starts_with("//") {
            rest.find(['\n', '\r']).unwrap_or(rest.len())
        } else if let Some(inside) = rest.strip_prefix("/*") {
            inside.find("*/").map_or(rest.len(), |end| end + 4)
        } else {
            1
        };
        let comment = &rest[..length];
        if !comment.starts_with('"') && length > 1 {
            let words = comment.split(|each: char| each.is_whitespace() || "*/".contains(each));
            let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
            comments.push(words.join(" "));
        }
        rest = &rest[length..];
    }
    comments.sort_unstable();
    comments
}

fn assert_laws(text: &str) -> bool {
    let once = format_text(text);
    assert_eq!(format_text(&once), once, "twice is not once for {text:?}");
    assert_eq!(written(&once), written(text), "something is lost of {text:?} in {once:?}");
    let before = Sources::single("schema.prisma", text);
    let after = Sources::single("schema.prisma", &once);
    let valid = schema::check(&before).schema.is_some();
    if valid {
        assert_eq!(comments(&once), comments(text), "{text:?} became {once:?}");
        let request = PlanRequest { before: Some(&before), after: &after, hints: &[] };
        let planned = planner::plan(&request).map(|planned| planned.plan.steps.len());
        assert_eq!(planned.ok(), Some(0), "{text:?} became {once:?}");
    }
    valid
}

#[test]
fn damaged_schema_keeps_the_laws_of_formatting() {
    let mut numbers = Numbers(20_261_126);
    let mut valid = 0;
    assert_eq!(comments(SCHEMAS[3]).len(), 26, "the comments of commented.prisma");
    for text in SCHEMAS {
        assert!(assert_laws(text), "the schema itself is valid");
        for _ in 0..500 {
            valid += usize::from(assert_laws(&damaged(text, &mut numbers)));
        }
    }
    // Damage that no schema survives would say nothing of meaning.
    assert!(valid > 100, "{valid} valid");
}
