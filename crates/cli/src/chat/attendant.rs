//! Who sits at a chat when nobody does: it holds the session, sends what was typed as soon as it can be sent, takes the
//! next customer, marks as read what was printed, and leaves when there is nothing left to say. No I/O in here.

use std::collections::VecDeque;

use getrandom::{SysRng, rand_core::UnwrapErr};
use hushwire_session::{
    ChatState, Console, ConsoleInput, Customer, CustomerInput, CustomerState, Effect, Ender, Event, InviteEnd,
    InviteKind, Knock, LinkState, Side,
};
use hushwire_wire::ClientFrame;
use zeroize::Zeroizing;

/// A typed line, wiped when it has been sent.
pub(crate) type Line = Zeroizing<String>;

/// Typed lines that may wait for the chat to open. Whoever types faster is not read from until some are gone.
const MOST_WAITING: usize = 64;

/// Which end of a chat this is.
pub(crate) enum Peer {
    Customer(Box<Customer>),
    Technician(Box<Console>),
}

/// How the two ends find each other.
pub(crate) enum Meeting {
    /// The customer waits in the queue, the technician takes whoever waits longest.
    Queue,
    /// The customer brings a PIN or a link.
    Ticket(Line),
    /// The technician hands out one invite after the other, and takes nobody else.
    Invite(InviteKind),
}

/// How long a PIN is good, in seconds: as long as two people talk on the phone.
const PIN_SECONDS: u32 = 600;
/// How long a link is good, in seconds: a day.
const LINK_SECONDS: u32 = 86_400;

/// What to do when no more will be typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum AtEnd {
    /// Go on until the other side ends the chat.
    Stay,
    /// End the chat when everything has arrived.
    Leave,
}

/// What happens.
pub(crate) enum Happening<'a> {
    /// The socket is open, to this host.
    Opened(&'a str),
    Closed,
    Received(&'a [u8]),
    /// The time asked for has come.
    Tick,
    Typed(Line),
    InputEnded,
    /// Somebody wants this to stop: the first time politely.
    Interrupted,
}

/// What is to be done.
#[derive(Debug)]
pub(crate) enum Doing {
    Send(Vec<u8>),
    Wake(u64),
    Show(Event),
    /// Typed lines that will not be sent: how many, and why.
    NotSent {
        lines: usize,
        code: &'static str,
    },
    /// Leave this socket and open another.
    Reconnect,
    Finish(Finish),
}

/// How it all ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finish {
    Well,
    /// Well, but not everything that was typed has arrived.
    NotAllSent,
    /// Refused or broken, for this reason.
    Badly(&'static str),
}

pub(crate) struct Attendant {
    peer: Peer,
    meeting: Meeting,
    /// An invite is open, or asked for.
    invited: bool,
    at_end: AtEnd,
    typed: VecDeque<Line>,
    input_ended: bool,
    queue: Vec<Knock>,
    seat: Seat,
    /// Somebody sat there before: what is typed now was not meant for the next one.
    had_a_chat: bool,
    unread: Vec<(u32, u64)>,
    leaving: bool,
    all_sent: bool,
    fault: Option<&'static str>,
    /// The ticket leads nowhere, or no invite can be opened.
    hopeless: Option<&'static str>,
}

/// The chat that is being attended to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seat {
    Empty,
    /// Asked for, or being secured.
    Taking,
    Open {
        chat: u32,
        sent: u64,
        delivered: u64,
        congested: bool,
    },
}

impl Attendant {
    pub(crate) fn new(peer: Peer, meeting: Meeting, at_end: AtEnd) -> Self {
        Self {
            peer,
            meeting,
            invited: false,
            at_end,
            typed: VecDeque::new(),
            input_ended: false,
            queue: Vec::new(),
            seat: Seat::Empty,
            had_a_chat: false,
            unread: Vec::new(),
            leaving: false,
            all_sent: true,
            fault: None,
            hopeless: None,
        }
    }

    /// False while so much waits to be sent that no more should be read.
    pub(crate) fn listens(&self) -> bool {
        !self.input_ended && self.typed.len() < MOST_WAITING
    }

    /// What to do before anything has happened.
    pub(crate) fn begin(&mut self, now: u64) -> Vec<Doing> {
        let start = match &self.meeting {
            Meeting::Ticket(ticket) => CustomerInput::Redeem(ticket),
            Meeting::Queue | Meeting::Invite(_) => CustomerInput::Start,
        };
        let effects = match &mut self.peer {
            Peer::Customer(customer) => customer.handle(start, now, &mut UnwrapErr(SysRng)),
            Peer::Technician(_) => Vec::new(),
        };
        self.follow(effects, now)
    }

    /// Takes what happened, gives what is to be done.
    pub(crate) fn take(&mut self, happening: Happening<'_>, now: u64) -> Vec<Doing> {
        let mut doings = Vec::new();
        let effects = match happening {
            Happening::Opened(host) => self.handle(CustomerInput::Opened, ConsoleInput::Opened { host }, now),
            Happening::Closed => self.handle(CustomerInput::Closed, ConsoleInput::Closed, now),
            Happening::Received(bytes) => {
                self.handle(CustomerInput::Received(bytes), ConsoleInput::Received(bytes), now)
            }
            Happening::Tick => self.handle(CustomerInput::Tick, ConsoleInput::Tick, now),
            Happening::Typed(line) => {
                let open = matches!(self.seat, Seat::Open { .. });
                if open || !self.had_a_chat {
                    self.typed.push_back(line);
                } else {
                    self.all_sent = false;
                    doings.push(Doing::NotSent {
                        lines: 1,
                        code: "not-open",
                    });
                }
                Vec::new()
            }
            Happening::InputEnded => {
                self.input_ended = true;
                Vec::new()
            }
            Happening::Interrupted if self.leaving => {
                doings.push(Doing::Finish(Finish::Well));
                Vec::new()
            }
            Happening::Interrupted => self.leave(now),
        };
        doings.extend(self.follow(effects, now));
        doings
    }

    /// Does what the peer asks for, and then whatever has become possible by it, until nothing more has.
    fn follow(&mut self, mut effects: Vec<Effect>, now: u64) -> Vec<Doing> {
        let mut doings = Vec::new();
        loop {
            let mut finish = None;
            for effect in effects {
                match effect {
                    Effect::Send(bytes) => {
                        if self.leaving && matches!(ClientFrame::decode(&bytes), Ok(ClientFrame::Leave { .. })) {
                            finish = Some(self.finish());
                        }
                        doings.push(Doing::Send(bytes));
                    }
                    Effect::Wake(at) => doings.push(Doing::Wake(at)),
                    Effect::Drop { .. } => doings.push(Doing::Reconnect),
                    Effect::Close { reason: "ended" } => {
                        finish = Some(self.finish());
                    }
                    Effect::Close { reason } => finish = Some(Finish::Badly(reason)),
                    Effect::Event(event) => self.heed(event, &mut doings),
                }
            }
            let hopeless = self.hopeless.map(Finish::Badly);
            if let Some(finish) = finish.or(hopeless).or_else(|| self.finished()) {
                doings.push(Doing::Finish(finish));
                return doings;
            }
            effects = self.next(now);
            if effects.is_empty() {
                return doings;
            }
        }
    }

    /// Learns from an event, and shows it.
    fn heed(&mut self, event: Event, doings: &mut Vec<Doing>) {
        match &event {
            Event::Message {
                chat,
                id,
                from: Side::Peer,
                ..
            } => self.unread.push((*chat, *id)),
            Event::Message { id, from: Side::Me, .. } => {
                if let Seat::Open { sent, .. } = &mut self.seat {
                    *sent = *id;
                }
            }
            Event::Delivered { upto, .. } => {
                if let Seat::Open {
                    delivered, congested, ..
                } = &mut self.seat
                {
                    (*delivered, *congested) = (*upto, false);
                }
            }
            Event::State {
                state: CustomerState::Open,
                ..
            } => self.open(0),
            Event::Chat {
                chat,
                state: ChatState::Open | ChatState::Away,
                ..
            } if !self.leaving => self.open(*chat),
            Event::Queue { waiting } => self.queue.clone_from(waiting),
            Event::Link {
                state: LinkState::Lost | LinkState::Connecting,
                ..
            } => self.queue.clear(),
            // The one who was to be taken is gone already.
            Event::Refused {
                code: "unknown-knock", ..
            } if self.seat == Seat::Taking => self.seat = Seat::Empty,
            Event::Refused {
                code: code @ ("bad-pin" | "bad-link" | "expired-invite" | "unknown-invite"),
                ..
            } if matches!(self.peer, Peer::Customer(_)) => self.hopeless = Some(code),
            Event::Uninvited { end, .. } => {
                self.invited = false;
                match end {
                    InviteEnd::Used { .. } if !self.leaving => self.seat = Seat::Taking,
                    InviteEnd::Refused { code } => self.hopeless = Some(code),
                    InviteEnd::Used { .. } | InviteEnd::Expired | InviteEnd::Withdrawn => {}
                }
            }
            Event::Blocked { .. } | Event::Refused { code: "too-long", .. } => self.all_sent = false,
            Event::Fault { code, .. } => self.fault = Some(code),
            Event::Ended { by, .. } => self.ended(*by, doings),
            _ => {}
        }
        doings.push(Doing::Show(event));
    }

    fn open(&mut self, chat: u32) {
        if !matches!(self.seat, Seat::Open { .. }) {
            self.seat = Seat::Open {
                chat,
                sent: 0,
                delivered: 0,
                congested: false,
            };
            self.fault = None;
        }
    }

    fn ended(&mut self, by: Ender, doings: &mut Vec<Doing>) {
        // A claim that came to nothing is no chat: what was typed still waits for the first one.
        if !matches!(self.seat, Seat::Open { .. }) && matches!(self.peer, Peer::Technician(_)) {
            self.seat = Seat::Empty;
            return;
        }
        if let Seat::Open { sent, delivered, .. } = self.seat {
            // Whoever ends a chat knows what they do; a chat that ends by itself can take words with it.
            self.all_sent &= by == Ender::Me || delivered >= sent;
        }
        self.seat = Seat::Empty;
        self.had_a_chat = true;
        self.unread.clear();
        if !self.typed.is_empty() {
            self.all_sent = false;
            doings.push(Doing::NotSent {
                lines: self.typed.len(),
                code: "ended",
            });
            self.typed.clear();
        }
        if by == Ender::Fault && self.fault.is_none() {
            self.fault = Some("fault");
        }
    }

    /// A technician leaves when there is nobody to say goodbye to. (A customer's session says itself when it is over.)
    fn finished(&self) -> Option<Finish> {
        let Peer::Technician(_) = self.peer else {
            return None;
        };
        let nothing_left = self.input_ended && self.at_end == AtEnd::Leave && self.had_a_chat;
        (self.seat == Seat::Empty && !self.leaving && nothing_left).then(|| self.finish())
    }

    fn finish(&self) -> Finish {
        match self.fault {
            Some(code) => Finish::Badly(code),
            None if self.all_sent => Finish::Well,
            None => Finish::NotAllSent,
        }
    }

    /// One thing that has become possible.
    fn next(&mut self, now: u64) -> Vec<Effect> {
        if let Some((chat, upto)) = self.unread.pop() {
            // Everything up to the newest has been printed.
            self.unread.retain(|(other, _)| *other != chat);
            return self.handle(CustomerInput::Read(upto), ConsoleInput::Read { chat, upto }, now);
        }
        match self.seat {
            Seat::Empty if !self.leaving => match self.meeting {
                Meeting::Invite(kind) => self.invite(kind, now),
                Meeting::Queue | Meeting::Ticket(_) => self.claim(now),
            },
            Seat::Open {
                chat,
                sent,
                delivered,
                congested,
            } if !self.leaving => match self.typed.pop_front() {
                Some(line) if !congested => self.say(chat, line, now),
                Some(line) => {
                    self.typed.push_front(line);
                    Vec::new()
                }
                None if self.input_ended && self.at_end == AtEnd::Leave && delivered >= sent => self.leave(now),
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// Hands out an invite, if none is open.
    fn invite(&mut self, kind: InviteKind, now: u64) -> Vec<Effect> {
        let Peer::Technician(console) = &mut self.peer else {
            return Vec::new();
        };
        if self.invited {
            return Vec::new();
        }
        self.invited = true;
        let seconds = match kind {
            InviteKind::Pin => PIN_SECONDS,
            InviteKind::Link => LINK_SECONDS,
        };
        console.handle(ConsoleInput::Invite { kind, seconds }, now, &mut UnwrapErr(SysRng))
    }

    /// Takes the one who waits longest.
    fn claim(&mut self, now: u64) -> Vec<Effect> {
        let Peer::Technician(console) = &mut self.peer else {
            return Vec::new();
        };
        if self.queue.is_empty() {
            return Vec::new();
        }
        let Knock { knock, .. } = self.queue.remove(0);
        self.seat = Seat::Taking;
        console.handle(ConsoleInput::Claim { knock }, now, &mut UnwrapErr(SysRng))
    }

    /// Sends a line, or keeps it if too many are on their way.
    fn say(&mut self, chat: u32, line: Line, now: u64) -> Vec<Effect> {
        let mut effects = self.handle(
            CustomerInput::Send(&line),
            ConsoleInput::Send { chat, text: &line },
            now,
        );
        let full = |effect: &Effect| {
            matches!(
                effect,
                Effect::Event(Event::Refused {
                    code: "too-many-unsent",
                    ..
                })
            )
        };
        if effects.iter().any(full) {
            effects.retain(|effect| !full(effect));
            self.typed.push_front(line);
            if let Seat::Open { congested, .. } = &mut self.seat {
                *congested = true;
            }
        }
        effects
    }

    /// Ends the chat, or asks nobody for anything any more.
    fn leave(&mut self, now: u64) -> Vec<Effect> {
        self.leaving = true;
        match (&mut self.peer, self.seat) {
            (Peer::Customer(customer), _) => customer.handle(CustomerInput::End, now, &mut UnwrapErr(SysRng)),
            (Peer::Technician(console), Seat::Open { chat, .. }) => {
                console.handle(ConsoleInput::End { chat }, now, &mut UnwrapErr(SysRng))
            }
            (Peer::Technician(_), Seat::Empty | Seat::Taking) => {
                vec![Effect::Close { reason: "ended" }]
            }
        }
    }

    fn handle(&mut self, customer: CustomerInput<'_>, console: ConsoleInput<'_>, now: u64) -> Vec<Effect> {
        let rng = &mut UnwrapErr(SysRng);
        match &mut self.peer {
            Peer::Customer(peer) => peer.handle(customer, now, rng),
            Peer::Technician(peer) => peer.handle(console, now, rng),
        }
    }
}
