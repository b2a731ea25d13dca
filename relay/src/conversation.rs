//! What one message of a client does.

use std::sync::Arc;
use std::time::Duration;

use hushwire_wire::{
    ClientFrame, CloseCode, Forward, MemberId, MemberSecret, Refusal, Reject, RelayFrame, RoomId, payload,
};
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use crate::attach;
use crate::backplane;
use crate::buckets::{Buckets, Kind};
use crate::http::Caller;
use crate::outbox::{Dirty, Outbox};
use crate::pace::DeskPaces;
use crate::relay::{Relay, now_seconds};
use crate::rooms::{Deliveries, Invitation, Knock, Redeem, Rooms, SocketId};
use crate::visitors::Visit;
use crate::wipe;

/// One client, as the relay sees it.
pub(crate) struct Conversation {
    pub(crate) relay: Arc<Relay>,
    pub(crate) socket: SocketId,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) caller: Caller,
    pub(crate) nonce: [u8; 32],
    pub(crate) buckets: Buckets,
    pub(crate) refilled: Instant,
    /// Something was put into the own outbox since it was last written.
    pub(crate) spoke: bool,
    /// Frames put into outboxes of others since that was counted.
    pub(crate) forwarded: u64,
    /// What it shares with the others of its desk, once it is at one.
    pub(crate) paces: Option<Arc<DeskPaces>>,
    /// What it shares with the others of its address.
    pub(crate) visit: Visit,
}

type Changed = Result<Deliveries<Arc<Outbox>>, Refusal>;

impl Conversation {
    /// Acts on one message. `Err`: the connection ends with this code.
    pub(crate) fn hear(&mut self, message: &[u8], dirty: &mut Dirty) -> Result<(), CloseCode> {
        match Forward::peek(message) {
            Ok(Some(frame)) => self.forward(frame, message, dirty),
            Ok(None) => {
                let result = self.consider(message, dirty);
                wipe_stack();
                result
            }
            Err(reject) => Err(self.reject(reject)),
        }
    }

    /// Everything but forwarding. Never inlined: what it leaves on the stack lies where `wipe_stack` writes.
    #[inline(never)]
    fn consider(&mut self, message: &[u8], dirty: &mut Dirty) -> Result<(), CloseCode> {
        match ClientFrame::decode(message) {
            Ok(frame) => self.answer(frame, dirty),
            Err(reject) => Err(self.reject(reject)),
        }
    }

    /// Says what is wrong with a message; the connection ends with the returned code.
    pub(crate) fn reject(&mut self, reject: Reject) -> CloseCode {
        self.say(&RelayFrame::Refused {
            code: reject.refusal(),
            room: RoomId::NONE,
        });
        reject.close()
    }

    pub(crate) fn refill(&mut self, now: Instant) {
        let elapsed = now.saturating_duration_since(self.refilled);
        self.buckets.refill(&self.relay.rates, elapsed);
        self.refilled = now;
    }

    /// Puts a frame into the client's own outbox.
    pub(crate) fn say(&mut self, frame: &RelayFrame<'_>) {
        if let Ok(bytes) = frame.encode() {
            self.outbox.put(&bytes, &[]);
            self.spoke = true;
        }
    }

    /// The fast path: the membership of the sender is looked up for every single frame.
    fn forward(&mut self, frame: Forward, message: &[u8], dirty: &mut Dirty) -> Result<(), CloseCode> {
        let rooms = self.relay.rooms();
        let refusal = match rooms.route(self.socket, frame.room, frame.to) {
            Ok(route) => {
                let head = frame.head(&route.from);
                for receiver in route.receivers() {
                    receiver.put(&head, payload(message));
                    dirty.add(receiver);
                    self.forwarded += 1;
                }
                if let Some(backplane) = &self.relay.backplane {
                    for node in route.nodes() {
                        let message = backplane::frame(frame.room, route.from, frame.to, payload(message));
                        backplane.say(Some(node), &message);
                    }
                }
                return Ok(());
            }
            Err(refusal) => refusal,
        };
        drop(rooms);
        self.refuse(refusal, frame.room)
    }

    fn answer(&mut self, frame: ClientFrame<'_>, dirty: &mut Dirty) -> Result<(), CloseCode> {
        let socket = self.socket;
        match frame {
            ClientFrame::Ping { token } => {
                self.say(&RelayFrame::Pong { token });
                Ok(())
            }
            ClientFrame::Look { desk } => self.ask(Kind::Knocks, RoomId::NONE, dirty, |rooms| rooms.look(socket, desk)),
            ClientFrame::Knock {
                desk,
                room,
                secret,
                hello,
            } => {
                let origin = self.caller.origin.clone();
                let (member, now_ms) = (member(&secret), self.relay.now_ms());
                let knock = Knock {
                    desk,
                    room,
                    member,
                    hello,
                    origin: origin.as_deref(),
                };
                let (rates, now) = (self.relay.shared_rates, self.relay.now_ns());
                if let Some(visitor) = self.visit.visitor()
                    && !visitor.knocks.take(rates.knocks_of_address, now)
                {
                    return self.refuse(Refusal::RateLimited, room);
                }
                self.ask(Kind::Knocks, room, dirty, |rooms| {
                    let flooded = |paces: &Arc<DeskPaces>| !paces.knocks.take(rates.knocks, now);
                    if rooms.paces(desk).is_some_and(flooded) {
                        return Err(Refusal::RateLimited);
                    }
                    rooms.knock(socket, knock, now_ms)
                })
            }
            ClientFrame::Attach {
                signature,
                root,
                certificate,
                manifest,
            } => {
                let claim = attach::Claim {
                    signature: &signature,
                    root,
                    certificate,
                    manifest,
                };
                self.attach(claim, dirty)
            }
            ClientFrame::Claim { room, secret } => {
                let member = member(&secret);
                self.ask(Kind::Joins, room, dirty, |rooms| {
                    rooms.claim(socket, room, member, now_seconds())
                })
            }
            ClientFrame::Join { room, secret } => {
                let member = member(&secret);
                self.ask(Kind::Joins, room, dirty, |rooms| rooms.join(socket, room, member))
            }
            ClientFrame::Leave { room } => self.ask(Kind::Joins, room, dirty, |rooms| rooms.leave(socket, room)),
            ClientFrame::Invite {
                invite,
                secret,
                seconds,
                opening,
            } => {
                let invitation = Invitation {
                    invite,
                    member: member(&secret),
                    seconds,
                    opening,
                };
                self.invite(invitation, dirty)
            }
            ClientFrame::Withdraw { invite } => self.ask(Kind::Joins, RoomId::NONE, dirty, |rooms| {
                rooms.withdraw_invite(socket, invite)
            }),
            ClientFrame::Redeem {
                desk,
                room,
                secret,
                route,
                hello,
            } => {
                let origin = self.caller.origin.clone();
                let redeem = Redeem {
                    desk,
                    room,
                    member: member(&secret),
                    route,
                    hello,
                    origin: origin.as_deref(),
                };
                let (rates, now, clocks) = (self.relay.shared_rates, self.relay.now_ns(), self.relay.now());
                if let Some(visitor) = self.visit.visitor()
                    && !visitor.tries.take(rates.tries_of_address, now)
                {
                    return self.refuse(Refusal::RateLimited, room);
                }
                self.ask(Kind::Tries, room, dirty, |rooms| {
                    let flooded = |paces: &Arc<DeskPaces>| !paces.tries.take(rates.tries, now);
                    if rooms.paces(desk).is_some_and(flooded) {
                        return Err(Refusal::RateLimited);
                    }
                    rooms.redeem(socket, redeem, clocks)
                })
            }
            // `hear` has taken every frame of this type before it came to this.
            ClientFrame::Frame { room, .. } => self.refuse(Refusal::Malformed, room),
        }
    }

    /// What is refused here is refused about the invite, not about a room.
    fn invite(&mut self, invitation: Invitation, dirty: &mut Dirty) -> Result<(), CloseCode> {
        let invite = invitation.invite;
        let now = self.relay.now();
        let refusal = if self.buckets.take(Kind::Joins) {
            let mut rooms = self.relay.rooms_mut();
            match rooms.invite(self.socket, invitation, now, &mut draw) {
                Ok(deliveries) => {
                    self.relay.deliver(deliveries, dirty);
                    return Ok(());
                }
                Err(refusal) => refusal,
            }
        } else {
            Refusal::RateLimited
        };
        self.turn_down(refusal, &RelayFrame::Uninvited { code: refusal, invite })
    }

    fn attach(&mut self, claim: attach::Claim<'_>, dirty: &mut Dirty) -> Result<(), CloseCode> {
        if !self.buckets.take(Kind::Attaches) {
            return self.refuse(Refusal::RateLimited, RoomId::NONE);
        }
        // The signatures are checked before the rooms are locked: nobody else waits for them.
        let hosts = self.relay.hosts.acceptable(self.caller.host.as_deref());
        match attach::verify(claim, &self.nonce, hosts, now_seconds()) {
            Ok(attachment)
                if !attach::serves(&attachment.manifest, self.relay.region.as_deref(), &self.relay.hosts) =>
            {
                self.refuse(Refusal::WrongRegion, RoomId::NONE)
            }
            Ok(attachment) => {
                let (socket, now_ms) = (self.socket, self.relay.now_ms());
                self.change(RoomId::NONE, dirty, |rooms| rooms.attach(socket, attachment, now_ms))
            }
            Err(refusal) => self.refuse(refusal, RoomId::NONE),
        }
    }

    fn ask(
        &mut self,
        kind: Kind,
        room: RoomId,
        dirty: &mut Dirty,
        change: impl FnOnce(&mut Rooms<Arc<Outbox>>) -> Changed,
    ) -> Result<(), CloseCode> {
        let crowded = |paces: &Arc<DeskPaces>| {
            kind == Kind::Joins && !paces.joins.take(self.relay.shared_rates.joins, self.relay.now_ns())
        };
        if self.buckets.take(kind) && !self.paces.as_ref().is_some_and(crowded) {
            self.change(room, dirty, change)
        } else {
            self.refuse(Refusal::RateLimited, room)
        }
    }

    fn change(
        &mut self,
        room: RoomId,
        dirty: &mut Dirty,
        change: impl FnOnce(&mut Rooms<Arc<Outbox>>) -> Changed,
    ) -> Result<(), CloseCode> {
        let mut rooms = self.relay.rooms_mut();
        let refusal = match change(&mut rooms) {
            Ok(deliveries) => {
                self.relay.deliver(deliveries, dirty);
                self.paces = rooms.paces_of(self.socket).cloned();
                return Ok(());
            }
            Err(refusal) => refusal,
        };
        drop(rooms);
        self.refuse(refusal, room)
    }

    /// Counts a wake-up for the desk; says how long this connection has to wait for the others of its desk.
    pub(crate) fn spend_of_desk(&self, frames: usize, bytes: usize) -> Option<Duration> {
        let paces = self.paces.as_ref()?;
        let (rates, now) = (self.relay.shared_rates, self.relay.now_ns());
        let frames = paces.frames.spend(rates.frames, now, frames);
        frames.max(paces.bytes.spend(rates.bytes, now, bytes))
    }

    pub(crate) fn refuse(&mut self, code: Refusal, room: RoomId) -> Result<(), CloseCode> {
        self.turn_down(code, &RelayFrame::Refused { code, room })
    }

    fn turn_down(&mut self, code: Refusal, frame: &RelayFrame<'_>) -> Result<(), CloseCode> {
        tracing::debug!(code = code.word(), "refused");
        self.relay.counters.refused(code);
        self.say(frame);
        if self.buckets.take(Kind::Refusals) {
            Ok(())
        } else {
            Err(CloseCode::Refused)
        }
    }
}

/// A member's secret is wiped when it is dropped, but every move on its way from the message to the hash has left a copy
/// behind, and a dump of the relay's memory would find them. They lie below the caller's frame, where this writes zeroes.
#[inline(never)]
fn wipe_stack() {
    /// What `consider` and everything below it that sees a secret use in a debug build, several times over.
    const DEPTH: usize = 32 * 1024;
    wipe(&mut [0; DEPTH]);
}

/// A number below `count`, each as likely as the other: what is over a multiple of `count` is drawn again.
fn draw(count: usize) -> usize {
    let count = u64::try_from(count).unwrap_or(u64::MAX).max(1);
    let fair = u64::MAX - u64::MAX % count;
    loop {
        match getrandom::u64() {
            Ok(number) if number < fair => return usize::try_from(number % count).unwrap_or(0),
            Ok(_) => {}
            // Without chance no nameplate: this is past the end of any list.
            Err(_) => return usize::MAX,
        }
    }
}

/// The id of a member in its room. The secret itself is never kept.
fn member(secret: &MemberSecret) -> MemberId {
    let hash = Sha256::new()
        .chain_update(MemberId::LABEL)
        .chain_update([0])
        .chain_update(secret.bytes())
        .finalize();
    let mut id = [0; MemberId::SIZE];
    id.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    MemberId(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_id_is_the_start_of_the_hash_of_label_zero_and_secret() {
        // (printf 'hushwire/1 member\0'; head -c 16 /dev/zero) | sha256sum
        let id = member(&MemberSecret::new([0; 16]));
        assert_eq!(id.0, [0xc1, 0xa7, 0xb3, 0x44, 0x89, 0x55, 0xaf, 0x4a]);
    }
}
