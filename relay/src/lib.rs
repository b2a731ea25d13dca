//! The tiny server: forwards ciphertext between members of a room and forgets it.
//!
//! It knows desks by fingerprint, rooms and members by random ids, and frames by their size. It refuses to know more:
//! what a frame holds is bytes to it, it writes no file after start, and it logs counts and codes, never an address, a
//! room, a member or a fingerprint. It cannot decrypt: neither this crate nor anything it depends on holds a cipher or
//! a key agreement, and a test of the workspace keeps it that way.
//!
//! ```
//! use hushwire_relay::{Assets, Config, Hosts, Limits, run};
//! use tokio::{io::{AsyncReadExt, AsyncWriteExt}, net::{TcpListener, TcpStream}, sync::oneshot};
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // The caller owns the socket and the signal.
//! let listener = TcpListener::bind("127.0.0.1:0").await?;
//! let address = listener.local_addr()?;
//! let (stop, stopped) = oneshot::channel::<()>();
//! let config = Config { hosts: Hosts::default(), assets: Assets::default(), limits: Limits::default() };
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
//! (accepting and stopping), then `http.rs`, `headers.rs`, `assets.rs` (pages), `limits.rs`.
//! The program around it, with its configuration and TLS, is the package in `server/`: it never sees a frame.

mod assets;
pub mod attach;
mod buckets;
mod conversation;
mod headers;
mod http;
mod limits;
mod outbox;
mod relay;
pub mod rooms;
mod socket;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

pub use assets::{Assets, AssetsError};
pub use attach::{BadHost, Hosts};
pub use limits::{LimitTooLow, Limits, RoomLimits};

use relay::Relay;
use rooms::Counts;

/// What a relay is told at start.
#[derive(Default)]
pub struct Config {
    /// By which names it may be called.
    pub hosts: Hosts,
    /// What it serves beside the WebSocket.
    pub assets: Assets,
    /// What it takes on.
    pub limits: Limits,
}

/// How long to wait when the system has no file descriptor left; those who come meanwhile wait in the backlog.
const OUT_OF_DESCRIPTORS: Duration = Duration::from_millis(20);
/// How often the log says how many are there.
const COUNT_EVERY: Duration = Duration::from_secs(300);
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nretry-after: 5\r\nconnection: close\r\n\r\n";

/// Serves until `shutdown` is ready; then closes every socket with 1001 and returns when they are gone, or when the
/// time for farewells is over.
pub async fn run(
    listener: TcpListener,
    config: Config,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<(), RunError> {
    let relay = Arc::new(Relay::new(config)?);
    let router = http::router(relay.clone());
    let permits = u32::try_from(relay.limits.connections).unwrap_or(u32::MAX);
    let places = Arc::new(Semaphore::new(permits as usize));
    let (stop, stopping) = watch::channel(());
    let mut count = tokio::time::interval(COUNT_EVERY);
    tokio::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut shutdown => break,
            accepted = listener.accept() => accepted,
            _ = count.tick() => {
                let open = permits as usize - places.available_permits();
                let Counts { rooms, waiting, desks, .. } = relay.rooms().counts();
                tracing::info!(connections = open, rooms, waiting, desks, "open");
                continue;
            }
        };
        // The address is dropped here and nowhere kept.
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(OUT_OF_DESCRIPTORS).await;
            continue;
        };
        match places.clone().try_acquire_owned() {
            Ok(place) => {
                let guest = Guest {
                    relay: relay.clone(),
                    router: router.clone(),
                    place,
                };
                tokio::spawn(guest.serve(stream, stopping.clone()));
            }
            Err(_) => {
                tracing::warn!(connections = permits, "full");
                let _ = stream.try_write(FULL);
            }
        }
    }
    drop(listener);
    relay.stop();
    drop(stopping);
    stop.send_replace(());
    let everybody = places.acquire_many(permits);
    let patience = relay.limits.farewell_time + Duration::from_secs(1);
    let in_time = tokio::time::timeout(patience, everybody).await.is_ok();
    tracing::info!(in_time, "stopped");
    Ok(())
}

struct Guest {
    relay: Arc<Relay>,
    router: Router,
    /// Held until the connection is over.
    place: OwnedSemaphorePermit,
}

impl Guest {
    async fn serve(self, stream: TcpStream, mut stopping: watch::Receiver<()>) {
        let Self { relay, router, place } = self;
        // Frames are small and are flushed when they are whole; waiting for more would only make them late.
        let _ = stream.set_nodelay(true);
        // Boxed, so that the thousands who are long past this do not carry its state.
        let pages = Box::pin(async {
            tokio::select! {
                upgraded = http::serve(&relay, router, stream) => upgraded,
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
