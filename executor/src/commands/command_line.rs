//! What was typed -> the same command as a line to copy, so that a next step loses none of the
//! flags that led here. Never a password: a URL that has one is shown masked.

use crate::commands::global::{Accept, Global};
use crate::deploy::gate::ALLOW_CLEARED;
use planner_core::secret::masked;
use planner_core::subject::shell_word;

/// A command under construction: its words, each ready for a shell.
#[derive(Debug, Clone)]
pub struct CommandLine {
    words: Vec<String>,
}

impl CommandLine {
    /// Begins with the command itself, such as `comon migrate dev`.
    pub fn new(command: &str) -> Self {
        Self { words: vec![command.to_owned()] }
    }

    /// An argument without a flag.
    #[must_use]
    pub fn argument(mut self, value: &str) -> Self {
        self.words.push(shell_word(value));
        self
    }

    /// A flag with its value, once for each.
    #[must_use]
    pub fn flag<T: AsRef<str>>(mut self, flag: &str, values: impl IntoIterator<Item = T>) -> Self {
        for value in values {
            self.words.push(format!("{flag} {}", shell_word(value.as_ref())));
        }
        self
    }

    /// A flag without a value, where it was given.
    #[must_use]
    pub fn switch(mut self, flag: &str, given: bool) -> Self {
        self.words.extend(given.then(|| flag.to_owned()));
        self
    }

    /// The warnings that were accepted.
    #[must_use]
    pub fn accept(self, accept: &Accept) -> Self {
        self.switch("--allow-warnings", accept.allow_warnings)
            .switch(ALLOW_CLEARED, accept.allow_cleared)
            .flag("--allow", &accept.allow)
    }

    /// Where the project and its database are. How the answer is to look is left out.
    #[must_use]
    pub fn place(self, global: &Global) -> Self {
        let path = |path: &Option<std::path::PathBuf>| {
            path.as_ref().map(|path| path.to_string_lossy().into_owned())
        };
        self.flag("--schema", path(&global.schema))
            .flag("--migrations", path(&global.migrations))
            .flag("--url", global.url.as_deref().map(masked))
            .flag("--url-env", &global.url_env)
            .flag("--datasource", &global.datasource)
            .flag("--config", path(&global.config))
    }

    /// The line.
    pub fn text(&self) -> String {
        self.words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_takes_apart_is_quoted_and_passwords_are_masked() {
        let global = Global {
            url: Some("postgresql://me:secret@host/db".to_owned()),
            schema: Some("my schema.prisma".into()),
            json: true,
            ..Global::default()
        };
        let accept = Accept { allow: vec!["drop-table:\"a b\"".to_owned()], ..Accept::default() };
        let line = CommandLine::new("comon migrate dev")
            .flag("--name", Some("x"))
            .switch("--create-only", false)
            .accept(&accept)
            .place(&global);
        assert_eq!(
            line.text(),
            "comon migrate dev --name x --allow 'drop-table:\"a b\"' --schema 'my schema.prisma' \
             --url 'postgresql://me:***@host/db'"
        );
    }
}
