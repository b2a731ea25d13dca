//! What the four kinds of server are spoken to with: the same room, the same 256 bytes, each in its own clothes.

use std::io;

use clap::ValueEnum;
use hushwire_wire::{ClientFrame, FRAME, FRAME_HEADER, MemberId, MemberSecret, PATH, RoomId, SUBPROTOCOL};

/// Which server is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Speech {
    /// Our relay, and the peer on npm's `ws`, which speaks the same frames.
    Hushwire,
    /// socket.io over its WebSocket transport.
    SocketIo,
    /// Two TCP connections copied into each other: the limit of what a relay can do.
    Splice,
}

/// What a server said.
pub(crate) enum Heard<'a> {
    /// The connection is in its room.
    Joined,
    /// The other member is gone.
    Left,
    /// A message of the other member; the payload as it was sent.
    Message(&'a [u8]),
    /// These bytes have to be answered.
    Answer(Vec<u8>),
    /// The server closes.
    Closing,
    /// Something that asks for nothing.
    Other,
}

/// Any key: what a server has to undo is the same for each.
const MASK: [u8; 4] = [0x5a, 0xc3, 0x17, 0x88];
const EVENT: &[u8] = b"451-[\"f\",{\"_placeholder\":true,\"num\":0}]";
const TEXT: u8 = 1;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

impl Speech {
    /// What is said as soon as the connection stands.
    pub(crate) fn greeting(self, room: RoomId) -> Vec<u8> {
        let (path, protocol) = match self {
            Self::Hushwire => (PATH, format!("sec-websocket-protocol: {SUBPROTOCOL}\r\n")),
            Self::SocketIo => ("/socket.io/?EIO=4&transport=websocket", String::new()),
            Self::Splice => return room.0.to_vec(),
        };
        format!(
            "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n{protocol}\r\n"
        )
        .into_bytes()
    }

    /// What is said once the WebSocket is open. socket.io joins only after its own opening.
    pub(crate) fn opened(self, room: RoomId, seat: u8, out: &mut Vec<u8>) {
        if self == Self::Hushwire {
            let mut secret = [seat; 16];
            secret[..8].copy_from_slice(&room.0[..8]);
            let secret = MemberSecret::new(secret);
            if let Ok(join) = (ClientFrame::Join { room, secret }).encode() {
                frame(BINARY, &[&join], out);
            }
        }
    }

    /// One message to the other member.
    pub(crate) fn message(self, room: RoomId, payload: &[u8], out: &mut Vec<u8>) {
        match self {
            Self::Hushwire => {
                let mut head = [0; FRAME_HEADER];
                head[0] = FRAME;
                head[1..17].copy_from_slice(&room.0);
                head[17..].copy_from_slice(&MemberId::EVERYBODY.0);
                frame(BINARY, &[&head, payload], out);
            }
            Self::SocketIo => {
                frame(TEXT, &[EVENT], out);
                frame(BINARY, &[payload], out);
            }
            Self::Splice => {
                out.extend_from_slice(&(payload.len() as u32).to_be_bytes());
                // As many bytes as the others send.
                out.extend_from_slice(&[0; FRAME_HEADER]);
                out.extend_from_slice(payload);
            }
        }
    }

    /// Takes one thing that the server said off the front of `bytes`: how many bytes it was, and what.
    /// `None`: it is not whole yet.
    pub(crate) fn hear<'a>(self, upgraded: &mut bool, room: RoomId, seat: u8, bytes: &'a [u8]) -> Taken<'a> {
        if self == Self::Splice {
            return self.hear_splice(upgraded, bytes);
        }
        if !*upgraded {
            let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
                return Ok(None);
            };
            if !bytes.starts_with(b"HTTP/1.1 101") {
                return Err(io::Error::other("the server refused the upgrade"));
            }
            *upgraded = true;
            let mut join = Vec::new();
            self.opened(room, seat, &mut join);
            return Ok(Some((end + 4, Heard::Answer(join))));
        }
        let Some((kind, start, end)) = split(bytes) else {
            return Ok(None);
        };
        let body = bytes.get(start..end).unwrap_or_default();
        let heard = match (self, kind) {
            (_, CLOSE) => Heard::Closing,
            (_, PING) => {
                let mut pong = Vec::new();
                frame(PONG, &[body], &mut pong);
                Heard::Answer(pong)
            }
            (Self::Hushwire, BINARY) => match body.first() {
                Some(&FRAME) => Heard::Message(body.get(FRAME_HEADER..).unwrap_or_default()),
                Some(0x88) => Heard::Joined,
                Some(0x8a) => Heard::Left,
                _ => Heard::Other,
            },
            (Self::SocketIo, BINARY) => Heard::Message(body),
            (Self::SocketIo, TEXT) => socket_io(room, body),
            _ => Heard::Other,
        };
        Ok(Some((end, heard)))
    }

    fn hear_splice<'a>(self, joined: &mut bool, bytes: &'a [u8]) -> Taken<'a> {
        if !*joined {
            *joined = !bytes.is_empty();
            return Ok(joined.then_some((1, Heard::Joined)));
        }
        let Some(length) = bytes.first_chunk() else {
            return Ok(None);
        };
        let start = 4 + FRAME_HEADER;
        let end = start + u32::from_be_bytes(*length) as usize;
        Ok(bytes.get(start..end).map(|payload| (end, Heard::Message(payload))))
    }
}

type Taken<'a> = io::Result<Option<(usize, Heard<'a>)>>;

fn socket_io(room: RoomId, body: &[u8]) -> Heard<'static> {
    let mut answer = Vec::new();
    match body {
        [b'0', ..] => frame(TEXT, &[b"40"], &mut answer),
        [b'2', ..] => frame(TEXT, &[b"3"], &mut answer),
        [b'4', b'0', ..] => {
            let join = format!("42[\"join\",\"{:032x}\"]", u128::from_be_bytes(room.0));
            frame(TEXT, &[join.as_bytes()], &mut answer);
        }
        _ if body.starts_with(b"42[\"joined\"") => return Heard::Joined,
        _ => return Heard::Other,
    }
    Heard::Answer(answer)
}

/// A whole masked frame (RFC 6455, section 5.2).
fn frame(kind: u8, parts: &[&[u8]], out: &mut Vec<u8>) {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    out.push(0x80 | kind);
    match length {
        0..=125 => out.push(0x80 | length as u8),
        126..=0xffff => {
            out.push(0x80 | 126);
            out.extend_from_slice(&(length as u16).to_be_bytes());
        }
        _ => {
            out.push(0x80 | 127);
            out.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(&MASK);
    let start = out.len();
    for part in parts {
        out.extend_from_slice(part);
    }
    for (index, byte) in out[start..].iter_mut().enumerate() {
        *byte ^= MASK[index % 4];
    }
}

/// Kind, start and end of the body of the frame at the front, if it is whole. Servers do not mask.
fn split(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    let (&first, rest) = bytes.split_first()?;
    let (&short, rest) = rest.split_first()?;
    let (start, length) = match short & 0x7f {
        126 => (4, usize::from(u16::from_be_bytes(*rest.first_chunk()?))),
        127 => (10, usize::try_from(u64::from_be_bytes(*rest.first_chunk()?)).ok()?),
        short => (2, usize::from(short)),
    };
    let end = start + length;
    (bytes.len() >= end).then_some((first & 0x0f, start, end))
}
