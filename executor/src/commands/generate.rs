//! `comon generate`: what the generator blocks ask for. A generator that is not comon's own is
//! never executed: a schema may come from a stranger. The command that runs it is named.

use crate::commands::context::Context;
use crate::error::{Error, Result};
use crate::output::{Report, Tone};
use crate::project::Project;
use planner_core::schema::model::{ConfigValue, Schema};
use serde_json::{Value, json};

/// Say what the generator blocks of the schema ask for
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
///
/// The schema cannot be read.
pub fn run(context: &Context<'_>, _args: &Args) -> Result<Report> {
    let project = context.project()?;
    let schema = context.schema(&project)?;
    if schema.generators.is_empty() {
        return Ok(Report::new(Tone::Good, "The schema has no generator block; nothing to do.")
            .field("generators", Vec::<Value>::new()));
    }
    let mut lines = Vec::new();
    let mut values = Vec::new();
    for (name, provider, command) in commands(&schema, &project)? {
        lines.push(format!("  {name} ({provider}): run {command}"));
        values.push(json!({ "name": name, "provider": provider, "command": command }));
    }
    Ok(Report::new(
        Tone::Good,
        "Nothing was generated: comon runs no generator but its own, and the schema asks for none.",
    )
    .lines(lines)
    .field("generators", values))
}

/// What to run after a migration changed the schema, one line a generator.
///
/// # Errors
///
/// A provider is taken from a variable that is not set.
pub fn hints(schema: &Schema, project: &Project) -> Result<Vec<String>> {
    let commands = commands(schema, project)?;
    Ok(commands
        .into_iter()
        .map(|(name, _, command)| format!("generator {name}: run {command}"))
        .collect())
}

fn commands(schema: &Schema, project: &Project) -> Result<Vec<(String, String, String)>> {
    let mut commands = Vec::new();
    for generator in &schema.generators {
        let provider = match &generator.provider {
            ConfigValue::Literal(provider) => provider.clone(),
            ConfigValue::Env(variable) => std::env::var(variable).map_err(|_| {
                Error::invalid(
                    "unset-generator-variable",
                    format!(
                        "The provider of generator {} is env(\"{variable}\"), which is not set.",
                        generator.name
                    ),
                )
                .help(format!("Set {variable}, or write the provider into the schema."))
            })?,
        };
        let schema_flag = planner_core::subject::shell_word(&project.schema.display().to_string());
        let command = if provider.starts_with("comon_orm") {
            format!("the code generation of {provider} for {schema_flag}")
        } else {
            format!("npx prisma generate --schema {schema_flag}")
        };
        commands.push((generator.name.clone(), provider, command));
    }
    Ok(commands)
}
