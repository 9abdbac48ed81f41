//! What every command needs: where the project lies, its checked schema, its database. Each step
//! is taken once and only by the commands that need it.

use crate::commands::course::PATIENCE;
use crate::commands::global::Global;
use crate::commands::held;
use crate::commands::state::Folder;
use crate::error::{Error, Result};
use crate::interrupt::Interrupt;
use crate::live;
use crate::output::{Terminal, terminal};
use crate::project::{Project, resolve_url};
use crate::session::{
    Access, Attendance, DEFAULT_LIMITS, Limits, Missing, PROBE_LIMIT, Session, Wait,
};
use crate::target::Target;
use planner_core::diagnostic::view::Places;
use planner_core::diagnostic::{Diagnostic, Frames, Severity};
use planner_core::schema;
use planner_core::schema::model::Schema;
use planner_core::settings::Timeouts;
use planner_core::source::Sources;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::OnceLock;

/// The flags of the run and its ways to speak and to be stopped.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Flags that every command takes.
    pub global: &'a Global,
    /// How to speak.
    pub terminal: &'a Terminal,
    /// How to be stopped.
    pub interrupt: &'a Interrupt,
    /// How long things may take: what the configuration says, once it is read.
    pub timeouts: &'a OnceLock<Timeouts>,
}

/// A project with its checked schema and the database that it is for.
#[derive(Debug)]
pub struct Opened {
    /// Where it lies, and its configuration.
    pub project: Project,
    /// Its schema.
    pub schema: Schema,
    /// Its database.
    pub target: Target,
    /// What part of the database it looks at.
    pub look: live::Scope,
}

impl Opened {
    /// The migrations folder, read and verified.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn folder(&self) -> Result<Folder> {
        let folder = Folder::read(&self.project.migrations_path(), self.target.provider())?;
        Ok(folder.named_as(&self.project.config.levels.naming))
    }
}

impl Context<'_> {
    /// Finds the project and what its schema and the flags name; nothing is connected to.
    ///
    /// # Errors
    ///
    /// Those of [`Context::project`], [`Context::schema`] and [`Context::target`].
    pub fn open(&self) -> Result<Opened> {
        let project = self.project()?;
        let schema = self.schema(&project)?;
        let target = self.target(&project, &schema)?;
        self.refuse_missing_folder(&project)?;
        let look = scope(&project, &schema);
        Ok(Opened { project, schema, target, look })
    }

    /// A folder that was named and is not there is a mistake, and not a project without migrations.
    fn refuse_missing_folder(&self, project: &Project) -> Result<()> {
        if self.global.places().migrations.is_none() || project.migrations_path().exists() {
            return Ok(());
        }
        let folder = project.migrations.display();
        let message = format!("The migrations folder {folder} does not exist.");
        Err(Error::invalid("missing-migrations", message).help(
            "Correct --migrations; comon migrate dev makes the folder with its first migration.",
        ))
    }

    /// Finds schema, migrations folder and configuration.
    ///
    /// # Errors
    ///
    /// There is none, or it cannot be read.
    pub fn project(&self) -> Result<Project> {
        let project = Project::find(&self.global.places(), &working_directory()?)?;
        let _ = self.timeouts.set(project.config.timeouts);
        Ok(project)
    }

    /// How long to wait for another run's deploy lock, unless a flag says otherwise.
    pub fn patience(&self) -> Wait {
        let configured = self.timeouts.get().and_then(|timeouts| timeouts.wait);
        configured.map_or(PATIENCE, Wait::For)
    }

    /// The schema, where it has no error.
    ///
    /// # Errors
    ///
    /// All of its errors, each with its frame.
    pub fn schema(&self, project: &Project) -> Result<Schema> {
        let checked = schema::check(&project.sources);
        match checked.schema {
            Some(schema) => Ok(schema),
            None => Err(schema_error(&checked.diagnostics, &project.shown_sources())),
        }
    }

    /// The database that the schema's datasource and the flags name.
    ///
    /// # Errors
    ///
    /// There is no URL, or it cannot be understood.
    pub fn target(&self, project: &Project, schema: &Schema) -> Result<Target> {
        let url = resolve_url(&self.global.database(), Some(&schema.datasource), project)?;
        let target = url.target(schema.datasource.provider, project)?;
        let (target, note) = target.among_listed(&schema.datasource.schemas);
        if let Some(note) = note {
            self.terminal.note(&note);
        }
        Ok(target)
    }

    /// Connects, and names the target as the first line of output.
    ///
    /// # Errors
    ///
    /// The database cannot be reached or used.
    pub async fn connect(
        &self,
        target: &Target,
        access: Access,
        missing: Missing,
    ) -> Result<Session> {
        self.terminal.target(&target.line());
        let connected = Session::connect(target, access, missing).await;
        let mut session = connected.map_err(|error| held::explain(error, target))?;
        session.attend(Attendance::new(terminal::note, self.interrupt));
        let timeouts = self.timeouts.get().copied().unwrap_or_default();
        let limits = Limits {
            lock: timeouts.lock.or(DEFAULT_LIMITS.lock),
            statement: timeouts.statement.or(DEFAULT_LIMITS.statement),
        };
        session.configure(limits, timeouts.probe.unwrap_or(PROBE_LIMIT)).await?;
        Ok(session)
    }
}

/// Where the command runs.
///
/// # Errors
///
/// The folder is gone.
pub fn working_directory() -> Result<PathBuf> {
    std::env::current_dir().map_err(|error| {
        Error::failed("no-directory", format!("The working directory is gone: {error}."))
    })
}

/// What part of a database the project looks at.
pub fn scope(project: &Project, schema: &Schema) -> live::Scope {
    live::Scope {
        namespaces: schema.datasource.schemas.clone(),
        external: project.config.external.clone(),
        only: None,
    }
}

/// All errors of a schema as one error; exit code 2.
pub fn schema_error(diagnostics: &[Diagnostic], sources: &Sources) -> Error {
    let errors: Vec<&Diagnostic> =
        diagnostics.iter().filter(|each| each.severity != Severity::Warning).collect();
    let message = match errors.len() {
        1 => "The schema has 1 error.".to_owned(),
        count => format!("The schema has {count} errors."),
    };
    let frames = Frames::new(sources, terminal::colour_on_stdout());
    let error = Error {
        diagnostics: Some(Box::new(diagnostic_values(diagnostics, sources))),
        ..Error::invalid("invalid-schema", message)
    };
    errors
        .iter()
        .map(|each| frames.render(each))
        .fold(error, |error, frame| error.detail(frame.trim_end()))
        .help("Correct the schema; comon check shows its problems at any time.")
}

/// Diagnostics as `--json` shows them; docs/diagnostics.md says how.
pub fn diagnostic_values(diagnostics: &[Diagnostic], sources: &Sources) -> Value {
    serde_json::to_value(Places::new(sources).views(diagnostics)).unwrap_or_default()
}
