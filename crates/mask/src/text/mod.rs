//! The text as detectors see it: one plain byte a character, words, numbers and cue words,
//! and for each byte where it came from.
//!
//! What has been found already, and every placeholder, is one `BARRIER` byte. That is why masking is idempotent:
//! a text whose findings are covered and the masked text look exactly the same.

mod fold;
mod near;
mod spoken;
mod typed;

pub(crate) use fold::{BARRIER, fold, plain};
use fold::{DROP, LETTER, UNSPACED, clings, lookalike};
pub use typed::{Typed, typed};

use crate::cues::{Cues, HASH_START, Hit, hash_step};
use crate::placeholder;

/// A run of letters and digits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) digits: usize,
    /// Hash of the word, and of the longest beginning of it that is a known stem (0: none is).
    pub(crate) hash: u32,
    pub(crate) stem: u32,
}

impl Word {
    pub(crate) fn len(&self) -> usize {
        self.end - self.start
    }
    pub(crate) fn all_digits(&self) -> bool {
        self.digits == self.len()
    }
}

/// A run of digits, and the word it stands in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Group {
    pub(crate) fn len(&self) -> usize {
        self.end - self.start
    }
}

pub(crate) struct View<'t> {
    pub(crate) text: &'t str,
    /// One byte a character, case kept.
    pub(crate) raw: Vec<u8>,
    /// The same in lower case.
    pub(crate) low: Vec<u8>,
    off: Vec<usize>,
    /// Where each character ends, where that is not what the text itself says: only after a rewriting.
    ends: Vec<usize>,
    pub(crate) words: Vec<Word>,
    pub(crate) groups: Vec<Group>,
    pub(crate) hits: Vec<Hit>,
    /// How often each ASCII punctuation mark occurs matters only as "at all": one bit for each byte below 64, one for `@`.
    seen: u64,
}

pub(crate) fn is_digit(b: u8) -> bool {
    b.is_ascii_digit()
}
pub(crate) fn is_letter(b: u8) -> bool {
    b.is_ascii_alphabetic() || b == LETTER || b > UNSPACED
}
pub(crate) fn is_alnum(b: u8) -> bool {
    is_letter(b) || is_digit(b)
}
pub(crate) fn is_space(b: u8) -> bool {
    b == b' ' || b == b'\n'
}

/// `@` has the place of NUL, which no view holds.
fn mark(byte: u8) -> u64 {
    if byte <= b'@' { 1 << (byte & 63) } else { 0 }
}

/// Whether a word is one of a list that is written with blanks between.
#[inline(never)]
pub(crate) fn one_of(word: &[u8], list: &[u8]) -> bool {
    let (mut nth, mut same) = (0, true);
    for b in list.iter().chain(b" ") {
        if *b == b' ' {
            if same && nth == word.len() {
                return true;
            }
            (nth, same) = (0, true);
        } else {
            same = same && word.get(nth) == Some(b);
            nth += 1;
        }
    }
    false
}

impl<'t> View<'t> {
    /// `covered`: byte spans that are to be one barrier each, sorted, not overlapping.
    pub(crate) fn new(text: &'t str, covered: &[(usize, usize)], cues: &Cues) -> Self {
        let n = text.len();
        #[cfg(test)]
        crate::steps::count(n);
        let mut view = Self {
            text,
            raw: Vec::with_capacity(n),
            low: Vec::with_capacity(n),
            off: Vec::with_capacity(n),
            ends: Vec::new(),
            words: Vec::with_capacity(n / 5 + 1),
            groups: Vec::new(),
            hits: Vec::new(),
            seen: 0,
        };
        view.read(covered);
        view.split(cues);
        view.hits = cues.hits(&view);
        if let Some(rewritten) = spoken::rewrite(&view) {
            view.replace(&rewritten);
            view.split(cues);
            view.hits = cues.hits(&view);
        }
        view
    }

    fn read(&mut self, covered: &[(usize, usize)]) {
        let mut covered = covered.iter().copied().peekable();
        let bytes = self.text.as_bytes();
        let mut at = 0;
        let mut mixed = false;
        while let Some(&byte) = bytes.get(at) {
            if let Some(&(start, end)) = covered.peek()
                && start <= at
            {
                self.push(BARRIER, at);
                at = end.max(at + 1);
                covered.next();
                continue;
            }
            if byte == b'['
                && let Some(found) = placeholder::starting_at(self.text, at)
            {
                self.push(BARRIER, at);
                at = found.end;
                continue;
            }
            if (0x20..0x7F).contains(&byte) {
                at = self.plain_run(at, covered.peek().map_or(bytes.len(), |(start, _)| *start));
                continue;
            }
            let Some(c) = self.text.get(at..).and_then(|rest| rest.chars().next()) else {
                break;
            };
            let folded = fold(c);
            if folded != DROP {
                mixed |= folded > UNSPACED;
                self.push(folded, at);
            }
            at += c.len_utf8();
        }
        if mixed {
            self.settle_lookalikes();
        }
    }

    fn replace(&mut self, rewritten: &[(u8, usize, usize)]) {
        self.raw.clear();
        self.low.clear();
        self.off.clear();
        self.words.clear();
        self.groups.clear();
        for &(byte, start, end) in rewritten {
            self.push(byte, start);
            self.ends.push(end);
        }
    }

    /// Takes over what is printable ASCII from here on, up to what may be a placeholder; says where it stopped.
    fn plain_run(&mut self, at: usize, limit: usize) -> usize {
        let rest = self.text.as_bytes().get(at..limit.max(at + 1)).unwrap_or(&[]);
        let stops = |(nth, b): (usize, &u8)| !(0x20..0x7F).contains(b) || *b == b'[' && nth > 0;
        let length = rest.iter().enumerate().position(stops).unwrap_or(rest.len());
        let run = rest.get(..length).unwrap_or(&[]);
        self.raw.extend_from_slice(run);
        self.low.extend_from_slice(run);
        let from = self.low.len() - run.len();
        if let Some(low) = self.low.get_mut(from..) {
            low.make_ascii_lowercase();
        }
        self.off.extend(at..at + length);
        for b in run {
            self.seen |= mark(*b);
        }
        at + length
    }

    fn push(&mut self, byte: u8, at: usize) {
        self.raw.push(byte);
        self.low.push(byte.to_ascii_lowercase());
        self.off.push(at);
        self.seen |= mark(byte);
    }

    /// In a word with at least one Latin letter, Cyrillic and Greek letters that look Latin are Latin.
    fn settle_lookalikes(&mut self) {
        let mut at = 0;
        while at < self.raw.len() {
            let start = at;
            let mut latin = false;
            while let Some(&b) = self.raw.get(at)
                && (is_alnum(b) || matches!(b, b'@' | b'.' | b'_' | b'-'))
            {
                latin |= b.is_ascii_alphanumeric() || b == b'@';
                at += 1;
            }
            if latin {
                for (raw, low) in self.raw.iter_mut().zip(self.low.iter_mut()).take(at).skip(start) {
                    *raw = lookalike(*raw);
                    *low = raw.to_ascii_lowercase();
                }
            }
            at += 1;
        }
    }

    fn split(&mut self, cues: &Cues) {
        let mut at = 0;
        while at < self.low.len() {
            let start = at;
            let mut digits = 0;
            let mut group = None;
            let mut hash = HASH_START;
            let mut stem = 0;
            while let Some(&b) = self.low.get(at)
                && is_alnum(b)
            {
                if is_digit(b) {
                    digits += 1;
                    group.get_or_insert(at);
                } else if let Some(start) = group.take() {
                    self.groups.push(Group { start, end: at });
                }
                hash = hash_step(hash, b);
                at += 1;
                if at - start >= 4 && cues.is_stem(hash) {
                    stem = hash;
                }
            }
            if let Some(start) = group {
                self.groups.push(Group { start, end: at });
            }
            if at > start {
                self.words.push(Word {
                    start,
                    end: at,
                    digits,
                    hash,
                    stem,
                });
            }
            at += 1;
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.raw.len()
    }

    /// Whether this mark occurs at all: one of the ASCII below `@`, or that.
    pub(crate) fn has(&self, byte: u8) -> bool {
        self.seen & mark(byte) != 0
    }

    /// The plain byte here, a line end outside of the text.
    pub(crate) fn at(&self, at: usize) -> u8 {
        #[cfg(test)]
        crate::steps::count(1);
        self.low.get(at).copied().unwrap_or(b'\n')
    }

    pub(crate) fn raw_at(&self, at: usize) -> u8 {
        #[cfg(test)]
        crate::steps::count(1);
        self.raw.get(at).copied().unwrap_or(b'\n')
    }

    /// The plain byte before this one.
    #[inline(never)]
    pub(crate) fn before(&self, at: usize) -> u8 {
        at.checked_sub(1).map_or(b'\n', |at| self.at(at))
    }

    #[inline(never)]
    pub(crate) fn low(&self, start: usize, end: usize) -> &[u8] {
        #[cfg(test)]
        crate::steps::count(end.saturating_sub(start));
        self.low.get(start..end).unwrap_or(&[])
    }

    #[inline(never)]
    pub(crate) fn raw(&self, start: usize, end: usize) -> &[u8] {
        #[cfg(test)]
        crate::steps::count(end.saturating_sub(start));
        self.raw.get(start..end).unwrap_or(&[])
    }

    /// The UTF-8 byte span of the characters from `start` to before `end`.
    #[inline(never)]
    pub(crate) fn bytes(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let from = *self.off.get(start)?;
        let last = *self.off.get(end.checked_sub(1)?)?;
        if let Some(&to) = self.ends.get(end.checked_sub(1)?) {
            return (from < to).then_some((from, to));
        }
        let mut chars = self.text.get(last..)?.chars();
        let mut to = last + chars.next()?.len_utf8();
        for c in chars.take_while(|&c| clings(c)) {
            to += c.len_utf8();
        }
        (from < to).then_some((from, to))
    }

    /// The index of the first word that ends after this place.
    #[inline(never)]
    pub(crate) fn word_at(&self, at: usize) -> usize {
        self.words.partition_point(|word| word.end <= at)
    }

    /// The index of the first group that starts at this place or later.
    #[inline(never)]
    pub(crate) fn group_from(&self, at: usize) -> usize {
        self.groups.partition_point(|group| group.start < at)
    }
}
