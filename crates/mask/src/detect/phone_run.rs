//! Groups of digits that stand together like the parts of one telephone number, and what else they may be.

use crate::text::{View, one_of};

const MOST_DIGITS: usize = 15;
const MOST_GROUPS: usize = 8;

/// A run of groups with habitual separators: digits and the lengths of its groups, on the stack.
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
    digits: [u8; MOST_DIGITS + 3],
    pub(super) count: usize,
    sizes: [u8; MOST_GROUPS],
    pub(super) groups: usize,
    /// The separators other than blanks, as they come.
    marks: [u8; MOST_GROUPS * 3],
    pub(super) mark_count: usize,
    pub(super) plus: bool,
    pub(super) bracket: bool,
}

impl Run {
    pub(super) fn digits(&self) -> &[u8] {
        self.digits.get(..self.count).unwrap_or(&[])
    }
    pub(super) fn sizes(&self) -> &[u8] {
        self.sizes.get(..self.groups).unwrap_or(&[])
    }
    pub(super) fn marks(&self) -> &[u8] {
        self.marks.get(..self.mark_count).unwrap_or(&[])
    }
}

/// How many groups from this one on stand together like the parts of one number.
pub(super) fn reach(view: &View, first: usize) -> usize {
    let mut digits = 0;
    let mut count = 0;
    let mut end = None;
    for group in view.groups.iter().skip(first).take(MOST_GROUPS) {
        digits += group.len();
        if digits > MOST_DIGITS + 2 || end.is_some_and(|end| !joined(view.low(end, group.start))) {
            break;
        }
        count += 1;
        end = Some(group.end);
    }
    count
}

pub(super) fn joined(between: &[u8]) -> bool {
    let marks = between.iter().filter(|b| **b != b' ').count();
    !between.is_empty()
        && between.len() <= 4
        && marks <= 2
        && between.iter().all(|b| b" -./()".contains(b))
        && !matches!(between, b". " | b" ." | b". (" | b"/ " | b"--")
}

pub(super) fn read(view: &View, first: usize, count: usize) -> Option<Run> {
    let groups = view.groups.get(first..first + count)?;
    let (head, tail) = (groups.first()?, groups.last()?);
    let mut run = Run {
        start: head.start,
        end: tail.end,
        digits: [0; MOST_DIGITS + 3],
        count: 0,
        sizes: [0; MOST_GROUPS],
        groups: 0,
        marks: [0; MOST_GROUPS * 3],
        mark_count: 0,
        plus: false,
        bracket: false,
    };
    let mut end = None;
    for group in groups {
        for &b in end
            .map_or(&[][..], |end| view.low(end, group.start))
            .iter()
            .filter(|b| **b != b' ')
        {
            *run.marks.get_mut(run.mark_count)? = b;
            run.mark_count += 1;
        }
        for &b in view.low(group.start, group.end) {
            *run.digits.get_mut(run.count)? = b;
            run.count += 1;
        }
        *run.sizes.get_mut(run.groups)? = group.len() as u8;
        run.groups += 1;
        end = Some(group.end);
    }
    if view.before(run.start) == b'(' && run.marks().contains(&b')') {
        run.start -= 1;
        run.bracket = true;
    }
    let mut at = run.start;
    while at > 0 && view.before(at) == b' ' && run.start - at < 2 {
        at -= 1;
    }
    if view.before(at) == b'+' {
        run.start = at - 1;
        run.plus = true;
        if view.before(run.start) == b'(' {
            run.start -= 1;
        }
    }
    Some(run)
}

/// 2024-05-17, 17.05.2024, 5/17/24 and times after them.
pub(super) fn date_like(run: &Run) -> bool {
    let number = |nth: usize| -> u32 {
        let from: usize = run.sizes().iter().take(nth).map(|size| usize::from(*size)).sum();
        let size = run.sizes().get(nth).map_or(0, |size| usize::from(*size));
        run.digits()
            .iter()
            .skip(from)
            .take(size)
            .fold(0, |sum, d| sum.wrapping_mul(10).wrapping_add(u32::from(d - b'0')))
    };
    let year = |n: u32| (1900..=2099).contains(&n);
    let (a, b, c) = (number(0), number(1), number(2));
    match run.sizes() {
        [4, 2] | [4, 4] if year(a) && (year(b) || b <= 12) => true,
        [2, 4] => a <= 12 && year(b),
        [4, 1 | 2, 1 | 2, ..] => year(a) && b <= 12 && c <= 31,
        [1 | 2, 1 | 2, 4, ..] => a <= 31 && b <= 31 && year(c),
        [1 | 2, 1 | 2, 2] => a <= 31 && b <= 31 && run.mark_count == 2,
        [8] => year(number(0) / 10_000) && number(0) / 100 % 100 <= 12,
        [14] => true,
        _ => false,
    }
}

/// 192.168.0.1 and version numbers.
pub(super) fn address_like(run: &Run) -> bool {
    let dots = run.marks().iter().filter(|b| **b == b'.').count();
    dots > 0
        && dots == run.mark_count
        && run.groups >= 2
        && (run.sizes().contains(&1) || run.sizes() == [3, 3, 3, 3] || dots < 2)
}

/// 1 250 000, 12.500.000 and numbers beside a currency.
pub(super) fn amount_like(view: &View, run: &Run) -> bool {
    let thousands = matches!(run.sizes(), [first, rest @ ..] if *first <= 3 && !rest.is_empty() && rest.iter().all(|size| *size == 3));
    let marks = run.marks();
    if thousands && marks.len() == run.groups - 1 && marks.iter().all(|b| *b == b'.') {
        return true;
    }
    let word = view
        .words
        .get(view.word_at(run.end))
        .filter(|word| word.start <= run.end + 1);
    const CURRENCIES: &[u8] =
        b"eur euro euros usd dollars gbp pln zl sek kr tl try lira chf inr rs kg km mb gb ms bytes rows records";
    word.is_some_and(|word| one_of(view.low(word.start, word.end), CURRENCIES))
}
