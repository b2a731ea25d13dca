//! E-mail addresses, also spelled out: "john (at) example dot com".
//!
//! Sources: RFC 5322 section 3.4.1 (dot-atom), RFC 6531 (letters beyond ASCII), RFC 1035 (domain labels).

use super::{Candidate, Detector, Scene};
use crate::cues::word_hash;
use crate::kind::Kind;
use crate::text::{View, Word, is_alnum, one_of};

pub(super) const DETECTOR: Detector = Detector { gate, find };

/// Providers whose name, run together with its ending, gives an address away ("johngmailcom").
const PROVIDERS: &[u8] = b"mailcom yahoocom yahooin yahoocoin outlookcom icloudcom aolcom gmxde livecom";
/// The same as a word of its own, after the rest of the address ("john 35 gmailcom").
const APART: [u32; 6] = [
    word_hash(b"gmail"),
    word_hash(b"gmailcom"),
    word_hash(b"yahoo"),
    word_hash(b"hotmail"),
    word_hash(b"yahoocom"),
    word_hash(b"mailcom"),
];

fn gate(view: &View) -> bool {
    view.has(b'@') || !view.words.is_empty()
}

fn is_local(b: u8) -> bool {
    is_alnum(b) || b"._%+-'=~&#$!{}^".contains(&b)
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    if view.has(b'@') {
        written(view, found);
    }
    spelled(view, found);
}

/// "john dot smith at example dot com", "john (at) example.com", "john [at] example [dot] com".
fn spelled(view: &View, found: &mut Vec<Candidate>) {
    for (nth, word) in view.words.iter().enumerate() {
        if provided(view, word) {
            if let Some(start) = run_together(view, nth) {
                found.push(Candidate::new(Kind::Email, start, word.end, 0.7));
            }
            continue;
        }
        let Some(before) = nth
            .checked_sub(1)
            .and_then(|one| view.words.get(one))
            .filter(|_| AT.contains(&word.hash))
        else {
            continue;
        };
        if view.low(before.end, word.start).len() > 3 {
            continue;
        }
        let Some((end, dots, endings)) = spelled_domain(view, nth + 1) else {
            continue;
        };
        let firm = bracketed(view, word.start, word.end) || dots;
        if !firm || !endings {
            continue;
        }
        let start = spelled_local(view, nth - 1);
        found.push(Candidate::new(Kind::Email, start, end, 0.85));
    }
}

/// Whether a word, in any case, is a provider's name or ends in one.
pub(crate) fn is_provider(word: &[u8]) -> bool {
    let Some(&[.., b, c]) = word.last_chunk::<5>() else {
        return false;
    };
    let near = matches!(&[b | 32, c | 32], b"om" | b"in" | b"de" | b"il" | b"oo");
    near && b"gmail yahoo hotmail"
        .split(|b| *b == b' ')
        .chain(PROVIDERS.split(|b| *b == b' '))
        .any(|name| {
            let ending = word.len().checked_sub(name.len()).and_then(|at| word.get(at..));
            ending.is_some_and(|ending| ending.eq_ignore_ascii_case(name))
        })
}

/// A provider's name, alone or at the end of a word.
fn provided(view: &View, word: &Word) -> bool {
    let ending = view.low(word.end.saturating_sub(2), word.end);
    APART.contains(&word.hash)
        || word.len() > 5
            && matches!(ending, b"om" | b"in" | b"de")
            && PROVIDERS
                .split(|b| *b == b' ')
                .any(|name| word.len() > name.len() && view.low(word.start, word.end).ends_with(name))
}

/// The start of an address without marks. A provider's name alone needs a number before it: "raja 35 gmail".
fn run_together(view: &View, nth: usize) -> Option<usize> {
    let word = view.words.get(nth)?;
    let low = view.low(word.start, word.end);
    if !APART.contains(&word.hash) {
        return Some(word.start);
    }
    let number = view.words.get(nth.checked_sub(1)?)?;
    let name = nth
        .checked_sub(2)
        .and_then(|one| view.words.get(one))
        .filter(|name| name.end + 1 == number.start);
    let tied = number.end + 1 == word.start && view.at(number.end) == b' ';
    if !tied || (number.digits == 0 && low.ends_with(b"mail")) || number.all_digits() && name.is_none() {
        return None;
    }
    (number.digits > 0 || low.ends_with(b"com")).then(|| {
        if number.all_digits() {
            name.map_or(number.start, |name| name.start)
        } else {
            number.start
        }
    })
}

/// How "@" and "." are said.
const AT: [u32; 12] = [
    word_hash(b"at"),
    word_hash(b"arroba"),
    word_hash(b"chiocciola"),
    word_hash(b"arobase"),
    word_hash(b"apenstaartje"),
    word_hash(b"malpa"),
    word_hash(b"snabel"),
    word_hash(b"klammeraffe"),
    word_hash(b"aet"),
    word_hash(b"ett"),
    word_hash(b"chez"),
    word_hash(b"kukac"),
];
const DOT: &[u8] = b"dot punkt punto point ponto punt kropka nokta prick";
/// Endings that are taken after a spoken dot.
const SPOKEN_ENDINGS: &[u8] =
    b"com org net de fr es it pt nl pl se tr uk co edu gov io eu ch at be dk no fi us ca au in br info";

fn bracketed(view: &View, start: usize, end: usize) -> bool {
    matches!(
        (view.before(start), view.at(end)),
        (b'(', b')') | (b'[', b']') | (b'{', b'}') | (b'<', b'>')
    )
}

/// The end of a domain that is spelled from this word on; whether a dot in it was said; whether its ending is known.
fn spelled_domain(view: &View, first: usize) -> Option<(usize, bool, bool)> {
    let mut nth = first;
    let mut best = None;
    let mut said = false;
    for _ in 0..4 {
        let label = view.words.get(nth)?;
        let Some(next) = view.words.get(nth + 1) else {
            break;
        };
        let gap = view.low(label.end, next.start);
        if gap == b"." || gap == b"-" {
            nth += 1;
            let known = one_of(view.low(next.start, next.end), SPOKEN_ENDINGS);
            if gap == b"." && known {
                best = Some((next.end, said, true));
            }
            continue;
        }
        let dot = one_of(view.low(next.start, next.end), DOT) && gap.len() <= 3;
        let Some(ending) = view.words.get(nth + 2).filter(|_| dot) else {
            break;
        };
        if view.low(next.end, ending.start).len() > 3 {
            break;
        }
        said = true;
        if one_of(view.low(ending.start, ending.end), SPOKEN_ENDINGS) {
            best = Some((ending.end, true, true));
        }
        nth += 2;
    }
    best
}

/// The start of the part before "at": one word, and what is tied to it by dots, written or said.
fn spelled_local(view: &View, last: usize) -> usize {
    let mut nth = last;
    let mut start = view.words.get(nth).map_or(0, |word| word.start);
    for _ in 0..6 {
        let (Some(before), Some(this)) = (
            nth.checked_sub(1).and_then(|one| view.words.get(one)),
            view.words.get(nth),
        ) else {
            break;
        };
        let gap = view.low(before.end, this.start);
        if matches!(gap, b"." | b"-" | b"_" | b"+") {
            nth -= 1;
        } else if gap.len() <= 3
            && (one_of(view.low(before.start, before.end), DOT)
                || one_of(view.low(before.start, before.end), b"underscore dash"))
            && nth >= 2
        {
            nth -= 2;
        } else {
            break;
        }
        start = view.words.get(nth).map_or(start, |word| word.start);
    }
    start
}

fn written(view: &View, found: &mut Vec<Candidate>) {
    let mut floor = 0;
    for at in 0..view.len() {
        if view.at(at) != b'@' {
            continue;
        }
        let mut start = at;
        while start > floor && is_local(view.before(start)) {
            start -= 1;
        }
        while start < at && !is_alnum(view.at(start)) && view.at(start) != b'_' {
            start += 1;
        }
        if let Some(end) = domain(view, at + 1)
            && start < at
        {
            found.push(Candidate::new(Kind::Email, start, end, 0.99));
            floor = end;
        } else {
            floor = at + 1;
        }
    }
}

/// The end of a domain name that begins here: at least two labels, the last one of letters.
fn domain(view: &View, start: usize) -> Option<usize> {
    let mut end = None;
    let mut label = start;
    loop {
        let mut at = label;
        let mut letters = true;
        while is_alnum(view.at(at)) || (view.at(at) == b'-' && at > label) {
            letters &= !view.at(at).is_ascii_digit();
            at += 1;
        }
        if at == label || at - label > 63 {
            return end;
        }
        if label > start && (letters || view.low(label, at).starts_with(b"xn--")) && at - label >= 2 {
            end = Some(at);
        }
        if view.at(at) != b'.' {
            return end;
        }
        label = at + 1;
    }
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::Email,
    must: &[
        "write to «ann.smith+shop@example.co.uk».",
        "(«ann@example.org»)",
        "«ann＠example.org»",
        "«jürgen@müller.de»",
        "mail:«a_b-c@sub.example.museum», thanks",
        "<«ann@example.org»>",
        "it is «john dot smith at example dot com» thanks",
        "«john.smith (at) example.com»",
        "«info [at] example [dot] de»",
        "mi correo es «juan arroba ejemplo punto es»",
        "«anna punkt schmidt at web punkt de»",
    ],
    must_not: &[
        "@ann",
        "ann@home",
        "meet @ 5.30",
        "a@b",
        "user@10.0.0.1",
        "meet me at example dot matrix",
        "I was at home. Com on",
    ],
};
