//! What goes into a peer and what comes out: the whole of its dealings with the world.

use alloc::{collections::BTreeMap, string::String, vec::Vec};
use core::fmt;

use hushwire_mask::{Finding, Placeholder};
use zeroize::Zeroize;

use crate::{Asked, Millis, Reference};

/// What a peer asks the world to do, in this order.
#[derive(PartialEq)]
pub enum Effect {
    /// Give these bytes to the socket as one binary message.
    Send(Vec<u8>),
    /// Call back with `Tick` at this time. A later one replaces an earlier one.
    Wake(Millis),
    /// Close the socket and do not come back: the session is over.
    Close {
        /// Why, in kebab-case.
        reason: &'static str,
    },
    /// Close the socket and connect anew: it is silent, or talks nonsense.
    Drop {
        /// Why, in kebab-case.
        reason: &'static str,
    },
    /// Tell the person at the screen.
    Event(Event),
}

/// Of bytes to send only how many: they hold room ids and the secret that keeps a seat.
impl fmt::Debug for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send(bytes) => write!(f, "Send({} bytes)", bytes.len()),
            Self::Wake(at) => write!(f, "Wake({at})"),
            Self::Close { reason } => write!(f, "Close({reason})"),
            Self::Drop { reason } => write!(f, "Drop({reason})"),
            Self::Event(event) => write!(f, "Event({event:?})"),
        }
    }
}

/// Which of the two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// This one.
    Me,
    /// The other one.
    Peer,
}

impl Side {
    /// The word that programs see: kebab-case, never changed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Me => "me",
            Self::Peer => "peer",
        }
    }
}

/// Who or what ended a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ender {
    /// This end.
    Me,
    /// The other end.
    Peer,
    /// Neither: it could not go on.
    Fault,
}

impl Ender {
    /// The word that programs see: kebab-case, never changed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Me => "me",
            Self::Peer => "peer",
            Self::Fault => "fault",
        }
    }
}

/// A text for the screen. Wiped on drop, never printed.
#[derive(PartialEq, Eq)]
pub struct Text(String);

impl Text {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    pub(crate) fn into_string(mut self) -> String {
        core::mem::take(&mut self.0)
    }

    /// The words, to be put on the screen as text and nowhere else.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Text(_)")
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Where a customer's chat stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustomerState {
    /// No socket yet, or the relay has not answered yet.
    Connecting,
    /// Nobody of the desk is there. A knock, once made, is kept.
    OfflineDesk,
    /// Somebody is there; the customer has not knocked.
    Ready,
    /// In the queue.
    Waiting,
    /// A technician took the chat; keys are being agreed.
    Securing,
    /// The desk is verified, both ends are there.
    Open,
    /// It was open; this end's socket or the other end is gone for the moment.
    Reconnecting,
    /// Over and erased.
    Ended,
    /// Refused, for good.
    Refused,
}

impl CustomerState {
    /// The word that programs see: kebab-case, never changed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::OfflineDesk => "offline-desk",
            Self::Ready => "ready",
            Self::Waiting => "waiting",
            Self::Securing => "securing",
            Self::Open => "open",
            Self::Reconnecting => "reconnecting",
            Self::Ended => "ended",
            Self::Refused => "refused",
        }
    }
}

/// Where one of a console's chats stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatState {
    /// Claimed; keys are being agreed.
    Securing,
    /// Both ends are there.
    Open,
    /// The customer, or this end's socket, is gone for the moment.
    Away,
    /// Over and erased.
    Ended,
}

impl ChatState {
    /// The word that programs see: kebab-case, never changed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Securing => "securing",
            Self::Open => "open",
            Self::Away => "away",
            Self::Ended => "ended",
        }
    }
}

/// Where a console stands with its relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// Socket open, not attached yet.
    Connecting,
    /// The queue is live.
    Attached,
    /// The relay refuses this console.
    Refused,
    /// No socket.
    Lost,
}

impl LinkState {
    /// The word that programs see: kebab-case, never changed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Attached => "attached",
            Self::Refused => "refused",
            Self::Lost => "lost",
        }
    }
}

/// What a technician hands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InviteKind {
    /// Nine digits, to be spoken.
    Pin,
    /// A secret for the fragment of a page's address, to be sent.
    Link,
}

impl InviteKind {
    /// The word that programs see: kebab-case, never changed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Link => "link",
        }
    }
}

/// What a technician knows of who sits at the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustomerProof {
    /// Nothing: anybody, the relay included.
    Anyone,
    /// Whoever has the PIN or link that this console gave out.
    Invited(InviteKind),
}

impl CustomerProof {
    /// The word that programs see: kebab-case, never changed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Invited(kind) => kind.word(),
        }
    }
}

/// What a customer knows of who sits at the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TechnicianProof {
    /// Somebody whom the pinned desk certifies.
    Desk,
    /// That, and the one who gave out the PIN or link.
    Invited(InviteKind),
}

impl TechnicianProof {
    /// The word that programs see: kebab-case, never changed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Desk => "desk-verified",
            Self::Invited(InviteKind::Pin) => "pin-verified",
            Self::Invited(InviteKind::Link) => "link-verified",
        }
    }
}

/// How an invite came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InviteEnd {
    /// Somebody used it: it is burnt, whether or not the guess was right.
    Used {
        /// The chat that came of it.
        chat: u32,
    },
    /// Nobody used it in time.
    Expired,
    /// This console took it back.
    Withdrawn,
    /// The relay did not take it, or did not keep it.
    Refused {
        /// Why, in kebab-case.
        code: &'static str,
    },
}

impl InviteEnd {
    /// The word that programs see: kebab-case, never changed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Used { .. } => "used",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Refused { .. } => "refused",
        }
    }
}

/// One customer in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Knock {
    /// This console's own number for it.
    pub knock: u32,
    /// Since when it waits, by this console's clock.
    pub since: Millis,
}

/// What a person should learn. `chat` is the console's own number of the chat; a customer has one chat, 0.
#[derive(Debug, PartialEq)]
pub enum Event {
    /// A message to show. `placeholders` says where masked values stand in `text`.
    Message {
        /// Which chat.
        chat: u32,
        /// Number on this screen, from 1 in each direction.
        id: u64,
        /// Which end wrote it.
        from: Side,
        /// Who wrote it: 0 the customer, then the technicians in the order in which they came.
        author: u32,
        /// What was sent: masked.
        text: Text,
        /// When it was sent or came, by this end's clock.
        at: Millis,
        /// Masked values in `text` (byte offsets).
        placeholders: Vec<Placeholder>,
        /// The message that this one answers.
        reply: Option<Reference>,
    },
    /// A message now reads otherwise. One that this end does not show means nothing.
    Edited {
        /// Which chat.
        chat: u32,
        /// Number of the message in its direction.
        id: u64,
        /// Who wrote and changed it.
        from: Side,
        /// How it reads now: masked.
        text: Text,
        /// When, by this end's clock.
        at: Millis,
        /// Masked values in `text` (byte offsets).
        placeholders: Vec<Placeholder>,
    },
    /// A message was taken back.
    Removed {
        /// Which chat.
        chat: u32,
        /// Number of the message in its direction.
        id: u64,
        /// Who wrote and removed it.
        from: Side,
    },
    /// A technician asks for a value: this end, or (to a customer) the other one.
    Asked {
        /// Which chat.
        chat: u32,
        /// Number of the question.
        ask: u64,
        /// Who asks.
        from: Side,
        /// What for.
        asked: Asked,
    },
    /// A question was answered: at the customer's end what it said, at the technician's a no.
    Answered {
        /// Which chat.
        chat: u32,
        /// Number of the question.
        ask: u64,
        /// Was the value given?
        given: bool,
    },
    /// To a technician: a value to show until then and to keep nowhere.
    Revealed {
        /// Which chat.
        chat: u32,
        /// Number of the question.
        ask: u64,
        /// The kind of the value, or the word of the form.
        kind: &'static str,
        /// The value.
        value: Text,
        /// When it goes off the screen ([`Event::Hidden`]).
        until: Millis,
    },
    /// A revealed value is off the technician's screen.
    Hidden {
        /// Which chat.
        chat: u32,
        /// Number of the question.
        ask: u64,
    },
    /// To a technician: what the customer says of this chat.
    Rated {
        /// Which chat.
        chat: u32,
        /// 1 to 5.
        stars: u8,
        /// In words: masked, perhaps empty.
        comment: Text,
    },
    /// The peer's device has my messages up to this one.
    Delivered {
        /// Which chat.
        chat: u32,
        /// Highest number.
        upto: u64,
    },
    /// The peer has had my messages up to this one on screen.
    Read {
        /// Which chat.
        chat: u32,
        /// Highest number.
        upto: u64,
    },
    /// The peer is typing, or no longer.
    Typing {
        /// Which chat.
        chat: u32,
        /// Is it?
        on: bool,
    },
    /// Nothing was sent: the policy forbids these.
    Blocked {
        /// Which chat.
        chat: u32,
        /// What and where in the text that was to be sent (byte offsets).
        findings: Vec<Finding>,
    },
    /// So many messages of the peer are known to be missing; 0: all are here again.
    Gap {
        /// Which chat.
        chat: u32,
        /// How many.
        missing: u64,
    },
    /// The chat will end at this time, unless the desk renews what runs out.
    Ending {
        /// Which chat.
        chat: u32,
        /// What runs out, in kebab-case.
        code: &'static str,
        /// When.
        at: Millis,
    },
    /// The chat cannot be trusted any more and was closed.
    Fault {
        /// Which chat.
        chat: u32,
        /// Why, in kebab-case.
        code: &'static str,
    },
    /// Over and erased.
    Ended {
        /// Which chat.
        chat: u32,
        /// By whom.
        by: Ender,
    },
    /// What both ends hold when it is over; see [`crate::verify_receipt`].
    Receipt {
        /// Which chat.
        chat: u32,
        /// The receipt, to be kept or thrown away.
        receipt: Vec<u8>,
    },
    /// The relay or the protocol said no.
    Refused {
        /// Which chat.
        chat: u32,
        /// Why, in kebab-case.
        code: &'static str,
    },
    /// To a customer: where the chat stands.
    State {
        /// The state.
        state: CustomerState,
        /// Place in the queue from 1, or 0.
        position: u16,
    },
    /// To a customer: what the desk says about itself, checked against the pinned fingerprint.
    Desk {
        /// Its name.
        name: String,
        /// Its texts in the customer's language, or else in English, or else in whichever there is.
        texts: BTreeMap<String, String>,
        /// When somebody is there, in words.
        hours: String,
        /// Whether it archives.
        archive: bool,
        /// For how many days, if it says.
        days: Option<u32>,
        /// What it says about keeping.
        words: String,
        /// How many consoles are attached now.
        consoles: u16,
    },
    /// To a customer: the other end proved that it is the desk's.
    Verified {
        /// Always 0.
        chat: u32,
        /// Which of the technicians, as in their messages.
        author: u32,
        /// The desk's name.
        desk: String,
        /// The technician's name.
        name: String,
        /// Their roles, in kebab-case.
        roles: Vec<&'static str>,
        /// When their certificate ends, in seconds since 1970.
        expires: u64,
        /// Twelve digits that both ends may compare aloud.
        comparison: String,
        /// How much was proved.
        proof: TechnicianProof,
    },
    /// To a console: an invite is open. This is the only time that its words are told.
    Invited {
        /// This console's own number for it.
        invite: u32,
        /// What the words are.
        kind: InviteKind,
        /// The PIN as people say it, or the link's fragment.
        words: Text,
        /// When it ends, if nobody uses it.
        expires: Millis,
    },
    /// To a console: an invite is no more.
    Uninvited {
        /// Which one.
        invite: u32,
        /// Why.
        end: InviteEnd,
    },
    /// To a console: where it stands with the relay.
    Link {
        /// The state.
        state: LinkState,
        /// If refused, why, in kebab-case; else empty.
        code: &'static str,
    },
    /// To a console: who waits, longest first.
    Queue {
        /// The queue.
        waiting: Vec<Knock>,
    },
    /// To a console: where a chat stands.
    Chat {
        /// Which chat.
        chat: u32,
        /// The state.
        state: ChatState,
        /// The customer's language (BCP 47), once known.
        language: String,
        /// The site it says it is on, once known.
        origin: String,
        /// Since when, by this console's clock.
        since: Millis,
        /// Twelve digits that both ends may compare aloud, once known.
        comparison: String,
        /// Who it is.
        peer: CustomerProof,
    },
}
