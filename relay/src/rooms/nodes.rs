//! Rooms and desks that reach over several relays.
//!
//! A room is known to each relay at which one of its members sits, and only there. What a relay says of a room is who
//! sits there with it, all of them, whenever that changes. Whoever sits down alone asks the others whether the room is
//! known to them; a room whose members are all in one place is nobody else's business.
//!
//! A customer waits where its socket is, and that relay alone decides who gets it: the first claim that reaches it.

use std::collections::HashMap;

use hushwire_wire::{CloseCode, MemberId, RelayFrame, RoomId};

use super::abroad::{Asking, Told};
use super::asks::Ask;
use super::invites::{Now, Redeem};
use super::seats::{Away, Room};
use super::{Deliveries, Out, Rooms, SocketId};
use crate::backplane::{Message, NodeId, Why};

/// The other relays.
#[derive(Default)]
pub(super) struct Nodes {
    me: Option<NodeId>,
    pub(super) up: Vec<NodeId>,
    /// What was asked of them and is not answered, by ticket.
    pub(super) asks: HashMap<u64, Ask>,
    pub(super) tickets: u64,
}

impl Nodes {
    pub(super) fn forget_asks_of(&mut self, socket: SocketId) {
        self.asks.retain(|_, ask| ask.socket != socket);
    }

    /// How many relays there are, and which of them this is.
    pub(super) fn share(&self) -> (usize, usize) {
        let before = |me: NodeId| self.up.iter().filter(|node| **node < me).count();
        (self.up.len() + 1, self.me.map_or(0, before))
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
    /// By which id other relays know this one.
    pub fn call_me(&mut self, me: NodeId) {
        self.nodes.me = Some(me);
    }

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
        self.lose_asks(node, &mut out);
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
            } => self.granted(node, ticket, room, customer, &hello, &mut out),
            Message::Redeem {
                ticket,
                desk,
                room,
                member,
                route,
                hello,
            } => {
                let redeem = Redeem {
                    desk,
                    room,
                    member,
                    route,
                    hello: &hello,
                    origin: None,
                };
                let now = Now {
                    ms: now_ms,
                    seconds: now_seconds,
                };
                self.lead(node, ticket, redeem, now, &mut out);
            }
            Message::Led { ticket, room, console } => self.led(node, ticket, room, console, &mut out),
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
