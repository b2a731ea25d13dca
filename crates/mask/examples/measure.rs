//! Measures the masker on a folder of labelled texts.
//!
//! `cargo run --release -p hushwire-mask --example measure -- --data DIR [--show KIND] [--set NAME]`
//!
//! With `--stream DIR` it times the streams (without names) and compares what comes out. With `--bench` it times one message of 143 bytes. With `--stdin` it answers each line of its input with what it found there.
//!
//! Every `*.jsonl` below DIR is read: rows `{text, spans:[{start,end,type|kind}], clean?}`, offsets in code points.
//! Printed: precision, recall and F1 by kind for each file with labels, altered clean messages for each file with
//! `clean: true` rows, and microseconds a message. `--show KIND` prints what was missed or wrongly found.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use hushwire_mask::{Direction, Finding, Masker, Policy, Stream, Vault};
use serde_json::Value;

#[derive(Default)]
struct Score {
    hit: usize,
    missed: usize,
    wrong: usize,
}

/// The kinds a label of the data stands for; the first is the one it is printed under.
fn kinds(label: &str) -> &[&str] {
    match label {
        "CREDIT_CARD" | "CARD" => &["credit-card"],
        "EMAIL" => &["email"],
        "PHONE" => &["phone"],
        "IBAN" => &["iban"],
        "IP" => &["ip-address"],
        "URL" => &["url", "url-credentials"],
        "US_SSN" => &["national-id"],
        "DRIVER_LICENSE" => &["driver-license"],
        "PASSWORD" => &["password"],
        "PERSON" => &["person"],
        "ADDRESS" => &["address"],
        "LOCATION" => &["location"],
        "ID" => &[
            "national-id",
            "health-id",
            "bank-account",
            "tax-id",
            "passport",
            "driver-license",
            "business-id",
        ],
        "DATE" => &["date-of-birth", "date"],
        _ => &[],
    }
}

fn files(dir: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(dir)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "jsonl") {
            into.push(path);
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let option = |name: &str| {
        arguments
            .iter()
            .position(|one| one == name)
            .and_then(|at| arguments.get(at + 1))
            .cloned()
    };
    if arguments.iter().any(|one| one == "--stdin") {
        return answer();
    }
    if arguments.iter().any(|one| one == "--bench") {
        return bench();
    }
    if let Some(data) = option("--stream") {
        return stream(&data);
    }
    let Some(data) = option("--data") else {
        eprintln!("usage: measure --data DIR [--show KIND] [--set NAME] | measure --stdin");
        std::process::exit(2);
    };
    let (show, set) = (option("--show"), option("--set"));
    let mut paths = Vec::new();
    files(Path::new(&data), &mut paths);
    let masker = Masker::new(Policy::default());
    for path in paths {
        let name = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        if set.as_ref().is_some_and(|set| *set != name) {
            continue;
        }
        measure(
            &masker,
            &name,
            &std::fs::read_to_string(&path).unwrap_or_default(),
            show.as_deref(),
        );
    }
}

/// One line of text in, one line of findings out: `kind:country:scheme:value`, tabs between.
fn answer() {
    let masker = Masker::new(Policy::default());
    for line in std::io::stdin().lines().map_while(Result::ok) {
        let found: Vec<String> = masker
            .scan(&line, Direction::ToDesk)
            .iter()
            .map(|one| {
                let value = line.get(one.start..one.end).unwrap_or("");
                format!(
                    "{}:{}:{}:{value}",
                    one.kind,
                    one.country.unwrap_or(""),
                    one.scheme.unwrap_or("")
                )
            })
            .collect();
        println!("{}", found.join("\t"));
    }
}

/// Microseconds for one message of 143 bytes, the fastest of many batches.
fn bench() {
    let masker = Masker::new(Policy::default());
    for message in [
        "Hi, my order 48213 has not arrived and the tracking page still says it left the depot on Monday. Could you tell me what happened to it please?",
        "Hi, I paid with 4242 4242 4242 4242 and got no receipt, please mail it to ann@example.org or call +1 415 555 2671 after six, thanks a lot, Ann",
    ] {
        let fastest = (0..200)
            .map(|_| {
                let started = Instant::now();
                for _ in 0..200 {
                    std::hint::black_box(masker.scan(std::hint::black_box(message), Direction::ToDesk));
                }
                started.elapsed().as_secs_f64() * 1e6 / 200.0
            })
            .fold(f64::MAX, f64::min);
        println!("{:.2} µs for {} bytes", fastest, message.len());
    }
}

/// Megabytes a second through a [`Stream`], and how many texts come out otherwise than masked whole.
fn stream(data: &str) {
    let masker = Masker::new(Policy::default()).without_names();
    let mut paths = Vec::new();
    files(Path::new(data), &mut paths);
    for path in paths {
        let rows = std::fs::read_to_string(&path).unwrap_or_default();
        let texts: Vec<String> = rows
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter_map(|row| row.get("text").and_then(Value::as_str).map(str::to_owned))
            .collect();
        let through = |bytes: &[u8]| {
            let (mut vault, mut out) = (Vault::default(), Vec::new());
            let mut stream = Stream::new(&masker, Direction::ToDesk);
            for piece in bytes.chunks(1 << 16) {
                stream.push(piece, &mut vault, &mut out).ok();
            }
            stream.finish(&mut vault, &mut out).ok();
            out
        };
        let mut different = 0;
        for text in &texts {
            let whole = masker
                .mask(text, Direction::ToDesk, &mut Vault::default())
                .map(|masked| masked.text);
            if whole.is_ok_and(|whole| whole.as_bytes() != through(text.as_bytes())) {
                different += 1;
                if std::env::args().any(|one| one == "--show") {
                    println!("DIFFERENT {text:?}");
                }
            }
        }
        let mut all = texts.join("\n");
        all.push('\n');
        while all.len() < 16 << 20 {
            let again = all.clone();
            all.push_str(&again);
        }
        let started = Instant::now();
        std::hint::black_box(through(all.as_bytes()));
        let seconds = started.elapsed().as_secs_f64();
        println!(
            "{:16} {:6.1} MB/s, {different} of {} differ",
            path.file_stem().unwrap_or_default().to_string_lossy(),
            all.len() as f64 / 1e6 / seconds,
            texts.len()
        );
    }
}

fn measure(masker: &Masker, name: &str, lines: &str, show: Option<&str>) {
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut altered_by: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut messages, mut clean, mut altered, mut micros) = (0, 0, 0, 0.0);
    for row in lines
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
    {
        let Some(text) = row.get("text").and_then(Value::as_str) else {
            continue;
        };
        let started = Instant::now();
        let findings = masker.scan(text, Direction::ToDesk);
        micros += started.elapsed().as_secs_f64() * 1e6;
        messages += 1;
        let spans: Vec<(usize, usize, String)> = row
            .get("spans")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|span| {
                let place = |key| {
                    span.get(key)
                        .and_then(Value::as_u64)
                        .and_then(|at| byte_of(text, at as usize))
                };
                let label = span.get("type").or(span.get("kind")).and_then(Value::as_str)?;
                Some((place("start")?, place("end")?, label.to_owned()))
            })
            .collect();
        if row.get("clean").and_then(Value::as_bool) == Some(true) {
            clean += 1;
            altered += usize::from(!findings.is_empty());
            for finding in &findings {
                *altered_by.entry(finding.kind.as_str()).or_default() += 1;
            }
        }
        score(text, &spans, &findings, &mut scores, show);
    }
    println!(
        "== {name}: {messages} messages, {:.1} µs each",
        micros / f64::from(messages.max(1))
    );
    for (label, score) in scores {
        let Score { hit, missed, wrong } = score;
        let precision = hit as f64 / ((hit + wrong).max(1)) as f64;
        let recall = hit as f64 / ((hit + missed).max(1)) as f64;
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        println!(
            "   {label:20} P {precision:.3}  R {recall:.3}  F1 {f1:.3}  (hit {hit}, missed {missed}, wrong {wrong})"
        );
    }
    if clean > 0 {
        println!(
            "   clean: {altered} of {clean} altered ({:.2} %) {altered_by:?}",
            100.0 * f64::from(altered as u32) / f64::from(clean)
        );
    }
}

fn byte_of(text: &str, code_point: usize) -> Option<usize> {
    text.char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .nth(code_point)
}

fn score(
    text: &str,
    spans: &[(usize, usize, String)],
    findings: &[Finding],
    scores: &mut BTreeMap<String, Score>,
    show: Option<&str>,
) {
    let overlap = |a: (usize, usize), b: (usize, usize)| a.0 < b.1 && b.0 < a.1;
    for (start, end, label) in spans {
        let wanted = match kinds(label) {
            [] => std::slice::from_ref(label).iter().map(String::as_str).collect(),
            known => known.to_vec(),
        };
        let Some(first) = wanted.first() else {
            continue;
        };
        let found = findings
            .iter()
            .any(|f| wanted.contains(&f.kind.as_str()) && overlap((f.start, f.end), (*start, *end)));
        let entry = scores.entry((*first).to_owned()).or_default();
        if found {
            entry.hit += 1;
        } else {
            entry.missed += 1;
            if show == Some(first) {
                println!("MISSED {first} {:?} in {text:?}", text.get(*start..*end).unwrap_or(""));
            }
        }
    }
    for finding in findings {
        let kind = finding.kind.as_str();
        let right = spans.iter().any(|(start, end, label)| {
            (kinds(label).contains(&kind) || label == kind) && overlap((finding.start, finding.end), (*start, *end))
        });
        if !right {
            scores.entry(kind.to_owned()).or_default().wrong += 1;
            if show == Some(kind) {
                println!(
                    "WRONG {kind} {:.2} {:?} in {text:?}",
                    finding.score,
                    text.get(finding.start..finding.end).unwrap_or("")
                );
            }
        }
    }
}
