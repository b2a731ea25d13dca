//! What all connections of a relay share.

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::{HeaderMap, HeaderValue};
use hushwire_wire::CloseCode;
use tokio::time::Instant;

use crate::assets::Assets;
use crate::attach::Hosts;
use crate::backplane::{Backplane, Message};
use crate::buckets::Rates;
use crate::counters::Counters;
use crate::headers;
use crate::limits::Limits;
use crate::line::Door;
use crate::outbox::{Budget, Dirty, Outbox};
use crate::pace::SharedRates;
use crate::proxies::Proxies;
use crate::rooms::{Deliveries, Delivery, Now, Rooms, SocketId};
use crate::visitors::{Crowded, Visit, Visitors};
use crate::{Config, RunError};

pub(crate) struct Relay {
    pub(crate) limits: Limits,
    pub(crate) rates: Rates,
    pub(crate) shared_rates: SharedRates,
    pub(crate) counters: Counters,
    pub(crate) origins: Vec<String>,
    pub(crate) proxies: Proxies,
    pub(crate) region: Option<String>,
    pub(crate) door: Option<Arc<dyn Door>>,
    visitors: Visitors,
    pub(crate) hosts: Hosts,
    pub(crate) assets: Assets,
    pub(crate) default_headers: HeaderMap,
    pub(crate) budget: Arc<Budget>,
    /// The way to other relays; `None` for a relay alone.
    pub(crate) backplane: Option<Backplane>,
    rooms: RwLock<Rooms<Arc<Outbox>>>,
    started: Instant,
    sockets: AtomicU64,
    draining: AtomicBool,
    stopping: AtomicBool,
}

impl Relay {
    pub(crate) fn new(config: Config) -> Result<Self, RunError> {
        let Config {
            hosts,
            assets,
            limits,
            mut origins,
            proxies,
            region,
            elsewhere,
            door,
            metrics: _,
            backplane: _,
        } = config;
        origins.iter_mut().for_each(|origin| origin.make_ascii_lowercase());
        limits.check().map_err(RunError::Limits)?;
        let policy = headers::content_security_policy(hosts.public());
        let policy = HeaderValue::try_from(policy).map_err(|_| RunError::Hosts)?;
        Ok(Self {
            rates: Rates::new(&limits),
            shared_rates: SharedRates::new(&limits),
            counters: Counters::default(),
            visitors: Visitors::new(limits.connections_per_address),
            default_headers: headers::everywhere(policy, region.as_deref()),
            budget: Arc::new(Budget::new(
                limits.queued_bytes,
                limits.queued_total_bytes,
                elsewhere.as_deref(),
            )),
            rooms: RwLock::new(Rooms::new(limits.rooms())),
            started: Instant::now(),
            sockets: AtomicU64::new(0),
            draining: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            origins,
            proxies,
            region,
            door,
            backplane: None,
            hosts,
            assets,
            limits,
        })
    }

    /// Numbers a socket and lets it in.
    pub(crate) fn connect(&self, outbox: &Arc<Outbox>) -> SocketId {
        let id = SocketId(self.sockets.fetch_add(1, Ordering::Relaxed));
        let mut rooms = self.rooms_mut();
        rooms.connect(id, Arc::clone(outbox));
        // Asked under the lock that the drain takes after setting it: either this sees it, or the drain sees the socket.
        if self.stopping.load(Ordering::SeqCst) {
            outbox.close(CloseCode::Stopping);
        }
        id
    }

    pub(crate) fn disconnect(&self, socket: SocketId) {
        let mut dirty = Dirty::default();
        let mut rooms = self.rooms_mut();
        self.deliver(rooms.disconnect(socket), &mut dirty);
        drop(rooms);
        dirty.flush();
    }

    /// Somebody comes from this address.
    pub(crate) fn arrive(&self, address: IpAddr) -> Result<Visit, Crowded> {
        let arrived = self.visitors.arrive(address, Instant::now());
        arrived.inspect_err(|_| self.counters.crowded.one())
    }

    /// True if a page of this origin may open a WebSocket here. Programs have none and are not asked.
    pub(crate) fn welcomes(&self, origin: Option<&str>) -> bool {
        let listed = |origin: &str| self.origins.iter().any(|known| origin.eq_ignore_ascii_case(known));
        self.origins.is_empty() || origin.is_none_or(listed)
    }

    /// True while newcomers are welcome.
    pub(crate) fn is_ready(&self) -> bool {
        !self.draining.load(Ordering::Relaxed)
    }

    /// From now on `/readyz` says so.
    pub(crate) fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// From now on every new socket is closed at once. Whoever is there is found in `rooms` after this.
    pub(crate) fn stop_newcomers(&self) {
        self.stopping.store(true, Ordering::SeqCst);
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    /// Tells the other relays that this one is gone.
    pub(crate) fn say_bye(&self) {
        if let Some(backplane) = &self.backplane {
            backplane.say(None, &Message::Bye.encode());
        }
    }

    /// Puts everything where it belongs. Done while the rooms are still locked: two changes of a room reach every member,
    /// and every relay, in the same order.
    pub(crate) fn deliver(&self, deliveries: Deliveries<Arc<Outbox>>, dirty: &mut Dirty) {
        for delivery in deliveries {
            match delivery {
                Delivery::Frame { to, bytes } => {
                    to.put(&bytes, &[]);
                    dirty.add(&to);
                }
                Delivery::Close { socket, code } => socket.close(code),
                Delivery::Node { to, message } => {
                    if let Some(backplane) = &self.backplane {
                        backplane.say(Some(to), &message.encode());
                    }
                }
            }
        }
    }

    pub(crate) fn rooms(&self) -> RwLockReadGuard<'_, Rooms<Arc<Outbox>>> {
        self.rooms.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn rooms_mut(&self) -> RwLockWriteGuard<'_, Rooms<Arc<Outbox>>> {
        self.rooms.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// For paces.
    pub(crate) fn now_ns(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    /// For invites, which run out, and for the certificates of those who opened them.
    pub(crate) fn now(&self) -> Now {
        Now {
            ms: self.now_ms(),
            seconds: now_seconds(),
        }
    }

    /// For measuring how long somebody waits.
    pub(crate) fn now_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// Seconds since 1970, for certificates and manifests.
pub(crate) fn now_seconds() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or(Duration::ZERO)
        .as_secs()
}

#[cfg(test)]
mod tests {
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    #[tokio::test]
    async fn who_comes_while_the_relay_stops_is_closed_too() {
        let relay = Relay::new(Config::default()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let socket = async || {
            let stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
            Arc::new(Outbox::new(
                crate::line::Stream::Plain(stream).into_split().1,
                relay.budget.clone(),
            ))
        };
        let (before, after) = (socket().await, socket().await);
        relay.connect(&before);
        assert_eq!(before.closing(), None);
        relay.stop_newcomers();
        relay.connect(&after);
        crate::drain::drain(&relay).await;
        assert_eq!(before.closing(), Some(CloseCode::Stopping));
        assert_eq!(after.closing(), Some(CloseCode::Stopping));
    }
}
