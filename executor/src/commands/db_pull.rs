//! `comon db pull`: the database into the schema. The database is only read; the schema's files
//! are written whole or not at all.

use crate::commands::context::{Context, schema_error, scope, working_directory};
use crate::commands::show::counted;
use crate::error::{Error, Result};
use crate::history::store;
use crate::live::pull::{Found, describe_differences, pull};
use crate::live::{self, LiveExpressions, Unmanaged, UnmanagedKind};
use crate::output::{Report, Tone};
use crate::project::{Project, new_schema_place, resolve_url};
use crate::session::{Access, Missing, Session};
use crate::target::Target;
use crate::write_file;
use planner_core::provider::Provider;
use planner_core::pull::{ChangeKind, LeftOut, Pulled, Unsayable, start};
use planner_core::schema::model::ConfigValue;
use planner_core::source::Sources;
use serde_json::{Value, json};

/// Read the database into the schema: its tables, columns, keys, indexes and enums
///
/// An existing schema keeps its order, names and comments, and whatever else the database cannot
/// know; only what differs is changed. Without a schema, --url says which database to read, and
/// a new file is written.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print the schema and write nothing
    #[arg(long)]
    print: bool,

    /// Without a schema: the PostgreSQL schemas that the new one manages, such as public,audit
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    schemas: Vec<String>,
}

/// A schema to pull into.
struct Base {
    project: Project,
    /// Whether its file does not exist yet.
    is_new: bool,
}

/// Runs the command.
///
/// # Errors
///
/// The project or the database cannot be read, the schema has errors or would have some, or a
/// file cannot be written.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let mut base = find_base(context)?;
    check_schemas(args, &base)?;
    let (found, schema) = if base.is_new {
        let (target, url) = new_target(context, &base.project)?;
        let look = live::Scope { namespaces: args.schemas.clone(), ..live::Scope::default() };
        let found = read(context, &target, &look, args.print, &base).await?;
        let text = start(&found.live.database, &url, &args.schemas);
        let path = base.project.schema.to_string_lossy().replace('\\', "/");
        base.project.sources = Sources::single(&path, &text);
        let schema = context.schema(&base.project)?;
        (found, schema)
    } else {
        let schema = context.schema(&base.project).map_err(|error| {
            error.detail("Nothing was read or written: what such a schema means cannot be kept.")
        })?;
        let target = context.target(&base.project, &schema)?;
        let look = scope(&base.project, &schema);
        (read(context, &target, &look, args.print, &base).await?, schema)
    };
    let external = &base.project.config.external;
    let pulled = pull(&base.project.sources, &schema, &found, external).map_err(unsayable)?;
    if !args.print {
        write(&base, &pulled)?;
    }
    if args.print && !context.global.json {
        let text = printed(&pulled.sources);
        context.terminal.result(&text)?;
        return Ok(Report::new(Tone::Plain, ""));
    }
    Ok(report(&base, args, &found, &pulled))
}

/// Which schemas a datasource lists is for its author to say.
fn check_schemas(args: &Args, base: &Base) -> Result<()> {
    if args.schemas.is_empty() || base.is_new {
        return Ok(());
    }
    let place = base.project.schema.display();
    Err(Error::invalid("schemas-listed-elsewhere", format!("The schema {place} exists already."))
        .help("Leave --schemas out, and list them in its datasource: schemas = [\"public\"]."))
}

fn find_base(context: &Context<'_>) -> Result<Base> {
    match context.project() {
        Ok(project) => Ok(Base { project, is_new: false }),
        Err(error) if error.id == "missing-schema" => {
            let working_directory = working_directory()?;
            let options = context.global.places();
            let place = new_schema_place(options.schema.as_deref(), &working_directory);
            let project = Project::with_new_schema(&options, &working_directory, place)?;
            Ok(Base { project, is_new: true })
        }
        Err(error) => Err(error),
    }
}

/// The database of a schema that does not exist yet, and how that will name it: a URL that may
/// hold a password never goes into a file.
fn new_target(context: &Context<'_>, project: &Project) -> Result<(Target, ConfigValue)> {
    let global = context.global;
    let url = resolve_url(&global.database(), None, project)?;
    let target = url.target(url.provider(), project)?;
    let variable = || ConfigValue::Env("DATABASE_URL".to_owned());
    let setting = match (&global.url, &global.url_env, url.provider()) {
        (Some(url), _, Provider::Sqlite) => ConfigValue::Literal(url.clone()),
        (None, Some(name), _) => ConfigValue::Env(name.clone()),
        (Some(_), _, Provider::Postgresql) | (None, None, _) => variable(),
    };
    Ok((target, setting))
}

async fn read(
    context: &Context<'_>,
    target: &Target,
    look: &live::Scope,
    print: bool,
    base: &Base,
) -> Result<Found> {
    let look = live::Scope { external: base.project.config.external.clone(), ..look.clone() };
    let mut session = if print && !context.global.json {
        // The schema alone goes to stdout.
        context.terminal.note(&target.line());
        Session::connect(target, Access::Read, Missing::Refuse).await?
    } else {
        context.connect(target, Access::Read, Missing::Refuse).await?
    };
    let found = found(&mut session, &look).await?;
    session.close().await?;
    Ok(found)
}

/// What a database holds, and what its history knows of it.
///
/// # Errors
///
/// The database refuses to read.
pub async fn found(session: &mut Session, look: &live::Scope) -> Result<Found> {
    let live = live::introspect(session, look).await?;
    let views = live::views(session, look).await?;
    let history = store::read(session).await?.history;
    let last = history.last_active().and_then(|row| row.ours.live_expressions.as_deref());
    let known = last.map(LiveExpressions::from_json).unwrap_or_default();
    Ok(Found { live, views, known, by_comon_orm: history.has_rows_of_others() })
}

/// What the database holds cannot be said; the errors point into the schema as it would be.
fn unsayable(problem: Unsayable) -> Error {
    let error = schema_error(&problem.diagnostics, &problem.sources);
    Error {
        kind: crate::error::ErrorKind::Refused,
        id: "cannot-be-said",
        message: "The database holds what the schema cannot say; nothing was written.".to_owned(),
        help: Some(
            "Leave the table out with external in comon.toml, or change it in the database."
                .to_owned(),
        ),
        ..error
    }
}

/// All files are staged before the first is put in its place.
fn write(base: &Base, pulled: &Pulled) -> Result<()> {
    let here = &base.project.working_directory;
    if base.is_new {
        let file = pulled.sources.iter().next().map(|(_, file)| file.text.as_str());
        let path = here.join(&base.project.schema);
        write_file::make_folder_of(&path)?;
        return write_file::create(&path, file.unwrap_or_default());
    }
    let shown = base.project.shown_sources();
    let pairs = base.project.sources.iter().zip(pulled.sources.iter()).zip(shown.iter());
    let mut staged = Vec::new();
    for (((_, was), (_, is)), (_, shown)) in pairs {
        if was.text != is.text {
            staged.push(write_file::stage(&here.join(&shown.path), &is.text)?);
        }
    }
    staged.into_iter().try_for_each(write_file::Staged::put_in_place)
}

fn report(base: &Base, args: &Args, found: &Found, pulled: &Pulled) -> Report {
    let unmanaged: Vec<&Unmanaged> =
        found.live.unmanaged.iter().filter(|object| is_listed(object.kind)).collect();
    let external = &base.project.config.external;
    let (differences, notices) = describe_differences(pulled, found, external);
    let mut lines = changes(base, pulled);
    lines.extend(left_out(&pulled.left_out));
    lines.extend(listed_unmanaged(&unmanaged));
    lines.extend(section("The database still differs from this schema:", &differences));
    lines.extend(section("Notices:", &notices));
    let report = Report::new(Tone::Good, verdict(base, pulled)).lines(lines).next("comon check");
    let changes = pulled.changes.iter().map(
        |change| json!({"kind": change.kind.word(), "block": change.keyword, "name": change.name}),
    );
    let report = match args.print {
        true => report.field("schema", printed(&pulled.sources)),
        false => report.field("written", !pulled.changes.is_empty() || base.is_new),
    };
    report
        .field("schemaPath", base.project.schema.to_string_lossy().into_owned())
        .field("new", base.is_new)
        .field("changes", changes.collect::<Vec<Value>>())
        .field("leftOut", pulled.left_out.iter().map(left_out_value).collect::<Vec<Value>>())
        .field("unmanaged", unmanaged.into_iter().map(unmanaged_value).collect::<Vec<Value>>())
        .field("differences", differences)
        .field("notices", notices)
}

/// All files as one text; each under its path where there are several.
fn printed(sources: &Sources) -> String {
    let several = sources.len() > 1;
    let files = sources.iter().map(|(_, file)| match several {
        true => format!("// file: {}\n\n{}", file.path, file.text),
        false => file.text.clone(),
    });
    files.collect::<Vec<_>>().join("\n")
}

fn verdict(base: &Base, pulled: &Pulled) -> String {
    let place = base.project.schema.display();
    if base.is_new {
        let count = |keyword: &str| {
            let added = pulled.changes.iter().filter(|change| change.keyword == keyword);
            added.count()
        };
        let models = counted(count("model"), "model");
        return match count("enum") {
            0 => format!("Wrote {place}: {models}."),
            enums => format!("Wrote {place}: {models} and {}.", counted(enums, "enum")),
        };
    }
    if pulled.changes.is_empty() {
        return format!("The schema {place} already says what the database holds.");
    }
    let kinds = [ChangeKind::Added, ChangeKind::Changed, ChangeKind::Removed];
    let counts = kinds.iter().filter_map(|kind| {
        let count = pulled.changes.iter().filter(|change| change.kind == *kind).count();
        (count > 0).then(|| format!("{} {}", counted(count, "block"), kind.word()))
    });
    format!("Pulled into {place}: {}.", counts.collect::<Vec<_>>().join(", "))
}

fn changes(base: &Base, pulled: &Pulled) -> Vec<String> {
    if base.is_new {
        return Vec::new();
    }
    let lines = pulled.changes.iter();
    lines
        .map(|change| format!("  {:8}{} {}", change.kind.word(), change.keyword, change.name))
        .collect()
}

fn section(head: &str, lines: &[String]) -> Vec<String> {
    if lines.is_empty() {
        return Vec::new();
    }
    let head = [String::new(), head.to_owned()];
    head.into_iter().chain(lines.iter().map(|line| format!("  {line}"))).collect()
}

fn left_out(objects: &[LeftOut]) -> Vec<String> {
    let mut lines = Vec::new();
    for object in objects {
        let on = object.table.as_ref().map(|table| format!(" on {table}")).unwrap_or_default();
        lines.push(format!("{} {}{on}: {}", object.kind, object.name, object.reason));
        lines.extend(object.help.as_ref().map(|help| format!("    {help}")));
    }
    section("Left out of the schema:", &lines)
}

fn listed_unmanaged(objects: &[&Unmanaged]) -> Vec<String> {
    let lines: Vec<String> = objects.iter().map(ToString::to_string).collect();
    section("In the database beside the schema:", &lines)
}

/// Views are told by what became of them. A unique constraint is said in full by its index.
fn is_listed(kind: UnmanagedKind) -> bool {
    !matches!(
        kind,
        UnmanagedKind::View | UnmanagedKind::MaterializedView | UnmanagedKind::UniqueConstraint
    )
}

fn left_out_value(object: &LeftOut) -> Value {
    json!({
        "kind": object.kind,
        "name": object.name.to_string(),
        "table": object.table.as_ref().map(ToString::to_string),
        "reason": object.reason,
        "help": object.help,
    })
}

fn unmanaged_value(object: &Unmanaged) -> Value {
    json!({
        "kind": object.kind.word(),
        "name": object.name.to_string(),
        "table": object.table.as_ref().map(ToString::to_string),
        "definition": object.definition,
    })
}
