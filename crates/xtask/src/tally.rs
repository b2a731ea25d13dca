//! Counting what the test runners report. What a runner says is believed only where it agrees
//! with how it ended.

use std::fmt;

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
    complaint: Option<String>,
}

impl Tally {
    pub(crate) fn one_passed() -> Self {
        Self {
            passed: 1,
            ..Self::default()
        }
    }

    /// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; …`
    pub(crate) fn hear_cargo(&mut self, line: &str) {
        let Some(counts) = line.strip_prefix("test result: ") else {
            return;
        };
        for count in counts.split(['.', ';']) {
            let mut words = count.split_whitespace();
            let (Some(number), Some(what)) = (words.next(), words.next()) else {
                continue;
            };
            let Ok(number) = number.parse::<u64>() else {
                continue;
            };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.skipped += number,
                _ => {}
            }
        }
    }

    /// `ℹ pass 3`, or `# pass 3` where nobody asked for the reporter with the marks; one line for each count.
    pub(crate) fn hear_node(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        if !matches!(words.next(), Some("ℹ" | "#")) {
            return;
        }
        let (Some(what), Some(number), None) = (words.next(), words.next(), words.next()) else {
            return;
        };
        let Ok(number) = number.parse::<u64>() else {
            return;
        };
        match what {
            "pass" => self.passed += number,
            "fail" | "cancelled" => self.failed += number,
            "skipped" | "todo" => self.skipped += number,
            _ => {}
        }
    }

    /// The runner has ended.
    pub(crate) fn close(&mut self, ended_well: bool) {
        if !ended_well && self.failed == 0 {
            self.failed = 1;
            self.complaint = Some("the runner ended badly without naming a failed test".to_owned());
        } else if self.failed > 0 {
            self.complaint = Some(format!("{} failed", self.failed));
        } else if self.passed == 0 {
            self.failed = 1;
            self.complaint = Some("no test ran".to_owned());
        } else if self.skipped > 0 {
            self.complaint = Some(format!("{} skipped, and a test here is run or deleted", self.skipped));
        }
    }

    /// Why this is not good, if it is not.
    pub(crate) fn complaint(&self) -> Option<String> {
        self.complaint.clone()
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(hear: fn(&mut Tally, &str), lines: &[&str], ended_well: bool) -> Tally {
        let mut tally = Tally::default();
        lines.iter().for_each(|line| hear(&mut tally, line));
        tally.close(ended_well);
        tally
    }

    const CARGO: &str = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";
    const RED: &str =
        "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";

    #[test]
    fn the_counts_of_several_test_programs_are_summed() {
        let tally = heard(Tally::hear_cargo, &[CARGO, "test a ... ok", RED], false);
        assert_eq!(tally.to_string(), "4 passed, 2 failed");
        assert!(tally.complaint().is_some());
    }

    #[test]
    fn nodes_counts_are_read_from_its_summary() {
        let lines = [
            "✔ a test (3ms)",
            "ℹ tests 5",
            "ℹ pass 5",
            "ℹ fail 0",
            "ℹ cancelled 0",
            "ℹ duration_ms 81.2",
        ];
        let tally = heard(Tally::hear_node, &lines, true);
        assert_eq!(tally.to_string(), "5 passed, 0 failed");
        assert_eq!(tally.complaint(), None);
        assert_eq!(
            heard(Tally::hear_node, &["ok 1 - a test", "# pass 5", "# fail 0"], true),
            tally
        );
    }

    #[test]
    fn a_test_that_was_cancelled_has_failed() {
        assert_eq!(
            heard(Tally::hear_node, &["ℹ pass 1", "ℹ fail 0", "ℹ cancelled 1"], false).failed,
            1
        );
    }

    #[test]
    fn a_runner_that_ends_badly_has_failed_whatever_it_counted() {
        let tally = heard(Tally::hear_cargo, &[CARGO], false);
        assert_eq!(tally.failed, 1);
        assert!(tally.complaint().is_some());
    }

    #[test]
    fn a_runner_that_ran_no_test_has_failed() {
        let tally = heard(Tally::hear_node, &["ℹ tests 0", "ℹ pass 0", "ℹ fail 0"], true);
        assert_eq!(tally.complaint().as_deref(), Some("no test ran"));
    }

    #[test]
    fn a_skipped_test_is_not_a_passed_one() {
        let tally = heard(Tally::hear_node, &["ℹ pass 1", "ℹ fail 0", "ℹ skipped 1"], true);
        assert_eq!(tally.to_string(), "1 passed, 0 failed, 1 skipped");
        assert!(tally.complaint().is_some());
    }
}
