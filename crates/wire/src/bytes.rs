//! Reading and writing of fixed layouts: big-endian, nothing optional, nothing left over.

use crate::{DeskId, MAX_FRAME, MemberId, MemberSecret, Reject, RoomId};
use alloc::vec::Vec;

/// What is still to be read of one frame. Every step either takes bytes off the front or says why it cannot.
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Splits a frame into its type and the rest.
    pub(crate) fn open(frame: &'a [u8]) -> Result<(u8, Self), Reject> {
        if frame.len() > MAX_FRAME {
            return Err(Reject::TooLarge);
        }
        let (&kind, rest) = frame.split_first().ok_or(Reject::Empty)?;
        Ok((kind, Self(rest)))
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Reject> {
        let (taken, rest) = self.0.split_first_chunk::<N>().ok_or(Reject::Truncated)?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Reject> {
        Ok(u8::from_be_bytes(self.array()?))
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Reject> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Reject> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    pub(crate) fn u64(&mut self) -> Result<u64, Reject> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    pub(crate) fn desk(&mut self) -> Result<DeskId, Reject> {
        Ok(DeskId(self.array()?))
    }

    /// A room that is one: zeros are reserved for "no room".
    pub(crate) fn room(&mut self) -> Result<RoomId, Reject> {
        match self.room_or_none()? {
            RoomId::NONE => Err(Reject::Forbidden),
            room => Ok(room),
        }
    }

    pub(crate) fn room_or_none(&mut self) -> Result<RoomId, Reject> {
        Ok(RoomId(self.array()?))
    }

    /// A member that is one: zeros are reserved for "all others".
    pub(crate) fn member(&mut self) -> Result<MemberId, Reject> {
        match self.member_or_everybody()? {
            MemberId::EVERYBODY => Err(Reject::Forbidden),
            member => Ok(member),
        }
    }

    pub(crate) fn member_or_everybody(&mut self) -> Result<MemberId, Reject> {
        Ok(MemberId(self.array()?))
    }

    pub(crate) fn secret(&mut self) -> Result<MemberSecret, Reject> {
        Ok(MemberSecret::new(self.array()?))
    }

    /// A `blob16`: two bytes of length, then `least` to `most` bytes.
    pub(crate) fn blob(&mut self, least: usize, most: usize) -> Result<&'a [u8], Reject> {
        let length = usize::from(self.u16()?);
        within(least, length, most)?;
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Reject::Truncated)?;
        self.0 = rest;
        Ok(taken)
    }

    /// All that is left: `least` to `most` bytes.
    pub(crate) fn rest(self, least: usize, most: usize) -> Result<&'a [u8], Reject> {
        within(least, self.0.len(), most)?;
        Ok(self.0)
    }

    pub(crate) fn end(self) -> Result<(), Reject> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Reject::Trailing)
        }
    }
}

fn within(least: usize, length: usize, most: usize) -> Result<(), Reject> {
    if length > most {
        Err(Reject::TooLarge)
    } else if length < least {
        Err(Reject::Forbidden)
    } else {
        Ok(())
    }
}

/// One frame on its way into a buffer. It keeps the same rules as the reader, so that what was written can be read.
pub(crate) struct Writer<'a> {
    out: &'a mut Vec<u8>,
    start: usize,
    fault: Option<Reject>,
}

impl<'a> Writer<'a> {
    pub(crate) fn open(out: &'a mut Vec<u8>, kind: u8) -> Self {
        let start = out.len();
        out.push(kind);
        Self {
            out,
            start,
            fault: None,
        }
    }

    pub(crate) fn raw(self, bytes: &[u8]) -> Self {
        if self.out.len() - self.start + bytes.len() > MAX_FRAME {
            return self.check(Err(Reject::TooLarge));
        }
        self.out.extend_from_slice(bytes);
        self
    }

    pub(crate) fn room(self, room: &RoomId) -> Self {
        self.allow(!room.is_zero()).raw(&room.0)
    }

    pub(crate) fn member(self, member: &MemberId) -> Self {
        self.allow(!member.is_zero()).raw(&member.0)
    }

    pub(crate) fn blob(self, bytes: &[u8], least: usize, most: usize) -> Self {
        let this = self.check(within(least, bytes.len(), most));
        match u16::try_from(bytes.len()) {
            Ok(length) => this.raw(&length.to_be_bytes()).raw(bytes),
            Err(_) => this.check(Err(Reject::TooLarge)),
        }
    }

    pub(crate) fn rest(self, bytes: &[u8], least: usize, most: usize) -> Self {
        self.check(within(least, bytes.len(), most)).raw(bytes)
    }

    pub(crate) fn allow(self, allowed: bool) -> Self {
        self.check(if allowed { Ok(()) } else { Err(Reject::Forbidden) })
    }

    fn check(mut self, result: Result<(), Reject>) -> Self {
        if let Err(fault) = result {
            self.fault.get_or_insert(fault);
        }
        self
    }

    /// The frame is whole, or the buffer is as it was before.
    pub(crate) fn close(self) -> Result<(), Reject> {
        match self.fault {
            None => Ok(()),
            Some(fault) => {
                self.out.truncate(self.start);
                Err(fault)
            }
        }
    }
}
