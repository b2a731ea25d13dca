//! What relays say to each other. The same manner as between client and relay: first byte the type, fixed layouts,
//! integers big-endian, nothing left over. What carries it hides and authenticates it as a whole; here are no keys.
//!
//! Everything but deltas of a queue is a whole state, so that saying it twice does no harm and saying it anew heals.

use hushwire_wire::{
    DeskId, LinkId, MAX_HELLO, MAX_MANIFEST, MAX_OTHERS, MAX_PAYLOAD, MAX_ROOT, MemberId, Nameplate, Refusal, RoomId,
    Route,
};

/// A relay, for as long as its process lives: drawn at start, told to nobody but other relays.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub [u8; 16]);

impl std::fmt::Debug for NodeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NodeId(..)")
    }
}

/// One message from relay to relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// "I am there." To everybody, twice a second, and to each that is known.
    Beat,
    /// "I know nothing of you (any more): forget what you know of me, then tell me all." `Answered` asks for no answer.
    Meet(Meeting),
    /// "I stop now."
    Bye,
    /// These are all members of a room that are with me; none: I have left it.
    Here {
        /// Of which room.
        room: RoomId,
        /// Who. The first one has just sat down if `why` says so.
        members: Vec<MemberId>,
        /// What led to it.
        why: Why,
    },
    /// A frame for members of a room that are with you.
    Frame {
        /// In which room.
        room: RoomId,
        /// From whom, with me.
        from: MemberId,
        /// For whom: one of yours, or everybody.
        to: MemberId,
        /// As the sender sealed it.
        payload: Vec<u8>,
    },
    /// How a desk stands with me.
    Desk {
        /// Which.
        desk: DeskId,
        /// Whether the same is wanted in return, with who waits.
        ask: bool,
        /// Consoles attached with me.
        consoles: u16,
        /// Number of the newest manifest that I know, 0 for none.
        number: u64,
        /// Root record and signed manifest; both empty if you know them.
        root: Vec<u8>,
        /// See `root`.
        manifest: Vec<u8>,
    },
    /// Nobody with me asks for this desk any more.
    Forget {
        /// Which.
        desk: DeskId,
    },
    /// A customer waits with me, since so many milliseconds.
    Waits {
        /// For which desk.
        desk: DeskId,
        /// In which room.
        room: RoomId,
        /// Since when.
        waited_ms: u32,
    },
    /// It waits no longer.
    Gone {
        /// For which desk.
        desk: DeskId,
        /// In which room.
        room: RoomId,
    },
    /// A console with me wants a customer who waits with you. The first one to reach you gets it.
    Claim {
        /// Comes back in the answer.
        ticket: u64,
        /// Of which desk: the console proved it to me.
        desk: DeskId,
        /// Which room.
        room: RoomId,
        /// As whom.
        member: MemberId,
    },
    /// It is yours.
    Granted {
        /// Of the claim.
        ticket: u64,
        /// Which room.
        room: RoomId,
        /// The customer.
        customer: MemberId,
        /// Its first handshake message.
        hello: Vec<u8>,
    },
    /// A customer with me uses an invite. Whoever has it burns it and answers [`Led`](Self::Led).
    Redeem {
        /// Comes back in the answer.
        ticket: u64,
        /// Of which desk.
        desk: DeskId,
        /// Which room the customer opens.
        room: RoomId,
        /// As whom.
        member: MemberId,
        /// Which invite.
        route: Route,
        /// The customer's first handshake message.
        hello: Vec<u8>,
    },
    /// The invite was mine; its console sits in the room.
    Led {
        /// Of the redeem.
        ticket: u64,
        /// Which room.
        room: RoomId,
        /// The console, as the room knows it.
        console: MemberId,
    },
    /// It is not.
    Denied {
        /// Of the claim.
        ticket: u64,
        /// Why.
        code: Refusal,
    },
}

/// Who begins a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Meeting {
    Begun,
    Answered,
}

/// What led to a [`Message::Here`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A member has just sat down, the first in the list: if you hold that seat, it has moved.
    Sat,
    /// The same, and whoever is with you in that room is to be told in return.
    SatAndAsks,
    /// Nobody new; whoever is with you in that room is to be told in return.
    Asks,
    /// Nobody new.
    Told,
}

impl Why {
    /// Whether the first member has just sat down.
    pub fn sat(self) -> bool {
        matches!(self, Self::Sat | Self::SatAndAsks)
    }

    /// Whether an answer is wanted.
    pub fn asks(self) -> bool {
        matches!(self, Self::SatAndAsks | Self::Asks)
    }
}

/// The largest message: a frame, 1 + 16 + 8 + 8 + 65,511 bytes.
pub const MAX_MESSAGE: usize = 1 + RoomId::SIZE + 2 * MemberId::SIZE + MAX_PAYLOAD;
const _: () = assert!(1 + 32 + 1 + 2 + 8 + 2 + MAX_ROOT + MAX_MANIFEST <= MAX_MESSAGE);

const BEAT: u8 = 1;
const MEET: u8 = 2;
const BYE: u8 = 3;
const HERE: u8 = 4;
const FRAME: u8 = 5;
const DESK: u8 = 6;
const FORGET: u8 = 7;
const WAITS: u8 = 8;
const GONE: u8 = 9;
const CLAIM: u8 = 10;
const GRANTED: u8 = 11;
const DENIED: u8 = 12;
const REDEEM: u8 = 13;
const LED: u8 = 14;
/// How a route begins.
const PIN: u8 = 1;
const LINK: u8 = 2;

impl Message {
    /// The bytes that [`decode`](Self::decode) reads.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Beat => vec![BEAT],
            Self::Meet(meeting) => vec![MEET, u8::from(*meeting == Meeting::Answered)],
            Self::Bye => vec![BYE],
            Self::Here { room, members, why } => {
                let why = match why {
                    Why::Told => 0,
                    Why::Sat => 1,
                    Why::Asks => 2,
                    Why::SatAndAsks => 3,
                };
                let members: Vec<_> = members.iter().take(MAX_OTHERS).map(|member| member.0).collect();
                [&[HERE][..], &room.0, &[why], members.as_flattened()].concat()
            }
            Self::Frame {
                room,
                from,
                to,
                payload,
            } => frame(*room, *from, *to, payload),
            Self::Desk {
                desk,
                ask,
                consoles,
                number,
                root,
                manifest,
            } => {
                let length = u16::try_from(root.len()).unwrap_or(u16::MAX).to_be_bytes();
                let (consoles, number) = (consoles.to_be_bytes(), number.to_be_bytes());
                [
                    &[DESK][..],
                    &desk.0,
                    &[u8::from(*ask)],
                    &consoles,
                    &number,
                    &length,
                    root,
                    manifest,
                ]
                .concat()
            }
            Self::Forget { desk } => [&[FORGET][..], &desk.0].concat(),
            Self::Waits { desk, room, waited_ms } => {
                [&[WAITS][..], &desk.0, &room.0, &waited_ms.to_be_bytes()].concat()
            }
            Self::Gone { desk, room } => [&[GONE][..], &desk.0, &room.0].concat(),
            Self::Claim {
                ticket,
                desk,
                room,
                member,
            } => [&[CLAIM][..], &ticket.to_be_bytes(), &desk.0, &room.0, &member.0].concat(),
            Self::Granted {
                ticket,
                room,
                customer,
                hello,
            } => [&[GRANTED][..], &ticket.to_be_bytes(), &room.0, &customer.0, hello].concat(),
            Self::Redeem {
                ticket,
                desk,
                room,
                member,
                route,
                hello,
            } => {
                let mut to = Vec::with_capacity(1 + LinkId::SIZE);
                match route {
                    Route::Pin(nameplate) => {
                        to.push(PIN);
                        to.extend(nameplate.number().to_be_bytes());
                    }
                    Route::Link(link) => {
                        to.push(LINK);
                        to.extend(link.0);
                    }
                }
                [
                    &[REDEEM][..],
                    &ticket.to_be_bytes(),
                    &desk.0,
                    &room.0,
                    &member.0,
                    &to,
                    hello,
                ]
                .concat()
            }
            Self::Led { ticket, room, console } => [&[LED][..], &ticket.to_be_bytes(), &room.0, &console.0].concat(),
            Self::Denied { ticket, code } => [&[DENIED][..], &ticket.to_be_bytes(), &[code.number()]].concat(),
        }
    }

    /// Any bytes are a message or `None`. Another version of the relay says things that this one does not know: they
    /// are passed over.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_MESSAGE {
            return None;
        }
        let mut rest = Rest(bytes);
        let [kind] = rest.array()?;
        let message = match kind {
            BEAT => Self::Beat,
            MEET => Self::Meet(match rest.array()? {
                [0] => Meeting::Begun,
                [1] => Meeting::Answered,
                _ => return None,
            }),
            BYE => Self::Bye,
            HERE => {
                let room = rest.room()?;
                let why = match rest.array()? {
                    [0] => Why::Told,
                    [1] => Why::Sat,
                    [2] => Why::Asks,
                    [3] => Why::SatAndAsks,
                    _ => return None,
                };
                let (members, over) = rest.all().as_chunks::<{ MemberId::SIZE }>();
                let members: Vec<_> = members.iter().copied().map(MemberId).collect();
                let sound = over.is_empty() && members.len() <= MAX_OTHERS && members.iter().all(|it| !it.is_zero());
                if !sound || (why.sat() && members.is_empty()) {
                    return None;
                }
                Self::Here { room, members, why }
            }
            FRAME => Self::Frame {
                room: rest.room()?,
                from: rest.member()?,
                to: MemberId(rest.array()?),
                payload: rest.some(1, MAX_PAYLOAD)?,
            },
            DESK => {
                let desk = DeskId(rest.array()?);
                let ask = match rest.array()? {
                    [0] => false,
                    [1] => true,
                    _ => return None,
                };
                let consoles = u16::from_be_bytes(rest.array()?);
                let number = u64::from_be_bytes(rest.array()?);
                let length = usize::from(u16::from_be_bytes(rest.array()?));
                let root = rest.take(length).filter(|root| root.len() <= MAX_ROOT)?.to_vec();
                let manifest = rest.some(0, MAX_MANIFEST)?;
                if root.is_empty() != manifest.is_empty() {
                    return None;
                }
                Self::Desk {
                    desk,
                    ask,
                    consoles,
                    number,
                    root,
                    manifest,
                }
            }
            FORGET => Self::Forget {
                desk: DeskId(rest.array()?),
            },
            WAITS => Self::Waits {
                desk: DeskId(rest.array()?),
                room: rest.room()?,
                waited_ms: u32::from_be_bytes(rest.array()?),
            },
            GONE => Self::Gone {
                desk: DeskId(rest.array()?),
                room: rest.room()?,
            },
            CLAIM => Self::Claim {
                ticket: u64::from_be_bytes(rest.array()?),
                desk: DeskId(rest.array()?),
                room: rest.room()?,
                member: rest.member()?,
            },
            GRANTED => Self::Granted {
                ticket: u64::from_be_bytes(rest.array()?),
                room: rest.room()?,
                customer: rest.member()?,
                hello: rest.some(1, MAX_HELLO)?,
            },
            REDEEM => Self::Redeem {
                ticket: u64::from_be_bytes(rest.array()?),
                desk: DeskId(rest.array()?),
                room: rest.room()?,
                member: rest.member()?,
                route: rest.route()?,
                hello: rest.some(1, MAX_HELLO)?,
            },
            LED => Self::Led {
                ticket: u64::from_be_bytes(rest.array()?),
                room: rest.room()?,
                console: rest.member()?,
            },
            DENIED => {
                let ticket = u64::from_be_bytes(rest.array()?);
                let [code] = rest.array()?;
                Self::Denied {
                    ticket,
                    code: Refusal::from_number(code)?,
                }
            }
            _ => return None,
        };
        rest.0.is_empty().then_some(message)
    }
}

/// A [`Message::Frame`] from what the sender's task holds, copied once.
pub fn frame(room: RoomId, from: MemberId, to: MemberId, payload: &[u8]) -> Vec<u8> {
    [&[FRAME][..], &room.0, &from.0, &to.0, payload].concat()
}

/// What is still to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn room(&mut self) -> Option<RoomId> {
        Some(RoomId(self.array()?)).filter(|room| !room.is_zero())
    }

    fn member(&mut self) -> Option<MemberId> {
        Some(MemberId(self.array()?)).filter(|member| !member.is_zero())
    }

    fn route(&mut self) -> Option<Route> {
        match self.array()? {
            [PIN] => Nameplate::new(u16::from_be_bytes(self.array()?)).map(Route::Pin),
            [LINK] => Some(Route::Link(LinkId(self.array()?))),
            _ => None,
        }
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn all(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.0)
    }

    fn some(&mut self, least: usize, most: usize) -> Option<Vec<u8>> {
        let all = self.all();
        (least..=most).contains(&all.len()).then(|| all.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<Message> {
        let (room, desk, member) = (RoomId([1; 16]), DeskId([2; 32]), MemberId([3; 8]));
        vec![
            Message::Beat,
            Message::Meet(Meeting::Begun),
            Message::Meet(Meeting::Answered),
            Message::Bye,
            Message::Here {
                room,
                members: vec![member, MemberId([4; 8])],
                why: Why::SatAndAsks,
            },
            Message::Here {
                room,
                members: vec![],
                why: Why::Told,
            },
            Message::Frame {
                room,
                from: member,
                to: MemberId::EVERYBODY,
                payload: vec![5; 300],
            },
            Message::Desk {
                desk,
                ask: true,
                consoles: 7,
                number: 9,
                root: vec![1; 37],
                manifest: vec![2; 900],
            },
            Message::Forget { desk },
            Message::Waits {
                desk,
                room,
                waited_ms: 70_000,
            },
            Message::Gone { desk, room },
            Message::Claim {
                ticket: 1,
                desk,
                room,
                member,
            },
            Message::Granted {
                ticket: 1,
                room,
                customer: member,
                hello: b"hello".to_vec(),
            },
            Message::Redeem {
                ticket: 2,
                desk,
                room,
                member,
                route: Route::Pin(Nameplate::new(999).unwrap()),
                hello: b"hello".to_vec(),
            },
            Message::Redeem {
                ticket: 2,
                desk,
                room,
                member,
                route: Route::Link(LinkId([6; 16])),
                hello: b"hello".to_vec(),
            },
            Message::Led {
                ticket: 2,
                room,
                console: member,
            },
            Message::Denied {
                ticket: 1,
                code: Refusal::AlreadyClaimed,
            },
        ]
    }

    #[test]
    fn what_is_said_is_heard() {
        for message in samples() {
            assert_eq!(Message::decode(&message.encode()), Some(message));
        }
    }

    #[test]
    fn what_is_cut_short_is_no_message_or_says_less() {
        for message in samples() {
            let bytes = message.encode();
            for end in 0..bytes.len() {
                assert_ne!(Message::decode(&bytes[..end]).as_ref(), Some(&message));
            }
        }
    }

    #[test]
    fn zeros_strangers_and_leftovers_are_refused() {
        let here = |room: [u8; 16], why, members: &[u8]| [&[HERE][..], &room, &[why], members].concat();
        for (what, bytes) in [
            ("nothing", vec![]),
            ("an unknown type", vec![99]),
            ("a byte too many", vec![BEAT, 0]),
            ("a meeting of another kind", vec![MEET, 2]),
            ("no room", here([0; 16], 0, &[])),
            ("half a member", here([1; 16], 0, &[1; 7])),
            ("a member of zeros", here([1; 16], 0, &[0; 8])),
            ("nobody has sat down", here([1; 16], 1, &[])),
            ("another why", here([1; 16], 4, &[1; 8])),
            ("more members than a list has", here([1; 16], 0, &[1; 256 * 8])),
            (
                "an empty frame",
                frame(RoomId([1; 16]), MemberId([1; 8]), MemberId([0; 8]), &[]),
            ),
            (
                "a frame too large",
                frame(
                    RoomId([1; 16]),
                    MemberId([1; 8]),
                    MemberId([0; 8]),
                    &[0; MAX_PAYLOAD + 1],
                ),
            ),
            (
                "a frame from nobody",
                frame(RoomId([1; 16]), MemberId([0; 8]), MemberId([0; 8]), &[0]),
            ),
            (
                "a manifest without its root",
                [&[DESK][..], &[1; 32], &[0], &[0; 2], &[0; 8], &[0, 0], &[1; 9]].concat(),
            ),
            ("a code that is none", [&[DENIED][..], &[0; 8], &[0]].concat()),
        ] {
            assert_eq!(Message::decode(&bytes), None, "{what}");
        }
    }
}
