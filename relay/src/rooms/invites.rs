//! Invites: a console hands out a nameplate or a link, and the first customer who uses it burns it.
//!
//! What proves an invitation never comes here. All that the relay can be guessed at is a route, and each guess costs: a
//! wrong one a try of whoever guesses, a right one the invite.

use std::collections::{HashMap, HashSet};

use hushwire_desk::CLOCK_SKEW_SECONDS;
use hushwire_wire::{DeskId, InviteId, MemberId, Nameplate, Opening, Refusal, RelayFrame, RoomId, Route};

use super::desks::Desk;
use super::seats::Room;
use super::{Deliveries, Out, Rooms, SocketId};

/// The open invites of a desk, found by either name.
#[derive(Default)]
pub(super) struct Invites {
    open: HashMap<InviteId, Invite>,
    routes: HashMap<Route, InviteId>,
}

struct Invite {
    /// Whose it is: the console that said its id last.
    socket: SocketId,
    /// As whom that console will sit in the room.
    member: MemberId,
    route: Route,
    until_ms: u64,
}

/// The console that an invite leads to.
pub(super) struct Host {
    pub(super) id: InviteId,
    pub(super) socket: SocketId,
    pub(super) member: MemberId,
}

/// A console opens an invite, or says again that it is open.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub struct Invitation {
    pub invite: InviteId,
    /// The console's own seat.
    pub member: MemberId,
    pub seconds: u32,
    pub opening: Opening,
}

/// A customer uses an invite.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub struct Redeem<'a> {
    pub desk: DeskId,
    pub room: RoomId,
    /// The customer's own seat.
    pub member: MemberId,
    pub route: Route,
    pub hello: &'a [u8],
    pub origin: Option<&'a str>,
}

/// Two clocks: one that never jumps, and the one that certificates go by.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub struct Now {
    pub ms: u64,
    pub seconds: u64,
}

impl Invites {
    fn burn(&mut self, id: InviteId) -> Option<Invite> {
        let invite = self.open.remove(&id)?;
        self.routes.remove(&invite.route);
        Some(invite)
    }

    fn keep(&mut self, keep: impl Fn(&Invite) -> bool) -> usize {
        let before = self.open.len();
        let routes = &mut self.routes;
        self.open.retain(|_, invite| {
            let kept = keep(invite);
            if !kept {
                routes.remove(&invite.route);
            }
            kept
        });
        before - self.open.len()
    }

    /// A nameplate that is free. `draw` gives a number below its argument.
    ///
    /// Each relay of a cluster draws from its own part of them, so that two do not hand out the same; only one that has
    /// none left in its part draws from all.
    fn nameplate(&self, (relays, place): (usize, usize), draw: &mut dyn FnMut(usize) -> usize) -> Option<Nameplate> {
        let taken: HashSet<_> = self
            .routes
            .keys()
            .filter_map(|route| match route {
                Route::Pin(nameplate) => Some(*nameplate),
                Route::Link(_) => None,
            })
            .collect();
        let all = (0..Nameplate::COUNT).filter_map(Nameplate::new);
        let free: Vec<_> = all.filter(|nameplate| !taken.contains(nameplate)).collect();
        let ours = |nameplate: &Nameplate| usize::from(nameplate.number()) % relays == place;
        let own: Vec<_> = free.iter().copied().filter(ours).collect();
        let free = if own.is_empty() { free } else { own };
        free.get(draw(free.len().max(1))).copied()
    }
}

impl<S: Clone> Rooms<S> {
    /// Opens an invite. What is refused is refused about the invite: the caller says `uninvited`.
    pub fn invite(
        &mut self,
        socket: SocketId,
        invitation: Invitation,
        now: Now,
        draw: &mut dyn FnMut(usize) -> usize,
    ) -> Result<Deliveries<S>, Refusal> {
        let Invitation {
            invite: id,
            member,
            seconds,
            opening,
        } = invitation;
        let console = self.sockets.get(&socket).and_then(|socket| socket.console.as_ref());
        let console = console.ok_or(Refusal::NotAttached)?;
        if now.seconds > console.not_after.saturating_add(CLOCK_SKEW_SECONDS) {
            return Err(Refusal::ExpiredCertificate);
        }
        if member.is_zero() {
            return Err(Refusal::Malformed);
        }
        let Some(handle) = self.handle(socket) else {
            return Err(Refusal::NotAttached);
        };
        let desk = self.desks.get_mut(&console.desk).ok_or(Refusal::NotAttached)?;
        self.invites -= desk.invites.keep(|invite| invite.until_ms > now.ms);

        let seconds = seconds.min(self.limits.invite_seconds);
        let until_ms = now.ms.saturating_add(u64::from(seconds) * 1000);
        let route = match desk.invites.open.get(&id) {
            Some(known) => known.route,
            None => {
                let of_console = desk.invites.open.values().filter(|invite| invite.socket == socket);
                if of_console.count() >= self.limits.invites_per_console
                    || desk.invites.open.len() >= self.limits.invites_per_desk
                    || self.invites >= self.limits.invites_total
                {
                    return Err(Refusal::InvitesFull);
                }
                let route = match opening {
                    Opening::Pin(None) => Route::Pin(
                        desk.invites
                            .nameplate(self.nodes.share(), draw)
                            .ok_or(Refusal::InvitesFull)?,
                    ),
                    Opening::Pin(Some(nameplate)) => Route::Pin(nameplate),
                    Opening::Link(link) => Route::Link(link),
                };
                if desk.invites.routes.contains_key(&route) {
                    return Err(Refusal::InviteTaken);
                }
                desk.invites.routes.insert(route, id);
                self.invites += 1;
                route
            }
        };
        let invite = Invite {
            socket,
            member,
            route,
            until_ms,
        };
        desk.invites.open.insert(id, invite);
        let nameplate = match route {
            Route::Pin(nameplate) => Some(nameplate),
            Route::Link(_) => None,
        };
        let mut out = Out::new();
        out.send(
            &handle,
            &RelayFrame::Invited {
                invite: id,
                seconds,
                nameplate,
            },
        );
        Ok(out.0)
    }

    /// Takes an invite back. One that is not this socket's, or none any more, means nothing.
    pub fn withdraw_invite(&mut self, socket: SocketId, id: InviteId) -> Result<Deliveries<S>, Refusal> {
        let console = self.sockets.get(&socket).and_then(|socket| socket.console.as_ref());
        let desk = console.ok_or(Refusal::NotAttached)?.desk;
        if let Some(Desk { invites, .. }) = self.desks.get_mut(&desk)
            && invites.open.get(&id).is_some_and(|invite| invite.socket == socket)
        {
            invites.burn(id);
            self.invites -= 1;
        }
        Ok(Vec::new())
    }

    /// Leads a customer to the console that invited it, and burns the invite.
    pub fn redeem(&mut self, socket: SocketId, redeem: Redeem<'_>, now: Now) -> Result<Deliveries<S>, Refusal> {
        let Redeem {
            desk: desk_id,
            room,
            member,
            route,
            hello,
            origin,
        } = redeem;
        if self.rooms.contains_key(&room) {
            return Err(Refusal::RoomTaken);
        }
        self.may_come_from(desk_id, origin)?;
        self.may_sit(socket, room, member)?;
        let here = self.desks.get(&desk_id);
        if here.is_none_or(|desk| !desk.invites.routes.contains_key(&route)) {
            return self.redeem_elsewhere(socket, &redeem);
        }
        let host = self.burn(desk_id, route, now)?;

        // It is burnt from here on, and both sides hear what comes of it.
        let mut out = Out::new();
        let (Some(handle), Some(customer)) = (self.handle(host.socket), self.handle(socket)) else {
            return Err(Refusal::UnknownInvite);
        };
        let fits = if host.socket == socket {
            Err(Refusal::RoomTaken)
        } else {
            self.host_fits(&host, member, room, now)
        };
        if let Err(code) = fits {
            out.send(&handle, &RelayFrame::Uninvited { code, invite: host.id });
            out.refuse(&customer, Refusal::UnknownInvite, room);
            return Ok(out.0);
        }
        self.rooms.insert(room, Room::opened(Some(desk_id), None));
        // One that hears about as many desks as it may already hears nothing of this one, and chats all the same.
        let _ = self.take_interest(socket, desk_id, &mut out);
        self.sit(socket, room, member, &mut out);
        out.send(
            &handle,
            &RelayFrame::Redeemed {
                invite: host.id,
                room,
                customer: member,
                hello,
            },
        );
        self.sit(host.socket, room, host.member, &mut out);
        Ok(out.0)
    }

    /// Takes the invite that has this route, whatever comes of it.
    pub(super) fn burn(&mut self, desk: DeskId, route: Route, now: Now) -> Result<Host, Refusal> {
        let invites = self.desks.get_mut(&desk).map(|desk| &mut desk.invites);
        let burnt = invites.and_then(|invites| {
            let id = invites.routes.get(&route).copied()?;
            Some((id, invites.burn(id)?))
        });
        let (id, invite) = burnt.ok_or(Refusal::UnknownInvite)?;
        self.invites -= 1;
        if invite.until_ms <= now.ms {
            return Err(Refusal::UnknownInvite);
        }
        Ok(Host {
            id,
            socket: invite.socket,
            member: invite.member,
        })
    }

    /// Whether the console may still receive somebody in this room.
    pub(super) fn host_fits(&self, host: &Host, guest: MemberId, room: RoomId, now: Now) -> Result<(), Refusal> {
        let console = self
            .sockets
            .get(&host.socket)
            .and_then(|socket| socket.console.as_ref());
        let not_after = console.map_or(0, |console| console.not_after);
        if now.seconds > not_after.saturating_add(CLOCK_SKEW_SECONDS) {
            return Err(Refusal::ExpiredCertificate);
        }
        if host.member == guest {
            return Err(Refusal::RoomTaken);
        }
        self.may_sit(host.socket, room, host.member)
    }

    /// A console is gone, or is sent away: its invites lead nowhere.
    pub(super) fn forget_invites(&mut self, desk: DeskId, socket: SocketId) {
        if let Some(desk) = self.desks.get_mut(&desk) {
            self.invites -= desk.invites.keep(|invite| invite.socket != socket);
        }
    }
}
