//! RFC 6455 as a server reads it: bytes in, whole messages out.
//!
//! What the standard says of headers, opcodes and close codes is tokio-tungstenite's: its types read and write them here
//! and in `outbox.rs`. Its stream is not used, because a relay needs three things that it cannot give:
//! - A connection between two messages has no buffer at all. The stream keeps one for each connection and each direction
//!   for as long as it lives; most of a relay's connections wait for hours.
//! - A message is copied once, from where it was read into the outboxes it is for. Here whole frames are unmasked in
//!   place and handed out as slices; the stream copies each into a message of its own, which nobody wipes.
//! - Half a message is seen. The stream says nothing until a message is whole, so that whoever sends half of one and
//!   pings in between would be held for ever.
//!
//! So a decoder holds nothing but the beginning of a message that is not whole yet.
//!
//! ```
//! use hushwire_relay::codec::{Decoder, Event};
//!
//! let mut decoder = Decoder::new(1024);
//! let mut heard = Vec::new();
//! // A masked binary frame of three bytes, in two reads.
//! for part in [&[0x82, 0x83, 1, 2, 3, 4][..], &[b'a' ^ 1, b'b' ^ 2, b'c' ^ 3]] {
//!     decoder.feed(&mut part.to_vec(), |event| -> Result<(), ()> {
//!         if let Event::Binary(message) = event { heard.push(message.to_vec()) }
//!         Ok(())
//!     }).map_err(|_| "the frame is fine")?;
//! }
//! assert_eq!(heard, [b"abc"]);
//! # Ok::<(), &str>(())
//! ```

use std::io::Cursor;

use tokio_tungstenite::tungstenite::protocol::frame::FrameHeader;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{CloseCode, Control, Data, OpCode};

use crate::{grow, make_room, wipe};

/// RFC 6455, section 5.5: the longest payload of a control frame.
const MOST_CONTROL: u64 = 125;

/// What a client has said. Slices live until the next event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A whole binary message.
    Binary(&'a [u8]),
    /// A whole text message; nobody has looked whether it is UTF-8.
    Text(&'a [u8]),
    /// To be answered with the same bytes.
    Ping(&'a [u8]),
    /// An answer.
    Pong(&'a [u8]),
    /// Goodbye, with the code if there was one. Nothing after it counts.
    Close(Option<u16>),
}

/// Why a stream cannot be read any further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    /// The message is longer than it may be, or says that it will be.
    TooLarge,
    /// The bytes are no WebSocket frames of a client.
    Protocol,
}

/// Why feeding stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop<E> {
    /// The client broke the rules.
    Breach(Breach),
    /// Whoever listened wanted no more.
    Listener(E),
}

/// The reading side of one WebSocket.
#[derive(Debug)]
pub struct Decoder {
    most: usize,
    /// The beginning of a frame, as it came.
    held: Vec<u8>,
    /// The pieces so far of a message in several frames, unmasked.
    pieces: Vec<u8>,
    /// Whether such a message is text, while there is one.
    fragmented: Option<Kind>,
    /// How many data messages were whole.
    messages: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Binary,
}

struct Header {
    fin: bool,
    opcode: OpCode,
    mask: [u8; 4],
    /// Where the payload begins and how long it is.
    start: usize,
    length: usize,
}

impl Decoder {
    /// For messages of at most so many bytes.
    pub fn new(most: usize) -> Self {
        Self {
            most,
            held: Vec::new(),
            pieces: Vec::new(),
            fragmented: None,
            messages: 0,
        }
    }

    /// Takes bytes as they were read and tells everything that is whole. The bytes are unmasked in place.
    pub fn feed<E>(
        &mut self,
        bytes: &mut [u8],
        mut tell: impl FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        if self.held.is_empty() {
            let used = self.frames(bytes, &mut tell)?;
            let rest = bytes.get(used..).unwrap_or_default();
            self.hold(rest)
        } else {
            let mut held = std::mem::take(&mut self.held);
            make_room(&mut held, bytes.len());
            held.extend_from_slice(bytes);
            let result = match self.frames(&mut held, &mut tell) {
                Ok(0) => {
                    let whole = self.header(&held).map_err(Stop::Breach)?;
                    let whole = whole.map_or(0, |header| header.start + header.length);
                    let missing = whole.saturating_sub(held.len());
                    make_room(&mut held, missing);
                    self.held = held;
                    return Ok(());
                }
                Ok(used) => self.hold(held.get(used..).unwrap_or_default()),
                Err(stop) => Err(stop),
            };
            wipe(&mut held);
            result
        }
    }

    /// The number of the message that has begun and is not whole: the same until it is.
    pub fn half(&self) -> Option<u64> {
        (!self.held.is_empty() || self.fragmented.is_some()).then_some(self.messages)
    }

    /// Keeps the beginning of a frame, with room for the rest if its length is known.
    fn hold<E>(&mut self, rest: &[u8]) -> Result<(), Stop<E>> {
        if !rest.is_empty() {
            let whole = match self.header(rest).map_err(Stop::Breach)? {
                Some(header) => header.start + header.length,
                None => rest.len(),
            };
            self.held.reserve_exact(whole.max(rest.len()));
            self.held.extend_from_slice(rest);
        }
        Ok(())
    }

    /// Tells all whole frames at the front; says how many bytes they were.
    fn frames<E>(
        &mut self,
        bytes: &mut [u8],
        tell: &mut impl FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<usize, Stop<E>> {
        let mut used = 0;
        loop {
            let rest = bytes.get_mut(used..).unwrap_or_default();
            let Some(header) = self.header(rest).map_err(Stop::Breach)? else {
                return Ok(used);
            };
            let end = header.start + header.length;
            let Some(payload) = rest.get_mut(header.start..end) else {
                return Ok(used);
            };
            unmask(payload, header.mask);
            self.frame(&header, payload, tell)?;
            used += end;
        }
    }

    /// The header of the frame at the front if it is there, judged by everything that can be said before the payload is.
    fn header(&self, bytes: &[u8]) -> Result<Option<Header>, Breach> {
        let mut cursor = Cursor::new(bytes);
        let Some((header, length)) = FrameHeader::parse(&mut cursor).map_err(|_| Breach::Protocol)? else {
            return Ok(None);
        };
        let start = usize::try_from(cursor.position()).map_err(|_| Breach::Protocol)?;
        // Sections 5.1 and 5.2: a client masks, nobody has agreed on a meaning of the reserved bits, and the shortest of
        // the three spellings of a length is the only one. The library reads them all and leaves them to us.
        let Some(mask) = header.mask else {
            return Err(Breach::Protocol);
        };
        if header.rsv1 || header.rsv2 || header.rsv3 || start != header.len(length) {
            return Err(Breach::Protocol);
        }
        // Sections 5.4 and 5.5.
        let before = match (header.opcode, self.fragmented) {
            (OpCode::Data(Data::Continue), Some(_)) => self.pieces.len(),
            (OpCode::Data(Data::Text | Data::Binary), None) => 0,
            (OpCode::Control(_), _) if header.is_final && length <= MOST_CONTROL => 0,
            _ => return Err(Breach::Protocol),
        };
        match usize::try_from(length) {
            Ok(length) if length <= self.most.saturating_sub(before) => Ok(Some(Header {
                fin: header.is_final,
                opcode: header.opcode,
                mask,
                start,
                length,
            })),
            _ => Err(Breach::TooLarge),
        }
    }

    fn frame<E>(
        &mut self,
        header: &Header,
        payload: &[u8],
        tell: &mut impl FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        let kind = match header.opcode {
            OpCode::Data(Data::Text) => Kind::Text,
            OpCode::Data(Data::Binary) => Kind::Binary,
            OpCode::Data(Data::Continue) => return self.piece(header.fin, payload, tell),
            OpCode::Control(Control::Ping) => return tell(Event::Ping(payload)).map_err(Stop::Listener),
            OpCode::Control(Control::Pong) => return tell(Event::Pong(payload)).map_err(Stop::Listener),
            OpCode::Control(Control::Close) => {
                return tell(Event::Close(farewell(payload).map_err(Stop::Breach)?)).map_err(Stop::Listener);
            }
            OpCode::Data(Data::Reserved(_)) | OpCode::Control(Control::Reserved(_)) => {
                return Err(Stop::Breach(Breach::Protocol));
            }
        };
        if header.fin {
            self.messages += 1;
            return tell(kind.event(payload)).map_err(Stop::Listener);
        }
        self.fragmented = Some(kind);
        self.keep(payload);
        Ok(())
    }

    fn keep(&mut self, payload: &[u8]) {
        grow(&mut self.pieces, payload.len());
        self.pieces.extend_from_slice(payload);
    }

    fn piece<E>(
        &mut self,
        fin: bool,
        payload: &[u8],
        tell: &mut impl FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        self.keep(payload);
        let Some(kind) = self.fragmented.filter(|_| fin) else {
            return Ok(());
        };
        self.fragmented = None;
        self.messages += 1;
        let mut message = std::mem::take(&mut self.pieces);
        let result = tell(kind.event(&message)).map_err(Stop::Listener);
        wipe(&mut message);
        result
    }
}

impl Drop for Decoder {
    fn drop(&mut self) {
        wipe(&mut self.held);
        wipe(&mut self.pieces);
    }
}

impl Kind {
    fn event(self, message: &[u8]) -> Event<'_> {
        match self {
            Self::Text => Event::Text(message),
            Self::Binary => Event::Binary(message),
        }
    }
}

/// The code of a close frame; RFC 6455, sections 5.5.1 and 7.4.
fn farewell(payload: &[u8]) -> Result<Option<u16>, Breach> {
    match payload {
        [] => Ok(None),
        [high, low, reason @ ..] => match u16::from_be_bytes([*high, *low]) {
            code if CloseCode::from(code).is_allowed() && std::str::from_utf8(reason).is_ok() => Ok(Some(code)),
            _ => Err(Breach::Protocol),
        },
        [_] => Err(Breach::Protocol),
    }
}

/// Section 5.3, eight bytes at a time.
fn unmask(payload: &mut [u8], mask: [u8; 4]) {
    let [a, b, c, d] = mask;
    let wide = u64::from_ne_bytes([a, b, c, d, a, b, c, d]);
    let (eights, rest) = payload.as_chunks_mut::<8>();
    for eight in eights {
        *eight = (u64::from_ne_bytes(*eight) ^ wide).to_ne_bytes();
    }
    for (byte, mask) in rest.iter_mut().zip([a, b, c, d, a, b, c]) {
        *byte ^= mask;
    }
}

#[cfg(test)]
mod tests;
