//! The first line of every Rust file says what comes in, what goes out and what it knows nothing
//! of; and a file that grows past what one reads in a sitting is split by concept.

use super::{Problem, SourceText, tokens};

const LONGEST: usize = 500;

/// Files that may be longer, each with the reason.
const MAY_BE_LONGER: [(&str, &str); 1] =
    [("planner-wasm/src/types.d.ts", "written by `cargo xtask types`")];

/// Files without a head, and files that are too long.
pub fn check(rust: &[SourceText], page: &[SourceText]) -> Vec<Problem> {
    let heads = rust.iter().filter(|file| !file.text.starts_with("//! "));
    let heads = heads.map(|file| Problem {
        path: file.path.clone(),
        line: 1,
        message: "the first line has to say what the file is: `//! ...`".to_owned(),
    });
    let judged = rust.iter().chain(page).filter(|file| {
        !tokens::is_test_file(&file.path)
            && MAY_BE_LONGER.iter().all(|(path, _)| *path != file.path)
    });
    let long = judged.filter(|file| file.text.lines().count() > LONGEST).map(|file| Problem {
        path: file.path.clone(),
        line: LONGEST + 1,
        message: format!("longer than {LONGEST} lines: split it by concept"),
    });
    heads.chain(long).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&[SourceText { path: path.to_owned(), text: text.to_owned() }], &[]).len()
    }

    #[test]
    fn a_file_without_a_head_and_one_too_long_are_reported() {
        assert_eq!(found("executor/src/a.rs", "fn a() {}\n"), 1);
        let long = format!("//! Long.\n{}", "// line\n".repeat(LONGEST));
        assert_eq!(found("executor/src/a.rs", &long), 1);
        assert_eq!(found("tests/src/a.rs", &long), 0);
        assert_eq!(found("executor/src/a.rs", "//! Short.\n"), 0);
    }
}
