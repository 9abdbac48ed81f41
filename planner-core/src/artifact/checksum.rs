//! The two digests of a migration: the checksum that comon_orm shares and history rows hold, and
//! the seal over every byte that was reviewed.

use crate::provider::Provider;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// What the checksum covers, in the order in which it is hashed.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChecksumInput<'a> {
    /// The database that the migration is for.
    pub provider: Provider,
    /// Text of before.prisma.
    pub before_schema: &'a str,
    /// Text of after.prisma.
    pub after_schema: &'a str,
    /// Text of migration.sql.
    pub migration_sql: &'a str,
    /// The lines of warnings.txt, trimmed, without empty ones.
    pub warnings: &'a [String],
    /// `rebuild_required` of metadata.txt.
    pub requires_rebuild: bool,
}

/// Lower-case hexadecimal SHA-256 of the compact JSON object.
pub fn checksum(input: &ChecksumInput<'_>) -> String {
    let mut digest = Digested(Sha256::new());
    // Strings, booleans and lists of strings always have a JSON form, and nothing refuses it here.
    let _ = serde_json::to_writer(&mut digest, input);
    hexadecimal(&digest.0.finalize())
}

/// A digest of what is written to it.
struct Digested(Sha256);

impl std::io::Write for Digested {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The seal: over the texts of migration.sql, warnings.txt, before.prisma and after.prisma, each
/// after its name and length, then over all lines of metadata.txt but `seal` and `accept.*`.
pub fn seal(files: [(&str, &str); 4], metadata: &str) -> String {
    let mut digest = Sha256::new();
    for (name, text) in files {
        digest.update(format!("{name} {}\n", text.len()));
        digest.update(text);
    }
    for line in metadata.lines().filter(|line| is_sealed(line)) {
        digest.update(line);
        digest.update("\n");
    }
    hexadecimal(&digest.finalize())
}

fn is_sealed(line: &str) -> bool {
    let key = line.split('=').next().unwrap_or_default().trim();
    key != "seal" && !key.starts_with("accept.")
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_digest_of_the_compact_json() {
        let warnings = ["Potential \"x\".".to_owned(), "é\u{1}".to_owned()];
        let input = ChecksumInput {
            provider: Provider::Postgresql,
            before_schema: "",
            after_schema: "model A {\n}\n",
            migration_sql: "SELECT '\\';\t-- é\n",
            warnings: &warnings,
            requires_rebuild: false,
        };
        let json = "{\"provider\":\"postgresql\",\"beforeSchema\":\"\",\
                    \"afterSchema\":\"model A {\\n}\\n\",\
                    \"migrationSql\":\"SELECT '\\\\';\\t-- é\\n\",\
                    \"warnings\":[\"Potential \\\"x\\\".\",\"é\\u0001\"],\
                    \"requiresRebuild\":false}";
        assert_eq!(serde_json::to_string(&input).unwrap_or_default(), json);
        assert_eq!(checksum(&input), hexadecimal(&Sha256::digest(json)));
        // Computed by `printf … | sha256sum`.
        assert_eq!(
            checksum(&ChecksumInput {
                warnings: &[],
                migration_sql: "",
                after_schema: "",
                ..input
            }),
            EMPTY_POSTGRESQL
        );
    }

    const EMPTY_POSTGRESQL: &str =
        "4c82441556cbd63a350f58a921c1d742a188146dbe8a62ee2a15fbb290c6f4da";

    #[test]
    fn the_seal_leaves_out_itself_and_what_was_accepted() {
        let files = [("a", "1"), ("b", ""), ("c", "2"), ("d", "3")];
        let sealed = seal(files, "name=x\nchecksum=y\n");
        assert_eq!(seal(files, "name=x\naccept.1=z\nchecksum=y\nseal=abc\n"), sealed);
        assert_ne!(seal(files, "name=x\nchecksum=z\n"), sealed);
        assert_ne!(seal([("a", ""), ("b", "1"), ("c", "2"), ("d", "3")], "name=x\n"), sealed);
    }
}
