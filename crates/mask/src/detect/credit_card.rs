//! Payment card numbers.
//!
//! Sources: ISO/IEC 7812-1 (structure, Luhn); the issuers' published ranges: Visa 4, Mastercard 51-55 and 2221-2720,
//! American Express 34/37, Diners 300-305/3095/36/38/39, Discover 6011/644-649/65/622126-622925, JCB 3528-3589 and the
//! old 2131/1800, UnionPay 62/81, Maestro 50/56-69, RuPay 60/65/81/82/508, Mir 2200-2204, Troy 9792, Elo, Hipercard,
//! Verve, Dankort 5019, UATP 1.

use super::{Candidate, Detector, Flaw, Scene};
use crate::checksum::{digit, luhn, number};
use crate::cues::{Cue, CueSet};
use crate::kind::Kind;
use crate::text::{View, is_letter};

pub(super) const DETECTOR: Detector = Detector { gate, find };

const SHORTEST: usize = 12;
const LONGEST: usize = 19;
const CUES: CueSet = CueSet::of(&[Cue::Card]);

fn gate(view: &View) -> bool {
    view.groups.iter().map(|group| group.len()).sum::<usize>() >= SHORTEST
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    let mut first = 0;
    while let Some(group) = view.groups.get(first) {
        let mut digits = [0; LONGEST];
        let mut count = 0;
        let mut best = None;
        let mut nearly = None;
        let mut separators = 0;
        for (nth, next) in view.groups.get(first..).unwrap_or(&[]).iter().enumerate() {
            if nth > 0 {
                let Some(before) = view.groups.get(first + nth - 1) else {
                    break;
                };
                if !joined(view, before.end, next.start) {
                    break;
                }
                separators += 1;
            }
            if count + next.len() > LONGEST {
                break;
            }
            for (slot, &b) in digits.iter_mut().skip(count).zip(view.low(next.start, next.end)) {
                *slot = b;
            }
            count += next.len();
            let Some(read) = digits.get(..count) else {
                break;
            };
            if count >= SHORTEST
                && let Some(score) = score(view, read, separators, group.start, next.end)
            {
                best = Some((first + nth, next.end, score, brand(read)));
            } else if scene.curious && count >= SHORTEST && brand(read).is_some() {
                let flaw = if luhn(read) { Flaw::Other } else { Flaw::Checksum };
                nearly = Some(Candidate::flawed(Kind::CreditCard, group.start, next.end, flaw));
            }
        }
        match best {
            Some((last, end, score, scheme)) => {
                let mut candidate = Candidate::new(Kind::CreditCard, group.start, end, score);
                candidate.scheme = scheme;
                candidate.checked = true;
                found.push(candidate);
                first = last + 1;
            }
            None => {
                found.extend(nearly);
                first += 1;
            }
        }
    }
}

/// At most two separators of the usual sort between two groups.
fn joined(view: &View, from: usize, to: usize) -> bool {
    let between = view.low(from, to);
    between.len() <= 3
        && between.iter().all(|b| b" -._/,|*\n".contains(b))
        && between.iter().filter(|&&b| b != b' ').count() <= 1
}

fn score(view: &View, digits: &[u8], separators: usize, start: usize, end: usize) -> Option<f32> {
    let brand = brand(digits);
    if !luhn(digits) || digits.iter().all(|d| d == &b'0') {
        return None;
    }
    let cue = view.cue_near(start, end, CUES);
    // Said to be another number: one in ten of those passes Luhn too.
    const OTHERS: CueSet = CueSet::of(&[
        Cue::Scheme,
        Cue::NationalId,
        Cue::TaxId,
        Cue::BusinessId,
        Cue::HealthId,
        Cue::Device,
        Cue::Account,
    ]);
    let other = view.label_before(start, 20).is_some_and(|hit| OTHERS.has(hit.cue));
    if other && !cue && !matches!(brand, Some("visa" | "mastercard" | "american-express")) {
        return None;
    }
    // Part of a longer thing: a key, a UUID, a decimal fraction, a phone number.
    let before = view.before(start);
    if is_letter(before) || is_letter(view.at(end)) {
        return cue.then_some(0.6).filter(|_| brand.is_some());
    }
    if matches!(before, b'+') || (before == b'.' && view.before(start - 1).is_ascii_digit()) {
        return None;
    }
    match (brand, cue) {
        (Some(_), true) => Some(0.99),
        (Some("maestro" | "uatp"), false) if continued(view, start) => None,
        (Some("maestro" | "uatp"), false) if digits.len() < 16 => {
            (separators == 0 || even(view, start, end)).then_some(0.7)
        }
        (Some(_), false) if digits.len() >= 14 => (separators <= 6).then_some(0.95),
        (Some(_), false) => (separators <= 4).then_some(0.8),
        (None, true) => Some(0.6),
        (None, false) => None,
    }
}

/// More digits stand before it: the tail of something longer.
fn continued(view: &View, start: usize) -> bool {
    start > 1 && matches!(view.before(start), b' ' | b'-' | b'.') && view.before(start - 1).is_ascii_digit()
}

/// Groups of four, as short cards are printed.
fn even(view: &View, start: usize, end: usize) -> bool {
    let from = view.group_from(start);
    view.groups
        .iter()
        .skip(from)
        .take_while(|group| group.end <= end)
        .all(|group| group.len() == 4 || group.end == end)
}

/// The issuer of a number of this beginning and length.
fn brand(digits: &[u8]) -> Option<&'static str> {
    let length = digits.len();
    let head = number(digits.get(..6)?)? as u32;
    let (two, three, four) = (head / 10_000, head / 1000, head / 100);
    digit(*digits.first()?)?;
    Some(match head {
        _ if two / 10 == 4 && matches!(length, 13 | 16 | 18 | 19) => "visa",
        _ if matches!(two, 51..=55) && length == 16 => "mastercard",
        _ if matches!(four, 2221..=2720) && length == 16 => "mastercard",
        _ if matches!(two, 34 | 37) && length == 15 => "american-express",
        _ if (matches!(three, 300..=305) || four == 3095 || matches!(two, 36 | 38 | 39))
            && matches!(length, 14..=19) =>
        {
            "diners"
        }
        _ if matches!(four, 3528..=3589) && matches!(length, 16..=19) => "jcb",
        _ if matches!(four, 2131 | 1800) && length == 15 => "jcb",
        _ if matches!(four, 2200..=2205) && matches!(length, 16..=19) => "mir",
        _ if (four == 6011 || matches!(three, 644..=649) || two == 65) && matches!(length, 16..=19) => "discover",
        _ if matches!(two, 62 | 81) && matches!(length, 16..=19) => "unionpay",
        _ if matches!(three, 508 | 606 | 607 | 608 | 652 | 653 | 817 | 820) && length == 16 => "rupay",
        _ if four == 9792 && length == 16 => "troy",
        _ if matches!(two, 50 | 56..=69) && matches!(length, 12..=19) => "maestro",
        _ if two / 10 == 1 && length == 15 => "uatp",
        _ => return None,
    })
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::CreditCard,
    must: &[
        "my card is «4111 1111 1111 1111» thanks",
        "«4242424242424242»",
        "«5500-0000-0000-0004», exp 12/29",
        "«2223 0031 2200 3222»",
        "amex «3782 822463 10005»",
        "«３７８２８２２４６３１０００５»",
        "maestro «6304 0000 0000» please",
        "«213131234567895»",
        "«1800 1234 5678 913»",
        "«6304 9850 2809 0561 515»",
        "card number:«4111.1111.1111.1111»",
        "it is «four one one one, one one one one, one one one one, one one one one» thanks",
        "die karte: «vier zwei vier zwei vier zwei vier zwei vier zwei vier zwei vier zwei vier zwei»",
        "両方の«4111111111111111»カード",
    ],
    must_not: &[
        "4111 1111 1111 1112",
        "order 4111-2222-3333-4444",
        "tracking 1Z9999999999999999",
        "0000 0000 0000 0000",
        "serial number: 1234 5678 9012 3456",
        "550e8400-e29b-41d4-a716-446655440000",
        "3.1415926535897932384626",
    ],
};
