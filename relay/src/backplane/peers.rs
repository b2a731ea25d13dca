//! Which relays are there. No socket, no clock: time is an argument.

use std::collections::HashMap;
use std::time::Duration;

use super::{NodeId, SILENCE};

/// Relays that are remembered, the dead ones included, so that nobody can play their old messages again.
pub(super) const MOST: usize = 1_024;
/// How long an invitation to meet may stay unanswered before it is said again.
const MEET_AGAIN: Duration = Duration::from_millis(1_000);

/// All relays that were heard of.
#[derive(Default)]
pub(super) struct Peers {
    known: HashMap<NodeId, Peer>,
    beaten: Option<Duration>,
}

struct Peer {
    /// When something new was last heard.
    heard: Duration,
    /// The number of the last message to us alone, and to everybody.
    direct: Option<u64>,
    to_all: Option<u64>,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It exists; asked to meet at that time, if it was.
    Heard(Option<Duration>),
    /// Both have told each other all.
    Up,
    /// It was silent for too long or said goodbye.
    Gone,
}

/// What a message is by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The next.
    Next,
    /// Heard before: played again by somebody, or by the carrier.
    Old,
    /// One that is not the next: some were lost.
    Lost,
}

impl Peers {
    pub(super) fn hear(&mut self, node: NodeId, to_all: bool, number: u64, now: Duration) -> Verdict {
        if !self.known.contains_key(&node) && !self.make_room() {
            return Verdict::Old;
        }
        let peer = self.known.entry(node).or_insert(Peer {
            heard: now,
            direct: None,
            to_all: None,
            state: State::Heard(None),
        });
        let last = if to_all { &mut peer.to_all } else { &mut peer.direct };
        if last.is_some_and(|last| number <= last) {
            return Verdict::Old;
        }
        let gap = last.is_some_and(|last| number != last + 1);
        *last = Some(number);
        peer.heard = now;
        if peer.state == State::Gone {
            peer.state = State::Heard(None);
        }
        // What is said to everybody is a beat or a goodbye: the next one does as well.
        if gap && !to_all && peer.state == State::Up {
            Verdict::Lost
        } else {
            Verdict::Next
        }
    }

    /// Those that have been silent for too long, from now on dead.
    pub(super) fn silent(&mut self, now: Duration) -> Vec<NodeId> {
        let silent = |peer: &Peer| peer.state != State::Gone && now.saturating_sub(peer.heard) >= SILENCE;
        let nodes: Vec<_> = self
            .known
            .iter()
            .filter(|(_, peer)| silent(peer))
            .map(|(node, _)| *node)
            .collect();
        // One that was only heard of has nothing to be forgotten but itself.
        for node in &nodes {
            if let Some(peer) = self.known.get_mut(node)
                && peer.state != State::Up
            {
                peer.state = State::Gone;
            }
        }
        nodes
    }

    /// Those that have to be asked to meet, now.
    pub(super) fn ask_to_meet(&mut self, now: Duration) -> Vec<NodeId> {
        let mut nodes = Vec::new();
        for (node, peer) in &mut self.known {
            if let State::Heard(asked) = &mut peer.state
                && asked.is_none_or(|asked| now.saturating_sub(asked) >= MEET_AGAIN)
            {
                *asked = Some(now);
                nodes.push(*node);
            }
        }
        nodes
    }

    pub(super) fn beat_is_due(&mut self, now: Duration, every: Duration) -> bool {
        // Two timers ring here; a beat a little early does no harm, one that is left out would.
        let due = self
            .beaten
            .is_none_or(|last| now.saturating_sub(last) + every / 10 >= every);
        if due {
            self.beaten = Some(now);
        }
        due
    }

    /// Both know each other now; false if they did before.
    pub(super) fn rise(&mut self, node: NodeId) -> bool {
        self.known
            .get_mut(&node)
            .is_some_and(|peer| std::mem::replace(&mut peer.state, State::Up) != State::Up)
    }

    /// What was known of it is void; false if nothing was.
    pub(super) fn fall(&mut self, node: NodeId) -> bool {
        let Some(peer) = self.known.get_mut(&node) else {
            return false;
        };
        let up = peer.state == State::Up;
        if up {
            peer.state = State::Heard(None);
        }
        up
    }

    /// It said that it goes.
    pub(super) fn bye(&mut self, node: NodeId) {
        if let Some(peer) = self.known.get_mut(&node) {
            peer.state = State::Gone;
        }
    }

    pub(super) fn is_up(&self, node: NodeId) -> bool {
        self.known.get(&node).is_some_and(|peer| peer.state == State::Up)
    }

    pub(super) fn up(&self) -> impl Iterator<Item = NodeId> {
        self.known
            .iter()
            .filter(|(_, peer)| peer.state == State::Up)
            .map(|(node, _)| *node)
    }

    /// Forgets the relay that has been dead for the longest, if there are too many.
    fn make_room(&mut self) -> bool {
        if self.known.len() < MOST {
            return true;
        }
        let dead = self.known.iter().filter(|(_, peer)| peer.state == State::Gone);
        let oldest = dead.min_by_key(|(_, peer)| peer.heard).map(|(node, _)| *node);
        oldest.is_some_and(|node| self.known.remove(&node).is_some())
    }
}
