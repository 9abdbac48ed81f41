//! Five files -> a verified [`Artifact`], or everything that is wrong with them.

use crate::artifact::checksum::{ChecksumInput, checksum, seal};
use crate::artifact::files::{ArtifactFiles, FILE_NAMES, MAX_FILE_BYTES};
use crate::artifact::metadata::Metadata;
use crate::artifact::render::FORMAT_VERSION;
use crate::provider::Provider;
use crate::script::{self, Script, ScriptError};

/// How comon_orm begins a migration.sql that only asks for a rebuild.
const REBUILD_NOTICE: &str = "-- Schema rebuild required to apply this migration safely.";

/// A migration, read. Its texts have `\n` line ends: they are what is hashed, shown and executed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Its name.
    pub name: String,
    /// The database that it is for; `None` where comon_orm left metadata.txt out.
    pub provider: Option<Provider>,
    /// Text of migration.sql.
    pub migration_sql: String,
    /// Lines of warnings.txt, trimmed, without empty ones.
    pub warnings: Vec<String>,
    /// The snapshot before; empty for the first migration.
    pub before_schema: String,
    /// The snapshot after.
    pub after_schema: String,
    /// metadata.txt; empty where comon_orm left it out.
    pub metadata: Metadata,
    /// Whether a table is built anew.
    pub rebuild_required: bool,
    /// Who wrote it.
    pub author: Author,
    /// migration.sql read; `None` for a rebuild notice and where the provider is not known.
    pub script: Option<Script>,
    /// Why the files are not those that were sealed; empty where they are.
    pub unsealed: Vec<ArtifactProblem>,
}

/// Who wrote a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// comon: sealed.
    Comon,
    /// comon_orm: no seal, files may be missing. `rebuild_notice`: its migration.sql is no SQL to
    /// run but the notice that a rebuild must be planned from the snapshots.
    ComonOrm {
        /// Whether it is but the notice.
        rebuild_notice: bool,
    },
}

/// What is wrong with a migration's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtifactProblem {
    /// The status code: `invalid-local-artifacts` or `artifact-not-sealed`.
    pub code: &'static str,
    /// The file that it is about.
    pub file: &'static str,
    /// The line there, from 1, where it is about one.
    pub line: Option<u32>,
    /// What is wrong, one sentence without a period.
    pub message: String,
    /// What to do, where more can be said than for the code.
    pub help: Option<String>,
}

impl ArtifactProblem {
    fn invalid(file: &'static str, message: impl Into<String>) -> Self {
        let code = "invalid-local-artifacts";
        Self { code, file, line: None, message: message.into(), help: None }
    }

    fn unsealed(file: &'static str, message: impl Into<String>) -> Self {
        Self { code: "artifact-not-sealed", ..Self::invalid(file, message) }
    }
}

impl Artifact {
    /// The checksum of the files as they are, for that database.
    pub fn checksum(&self, provider: Provider) -> String {
        checksum(&ChecksumInput {
            provider,
            before_schema: &self.before_schema,
            after_schema: &self.after_schema,
            migration_sql: &self.migration_sql,
            warnings: &self.warnings,
            requires_rebuild: self.rebuild_required,
        })
    }

    /// The same for the project's database, where its own files do not say which it is for.
    ///
    /// # Errors
    ///
    /// migration.sql cannot be read as that database's SQL.
    pub fn assuming(mut self, provider: Provider) -> Result<Self, Vec<ArtifactProblem>> {
        if self.provider.is_some() {
            return Ok(self);
        }
        self.provider = Some(provider);
        if self.author != (Author::ComonOrm { rebuild_notice: true }) {
            let script = script::parse(provider, &self.migration_sql);
            self.script = Some(script.map_err(script_problems)?);
        }
        Ok(self)
    }

    /// How many statements migration.sql has; 0 where it cannot be told.
    pub fn statement_count(&self) -> usize {
        self.script.as_ref().map_or(0, |script| script.statements().count())
    }
}

/// Reads and verifies a migration's files.
///
/// # Errors
///
/// Everything for which the files cannot be used at all. What only says that they are not those
/// that were sealed is in [`Artifact::unsealed`].
pub fn read(folder_name: &str, files: &ArtifactFiles) -> Result<Artifact, Vec<ArtifactProblem>> {
    let mut problems = Vec::new();
    let mut texts = texts(files, &mut problems);
    let metadata = match Metadata::parse(texts.metadata.as_deref().unwrap_or_default()) {
        Ok(metadata) => metadata,
        Err(lines) => {
            let invalid = |message| ArtifactProblem::invalid("metadata.txt", message);
            problems.extend(lines.into_iter().map(invalid));
            return Err(problems);
        }
    };
    let migration_sql = texts.migration_sql.take().unwrap_or_default();
    let ours = ["format_version", "planner_version", "seal"];
    let author = if ours.iter().any(|key| metadata.get(key).is_some()) {
        Author::Comon
    } else {
        Author::ComonOrm { rebuild_notice: migration_sql.starts_with(REBUILD_NOTICE) }
    };
    report_missing(files, author, &mut problems);
    report_unusable(folder_name, &metadata, author, &mut problems);
    let provider = metadata.get("provider").and_then(Provider::from_name);
    let script = match (provider, author) {
        (None, _) | (_, Author::ComonOrm { rebuild_notice: true }) => None,
        (Some(provider), _) => match script::parse(provider, &migration_sql) {
            Ok(script) => Some(script),
            Err(errors) => {
                problems.extend(script_problems(errors));
                None
            }
        },
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    let warnings = texts.warnings.as_deref().unwrap_or_default().lines().map(str::trim);
    let mut artifact = Artifact {
        name: folder_name.to_owned(),
        provider,
        warnings: warnings.filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        before_schema: texts.before_schema.take().unwrap_or_default(),
        after_schema: texts.after_schema.take().unwrap_or_default(),
        rebuild_required: match (metadata.get("rebuild_required"), author) {
            (value, Author::ComonOrm { rebuild_notice }) => value == Some("true") || rebuild_notice,
            (value, Author::Comon) => value == Some("true"),
        },
        migration_sql,
        metadata,
        author,
        script,
        unsealed: Vec::new(),
    };
    artifact.unsealed = unsealed(&artifact, &texts);
    Ok(artifact)
}

fn script_problems(errors: Vec<ScriptError>) -> Vec<ArtifactProblem> {
    let problem = |error: ScriptError| ArtifactProblem {
        line: Some(error.line),
        help: Some(error.help),
        ..ArtifactProblem::invalid("migration.sql", error.message)
    };
    errors.into_iter().map(problem).collect()
}

/// The files as texts with `\n` line ends.
struct Texts {
    migration_sql: Option<String>,
    warnings: Option<String>,
    before_schema: Option<String>,
    after_schema: Option<String>,
    metadata: Option<String>,
}

fn texts(files: &ArtifactFiles, problems: &mut Vec<ArtifactProblem>) -> Texts {
    let mut text = |file: &'static str, bytes: &Option<Vec<u8>>| {
        let bytes = bytes.as_deref()?;
        if bytes.len() > MAX_FILE_BYTES {
            let limit = MAX_FILE_BYTES / 1024 / 1024;
            problems.push(ArtifactProblem::invalid(file, format!("it is larger than {limit} MiB")));
            return None;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if text.contains('\r') => Some(text.replace("\r\n", "\n")),
            Ok(text) => Some(text.to_owned()),
            Err(error) => {
                let message = format!("it is not UTF-8 (from byte {})", error.valid_up_to());
                problems.push(ArtifactProblem::invalid(file, message));
                None
            }
        }
    };
    Texts {
        migration_sql: text("migration.sql", &files.migration_sql),
        warnings: text("warnings.txt", &files.warnings),
        before_schema: text("before.prisma", &files.before_schema),
        after_schema: text("after.prisma", &files.after_schema),
        metadata: text("metadata.txt", &files.metadata),
    }
}

fn report_missing(files: &ArtifactFiles, author: Author, problems: &mut Vec<ArtifactProblem>) {
    let present: Vec<&str> = files.present().map(|(name, _)| name).collect();
    for name in FILE_NAMES.into_iter().filter(|name| !present.contains(name)) {
        let may_be_missing = matches!(author, Author::ComonOrm { .. })
            && matches!(name, "warnings.txt" | "metadata.txt");
        if !may_be_missing {
            problems.push(ArtifactProblem::invalid(name, "it is missing"));
        }
    }
}

/// Values of metadata.txt without which the migration cannot be used.
fn report_unusable(
    folder_name: &str,
    metadata: &Metadata,
    author: Author,
    problems: &mut Vec<ArtifactProblem>,
) {
    let mut invalid = |message: String| {
        problems.push(ArtifactProblem::invalid("metadata.txt", message));
    };
    let ours = author == Author::Comon;
    match metadata.get("name") {
        Some(name) if name == folder_name => {}
        Some(name) => invalid(format!("its `name` is `{name}` and the folder is `{folder_name}`")),
        None if ours => invalid("it has no `name`".to_owned()),
        None => {}
    }
    match metadata.get("provider").map(|name| (name, Provider::from_name(name))) {
        Some((_, Some(_))) => {}
        Some((name, None)) => invalid(format!("its `provider` `{name}` is not known")),
        None if ours => invalid("it has no `provider`".to_owned()),
        None => {}
    }
    match metadata.get("rebuild_required") {
        Some("true" | "false") => {}
        Some(value) => invalid(format!("its `rebuild_required` is `{value}`, not true or false")),
        None if ours => invalid("it has no `rebuild_required`".to_owned()),
        None => {}
    }
    match metadata.get("format_version") {
        Some(version) if version.parse() == Ok(FORMAT_VERSION) => {}
        Some(version) => invalid(format!(
            "its `format_version` is `{version}`; this comon reads {FORMAT_VERSION}"
        )),
        None if ours => invalid("it has no `format_version`".to_owned()),
        None => {}
    }
}

/// Why the files are not those that were sealed.
fn unsealed(artifact: &Artifact, texts: &Texts) -> Vec<ArtifactProblem> {
    let mut problems = Vec::new();
    let metadata = &artifact.metadata;
    if let (Some(recorded), Some(provider)) = (metadata.get("checksum"), artifact.provider) {
        if recorded != artifact.checksum(provider) {
            problems.push(ArtifactProblem::unsealed(
                "metadata.txt",
                "its `checksum` is not that of the files",
            ));
        }
    } else if artifact.author == Author::Comon {
        problems.push(ArtifactProblem::unsealed("metadata.txt", "it has no `checksum`"));
    }
    if artifact.author != Author::Comon {
        return problems;
    }
    let counts = [
        ("statement_count", artifact.statement_count()),
        ("warning_count", artifact.warnings.len()),
    ];
    for (key, count) in counts {
        if metadata.get(key) != Some(count.to_string().as_str()) {
            let message = format!("its `{key}` is not {count}, which the files have");
            problems.push(ArtifactProblem::unsealed("metadata.txt", message));
        }
    }
    let files = [
        ("migration.sql", artifact.migration_sql.as_str()),
        ("warnings.txt", texts.warnings.as_deref().unwrap_or_default()),
        ("before.prisma", artifact.before_schema.as_str()),
        ("after.prisma", artifact.after_schema.as_str()),
    ];
    let lines = texts.metadata.as_deref().unwrap_or_default();
    // The line itself must be exact too: nothing else covers its bytes.
    let expected = format!("seal={}\n", seal(files, lines));
    if metadata.get("seal").is_none() {
        problems.push(ArtifactProblem::unsealed("metadata.txt", "it has no `seal`"));
    } else if !lines.split_inclusive('\n').any(|line| line == expected) {
        problems
            .push(ArtifactProblem::unsealed("metadata.txt", "its `seal` is not that of the files"));
    }
    problems
}
