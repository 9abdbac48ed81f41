//! The corpus as data: which schemas there are, whom they are for, and what a server must have for
//! them. Knows nothing of what a run does with it.

use crate::database::Place;
use crate::server;
use planner_core::provider::Provider;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the corpus is by default: what `COMON_CORPUS` names, else beside the repository.
pub fn default_folder() -> PathBuf {
    let named = std::env::var_os("COMON_CORPUS").map(PathBuf::from);
    named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus"))
}

/// The same where it is there; `None`, said on standard output, where this machine has none.
pub fn folder() -> Option<PathBuf> {
    let folder = default_folder();
    if !folder.join("schemas").is_dir() {
        println!("no corpus at {} (set COMON_CORPUS to its folder)", folder.display());
        return None;
    }
    Some(folder)
}

/// One text of the corpus.
#[derive(Debug, Clone)]
pub struct CorpusSchema {
    /// `schemas/…` or `steps/…/before`.
    pub name: String,
    /// The text.
    pub text: String,
}

/// The whole schemas, by name.
pub fn schemas(folder: &Path) -> Vec<CorpusSchema> {
    let paths = entries(&folder.join("schemas")).expect("the corpus has schemas");
    let schemas =
        paths.into_iter().filter(|path| path.extension().is_some_and(|end| end == "prisma"));
    schemas.map(|path| read(format!("schemas/{}", file_name(&path)), &path)).collect()
}

/// Both sides of every step; an empty one is no schema.
pub fn sides(folder: &Path) -> Vec<CorpusSchema> {
    let mut sides = Vec::new();
    for repository in entries(&folder.join("steps")).expect("the corpus has steps") {
        for step in entries(&repository).expect("its steps can be read") {
            for side in ["before", "after"] {
                let name = format!("steps/{}/{}/{side}", file_name(&repository), file_name(&step));
                sides.push(read(name, &step.join(format!("{side}.prisma"))));
            }
        }
    }
    sides.retain(|side| !side.text.trim().is_empty());
    sides
}

/// The versions of each project, oldest first, none twice in a row: what its steps lead from and to.
pub fn histories(folder: &Path) -> Vec<(String, Vec<String>)> {
    let repositories = entries(&folder.join("steps")).expect("the corpus has steps");
    let histories = repositories.into_iter().map(|repository| {
        let mut versions: Vec<String> = Vec::new();
        for step in entries(&repository).expect("its steps can be read") {
            for side in ["before", "after"] {
                let side = read(String::new(), &step.join(format!("{side}.prisma"))).text;
                if !side.trim().is_empty() && versions.last() != Some(&side) {
                    versions.push(side);
                }
            }
        }
        (file_name(&repository), versions)
    });
    histories.collect()
}

fn read(name: String, path: &Path) -> CorpusSchema {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"));
    CorpusSchema { name, text }
}

/// What a program is to take of the corpus: all, unless its flags say less.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// What a name must have in it.
    pub part: String,
    /// One of so many, from the first on.
    pub every: usize,
}

impl Default for Chosen {
    fn default() -> Self {
        Self { part: String::new(), every: 1 }
    }
}

impl Chosen {
    /// Takes the value of a flag if it is one of these.
    ///
    /// # Errors
    ///
    /// What is wrong with the value.
    pub fn take(&mut self, flag: &str, value: Option<String>) -> Result<bool, String> {
        match flag {
            "--only" => self.part = value.ok_or("--only needs a part of a name")?,
            "--every" => {
                let value = value.ok_or("--every needs a number")?;
                let number = value.parse().ok().filter(|every| *every > 0);
                self.every = number.ok_or_else(|| format!("`{value}` is no number from 1 on"))?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Those of the items that are wanted, in their order.
    pub fn of<T>(&self, items: Vec<T>, name: impl Fn(&T) -> String) -> Vec<T> {
        let named = items.into_iter().filter(|item| name(item).contains(&self.part));
        named.step_by(self.every).collect()
    }
}

/// The arguments of a program that runs on the corpus, `[FOLDER] [--only PART] [--every N]`: the
/// folder, and what is wanted of it.
///
/// # Errors
///
/// What is wrong with them.
fn arguments() -> Result<(PathBuf, Chosen), String> {
    let mut folder = None;
    let mut chosen = Chosen::default();
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            flag if flag.starts_with('-') => {
                if chosen.take(flag, given.next())? {
                    continue;
                }
                return Err(format!("`{flag}` is no flag of this program"));
            }
            path if folder.is_none() => folder = Some(PathBuf::from(path)),
            path => return Err(format!("one folder is enough, `{path}` is the second")),
        }
    }
    Ok((folder.unwrap_or_else(default_folder), chosen))
}

/// The folder that a program of the corpus was given, and what it reads there.
///
/// # Errors
///
/// The arguments are wrong, or there is no corpus: what to tell the person, in words.
pub fn begin<T>(
    program: &str,
    read: impl FnOnce(&Path, &Chosen) -> std::io::Result<T>,
) -> Result<(PathBuf, T), String> {
    let usage = |problem| format!("{problem}\nusage: {program} [FOLDER] [--only PART] [--every N]");
    let (folder, chosen) = arguments().map_err(usage)?;
    match read(&folder, &chosen) {
        Ok(found) => Ok((folder, found)),
        Err(problem) => Err(format!(
            "there is no corpus in {}: {problem}; name its folder, or set COMON_CORPUS",
            folder.display()
        )),
    }
}

/// The entries of a folder, by name.
///
/// # Errors
///
/// It cannot be read.
pub fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = entries.collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// The last part of a path.
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The provider that a schema's text names.
///
/// # Errors
///
/// The name of one that is not ours.
pub fn provider_of(schema: &str) -> Result<Provider, String> {
    let mut lines = datasource(schema).lines().map(str::trim);
    let line = lines.find(|line| line.starts_with("provider"));
    let name = line.and_then(|line| line.split('"').nth(1)).unwrap_or("(none)");
    Provider::from_name(name).ok_or_else(|| name.to_owned())
}

fn datasource(schema: &str) -> &str {
    let block = schema.split("\ndatasource ").nth(1).or_else(|| schema.strip_prefix("datasource "));
    block.unwrap_or_default().split("\n}").next().unwrap_or_default()
}

/// Where a schema can be tried: the newest server first, then those that may have what it lacks.
pub fn places(provider: Provider) -> Vec<Place> {
    match provider {
        Provider::Postgresql => server::all().into_iter().map(Place::Postgres).collect(),
        Provider::Sqlite => vec![Place::Sqlite],
    }
}

/// What a database says where the server was built without something, which is no fault of a
/// plan: extensions, and their types, operator classes and functions.
pub fn missing_on_the_server(problems: &[String]) -> Option<&str> {
    let line = problems.first()?.lines().next().unwrap_or_default();
    // What cannot be built; what was built and cannot be read is a problem of its own.
    if line.starts_with("law 4") {
        return None;
    }
    let extension = line.contains("extension")
        && (line.contains("is not available") || line.contains("could not open extension control"));
    let kinds = ["type \"", "operator class \"", "access method \"", "function "];
    let of_extension = line.contains("does not exist")
        && (line.ends_with("(42704)") || line.ends_with("(42883)"))
        && kinds.iter().any(|word| line.contains(word));
    (extension || of_extension).then_some(line)
}

/// Extensions by what their types, classes and functions are called in schemas. Whoever uses one
/// without naming it in the datasource has created it by hand.
const EXTENSIONS: [(&str, &str); 5] = [
    ("@db.Citext", "citext"),
    ("gin_trgm_ops", "pg_trgm"),
    ("gist_trgm_ops", "pg_trgm"),
    ("uuid_generate_v4()", "uuid-ossp"),
    ("Unsupported(\"vector", "vector"),
];

/// The statements that create what a schema uses and does not name, as its authors did.
pub fn prepared(schema: &str) -> Vec<String> {
    let named = datasource(schema);
    let used = EXTENSIONS.iter().filter(|(used, _)| schema.contains(used)).map(|(_, name)| *name);
    let mut extensions: Vec<&str> = used.filter(|name| !named.contains(name)).collect();
    extensions.dedup();
    let create = |name: &&str| format!("CREATE EXTENSION IF NOT EXISTS \"{name}\"");
    extensions.iter().map(create).collect()
}
