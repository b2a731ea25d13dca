//! Runs the maskers written in Rust over the same messages: `hushwire-bench-peers MESSAGES TIMED`.
//!
//! MESSAGES: a JSON array of texts. TIMED: one text, timed by itself. Out: one JSON object a line for each tool:
//! `{"tool", "micros", "one", "spans": [[[start, end, kind], …], …]}`, offsets in code points, kinds in the tool's words;
//! `micros` for a message of MESSAGES on average (the fastest of three passes), `one` for TIMED.

use std::hint::black_box;
use std::time::{Duration, Instant};

use hushwire_mask::{Direction, Masker, Policy};
use serde_json::{Value, json};

/// Bytes from, bytes to, kind.
type Span = (usize, usize, String);

/// How often all messages are gone through for the time; the fastest counts.
const PASSES: usize = 3;

/// How long the one message is repeated.
const PATIENCE: Duration = Duration::from_millis(300);

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(messages), Some(timed)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: hushwire-bench-peers MESSAGES TIMED");
        std::process::exit(2);
    };
    let messages = std::fs::read_to_string(messages).unwrap_or_default();
    let messages: Vec<String> = serde_json::from_str(&messages).unwrap_or_default();

    let masker = Masker::new(Policy::default());
    measure("hushwire", &messages, &timed, |text| {
        let findings = masker.scan(text, Direction::ToDesk);
        let kind = |kind: &str, scheme: Option<&str>| match scheme {
            Some("ssn") => "ssn".to_owned(),
            _ => kind.to_owned(),
        };
        findings
            .iter()
            .map(|one| (one.start, one.end, kind(one.kind.as_str(), one.scheme)))
            .collect()
    });

    // Its detector of telephone numbers is there but off by default; the comparison is about telephone numbers too.
    let leakguard = leakguard::Redactor::new().with_detector(leakguard::detectors::PhoneNumber);
    measure("leakguard", &messages, &timed, |text| {
        let found = leakguard.find(text);
        found
            .iter()
            .map(|one| (one.start, one.end, one.kind.label().to_owned()))
            .collect()
    });

    let redact_core = redact_core::AnalyzerEngine::new();
    measure("redact-core", &messages, &timed, |text| {
        let found = redact_core
            .analyze(text, None)
            .map(|found| found.detected_entities)
            .unwrap_or_default();
        found
            .iter()
            .map(|one| (one.start, one.end, one.entity_type.as_str().to_owned()))
            .collect()
    });
}

fn measure(tool: &str, messages: &[String], timed: &str, find: impl Fn(&str) -> Vec<Span>) {
    let spans: Vec<Vec<Value>> = messages.iter().map(|text| code_points(text, &find(text))).collect();
    let pass = || {
        let started = Instant::now();
        for text in messages {
            black_box(find(black_box(text)));
        }
        started.elapsed().as_secs_f64() * 1e6 / messages.len().max(1) as f64
    };
    let micros = (0..PASSES).map(|_| pass()).fold(f64::MAX, f64::min);
    let one = fastest(|| {
        black_box(find(black_box(timed)));
    });
    println!(
        "{}",
        json!({"tool": tool, "micros": micros, "one": one, "spans": spans})
    );
}

/// Microseconds, the fastest of many batches: whatever else the machine does only ever adds.
fn fastest(work: impl Fn()) -> f64 {
    const BATCH: u32 = 20;
    let (begun, mut fastest) = (Instant::now(), f64::MAX);
    while begun.elapsed() < PATIENCE {
        let started = Instant::now();
        (0..BATCH).for_each(|_| work());
        fastest = fastest.min(started.elapsed().as_secs_f64() * 1e6 / f64::from(BATCH));
    }
    fastest
}

fn code_points(text: &str, spans: &[Span]) -> Vec<Value> {
    let at = |byte: usize| text.char_indices().take_while(|(start, _)| *start < byte).count();
    spans
        .iter()
        .map(|(start, end, kind)| json!([at(*start), at(*end), kind]))
        .collect()
}
