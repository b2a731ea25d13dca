//! How much many connections together may ask of the relay: those of one desk, or of one address.
//!
//! Each pace is one number that all of them share: the moment until which everything is spent (the generic cell rate
//! algorithm of ATM). Taking is one compare-and-swap, so nobody ever waits for anybody.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::limits::Limits;

/// How fast something refills, and how much of it may be taken at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rate {
    /// Nanoseconds that one token takes to come back.
    each: u64,
    /// Nanoseconds' worth of tokens that may be taken at once.
    burst: u64,
}

impl Rate {
    /// So many a second, a second's worth at once.
    pub(crate) fn per_second(count: u32) -> Self {
        Self::over(count, Duration::from_secs(1))
    }

    /// So many a minute, a minute's worth at once.
    pub(crate) fn per_minute(count: u32) -> Self {
        Self::over(count, Duration::from_secs(60))
    }

    fn over(count: u32, time: Duration) -> Self {
        let burst = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        Self {
            each: burst / u64::from(count.max(1)),
            burst,
        }
    }
}

/// What has been taken so far.
#[derive(Debug, Default)]
pub(crate) struct Pace(AtomicU64);

impl Pace {
    /// Takes one token, if there is one. `now` is in nanoseconds of the relay's own clock.
    #[must_use]
    pub(crate) fn take(&self, rate: Rate, now: u64) -> bool {
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |spent| {
                let spent = spent.max(now).saturating_add(rate.each);
                (spent <= now.saturating_add(rate.burst)).then_some(spent)
            })
            .is_ok()
    }

    /// Takes tokens that may not be there yet; says how long until they are.
    pub(crate) fn spend(&self, rate: Rate, now: u64, count: usize) -> Option<Duration> {
        let cost = rate.each.saturating_mul(count as u64);
        let after = |spent: u64| spent.max(now).saturating_add(cost);
        let before = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |spent| Some(after(spent)));
        let (Ok(spent) | Err(spent)) = before;
        let debt = after(spent).saturating_sub(now.saturating_add(rate.burst));
        (debt > 0).then(|| Duration::from_nanos(debt))
    }
}

/// What the customers and consoles of one desk share.
#[derive(Debug, Default)]
pub(crate) struct DeskPaces {
    pub(crate) frames: Pace,
    pub(crate) bytes: Pace,
    pub(crate) knocks: Pace,
    pub(crate) joins: Pace,
    pub(crate) tries: Pace,
}

/// The rates that go with [`DeskPaces`], and those of one address.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub(crate) struct SharedRates {
    pub(crate) frames: Rate,
    pub(crate) bytes: Rate,
    pub(crate) knocks: Rate,
    pub(crate) joins: Rate,
    pub(crate) tries: Rate,
    pub(crate) knocks_of_address: Rate,
    pub(crate) tries_of_address: Rate,
}

impl SharedRates {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            frames: Rate::per_second(limits.frames_per_second_of_desk),
            bytes: Rate::per_second(limits.bytes_per_second_of_desk),
            knocks: Rate::per_minute(limits.knocks_per_minute_of_desk),
            joins: Rate::per_minute(limits.joins_per_minute_of_desk),
            tries: Rate::per_minute(limits.tries_per_minute_of_desk),
            knocks_of_address: Rate::per_minute(limits.knocks_per_minute_of_address),
            tries_of_address: Rate::per_minute(limits.tries_per_minute_of_address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;

    #[test]
    fn a_minute_s_worth_may_come_at_once_and_then_as_fast_as_it_refills() {
        let (pace, rate, start) = (Pace::default(), Rate::per_minute(2), 1_000 * SECOND);
        assert!(pace.take(rate, start) && pace.take(rate, start));
        assert!(!pace.take(rate, start));
        assert!(!pace.take(rate, start + 29 * SECOND));
        assert!(pace.take(rate, start + 31 * SECOND));
        assert!(!pace.take(rate, start + 31 * SECOND));
        let later = start + 86_400 * SECOND;
        assert!(pace.take(rate, later) && pace.take(rate, later) && !pace.take(rate, later));
    }

    #[test]
    fn debt_is_paid_by_waiting() {
        let (pace, rate) = (Pace::default(), Rate::per_second(10));
        assert_eq!(pace.spend(rate, 0, 10), None);
        assert_eq!(pace.spend(rate, 0, 5), Some(Duration::from_millis(500)));
        assert_eq!(pace.spend(rate, SECOND / 2, 0), None);
        assert_eq!(
            pace.spend(rate, SECOND, usize::MAX)
                .map(|debt| debt > Duration::from_secs(3600)),
            Some(true)
        );
    }

    #[test]
    fn many_at_once_take_no_more_than_there_is() {
        let (pace, rate) = (Pace::default(), Rate::per_minute(1_000));
        let taken: usize = std::thread::scope(|scope| {
            let takers: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| (0..1_000).filter(|_| pace.take(rate, SECOND)).count()))
                .collect();
            takers.into_iter().map(|taker| taker.join().unwrap()).sum()
        });
        assert_eq!(taken, 1_000);
    }
}
