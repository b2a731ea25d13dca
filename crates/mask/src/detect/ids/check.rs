//! The arithmetic that the schemes share. All of it is total: a missing digit counts as nought.

use crate::checksum::{digit, number};

/// The digit at this place.
#[inline(never)]
pub(super) fn d(n: &[u8], at: usize) -> i32 {
    n.get(at).and_then(|b| digit(*b)).unwrap_or(0) as i32
}

#[inline(never)]
pub(super) fn last(n: &[u8]) -> i32 {
    n.last().and_then(|b| digit(*b)).map_or(-1, |value| value as i32)
}

/// The first digits, each times its weight.
#[inline(never)]
pub(super) fn sum(n: &[u8], weights: &[i32]) -> i32 {
    weights.iter().enumerate().map(|(at, weight)| d(n, at) * weight).sum()
}

#[inline(never)]
pub(super) fn value(n: &[u8]) -> u64 {
    number(n).unwrap_or(0)
}

#[inline(never)]
pub(super) fn month_day(month: i32, day: i32) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// GS1 check digit over 13 digits.
#[inline(never)]
pub(super) fn ean13(n: &[u8]) -> bool {
    n.len() == 13 && sum(n, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 == 0
}

/// Verhoeff's check over the dihedral group D5.
pub(super) fn verhoeff(n: &[u8]) -> bool {
    const TIMES: [[u8; 10]; 10] = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
        [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
        [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
        [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
        [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
        [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
        [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
        [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
        [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
    ];
    const TURN: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let mut sum = 0_u8;
    for (place, b) in n.iter().rev().enumerate() {
        let mut value = b.wrapping_sub(b'0');
        for _ in 0..place % 8 {
            value = TURN.get(usize::from(value)).copied().unwrap_or(0);
        }
        sum = TIMES
            .get(usize::from(sum))
            .and_then(|row| row.get(usize::from(value)))
            .copied()
            .unwrap_or(9);
    }
    sum == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verhoeff_catches_every_change_of_one_digit_and_swap_of_neighbours() {
        let good = *b"234123412346";
        assert!(verhoeff(&good));
        for at in 0..good.len() {
            for other in b'0'..=b'9' {
                let mut changed = good;
                changed[at] = other;
                assert_eq!(verhoeff(&changed), other == good[at]);
            }
            if at > 0 && good[at] != good[at - 1] {
                let mut swapped = good;
                swapped.swap(at, at - 1);
                assert!(!verhoeff(&swapped));
            }
        }
    }
}
