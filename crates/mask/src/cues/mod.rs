//! Words that say what comes next: "my password is", "IBAN", "geboren am".
//!
//! One table for all languages (`table.rs`), read once into a hash index when a [`crate::Masker`] is made:
//! the text of the table is several times smaller to ship than an index built at compile time.
//! A cue is matched as whole words, unless its stem is marked with `*` (Polish and Turkish decline them).

mod table;

use crate::text::{View, fold};

/// What a cue announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Cue {
    /// "is", "ist", "est": what follows is the value.
    Is,
    /// "my", "number", "please": may stand between a label and its value.
    Link,
    /// "wrong", "abgelaufen": what is said of a password that is not said.
    State,
    /// Order, ticket, tracking, version, price: the number after it is nobody's.
    Harmless,
    Card,
    Expiry,
    Cvv,
    Iban,
    Account,
    Routing,
    Phone,
    Email,
    Password,
    Pin,
    Otp,
    Secret,
    Birth,
    Passport,
    License,
    HealthId,
    NationalId,
    TaxId,
    BusinessId,
    Ssn,
    Plate,
    Vin,
    Device,
    Mac,
    Wallet,
    Username,
    Coordinates,
    /// "diagnosed with", "leide an".
    Diagnosis,
    /// An illness, a treatment.
    Disease,
    /// A digit said as a word; which one is in [`Hit::scheme`].
    Digit,
    /// The label of one scheme of `detect::ids`; which one is in [`Hit::scheme`].
    Scheme,
}

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

#[derive(Clone, Copy)]
struct Phrase {
    first: Part,
    tail: (u32, u32),
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
pub(crate) fn hash_step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// Slots of the index: a power of two, at least twice the number of phrases.
const SLOTS: usize = 16384;
/// Words of a cue are at most this many characters apart.
const GAP: usize = 3;

/// The index over the table.
pub(crate) struct Cues {
    phrases: Vec<Phrase>,
    tails: Vec<Part>,
    slots: Vec<u16>,
    stems: [u64; 64],
}

impl Cues {
    /// `labels`: label words of the identifier schemes, by scheme.
    pub(crate) fn new(labels: impl Iterator<Item = (u16, &'static str)>) -> Self {
        let mut cues = Self {
            phrases: Vec::new(),
            tails: Vec::new(),
            slots: vec![0; SLOTS],
            stems: [0; 64],
        };
        for &(cue, lines) in table::TABLE {
            for line in lines.lines() {
                let line = line.split_once(':').map_or(line, |(_, words)| words);
                for phrase in line.split(',') {
                    cues.add_with_umlauts(phrase.trim(), cue, 0);
                }
            }
        }
        for (digit, words) in table::DIGITS.iter().enumerate() {
            for word in words.split(' ') {
                cues.add(word, Cue::Digit, digit as u16);
            }
        }
        for (scheme, labels) in labels {
            for phrase in labels.split(',') {
                cues.add_with_umlauts(phrase.trim(), Cue::Scheme, scheme);
            }
        }
        cues
    }

    /// German words are typed with ü, ue or u.
    fn add_with_umlauts(&mut self, phrase: &str, cue: Cue, scheme: u16) {
        self.add(phrase, cue, scheme);
        if phrase.contains(['ä', 'ö', 'ü', 'ß', 'å', 'ø']) {
            let spelled = phrase
                .replace('ä', "ae")
                .replace(['ö', 'ø'], "oe")
                .replace('ü', "ue")
                .replace('ß', "ss")
                .replace('å', "aa");
            self.add(&spelled, cue, scheme);
        }
    }

    fn add(&mut self, phrase: &str, cue: Cue, scheme: u16) {
        let from = self.tails.len();
        let mut first = None;
        for word in phrase
            .split([' ', '-', '.', '\'', '/', '_'])
            .filter(|word| !word.is_empty())
        {
            let (word, stem) = word.strip_suffix('*').map_or((word, false), |word| (word, true));
            let hash = word
                .chars()
                .fold(HASH_START, |hash, c| hash_step(hash, fold(c).to_ascii_lowercase()));
            if stem && let Some(bits) = self.stems.get_mut(hash as usize >> 6 & 63) {
                *bits |= 1 << (hash & 63);
            }
            let part = Part { hash, stem };
            match first {
                None => first = Some(part),
                Some(_) => self.tails.push(part),
            }
        }
        let Some(first) = first else { return };
        let tail = (from as u32, self.tails.len() as u32);
        self.phrases.push(Phrase {
            first,
            tail,
            cue,
            scheme,
        });
        let nth = self.phrases.len() as u16;
        let mut slot = first.hash as usize % SLOTS;
        for _ in 0..SLOTS {
            match self.slots.get_mut(slot) {
                Some(empty @ 0) => {
                    *empty = nth;
                    return;
                }
                _ => slot = (slot + 1) % SLOTS,
            }
        }
    }

    /// Whether this is the hash of a stem of the table.
    pub(crate) fn is_stem(&self, hash: u32) -> bool {
        self.stems
            .get(hash as usize >> 6 & 63)
            .is_some_and(|bits| bits >> (hash & 63) & 1 == 1)
            && (self.beginning_with(hash).any(|phrase| phrase.first.stem)
                || self.tails.contains(&Part { hash, stem: true }))
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
                        .get(phrase.tail.0 as usize..phrase.tail.1 as usize)
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
