//! The bytes of a migration's five files, by name. Knows nothing of what they mean.

/// The names of the files, in the order in which they are written and sealed.
pub const FILE_NAMES: [&str; 5] =
    ["migration.sql", "warnings.txt", "before.prisma", "after.prisma", "metadata.txt"];

/// No file of a migration may be larger: 32 MiB.
pub const MAX_FILE_BYTES: usize = 32 * 1024 * 1024;

/// The files of one migration; `None` where one is missing, which only comon_orm's may be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArtifactFiles {
    /// migration.sql.
    pub migration_sql: Option<Vec<u8>>,
    /// warnings.txt.
    pub warnings: Option<Vec<u8>>,
    /// before.prisma.
    pub before_schema: Option<Vec<u8>>,
    /// after.prisma.
    pub after_schema: Option<Vec<u8>>,
    /// metadata.txt.
    pub metadata: Option<Vec<u8>>,
}

impl ArtifactFiles {
    /// The files that there are, each with its name, in the order of [`FILE_NAMES`].
    pub fn present(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        let files = [
            &self.migration_sql,
            &self.warnings,
            &self.before_schema,
            &self.after_schema,
            &self.metadata,
        ];
        FILE_NAMES.into_iter().zip(files).filter_map(|(name, file)| Some((name, file.as_deref()?)))
    }

    /// Puts a file in its place; a name that no migration has is left out.
    pub fn set(&mut self, name: &str, bytes: Vec<u8>) {
        let file = match name {
            "migration.sql" => &mut self.migration_sql,
            "warnings.txt" => &mut self.warnings,
            "before.prisma" => &mut self.before_schema,
            "after.prisma" => &mut self.after_schema,
            "metadata.txt" => &mut self.metadata,
            _ => return,
        };
        *file = Some(bytes);
    }
}

impl<N: AsRef<str>> FromIterator<(N, Vec<u8>)> for ArtifactFiles {
    fn from_iter<I: IntoIterator<Item = (N, Vec<u8>)>>(files: I) -> Self {
        let mut all = Self::default();
        for (name, bytes) in files {
            all.set(name.as_ref(), bytes);
        }
        all
    }
}
