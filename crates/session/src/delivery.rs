//! Nothing lost, nothing doubled, nothing out of order, and no doubt about it (PROTOCOL.md, "Delivery").
//!
//! Each direction counts its messages from 1 and runs a hash over them. The sender keeps a message until the peer's
//! acknowledgement covers it and sends it again after a reconnect or a silence; the relay stores nothing. The receiver
//! delivers in order, drops what it has, and compares the hashes: two ends that agree on a number and not on what was
//! said before it know so at once.

use alloc::{
    collections::{BTreeMap, VecDeque},
    vec::Vec,
};
use core::fmt;

use zeroize::Zeroizing;

use crate::{
    Millis,
    envelope::{Envelope, Running},
    kdf::{Label, hash},
    kept::kept,
    ratchet::Pace,
};

/// Messages sent and not yet acknowledged at one time: a long queue after a long absence goes out in portions,
/// below the ratchet's [`crate::ratchet::MAX_SKIP`] and the relay's rate limit.
const WINDOW: usize = 32;
/// Messages that wait for acknowledgement or for the network. At one a second, more than eight minutes of typing
/// into nothing.
const MAX_WAITING: usize = 512;
/// How far in front of the next message one may be and still be kept; so no more than this are kept.
const MAX_EARLY: u64 = 2 * WINDOW as u64;
/// First silence after which unacknowledged messages are sent again; doubles up to [`SLOWEST_RESEND`].
const FIRST_RESEND: Millis = 3_000;
const SLOWEST_RESEND: Millis = 30_000;

/// The two ends do not agree on what was said, or the peer breaks the rules of counting. The chat cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fork {
    /// The same number, another history.
    History,
    /// An acknowledgement of something never sent.
    Acknowledgement,
}

/// The queue of unacknowledged messages is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Full;

/// What an envelope changed.
#[derive(Default)]
pub(crate) struct Arrival {
    /// Contents now due, in order, with their numbers; unnumbered ones have 0.
    pub(crate) contents: Vec<(u64, Zeroizing<Vec<u8>>)>,
    /// New highest acknowledged number of ours.
    pub(crate) delivered: Option<u64>,
    /// New highest number of ours that the peer has read.
    pub(crate) read: Option<u64>,
}

#[cfg_attr(test, derive(Clone))]
struct Waiting {
    number: u64,
    hash: Running,
    content: Zeroizing<Vec<u8>>,
    in_flight: bool,
}

/// The counters of the newest envelope of the peer; none of them ever falls.
#[derive(Default)]
pub(crate) struct Said {
    position: (u32, u32),
    latest: u64,
    ack: u64,
    read: u64,
}

/// One end's books of both directions.
#[cfg_attr(test, derive(Clone))]
pub(crate) struct Delivery {
    sent: u64,
    sent_hash: Running,
    acked: u64,
    acked_hash: Running,
    waiting: VecDeque<Waiting>,
    resend_after: Millis,
    resend_at: Option<Millis>,
    /// The oldest unacknowledged message went out again alone, to find out whether anybody hears.
    probing: bool,

    received: u64,
    received_hash: Running,
    peer_latest: u64,
    /// What the peer said last, in its own order.
    said: Said,
    early: BTreeMap<u64, (Running, Zeroizing<Vec<u8>>)>,

    read: u64,
    peer_read: u64,
    state_due: bool,
}

/// The two ends of a channel; each hashes its own direction from its own start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Customer,
    Technician,
}

kept!(Waiting {
    number,
    hash,
    content,
    in_flight,
});
kept!(Said {
    position,
    latest,
    ack,
    read,
});
kept!(Delivery {
    sent,
    sent_hash,
    acked,
    acked_hash,
    waiting,
    resend_after,
    resend_at,
    probing,
    received,
    received_hash,
    peer_latest,
    said,
    early,
    read,
    peer_read,
    state_due,
});

impl Delivery {
    pub(crate) fn new(session: &[u8; 32], end: End) -> Self {
        let (ours, theirs) = match end {
            End::Customer => (0, 1),
            End::Technician => (1, 0),
        };
        let (sent_hash, received_hash) = (first_hash(session, ours), first_hash(session, theirs));
        Self {
            sent: 0,
            sent_hash,
            acked: 0,
            acked_hash: sent_hash,
            waiting: VecDeque::new(),
            resend_after: FIRST_RESEND,
            resend_at: None,
            probing: false,
            received: 0,
            received_hash,
            peer_latest: 0,
            said: Said::default(),
            early: BTreeMap::new(),
            read: 0,
            peer_read: 0,
            state_due: false,
        }
    }

    /// Takes a content into the books; it leaves with [`Delivery::outgoing`]. Gives its number.
    pub(crate) fn queue(&mut self, content: Zeroizing<Vec<u8>>) -> Result<u64, Full> {
        if self.full() {
            return Err(Full);
        }
        self.sent += 1;
        self.sent_hash = next_hash(&self.sent_hash, self.sent, &content);
        self.waiting.push_back(Waiting {
            number: self.sent,
            hash: self.sent_hash,
            content,
            in_flight: false,
        });
        Ok(self.sent)
    }

    /// [`Delivery::queue`] would refuse.
    pub(crate) fn full(&self) -> bool {
        self.waiting.len() >= MAX_WAITING
    }

    /// What should go out now: queued messages within the window, or else the bare state if the peer should know it.
    pub(crate) fn outgoing(&mut self, now: Millis) -> Vec<(Envelope, Pace)> {
        let mut out = Vec::new();
        for index in 0..self.waiting.len().min(WINDOW) {
            let Some(waiting) = self.waiting.get_mut(index) else {
                break;
            };
            if waiting.in_flight {
                continue;
            }
            waiting.in_flight = true;
            let (number, hash, content) = (waiting.number, waiting.hash, waiting.content.clone());
            out.push((self.envelope(number, hash, Some(content)), Pace::Turn));
        }
        if out.is_empty() && self.state_due {
            out.push((self.envelope(0, self.sent_hash, None), Pace::Keep));
        }
        self.state_due = false;
        if !self.waiting.is_empty() && self.resend_at.is_none() {
            self.resend_at = Some(now.saturating_add(self.resend_after));
        }
        out
    }

    /// An envelope for a content that is not worth keeping.
    pub(crate) fn passing(&self, content: Zeroizing<Vec<u8>>) -> Envelope {
        self.envelope(0, self.sent_hash, Some(content))
    }

    fn envelope(&self, number: u64, hash: Running, content: Option<Zeroizing<Vec<u8>>>) -> Envelope {
        Envelope {
            number,
            latest: self.sent,
            hash,
            ack: self.received,
            seen: self.received_hash,
            read: self.read,
            content,
        }
    }

    /// The way to the peer is open again: everything unacknowledged goes out once more, and the state with it.
    pub(crate) fn resume(&mut self) {
        for waiting in &mut self.waiting {
            waiting.in_flight = false;
        }
        self.resend_after = FIRST_RESEND;
        self.resend_at = None;
        self.probing = false;
        self.state_due = true;
    }

    /// When [`Delivery::tick`] has something to do.
    pub(crate) fn wake(&self) -> Option<Millis> {
        self.resend_at
    }

    /// After a silence that is too long, the oldest unacknowledged message goes out again; the rest follows when it is
    /// acknowledged. All of them each time would, into a connection that is dead and does not look it, burn more of the
    /// ratchet's chain than [`crate::ratchet::MAX_SKIP`] and so make a bad network the end of the chat.
    pub(crate) fn tick(&mut self, now: Millis) {
        if self.resend_at.is_none_or(|at| at > now) {
            return;
        }
        self.resend_at = None;
        self.resend_after = self.resend_after.saturating_mul(2).min(SLOWEST_RESEND);
        self.probing = true;
        if let Some(oldest) = self.waiting.front_mut() {
            oldest.in_flight = false;
        }
    }

    /// The peer's messages up to `upto` have been on screen.
    pub(crate) fn mark_read(&mut self, upto: u64) {
        if upto > self.read && upto <= self.received {
            self.read = upto;
            self.state_due = true;
        }
    }

    /// Messages of the peer that it has sent and we have not got in order.
    pub(crate) fn missing(&self) -> u64 {
        self.peer_latest.saturating_sub(self.received)
    }

    /// Nothing of ours is on its way.
    pub(crate) fn settled(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Looks at an envelope's counters; `position` is the message's place in the order of its sender. Who counts less in
    /// a later message has been put back to an older state: it has forgotten what it said or what it was told.
    pub(crate) fn goes_forward(&mut self, position: (u32, u32), envelope: &Envelope) -> Result<(), Fork> {
        let Said { latest, ack, read, .. } = self.said;
        if position <= self.said.position {
            return Ok(());
        }
        if envelope.latest < latest || envelope.ack < ack || envelope.read < read {
            return Err(Fork::History);
        }
        self.said = Said {
            position,
            latest: envelope.latest,
            ack: envelope.ack,
            read: envelope.read,
        };
        Ok(())
    }

    /// Takes a genuine envelope of the peer.
    pub(crate) fn arrived(&mut self, envelope: Envelope) -> Result<Arrival, Fork> {
        let mut arrival = Arrival::default();
        self.acknowledged(&envelope, &mut arrival)?;

        // The number that the envelope's hash belongs to.
        let at = if envelope.number == 0 {
            envelope.latest
        } else {
            envelope.number
        };
        if at == self.received && envelope.hash != self.received_hash {
            return Err(Fork::History);
        }
        self.peer_latest = self.peer_latest.max(envelope.latest).max(envelope.number);
        match envelope.content {
            Some(content) if envelope.number == 0 => arrival.contents.push((0, content)),
            Some(content) => self.numbered(envelope.number, envelope.hash, content, &mut arrival)?,
            None => {}
        }
        Ok(arrival)
    }

    fn acknowledged(&mut self, envelope: &Envelope, arrival: &mut Arrival) -> Result<(), Fork> {
        if envelope.ack > self.sent || envelope.read > self.sent {
            return Err(Fork::Acknowledgement);
        }
        if envelope.ack == self.acked && envelope.seen != self.acked_hash {
            return Err(Fork::History);
        }
        if envelope.ack > self.acked {
            let hash = self
                .waiting
                .iter()
                .find(|waiting| waiting.number == envelope.ack)
                .map(|waiting| waiting.hash);
            if hash != Some(envelope.seen) {
                return Err(Fork::History);
            }
            self.waiting.retain(|waiting| waiting.number > envelope.ack);
            self.acked = envelope.ack;
            self.acked_hash = envelope.seen;
            self.resend_after = FIRST_RESEND;
            self.resend_at = None;
            if core::mem::take(&mut self.probing) {
                for waiting in &mut self.waiting {
                    waiting.in_flight = false;
                }
            }
            arrival.delivered = Some(self.acked);
        }
        if envelope.read > self.peer_read {
            self.peer_read = envelope.read;
            arrival.read = Some(self.peer_read);
        }
        Ok(())
    }

    fn numbered(
        &mut self,
        number: u64,
        hash: Running,
        content: Zeroizing<Vec<u8>>,
        arrival: &mut Arrival,
    ) -> Result<(), Fork> {
        // Whatever it is, the peer waits for an acknowledgement.
        self.state_due = true;
        if number <= self.received {
            return Ok(());
        }
        if number > self.received + 1 {
            if number - self.received <= MAX_EARLY {
                self.early.entry(number).or_insert((hash, content));
            }
            return Ok(());
        }
        self.deliver(number, hash, content, arrival)?;
        while let Some((hash, content)) = self.early.remove(&(self.received + 1)) {
            self.deliver(self.received + 1, hash, content, arrival)?;
        }
        Ok(())
    }

    fn deliver(
        &mut self,
        number: u64,
        hash: Running,
        content: Zeroizing<Vec<u8>>,
        arrival: &mut Arrival,
    ) -> Result<(), Fork> {
        let expected = next_hash(&self.received_hash, number, &content);
        if expected != hash {
            return Err(Fork::History);
        }
        self.received = number;
        self.received_hash = expected;
        arrival.contents.push((number, content));
        Ok(())
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("sent", &self.sent)
            .field("acked", &self.acked)
            .field("received", &self.received)
            .field("missing", &self.missing())
            .finish_non_exhaustive()
    }
}

fn first_hash(session: &[u8; 32], direction: u8) -> Running {
    short(hash(&[
        Label::Delivery.as_str().as_bytes(),
        &[0],
        session,
        &[direction],
    ]))
}

fn next_hash(last: &Running, number: u64, content: &[u8]) -> Running {
    short(hash(&[last, &number.to_be_bytes(), content]))
}

fn short(long: [u8; 32]) -> Running {
    let mut out = [0; 16];
    out.copy_from_slice(&long[..16]);
    out
}

#[cfg(test)]
mod tests;
