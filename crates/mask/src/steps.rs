//! How much of a text is looked at, counted where detectors look: the same on every machine, unlike a clock.

use std::cell::Cell;

use crate::{Direction, Masker, Policy};

thread_local! {
    static STEPS: Cell<usize> = const { Cell::new(0) };
}

/// So many characters were looked at.
pub(crate) fn count(characters: usize) {
    STEPS.set(STEPS.get() + characters);
}

/// The characters looked at while a text is scanned.
fn steps(masker: &Masker, text: &str) -> usize {
    STEPS.set(0);
    let _ = masker.scan(text, Direction::ToDesk);
    STEPS.get()
}

/// Short texts are shorter than what a detector may look over at once (4096 characters of one value): from 16 kB on the
/// window is full, and the rest is proportion.
#[test]
fn a_text_four_times_as_long_is_looked_at_about_four_times_as_often() {
    let masker = Masker::new(Policy::default()).without_names();
    for unit in [
        "4242 ",
        "1 ",
        "a@",
        "password ",
        "http://",
        "((((",
        "-----BEGIN ",
        "12.",
        "::",
        "four ",
        "[card ",
        "my iban is DE89 ",
        "key=",
    ] {
        let text = |bytes: usize| unit.repeat(bytes / unit.len());
        let (small, large) = (steps(&masker, &text(16_000)), steps(&masker, &text(64_000)));
        assert!(small >= 1_000, "{unit:?}: nothing is counted");
        assert!(
            large <= small * 5,
            "{unit:?}: {small} steps for 16 kB, {large} for 64 kB"
        );
    }
}
