//! Two verdicts on one schema: comon's and that of Prisma 6.19, which decides. In: files. Out: what
//! each says, whether they agree, and whether a disagreement is one of those that are listed in
//! `tests/probes/disagreements.tsv`, each with its reason.

use crate::oracle::{self, Oracle, Version};
use crate::probe;
use planner_core::diagnostic::{self, Diagnostic, Severity};
use planner_core::planner;
use planner_core::schema;
use planner_core::source::{LineIndex, SourceFile, Sources};
use std::fs;

/// What comon says of a schema.
#[derive(Debug, Clone)]
pub struct Ours {
    /// The files.
    pub sources: Sources,
    /// Everything that `check` shows.
    pub diagnostics: Vec<Diagnostic>,
}

/// Asks comon, as `check` does.
pub fn ours(files: &[(String, String)]) -> Ours {
    let file =
        |(path, text): &(String, String)| SourceFile { path: path.clone(), text: text.clone() };
    let sources = Sources::new(files.iter().map(file).collect());
    let diagnostics = planner::problems(&sources);
    let refused = diagnostics.iter().any(|each| each.severity == Severity::Error);
    let without_schema = schema::check(&sources).schema.is_none();
    assert_eq!(refused, without_schema, "a schema is refused where a problem says why");
    Ours { sources, diagnostics }
}

impl Ours {
    /// Whether the schema can be used; what only migrating refuses does not count.
    pub fn accepts(&self) -> bool {
        self.errors().next().is_none()
    }

    fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|each| each.severity == Severity::Error)
    }

    /// Severity, place and id of each problem, as the probes record them.
    pub fn lines(&self, datasource: &str) -> Vec<String> {
        let word = if self.accepts() { "accepted" } else { "refused" };
        let mut lines = vec![format!("--- {datasource}: {word}")];
        for each in &self.diagnostics {
            let place = self.sources.place(each.span);
            let file = self.sources.file(place.file).expect("its file");
            let place = LineIndex::new(&file.text).position(place.start);
            let path = match file.path.as_str() {
                "schema.prisma" => String::new(),
                path => format!("{path}:"),
            };
            let severity = match each.severity {
                Severity::Error => "error",
                Severity::Unplannable => "unplannable",
                Severity::Warning => "warning",
            };
            let (line, column) = (place.line, place.column);
            lines.push(format!("---   {severity} {path}{line}:{column} {}", each.id));
        }
        lines
    }

    /// The problems as people see them.
    pub fn frames(&self) -> String {
        let frames =
            self.diagnostics.iter().map(|each| diagnostic::render(each, &self.sources, false));
        frames.collect::<Vec<_>>().join("\n")
    }
}

/// Asks Prisma 6.19.
pub fn theirs(oracle: &mut Oracle, files: &[(String, String)]) -> oracle::Verdict {
    let adapted: Vec<(&str, String)> =
        files.iter().map(|(name, text)| (name.as_str(), Version::Six.adapted(text))).collect();
    let files: Vec<(&str, &str)> =
        adapted.iter().map(|(name, text)| (*name, text.as_str())).collect();
    oracle.validate(Version::Six, &files)
}

/// Who of the two says no where the other says yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refuser {
    /// comon.
    Comon,
    /// Prisma 6.19.
    Prisma,
}

/// A disagreement, with every reason that the refusing side gives.
#[derive(Debug, Clone)]
pub struct Disagreement {
    /// Who refuses.
    pub refuser: Refuser,
    /// Our ids, or Prisma's words.
    pub reasons: Vec<String>,
}

/// The disagreement of two verdicts, where there is one.
pub fn compare(ours: &Ours, theirs: &oracle::Verdict) -> Option<Disagreement> {
    match (ours.accepts(), theirs.accepts()) {
        (true, true) | (false, false) => None,
        (false, true) => Some(Disagreement {
            refuser: Refuser::Comon,
            reasons: ours.errors().map(|each| each.id.to_owned()).collect(),
        }),
        (true, false) => Some(Disagreement {
            refuser: Refuser::Prisma,
            reasons: theirs
                .errors
                .iter()
                .map(|each| each.text.clone())
                .chain(theirs.panic.iter().map(|text| format!("panic: {text}")))
                .collect(),
        }),
    }
}

/// One kind of disagreement that stands.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Who refuses.
    pub refuser: Refuser,
    /// Our id, or a fragment of Prisma's words.
    pub marker: String,
    /// The probes that show it.
    pub probes: Vec<String>,
    /// Why it stands.
    pub reason: String,
}

impl Listed {
    fn explains(&self, refuser: Refuser, reason: &str) -> bool {
        self.refuser == refuser
            && match refuser {
                Refuser::Comon => self.marker == reason,
                Refuser::Prisma => reason.contains(&self.marker),
            }
    }
}

/// The list: a line for each kind, of who refuses, a marker, the probes and the reason, with tabs
/// between them.
pub fn listed() -> Vec<Listed> {
    let text = fs::read_to_string(probe::folder().join("disagreements.tsv")).expect("the list");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let listed = lines.map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [refuser, marker, probes, reason] = cells[..] else { panic!("four cells: {line}") };
        Listed {
            refuser: match refuser {
                "comon" => Refuser::Comon,
                "prisma" => Refuser::Prisma,
                other => panic!("{other} refuses nothing here"),
            },
            marker: marker.to_owned(),
            probes: probes.split(' ').map(str::to_owned).collect(),
            reason: reason.to_owned(),
        }
    });
    listed.collect()
}

/// Whether the list gives a reason for all that the refusing side objects to.
pub fn is_listed(disagreement: &Disagreement, listed: &[Listed]) -> bool {
    let refuser = disagreement.refuser;
    disagreement
        .reasons
        .iter()
        .all(|reason| listed.iter().any(|each| each.explains(refuser, reason)))
}
