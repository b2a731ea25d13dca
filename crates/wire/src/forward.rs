//! The one thing the relay does a million times: look at a `frame`, put the sender where the receiver stood, pass it on.
//! The layout is the same in both directions, so eight bytes change and nothing is copied or decoded.

use crate::{FRAME, FRAME_HEADER, MAX_FRAME, MemberId, Reject, RoomId};

/// The head of a client's `frame`, read without touching the payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forward {
    /// The room it is for.
    pub room: RoomId,
    /// The member it is for, or [`MemberId::EVERYBODY`].
    pub to: MemberId,
}

impl Forward {
    /// `None`: some other frame, to be read by [`ClientFrame::decode`](crate::ClientFrame::decode). Accepts and rejects
    /// exactly what that does for a `frame`.
    pub fn peek(message: &[u8]) -> Result<Option<Self>, Reject> {
        if message.first() != Some(&FRAME) {
            return Ok(None);
        }
        if message.len() > MAX_FRAME {
            return Err(Reject::TooLarge);
        }
        let (head, payload) = message.split_first_chunk::<FRAME_HEADER>().ok_or(Reject::Truncated)?;
        let [_, ids @ ..] = head;
        let (room, to) = ids.split_first_chunk::<{ RoomId::SIZE }>().ok_or(Reject::Truncated)?;
        let to = to.first_chunk::<{ MemberId::SIZE }>().ok_or(Reject::Truncated)?;
        let forward = Self {
            room: RoomId(*room),
            to: MemberId(*to),
        };
        if forward.room.is_zero() || payload.is_empty() {
            return Err(Reject::Forbidden);
        }
        Ok(Some(forward))
    }

    /// The head of the same frame as it leaves the relay, with the sender in place of the receiver: write this, then
    /// [`payload`] of the message.
    pub fn head(&self, from: &MemberId) -> [u8; FRAME_HEADER] {
        let mut head = [0; FRAME_HEADER];
        head[0] = FRAME;
        head[1..1 + RoomId::SIZE].copy_from_slice(&self.room.0);
        head[1 + RoomId::SIZE..].copy_from_slice(&from.0);
        head
    }
}

/// What stands behind the head of a `frame` that [`Forward::peek`] accepted.
pub fn payload(message: &[u8]) -> &[u8] {
    message.get(FRAME_HEADER..).unwrap_or_default()
}

/// Puts the sender where the receiver stood, in the message itself. Does nothing to what is no `frame`.
pub fn rewrite_member(message: &mut [u8], from: &MemberId) {
    if message.first() == Some(&FRAME)
        && let Some(place) = message.get_mut(1 + RoomId::SIZE..FRAME_HEADER)
    {
        place.copy_from_slice(&from.0);
    }
}
