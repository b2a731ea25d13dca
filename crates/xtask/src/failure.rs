//! Why something did not finish, sorted by who can do something about it.

use std::fmt;
use std::path::Path;

/// Why a verb of the build tool ended without doing what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The machine lacks something that could not be installed.
    Missing {
        /// What is missing.
        what: String,
        /// What a person does about it.
        advice: String,
    },
    /// A program that was started ended badly.
    Program {
        /// The command line.
        line: String,
        /// What it said, where it was not shown while it ran.
        said: String,
    },
    /// A file of the tree says something that cannot be true.
    Tree(String),
    /// What was built is not as promised.
    Promise(String),
    /// A file could not be read or written.
    Disk {
        /// Which.
        path: String,
        /// Why.
        cause: std::io::Error,
    },
}

impl Failure {
    pub(crate) fn disk(path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.as_ref().display().to_string();
        move |cause| Self::Disk { path, cause }
    }

    pub(crate) fn missing(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::Missing {
            what: what.into(),
            advice: advice.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { what, advice } => write!(f, "{what}\nWhat to do: {advice}"),
            Self::Program { line, said } if said.is_empty() => {
                write!(f, "This ended badly: {line}")
            }
            Self::Program { line, said } => write!(f, "This ended badly: {line}\n{said}"),
            Self::Tree(what) | Self::Promise(what) => write!(f, "{what}"),
            Self::Disk { path, cause } => write!(f, "{path}: {cause}"),
        }
    }
}

impl std::error::Error for Failure {}
