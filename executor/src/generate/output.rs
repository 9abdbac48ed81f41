//! Where generated files go, whether they are there already, and how they are written: all or none,
//! never outside of the project, never over a file that somebody wrote. Knows nothing of what is in
//! them.

use crate::error::{Error, Result, io_words};
use crate::write_file;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// What tells a generated file: a line among its first ones has these words.
const MARK: &str = "Written by `comon generate`";

/// Among how many lines the mark is looked for.
const MARKED_LINES: usize = 5;

/// What the top of a project has; the nearest folder above the schema with one of these is it.
const PROJECT_MARKS: [&str; 3] = [".git", "Cargo.toml", "package.json"];

/// Whether a generator writes one file or a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// The output is a file.
    File,
    /// The output is a folder.
    Folder,
}

/// A file of a generator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Below the output, with slashes; empty where the output is the file itself.
    pub path: String,
    /// What is in it.
    pub text: String,
}

impl OutputFile {
    /// Whether a file says this: the line ends of Windows, which a checkout may have made, are no
    /// difference.
    pub fn is(&self, bytes: &[u8]) -> bool {
        let text = self.text.as_bytes();
        bytes == text
            || bytes.len() > text.len()
                && String::from_utf8_lossy(bytes).replace("\r\n", "\n") == self.text
    }
}

/// What a generator asks for, and where.
#[derive(Debug, Clone)]
pub struct Output {
    /// Name of the generator, for messages.
    pub generator: String,
    /// From the root of the file system.
    pub place: PathBuf,
    /// The top of the project, which nothing may leave.
    pub project: PathBuf,
    /// Its files.
    pub files: Vec<OutputFile>,
    /// Whether its files carry the mark: then one that does not is never overwritten, and one that
    /// does and is not wanted any more is removed.
    pub marked: bool,
}

/// How a file on disk differs from what is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// It is not there.
    Missing,
    /// It says something else.
    Changed,
    /// It was generated once and is not any more.
    LeftOver,
}

impl Difference {
    /// For people and for JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Changed => "changed",
            Self::LeftOver => "left over",
        }
    }
}

/// The nearest folder above with a mark of a project; the folder itself where there is none.
pub fn project_of(folder: &Path) -> PathBuf {
    let marked = |folder: &&Path| PROJECT_MARKS.iter().any(|mark| folder.join(mark).exists());
    folder.ancestors().find(marked).unwrap_or(folder).to_owned()
}

impl Output {
    /// What is not on disk as it is generated.
    ///
    /// # Errors
    ///
    /// `output-outside`, `output-taken`, `unreadable-output`.
    pub fn differences(&self) -> Result<Vec<(PathBuf, Difference)>> {
        let mut differences = Vec::new();
        for file in &self.files {
            let path = self.path_of(file)?;
            match read(&path)? {
                None => differences.push((path, Difference::Missing)),
                Some(bytes) if file.is(&bytes) => {}
                Some(bytes) if self.marked && !is_marked(&bytes) => return Err(self.taken(&path)),
                Some(_) => differences.push((path, Difference::Changed)),
            }
        }
        for path in self.left_over()? {
            differences.push((path, Difference::LeftOver));
        }
        Ok(differences)
    }

    /// Writes those files, each beside its place first; then all are put in place.
    ///
    /// # Errors
    ///
    /// Those of [`write_file::stage`], before which nothing was put in place, and
    /// `unremovable-output`.
    pub fn write(&self, differences: &[(PathBuf, Difference)]) -> Result<()> {
        let differs = |path: &Path| differences.iter().any(|(other, _)| other == path);
        let mut staged = Vec::new();
        for file in &self.files {
            let path = self.path_of(file)?;
            if differs(&path) {
                write_file::make_folder_of(&path)?;
                staged.push(write_file::stage(&path, &file.text)?);
            }
        }
        for file in staged {
            file.put_in_place()?;
        }
        for (path, difference) in differences {
            if *difference == Difference::LeftOver {
                fs::remove_file(path).map_err(|error| self.unremovable(path, &error))?;
            }
        }
        Ok(())
    }

    /// Where a file is to stand, whatever is there.
    pub fn named(&self, file: &OutputFile) -> PathBuf {
        match file.path.as_str() {
            "" => self.place.clone(),
            below => self.place.join(below),
        }
    }

    /// Whether it is a folder of files.
    pub fn is_folder(&self) -> bool {
        self.files.iter().all(|file| !file.path.is_empty())
    }

    /// Where a file goes.
    fn path_of(&self, file: &OutputFile) -> Result<PathBuf> {
        let relative = Path::new(&file.path);
        let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
        if !relative.components().all(is_plain) {
            return Err(self.outside(&file.path));
        }
        let path = self.named(file);
        // What is there already may lead elsewhere by symbolic links.
        let there = path.ancestors().find(|folder| folder.symlink_metadata().is_ok());
        let leads_to = there.and_then(|there| dunce::canonicalize(there).ok());
        let project = dunce::canonicalize(&self.project).ok();
        match (leads_to, project) {
            (Some(there), Some(project)) if there.starts_with(&project) => Ok(path),
            _ => Err(self.outside(&path.display().to_string())),
        }
    }

    /// Files with the mark, below a folder of this generator, that it does not write any more.
    fn left_over(&self) -> Result<Vec<PathBuf>> {
        if !self.marked || !self.is_folder() || !self.place.is_dir() {
            return Ok(Vec::new());
        }
        let entries = fs::read_dir(&self.place).map_err(|error| unreadable(&self.place, &error))?;
        let mut left = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| unreadable(&self.place, &error))?.path();
            let wanted = self.files.iter().any(|file| self.place.join(&file.path) == path);
            let is_file = path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
            if !wanted && is_file && read(&path)?.is_some_and(|bytes| is_marked(&bytes)) {
                left.push(path);
            }
        }
        left.sort();
        Ok(left)
    }

    fn outside(&self, path: &str) -> Error {
        Error::refused(
            "output-outside",
            format!("Generator {} would write {path}, outside of the project.", self.generator),
        )
        .detail(format!("The project is {}.", self.project.display()))
        .help("Correct output in the generator block, or what the generator answers.")
    }

    fn taken(&self, path: &Path) -> Error {
        Error::refused(
            "output-taken",
            format!(
                "Generator {} would overwrite {}, which comon did not write.",
                self.generator,
                path.display()
            ),
        )
        .help("Move that file away, or correct output in the generator block.")
    }

    fn unremovable(&self, path: &Path, error: &std::io::Error) -> Error {
        Error::failed(
            "unremovable-output",
            format!(
                "Generator {}: {}, which it wrote once, cannot be removed: {}.",
                self.generator,
                path.display(),
                io_words(error)
            ),
        )
        .help("Remove it by hand.")
    }
}

/// The bytes of a file; `None` where there is none.
fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    Error::failed(
        "unreadable-output",
        format!("{} cannot be read: {}.", path.display(), io_words(error)),
    )
    .help("Correct output in the generator block.")
}

/// Whether a file was generated.
pub fn is_marked(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.lines().take(MARKED_LINES).any(|line| line.contains(MARK))
}
