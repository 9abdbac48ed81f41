//! A package-lock.json pins versions and checksums; where to download is the machine's affair.

use super::{Problem, SourceText};

/// Lines that name an address.
pub fn check(locks: &[SourceText]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in locks {
        for (index, line) in file.text.lines().enumerate() {
            if line.trim_start().starts_with("\"resolved\"") {
                let message = "names a download address: install again with the .npmrc beside it";
                let path = file.path.clone();
                problems.push(Problem { path, line: index + 1, message: message.to_owned() });
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_address_is_reported() {
        let lock = |text: &str| SourceText {
            path: "a/package-lock.json".to_owned(),
            text: text.to_owned(),
        };
        assert_eq!(check(&[lock("{\n  \"resolved\": \"https://example.org/a.tgz\"\n}")]).len(), 1);
        assert_eq!(check(&[lock("{\n  \"version\": \"1.0.0\"\n}")]), []);
    }
}
