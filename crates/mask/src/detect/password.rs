//! Passwords, where a cue says so, in sentences.
//!
//! Sources: none but the languages themselves. No checksum: the cue, the verb and the look of the word are the evidence.
//! "The password is wrong" says no password: what is said of passwords stands in the table of cues (`State`).

use super::said::{clause_ends, looks_made_up};
use super::{Candidate, Detector, Scene};
use crate::cues::{Cue, CueSet, Hit};
use crate::kind::Kind;
use crate::text::{BARRIER, View, is_alnum, one_of};

pub(super) const DETECTOR: Detector = Detector { gate, find };

/// How many words away a made-up word still counts as the password.
const WORDS_AWAY: usize = 9;

fn gate(view: &View) -> bool {
    !view.hits.is_empty()
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    for hit in &view.hits {
        let span = match hit.cue {
            Cue::Password => after(view, hit)
                .or_else(|| before(view, hit))
                .or_else(|| further(view, hit)),
            Cue::Username => paired(view, hit),
            // A PIN of letters is a password.
            Cue::Pin => after(view, hit).filter(|(start, end, _)| {
                looks_made_up(view.raw(*start, *end))
                    && !view
                        .low(*start, *end)
                        .iter()
                        .all(|b| b.is_ascii_digit() || b" -./".contains(b))
            }),
            _ => None,
        };
        if let Some((start, end, score)) = span {
            found.push(Candidate::new(Kind::Password, start, end, score));
        }
    }
}

fn after(view: &View, hit: &Hit) -> Option<(usize, usize, f32)> {
    let announced = view.value_after(hit)?;
    let start = announced.at;
    if let Some(end) = quoted(view, start) {
        return Some((start, end, 0.9));
    }
    let end = value_end(view, start);
    let token = view.raw(start, end);
    if is_address(token) {
        return None;
    }
    let known = view.hits_at(start).any(|hit| hit.end == end && hit.cue != Cue::Link);
    let directly = view.low(hit.end, start).iter().all(|b| b" :=>\"'\n-".contains(b));
    let marked = view.low(hit.end, start).iter().any(|b| matches!(b, b':' | b'='));
    // "boarding pass": only "pass: …" is a password.
    if view.low(hit.start, hit.end) == b"pass" && !marked {
        return None;
    }
    if looks_made_up(token) && !known {
        let plain_number = token.iter().all(u8::is_ascii_digit);
        let beside = directly && !token.starts_with(b"19") && !token.starts_with(b"20");
        return (announced.firmly || !plain_number || beside).then_some((
            start,
            end,
            if announced.firmly { 0.95 } else { 0.75 },
        ));
    }
    // A word of the language may be a password, if the sentence says whose it is and then ends.
    let word = token.len() >= 3
        && token
            .iter()
            .all(|b| is_alnum(*b) || (marked && matches!(b, b'-' | b'_' | b'.')))
        && !known;
    if !word || !announced.firmly {
        return None;
    }
    if let Some(end) = number_behind(view, end) {
        return Some((start, end, 0.7));
    }
    ((directly && marked) || ((clause_ends(view, end) || but_follows(view, end)) && owned(view, hit)))
        .then_some((start, end, 0.6))
}

/// "my password is monkey but it does not work".
fn but_follows(view: &View, end: usize) -> bool {
    const BUT: &[u8] = b"but aber mais pero ma mas maar ale men";
    view.words
        .get(view.word_at(end))
        .is_some_and(|word| word.start == end + 1 && one_of(view.low(word.start, word.end), BUT))
}

/// "williams 5634".
fn number_behind(view: &View, end: usize) -> Option<usize> {
    let number = view
        .words
        .get(view.word_at(end))
        .filter(|word| word.start == end + 1 && word.all_digits())?;
    (view.at(end) == b' ' && clause_ends(view, number.end)).then_some(number.end)
}

/// "my password", "mein Passwort", "şifrem": somebody speaks of a password of his own.
fn owned(view: &View, hit: &Hit) -> bool {
    const MINE: &[u8] = b"my our mein unser mon notre mi nuestra mia minha mijn ons moje nasze mitt vart benim mit vores min parola moja nova new neues nuova nueva nieuwe nytt";
    let before = view
        .word_at(hit.start)
        .checked_sub(1)
        .and_then(|nth| view.words.get(nth));
    let mine = before.is_some_and(|word| one_of(view.low(word.start, word.end), MINE));
    mine || one_of(view.low(hit.start, hit.end), b"sifrem parolam salasanani jelszavam")
}

/// "login: ann@example.org / Passw0rd": the account has been covered already, what hangs on it is the password.
fn paired(view: &View, hit: &Hit) -> Option<(usize, usize, f32)> {
    let near = view.low(hit.end, (hit.end + 16).min(view.len()));
    let mut at = hit.end + near.iter().position(|b| *b == BARRIER)? + 1;
    let mut tied = false;
    while matches!(view.at(at), b' ' | b'/' | b':' | b',' | b'|') {
        tied |= view.at(at) != b' ';
        at += 1;
    }
    let end = value_end(view, at);
    let token = view.raw(at, end);
    (tied && looks_made_up(token) && token.iter().any(u8::is_ascii_alphabetic) && !is_address(token))
        .then_some((at, end, 0.6))
}

/// "Sunny7! is my password."
fn before(view: &View, hit: &Hit) -> Option<(usize, usize, f32)> {
    let (mut start, mut end) = view.value_before(hit)?;
    while start < end && b"\"'(".contains(&view.at(start)) {
        start += 1;
    }
    while start < end && b"\"'),".contains(&view.before(end)) {
        end -= 1;
    }
    let token = view.raw(start, end);
    (looks_made_up(token) && !is_address(token)).then_some((start, end, 0.75))
}

/// "the password for the guest wifi is Sunny$Day9": only a word that looks made up, after "is" or ":".
fn further(view: &View, hit: &Hit) -> Option<(usize, usize, f32)> {
    let mut firm = false;
    for word in view.words.iter().skip(hit.word).take(WORDS_AWAY) {
        if view.low(hit.end, word.start).contains(&BARRIER) {
            // It has been found already.
            return None;
        }
        let between = view.low(word.start.saturating_sub(2), word.start);
        if between == b". " || between.contains(&b'\n') || between.contains(&b'?') {
            return None;
        }
        firm |= between.contains(&b':') || between.contains(&b'=');
        if view.hits_at(word.start).any(|hit| hit.cue == Cue::Is) {
            firm = true;
            continue;
        }
        if view
            .hit_at(word.start)
            .is_some_and(|other| !CueSet::GRAMMAR.has(other.cue) && matches!(other.cue, Cue::Harmless))
        {
            return None;
        }
        let start = word.start;
        let end = value_end(view, start);
        let token = view.raw(start, end);
        if view.before(start) == b'(' && view.before(start - 1) == b'%' {
            return None;
        }
        let letters = token.iter().any(|b| b.is_ascii_alphabetic());
        if looks_made_up(token) && (letters || firm && token.iter().all(u8::is_ascii_digit)) && !is_address(token) {
            return firm.then_some((start, end, 0.7));
        }
        if firm && view.hit_at(word.start).is_none() {
            return None;
        }
    }
    None
}

/// The end of a password that begins here: it may close with a mark of its own ("Sunny7!").
fn value_end(view: &View, start: usize) -> usize {
    let end = view.token_end(start);
    if matches!(view.at(end), b'!' | b'*' | b'?') && looks_made_up(view.raw(start, end)) && view.at(end) != b'?' {
        let mut last = end;
        while matches!(view.at(last), b'!' | b'*') {
            last += 1;
        }
        return last;
    }
    end
}

/// The end of a quoted password, if a quote opens right before it.
fn quoted(view: &View, start: usize) -> Option<usize> {
    let quote = view.before(start);
    if !matches!(quote, b'"' | b'\'' | b'`') {
        return None;
    }
    let rest = view.raw(start, (start + 64).min(view.len()));
    let length = rest.iter().position(|b| *b == quote || *b == b'\n' || *b == BARRIER)?;
    (length >= 3 && rest.get(length) == Some(&quote)).then_some(start + length)
}

fn is_address(token: &[u8]) -> bool {
    token.windows(3).any(|three| three == b"://")
        || token.starts_with(b"www.")
        || token.starts_with(b"%(")
        || token.starts_with(b"{")
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::Password,
    must: &[
        "my password is «hunter2»",
        "pw: «Tr0ub4dor&3»",
        "the password for the guest wifi is «Sunny$Day9», try it",
        "password=«correcthorse»",
        "the password is \"«correct horse battery staple»\"",
        "Mein Passwort lautet «Sommer2024!»",
        "mon mot de passe est «Soleil#44»",
        "mi contraseña es «Gato_negro7»",
        "la mia password è «Pizza1985»",
        "minha senha é «Futebol10»",
        "mijn wachtwoord is «Fiets123»",
        "moje hasło to «Kotek77»",
        "mitt lösenord är «Sommar99»",
        "şifrem «Ankara06!»",
        "«Sunny7days» is my password",
        "i changed it, new password is now «blueberry»",
        "passwort «geheim123»",
        "password «9512»",
        "my name is robert and my password is «williams 5634»",
    ],
    must_not: &[
        "the password is wrong",
        "my password is not working",
        "Passwort ist abgelaufen",
        "I forgot my password",
        "password must contain at least 8 characters",
        "how do I reset my password?",
        "le mot de passe est incorrect",
        "mi contraseña no funciona",
        "password reset link: https://example.org/x",
    ],
};
