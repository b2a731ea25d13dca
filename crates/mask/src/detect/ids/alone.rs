//! Numbers that need no name: by a layout that nothing else has, or by length and a check that chance seldom passes.

use std::sync::OnceLock;

use super::super::{Candidate, Flaw, Scene};
use super::{Alone, LONGEST, PARTS, Scheme, all, at, fits, goes_on, is_glued, named, push};
use crate::cues::{Cue, CueSet};
use crate::text::{View, Word, is_alnum, is_digit, is_space};

/// The schemes that need no name; listed once.
static ALONE: OnceLock<Vec<(&'static Scheme<'static>, u32)>> = OnceLock::new();

/// The lengths that a shape allows, one bit each.
fn lengths(shape: &str) -> u32 {
    shape.split('|').fold(0, |bits, shape| {
        let (mut length, mut optional) = (0_u32, 0_u32);
        let mut bytes = shape.bytes().peekable();
        while let Some(b) = bytes.next() {
            match b {
                b'(' => optional = bytes.by_ref().take_while(|b| *b != b')').count() as u32,
                b'd' | b'a' | b'x' => {
                    let mut count = 0;
                    while let Some(digit) = bytes.next_if(u8::is_ascii_digit) {
                        count = count * 10 + u32::from(digit - b'0');
                    }
                    length += count.max(1);
                }
                _ => length += 1,
            }
        }
        bits | 1 << (length & 31) | 1 << ((length + optional) & 31)
    })
}

/// A word of the sentence, not a part of a number: without digits, and long or in small letters.
fn ordinary(view: &View, word: &Word) -> bool {
    let spaced = view.before(word.start) == b' ' || view.at(word.end) == b' ';
    let small = view.raw(word.start, word.end).iter().any(u8::is_ascii_lowercase);
    word.digits == 0 && (word.len() > 4 || (small && spaced && word.len() > 1))
}

/// How many letters and digits, in how many words, hang together from this word on.
fn chain(view: &View, first: usize) -> (usize, usize) {
    let (mut length, mut parts, mut end) = (0, 0, None);
    for word in view.words.iter().skip(first).take(PARTS) {
        if end.is_some_and(|end| word.start != end + 1 || !matches!(view.at(end), b' ' | b'-' | b'.' | b'/' | b'+'))
            || ordinary(view, word)
        {
            break;
        }
        length += word.len();
        parts += 1;
        end = Some(word.end);
    }
    (length, parts)
}

/// Without a name: by layout, or by length and check.
pub(super) fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    let layouts = view.has(b'-') || view.has(b'.') || view.groups.len() >= 3;
    for (nth, word) in view.words.iter().enumerate() {
        if word.digits == 0 || is_alnum(view.before(word.start)) || is_glued(view.before(word.start)) {
            continue;
        }
        if matches!(view.before(word.start), b'-' | b'.' | b'/') && is_alnum(view.before(word.start - 1)) {
            continue;
        }
        let (length, parts) = chain(view, nth);
        if length < 9 {
            continue;
        }
        if mentioned(view, word.start) {
            continue;
        }
        let mut whole = Compact::default();
        whole.read(view, nth);
        if scene.curious {
            nameless(view, nth, found);
        }
        let all_digits = whole.buffer.iter().take(length).all(u8::is_ascii_digit);
        for (scheme, lengths) in ALONE.get_or_init(|| {
            all()
                .iter()
                .filter(|scheme| scheme.alone != Alone::No)
                .map(|scheme| (scheme, self::lengths(scheme.shape)))
                .collect()
        }) {
            if lengths & whole.lengths == 0 || (all_digits && scheme.shape.contains('a')) {
                continue;
            }
            match scheme.alone {
                Alone::Look(layout) if layouts && parts > 1 => {
                    if let Some(end) = laid_out(view, word.start, layout)
                        && whole.upto(end).is_some_and(|compact| fits(compact, scheme))
                    {
                        push(scheme, word.start, end, 0.86, scene, found);
                    }
                }
                Alone::Bare if length >= 11 => {
                    let best = whole.ends().rev().find(|(count, end)| {
                        lengths >> (count & 31) & 1 == 1
                            && *count >= 9
                            && !is_glued(view.at(*end))
                            && !goes_on(view, *end)
                            && tight(view, word.start, *end)
                            && whole.upto(*end).is_some_and(|compact| fits(compact, scheme))
                    });
                    if let Some((_, end)) = best {
                        push(scheme, word.start, end, 0.75, scene, found);
                    }
                }
                _ => {}
            }
        }
    }
}

/// A number that agrees with somebody's check and still is none without its name: told to whoever asks why.
fn nameless(view: &View, first: usize, found: &mut Vec<Candidate>) {
    let short = all()
        .iter()
        .filter(|scheme| scheme.alone == Alone::No && !scheme.check.is_empty());
    let agreed = short
        .filter_map(|scheme| Some((scheme, at(view, first, scheme)?)))
        .next();
    if let Some((scheme, (start, end))) = agreed {
        let flawed = Candidate::flawed(scheme.kind, start, end, Flaw::Nameless);
        found.push(named(flawed, scheme));
    }
}

/// Words that hang together, without their separators, in capitals; and where each of them ends.
#[derive(Default)]
struct Compact {
    buffer: [u8; LONGEST],
    ends: [(usize, usize); PARTS],
    parts: usize,
    /// The lengths up to each end, one bit each.
    lengths: u32,
}

impl Compact {
    fn read(&mut self, view: &View, first: usize) {
        let mut count = 0;
        let mut end = None;
        for word in view.words.iter().skip(first).take(PARTS) {
            let tied = end.is_none_or(|end| word.start == end + 1 && b" -./+".contains(&view.at(end)));
            if !tied || ordinary(view, word) || count + word.len() > LONGEST {
                break;
            }
            for (slot, b) in self.buffer.iter_mut().skip(count).zip(view.low(word.start, word.end)) {
                *slot = b.to_ascii_uppercase();
            }
            count += word.len();
            end = Some(word.end);
            if let Some(slot) = self.ends.get_mut(self.parts) {
                *slot = (count, word.end);
            }
            self.parts += 1;
            self.lengths |= 1 << (count & 31);
        }
    }

    fn ends(&self) -> impl DoubleEndedIterator<Item = (usize, usize)> {
        self.ends.iter().copied().take(self.parts)
    }

    fn upto(&self, end: usize) -> Option<&[u8]> {
        let (count, _) = self.ends().find(|(_, at)| *at == end)?;
        self.buffer.get(..count)
    }
}

/// "order", "tracking": a label that says whose number it is.
fn mentioned(view: &View, start: usize) -> bool {
    const OTHERS: CueSet = CueSet::of(&[Cue::Harmless]);
    view.label_before(start, 24)
        .is_some_and(|hit| OTHERS.has(hit.cue) && view.low(hit.end, start).iter().all(|b| !is_digit(*b)))
}

/// One kind of separator at most, so that three prices in a row are not a number.
fn tight(view: &View, start: usize, end: usize) -> bool {
    let mut mark = None;
    view.low(start, end)
        .iter()
        .filter(|b| !is_alnum(**b))
        .all(|b| *mark.get_or_insert(*b) == *b)
}

fn laid_out(view: &View, start: usize, layout: &str) -> Option<usize> {
    let mut at = start;
    for symbol in layout.bytes() {
        let b = view.at(at);
        let right = match symbol {
            b'd' => is_digit(b),
            b'a' => b.is_ascii_lowercase(),
            b'x' => b.is_ascii_lowercase() || is_digit(b),
            b'-' => matches!(b, b'-' | b'+') || (b == b' ' && layout == "ddd-dd-dddd"),
            other => b == other,
        };
        if !right {
            return None;
        }
        at += 1;
    }
    let after = view.at(at);
    let longer =
        is_alnum(after) || is_glued(after) || (matches!(after, b'-' | b'.' | b'/' | b':') && is_alnum(view.at(at + 1)));
    (!longer || is_space(after)).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lengths_of_a_shape_are_counted_with_and_without_what_may_be_missing() {
        assert_eq!(lengths("d11"), 1 << 11);
        assert_eq!(lengths("(BE)d10|(BE)d9"), 1 << 10 | 1 << 12 | 1 << 9 | 1 << 11);
        assert_eq!(lengths("CHEd9MWST"), 1 << 16);
        assert_eq!(lengths("a6x2ax2ax3a"), 1 << 16);
        for scheme in all() {
            assert!(lengths(scheme.shape).count_ones() > 0, "{}", scheme.name);
        }
    }
}
