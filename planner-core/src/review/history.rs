//! The migrations of a base and of a head -> what the head makes of those that the base has: edited, deleted and
//! renamed ones. Knows nothing of what is new.

use super::change::{ChangeProblem, MigrationFiles, ProjectFiles, by_name, problem, sorted};
use crate::artifact::{self, ArtifactFiles};
use crate::ordered;

/// What a head takes from the history of its base, as the base has it.
#[derive(Debug, Default)]
pub(super) struct Taken<'a> {
    deleted: Vec<&'a MigrationFiles>,
    /// Each with the name that it has at the head.
    renamed: Vec<(&'a MigrationFiles, &'a str)>,
}

impl<'a> Taken<'a> {
    /// The migrations of the head in their order, those of the base under their names.
    pub fn put_back(&self, head: &'a ProjectFiles) -> Vec<&'a MigrationFiles> {
        let renamed = |name: &str| self.renamed.iter().any(|(_, is)| *is == name);
        let mut all: Vec<&MigrationFiles> =
            head.migrations.iter().filter(|each| !renamed(&each.name)).collect();
        all.extend(&self.deleted);
        all.extend(self.renamed.iter().map(|(was, _)| was));
        ordered::sort_by(&mut all, |left, right| left.name.cmp(&right.name));
        all
    }

    /// Whether the head has not got this migration of the base.
    pub fn deletes(&self, migration: &MigrationFiles) -> bool {
        self.deleted.iter().any(|each| each.name == migration.name)
    }

    /// Whether the head has not got all migrations of the base.
    pub fn deletes_any(&self) -> bool {
        !self.deleted.is_empty()
    }
}

/// What the base has may be applied somewhere: it is neither edited nor taken away.
pub(super) fn applied_history<'a>(
    base: &'a ProjectFiles,
    head: &'a ProjectFiles,
    problems: &mut Vec<ChangeProblem>,
) -> Taken<'a> {
    let (base_names, head_names) = (by_name(base), by_name(head));
    let mut new = sorted(head);
    new.retain(|each| !base_names.contains_key(each.name.as_str()));
    let mut taken = Taken::default();
    for was in sorted(base) {
        let Some(is) = head_names.get(was.name.as_str()) else {
            let renamed = new.iter().position(|each| same_statements(&each.files, &was.files));
            problems.push(match renamed.map(|at| new.remove(at)) {
                Some(is) => {
                    taken.renamed.push((was, &is.name));
                    problem(
                        "renamed-migration",
                        &is.name,
                        format!("{} becomes {}, and would be applied again.", was.name, is.name),
                        "Give it its name back.",
                    )
                }
                None => {
                    taken.deleted.push(was);
                    problem(
                        "deleted-migration",
                        &was.name,
                        format!("{} is deleted, and may be applied already.", was.name),
                        "Restore it; comon migrate revert makes a migration that takes it back.",
                    )
                }
            });
            continue;
        };
        let same = is.files == was.files || only_accepts(&was.files, &is.files);
        if is.unreadable.is_empty() && !same {
            problems.push(ChangeProblem {
                file: changed_file(&was.files, &is.files),
                ..problem(
                    "edited-migration",
                    &was.name,
                    format!("{} is edited, and may be applied already.", was.name),
                    "Restore it, and make another migration for what it lacks.",
                )
            });
        }
    }
    taken
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

/// Whether two migrations do the same between the same schemas, whatever they are called.
pub fn same_statements(left: &ArtifactFiles, right: &ArtifactFiles) -> bool {
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
