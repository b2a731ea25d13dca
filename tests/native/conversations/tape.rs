//! Two ends, a relay between them that keeps to the rules, and a tape that runs along.

use std::collections::VecDeque;

use hushwire_desk::{CertificateRequest, Enrolment, Manifest, MemberKey, Retention, Role, RootKey};
use hushwire_session::{Console, ConsoleInput, Customer, CustomerInput, CustomerSettings, Effect, Event, InviteKind};
use hushwire_wire::{ClientFrame, DeskId, InviteId, MemberId, Members, Nameplate, Opening, RelayFrame, RoomId};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::random::Random;

/// 2026-01-01, in milliseconds.
const NOW: u64 = 1_767_225_600_000;
const SHOP: &str = "https://shop.example";
const HOST: &str = "relay.example";
const CUSTOMER: &str = "customer";
const TECHNICIAN: &str = "technician";

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) struct Tape {
    seed: u64,
    customer: Customer,
    console: Console,
    enrolment: String,
    member_seed: Vec<u8>,
    desk: String,
    random: Random,
    now: u64,
    steps: Vec<Value>,
    events: Vec<(&'static str, String)>,
    chained: [u8; 32],
    relay: Relay,
    lie: Option<(String, Value)>,
    lied_at: Option<usize>,
    chat: u32,
    knock: u32,
    words: String,
}

#[derive(Default)]
struct Relay {
    room: Option<RoomId>,
    invite: Option<InviteId>,
    hello: Vec<u8>,
    root: Vec<u8>,
    manifest: Vec<u8>,
    members: Vec<&'static str>,
    frames: [usize; 2],
    mail: VecDeque<Mail>,
    sent: usize,
}

/// A frame on its way.
struct Mail {
    to: &'static str,
    bytes: Vec<u8>,
    /// Which frame that an end sent this is, if it is one.
    passes: Option<usize>,
    /// By what name lies speak of it.
    occasion: Option<&'static str>,
}

impl Tape {
    pub(crate) fn new(seed: u64) -> Self {
        let root = RootKey::generate(&mut Random::new(70));
        let member = MemberKey::generate(&mut Random::new(71));
        let certificate = root.certify(&CertificateRequest {
            key: member.public(),
            name: "Ada".into(),
            roles: [Role::Technician].into_iter().collect(),
            origins: vec![],
            not_before: NOW / 1000 - 60,
            not_after: NOW / 1000 + 86_400,
            serial: [7; 16],
        });
        let manifest = root.sign_manifest(&Manifest {
            number: 1,
            name: "Acme support".into(),
            relays: vec![],
            origins: vec![SHOP.into()],
            policy: vec![],
            retention: Retention {
                archive: false,
                days: None,
                words: "We keep nothing.".into(),
            },
            texts: Default::default(),
            revoked: vec![],
            hours: "always".into(),
            countries: vec![],
            issued: NOW / 1000 - 60,
            expires: NOW / 1000 + 86_400,
        });
        let desk = root.record().fingerprint();
        let enrolment = Enrolment {
            root: root.record(),
            certificate: certificate.unwrap(),
            manifest: manifest.unwrap(),
            member,
        };
        let settings = CustomerSettings {
            desk,
            origin: SHOP.into(),
            language: "en".into(),
        };
        Self {
            seed,
            customer: Customer::new(settings, None, NOW),
            enrolment: enrolment.to_text().to_string(),
            member_seed: enrolment.member.seed().to_vec(),
            console: Console::new(enrolment, NOW).unwrap(),
            desk: desk.to_string(),
            random: Random::new(seed),
            now: NOW,
            steps: vec![],
            events: vec![],
            chained: [0; 32],
            relay: Relay::default(),
            lie: None,
            lied_at: None,
            chat: 0,
            knock: 0,
            words: String::new(),
        }
    }

    /// One whose relay lies once, and stops working then: what follows is not the lie's doing.
    pub(crate) fn lying(seed: u64, at: &str, change: Value) -> Self {
        Self {
            lie: Some((at.to_owned(), change)),
            ..Self::new(seed)
        }
    }

    pub(crate) fn enrolment_seed(&self) -> Vec<u8> {
        self.member_seed.clone()
    }

    pub(crate) fn chat(&self) -> u32 {
        self.chat
    }

    pub(crate) fn lied_at(&self) -> usize {
        self.lied_at.unwrap()
    }

    /// What the end that was lied to did and told its screen.
    pub(crate) fn outcome_of_the_lie(&self) -> Value {
        let step = &self.steps[self.lied_at()];
        json!({ "sends": step["sends"].as_array().unwrap().len(), "events": step["events"] })
    }

    pub(crate) fn later(&mut self, ms: u64) {
        self.now += ms;
    }

    pub(crate) fn meet(&mut self) {
        self.technician("opened", json!([HOST]));
        self.customer("opened", json!([HOST]));
        self.customer("start", json!([]));
        self.technician("claim", json!([self.knock]));
    }

    /// The technician hands out a PIN or a link, and the customer brings it, or what `misheard` makes of it.
    pub(crate) fn meet_by(&mut self, kind: &str, misheard: impl FnOnce(String) -> String) {
        self.technician("opened", json!([HOST]));
        self.technician("invite", json!([kind, 600]));
        self.customer("opened", json!([HOST]));
        let words = misheard(self.words.clone());
        self.customer("redeem", json!([words]));
    }

    pub(crate) fn customer(&mut self, call: &str, args: Value) {
        self.step(CUSTOMER, call, args);
        self.deliver();
    }

    pub(crate) fn technician(&mut self, call: &str, args: Value) {
        self.step(TECHNICIAN, call, args);
        self.deliver();
    }

    pub(crate) fn entry(&self, name: &str, why: &str, only_hashes: bool) -> Value {
        let mut steps = self.steps.clone();
        if only_hashes {
            for step in &mut steps {
                let step = step.as_object_mut().unwrap();
                step.remove("sends");
                step.remove("events");
            }
        }
        json!({
            "name": name,
            "why": why,
            "input": {
                "desk": self.desk, "enrolment": self.enrolment, "origin": SHOP, "language": "en", "now": NOW,
                "random": {
                    "seed": self.seed,
                    "how": "both ends draw from one source; the n-th 32 bytes drawn (from 1) are SHA-256(u64 seed || u64 n); \
                            a draw of another length begins anew and is cut",
                },
                "passes": "`passes: n` gives the n-th frame that was sent (from 0) as the relay passes it on: bytes 17 to 24 are `from`",
            },
            "expect": { "chained-sha256": hex(&self.chained) },
            "steps": steps,
        })
    }

    fn deliver(&mut self) {
        while let Some(mail) = self.relay.mail.pop_front() {
            let mut bytes = mail.bytes;
            if self.lied_at.is_some() {
                return;
            }
            if let Some((at, change)) = &self.lie
                && mail.occasion == Some(at)
            {
                changed(&mut bytes, change);
                self.lied_at = Some(self.steps.len());
            }
            let args = match mail.passes {
                Some(number) => json!([{ "passes": number }]),
                None => json!([hex(&bytes)]),
            };
            self.given(mail.to, "received", args, &bytes);
        }
    }

    fn step(&mut self, end: &'static str, call: &str, args: Value) {
        self.given(end, call, args, &[]);
    }

    fn given(&mut self, end: &'static str, call: &str, args: Value, bytes: &[u8]) {
        if self.lied_at.is_some_and(|at| at < self.steps.len()) {
            return;
        }
        let text = args[0].as_str().unwrap_or_default().to_owned();
        let number = |at: usize| args[at].as_u64().unwrap_or_default();
        let chat = u32::try_from(number(0)).unwrap_or_default();
        let effects = if end == CUSTOMER {
            let input = match call {
                "opened" => CustomerInput::Opened,
                "received" => CustomerInput::Received(bytes),
                "start" => CustomerInput::Start,
                "redeem" => CustomerInput::Redeem(&text),
                "send" => CustomerInput::Send(&text),
                "typing" => CustomerInput::Typing(args[0] == true),
                "read" => CustomerInput::Read(number(0)),
                "end" => CustomerInput::End,
                other => panic!("{other}"),
            };
            self.customer.handle(input, self.now, &mut self.random)
        } else {
            let input = match call {
                "opened" => ConsoleInput::Opened { host: &text },
                "received" => ConsoleInput::Received(bytes),
                "invite" => ConsoleInput::Invite {
                    kind: if text == "pin" {
                        InviteKind::Pin
                    } else {
                        InviteKind::Link
                    },
                    seconds: u32::try_from(number(1)).unwrap(),
                },
                "claim" => ConsoleInput::Claim { knock: chat },
                "send" => ConsoleInput::Send {
                    chat,
                    text: args[1].as_str().unwrap(),
                },
                "read" => ConsoleInput::Read { chat, upto: number(1) },
                other => panic!("{other}"),
            };
            self.console.handle(input, self.now, &mut self.random)
        };
        let (mut sends, mut events) = (vec![], vec![]);
        let mut outbox = vec![];
        for effect in &effects {
            match effect {
                Effect::Send(bytes) => {
                    self.chained = Sha256::new()
                        .chain_update(self.chained)
                        .chain_update(bytes)
                        .finalize()
                        .into();
                    sends.push(hex(bytes));
                    outbox.push(bytes.clone());
                }
                Effect::Event(event) => {
                    self.notice(event);
                    events.extend(words(event));
                }
                _ => {}
            }
        }
        self.events.extend(events.iter().map(|event| (end, event.clone())));
        self.steps.push(json!({
            "end": end, "call": call, "args": args, "now": self.now, "sends": sends, "events": events,
        }));
        for bytes in outbox {
            self.relay(end, &bytes);
            self.relay.sent += 1;
        }
        if end == TECHNICIAN && call == "opened" {
            let welcome = RelayFrame::Welcome {
                nonce: [3; 32],
                max_frame: 65_536,
                ping_seconds: 25,
            };
            self.mail(TECHNICIAN, &welcome);
        }
    }

    fn notice(&mut self, event: &Event) {
        match event {
            Event::Queue { waiting } => self.knock = waiting.first().map_or(self.knock, |knock| knock.knock),
            Event::Chat { chat, .. } => self.chat = *chat,
            Event::Invited { words, .. } => self.words = words.as_str().to_owned(),
            _ => {}
        }
    }

    fn mail(&mut self, to: &'static str, frame: &RelayFrame<'_>) {
        self.relay.mail.push_back(Mail {
            to,
            bytes: frame.encode().unwrap(),
            passes: None,
            occasion: None,
        });
    }

    /// What an honest relay does.
    fn relay(&mut self, from: &'static str, bytes: &[u8]) {
        let other = if from == CUSTOMER { TECHNICIAN } else { CUSTOMER };
        match ClientFrame::decode(bytes).unwrap() {
            ClientFrame::Attach { root, manifest, .. } => {
                (self.relay.root, self.relay.manifest) = (root.to_vec(), manifest.to_vec());
                self.mail(from, &RelayFrame::Attached { waiting: 0 });
            }
            ClientFrame::Look { desk } => self.show_desk(from, desk),
            ClientFrame::Knock { room, hello, desk, .. } => {
                (self.relay.room, self.relay.hello) = (Some(room), hello.to_vec());
                self.show_desk(from, desk);
                self.join(from, room);
                let (position, consoles) = (1, 1);
                self.mail(
                    from,
                    &RelayFrame::Waiting {
                        room,
                        position,
                        consoles,
                    },
                );
                self.mail(other, &RelayFrame::Knocked { room, waited_ms: 0 });
            }
            ClientFrame::Invite {
                invite,
                seconds,
                opening,
                ..
            } => {
                self.relay.invite = Some(invite);
                let nameplate = matches!(opening, Opening::Pin(_)).then(|| Nameplate::new(123).unwrap());
                self.mail(
                    from,
                    &RelayFrame::Invited {
                        invite,
                        seconds,
                        nameplate,
                    },
                );
            }
            ClientFrame::Redeem { room, hello, .. } => {
                let (invite, customer) = (self.relay.invite.take().unwrap(), id(CUSTOMER));
                self.join(from, room);
                self.mail(
                    other,
                    &RelayFrame::Redeemed {
                        invite,
                        room,
                        customer,
                        hello,
                    },
                );
                self.join(other, room);
            }
            ClientFrame::Claim { room, .. } => {
                let hello = self.relay.hello.clone();
                let customer = id(CUSTOMER);
                self.mail(
                    from,
                    &RelayFrame::Claimed {
                        room,
                        customer,
                        hello: &hello,
                    },
                );
                self.join(from, room);
            }
            ClientFrame::Frame { room, payload, .. } => {
                let occasion = self.occasion(from, payload);
                let frame = RelayFrame::Frame {
                    room,
                    from: id(from),
                    payload,
                };
                self.relay.mail.push_back(Mail {
                    to: other,
                    bytes: frame.encode().unwrap(),
                    passes: Some(self.relay.sent),
                    occasion,
                });
            }
            ClientFrame::Leave { room } => {
                self.mail(other, &RelayFrame::Left { room, member: id(from) });
            }
            _ => {}
        }
    }

    /// The frames that lies are about.
    fn occasion(&mut self, from: &str, payload: &[u8]) -> Option<&'static str> {
        let side = usize::from(from == TECHNICIAN);
        self.relay.frames[side] += 1;
        match (from == CUSTOMER, self.relay.frames[side], payload.first()) {
            (false, _, Some(2)) => Some("the frame that brings the reply"),
            (true, 1, _) => Some("the frame that brings the introduction"),
            (true, 2, _) => Some("the frame that brings the customer's first text"),
            // The reply, an acknowledgement of the introduction, one of the text, the answer.
            (false, 4, _) => Some("the frame that brings the technician's first text"),
            _ => None,
        }
    }

    fn show_desk(&mut self, to: &'static str, desk: DeskId) {
        let (root, manifest) = (self.relay.root.clone(), self.relay.manifest.clone());
        let frame = RelayFrame::Desk {
            desk,
            consoles: 1,
            root: &root,
            manifest: &manifest,
        };
        self.mail(to, &frame);
    }

    fn join(&mut self, who: &'static str, room: RoomId) {
        let there: Vec<[u8; 8]> = self.relay.members.iter().map(|who| id(who).0).collect();
        let joined = RelayFrame::Joined {
            room,
            you: id(who),
            members: Members::new(&there),
        };
        self.mail(who, &joined);
        for member in self.relay.members.clone() {
            self.mail(member, &RelayFrame::Entered { room, member: id(who) });
        }
        self.relay.members.push(who);
    }
}

fn id(who: &str) -> MemberId {
    MemberId([if who == CUSTOMER { 1 } else { 2 }; 8])
}

fn unhex(text: &str) -> Vec<u8> {
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    text.as_bytes().chunks(2).map(pair).collect()
}

/// The same is done to the same bytes by `tests/vectors/player.mjs`.
fn changed(bytes: &mut Vec<u8>, change: &Value) {
    if let Some(at) = change["flip-bit-of-byte"].as_i64() {
        let length = i64::try_from(bytes.len()).unwrap();
        bytes[usize::try_from(if at < 0 { length + at } else { at }).unwrap()] ^= 1;
    }
    if change["cut-to-half"] == true {
        bytes.truncate(bytes.len() / 2);
    }
    if let Some(more) = change["append"].as_str() {
        bytes.extend(unhex(more));
    }
}

/// What matters of an event, in words that a program in another language can make as well.
fn words(event: &Event) -> Option<String> {
    Some(match event {
        Event::Message { id, from, text, .. } => format!("message {} {id} {}", from.word(), text.as_str()),
        Event::Delivered { upto, .. } => format!("delivered {upto}"),
        Event::Read { upto, .. } => format!("read {upto}"),
        Event::Typing { on, .. } => format!("typing {on}"),
        Event::Gap { missing, .. } => format!("gap {missing}"),
        Event::Fault { code, .. } => format!("fault {code}"),
        Event::Ended { by, .. } => format!("ended {}", by.word()),
        Event::Refused { code, .. } => format!("refused {code}"),
        Event::State { state, .. } => format!("state {}", state.word()),
        Event::Verified { name, comparison, .. } => format!("verified {name} {comparison}"),
        Event::Invited { kind, words, .. } => format!("invited {} {}", kind.word(), words.as_str()),
        Event::Link { state, .. } => format!("link {}", state.word()),
        Event::Chat { state, comparison, .. } => format!("chat {} {comparison}", state.word()),
        _ => return None,
    })
}
