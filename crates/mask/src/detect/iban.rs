//! International bank account numbers.
//!
//! Sources: ISO 13616 (structure, MOD 97-10); the SWIFT IBAN registry for the length by country.

use super::{Candidate, Detector, Flaw, Scene};
use crate::checksum::mod97;
use crate::kind::Kind;
use crate::text::{View, is_alnum};

pub(super) const DETECTOR: Detector = Detector { gate, find };

/// Country and length, from the registry (and the countries that use IBANs without being in it).
static LENGTHS: &str = "AD24AE23AL28AO25AT20AZ28BA20BE16BF28BG22BH22BI27BJ28BR29BY28CF27CG27CH21CI28CM27CR22CV25CY28CZ24DE22DJ27DK18DO28\
DZ26EE20EG29ES24FI18FK18FO18FR27GA27GB22GE22GI23GL18GQ27GR27GT28GW25HN28HR21HU28IE22IL23IQ23IR26IS26IT27JO30KM27KW30KZ20LB28LC32\
LI21LT20LU20LV21LY25MA28MC27MD24ME22MG27MK19ML28MN20MR27MT31MU30MZ25NE28NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31\
SD18SE24SI19SK24SM27SN28SO23ST25SV28TD27TG28TL23TN24TR26UA29VA22VG24XK20YE30";

/// Countries whose account numbers have no letters.
static DIGITS_ONLY: &str = "AEATBABECRCZDEDKEEESFIFOGLHRHUILISLTMEMNMRNOPLPTRSSESISKTLTNVAXK";

const LONGEST: usize = 34;

fn gate(view: &View) -> bool {
    view.groups.len() > 1 || view.groups.iter().any(|group| group.len() >= 2)
}

fn country(a: u8, b: u8) -> Option<(&'static str, usize)> {
    LENGTHS
        .as_bytes()
        .chunks_exact(4)
        .enumerate()
        .find(|(_, one)| one.first() == Some(&a) && one.get(1) == Some(&b))
        .and_then(|(nth, _)| {
            let code = LENGTHS.get(nth * 4..nth * 4 + 2)?;
            Some((code, LENGTHS.get(nth * 4 + 2..nth * 4 + 4)?.parse().ok()?))
        })
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    for group in &view.groups {
        // Two letters, two digits: the digits may stand apart ("DE 89 …").
        if group.len() < 2 {
            continue;
        }
        let mut letters = group.start;
        if matches!(view.before(letters), b' ' | b'-') {
            letters -= 1;
        }
        let Some(start) = letters.checked_sub(2) else {
            continue;
        };
        if is_alnum(view.before(start)) {
            continue;
        }
        let (a, b) = (
            view.at(start).to_ascii_uppercase(),
            view.at(start + 1).to_ascii_uppercase(),
        );
        let Some((country, length)) = country(a, b) else {
            continue;
        };
        let Some((end, agrees)) = read(view, start, length) else {
            continue;
        };
        let mut candidate = Candidate::new(Kind::Iban, start, end, 0.99);
        candidate.country = Some(country);
        candidate.checked = agrees;
        if !agrees {
            candidate.flaw = Some(Flaw::Checksum);
        }
        if agrees || scene.curious {
            found.push(candidate);
        }
    }
}

/// The end of an IBAN of this length that begins here, and whether its check digits agree.
fn read(view: &View, start: usize, length: usize) -> Option<(usize, bool)> {
    let mut buffer = [0; LONGEST];
    let mut count = 0;
    let mut at = start;
    let mut gap = 0;
    while count < length {
        let b = view.at(at);
        if b.is_ascii_alphanumeric() {
            *buffer.get_mut(count)? = b;
            count += 1;
            gap = 0;
        } else if matches!(b, b' ' | b'-' | b'.' | b'_' | b'/') && gap < 2 {
            gap += 1;
        } else {
            return None;
        }
        at += 1;
    }
    if is_alnum(view.at(at)) {
        return None;
    }
    let iban = buffer.get(..length)?;
    let (head, body) = iban.split_at_checked(4)?;
    let letters = body.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let none = DIGITS_ONLY
        .as_bytes()
        .chunks_exact(2)
        .any(|code| head.to_ascii_uppercase().starts_with(code));
    if letters * 3 > body.len() * 2 || (none && letters > 0) || word_within(view, start, at) {
        return None;
    }
    Some((at, mod97(body.iter().chain(head).copied())? == 1))
}

/// A word of six letters or more between blanks: a sentence whose letters happen to agree.
fn word_within(view: &View, start: usize, end: usize) -> bool {
    view.low(start, end)
        .split(|b| *b == b' ')
        .any(|part| part.len() >= 5 && part.iter().all(u8::is_ascii_alphabetic))
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::Iban,
    must: &[
        "IBAN: «DE89 3704 0044 0532 0130 00».",
        "«GB29NWBK60161331926819»",
        "«gb29 nwbk 6016 1331 9268 19» please",
        "«FR14 2004 1010 0505 0001 3M02 606»",
        "«NO93-8601-1117-947»",
        "«DE 89 370400440532013000»",
        "iban «MT84MALT011000012345MTLCAST001S»",
    ],
    must_not: &[
        "DE89 3704 0044 0532 0130 01",
        "GB29NWBK60161331926818",
        "room DE12",
        "no 9873 ssn no 8820",
        "We are staying at 4228 SW Dawson Street Unit 22",
        "ISO13616 XX89370400440532013000",
    ],
};
