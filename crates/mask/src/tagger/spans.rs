//! From labels to what is reported.

use super::features::list;
use super::label;
use super::tables::LABELS;
use super::tokens::{Token, shape};
use super::{Scratch, Tagged};
use crate::kind::Kind;
use crate::text::{fold, is_letter};

/// A margin of so much is a score of three quarters.
const HALF_SURE: f32 = 48.0;

/// Margins, in steps of the tables (a fifth of a natural logarithm).
const UNLISTED_STREET: i32 = 11;
const UNLISTED_NAME: i32 = 9;
const LONE_WORD: i32 = 10;

/// Reports the spans of one piece of a text.
pub(crate) fn collect(text: &str, tokens: &[Token], scratch: &Scratch, found: &mut Vec<Tagged>) {
    // What was found before ends a span: nothing is reported twice.
    let open = |at: usize| tokens.get(at).is_some_and(|token| token.shape < shape::FOUND);
    let label_at = |at: usize| match scratch.labels.get(at) {
        Some(&label) if open(at) => usize::from(label),
        _ => label::OTHER,
    };
    let mut at = 0;
    while at < tokens.len() {
        let (kind, on) = match label_at(at) {
            label::PERSON | label::PERSON_ON => (Kind::Person, label::PERSON_ON),
            label::ADDRESS | label::ADDRESS_ON => (Kind::Address, label::ADDRESS_ON),
            _ => {
                at += 1;
                continue;
            }
        };
        let start = at;
        at += 1;
        while at < tokens.len() && label_at(at) == on {
            at += 1;
        }
        let begin = if kind == Kind::Person {
            label::PERSON
        } else {
            label::ADDRESS
        };
        let margin = (start..at)
            .map(|nth| margin(scratch, nth, begin, on))
            .max()
            .unwrap_or(0);
        if margin < needed(kind, tokens, start, at) {
            continue;
        }
        let Some((from, to)) = trim(tokens.get(start..at).unwrap_or(&[])) else {
            continue;
        };
        let span = text.get(from..to).unwrap_or("");
        if !believable(kind, span) {
            continue;
        }
        let sure = margin.max(0) as f32;
        found.push(Tagged {
            start: from,
            end: to,
            kind,
            score: 0.5 + 0.5 * sure / (sure + HALF_SURE),
        });
    }
}

/// How clear it has to be: clearer where no word list speaks for it.
fn needed(kind: Kind, tokens: &[Token], start: usize, end: usize) -> i32 {
    let span = tokens.get(start..end).unwrap_or(&[]);
    let listed = |bits: u8| span.iter().any(|token| token.lists & bits != 0);
    if kind == Kind::Address {
        return if listed(list::STREET) { 0 } else { UNLISTED_STREET };
    }
    if listed(list::GIVEN | list::SURNAME) {
        return 0;
    }
    // A greeting, an interjection: a message of nothing but one word in lower case.
    let words = |tokens: &[Token]| tokens.iter().filter(|token| token.is_word()).count();
    let lower = span.iter().all(|token| !token.is_word() || token.shape == shape::LOWER);
    if lower && words(tokens) == words(span) {
        LONE_WORD
    } else {
        UNLISTED_NAME
    }
}

/// How much worse the best path is that gives this token neither of the two labels.
fn margin(scratch: &Scratch, nth: usize, begin: usize, on: usize) -> i32 {
    let Some(through) = scratch.through.get(nth) else {
        return 0;
    };
    let best = |wanted: bool| {
        (0..LABELS)
            .filter(|&label| (label == begin || label == on) == wanted)
            .map(|label| through[label])
            .max()
            .unwrap_or(0)
    };
    best(true).saturating_sub(best(false))
}

/// Without the marks at both ends; nothing if what was found already is all there is.
fn trim(tokens: &[Token]) -> Option<(usize, usize)> {
    let solid = |token: &&Token| (shape::NUMBER..=shape::HANGUL).contains(&token.shape);
    let first = tokens.iter().find(solid)?;
    let last = tokens.iter().rev().find(solid)?;
    Some((first.start as usize, last.end as usize))
}

/// A person has a name of two letters or more, an address a letter.
fn believable(kind: Kind, span: &str) -> bool {
    let letters = span.chars().filter(|&c| is_letter(fold(c))).count();
    let wide = span.chars().any(|c| c as u32 >= 0x3040);
    match kind {
        Kind::Person => letters >= 2 || wide,
        _ => letters >= 1 && span.len() >= 4,
    }
}
