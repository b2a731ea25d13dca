//! A relay in memory that keeps to the rules unless a test tells it to lie, and two people at their screens.
// Helpers of tests are tests; no file of tests uses all of them.
#![allow(dead_code, unused_imports, unreachable_pub, clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use hushwire_desk::{CertificateRequest, Enrolment, Fingerprint, Manifest, MemberKey, Retention, Role, RootKey};
use hushwire_session::{
    Console, ConsoleInput, Customer, CustomerInput, CustomerSettings, Effect, Event, Millis, Side, StateKey,
};
use hushwire_wire::{ClientFrame, DeskId, MemberId, Members, Refusal, RelayFrame, RoomId};

mod invites;
mod lies;
mod random;

pub use lies::*;
pub use random::Random;

/// 2026-01-01, in milliseconds.
pub const NOW: Millis = 1_767_225_600_000;

pub fn manifest(number: u64) -> Manifest {
    Manifest {
        number,
        name: "Acme support".into(),
        relays: vec![],
        origins: vec!["https://shop.example".into()],
        policy: vec![],
        retention: Retention {
            archive: false,
            days: None,
            words: "We keep nothing.".into(),
        },
        texts: BTreeMap::new(),
        revoked: vec![],
        hours: "always".into(),
        countries: vec![],
        issued: NOW / 1000 - 60,
        expires: NOW / 1000 + 86_400,
    }
}

pub fn request(key: [u8; 32]) -> CertificateRequest {
    CertificateRequest {
        key,
        name: "Ada".into(),
        roles: [Role::Technician].into_iter().collect(),
        origins: vec![],
        not_before: NOW / 1000 - 60,
        not_after: NOW / 1000 + 86_400,
        serial: [7; 16],
    }
}

/// A desk with one technician; the closures change what is certified and signed.
pub fn enrol(
    desk: &RootKey,
    certificate: impl FnOnce(&mut CertificateRequest),
    settings: impl FnOnce(&mut Manifest),
) -> Enrolment {
    let member = MemberKey::generate(&mut Random::new(99));
    let mut request = request(member.public());
    certificate(&mut request);
    let mut manifest = manifest(1);
    settings(&mut manifest);
    Enrolment {
        root: desk.record(),
        certificate: desk.certify(&request).unwrap(),
        manifest: desk.sign_manifest(&manifest).unwrap(),
        member,
    }
}

pub fn desk(seed: u64) -> RootKey {
    RootKey::generate(&mut Random::new(seed))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Customer,
    Technician,
}

/// What a lying relay does to a frame on its way: the frame (or several, or none) that goes on.
pub type Meddle = Box<dyn FnMut(Who, Vec<u8>) -> Vec<Vec<u8>>>;

/// One customer, one console, one relay between them, one clock.
pub struct World {
    pub customer: Customer,
    pub console: Console,
    pub now: Millis,
    pub random: Random,
    pub events: Vec<(Who, Event)>,
    /// Every frame that crossed the relay, in both directions, before meddling.
    pub crossed: Vec<(Who, Vec<u8>)>,
    pub meddle: Meddle,
    enrolment: Vec<u8>,
    pinned: Fingerprint,
    reloads: u64,
    up: BTreeMap<Who, bool>,
    deaf: BTreeSet<Who>,
    inbox: VecDeque<(Who, Vec<u8>)>,
    wakes: BTreeMap<Who, Millis>,
    relay: Relay,
}

#[derive(Default)]
struct Relay {
    desk: Option<DeskId>,
    root: Vec<u8>,
    manifest: Vec<u8>,
    queue: Option<(RoomId, Vec<u8>)>,
    rooms: BTreeMap<RoomId, Vec<Who>>,
    invites: invites::Invites,
}

pub fn settings(desk: Fingerprint) -> CustomerSettings {
    CustomerSettings {
        desk,
        origin: "https://shop.example".into(),
        language: "en".into(),
    }
}

pub fn key() -> StateKey {
    StateKey::take(&mut [5; 32])
}

pub fn id(who: Who) -> MemberId {
    MemberId([if who == Who::Customer { 1 } else { 2 }; 8])
}

fn other(who: Who) -> Who {
    if who == Who::Customer {
        Who::Technician
    } else {
        Who::Customer
    }
}

impl World {
    pub fn new(pinned: Fingerprint, enrolment: Enrolment) -> Self {
        Self {
            customer: Customer::new(settings(pinned), None, NOW),
            enrolment: enrolment.encode().to_vec(),
            pinned,
            reloads: 0,
            console: Console::new(enrolment, NOW).unwrap(),
            now: NOW,
            random: Random::new(1),
            events: vec![],
            crossed: vec![],
            meddle: Box::new(|_, frame| vec![frame]),
            up: BTreeMap::new(),
            deaf: BTreeSet::new(),
            inbox: VecDeque::new(),
            wakes: BTreeMap::new(),
            relay: Relay::default(),
        }
    }

    /// Both connect; the customer knocks, the technician claims.
    pub fn meet(&mut self) {
        self.open(Who::Technician);
        self.open(Who::Customer);
        self.customer(CustomerInput::Start);
        self.claim();
    }

    pub fn claim(&mut self) {
        let knock = self.events.iter().rev().find_map(|(_, event)| match event {
            Event::Queue { waiting } => Some(waiting[0].knock),
            _ => None,
        });
        self.console(ConsoleInput::Claim {
            knock: knock.expect("somebody waits"),
        });
    }

    pub fn open(&mut self, who: Who) {
        self.up.insert(who, true);
        self.deaf.remove(&who);
        match who {
            Who::Customer => self.customer(CustomerInput::Opened),
            Who::Technician => {
                self.console(ConsoleInput::Opened { host: "relay.example" });
                self.give(
                    who,
                    &RelayFrame::Welcome {
                        nonce: [3; 32],
                        max_frame: 65_536,
                        ping_seconds: 25,
                    },
                );
                self.run();
            }
        }
    }

    pub fn close(&mut self, who: Who) {
        self.up.insert(who, false);
        self.inbox.retain(|(to, _)| *to != who);
        match who {
            Who::Customer => self.customer(CustomerInput::Closed),
            Who::Technician => {
                self.forget_invites();
                self.console(ConsoleInput::Closed);
            }
        }
        let rooms: Vec<RoomId> = self.relay.rooms.keys().copied().collect();
        for room in rooms {
            self.leave(who, room);
        }
        self.run();
    }

    /// What a page puts away before it goes.
    pub fn sealed(&mut self, who: Who) -> Option<Vec<u8>> {
        self.reloads += 1;
        match who {
            Who::Customer => self.customer.seal(&key(), self.reloads, &mut self.random),
            Who::Technician => Some(self.console.seal(&key(), self.reloads, &mut self.random)),
        }
    }

    /// A page comes back with what it had put away; its screen is filled by what the peer says about it.
    pub fn put_back(&mut self, who: Who, kept: &[u8]) {
        self.up.insert(who, false);
        self.inbox.retain(|(to, _)| *to != who);
        self.wakes.remove(&who);
        for room in self.relay.rooms.keys().copied().collect::<Vec<_>>() {
            self.leave(who, room);
        }
        self.events.retain(|(at, _)| *at != who);
        let random = &mut self.random;
        let effects = match who {
            Who::Customer => {
                let settings = settings(self.pinned);
                let (customer, effects) = Customer::restore(settings, kept, &key(), 0, self.now, random).unwrap();
                self.customer = customer;
                effects
            }
            Who::Technician => {
                let enrolment = Enrolment::decode(&self.enrolment).unwrap();
                let (console, effects) = Console::restore(enrolment, kept, &key(), 0, self.now, random).unwrap();
                self.console = console;
                effects
            }
        };
        self.perform(who, effects);
        self.run();
    }

    /// The desk gave this technician a new enrolment; the page uses it from its next reload on.
    pub fn renew(&mut self, enrolment: Enrolment) {
        self.enrolment = enrolment.encode().to_vec();
    }

    /// A page is reloaded: nothing of what it showed may change.
    pub fn reload(&mut self, who: Who) {
        let before = (self.texts(who), self.marks(who));
        let kept = self.sealed(who).expect("a chat that goes on");
        self.put_back(who, &kept);
        assert_eq!(
            (self.texts(who), self.marks(who)),
            before,
            "{who:?} shows what it showed"
        );
        self.open(who);
    }

    /// Up to where one screen says that its texts have arrived and been read.
    pub fn marks(&self, who: Who) -> (u64, u64) {
        let events = self.events.iter().filter(|(at, _)| *at == who);
        events.fold((0, 0), |(delivered, read), (_, event)| match event {
            Event::Delivered { upto, .. } => (*upto, read),
            Event::Read { upto, .. } => (delivered, *upto),
            _ => (delivered, read),
        })
    }

    /// The relay forgets everything and both sockets break.
    pub fn crash_relay(&mut self) {
        self.relay = Relay::default();
        self.inbox.clear();
        for who in [Who::Customer, Who::Technician] {
            self.up.insert(who, false);
        }
        self.customer(CustomerInput::Closed);
        self.console(ConsoleInput::Closed);
    }

    pub fn customer(&mut self, input: CustomerInput<'_>) {
        let effects = self.customer.handle(input, self.now, &mut self.random);
        self.perform(Who::Customer, effects);
        self.run();
    }

    pub fn console(&mut self, input: ConsoleInput<'_>) {
        let effects = self.console.handle(input, self.now, &mut self.random);
        self.perform(Who::Technician, effects);
        self.run();
    }

    /// Lets time pass, waking both ends when they asked to be woken.
    pub fn pass(&mut self, time: Millis) {
        let until = self.now + time;
        while let Some((who, at)) = self
            .wakes
            .iter()
            .map(|(who, at)| (*who, *at))
            .filter(|(_, at)| *at <= until)
            .min_by_key(|(_, at)| *at)
        {
            self.wakes.remove(&who);
            self.now = self.now.max(at);
            match who {
                Who::Customer => self.customer(CustomerInput::Tick),
                Who::Technician => self.console(ConsoleInput::Tick),
            }
        }
        self.now = until;
    }

    fn perform(&mut self, who: Who, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send(bytes) => {
                    if self.up.get(&who) == Some(&true) {
                        self.crossed.push((who, bytes.clone()));
                        for bytes in (self.meddle)(who, bytes) {
                            self.relay(who, &bytes);
                        }
                    }
                }
                Effect::Wake(at) => {
                    self.wakes.insert(who, at);
                }
                Effect::Close { .. } => {
                    self.up.insert(who, false);
                }
                Effect::Drop { .. } => {
                    self.up.insert(who, false);
                }
                Effect::Event(event) => self.events.push((who, event)),
            }
        }
    }

    fn run(&mut self) {
        while let Some((who, bytes)) = self.inbox.pop_front() {
            let effects = match who {
                Who::Customer => self
                    .customer
                    .handle(CustomerInput::Received(&bytes), self.now, &mut self.random),
                Who::Technician => self
                    .console
                    .handle(ConsoleInput::Received(&bytes), self.now, &mut self.random),
            };
            self.perform(who, effects);
        }
    }

    pub fn give(&mut self, who: Who, frame: &RelayFrame<'_>) {
        if self.up.get(&who) == Some(&true) && !self.deaf.contains(&who) {
            self.inbox.push_back((who, frame.encode().unwrap()));
        }
    }

    fn leave(&mut self, who: Who, room: RoomId) {
        let Some(members) = self.relay.rooms.get_mut(&room) else {
            return;
        };
        if !members.contains(&who) {
            return;
        }
        members.retain(|member| *member != who);
        if self.relay.queue.as_ref().is_some_and(|(waiting, _)| *waiting == room) {
            self.relay.queue = None;
            self.give(Who::Technician, &RelayFrame::Gone { room });
        }
        self.give(other(who), &RelayFrame::Left { room, member: id(who) });
    }

    fn join(&mut self, who: Who, room: RoomId) {
        let members = self.relay.rooms.entry(room).or_default();
        members.retain(|member| *member != who);
        let there: Vec<[u8; 8]> = members.iter().map(|who| id(*who).0).collect();
        members.push(who);
        self.give(
            who,
            &RelayFrame::Joined {
                room,
                you: id(who),
                members: Members::new(&there),
            },
        );
        if !there.is_empty() {
            self.give(other(who), &RelayFrame::Entered { room, member: id(who) });
        }
    }

    fn relay(&mut self, who: Who, bytes: &[u8]) {
        let Ok(frame) = ClientFrame::decode(bytes) else {
            return;
        };
        match frame {
            ClientFrame::Ping { token } => self.give(who, &RelayFrame::Pong { token }),
            ClientFrame::Look { desk } => {
                let known = self.relay.desk == Some(desk);
                let (root, manifest) = (self.relay.root.clone(), self.relay.manifest.clone());
                self.give(
                    who,
                    &RelayFrame::Desk {
                        desk,
                        consoles: known.into(),
                        root: if known { &root } else { &[] },
                        manifest: if known { &manifest } else { &[] },
                    },
                );
            }
            ClientFrame::Knock { room, hello, .. } => {
                self.join(who, room);
                self.relay.queue = Some((room, hello.to_vec()));
                self.give(
                    who,
                    &RelayFrame::Waiting {
                        room,
                        position: 1,
                        consoles: 1,
                    },
                );
                self.give(Who::Technician, &RelayFrame::Knocked { room, waited_ms: 0 });
            }
            ClientFrame::Attach { root, manifest, .. } => {
                self.relay.desk = Some(DeskId(hushwire_desk::RootRecord::decode(root).unwrap().fingerprint().0));
                self.relay.root = root.to_vec();
                self.relay.manifest = manifest.to_vec();
                let waiting = self.relay.queue.as_ref().map(|(room, _)| *room);
                self.give(
                    who,
                    &RelayFrame::Attached {
                        waiting: u16::from(waiting.is_some()),
                    },
                );
                if let Some(room) = waiting {
                    self.give(who, &RelayFrame::Knocked { room, waited_ms: 5 });
                }
            }
            ClientFrame::Claim { room, .. } => match self.relay.queue.take() {
                Some((waiting, hello)) if waiting == room => {
                    self.give(
                        who,
                        &RelayFrame::Claimed {
                            room,
                            customer: id(Who::Customer),
                            hello: &hello,
                        },
                    );
                    self.join(who, room);
                }
                _ => self.give(
                    who,
                    &RelayFrame::Refused {
                        code: Refusal::AlreadyClaimed,
                        room,
                    },
                ),
            },
            ClientFrame::Join { room, .. } => self.join(who, room),
            ClientFrame::Leave { room } => self.leave(who, room),
            ClientFrame::Invite {
                invite,
                seconds,
                opening,
                ..
            } => self.invite(invite, seconds, opening),
            ClientFrame::Redeem { room, route, hello, .. } => self.redeem(room, route, hello),
            ClientFrame::Withdraw { invite } => self.withdraw(invite),
            ClientFrame::Frame { room, payload, .. } => {
                let there = self
                    .relay
                    .rooms
                    .get(&room)
                    .is_some_and(|members| members.contains(&who) && members.contains(&other(who)));
                if there {
                    let frame = RelayFrame::Frame {
                        room,
                        from: id(who),
                        payload,
                    };
                    self.give(other(who), &frame);
                } else {
                    self.give(
                        who,
                        &RelayFrame::Refused {
                            code: Refusal::NoSuchMember,
                            room,
                        },
                    );
                }
            }
        }
    }

    /// The texts on one screen, in order: (number, who wrote it, words).
    pub fn texts(&self, who: Who) -> Vec<(u64, Side, String)> {
        self.events
            .iter()
            .filter(|(at, _)| *at == who)
            .filter_map(|(_, event)| match event {
                Event::Message { id, from, text, .. } => Some((*id, *from, text.as_str().to_owned())),
                _ => None,
            })
            .collect()
    }

    /// What one screen shows of the other end.
    pub fn heard(&self, who: Who) -> Vec<String> {
        self.texts(who)
            .into_iter()
            .filter(|(_, from, _)| *from == Side::Peer)
            .map(|(_, _, text)| text)
            .collect()
    }

    pub fn saw(&self, who: Who, what: impl Fn(&Event) -> bool) -> bool {
        self.events.iter().any(|(at, event)| *at == who && what(event))
    }

    /// The console's number of its newest chat.
    pub fn chat(&self) -> u32 {
        let chat = self.events.iter().rev().find_map(|(_, event)| match event {
            Event::Chat { chat, .. } => Some(*chat),
            _ => None,
        });
        chat.expect("a chat")
    }
}
