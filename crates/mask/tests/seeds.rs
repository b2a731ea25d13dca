//! The fuzzer's laws, without a fuzzer: over its seeds, what it once found, and every message of the corpus.

#![allow(clippy::unwrap_used, clippy::expect_used)] // A test may end here.

use std::path::{Path, PathBuf};

#[path = "../../../tests/targets/src/mask.rs"]
mod mask;
#[allow(dead_code, reason = "the corpus' own test uses the rest of it")]
#[path = "../../../tests/corpus/reader.rs"]
mod reader;

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests")
}

#[test]
fn the_laws_hold_for_every_seed() {
    let mut count = 0;
    for entry in std::fs::read_dir(tests().join("fuzz/seeds/mask")).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.file_name().unwrap_or_default().display());
        mask::hold(&std::fs::read(&path).unwrap());
        count += 1;
    }
    assert!(count >= 30, "{count} seeds");
}

#[test]
fn the_laws_hold_for_every_message_of_the_corpus_whole_cut_and_joined() {
    let messages = reader::read(&tests().join("corpus")).unwrap();
    for message in &messages {
        let bytes = message.text.as_bytes();
        mask::hold(bytes);
        // Between any two bytes, inside of characters too.
        mask::hold(&bytes[..bytes.len() / 2]);
        mask::hold(&bytes[bytes.len() / 3..]);
    }
    for pair in messages.windows(2) {
        mask::hold([pair[0].text.as_bytes(), pair[1].text.as_bytes()].concat().as_slice());
    }
}
