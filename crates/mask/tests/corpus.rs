//! The invented corpus of `tests/corpus`: what the masker reaches on it, printed, and the floor it must not fall through.
//!
//! `cargo test -p hushwire-mask --test corpus -- --nocapture` prints the table.

#![allow(clippy::unwrap_used)] // A test may end here.

use std::collections::BTreeMap;
use std::path::Path;

use hushwire_mask::{Direction, Kind, Masker, Policy};
use serde_json::Value;

const PRECISION: f64 = 0.97;
const RECALL: f64 = 0.97;

#[derive(Default)]
struct Score {
    hit: usize,
    missed: usize,
    wrong: usize,
}

struct Row {
    text: String,
    spans: Vec<(usize, usize, Kind)>,
    lang: String,
    clean: bool,
}

fn rows() -> Vec<Row> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    files
        .iter()
        .flat_map(|path| {
            std::fs::read_to_string(path)
                .unwrap()
                .lines()
                .map(row)
                .collect::<Vec<_>>()
        })
        .collect()
}

fn row(line: &str) -> Row {
    let value: Value = serde_json::from_str(line).unwrap();
    let text = value["text"].as_str().unwrap().to_owned();
    let byte = |place: &Value| {
        text.char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .nth(place.as_u64().unwrap() as usize)
            .unwrap()
    };
    let spans = value["spans"].as_array().unwrap().iter();
    let spans = spans
        .map(|span| {
            (
                byte(&span["start"]),
                byte(&span["end"]),
                span["kind"].as_str().unwrap().parse().unwrap(),
            )
        })
        .collect();
    Row {
        spans,
        lang: value["lang"].as_str().unwrap().to_owned(),
        clean: value["clean"] == true,
        text,
    }
}

#[test]
fn the_corpus_has_ten_languages_and_half_of_it_is_clean() {
    let rows = rows();
    let mut languages: Vec<&str> = rows.iter().map(|row| row.lang.as_str()).collect();
    languages.sort_unstable();
    languages.dedup();
    let clean = rows.iter().filter(|row| row.clean).count();
    assert!(languages.len() >= 10, "{languages:?}");
    assert!(
        rows.len() >= 300 && clean * 2 >= rows.len(),
        "{clean} of {}",
        rows.len()
    );
    assert!(rows.iter().all(|row| row.clean == row.spans.is_empty()));
}

#[test]
fn every_kind_is_found_where_it_is_and_clean_messages_stay_as_they_are() {
    let masker = Masker::new(Policy::default());
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let mut complaints = Vec::new();
    for row in rows() {
        let findings = masker.scan(&row.text, Direction::ToDesk);
        for (start, end, kind) in &row.spans {
            let found = findings
                .iter()
                .any(|one| one.kind == *kind && one.start == *start && one.end == *end);
            let score = scores.entry(kind.as_str()).or_default();
            if found {
                score.hit += 1;
            } else {
                score.missed += 1;
                complaints.push(format!("missed {kind} {:?} in {:?}", &row.text[*start..*end], row.text));
            }
        }
        for one in &findings {
            if !row.spans.contains(&(one.start, one.end, one.kind)) {
                scores.entry(one.kind.as_str()).or_default().wrong += 1;
                complaints.push(format!(
                    "wrong {} {:?} in {:?}",
                    one.kind,
                    &row.text[one.start..one.end],
                    row.text
                ));
            }
        }
    }
    let (mut hit, mut missed, mut wrong) = (0, 0, 0);
    for (kind, score) in &scores {
        println!(
            "{kind:20} hit {:3}  missed {:3}  wrong {:3}",
            score.hit, score.missed, score.wrong
        );
        (hit, missed, wrong) = (hit + score.hit, missed + score.missed, wrong + score.wrong);
    }
    let precision = hit as f64 / (hit + wrong) as f64;
    let recall = hit as f64 / (hit + missed) as f64;
    println!("all: precision {precision:.3}, recall {recall:.3}");
    assert!(precision >= PRECISION && recall >= RECALL, "{}", complaints.join("\n"));
}
