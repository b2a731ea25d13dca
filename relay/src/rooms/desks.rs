//! Desks: who looks, who waits, who works at them.

use std::collections::VecDeque;
use std::sync::Arc;

use hushwire_desk::CLOCK_SKEW_SECONDS;
use hushwire_wire::{DeskId, MemberId, Refusal, RelayFrame, RoomId};

use crate::pace::DeskPaces;

use super::abroad::Peer;
use super::consoles::Notice;
use super::invites::Invites;
use super::seats::{Room, Waiting};
use super::{Deliveries, Interest, Out, Rooms, SocketId};
use crate::backplane::Message;

/// What the relay keeps of a desk while somebody looks at it, waits for it or works at it.
#[derive(Default)]
pub(super) struct Desk {
    pub(super) consoles: Vec<SocketId>,
    pub(super) waiting: VecDeque<RoomId>,
    pub(super) lookers: Vec<SocketId>,
    /// Forgotten as soon as nobody works and nobody waits.
    pub(super) newest: Option<Notice>,
    pub(super) paces: Arc<DeskPaces>,
    /// Those of `consoles`.
    pub(super) invites: Invites,
    /// Other relays where somebody looks, waits or works.
    pub(super) peers: Vec<Peer>,
}

/// A customer asks for a session.
#[derive(Clone, Copy)]
pub struct Knock<'a> {
    /// Of which desk.
    pub desk: DeskId,
    /// In which room.
    pub room: RoomId,
    /// As whom.
    pub member: MemberId,
    /// With which first handshake message.
    pub hello: &'a [u8],
    /// From which page, as the browser says.
    pub origin: Option<&'a str>,
}

impl<S: Clone> Rooms<S> {
    /// Tells a socket about a desk, now and at every change.
    pub fn look(&mut self, socket: SocketId, desk: DeskId) -> Result<Deliveries<S>, Refusal> {
        let mut out = Out::new();
        self.take_interest(socket, desk, &mut out)?;
        self.describe(socket, desk, &mut out);
        Ok(out.0)
    }

    /// Opens a room for a desk and queues it. The same member knocking again from a new socket keeps its place.
    pub fn knock(&mut self, socket: SocketId, knock: Knock<'_>, now_ms: u64) -> Result<Deliveries<S>, Refusal> {
        let Knock {
            desk,
            room,
            member,
            hello,
            origin,
        } = knock;
        let known = self.desks.get(&desk);
        self.may_come_from(desk, origin)?;
        let again = match self.rooms.get(&room) {
            None => false,
            Some(room) if room.waiting.is_some() && room.desk == Some(desk) && room.member(member).is_some() => true,
            Some(_) => return Err(Refusal::RoomTaken),
        };
        let crowded = known.is_some_and(|desk| desk.waiting.len() >= self.limits.waiting_per_desk);
        if !again && (crowded || self.waiting >= self.limits.waiting_total) {
            return Err(Refusal::QueueFull);
        }
        self.may_sit(socket, room, member)?;
        let mut out = Out::new();
        self.take_interest(socket, desk, &mut out)?;

        if !again {
            let origin = origin.map(Into::into);
            let waiting = Waiting {
                hello: hello.into(),
                origin,
                since_ms: now_ms,
            };
            self.rooms.insert(room, Room::opened(Some(desk), Some(waiting)));
        }
        self.sit(socket, room, member, &mut out);
        if !again {
            let id = desk;
            let desk = self.desks.entry(desk).or_default();
            desk.waiting.push_back(room);
            self.waiting += 1;
            desk.tell_of_knock(id, room, 0, &mut out);
            for console in desk.consoles.iter().filter_map(|console| self.sockets.get(console)) {
                out.send(&console.handle, &RelayFrame::Knocked { room, waited_ms: 0 });
            }
        }
        let place = self
            .desks
            .get(&desk)
            .and_then(|desk| desk.waiting.iter().position(|known| *known == room));
        if let Some(place) = place {
            self.count(desk, place..=place, &mut out);
        }
        Ok(out.0)
    }

    /// Whether a page of this origin may chat with the desk, as far as the relay knows.
    ///
    /// A page in a browser cannot lie about its origin, so this keeps other sites' visitors out. A program can say what
    /// it likes, so one that says nothing gains nothing over one that lies: it is let in.
    pub(super) fn may_come_from(&self, desk: DeskId, origin: Option<&str>) -> Result<(), Refusal> {
        let newest = self.desks.get(&desk).and_then(|desk| desk.newest.as_ref());
        match (newest, origin) {
            (Some(notice), Some(origin)) if !notice.manifest.allows_origin(origin) => Err(Refusal::OriginNotAllowed),
            _ => Ok(()),
        }
    }

    /// An attached console takes a waiting room.
    pub fn claim(
        &mut self,
        socket: SocketId,
        room: RoomId,
        member: MemberId,
        now_seconds: u64,
    ) -> Result<Deliveries<S>, Refusal> {
        let console = self.sockets.get(&socket).and_then(|socket| socket.console.as_ref());
        let console = console.ok_or(Refusal::NotAttached)?;
        if now_seconds > console.not_after.saturating_add(CLOCK_SKEW_SECONDS) {
            return Err(Refusal::ExpiredCertificate);
        }
        let desk = console.desk;
        if let Some(node) = self.where_it_waits(desk, room) {
            return self.claim_elsewhere(socket, node, desk, room, member);
        }
        // A room of another desk is as unknown as one that does not exist.
        let waiting = self.rooms.get(&room).filter(|room| room.desk == Some(desk));
        let waiting = waiting.ok_or(Refusal::UnknownRoom)?;
        if waiting.waiting.is_none() {
            return Err(Refusal::AlreadyClaimed);
        }
        if waiting.member(member).is_some() {
            return Err(Refusal::RoomTaken);
        }
        self.may_sit(socket, room, member)?;

        let mut out = Out::new();
        let claimed = self.rooms.get_mut(&room).and_then(|room| {
            let customer = room.members().first()?.id;
            Some((customer, room.waiting.take()?.hello))
        });
        if let (Some((customer, hello)), Some(handle)) = (claimed, self.handle(socket)) {
            out.send(
                &handle,
                &RelayFrame::Claimed {
                    room,
                    customer,
                    hello: &hello,
                },
            );
        }
        self.sit(socket, room, member, &mut out);
        self.withdraw(desk, room, Some(socket), &mut out);
        Ok(out.0)
    }

    /// A room waits no longer: consoles hear of it, except the one that took it, and the others move up.
    pub(super) fn withdraw(&mut self, id: DeskId, room: RoomId, claimed_by: Option<SocketId>, out: &mut Out<S>) {
        let Some(desk) = self.desks.get_mut(&id) else {
            return;
        };
        let Some(place) = desk.waiting.iter().position(|known| *known == room) else {
            return;
        };
        desk.waiting.remove(place);
        self.waiting -= 1;
        for peer in &desk.peers {
            out.tell(peer.node, Message::Gone { desk: id, room });
        }
        for console in desk.consoles.iter().filter(|console| Some(**console) != claimed_by) {
            if let Some(console) = self.sockets.get(console) {
                out.send(&console.handle, &RelayFrame::Gone { room });
            }
        }
        self.count(id, place..=usize::MAX, out);
        self.tidy(id, out);
    }

    pub(super) fn lose_interest(&mut self, socket: SocketId, id: DeskId, out: &mut Out<S>) {
        if let Some(desk) = self.desks.get_mut(&id) {
            desk.lookers.retain(|looker| *looker != socket);
        }
        self.tidy(id, out);
    }

    pub(super) fn take_interest(&mut self, id: SocketId, desk: DeskId, out: &mut Out<S>) -> Result<(), Refusal> {
        let Some(socket) = self.sockets.get_mut(&id) else {
            return Ok(());
        };
        if socket.interests.iter().any(|interest| interest.desk == desk) {
            return Ok(());
        }
        if socket.interests.len() >= self.limits.desks_per_socket {
            return Err(Refusal::RateLimited);
        }
        socket.interests.push(Interest { desk, shown: 0 });
        self.open_desk(desk, out).lookers.push(id);
        Ok(())
    }

    /// The number of consoles or the manifest changed: whoever looks or waits hears of it.
    pub(super) fn announce(&mut self, id: DeskId, out: &mut Out<S>) {
        let lookers = self.desks.get(&id).map(|desk| desk.lookers.clone()).unwrap_or_default();
        for looker in lookers {
            self.describe(looker, id, out);
        }
        self.count(id, 0..=usize::MAX, out);
    }

    fn describe(&mut self, socket: SocketId, id: DeskId, out: &mut Out<S>) {
        let desk = self.desks.get(&id);
        let Some(socket) = self.sockets.get_mut(&socket) else {
            return;
        };
        let Some(interest) = socket.interests.iter_mut().find(|interest| interest.desk == id) else {
            return;
        };
        let newest = desk.and_then(|desk| desk.newest.as_ref());
        let (mut root, mut manifest) = (&[][..], &[][..]);
        if let Some(newest) = newest
            && newest.manifest.number > interest.shown
        {
            interest.shown = newest.manifest.number;
            (root, manifest) = (&newest.root, &newest.signed);
        }
        let consoles = consoles(desk);
        out.send(
            &socket.handle,
            &RelayFrame::Desk {
                desk: id,
                consoles,
                root,
                manifest,
            },
        );
    }

    /// Tells those who wait at these places of the queue how they stand.
    pub(super) fn count(&self, id: DeskId, places: std::ops::RangeInclusive<usize>, out: &mut Out<S>) {
        let Some(desk) = self.desks.get(&id) else {
            return;
        };
        let consoles = consoles(Some(desk));
        for (place, room) in desk
            .waiting
            .iter()
            .enumerate()
            .filter(|(place, _)| places.contains(place))
        {
            let Some(room_of) = self.rooms.get(room) else { continue };
            let Some(customer) = room_of.members().first() else {
                continue;
            };
            let since = room_of.waiting.as_ref().map_or(0, |waiting| waiting.since_ms);
            let position = u16::try_from(place + 1 + desk.waiting_elsewhere_before(since)).unwrap_or(u16::MAX);
            out.send(
                &customer.handle,
                &RelayFrame::Waiting {
                    room: *room,
                    position,
                    consoles,
                },
            );
        }
    }

    /// Forgets what nobody needs: the manifest first, then the desk.
    pub(super) fn tidy(&mut self, id: DeskId, out: &mut Out<S>) {
        let Some(desk) = self.desks.get_mut(&id) else {
            return;
        };
        if desk.consoles.is_empty() && desk.waiting.is_empty() {
            let nobody_looks = desk.lookers.is_empty();
            if (nobody_looks || desk.is_empty_elsewhere()) && desk.newest.take().is_some() {
                self.manifests -= 1;
            }
            if nobody_looks {
                for peer in &desk.peers {
                    out.tell(peer.node, Message::Forget { desk: id });
                }
                self.desks.remove(&id);
            }
        }
    }
}

fn consoles(desk: Option<&Desk>) -> u16 {
    desk.map_or(0, |desk| desk.own_consoles().saturating_add(desk.consoles_elsewhere()))
}
