//! What a client says to the relay.
//!
//! ```text
//! 0x01 ping    token:u64
//! 0x02 look    desk:32
//! 0x03 knock   desk:32 room:16 secret:16 hello:rest
//! 0x04 attach  signature:64 root:blob16 certificate:blob16 manifest:blob16
//! 0x05 claim   room:16 secret:16
//! 0x06 join    room:16 secret:16
//! 0x07 leave   room:16
//! 0x08 invite  invite:16 secret:16 seconds:u32 opening
//! 0x09 redeem  desk:32 room:16 secret:16 route hello:rest
//! 0x0a withdraw invite:16
//! 0x10 frame   room:16 to:8 payload:rest
//! ```
//! route is 0x01 nameplate:u16 (0 to 999), or 0x02 link:16. opening is the same, where nameplate 0xffff asks for any.
//! Reserved: 0x20-0x2f file control.

use crate::bytes::{Reader, Writer};
use crate::{
    DeskId, FRAME, InviteId, MAX_CERTIFICATE, MAX_HELLO, MAX_MANIFEST, MAX_PAYLOAD, MAX_ROOT, MemberId, MemberSecret,
    Opening, Reject, RoomId, Route,
};
use alloc::vec::Vec;

const PING: u8 = 0x01;
const LOOK: u8 = 0x02;
const KNOCK: u8 = 0x03;
const ATTACH: u8 = 0x04;
const CLAIM: u8 = 0x05;
const JOIN: u8 = 0x06;
const LEAVE: u8 = 0x07;
const INVITE: u8 = 0x08;
const REDEEM: u8 = 0x09;
const WITHDRAW: u8 = 0x0a;

/// One frame from a client. Payloads are borrowed from the message they came in.
#[derive(Debug, PartialEq, Eq)]
pub enum ClientFrame<'a> {
    /// Are you there? The answer is `pong` with the same token.
    Ping {
        /// Anything.
        token: u64,
    },
    /// Is anybody at that desk, and what is its newest manifest? The answer is `desk`, now and at each change.
    Look {
        /// Which desk.
        desk: DeskId,
    },
    /// A customer asks a desk for a session: opens the room, joins it and queues it.
    Knock {
        /// Which desk.
        desk: DeskId,
        /// The room to open, drawn at random.
        room: RoomId,
        /// The customer's own secret for this room.
        secret: MemberSecret,
        /// The first handshake message, handed to whoever claims: 1 to [`MAX_HELLO`] bytes.
        hello: &'a [u8],
    },
    /// A console attaches to its desk's queue.
    Attach {
        /// The member's Ed25519 signature over the nonce of `welcome`, the desk and the relay's host.
        signature: [u8; 64],
        /// The desk's root record.
        root: &'a [u8],
        /// The member's signed certificate.
        certificate: &'a [u8],
        /// The desk's signed manifest.
        manifest: &'a [u8],
    },
    /// An attached console takes a waiting room and joins it.
    Claim {
        /// Which room.
        room: RoomId,
        /// The technician's own secret for this room.
        secret: MemberSecret,
    },
    /// Joins a room: after a reconnect, or again after the relay was restarted and forgot it.
    Join {
        /// Which room.
        room: RoomId,
        /// The same secret as before makes this socket the same member.
        secret: MemberSecret,
    },
    /// Leaves a room for good; a waiting customer withdraws.
    Leave {
        /// Which room.
        room: RoomId,
    },
    /// An attached console opens an invite, or says after a reconnect that it is open still. The answer is `invited`, or
    /// `uninvited` with the reason.
    Invite {
        /// The console's own name for it, drawn at random.
        invite: InviteId,
        /// The technician's own secret for the room that the customer will open.
        secret: MemberSecret,
        /// For how long at most; not 0.
        seconds: u32,
        /// Where it is to be found.
        opening: Opening,
    },
    /// A customer uses an invite: opens the room and joins it, and so does the console that opened the invite. It burns
    /// that invite, whatever comes of it.
    Redeem {
        /// Of which desk.
        desk: DeskId,
        /// The room to open, drawn at random.
        room: RoomId,
        /// The customer's own secret for this room.
        secret: MemberSecret,
        /// Which of the desk's invites.
        route: Route,
        /// The first handshake message, handed to the console: 1 to [`MAX_HELLO`] bytes.
        hello: &'a [u8],
    },
    /// A console takes its invite back. There is no answer: a `redeemed` may be on its way already.
    Withdraw {
        /// Which one.
        invite: InviteId,
    },
    /// Sealed bytes for one member of the room, or for all others.
    Frame {
        /// Which room.
        room: RoomId,
        /// Whom, or [`MemberId::EVERYBODY`].
        to: MemberId,
        /// 1 to [`MAX_PAYLOAD`] bytes that the relay cannot read.
        payload: &'a [u8],
    },
}

impl<'a> ClientFrame<'a> {
    /// Reads one WebSocket message. Total: every input is a frame or a [`Reject`].
    pub fn decode(message: &'a [u8]) -> Result<Self, Reject> {
        let (kind, mut fields) = Reader::open(message)?;
        let frame = match kind {
            PING => Self::Ping { token: fields.u64()? },
            LOOK => Self::Look { desk: fields.desk()? },
            KNOCK => {
                return Ok(Self::Knock {
                    desk: fields.desk()?,
                    room: fields.room()?,
                    secret: fields.secret()?,
                    hello: fields.rest(1, MAX_HELLO)?,
                });
            }
            ATTACH => Self::Attach {
                signature: fields.array()?,
                root: fields.blob(1, MAX_ROOT)?,
                certificate: fields.blob(1, MAX_CERTIFICATE)?,
                manifest: fields.blob(1, MAX_MANIFEST)?,
            },
            CLAIM => Self::Claim {
                room: fields.room()?,
                secret: fields.secret()?,
            },
            JOIN => Self::Join {
                room: fields.room()?,
                secret: fields.secret()?,
            },
            LEAVE => Self::Leave { room: fields.room()? },
            INVITE => Self::Invite {
                invite: fields.invite()?,
                secret: fields.secret()?,
                seconds: fields.seconds()?,
                opening: fields.opening()?,
            },
            REDEEM => {
                return Ok(Self::Redeem {
                    desk: fields.desk()?,
                    room: fields.room()?,
                    secret: fields.secret()?,
                    route: fields.route()?,
                    hello: fields.rest(1, MAX_HELLO)?,
                });
            }
            WITHDRAW => Self::Withdraw {
                invite: fields.invite()?,
            },
            FRAME => {
                return Ok(Self::Frame {
                    room: fields.room()?,
                    to: fields.member_or_everybody()?,
                    payload: fields.rest(1, MAX_PAYLOAD)?,
                });
            }
            _ => return Err(Reject::UnknownType),
        };
        fields.end()?;
        Ok(frame)
    }

    /// Appends the frame to a buffer, or leaves the buffer alone and says which limit it breaks: what this writes,
    /// [`decode`](Self::decode) reads. The bytes of `knock`, `claim`,
    /// `join`, `invite` and `redeem` hold the secret: wipe them after sending.
    pub fn encode_into(&self, out: &mut Vec<u8>) -> Result<(), Reject> {
        match self {
            Self::Ping { token } => Writer::open(out, PING).raw(&token.to_be_bytes()),
            Self::Look { desk } => Writer::open(out, LOOK).raw(&desk.0),
            Self::Knock {
                desk,
                room,
                secret,
                hello,
            } => Writer::open(out, KNOCK)
                .raw(&desk.0)
                .room(room)
                .raw(secret.bytes())
                .rest(hello, 1, MAX_HELLO),
            Self::Attach {
                signature,
                root,
                certificate,
                manifest,
            } => Writer::open(out, ATTACH)
                .raw(signature)
                .blob(root, 1, MAX_ROOT)
                .blob(certificate, 1, MAX_CERTIFICATE)
                .blob(manifest, 1, MAX_MANIFEST),
            Self::Claim { room, secret } => Writer::open(out, CLAIM).room(room).raw(secret.bytes()),
            Self::Join { room, secret } => Writer::open(out, JOIN).room(room).raw(secret.bytes()),
            Self::Leave { room } => Writer::open(out, LEAVE).room(room),
            Self::Invite {
                invite,
                secret,
                seconds,
                opening,
            } => Writer::open(out, INVITE)
                .invite(invite)
                .raw(secret.bytes())
                .seconds(*seconds)
                .opening(opening),
            Self::Redeem {
                desk,
                room,
                secret,
                route,
                hello,
            } => Writer::open(out, REDEEM)
                .raw(&desk.0)
                .room(room)
                .raw(secret.bytes())
                .route(route)
                .rest(hello, 1, MAX_HELLO),
            Self::Withdraw { invite } => Writer::open(out, WITHDRAW).invite(invite),
            Self::Frame { room, to, payload } => {
                Writer::open(out, FRAME)
                    .room(room)
                    .raw(&to.0)
                    .rest(payload, 1, MAX_PAYLOAD)
            }
        }
        .close()
    }

    /// The frame as a message of its own.
    pub fn encode(&self) -> Result<Vec<u8>, Reject> {
        let mut out = Vec::new();
        self.encode_into(&mut out)?;
        Ok(out)
    }
}
