//! Asking for cue words near a place, and for the value that a cue announces.

use super::{BARRIER, View, is_space};
use crate::cues::{Cue, CueSet, Hit};

/// A cue this many characters before a value is near it.
const NEAR_BEFORE: usize = 48;
/// A cue this many characters after a value is near it.
const NEAR_AFTER: usize = 32;
/// No more cues than this are looked at on either side: the search stays constant.
const CUES_LOOKED_AT: usize = 14;
/// Link words between a label and its value.
const LINKS: usize = 9;

/// A value that a label announces, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Announced {
    pub(crate) at: usize,
    /// By ":" or "=", or by "is".
    pub(crate) firmly: bool,
}

impl View<'_> {
    /// Whether one of these cues stands near a value, on either side.
    #[inline(never)]
    pub(crate) fn cue_near(&self, start: usize, end: usize, cues: CueSet) -> bool {
        self.cue_before(start, NEAR_BEFORE, cues).is_some() || self.cue_after(end, NEAR_AFTER, cues).is_some()
    }

    /// The nearest of these cues that ends within `window` characters before this place.
    #[inline(never)]
    pub(crate) fn cue_before(&self, at: usize, window: usize, cues: CueSet) -> Option<&Hit> {
        self.hits_before(at, window).find(|hit| cues.has(hit.cue))
    }

    /// The nearest cue before this place that announces anything at all.
    #[inline(never)]
    pub(crate) fn label_before(&self, at: usize, window: usize) -> Option<&Hit> {
        self.hits_before(at, window).find(|hit| !CueSet::GRAMMAR.has(hit.cue))
    }

    pub(crate) fn hits_before(&self, at: usize, window: usize) -> impl Iterator<Item = &Hit> {
        let upto = self.hits.partition_point(|hit| hit.start < at);
        self.hits
            .iter()
            .take(upto)
            .rev()
            .take(CUES_LOOKED_AT)
            .filter(move |hit| hit.end <= at)
            .take_while(move |hit| hit.end + window >= at)
    }

    /// The nearest of these cues that begins within `window` characters after this place.
    #[inline(never)]
    pub(crate) fn cue_after(&self, at: usize, window: usize, cues: CueSet) -> Option<&Hit> {
        let from = self.hits.partition_point(|hit| hit.start < at);
        self.hits
            .iter()
            .skip(from)
            .take(CUES_LOOKED_AT)
            .take_while(|hit| hit.start <= at + window)
            .find(|hit| cues.has(hit.cue))
    }

    /// Where the value begins that a label announces: link words, blanks and punctuation are passed over.
    #[inline(never)]
    pub(crate) fn value_after(&self, hit: &Hit) -> Option<Announced> {
        let mut at = hit.end;
        let mut next = hit.word;
        let mut firmly = false;
        let mut stops = 0;
        for _ in 0..=LINKS {
            loop {
                match self.at(at) {
                    b':' | b'=' | b'>' => firmly = true,
                    b' ' | b'-' | b'~' | b'"' | b'\'' | b'(' | b')' | b'[' | b'*' | b'`' | b',' | b'#' | b'<'
                    | b'|' | b'/' | b'_' => {}
                    b'.' | b'?' | b'!' | b'\n' | b';' => {
                        stops += 1;
                        if stops > 2 || at >= self.len() {
                            return None;
                        }
                    }
                    BARRIER => return None,
                    _ => break,
                }
                at += 1;
            }
            while self.words.get(next).is_some_and(|word| word.end <= at) {
                next += 1;
            }
            let here = Announced { at, firmly };
            let Some(word) = self.words.get(next) else {
                return Some(here);
            };
            if word.start != at || word.all_digits() {
                return Some(here);
            }
            let Some(link) = self.hit_at(at) else {
                return Some(here);
            };
            // "is" may be both: a verb here, a link there; hits of one place stand side by side.
            let is = self.hits_at(at).any(|hit| hit.cue == Cue::Is);
            if !is && link.cue != Cue::Link && link.cue != hit.cue && !self.hits_at(at).any(|hit| hit.cue == Cue::Link)
            {
                return Some(here);
            }
            firmly |= is;
            at = link.end;
            next = link.word;
        }
        None
    }

    /// The token that is said to be what a cue names: "4821 is my PIN".
    #[inline(never)]
    pub(crate) fn value_before(&self, hit: &Hit) -> Option<(usize, usize)> {
        let mut word = self.word_at(hit.start);
        let mut is = false;
        for _ in 0..=LINKS {
            let before = self.words.get(word.checked_sub(1)?)?;
            if self.low(before.end, hit.start).contains(&BARRIER) {
                return None;
            }
            let grammar = (!before.all_digits()).then(|| self.hit_at(before.start)).flatten();
            match grammar {
                Some(link) if link.end == before.end && matches!(link.cue, Cue::Is | Cue::Link) => {
                    is |= self.hits_at(before.start).any(|hit| hit.cue == Cue::Is);
                    word -= 1;
                }
                _ => {
                    let mut end = before.end;
                    while !is_space(self.at(end)) && end < hit.start {
                        end += 1;
                    }
                    let mut start = before.start;
                    while start > 0 && !is_space(self.before(start)) && self.before(start) != BARRIER {
                        start -= 1;
                    }
                    return is.then_some((start, end));
                }
            }
        }
        None
    }

    /// The end of the run of visible characters from here, without the punctuation that closes a sentence.
    #[inline(never)]
    pub(crate) fn token_end(&self, start: usize) -> usize {
        let mut end = start;
        while end < self.len() && !is_space(self.at(end)) && self.at(end) != BARRIER {
            end += 1;
        }
        while end > start && b".,;:!?)]}>\"'`*".contains(&self.before(end)) {
            // "Sun!" may end in "!": only one closing mark after a letter is taken off by the caller's language.
            end -= 1;
        }
        end
    }

    /// The first cue that begins exactly here.
    #[inline(never)]
    pub(crate) fn hit_at(&self, at: usize) -> Option<&Hit> {
        self.hits_at(at).next()
    }

    pub(crate) fn hits_at(&self, at: usize) -> impl Iterator<Item = &Hit> {
        let from = self.hits.partition_point(|hit| hit.start < at);
        self.hits.iter().skip(from).take_while(move |hit| hit.start == at)
    }
}
