//! Whether the desk still stands behind this console, and telling the customers what the desk says now.

use alloc::vec::Vec;

use rand_core::CryptoRng;

use super::{Console, Phase, link};
use crate::{
    Effect, Ender, Event, LinkState, Millis,
    chat::GOODBYE_WITHIN,
    envelope::{Content, Reason},
    papers::lapse,
};

/// What changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PapersOf {
    /// The manifest.
    Desk,
    /// The certificate, and the manifest with it.
    Member,
}

impl Console {
    /// When certificate or manifest run out, or are to be spoken of: only while somebody is talked to.
    pub(super) fn papers_wake(&self) -> Option<Millis> {
        let lapse = lapse(&self.certificate, &self.manifest);
        let open = self
            .chats
            .values()
            .filter(|entry| !self.refused && matches!(entry.phase, Phase::Open(_)));
        open.map(|entry| lapse.wake(entry.told_end)).min()
    }

    /// Ends everything if the desk does not answer for this member any more.
    pub(super) fn look_at_papers(&mut self, now: Millis, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        let lapse = lapse(&self.certificate, &self.manifest);
        if !lapse.is_due(now) {
            for (number, entry) in &mut self.chats {
                if matches!(entry.phase, Phase::Open(_)) {
                    lapse.tell(*number, &mut entry.told_end, now, out);
                }
            }
            return;
        }
        let numbers: Vec<u32> = self.chats.keys().copied().collect();
        for number in numbers {
            self.end_because(number, lapse.code, now, rng, out);
        }
        // What runs out while nobody is talked to is found out by the relay at the next claim or attach.
        if lapse.code == "revoked" && !self.refused {
            self.refused = true;
            out.push(link(LinkState::Refused, lapse.code));
            out.push(Effect::Close { reason: lapse.code });
        }
    }

    fn end_because(
        &mut self,
        number: u32,
        code: &'static str,
        now: Millis,
        rng: &mut dyn CryptoRng,
        out: &mut Vec<Effect>,
    ) {
        let Some(mut entry) = self.chats.remove(&number) else {
            return;
        };
        match entry.phase {
            Phase::Closing { .. } => {
                self.chats.insert(number, entry);
                return;
            }
            Phase::Open(mut chat) => {
                let desk = self.enrolment.root.fingerprint();
                chat.state(desk, &self.enrolment.member, entry.since, now, rng, out);
                chat.say_end(Reason::of(code), now, rng, out);
                let until = now.saturating_add(GOODBYE_WITHIN);
                entry.phase = Phase::Closing { chat, until };
                self.chats.insert(number, entry);
            }
            phase => out.push(phase.seat().leave()),
        }
        out.push(Effect::Event(Event::Fault { chat: number, code }));
        out.push(Effect::Event(Event::Ended {
            chat: number,
            by: Ender::Fault,
        }));
    }

    /// Customers learn of a newer manifest, and of a renewed certificate, from the technician they talk to: a relay that
    /// hides them would have to break the chat.
    pub(super) fn pass_papers_on(
        &mut self,
        changed: PapersOf,
        now: Millis,
        rng: &mut dyn CryptoRng,
        out: &mut Vec<Effect>,
    ) {
        let papers = Content::Papers {
            certificate: (changed == PapersOf::Member).then(|| self.enrolment.certificate.clone()),
            manifest: self.enrolment.manifest.clone(),
        };
        for entry in self.chats.values_mut() {
            if let Phase::Open(chat) = &mut entry.phase {
                chat.screen.adopt(&self.manifest);
                chat.tell_all(&papers, now, rng, out);
            }
        }
    }
}
