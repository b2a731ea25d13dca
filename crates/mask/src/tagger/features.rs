//! What a token is judged by: itself, its neighbours, the word lists, the look of the message.
//!
//! Each feature is a hash that falls on one slot of the weights. The list is part of the trained tables:
//! whoever changes it trains again.

use super::tables::SLOT_BITS;
use super::tokens::{Token, shape};

/// Tokens of nothing on both sides, so that neighbours are always there.
pub(crate) const MARGIN: usize = 4;

/// Bits of [`Token::lists`].
pub(crate) mod list {
    pub(crate) const GIVEN: u8 = 1;
    pub(crate) const SURNAME: u8 = 2;
    pub(crate) const STREET: u8 = 4;
    pub(crate) const PLACE: u8 = 8;
}

/// What is true of a whole message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// How it is cased: no letters with case, all lower, all upper, headline, usual.
    case: u32,
    /// How many words it has: up to three, up to seven, more.
    length: u32,
}

impl Look {
    pub(crate) fn of(tokens: &[Token]) -> Self {
        let (mut words, mut lower, mut upper, mut capital) = (0, 0, 0, 0);
        for token in tokens {
            words += u32::from(token.is_word());
            match token.shape {
                shape::LOWER => lower += 1,
                shape::UPPER => upper += 1,
                shape::CAPITAL | shape::CAMEL => capital += 1,
                _ => {}
            }
        }
        let case = match (lower, upper, capital) {
            (0, 0, 0) => 0,
            (_, 0, 0) => 1,
            (0, _, 0) => 2,
            (lower, _, capital) if capital > 2 * lower && capital > 2 => 3,
            _ => 4,
        };
        let length = match words {
            0..=3 => words,
            4..=7 => 4,
            _ => 5,
        };
        Self { case, length }
    }
}

fn join(a: u32, b: u32) -> u32 {
    a.rotate_left(13) ^ b.wrapping_mul(0x85EB_CA6B)
}

fn letters(text: u64, many: u32) -> u32 {
    let text = text & (u64::MAX >> (64 - 16 * many));
    ((text ^ u64::from(many)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// Shape and lists.
fn class(token: &Token) -> u32 {
    u32::from(token.shape) << 4 | u32::from(token.lists)
}

/// Fewer classes, for longer sequences.
fn coarse(token: &Token) -> u32 {
    let shape = match token.shape {
        shape::INITIAL | shape::CAMEL | shape::UPPER => shape::CAPITAL,
        shape::LETTER => shape::LOWER,
        shape::END => shape::DOT,
        other => other,
    };
    let listed = match token.lists {
        0 => 0,
        lists if lists & list::STREET != 0 => 1,
        lists if lists & list::GIVEN != 0 => 2,
        lists if lists & list::PLACE != 0 => 3,
        _ => 4,
    };
    u32::from(shape) << 3 | listed
}

/// What stands around in the next few tokens, whatever is between.
fn around(tokens: &[Token; 2 * MARGIN + 1]) -> u32 {
    let number = |token: &Token| (shape::NUMBER..=shape::MIXED).contains(&token.shape);
    let street = |token: &Token| token.lists & list::STREET != 0;
    let place = |token: &Token| token.lists & list::PLACE != 0 || token.shape == shape::NUMBER + 3;
    let [far, b3, b2, b1, _, a1, a2, a3, more] = tokens;
    let before = [far, b3, b2, b1];
    let after = [a1, a2, a3, more];
    u32::from(before.iter().any(|one| number(one)))
        | u32::from(after.iter().any(|one| number(one))) << 1
        | u32::from(before.iter().any(|one| street(one))) << 2
        | u32::from(after.iter().any(|one| street(one))) << 3
        | u32::from(after.iter().any(|one| place(one))) << 4
}

/// Calls back with the slot of each feature of the token in the middle.
#[inline]
pub(crate) fn each(tokens: &[Token; 2 * MARGIN + 1], look: Look, mut slot: impl FnMut(u32)) {
    let [_, b3, b2, b1, here, a1, a2, a3, _] = tokens;
    let mut template = 0_u32;
    let mut feature = |hash: u32| {
        template = template.wrapping_add(0x9E37_79B9);
        let mixed = (hash ^ template).wrapping_mul(0xCC9E_2D51);
        slot((mixed ^ mixed >> 15).wrapping_mul(0x1B87_3593) >> (32 - SLOT_BITS));
    };
    let (form, kind) = (u32::from(here.shape), class(here));
    let (kind1, kind2, kind3) = (class(a1), class(a2), coarse(a3));
    let (back1, back2) = (class(b1), class(b2));
    let look_of = look.case << 3 | look.length;
    // The word itself, and its pieces.
    feature(here.hash);
    feature(join(here.hash, form));
    feature(join(letters(here.suffix, 2), form));
    feature(join(letters(here.suffix, 3), form));
    feature(join(letters(here.suffix, 4), form));
    feature(join(letters(here.prefix, 3), form));
    // Its neighbours.
    feature(b1.hash);
    feature(a1.hash);
    feature(b2.hash);
    feature(a2.hash);
    feature(join(b1.hash, kind));
    feature(join(a1.hash, kind));
    feature(join(b2.hash, kind));
    feature(join(here.hash, b1.hash));
    feature(join(here.hash, a1.hash));
    feature(join(b1.hash, b2.hash));
    feature(join(a1.hash, a2.hash));
    feature(join(join(b1.hash, b2.hash), kind));
    feature(join(join(b3.hash, b2.hash), join(b1.hash, form)));
    feature(letters(b1.suffix, 3));
    feature(letters(a1.suffix, 3));
    // What kinds of words stand here.
    feature(kind);
    feature(join(back1, kind));
    feature(join(kind, kind1));
    feature(join(join(back1, kind), kind1));
    feature(join(join(back2, back1), kind));
    feature(join(join(kind, kind1), kind2));
    feature(join(join(coarse(here), coarse(a1)), join(coarse(a2), kind3)));
    feature(join(join(coarse(b3), coarse(b2)), join(coarse(b1), coarse(here))));
    feature(join(around(tokens), coarse(here)));
    // The message.
    feature(join(look_of, kind));
    feature(join(look.case, join(back1, kind)));
}

/// How many features a token has.
pub(crate) const FEATURES: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_as_many_features_as_are_counted_on() {
        let mut many = 0;
        each(&[Token::default(); 2 * MARGIN + 1], Look::of(&[]), |slot| {
            assert!(slot < 1 << SLOT_BITS);
            many += 1;
        });
        assert_eq!(many, FEATURES);
    }
}
