//! Network card addresses.
//!
//! Sources: IEEE 802 (EUI-48: six octets, written with colons, dashes, or as three dotted groups of four).

use super::{Candidate, Detector, Scene};
use crate::kind::Kind;
use crate::text::{View, is_alnum};

pub(super) const DETECTOR: Detector = Detector { gate, find };

fn gate(view: &View) -> bool {
    view.words.len() >= 3 && (view.has(b':') || view.has(b'-') || view.has(b'.'))
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    let mut floor = 0;
    for (nth, word) in view.words.iter().enumerate() {
        if word.start < floor || !matches!(word.len(), 2 | 4) || matches!(view.before(word.start), b':' | b'-' | b'.') {
            continue;
        }
        let (parts, marks): (usize, &[u8]) = if word.len() == 2 { (6, b":-") } else { (3, b".") };
        let Some(words) = view.words.get(nth..nth + parts) else {
            continue;
        };
        let mark = view.at(word.end);
        let even = words
            .iter()
            .all(|one| one.len() == word.len() && view.low(one.start, one.end).iter().all(u8::is_ascii_hexdigit));
        let tied = words
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if b.start == a.end + 1 && view.at(a.end) == mark));
        let Some(last) = words.last() else { continue };
        let longer = view.at(last.end) == mark && is_alnum(view.at(last.end + 1));
        let digits = words.iter().any(|one| one.digits > 0);
        let all_decimal = words.iter().all(|one| one.all_digits()) && mark != b':';
        if marks.contains(&mark) && even && tied && !longer && digits && !all_decimal {
            found.push(Candidate::new(Kind::MacAddress, word.start, last.end, 0.92));
            floor = last.end;
        }
    }
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::MacAddress,
    must: &[
        "«00:1B:44:11:3A:B7»",
        "mac «00-1b-44-11-3a-b7».",
        "cisco «001b.4411.3ab7»",
    ],
    must_not: &[
        "12-30-45-10-20-30",
        "00:1B:44:11:3A",
        "00:1B:44:11:3A:B7:99:01",
        "at 10:20:30",
    ],
};
