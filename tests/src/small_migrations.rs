//! A project with many small reviewed migrations, to take the time of deploys: twenty tables at first,
//! then a column and an index more each time. Knows nothing of who deploys them.

use crate::planning::{self, Migration};
use planner_core::artifact::{self, NewArtifact};
use planner_core::provider::Provider;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// How many models the schemas have.
const MODELS: usize = 20;

/// The project.
#[derive(Debug)]
pub struct SmallMigrations {
    folder: TempDir,
    /// The name and the SQL of each migration.
    pub migrations: Vec<(String, String)>,
}

impl SmallMigrations {
    /// Writes so many of them.
    pub fn write(provider: Provider, count: usize) -> Self {
        let folder = tempfile::Builder::new().prefix("comon-small-").tempdir().expect("a folder");
        let mut migrations = Vec::new();
        let mut before_schema = String::new();
        for at in 0..count {
            let change = Migration {
                provider,
                before: (at > 0).then(|| schema(provider, at - 1)),
                after: schema(provider, at),
                hints: Vec::new(),
            };
            let planned = planning::plan(&change).expect("it plans");
            let name = format!("20240101{at:06}_step");
            let files = artifact::render(&NewArtifact {
                name: name.clone(),
                generated_at: "2024-01-01T00:00:00Z".to_owned(),
                provider,
                migration_sql: planned.migration_sql.clone(),
                warnings: planned.warnings,
                before_schema,
                after_schema: planned.after_schema.clone(),
                statement_count: planned.statement_count,
                rebuild_required: planned.requires_rebuild,
                renames: Vec::new(),
                planner_version: executor::commands::state::VERSION.to_owned(),
                target_version: match provider {
                    Provider::Postgresql => "14".to_owned(),
                    Provider::Sqlite => "3.35".to_owned(),
                },
            });
            let target = folder.path().join("prisma/migrations").join(&name);
            fs::create_dir_all(&target).expect("the folder is made");
            for (file, bytes) in files.present() {
                fs::write(target.join(file), bytes).expect("the file is written");
            }
            before_schema = planned.after_schema;
            migrations.push((name, planned.migration_sql));
        }
        let last = schema(provider, count.saturating_sub(1));
        fs::write(folder.path().join("prisma/schema.prisma"), last).expect("the schema is written");
        Self { folder, migrations }
    }

    /// The project's folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Its schema.
    pub fn schema(&self) -> PathBuf {
        self.path().join("prisma/schema.prisma")
    }

    /// The statements of all, a transaction each.
    pub fn script(&self) -> String {
        let each = self.migrations.iter().map(|(_, sql)| format!("BEGIN;\n{sql}COMMIT;\n"));
        each.collect()
    }
}

/// The schema after that many changes.
fn schema(provider: Provider, changes: usize) -> String {
    let mut text = format!("datasource db {{\n  provider = \"{provider}\"\n}}\n");
    for table in 0..MODELS {
        let columns = || (1..=changes).filter(move |change| change % MODELS == table);
        let _ = write!(text, "\nmodel Table{table} {{\n  id Int @id\n  label String\n");
        for column in columns() {
            let _ = writeln!(text, "  c{column} String?");
        }
        text.push_str("\n  @@index([label])\n");
        for column in columns() {
            let _ = writeln!(text, "  @@index([c{column}])");
        }
        text.push_str("}\n");
    }
    text
}
