//! Consoles: who works at a desk, under which certificate, by which manifest.

use hushwire_desk::Manifest;
use hushwire_wire::{CloseCode, DeskId, Refusal, RelayFrame, RoomId};

use super::desks::Desk;
use super::{Deliveries, Out, Rooms, SocketId};

/// What the relay remembers of an attached console: no name, no key.
pub(super) struct Console {
    pub(super) desk: DeskId,
    serial: [u8; 16],
    pub(super) not_after: u64,
}

/// A console whose certificate, manifest and signature have been verified (see `attach.rs`).
#[derive(Clone)]
pub struct Attachment {
    /// The desk under whose root everything verified.
    pub desk: DeskId,
    /// The serial of the certificate.
    pub serial: [u8; 16],
    /// When the certificate ends, in seconds since 1970.
    pub not_after: u64,
    /// The root record, to be passed on with the manifest.
    pub root: Vec<u8>,
    /// The manifest as it was signed, to be passed on.
    pub signed: Vec<u8>,
    /// The same manifest, read.
    pub manifest: Manifest,
}

/// The newest manifest of a desk that any console has shown.
pub(super) struct Notice {
    pub(super) root: Box<[u8]>,
    pub(super) signed: Box<[u8]>,
    pub(super) manifest: Manifest,
}

impl Notice {
    /// Of the manifest as it was read, what the relay itself obeys: origins, revoked serials, number.
    pub(super) fn new(root: Vec<u8>, signed: Vec<u8>, mut manifest: Manifest) -> Self {
        manifest.texts.clear();
        manifest.policy.clear();
        manifest.relays.clear();
        Self {
            root: root.into(),
            signed: signed.into(),
            manifest,
        }
    }
}

impl<S: Clone> Rooms<S> {
    /// A console takes its place at the desk's queue.
    pub fn attach(&mut self, socket: SocketId, attachment: Attachment, now_ms: u64) -> Result<Deliveries<S>, Refusal> {
        let Attachment {
            desk: id,
            serial,
            not_after,
            root,
            signed,
            manifest,
        } = attachment;
        let Some(console) = self.sockets.get_mut(&socket) else {
            return Err(Refusal::NotAttached);
        };
        if console.console.is_some() {
            return Err(Refusal::AlreadyAttached);
        }
        let known = self.desks.get(&id);
        let newest = known.and_then(|desk| desk.newest.as_ref());
        let newer = newest.is_none_or(|newest| manifest.number > newest.manifest.number);
        let rule = newest.filter(|_| !newer).map_or(&manifest, |newest| &newest.manifest);
        if rule.revokes(&serial) {
            return Err(Refusal::Revoked);
        }
        let crowded = known.is_some_and(|desk| desk.consoles.len() >= self.limits.consoles_per_desk);
        if crowded || (newest.is_none() && self.manifests >= self.limits.manifests) {
            return Err(Refusal::QueueFull);
        }

        console.console = Some(Console {
            desk: id,
            serial,
            not_after,
        });
        let handle = console.handle.clone();
        let mut out = Out::new();
        self.open_desk(id, &mut out);
        if newer {
            self.turn_strangers_away(id, &manifest, &mut out);
        }
        let desk = self.desks.entry(id).or_default();
        if desk.newest.is_none() {
            self.manifests += 1;
        }
        if newer {
            desk.newest = Some(Notice::new(root, signed, manifest));
        }
        desk.consoles.push(socket);
        self.greet(&handle, id, now_ms, &mut out);
        if newer {
            self.send_revoked_home(id, &mut out);
        }
        self.announce(id, &mut out);
        self.tell_of_desk(id, &mut out);
        Ok(out.0)
    }

    /// A console leaves its desk.
    pub(super) fn detach(&mut self, socket: SocketId, id: DeskId, out: &mut Out<S>) {
        self.forget_invites(id, socket);
        if let Some(desk) = self.desks.get_mut(&id) {
            desk.consoles.retain(|console| *console != socket);
        }
        self.tidy(id, out);
        self.announce(id, out);
        self.tell_of_desk(id, out);
    }

    fn greet(&self, console: &S, id: DeskId, now_ms: u64, out: &mut Out<S>) {
        let Some(desk) = self.desks.get(&id) else {
            return;
        };
        let elsewhere = desk.waiting_elsewhere();
        let waiting = u16::try_from(desk.waiting.len() + elsewhere.len()).unwrap_or(u16::MAX);
        out.send(console, &RelayFrame::Attached { waiting });
        for room in &desk.waiting {
            let since = self.rooms.get(room).and_then(|room| room.waiting.as_ref());
            let waited = since.map_or(0, |waiting| now_ms.saturating_sub(waiting.since_ms));
            let waited_ms = u32::try_from(waited).unwrap_or(u32::MAX);
            out.send(console, &RelayFrame::Knocked { room: *room, waited_ms });
        }
        for (room, since_ms) in elsewhere {
            let waited_ms = u32::try_from(now_ms.saturating_sub(since_ms)).unwrap_or(u32::MAX);
            out.send(console, &RelayFrame::Knocked { room, waited_ms });
        }
    }

    /// Who knocked before the relay knew the manifest is measured by it now.
    pub(super) fn turn_strangers_away(&mut self, id: DeskId, manifest: &Manifest, out: &mut Out<S>) {
        let Some(Desk { waiting, .. }) = self.desks.get(&id) else {
            return;
        };
        let allowed = |room: &RoomId| {
            let waiting = self.rooms.get(room).and_then(|room| room.waiting.as_ref());
            let origin = waiting.and_then(|waiting| waiting.origin.as_deref());
            origin.is_none_or(|origin| manifest.allows_origin(origin))
        };
        let strangers: Vec<_> = waiting.iter().filter(|room| !allowed(room)).copied().collect();
        for room in strangers {
            let Some(customer) = self.rooms.get(&room).and_then(|room| room.members().first()) else {
                continue;
            };
            let (handle, socket) = (customer.handle.clone(), customer.socket);
            out.refuse(&handle, Refusal::OriginNotAllowed, room);
            if let Some(socket) = self.sockets.get_mut(&socket) {
                socket.rooms.retain(|known| *known != room);
            }
            self.vacate(socket, room, out);
        }
    }

    /// A newer manifest may revoke who is already there.
    pub(super) fn send_revoked_home(&mut self, id: DeskId, out: &mut Out<S>) {
        let Some(Desk {
            consoles,
            newest: Some(newest),
            ..
        }) = self.desks.get_mut(&id)
        else {
            return;
        };
        let mut gone = Vec::new();
        consoles.retain(|console| {
            let Some(socket) = self.sockets.get_mut(console) else {
                return false;
            };
            let revoked = socket
                .console
                .as_ref()
                .is_some_and(|it| newest.manifest.revokes(&it.serial));
            if revoked {
                socket.console = None;
                gone.push(*console);
                out.refuse(&socket.handle, Refusal::Revoked, RoomId::NONE);
                out.close(&socket.handle, CloseCode::Refused);
            }
            !revoked
        });
        for console in gone {
            self.forget_invites(id, console);
        }
    }
}
