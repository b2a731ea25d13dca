//! What all connections of a relay share.

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
use crate::headers;
use crate::limits::Limits;
use crate::outbox::{Budget, Dirty, Outbox};
use crate::rooms::{Deliveries, Delivery, Rooms, SocketId};
use crate::{Config, RunError};

pub(crate) struct Relay {
    pub(crate) limits: Limits,
    pub(crate) rates: Rates,
    pub(crate) hosts: Hosts,
    pub(crate) assets: Assets,
    pub(crate) default_headers: HeaderMap,
    pub(crate) budget: Arc<Budget>,
    /// The way to other relays; `None` for a relay alone.
    pub(crate) backplane: Option<Backplane>,
    rooms: RwLock<Rooms<Arc<Outbox>>>,
    started: Instant,
    sockets: AtomicU64,
    stopping: AtomicBool,
}

impl Relay {
    pub(crate) fn new(config: Config) -> Result<Self, RunError> {
        let Config {
            hosts,
            assets,
            limits,
            backplane: _,
        } = config;
        limits.check().map_err(RunError::Limits)?;
        let policy = headers::content_security_policy(hosts.public());
        let policy = HeaderValue::try_from(policy).map_err(|_| RunError::Hosts)?;
        Ok(Self {
            rates: Rates::new(&limits),
            default_headers: headers::everywhere(policy),
            budget: Arc::new(Budget::new(limits.queued_bytes, limits.queued_total_bytes)),
            rooms: RwLock::new(Rooms::new(limits.rooms())),
            started: Instant::now(),
            sockets: AtomicU64::new(0),
            stopping: AtomicBool::new(false),
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
        // Asked under the lock that `stop` takes after setting it: either this sees it, or `stop` sees the socket.
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

    /// Closes every socket, those included that come while this runs.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
        if let Some(backplane) = &self.backplane {
            backplane.say(None, &Message::Bye.encode());
        }
        for outbox in self.rooms().handles() {
            outbox.close(CloseCode::Stopping);
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
        relay.stop();
        relay.connect(&after);
        assert_eq!(before.closing(), Some(CloseCode::Stopping));
        assert_eq!(after.closing(), Some(CloseCode::Stopping));
    }
}
