//! The arithmetic of all schemes, as a tiny language: a check is one line of data, not a function.
//!
//! A program is alternatives between `|`; one of them must pass. An alternative is steps between blanks; each works on
//! the number (capitals, no separators) and a small stack, and the first that fails ends the alternative.
//! Every step is total: what is missing counts as nought or fails, nothing overflows that a number can hold.
//!
//! Places are `0`-`9`, `a`-`o` (10-24) from the left, and from the right `z` (the end), `y` (the last character), … `p`.
//! Weights are `0`-`9`, `a`-`z` (10-35), `A`-`Z` (36-61), one character each. `n` stands for a decimal number.
//!
//! | step | meaning |
//! |---|---|
//! | `sW` `rW` | push the sum of characters times weights, from the left; without the last, from the right, weights in a circle |
//! | `tW` `TlW` | the same from the left, of the digit sums of the products; of the products, where a weight above 1 reaches `l`, less `l`-1 |
//! | `A…` `Ab` `A` | from here on a character counts as its place in this alphabet; as in base 36; as a digit |
//! | `vab` `v` `da` `kn` `z` | push the number from place a to before b; all of it; one character; a constant; the length |
//! | `+n` `-n` `*n` `/n` `%n` `^n` `~n` `un` | change the top: `^` n less it, `%` remainder, `~` what is missing to a multiple, `u` at most n |
//! | `a` `e` `.` | add the two on top; take the upper if the lower is 10; double the top |
//! | `=` | the two on top are equal |
//! | `[n,n` `jn,n` `!n` `in.n.n` | the top lies within; does not lie within; is not; is one of |
//! | `LaW` `CaW` `NaW` `QWW…` | the character at a is the top-th of these; is one of these; is none; the first two are no such pair |
//! | `l` `lab` `M` `#n` `G` `K` | Luhn holds of all, of a part; ISO/IEC 7064 MOD 11,10; the length is n; not all alike; all in the alphabet |
//! | `Ea` | the letter at a becomes two digits, A 01 |
//! | `Fn` | one of the few functions at the end of this file |

use crate::checksum::{base36, digit, luhn, mod11_10, number};

/// The longest number, and one more character for `E`.
const ROOM: usize = super::LONGEST + 1;
const DEPTH: usize = 4;

/// Whether a number passes the check of its scheme. An empty program lets everything of the right shape pass.
pub(super) fn passes(program: &[u8], n: &[u8]) -> bool {
    program.split(|b| *b == b'|').any(|steps| {
        let mut machine = Machine {
            n: [0; ROOM],
            length: n.len().min(ROOM),
            alphabet: Alphabet::Digits,
            stack: [0; DEPTH],
            depth: 0,
        };
        for (slot, b) in machine.n.iter_mut().zip(n) {
            *slot = *b;
        }
        steps
            .split(|b| *b == b' ')
            .filter(|step| !step.is_empty())
            .all(|step| machine.step(step).is_some())
    })
}

/// Whether every step of a program is one that exists.
pub(in super::super) fn is_program(program: &[u8]) -> bool {
    const STEPS: &[u8] = b"strTAvdkz+-*/%^~uae.=[j!iLCNQlM#GKE";
    program
        .split(|b| matches!(b, b'|' | b' '))
        .all(|step| step.first().is_none_or(|op| STEPS.contains(op)))
}

#[derive(Clone, Copy)]
enum Alphabet<'p> {
    Digits,
    Base36,
    These(&'p [u8]),
}

struct Machine<'p> {
    n: [u8; ROOM],
    length: usize,
    alphabet: Alphabet<'p>,
    stack: [i64; DEPTH],
    depth: usize,
}

/// How the products of `s`, `t` and `T` are added up.
#[derive(Clone, Copy)]
enum Sum {
    Plain,
    Digits,
    From(i64),
}

impl<'p> Machine<'p> {
    /// `None`: the alternative has failed.
    fn step(&mut self, step: &'p [u8]) -> Option<()> {
        let (&op, rest) = step.split_first()?;
        match op {
            b's' => self.push(self.sum(rest, Sum::Plain)),
            b't' => self.push(self.sum(rest, Sum::Digits)),
            b'T' => {
                let (limit, weights) = rest.split_first()?;
                self.push(self.sum(weights, Sum::From(weight(*limit))))
            }
            b'r' => {
                let body = self.all().split_last()?.1.iter().rev();
                let total = body
                    .zip(rest.iter().cycle())
                    .map(|(b, by)| self.value(*b).max(0) * weight(*by))
                    .sum();
                self.push(total)
            }
            b'A' => {
                self.alphabet = match rest {
                    [] => Alphabet::Digits,
                    b"b" => Alphabet::Base36,
                    these => Alphabet::These(these),
                };
                Some(())
            }
            b'v' => self.push(i64::try_from(number(self.part(rest)?)?).ok()?),
            b'd' => self.push(self.value(self.at(rest)?)),
            b'k' => self.push(decimal(rest)),
            b'z' => self.push(self.length as i64),
            b'+' | b'-' | b'*' | b'/' | b'%' | b'^' | b'~' | b'u' => {
                let (top, by) = (self.pop()?, decimal(rest));
                self.push(match op {
                    b'+' => top.checked_add(by)?,
                    b'-' => top - by,
                    b'*' => top.checked_mul(by)?,
                    b'/' => top.checked_div(by)?,
                    b'%' => top.checked_rem_euclid(by)?,
                    b'^' => by - top,
                    b'~' => top.checked_neg()?.checked_rem_euclid(by)?,
                    _ => top.min(by),
                })
            }
            b'a' => {
                let (upper, lower) = (self.pop()?, self.pop()?);
                self.push(lower.checked_add(upper)?)
            }
            b'e' => {
                let (upper, lower) = (self.pop()?, self.pop()?);
                self.push(if lower == 10 { upper } else { lower })
            }
            b'.' => {
                let top = self.pop()?;
                self.push(top)?;
                self.push(top)
            }
            b'=' => holds(self.pop()? == self.pop()?),
            b'[' | b'j' => {
                let mut ends = rest.split(|b| *b == b',').map(decimal);
                let within = (ends.next()?..=ends.next()?).contains(&self.pop()?);
                holds(within == (op == b'['))
            }
            b'!' => holds(self.pop()? != decimal(rest)),
            b'i' => {
                let top = self.pop()?;
                holds(rest.split(|b| *b == b'.').any(|one| decimal(one) == top))
            }
            b'L' => {
                let (b, top) = (self.at(rest)?, self.pop()?);
                holds(rest.get(1..)?.get(usize::try_from(top).ok()?) == Some(&b))
            }
            b'C' | b'N' => holds(rest.get(1..)?.contains(&self.at(rest)?) == (op == b'C')),
            b'Q' => holds(!rest.chunks_exact(2).any(|pair| self.all().starts_with(pair))),
            b'l' => holds(luhn(self.part(rest)?)),
            b'M' => holds(mod11_10(self.all())),
            b'#' => holds(self.length as i64 == decimal(rest)),
            b'G' => holds(self.all().windows(2).any(|pair| matches!(pair, [a, b] if a != b))),
            b'K' => holds(self.all().iter().all(|b| self.value(*b) >= 0)),
            b'E' => self.spell(rest),
            b'F' => holds(match rest {
                b"0" => vkn(self.all()),
                b"1" => odd_even(self.all()),
                b"2" => account_cz(self.all()),
                b"3" => verhoeff(self.all()),
                _ => steuer_id(self.all()),
            }),
            _ => None,
        }
    }

    fn all(&self) -> &[u8] {
        self.n.get(..self.length).unwrap_or(&[])
    }

    fn push(&mut self, value: i64) -> Option<()> {
        *self.stack.get_mut(self.depth)? = value;
        self.depth += 1;
        Some(())
    }

    fn pop(&mut self) -> Option<i64> {
        self.depth = self.depth.checked_sub(1)?;
        self.stack.get(self.depth).copied()
    }

    fn place(&self, b: u8) -> Option<usize> {
        match b {
            b'0'..=b'9' => Some(usize::from(b - b'0')),
            b'a'..=b'o' => Some(usize::from(b - b'a') + 10),
            _ => self.length.checked_sub(usize::from(b'z'.checked_sub(b)?)),
        }
    }

    /// The character at the place that a step names first.
    fn at(&self, step: &[u8]) -> Option<u8> {
        self.all().get(self.place(*step.first()?)?).copied()
    }

    fn part(&self, step: &[u8]) -> Option<&[u8]> {
        match step {
            [from, to] => self.all().get(self.place(*from)?..self.place(*to)?),
            _ => Some(self.all()),
        }
    }

    fn value(&self, b: u8) -> i64 {
        let value = match self.alphabet {
            Alphabet::Digits => digit(b),
            Alphabet::Base36 => base36(b),
            Alphabet::These(these) => these.iter().position(|one| *one == b).map(|at| at as u32),
        };
        value.map_or(-1, i64::from)
    }

    fn sum(&self, weights: &[u8], how: Sum) -> i64 {
        let products = self.all().iter().zip(weights);
        products
            .map(|(b, by)| {
                let product = self.value(*b).max(0) * weight(*by);
                match how {
                    Sum::Digits => product / 10 + product % 10,
                    Sum::From(limit) if *by > b'1' && product >= limit => product - limit + 1,
                    _ => product,
                }
            })
            .sum()
    }

    fn spell(&mut self, step: &[u8]) -> Option<()> {
        let at = self.place(*step.first()?)?;
        let letter = self.n.get(at)?.checked_sub(b'A' - 1)?;
        self.n.copy_within(at..ROOM - 1, at + 1);
        *self.n.get_mut(at)? = b'0' + letter / 10;
        *self.n.get_mut(at + 1)? = b'0' + letter % 10;
        self.length = (self.length + 1).min(ROOM);
        Some(())
    }
}

fn holds(truth: bool) -> Option<()> {
    truth.then_some(())
}

fn weight(b: u8) -> i64 {
    i64::from(match b {
        b'A'..=b'Z' => b - b'A' + 36,
        b'a'..=b'z' => b - b'a' + 10,
        _ => b.wrapping_sub(b'0'),
    })
}

fn decimal(digits: &[u8]) -> i64 {
    number(digits).map_or(0, |value| value as i64)
}

fn d(n: &[u8], at: usize) -> i32 {
    n.get(at).and_then(|b| digit(*b)).map_or(0, |value| value as i32)
}

/// Turkey's tax number.
fn vkn(n: &[u8]) -> bool {
    let total: i32 = (0..9)
        .map(|i| {
            let shifted = (d(n, i) + 9 - i as i32) % 10;
            match shifted * (1 << (9 - i)) % 9 {
                0 if shifted > 0 => 9,
                powered => powered,
            }
        })
        .sum();
    (10 - total % 10) % 10 == d(n, 9)
}

/// Italy's tax code and Cyprus's VAT number: every other character counts by a table, the sum names a letter.
fn odd_even(n: &[u8]) -> bool {
    const TURN: &[u8; 26] = &[
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
    ];
    let Some((check, body)) = n.split_last() else {
        return false;
    };
    let total: u32 = body
        .iter()
        .enumerate()
        .map(|(i, b)| {
            let value = if b.is_ascii_digit() {
                b - b'0'
            } else {
                b.wrapping_sub(b'A')
            };
            let turned = TURN.get(usize::from(value)).filter(|_| i % 2 == 0);
            u32::from(*turned.unwrap_or(&value))
        })
        .sum();
    u32::from(*check) == u32::from(b'A') + total % 26
}

/// Prefix of up to six digits, account of up to ten, bank of four; both of the first divisible by eleven when weighted.
fn account_cz(n: &[u8]) -> bool {
    let divisible = |part: &[u8]| {
        let weights = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6];
        let total: u32 = part
            .iter()
            .rev()
            .zip(weights)
            .map(|(b, by)| u32::from(b.wrapping_sub(b'0')) * by)
            .sum();
        total.is_multiple_of(11)
    };
    let rest = n.get(..n.len().saturating_sub(4)).unwrap_or(&[]);
    let splits = rest.len().saturating_sub(10)..=rest.len().saturating_sub(2).min(6);
    splits.into_iter().any(|at| {
        rest.split_at_checked(at)
            .is_some_and(|(prefix, account)| divisible(prefix) && divisible(account))
    })
}

/// Verhoeff's check over the dihedral group D5.
fn verhoeff(n: &[u8]) -> bool {
    const TURN: &[u8; 10] = b"1576283094";
    let mut sum = 0_u8;
    for (place, b) in n.iter().rev().enumerate() {
        let mut value = b.wrapping_sub(b'0') % 10;
        for _ in 0..place % 8 {
            value = TURN.get(usize::from(value)).map_or(0, |turned| turned - b'0');
        }
        // The product of two elements: rotations below 5, reflections above.
        sum = match (sum < 5, value < 5) {
            (true, true) => (sum + value) % 5,
            (true, false) => 5 + (sum + value) % 5,
            (false, true) => 5 + (sum - value) % 5,
            (false, false) => (5 + sum - value) % 5,
        };
    }
    sum == 0
}

/// Germany's tax number: among the first ten digits one occurs twice or thrice, no other more than once.
fn steuer_id(n: &[u8]) -> bool {
    let mut repeated = 0;
    for one in b'0'..=b'9' {
        match n.iter().take(10).filter(|b| **b == one).count() {
            0 | 1 => {}
            2 | 3 => repeated += 1,
            _ => return false,
        }
    }
    repeated == 1
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

    #[test]
    fn each_step_does_what_the_table_says() {
        for (program, number, want) in [
            ("", "7", true),
            ("s12 [5,5", "12", true),
            ("s12 [5,5", "13", false),
            ("r12 [12,12", "3419", true),
            ("t9 [9,9", "9", true),
            ("Ta2 [9,9", "9", true),
            ("Ab d0 [35,35", "Z", true),
            ("AXYZ d0 [2,2 A d0 =", "Z", false),
            ("v02 v24 a [46,46", "1234", true),
            ("vxz [34,34", "1234", true),
            ("k7 ^10 [3,3", "1", true),
            ("k7 ~10 [3,3", "1", true),
            ("k20 ~10 [0,0", "1", true),
            ("k10 k1 e [1,1", "1", true),
            ("k9 k1 e [9,9", "1", true),
            ("k7 u5 [5,5", "1", true),
            ("k7 u5 . a [10,10", "1", true),
            ("v !12", "12", false),
            ("v i12.14", "14", true),
            ("v j10,20", "14", false),
            ("k1 L0AB", "B1", true),
            ("C0AB N1AB", "AC", true),
            ("QABCD", "CD1", false),
            ("l", "79927398713", true),
            ("l01 | #11", "79927398713", true),
            ("G", "7777", false),
            ("AAB K", "ABC", false),
            ("E1 v [1267,1267", "1Z7", true),
            ("v /0", "1", false),
            ("=", "1", false),
            ("?", "1", false),
        ] {
            assert_eq!(
                passes(program.as_bytes(), number.as_bytes()),
                want,
                "{program} of {number}"
            );
        }
    }
}
