//! The invites that a console has open: asked for, told once, burnt at their first use.
//!
//! ```text
//! Asked --invited--> Open --redeemed--> burnt: a chat, whose customer has one guess
//!   | uninvited          | time over, withdrawn, uninvited
//!   +--> gone            +--> gone
//! ```
//! The console decides, not the relay: an invite that was used once is used up, whatever the relay says later.

use alloc::{boxed::Box, vec::Vec};

use hushwire_wire::{ClientFrame, InviteId, MemberId, MemberSecret, Nameplate, Opening, Refusal, RoomId, Route};
use rand_core::CryptoRng;

use super::{Console, Entry, Phase};
use crate::{
    CustomerProof, Effect, Ender, Event, InviteEnd, InviteKind, Millis,
    channel::payload,
    chat::{Seat, send},
    handshake::{Next, Place, Verdict, answer},
    secret::Secret,
    ticket::{Draft, Ticket},
};

/// So many can be open at once; each costs the relay a nameplate or an entry.
const MAX_INVITES: usize = 32;
/// A week: longer than any console stays open, and no clock overflows.
const LONGEST_SECONDS: u32 = 7 * 86_400;
/// After so long an invite is opened again that the relay had no time for.
const AGAIN_AFTER: Millis = 5_000;
/// How long an invited customer may take from its hello to its first message, reconnects included.
const CUSTOMER_WITHIN: Millis = 30_000;

/// An invite that nobody has used yet.
pub(super) struct Invite {
    id: InviteId,
    /// Of the technician's seat in the room that the customer will open.
    seat: Secret<16>,
    stage: Stage,
    kind: InviteKind,
    until: Millis,
    /// The relay had no time for it just now.
    again_at: Option<Millis>,
}

/// Who comes with an invite, as the relay says.
pub(super) struct Guest<'a> {
    pub(super) room: RoomId,
    pub(super) customer: MemberId,
    pub(super) hello: &'a [u8],
}

enum Stage {
    /// The relay has not said yet where it is found.
    Asked(Draft),
    /// Its words are told.
    Open(Ticket),
    /// On its way from one to the other.
    Neither,
}

impl Invite {
    pub(super) fn wake(&self) -> Millis {
        self.again_at.map_or(self.until, |again| again.min(self.until))
    }

    fn open_frame(&self, now: Millis) -> Effect {
        let seconds = self
            .until
            .saturating_sub(now)
            .div_ceil(1_000)
            .clamp(1, LONGEST_SECONDS.into());
        let opening = match &self.stage {
            Stage::Asked(draft) => draft.link().map_or(Opening::Pin(None), Opening::Link),
            Stage::Open(ticket) => match ticket.route() {
                Route::Pin(nameplate) => Opening::Pin(Some(nameplate)),
                Route::Link(link) => Opening::Link(link),
            },
            Stage::Neither => Opening::Pin(None),
        };
        send(&ClientFrame::Invite {
            invite: self.id,
            secret: MemberSecret::new(*self.seat.bytes()),
            seconds: u32::try_from(seconds).unwrap_or(LONGEST_SECONDS),
            opening,
        })
    }
}

impl Console {
    pub(super) fn invite(
        &mut self,
        kind: InviteKind,
        seconds: u32,
        now: Millis,
        rng: &mut dyn CryptoRng,
        out: &mut Vec<Effect>,
    ) {
        if self.invites.len() >= MAX_INVITES {
            let code = "invites-full";
            out.push(Effect::Event(Event::Refused { chat: 0, code }));
            return;
        }
        let mut id = [0; 16];
        while id == [0; 16] {
            rng.fill_bytes(&mut id);
        }
        let seconds = seconds.clamp(1, LONGEST_SECONDS);
        let invite = Invite {
            id: InviteId(id),
            seat: Secret::random(rng),
            stage: Stage::Asked(Draft::new(kind, rng)),
            kind,
            until: now.saturating_add(u64::from(seconds) * 1_000),
            again_at: None,
        };
        if self.attached {
            out.push(invite.open_frame(now));
        }
        let number = self.next_number;
        self.next_number = self.next_number.wrapping_add(1);
        self.invites.insert(number, Box::new(invite));
    }

    /// Attached, for the first time or again: the relay has forgotten the invites with the last socket, or may have.
    pub(super) fn reopen_invites(&mut self, now: Millis, out: &mut Vec<Effect>) {
        for invite in self.invites.values_mut() {
            invite.again_at = None;
            out.push(invite.open_frame(now));
        }
    }

    pub(super) fn withdraw(&mut self, number: u32, out: &mut Vec<Effect>) {
        if self.invites.contains_key(&number) {
            self.take_back(number, InviteEnd::Withdrawn, out);
        } else {
            let code = "unknown-invite";
            out.push(Effect::Event(Event::Refused { chat: 0, code }));
        }
    }

    pub(super) fn expire_invites(&mut self, now: Millis, out: &mut Vec<Effect>) {
        let over = self.invites.iter().filter(|(_, invite)| invite.until <= now);
        let over: Vec<u32> = over.map(|(number, _)| *number).collect();
        for number in over {
            self.take_back(number, InviteEnd::Expired, out);
        }
        for invite in self.invites.values_mut() {
            if invite.again_at.is_some_and(|at| at <= now) {
                invite.again_at = None;
                // Without a socket all of them are opened after the next attach.
                if self.attached {
                    out.push(invite.open_frame(now));
                }
            }
        }
    }

    /// Ours to end: the relay is told, so that its nameplate is free.
    fn take_back(&mut self, number: u32, end: InviteEnd, out: &mut Vec<Effect>) {
        if let Some(invite) = self.invites.remove(&number) {
            if self.attached {
                out.push(send(&ClientFrame::Withdraw { invite: invite.id }));
            }
            out.push(uninvited(number, end));
        }
    }

    fn invite_of(&self, id: InviteId) -> Option<u32> {
        let found = self.invites.iter().find(|(_, invite)| invite.id == id);
        found.map(|(number, _)| *number)
    }

    /// The relay has opened it, for the first time or after a reconnect.
    pub(super) fn invited(
        &mut self,
        id: InviteId,
        seconds: u32,
        nameplate: Option<Nameplate>,
        now: Millis,
        out: &mut Vec<Effect>,
    ) {
        let Some(number) = self.invite_of(id) else {
            // Withdrawn, or over, while the question was on its way.
            out.push(send(&ClientFrame::Withdraw { invite: id }));
            return;
        };
        let Some(invite) = self.invites.get_mut(&number) else {
            return;
        };
        invite.until = invite.until.min(now.saturating_add(u64::from(seconds) * 1_000));
        match core::mem::replace(&mut invite.stage, Stage::Neither) {
            Stage::Asked(draft) => {
                if let Some((ticket, words)) = draft.opened(nameplate, invite.until / 1_000) {
                    invite.stage = Stage::Open(ticket);
                    out.push(Effect::Event(Event::Invited {
                        invite: number,
                        kind: invite.kind,
                        words,
                        expires: invite.until,
                    }));
                    return;
                }
            }
            Stage::Open(ticket) => {
                // The PIN has been read out: under another nameplate it leads nowhere.
                let moved = matches!(&ticket, Ticket::Pin { nameplate: told, .. } if nameplate != Some(*told));
                if !moved {
                    invite.stage = Stage::Open(ticket);
                    return;
                }
            }
            Stage::Neither => {}
        }
        let code = "relay-misbehaved";
        self.take_back(number, InviteEnd::Refused { code }, out);
    }

    /// The relay did not open it, or opens it no more.
    pub(super) fn uninvited(&mut self, id: InviteId, code: Refusal, now: Millis, out: &mut Vec<Effect>) {
        let Some(number) = self.invite_of(id) else {
            return;
        };
        match (code, self.invites.get_mut(&number)) {
            // Of the relay's state, not of the invite's: it passes, and a PIN may have been read out already.
            (Refusal::RateLimited | Refusal::Draining, Some(invite)) => {
                invite.again_at = Some(now.saturating_add(AGAIN_AFTER));
            }
            _ => {
                self.invites.remove(&number);
                out.push(uninvited(number, InviteEnd::Refused { code: code.word() }));
            }
        }
    }

    /// Somebody uses an invite. From here it is burnt.
    pub(super) fn redeemed(
        &mut self,
        id: InviteId,
        guest: Guest<'_>,
        now: Millis,
        rng: &mut dyn CryptoRng,
        out: &mut Vec<Effect>,
    ) {
        let Guest { room, customer, hello } = guest;
        let known = self.invite_of(id).filter(|_| self.by_room(room).is_none());
        let Some((number, invite)) = known.and_then(|it| Some((it, self.invites.remove(&it)?))) else {
            // Taken back while somebody used it. A room that we sit in for another reason stays ours.
            if self.by_room(room).is_none() {
                out.push(send(&ClientFrame::Leave { room }));
            }
            return;
        };
        let Invite { seat, stage, .. } = *invite;
        let chat = self.next_number;
        self.next_number = self.next_number.wrapping_add(1);
        out.push(uninvited(number, InviteEnd::Used { chat }));
        let seat = Seat::kept(room, seat);
        let place = Place {
            room,
            desk: self.desk(),
        };
        let answered = match stage {
            // An invite whose words nobody was told: the relay made this up.
            Stage::Asked(_) | Stage::Neither => Err("relay-misbehaved"),
            Stage::Open(ticket) => {
                answer(&place, hello, Some(ticket), &self.enrolment, &self.manifest, rng).map_err(|error| error.code())
            }
        };
        let answered = match answered {
            Ok(answered) => answered,
            Err(code) => {
                out.push(seat.leave());
                out.extend(ended(chat, code));
                return;
            }
        };
        let Next::Judge(judge) = answered.next else {
            return;
        };
        let reply = [&[payload::REPLY], &answered.reply[..]].concat();
        out.push(seat.frame(customer, &reply));
        let phase = Phase::Judging {
            seat,
            customer,
            reachable: true,
            reply,
            judge,
        };
        let mut entry = Entry::new(phase, now);
        entry.origin = answered.origin;
        entry.overdue = Some(now.saturating_add(CUSTOMER_WITHIN));
        self.chats.insert(chat, Box::new(entry));
    }

    /// The customer's one guess.
    pub(super) fn guessed(&mut self, number: u32, guess: &[u8], rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        let Some(Phase::Judging { judge, .. }) = self.chats.get(&number).map(|entry| &entry.phase) else {
            return;
        };
        // Not from the one who sent the hello: it means nothing.
        let Some(Verdict { sealed, outcome }) = judge.judge(guess, rng) else {
            return;
        };
        let Some(mut entry) = self.chats.remove(&number) else {
            return;
        };
        let Phase::Judging {
            seat, customer, judge, ..
        } = entry.phase
        else {
            return;
        };
        let verdict = [&[payload::VERDICT], &sealed[..]].concat();
        out.push(seat.frame(customer, &verdict));
        match outcome {
            Ok((ratchet, comparison)) => {
                entry.peer = CustomerProof::Invited(judge.kind());
                entry.comparison = comparison;
                entry.told = None;
                let chat = self.answered_chat(number, seat, customer, ratchet, judge.session());
                entry.phase = Phase::Answered { chat, reply: verdict };
                self.chats.insert(number, entry);
            }
            Err(wrong) => {
                out.push(seat.leave());
                out.extend(ended(number, wrong.code()));
            }
        }
    }

    /// An invited customer that did not come to an end with its proof in time.
    pub(super) fn overdue(&mut self, now: Millis, out: &mut Vec<Effect>) {
        self.chats.retain(|number, entry| {
            let over = entry.overdue.is_some_and(|at| at <= now);
            if over {
                out.push(entry.phase.seat().leave());
                out.extend(ended(*number, "invite-unanswered"));
            }
            !over
        });
    }
}

fn uninvited(invite: u32, end: InviteEnd) -> Effect {
    Effect::Event(Event::Uninvited { invite, end })
}

fn ended(chat: u32, code: &'static str) -> [Effect; 2] {
    let by = Ender::Fault;
    [
        Effect::Event(Event::Refused { chat, code }),
        Effect::Event(Event::Ended { chat, by }),
    ]
}
