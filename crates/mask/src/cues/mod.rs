//! Words that say what comes next: "my password is", "IBAN", "geboren am".
//!
//! One table for all languages (`table.rs`, and the labels of `detect/ids/*.tsv`). The build script sorts and packs it:
//! an entry names only what it does not share with the one before. The first [`crate::Masker`] reads it into a hash index,
//! which would be several times larger to ship. A cue is matched as whole words, unless its stem is marked with `*`
//! (Polish and Turkish decline them).

mod cue;
#[cfg(test)]
#[allow(dead_code, reason = "digits are read by the build script alone")]
pub(crate) mod table;

use std::sync::OnceLock;

pub(crate) use cue::Cue;
use cue::{DIGITS_FROM, SAME, SCHEMES_FROM, SHARED_FROM};

use crate::text::View;

/// Cues as a set.
#[derive(Clone, Copy)]
pub(crate) struct CueSet(u64);

impl CueSet {
    pub(crate) const fn of(cues: &[Cue]) -> Self {
        let mut bits = 0_u64;
        let mut n = 0;
        while n < cues.len() {
            bits |= 1 << cues[n] as u32;
            n += 1;
        }
        Self(bits)
    }
    /// Words of grammar, which announce nothing.
    pub(crate) const GRAMMAR: Self = Self::of(&[Cue::Is, Cue::Link, Cue::State, Cue::Digit]);

    pub(crate) const fn has(self, cue: Cue) -> bool {
        self.0 >> cue as u32 & 1 == 1
    }
}

/// A cue found in the text; places are in characters, `word` is the index of the word after it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) word: usize,
    pub(crate) cue: Cue,
    pub(crate) scheme: u16,
}

#[derive(Clone, Copy, PartialEq)]
struct Phrase {
    first: Part,
    tail: (u16, u16),
    cue: Cue,
    scheme: u16,
}

#[derive(Clone, Copy, PartialEq)]
struct Part {
    hash: u32,
    stem: bool,
}

pub(crate) const HASH_START: u32 = 0x811C_9DC5;

/// FNV-1a.
pub(crate) const fn hash_step(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// What [`crate::text::Word::hash`] is for this word, in small letters.
pub(crate) const fn word_hash(word: &[u8]) -> u32 {
    let mut hash = HASH_START;
    let mut at = 0;
    while at < word.len() {
        hash = hash_step(hash, word[at]);
        at += 1;
    }
    hash
}

/// Slots of the index: a power of two, at least twice the number of phrases.
const SLOTS: usize = 16384;
/// Slots of the set of stems, of which there are some five hundred.
const STEMS: usize = 2048;
/// Words of a cue are at most this many characters apart.
const GAP: usize = 3;
/// Longer than the longest cue of the table.
const LONGEST: usize = 96;

/// The packed table: shared beginnings, endings (a line each), values.
static SHARED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cues.shared"));
static ENDINGS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cues.endings"));
static VALUES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cues.values"));

/// An index of cues: the table's, or the desk's own.
#[derive(Clone, PartialEq)]
pub(crate) struct Cues {
    phrases: Vec<Phrase>,
    tails: Vec<Part>,
    slots: Vec<u16>,
    stems: Vec<u32>,
}

static ALL: OnceLock<Cues> = OnceLock::new();

impl Default for Cues {
    fn default() -> Self {
        Self {
            phrases: Vec::new(),
            tails: Vec::new(),
            slots: vec![0; SLOTS],
            stems: vec![0; STEMS],
        }
    }
}

impl Cues {
    /// The index of the whole table, read once.
    pub(crate) fn all() -> &'static Self {
        ALL.get_or_init(Self::read)
    }

    fn read() -> Self {
        let mut cues = Self::default();
        let mut phrase = [0_u8; LONGEST];
        let mut length = 0;
        let mut endings = ENDINGS;
        for (&shared, &value) in SHARED.iter().zip(VALUES) {
            if shared != SAME {
                length = usize::from(shared.wrapping_sub(SHARED_FROM));
                while let Some((&b, rest)) = endings.split_first() {
                    endings = rest;
                    let Some(slot) = phrase.get_mut(length).filter(|_| b != b'\n') else {
                        break;
                    };
                    *slot = b;
                    length += 1;
                }
            }
            let (cue, scheme) = match value {
                SCHEMES_FROM.. => (Cue::Scheme, value - SCHEMES_FROM),
                DIGITS_FROM.. => (Cue::Digit, value - DIGITS_FROM),
                _ => (Cue::ALL.get(usize::from(value)).copied().unwrap_or(Cue::State), 0),
            };
            cues.add(phrase.get(..length).unwrap_or(&[]), cue, u16::from(scheme));
        }
        cues
    }

    /// Adds a phrase: folded words, one blank between, `*` behind a stem.
    pub(crate) fn add(&mut self, phrase: &[u8], cue: Cue, scheme: u16) {
        let from = self.tails.len() as u16;
        for word in phrase.split(|b| *b == b' ') {
            let stem = word.last() == Some(&b'*');
            let letters = word.iter().filter(|b| **b != b'*');
            let hash = letters.fold(HASH_START, |hash, b| hash_step(hash, *b));
            if stem {
                fill(&mut self.stems, hash, hash);
            }
            self.tails.push(Part { hash, stem });
        }
        let Some(&first) = self.tails.get(usize::from(from)) else {
            return;
        };
        let tail = (from + 1, self.tails.len() as u16);
        self.phrases.push(Phrase {
            first,
            tail,
            cue,
            scheme,
        });
        fill(&mut self.slots, first.hash, self.phrases.len() as u16);
    }

    /// Whether this is the hash of a stem of the table.
    pub(crate) fn is_stem(&self, hash: u32) -> bool {
        let mut slot = hash as usize % STEMS;
        while let Some(&stem) = self.stems.get(slot).filter(|stem| **stem != 0) {
            if stem == hash {
                return true;
            }
            slot = (slot + 1) % STEMS;
        }
        false
    }

    /// The first word of every phrase, whether it is a stem, and what the phrase announces.
    pub(crate) fn beginnings(&self) -> impl Iterator<Item = (u32, bool, Cue)> {
        self.phrases
            .iter()
            .map(|phrase| (phrase.first.hash, phrase.first.stem, phrase.cue))
    }

    /// What phrases announce that begin with this word, or with this stem, and go on with the next word, if they do.
    pub(crate) fn beginning(&self, hash: u32, stem: bool, next: u32) -> impl Iterator<Item = Cue> {
        let goes_on = move |phrase: &&Phrase| {
            phrase.tail.0 == phrase.tail.1
                || self
                    .tails
                    .get(usize::from(phrase.tail.0))
                    .is_some_and(|part| part.stem || part.hash == next)
        };
        let begins = self
            .beginning_with(hash)
            .filter(move |phrase| phrase.first.stem == stem);
        begins.filter(goes_on).map(|phrase| phrase.cue)
    }

    fn beginning_with(&self, hash: u32) -> impl Iterator<Item = &Phrase> {
        let mut slot = hash as usize % SLOTS;
        core::iter::from_fn(move || {
            let nth = self.slots.get(slot).copied().filter(|&nth| nth > 0)?;
            slot = (slot + 1) % SLOTS;
            self.phrases.get(usize::from(nth) - 1)
        })
        .filter(move |phrase| phrase.first.hash == hash)
    }

    /// All cues of a text, left to right; where several overlap, the longest (in words).
    pub(crate) fn hits(&self, view: &View) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        // The words that the last cue covers, and where its hits begin.
        let (mut covered, mut length, mut from) = (0, 0, 0);
        for (at, word) in view.words.iter().enumerate() {
            if word.all_digits() {
                continue;
            }
            let known = hits.len();
            let mut longest = 0;
            for (hash, stem) in [(word.hash, false), (word.stem, true)] {
                if hash == 0 {
                    continue;
                }
                for phrase in self.beginning_with(hash) {
                    let tail = self
                        .tails
                        .get(usize::from(phrase.tail.0)..usize::from(phrase.tail.1))
                        .unwrap_or(&[]);
                    let words = 1 + tail.len();
                    if phrase.first.stem != stem
                        || (words < longest && phrase.cue != Cue::Scheme)
                        || !follows(view, at, tail)
                    {
                        continue;
                    }
                    if words > longest {
                        longest = words;
                        // A scheme's name stays though a longer cue begins with it: its check decides.
                        keep_schemes(&mut hits, known);
                    }
                    let end = view.words.get(at + words - 1).map_or(word.end, |last| last.end);
                    hits.push(Hit {
                        start: word.start,
                        end,
                        word: at + words,
                        cue: phrase.cue,
                        scheme: phrase.scheme,
                    });
                }
            }
            if longest == 0 {
                continue;
            }
            if at < covered {
                if longest <= length {
                    hits.truncate(known);
                    continue;
                }
                hits.drain(from..known);
            } else {
                from = known;
            }
            (covered, length) = (at + longest, longest);
        }
        hits
    }
}

/// Puts a value into the first free slot from its hash on.
fn fill<T: Copy + Default + PartialEq>(slots: &mut [T], hash: u32, value: T) {
    let start = hash as usize % slots.len();
    let (before, from) = slots.split_at_mut(start);
    let free = from
        .iter_mut()
        .chain(before)
        .find(|slot| **slot == T::default() || **slot == value);
    if let Some(free) = free {
        *free = value;
    }
}

fn keep_schemes(hits: &mut Vec<Hit>, from: usize) {
    let mut kept = from;
    for nth in from..hits.len() {
        if let Some(hit) = hits.get(nth).copied().filter(|hit| hit.cue == Cue::Scheme)
            && let Some(slot) = hits.get_mut(kept)
        {
            *slot = hit;
            kept += 1;
        }
    }
    hits.truncate(kept);
}

fn follows(view: &View, at: usize, tail: &[Part]) -> bool {
    let mut before = at;
    tail.iter().all(|part| {
        let (Some(left), Some(word)) = (view.words.get(before), view.words.get(before + 1)) else {
            return false;
        };
        before += 1;
        let same = if part.stem {
            word.stem == part.hash
        } else {
            word.hash == part.hash
        };
        let gap = view.low(left.end, word.start);
        same && gap.len() <= GAP && gap.iter().all(|b| b" -_./'".contains(b))
    })
}
