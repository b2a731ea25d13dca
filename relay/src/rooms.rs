//! Who is where: the rules of the relay without a socket, a clock or a disk.
//!
//! One value of [`Rooms`] holds everything the relay knows. Each thing a client may ask is one method: it changes the
//! value and returns what has to be delivered to whom, or the one [`Refusal`] that goes back. `S` is how the caller
//! reaches a socket: the outbox of a connection in the server, a name in the tests.
//!
//! Everything in here is bounded by [`RoomLimits`] times the number of sockets: a room has at least one member, a
//! member is a socket, a desk is kept only while somebody looks at it, waits for it or works at it.

mod abroad;
mod asks;
mod consoles;
mod desks;
mod invites;
mod nodes;
mod seats;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use hushwire_wire::{CloseCode, DeskId, MemberId, Refusal, RelayFrame, RoomId};

use crate::backplane::{Message, NodeId};
pub use crate::limits::RoomLimits;
pub use consoles::Attachment;
pub use desks::Knock;
pub use invites::{Invitation, Now, Redeem};

use crate::pace::DeskPaces;
use consoles::Console;
use desks::Desk;
use seats::Room;

/// One connection, numbered by the caller and never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SocketId(pub u64);

/// One thing to be done to one socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery<S> {
    /// Send it this frame.
    Frame {
        /// Whom.
        to: S,
        /// The frame, encoded.
        bytes: Vec<u8>,
    },
    /// Close it with this code, after what was sent to it before.
    Close {
        /// Whom.
        socket: S,
        /// Why.
        code: CloseCode,
    },
    /// Tell another relay.
    Node {
        /// Which.
        to: NodeId,
        /// What.
        message: Message,
    },
}

/// What an accepted request leads to, in the order in which it must happen.
pub type Deliveries<S> = Vec<Delivery<S>>;

/// All rooms, desks and sockets of a relay.
pub struct Rooms<S> {
    limits: RoomLimits,
    sockets: HashMap<SocketId, Socket<S>>,
    rooms: HashMap<RoomId, Room<S>>,
    desks: HashMap<DeskId, Desk>,
    /// How many of `desks` hold a manifest.
    manifests: usize,
    /// How many of `rooms` wait.
    waiting: usize,
    /// How many invites all desks have open.
    invites: usize,
    /// The other relays and what was asked of them; empty for a relay alone.
    nodes: nodes::Nodes,
}

/// How many of everything a relay knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Open WebSockets.
    pub sockets: usize,
    /// Rooms with a member.
    pub rooms: usize,
    /// Rooms of which nobody has claimed the customer yet.
    pub waiting: usize,
    /// Desks that somebody looks at, waits for or works at.
    pub desks: usize,
    /// Desks whose manifest is held.
    pub manifests: usize,
    /// Open invites; those that have run out are counted until their desk is asked for one.
    pub invites: usize,
}

struct Socket<S> {
    handle: S,
    /// The rooms it sits in.
    rooms: Vec<RoomId>,
    /// The desks it hears about.
    interests: Vec<Interest>,
    console: Option<Console>,
}

struct Interest {
    desk: DeskId,
    /// The number of the manifest it was sent last, so that none is sent twice; 0 before the first.
    shown: u64,
}

/// Where a frame goes.
pub struct Route<'a, S> {
    /// The sender, as the room knows it.
    pub from: MemberId,
    room: &'a Room<S>,
    to: MemberId,
}

impl<'a, S> Route<'a, S> {
    /// The sockets that the frame is for; none if the sender is alone and speaks to all others.
    pub fn receivers(&self) -> impl Iterator<Item = &'a S> {
        let (from, to) = (self.from, self.to);
        self.room
            .members()
            .iter()
            .filter(move |member| member.id == to || (to.is_zero() && member.id != from))
            .map(|member| &member.handle)
    }

    /// The relays that the frame is for, and the member it is for; none if everybody is here.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        let to = self.to;
        self.room.nodes(move |away| away == to || to.is_zero())
    }
}

impl<S: Clone> Rooms<S> {
    /// Nobody is there yet.
    pub fn new(limits: RoomLimits) -> Self {
        Self {
            limits,
            sockets: HashMap::new(),
            rooms: HashMap::new(),
            desks: HashMap::new(),
            manifests: 0,
            waiting: 0,
            invites: 0,
            nodes: nodes::Nodes::default(),
        }
    }

    /// A socket is there. Until it joins something it can only ask.
    pub fn connect(&mut self, socket: SocketId, handle: S) {
        let seat = Socket {
            handle,
            rooms: Vec::new(),
            interests: Vec::new(),
            console: None,
        };
        self.sockets.insert(socket, seat);
    }

    /// A socket is gone, with its seats, its knocks, its place at a desk.
    pub fn disconnect(&mut self, socket: SocketId) -> Deliveries<S> {
        let mut out = Out::new();
        let Some(Socket {
            handle: _,
            rooms,
            interests,
            console,
        }) = self.sockets.remove(&socket)
        else {
            return out.0;
        };
        self.nodes.forget_asks_of(socket);
        for interest in interests {
            self.lose_interest(socket, interest.desk, &mut out);
        }
        for room in rooms {
            self.vacate(socket, room, &mut out);
        }
        if let Some(console) = console {
            self.detach(socket, console.desk, &mut out);
        }
        out.0
    }

    /// Where a frame of this socket goes. Asked for every frame; changes nothing.
    pub fn route(&self, socket: SocketId, room: RoomId, to: MemberId) -> Result<Route<'_, S>, Refusal> {
        let room = self.rooms.get(&room).ok_or(Refusal::NotAMember)?;
        let from = room.member_of(socket).ok_or(Refusal::NotAMember)?.id;
        let known = to.is_zero() || (to != from && (room.member(to).is_some() || room.is_away(to)));
        if known {
            Ok(Route { from, room, to })
        } else {
            Err(Refusal::NoSuchMember)
        }
    }

    /// True for a socket that sits in no room, works at no desk and looks at none: it only holds a connection.
    pub fn is_idle(&self, socket: SocketId) -> bool {
        self.sockets
            .get(&socket)
            .is_none_or(|socket| socket.rooms.is_empty() && socket.interests.is_empty() && socket.console.is_none())
    }

    /// How many of everything there are: for the log, and for seeing that nothing is kept.
    pub fn counts(&self) -> Counts {
        Counts {
            sockets: self.sockets.len(),
            rooms: self.rooms.len(),
            waiting: self.waiting,
            desks: self.desks.len(),
            manifests: self.manifests,
            invites: self.invites,
        }
    }

    /// How to reach every socket, those that share a room together.
    pub fn groups(&self) -> Vec<Vec<S>> {
        let mut seen = HashSet::new();
        let mut groups = Vec::new();
        for first in self.sockets.keys() {
            let mut group = Vec::new();
            let mut open = vec![*first];
            while let Some(id) = open.pop() {
                let Some(socket) = self.sockets.get(&id).filter(|_| seen.insert(id)) else {
                    continue;
                };
                group.push(socket.handle.clone());
                let rooms = socket.rooms.iter().filter_map(|room| self.rooms.get(room));
                open.extend(rooms.flat_map(Room::members).map(|member| member.socket));
            }
            if !group.is_empty() {
                groups.push(group);
            }
        }
        groups
    }

    /// What the customers and consoles of a desk share, while the relay knows the desk.
    pub(crate) fn paces(&self, desk: DeskId) -> Option<&Arc<DeskPaces>> {
        self.desks.get(&desk).map(|desk| &desk.paces)
    }

    /// The same of the desk that a socket works at or asks for.
    pub(crate) fn paces_of(&self, socket: SocketId) -> Option<&Arc<DeskPaces>> {
        let socket = self.sockets.get(&socket)?;
        let works = socket.console.as_ref().map(|console| console.desk);
        let asks = || socket.interests.first().map(|interest| interest.desk);
        self.paces(works.or_else(asks)?)
    }

    fn handle(&self, socket: SocketId) -> Option<S> {
        self.sockets.get(&socket).map(|socket| socket.handle.clone())
    }
}

/// Deliveries in the making.
struct Out<S>(Deliveries<S>);

impl<S: Clone> Out<S> {
    fn new() -> Self {
        Self(Vec::new())
    }

    /// What the rules say always encodes: its parts were decoded under the same limits.
    fn send(&mut self, to: &S, frame: &RelayFrame<'_>) {
        if let Ok(bytes) = frame.encode() {
            self.0.push(Delivery::Frame { to: to.clone(), bytes });
        }
    }

    fn refuse(&mut self, to: &S, code: Refusal, room: RoomId) {
        self.send(to, &RelayFrame::Refused { code, room });
    }

    fn tell(&mut self, to: NodeId, message: Message) {
        self.0.push(Delivery::Node { to, message });
    }

    fn close(&mut self, socket: &S, code: CloseCode) {
        self.0.push(Delivery::Close {
            socket: socket.clone(),
            code,
        });
    }
}
