//! The invented corpus of `tests/corpus`: that it is well-formed, and what the masker reaches on it.
//!
//! `cargo test -p hushwire-mask --test corpus -- --nocapture` prints the figures and the known misses;
//! with `BLESS=1` before it, `known-misses.txt` is written anew.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // A test may end here.

mod checks;
mod floors;
#[path = "../../../../tests/corpus/reader.rs"]
mod reader;
mod score;
mod sound;

use std::collections::BTreeSet;
use std::path::PathBuf;

use score::Outcome;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus")
}

fn messages() -> Vec<reader::Message> {
    reader::read(&folder()).unwrap()
}

/// Figures by kind and by language, each above its floor.
#[test]
fn every_kind_and_every_language_stays_above_its_floor() {
    let outcome = Outcome::of(&messages());
    println!("{outcome}");
    let fallen: Vec<String> = floors::FLOORS
        .iter()
        .filter_map(|floor| outcome.complaint(floor))
        .collect();
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
}

/// Each floor belongs to something that is measured, and everything that is measured has a floor.
#[test]
fn every_kind_and_language_of_the_corpus_has_a_floor() {
    let outcome = Outcome::of(&messages());
    let measured: BTreeSet<&str> = outcome.rows().map(|(name, _)| name).collect();
    let floors: BTreeSet<&str> = floors::FLOORS.iter().map(|floor| floor.name).collect();
    let without: Vec<_> = measured.symmetric_difference(&floors).collect();
    assert!(without.is_empty(), "{without:?}");
}

/// What the rules miss or find wrongly is listed line by line: a new one fails, and so does one that was mended.
#[test]
fn the_known_misses_are_these_and_no_others() {
    let path = folder().join("known-misses.txt");
    let now: BTreeSet<String> = Outcome::of(&messages()).misses;
    if std::env::var_os("BLESS").is_some() {
        let lines: String = now.iter().map(|line| format!("{line}\n")).collect();
        std::fs::write(&path, format!("{HEAD}{lines}")).unwrap();
    }
    let text = std::fs::read_to_string(&path).unwrap();
    let known: BTreeSet<String> = text
        .lines()
        .filter(|line| !line.starts_with("# "))
        .map(str::to_owned)
        .collect();
    println!("known misses: {}\n{text}", known.len());
    let fresh: Vec<&String> = now.difference(&known).collect();
    let mended: Vec<&String> = known.difference(&now).collect();
    assert!(
        fresh.is_empty() && mended.is_empty(),
        "new misses: {fresh:#?}\nmended, to be taken from the list (BLESS=1 writes it anew): {mended:#?}"
    );
}

const HEAD: &str = "\
# What the rules miss (`missed`) or find where it is not (`wrong`): language, which, kind, value, message.
# `crates/mask/tests/corpus` compares this list with what the masker does today. Kinds of the trained tagger are held by floors alone.
";
