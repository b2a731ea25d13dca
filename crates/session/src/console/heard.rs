//! What the technician's end makes of each frame of the relay.

use alloc::vec::Vec;

use hushwire_desk::verify_manifest;
use hushwire_mask::Direction;
use hushwire_wire::{ClientFrame, DeskId, MemberId, Refusal, RelayFrame, RoomId};
use rand_core::CryptoRng;

use super::{Console, Phase, invites::Guest, link, standing::PapersOf};
use crate::{
    Effect, Ender, Event, Knock, LinkState, Millis,
    channel::{Channel, Fault, payload},
    chat::{Chat, GOODBYE_WITHIN, Incoming, Peer, Seat, Signer, send},
    delivery::End,
    envelope::{Content, Reason},
    handshake::{Next, Place, answer},
    ratchet::Ratchet,
    screen::Screen,
};

impl Console {
    pub(super) fn received(&mut self, bytes: &[u8], now: Millis, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        self.link.heard(now);
        let Ok(frame) = RelayFrame::decode(bytes) else {
            out.push(Effect::Drop {
                reason: "relay-misbehaved",
            });
            return;
        };
        match frame {
            RelayFrame::Welcome { nonce, .. } => self.attach(&nonce, out),
            RelayFrame::Attached { .. } => {
                self.attached = true;
                self.queue.clear();
                let desk = DeskId(self.desk().0);
                out.push(send(&ClientFrame::Look { desk }));
                out.push(link(LinkState::Attached, ""));
                self.tell_queue(out);
                self.reopen_invites(now, out);
                out.extend(self.chats.values().map(|entry| entry.phase.seat().join()));
            }
            RelayFrame::Knocked { room, waited_ms } => {
                self.queue.retain(|(_, waiting)| *waiting != room);
                let knock = Knock {
                    knock: self.next_number,
                    since: now.saturating_sub(waited_ms.into()),
                };
                self.next_number = self.next_number.wrapping_add(1);
                self.queue.push((knock, room));
                self.tell_queue(out);
            }
            RelayFrame::Gone { room } => self.gone(room, out),
            RelayFrame::Claimed { room, customer, hello } => {
                self.gone(room, out);
                self.claimed(room, customer, hello, now, rng, out);
            }
            RelayFrame::Joined { room, members, .. } => {
                for member in members.iter() {
                    self.entered(room, member, now, rng, out);
                }
            }
            RelayFrame::Entered { room, member } => self.entered(room, member, now, rng, out),
            RelayFrame::Left { room, member } => self.left(room, member, out),
            RelayFrame::Frame { room, from, payload } => self.frame(room, from, payload, now, rng, out),
            RelayFrame::Refused { code, room } => self.refused(code, room, out),
            RelayFrame::Desk { manifest, .. } => self.see_manifest(manifest, now, rng, out),
            RelayFrame::Invited {
                invite,
                seconds,
                nameplate,
            } => self.invited(invite, seconds, nameplate, now, out),
            RelayFrame::Redeemed {
                invite,
                room,
                customer,
                hello,
            } => self.redeemed(invite, Guest { room, customer, hello }, now, rng, out),
            RelayFrame::Uninvited { code, invite } => self.uninvited(invite, code, now, out),
            RelayFrame::Pong { .. } | RelayFrame::Waiting { .. } => {}
        }
    }

    /// A colleague's console may have brought a newer manifest than this one was enrolled with. Customers who have seen
    /// it refuse an older one, so this console takes it over, if it is the desk's, and tells those it talks to.
    pub(super) fn see_manifest(&mut self, signed: &[u8], now: Millis, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        let Ok(manifest) = verify_manifest(signed, &self.enrolment.root, now / 1_000) else {
            return;
        };
        if manifest.number > self.manifest.number {
            self.enrolment.manifest = signed.to_vec();
            self.manifest = manifest;
            self.pass_papers_on(PapersOf::Desk, now, rng, out);
            self.look_at_papers(now, rng, out);
        }
    }

    pub(super) fn gone(&mut self, room: RoomId, out: &mut Vec<Effect>) {
        let before = self.queue.len();
        self.queue.retain(|(_, waiting)| *waiting != room);
        if self.queue.len() != before {
            self.tell_queue(out);
        }
    }

    pub(super) fn claimed(
        &mut self,
        room: RoomId,
        customer: MemberId,
        hello: &[u8],
        now: Millis,
        rng: &mut dyn CryptoRng,
        out: &mut Vec<Effect>,
    ) {
        let Some(number) = self.by_room(room) else {
            return;
        };
        let Some(mut entry) = self.chats.remove(&number) else {
            return;
        };
        let Phase::Claiming { seat } = entry.phase else {
            self.chats.insert(number, entry);
            return;
        };
        let place = Place {
            room,
            desk: self.desk(),
        };
        let answered = match answer(&place, hello, None, &self.enrolment, &self.manifest, rng) {
            Ok(answered) => answered,
            Err(error) => {
                out.push(seat.leave());
                out.push(Effect::Event(Event::Refused {
                    chat: number,
                    code: error.code(),
                }));
                out.push(Effect::Event(Event::Ended {
                    chat: number,
                    by: Ender::Fault,
                }));
                return;
            }
        };
        let Next::Confirm(ratchet, comparison) = answered.next else {
            return;
        };
        let reply = [&[payload::REPLY], &answered.reply[..]].concat();
        out.push(seat.frame(customer, &reply));
        let chat = self.answered_chat(number, seat, customer, *ratchet, &answered.session);
        entry.origin = answered.origin;
        entry.comparison = comparison;
        entry.since = now;
        entry.phase = Phase::Answered { chat, reply };
        self.chats.insert(number, entry);
    }

    /// A chat in which this end may say nothing before the customer has.
    pub(super) fn answered_chat(
        &self,
        number: u32,
        seat: Seat,
        customer: MemberId,
        ratchet: Ratchet,
        session: &[u8; 32],
    ) -> Chat {
        let channel = Channel::new(ratchet, session, End::Technician);
        let screen = Screen::new(Some(&self.manifest), Direction::ToCustomer);
        Chat::new(
            number,
            seat,
            1,
            Peer::new(0, customer, channel),
            screen,
            Incoming::MaskAgain,
        )
    }

    pub(super) fn entered(
        &mut self,
        room: RoomId,
        member: MemberId,
        now: Millis,
        rng: &mut dyn CryptoRng,
        out: &mut Vec<Effect>,
    ) {
        let Some(entry) = self.by_room(room).and_then(|number| self.chats.get_mut(&number)) else {
            return;
        };
        match &mut entry.phase {
            Phase::Judging {
                seat,
                customer,
                reachable,
                reply,
                ..
            } if *customer == member => {
                if !*reachable {
                    *reachable = true;
                    out.push(seat.frame(member, reply));
                }
            }
            Phase::Claiming { .. } | Phase::Judging { .. } => {}
            Phase::Answered { chat, reply } => {
                // Right after the claim it has just been sent; after a reconnect nobody knows whether it came through.
                if let Some(peer) = chat.peer(member).filter(|peer| !peer.reachable) {
                    peer.reachable = true;
                    out.push(chat.seat.frame(member, reply));
                }
            }
            Phase::Open(chat) | Phase::Closing { chat, .. } => chat.resume(member, now, rng, out),
        }
    }

    pub(super) fn left(&mut self, room: RoomId, member: MemberId, out: &mut Vec<Effect>) {
        let Some(number) = self.by_room(room) else {
            return;
        };
        let Some(entry) = self.chats.get_mut(&number) else {
            return;
        };
        match &mut entry.phase {
            // Its invite is burnt: it can only come back to this room.
            Phase::Judging {
                customer, reachable, ..
            } if *customer == member => *reachable = false,
            Phase::Answered { chat, .. } if chat.has(member) && entry.overdue.is_some() => chat.unreachable(),
            // The customer never spoke under these keys; it will knock again with new ones.
            Phase::Answered { chat, .. } if chat.has(member) => {
                out.push(chat.seat.leave());
                self.chats.remove(&number);
                out.push(Effect::Event(Event::Ended {
                    chat: number,
                    by: Ender::Fault,
                }));
            }
            Phase::Open(chat) | Phase::Closing { chat, .. } => {
                if let Some(peer) = chat.peer(member) {
                    peer.reachable = false;
                }
            }
            _ => {}
        }
    }

    pub(super) fn frame(
        &mut self,
        room: RoomId,
        from: MemberId,
        bytes: &[u8],
        now: Millis,
        rng: &mut dyn CryptoRng,
        out: &mut Vec<Effect>,
    ) {
        let Some((kind, body)) = bytes.split_first() else {
            return;
        };
        let Some(number) = self.by_room(room) else {
            return;
        };
        if *kind == payload::GUESS {
            let customer = self.chats.get(&number).map(|entry| &entry.phase);
            if matches!(customer, Some(Phase::Judging { customer, .. }) if *customer == from) {
                self.guessed(number, body, rng, out);
            }
            return;
        }
        if *kind != payload::MESSAGE {
            return;
        }
        let Some(entry) = self.chats.get_mut(&number) else {
            return;
        };
        let Some(chat) = entry.phase.chat() else {
            return;
        };
        let notices = match chat.receive(from, body, now, rng, out) {
            Ok(Some(notices)) => notices,
            Ok(None) => return,
            Err(fault) => return self.fault(number, fault, rng, out),
        };
        for notice in notices {
            self.noticed(number, &notice.content, now, rng, out);
        }
        let Some(entry) = self.chats.get_mut(&number) else {
            return;
        };
        let confirmed = matches!(entry.phase, Phase::Answered { .. });
        let settled = matches!(&entry.phase, Phase::Closing { chat, .. } if chat.done());
        if settled {
            out.push(entry.phase.seat().leave());
            self.chats.remove(&number);
        } else if confirmed && let Some(mut entry) = self.chats.remove(&number) {
            if let Phase::Answered { chat, .. } = entry.phase {
                entry.phase = Phase::Open(chat);
                entry.overdue = None;
            }
            self.chats.insert(number, entry);
        }
    }

    /// Something that is not for the screen alone.
    fn noticed(&mut self, number: u32, content: &Content, now: Millis, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        let Some(entry) = self.chats.get_mut(&number) else {
            return;
        };
        match content {
            Content::End(Reason::WANTED) => self.ended_by_customer(number, now, rng, out),
            Content::Countersigned { signature } => {
                let signer = Signer {
                    root: &self.enrolment.root,
                    certificate: &self.enrolment.certificate,
                };
                let chat = entry.phase.chat();
                match chat.and_then(|chat| chat.countersigned(signature, signer)) {
                    Some(receipt) => out.push(receipt),
                    None => self.fault(number, Fault::PeerMisbehaved, rng, out),
                }
            }
            Content::End(why) => {
                if !matches!(entry.phase, Phase::Closing { .. }) {
                    let code = why.code();
                    out.push(Effect::Event(Event::Fault { chat: number, code }));
                }
                self.over(number, Ender::Fault, out);
            }
            Content::Introduction { language, key } => {
                entry.language.clone_from(language);
                if let Some(chat) = entry.phase.chat() {
                    chat.countersigner = Some(*key);
                }
                entry.told = None;
            }
            // The desk speaks through its technicians; the others do not come here.
            _ => self.fault(number, Fault::PeerMisbehaved, rng, out),
        }
    }

    /// The customer ended the chat: this end says what it came to, and stays until the customer has agreed.
    fn ended_by_customer(&mut self, number: u32, now: Millis, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        let Some(mut entry) = self.chats.remove(&number) else {
            return;
        };
        match entry.phase {
            Phase::Open(mut chat) | Phase::Answered { mut chat, .. } => {
                let desk = self.enrolment.root.fingerprint();
                chat.state(desk, &self.enrolment.member, entry.since, now, rng, out);
                chat.close_screen();
                let until = now.saturating_add(GOODBYE_WITHIN);
                entry.phase = Phase::Closing { chat, until };
                let by = Ender::Peer;
                out.push(Effect::Event(Event::Ended { chat: number, by }));
            }
            same => entry.phase = same,
        }
        self.chats.insert(number, entry);
    }

    /// The chat cannot go on; the other end is told, if it still listens.
    fn fault(&mut self, number: u32, fault: Fault, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        let code = fault.code();
        if let Some(chat) = self.chats.get_mut(&number).and_then(|entry| entry.phase.chat()) {
            chat.give_up(Reason::of(code), rng, out);
            out.push(Effect::Event(Event::Fault { chat: number, code }));
            self.over(number, Ender::Fault, out);
        }
    }

    pub(super) fn refused(&mut self, code: Refusal, room: RoomId, out: &mut Vec<Effect>) {
        let Some(number) = self.by_room(room) else {
            match code {
                // Of the relay's state, not of ours: it passes.
                Refusal::Draining | Refusal::RateLimited | Refusal::QueueFull if !self.attached => {
                    self.closed(out);
                    out.push(Effect::Drop { reason: code.word() });
                }
                _ if !self.attached => {
                    self.refused = true;
                    out.push(link(LinkState::Refused, code.word()));
                    out.push(Effect::Close { reason: code.word() });
                }
                _ => out.push(Effect::Event(Event::Refused {
                    chat: 0,
                    code: code.word(),
                })),
            }
            return;
        };
        let Some(entry) = self.chats.get_mut(&number) else {
            return;
        };
        match (&mut entry.phase, code) {
            (Phase::Claiming { .. }, _) => {
                self.chats.remove(&number);
                out.push(Effect::Event(Event::Refused {
                    chat: number,
                    code: code.word(),
                }));
                out.push(Effect::Event(Event::Ended {
                    chat: number,
                    by: Ender::Fault,
                }));
            }
            (Phase::Judging { reachable, .. }, Refusal::NoSuchMember) => *reachable = false,
            (Phase::Answered { chat, .. } | Phase::Open(chat) | Phase::Closing { chat, .. }, Refusal::NoSuchMember) => {
                chat.unreachable();
            }
            (phase, Refusal::NotAMember) => out.push(phase.seat().join()),
            _ => {}
        }
    }
}
