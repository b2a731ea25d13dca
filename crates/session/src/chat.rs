//! One conversation at one end: a channel with the masker in front of it. Both kinds of peer are made of these.

use alloc::vec::Vec;

use hushwire_mask::Finding;
use hushwire_wire::{ClientFrame, MemberId, MemberSecret, RoomId};
use rand_core::CryptoRng;

use crate::{
    Effect, Event, Millis, Side, Text,
    acts::{Asks, Part},
    channel::{Channel, Fault, Happening},
    envelope::{Content, MAX_TEXT},
    screen::Screen,
    secret::Secret,
};

/// How long the end of a chat waits to be acknowledged before this end leaves all the same.
pub(crate) const GOODBYE_WITHIN: Millis = 10_000;

/// A seat in a room of the relay, and how to get it back after a reconnect.
pub(crate) struct Seat {
    pub(crate) room: RoomId,
    secret: Secret<16>,
}

impl Seat {
    pub(crate) fn fresh(rng: &mut dyn CryptoRng) -> Self {
        let mut room = [0; 16];
        while room == [0; 16] {
            rng.fill_bytes(&mut room);
        }
        Self::at(RoomId(room), rng)
    }

    pub(crate) fn at(room: RoomId, rng: &mut dyn CryptoRng) -> Self {
        Self {
            room,
            secret: Secret::random(rng),
        }
    }

    /// The seat whose secret the relay was told with an invite.
    pub(crate) fn kept(room: RoomId, secret: Secret<16>) -> Self {
        Self { room, secret }
    }

    pub(crate) fn secret(&self) -> MemberSecret {
        MemberSecret::new(*self.secret.bytes())
    }

    pub(crate) fn join(&self) -> Effect {
        send(&ClientFrame::Join {
            room: self.room,
            secret: self.secret(),
        })
    }

    pub(crate) fn leave(&self) -> Effect {
        send(&ClientFrame::Leave { room: self.room })
    }

    pub(crate) fn frame(&self, to: MemberId, payload: &[u8]) -> Effect {
        send(&ClientFrame::Frame {
            room: self.room,
            to,
            payload,
        })
    }
}

/// An effect that sends this frame. What we encode is within its limits; a frame that is not would be dropped by the
/// relay, so nothing at all is sent then.
pub(crate) fn send(frame: &ClientFrame<'_>) -> Effect {
    Effect::Send(frame.encode().unwrap_or_default())
}

/// A conversation whose keys are agreed.
pub(crate) struct Chat {
    pub(crate) number: u32,
    pub(crate) seat: Seat,
    pub(crate) peer: MemberId,
    /// The peer is in the room and our socket is up.
    pub(crate) reachable: bool,
    pub(crate) channel: Channel,
    pub(crate) screen: Screen,
    pub(crate) masks_incoming: bool,
    pub(crate) part: Part,
    pub(crate) asks: Asks,
    /// This end has said that it is over: its screen is erased and stays so.
    over: bool,
}

/// Whether what arrives is masked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Incoming {
    AsItIs,
    MaskAgain,
}

impl Chat {
    pub(crate) fn new(
        number: u32,
        seat: Seat,
        peer: MemberId,
        channel: Channel,
        screen: Screen,
        incoming: Incoming,
    ) -> Self {
        Self {
            number,
            seat,
            peer,
            reachable: true,
            channel,
            screen,
            masks_incoming: incoming == Incoming::MaskAgain,
            // Who sees the customer's words masks them again: that is the technician.
            part: if incoming == Incoming::MaskAgain {
                Part::Technician
            } else {
                Part::Customer
            },
            asks: Asks::default(),
            over: false,
        }
    }

    pub(crate) fn scan(&self, text: &str) -> Vec<Finding> {
        self.screen.scan(text)
    }

    /// Masks and sends. What the policy blocks is not sent at all.
    pub(crate) fn say(&mut self, text: &str, now: Millis, rng: &mut dyn CryptoRng, effects: &mut Vec<Effect>) {
        let chat = self.number;
        let masked = match self.screen.outgoing(text) {
            Ok(masked) => masked,
            Err(blocked) => {
                effects.push(Effect::Event(Event::Blocked {
                    chat,
                    findings: blocked.findings,
                }));
                return;
            }
        };
        if masked.text.len() > MAX_TEXT {
            effects.push(Effect::Event(Event::Refused { chat, code: "too-long" }));
            return;
        }
        let shown = masked.text.clone();
        let Ok(id) = self.channel.queue(&Content::Text(masked.text)) else {
            effects.push(Effect::Event(Event::Refused {
                chat,
                code: "too-many-unsent",
            }));
            return;
        };
        let placeholders = masked.placeholders;
        effects.push(Effect::Event(Event::Message {
            chat,
            id,
            from: Side::Me,
            text: Text::new(shown),
            at: now,
            placeholders,
            reply: None,
        }));
        self.flush(now, rng, effects);
    }

    pub(crate) fn typing(&mut self, on: bool, now: Millis, rng: &mut dyn CryptoRng, effects: &mut Vec<Effect>) {
        if self.reachable
            && let Some(payload) = self.channel.typing(on, now, rng)
        {
            effects.push(self.seat.frame(self.peer, &payload));
        }
    }

    pub(crate) fn read(&mut self, upto: u64, now: Millis, rng: &mut dyn CryptoRng, effects: &mut Vec<Effect>) {
        self.channel.mark_read(upto);
        self.flush(now, rng, effects);
    }

    pub(crate) fn say_end(&mut self, now: Millis, rng: &mut dyn CryptoRng, effects: &mut Vec<Effect>) {
        self.over = true;
        // A full queue means a peer that has not been there for a long time; it learns of the end by our leaving.
        if self.channel.queue(&Content::End).is_ok() {
            self.flush(now, rng, effects);
        }
    }

    /// The peer can be reached (again): whatever it has not acknowledged goes out once more.
    pub(crate) fn resume(&mut self, now: Millis, rng: &mut dyn CryptoRng, effects: &mut Vec<Effect>) {
        self.reachable = true;
        self.channel.resume();
        self.flush(now, rng, effects);
    }

    pub(crate) fn flush(&mut self, now: Millis, rng: &mut dyn CryptoRng, effects: &mut Vec<Effect>) {
        if !self.reachable {
            return;
        }
        for payload in self.channel.flush(now, rng) {
            effects.push(self.seat.frame(self.peer, &payload));
        }
    }

    /// Takes a ratchet message from the relay. Gives what happened, for the peer to act on, or nothing if it was not
    /// genuine.
    pub(crate) fn receive(
        &mut self,
        message: &[u8],
        now: Millis,
        rng: &mut dyn CryptoRng,
        effects: &mut Vec<Effect>,
    ) -> Result<Option<Vec<Notice>>, Fault> {
        let Some(happenings) = self.channel.receive(message, now)? else {
            return Ok(None);
        };
        let notices = happenings
            .into_iter()
            .filter_map(|happening| self.tell(happening, now, effects))
            .collect();
        self.flush(now, rng, effects);
        Ok(Some(notices))
    }

    pub(crate) fn wake(&self) -> Option<Millis> {
        let channel = self.channel.wake().filter(|_| self.reachable);
        [channel, self.asks.wake()].into_iter().flatten().min()
    }

    pub(crate) fn tick(&mut self, now: Millis, rng: &mut dyn CryptoRng, effects: &mut Vec<Effect>) {
        for happening in self.channel.tick(now) {
            self.tell(happening, now, effects);
        }
        self.tick_asks(now, effects);
        self.flush(now, rng, effects);
    }

    /// Most happenings are for the screen; the rest is the peer's business.
    fn tell(&mut self, happening: Happening, now: Millis, effects: &mut Vec<Effect>) -> Option<Notice> {
        let chat = self.number;
        let event = match happening {
            Happening::Text { id, text } => self.heard(id, text, now),
            Happening::Said { id, said } => self.heard_said(id, said, now)?,
            Happening::Typing(on) => Event::Typing { chat, on },
            Happening::Delivered(upto) => Event::Delivered { chat, upto },
            Happening::Read(upto) => Event::Read { chat, upto },
            Happening::Gap(missing) => Event::Gap { chat, missing },
            Happening::Unknown { .. } => Event::Refused {
                chat,
                code: "unknown-content",
            },
            Happening::Introduced { language } => return Some(Notice::Introduced { language }),
            Happening::End => return Some(Notice::End),
        };
        if !self.over {
            effects.push(Effect::Event(event));
        }
        None
    }

    fn heard(&mut self, id: u64, text: Text, now: Millis) -> Event {
        let chat = self.number;
        match self.shown(text.into_string()) {
            Ok(masked) => Event::Message {
                chat,
                id,
                from: Side::Peer,
                text: Text::new(masked.text),
                at: now,
                placeholders: masked.placeholders,
                reply: None,
            },
            Err(event) => event,
        }
    }
}

/// What a peer must act on itself.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    Introduced { language: alloc::string::String },
    End,
}

impl core::fmt::Debug for Chat {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Chat")
            .field("number", &self.number)
            .field("reachable", &self.reachable)
            .field("channel", &self.channel)
            .finish_non_exhaustive()
    }
}
