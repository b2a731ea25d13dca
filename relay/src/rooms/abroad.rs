//! Desks that people ask for at several relays: who waits where, who works where, and who gets whom.

use hushwire_desk::{RootRecord, verify_manifest};
use hushwire_wire::{DeskId, RelayFrame, RoomId};

use super::consoles::Notice;
use super::desks::Desk;
use super::{Out, Rooms};
use crate::backplane::{Message, NodeId};

/// Another relay at which somebody asks for a desk.
pub(super) struct Peer {
    pub(super) node: NodeId,
    consoles: u16,
    /// The newest manifest that it knows: as it said, or as it was sent.
    number: u64,
    waiting: Vec<(RoomId, u64)>,
}

impl Desk {
    pub(super) fn own_consoles(&self) -> u16 {
        u16::try_from(self.consoles.len()).unwrap_or(u16::MAX)
    }

    pub(super) fn consoles_elsewhere(&self) -> u16 {
        self.peers
            .iter()
            .fold(0, |sum, peer| u16::saturating_add(sum, peer.consoles))
    }

    pub(super) fn is_empty_elsewhere(&self) -> bool {
        self.peers
            .iter()
            .all(|peer| peer.consoles == 0 && peer.waiting.is_empty())
    }

    /// Who waits at other relays, each room once, and since when.
    pub(super) fn waiting_elsewhere(&self) -> Vec<(RoomId, u64)> {
        let mut all: Vec<(RoomId, u64)> = Vec::new();
        for (room, since) in self.peers.iter().flat_map(|peer| &peer.waiting) {
            if !all.iter().any(|(known, _)| known == room) && !self.waiting.contains(room) {
                all.push((*room, *since));
            }
        }
        all.sort_by_key(|(_, since)| *since);
        all
    }

    pub(super) fn waiting_elsewhere_before(&self, since_ms: u64) -> usize {
        let all = self.peers.iter().flat_map(|peer| &peer.waiting);
        all.filter(|(_, since)| *since < since_ms).count()
    }

    fn knows(&self, room: RoomId) -> bool {
        let elsewhere = |peer: &Peer| peer.waiting.iter().any(|(known, _)| *known == room);
        self.waiting.contains(&room) || self.peers.iter().any(elsewhere)
    }

    pub(super) fn tell_of_knock<S: Clone>(&self, id: DeskId, room: RoomId, waited_ms: u32, out: &mut Out<S>) {
        for peer in &self.peers {
            out.tell(
                peer.node,
                Message::Waits {
                    desk: id,
                    room,
                    waited_ms,
                },
            );
        }
    }
}

impl<S: Clone> Rooms<S> {
    /// The desk, opened if nobody asked for it before; the other relays are then asked how it stands with them.
    pub(super) fn open_desk(&mut self, id: DeskId, out: &mut Out<S>) -> &mut Desk {
        if !self.desks.contains_key(&id) {
            for node in &self.nodes.up {
                out.tell(*node, desk_message(id, Asking::Asks, 0, 0, None));
            }
        }
        self.desks.entry(id).or_default()
    }

    /// The number of consoles or the manifest changed here.
    pub(super) fn tell_of_desk(&mut self, id: DeskId, out: &mut Out<S>) {
        let peers = self.desks.get(&id).map(|desk| desk.peers.iter().map(|peer| peer.node));
        let nodes: Vec<_> = peers.into_iter().flatten().collect();
        for node in nodes {
            self.tell_one_of_desk(node, id, Asking::Tells, out);
        }
    }

    pub(super) fn tell_one_of_desk(&mut self, node: NodeId, id: DeskId, asking: Asking, out: &mut Out<S>) {
        let Some(desk) = self.desks.get_mut(&id) else { return };
        let number = desk.newest.as_ref().map_or(0, |newest| newest.manifest.number);
        let mut shown = None;
        if let Some(peer) = desk.peers.iter_mut().find(|peer| peer.node == node)
            && peer.number < number
        {
            peer.number = number;
            shown = desk.newest.as_ref();
        }
        out.tell(node, desk_message(id, asking, desk.own_consoles(), number, shown));
    }

    pub(super) fn tell_who_waits(&self, node: NodeId, id: DeskId, now_ms: u64, out: &mut Out<S>) {
        let Some(desk) = self.desks.get(&id) else { return };
        for room in &desk.waiting {
            let waiting = self.rooms.get(room).and_then(|room| room.waiting.as_ref());
            let waited = waiting.map_or(0, |waiting| now_ms.saturating_sub(waiting.since_ms));
            let waited_ms = u32::try_from(waited).unwrap_or(u32::MAX);
            let room = *room;
            out.tell(
                node,
                Message::Waits {
                    desk: id,
                    room,
                    waited_ms,
                },
            );
        }
    }

    pub(super) fn hear_desk(&mut self, node: NodeId, id: DeskId, told: &Told, now_ms: u64, out: &mut Out<S>) {
        // A relay where nobody asks for the desk has nothing to say about it, and keeps nothing.
        let Some(desk) = self.desks.get_mut(&id) else { return };
        let known = desk.peers.iter_mut().find(|peer| peer.node == node);
        let news = known.is_none();
        let before = match known {
            Some(peer) => {
                peer.number = told.number;
                std::mem::replace(&mut peer.consoles, told.consoles)
            }
            None => {
                desk.peers.push(Peer {
                    node,
                    consoles: told.consoles,
                    number: told.number,
                    waiting: Vec::new(),
                });
                0
            }
        };
        let ours = desk.newest.as_ref().map_or(0, |newest| newest.manifest.number);
        // Asked once: one that came and could not be adopted would come again for ever.
        let wants = told.bare && told.number > ours;
        if told.asks || told.number < ours || wants {
            let asking = if wants { Asking::Asks } else { Asking::Tells };
            self.tell_one_of_desk(node, id, asking, out);
        }
        if news || told.asks {
            self.tell_who_waits(node, id, now_ms, out);
        }
        if told.adopted || before != told.consoles {
            self.announce(id, out);
        }
        self.tidy(id, out);
    }

    /// Takes over a manifest that another relay's console has shown, if it is newer than ours; says whether it was.
    pub(super) fn adopt(
        &mut self,
        id: DeskId,
        root: Vec<u8>,
        signed: Vec<u8>,
        now_seconds: u64,
        out: &mut Out<S>,
    ) -> bool {
        let Some(desk) = self.desks.get(&id).filter(|_| !signed.is_empty()) else {
            return false;
        };
        let Ok(record) = RootRecord::decode(&root) else {
            return false;
        };
        let Ok(manifest) = verify_manifest(&signed, &record, now_seconds) else {
            return false;
        };
        let newest = desk.newest.as_ref().map(|newest| newest.manifest.number);
        let full = newest.is_none() && self.manifests >= self.limits.manifests;
        if record.fingerprint().0 != id.0 || newest.is_some_and(|number| number >= manifest.number) || full {
            return false;
        }
        self.turn_strangers_away(id, &manifest, out);
        let Some(desk) = self.desks.get_mut(&id) else {
            return false;
        };
        if desk.newest.is_none() {
            self.manifests += 1;
        }
        desk.newest = Some(Notice::new(root, signed, manifest));
        self.send_revoked_home(id, out);
        true
    }

    pub(super) fn hear_waits(
        &mut self,
        node: NodeId,
        id: DeskId,
        room: RoomId,
        waited_ms: u32,
        now_ms: u64,
        out: &mut Out<S>,
    ) {
        let most = self.limits.waiting_per_desk;
        let Some(desk) = self.desks.get_mut(&id) else { return };
        let news = !desk.knows(room);
        let Some(peer) = desk.peers.iter_mut().find(|peer| peer.node == node) else {
            return;
        };
        if peer.waiting.len() >= most || peer.waiting.iter().any(|(known, _)| *known == room) {
            return;
        }
        peer.waiting.push((room, now_ms.saturating_sub(waited_ms.into())));
        if news {
            for console in desk.consoles.iter().filter_map(|console| self.sockets.get(console)) {
                out.send(&console.handle, &RelayFrame::Knocked { room, waited_ms });
            }
        }
        self.count(id, 0..=usize::MAX, out);
    }

    pub(super) fn hear_gone(&mut self, node: NodeId, id: DeskId, room: RoomId, out: &mut Out<S>) {
        let Some(desk) = self.desks.get_mut(&id) else { return };
        if let Some(peer) = desk.peers.iter_mut().find(|peer| peer.node == node) {
            peer.waiting.retain(|(known, _)| *known != room);
        }
        self.say_gone(id, &[room], out);
        self.count(id, 0..=usize::MAX, out);
        self.tidy(id, out);
    }

    /// Consoles hear that these wait no longer, except the one that sits with the customer already.
    fn say_gone(&self, id: DeskId, rooms: &[RoomId], out: &mut Out<S>) {
        let Some(desk) = self.desks.get(&id) else { return };
        for room in rooms.iter().filter(|room| !desk.knows(**room)).copied() {
            let seated = self.rooms.get(&room);
            for console in &desk.consoles {
                let sits = seated.is_some_and(|room| room.member_of(*console).is_some());
                if let Some(console) = self.sockets.get(console).filter(|_| !sits) {
                    out.send(&console.handle, &RelayFrame::Gone { room });
                }
            }
        }
    }

    pub(super) fn forget_peer(&mut self, node: NodeId, id: DeskId, out: &mut Out<S>) {
        let Some(desk) = self.desks.get_mut(&id) else { return };
        let Some(place) = desk.peers.iter().position(|peer| peer.node == node) else {
            return;
        };
        let peer = desk.peers.remove(place);
        let rooms: Vec<_> = peer.waiting.iter().map(|(room, _)| *room).collect();
        self.say_gone(id, &rooms, out);
        if peer.consoles > 0 {
            self.announce(id, out);
        } else {
            self.count(id, 0..=usize::MAX, out);
        }
        self.tidy(id, out);
    }

    /// The relay at which a room waits, if it is another one.
    pub(super) fn where_it_waits(&self, desk: DeskId, room: RoomId) -> Option<NodeId> {
        let desk = self.desks.get(&desk).filter(|desk| !desk.waiting.contains(&room))?;
        let has = |peer: &&Peer| peer.waiting.iter().any(|(known, _)| *known == room);
        desk.peers.iter().find(has).map(|peer| peer.node)
    }
}

/// What a relay has told of a desk.
pub(super) struct Told {
    pub(super) consoles: u16,
    pub(super) number: u64,
    pub(super) asks: bool,
    /// It came without the manifest.
    pub(super) bare: bool,
    /// Its manifest is ours now.
    pub(super) adopted: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    Asks,
    Tells,
}

fn desk_message(desk: DeskId, asking: Asking, consoles: u16, number: u64, shown: Option<&Notice>) -> Message {
    Message::Desk {
        desk,
        ask: asking == Asking::Asks,
        consoles,
        number,
        root: shown.map_or_else(Vec::new, |shown| shown.root.to_vec()),
        manifest: shown.map_or_else(Vec::new, |shown| shown.signed.to_vec()),
    }
}
