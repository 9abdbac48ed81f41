//! The page shows schemas and SQL that strangers wrote: it makes text nodes, never markup, and
//! everything that it knows of the planner goes through one file and its worker.

use super::{Problem, SourceText};

const DOORS: [&str; 2] = ["web-review/src/planner.ts", "web-review/src/planner.worker.ts"];

/// Ways to make markup or code of text.
const UNSAFE: [&str; 7] = [
    "innerHTML",
    "InnerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function(",
];

/// Unsafe calls, and files other than the doors that name the wasm package.
pub fn check(page: &[SourceText]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in page.iter().filter(|file| file.path.starts_with("web-review/src/")) {
        for (index, line) in file.text.lines().enumerate() {
            let mut report = |message: String| {
                problems.push(Problem { path: file.path.clone(), line: index + 1, message });
            };
            if let Some(found) = UNSAFE.iter().find(|each| line.contains(*each)) {
                report(format!("`{found}` makes markup or code of text: make text nodes"));
            }
            let named = line.contains("planner-wasm") || line.contains("WebAssembly");
            if named && !DOORS.contains(&file.path.as_str()) {
                report(format!("only {} touches wasm", DOORS[0]));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&[SourceText { path: path.to_owned(), text: text.to_owned() }]).len()
    }

    #[test]
    fn markup_from_text_and_a_second_door_are_reported() {
        assert_eq!(found("web-review/src/view.ts", "node.innerHTML = sql;"), 1);
        assert_eq!(found("web-review/src/view.ts", "import '../../planner-wasm/pkg';"), 1);
        assert_eq!(found(DOORS[0], "import '../../planner-wasm/pkg';"), 0);
        assert_eq!(found("web-review/src/view.ts", "node.textContent = sql;"), 0);
    }
}
