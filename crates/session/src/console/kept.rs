//! A console's chats, put away and taken up again. The enrolment is not among them: it has a place of its own.

use alloc::{boxed::Box, collections::BTreeMap, vec::Vec};

use hushwire_desk::{Enrolment, open_manifest};
use hushwire_mask::Direction;
use rand_core::CryptoRng;

use super::{Console, Entry, Phase, standing::PapersOf};
use crate::{
    Effect, Millis,
    chat::Chat,
    kept::{Kept, Kind, Reader, StateError, StateKey, Writer, open_state, seal_state},
    screen::Screen,
};

const ANSWERED: u8 = 0;
const OPEN: u8 = 1;
const CLOSING: u8 = 2;

impl Console {
    /// All chats, sealed under the caller's key; see [`Console::restore`]. `count` must rise from one sealing to the
    /// next. Write it away before the effects of the same call are carried out. A claim that was not answered is not
    /// kept: the customer is in the queue still. Nor are invites: they end with the page that gave them out.
    pub fn seal(&self, key: &StateKey, count: u64, rng: &mut dyn CryptoRng) -> Vec<u8> {
        let mut writer = Writer::default();
        let state = &mut writer;
        self.certificate.key.keep(state);
        self.certificate.serial.keep(state);
        state.bytes(&self.enrolment.manifest);
        self.next_number.keep(state);
        for (number, entry) in &self.chats {
            let kind = match &entry.phase {
                Phase::Claiming { .. } | Phase::Judging { .. } => continue,
                Phase::Answered { .. } => ANSWERED,
                Phase::Open(_) => OPEN,
                Phase::Closing { .. } => CLOSING,
            };
            number.keep(state);
            kind.keep(state);
            for text in [&entry.language, &entry.origin, &entry.comparison] {
                text.keep(state);
            }
            entry.since.keep(state);
            entry.peer.keep(state);
            entry.overdue.keep(state);
            match &entry.phase {
                Phase::Claiming { .. } | Phase::Judging { .. } => {}
                Phase::Answered { chat, reply } => {
                    state.bytes(reply);
                    chat.keep(state);
                }
                Phase::Open(chat) => chat.keep(state),
                Phase::Closing { chat, until } => {
                    until.keep(state);
                    chat.keep(state);
                }
            }
        }
        seal_state(Kind::Console, writer, key, count, rng)
    }

    /// A console with the chats that [`Console::seal`] put away. The enrolment must be of the same member; if its
    /// certificate has been renewed meanwhile, the customers are told so. `at_least` is the count of the newest sealing
    /// that the caller knows of. The effects show the screens as they were.
    pub fn restore(
        enrolment: Enrolment,
        kept: &[u8],
        key: &StateKey,
        at_least: u64,
        now: Millis,
        rng: &mut dyn CryptoRng,
    ) -> Result<(Self, Vec<Effect>), StateError> {
        let plain = open_state(Kind::Console, kept, key, at_least)?;
        let mut console = Self::new(enrolment, now).map_err(StateError::Console)?;
        let state = &mut Reader(&plain);
        let member: [u8; 32] = Kept::back(state).ok_or(StateError::Malformed)?;
        if member != console.certificate.key {
            return Err(StateError::OtherPlace);
        }
        let number = console.manifest.number;
        let (serial, known) = console.take_up(state).ok_or(StateError::Malformed)?;
        let mut effects = Vec::new();
        let out = &mut effects;
        console.report(out);
        for entry in console.chats.values() {
            if let Phase::Open(chat) = &entry.phase {
                chat.show(out);
            }
        }
        if serial != console.certificate.serial {
            console.pass_papers_on(PapersOf::Member, now, rng, out);
        } else if number > known {
            console.pass_papers_on(PapersOf::Desk, now, rng, out);
        }
        console.look_at_papers(now, rng, out);
        Ok((console, effects))
    }

    /// Gives the serial of the certificate of then, and the number of the manifest.
    fn take_up(&mut self, state: &mut Reader<'_>) -> Option<([u8; 16], u64)> {
        let serial = Kept::back(state)?;
        // The page's enrolment may hold an older manifest than this console had taken over.
        let signed = state.bytes()?;
        let manifest = open_manifest(signed, &self.enrolment.root).ok()?;
        let known = manifest.number;
        if known > self.manifest.number {
            self.enrolment.manifest = signed.to_vec();
            self.manifest = manifest;
        }
        self.next_number = Kept::back(state)?;
        let mut chats = BTreeMap::new();
        while !state.0.is_empty() {
            let number = Kept::back(state)?;
            let kind = u8::back(state)?;
            let (language, origin, comparison) = (Kept::back(state)?, Kept::back(state)?, Kept::back(state)?);
            let since = Kept::back(state)?;
            let (peer, overdue) = (Kept::back(state)?, Kept::back(state)?);
            let phase = match kind {
                ANSWERED => Phase::Answered {
                    reply: state.bytes()?.to_vec(),
                    chat: self.chat_back(state)?,
                },
                OPEN => Phase::Open(self.chat_back(state)?),
                CLOSING => Phase::Closing {
                    until: Kept::back(state)?,
                    chat: self.chat_back(state)?,
                },
                _ => return None,
            };
            let entry = Entry {
                phase,
                language,
                origin,
                comparison,
                since,
                told: None,
                peer,
                overdue,
                // The screen is a new one, so it is told again.
                told_end: None,
            };
            chats.insert(number, Box::new(entry));
        }
        self.chats = chats;
        Some((serial, known))
    }

    fn chat_back(&self, state: &mut Reader<'_>) -> Option<Chat> {
        Chat::back(state, |state| {
            Screen::back(state, Some(&self.manifest), Direction::ToCustomer)
        })
    }
}
