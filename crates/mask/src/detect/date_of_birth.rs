//! Dates of birth, where a cue says so. Other dates are nobody's and stay.
//!
//! Sources: ISO 8601 (year first), the national orders of day and month, month names of CLDR in twenty languages.

use super::{Candidate, Detector, Scene};
use crate::cues::{Cue, Hit};
use crate::kind::Kind;
use crate::text::{View, is_alnum, is_digit};

pub(super) const DETECTOR: Detector = Detector { gate, find };

/// How many words a date may stand away from its cue.
const WORDS_AWAY: usize = 9;

/// Beginnings of month names, folded; a name counts from these letters on.
static MONTHS: [&str; 12] = [
    "jan ene gen gio sty oca leden tammi ian sij yanv янв січ ιαν",
    "feb fev lut sub unor helmi febr velj фев лют φεβ",
    "mar maer marz mrt mart brez maalis ozu март марта бер μαρ",
    "apr avr abr kwi nis dub huhti trav апр квіт απρ",
    "may mai mag maj mei mayis kvet touko svib мая май трав μαι",
    "jun juin giu cze haz cerven kesa lip iun июн черв ιουν",
    "jul juil lug lip tem cervenec heina srp iul июл лип ιουλ",
    "aug aout ago sie agu srpen elo kol авг серп αυγ",
    "sep set wrz eyl zari syys ruj сен вер σεπ",
    "oct okt oct out ott paz eki rijen loka lis окт жовт οκτ",
    "nov lis kas listopad marras stud ноя лист νοε",
    "dec dez dic gru ara prosinec joulu pros дек груд δεκ",
];

fn gate(view: &View) -> bool {
    !view.groups.is_empty() && !view.hits.is_empty()
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    for hit in view.hits.iter().filter(|hit| hit.cue == Cue::Birth) {
        if let Some((start, end)) = after(view, hit).or_else(|| before(view, hit)) {
            found.push(Candidate::new(Kind::DateOfBirth, start, end, 0.92));
        }
    }
}

fn after(view: &View, hit: &Hit) -> Option<(usize, usize)> {
    let mut stops = 0;
    let mut last = hit.end;
    for word in view.words.iter().skip(hit.word).take(WORDS_AWAY) {
        stops += view
            .low(last, word.start)
            .iter()
            .filter(|b| matches!(b, b'?' | b'!' | b'\n'))
            .count();
        if stops > 2 || view.low(last, word.start).contains(&crate::text::BARRIER) {
            return None;
        }
        last = word.end;
        if let Some(end) = date(view, word.start) {
            return Some((word.start, end));
        }
        if word.digits > 2 {
            return None;
        }
    }
    None
}

/// "12/03/1985 is my date of birth", "5 May 1990 (DOB)".
fn before(view: &View, hit: &Hit) -> Option<(usize, usize)> {
    let here = view.word_at(hit.start);
    (1..=8)
        .rev()
        .filter_map(|back| here.checked_sub(back))
        .filter_map(|nth| view.words.get(nth))
        .find_map(|word| {
            let end = date(view, word.start)?;
            let between = view.low(end, hit.start);
            let calm = !between
                .iter()
                .any(|b| matches!(*b, b'.' | b'?' | b'!' | b'\n' | crate::text::BARRIER))
                && between.len() <= 24;
            (end <= hit.start && calm && full(view, word.start, end)).then_some((word.start, end))
        })
}

/// A date with a year.
fn full(view: &View, start: usize, end: usize) -> bool {
    view.low(start, end).iter().filter(|b| is_digit(**b)).count() >= 5
}

/// The end of a date that begins here.
fn date(view: &View, start: usize) -> Option<usize> {
    if is_alnum(view.before(start)) || matches!(view.before(start), b'$' | b'/' | b'#') {
        return None;
    }
    let words: [Option<(usize, usize)>; 5] = {
        let first = view.word_at(start);
        core::array::from_fn(|nth| view.words.get(first + nth).map(|word| (word.start, word.end)))
    };
    let number = |nth: usize| -> Option<u32> {
        let (from, to) = words.get(nth).copied().flatten()?;
        let text = view.low(from, to);
        let digits = text.iter().take_while(|b| is_digit(**b)).count();
        let suffix = text.get(digits..)?;
        let ordinal = matches!(suffix, b"" | b"st" | b"nd" | b"rd" | b"th" | b"er" | b"e" | b"o" | b"a");
        (ordinal && (1..=8).contains(&digits)).then(|| {
            text.iter()
                .take(digits)
                .fold(0, |sum, b| sum * 10 + u32::from(b - b'0'))
        })
    };
    let month = |nth: usize| {
        words
            .get(nth)
            .copied()
            .flatten()
            .is_some_and(|(from, to)| is_month(view.low(from, to)))
    };
    let end = |nth: usize| words.get(nth).copied().flatten().map(|(_, end)| end);
    let near = |nth: usize| -> bool {
        let (Some((_, left)), Some((right, _))) =
            (words.get(nth).copied().flatten(), words.get(nth + 1).copied().flatten())
        else {
            return false;
        };
        let gap = view.low(left, right);
        gap.len() <= 2 && gap.iter().all(|b| b" .,-/'".contains(b))
    };
    let year = |n: u32| (1900..=2035).contains(&n) || n < 100;
    let four = |n: u32| (1900..=2035).contains(&n);
    let day = |n: u32| (1..=31).contains(&n);
    let first = number(0);
    // 12031985, 19850312, 120385.
    if let Some(whole) = first
        && let Some((from, to)) = words.first().copied().flatten()
        && !(near(0) && number(1).is_some() && view.at(to) != b' ')
    {
        let length = to - from;
        let fits = match length {
            8 => {
                day(whole / 1_000_000) && (1..=31).contains(&(whole / 10_000 % 100)) && four(whole % 10_000)
                    || four(whole / 10_000) && (1..=12).contains(&(whole / 100 % 100)) && day(whole % 100)
            }
            6 => (1..=31).contains(&(whole / 10_000)) && (1..=31).contains(&(whole / 100 % 100)),
            _ => false,
        };
        if fits && !is_alnum(view.at(to)) {
            return Some(to);
        }
    }
    // "5 May 1990", "5 de mayo de 1990", "May 5, 1990", "5th of May 1990".
    let particle =
        |nth: usize| {
            words.get(nth).copied().flatten().is_some_and(|(from, to)| {
                matches!(view.low(from, to), b"de" | b"of" | b"del" | b"den" | b"the" | b"di")
            })
        };
    if let Some(n) = first.filter(|n| day(*n)) {
        let at = 1 + usize::from(particle(1));
        if month(at) && n > 0 {
            let after = at + 1 + usize::from(particle(at + 1));
            return match number(after) {
                Some(n) if year(n) && near(after - 1) => end(after),
                _ => end(at),
            };
        }
    }
    if month(0) {
        let at = 1 + usize::from(particle(1));
        return match (number(at), number(at + 1)) {
            (Some(d), Some(y)) if day(d) && year(y) && near(at) => end(at + 1),
            (Some(y), _) if four(y) => end(at),
            (Some(d), _) if day(d) => end(at),
            _ => None,
        };
    }
    // 5/17/1985, 17.05.85, 1985-05-17, 17 05 1985.
    if near(0)
        && near(1)
        && let (Some(a), Some(b), Some(c)) = (first, number(1), number(2))
    {
        let little = (1..=31).contains(&a)
            && (1..=31).contains(&b)
            && (a <= 12 || b <= 12)
            && year(c)
            && end(2)
                .zip(words.get(2).copied().flatten())
                .is_some_and(|(end, (from, _))| matches!(end - from, 2 | 4));
        let big = four(a) && (1..=12).contains(&b) && day(c);
        if little || big {
            return end(2);
        }
    }
    // A year of birth alone: "born in 1985".
    first
        .filter(|n| (1900..=2035).contains(n) && !near(0) || (1900..=2035).contains(n) && number(1).is_none())
        .and(end(0))
}

fn is_month(word: &[u8]) -> bool {
    word.len() >= 3
        && word.len() <= 12
        && MONTHS.iter().any(|names| {
            names.split(' ').any(|name| {
                let mut bytes = word.iter();
                name.chars().all(|c| bytes.next() == Some(&crate::text::fold(c)))
            })
        })
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::DateOfBirth,
    must: &[
        "Please tell me your date of birth. It's «5/19/1937»",
        "She was born on «5/10/1963».",
        "dob «12-03-85»",
        "DOB: «1990-01-31»",
        "my birthday is «March 5, 1985», ok?",
        "born on the «3rd of May 1990»",
        "geboren am «12. März 1985» in Ulm",
        "Geburtsdatum «12.03.1985»",
        "né le «5 mai 1990»",
        "nací el «5 de mayo de 1990»",
        "nato il «12/03/1985»",
        "nasci em «12/03/1985»",
        "geboren op «5 mei 1990»",
        "data urodzenia: «05.05.1990»",
        "född «1990-05-05»",
        "doğum tarihim «05.05.1990»",
        "date of birth «12031985»",
        "«12/03/1985» is my date of birth",
        "Fecha de nacimiento: «04/07/1955».",
    ],
    must_not: &[
        "the meeting is on 12/03/2024",
        "born to run",
        "my date of birth is wrong",
        "order from 12.03.2024",
        "birthday party for 12 people at 7pm",
    ],
};
