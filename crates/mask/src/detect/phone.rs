//! Telephone numbers.
//!
//! Sources: ITU-T E.164 (international form, at most 15 digits), E.123 (how numbers are written), NANPA (3-3-4, area and
//! exchange begin 2-9), national habits of grouping. A number that is neither international nor of a habitual shape
//! needs a cue word; one after "order", "invoice" or the name of another number is that, not a phone.

use super::phone_plan::international;
use super::phone_run::{Run, address_like, amount_like, date_like, joined, reach, read};
use super::{Candidate, Detector, Flaw, Scene};
use crate::cues::{Cue, CueSet, Hit};
use crate::kind::Kind;
use crate::text::{Group, View, is_alnum, is_digit, is_letter, one_of};

pub(super) const DETECTOR: Detector = Detector { gate, find };

const PHONE: CueSet = CueSet::of(&[Cue::Phone]);
const BEFORE: usize = 64;
const AFTER: usize = 18;

fn gate(view: &View) -> bool {
    view.groups.iter().map(Group::len).sum::<usize>() >= 6
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    let mut first = 0;
    while first < view.groups.len() {
        // The longest run first; when nothing says it is a phone, fewer groups are tried: "555 0100 2 boxes".
        let most = reach(view, first);
        let mut next = first + 1;
        for count in (1..=most).rev() {
            let Some(run) = read(view, first, count) else {
                continue;
            };
            let label = label(view, run.start);
            if !run.plus && label.is_some_and(|cue| cue != Cue::Phone) && !run.digits().starts_with(b"00") {
                if scene.curious {
                    found.push(Candidate::flawed(Kind::Phone, run.start, run.end, Flaw::Other));
                }
                // Something else's number, and all that hangs together with it.
                next = first + most;
                while let (Some(last), Some(following)) = (view.groups.get(next - 1), view.groups.get(next))
                    && joined(view.low(last.end, following.start))
                {
                    next += 1;
                }
                break;
            }
            if let Some(score) = score(view, &run, label) {
                let end = extension(view, run.end);
                found.push(Candidate::new(Kind::Phone, run.start, end, score));
                next = view.group_from(end).max(first + count);
                break;
            }
        }
        first = next;
    }
}

/// "x1234", "ext. 55", "-Durchwahl" stay outside, "x818" belongs to the number.
fn extension(view: &View, end: usize) -> usize {
    let mut at = end;
    while matches!(view.at(at), b' ' | b',' | b'.') && at < end + 2 {
        at += 1;
    }
    for word in b"x ext extension poste anexo doorkies dw".split(|b| *b == b' ') {
        if view.low(at, at + word.len()) != word {
            continue;
        }
        let mut digits = at + word.len();
        while matches!(view.at(digits), b' ' | b'.' | b':' | b'#') && digits < at + word.len() + 3 {
            digits += 1;
        }
        let mut last = digits;
        while is_digit(view.at(last)) && last < digits + 6 {
            last += 1;
        }
        if last > digits && !is_alnum(view.at(last)) {
            return last;
        }
    }
    end
}

fn score(view: &View, run: &Run, label: Option<Cue>) -> Option<f32> {
    let digits = run.digits();
    let (before, after) = (view.before(run.start), view.at(run.end));
    let extended = extension(view, run.end) > run.end;
    if is_alnum(before)
        || (is_letter(after) && !extended)
        || after == b'@'
        || after == b'%'
        || matches!(before, b'$' | b'%' | b'@' | b'=' | b'_')
    {
        return None;
    }
    // Part of a decimal, a path, a longer dashed number.
    if matches!(before, b'.' | b',' | b'/' | b'-' | b':')
        && is_alnum(view.before(run.start - 1))
        && !matches!(before, b':' | b',')
    {
        return None;
    }
    if matches!(after, b'.' | b',' | b'/' | b'-' | b':' | b'_' | b'\\')
        && is_alnum(view.at(run.end + 1))
        && !extended
        && !word_follows(view, run.end + 1)
    {
        return None;
    }
    if digits.iter().all(|d| Some(d) == digits.first()) {
        return None;
    }
    let cue = match label {
        Some(cue) => cue == Cue::Phone,
        None => named_after(view, run.end),
    };
    if run.plus {
        return international(digits)
            .then_some(if cue { 0.99 } else { 0.92 })
            .or((cue && (7..=15).contains(&digits.len())).then_some(0.7));
    }
    if let Some(rest) = digits.strip_prefix(b"00")
        && international(rest)
        && !date_like(run)
    {
        return Some(if cue { 0.95 } else { 0.8 });
    }
    if date_like(run) || address_like(run) || amount_like(view, run) {
        return None;
    }
    if label.is_some_and(|cue| cue != Cue::Phone) {
        return None;
    }
    if cue {
        return cued(run);
    }
    // "4 8 15 16 23 42": the end of a list of numbers is none.
    let listed = view
        .group_from(run.start)
        .checked_sub(1)
        .and_then(|before| view.groups.get(before))
        .is_some_and(|before| before.end + 1 == run.start && view.at(before.end) == b' ');
    if listed && run.groups > 2 {
        return None;
    }
    shaped(view, run)
}

/// "5551234 is my number", "5551234 (mobile)".
fn named_after(view: &View, end: usize) -> bool {
    const PLACES: &[u8] = b"office home work buro privat bureau oficina ufficio werk";
    let next = view.words.get(view.word_at(end)).filter(|word| word.start <= end + 2);
    if next.is_some_and(|word| one_of(view.low(word.start, word.end), PLACES) && !is_alnum(view.at(end))) {
        return true;
    }
    view.cue_after(end, AFTER, PHONE).is_some_and(|hit| {
        let from = view.hits.partition_point(|hit| hit.start < end);
        hit.start <= end + 3
            || view
                .hits
                .iter()
                .skip(from)
                .take_while(|one| one.start < hit.start)
                .any(|one| one.cue == Cue::Is)
    })
}

/// "4532-Office", "…-Fax": a word, not more of a number.
fn word_follows(view: &View, at: usize) -> bool {
    is_letter(view.at(at)) && is_letter(view.at(at + 1)) && view.before(at) != b'_'
}

/// What the nearest label before the number says it is.
fn label(view: &View, start: usize) -> Option<Cue> {
    let capitals = |hit: &Hit| view.raw(hit.start, hit.end).iter().all(|b| !b.is_ascii_lowercase());
    // "sin", "nie", "rut" are ordinary words where they are not the name of a number.
    let ordinary =
        |hit: &Hit| hit.cue == Cue::Scheme && hit.end - hit.start <= 3 && !capitals(hit) && hit.end + 4 < start;
    let hit = view
        .hits_before(start, BEFORE)
        .find(|hit| !CueSet::GRAMMAR.has(hit.cue) && !ordinary(hit))?;
    let between = view.low(hit.end, start);
    // "Tel. 089": the dot is the abbreviation's.
    let between = between.strip_prefix(b".").unwrap_or(between);
    let sentence = between.windows(2).any(|pair| matches!(pair, b". " | b"! " | b"? ")) || between.contains(&b'\n');
    // Another number in between: the label was that one's.
    let taken = between.iter().any(|b| is_digit(*b) || *b == crate::text::BARRIER);
    (!sentence && (hit.cue == Cue::Phone || !taken)).then_some(hit.cue)
}

fn cued(run: &Run) -> Option<f32> {
    let digits = run.count;
    let plausible = match run.sizes() {
        [_] => (6..=13).contains(&digits),
        // A US ZIP+4; a court's file number.
        [5, 4] => false,
        _ if digits <= 7 && run.marks().contains(&b'/') => false,
        [_, _] if digits == 6 => run.sizes() == [3, 3],
        _ => (6..=14).contains(&digits),
    };
    plausible.then_some(0.85)
}

/// Shapes that phones are written in, without a cue.
fn shaped(view: &View, run: &Run) -> Option<f32> {
    let digits = run.digits();
    let sizes = run.sizes();
    let lead = *digits.first()?;
    let nanp = |digits: &[u8]| matches!(digits, [b'2'..=b'9', _, _, b'2'..=b'9', ..] if digits.len() == 10);
    let even = run.mark_count == 0 || run.mark_count == run.groups - 1 || run.bracket;
    let one_mark = even && run.marks().windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    match sizes {
        [3, 3, 4] => Some(if run.bracket || nanp(digits) { 0.85 } else { 0.7 }),
        [1 | 3, 3, 3, 4] if lead == b'1' || digits.starts_with(b"001") => Some(0.8),
        [10] if nanp(digits) => Some(0.55),
        [11] if lead == b'1' && nanp(digits.get(1..)?) => Some(0.5),
        [10 | 11] if lead == b'0' && digits.get(1) != Some(&b'0') => Some(0.6),
        _ if run.bracket && (8..=12).contains(&digits.len()) && sizes.len() <= 4 => Some(0.75),
        _ if sizes.len() >= 2
            && lead == b'0'
            && digits.get(1) != Some(&b'0')
            && (9..=12).contains(&digits.len())
            && one_mark =>
        {
            (sizes.iter().all(|size| *size >= 2)).then_some(0.7)
        }
        [2, 2, 2, 2] | [2, 2, 2, 2, 2] if one_mark => Some(if alone(view, run) { 0.7 } else { 0.6 }),
        [3, 2, 2, 2] | [3, 3, 2, 2] | [2, 2, 2, 3] | [4, 2, 2, 2] if one_mark => Some(0.6),
        [3, 3, 3] if one_mark && matches!(lead, b'5'..=b'9') => Some(0.55),
        [3, 4] if run.marks() == b"-" => Some(0.55),
        [4, 4]
        | [3, 4]
        | [3, 3, 3]
        | [3, 2, 2, 2]
        | [3, 3, 2, 2]
        | [2, 3, 3]
        | [3, 2, 3]
        | [2, 6]
        | [2, 3, 2, 2]
        | [2, 4, 4]
        | [3, 6]
        | [3, 3, 5]
        | [4, 3, 3]
        | [4, 6]
        | [5, 5]
        | [5, 6]
        | [2, 3, 4]
        | [2, 5, 4]
        | [2, 7]
        | [2, 8]
        | [3, 7]
        | [3, 8]
        | [4, 7]
            if one_mark =>
        {
            let score = if alone(view, run) { 0.65 } else { 0.45 };
            Some(score)
        }
        _ => None,
    }
}

/// The number is the message, or the line, or its end after "at" or a colon.
fn alone(view: &View, run: &Run) -> bool {
    let mut at = run.start;
    while view.before(at) == b' ' {
        at -= 1;
    }
    let mut end = run.end;
    while matches!(view.at(end), b' ' | b'.' | b'!' | b'?') && end < view.len() {
        end += 1;
    }
    let opens = at == 0
        || matches!(view.before(at), b'\n' | b':' | b',' | b'|')
        || matches!(view.low(at.saturating_sub(3), at), b" at" | b" on");
    let closes = end >= view.len() || matches!(view.at(end), b'\n' | b',' | b'-' | b'|' | b'(');
    opens && closes
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::Phone,
    must: &[
        "call me at «+1 415 555 2671»",
        "«+49 151 23456789»",
        "«+44 (0)20 7946 0958» after six",
        "my number is «(415) 555-2671»",
        "«415-555-2671»",
        "tel. «089 72 63 41»",
        "Meine Handynummer ist «0151 23456789»",
        "mon numéro de téléphone est le «06 12 34 56 78»",
        "«01.42.68.53.00»",
        "«0033 6 12 34 56 78»",
        "mi teléfono es «612 345 678»",
        "il mio cellulare è «333 1234567»",
        "meu telefone é «(11) 91234-5678»",
        "mijn 06 nummer is «06-10446904»",
        "numer telefonu: «601 234 567»",
        "ring mig på «070-123 45 67»",
        "cep telefonum «0532 123 45 67»",
        "«001-748-088-2851x818»",
        "phone «5551234»",
        "«+91 98765 43210»",
        "whatsapp «٠١٠١٢٣٤٥٦٧٨»",
        "«2125550147»",
        "call me on «oh seven nine double one two three four five six seven»",
    ],
    must_not: &[
        "order 2813882583",
        "order number 415-555-2671",
        "on 2024-05-17 10:22:31",
        "17.05.2024",
        "it costs 1 250 000 EUR",
        "192.168.10.20",
        "version 10.12.1345",
        "tracking number 0151 23456789",
        "ISBN 978-3-16-148410-0",
        "ext 1234",
        "550e8400-e29b-41d4-a716-446655440000",
        "2025-06-24 14:39:06 status installed",
        "1234567",
        "4 8 15 16 23 42",
        "NASS: 23 07563478 93",
        "08: 04 27/01/12 5.1 C",
        "Pío XII, 36 31008 Pamplona Tfno.",
    ],
};
