//! What the relay says to a client.
//!
//! ```text
//! 0x80 welcome  version:u8 nonce:32 max_frame:u32 ping_seconds:u16
//! 0x81 pong     token:u64
//! 0x82 desk     desk:32 consoles:u16 root:blob16 manifest:rest
//! 0x83 waiting  room:16 position:u16 consoles:u16
//! 0x84 attached waiting:u16
//! 0x85 knocked  room:16 waited_ms:u32
//! 0x86 gone     room:16
//! 0x87 claimed  room:16 customer:8 hello:rest
//! 0x88 joined   room:16 you:8 count:u8 members:8*count
//! 0x89 entered  room:16 member:8
//! 0x8a left     room:16 member:8
//! 0x8b refused  code:u8 room:16
//! 0x8c invited  invite:16 seconds:u32 nameplate:u16
//! 0x8d redeemed invite:16 room:16 customer:8 hello:rest
//! 0x8e uninvited code:u8 invite:16
//! 0x10 frame    room:16 from:8 payload:rest
//! ```
//! A link's nameplate is 0xffff. Reserved: 0x20-0x2f file control.

use crate::bytes::{Reader, Writer};
use crate::{
    DeskId, FRAME, InviteId, MAX_HELLO, MAX_MANIFEST, MAX_OTHERS, MAX_PAYLOAD, MAX_ROOT, MemberId, Members, Nameplate,
    Refusal, Reject, RoomId, VERSION,
};
use alloc::vec::Vec;

const WELCOME: u8 = 0x80;
const PONG: u8 = 0x81;
const DESK: u8 = 0x82;
const WAITING: u8 = 0x83;
const ATTACHED: u8 = 0x84;
const KNOCKED: u8 = 0x85;
const GONE: u8 = 0x86;
const CLAIMED: u8 = 0x87;
const JOINED: u8 = 0x88;
const ENTERED: u8 = 0x89;
const LEFT: u8 = 0x8a;
const REFUSED: u8 = 0x8b;
const INVITED: u8 = 0x8c;
const REDEEMED: u8 = 0x8d;
const UNINVITED: u8 = 0x8e;

/// One frame from the relay. Payloads are borrowed from the message they came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelayFrame<'a> {
    /// The first frame on every connection. Its version is [`VERSION`]; any other is a [`Reject`].
    Welcome {
        /// What `attach` signs; fresh for each connection.
        nonce: [u8; 32],
        /// The longest frame this relay takes.
        max_frame: u32,
        /// A peer that is silent for about twice this long is taken for gone.
        ping_seconds: u16,
    },
    /// The answer to `ping`.
    Pong {
        /// The same token.
        token: u64,
    },
    /// The answer to `look`; sent again to lookers and waiting customers of that desk when it changes.
    Desk {
        /// Which desk.
        desk: DeskId,
        /// How many consoles are attached.
        consoles: u16,
        /// The desk's root record, without which nobody can check the manifest's signature. Empty together with it.
        root: &'a [u8],
        /// The newest manifest the relay was shown. Empty: it has none, or none newer than the one it sent you before.
        manifest: &'a [u8],
    },
    /// To a waiting customer, at once and whenever it changes.
    Waiting {
        /// Which room.
        room: RoomId,
        /// 1 means next.
        position: u16,
        /// How many consoles are attached.
        consoles: u16,
    },
    /// This console is attached; a `knocked` for each waiting room follows.
    Attached {
        /// How many wait.
        waiting: u16,
    },
    /// Somebody waits.
    Knocked {
        /// In which room.
        room: RoomId,
        /// For how long already.
        waited_ms: u32,
    },
    /// That room waits no longer: claimed elsewhere, or withdrawn.
    Gone {
        /// Which room.
        room: RoomId,
    },
    /// The room is yours; `joined` follows.
    Claimed {
        /// Which room.
        room: RoomId,
        /// Who waits in it.
        customer: MemberId,
        /// What the customer sent with its knock.
        hello: &'a [u8],
    },
    /// You are in the room.
    Joined {
        /// Which room.
        room: RoomId,
        /// Your own id there.
        you: MemberId,
        /// Who else is there.
        members: Members<'a>,
    },
    /// Somebody else is in the room now, for the first time or again.
    Entered {
        /// Which room.
        room: RoomId,
        /// Who.
        member: MemberId,
    },
    /// Somebody left the room, or was cut off. To a socket itself: another socket took this seat.
    Left {
        /// Which room.
        room: RoomId,
        /// Who.
        member: MemberId,
    },
    /// No.
    Refused {
        /// Why.
        code: Refusal,
        /// About which room; [`RoomId::NONE`] if about none.
        room: RoomId,
    },
    /// The invite is open, and burns at its first use.
    Invited {
        /// Which one.
        invite: InviteId,
        /// For how long from now: as asked, or as long as this relay keeps one.
        seconds: u32,
        /// Under which nameplate; none for a link.
        nameplate: Option<Nameplate>,
    },
    /// A customer used the invite, which is no more. The room is yours; `joined` follows.
    Redeemed {
        /// Which invite.
        invite: InviteId,
        /// The room that the customer opened.
        room: RoomId,
        /// Who is in it.
        customer: MemberId,
        /// What the customer sent.
        hello: &'a [u8],
    },
    /// The invite could not be opened, or is none any more.
    Uninvited {
        /// Why.
        code: Refusal,
        /// Which one.
        invite: InviteId,
    },
    /// Sealed bytes from another member.
    Frame {
        /// Which room.
        room: RoomId,
        /// From whom, as the relay knows it.
        from: MemberId,
        /// 1 to [`MAX_PAYLOAD`] bytes that the relay cannot read.
        payload: &'a [u8],
    },
}

impl<'a> RelayFrame<'a> {
    /// Reads one WebSocket message. Total: every input is a frame or a [`Reject`].
    pub fn decode(message: &'a [u8]) -> Result<Self, Reject> {
        let (kind, mut fields) = Reader::open(message)?;
        let frame = match kind {
            WELCOME => {
                if fields.u8()? != VERSION {
                    return Err(Reject::Forbidden);
                }
                Self::Welcome {
                    nonce: fields.array()?,
                    max_frame: fields.u32()?,
                    ping_seconds: fields.u16()?,
                }
            }
            PONG => Self::Pong { token: fields.u64()? },
            DESK => {
                let (desk, consoles) = (fields.desk()?, fields.u16()?);
                let root = fields.blob(0, MAX_ROOT)?;
                let manifest = fields.rest(0, MAX_MANIFEST)?;
                if root.is_empty() != manifest.is_empty() {
                    return Err(Reject::Forbidden);
                }
                return Ok(Self::Desk {
                    desk,
                    consoles,
                    root,
                    manifest,
                });
            }
            WAITING => Self::Waiting {
                room: fields.room()?,
                position: match fields.u16()? {
                    0 => return Err(Reject::Forbidden),
                    position => position,
                },
                consoles: fields.u16()?,
            },
            ATTACHED => Self::Attached { waiting: fields.u16()? },
            KNOCKED => Self::Knocked {
                room: fields.room()?,
                waited_ms: fields.u32()?,
            },
            GONE => Self::Gone { room: fields.room()? },
            CLAIMED => {
                return Ok(Self::Claimed {
                    room: fields.room()?,
                    customer: fields.member()?,
                    hello: fields.rest(1, MAX_HELLO)?,
                });
            }
            JOINED => {
                let (room, you, count) = (fields.room()?, fields.member()?, fields.u8()?);
                return Ok(Self::Joined {
                    room,
                    you,
                    members: members(fields, count)?,
                });
            }
            ENTERED => Self::Entered {
                room: fields.room()?,
                member: fields.member()?,
            },
            LEFT => Self::Left {
                room: fields.room()?,
                member: fields.member()?,
            },
            REFUSED => Self::Refused {
                code: Refusal::from_number(fields.u8()?).ok_or(Reject::Forbidden)?,
                room: fields.room_or_none()?,
            },
            INVITED => Self::Invited {
                invite: fields.invite()?,
                seconds: fields.seconds()?,
                nameplate: fields.nameplate_or_none()?,
            },
            REDEEMED => {
                return Ok(Self::Redeemed {
                    invite: fields.invite()?,
                    room: fields.room()?,
                    customer: fields.member()?,
                    hello: fields.rest(1, MAX_HELLO)?,
                });
            }
            UNINVITED => Self::Uninvited {
                code: Refusal::from_number(fields.u8()?).ok_or(Reject::Forbidden)?,
                invite: fields.invite()?,
            },
            FRAME => {
                return Ok(Self::Frame {
                    room: fields.room()?,
                    from: fields.member()?,
                    payload: fields.rest(1, MAX_PAYLOAD)?,
                });
            }
            _ => return Err(Reject::UnknownType),
        };
        fields.end()?;
        Ok(frame)
    }

    /// Appends the frame to a buffer, or leaves the buffer alone and says which limit it breaks: what this writes,
    /// [`decode`](Self::decode) reads.
    pub fn encode_into(&self, out: &mut Vec<u8>) -> Result<(), Reject> {
        match self {
            Self::Welcome {
                nonce,
                max_frame,
                ping_seconds,
            } => Writer::open(out, WELCOME)
                .raw(&[VERSION])
                .raw(nonce)
                .raw(&max_frame.to_be_bytes())
                .raw(&ping_seconds.to_be_bytes()),
            Self::Pong { token } => Writer::open(out, PONG).raw(&token.to_be_bytes()),
            Self::Desk {
                desk,
                consoles,
                root,
                manifest,
            } => Writer::open(out, DESK)
                .raw(&desk.0)
                .raw(&consoles.to_be_bytes())
                .allow(root.is_empty() == manifest.is_empty())
                .blob(root, 0, MAX_ROOT)
                .rest(manifest, 0, MAX_MANIFEST),
            Self::Waiting {
                room,
                position,
                consoles,
            } => Writer::open(out, WAITING)
                .room(room)
                .allow(*position > 0)
                .raw(&position.to_be_bytes())
                .raw(&consoles.to_be_bytes()),
            Self::Attached { waiting } => Writer::open(out, ATTACHED).raw(&waiting.to_be_bytes()),
            Self::Knocked { room, waited_ms } => Writer::open(out, KNOCKED).room(room).raw(&waited_ms.to_be_bytes()),
            Self::Gone { room } => Writer::open(out, GONE).room(room),
            Self::Claimed { room, customer, hello } => Writer::open(out, CLAIMED)
                .room(room)
                .member(customer)
                .rest(hello, 1, MAX_HELLO),
            Self::Joined { room, you, members } => {
                let (count, fits) = match u8::try_from(members.len()) {
                    Ok(count) => (count, true),
                    Err(_) => (0, false),
                };
                Writer::open(out, JOINED)
                    .room(room)
                    .member(you)
                    .allow(fits && members.iter().all(|member| !member.is_zero()))
                    .raw(&[count])
                    .raw(members.bytes())
            }
            Self::Entered { room, member } => Writer::open(out, ENTERED).room(room).member(member),
            Self::Left { room, member } => Writer::open(out, LEFT).room(room).member(member),
            Self::Refused { code, room } => Writer::open(out, REFUSED).raw(&[code.number()]).raw(&room.0),
            Self::Invited {
                invite,
                seconds,
                nameplate,
            } => Writer::open(out, INVITED)
                .invite(invite)
                .seconds(*seconds)
                .nameplate_or_none(*nameplate),
            Self::Redeemed {
                invite,
                room,
                customer,
                hello,
            } => Writer::open(out, REDEEMED)
                .invite(invite)
                .room(room)
                .member(customer)
                .rest(hello, 1, MAX_HELLO),
            Self::Uninvited { code, invite } => Writer::open(out, UNINVITED).raw(&[code.number()]).invite(invite),
            Self::Frame { room, from, payload } => {
                Writer::open(out, FRAME)
                    .room(room)
                    .member(from)
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

fn members(fields: Reader<'_>, count: u8) -> Result<Members<'_>, Reject> {
    let announced = usize::from(count) * MemberId::SIZE;
    let bytes = fields.rest(0, MAX_OTHERS * MemberId::SIZE + MemberId::SIZE - 1)?;
    let (list, odd) = bytes.as_chunks::<{ MemberId::SIZE }>();
    if bytes.len() < announced {
        Err(Reject::Truncated)
    } else if bytes.len() > announced || !odd.is_empty() {
        Err(Reject::Trailing)
    } else if list.contains(&MemberId::EVERYBODY.0) {
        Err(Reject::Forbidden)
    } else {
        Ok(Members::new(list))
    }
}
