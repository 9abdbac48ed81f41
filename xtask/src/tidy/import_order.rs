//! planner-core's modules stand in lib.rs in the order of the flow, and each imports only from
//! those above it; so do those of its half that reads. Tests may look anywhere.

use super::tokens::{self, Token, TokenKind};
use super::{Problem, SourceText};

/// Where the two crates of planner-core stand. The one knows nothing of the other, which comes
/// behind it.
const SOURCES: [&str; 2] = ["planner-core/model/src/", "planner-core/src/"];

/// Paths that lead to a module further down.
pub fn check(core: &[SourceText]) -> Vec<Problem> {
    SOURCES.into_iter().flat_map(|sources| check_crate(core, sources)).collect()
}

fn check_crate(core: &[SourceText], sources: &str) -> Vec<Problem> {
    let core: Vec<_> = core.iter().filter(|file| file.path.starts_with(sources)).collect();
    let order = core
        .iter()
        .find(|file| file.path == format!("{sources}lib.rs"))
        .map(|lib| declared_modules(lib))
        .unwrap_or_default();
    let mut problems = Vec::new();
    if order.is_empty() {
        let message = "declares no module, so no order can be checked".to_owned();
        problems.push(Problem { path: format!("{sources}lib.rs"), line: 1, message });
    }
    for file in core.iter().filter(|file| !tokens::is_test_file(&file.path)) {
        let inside = file.path.trim_start_matches(sources);
        let home = inside.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let Some(place) = order.iter().position(|module| module == home) else {
            continue;
        };
        for (line, module) in imports(&tokens::of(file), depth(inside)) {
            let above = order.iter().position(|each| *each == module);
            if above.is_some_and(|above| above > place) {
                let message = format!(
                    "`{home}` stands above `{module}` in lib.rs and must not import from it"
                );
                problems.push(Problem { path: file.path.clone(), line, message });
            }
        }
    }
    problems
}

/// The modules that lib.rs declares, in order.
fn declared_modules(lib: &SourceText) -> Vec<String> {
    let tokens = tokens::of(lib);
    let words = tokens.windows(2).filter_map(|pair| match (&pair[0].kind, &pair[1].kind) {
        (TokenKind::Word(first), TokenKind::Word(name)) if first == "mod" => Some(name.clone()),
        _ => None,
    });
    words.collect()
}

/// How many `super` lead from a file to the crate's top.
fn depth(path_in_sources: &str) -> usize {
    let folders = path_in_sources.matches('/').count();
    if path_in_sources.ends_with("/mod.rs") { folders } else { folders + 1 }
}

/// The top-level modules that code outside tests names, with lines: those after `crate::` (a
/// braced list too) and after as many `super::` as lead to the top.
fn imports(tokens: &[Token], depth: usize) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut supers = 0;
    for (index, token) in tokens.iter().enumerate() {
        let TokenKind::Word(word) = &token.kind else {
            continue;
        };
        let continues = is_path_mark(tokens, index + 1);
        supers = if word == "super" && continues { supers + 1 } else { 0 };
        let at_top = (word == "crate" && continues) || (supers > 0 && supers == depth);
        if at_top && !token.in_tests {
            collect_names(tokens, index + 3, &mut found);
        }
    }
    found
}

fn is_path_mark(tokens: &[Token], index: usize) -> bool {
    let mark = |at: usize| matches!(tokens.get(at), Some(Token { kind: TokenKind::Mark(':'), .. }));
    mark(index) && mark(index + 1)
}

fn collect_names(tokens: &[Token], start: usize, found: &mut Vec<(usize, String)>) {
    let Some(first) = tokens.get(start) else {
        return;
    };
    match &first.kind {
        TokenKind::Word(name) => found.push((first.line, name.clone())),
        TokenKind::Open('{') => {
            let mut depth = 0;
            let mut expects_name = true;
            for token in tokens.iter().skip(start) {
                match &token.kind {
                    TokenKind::Open(_) => depth += 1,
                    TokenKind::Close(_) => depth -= 1,
                    TokenKind::Mark(',') if depth == 1 => expects_name = true,
                    TokenKind::Word(name) if depth == 1 && expects_name => {
                        found.push((token.line, name.clone()));
                        expects_name = false;
                    }
                    TokenKind::Word(_) | TokenKind::Mark(_) | TokenKind::Literal(_) => {}
                }
                if depth == 0 {
                    return;
                }
            }
        }
        TokenKind::Mark(_) | TokenKind::Literal(_) | TokenKind::Open(_) | TokenKind::Close(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_of(path: &str, text: &str) -> Vec<usize> {
        let file = |path: &str, text: &str| SourceText {
            path: format!("{}{path}", SOURCES[1]),
            text: text.to_owned(),
        };
        let lib = file("lib.rs", "pub mod source;\npub mod schema;\npub mod diff;\npub mod plan;");
        check_crate(&[lib, file(path, text)], SOURCES[1])
            .into_iter()
            .map(|problem| problem.line)
            .collect()
    }

    #[test]
    fn an_import_from_below_is_reported_wherever_it_stands() {
        assert_eq!(lines_of("diff/mod.rs", "use crate::source::A;\nuse crate::plan::B;"), [2]);
        assert_eq!(lines_of("schema/a.rs", "use crate::{\n  source::{A, B},\n  diff::C,\n};"), [3]);
        assert_eq!(lines_of("schema/a.rs", "fn a() -> crate::plan::B {}"), [1]);
        assert_eq!(lines_of("schema/a.rs", "use super::super::plan::B;"), [1]);
        assert_eq!(lines_of("schema/mod.rs", "use super::plan::B;"), [1]);
    }

    #[test]
    fn imports_from_above_from_itself_and_in_tests_are_fine() {
        assert!(lines_of("plan/a.rs", "use crate::{diff::A, schema::B, plan::C};").is_empty());
        assert!(
            lines_of("schema/a.rs", "use super::plan::B; use super::super::source;").is_empty()
        );
        assert!(
            lines_of("diff/mod.rs", "#[cfg(test)]\nmod tests { use crate::plan::B; }").is_empty()
        );
        assert!(lines_of("diff/mod.rs", "/// See [`crate::plan::B`].\nfn a() {}").is_empty());
    }

    #[test]
    fn a_missing_order_is_a_problem() {
        assert_eq!(check(&[]).len(), 2);
    }
}
