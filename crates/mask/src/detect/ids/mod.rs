//! Numbers that states, tax offices, registers and health services give: by country, with their checks.
//!
//! A scheme says how its number is built, how it is checked and what people call it. A number of eleven characters
//! or fewer is taken only after one of its names, matched as whole words, or in a layout that nothing else has;
//! a name that belongs to a scheme whose check fails says "not this number": nothing is masked for a typing error
//! that may as well be an order number.

mod alone;
mod check;
#[cfg(test)]
mod samples;

use std::sync::OnceLock;

use super::{Candidate, Detector, Flaw, Scene};
use crate::checksum::number;
use crate::cues::{Cue, Hit};
use crate::kind::Kind;
use crate::text::{BARRIER, View, is_alnum, is_digit, one_of};

pub(super) const DETECTOR: Detector = Detector { gate, find };
pub(super) use check::is_program;
#[cfg(test)]
pub(super) use samples::SAMPLES;

/// What a number needs besides its check.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Alone {
    /// One of its names.
    No,
    /// Its own layout: `d` digit, `a` letter, `x` either, the rest as it stands.
    Look(&'static str),
    /// Nothing: twelve characters or more, with a check that chance seldom passes.
    Bare,
}

/// One country's one number: a line of the tables beside this file.
pub(super) struct Scheme<'t> {
    pub(super) country: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Alternatives between `|`: `d`, `a`, `x` with a count, capitals and digits as they stand, `(XX)` may be missing.
    pub(super) shape: &'t str,
    pub(super) alone: Alone,
    /// A program for `check.rs`; it is given the number without separators, without `(XX)`, in capitals.
    pub(super) check: &'t str,
}

/// The tables of all regions, one after the other, without their comments and labels (`build.rs`; the labels are among the cues).
static TABLES: &str = include_str!(concat!(env!("OUT_DIR"), "/schemes.tsv"));
static SCHEMES: OnceLock<Vec<Scheme<'static>>> = OnceLock::new();

fn read(line: &'static str) -> Option<Scheme<'static>> {
    let mut columns = line.split('\t');
    Some(Scheme {
        country: columns.next()?,
        name: columns.next()?,
        kind: match columns.next()? {
            "N" => Kind::NationalId,
            "T" => Kind::TaxId,
            "B" => Kind::BusinessId,
            "H" => Kind::HealthId,
            "A" => Kind::BankAccount,
            "R" => Kind::RoutingNumber,
            _ => Kind::Passport,
        },
        alone: match columns.next()? {
            "-" => Alone::No,
            "=" => Alone::Bare,
            layout => Alone::Look(layout),
        },
        shape: columns.next()?,
        check: columns.next()?,
    })
}

/// Longest number, and most words that it may be written in.
const LONGEST: usize = 24;
const PARTS: usize = 8;
/// A number stands at most so many words after its name.
const WORDS_AWAY: usize = 7;

fn gate(view: &View) -> bool {
    view.groups.iter().any(|group| group.len() >= 2) || view.groups.len() >= 4
}

fn all() -> &'static [Scheme<'static>] {
    SCHEMES.get_or_init(|| TABLES.split('\n').filter_map(read).collect())
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    for hit in view.hits.iter().filter(|hit| hit.cue == Cue::Scheme) {
        let Some(scheme) = all().get(usize::from(hit.scheme)) else {
            continue;
        };
        labelled(scene, hit, scheme, found);
    }
    alone::find(scene, found);
}

fn push(scheme: &Scheme, start: usize, end: usize, score: f32, scene: &Scene, found: &mut Vec<Candidate>) {
    let hinted = |country: &[u8; 2]| country == scheme.country.as_bytes();
    let mut candidate = Candidate::new(scheme.kind, start, end, score);
    if scene.policy.countries().iter().any(hinted) {
        candidate.score = (score + 0.04).min(0.99);
    }
    candidate.checked = !scheme.check.is_empty();
    found.push(named(candidate, scheme));
}

fn named(mut candidate: Candidate, scheme: &Scheme) -> Candidate {
    candidate.country = Some(scheme.country);
    candidate.scheme = Some(scheme.name);
    candidate
}

fn labelled(scene: &Scene, hit: &Hit, scheme: &Scheme, found: &mut Vec<Candidate>) {
    if let Some((start, end)) = after_name(scene.view, hit, scheme) {
        push(scheme, start, end, 0.9, scene, found);
    } else if scene.curious
        && let Some((start, end)) = after_name(scene.view, hit, &Scheme { check: "", ..*scheme })
    {
        let flawed = Candidate::flawed(scheme.kind, start, end, Flaw::Checksum);
        found.push(named(flawed, scheme));
    }
}

/// A number after one of its names: right after link words, or the first word with a digit in the same clause.
pub(super) fn after_name(view: &View, hit: &Hit, scheme: &Scheme) -> Option<(usize, usize)> {
    if !meant(view, hit) {
        return None;
    }
    let direct = view.value_after(hit).map(|announced| view.word_at(announced.at));
    let further = view
        .words
        .iter()
        .enumerate()
        .skip(hit.word)
        .take(WORDS_AWAY)
        .take_while(|(_, word)| word.start <= hit.end + 60 && !view.low(hit.end, word.start).contains(&BARRIER))
        .find(|(_, word)| word.digits > 0)
        .map(|(nth, _)| nth);
    // "VAT" is said in every country: there the number's own prefix decides. Without one it is British.
    let vat = view.low(hit.start, hit.end).starts_with(b"vat") && scheme.country != "GB";
    let before = view.value_before(hit).map(|(start, _)| view.word_at(start));
    for first in [direct, further, before].into_iter().flatten() {
        if let Some((start, end)) = at(view, first, scheme)
            && !began_before(view, first, start, hit.end)
            && !(vat && prefixed(view, start, scheme) == Some(false))
        {
            return Some((start, end));
        }
        // "PL 123": letters of the number may stand as a word of their own before the digits.
        if first > hit.word
            && let Some((start, end)) = at(view, first - 1, scheme)
            && !(vat && prefixed(view, start, scheme) == Some(false))
        {
            return Some((start, end));
        }
    }
    None
}

/// Whether the number carries the prefix that its scheme knows; `None` if it knows none.
fn prefixed(view: &View, start: usize, scheme: &Scheme) -> Option<bool> {
    let prefix = scheme.shape.strip_prefix('(')?.split_once(')')?.0;
    Some(
        view.low(start, start + prefix.len())
            .eq_ignore_ascii_case(prefix.as_bytes()),
    )
}

/// Names of two letters ("CC", "NI") are words of many languages: they count in capitals only.
pub(super) fn meant(view: &View, hit: &Hit) -> bool {
    hit.end - hit.start > 2 || view.raw(hit.start, hit.end).iter().all(|b| !b.is_ascii_lowercase())
}

/// The number of this scheme that begins with this word, in as many words as it takes.
pub(super) fn at(view: &View, first: usize, scheme: &Scheme) -> Option<(usize, usize)> {
    let mut buffer = [0; LONGEST];
    let mut count = 0;
    let start = view.words.get(first)?.start;
    if is_glued(view.before(start)) && view.before(start) != b'-' {
        return None;
    }
    let mut best = None;
    let mut end = start;
    for word in view.words.iter().skip(first).take(PARTS) {
        let gap = view.low(end, word.start);
        if gap.len() > 3 || !gap.iter().all(|b| b" -./\\:+,".contains(b)) || gap.contains(&b'\n') {
            break;
        }
        if count + word.len() > LONGEST {
            break;
        }
        for (slot, b) in buffer.iter_mut().skip(count).zip(view.low(word.start, word.end)) {
            *slot = b.to_ascii_uppercase();
        }
        count += word.len();
        end = word.end;
        let Some(compact) = buffer.get(..count) else {
            break;
        };
        if !is_glued(view.at(end)) && !goes_on(view, end) && grouped(view, start, end, scheme) && fits(compact, scheme)
        {
            best = Some((start, end));
        }
    }
    best
}

/// Whether more of the same number follows: then this much of it is not the number.
fn goes_on(view: &View, end: usize) -> bool {
    let next = view.at(end + 1);
    match view.at(end) {
        b'-' | b'/' | b'.' | b',' => is_digit(next) || (is_alnum(next) && !is_alnum(view.at(end + 2))),
        b' ' if is_digit(next) => view
            .words
            .get(view.word_at(end))
            .is_some_and(|word| word.len() <= 4 || word.digits < word.len()),
        _ => false,
    }
}

/// Whether the number began before this word: "CHE-107…", "MT 1167…" under a scheme that knows no such prefix.
fn began_before(view: &View, first: usize, start: usize, label_ends: usize) -> bool {
    if matches!(view.before(start), b'-' | b'.' | b'/') && is_alnum(view.before(start - 1)) {
        return true;
    }
    let Some(prefix) = first.checked_sub(1).and_then(|nth| view.words.get(nth)) else {
        return false;
    };
    let raw = view.raw(prefix.start, prefix.end);
    prefix.start >= label_ends
        && prefix.end + 1 == start
        && raw.len() == 2
        && raw.iter().all(u8::is_ascii_uppercase)
        && !one_of(raw, b"ID NO NR IS OK")
}

fn is_glued(b: u8) -> bool {
    matches!(b, b'_' | b'@' | b'=' | b'$')
}

/// A US number is written whole or as 3-2-4; "1112-23333" is something else.
fn grouped(view: &View, start: usize, end: usize, scheme: &Scheme) -> bool {
    let text = view.low(start, end);
    scheme.alone != Alone::Look("ddd-dd-dddd")
        || text.len() == 9
        || (text.len() >= 11
            && text.get(3).is_some_and(|b| !is_alnum(*b))
            && text.iter().rev().nth(4).is_some_and(|b| !is_alnum(*b)))
}

fn fits(compact: &[u8], scheme: &Scheme) -> bool {
    scheme
        .shape
        .split('|')
        .any(|shape| shaped(compact, shape).is_some_and(|number| check::passes(scheme.check.as_bytes(), number)))
}

/// Whether this is one alternative of a shape, for at least three characters and at most as many as are read.
pub(super) fn is_shape(shape: &str) -> bool {
    let mut length = 0;
    let mut rest = shape.as_bytes();
    while let Some((symbol, after)) = rest.split_first() {
        rest = after;
        match symbol {
            b'd' | b'a' | b'x' => {
                let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
                let (count, after) = rest.split_at_checked(digits).unwrap_or((rest, &[]));
                rest = after;
                length += number(count).map_or(LONGEST, |count| count.clamp(1, 99) as usize);
            }
            b'(' => {
                let Some(close) = rest.iter().position(|b| *b == b')') else {
                    return false;
                };
                let (optional, after) = rest.split_at_checked(close).unwrap_or((rest, &[]));
                if !optional.iter().all(|b| b.is_ascii_uppercase()) {
                    return false;
                }
                length += close;
                rest = after.get(1..).unwrap_or(&[]);
            }
            b'A'..=b'Z' | b'0'..=b'9' => length += 1,
            _ => return false,
        }
    }
    (3..=LONGEST).contains(&length)
}

/// Whether a number has this shape; what is left of it without the part that may be missing.
fn shaped<'n>(compact: &'n [u8], shape: &str) -> Option<&'n [u8]> {
    let shape = shape.as_bytes();
    let mut number = compact;
    let mut at = 0;
    let mut place = 0;
    while let Some(&symbol) = shape.get(place) {
        place += 1;
        match symbol {
            b'(' => {
                let close = shape.get(place..)?.iter().position(|b| *b == b')')? + place;
                let optional = shape.get(place..close)?;
                if number.get(at..)?.starts_with(optional) {
                    if at == 0 {
                        number = number.get(optional.len()..)?;
                    } else {
                        number = number.get(..at)?;
                    }
                }
                place = close + 1;
            }
            b'd' | b'a' | b'x' => {
                let mut count = 0;
                while let Some(digit) = shape.get(place).filter(|b| b.is_ascii_digit()) {
                    count = count * 10 + usize::from(digit - b'0');
                    place += 1;
                }
                for _ in 0..count.max(1) {
                    let b = number.get(at)?;
                    let right = match symbol {
                        b'd' => b.is_ascii_digit(),
                        b'a' => b.is_ascii_uppercase(),
                        _ => b.is_ascii_digit() || b.is_ascii_uppercase(),
                    };
                    if !right {
                        return None;
                    }
                    at += 1;
                }
            }
            literal => {
                if *number.get(at)? != literal {
                    return None;
                }
                at += 1;
            }
        }
    }
    (at == number.len()).then_some(number)
}
