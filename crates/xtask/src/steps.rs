//! Progress lines: `[2/7] wasm target … installed 3.1 s`.

use std::io::Write;
use std::time::{Duration, Instant};

use crate::Failure;

/// Whether a step shows what its programs say while they run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voice {
    /// One line, begun before and ended after the work.
    Quiet,
    /// A line before the work and a line after it.
    Loud,
}

pub(crate) struct Steps {
    total: usize,
    done: usize,
}

impl Steps {
    pub(crate) fn of(total: usize) -> Self {
        Self { total, done: 0 }
    }

    /// Does one step. The work answers with its result and the word that closes the line.
    pub(crate) fn step<T>(
        &mut self,
        name: &str,
        voice: Voice,
        work: impl FnOnce() -> Result<(T, String), Failure>,
    ) -> Result<T, Failure> {
        self.done += 1;
        let label = format!("[{}/{}] {name}", self.done, self.total);
        match voice {
            Voice::Quiet => print!("{label} … "),
            Voice::Loud => println!("{label} …"),
        }
        // A line without its end would otherwise stay in the buffer until the work is done.
        let _ = std::io::stdout().flush();
        let begun = Instant::now();
        let outcome = work();
        let word = match &outcome {
            Ok((_, word)) => word,
            Err(_) => "failed",
        };
        let took = seconds(begun.elapsed());
        match voice {
            Voice::Quiet => println!("{word} {took}"),
            Voice::Loud => println!("{label} … {word} {took}"),
        }
        outcome.map(|(value, _)| value)
    }
}

fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_fails_stops_with_its_reason() {
        let mut steps = Steps::of(1);
        let outcome: Result<(), _> = steps.step("nothing", Voice::Quiet, || {
            Err(Failure::missing("No cat.", "Fetch one."))
        });
        assert_eq!(outcome.unwrap_err().to_string(), "No cat.\nWhat to do: Fetch one.");
    }

    #[test]
    fn a_time_is_told_in_tenths_of_a_second() {
        assert_eq!(seconds(Duration::from_millis(3_140)), "3.1 s");
    }
}
