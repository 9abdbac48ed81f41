//! The generator blocks of a schema -> files. The generators of this program are modules here; one
//! that a path or comon.toml names is run as a program. What is written where is `output`'s
//! business, and when is the command's.

pub mod client;
pub mod description;
pub mod output;
pub mod program;
pub mod rust;
pub mod typescript;

use crate::error::{Error, Result};
use crate::project::Project;
use output::{Layout, Output, OutputFile};
use planner_core::schema::model::{ConfigValue, Generator, Schema};
use program::Program;
use std::path::{Path, PathBuf};

/// Who makes the files of a generator block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Maker {
    /// This program, in Rust.
    Rust,
    /// This program, in TypeScript.
    TypeScript,
    /// A program of the project.
    Program(PathBuf),
    /// Somebody else, by a command of their own.
    Elsewhere,
}

/// A generator block, settled.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// The block.
    pub block: &'a Generator,
    /// Its provider, read from the environment where the schema says so.
    pub provider: String,
    /// Who makes its files.
    pub maker: Maker,
    /// The folder of the schema's file that has it: paths are relative to it.
    folder: PathBuf,
    /// The top of the project.
    project: PathBuf,
}

/// What each generator block of a schema asks for.
///
/// # Errors
///
/// `unset-generator-variable`, `missing-generator`, `generator-outside`.
pub fn wanted<'a>(schema: &'a Schema, project: &Project) -> Result<Vec<Wanted<'a>>> {
    schema
        .generators
        .iter()
        .map(|block| {
            let folder = folder_of(block, project);
            let top = output::project_of(&folder);
            let provider = configured(&block.provider, &block.name, "provider")?;
            let maker = match (own_maker(&provider), provider.as_str()) {
                (Some(own), _) => own,
                (None, name) if is_listed(name, project) => Maker::Program(PathBuf::from(name)),
                (None, path) if is_path(path) => {
                    Maker::Program(program::of_path(path, &block.name, &folder, &top)?)
                }
                (None, _) => Maker::Elsewhere,
            };
            Ok(Wanted { block, provider, maker, folder, project: top })
        })
        .collect()
}

/// The maker of a provider that is one of this program's own.
fn own_maker(provider: &str) -> Option<Maker> {
    match provider {
        "comon-rust" => Some(Maker::Rust),
        "comon-typescript" => Some(Maker::TypeScript),
        _ => None,
    }
}

/// Whether a provider names a program of the project.
pub fn is_program(provider: &str, project: &Project) -> bool {
    is_path(provider) || is_listed(provider, project)
}

fn is_path(provider: &str) -> bool {
    provider.starts_with("./") || provider.starts_with("../")
}

fn is_listed(provider: &str, project: &Project) -> bool {
    project.config.programs.iter().any(|program| program == provider)
}

/// A block of a schema that may be a stranger's, settled without a look at the environment; `None` where
/// it is not this program that makes its files, or where the environment would say.
pub fn own<'a>(block: &'a Generator, project: &Project) -> Option<Wanted<'a>> {
    let ConfigValue::Literal(provider) = &block.provider else { return None };
    if matches!(block.output, Some(ConfigValue::Env(_))) {
        return None;
    }
    let folder = folder_of(block, project);
    Some(Wanted {
        block,
        provider: provider.clone(),
        maker: own_maker(provider)?,
        project: output::project_of(&folder),
        folder,
    })
}

impl Wanted<'_> {
    /// What is to be on disk; `None` where somebody else makes it.
    ///
    /// # Errors
    ///
    /// `missing-output`, `unset-generator-variable`, and those of the generator.
    pub async fn output(&self, schema: &Schema) -> Result<Option<Output>> {
        let Maker::Program(command) = &self.maker else { return self.own_output(schema) };
        let program = Program {
            generator: self.block.name.clone(),
            command: command.clone(),
            folder: self.folder.clone(),
        };
        let files = program.files(&description::request(schema, self.block)).await?;
        let place = match &self.block.output {
            Some(output) => self.folder.join(configured(output, &self.block.name, "output")?),
            None => self.folder.clone(),
        };
        Ok(Some(self.put(files, &place)))
    }

    /// As [`Self::output`], of what this program makes itself: nothing is run.
    ///
    /// # Errors
    ///
    /// As [`Self::output`].
    pub fn own_output(&self, schema: &Schema) -> Result<Option<Output>> {
        let (files, place) = match &self.maker {
            Maker::Elsewhere | Maker::Program(_) => return Ok(None),
            Maker::Rust => {
                let (place, layout) = self.place(".rs", "../src/client.rs")?;
                (rust::files(&client::client(schema), layout)?, place)
            }
            Maker::TypeScript => {
                let (place, layout) = self.place(".ts", "../web/models.ts")?;
                (typescript::files(&client::client(schema), layout)?, place)
            }
        };
        Ok(Some(self.put(files, &place)))
    }

    fn put(&self, files: Vec<OutputFile>, place: &Path) -> Output {
        Output {
            generator: self.block.name.clone(),
            place: normal(place),
            project: self.project.clone(),
            files,
            marked: !matches!(self.maker, Maker::Program(_)),
        }
    }

    /// Where the files go, and whether that is one file.
    fn place(&self, extension: &str, example: &str) -> Result<(PathBuf, Layout)> {
        let Some(output) = &self.block.output else {
            return Err(Error::invalid(
                "missing-output",
                format!("Generator {} does not say where its files go.", self.block.name),
            )
            .help(format!("Write output = \"{example}\" into the block.")));
        };
        let output = configured(output, &self.block.name, "output")?;
        let layout = if output.ends_with(extension) { Layout::File } else { Layout::Folder };
        Ok((self.folder.join(output), layout))
    }
}

/// The folder of the file with the block, from the root of the file system.
fn folder_of(block: &Generator, project: &Project) -> PathBuf {
    let sources = project.shown_sources();
    let file = sources.file(sources.file_of(block.span.start));
    let path = file.map_or_else(|| project.schema.clone(), |file| PathBuf::from(&file.path));
    let folder = path.parent().unwrap_or(Path::new(""));
    normal(&project.working_directory.join(folder))
}

/// The path without `.` and `..`, as it is written: `a/../b` is `b`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

fn configured(value: &ConfigValue, generator: &str, setting: &str) -> Result<String> {
    match value {
        ConfigValue::Literal(text) => Ok(text.clone()),
        ConfigValue::Env(variable) => std::env::var(variable).map_err(|_| {
            Error::invalid(
                "unset-generator-variable",
                format!("The {setting} of generator {generator} is env(\"{variable}\"), which is not set."),
            )
            .help(format!("Set {variable}, or write the {setting} into the schema."))
        }),
    }
}
