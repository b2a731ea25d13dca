//! The technician's end: one member of the desk, one queue, many chats.
//!
//! ```text
//! a chat:  Claiming --claimed--> Answered --first good message--> Open --end--> Closing --acknowledged--> gone
//!              |  refused            |  customer leaves             +-- customer ends, or a fault --> gone
//!              +--> gone             +--> gone
//! an invited chat:  Judging --right--> Answered;  Judging -- wrong, or no guess in time --> gone
//! ```

mod heard;
mod invites;
mod kept;
mod refusal;
mod standing;

use alloc::{borrow::ToOwned, boxed::Box, collections::BTreeMap, string::String, vec::Vec};
use core::fmt;

use hushwire_desk::{
    Certificate, Enrolment, Fingerprint, Label, Manifest, attach_message, verify_certificate, verify_manifest,
};
use hushwire_mask::Finding;
use hushwire_wire::{ClientFrame, MemberId, RoomId};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    Act, ChatState, CustomerProof, Effect, Ender, Event, InviteKind, Knock, LinkState, Millis,
    chat::{Chat, GOODBYE_WITHIN, Seat, Signer, send},
    envelope::Reason,
    handshake::Judge,
    link::{Due, Link},
};
use invites::Invite;
pub use refusal::ConsoleError;

/// What happens to a console.
#[derive(Clone, Copy)]
pub enum ConsoleInput<'a> {
    /// The socket to the relay is open.
    Opened {
        /// The authority of the relay's URL, e.g. `chat.example:8443`; the console signs it.
        host: &'a str,
    },
    /// The socket is gone.
    Closed,
    /// A binary message came.
    Received(&'a [u8]),
    /// The time asked for by the last `Wake` has come.
    Tick,
    /// The technician wants to hand out a PIN or a link. What it says comes as `Invited`, once.
    Invite {
        /// Which of the two.
        kind: InviteKind,
        /// For how long it is to be good; at most a week, and the relay may keep it for less.
        seconds: u32,
    },
    /// The technician takes an invite back.
    Withdraw {
        /// Its number.
        invite: u32,
    },
    /// The technician takes a waiting customer.
    Claim {
        /// Number of the knock.
        knock: u32,
    },
    /// The technician sends a text.
    Send {
        /// Which chat.
        chat: u32,
        /// The words as typed.
        text: &'a str,
    },
    /// The technician types, or stopped.
    Typing {
        /// Which chat.
        chat: u32,
        /// Does it?
        on: bool,
    },
    /// The customer's messages up to this one have been on screen.
    Read {
        /// Which chat.
        chat: u32,
        /// Highest number.
        upto: u64,
    },
    /// The technician does something beyond writing.
    Act {
        /// Which chat.
        chat: u32,
        /// What.
        act: Act<'a>,
    },
    /// The technician ends a chat.
    End {
        /// Which chat.
        chat: u32,
    },
}

/// A technician's end. Give it what happens, do what it says.
pub struct Console {
    enrolment: Enrolment,
    certificate: Certificate,
    manifest: Manifest,
    link: Link,
    host: String,
    attached: bool,
    refused: bool,
    queue: Vec<(Knock, RoomId)>,
    /// Boxed, because a map that gives up an entry keeps a copy of its bytes in the node; a box is freed, and wiped then.
    chats: BTreeMap<u32, Box<Entry>>,
    /// Boxed for the same reason.
    invites: BTreeMap<u32, Box<Invite>>,
    next_number: u32,
    /// The end that the technician was told of.
    told: Option<Millis>,
}

struct Entry {
    phase: Phase,
    language: String,
    origin: String,
    comparison: String,
    since: Millis,
    told: Option<ChatState>,
    peer: CustomerProof,
    /// By when an invited customer must have proved itself.
    overdue: Option<Millis>,
}

impl Entry {
    fn new(phase: Phase, since: Millis) -> Self {
        Self {
            phase,
            language: String::new(),
            origin: String::new(),
            comparison: String::new(),
            since,
            told: None,
            peer: CustomerProof::Anyone,
            overdue: None,
        }
    }
}

enum Phase {
    Claiming {
        seat: Seat,
    },
    /// The customer brings an invite and has not guessed yet.
    Judging {
        seat: Seat,
        customer: MemberId,
        reachable: bool,
        reply: Vec<u8>,
        judge: Box<Judge>,
    },
    Answered {
        chat: Chat,
        reply: Vec<u8>,
    },
    Open(Chat),
    Closing {
        chat: Chat,
        until: Millis,
    },
}

impl Phase {
    fn seat(&self) -> &Seat {
        match self {
            Self::Claiming { seat } | Self::Judging { seat, .. } => seat,
            Self::Answered { chat, .. } | Self::Open(chat) | Self::Closing { chat, .. } => &chat.seat,
        }
    }

    fn chat(&mut self) -> Option<&mut Chat> {
        match self {
            Self::Claiming { .. } | Self::Judging { .. } => None,
            Self::Answered { chat, .. } | Self::Open(chat) | Self::Closing { chat, .. } => Some(chat),
        }
    }
}

impl Console {
    /// A console for this member. `now` is needed because an expired certificate is refused here already.
    pub fn new(enrolment: Enrolment, now: Millis) -> Result<Self, ConsoleError> {
        let seconds = now / 1_000;
        let certificate = verify_certificate(&enrolment.certificate, &enrolment.root, seconds)?;
        if certificate.key != enrolment.member.public() {
            return Err(ConsoleError::OtherKey);
        }
        let manifest = verify_manifest(&enrolment.manifest, &enrolment.root, seconds)?;
        if manifest.revokes(&certificate.serial) {
            return Err(ConsoleError::Revoked);
        }
        Ok(Self {
            enrolment,
            certificate,
            manifest,
            link: Link::default(),
            host: String::new(),
            attached: false,
            refused: false,
            queue: Vec::new(),
            chats: BTreeMap::new(),
            invites: BTreeMap::new(),
            next_number: 1,
            told: None,
        })
    }

    /// The desk that this console belongs to.
    pub fn desk(&self) -> Fingerprint {
        self.enrolment.root.fingerprint()
    }

    /// What the desk says about this member.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The desk's settings as this console holds them.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// A secret for one purpose of the caller's own, the same at both ends of an open chat; see
    /// [`crate::Customer::export`].
    pub fn export(&self, chat: u32, label: &str, context: &[u8], length: usize) -> Option<Zeroizing<Vec<u8>>> {
        match &self.chats.get(&chat)?.phase {
            Phase::Open(chat) => chat.export(label, context, length),
            _ => None,
        }
    }

    /// Whether a closed socket should be opened again.
    pub fn wants_link(&self) -> bool {
        !self.refused
    }

    /// What the masker finds in a text that is being typed.
    pub fn scan(&self, chat: u32, text: &str) -> Vec<Finding> {
        match self.chats.get(&chat).map(|entry| &entry.phase) {
            Some(Phase::Answered { chat, .. } | Phase::Open(chat) | Phase::Closing { chat, .. }) => chat.scan(text),
            _ => Vec::new(),
        }
    }

    /// Takes one input, gives everything that follows from it.
    pub fn handle(&mut self, input: ConsoleInput<'_>, now: Millis, rng: &mut dyn CryptoRng) -> Vec<Effect> {
        let mut effects = Vec::new();
        let out = &mut effects;
        match input {
            ConsoleInput::Opened { host } => {
                self.link.opened(now);
                host.clone_into(&mut self.host);
                out.push(link(LinkState::Connecting, ""));
            }
            ConsoleInput::Closed => self.closed(out),
            ConsoleInput::Received(bytes) => self.received(bytes, now, rng, out),
            ConsoleInput::Tick => self.tick(now, rng, out),
            ConsoleInput::Claim { knock } => self.claim(knock, now, rng, out),
            ConsoleInput::Invite { kind, seconds } => self.invite(kind, seconds, now, rng, out),
            ConsoleInput::Withdraw { invite } => self.withdraw(invite, out),
            ConsoleInput::Send { chat: number, text } => match self.open_chat(number) {
                Some(chat) => chat.say(text, now, rng, out),
                None => out.push(Effect::Event(Event::Refused {
                    chat: number,
                    code: "not-open",
                })),
            },
            ConsoleInput::Typing { chat, on } => {
                if let Some(chat) = self.open_chat(chat) {
                    chat.typing(on, now, rng, out);
                }
            }
            ConsoleInput::Read { chat, upto } => {
                if let Some(chat) = self.open_chat(chat) {
                    chat.read(upto, now, rng, out);
                }
            }
            ConsoleInput::Act { chat: number, act } => match self.open_chat(number) {
                Some(chat) => chat.act(act, now, rng, out),
                None => out.push(Effect::Event(Event::Refused {
                    chat: number,
                    code: "not-open",
                })),
            },
            ConsoleInput::End { chat } => self.end(chat, now, rng, out),
        }
        self.report(&mut effects);
        effects
    }

    fn open_chat(&mut self, number: u32) -> Option<&mut Chat> {
        match &mut self.chats.get_mut(&number)?.phase {
            Phase::Open(chat) => Some(chat),
            _ => None,
        }
    }

    fn closed(&mut self, out: &mut Vec<Effect>) {
        if !self.link.is_up() {
            return;
        }
        self.link.closed();
        self.attached = false;
        self.queue.clear();
        // A claim that was not answered is lost with the socket: the customer is in the queue still.
        self.chats.retain(|number, entry| {
            let lost = matches!(entry.phase, Phase::Claiming { .. });
            if lost {
                out.push(Effect::Event(Event::Ended {
                    chat: *number,
                    by: Ender::Fault,
                }));
            }
            !lost
        });
        for entry in self.chats.values_mut() {
            match &mut entry.phase {
                Phase::Judging { reachable, .. } => *reachable = false,
                phase => {
                    if let Some(chat) = phase.chat() {
                        chat.unreachable();
                    }
                }
            }
        }
        out.push(link(LinkState::Lost, ""));
        self.tell_queue(out);
    }

    fn attach(&self, nonce: &[u8; 32], out: &mut Vec<Effect>) {
        let message = attach_message(nonce, &self.desk(), &self.host);
        out.push(send(&ClientFrame::Attach {
            signature: self.enrolment.member.sign(Label::Attach, &message),
            root: &self.enrolment.root.encode(),
            certificate: &self.enrolment.certificate,
            manifest: &self.enrolment.manifest,
        }));
    }

    fn claim(&mut self, knock: u32, now: Millis, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        let waiting = self.queue.iter().find(|(waiting, _)| waiting.knock == knock);
        let Some(&(_, room)) = waiting.filter(|_| self.attached) else {
            out.push(Effect::Event(Event::Refused {
                chat: 0,
                code: "unknown-knock",
            }));
            return;
        };
        if self.by_room(room).is_some() {
            return;
        }
        let seat = Seat::at(room, rng);
        out.push(send(&ClientFrame::Claim {
            room,
            secret: seat.secret(),
        }));
        let number = self.next_number;
        self.next_number = self.next_number.wrapping_add(1);
        self.chats
            .insert(number, Box::new(Entry::new(Phase::Claiming { seat }, now)));
    }

    fn end(&mut self, number: u32, now: Millis, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        let Some(mut entry) = self.chats.remove(&number) else {
            return;
        };
        match entry.phase {
            Phase::Closing { .. } => {
                self.chats.insert(number, entry);
                return;
            }
            Phase::Open(mut chat) => {
                let desk = self.enrolment.root.fingerprint();
                chat.state(desk, &self.enrolment.member, entry.since, now, rng, out);
                chat.say_end(Reason::WANTED, now, rng, out);
                entry.phase = Phase::Closing {
                    chat,
                    until: now.saturating_add(GOODBYE_WITHIN),
                };
                self.chats.insert(number, entry);
            }
            phase => out.push(phase.seat().leave()),
        }
        out.push(Effect::Event(Event::Ended {
            chat: number,
            by: Ender::Me,
        }));
    }

    fn tick(&mut self, now: Millis, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        match self.link.tick(now) {
            Due::Nothing => {}
            Due::Ask(ping) => out.push(Effect::Send(ping)),
            Due::Drop => {
                self.closed(out);
                out.push(Effect::Drop { reason: "relay-silent" });
            }
        }
        self.expire_invites(now, out);
        self.overdue(now, out);
        self.chats.retain(|_, entry| {
            if let Phase::Open(chat) | Phase::Closing { chat, .. } = &mut entry.phase {
                chat.tick(now, rng, out);
            }
            let over = matches!(entry.phase, Phase::Closing { until, .. } if until <= now);
            if over {
                let signer = Signer {
                    root: &self.enrolment.root,
                    certificate: &self.enrolment.certificate,
                };
                out.extend(entry.phase.chat().and_then(|chat| chat.unsigned_receipt(signer)));
                out.push(entry.phase.seat().leave());
            }
            !over
        });
        self.look_at_papers(now, rng, out);
    }

    /// A chat is over by somebody else's doing, or cannot go on; dropping it wipes its keys.
    fn over(&mut self, number: u32, by: Ender, out: &mut Vec<Effect>) {
        let Some(entry) = self.chats.remove(&number) else {
            return;
        };
        out.push(entry.phase.seat().leave());
        if !matches!(entry.phase, Phase::Closing { .. }) {
            out.push(Effect::Event(Event::Ended { chat: number, by }));
        }
    }

    fn by_room(&self, room: RoomId) -> Option<u32> {
        self.chats
            .iter()
            .find(|(_, entry)| entry.phase.seat().room == room)
            .map(|(number, _)| *number)
    }

    fn tell_queue(&self, out: &mut Vec<Effect>) {
        let mut waiting: Vec<Knock> = self.queue.iter().map(|(knock, _)| *knock).collect();
        waiting.sort_by_key(|knock| (knock.since, knock.knock));
        out.push(Effect::Event(Event::Queue { waiting }));
    }

    /// Says where the chats stand if that changed, and when to call again.
    fn report(&mut self, effects: &mut Vec<Effect>) {
        let invites = self.invites.values().map(|invite| invite.wake());
        let papers = self.papers_wake();
        let mut wake = self.link.wake().into_iter().chain(invites).chain(papers).min();
        for (number, entry) in &mut self.chats {
            let due = match &entry.phase {
                Phase::Open(chat) => chat.wake(),
                Phase::Closing { chat, until } => chat.wake().into_iter().chain([*until]).min(),
                Phase::Claiming { .. } | Phase::Judging { .. } | Phase::Answered { .. } => entry.overdue,
            };
            wake = wake.into_iter().chain(due).min();
            let state = match &entry.phase {
                Phase::Claiming { .. } | Phase::Judging { .. } | Phase::Answered { .. } => ChatState::Securing,
                Phase::Open(chat) if chat.reachable() => ChatState::Open,
                Phase::Open(_) => ChatState::Away,
                Phase::Closing { .. } => ChatState::Ended,
            };
            if entry.told != Some(state) {
                entry.told = Some(state);
                effects.push(Effect::Event(Event::Chat {
                    chat: *number,
                    state,
                    language: entry.language.clone(),
                    origin: entry.origin.clone(),
                    since: entry.since,
                    comparison: entry.comparison.clone(),
                    peer: entry.peer,
                }));
            }
        }
        effects.extend(wake.map(Effect::Wake));
    }
}

fn link(state: LinkState, code: &'static str) -> Effect {
    Effect::Event(Event::Link { state, code })
}

impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console")
            .field("attached", &self.attached)
            .field("waiting", &self.queue.len())
            .field("chats", &self.chats.len())
            .finish_non_exhaustive()
    }
}
