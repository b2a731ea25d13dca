//! Rooms and the seats in them: joining, leaving, coming back.

use std::collections::hash_map::Entry;

use hushwire_wire::{CloseCode, DeskId, MemberId, Members, Refusal, RelayFrame, RoomId};

use super::{Deliveries, Out, Rooms, SocketId};
use crate::backplane::{NodeId, Why};

/// A room lives while it has a member.
pub(super) struct Room<S> {
    pub(super) members: Vec<Member<S>>,
    /// Members whose socket is at another relay. They do not keep the room alive here.
    pub(super) away: Vec<Away>,
    /// The desk it was opened for; `None` if it was opened by `join` after the relay was restarted.
    pub(super) desk: Option<DeskId>,
    /// Set while the room waits to be claimed. Its only member is then the customer.
    pub(super) waiting: Option<Waiting>,
}

pub(super) struct Waiting {
    /// Dropped when the room is claimed: the relay has no further use for it.
    pub(super) hello: Box<[u8]>,
    /// The page it came from, kept until the desk's manifest can be asked about it.
    pub(super) origin: Option<Box<str>>,
    pub(super) since_ms: u64,
}

pub(super) struct Away {
    pub(super) id: MemberId,
    pub(super) node: NodeId,
}

pub(super) struct Member<S> {
    pub(super) id: MemberId,
    pub(super) socket: SocketId,
    pub(super) handle: S,
}

impl<S> Room<S> {
    pub(super) fn opened(desk: Option<DeskId>, waiting: Option<Waiting>) -> Self {
        Self {
            members: Vec::new(),
            away: Vec::new(),
            desk,
            waiting,
        }
    }

    pub(super) fn members(&self) -> &[Member<S>] {
        &self.members
    }

    pub(super) fn member(&self, id: MemberId) -> Option<&Member<S>> {
        self.members.iter().find(|member| member.id == id)
    }

    /// Members here and elsewhere.
    pub(super) fn size(&self) -> usize {
        self.members.len() + self.away.len()
    }

    pub(super) fn is_away(&self, id: MemberId) -> bool {
        self.away.iter().any(|away| away.id == id)
    }

    /// Every relay with a member that is meant, once.
    pub(super) fn nodes(&self, meant: impl Fn(MemberId) -> bool) -> impl Iterator<Item = NodeId> {
        let nodes = self.away.iter().enumerate().filter(move |(place, away)| {
            let before = self.away.iter().take(*place);
            meant(away.id)
                && !before
                    .into_iter()
                    .any(|other| other.node == away.node && meant(other.id))
        });
        nodes.map(|(_, away)| away.node)
    }

    pub(super) fn member_of(&self, socket: SocketId) -> Option<&Member<S>> {
        self.members.iter().find(|member| member.socket == socket)
    }
}

impl<S: Clone> Rooms<S> {
    /// Joins a room, or opens it if the relay does not know it: after a restart the first one back opens it again.
    pub fn join(&mut self, socket: SocketId, room: RoomId, member: MemberId) -> Result<Deliveries<S>, Refusal> {
        if self
            .rooms
            .get(&room)
            .is_some_and(|room| room.waiting.is_some() && room.member(member).is_none())
        {
            // Whoever waits is let in by a claim, which only an attached console can make, and by nothing else.
            return Err(Refusal::NotAMember);
        }
        self.may_sit(socket, room, member)?;
        let known = self.rooms.entry(room).or_insert_with(|| Room::opened(None, None));
        let news = known.members.is_empty();
        let nodes = known.nodes(|_| true).collect();
        let mut out = Out::new();
        self.sit(socket, room, member, &mut out);
        self.tell_of_seat(room, member, news, nodes, &mut out);
        Ok(out.0)
    }

    /// Leaves a room for good.
    pub fn leave(&mut self, socket: SocketId, room: RoomId) -> Result<Deliveries<S>, Refusal> {
        let sits = self
            .rooms
            .get(&room)
            .is_some_and(|room| room.member_of(socket).is_some());
        if !sits {
            return Err(Refusal::NotAMember);
        }
        let mut out = Out::new();
        if let Some(socket) = self.sockets.get_mut(&socket) {
            socket.rooms.retain(|known| *known != room);
        }
        self.vacate(socket, room, &mut out);
        Ok(out.0)
    }

    /// Whether [`sit`](Self::sit) would be right. Nothing has changed yet when the answer is no.
    pub(super) fn may_sit(&self, socket: SocketId, room: RoomId, member: MemberId) -> Result<(), Refusal> {
        if member.is_zero() {
            // A secret whose hash begins with eight zero bytes: nobody draws one by chance.
            return Err(Refusal::Malformed);
        }
        let seated = self.rooms.get(&room).and_then(|room| room.member_of(socket));
        if let Some(seat) = seated {
            // One socket is one member of a room, or the sender of a frame would be a guess.
            return if seat.id == member {
                Ok(())
            } else {
                Err(Refusal::RoomTaken)
            };
        }
        let rooms = self.sockets.get(&socket).map_or(0, |socket| socket.rooms.len());
        if rooms >= self.limits.rooms_per_socket {
            return Err(Refusal::TooManyRooms);
        }
        match self.rooms.get(&room) {
            Some(known)
                if known.member(member).is_none()
                    && !known.is_away(member)
                    && known.size() >= self.limits.members_per_room =>
            {
                Err(Refusal::RoomFull)
            }
            _ => Ok(()),
        }
    }

    /// Takes a seat in a room that exists: a new one, or the same member's seat from an older socket.
    pub(super) fn sit(&mut self, socket: SocketId, id: RoomId, member: MemberId, out: &mut Out<S>) {
        let (Some(handle), Some(room)) = (self.handle(socket), self.rooms.get_mut(&id)) else {
            return;
        };
        let again = room.member_of(socket).is_some();
        let mut replaced = None;
        match room.members.iter_mut().find(|seat| seat.id == member) {
            Some(seat) if seat.socket == socket => {}
            Some(seat) => {
                let old = std::mem::replace(&mut seat.socket, socket);
                replaced = Some((old, std::mem::replace(&mut seat.handle, handle.clone())));
            }
            None => room.members.push(Member {
                id: member,
                socket,
                handle: handle.clone(),
            }),
        }

        // Whoever sits here sits nowhere else any more.
        room.away.retain(|away| away.id != member);

        let here = room.members.iter().map(|seat| seat.id).filter(|id| *id != member);
        let others: Vec<_> = here
            .chain(room.away.iter().map(|away| away.id))
            .map(|id| id.0)
            .collect();
        out.send(
            &handle,
            &RelayFrame::Joined {
                room: id,
                you: member,
                members: Members::new(&others),
            },
        );
        if !again {
            for other in room.members.iter().filter(|seat| seat.id != member) {
                out.send(&other.handle, &RelayFrame::Entered { room: id, member });
            }
            if let Some(socket) = self.sockets.get_mut(&socket) {
                socket.rooms.push(id);
            }
        }
        if let Some((old, handle)) = replaced {
            out.send(&handle, &RelayFrame::Left { room: id, member });
            if let Some(old) = self.sockets.get_mut(&old) {
                old.rooms.retain(|known| *known != id);
                if old.rooms.is_empty() && old.console.is_none() {
                    out.close(&handle, CloseCode::Replaced);
                }
            }
        }
    }

    /// Empties the seat of a socket that has already lost its own record of the room.
    pub(super) fn vacate(&mut self, socket: SocketId, id: RoomId, out: &mut Out<S>) {
        let Entry::Occupied(mut entry) = self.rooms.entry(id) else {
            return;
        };
        let room = entry.get_mut();
        let Some(place) = room.members.iter().position(|member| member.socket == socket) else {
            return;
        };
        let left = room.members.remove(place);
        for other in &room.members {
            out.send(
                &other.handle,
                &RelayFrame::Left {
                    room: id,
                    member: left.id,
                },
            );
        }
        let nodes: Vec<_> = room.nodes(|_| true).collect();
        room.tell(id, Why::Told, nodes, out);
        if room.members.is_empty() {
            let room = entry.remove();
            if let (Some(desk), Some(_)) = (room.desk, room.waiting) {
                self.withdraw(desk, id, None, out);
            }
        }
    }
}
