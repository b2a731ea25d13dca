//! When two detectors want the same characters, one of them gets them.

use crate::detect::Candidate;

/// Leaves the better one of each overlapping pair, sorted by place. Linear after the sort:
/// whatever loses its place here to one that loses later is found again in the next round.
pub(crate) fn settle(candidates: &mut Vec<Candidate>) {
    heap_sort(candidates, |one| (one.start, usize::MAX - one.end, one.kind as usize));
    let mut kept = 0_usize;
    for nth in 0..candidates.len() {
        let Some(&one) = candidates.get(nth) else {
            break;
        };
        while let Some(&last) = kept.checked_sub(1).and_then(|at| candidates.get(at))
            && last.end > one.start
            && better(&one, &last)
        {
            kept -= 1;
        }
        let free = kept
            .checked_sub(1)
            .and_then(|at| candidates.get(at))
            .is_none_or(|last| last.end <= one.start);
        if free && let Some(slot) = candidates.get_mut(kept) {
            *slot = one;
            kept += 1;
        }
    }
    candidates.truncate(kept);
}

/// Heap sort, in place. The library's own sorts are faster on huge input and ten times larger in what browsers load.
pub(crate) fn heap_sort<T>(all: &mut [T], key: fn(&T) -> (usize, usize, usize)) {
    let length = all.len();
    for root in (0..length / 2).rev() {
        sift(all, root, length, key);
    }
    for end in (1..length).rev() {
        all.swap(0, end);
        sift(all, 0, end, key);
    }
}

fn sift<T>(all: &mut [T], mut root: usize, end: usize, key: fn(&T) -> (usize, usize, usize)) {
    loop {
        let value = |at: usize| all.get(at).filter(|_| at < end).map(key);
        let (left, right) = (2 * root + 1, 2 * root + 2);
        let child = if value(right) > value(left) { right } else { left };
        if value(child).is_none() || value(child) <= value(root) {
            return;
        }
        all.swap(root, child);
        root = child;
    }
}

/// A finding that is nearly as sure and holds the other one whole wins; else the surer, then the longer.
fn better(one: &Candidate, other: &Candidate) -> bool {
    let length = |c: &Candidate| c.end - c.start;
    if one.start <= other.start && one.end >= other.end && length(one) > length(other) {
        return one.score + 0.2 >= other.score;
    }
    if other.start <= one.start && other.end >= one.end && length(other) > length(one) {
        return one.score > other.score + 0.2;
    }
    (one.score, length(one)) > (other.score, length(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heap_sort_orders_whatever_it_is_given() {
        let mut seed = 7_usize;
        for length in 0..200 {
            let mut all: Vec<usize> = (0..length)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    seed >> 40 & 63
                })
                .collect();
            let mut want = all.clone();
            want.sort_unstable();
            heap_sort(&mut all, |one| (*one, 0, 0));
            assert_eq!(all, want);
        }
    }
}
