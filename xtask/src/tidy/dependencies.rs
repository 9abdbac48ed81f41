//! planner-core runs in a page: nothing below it may bring a runtime, a driver or the operating
//! system's clock and randomness.

use super::Problem;

const FORBIDDEN: [&str; 12] = [
    "tokio",
    "sqlx",
    "sqlx-core",
    "async-std",
    "smol",
    "mio",
    "reqwest",
    "hyper",
    "rand",
    "getrandom",
    "chrono",
    "time",
];

/// Forbidden packages in the output of `cargo tree --prefix none --format {p}`.
pub fn check(tree: &str) -> Vec<Problem> {
    let problem =
        |message: String| Problem { path: "planner-core/Cargo.toml".to_owned(), line: 1, message };
    let packages: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    if !packages.contains(&"planner-core") {
        return vec![problem("its dependency tree could not be read".to_owned())];
    }
    let forbidden = FORBIDDEN.iter().filter(|name| packages.contains(name));
    forbidden
        .map(|name| problem(format!("depends on `{name}`, which a page cannot hold")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runtime_and_an_unreadable_tree_are_reported() {
        assert_eq!(check("planner-core v0.1.0 (/x)\nnom v8.0.0\ntokio v1.54.1").len(), 1);
        assert_eq!(check("planner-core v0.1.0 (/x)\nnom v8.0.0"), []);
        assert_eq!(check("").len(), 1);
    }
}
