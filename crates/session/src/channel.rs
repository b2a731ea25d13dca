//! The encrypted pair of two peers: ratchet below, delivery above.

use alloc::vec::Vec;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    Millis, Text,
    delivery::{Delivery, End, Fork, Full},
    envelope::{Content, Envelope},
    kept::kept,
    ratchet::{OpenError, Pace, Ratchet},
    receipt::Tally,
    said::Said,
};

/// First byte of what a relay's `frame` carries. 1 is kept for a hello outside a knock (an invited peer).
pub(crate) mod payload {
    /// A reply to a hello.
    pub(crate) const REPLY: u8 = 2;
    /// A ratchet message.
    pub(crate) const MESSAGE: u8 = 3;
    /// A customer's guess at a PIN or link.
    pub(crate) const GUESS: u8 = 4;
    /// What the technician's end says to it.
    pub(crate) const VERDICT: u8 = 5;
}

/// How long missing messages may be missing before anybody is told: a resend usually brings them first.
const GAP_SHOWN_AFTER: Millis = 4_000;
/// A typing mark goes out at most this often …
const TYPING_AGAIN: Millis = 3_000;
/// … and is forgotten by the other end after this.
const TYPING_LASTS: Millis = 6_000;

/// The chat cannot go on: the two ends cannot be brought to agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The ends disagree on what was said.
    Fork,
    /// More messages were lost than the ratchet can step over.
    Desynchronised,
    /// The peer holds the keys and does not keep to the protocol.
    PeerMisbehaved,
}

impl Fault {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Fork => "fork",
            Self::Desynchronised => "desynchronised",
            Self::PeerMisbehaved => "peer-misbehaved",
        }
    }
}

impl From<Fork> for Fault {
    fn from(fork: Fork) -> Self {
        match fork {
            Fork::History => Self::Fork,
            Fork::Acknowledgement => Self::PeerMisbehaved,
        }
    }
}

/// What a received message, or the passing of time, means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Happening {
    Text {
        id: u64,
        text: Text,
        n: u64,
    },
    Said {
        id: u64,
        said: Said,
    },
    Typing(bool),
    Unknown {
        id: u64,
    },
    /// What the owner of the chat must act on.
    Other {
        id: u64,
        content: Content,
    },
    Delivered(u64),
    Read(u64),
    Gap(u64),
}

pub(crate) struct Channel {
    ratchet: Ratchet,
    delivery: Delivery,
    gap_since: Option<Millis>,
    gap_shown: u64,
    typing_sent: Option<Millis>,
    typing_seen: Option<Millis>,
    /// Names the receipt of this channel.
    id: [u8; 32],
    /// The lists of what was sent and what came.
    pub(crate) sent: Tally,
    pub(crate) came: Tally,
}

kept!(Channel {
    ratchet,
    delivery,
    gap_since,
    gap_shown,
    typing_sent,
    typing_seen,
    id,
    sent,
    came,
});

impl Channel {
    pub(crate) fn new(ratchet: Ratchet, session: &[u8; 32], end: End) -> Self {
        let mut id = [0; 32];
        if let Some(exported) = ratchet.export("hushwire receipt", &[], 32) {
            id.copy_from_slice(&exported);
        }
        let (ours, theirs) = match end {
            End::Customer => (0, 1),
            End::Technician => (1, 0),
        };
        Self {
            ratchet,
            id,
            sent: Tally::new(&id, ours),
            came: Tally::new(&id, theirs),
            delivery: Delivery::new(session, end),
            gap_since: None,
            gap_shown: 0,
            typing_sent: None,
            typing_seen: None,
        }
    }

    /// Takes a content to be delivered for certain. Gives its number.
    pub(crate) fn queue(&mut self, content: &Content) -> Result<u64, Full> {
        self.typing_sent = None;
        let bytes = content.encode();
        if self.delivery.full() {
            return Err(Full);
        }
        self.sent.note(content, &bytes);
        self.delivery.queue(bytes)
    }

    /// No more can be taken.
    pub(crate) fn full(&self) -> bool {
        self.delivery.full()
    }

    /// Messages of the peer that the person was told are missing.
    pub(crate) fn missing(&self) -> u64 {
        self.gap_shown
    }

    /// Names this channel to its two ends, and to nobody else.
    pub(crate) fn id(&self) -> [u8; 32] {
        self.id
    }

    /// A secret for one purpose, which both ends of this channel can make and nobody else.
    pub(crate) fn export(&self, label: &str, context: &[u8], length: usize) -> Option<Zeroizing<Vec<u8>>> {
        self.ratchet.export(label, context, length)
    }

    pub(crate) fn mark_read(&mut self, upto: u64) {
        self.delivery.mark_read(upto);
    }

    /// The way to the peer is open again.
    pub(crate) fn resume(&mut self) {
        self.delivery.resume();
    }

    pub(crate) fn settled(&self) -> bool {
        self.delivery.settled()
    }

    /// Everything that should go out now, sealed.
    pub(crate) fn flush(&mut self, now: Millis, rng: &mut dyn CryptoRng) -> Vec<Vec<u8>> {
        let outgoing = self.delivery.outgoing(now);
        outgoing
            .into_iter()
            .filter_map(|(envelope, pace)| self.seal(&envelope, pace, rng))
            .collect()
    }

    /// A typing mark, unless one went out a moment ago.
    pub(crate) fn typing(&mut self, on: bool, now: Millis, rng: &mut dyn CryptoRng) -> Option<Vec<u8>> {
        let recently = self
            .typing_sent
            .is_some_and(|sent| now.saturating_sub(sent) < TYPING_AGAIN);
        let nothing_new = if on { recently } else { self.typing_sent.is_none() };
        if nothing_new {
            return None;
        }
        self.typing_sent = on.then_some(now);
        self.pass(&Content::Typing(on), rng)
    }

    /// The last words, to a peer whose state may be older than it should be.
    pub(crate) fn pass_last(&mut self, content: &Content, rng: &mut dyn CryptoRng) -> Option<Vec<u8>> {
        self.ratchet.introduce_again();
        self.pass(content, rng)
    }

    /// A content that is said once and not kept.
    pub(crate) fn pass(&mut self, content: &Content, rng: &mut dyn CryptoRng) -> Option<Vec<u8>> {
        let envelope = self.delivery.passing(content.encode());
        self.seal(&envelope, Pace::Keep, rng)
    }

    fn seal(&mut self, envelope: &Envelope, pace: Pace, rng: &mut dyn CryptoRng) -> Option<Vec<u8>> {
        let sealed = self.ratchet.seal(&envelope.encode(), pace, rng)?;
        let mut out = Vec::with_capacity(1 + sealed.len());
        out.push(payload::MESSAGE);
        out.extend_from_slice(&sealed);
        Some(out)
    }

    /// Takes a ratchet message. One that is not genuine changes nothing and means nothing: anybody on the way can
    /// make such bytes, and must not gain anything by it.
    pub(crate) fn receive(&mut self, message: &[u8], now: Millis) -> Result<Option<Vec<Happening>>, Fault> {
        let plaintext = match self.ratchet.open(message) {
            Ok(plaintext) => plaintext,
            Err(OpenError::NotGenuine) => return Ok(None),
            Err(OpenError::TooFarAhead) => return Err(Fault::Desynchronised),
            Err(OpenError::Forked) => return Err(Fault::Fork),
        };
        let envelope = Envelope::decode(&plaintext).map_err(|_| Fault::PeerMisbehaved)?;
        self.delivery.goes_forward(self.ratchet.opened(), &envelope)?;
        let arrival = self.delivery.arrived(envelope)?;

        let mut happenings = Vec::new();
        happenings.extend(arrival.delivered.map(Happening::Delivered));
        happenings.extend(arrival.read.map(Happening::Read));
        for (id, bytes) in arrival.contents {
            let content = Content::decode(&bytes).map_err(|_| Fault::PeerMisbehaved)?;
            if id != 0 {
                self.came.note(&content, &bytes);
            }
            self.meaning(id, content, now, &mut happenings)?;
        }
        self.watch_gap(now, &mut happenings);
        Ok(Some(happenings))
    }

    fn meaning(
        &mut self,
        id: u64,
        mut content: Content,
        now: Millis,
        happenings: &mut Vec<Happening>,
    ) -> Result<(), Fault> {
        let numbered = id != 0;
        match &mut content {
            Content::Text { text, n, .. } if numbered => {
                if self.typing_seen.take().is_some() {
                    happenings.push(Happening::Typing(false));
                }
                happenings.push(Happening::Text {
                    id,
                    n: *n,
                    text: Text::new(core::mem::take(text)),
                });
            }
            Content::Typing(on) if !numbered => {
                if self.typing_seen.is_some() != *on {
                    happenings.push(Happening::Typing(*on));
                }
                self.typing_seen = on.then_some(now);
            }
            Content::Said(said) if numbered => {
                let said = core::mem::replace(said, Said::Hidden { ask: 0 });
                happenings.push(Happening::Said { id, said });
            }
            Content::Unknown => happenings.push(Happening::Unknown { id }),
            Content::Text { .. } | Content::Typing(_) => return Err(Fault::PeerMisbehaved),
            Content::End(_) => happenings.push(Happening::Other { id, content }),
            _ if numbered => happenings.push(Happening::Other { id, content }),
            _ => return Err(Fault::PeerMisbehaved),
        }
        Ok(())
    }

    /// When [`Channel::tick`] has something to do while the way to the peer is open.
    pub(crate) fn wake(&self) -> Option<Millis> {
        let gap = self
            .gap_since
            .filter(|_| self.gap_shown == 0)
            .map(|since| since.saturating_add(GAP_SHOWN_AFTER));
        let typing = self.typing_seen.map(|seen| seen.saturating_add(TYPING_LASTS));
        [self.delivery.wake(), gap, typing].into_iter().flatten().min()
    }

    pub(crate) fn tick(&mut self, now: Millis) -> Vec<Happening> {
        let mut happenings = Vec::new();
        self.delivery.tick(now);
        if self
            .typing_seen
            .is_some_and(|seen| seen.saturating_add(TYPING_LASTS) <= now)
        {
            self.typing_seen = None;
            happenings.push(Happening::Typing(false));
        }
        self.watch_gap(now, &mut happenings);
        happenings
    }

    fn watch_gap(&mut self, now: Millis, happenings: &mut Vec<Happening>) {
        let missing = self.delivery.missing();
        if missing == 0 {
            self.gap_since = None;
            if self.gap_shown != 0 {
                self.gap_shown = 0;
                happenings.push(Happening::Gap(0));
            }
            return;
        }
        let since = *self.gap_since.get_or_insert(now);
        if missing != self.gap_shown && (self.gap_shown != 0 || since.saturating_add(GAP_SHOWN_AFTER) <= now) {
            self.gap_shown = missing;
            happenings.push(Happening::Gap(missing));
        }
    }
}

impl core::fmt::Debug for Channel {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Channel")
            .field("ratchet", &self.ratchet)
            .field("delivery", &self.delivery)
            .finish_non_exhaustive()
    }
}
