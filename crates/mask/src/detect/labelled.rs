//! Numbers that only their name makes personal: accounts, passports, licences, policies, national and tax numbers
//! of countries and offices without a published check.
//!
//! Sources: ICAO Doc 9303 (passport numbers: up to nine letters and digits), national licence formats,
//! insurers' and banks' habits. Where the name belongs to one scheme alone (`detect::ids`), its check decides, not this file.

use super::{Candidate, Detector, Scene};
use crate::cues::{Cue, Hit};
use crate::kind::Kind;
use crate::text::{BARRIER, View, is_alnum};

pub(super) const DETECTOR: Detector = Detector { gate, find };

fn gate(view: &View) -> bool {
    !view.groups.is_empty() && !view.hits.is_empty()
}

/// What follows a cue: the kind, how many letters and digits it has, how many of them are digits at least.
struct Rule {
    cue: Cue,
    kind: Kind,
    shortest: usize,
    longest: usize,
    digits: usize,
}

const fn rule(cue: Cue, kind: Kind, shortest: usize, longest: usize, digits: usize) -> Rule {
    Rule {
        cue,
        kind,
        shortest,
        longest,
        digits,
    }
}

static RULES: [Rule; 11] = [
    rule(Cue::Account, Kind::BankAccount, 5, 24, 5),
    rule(Cue::Passport, Kind::Passport, 6, 12, 4),
    rule(Cue::License, Kind::DriverLicense, 5, 20, 4),
    rule(Cue::HealthId, Kind::HealthId, 5, 18, 4),
    rule(Cue::NationalId, Kind::NationalId, 5, 18, 4),
    rule(Cue::TaxId, Kind::TaxId, 6, 15, 5),
    rule(Cue::BusinessId, Kind::BusinessId, 5, 20, 5),
    rule(Cue::Plate, Kind::LicensePlate, 4, 9, 2),
    rule(Cue::Vin, Kind::VehicleId, 11, 17, 4),
    rule(Cue::Device, Kind::DeviceId, 14, 32, 8),
    rule(Cue::Ssn, Kind::NationalId, 4, 9, 4),
];

/// Words in one number, and how far it may stand from its name when other words are between.
const PARTS: usize = 6;
const WORDS_AWAY: usize = 6;

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    for hit in &view.hits {
        for rule in RULES.iter().filter(|rule| rule.cue == hit.cue) {
            if let Some((start, end, score)) =
                value(view, hit, rule).filter(|(start, end, _)| rule.cue != Cue::Ssn || end - start == 4)
            {
                let mut candidate = Candidate::new(rule.kind, start, end, score);
                candidate.scheme = (rule.cue == Cue::Ssn).then_some("ssn");
                found.push(candidate);
            }
        }
        if hit.cue == Cue::Routing
            && let Some((start, end)) = routing(view, hit)
        {
            found.push(Candidate::new(Kind::RoutingNumber, start, end, 0.85));
        }
        if hit.cue == Cue::Username
            && let Some((start, end)) = username(view, hit)
        {
            found.push(Candidate::new(Kind::Username, start, end, 0.65));
        }
    }
}

fn value(view: &View, hit: &Hit, rule: &Rule) -> Option<(usize, usize, f32)> {
    if let Some(announced) = view.value_after(hit)
        && let Some(end) = number(view, announced.at, rule)
    {
        return Some((announced.at, end, if announced.firmly { 0.88 } else { 0.8 }));
    }
    // "account number for the refund is 12345678".
    let mut firm = false;
    for word in view.words.iter().skip(hit.word).take(WORDS_AWAY) {
        if view.low(hit.end, word.start).contains(&BARRIER) {
            break;
        }
        let between = view.low(word.start.saturating_sub(2), word.start);
        if between == b". " || between.iter().any(|b| matches!(b, b'\n' | b'?' | b'!')) {
            break;
        }
        firm |= between.contains(&b':') || view.hits_at(word.start).any(|hit| hit.cue == Cue::Is);
        if word.digits > 0 {
            if firm && let Some(end) = number(view, word.start, rule) {
                return Some((word.start, end, 0.7));
            }
            break;
        }
        if view
            .hits_at(word.start)
            .any(|other| matches!(other.cue, Cue::Harmless | Cue::Phone | Cue::Card))
        {
            break;
        }
    }
    let (start, _) = view.value_before(hit)?;
    number(view, start, rule)
        .filter(|end| *end <= hit.start)
        .map(|end| (start, end, 0.7))
}

/// The end of a number that begins here: words with digits, and short ones in capitals, one separator between them.
fn number(view: &View, start: usize, rule: &Rule) -> Option<usize> {
    let first = view.word_at(start);
    if view.words.get(first)?.start != start || is_alnum(view.before(start)) {
        return None;
    }
    let (mut count, mut digits) = (0, 0);
    let mut best = None;
    let mut end = start;
    for word in view.words.iter().skip(first).take(PARTS) {
        let gap = view.low(end, word.start);
        let tied = gap.is_empty() || matches!(gap, b" " | b"-" | b"." | b"/" | b" - ");
        let shout = word.len() <= 4 && view.raw(word.start, word.end).iter().all(u8::is_ascii_uppercase);
        if !tied
            || (word.digits == 0 && !shout)
            || (word.digits == 0 && count > 0 && rule.cue != Cue::Plate && rule.cue != Cue::Passport && gap == b" ")
        {
            break;
        }
        // After a blank, letters with digits begin something new, unless groups are that short.
        if gap == b" " && word.digits > 0 && word.digits < word.len() && word.len() > 5 {
            break;
        }
        count += word.len();
        digits += word.digits;
        end = word.end;
        if count > rule.longest {
            break;
        }
        if count >= rule.shortest && digits >= rule.digits {
            best = Some(end);
        }
    }
    let end = best?;
    let next = view.at(end);
    let glued =
        matches!(next, b'%' | b'@' | b'_') || (matches!(next, b':' | b'/' | b',') && view.at(end + 1).is_ascii_digit());
    let date = matches!(view.low(start, end), [_, _, b'/' | b'.', _, _, b'/' | b'.', ..]);
    (!glued && !date).then_some(end)
}

/// Sort codes and BSB (six digits), ABA and BLZ (eight, nine), BIC (eight or eleven letters), IFSC.
fn routing(view: &View, hit: &Hit) -> Option<(usize, usize)> {
    let start = view.value_after(hit)?.at;
    let digits = rule(Cue::Routing, Kind::RoutingNumber, 5, 9, 5);
    if view.at(start).is_ascii_digit() {
        return number(view, start, &digits).map(|end| (start, end));
    }
    let word = view.words.get(view.word_at(start)).filter(|word| word.start == start)?;
    let raw = view.raw(word.start, word.end);
    let bic = matches!(raw.len(), 8 | 11)
        && raw.iter().take(6).all(u8::is_ascii_alphabetic)
        && (raw.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) || word.digits > 0);
    let ifsc = raw.len() == 11 && raw.iter().take(4).all(u8::is_ascii_alphabetic) && raw.get(4) == Some(&b'0');
    (bic || ifsc).then_some((word.start, word.end))
}

/// "user name is ann_92": only what no ordinary word looks like, right after ":" or "is".
fn username(view: &View, hit: &Hit) -> Option<(usize, usize)> {
    let announced = view.value_after(hit).filter(|announced| announced.firmly)?;
    let end = view.token_end(announced.at);
    let token = view.low(announced.at, end);
    let letters = token.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let marked = token.iter().any(|b| b.is_ascii_digit() || matches!(b, b'_'));
    let plain = token.iter().all(|b| is_alnum(*b) || matches!(b, b'_' | b'.' | b'-'));
    ((3..=40).contains(&token.len()) && letters >= 2 && marked && plain).then_some((announced.at, end))
}

#[cfg(test)]
pub(super) static SAMPLES: &[super::Samples] = &[
    super::Samples {
        kind: Kind::BankAccount,
        must: &[
            "my account number is «12345678»",
            "Kontonummer: «532013000»",
            "numer konta «12 3456 7890»",
            "acct no «000123456789»",
            "account number for the refund is «40028812»",
        ],
        must_not: &["my account number 2 times", "account since 2019", "account number?"],
    },
    super::Samples {
        kind: Kind::Passport,
        must: &[
            "passport number «C01X00T47»",
            "Reisepass: «C4VF90HPK1»",
            "mon passeport est «12AB34567»",
            "pasaporte «AAB123456»",
            "passport no. is «533401372»",
        ],
        must_not: &[
            "my passport expired in 2019",
            "passport 2 weeks",
            "passport control at 10:30",
        ],
    },
    super::Samples {
        kind: Kind::DriverLicense,
        must: &[
            "my driver's license number is «a56319335»",
            "driving licence «MORGA657054SM9IJ»",
            "Führerschein «B072RRE2I55»",
            "permis de conduire «880692310285»",
        ],
        must_not: &["driver license renewal in 2 weeks"],
    },
    super::Samples {
        kind: Kind::HealthId,
        must: &[
            "medical record number: MRN-«4488213»",
            "member id is «XYZ123456789»",
            "NHC: «724545».",
            "policy number «88213-44»",
        ],
        must_not: &["health insurance costs 120 EUR"],
    },
    super::Samples {
        kind: Kind::RoutingNumber,
        must: &[
            "sort code «20-00-00»",
            "BIC «DEUTDEFF500»",
            "BLZ «37040044»",
            "IFSC «SBIN0005943»",
            "routing number «021000021»",
        ],
        must_not: &["swift answer please", "bank code of conduct"],
    },
    super::Samples {
        kind: Kind::LicensePlate,
        must: &[
            "Kennzeichen «B-AB 1234»",
            "license plate «7ABC123»",
            "matrícula «1234 BBB»",
            "my plate number is «AB12 CDE»",
        ],
        must_not: &["the plate is broken"],
    },
    super::Samples {
        kind: Kind::Username,
        must: &["my username is «ann_92»", "Benutzername: «max.m77»"],
        must_not: &["the username is wrong", "user 5 is online", "username: required"],
    },
];
