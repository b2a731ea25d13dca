//! Things that only a cue word makes secret: a code of a few digits, a word that is a password.

use crate::cues::{Cue, CueSet, Hit};
use crate::text::{BARRIER, View, is_alnum, is_digit, is_letter, one_of};

/// How many words a code may stand away from its cue, when something other than link words is between.
const WORDS_AWAY: usize = 9;

/// A code of digits that a cue announces.
pub(super) struct Code {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) score: f32,
}

/// Finds a code of `shortest` to `longest` digits after a cue, or before it ("4821 is my PIN").
pub(super) fn code(view: &View, hit: &Hit, shortest: usize, longest: usize) -> Option<Code> {
    if let Some(announced) = view.value_after(hit)
        && let Some(end) = digits(view, announced.at, shortest, longest)
    {
        let year = !announced.firmly && is_year(view, announced.at, end);
        let score = if announced.firmly { 0.95 } else { 0.8 };
        if !year {
            return Some(Code {
                start: announced.at,
                end,
                score,
            });
        }
    }
    if let Some((start, _)) = view.value_before(hit)
        && let Some(end) = code_back(view, start, shortest, longest)
    {
        return Some(Code {
            start: end.0,
            end: end.1,
            score: 0.85,
        });
    }
    further(view, hit, shortest, longest)
}

/// The value before a cue may be grouped ("493 201 is the code"): groups to its left belong to it.
fn code_back(view: &View, start: usize, shortest: usize, longest: usize) -> Option<(usize, usize)> {
    let end = digits(view, start, 1, longest)?;
    let mut from = start;
    while from >= 2 && view.before(from) == b' ' && is_digit(view.before(from - 1)) {
        let group = view.groups.get(view.group_from(from).checked_sub(1)?)?;
        let count = view.low(group.start, end).iter().filter(|b| is_digit(**b)).count();
        if count > longest || is_letter(view.before(group.start)) {
            break;
        }
        from = group.start;
    }
    let count = view.low(from, end).iter().filter(|b| is_digit(**b)).count();
    ((shortest..=longest).contains(&count) && !is_letter(view.before(from))).then_some((from, end))
}

/// "the PIN you gave me yesterday was 4821", "code for the visa ending is 482913".
fn further(view: &View, hit: &Hit, shortest: usize, longest: usize) -> Option<Code> {
    let mut firm = false;
    for word in view.words.iter().skip(hit.word).take(WORDS_AWAY) {
        if view.low(hit.end, word.start).contains(&BARRIER) {
            // It has been found already.
            return None;
        }
        if view.before(word.start) == b':' || view.low(word.start.saturating_sub(2), word.start) == b": " {
            firm = true;
        }
        let between = view.low(word.start.saturating_sub(2), word.start);
        if between.iter().any(|b| matches!(b, b'\n' | b'?' | b'!')) || between == b". " {
            return None;
        }
        if let Some(other) = view.hit_at(word.start) {
            if view.hits_at(word.start).any(|hit| hit.cue == Cue::Is) {
                firm = true;
                continue;
            }
            if !CueSet::GRAMMAR.has(other.cue)
                && other.cue != hit.cue
                && other.cue != Cue::Card
                && other.cue != Cue::Phone
            {
                return None;
            }
        } else if word.all_digits() && firm {
            let end = digits(view, word.start, shortest, longest)?;
            return Some(Code {
                start: word.start,
                end,
                score: 0.7,
            });
        }
        firm &= view.hit_at(word.start).is_some_and(|hit| CueSet::GRAMMAR.has(hit.cue));
    }
    None
}

fn is_year(view: &View, start: usize, end: usize) -> bool {
    let digits = view.low(start, end);
    digits.len() == 4 && (digits.starts_with(b"19") || digits.starts_with(b"20"))
}

/// The end of a code of digits that begins here: at most one blank, dash or dot between them, nothing glued to it.
fn digits(view: &View, start: usize, shortest: usize, longest: usize) -> Option<usize> {
    if !is_digit(view.at(start)) || is_alnum(view.before(start)) || matches!(view.before(start), b'$' | b'%') {
        return None;
    }
    let (mut at, mut end, mut count) = (start, start, 0);
    loop {
        let from = at;
        while is_digit(view.at(at)) {
            at += 1;
        }
        if at - from + count > longest {
            break;
        }
        count += at - from;
        end = at;
        if !(matches!(view.at(at), b' ' | b'-' | b'.') && is_digit(view.at(at + 1))) {
            break;
        }
        at += 1;
    }
    let next = view.at(end);
    let glued = is_alnum(next)
        || matches!(next, b'%' | b'@' | b'$')
        || (matches!(next, b':' | b'/' | b',' | b'-' | b'.') && is_digit(view.at(end + 1)))
        || unit_follows(view, end);
    ((shortest..=longest).contains(&count) && !glued).then_some(end)
}

/// "a 4 digit PIN", "PIN, 3 times", "6 stellig".
fn unit_follows(view: &View, end: usize) -> bool {
    let from = view.word_at(end);
    let Some(word) = view.words.get(from).filter(|word| word.start <= end + 1) else {
        return false;
    };
    const UNITS: &[u8] = b"digit digits stellig stellige times days day hours minutes min mins seconds eur usd euro euros dollars gbp percent chiffres cifre digitos cijfers cyfr siffror haneli pm am years weeks months characters zeichen attempts";
    one_of(view.low(word.start, word.end), UNITS)
}

/// Whether a token looks made up: letters with digits or with marks inside, or upper case after lower.
pub(super) fn looks_made_up(token: &[u8]) -> bool {
    let digits = token.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = token.iter().filter(|b| is_letter(**b)).count();
    let marks = token.iter().filter(|b| b"!@#$%^&*_+=?~<>|\\{}[]".contains(b)).count();
    let humps = token
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()))
        .count();
    token.len() >= 4
        && (digits > 0 && letters + marks > 0
            || marks > 0 && letters > 0
            || humps > 0
            || digits >= 4 && digits == token.len())
}

/// What follows a token ends the clause: the end, a mark, a line end.
pub(super) fn clause_ends(view: &View, end: usize) -> bool {
    let mut at = end;
    while view.at(at) == b' ' {
        at += 1;
    }
    !is_alnum(view.at(at))
}
