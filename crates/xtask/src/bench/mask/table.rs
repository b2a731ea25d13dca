//! What is printed.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{
    Answer, MESSAGE,
    kinds::Core,
    score::{Outcome, outcome},
    texts::Set,
};

const WIDTH: usize = 14;

/// What must be known to read the tables fairly.
const NOTES: &str = "
Rust runs natively, the rest in Node. KB: what a browser would load, Rust as a wasm module of its own.
Ours in wasm hands its findings to JavaScript as objects within the time. A hit overlaps and has the right kind.
openredaction takes addresses at example.org and its like for test data and leaves them alone; our corpus has no others.
redact-core finds names by a model that is not part of it; leakguard's telephone numbers were switched on.
";

/// Precision, recall and F1 by kind, what was covered of all labels, and how many clean messages were altered.
pub(crate) fn accuracy(set: &Set, answers: &[Answer]) -> String {
    let outcomes: Vec<(&str, Outcome)> = answers
        .iter()
        .map(|one| (one.tool.as_str(), outcome(set, one)))
        .collect();
    let clean = outcomes.first().map_or(0, |(_, one)| one.clean);
    let mut out = format!("\n{}: {} messages, {clean} of them clean\n", set.name, set.texts.len());
    head(&mut out, answers);
    let labelled = |kind: &&Core| {
        let of = |outcome: &Outcome| outcome.kinds.get(kind).map_or(0, |score| score.hit + score.missed);
        outcomes.iter().any(|(_, outcome)| of(outcome) > 0)
    };
    for kind in Core::ALL.iter().filter(labelled) {
        row(&mut out, kind.name(), &outcomes, |one| {
            let score = one.kinds.get(kind).copied().unwrap_or_default();
            format!(
                "{} {} {}",
                hundredths(score.precision()),
                hundredths(score.recall()),
                hundredths(score.f1())
            )
        });
    }
    if !set.kinds.is_empty() {
        row(&mut out, "all of these: P R F1", &outcomes, |one| {
            let score = one.all;
            format!(
                "{} {} {}",
                hundredths(score.precision()),
                hundredths(score.recall()),
                hundredths(score.f1())
            )
        });
        row(&mut out, "labels covered", &outcomes, |one| {
            percent(one.covered, one.values)
        });
    }
    if clean > 0 {
        row(&mut out, "clean altered", &outcomes, |one| {
            percent(one.altered, one.clean)
        });
    }
    out
}

/// Microseconds and size.
pub(crate) fn cost(answers: &[Answer], sizes: &BTreeMap<String, u64>) -> String {
    let mut out = format!("\ntime and size; the one message has {} bytes\n", MESSAGE.len());
    head(&mut out, answers);
    let mut line = |name: &str, cell: &dyn Fn(&Answer) -> String| {
        let _ = write!(out, "{name:22}");
        for answer in answers {
            let _ = write!(out, " {:>WIDTH$}", cell(answer));
        }
        out.push('\n');
    };
    line("µs, one message", &|answer| format!("{:.1}", answer.one));
    line("µs, mean of corpus", &|answer| format!("{:.1}", answer.micros));
    line("KB brotli", &|answer| {
        let tool = answer.tool.strip_suffix("-wasm").unwrap_or(&answer.tool);
        sizes
            .get(tool)
            .map_or_else(|| "-".to_owned(), |bytes| format!("{:.1}", *bytes as f64 / 1000.0))
    });
    out.push_str(NOTES);
    out
}

fn head(out: &mut String, answers: &[Answer]) {
    let _ = write!(out, "{:22}", "");
    for answer in answers {
        let _ = write!(out, " {:>WIDTH$}", answer.tool);
    }
    out.push('\n');
}

fn row(out: &mut String, name: &str, outcomes: &[(&str, Outcome)], cell: impl Fn(&Outcome) -> String) {
    let _ = write!(out, "{name:22}");
    for (_, outcome) in outcomes {
        let _ = write!(out, " {:>WIDTH$}", cell(outcome));
    }
    out.push('\n');
}

/// `.95`, `1.0`, or a dash where there was nothing to divide by.
fn hundredths(share: Option<f64>) -> String {
    match share {
        None => "  -".to_owned(),
        Some(share) if share > 0.995 => "1.0".to_owned(),
        Some(share) => format!("{share:.2}").trim_start_matches('0').to_owned(),
    }
}

fn percent(part: usize, whole: usize) -> String {
    format!("{:.1} %", 100.0 * part as f64 / whole.max(1) as f64)
}
