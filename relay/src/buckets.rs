//! How much one connection may ask of the relay: a token bucket for each kind of asking.

use std::time::Duration;

use crate::limits::Limits;

/// What is counted. Frames and bytes may go into debt, which the connection pays by being read more slowly; the
/// others are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Kind {
    /// Every message.
    Frames,
    /// Every byte from the wire.
    Bytes,
    /// `knock` and `look`.
    Knocks,
    /// `redeem`.
    Tries,
    /// `join`, `claim`, `leave`, `invite` and `withdraw`.
    Joins,
    /// `attach`.
    Attaches,
    /// What the relay answered with `refused`.
    Refusals,
}

const KINDS: usize = 7;

/// The rates of all kinds, shared by all connections.
#[derive(Clone, Debug)]
pub(crate) struct Rates([Rate; KINDS]);

#[derive(Clone, Copy, Debug)]
struct Rate {
    per_second: f64,
    most: f64,
}

impl Rates {
    /// A bucket holds a second's worth of frames and bytes, and a minute's worth of the others.
    pub(crate) fn new(limits: &Limits) -> Self {
        let second = |rate: u32| Rate {
            per_second: rate.into(),
            most: rate.into(),
        };
        let minute = |rate: u32| Rate {
            per_second: f64::from(rate) / 60.0,
            most: rate.into(),
        };
        Self([
            second(limits.frames_per_second),
            second(limits.bytes_per_second),
            minute(limits.knocks_per_minute),
            minute(limits.tries_per_minute),
            minute(limits.joins_per_minute),
            minute(limits.attaches_per_minute),
            minute(limits.refusals_per_minute),
        ])
    }
}

/// The buckets of one connection.
#[derive(Clone, Debug)]
pub(crate) struct Buckets([f64; KINDS]);

impl Buckets {
    /// Full ones.
    pub(crate) fn full(rates: &Rates) -> Self {
        Self(rates.0.map(|rate| rate.most))
    }

    /// Time has passed.
    pub(crate) fn refill(&mut self, rates: &Rates, elapsed: Duration) {
        for (tokens, rate) in self.0.iter_mut().zip(&rates.0) {
            *tokens = (*tokens + elapsed.as_secs_f64() * rate.per_second).min(rate.most);
        }
    }

    /// Takes one token, if there is one.
    #[must_use]
    pub(crate) fn take(&mut self, kind: Kind) -> bool {
        let tokens = &mut self.0[kind as usize];
        let there = *tokens >= 1.0;
        if there {
            *tokens -= 1.0;
        }
        there
    }

    /// Takes tokens that may not be there yet.
    pub(crate) fn spend(&mut self, kind: Kind, cost: usize) {
        self.0[kind as usize] -= cost as f64;
    }

    /// How long until no bucket is in debt.
    pub(crate) fn debt(&self, rates: &Rates) -> Option<Duration> {
        let owed = self
            .0
            .iter()
            .zip(&rates.0)
            .map(|(tokens, rate)| -tokens / rate.per_second);
        let longest = owed.fold(0.0, f64::max);
        (longest > 0.0).then(|| Duration::from_secs_f64(longest.min(3600.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates() -> Rates {
        Rates::new(&Limits {
            frames_per_second: 10,
            bytes_per_second: 100_000,
            knocks_per_minute: 2,
            ..Limits::default()
        })
    }

    #[test]
    fn a_minute_s_worth_may_come_at_once_and_then_as_fast_as_it_refills() {
        let rates = rates();
        let mut buckets = Buckets::full(&rates);
        assert!(buckets.take(Kind::Knocks) && buckets.take(Kind::Knocks));
        assert!(!buckets.take(Kind::Knocks));
        assert!(buckets.take(Kind::Joins), "another kind has its own bucket");
        buckets.refill(&rates, Duration::from_secs(29));
        assert!(!buckets.take(Kind::Knocks));
        buckets.refill(&rates, Duration::from_secs(2));
        assert!(buckets.take(Kind::Knocks));
        buckets.refill(&rates, Duration::from_secs(86_400));
        assert!(buckets.take(Kind::Knocks) && buckets.take(Kind::Knocks));
        assert!(
            !buckets.take(Kind::Knocks),
            "a bucket never holds more than a minute's worth"
        );
    }

    #[test]
    fn debt_is_paid_by_waiting() {
        let rates = rates();
        let mut buckets = Buckets::full(&rates);
        buckets.spend(Kind::Frames, 10);
        assert_eq!(buckets.debt(&rates), None);
        buckets.spend(Kind::Frames, 5);
        assert_eq!(buckets.debt(&rates), Some(Duration::from_millis(500)));
        buckets.spend(Kind::Bytes, 300_000);
        assert_eq!(
            buckets.debt(&rates),
            Some(Duration::from_secs(2)),
            "the longest debt counts"
        );
        buckets.refill(&rates, Duration::from_secs(2));
        assert_eq!(buckets.debt(&rates), None);
    }
}
