//! What `cargo xtask train` needs of the tagger: the same tokens and features that are used on messages, and a packer.
//!
//! Not an interface for others: it changes with the tagger.

pub use super::tables::{LABELS, LISTS, SLOT_BITS};
pub use super::tokens::{Token, tokenise, word_hash};

use super::features::{self, Look, MARGIN};
use super::tables::{LIST_BITS, Set, Tables};
use crate::kind::Kind;

/// Labels by number: other, person (first token, further ones), address (same), place, group of people, none.
pub const LABEL_NAMES: [&str; LABELS] = ["O", "B-PER", "I-PER", "B-ADR", "I-ADR", "LOC", "ORG", "-"];

/// Word lists, filled from outside.
#[derive(Clone)]
pub struct Lists([Set; LISTS]);

impl Default for Lists {
    fn default() -> Self {
        Self(LIST_BITS.map(Set::new))
    }
}

impl core::fmt::Debug for Lists {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Lists(_)")
    }
}

impl Lists {
    /// Puts a word, by its hash, on a list.
    pub fn insert(&mut self, list: usize, hash: u32) {
        if let Some(list) = self.0.get_mut(list) {
            list.insert(Set::slot(list.bits, hash));
        }
    }
    /// Notes for each token on which lists it is.
    pub fn look_up(&self, tokens: &mut [Token]) {
        super::look_up(&self.0, tokens);
    }
}

/// The slots of the features of every token, [`features_each`] for each token.
pub fn features(tokens: &[Token], slots: &mut Vec<u32>) {
    slots.clear();
    let look = Look::of(tokens);
    let mut padded = vec![Token::default(); MARGIN];
    padded.extend_from_slice(tokens);
    padded.extend_from_slice(&[Token::default(); MARGIN]);
    for window in padded.windows(2 * MARGIN + 1) {
        if let Ok(window) = window.try_into() {
            features::each(window, look, |slot| slots.push(slot));
        }
    }
}

/// How many features a token has.
#[must_use]
pub const fn features_each() -> usize {
    features::FEATURES
}

/// The bytes of trained tables. Rows in ascending order of their slots.
#[must_use]
pub fn pack(
    bias: [i32; LABELS],
    transitions: [[i32; LABELS]; LABELS],
    lists: &Lists,
    rows: &[(u32, [i8; LABELS])],
) -> Vec<u8> {
    let mut tables = Tables::empty();
    tables.bias = bias;
    tables.transitions = transitions;
    tables.lists = lists.0.clone();
    tables.place(
        rows.iter()
            .map(|(slot, row)| (*slot, u64::from_le_bytes(row.map(|weight| (weight as u8) ^ 0x80))))
            .collect(),
    );
    tables.write()
}

/// A found kind and its bytes, for [`tokenise`].
pub type Covered = (usize, usize, Kind);
