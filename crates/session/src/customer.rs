//! The customer's end, from the first look at the desk to erased.
//!
//! ```text
//! Idle --start--> Knocking --entered--> Securing --good reply--> Open --end--> Closing --acknowledged--> Ended
//!                    ^                     |  no reply in time      |
//!                    +---------------------+                        +-- peer ends, or a fault --> Ended
//! with a PIN or a link:
//! Idle --redeem--> Knocking --entered--> Securing --good reply--> Proving --right--> Open
//!   ^                  | unknown          |  no answer in time       | wrong, or no answer in time
//!   +------------------+                  +--> Refused               +--> Refused
//! any of them -- a reply that proves another desk, a bad certificate … --> Refused
//! ```

mod desk;
mod heard;
mod kept;
mod standing;

use alloc::{boxed::Box, string::String, vec::Vec};

use hushwire_desk::{Fingerprint, Manifest, RootRecord};
use hushwire_mask::{Direction, Finding};
use hushwire_wire::{ClientFrame, DeskId, MemberId};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    Act, CustomerState, Effect, Ender, Event, Millis,
    chat::{Chat, GOODBYE_WITHIN, Seat, send},
    envelope::{Reason, is_language},
    handshake::{Finished, Offer, Place, Proving},
    link::{Due, Link},
    papers::{Technician, lapse},
    screen::Screen,
    ticket::Ticket,
};

/// How long a technician who took the chat may take to answer; then the customer knocks again.
const REPLY_WITHIN: Millis = 15_000;
/// How long after a refusal for being too many the customer knocks again.
const KNOCK_AGAIN: Millis = 5_000;

/// What a customer knows before anything is said.
#[derive(Clone, Debug)]
pub struct CustomerSettings {
    /// The desk that the page pins.
    pub desk: Fingerprint,
    /// The page's origin; empty outside browsers.
    pub origin: String,
    /// BCP 47.
    pub language: String,
}

impl CustomerSettings {
    /// A page can name any language; one that is no tag becomes `und` (RFC 5646: undetermined).
    fn sane(mut self) -> Self {
        if !is_language(&self.language) {
            self.language = "und".into();
        }
        self
    }
}

/// What happens to a customer's end.
#[derive(Clone, Copy)]
pub enum CustomerInput<'a> {
    /// The socket to the relay is open.
    Opened,
    /// The socket is gone.
    Closed,
    /// A binary message came.
    Received(&'a [u8]),
    /// The time asked for by the last `Wake` has come.
    Tick,
    /// The customer wants to talk.
    Start,
    /// The customer brings a PIN as typed, or the fragment of a link. Taken before a chat is secured, also instead of
    /// waiting in the queue.
    Redeem(&'a str),
    /// The customer sends a text.
    Send(&'a str),
    /// The customer types, or stopped.
    Typing(bool),
    /// The technician's messages up to this one have been on screen.
    Read(u64),
    /// The customer does something beyond writing.
    Act(Act<'a>),
    /// The customer ends the chat.
    End,
}

/// The customer's end. Give it what happens, do what it says.
pub struct Customer {
    settings: CustomerSettings,
    link: Link,
    phase: Phase,
    desk: DeskSeen,
    /// Who of the desk is in the chat.
    technicians: Vec<Technician>,
    /// Policy of the newest manifest, for the composer before a chat is open.
    screen: Screen,
    told: Option<(CustomerState, u16)>,
}

enum Phase {
    Idle,
    Knocking {
        seat: Seat,
        offer: Offer,
        position: u16,
        again_at: Option<Millis>,
    },
    Securing {
        seat: Seat,
        offer: Offer,
        technician: MemberId,
        until: Millis,
    },
    /// The guess is made, the verdict awaited. Nothing else was said.
    Proving {
        seat: Seat,
        technician: MemberId,
        finished: Box<Finished>,
        proving: Proving,
        until: Millis,
    },
    Open(Chat),
    Closing {
        chat: Chat,
        until: Millis,
    },
    Ended,
    Refused,
}

/// What is known of the desk without talking to it.
#[derive(Default)]
struct DeskSeen {
    consoles: Option<u16>,
    root: Option<RootRecord>,
    /// The manifest as it was signed.
    signed: Vec<u8>,
    manifest: Option<Manifest>,
}

impl Customer {
    /// A customer who has said nothing yet. `manifest` is one that the page or an earlier visit kept: the signed bytes
    /// and the root record that verifies them; it is ignored if it does not verify.
    pub fn new(settings: CustomerSettings, manifest: Option<(&[u8], &[u8])>, now: Millis) -> Self {
        let mut customer = Self {
            settings: settings.sane(),
            link: Link::default(),
            phase: Phase::Idle,
            desk: DeskSeen::default(),
            technicians: Vec::new(),
            screen: Screen::new(None, Direction::ToDesk),
            told: None,
        };
        if let Some((root, manifest)) = manifest {
            customer.see_manifest(root, manifest, now);
        }
        customer
    }

    /// Where the chat stands.
    pub fn state(&self) -> CustomerState {
        match &self.phase {
            Phase::Ended | Phase::Closing { .. } => CustomerState::Ended,
            Phase::Refused => CustomerState::Refused,
            Phase::Open(chat) if chat.reachable() => CustomerState::Open,
            Phase::Open(_) => CustomerState::Reconnecting,
            _ if !self.link.is_up() || self.desk.consoles.is_none() => CustomerState::Connecting,
            Phase::Securing { .. } | Phase::Proving { .. } => CustomerState::Securing,
            Phase::Knocking { offer, .. } if offer.ticket().is_some() => CustomerState::Securing,
            _ if self.desk.consoles == Some(0) => CustomerState::OfflineDesk,
            Phase::Knocking { .. } => CustomerState::Waiting,
            Phase::Idle => CustomerState::Ready,
        }
    }

    /// What the masker finds in a text that is being typed.
    pub fn scan(&self, text: &str) -> Vec<Finding> {
        match &self.phase {
            Phase::Open(chat) => chat.scan(text),
            _ => self.screen.scan(text),
        }
    }

    /// A secret for one purpose of the caller's own, the same at both ends of an open chat and nowhere else (the shape of
    /// RFC 8446, section 7.5): `label` says what for, `context` which one. It tells nothing of the keys of messages, and
    /// of two labels, contexts or lengths neither tells anything of the other. At most 255 bytes of label and 8,160 of
    /// secret; labels that begin with `hushwire ` are ours.
    pub fn export(&self, label: &str, context: &[u8], length: usize) -> Option<Zeroizing<Vec<u8>>> {
        match &self.phase {
            Phase::Open(chat) => chat.export(label, context, length),
            _ => None,
        }
    }

    /// Whether a closed socket should be opened again.
    pub fn wants_link(&self) -> bool {
        !matches!(self.phase, Phase::Ended | Phase::Refused)
    }

    /// Takes one input, gives everything that follows from it.
    pub fn handle(&mut self, input: CustomerInput<'_>, now: Millis, rng: &mut dyn CryptoRng) -> Vec<Effect> {
        let mut effects = Vec::new();
        let out = &mut effects;
        match input {
            CustomerInput::Opened => self.opened(now, out),
            CustomerInput::Closed => self.closed(),
            CustomerInput::Received(bytes) => self.received(bytes, now, rng, out),
            CustomerInput::Tick => self.tick(now, rng, out),
            CustomerInput::Start => self.start(rng, out),
            CustomerInput::Redeem(text) => self.redeem(text, now, rng, out),
            CustomerInput::Send(text) => match &mut self.phase {
                Phase::Open(chat) => chat.say(text, now, rng, out),
                _ => out.push(Effect::Event(Event::Refused {
                    chat: 0,
                    code: "not-open",
                })),
            },
            CustomerInput::Typing(on) => {
                if let Phase::Open(chat) = &mut self.phase {
                    chat.typing(on, now, rng, out);
                }
            }
            CustomerInput::Read(upto) => {
                if let Phase::Open(chat) = &mut self.phase {
                    chat.read(upto, now, rng, out);
                }
            }
            CustomerInput::Act(act) => match &mut self.phase {
                Phase::Open(chat) => chat.act(act, now, rng, out),
                _ => out.push(Effect::Event(Event::Refused {
                    chat: 0,
                    code: "not-open",
                })),
            },
            CustomerInput::End => self.end(now, rng, out),
        }
        self.report(&mut effects);
        effects
    }

    fn opened(&mut self, now: Millis, out: &mut Vec<Effect>) {
        self.link.opened(now);
        out.push(send(&ClientFrame::Look { desk: self.desk_id() }));
        match &self.phase {
            Phase::Knocking { .. } => self.knock(out),
            Phase::Securing { seat, .. } | Phase::Proving { seat, .. } => out.push(seat.join()),
            Phase::Open(chat) | Phase::Closing { chat, .. } => out.push(chat.seat.join()),
            Phase::Idle | Phase::Ended | Phase::Refused => {}
        }
    }

    fn closed(&mut self) {
        self.link.closed();
        self.desk.consoles = None;
        if let Phase::Open(chat) | Phase::Closing { chat, .. } = &mut self.phase {
            chat.unreachable();
        }
    }

    fn start(&mut self, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        if !matches!(self.phase, Phase::Idle) {
            return;
        }
        self.new_knock(None, rng);
        if self.link.is_up() {
            self.knock(out);
        }
    }

    /// A PIN or a link leads past the queue, to the one who gave it out.
    fn redeem(&mut self, text: &str, now: Millis, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        let refused = |code| Effect::Event(Event::Refused { chat: 0, code });
        let waiting = match &self.phase {
            Phase::Idle => None,
            Phase::Knocking { seat, offer, .. } if offer.ticket().is_none() => Some(seat.leave()),
            _ => {
                out.push(refused("not-ready"));
                return;
            }
        };
        match Ticket::read(text, now / 1_000) {
            Ok(ticket) => {
                out.extend(waiting.filter(|_| self.link.is_up()));
                self.new_knock(Some(ticket), rng);
                if self.link.is_up() {
                    self.knock(out);
                }
            }
            Err(error) => out.push(refused(error.code())),
        }
    }

    /// A knock with fresh keys in a fresh room; sent as soon as there is a socket.
    fn new_knock(&mut self, ticket: Option<Ticket>, rng: &mut dyn CryptoRng) {
        let seat = Seat::fresh(rng);
        let place = Place {
            room: seat.room,
            desk: self.settings.desk,
        };
        let seen = self.desk.manifest.as_ref().map_or(0, |manifest| manifest.number);
        let offer = Offer::new(place, &self.settings.origin, seen, ticket, rng);
        self.phase = Phase::Knocking {
            seat,
            offer,
            position: 0,
            again_at: None,
        };
    }

    fn knock(&self, out: &mut Vec<Effect>) {
        if let Phase::Knocking { seat, offer, .. } = &self.phase {
            let (desk, room, secret, hello) = (self.desk_id(), seat.room, seat.secret(), offer.hello());
            out.push(send(&match offer.ticket().map(Ticket::route) {
                None => ClientFrame::Knock {
                    desk,
                    room,
                    secret,
                    hello,
                },
                Some(route) => ClientFrame::Redeem {
                    desk,
                    room,
                    secret,
                    route,
                    hello,
                },
            }));
        }
    }

    fn end(&mut self, now: Millis, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        match core::mem::replace(&mut self.phase, Phase::Ended) {
            Phase::Open(mut chat) => {
                chat.awaits_receipt = true;
                chat.say_end(Reason::WANTED, now, rng, out);
                self.phase = Phase::Closing {
                    chat,
                    until: now.saturating_add(GOODBYE_WITHIN),
                };
            }
            Phase::Knocking { seat, .. } | Phase::Securing { seat, .. } | Phase::Proving { seat, .. } => {
                out.push(seat.leave());
                out.push(Effect::Close { reason: "ended" });
            }
            Phase::Idle => out.push(Effect::Close { reason: "ended" }),
            same @ (Phase::Closing { .. } | Phase::Ended | Phase::Refused) => {
                self.phase = same;
                return;
            }
        }
        out.push(Effect::Event(Event::Ended { chat: 0, by: Ender::Me }));
    }

    fn tick(&mut self, now: Millis, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        match self.link.tick(now) {
            Due::Nothing => {}
            Due::Ask(ping) => out.push(Effect::Send(ping)),
            Due::Drop => {
                self.closed();
                out.push(Effect::Drop { reason: "relay-silent" });
            }
        }
        match &mut self.phase {
            Phase::Knocking { again_at, .. } if again_at.is_some_and(|at| at <= now) => {
                *again_at = None;
                if self.link.is_up() {
                    self.knock(out);
                }
            }
            // The invite is burnt. Another guess at it would be refused, and there is no other.
            Phase::Securing { offer, until, .. } if *until <= now && offer.ticket().is_some() => {
                self.refuse("invite-unanswered", out);
            }
            Phase::Proving { until, .. } if *until <= now => self.refuse("invite-unanswered", out),
            Phase::Securing { seat, until, .. } if *until <= now => {
                out.push(seat.leave());
                self.new_knock(None, rng);
                if self.link.is_up() {
                    self.knock(out);
                }
            }
            Phase::Open(chat) => chat.tick(now, rng, out),
            Phase::Closing { chat, until } => {
                chat.tick(now, rng, out);
                if *until <= now {
                    self.leave(out);
                }
            }
            _ => {}
        }
        self.look_at_papers(now, rng, out);
    }

    fn close_if_settled(&mut self, out: &mut Vec<Effect>) {
        if let Phase::Closing { chat, .. } = &self.phase
            && chat.done()
        {
            self.leave(out);
        }
    }

    /// The chat is over by somebody else's doing, or cannot go on.
    fn over(&mut self, by: Ender, out: &mut Vec<Effect>) {
        let known = matches!(self.phase, Phase::Closing { .. });
        self.leave(out);
        if !known {
            out.push(Effect::Event(Event::Ended { chat: 0, by }));
        }
    }

    /// Gives up the seat; dropping the chat wipes keys and originals.
    fn leave(&mut self, out: &mut Vec<Effect>) {
        if let Phase::Open(chat) | Phase::Closing { chat, .. } = &self.phase {
            out.push(chat.seat.leave());
        }
        self.phase = Phase::Ended;
        self.technicians.clear();
        out.push(Effect::Close { reason: "ended" });
    }

    fn refuse(&mut self, code: &'static str, out: &mut Vec<Effect>) {
        if let Phase::Knocking { seat, .. } | Phase::Securing { seat, .. } | Phase::Proving { seat, .. } = &self.phase {
            out.push(seat.leave());
        }
        self.phase = Phase::Refused;
        out.push(Effect::Event(Event::Refused { chat: 0, code }));
        out.push(Effect::Close { reason: code });
    }

    fn desk_id(&self) -> DeskId {
        DeskId(self.settings.desk.0)
    }

    /// Says where the chat stands if that changed, and when to call again.
    fn report(&mut self, effects: &mut Vec<Effect>) {
        let state = self.state();
        let position = match &self.phase {
            Phase::Knocking { position, .. } if state == CustomerState::Waiting => *position,
            _ => 0,
        };
        if self.told != Some((state, position)) {
            self.told = Some((state, position));
            effects.push(Effect::Event(Event::State { state, position }));
        }
        let phase = match &self.phase {
            Phase::Knocking { again_at, .. } => *again_at,
            Phase::Securing { until, .. } | Phase::Proving { until, .. } => Some(*until),
            Phase::Open(chat) => chat.wake().into_iter().chain(self.papers_wake()).min(),
            Phase::Closing { chat, until } => chat.wake().into_iter().chain([*until]).min(),
            Phase::Idle | Phase::Ended | Phase::Refused => None,
        };
        effects.extend([self.link.wake(), phase].into_iter().flatten().min().map(Effect::Wake));
    }
}

impl core::fmt::Debug for Customer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Customer")
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}
