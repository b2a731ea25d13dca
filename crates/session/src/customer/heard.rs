//! What the customer's end makes of each frame of the relay.

use alloc::{boxed::Box, vec::Vec};

use hushwire_mask::Direction;
use hushwire_wire::{MemberId, Refusal, RelayFrame, RoomId};
use rand_core::CryptoRng;

use super::{Customer, KNOCK_AGAIN, Phase, REPLY_WITHIN};
use crate::{
    Effect, Ender, Event, Millis,
    channel::{Channel, Fault, payload},
    chat::{Chat, GOODBYE_WITHIN, Incoming, Notice, Peer, Seat, Signer, signing_key},
    delivery::End,
    envelope::{Content, Reason},
    handshake::{Finished, Proving, ReplyError, WrongTicket},
    papers::Technician,
    screen::Screen,
    secret::Secret,
};

impl Customer {
    pub(super) fn received(&mut self, bytes: &[u8], now: Millis, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        self.link.heard(now);
        let Ok(frame) = RelayFrame::decode(bytes) else {
            out.push(Effect::Drop {
                reason: "relay-misbehaved",
            });
            return;
        };
        match frame {
            RelayFrame::Desk {
                desk,
                consoles,
                root,
                manifest,
            } if desk == self.desk_id() => {
                self.desk.consoles = Some(consoles);
                self.see_manifest(root, manifest, now);
                self.tell_desk(out);
                self.look_at_papers(now, rng, out);
            }
            RelayFrame::Waiting {
                room,
                position: place,
                consoles,
            } => {
                if let Phase::Knocking { seat, position, .. } = &mut self.phase
                    && seat.room == room
                {
                    *position = place;
                    self.desk.consoles = Some(consoles);
                }
            }
            RelayFrame::Joined { room, members, .. } => {
                for member in members.iter() {
                    self.entered(room, member, now, rng, out);
                }
            }
            RelayFrame::Entered { room, member } => self.entered(room, member, now, rng, out),
            RelayFrame::Left { room, member } => self.left(room, member),
            RelayFrame::Frame { room, from, payload } => self.frame(room, from, payload, now, rng, out),
            RelayFrame::Refused { code, room } => self.refused(code, room, now, rng, out),
            // Answers to questions of others, and to ours the fact that they came.
            RelayFrame::Welcome { .. }
            | RelayFrame::Pong { .. }
            | RelayFrame::Desk { .. }
            | RelayFrame::Attached { .. }
            | RelayFrame::Knocked { .. }
            | RelayFrame::Gone { .. }
            | RelayFrame::Claimed { .. }
            | RelayFrame::Invited { .. }
            | RelayFrame::Redeemed { .. }
            | RelayFrame::Uninvited { .. } => {}
        }
    }

    pub(super) fn entered(
        &mut self,
        room: RoomId,
        member: MemberId,
        now: Millis,
        rng: &mut dyn CryptoRng,
        out: &mut Vec<Effect>,
    ) {
        match &mut self.phase {
            Phase::Knocking { seat, .. } if seat.room == room => {
                if let Phase::Knocking { seat, offer, .. } = core::mem::replace(&mut self.phase, Phase::Idle) {
                    let until = now.saturating_add(REPLY_WITHIN);
                    self.phase = Phase::Securing {
                        seat,
                        offer,
                        technician: member,
                        until,
                    };
                }
            }
            // It was away, or we were: nobody knows whether the guess came through.
            Phase::Proving {
                seat,
                technician,
                proving,
                ..
            } if seat.room == room && *technician == member => out.push(guess(seat, member, proving)),
            Phase::Open(chat) | Phase::Closing { chat, .. } if chat.seat.room == room => {
                chat.resume(member, now, rng, out);
            }
            _ => {}
        }
    }

    pub(super) fn left(&mut self, room: RoomId, member: MemberId) {
        if let Phase::Open(chat) | Phase::Closing { chat, .. } = &mut self.phase
            && chat.seat.room == room
            && let Some(peer) = chat.peer(member)
        {
            peer.reachable = false;
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
        match &mut self.phase {
            Phase::Securing {
                seat,
                offer,
                technician,
                ..
            } if seat.room == room && *technician == from && *kind == payload::REPLY => {
                // The hello says what was seen when it was made; a newer manifest may have come while the customer waited.
                let seen = self.desk.manifest.as_ref().map_or(0, |seen| seen.number);
                let finished = match offer.finish(body, now / 1_000, rng) {
                    Ok(finished) if finished.manifest.number < seen => Err(ReplyError::StaleManifest),
                    finished => finished,
                };
                self.replied(finished, now, rng, out);
            }
            Phase::Proving {
                seat,
                technician,
                proving,
                ..
            } if seat.room == room && *technician == from && *kind == payload::VERDICT => {
                let verdict = proving.hear(body);
                self.judged(verdict, now, rng, out);
            }
            Phase::Open(chat) | Phase::Closing { chat, .. } if chat.seat.room == room && *kind == payload::MESSAGE => {
                match chat.receive(from, body, now, rng, out) {
                    Ok(None) => {}
                    Ok(Some(notices)) => {
                        for notice in notices {
                            self.noticed(notice, now, rng, out);
                        }
                        self.close_if_settled(out);
                    }
                    Err(fault) => self.fault(fault, rng, out),
                }
            }
            _ => {}
        }
    }

    /// Something that is not for the screen alone.
    pub(super) fn noticed(&mut self, notice: Notice, now: Millis, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        let Notice {
            author,
            number,
            content,
        } = notice;
        match &content {
            Content::End(Reason::WANTED) => self.ended_by_peer(now, out),
            Content::Stated { statement, signature } => {
                let by = self.technicians.iter().find(|one| one.author == author);
                if let (Phase::Open(chat) | Phase::Closing { chat, .. }, Some(by), Some(root)) =
                    (&mut self.phase, by, &self.desk.root)
                {
                    let signer = Signer {
                        root,
                        certificate: &by.signed,
                    };
                    let said = (author, number);
                    chat.countersign(said, statement, signature, &by.certificate, signer, now, rng, out);
                }
            }
            Content::End(why) => {
                if let Phase::Open(_) = self.phase {
                    let code = why.code();
                    out.push(Effect::Event(Event::Fault { chat: 0, code }));
                }
                self.over(Ender::Fault, out);
            }
            Content::Papers { certificate, manifest } => {
                if self
                    .take_papers(author, certificate.as_deref(), manifest, now, out)
                    .is_none()
                {
                    self.fault(Fault::PeerMisbehaved, rng, out);
                }
                self.look_at_papers(now, rng, out);
            }
            // Only a customer introduces itself; the others do not come here.
            _ => self.fault(Fault::PeerMisbehaved, rng, out),
        }
    }

    /// The technician ended the chat: the screen is erased, and this end stays until its last words have arrived.
    fn ended_by_peer(&mut self, now: Millis, out: &mut Vec<Effect>) {
        match core::mem::replace(&mut self.phase, Phase::Ended) {
            Phase::Open(mut chat) => {
                chat.close_screen();
                let until = now.saturating_add(GOODBYE_WITHIN);
                self.phase = Phase::Closing { chat, until };
                let by = Ender::Peer;
                out.push(Effect::Event(Event::Ended { chat: 0, by }));
            }
            Phase::Closing { mut chat, until } => {
                chat.awaits_receipt = false;
                self.phase = Phase::Closing { chat, until };
            }
            same => self.phase = same,
        }
    }

    /// The chat cannot go on; the other end is told, if it still listens.
    pub(super) fn fault(&mut self, fault: Fault, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        let code = fault.code();
        if let Phase::Open(chat) | Phase::Closing { chat, .. } = &mut self.phase {
            chat.give_up(Reason::of(code), rng, out);
            out.push(Effect::Event(Event::Fault { chat: 0, code }));
            self.over(Ender::Fault, out);
        }
    }

    pub(super) fn replied(
        &mut self,
        finished: Result<Finished, ReplyError>,
        now: Millis,
        rng: &mut dyn CryptoRng,
        out: &mut Vec<Effect>,
    ) {
        let mut finished = match finished {
            Ok(finished) => finished,
            // Anybody on the way can make such bytes. The genuine reply may still come; if not, we knock again.
            Err(ReplyError::NotGenuine) => return,
            Err(error) => {
                self.refuse(error.code(), out);
                return;
            }
        };
        let Phase::Securing { seat, technician, .. } = core::mem::replace(&mut self.phase, Phase::Idle) else {
            return;
        };
        match finished.proving.take() {
            None => self.secured(seat, technician, finished, now, rng, out),
            Some(proving) => {
                out.push(guess(&seat, technician, &proving));
                self.phase = Phase::Proving {
                    seat,
                    technician,
                    finished: Box::new(finished),
                    proving,
                    until: now.saturating_add(REPLY_WITHIN),
                };
            }
        }
    }

    /// The technician's word on our guess. Nothing: it was not the technician's.
    fn judged(
        &mut self,
        verdict: Option<Result<(), WrongTicket>>,
        now: Millis,
        rng: &mut dyn CryptoRng,
        out: &mut Vec<Effect>,
    ) {
        match verdict {
            None => {}
            Some(Err(wrong)) => self.refuse(wrong.code(), out),
            Some(Ok(())) => {
                if let Phase::Proving {
                    seat,
                    technician,
                    finished,
                    ..
                } = core::mem::replace(&mut self.phase, Phase::Idle)
                {
                    self.secured(seat, technician, *finished, now, rng, out);
                }
            }
        }
    }

    /// Everything that has to be proved is proved: the customer's first message confirms the keys.
    fn secured(
        &mut self,
        seat: Seat,
        technician: MemberId,
        finished: Finished,
        now: Millis,
        rng: &mut dyn CryptoRng,
        out: &mut Vec<Effect>,
    ) {
        let Finished {
            ratchet,
            session,
            technician: certificate,
            manifest,
            root,
            signed_certificate,
            signed_manifest,
            comparison,
            proof,
            proving: _,
        } = finished;
        self.screen.adopt(&manifest);
        let known = Technician {
            author: 1,
            signed: signed_certificate,
            certificate,
            comparison,
            proof,
            told: None,
        };
        out.push(known.verified(&manifest));
        self.technicians = alloc::vec![known];
        let screen = Screen::new(Some(&manifest), Direction::ToDesk);
        let channel = Channel::new(ratchet, &session, End::Customer);
        let peer = Peer::new(1, technician, channel);
        let mut chat = Chat::new(0, seat, 0, peer, screen, Incoming::AsItIs);
        let signing = Secret::random(rng);
        let introduction = Content::Introduction {
            language: self.settings.language.clone(),
            key: signing_key(&signing).public(),
        };
        chat.signing = Some(signing);
        chat.tell_all(&introduction, now, rng, out);
        self.phase = Phase::Open(chat);
        self.desk.root = Some(root);
        self.desk.signed = signed_manifest;
        self.desk.manifest = Some(manifest);
        self.tell_desk(out);
    }

    pub(super) fn refused(
        &mut self,
        code: Refusal,
        room: RoomId,
        now: Millis,
        rng: &mut dyn CryptoRng,
        out: &mut Vec<Effect>,
    ) {
        match &mut self.phase {
            Phase::Knocking {
                seat, offer, again_at, ..
            } if offer.ticket().is_some() && (seat.room == room || room == RoomId::NONE) => {
                match code {
                    // Said once more after a reconnect: it had come through, and the console sits there.
                    Refusal::RoomTaken => out.push(seat.join()),
                    Refusal::UnknownInvite => {
                        self.phase = Phase::Idle;
                        out.push(refusal(code));
                    }
                    Refusal::OriginNotAllowed => self.refuse(code.word(), out),
                    _ => {
                        *again_at = Some(now.saturating_add(KNOCK_AGAIN));
                        out.push(refusal(code));
                    }
                }
            }
            Phase::Knocking { seat, again_at, .. } if seat.room == room || room == RoomId::NONE => match code {
                Refusal::RoomTaken => {
                    self.new_knock(None, rng);
                    self.knock(out);
                }
                Refusal::OriginNotAllowed => self.refuse(code.word(), out),
                _ => {
                    *again_at = Some(now.saturating_add(KNOCK_AGAIN));
                    out.push(refusal(code));
                }
            },
            Phase::Open(chat) | Phase::Closing { chat, .. } if chat.seat.room == room => match code {
                Refusal::NoSuchMember => chat.unreachable(),
                Refusal::NotAMember => out.push(chat.seat.join()),
                // What was not forwarded is sent again by and by.
                _ => {}
            },
            _ => {}
        }
    }
}

fn guess(seat: &Seat, technician: MemberId, proving: &Proving) -> Effect {
    seat.frame(technician, &[&[payload::GUESS], proving.guess()].concat())
}

fn refusal(code: Refusal) -> Effect {
    Effect::Event(Event::Refused {
        chat: 0,
        code: code.word(),
    })
}
