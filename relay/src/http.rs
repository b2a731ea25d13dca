//! What is asked over plain HTTP: pages, health, and the upgrade to a WebSocket.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::any;
use hushwire_wire::{PATH, SUBPROTOCOL};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::assets::plain;
use crate::line::Stream;
use crate::lookout;
use crate::relay::Relay;
use crate::visitors::{Crowded, Visit};

/// A request line and headers: a browser sends about 1 KiB. hyper needs 8 KiB at least.
const MOST_HEADER_BYTES: usize = 16 * 1024;
/// The longest origin that can be in a manifest is shorter; a longer one is as good as unknown.
const MOST_ORIGIN: usize = 512;

/// What the upgrade request said about the caller. Kept for the life of the socket, never logged.
pub(crate) struct Caller {
    pub(crate) host: Option<Box<str>>,
    pub(crate) origin: Option<Box<str>>,
}

/// A connection that is a WebSocket from now on.
pub(crate) struct Upgraded {
    pub(crate) stream: Stream,
    /// What the client sent behind its request without waiting for the answer.
    pub(crate) early: Vec<u8>,
    pub(crate) caller: Caller,
    /// Who it is for the caps.
    pub(crate) visit: Visit,
}

/// What is known of a connection before its first request.
pub(crate) struct Entrance {
    /// Who it is for the caps.
    pub(crate) visit: Visit,
    pub(crate) forwarded: Forwarded,
    /// How long the headers of a request may take.
    pub(crate) header_time: Duration,
}

/// The router, the same for all connections.
pub(crate) fn router(relay: Arc<Relay>) -> Router {
    lookout::health()
        .route(PATH, any(upgrade))
        .fallback(asset)
        .layer(middleware::from_fn_with_state(relay.clone(), cover))
        .with_state(relay)
}

/// Serves one connection until it ends or becomes a WebSocket.
pub(crate) async fn serve(relay: &Relay, router: Router, stream: Stream, entrance: Entrance) -> Option<Upgraded> {
    let Entrance {
        visit,
        forwarded,
        header_time,
    } = entrance;
    let slot = Slot {
        forwarded,
        taken: Arc::default(),
    };
    let doorway = Doorway {
        router: TowerToHyperService::new(router),
        slot: slot.clone(),
    };
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header_time)
        .max_buf_size(MOST_HEADER_BYTES)
        .serve_connection(TokioIo::new(stream), doorway)
        .with_upgrades();
    // A client that breaks HTTP, or is too slow for it, is simply gone.
    tokio::time::timeout(relay.limits.page_time, connection)
        .await
        .ok()?
        .ok()?;
    let Asked {
        caller,
        visit: named,
        upgrade,
    } = slot.take()?;
    let parts = upgrade.await.ok()?.downcast::<TokioIo<Stream>>().ok()?;
    Some(Upgraded {
        stream: parts.io.into_inner(),
        early: parts.read_buf.to_vec(),
        caller,
        visit: named.unwrap_or(visit),
    })
}

async fn asset(State(relay): State<Arc<Relay>>, request: Request) -> Response {
    relay
        .assets
        .answer(request.method(), request.uri().path(), request.headers())
}

/// Puts the default headers on every answer, where the answer itself does not say otherwise.
async fn cover(State(relay): State<Arc<Relay>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in &relay.default_headers {
        if !headers.contains_key(name) {
            headers.insert(name, value.clone());
        }
    }
    response
}

/// RFC 6455, section 4.2: checks the request for a WebSocket that speaks our protocol, and answers it.
async fn upgrade(State(relay): State<Arc<Relay>>, mut request: Request) -> Response {
    if request.method() != Method::GET {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "only GET");
    }
    let headers = request.headers();
    let asked = request.version() >= Version::HTTP_11
        && lists(headers, &header::CONNECTION, "upgrade")
        && lists(headers, &header::UPGRADE, "websocket");
    if !asked || !lists(headers, &header::SEC_WEBSOCKET_VERSION, "13") {
        let mut response = plain(StatusCode::UPGRADE_REQUIRED, "this is a WebSocket, version 13");
        let headers = response.headers_mut();
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        return response;
    }
    let key = headers.get(header::SEC_WEBSOCKET_KEY).map(HeaderValue::as_bytes);
    let Some(key) = key.filter(|key| key.len() == 24 && key.ends_with(b"==")) else {
        return plain(StatusCode::BAD_REQUEST, "the WebSocket key is missing or wrong");
    };
    if !lists(headers, &header::SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL) {
        return plain(StatusCode::BAD_REQUEST, "the WebSocket subprotocol must be hushwire.1");
    }
    let Ok(accept) = HeaderValue::try_from(derive_accept_key(key)) else {
        return plain(StatusCode::BAD_REQUEST, "the WebSocket key is missing or wrong");
    };
    let caller = Caller::of(&request);
    if !relay.welcomes(caller.origin.as_deref()) {
        relay.counters.strangers.one();
        return plain(StatusCode::FORBIDDEN, "this site is not on the relay's list of origins");
    }
    if relay.is_stopping() {
        return later(StatusCode::SERVICE_UNAVAILABLE, "draining");
    }
    let upgrade = hyper::upgrade::on(&mut request);
    let Some(slot) = request.extensions_mut().remove::<Slot>() else {
        return plain(StatusCode::INTERNAL_SERVER_ERROR, "this connection cannot be upgraded");
    };
    let mut visit = None;
    if slot.forwarded == Forwarded::ByHeader
        && let Some(address) = relay.proxies.forwarded_for(request.headers())
    {
        match relay.arrive(address) {
            Ok(arrived) => visit = Some(arrived),
            Err(Crowded) => return later(StatusCode::TOO_MANY_REQUESTS, "so many come from this address already"),
        }
    }
    slot.fill(Asked { caller, visit, upgrade });

    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    headers.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUBPROTOCOL));
    response
}

fn later(status: StatusCode, why: &'static str) -> Response {
    let mut response = plain(status, why);
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

impl Caller {
    fn of(request: &Request) -> Self {
        let headers = request.headers();
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let host = host
            .filter(|host| host.len() <= MOST_ORIGIN)
            .map(|host| host.to_ascii_lowercase().into());
        // An origin that cannot be one is not the same as none: it is on no list.
        let origin = headers.get(header::ORIGIN).map(|origin| {
            origin
                .to_str()
                .ok()
                .filter(|origin| origin.len() <= MOST_ORIGIN)
                .unwrap_or("null")
                .into()
        });
        Self { host, origin }
    }
}

/// True if a header is a list that holds the word.
fn lists(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|item| item.trim().eq_ignore_ascii_case(word))
}

/// Who says for whom a connection speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Forwarded {
    /// Nobody who could know better than the connection itself.
    Direct,
    /// A trusted proxy, in a header of each request.
    ByHeader,
}

/// A request for a WebSocket that was granted.
struct Asked {
    caller: Caller,
    visit: Option<Visit>,
    upgrade: OnUpgrade,
}

/// Where the handler of the upgrade leaves it for the task of the connection, so that one task is enough.
#[derive(Clone)]
struct Slot {
    forwarded: Forwarded,
    taken: Arc<Mutex<Option<Asked>>>,
}

impl Slot {
    fn fill(&self, asked: Asked) {
        *self.taken.lock().unwrap_or_else(PoisonError::into_inner) = Some(asked);
    }

    fn take(&self) -> Option<Asked> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The router as one connection sees it: each request carries the connection's slot.
struct Doorway {
    router: TowerToHyperService<Router>,
    slot: Slot,
}

impl Service<hyper::Request<Incoming>> for Doorway {
    type Response = <TowerToHyperService<Router> as Service<hyper::Request<Incoming>>>::Response;
    type Error = <TowerToHyperService<Router> as Service<hyper::Request<Incoming>>>::Error;
    type Future = <TowerToHyperService<Router> as Service<hyper::Request<Incoming>>>::Future;

    fn call(&self, mut request: hyper::Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(self.slot.clone());
        self.router.call(request)
    }
}
