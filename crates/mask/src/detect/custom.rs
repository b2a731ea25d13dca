//! What the desk itself adds to the list: kinds of its own, words that are always masked, values that never are.
//!
//! Sources: the desk's signed manifest. A custom kind is a scheme like those of `ids`, with its own labels.

use super::ids::{self, Alone, Scheme};
use super::{Candidate, Detector, Scene};
use crate::cues::{Cue, Cues};
use crate::kind::Kind;
use crate::policy::{BadCustom, Custom};
use crate::text::{View, fold, is_alnum};

pub(super) const DETECTOR: Detector = Detector { gate, find };

const MOST: usize = 32;
const LONGEST_NAME: usize = 32;
const MOST_LABELS: usize = 16;
const LONGEST_TEXT: usize = 256;
/// The scheme that a denied word's cue names.
const DENIED: u16 = u16::MAX;

/// The desk's own words and kinds.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Own {
    customs: Vec<Custom>,
    /// Labels and denied words; `None` where there are none of either.
    cues: Option<Box<Cues>>,
    /// Allowed values without their marks, in small letters; a domain begins with `@`.
    allowed: Vec<Vec<u8>>,
}

impl Own {
    pub(crate) fn add(&mut self, custom: Custom) -> Result<(), BadCustom> {
        let kebab = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if custom.name.is_empty() || custom.name.len() > LONGEST_NAME || !custom.name.bytes().all(kebab) {
            return Err(BadCustom::Name);
        }
        if custom.shape.len() > LONGEST_TEXT || !custom.shape.split('|').all(ids::is_shape) {
            return Err(BadCustom::Shape);
        }
        if custom.check.len() > LONGEST_TEXT || !ids::is_program(custom.check.as_bytes()) {
            return Err(BadCustom::Check);
        }
        if self.customs.len() >= MOST {
            return Err(BadCustom::TooMany);
        }
        let labels: Vec<Vec<u8>> = custom.labels.iter().map(|label| words(label)).collect();
        let unheard = labels.iter().any(Vec::is_empty) || (labels.is_empty() && !custom.alone);
        if labels.len() > MOST_LABELS || unheard {
            return Err(BadCustom::Labels);
        }
        for label in labels {
            self.cue(&label, self.customs.len() as u16);
        }
        self.customs.push(custom);
        Ok(())
    }

    pub(crate) fn deny(&mut self, phrase: &str) {
        let phrase = words(phrase);
        if !phrase.is_empty() {
            self.cue(&phrase, DENIED);
        }
    }

    pub(crate) fn allow(&mut self, value: &str) {
        let plain = plain(value);
        if plain.iter().any(|b| is_alnum(*b)) {
            self.allowed.push(plain);
        }
    }

    fn cue(&mut self, phrase: &[u8], scheme: u16) {
        self.cues.get_or_insert_default().add(phrase, Cue::Scheme, scheme);
    }

    /// Whether the desk never masks this value.
    pub(crate) fn allows(&self, value: &str) -> bool {
        if self.allowed.is_empty() {
            return false;
        }
        let value = plain(value);
        let domain = value.iter().position(|b| *b == b'@').and_then(|at| value.get(at..));
        self.allowed
            .iter()
            .any(|one| *one == value || Some(one.as_slice()) == domain)
    }

    /// Whether there is anything that the desk itself adds.
    pub(crate) fn is_heard(&self) -> bool {
        !self.customs.is_empty() || self.cues.is_some()
    }

    pub(crate) fn custom(&self, nth: usize) -> Option<&Custom> {
        self.customs.get(nth)
    }
}

impl core::fmt::Debug for Own {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self {
            customs,
            cues: _,
            allowed,
        } = self;
        f.debug_struct("Own")
            .field("customs", &customs.len())
            .field("allowed", &allowed.len())
            .finish_non_exhaustive()
    }
}

/// The words of a phrase as a view has them, one blank between.
fn words(phrase: &str) -> Vec<u8> {
    let folded: Vec<u8> = phrase.chars().map(|c| fold(c).to_ascii_lowercase()).collect();
    let words: Vec<&[u8]> = folded
        .split(|b| !is_alnum(*b))
        .filter(|word| !word.is_empty())
        .collect();
    words.join(&b' ')
}

/// A value without blanks and marks; the dot and the at of an address stay.
fn plain(value: &str) -> Vec<u8> {
    let folded = value.chars().map(|c| fold(c).to_ascii_lowercase());
    folded.filter(|b| is_alnum(*b) || matches!(b, b'@' | b'.')).collect()
}

fn gate(view: &View) -> bool {
    !view.words.is_empty()
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let own = scene.policy.own();
    let view = scene.view;
    let mut push = |start, end, nth: u16, score| {
        let mut candidate = Candidate::new(Kind::Custom, start, end, score);
        candidate.custom = Some(nth);
        found.push(candidate);
    };
    if let Some(cues) = &own.cues {
        for hit in cues.hits(view) {
            if hit.scheme == DENIED {
                push(hit.start, hit.end, DENIED, 1.0);
            } else if let Some(custom) = own.custom(usize::from(hit.scheme))
                && let Some((start, end)) = ids::after_name(view, &hit, &scheme(custom))
            {
                push(start, end, hit.scheme, 0.95);
            }
        }
    }
    for (nth, custom) in own.customs.iter().enumerate().filter(|(_, custom)| custom.alone) {
        let scheme = scheme(custom);
        let mut floor = 0;
        for (first, word) in view.words.iter().enumerate() {
            if word.start >= floor
                && let Some((start, end)) = ids::at(view, first, &scheme)
                && !is_alnum(view.before(start))
            {
                push(start, end, nth as u16, 0.9);
                floor = end;
            }
        }
    }
}

fn scheme(custom: &Custom) -> Scheme<'_> {
    Scheme {
        country: "",
        name: "",
        kind: Kind::Custom,
        shape: &custom.shape,
        alone: Alone::No,
        check: &custom.check,
    }
}
