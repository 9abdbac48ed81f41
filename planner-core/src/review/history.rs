//! The migrations of a base and of a head -> what the head makes of those that the base has: edited, deleted and
//! renamed ones. Knows nothing of what is new.

use super::change::{ChangeProblem, MigrationFiles, ProjectFiles, problem, sorted};
use crate::artifact::{self, ArtifactFiles};
use foldhash::HashMap;

/// What the base has may be applied somewhere: it is neither edited nor taken away.
pub(super) fn applied_history(
    base: &ProjectFiles,
    head_names: &HashMap<&str, &MigrationFiles>,
    new: &[&MigrationFiles],
    problems: &mut Vec<ChangeProblem>,
) {
    for was in sorted(base) {
        match head_names.get(was.name.as_str()) {
            Some(is) if !is.unreadable.is_empty() => {}
            Some(is) if is.files == was.files || only_accepts(&was.files, &is.files) => {}
            Some(is) => problems.push(ChangeProblem {
                file: changed_file(&was.files, &is.files),
                ..problem(
                    "edited-migration",
                    &was.name,
                    format!("{} is edited, and may be applied already.", was.name),
                    "Restore it, and make another migration for what it lacks.",
                )
            }),
            None => match new.iter().find(|each| same_statements(&each.files, &was.files)) {
                Some(renamed) => problems.push(problem(
                    "renamed-migration",
                    &renamed.name,
                    format!("{} becomes {}, and would be applied again.", was.name, renamed.name),
                    "Give it its name back.",
                )),
                None => problems.push(problem(
                    "deleted-migration",
                    &was.name,
                    format!("{} is deleted, and may be applied already.", was.name),
                    "Restore it; comon migrate revert makes a migration that takes it back.",
                )),
            },
        }
    }
}

/// Whether nothing differs but line ends, which every reader takes for the same, and the warnings that
/// people accepted: those lines of metadata.txt are no part of what was sealed, and come after the
/// migration was written.
fn only_accepts(was: &ArtifactFiles, is: &ArtifactFiles) -> bool {
    let without = |files: &ArtifactFiles| {
        let mut normal = ArtifactFiles::default();
        for (name, bytes) in files.present() {
            normal.set(name, with_plain_line_ends(bytes));
        }
        let metadata = normal.metadata.take().unwrap_or_default();
        let lines = metadata.split_inclusive(|byte| *byte == b'\n');
        let kept = lines.filter(|line| !line.starts_with(b"accept."));
        normal.metadata = Some(kept.flatten().copied().collect());
        normal
    };
    without(was) == without(is)
}

/// `\r\n` as `\n`: a checkout on Windows.
fn with_plain_line_ends(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'\r' || rest.peek() != Some(&b'\n') {
            plain.push(byte);
        }
    }
    plain
}

fn same_statements(left: &ArtifactFiles, right: &ArtifactFiles) -> bool {
    let same = |left: &Option<Vec<u8>>, right: &Option<Vec<u8>>| {
        left.as_deref().map(with_plain_line_ends) == right.as_deref().map(with_plain_line_ends)
    };
    left.migration_sql.is_some()
        && same(&left.migration_sql, &right.migration_sql)
        && same(&left.before_schema, &right.before_schema)
        && same(&left.after_schema, &right.after_schema)
}

/// The first file that differs.
fn changed_file(was: &ArtifactFiles, is: &ArtifactFiles) -> Option<String> {
    let differs = |name: &&&str| {
        let find = |files: &ArtifactFiles| {
            let found = files.present().find(|(own, _)| own == *name);
            found.map(|(_, bytes)| with_plain_line_ends(bytes))
        };
        find(was) != find(is)
    };
    artifact::files::FILE_NAMES.iter().find(differs).map(|name| (*name).to_owned())
}
