//! What the operator may count: how many, how often, how much. Never who: no label names a desk, a room or an address.
//!
//! Connections count for themselves and add up once in a wake-up, so that counting costs a forwarded frame nothing.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use hushwire_wire::{CloseCode, Refusal};

use crate::relay::Relay;
use crate::rooms::Counts;

/// One number that only grows.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn one(&self) {
        self.many(1);
    }

    pub(crate) fn many(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    fn read(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// All that only grow.
#[derive(Debug)]
pub(crate) struct Counters {
    pub(crate) accepted: Counter,
    /// Turned away because the relay is full.
    pub(crate) full: Counter,
    /// Turned away because so many come from one address.
    pub(crate) crowded: Counter,
    /// Turned away because of the page they come from.
    pub(crate) strangers: Counter,
    /// Gone before TLS or the PROXY header was through.
    pub(crate) unopened: Counter,
    pub(crate) sockets: Counter,
    pub(crate) messages: Counter,
    pub(crate) bytes: Counter,
    pub(crate) forwarded: Counter,
    pub(crate) paused: Counter,
    refusals: Vec<Counter>,
    closes: Vec<Counter>,
}

impl Default for Counters {
    fn default() -> Self {
        let each = |count: usize| std::iter::repeat_with(Counter::default).take(count).collect();
        Self {
            accepted: Counter::default(),
            full: Counter::default(),
            crowded: Counter::default(),
            strangers: Counter::default(),
            unopened: Counter::default(),
            sockets: Counter::default(),
            messages: Counter::default(),
            bytes: Counter::default(),
            forwarded: Counter::default(),
            paused: Counter::default(),
            refusals: each(Refusal::ALL.len()),
            closes: each(CloseCode::ALL.len()),
        }
    }
}

impl Counters {
    pub(crate) fn refused(&self, code: Refusal) {
        let place = Refusal::ALL.iter().position(|known| *known == code);
        if let Some(counter) = place.and_then(|place| self.refusals.get(place)) {
            counter.one();
        }
    }

    pub(crate) fn closed(&self, code: CloseCode) {
        let place = CloseCode::ALL.iter().position(|known| *known == code);
        if let Some(counter) = place.and_then(|place| self.closes.get(place)) {
            counter.one();
        }
    }
}

/// Everything in the text format of Prometheus, version 0.0.4. Each name is there from the first reading on.
pub(crate) fn metrics(relay: &Relay) -> String {
    let Counts {
        sockets,
        rooms,
        waiting,
        desks,
        manifests,
        invites,
    } = relay.rooms().counts();
    let counters = &relay.counters;
    let mut page = Page(String::with_capacity(4096));
    page.gauge("ready", "1 while new connections are welcome", relay.is_ready().into());
    page.gauge("uptime_seconds", "Since the relay started", relay.now_ms() / 1000);
    page.gauge("sockets", "Open WebSockets", sockets as u64);
    page.gauge("rooms", "Rooms with a member", rooms as u64);
    page.gauge("waiting", "Rooms that nobody has claimed yet", waiting as u64);
    page.gauge(
        "desks",
        "Desks that somebody looks at, waits for or works at",
        desks as u64,
    );
    page.gauge("manifests", "Desks whose manifest is held", manifests as u64);
    page.gauge("invites", "Invites that are open", invites as u64);
    page.gauge(
        "queued_bytes",
        "Bytes that the kernel has not taken yet",
        relay.budget.used() as u64,
    );
    for (name, about, counter) in [
        ("connections", "Connections accepted", &counters.accepted),
        (
            "turned_away_full",
            "Connections over the limit of the relay",
            &counters.full,
        ),
        (
            "turned_away_crowded",
            "Connections over the limit of an address",
            &counters.crowded,
        ),
        (
            "turned_away_origin",
            "WebSockets from pages that are not on the list",
            &counters.strangers,
        ),
        (
            "unopened",
            "Connections that ended before TLS or PROXY header were through",
            &counters.unopened,
        ),
        ("websockets", "WebSockets opened", &counters.sockets),
        ("messages", "Messages from clients", &counters.messages),
        ("received_bytes", "Bytes from clients", &counters.bytes),
        (
            "forwarded",
            "Frames put into outboxes of receivers",
            &counters.forwarded,
        ),
        (
            "paused",
            "How often a client was read more slowly for a while",
            &counters.paused,
        ),
    ] {
        page.head(&format!("{name}_total"), about, "counter");
        page.sample(&format!("{name}_total"), None, counter.read());
    }
    page.head("refusals_total", "What clients were refused, by code", "counter");
    for (code, counter) in Refusal::ALL.iter().zip(&counters.refusals) {
        page.sample("refusals_total", Some(code.word()), counter.read());
    }
    page.head("closes_total", "WebSockets that the relay closed, by code", "counter");
    for (code, counter) in CloseCode::ALL.iter().zip(&counters.closes) {
        page.sample("closes_total", Some(code.word()), counter.read());
    }
    page.0
}

struct Page(String);

impl Page {
    fn gauge(&mut self, name: &str, about: &str, value: u64) {
        self.head(name, about, "gauge");
        self.sample(name, None, value);
    }

    fn head(&mut self, name: &str, about: &str, kind: &str) {
        let _ = writeln!(
            self.0,
            "# HELP hushwire_relay_{name} {about}.\n# TYPE hushwire_relay_{name} {kind}"
        );
    }

    fn sample(&mut self, name: &str, code: Option<&str>, value: u64) {
        let _ = match code {
            Some(code) => writeln!(self.0, "hushwire_relay_{name}{{code=\"{code}\"}} {value}"),
            None => writeln!(self.0, "hushwire_relay_{name} {value}"),
        };
    }
}
