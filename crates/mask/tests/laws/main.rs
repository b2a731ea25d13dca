//! Laws that hold for every text, whoever wrote it.
//!
//! Texts come from three springs: characters of every sort at random, bytes read as text, and messages of the corpus cut
//! up, joined, and sprinkled with what nobody sees. `properties.rs` has what holds for chosen pieces.

#![allow(clippy::unwrap_used)] // A test may end here.

mod own;
mod policies;
#[allow(dead_code, reason = "the corpus' own test uses the rest of it")]
#[path = "../../../../tests/corpus/reader.rs"]
mod reader;
mod spans;
mod stream;
mod texts;
mod values;

use std::sync::LazyLock;

use hushwire_mask::{Direction, Masked, Masker, Policy, Vault};
use proptest::prelude::ProptestConfig;

static MASKER: LazyLock<Masker> = LazyLock::new(|| Masker::new(Policy::default()));

fn masked(text: &str) -> Masked {
    MASKER.mask(text, Direction::ToDesk, &mut Vault::default()).unwrap()
}

/// `PROPTEST_CASES` asks for more, for whoever hunts.
fn config() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(800),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
