//! All that a relay can do to two ends for a handful of messages, tried out to the last state: it loses, reorders, crashes
//! and forgets, at any moment, as often as it likes. The ends are the code that ships, not a paraphrase of it.
//!
//! What it does not do here is alter or repeat a frame: the ratchet below lets neither through.

use alloc::{collections::BTreeSet, vec, vec::Vec};
use core::hash::{Hash, Hasher};

use stateright::{Checker, Model, Property};

use super::*;

/// Messages that each end writes, and frames that the relay holds in each direction before it loses the next one.
#[derive(Clone, Copy)]
struct Bounds {
    writes: [u8; 2],
    held: usize,
    /// A relay that could take an end back to its beginning would be caught: it is here to see the model fail.
    rewinds: bool,
}

/// Both ends, what the relay holds in each direction, and what each screen shows of the other.
#[derive(Clone)]
struct World {
    ends: [Delivery; 2],
    held: [BTreeSet<Vec<u8>>; 2],
    written: [u8; 2],
    shown: [Vec<(u64, u8)>; 2],
    forked: bool,
    /// Something arrived that was there already, so that the screen would have shown it twice.
    delivered: [u64; 2],
}

#[derive(Clone, Debug, PartialEq)]
enum Happens {
    Writes(usize),
    Arrives(usize, Vec<u8>),
    Lost(usize, Vec<u8>),
    /// The end has waited long enough.
    Ticks(usize),
    /// The relay forgets everything, and both ends come back.
    Crashes,
    Rewinds(usize),
}

impl World {
    fn new() -> Self {
        Self {
            ends: [End::Customer, End::Technician].map(|end| Delivery::new(&SESSION, end)),
            held: Default::default(),
            written: [0; 2],
            shown: Default::default(),
            forked: false,
            delivered: [0; 2],
        }
    }

    /// What an end has to say goes to the relay; what it has no room for is lost.
    fn flush(&mut self, end: usize, room: usize) {
        let now = self.ends[end].resend_at.unwrap_or(0);
        for (envelope, _) in self.ends[end].outgoing(now) {
            if self.held[end].len() < room {
                self.held[end].insert(envelope.encode().to_vec());
            }
        }
    }

    fn write(&mut self, end: usize, room: usize) {
        self.written[end] += 1;
        assert!(self.ends[end].queue(vec![self.written[end]].into()).is_ok());
        self.flush(end, room);
    }

    fn arrive(&mut self, from: usize, envelope: &[u8], room: usize) {
        self.held[from].remove(envelope);
        let to = 1 - from;
        match self.ends[to].arrived(Envelope::decode(envelope).unwrap()) {
            Err(_) => self.forked = true,
            Ok(arrival) => {
                let contents = arrival.contents.iter();
                self.shown[to].extend(contents.map(|(number, content)| (*number, content[0])));
                self.delivered[to] = arrival.delivered.unwrap_or(self.delivered[to]);
                self.flush(to, room);
            }
        }
    }

    fn crash(&mut self, room: usize) {
        for end in [0, 1] {
            self.held[end].clear();
            self.ends[end].resume();
            self.flush(end, room);
        }
    }

    /// From here on the relay is honest: does everything arrive?
    fn comes_to_rest(&self) -> bool {
        let mut world = self.clone();
        world.crash(usize::MAX);
        for _ in 0..100 {
            let next = [0, 1]
                .into_iter()
                .find_map(|from| Some((from, world.held[from].first()?.clone())));
            match next {
                Some((from, envelope)) => world.arrive(from, &envelope, usize::MAX),
                None => {
                    let all = |end: usize| world.shown[1 - end].len() == usize::from(world.written[end]);
                    return !world.forked && world.ends.iter().all(Delivery::settled) && all(0) && all(1);
                }
            }
        }
        false
    }
}

/// Waiting times do not belong to a state: here an end may lose its patience at any moment.
impl Hash for World {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for end in &self.ends {
            let Delivery {
                sent,
                sent_hash,
                acked,
                acked_hash,
                waiting,
                resend_after: _,
                resend_at,
                probing,
                received,
                received_hash,
                peer_latest,
                early,
                read,
                peer_read,
                state_due,
            } = end;
            (sent, sent_hash, acked, acked_hash, resend_at.is_some(), probing).hash(state);
            (received, received_hash, peer_latest, read, peer_read, state_due).hash(state);
            waiting
                .iter()
                .for_each(|waiting| (waiting.number, waiting.in_flight).hash(state));
            early.keys().for_each(|number| number.hash(state));
        }
        (&self.held, self.written, &self.shown, self.forked, self.delivered).hash(state);
    }
}

/// Two worlds are the same if they hash to the same: the checker asks so only of paths that it prints.
impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        let hashed = |world: &Self| {
            let mut hasher = std::hash::DefaultHasher::new();
            world.hash(&mut hasher);
            hasher.finish()
        };
        hashed(self) == hashed(other)
    }
}

impl core::fmt::Debug for World {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("World")
            .field("ends", &self.ends)
            .field("shown", &self.shown)
            .field("forked", &self.forked)
            .finish_non_exhaustive()
    }
}

impl Model for Bounds {
    type State = World;
    type Action = Happens;

    fn init_states(&self) -> Vec<World> {
        vec![World::new()]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Happens>) {
        for end in [0, 1] {
            if world.written[end] < self.writes[end] {
                actions.push(Happens::Writes(end));
            }
            for envelope in &world.held[end] {
                actions.push(Happens::Arrives(end, envelope.clone()));
                actions.push(Happens::Lost(end, envelope.clone()));
            }
            if world.ends[end].wake().is_some() {
                actions.push(Happens::Ticks(end));
            }
            if self.rewinds {
                actions.push(Happens::Rewinds(end));
            }
        }
        actions.push(Happens::Crashes);
    }

    fn next_state(&self, last: &World, action: Happens) -> Option<World> {
        let mut world = last.clone();
        match action {
            Happens::Writes(end) => world.write(end, self.held),
            Happens::Arrives(from, envelope) => world.arrive(from, &envelope, self.held),
            Happens::Lost(from, envelope) => {
                world.held[from].remove(&envelope);
            }
            Happens::Ticks(end) => {
                let at = world.ends[end].wake()?;
                world.ends[end].tick(at);
                world.flush(end, self.held);
            }
            Happens::Crashes => world.crash(self.held),
            Happens::Rewinds(end) => world.ends[end] = World::new().ends[end].clone(),
        }
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(
                "each screen shows a gapless beginning of what was written, once and in order",
                |_, world: &World| {
                    world
                        .shown
                        .iter()
                        .all(|shown| (1_u8..).zip(shown).all(|(at, shown)| *shown == (at.into(), at)))
                },
            ),
            Property::always("what is called delivered is on the other screen", |_, world: &World| {
                [0, 1]
                    .into_iter()
                    .all(|end| world.delivered[end] <= world.shown[1 - end].len() as u64)
            }),
            Property::always("honest ends never call each other forked", |_, world: &World| {
                !world.forked
            }),
            Property::always("as soon as the relay is honest, nothing is lost", |_, world: &World| {
                world.comes_to_rest()
            }),
            Property::sometimes("everything is shown", |bounds: &Self, world: &World| {
                [0, 1]
                    .into_iter()
                    .all(|end| world.shown[1 - end].len() == usize::from(bounds.writes[end]))
            }),
        ]
    }
}

/// `cargo xtask model` asks for the large bounds.
fn bounds() -> Bounds {
    let large = option_env!("HUSHWIRE_MODEL") == Some("large");
    Bounds {
        writes: if large { [3, 2] } else { [2, 1] },
        held: if large { 3 } else { 2 },
        rewinds: false,
    }
}

#[test]
fn whatever_the_relay_loses_reorders_or_forgets_nothing_is_lost_doubled_or_out_of_order() {
    let checked = bounds().checker().spawn_bfs().join();
    std::println!(
        "{} states, {} different ones",
        checked.state_count(),
        checked.unique_state_count()
    );
    checked.assert_properties();
    assert!(checked.unique_state_count() > 1_000, "the relay had something to do");
}

#[test]
fn an_end_that_forgot_what_it_knew_is_found_by_the_model() {
    let bounds = Bounds {
        rewinds: true,
        ..bounds()
    };
    let checked = bounds.checker().target_max_depth(8).spawn_bfs().join();
    assert!(checked.discovery("honest ends never call each other forked").is_some());
}
