//! Several relays as one: what a relay needs to know of the others, and when it knows it no longer.
//!
//! The library speaks [`Message`]s into a [`Plug`] and hears them out of it; who carries them (NATS in the program, a
//! switchboard in the tests) hides and authenticates them, and may lose them. Nothing here waits: a queue that is full
//! loses what does not fit, the numbers show the loss to the other side, and the two meet anew.
//!
//! Two relays that know each other say so twice a second. One that was silent for [`SILENCE`] is taken for dead: its
//! members `left`, its waiting customers are `gone`. When it is heard again both forget what they knew, [`Message::Meet`]
//! tells them all anew, and the members `entered`, which makes their peers send again what was not acknowledged.

mod message;
mod peers;

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;

pub use message::{MAX_MESSAGE, Meeting, Message, NodeId, Why, frame};
use peers::{Peers, Verdict};

use crate::outbox::Dirty;
use crate::relay::{Relay, now_seconds};

/// How often a relay says that it is there.
const BEAT: Duration = Duration::from_millis(500);
/// How often it looks who is silent: a dead relay is known after 1.5 to 1.75 s.
const LOOK: Duration = Duration::from_millis(250);
/// Three beats.
pub const SILENCE: Duration = Duration::from_millis(1500);
/// Messages that may wait for whoever carries them, and again those that have come.
const QUEUE: usize = 4_096;
/// Bytes that may wait for whoever carries them: half a second of a gigabit.
const QUEUED_BYTES: usize = 64 << 20;
/// What stands before a message: its number among those to the same relay.
const NUMBER: usize = 8;

/// The relay's end: part of its configuration.
pub struct Plug {
    me: NodeId,
    out: mpsc::Sender<Parcel>,
    heard: mpsc::Receiver<Heard>,
}

/// The carrier's end.
pub struct Carrier {
    /// What the relay says. Ends when the relay has stopped.
    pub out: mpsc::Receiver<Parcel>,
    /// What others have said.
    pub heard: mpsc::Sender<Heard>,
}

/// Something to be carried.
pub struct Parcel {
    /// To whom; `None`: to every relay.
    pub to: Option<NodeId>,
    /// What, to be hidden on the way.
    pub bytes: Vec<u8>,
    _weight: Weight,
}

/// Something that was carried, and is authentic.
pub struct Heard {
    /// Who said it.
    pub from: NodeId,
    /// Whether it was said to every relay.
    pub to_all: bool,
    /// What.
    pub bytes: Vec<u8>,
}

/// The two ends of a relay's way to the others. `me` is drawn at random by the caller, new for each start.
pub fn plug(me: NodeId) -> (Plug, Carrier) {
    let (out, carried) = mpsc::channel(QUEUE);
    let (said, heard) = mpsc::channel(QUEUE);
    (
        Plug { me, out, heard },
        Carrier {
            out: carried,
            heard: said,
        },
    )
}

/// What all connections of a relay say to other relays.
pub(crate) struct Backplane {
    me: NodeId,
    out: mpsc::Sender<Parcel>,
    queued: Arc<AtomicUsize>,
    /// The next number for each, `None` being everybody. Held while a message is queued: numbers stand in order.
    numbers: Mutex<Numbers>,
}

#[derive(Default)]
struct Numbers {
    last: HashMap<Option<NodeId>, u64>,
    /// The highest that was forgotten: whoever is spoken to again must not hear a number twice.
    floor: u64,
}

impl Backplane {
    pub(crate) fn new(plug: Plug) -> (Self, mpsc::Receiver<Heard>) {
        let Plug { me, out, heard } = plug;
        let backplane = Self {
            me,
            out,
            queued: Arc::default(),
            numbers: Mutex::default(),
        };
        (backplane, heard)
    }

    /// Says it, or loses it: the next message then has a number that shows the loss.
    pub(crate) fn say(&self, to: Option<NodeId>, message: &[u8]) {
        let mut numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        let floor = numbers.floor;
        let number = numbers.last.entry(to).or_insert(floor);
        *number += 1;
        let bytes = [&number.to_be_bytes()[..], message].concat();
        if self.queued.load(Ordering::Relaxed) + bytes.len() > QUEUED_BYTES {
            return;
        }
        let weight = Weight::of(bytes.len(), &self.queued);
        let _ = self.out.try_send(Parcel {
            to,
            bytes,
            _weight: weight,
        });
    }

    fn forget(&self, node: NodeId) {
        let mut numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = numbers.last.remove(&Some(node)) {
            numbers.floor = numbers.floor.max(last);
        }
    }
}

/// Counts bytes as long as they wait.
struct Weight {
    bytes: usize,
    queued: Arc<AtomicUsize>,
}

impl Weight {
    fn of(bytes: usize, queued: &Arc<AtomicUsize>) -> Self {
        queued.fetch_add(bytes, Ordering::Relaxed);
        Self {
            bytes,
            queued: Arc::clone(queued),
        }
    }
}

impl Drop for Weight {
    fn drop(&mut self) {
        self.queued.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// Listens to the others until the relay is gone.
pub(crate) async fn listen(relay: Weak<Relay>, mut heard: mpsc::Receiver<Heard>) {
    let mut peers = Peers::default();
    let mut look = tokio::time::interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let begun = tokio::time::Instant::now();
    if let Some(relay) = relay.upgrade()
        && let Some(backplane) = &relay.backplane
    {
        relay.rooms_mut().call_me(backplane.me);
    }
    loop {
        let event = tokio::select! {
            biased;
            _ = look.tick() => None,
            one = heard.recv() => match one {
                Some(one) => Some(one),
                None => return,
            },
        };
        let Some(relay) = relay.upgrade() else {
            return;
        };
        let Some(backplane) = &relay.backplane else {
            return;
        };
        let now = begun.elapsed();
        let mut dirty = Dirty::default();
        let mut ear = Ear {
            relay: &relay,
            backplane,
            peers: &mut peers,
            dirty: &mut dirty,
        };
        match event {
            Some(one) => {
                ear.hear(one, now);
                // What has come meanwhile, before anybody is flushed; not for ever.
                for _ in 0..256 {
                    match heard.try_recv() {
                        Ok(one) => ear.hear(one, now),
                        Err(_) => break,
                    }
                }
            }
            None => ear.tick(now),
        }
        dirty.flush();
    }
}

struct Ear<'a> {
    relay: &'a Relay,
    backplane: &'a Backplane,
    peers: &'a mut Peers,
    dirty: &'a mut Dirty,
}

impl Ear<'_> {
    fn tick(&mut self, now: Duration) {
        for node in self.peers.silent(now) {
            tracing::warn!(nodes = self.peers.up().count(), "a relay is silent");
            self.part(node);
        }
        if self.peers.beat_is_due(now, BEAT) {
            let beat = Message::Beat.encode();
            self.backplane.say(None, &beat);
            for node in self.peers.up() {
                self.backplane.say(Some(node), &beat);
            }
        }
        for node in self.peers.ask_to_meet(now) {
            self.say(node, &Message::Meet(Meeting::Begun));
        }
    }

    fn hear(&mut self, heard: Heard, now: Duration) {
        let Heard { from, to_all, bytes } = heard;
        let Some((number, bytes)) = bytes.split_first_chunk::<NUMBER>() else {
            return;
        };
        if from == self.backplane.me {
            return;
        }
        let number = u64::from_be_bytes(*number);
        match self.peers.hear(from, to_all, number, now) {
            Verdict::Old => return,
            Verdict::Next => {}
            Verdict::Lost => {
                tracing::warn!("messages of a relay were lost");
                self.part(from);
            }
        }
        let Some(message) = Message::decode(bytes) else {
            return;
        };
        match message {
            Message::Beat => {}
            Message::Bye => {
                self.part(from);
                self.peers.bye(from);
            }
            // Only what is said to us alone proves that it is said now, and by one who knows us.
            _ if to_all => {}
            Message::Meet(meeting) => self.meet(from, meeting),
            _ if !self.peers.is_up(from) => {}
            Message::Frame {
                room,
                from: sender,
                to,
                payload,
            } => self.forward(from, room, sender, to, &payload),
            message => {
                let mut rooms = self.relay.rooms_mut();
                let out = rooms.hear_node(from, message, self.relay.now_ms(), now_seconds());
                self.relay.deliver(out, self.dirty);
            }
        }
    }

    fn meet(&mut self, node: NodeId, meeting: Meeting) {
        if meeting == Meeting::Begun {
            self.part(node);
        }
        if !self.peers.rise(node) {
            return;
        }
        if meeting == Meeting::Begun {
            self.say(node, &Message::Meet(Meeting::Answered));
        }
        tracing::info!(nodes = self.peers.up().count(), "met a relay");
        let mut rooms = self.relay.rooms_mut();
        let out = rooms.meet_node(node, self.relay.now_ms());
        self.relay.deliver(out, self.dirty);
    }

    fn part(&mut self, node: NodeId) {
        if self.peers.fall(node) {
            let mut rooms = self.relay.rooms_mut();
            let out = rooms.part_node(node);
            self.relay.deliver(out, self.dirty);
            drop(rooms);
            self.backplane.forget(node);
        }
    }

    fn forward(
        &mut self,
        node: NodeId,
        room: hushwire_wire::RoomId,
        from: hushwire_wire::MemberId,
        to: hushwire_wire::MemberId,
        payload: &[u8],
    ) {
        let rooms = self.relay.rooms();
        let head = hushwire_wire::Forward { room, to }.head(&from);
        for receiver in rooms.receivers_from(node, room, from, to) {
            receiver.put(&head, payload);
            self.dirty.add(receiver);
        }
    }

    fn say(&self, node: NodeId, message: &Message) {
        self.backplane.say(Some(node), &message.encode());
    }
}
