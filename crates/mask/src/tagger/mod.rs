//! Names and addresses of people, told by a small trained tagger.
//!
//! A linear-chain model over hashed features (`features.rs`) of tokens (`tokens.rs`) gives every token one of
//! [`tables::LABELS`] labels by Viterbi's algorithm, all in whole numbers. Weights and word lists are the trained tables
//! (`tables.rs`); how they were trained, from what, and how good they are is in `crates/mask/MODEL.md`.
//! Sources: Lafferty, McCallum, Pereira, "Conditional random fields" (2001); Weinberger et al., "Feature hashing" (2009).

mod coder;
mod features;
mod spans;
mod tables;
mod tokens;
pub mod training;

use std::sync::OnceLock;

use crate::kind::Kind;
use features::{Look, MARGIN};
use tables::{LABELS, LISTS, Set, Tables};
use tokens::Token;

pub use tables::BadTables;

/// The labels.
pub(crate) mod label {
    pub(crate) const OTHER: usize = 0;
    pub(crate) const PERSON: usize = 1;
    pub(crate) const PERSON_ON: usize = 2;
    pub(crate) const ADDRESS: usize = 3;
    pub(crate) const ADDRESS_ON: usize = 4;
}

/// Longer texts are read in pieces of so many tokens.
const PIECE: usize = 4096;

/// A label that may not follow another is worse by this.
const NEVER: i32 = -1_000_000;

/// Something the tagger believes to have seen, in bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Tagged {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
    pub(crate) score: f32,
}

/// What the tagger knows, ready to use.
pub(crate) struct Names {
    tables: Tables,
}

impl Names {
    /// Checks and unpacks trained tables.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, BadTables> {
        Ok(Self {
            tables: Tables::read(bytes)?,
        })
    }

    /// Names, addresses and places in a text in which `covered` (bytes, sorted) was found before.
    pub(crate) fn tag(&self, text: &str, covered: &[(usize, usize, Kind)]) -> Vec<Tagged> {
        let mut found = Vec::new();
        if text.len() > u32::MAX as usize {
            return found;
        }
        let mut tokens = Vec::with_capacity(text.len() / 4 + 2 * MARGIN);
        tokens::tokenise(text, covered, &mut tokens);
        look_up(&self.tables.lists, &mut tokens);
        let look = Look::of(&tokens);
        let mut scratch = Scratch::default();
        for piece in tokens.chunks(PIECE) {
            self.label(piece, look, &mut scratch);
            spans::collect(text, piece, &scratch, &mut found);
        }
        found
    }

    /// The best labels for a piece, and by how much they are better than any path that does without them.
    fn label(&self, piece: &[Token], look: Look, scratch: &mut Scratch) {
        let tables = &self.tables;
        scratch.padded.clear();
        scratch.padded.extend_from_slice(&[Token::default(); MARGIN]);
        scratch.padded.extend_from_slice(piece);
        scratch.padded.extend_from_slice(&[Token::default(); MARGIN]);
        scratch.own.clear();
        for window in scratch.padded.windows(2 * MARGIN + 1) {
            let Ok(window) = window.try_into() else { break };
            // Eight weights of one byte, 128 added to each, in two words of four lanes: even labels and odd ones.
            let (mut even, mut odd, mut many) = (0_u64, 0_u64, 0_i32);
            features::each(window, look, |slot| {
                if let Some(row) = tables.row(slot) {
                    even += row & LANES;
                    odd += row >> 8 & LANES;
                    many += 128;
                }
            });
            scratch.own.push(core::array::from_fn(|label| {
                let lanes = if label & 1 == 0 { even } else { odd };
                (lanes >> (8 * (label & 6)) & 0xFFFF) as i32 - many + tables.bias[label]
            }));
        }
        scratch.solve(&tables.transitions);
    }
}

fn look_up(lists: &[Set; LISTS], tokens: &mut [Token]) {
    for token in tokens.iter_mut().filter(|token| token.is_word()) {
        token.lists = 0;
        for (nth, list) in lists.iter().enumerate() {
            token.lists |= u8::from(list.has(Set::slot(list.bits, token.hash))) << nth;
        }
    }
}

const LANES: u64 = 0x00FF_00FF_00FF_00FF;

/// Memory that is used again from piece to piece.
#[derive(Default)]
pub(crate) struct Scratch {
    padded: Vec<Token>,
    /// What each token says for itself of each label.
    own: Vec<[i32; LABELS]>,
    /// The best that can be from the start up to here, here included; from here to the end, here left out.
    before: Vec<[i32; LABELS]>,
    after: Vec<[i32; LABELS]>,
    /// The best label of each token.
    pub(crate) labels: Vec<u8>,
    /// The best score of any path through each label of each token.
    pub(crate) through: Vec<[i32; LABELS]>,
}

impl Scratch {
    /// Viterbi forwards and backwards.
    fn solve(&mut self, transitions: &[[i32; LABELS]; LABELS]) {
        let many = self.own.len();
        self.before.clear();
        self.after.clear();
        self.through.clear();
        self.labels.clear();
        let mut best = start();
        for own in &self.own {
            let mut next = [i32::MIN / 2; LABELS];
            if self.before.is_empty() {
                next = best;
            } else {
                for (from, row) in transitions.iter().enumerate() {
                    for (to, cost) in row.iter().enumerate() {
                        next[to] = next[to].max(best[from] + cost);
                    }
                }
            }
            best = core::array::from_fn(|label| next[label] + own[label]);
            self.before.push(best);
        }
        let mut rest = [0; LABELS];
        self.after.resize(many, rest);
        for (own, after) in self.own.iter().zip(self.after.iter_mut()).rev() {
            *after = rest;
            let mut next = [i32::MIN / 2; LABELS];
            for (from, row) in transitions.iter().enumerate() {
                for (to, cost) in row.iter().enumerate() {
                    next[from] = next[from].max(cost + own[to] + rest[to]);
                }
            }
            rest = next;
        }
        let mut last: Option<usize> = None;
        for (before, after) in self.before.iter().zip(&self.after) {
            let through: [i32; LABELS] = core::array::from_fn(|label| before[label] + after[label]);
            // Of equally good labels the first that may follow the one before: the path is one path.
            let mut label = 0;
            let mut top = i32::MIN;
            for (nth, &score) in through.iter().enumerate() {
                let allowed = last.is_none_or(|last| transitions[last][nth] > NEVER / 2);
                if score > top && allowed {
                    (label, top) = (nth, score);
                }
            }
            last = Some(label);
            self.labels.push(label as u8);
            self.through.push(through);
        }
    }
}

/// Nothing goes on at the start of a text.
fn start() -> [i32; LABELS] {
    let mut start = [0; LABELS];
    start[label::PERSON_ON] = NEVER;
    start[label::ADDRESS_ON] = NEVER;
    start[LABELS - 1] = NEVER;
    start
}

static SHARED: OnceLock<Names> = OnceLock::new();

/// Switches on names and addresses of people for every masker of this program, where they are not compiled in
/// (feature `names`). The bytes are the file `names.hwnt` of this version; the first tables stay.
///
/// # Errors
/// [`BadTables`] when they are something else, cut short or damaged; maskers then go on without.
pub fn load_names(tables: &[u8]) -> Result<(), BadTables> {
    let names = Names::read(tables)?;
    let _ = SHARED.set(names);
    Ok(())
}

/// The names that all maskers know.
pub(crate) fn shared() -> Option<&'static Names> {
    #[cfg(feature = "names")]
    if SHARED.get().is_none() {
        let _ = load_names(include_bytes!("../../names.hwnt"));
    }
    SHARED.get()
}
