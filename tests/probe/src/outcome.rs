//! What came of a suite.

use serde::Serialize;

/// How many vectors there were of each kind, and which of them came out otherwise than published.
#[derive(Debug, Default, Serialize)]
pub struct Outcome {
    /// Vectors that are to be taken.
    pub taken: usize,
    /// Vectors that are to be refused.
    pub refused: usize,
    pub wrong: Vec<String>,
}

impl Outcome {
    pub(crate) fn taken(&mut self, right: bool, what: impl FnOnce() -> String) {
        self.taken += 1;
        self.judge(right, what);
    }

    pub(crate) fn refused(&mut self, right: bool, what: impl FnOnce() -> String) {
        self.refused += 1;
        self.judge(right, what);
    }

    fn judge(&mut self, right: bool, what: impl FnOnce() -> String) {
        if !right {
            self.wrong.push(what());
        }
    }
}
