//! Damaged schemas: whatever the text, reading, formatting, checking and planning end with an
//! answer and never panic, and the same text gets the same answer twice. The damage is drawn from
//! a fixed seed.

mod numbers;

use numbers::Numbers;
use planner_core::format;
use planner_core::planner::{self, PlanRequest};
use planner_core::schema;
use planner_core::source::Sources;

const SCHEMAS: [&str; 3] = [
    include_str!("../../examples/blog/schema.prisma"),
    include_str!("../../examples/shop/schema.prisma"),
    include_str!("../../examples/shop/steps/01.prisma"),
];

/// Pieces that the grammar gives a meaning to, and some that it does not.
const PIECES: [&str; 16] = [
    "{", "}", "(", ")", "[", "]", "\"", "@", "@@", "?", "//", "/*", "\u{0}", "\u{202e}", "é", "\\u",
];

/// The text with one to three pieces of it cut, doubled, moved or replaced.
fn damaged(text: &str, numbers: &mut Numbers) -> String {
    let mut pieces: Vec<String> = text.split_inclusive([' ', '\n']).map(str::to_owned).collect();
    for _ in 0..=numbers.below(3) {
        let at = numbers.below(pieces.len());
        match numbers.below(5) {
            0 => drop(pieces.remove(at)),
            1 => pieces.truncate(at + 1),
            2 => {
                let to = numbers.below(pieces.len());
                pieces.swap(at, to);
            }
            3 => pieces.insert(at, PIECES[numbers.below(PIECES.len())].to_owned()),
            _ => pieces.insert(at, pieces[at].clone()),
        }
        if pieces.is_empty() {
            break;
        }
    }
    pieces.concat()
}

#[test]
fn damaged_schema_gets_an_answer_and_the_same_one_twice() {
    let mut numbers = Numbers(20_261_123);
    let (mut valid, mut invalid) = (0, 0);
    for text in SCHEMAS {
        let before = Sources::single("schema.prisma", text);
        assert!(schema::check(&before).schema.is_some(), "the schema itself is valid");
        for _ in 0..400 {
            let after = Sources::single("schema.prisma", &damaged(text, &mut numbers));
            let checked = schema::check(&after);
            assert_eq!(checked, schema::check(&after));
            match checked.schema {
                Some(_) => valid += 1,
                None => invalid += 1,
            }
            for (_, file) in after.iter() {
                assert_eq!(format::format_text(&file.text), format::format_text(&file.text));
            }
            let plan = || {
                let request = PlanRequest { before: Some(&before), after: &after, hints: &[] };
                planner::plan(&request).map(|planned| planned.migration_sql).ok()
            };
            assert_eq!(plan(), plan());
        }
    }
    // Damage that no schema survives, or that every schema survives, would prove nothing.
    assert!(valid > 50 && invalid > 200, "{valid} valid, {invalid} invalid");
}
