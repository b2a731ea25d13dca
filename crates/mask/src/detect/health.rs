//! Statements about somebody's health: what is said after "diagnosed with", and an illness of the speaker or of family.
//!
//! Sources: GDPR article 4 (15) and recital 35 (what data concerning health is). An illness alone is a topic
//! ("do you sell asthma inhalers?"); it becomes a statement by a person to whom it belongs.

use super::{Candidate, Detector, Scene};
use crate::cues::{Cue, Hit};
use crate::kind::Kind;
use crate::text::{BARRIER, View};

pub(super) const DETECTOR: Detector = Detector { gate, find };

/// An owner stands at most so many words before an illness.
const OWNER_AWAY: usize = 6;
/// What is said after "diagnosed with" is at most so many words.
const WORDS: usize = 4;

fn gate(view: &View) -> bool {
    view.hits
        .iter()
        .any(|hit| matches!(hit.cue, Cue::Diagnosis | Cue::Disease))
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    for hit in &view.hits {
        let span = match hit.cue {
            Cue::Diagnosis => named_after(view, hit),
            Cue::Disease => owned(view, hit).then_some((hit.start, hit.end, 0.7)),
            _ => None,
        };
        if let Some((start, end, score)) = span {
            found.push(Candidate::new(Kind::Health, start, end, score));
        }
    }
}

/// An illness within a few words of the diagnosis, or the words right after it if somebody owns them.
fn named_after(view: &View, hit: &Hit) -> Option<(usize, usize, f32)> {
    let within = |other: &&Hit| {
        other.cue == Cue::Disease
            && other.start >= hit.end
            && other.start <= hit.end + 32
            && !ended(view, hit.end, other.start)
    };
    let from = view.hits.partition_point(|other| other.start < hit.end);
    if let Some(illness) = view.hits.iter().skip(from).take(10).find(within) {
        return Some((illness.start, illness.end, 0.85));
    }
    // "diagnosis" and "because of" alone say nothing; "diagnosed with", "suffer from", "allergic to" of a person do.
    let said = view.low(hit.start, hit.end);
    let verb = said.len() > 10
        && !said.starts_with(b"because")
        && !said.starts_with(b"treatment")
        && !said.starts_with(b"medication")
        && owned(view, hit);
    if !verb {
        return None;
    }
    let first = hit.word;
    let mut end = None;
    let mut start = None;
    for word in view.words.iter().skip(first).take(WORDS) {
        let stop = ended(view, end.unwrap_or(hit.end), word.start)
            || matches!(
                view.low(word.start, word.end),
                b"and"
                    | b"und"
                    | b"et"
                    | b"y"
                    | b"e"
                    | b"en"
                    | b"i"
                    | b"och"
                    | b"ve"
                    | b"so"
                    | b"but"
                    | b"last"
                    | b"in"
                    | b"two"
                    | b"when"
            );
        if stop || word.digits > 0 {
            break;
        }
        start.get_or_insert(word.start);
        end = Some(word.end);
    }
    Some((start?, end?, 0.6))
}

fn ended(view: &View, from: usize, to: usize) -> bool {
    view.low(from, to)
        .iter()
        .any(|b| matches!(*b, b'.' | b'?' | b'!' | b'\n' | b';' | BARRIER))
}

/// Whose it is: "I", "my", "he", "my mother", in the languages of the table.
fn owned(view: &View, hit: &Hit) -> bool {
    const OWNERS: [&[u8]; 62] = [
        b"i",
        b"im",
        b"ive",
        b"my",
        b"me",
        b"he",
        b"she",
        b"his",
        b"her",
        b"we",
        b"our",
        b"wife",
        b"husband",
        b"son",
        b"daughter",
        b"mother",
        b"father",
        b"mom",
        b"dad",
        b"patient",
        b"ich",
        b"mein",
        b"meine",
        b"meiner",
        b"er",
        b"sie",
        b"bei",
        b"mir",
        b"je",
        b"j",
        b"mon",
        b"ma",
        b"il",
        b"elle",
        b"soy",
        b"tengo",
        b"mi",
        b"estoy",
        b"yo",
        b"ho",
        b"sono",
        b"mio",
        b"mia",
        b"mie",
        b"tenho",
        b"sou",
        b"estou",
        b"meu",
        b"minha",
        b"ik",
        b"mijn",
        b"heb",
        b"mam",
        b"jestem",
        b"mnie",
        b"jag",
        b"min",
        b"har",
        b"benim",
        b"bende",
        b"suffer",
        b"suffers",
    ];
    let here = view.word_at(hit.start);
    let before = (1..=OWNER_AWAY)
        .filter_map(|back| here.checked_sub(back))
        .filter_map(|nth| view.words.get(nth));
    let mut last = hit.start;
    for word in before {
        if ended(view, word.end, last) {
            return false;
        }
        last = word.start;
        let low = view.low(word.start, word.end);
        // "do I need", "can I buy", "is there": a question about a thing, no statement.
        if matches!(
            low,
            b"if" | b"sell" | b"buy" | b"cover" | b"covers" | b"for" | b"about" | b"test"
        ) && hit.cue == Cue::Disease
        {
            return false;
        }
        if OWNERS.contains(&low) {
            return true;
        }
    }
    // Turkish says it in the ending.
    view.low(hit.start, hit.end).ends_with(b"yim")
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::Health,
    must: &[
        "I was diagnosed with «type 2 diabetes» last year",
        "my wife has «breast cancer» and cannot come",
        "I suffer from «migraines»",
        "I'm «hiv» positive",
        "he was diagnosed with «Addison's disease»",
        "Ich leide an «Depressionen»",
        "je souffre d'une «dépression»",
        "tengo «diabetes» desde niño",
        "soffro di «emicrania»",
        "ik heb «diabetes»",
        "choruję na «cukrzycę»",
        "jag har «epilepsi»",
    ],
    must_not: &[
        "do you sell asthma inhalers?",
        "the diagnosis page is slow",
        "cancer research donation",
        "my card has a history of problems",
    ],
};
