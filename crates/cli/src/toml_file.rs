//! TOML that people write: unknown keys are refused, and every refusal names the file and the line.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml::Spanned;

use crate::{failure::Failure, files};

/// A file and its text.
pub(crate) struct TomlFile {
    path: PathBuf,
    text: String,
}

impl TomlFile {
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        Ok(Self {
            path: path.to_path_buf(),
            text: files::read_text(path)?.to_string(),
        })
    }

    pub(crate) fn parse<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        toml::from_str(&self.text).map_err(|error| {
            let message = error.message().lines().collect::<Vec<_>>().join("; ");
            match error.span() {
                Some(span) => self.at(span.start, &message),
                None => Failure::of(&self.path, message),
            }
        })
    }

    /// What is wrong with a value, at its line.
    pub(crate) fn fault<T>(&self, value: &Spanned<T>, sentence: &str) -> Failure {
        self.at(value.span().start, sentence)
    }

    /// What is wrong with the whole.
    pub(crate) fn whole(&self, sentence: &str) -> Failure {
        Failure::of(&self.path, sentence)
    }

    fn at(&self, offset: usize, sentence: &str) -> Failure {
        let before = self.text.bytes().take(offset);
        let line = 1 + before.filter(|byte| *byte == b'\n').count();
        Failure::new(format!("{}, line {line}: {sentence}", self.path.display()))
    }
}
