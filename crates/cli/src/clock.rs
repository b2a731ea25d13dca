//! The time that a command goes by: the computer's, or the one that `--now` sets.

use std::time::{Instant, SystemTime};

use crate::failure::Failure;

/// A clock; `--now` stands still for everything but a chat, which takes time.
#[derive(Clone, Copy)]
pub(crate) struct Clock {
    set: Option<(u64, Instant)>,
}

impl Clock {
    /// The computer's clock, or one set to this second.
    pub(crate) fn new(set: Option<u64>) -> Self {
        Self {
            set: set.map(|seconds| (seconds, Instant::now())),
        }
    }

    /// Seconds since 1970.
    pub(crate) fn seconds(&self) -> Result<u64, Failure> {
        Ok(self.millis()? / 1000)
    }

    /// Milliseconds since 1970.
    pub(crate) fn millis(&self) -> Result<u64, Failure> {
        let millis = match self.set {
            Some((seconds, at)) => u128::from(seconds) * 1000 + at.elapsed().as_millis(),
            None => SystemTime::now()
                .duration_since(SystemTime::UNIX_EPOCH)
                .map_err(|_| Failure::new("this computer's clock is before 1970"))?
                .as_millis(),
        };
        u64::try_from(millis).map_err(|_| Failure::new("this is too far in the future"))
    }
}
