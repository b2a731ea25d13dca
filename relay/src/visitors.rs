//! How many come from one address, without knowing any address.
//!
//! An address is hashed with a salt that is drawn at random, lives in memory alone, and is replaced every hour; what is
//! kept under the hash is counts. After two hours nothing is left that the address could be tried against. Addresses of
//! this machine are not counted: whoever calls from there is a proxy that has not been named, or the operator.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::pace::Pace;

/// How long one salt counts newcomers. It is still asked about for as long again.
const SALT_TIME: Duration = Duration::from_secs(3_600);
/// Addresses remembered at a time, about 10 MiB. When so many are there, those without a connection are forgotten, and if
/// that is not enough newcomers are not counted: an attacker with so many addresses is not stopped by counting them.
const MOST_KNOWN: usize = 65_536;

pub(crate) struct Visitors {
    /// Connections at a time from one address.
    most: usize,
    known: Mutex<Known>,
}

struct Known {
    since: Instant,
    now: Table,
    before: Table,
}

#[derive(Default)]
struct Table {
    salt: RandomState,
    visitors: HashMap<u64, Arc<Visitor>>,
}

/// What is known of one address: how often, not who.
#[derive(Default)]
pub(crate) struct Visitor {
    open: AtomicUsize,
    pub(crate) knocks: Pace,
    pub(crate) tries: Pace,
}

/// One connection of a visitor. Dropped when it is over.
pub(crate) struct Visit(Option<Arc<Visitor>>);

impl Visit {
    /// Of somebody who is not counted.
    pub(crate) const UNCOUNTED: Self = Self(None);

    pub(crate) fn visitor(&self) -> Option<&Visitor> {
        self.0.as_deref()
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        if let Some(visitor) = &self.0 {
            visitor.open.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// There are enough connections from this address.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Crowded;

impl Visitors {
    pub(crate) fn new(most: usize) -> Self {
        let known = Known {
            since: Instant::now(),
            now: Table::default(),
            before: Table::default(),
        };
        Self {
            most,
            known: Mutex::new(known),
        }
    }

    /// Somebody comes from this address.
    pub(crate) fn arrive(&self, address: IpAddr, now: Instant) -> Result<Visit, Crowded> {
        let Some(address) = counted(address) else {
            return Ok(Visit::UNCOUNTED);
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if now.saturating_duration_since(known.since) >= SALT_TIME {
            known.before = std::mem::take(&mut known.now);
            known.since = now;
        }
        let earlier = known
            .before
            .visitors
            .get(&known.before.salt.hash_one(address))
            .map_or(0, |visitor| visitor.open.load(Ordering::Relaxed));
        let Table { salt, visitors } = &mut known.now;
        let key = salt.hash_one(address);
        if visitors.len() >= MOST_KNOWN && !visitors.contains_key(&key) {
            visitors.retain(|_, visitor| visitor.open.load(Ordering::Relaxed) > 0);
            if visitors.len() >= MOST_KNOWN {
                return Ok(Visit::UNCOUNTED);
            }
        }
        let visitor = visitors.entry(key).or_default();
        if visitor.open.load(Ordering::Relaxed) + earlier >= self.most {
            return Err(Crowded);
        }
        visitor.open.fetch_add(1, Ordering::Relaxed);
        Ok(Visit(Some(Arc::clone(visitor))))
    }
}

/// What counts as one address: an IPv4 address, or the /64 that one household or one machine has of IPv6.
fn counted(address: IpAddr) -> Option<IpAddr> {
    let address = address.to_canonical();
    match address {
        _ if address.is_loopback() => None,
        IpAddr::V4(_) => Some(address),
        IpAddr::V6(long) => {
            let [a, b, c, d, ..] = long.segments();
            Some(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    impl Visitors {
        fn now(&self, text: &str) -> Result<Visit, Crowded> {
            self.arrive(address(text), Instant::now())
        }
    }

    #[test]
    fn one_address_may_have_so_many_connections_and_no_more() {
        let visitors = Visitors::new(2);
        let one = visitors.now("192.0.2.1").ok().unwrap();
        let _two = visitors.now("::ffff:192.0.2.1").ok().unwrap();
        assert!(visitors.now("192.0.2.1").is_err(), "also if it is written as IPv6");
        assert!(visitors.now("192.0.2.2").is_ok(), "another address has its own count");
        drop(one);
        assert!(visitors.now("192.0.2.1").is_ok(), "a place that is left is free again");
    }

    #[test]
    fn a_household_is_one_address() {
        let visitors = Visitors::new(1);
        let _one = visitors.now("2001:db8:1:2:3::4").ok().unwrap();
        assert!(visitors.now("2001:db8:1:2:ffff::1").is_err());
        assert!(visitors.now("2001:db8:1:3::1").is_ok());
    }

    #[test]
    fn this_machine_is_not_counted() {
        let visitors = Visitors::new(1);
        let all: Vec<_> = (0..10).map(|_| visitors.now("127.0.0.1")).collect();
        assert!(all.iter().all(Result::is_ok));
    }

    #[test]
    fn a_new_salt_forgets_after_two_turns_and_lets_nobody_double_up_meanwhile() {
        let visitors = Visitors::new(1);
        let start = Instant::now();
        let come = |hours: u32| visitors.arrive(address("192.0.2.1"), start + hours * SALT_TIME);
        let _old = come(0).ok().unwrap();
        assert!(come(1).is_err(), "its connection of the hour before still counts");
        let hash = |visitors: &Visitors| {
            let known = visitors.known.lock().unwrap();
            (
                known.now.salt.hash_one(address("192.0.2.1")),
                known.before.salt.hash_one(address("192.0.2.1")),
            )
        };
        let (now, before) = hash(&visitors);
        assert_ne!(now, before);
        assert!(come(2).is_ok());
        assert_eq!(hash(&visitors).1, now, "the salt of two hours ago is gone");
    }

    #[test]
    fn knocks_are_counted_beyond_the_connection() {
        let visitors = Visitors::new(8);
        let rate = crate::pace::Rate::per_minute(1);
        for expected in [true, false] {
            let visit = visitors.now("192.0.2.1").ok().unwrap();
            assert_eq!(visit.visitor().unwrap().knocks.take(rate, 0), expected);
        }
    }
}
