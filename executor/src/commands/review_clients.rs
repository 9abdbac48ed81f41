//! The generator blocks of a reviewed schema -> which of the files that this program makes for them are stale,
//! and what was not looked at. The schema may be a stranger's: no program is run, nothing of the environment is
//! read, and files are read where they are regular files of the repository. What git ignores is made
//! elsewhere, by a build, and cannot be stale in a commit.

use crate::commands::git::{Base, Checkout};
use crate::error::Result;
use crate::generate::output::{Difference, Output, is_marked};
use crate::generate::{is_program, own};
use crate::project::Project;
use planner_core::artifact::files::MAX_FILE_BYTES;
use planner_core::review::change::{ChangeNote, ChangeProblem};
use planner_core::schema::model::{ConfigValue, Generator, Schema};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// How many files of a generator are named.
const MOST_NAMED: usize = 4;

/// What a review says of the generated files of a project.
#[derive(Debug, Default)]
pub struct Clients {
    /// The generators whose files are stale.
    pub problems: Vec<ChangeProblem>,
    /// Those that were not looked at.
    pub notes: Vec<ChangeNote>,
}

/// A generated file that is not as it should be, by its path from the root of the repository.
type Stale = (String, Difference);

/// What is stale; or why it was not looked at, where that is worth a word.
type Looked = std::result::Result<Vec<Stale>, Option<String>>;

impl Clients {
    /// Looks at what the checkout has of them.
    ///
    /// # Errors
    ///
    /// git fails, or a file that is there cannot be read.
    pub fn of(base: &Base, schema: &Schema, project: &Project) -> Result<Self> {
        let mut clients = Self::default();
        for block in &schema.generators {
            match looked_at(base, schema, block, project)? {
                Ok(stale) => clients.problems.extend(problem(block, &stale)),
                Err(Some(why)) => clients.notes.push(ChangeNote {
                    code: "unchecked-client",
                    message: format!(
                        "Whether the files of generator {} are current was not looked at: {why}.",
                        block.name
                    ),
                }),
                Err(None) => {}
            }
        }
        Ok(clients)
    }
}

fn looked_at(base: &Base, schema: &Schema, block: &Generator, project: &Project) -> Result<Looked> {
    let Some(wanted) = own(block, project) else {
        let why = match &block.provider {
            ConfigValue::Literal(name) if is_program(name, project) => {
                Some(format!("{name} is a program, and a review runs none"))
            }
            ConfigValue::Literal(name) if !name.starts_with("comon-") => None,
            _ => Some("the environment says what they are, and a review does not read it".into()),
        };
        return Ok(Err(why));
    };
    let output = match wanted.own_output(schema) {
        Ok(Some(output)) => output,
        Ok(None) => return Ok(Err(None)),
        // The schema can be planned, and yet no client can be made of it.
        Err(error) => {
            return Ok(Err(Some(error.message.trim_end_matches('.').to_owned())));
        }
    };
    let checkout = base.checkout();
    let Some(place) = checkout.inside(&output.place) else {
        return Ok(Err(Some("they go out of the repository".to_owned())));
    };
    let linked = |path: &Path| checkout.is_linked(path);
    if linked(&output.place) || output.files.iter().any(|file| linked(&output.named(file))) {
        return Ok(Err(Some(format!("{place} is a link, or has one in it"))));
    }
    differences(base, &output, &place)
}

fn differences(base: &Base, output: &Output, place: &str) -> Result<Looked> {
    let checkout = base.checkout();
    let known = checkout.files_below(place)?;
    let mut stale = Vec::new();
    for file in &output.files {
        let path = joined(place, &file.path);
        let there = output.named(file).symlink_metadata().is_ok();
        if !known.contains(&path) {
            if !there && checkout.would_keep(&path)? {
                stale.push((path, Difference::Missing));
            }
            continue;
        }
        match content(base, &path)? {
            Content::None => stale.push((path, Difference::Missing)),
            Content::Text(bytes) if file.is(&bytes) => {}
            Content::Text(bytes) if is_marked(&bytes) => stale.push((path, Difference::Changed)),
            Content::Text(_) => {
                return Ok(Err(Some(format!("{path} is a file that comon did not write"))));
            }
            Content::Unreadable(why) => return Ok(Err(Some(format!("{path} {why}")))),
        }
    }
    for path in left_over(output, place, &known) {
        // What is not checked out may just have been taken away.
        if checkout.root().join(path).is_file()
            && let Content::Text(bytes) = content(base, path)?
            && is_marked(&bytes)
        {
            stale.push((path.clone(), Difference::LeftOver));
        }
    }
    Ok(Ok(stale))
}

/// Files right in the folder of a generator that it does not write.
fn left_over<'a>(
    output: &Output,
    place: &str,
    known: &'a BTreeSet<String>,
) -> impl Iterator<Item = &'a String> {
    let folder = if place.is_empty() { String::new() } else { format!("{place}/") };
    let wanted: BTreeSet<String> =
        output.files.iter().map(|file| joined(place, &file.path)).collect();
    let is_folder = output.is_folder();
    known.iter().filter(move |path| {
        let beside = path.strip_prefix(&folder).is_some_and(|name| !name.contains('/'));
        is_folder && beside && !wanted.contains(*path)
    })
}

/// What the repository has of a file.
enum Content {
    None,
    Text(Vec<u8>),
    Unreadable(&'static str),
}

/// The file as it is checked out; where it is not, because only a part of the repository is, as the commit has
/// it.
fn content(base: &Base, path: &str) -> Result<Content> {
    let checkout = base.checkout();
    let place = checkout.root().join(path);
    let Ok(found) = place.symlink_metadata() else { return committed(base, checkout, path) };
    if !found.is_file() {
        return Ok(Content::Unreadable("is no regular file"));
    }
    let mut bytes = Vec::new();
    let limit = MAX_FILE_BYTES as u64 + 1;
    let read = File::open(&place).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    match read {
        Ok(_) if bytes.len() > MAX_FILE_BYTES => Ok(Content::Unreadable("is too large")),
        Ok(_) => Ok(Content::Text(bytes)),
        Err(_) => Ok(Content::Unreadable("cannot be read")),
    }
}

fn committed(base: &Base, checkout: &Checkout, path: &str) -> Result<Content> {
    let Some(head) = &checkout.head else { return Ok(Content::None) };
    let blob = base.read(&base.list(head, &[path])?)?.into_iter().next();
    Ok(blob.map_or(Content::None, |blob| Content::Text(blob.bytes)))
}

fn joined(place: &str, below: &str) -> String {
    [place, below].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

fn problem(block: &Generator, stale: &[Stale]) -> Option<ChangeProblem> {
    if stale.is_empty() {
        return None;
    }
    let words = |(path, difference): &Stale| format!("{path} ({})", difference.word());
    let mut named: Vec<String> = stale.iter().take(MOST_NAMED).map(words).collect();
    if stale.len() > MOST_NAMED {
        named.push(format!("and {} more", stale.len() - MOST_NAMED));
    }
    let are = match stale.len() {
        1 => "1 file is".to_owned(),
        count => format!("{count} files are"),
    };
    // A file that is there can be looked at.
    let there = stale.iter().find(|(_, difference)| *difference != Difference::Missing);
    Some(ChangeProblem {
        code: "stale-client",
        migration: None,
        file: there.map(|(path, _)| path.clone()),
        lines: None,
        message: format!(
            "Generator {}: {are} not what it makes of the schema: {}.",
            block.name,
            named.join(", ")
        ),
        help: "Write them anew with comon generate, and commit them with the schema.",
    })
}
