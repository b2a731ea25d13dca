//! What one relay asks of another: to be given a customer who waits there, or to be led to the console there whose
//! invite a customer here uses. The relay that is asked decides; the first to ask wins.

use hushwire_wire::{DeskId, MemberId, Refusal, RelayFrame, RoomId};

use super::invites::{Now, Redeem};
use super::seats::{Away, Room};
use super::{Deliveries, Out, Rooms, SocketId};
use crate::backplane::{Message, NodeId, Why};

/// Something that other relays have to decide.
pub(super) struct Ask {
    pub(super) socket: SocketId,
    /// Those who have not answered yet.
    of: Vec<NodeId>,
    desk: DeskId,
    room: RoomId,
    member: MemberId,
    /// What is said if nobody can.
    otherwise: Refusal,
}

impl<S: Clone> Rooms<S> {
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
        let ask = Ask {
            socket,
            of: vec![node],
            desk,
            room,
            member,
            otherwise: Refusal::UnknownRoom,
        };
        self.ask(ask, |ticket| Message::Claim {
            ticket,
            desk,
            room,
            member,
        })
    }

    /// Asks all relays whether the invite is theirs: which consoles are where is not known before it is needed.
    pub(super) fn redeem_elsewhere(&mut self, socket: SocketId, redeem: &Redeem<'_>) -> Result<Deliveries<S>, Refusal> {
        let Redeem {
            desk,
            room,
            member,
            route,
            hello,
            ..
        } = *redeem;
        let ask = Ask {
            socket,
            of: self.nodes.up.clone(),
            desk,
            room,
            member,
            otherwise: Refusal::UnknownInvite,
        };
        self.ask(ask, |ticket| Message::Redeem {
            ticket,
            desk,
            room,
            member,
            route,
            hello: hello.to_vec(),
        })
    }

    fn ask(&mut self, ask: Ask, message: impl Fn(u64) -> Message) -> Result<Deliveries<S>, Refusal> {
        let open = self.nodes.asks.values().filter(|known| known.socket == ask.socket);
        if open.count() >= self.limits.rooms_per_socket {
            return Err(Refusal::TooManyRooms);
        }
        if ask.of.is_empty() {
            return Err(ask.otherwise);
        }
        self.nodes.tickets += 1;
        let ticket = self.nodes.tickets;
        let mut out = Out::new();
        for node in &ask.of {
            out.tell(*node, message(ticket));
        }
        self.nodes.asks.insert(ticket, ask);
        Ok(out.0)
    }

    /// Decides about a claim from another relay.
    pub(super) fn decide(
        &mut self,
        node: NodeId,
        ticket: u64,
        desk: DeskId,
        id: RoomId,
        member: MemberId,
        out: &mut Out<S>,
    ) {
        let code = match self.rooms.get_mut(&id).filter(|room| room.desk == Some(desk)) {
            None => Refusal::UnknownRoom,
            Some(room) if room.waiting.is_none() => Refusal::AlreadyClaimed,
            Some(room) if room.member(member).is_some() => Refusal::RoomTaken,
            Some(room) => {
                let customer = room.members().first().map(|seat| (seat.id, seat.handle.clone()));
                if let (Some((customer, handle)), Some(waiting)) = (customer, room.waiting.take()) {
                    room.away.push(Away { id: member, node });
                    out.tell(
                        node,
                        Message::Granted {
                            ticket,
                            room: id,
                            customer,
                            hello: waiting.hello.into(),
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

    /// The customer is ours.
    pub(super) fn granted(
        &mut self,
        node: NodeId,
        ticket: u64,
        room: RoomId,
        customer: MemberId,
        hello: &[u8],
        out: &mut Out<S>,
    ) {
        match self.answered(node, ticket, room, customer, out) {
            Some((socket, member, handle)) => {
                out.send(&handle, &RelayFrame::Claimed { room, customer, hello });
                self.sit(socket, room, member, out);
            }
            None => self.decline(node, room, out),
        }
    }

    /// A customer at another relay uses an invite: decides whether it leads to a console here.
    pub(super) fn lead(&mut self, node: NodeId, ticket: u64, redeem: Redeem<'_>, now: Now, out: &mut Out<S>) {
        let room = redeem.room;
        let burnt = if self.rooms.contains_key(&room) {
            Err(Refusal::RoomTaken)
        } else {
            self.burn(redeem.desk, redeem.route, now)
        };
        let host = burnt.and_then(|host| {
            let fit = self.host_fits(&host, redeem.member, room, now);
            fit.map_err(|code| {
                if let Some(console) = self.handle(host.socket) {
                    out.send(&console, &RelayFrame::Uninvited { code, invite: host.id });
                }
                Refusal::UnknownInvite
            })?;
            Ok((self.handle(host.socket).ok_or(Refusal::UnknownInvite)?, host))
        });
        match host {
            Ok((console, host)) => {
                let mut opened = Room::opened(Some(redeem.desk), None);
                opened.away.push(Away {
                    id: redeem.member,
                    node,
                });
                self.rooms.insert(room, opened);
                out.tell(
                    node,
                    Message::Led {
                        ticket,
                        room,
                        console: host.member,
                    },
                );
                out.send(
                    &console,
                    &RelayFrame::Redeemed {
                        invite: host.id,
                        room,
                        customer: redeem.member,
                        hello: redeem.hello,
                    },
                );
                self.sit(host.socket, room, host.member, out);
            }
            Err(code) => out.tell(node, Message::Denied { ticket, code }),
        }
    }

    /// The invite was there, and is burnt.
    pub(super) fn led(&mut self, node: NodeId, ticket: u64, room: RoomId, console: MemberId, out: &mut Out<S>) {
        match self.answered(node, ticket, room, console, out) {
            Some((socket, member, _)) => self.sit(socket, room, member, out),
            None => self.decline(node, room, out),
        }
    }

    /// The room of an ask that was granted, with the one who is there; `None` if whoever asked is gone or has no place.
    fn answered(
        &mut self,
        node: NodeId,
        ticket: u64,
        id: RoomId,
        there: MemberId,
        out: &mut Out<S>,
    ) -> Option<(SocketId, MemberId, S)> {
        let asked = |ask: &&Ask| ask.room == id && ask.of.contains(&node);
        self.nodes.asks.get(&ticket).filter(asked)?;
        let Ask {
            socket, desk, member, ..
        } = self.nodes.asks.remove(&ticket)?;
        let handle = self.handle(socket)?;
        if there == member {
            out.refuse(&handle, Refusal::RoomTaken, id);
            return None;
        }
        if let Err(code) = self.may_sit(socket, id, member) {
            out.refuse(&handle, code, id);
            return None;
        }
        let room = self.rooms.entry(id).or_insert_with(|| Room::opened(Some(desk), None));
        if !room.is_away(there) {
            room.away.push(Away { id: there, node });
        }
        Some((socket, member, handle))
    }

    /// Whoever was given must not wait for somebody who does not come.
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

    /// One of those who were asked says no. The last one to say so is the answer.
    pub(super) fn denied(&mut self, node: NodeId, ticket: u64, code: Refusal, out: &mut Out<S>) {
        let Some(ask) = self.nodes.asks.get_mut(&ticket) else {
            return;
        };
        let before = ask.of.len();
        ask.of.retain(|asked| *asked != node);
        if ask.of.len() == before || !ask.of.is_empty() {
            return;
        }
        let (socket, room) = (ask.socket, ask.room);
        self.nodes.asks.remove(&ticket);
        if let Some(handle) = self.handle(socket) {
            out.refuse(&handle, code, room);
        }
    }

    /// A relay is gone: it will not answer.
    pub(super) fn lose_asks(&mut self, node: NodeId, out: &mut Out<S>) {
        let asked = self.nodes.asks.iter().filter(|(_, ask)| ask.of.contains(&node));
        let lost: Vec<_> = asked.map(|(ticket, ask)| (*ticket, ask.otherwise)).collect();
        for (ticket, otherwise) in lost {
            self.denied(node, ticket, otherwise, out);
        }
    }
}
