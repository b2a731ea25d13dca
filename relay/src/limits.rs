//! Every number of the relay in one place, with its arithmetic; each is a key under `[limits]` in the configuration file.
//!
//! Worst case in memory with the defaults: 10,000 idle connections hold about 35 MiB (3.5 KiB each); what waits to be
//! written is capped by `queued-total-bytes` (256 MiB); manifests by 1,024 x 34 KiB = 34 MiB; hellos of waiting
//! customers by `waiting-total` x 4 KiB = 32 MiB.

use std::time::Duration;

use hushwire_wire::MAX_FRAME;
use serde::{Deserialize, Deserializer};

/// What one relay takes on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// Open connections, whatever they do. The one over it is answered 503 and closed.
    pub connections: usize,
    /// From accepting a connection to the end of its first request's headers, and again from request to request.
    /// Whoever dribbles is gone within 10 s.
    #[serde(rename = "header-seconds", deserialize_with = "seconds")]
    pub header_time: Duration,
    /// The whole life of a connection that asks for pages: 1 MiB in 60 s is 17 KiB/s, a bad mobile line.
    #[serde(rename = "page-seconds", deserialize_with = "seconds")]
    pub page_time: Duration,
    /// How often a silent socket is pinged. One that has said nothing for two of these, pongs included, is closed.
    #[serde(rename = "ping-seconds", deserialize_with = "seconds")]
    pub ping_every: Duration,
    /// How long a socket may sit in no room and at no desk.
    #[serde(rename = "idle-seconds", deserialize_with = "seconds")]
    pub idle_time: Duration,
    /// How long a message may take from its first byte to its last: 64 KiB in 8 s is 8 KiB/s. Whoever
    /// holds half a message is gone within 10 s.
    #[serde(rename = "message-seconds", deserialize_with = "seconds")]
    pub message_time: Duration,
    /// How long a socket that is being closed may take to read what waits for it. Slow readers are gone within 5 s.
    #[serde(rename = "farewell-seconds", deserialize_with = "seconds")]
    pub farewell_time: Duration,
    /// How long newcomers are still let in after readiness has gone from `/readyz`: what a load balancer needs to see it.
    #[serde(rename = "notice-seconds", deserialize_with = "seconds")]
    pub notice_time: Duration,
    /// Over how long everybody is told to go when the relay stops: 10,000 in 5 s are 2,000 handshakes a second for the
    /// others. A hundred are told at once.
    #[serde(rename = "drain-seconds", deserialize_with = "seconds")]
    pub drain_time: Duration,
    /// Connections at a time from one address (an IPv4 address or an IPv6 /64), those of this machine excepted: a large
    /// office behind one address, ten times over. The one over it is answered 429.
    pub connections_per_address: usize,
    /// What may wait to be written to one socket: four full frames. One byte more closes it as too slow.
    pub queued_bytes: usize,
    /// What may wait for all sockets together: a thousand full queues. Over it, whoever has something waiting is slow.
    pub queued_total_bytes: usize,
    /// Frames a second from one connection, averaged: at about 1 us each, 4 % of a core. A faster sender is read more
    /// slowly, so TCP holds it back and nothing is lost.
    pub frames_per_second: u32,
    /// Bytes a second from one connection, averaged: 16 MiB/s is a file over a good line. Held back the same way.
    pub bytes_per_second: u32,
    /// Knocks and looks a minute from one connection. A customer needs two.
    pub knocks_per_minute: u32,
    /// Knocks a minute from one address, over all its connections, those that are gone included.
    pub knocks_per_minute_of_address: u32,
    /// Knocks a minute at one desk: twenty for each of a hundred technicians, more than people can answer. Over it, who
    /// knocks is refused for now; who waits or talks notices nothing.
    pub knocks_per_minute_of_desk: u32,
    /// Knocks at an invite a minute from one connection. Each is a guess at a PIN; a customer needs one, and mistypes.
    pub tries_per_minute: u32,
    /// The same from one address.
    pub tries_per_minute_of_address: u32,
    /// The same at one desk. Every try burns an invite, so more than this only burns more.
    pub tries_per_minute_of_desk: u32,
    /// Joins, claims and leaves a minute at one desk: all its consoles come back at once after a restart.
    pub joins_per_minute_of_desk: u32,
    /// Frames a second of one desk's customers and consoles together: what half a core forwards, so that no desk starves
    /// the others. Held back like those of one connection.
    pub frames_per_second_of_desk: u32,
    /// Bytes a second of one desk, held back the same way.
    pub bytes_per_second_of_desk: u32,
    /// Joins, claims and leaves a minute from one connection. A console that comes back with 16 rooms needs 16.
    pub joins_per_minute: u32,
    /// Attempts to attach a minute from one connection: each costs three signature checks, about 0.2 ms.
    pub attaches_per_minute: u32,
    /// Refusals a minute to one connection. One that collects more is broken or probing, and is closed.
    pub refusals_per_minute: u32,
    /// Rooms that one socket may be in: a busy technician has four to eight chats.
    pub rooms_per_socket: usize,
    /// Members of a room: a customer and up to seven colleagues.
    pub members_per_room: usize,
    /// Customers that may wait for one desk.
    pub waiting_per_desk: usize,
    /// Customers that may wait for all desks together.
    pub waiting_total: usize,
    /// Consoles attached to one desk.
    pub consoles_per_desk: usize,
    /// Invites that one console may have open.
    pub invites_per_console: usize,
    /// Invites that one desk may have open; of those with a PIN there are 1,000 nameplates.
    pub invites_per_desk: usize,
    /// Invites that all desks may have open, about 10 MiB.
    pub invites_total: usize,
    /// For how long an invite is open at most, whatever the console asks for.
    pub invite_seconds: u32,
    /// Desks that one socket may hear about.
    pub desks_per_socket: usize,
    /// Desks whose manifest is held at a time.
    pub manifests: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 10_000,
            header_time: Duration::from_secs(8),
            page_time: Duration::from_secs(60),
            ping_every: Duration::from_secs(30),
            idle_time: Duration::from_secs(120),
            message_time: Duration::from_secs(8),
            farewell_time: Duration::from_secs(3),
            notice_time: Duration::ZERO,
            drain_time: Duration::from_secs(5),
            connections_per_address: 512,
            queued_bytes: 4 * MAX_FRAME,
            queued_total_bytes: 1_000 * 4 * MAX_FRAME,
            frames_per_second: 40_000,
            bytes_per_second: 16 * 1024 * 1024,
            knocks_per_minute: 20,
            knocks_per_minute_of_address: 120,
            knocks_per_minute_of_desk: 2_000,
            tries_per_minute: 6,
            tries_per_minute_of_address: 30,
            tries_per_minute_of_desk: 120,
            joins_per_minute_of_desk: 60_000,
            frames_per_second_of_desk: 500_000,
            bytes_per_second_of_desk: 512 * 1024 * 1024,
            joins_per_minute: 120,
            attaches_per_minute: 10,
            refusals_per_minute: 240,
            rooms_per_socket: 16,
            members_per_room: 8,
            waiting_per_desk: 500,
            waiting_total: 8_192,
            consoles_per_desk: 200,
            invites_per_console: 64,
            invites_per_desk: 2_000,
            invites_total: 65_536,
            invite_seconds: 86_400,
            desks_per_socket: 4,
            manifests: 1_024,
        }
    }
}

impl Limits {
    /// The part that the rules of rooms and desks go by.
    pub fn rooms(&self) -> RoomLimits {
        RoomLimits {
            rooms_per_socket: self.rooms_per_socket,
            members_per_room: self.members_per_room,
            waiting_per_desk: self.waiting_per_desk,
            waiting_total: self.waiting_total,
            consoles_per_desk: self.consoles_per_desk,
            invites_per_console: self.invites_per_console,
            invites_per_desk: self.invites_per_desk,
            invites_total: self.invites_total,
            invite_seconds: self.invite_seconds,
            desks_per_socket: self.desks_per_socket,
            manifests: self.manifests,
        }
    }

    /// Limits under which the relay could not work are a mistake; this names the first key that is one.
    pub fn check(&self) -> Result<(), LimitTooLow> {
        let counts = [
            ("connections", self.connections, 1),
            ("queued-bytes", self.queued_bytes, MAX_FRAME + 16),
            ("queued-total-bytes", self.queued_total_bytes, self.queued_bytes),
            ("frames-per-second", self.frames_per_second as usize, 1),
            ("bytes-per-second", self.bytes_per_second as usize, MAX_FRAME),
            ("knocks-per-minute", self.knocks_per_minute as usize, 1),
            ("joins-per-minute", self.joins_per_minute as usize, 1),
            ("connections-per-address", self.connections_per_address, 1),
            (
                "knocks-per-minute-of-address",
                self.knocks_per_minute_of_address as usize,
                1,
            ),
            ("knocks-per-minute-of-desk", self.knocks_per_minute_of_desk as usize, 1),
            ("tries-per-minute", self.tries_per_minute as usize, 1),
            (
                "tries-per-minute-of-address",
                self.tries_per_minute_of_address as usize,
                1,
            ),
            ("tries-per-minute-of-desk", self.tries_per_minute_of_desk as usize, 1),
            ("joins-per-minute-of-desk", self.joins_per_minute_of_desk as usize, 1),
            ("frames-per-second-of-desk", self.frames_per_second_of_desk as usize, 1),
            (
                "bytes-per-second-of-desk",
                self.bytes_per_second_of_desk as usize,
                MAX_FRAME,
            ),
            ("attaches-per-minute", self.attaches_per_minute as usize, 1),
            ("refusals-per-minute", self.refusals_per_minute as usize, 1),
            ("rooms-per-socket", self.rooms_per_socket, 1),
            ("members-per-room", self.members_per_room, 2),
            ("waiting-per-desk", self.waiting_per_desk, 1),
            ("waiting-total", self.waiting_total, 1),
            ("consoles-per-desk", self.consoles_per_desk, 1),
            ("invites-per-console", self.invites_per_console, 1),
            ("invites-per-desk", self.invites_per_desk, 1),
            ("invites-total", self.invites_total, 1),
            ("invite-seconds", self.invite_seconds as usize, 1),
            ("desks-per-socket", self.desks_per_socket, 1),
            ("manifests", self.manifests, 1),
        ];
        let times = [
            ("header-seconds", self.header_time),
            ("page-seconds", self.page_time),
            ("ping-seconds", self.ping_every),
            ("idle-seconds", self.idle_time),
            ("message-seconds", self.message_time),
            ("farewell-seconds", self.farewell_time),
        ];
        let low = counts.into_iter().find(|(_, value, least)| value < least);
        if let Some((key, _, least)) = low {
            return Err(LimitTooLow { key, least });
        }
        match times.into_iter().find(|(_, time)| time.is_zero()) {
            Some((key, _)) => Err(LimitTooLow { key, least: 1 }),
            None => Ok(()),
        }
    }
}

/// What the rules of rooms and desks allow; see [`Limits`] for each.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct RoomLimits {
    pub rooms_per_socket: usize,
    pub members_per_room: usize,
    pub waiting_per_desk: usize,
    pub waiting_total: usize,
    pub consoles_per_desk: usize,
    pub invites_per_console: usize,
    pub invites_per_desk: usize,
    pub invites_total: usize,
    pub invite_seconds: u32,
    pub desks_per_socket: usize,
    pub manifests: usize,
}

/// A limit under which the relay could not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitTooLow {
    /// Its key in the configuration file.
    pub key: &'static str,
    /// The least it may be.
    pub least: usize,
}

impl std::fmt::Display for LimitTooLow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "limits: {} must be at least {}", self.key, self.least)
    }
}

impl std::error::Error for LimitTooLow {}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    u32::deserialize(deserializer).map(|seconds| Duration::from_secs(seconds.into()))
}
