//! A line of warnings.txt -> the rule and the subject that it speaks of, by the wordings that
//! are a contract. Needed where the running planner does not find the line itself: it was added
//! by `seal`, or written by another version or by comon_orm. Pure.

/// A rule's wording: what stands before the subject, and what follows it.
struct Wording {
    rule: &'static str,
    before: &'static str,
    after: &'static str,
}

const fn wording(rule: &'static str, before: &'static str, after: &'static str) -> Wording {
    Wording { rule, before, after }
}

/// The longer beginnings first where one begins like another.
const WORDINGS: [Wording; 13] = [
    wording("drop-column", "Potential data loss: dropping column ", "."),
    wording("drop-table", "Potential data loss: dropping table ", "."),
    wording("remove-enum-value", "Potential data loss: enum ", " removes "),
    wording("narrow-column-type", "Potential data loss: changing column ", " from "),
    wording("recreate-column", "Potential data loss: column ", " must be dropped and recreated"),
    wording("rebuild-table", "Potential rebuild: SQLite table ", " must be recreated"),
    wording("require-column", "Potential failure: making column ", " required"),
    wording("add-required-column", "Potential failure: adding required column ", " without"),
    wording("add-unique", "Potential failure: unique index ", " fails"),
    wording("add-foreign-key", "Potential failure: foreign key ", " fails"),
    wording("change-primary-key", "Potential failure: changing the primary key of ", " to "),
    wording("hand-edited-sql", "Potential data loss: migration.sql has ", ""),
    wording("written-data-statement", "Potential data loss: migration.sql line ", ""),
];

/// The id for a line that nobody knows. It gates like every other.
pub const UNKNOWN: &str = "unknown-warning";

/// Rule and subject of a line; the subject is empty where the line names none.
pub fn recognise(line: &str) -> (&'static str, String) {
    for each in &WORDINGS {
        let Some(rest) = line.strip_prefix(each.before) else { continue };
        let subject = match each.rule {
            "hand-edited-sql" => String::new(),
            "written-data-statement" => {
                rest.rsplit(' ').next().unwrap_or_default().trim_end_matches('.').to_owned()
            }
            _ => subject_before(rest, each.after),
        };
        return (each.rule, subject);
    }
    (UNKNOWN, String::new())
}

/// The text up to the words that follow the subject; those of a full stop at the line's end.
fn subject_before(rest: &str, after: &str) -> String {
    let end = if after == "." { rest.rfind('.') } else { rest.find(after) };
    rest.get(..end.unwrap_or(rest.len())).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contract_wordings_are_recognised() {
        let cases = [
            (
                "Potential data loss: dropping column users.legacy_code.",
                "drop-column",
                "users.legacy_code",
            ),
            ("Potential data loss: dropping table posts.", "drop-table", "posts"),
            (
                "Potential data loss: enum Role removes values guest, owner.",
                "remove-enum-value",
                "Role",
            ),
            (
                "Potential data loss: changing column users.age from BIGINT to INTEGER can lose values.",
                "narrow-column-type",
                "users.age",
            ),
            (
                "Potential data loss: column users.meta must be dropped and recreated to change from TEXT to BYTEA.",
                "recreate-column",
                "users.meta",
            ),
            (
                "Potential rebuild: SQLite table posts must be recreated to apply relation or type changes.",
                "rebuild-table",
                "posts",
            ),
            (
                "Potential data loss: migration.sql has 2 statements that the planner did not write and lacks 1 that it did.",
                "hand-edited-sql",
                "",
            ),
            (
                "Potential data loss: migration.sql line 12 deletes rows of users.",
                "written-data-statement",
                "users",
            ),
            ("The moon is full.", UNKNOWN, ""),
        ];
        for (line, rule, subject) in cases {
            assert_eq!(recognise(line), (rule, subject.to_owned()), "{line}");
        }
    }
}
