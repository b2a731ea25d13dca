//! The tiny server: forwards ciphertext between members of a room and forgets it.
//!
//! It knows desks by fingerprint, rooms and members by random ids, and frames by their size. It refuses to know more:
//! what a frame holds is bytes to it, it writes no file after start, and it logs counts and codes, never an address, a
//! room, a member or a fingerprint. It cannot decrypt: neither this crate nor anything that it depends on holds a cipher or
//! a key agreement, and a test of the workspace keeps it that way.
//!
//! ```
//! use hushwire_relay::{Config, Hosts, Limits, run};
//! use tokio::{io::{AsyncReadExt, AsyncWriteExt}, net::{TcpListener, TcpStream}, sync::oneshot};
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // The caller owns the socket and the signal.
//! let listener = TcpListener::bind("127.0.0.1:0").await?;
//! let address = listener.local_addr()?;
//! let (stop, stopped) = oneshot::channel::<()>();
//! let config = Config { hosts: Hosts::default(), limits: Limits::default(), ..Config::default() };
//! let relay = tokio::spawn(run(listener, config, async { let _ = stopped.await; }));
//!
//! let mut somebody = TcpStream::connect(address).await?;
//! somebody.write_all(b"GET /healthz HTTP/1.0\r\n\r\n").await?;
//! let mut answer = String::new();
//! somebody.read_to_string(&mut answer).await?;
//! assert!(answer.starts_with("HTTP/1.0 200 OK") && answer.ends_with("ok"));
//!
//! stop.send(()).ok();
//! relay.await??;
//! # Ok(()) }
//! ```
//!
//! Read in this order: `rooms.rs` and its two folders (the rules, without a socket), `attach.rs` (who may see a queue),
//! `conversation.rs` (what one message does), `outbox.rs` (how bytes leave), `socket.rs` (one connection), this file
//! (accepting and stopping), then `http.rs`, `headers.rs`, `assets.rs` (pages), `drain.rs`, `visitors.rs`, `proxies.rs`, `pace.rs`, `counters.rs`,
//! `lookout.rs`, `limits.rs`.
//! The program around it, with its configuration and TLS, is the package in `server/`: it never sees a frame.

mod assets;
pub mod attach;
pub mod backplane;
mod buckets;
pub mod codec;
mod conversation;
mod counters;
mod drain;
mod headers;
mod http;
mod limits;
mod line;
mod lookout;
mod outbox;
mod pace;
mod proxies;
mod relay;
pub mod rooms;
mod socket;
mod visitors;

use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::Instant;

pub use assets::{Assets, AssetsError};
pub use attach::{BadHost, Hosts};
pub use limits::{LimitTooLow, Limits, RoomLimits};
pub use line::{Door, Line, Opening};
pub use proxies::{BadNetwork, Network, Proxies};

use http::Forwarded;
use relay::Relay;
use rooms::Counts;
use visitors::Visit;

/// What a relay is told at start.
#[derive(Default)]
pub struct Config {
    /// By which names it may be called.
    pub hosts: Hosts,
    /// What it serves beside the WebSocket.
    pub assets: Assets,
    /// What it takes on.
    pub limits: Limits,
    /// The sites whose pages may open a WebSocket here, checked before the 101; none means that the manifests of the
    /// desks decide alone.
    pub origins: Vec<String>,
    /// The proxies whose word about an address counts.
    pub proxies: Proxies,
    /// Where this relay stands, in the words of the manifests. Announced, and compared with what consoles show.
    pub region: Option<String>,
    /// Where clients are sent when this relay is drained, `wss://…`; without it they come back to the same name.
    pub elsewhere: Option<String>,
    /// What opens each connection first: TLS, for example.
    pub door: Option<Arc<dyn Door>>,
    /// For `/metrics`, `/healthz` and `/readyz`.
    pub metrics: Option<TcpListener>,
    /// The way to other relays; `None` for a relay alone.
    pub backplane: Option<backplane::Plug>,
}

/// How long to wait when the system has no file descriptor left; those who come meanwhile wait in the backlog.
const OUT_OF_DESCRIPTORS: Duration = Duration::from_millis(20);
/// How often the log says how many are there.
const COUNT_EVERY: Duration = Duration::from_secs(300);
/// Who speaks for nobody.
const LOCAL: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
const CROWDED: &[u8] =
    b"HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\nretry-after: 60\r\nconnection: close\r\n\r\n";
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nretry-after: 5\r\nconnection: close\r\n\r\n";

/// Serves until `shutdown` is ready, then drains (`drain.rs`) and returns when everybody is gone, or when the time for
/// farewells is over.
pub async fn run(
    listener: TcpListener,
    mut config: Config,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<(), RunError> {
    let metrics = config.metrics.take();
    let (backplane, heard) = config.backplane.take().map(backplane::Backplane::new).unzip();
    let mut relay = Relay::new(config)?;
    relay.backplane = backplane;
    let relay = Arc::new(relay);
    let listening = heard.map(|heard| tokio::spawn(backplane::listen(Arc::downgrade(&relay), heard)));
    let _watching = metrics.map(|listener| AbortOnDrop(tokio::spawn(lookout::serve(relay.clone(), listener))));
    let permits = u32::try_from(relay.limits.connections).unwrap_or(u32::MAX);
    let house = House {
        router: http::router(relay.clone()),
        places: Arc::new(Semaphore::new(permits as usize)),
        stop: watch::channel(()).0,
        relay,
        listener,
    };
    house.welcome(shutdown).await;
    tracing::info!("draining");
    // Whoever sends newcomers here is told first, and they are still let in until that has been seen.
    house.relay.drain();
    house.welcome(tokio::time::sleep(house.relay.limits.notice_time)).await;
    let House {
        relay,
        places,
        stop,
        listener,
        ..
    } = house;
    drop(listener);
    stop.send_replace(());
    drain::drain(&relay).await;
    // Before the goodbye: a beat after it would sound like coming back.
    if let Some(listening) = listening {
        listening.abort();
    }
    relay.say_bye();
    let everybody = places.acquire_many(permits);
    let patience = relay.limits.farewell_time + Duration::from_secs(1);
    let in_time = tokio::time::timeout(patience, everybody).await.is_ok();
    tracing::info!(in_time, "stopped");
    Ok(())
}

struct AbortOnDrop(tokio::task::JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The open door of a relay.
struct House {
    relay: Arc<Relay>,
    router: Router,
    listener: TcpListener,
    places: Arc<Semaphore>,
    /// Ends connections that are no WebSockets.
    stop: watch::Sender<()>,
}

impl House {
    /// Lets people in until `enough` is ready.
    async fn welcome(&self, enough: impl Future<Output = ()> + Send) {
        let mut count = tokio::time::interval(COUNT_EVERY);
        tokio::pin!(enough);
        loop {
            let accepted = tokio::select! {
                biased;
                () = &mut enough => return,
                accepted = self.listener.accept() => accepted,
                _ = count.tick() => {
                    let open = self.relay.limits.connections.saturating_sub(self.places.available_permits());
                    let Counts { rooms, waiting, desks, .. } = self.relay.rooms().counts();
                    tracing::info!(connections = open, rooms, waiting, desks, "open");
                    continue;
                }
            };
            let Ok((stream, from)) = accepted else {
                tokio::time::sleep(OUT_OF_DESCRIPTORS).await;
                continue;
            };
            self.relay.counters.accepted.one();
            let Ok(place) = self.places.clone().try_acquire_owned() else {
                self.relay.counters.full.one();
                let _ = stream.try_write(FULL);
                continue;
            };
            let guest = Guest {
                relay: self.relay.clone(),
                router: self.router.clone(),
                place,
            };
            tokio::spawn(guest.serve(stream, from.ip(), self.stop.subscribe()));
        }
    }
}

struct Guest {
    relay: Arc<Relay>,
    router: Router,
    /// Held until the connection is over.
    place: OwnedSemaphorePermit,
}

impl Guest {
    async fn serve(self, stream: TcpStream, from: IpAddr, mut stopping: watch::Receiver<()>) {
        let Self { relay, router, place } = self;
        // Frames are small and are flushed when they are whole; waiting for more would only make them late.
        let _ = stream.set_nodelay(true);
        // Boxed, so that the thousands who are long past this do not carry its state.
        let pages = Box::pin(async {
            tokio::select! {
                upgraded = enter(&relay, router, stream, from) => upgraded,
                _ = stopping.changed() => None,
            }
        });
        let upgraded = pages.await;
        drop(stopping);
        if let Some(upgraded) = upgraded {
            socket::serve(relay, upgraded).await;
        }
        drop(place);
    }
}

/// From an accepted connection to a WebSocket: who it is for the caps, then the door, then HTTP. The address goes no
/// further than this.
async fn enter(relay: &Relay, router: Router, mut stream: TcpStream, mut from: IpAddr) -> Option<http::Upgraded> {
    let forwarded = match relay.proxies.trusts(from) && !relay.proxies.protocol {
        true => Forwarded::ByHeader,
        false => Forwarded::Direct,
    };
    let opening = async {
        if relay.proxies.protocol && relay.proxies.trusts(from) {
            // Nothing else counts then: a proxy that speaks for itself asks for nobody.
            from = proxies::read_header(&mut stream).await.ok()?.unwrap_or(LOCAL);
        }
        // Whom a header speaks for is known when the header is there.
        let arrived = match forwarded {
            Forwarded::ByHeader => Ok(Visit::UNCOUNTED),
            Forwarded::Direct => relay.arrive(from),
        };
        let Ok(visit) = arrived else {
            if relay.door.is_none() {
                let _ = stream.try_write(CROWDED);
            }
            return None;
        };
        let stream = match &relay.door {
            None => line::Stream::Plain(stream),
            Some(door) => line::Stream::Sealed(door.open(stream).await.ok()?),
        };
        Some((stream, visit))
    };
    let started = Instant::now();
    let opened = tokio::time::timeout(relay.limits.header_time, opening)
        .await
        .ok()
        .flatten();
    let Some((stream, visit)) = opened else {
        relay.counters.unopened.one();
        return None;
    };
    // What the door took is not given a second time, but for what a request needs: 8 and 2 are the 10 s in which
    // whoever holds a connection without using it is gone.
    let left = relay.limits.header_time.saturating_sub(started.elapsed());
    let header_time = left.max(relay.limits.header_time / 4);
    let entrance = http::Entrance {
        visit,
        forwarded,
        header_time,
    };
    http::serve(relay, router, stream, entrance).await
}

/// Zeroes that are really written: without the black box, writing to memory that nobody reads again would be left out.
pub(crate) fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    std::hint::black_box(bytes);
}

/// Like `reserve_exact`, but leaves no copy behind in memory that is given back.
pub(crate) fn make_room(bytes: &mut Vec<u8>, more: usize) {
    let wanted = bytes.len() + more;
    if wanted > bytes.capacity() {
        let mut larger = Vec::with_capacity(wanted);
        larger.extend_from_slice(bytes);
        wipe(bytes);
        *bytes = larger;
    }
}

/// Room for more, and twice as much as before if that is not enough: what comes piece by piece is not copied at each.
pub(crate) fn grow(bytes: &mut Vec<u8>, more: usize) {
    if bytes.len() + more > bytes.capacity() {
        make_room(bytes, more.max(2 * bytes.capacity() - bytes.len()));
    }
}

/// Why a relay does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunError {
    /// It could not work under these limits.
    Limits(LimitTooLow),
    /// Its public names make no header.
    Hosts,
}

impl std::fmt::Display for RunError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Limits(limit) => limit.fmt(f),
            Self::Hosts => BadHost.fmt(f),
        }
    }
}

impl std::error::Error for RunError {}
