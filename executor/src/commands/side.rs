//! One side of a comparison: nothing at all, a schema, a live database or a migrations folder, as
//! flags name it. Out: the database that it means, and what was learned on the way. Reads only.

use crate::commands::context::{Context, schema_error, working_directory};
use crate::commands::last_state::last_state;
use crate::commands::state::Folder;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::history::store;
use crate::live::{self, LiveDatabase, LiveExpressions};
use crate::project::{PlaceOptions, Project, find_config};
use crate::session::{Access, Missing, Session};
use crate::target::Target;
use planner_core::database::lower::lower;
use planner_core::database::model::Database;
use planner_core::diagnostic::{self, Severity};
use planner_core::provider::Provider;
use planner_core::schema::model::Schema;
use planner_core::source::Sources;
use planner_core::{dialect, schema};
use std::path::{Path, PathBuf};

/// Which of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The state to start from.
    From,
    /// The state to reach.
    To,
}

impl Which {
    /// The word of its flags.
    pub fn word(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To => "to",
        }
    }
}

/// A side as the flags name it. `None` inside is the project's own.
#[derive(Debug, Clone)]
pub enum Named {
    /// No table at all.
    Empty,
    /// A schema: a file or a folder.
    Schema(Option<PathBuf>),
    /// A database, by its URL.
    Database(Option<String>),
    /// A migrations folder: the state after its last migration.
    Migrations(Option<PathBuf>),
}

/// A side that was found, and not looked into yet.
#[derive(Debug)]
pub enum Place {
    /// No table at all.
    Empty,
    /// A schema's texts.
    Schema(Box<Project>),
    /// A database.
    Database(Box<Target>),
    /// A migrations folder: from the root of the file system, and as people write it.
    Migrations(PathBuf, String),
}

/// A side, read.
#[derive(Debug)]
pub struct Side {
    /// The database that it means.
    pub database: Database,
    /// What only a live database has.
    pub live: Option<Live>,
}

/// A live side.
#[derive(Debug)]
pub struct Live {
    /// What was read.
    pub found: LiveDatabase,
    /// What the history says of rewritten expressions.
    pub known: LiveExpressions,
    /// Whether comon_orm made tables here.
    pub inherits: bool,
    /// The connection, for what is to be measured.
    pub session: Session,
}

/// What is known of a live database before it is compared.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The configuration says what is never compared.
    pub config: &'a Config,
    /// What servers made of expressions.
    pub expressions: &'a LiveExpressions,
    /// Whether comon_orm made tables there.
    pub inherits: bool,
}

/// What both sides are read with.
#[derive(Debug, Default)]
pub struct Surroundings {
    /// `schemas` of a datasource that is at hand.
    pub listed: Vec<String>,
    /// What is never compared.
    pub config: Config,
    /// The project of the working directory, where there is one.
    project: Option<Project>,
}

impl Place {
    /// Finds the place that was named.
    ///
    /// # Errors
    ///
    /// It does not exist, or its URL cannot be understood.
    pub fn find(
        context: &Context<'_>,
        named: &Named,
        which: Which,
        folder: Option<&Path>,
    ) -> Result<Self> {
        match named {
            Named::Empty => Ok(Self::Empty),
            Named::Schema(None) => Ok(Self::Schema(Box::new(context.project()?))),
            Named::Schema(Some(path)) => {
                let options =
                    PlaceOptions { schema: Some(path.clone()), ..context.global.places() };
                let project = Project::find(&options, &working_directory()?);
                let flag = format!("--{}-schema", which.word());
                let project = project.map_err(|error| match error.id {
                    "missing-schema" => error.help(format!("Correct {flag}.")),
                    _ => error,
                })?;
                Ok(Self::Schema(Box::new(project)))
            }
            Named::Database(None) => {
                let project = context.project()?;
                let schema = context.schema(&project)?;
                Ok(Self::Database(Box::new(context.target(&project, &schema)?)))
            }
            Named::Database(Some(url)) => {
                let here = working_directory()?;
                let project = context.project().ok();
                let beside = project.as_ref().map(Project::folder_path);
                let folder = folder.map(|folder| here.join(folder)).or(beside).unwrap_or(here);
                let target = Target::parse(provider_of_url(url), url, &folder);
                let flag = format!("The URL comes from --{}-database.", which.word());
                Ok(Self::Database(Box::new(target.map_err(|error| error.detail(flag))?)))
            }
            Named::Migrations(None) => {
                let project = context.project()?;
                let shown = project.migrations.display().to_string();
                Ok(Self::Migrations(project.migrations_path(), shown))
            }
            Named::Migrations(Some(path)) => {
                let whole = working_directory()?.join(path);
                if !whole.is_dir() {
                    return Err(Error::invalid(
                        "missing-migrations",
                        format!("The migrations folder {} does not exist.", path.display()),
                    )
                    .help(format!("Correct --{}-migrations.", which.word())));
                }
                Ok(Self::Migrations(whole, path.display().to_string()))
            }
        }
    }

    /// What people read of it; never a password.
    pub fn describe(&self) -> String {
        match self {
            Self::Empty => "the empty database".to_owned(),
            Self::Schema(project) => format!("schema {}", project.schema.display()),
            Self::Database(target) => target.line(),
            Self::Migrations(_, shown) => format!("migrations {shown}"),
        }
    }

    /// The kind of the place, for JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Schema(_) => "schema",
            Self::Database(_) => "database",
            Self::Migrations(..) => "migrations",
        }
    }

    /// The provider, as far as it says so itself.
    pub fn provider(&self) -> Option<Provider> {
        match self {
            Self::Empty => None,
            // What cannot be read is told when the side is.
            Self::Migrations(path, _) => {
                let folder = Folder::read(path, Provider::Postgresql).ok()?;
                let mut latest = folder.reviewed.values().rev();
                latest.find_map(|each| Provider::from_name(each.artifact.metadata.get("provider")?))
            }
            Self::Schema(project) => {
                let checked = schema::check_snapshot(&project.sources, None);
                checked.schema.map(|schema| schema.datasource.provider)
            }
            Self::Database(target) => Some(target.provider()),
        }
    }

    /// The folder that relative SQLite paths start from: that of a schema's datasource.
    pub fn folder(&self) -> Option<PathBuf> {
        match self {
            Self::Schema(project) => Some(project.folder_path()),
            Self::Empty | Self::Database(_) | Self::Migrations(..) => None,
        }
    }
}

impl Live {
    /// What is known of it before it is compared.
    pub fn known_with<'a>(&'a self, config: &'a Config) -> Known<'a> {
        Known { config, expressions: &self.known, inherits: self.inherits }
    }
}

impl Surroundings {
    /// What the two places and the working directory say.
    ///
    /// # Errors
    ///
    /// The configuration cannot be read.
    pub fn of(context: &Context<'_>, places: [&Place; 2]) -> Result<Self> {
        let mut schemas = places.into_iter().filter_map(|place| match place {
            Place::Schema(project) => Some(project.as_ref()),
            Place::Empty | Place::Database(_) | Place::Migrations(..) => None,
        });
        let project = schemas.next_back().cloned().or_else(|| context.project().ok());
        let config = match &project {
            Some(project) => project.config.clone(),
            None => {
                find_config(context.global.config.as_deref(), &working_directory()?, Path::new(""))?
            }
        };
        let read = |project: &Project| schema::check_snapshot(&project.sources, None).schema;
        let schema = project.as_ref().and_then(read);
        let listed = schema.map(|schema| schema.datasource.schemas).unwrap_or_default();
        Ok(Self { listed, config, project })
    }

    /// The provider of the project, where nothing else says one.
    pub fn provider(&self) -> Option<Provider> {
        let project = self.project.as_ref()?;
        Place::Schema(Box::new(project.clone())).provider()
    }

    /// What part of a live database counts.
    pub fn look(&self) -> live::Scope {
        live::Scope {
            namespaces: self.listed.clone(),
            external: self.config.external.clone(),
            only: None,
        }
    }
}

impl Side {
    /// Reads the place. `assumed` is the provider where the place does not say one.
    ///
    /// # Errors
    ///
    /// The schema or the migrations cannot be used, or the database cannot be reached.
    pub async fn read(
        place: &Place,
        which: Which,
        assumed: Provider,
        surroundings: &Surroundings,
    ) -> Result<Self> {
        match place {
            Place::Empty => Ok(Self { database: Database::empty(assumed), live: None }),
            Place::Schema(project) => {
                let database = schema_database(&project.shown_sources(), which, assumed)?;
                Ok(Self { database, live: None })
            }
            Place::Database(target) => {
                let live = read_live(target, surroundings).await?;
                Ok(Self { database: live.found.database.clone(), live: Some(live) })
            }
            Place::Migrations(path, shown) => {
                let database = last_state(path, shown, assumed)?;
                Ok(Self { database, live: None })
            }
        }
    }
}

/// The schema's database. What is to be reached must be free of what the server would refuse.
///
/// # Errors
///
/// All that is wrong with it.
pub fn schema_database(sources: &Sources, which: Which, assumed: Provider) -> Result<Database> {
    let checked = schema::check_snapshot(sources, Some(assumed));
    let mut diagnostics = checked.diagnostics;
    let lowered = checked.schema.as_ref().map(|schema| {
        let (database, more) = lowered(schema);
        diagnostic::join(&mut diagnostics, more);
        database
    });
    let worst = |severity: Severity| diagnostics.iter().any(|each| each.severity == severity);
    let refused = worst(Severity::Error) || (which == Which::To && worst(Severity::Unplannable));
    match lowered {
        Some(database) if !refused => Ok(database),
        Some(_) | None => {
            diagnostics.retain(|each| {
                each.severity == Severity::Error
                    || (which == Which::To && each.severity == Severity::Unplannable)
            });
            Err(schema_error(&diagnostics, sources))
        }
    }
}

fn lowered(schema: &Schema) -> (Database, Vec<diagnostic::Diagnostic>) {
    lower(schema, dialect::type_system(schema.datasource.provider))
}

async fn read_live(target: &Target, surroundings: &Surroundings) -> Result<Live> {
    let (target, _) = target.clone().among_listed(&surroundings.listed);
    let mut session = Session::connect(&target, Access::Read, Missing::Refuse).await?;
    session.begin_read_only().await?;
    let read = read_all(&mut session, surroundings).await;
    session.rollback().await?;
    let (stored, found) = read?;
    let last = stored.history.last_active();
    let known = last.and_then(|row| row.ours.live_expressions.as_deref());
    Ok(Live {
        found,
        known: known.map(LiveExpressions::from_json).unwrap_or_default(),
        inherits: stored.history.has_rows_of_others(),
        session,
    })
}

async fn read_all(
    session: &mut Session,
    surroundings: &Surroundings,
) -> Result<(store::Stored, LiveDatabase)> {
    let stored = store::read(session).await?;
    let found = live::introspect(session, &surroundings.look()).await?;
    Ok((stored, found))
}

/// The provider that a URL is for; one that is for neither is told by the parser of URLs.
fn provider_of_url(url: &str) -> Provider {
    let scheme = url.trim().split(':').next().unwrap_or_default();
    if matches!(scheme, "postgres" | "postgresql") {
        Provider::Postgresql
    } else {
        Provider::Sqlite
    }
}
