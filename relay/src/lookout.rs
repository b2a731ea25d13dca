//! The listener for the operator's own eyes: `/metrics`, `/healthz`, `/readyz`, on an address of its own, so that what
//! is counted is not on the open internet by accident.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::OUT_OF_DESCRIPTORS;
use crate::assets::plain;
use crate::counters::metrics;
use crate::relay::Relay;

/// A scraper and a few people; whoever comes while they all are there waits in the backlog.
const MOST: usize = 32;

/// Health and readiness, which the main listener answers as well.
pub(crate) fn health() -> Router<Arc<Relay>> {
    Router::new()
        .route("/healthz", get(|| async { plain(StatusCode::OK, "ok") }))
        .route("/readyz", get(ready))
}

/// Answers until it is dropped.
pub(crate) async fn serve(relay: Arc<Relay>, listener: TcpListener) {
    let limits = relay.limits.clone();
    let router = health().route("/metrics", get(read)).with_state(relay);
    let places = Arc::new(Semaphore::new(MOST));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else {
            return;
        };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(OUT_OF_DESCRIPTORS).await;
            continue;
        };
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_time)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router.clone()));
        let page_time = limits.page_time;
        tokio::spawn(async move {
            let _ = tokio::time::timeout(page_time, connection).await;
            drop(place);
        });
    }
}

async fn ready(State(relay): State<Arc<Relay>>) -> Response {
    if relay.is_ready() {
        plain(StatusCode::OK, "ready")
    } else {
        plain(StatusCode::SERVICE_UNAVAILABLE, "draining")
    }
}

async fn read(State(relay): State<Arc<Relay>>) -> Response {
    let mut response = Response::new(metrics(&relay).into());
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}
