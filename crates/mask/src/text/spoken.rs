//! Numbers spoken digit by digit, "four one double one", become digits: every detector then reads them as such.

use super::View;
use crate::cues::{Cue, HASH_START, hash_step};

/// Fewer digit words in a row than this are a sentence, not a number.
const FEWEST: usize = 4;

/// A view's characters with the digit words replaced: the byte, where it begins, where it ends.
pub(super) type Rewritten = Vec<(u8, usize, usize)>;

/// Digit words in a row: the first and the last word, and each digit with the word it comes from.
struct Run {
    first: usize,
    last: usize,
    digits: Vec<(u8, usize)>,
}

/// The text with spoken numbers as digits, if there are any.
pub(super) fn rewrite(view: &View) -> Option<Rewritten> {
    let said: Vec<(usize, u8)> = view
        .hits
        .iter()
        .filter(|hit| hit.cue == Cue::Digit)
        .map(|hit| (hit.word - 1, hit.scheme as u8))
        .collect();
    if said.len() < FEWEST {
        return None;
    }
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    while let Some(&(first, _)) = said.get(at) {
        let (mut word, mut digits, mut times) = (first, Vec::new(), 1);
        // "double four": the word before the first digit counts too.
        if let Some(before) = first.checked_sub(1).and_then(|nth| repeats(view, nth)) {
            times = before;
        }
        let start = first - usize::from(times > 1);
        let mut end = first;
        loop {
            if let Some(&(_, digit)) = said.get(at).filter(|(nth, _)| *nth == word) {
                digits.extend(core::iter::repeat_n((b'0' + digit, word), times));
                times = 1;
                end = word;
                at += 1;
                while said.get(at).is_some_and(|(nth, _)| *nth == word) {
                    at += 1;
                }
            } else if let Some(n) = repeats(view, word) {
                times = n;
            } else {
                break;
            }
            word += 1;
            let (Some(left), Some(right)) = (view.words.get(word - 1), view.words.get(word)) else {
                break;
            };
            let gap = view.low(left.end, right.start);
            if gap.len() > 2 || !gap.iter().all(|b| b" -,\n".contains(b)) {
                break;
            }
        }
        if digits.len() >= FEWEST {
            runs.push(Run {
                first: start,
                last: end,
                digits,
            });
        }
        if said.get(at).is_some_and(|(nth, _)| *nth == first) {
            at += 1;
        }
    }
    if runs.is_empty() {
        return None;
    }
    let mut out = Vec::with_capacity(view.len());
    let mut from = 0;
    for Run { first, last, digits } in runs {
        let (Some(first), Some(last)) = (view.words.get(first), view.words.get(last)) else {
            continue;
        };
        copy(view, from, first.start, &mut out);
        for (nth, (digit, word)) in digits.into_iter().enumerate() {
            let Some((start, end)) = view.words.get(word).and_then(|word| view.bytes(word.start, word.end)) else {
                continue;
            };
            let start = if nth == 0 {
                view.bytes(first.start, first.end).map_or(start, |(start, _)| start)
            } else {
                start
            };
            out.push((digit, start, end));
        }
        from = last.end;
    }
    copy(view, from, view.len(), &mut out);
    Some(out)
}

fn copy(view: &View, from: usize, to: usize, out: &mut Rewritten) {
    for at in from..to {
        let Some((start, end)) = view.bytes(at, at + 1) else {
            continue;
        };
        out.push((view.raw_at(at), start, end));
    }
}

fn repeats(view: &View, nth: usize) -> Option<usize> {
    let word = view.words.get(nth)?;
    let hash = |text: &str| text.bytes().fold(HASH_START, hash_step);
    [
        ("double", 2),
        ("triple", 3),
        ("doppel", 2),
        ("doble", 2),
        ("doppio", 2),
        ("dubbel", 2),
    ]
    .into_iter()
    .find(|(text, _)| word.hash == hash(text))
    .map(|(_, times)| times)
}
