//! How a command ends.

use std::{fmt::Display, io, path::Path};

/// A command has run to its end.
pub(crate) enum Done {
    /// Nothing to complain about.
    Well,
    /// The answers are there, and some of them are complaints: exit code 1.
    WithComplaints,
}

/// A command could not go on.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Why, in one sentence for a person. It never holds a secret.
    Said(String),
    /// The reader of our output has gone (`hushwire … | head`): nothing to say to nobody.
    NobodyReads,
}

impl Failure {
    /// A failure with this sentence.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self::Said(sentence.into())
    }

    /// A failure of a file.
    pub(crate) fn of(path: &Path, why: impl Display) -> Self {
        Self::Said(format!("{}: {why}", path.display()))
    }
}

/// Of our own output; files report by [`Failure::of`].
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::NobodyReads,
            _ => Self::Said(format!("cannot write the answer: {error}")),
        }
    }
}
