//! `comon db pull`: what the database holds.

use crate::commands::context::{Context, scope};
use crate::commands::show::counted;
use crate::error::Result;
use crate::live;
use crate::output::{Report, Tone};
use crate::session::{Access, Missing};

/// Read the database into the schema: its tables, columns, keys, indexes and enums
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
///
/// The project or the database cannot be read.
pub async fn run(context: &Context<'_>, _args: &Args) -> Result<Report> {
    let project = context.project()?;
    let schema = context.schema(&project)?;
    let target = context.target(&project, &schema)?;
    let mut session = context.connect(&target, Access::Read, Missing::Refuse).await?;
    let live = live::introspect(&mut session, &scope(&project, &schema)).await?;
    session.close().await?;
    let tables = counted(live.database.tables.len(), "table");
    Ok(Report::new(Tone::Good, format!("The database has {tables}.")))
}
