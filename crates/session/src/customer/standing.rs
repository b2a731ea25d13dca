//! Whether the desk still stands behind the technicians of an open chat.

use alloc::vec::Vec;

use hushwire_desk::{verify_certificate, verify_manifest};
use rand_core::CryptoRng;

use super::{Customer, Phase, lapse};
use crate::{Effect, Ender, Event, Millis, chat::GOODBYE_WITHIN, envelope::Reason, handshake::may_serve};

impl Customer {
    /// When the next certificate or manifest runs out, or is to be spoken of.
    pub(super) fn papers_wake(&self) -> Option<Millis> {
        let manifest = self.desk.manifest.as_ref()?;
        let due = |one: &super::Technician| lapse(&one.certificate, manifest).wake(one.told);
        self.technicians.iter().map(due).min()
    }

    /// Ends the chat with a technician for whom the desk does not answer any more.
    pub(super) fn look_at_papers(&mut self, now: Millis, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        let (Phase::Open(_), Some(manifest)) = (&self.phase, &self.desk.manifest) else {
            return;
        };
        let mut over = None;
        for technician in &mut self.technicians {
            let lapse = lapse(&technician.certificate, manifest);
            if lapse.is_due(now) {
                over = Some(lapse.code);
            } else {
                lapse.tell(0, &mut technician.told, now, out);
            }
        }
        if let Some(code) = over {
            self.end_because(code, now, rng, out);
        }
    }

    /// Ends an open chat in words.
    pub(super) fn end_because(
        &mut self,
        code: &'static str,
        now: Millis,
        rng: &mut dyn CryptoRng,
        out: &mut Vec<Effect>,
    ) {
        match core::mem::replace(&mut self.phase, Phase::Ended) {
            Phase::Open(mut chat) => {
                chat.say_end(Reason::of(code), now, rng, out);
                let until = now.saturating_add(GOODBYE_WITHIN);
                self.phase = Phase::Closing { chat, until };
                out.push(Effect::Event(Event::Fault { chat: 0, code }));
                let by = Ender::Fault;
                out.push(Effect::Event(Event::Ended { chat: 0, by }));
            }
            same => self.phase = same,
        }
    }

    /// What a technician's console says about itself and the desk now. Nothing if it could not honestly say that; what
    /// is older than what is known is no lie, but means nothing.
    pub(super) fn take_papers(
        &mut self,
        author: u32,
        certificate: Option<&[u8]>,
        manifest: &[u8],
        now: Millis,
        out: &mut Vec<Effect>,
    ) -> Option<()> {
        let root = self.desk.root?;
        verify_manifest(manifest, &root, now / 1_000).ok()?;
        self.see_manifest(&root.encode(), manifest, now);
        self.tell_desk(out);
        let technician = self.technicians.iter_mut().find(|one| one.author == author)?;
        if let Some(signed) = certificate {
            let renewed = verify_certificate(signed, &root, now / 1_000).ok()?;
            if renewed.key != technician.certificate.key || !may_serve(&renewed) {
                return None;
            }
            technician.certificate = renewed;
            technician.signed = signed.to_vec();
            out.extend(
                self.desk
                    .manifest
                    .as_ref()
                    .map(|manifest| technician.verified(manifest)),
            );
        }
        Some(())
    }
}
