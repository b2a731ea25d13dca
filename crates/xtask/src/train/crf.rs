//! A linear-chain conditional random field over hashed features, trained by FTRL-proximal.
//!
//! Sources: Lafferty, McCallum, Pereira (2001); labels that are only partly known: Tsuboi et al. (2008);
//! FTRL-proximal, which leaves most weights at zero: McMahan et al. (2013).

use hushwire_mask::tagger::training::{LABELS, SLOT_BITS, features_each};

type Row = [f32; LABELS];

/// A sentence: for each token the slots of its features, and the labels it may have as a set of bits.
pub(crate) struct Example<'a> {
    pub(crate) slots: &'a [u32],
    pub(crate) allowed: &'a [u8],
    pub(crate) weight: f32,
}

/// How fast, how sparse.
pub(crate) struct Pace {
    pub(crate) alpha: f32,
    pub(crate) l1: f32,
    pub(crate) l2: f32,
}

const BETA: f32 = 0.3;
/// A label that may not be.
const NEVER: f32 = -1e4;
/// Gradients below this move nothing.
const STILL: f32 = 2e-4;

/// Weights and what FTRL remembers of their past.
pub(crate) struct Field {
    pub(crate) weights: Vec<Row>,
    /// Rows that may not learn any more.
    dead: Vec<bool>,
    sums: Vec<Row>,
    squares: Vec<Row>,
    pub(crate) transitions: [Row; LABELS],
    transition_squares: [Row; LABELS],
    emissions: Vec<Row>,
    free: Lattice,
    told: Lattice,
}

#[derive(Default)]
struct Lattice {
    forward: Vec<Row>,
    backward: Vec<Row>,
    scaled: Vec<Row>,
}

/// Inside goes on from the first token or from itself; the last label is no label.
pub(crate) fn may_follow(from: usize, to: usize) -> bool {
    match to {
        2 => from == 1 || from == 2,
        4 => from == 3 || from == 4,
        7 => false,
        _ => from != 7,
    }
}

fn may_start(label: usize) -> bool {
    !matches!(label, 2 | 4 | 7)
}

impl Field {
    pub(crate) fn new() -> Self {
        let rows = 1 << SLOT_BITS;
        let mut transitions = [[0.0; LABELS]; LABELS];
        for (from, row) in transitions.iter_mut().enumerate() {
            for (to, cost) in row.iter_mut().enumerate() {
                if !may_follow(from, to) {
                    *cost = NEVER;
                }
            }
        }
        Self {
            weights: vec![[0.0; LABELS]; rows],
            dead: vec![false; rows],
            sums: vec![[0.0; LABELS]; rows],
            squares: vec![[0.0; LABELS]; rows],
            transitions,
            transition_squares: [[0.0; LABELS]; LABELS],
            emissions: Vec::new(),
            free: Lattice::default(),
            told: Lattice::default(),
        }
    }

    /// One step on one sentence; how surprised the field was (negative logarithm).
    pub(crate) fn learn(&mut self, example: &Example<'_>, pace: &Pace) -> f32 {
        let each = features_each();
        let many = example.allowed.len();
        if many == 0 || example.slots.len() != many * each {
            return 0.0;
        }
        self.emissions.clear();
        for slots in example.slots.chunks_exact(each) {
            let mut sum = [0.0; LABELS];
            for &slot in slots {
                for (sum, weight) in sum.iter_mut().zip(&self.weights[slot as usize]) {
                    *sum += weight;
                }
            }
            self.emissions.push(sum);
        }
        let steps = self.transitions.map(|row| row.map(f32::exp));
        let all = self.free.run(&self.emissions, &steps, |_| 0x7F);
        let told = self.told.run(&self.emissions, &steps, |nth| example.allowed[nth]);
        let surprise = all - told;
        if !surprise.is_finite() || surprise < 1e-3 {
            return surprise.max(0.0);
        }
        let mut moved = [[0.0; LABELS]; LABELS];
        for nth in 0..many {
            let (free, told) = (self.free.beliefs(nth), self.told.beliefs(nth));
            let slots = &example.slots[nth * each..(nth + 1) * each];
            for label in 0..LABELS - 1 {
                let gradient = (free[label] - told[label]) * example.weight;
                if gradient.abs() > STILL {
                    for &slot in slots {
                        if !self.dead[slot as usize] {
                            self.step(slot as usize, label, gradient, pace);
                        }
                    }
                }
            }
            if nth > 0 {
                self.free.pairs(nth, &steps, 1.0, &mut moved);
                self.told.pairs(nth, &steps, -1.0, &mut moved);
            }
        }
        for (from, row) in moved.iter().enumerate() {
            for (to, gradient) in row.iter().enumerate() {
                if may_follow(from, to) && gradient.abs() > STILL {
                    let gradient = gradient * example.weight;
                    let square = &mut self.transition_squares[from][to];
                    *square += gradient * gradient;
                    self.transitions[from][to] -= 0.1 * gradient / (1.0 + square.sqrt());
                }
            }
        }
        surprise
    }

    /// Keeps the rows that matter most; the others are nothing from now on.
    pub(crate) fn prune(&mut self, most: usize) {
        let mut worth: Vec<(f32, usize)> = (0..self.weights.len())
            .map(|row| {
                let weights = self.weights[row].iter().zip(&self.squares[row]);
                (
                    weights.map(|(weight, square)| weight * weight * square.sqrt()).sum(),
                    row,
                )
            })
            .collect();
        worth.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        for (nth, (worth, row)) in worth.into_iter().enumerate() {
            if nth >= most || worth == 0.0 {
                self.dead[row] = true;
                self.weights[row] = [0.0; LABELS];
            }
        }
    }

    fn step(&mut self, slot: usize, label: usize, gradient: f32, pace: &Pace) {
        let square = &mut self.squares[slot][label];
        let sum = &mut self.sums[slot][label];
        let weight = &mut self.weights[slot][label];
        let before = square.sqrt();
        *square += gradient * gradient;
        let after = square.sqrt();
        *sum += gradient - (after - before) / pace.alpha * *weight;
        *weight = if sum.abs() <= pace.l1 {
            0.0
        } else {
            -(*sum - sum.signum() * pace.l1) / ((BETA + after) / pace.alpha + pace.l2)
        };
    }
}

impl Lattice {
    /// Forward and backward, each token's numbers scaled to a sum of one. The logarithm of the whole sum.
    fn run(&mut self, emissions: &[Row], steps: &[Row; LABELS], allowed: impl Fn(usize) -> u8) -> f32 {
        self.forward.clear();
        self.backward.clear();
        self.scaled.clear();
        let mut total = 0.0;
        let mut last = [0.0; LABELS];
        for (nth, emission) in emissions.iter().enumerate() {
            let top = emission.iter().copied().fold(f32::MIN, f32::max);
            let bits = allowed(nth);
            let mut own = [0.0; LABELS];
            for (label, own) in own.iter_mut().enumerate() {
                if bits >> label & 1 == 1 {
                    *own = (emission[label] - top).exp().max(1e-30);
                }
            }
            let mut here = [0.0; LABELS];
            for to in 0..LABELS {
                let into: f32 = if nth == 0 {
                    f32::from(u8::from(may_start(to)))
                } else {
                    (0..LABELS).map(|from| last[from] * steps[from][to]).sum()
                };
                here[to] = into * own[to];
            }
            let sum: f32 = here.iter().sum::<f32>().max(1e-35);
            total += sum.ln() + top;
            last = here.map(|one| one / sum);
            self.forward.push(last);
            self.scaled.push(own.map(|one| one / sum));
        }
        let many = emissions.len();
        self.backward.resize(many, [1.0; LABELS]);
        let mut next = [1.0; LABELS];
        for nth in (0..many.saturating_sub(1)).rev() {
            let own = self.scaled[nth + 1];
            let mut here = [0.0; LABELS];
            for (from, here) in here.iter_mut().enumerate() {
                *here = (0..LABELS).map(|to| steps[from][to] * own[to] * next[to]).sum();
            }
            self.backward[nth] = here;
            next = here;
        }
        total
    }

    fn beliefs(&self, nth: usize) -> Row {
        let mut both = [0.0; LABELS];
        for (label, both) in both.iter_mut().enumerate() {
            *both = self.forward[nth][label] * self.backward[nth][label];
        }
        both
    }

    fn pairs(&self, nth: usize, steps: &[Row; LABELS], sign: f32, into: &mut [Row; LABELS]) {
        for from in 0..LABELS {
            let left = self.forward[nth - 1][from] * sign;
            for to in 0..LABELS {
                into[from][to] += left * steps[from][to] * self.scaled[nth][to] * self.backward[nth][to];
            }
        }
    }
}
