//! What the customer's end makes of each frame of the relay.

use alloc::{boxed::Box, string::String, vec::Vec};

use hushwire_desk::{Certificate, Manifest};
use hushwire_mask::Direction;
use hushwire_wire::{MemberId, Refusal, RelayFrame, RoomId};
use rand_core::CryptoRng;

use super::{Customer, KNOCK_AGAIN, Phase, REPLY_WITHIN};
use crate::{
    Effect, Ender, Event, Millis, TechnicianProof,
    channel::{Channel, payload},
    chat::{Chat, Incoming, Notice, Seat},
    delivery::End,
    envelope::Content,
    handshake::{Finished, Proving, ReplyError, WrongTicket},
    screen::Screen,
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
            Phase::Open(chat) | Phase::Closing { chat, .. } if chat.seat.room == room && chat.peer == member => {
                chat.resume(now, rng, out);
            }
            _ => {}
        }
    }

    pub(super) fn left(&mut self, room: RoomId, member: MemberId) {
        if let Phase::Open(chat) | Phase::Closing { chat, .. } = &mut self.phase
            && chat.seat.room == room
            && chat.peer == member
        {
            chat.reachable = false;
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
            Phase::Open(chat) | Phase::Closing { chat, .. }
                if chat.seat.room == room && chat.peer == from && *kind == payload::MESSAGE =>
            {
                let notices = chat.receive(body, now, rng, out);
                match notices {
                    Ok(None) => {}
                    Ok(Some(notices)) if notices.contains(&Notice::End) => self.over(Ender::Peer, out),
                    Ok(Some(_)) => self.close_if_settled(out),
                    Err(fault) => {
                        out.push(Effect::Event(Event::Fault {
                            chat: 0,
                            code: fault.code(),
                        }));
                        self.over(Ender::Fault, out);
                    }
                }
            }
            _ => {}
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
            comparison,
            proof,
            proving: _,
        } = finished;
        self.screen.adopt(&manifest);
        out.push(Effect::Event(verified(&certificate, &manifest, comparison, proof)));
        let screen = Screen::new(Some(&manifest), Direction::ToDesk);
        let channel = Channel::new(ratchet, &session, End::Customer);
        let mut chat = Chat::new(0, seat, technician, channel, screen, Incoming::AsItIs);
        let introduction = Content::Introduction {
            language: self.settings.language.clone(),
        };
        // The queue of a new channel has room.
        let _ = chat.channel.queue(&introduction);
        chat.flush(now, rng, out);
        self.phase = Phase::Open(chat);
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
                Refusal::NoSuchMember => chat.reachable = false,
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

fn verified(technician: &Certificate, manifest: &Manifest, comparison: String, proof: TechnicianProof) -> Event {
    Event::Verified {
        chat: 0,
        desk: manifest.name.clone(),
        name: technician.name.clone(),
        roles: technician.roles.iter().map(|role| role.as_str()).collect(),
        expires: technician.not_after,
        comparison,
        proof,
    }
}
