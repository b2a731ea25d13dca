//! Rooms and desks that reach over several relays.
//!
//! A room is known to each relay at which one of its members sits, and only there. What a relay says of a room is who
//! sits there with it, all of them, whenever that changes. Whoever sits down alone asks the others whether the room is
//! known to them; a room whose members are all in one place is nobody else's business.
//!
//! A customer waits where its socket is, and that relay alone decides who gets it: the first claim that reaches it.

use std::collections::HashMap;

use hushwire_desk::{RootRecord, verify_manifest};
use hushwire_wire::{CloseCode, DeskId, MemberId, Refusal, RelayFrame, RoomId};

use super::consoles::Notice;
use super::desks::Desk;
use super::seats::{Away, Room};
use super::{Deliveries, Out, Rooms, SocketId};
use crate::backplane::{Message, NodeId, Why};

/// The other relays.
#[derive(Default)]
pub(super) struct Nodes {
    up: Vec<NodeId>,
    claims: HashMap<u64, Claim>,
    tickets: u64,
}

/// A claim that another relay has to decide.
struct Claim {
    node: NodeId,
    socket: SocketId,
    desk: DeskId,
    room: RoomId,
    member: MemberId,
}

/// Another relay at which somebody asks for a desk.
pub(super) struct Peer {
    pub(super) node: NodeId,
    consoles: u16,
    /// The newest manifest that it knows: as it said, or as it was sent.
    number: u64,
    waiting: Vec<(RoomId, u64)>,
}

impl Nodes {
    pub(super) fn forget_claims_of(&mut self, socket: SocketId) {
        self.claims.retain(|_, claim| claim.socket != socket);
    }
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

impl<S: Clone> Room<S> {
    /// Tells these relays who sits here.
    pub(super) fn tell(&self, id: RoomId, why: Why, nodes: Vec<NodeId>, out: &mut Out<S>) {
        let members: Vec<_> = self.members.iter().map(|member| member.id).collect();
        for node in nodes {
            let members = members.clone();
            out.tell(node, Message::Here { room: id, members, why });
        }
    }
}

impl<S: Clone> Rooms<S> {
    /// Another relay is there and knows nothing of this one: it is told what may concern it.
    pub fn meet_node(&mut self, node: NodeId, now_ms: u64) -> Deliveries<S> {
        let mut out = Out::new();
        if !self.nodes.up.contains(&node) {
            self.nodes.up.push(node);
        }
        for (id, room) in &self.rooms {
            if room.waiting.is_none() && (room.members.len() < 2 || room.desk.is_none() || !room.away.is_empty()) {
                room.tell(*id, Why::Asks, vec![node], &mut out);
            }
        }
        let desks: Vec<_> = self.desks.keys().copied().collect();
        for desk in desks {
            self.tell_one_of_desk(node, desk, Asking::Asks, &mut out);
            self.tell_who_waits(node, desk, now_ms, &mut out);
        }
        out.0
    }

    /// Another relay is gone, with everybody who sat, waited or worked there.
    pub fn part_node(&mut self, node: NodeId) -> Deliveries<S> {
        let mut out = Out::new();
        self.nodes.up.retain(|known| *known != node);
        for (id, room) in &mut self.rooms {
            room.lose(*id, |away| away.node == node, &mut out);
        }
        let desks: Vec<_> = self.desks.keys().copied().collect();
        for desk in desks {
            self.forget_peer(node, desk, &mut out);
        }
        let lost: Vec<_> = self
            .nodes
            .claims
            .iter()
            .filter(|(_, claim)| claim.node == node)
            .map(|(ticket, _)| *ticket)
            .collect();
        for ticket in lost {
            self.denied(node, ticket, Refusal::UnknownRoom, &mut out);
        }
        out.0
    }

    /// Another relay says something. [`Message::Frame`] has a way of its own, [`receivers_from`](Self::receivers_from),
    /// and what two relays say about themselves is not for the rooms.
    pub fn hear_node(&mut self, node: NodeId, message: Message, now_ms: u64, now_seconds: u64) -> Deliveries<S> {
        let mut out = Out::new();
        match message {
            Message::Here { room, members, why } => self.hear_here(node, room, &members, why, &mut out),
            Message::Desk {
                desk,
                ask,
                consoles,
                number,
                root,
                manifest,
            } => {
                let told = Told {
                    consoles,
                    number,
                    asks: ask,
                    bare: manifest.is_empty(),
                    adopted: self.adopt(desk, root, manifest, now_seconds, &mut out),
                };
                self.hear_desk(node, desk, &told, now_ms, &mut out);
            }
            Message::Forget { desk } => self.forget_peer(node, desk, &mut out),
            Message::Waits { desk, room, waited_ms } => {
                self.hear_waits(node, desk, room, waited_ms, now_ms, &mut out);
            }
            Message::Gone { desk, room } => self.hear_gone(node, desk, room, &mut out),
            Message::Claim {
                ticket,
                desk,
                room,
                member,
            } => self.decide(node, ticket, desk, room, member, &mut out),
            Message::Granted {
                ticket,
                room,
                customer,
                hello,
            } => {
                if !self.granted(node, ticket, customer, &hello, &mut out) {
                    self.decline(node, room, &mut out);
                }
            }
            Message::Denied { ticket, code } => self.denied(node, ticket, code, &mut out),
            Message::Beat | Message::Meet(_) | Message::Bye | Message::Frame { .. } => {}
        }
        out.0
    }

    /// Who gets a frame that a member at another relay has sent. Nobody if that relay never said that it is a member.
    pub fn receivers_from(&self, node: NodeId, room: RoomId, from: MemberId, to: MemberId) -> impl Iterator<Item = &S> {
        let room = self.rooms.get(&room);
        let room = room.filter(|room| room.away.iter().any(|away| away.id == from && away.node == node));
        let members = room.map_or(&[][..], |room| room.members());
        let meant = members.iter().filter(move |member| member.id == to || to.is_zero());
        meant.map(|member| &member.handle)
    }

    /// Somebody has sat down: the relays that know the room hear of it, and all of them if nobody else is there.
    pub(super) fn tell_of_seat(
        &self,
        id: RoomId,
        member: MemberId,
        news: bool,
        mut nodes: Vec<NodeId>,
        out: &mut Out<S>,
    ) {
        let Some(room) = self.rooms.get(&id) else { return };
        let mut why = Why::Sat;
        if news {
            nodes.clone_from(&self.nodes.up);
            why = Why::SatAndAsks;
        }
        let others = room.members.iter().map(|it| it.id).filter(|it| *it != member);
        let members: Vec<_> = std::iter::once(member).chain(others).collect();
        for node in nodes {
            let members = members.clone();
            out.tell(node, Message::Here { room: id, members, why });
        }
    }

    fn hear_here(&mut self, node: NodeId, id: RoomId, members: &[MemberId], why: Why, out: &mut Out<S>) {
        let most = self.limits.members_per_room;
        // Whoever waits is let in by a claim and by nothing else.
        let Some(room) = self.rooms.get(&id).filter(|room| room.waiting.is_none()) else {
            return;
        };
        let sat = members.first().copied().filter(|_| why.sat());
        let moved = sat.and_then(|member| room.member(member));
        if let Some((socket, handle)) = moved.map(|seat| (seat.socket, seat.handle.clone())) {
            self.unseat(socket, &handle, id, sat.unwrap_or(MemberId::EVERYBODY), out);
        }
        let Some(room) = self.rooms.get_mut(&id) else { return };
        let strange = !room.away.iter().any(|away| away.node == node);
        room.lose(id, |away| away.node == node && !members.contains(&away.id), out);
        for member in members {
            if room.member(*member).is_some() {
                continue;
            }
            let fresh = sat == Some(*member);
            let has_room = room.size() < most;
            let entered = match room.away.iter_mut().find(|away| away.id == *member) {
                Some(away) if fresh => {
                    away.node = node;
                    true
                }
                Some(_) => false,
                None if has_room => {
                    room.away.push(Away { id: *member, node });
                    true
                }
                None => false,
            };
            if entered {
                let member = *member;
                for seat in room.members() {
                    out.send(&seat.handle, &RelayFrame::Entered { room: id, member });
                }
            }
        }
        // Who sat down here while its answer was on the way was not told to it: nobody knew that it had one to give.
        let met = strange && room.away.iter().any(|away| away.node == node);
        if why.asks() || met {
            room.tell(id, Why::Told, vec![node], out);
        }
    }

    /// The same member sits at another relay now: as if it had come back on a new socket here.
    fn unseat(&mut self, socket: SocketId, handle: &S, room: RoomId, member: MemberId, out: &mut Out<S>) {
        out.send(handle, &RelayFrame::Left { room, member });
        if let Some(old) = self.sockets.get_mut(&socket) {
            old.rooms.retain(|known| *known != room);
            if old.rooms.is_empty() && old.console.is_none() {
                out.close(handle, CloseCode::Replaced);
            }
        }
        let Some(known) = self.rooms.get_mut(&room) else { return };
        known.members.retain(|seat| seat.id != member);
        if known.members.is_empty() {
            let nodes: Vec<_> = known.nodes(|_| true).collect();
            known.tell(room, Why::Told, nodes, out);
            self.rooms.remove(&room);
        }
    }

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

    fn tell_one_of_desk(&mut self, node: NodeId, id: DeskId, asking: Asking, out: &mut Out<S>) {
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

    fn tell_who_waits(&self, node: NodeId, id: DeskId, now_ms: u64, out: &mut Out<S>) {
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

    fn hear_desk(&mut self, node: NodeId, id: DeskId, told: &Told, now_ms: u64, out: &mut Out<S>) {
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
    fn adopt(&mut self, id: DeskId, root: Vec<u8>, signed: Vec<u8>, now_seconds: u64, out: &mut Out<S>) -> bool {
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

    fn hear_waits(&mut self, node: NodeId, id: DeskId, room: RoomId, waited_ms: u32, now_ms: u64, out: &mut Out<S>) {
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

    fn hear_gone(&mut self, node: NodeId, id: DeskId, room: RoomId, out: &mut Out<S>) {
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

    fn forget_peer(&mut self, node: NodeId, id: DeskId, out: &mut Out<S>) {
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

    /// Asks the relay where the customer waits.
    pub(super) fn claim_elsewhere(
        &mut self,
        socket: SocketId,
        node: NodeId,
        desk: DeskId,
        room: RoomId,
        member: MemberId,
    ) -> Result<Deliveries<S>, Refusal> {
        self.may_sit(socket, room, member)?;
        let open = self.nodes.claims.values().filter(|claim| claim.socket == socket);
        if open.count() >= self.limits.rooms_per_socket {
            return Err(Refusal::TooManyRooms);
        }
        self.nodes.tickets += 1;
        let ticket = self.nodes.tickets;
        let claim = Claim {
            node,
            socket,
            desk,
            room,
            member,
        };
        self.nodes.claims.insert(ticket, claim);
        let mut out = Out::new();
        out.tell(
            node,
            Message::Claim {
                ticket,
                desk,
                room,
                member,
            },
        );
        Ok(out.0)
    }

    /// Decides about a claim from another relay.
    fn decide(&mut self, node: NodeId, ticket: u64, desk: DeskId, id: RoomId, member: MemberId, out: &mut Out<S>) {
        let code = match self.rooms.get_mut(&id).filter(|room| room.desk == Some(desk)) {
            None => Refusal::UnknownRoom,
            Some(room) if room.waiting.is_none() => Refusal::AlreadyClaimed,
            Some(room) if room.member(member).is_some() => Refusal::RoomTaken,
            Some(room) => {
                let customer = room.members().first().map(|seat| (seat.id, seat.handle.clone()));
                if let (Some((customer, handle)), Some(waiting)) = (customer, room.waiting.take()) {
                    room.away.push(Away { id: member, node });
                    let hello = waiting.hello.into();
                    out.tell(
                        node,
                        Message::Granted {
                            ticket,
                            room: id,
                            customer,
                            hello,
                        },
                    );
                    out.send(&handle, &RelayFrame::Entered { room: id, member });
                    self.withdraw(desk, id, None, out);
                    return;
                }
                Refusal::UnknownRoom
            }
        };
        out.tell(node, Message::Denied { ticket, code });
    }

    /// False: whoever asked is gone, or has no place left.
    fn granted(&mut self, node: NodeId, ticket: u64, customer: MemberId, hello: &[u8], out: &mut Out<S>) -> bool {
        let Some(claim) = self.nodes.claims.remove(&ticket).filter(|claim| claim.node == node) else {
            return false;
        };
        let Claim {
            socket,
            desk,
            room: id,
            member,
            ..
        } = claim;
        let seat = self.handle(socket).filter(|_| customer != member);
        let (Some(handle), Ok(())) = (seat, self.may_sit(socket, id, member)) else {
            return false;
        };
        let room = self.rooms.entry(id).or_insert_with(|| Room::opened(Some(desk), None));
        if !room.is_away(customer) {
            room.away.push(Away { id: customer, node });
        }
        out.send(
            &handle,
            &RelayFrame::Claimed {
                room: id,
                customer,
                hello,
            },
        );
        self.sit(socket, id, member, out);
        true
    }

    /// The customer must not wait for somebody who does not come.
    fn decline(&self, node: NodeId, id: RoomId, out: &mut Out<S>) {
        let seated = self.rooms.get(&id).map_or(&[][..], |room| room.members());
        let members = seated.iter().map(|seat| seat.id).collect();
        out.tell(
            node,
            Message::Here {
                room: id,
                members,
                why: Why::Told,
            },
        );
    }

    fn denied(&mut self, node: NodeId, ticket: u64, code: Refusal, out: &mut Out<S>) {
        if let Some(claim) = self.nodes.claims.remove(&ticket).filter(|claim| claim.node == node)
            && let Some(handle) = self.handle(claim.socket)
        {
            out.refuse(&handle, code, claim.room);
        }
    }
}

impl<S: Clone> Room<S> {
    /// These sit at no relay that we know of any more.
    fn lose(&mut self, id: RoomId, gone: impl Fn(&Away) -> bool, out: &mut Out<S>) {
        let Self { away, members, .. } = self;
        away.retain(|it| {
            let gone = gone(it);
            if gone {
                for seat in members.iter() {
                    let member = it.id;
                    out.send(&seat.handle, &RelayFrame::Left { room: id, member });
                }
            }
            !gone
        });
    }
}

/// What a relay has told of a desk.
struct Told {
    consoles: u16,
    number: u64,
    asks: bool,
    /// It came without the manifest.
    bare: bool,
    /// Its manifest is ours now.
    adopted: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asking {
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
