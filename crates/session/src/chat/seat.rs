//! A seat in a room of the relay.

use hushwire_wire::{ClientFrame, MemberId, MemberSecret, RoomId};
use rand_core::CryptoRng;

use crate::{
    Effect,
    kept::{Kept, Reader, Writer, kept},
    secret::Secret,
};

/// A seat in a room of the relay, and how to get it back after a reconnect.
pub(crate) struct Seat {
    pub(crate) room: RoomId,
    secret: Secret<16>,
}

kept!(Seat { room, secret });

impl Kept for RoomId {
    fn keep(&self, state: &mut Writer) {
        self.0.keep(state);
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        Kept::back(state).map(Self)
    }
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
