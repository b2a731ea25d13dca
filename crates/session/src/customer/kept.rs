//! A customer's end, put away and taken up again.

use alloc::vec::Vec;

use hushwire_desk::{RootRecord, open_manifest};
use hushwire_mask::Direction;
use rand_core::CryptoRng;

use super::{Customer, CustomerSettings, Phase, Technician};
use crate::{
    CustomerInput, Effect, Event, Millis,
    chat::Chat,
    kept::{Kept, Kind, Reader, StateError, StateKey, Writer, open_state, seal_state},
    screen::Screen,
};

/// What a kept customer was doing.
const IDLE: u8 = 0;
/// Waiting, or agreeing keys. Nothing has been said yet, and the relay withdraws a knock whose socket is gone: it comes
/// back as a new knock in a new room under new keys, so no secret of a handshake is ever kept.
const ASKING: u8 = 1;
const OPEN: u8 = 2;
/// On the way in with a PIN or link. It is burnt by now, so there is nothing to go on with, and the person is told so.
const REDEEMING: u8 = 4;
const CLOSING: u8 = 3;

impl Customer {
    /// Everything that this end holds, sealed under the caller's key, or nothing if the session is over. `count` must
    /// rise from one sealing to the next; see [`Customer::restore`]. Write it away *before* the effects of the same call
    /// are carried out: then what comes back is never behind what the other end has heard.
    pub fn seal(&self, key: &StateKey, count: u64, rng: &mut dyn CryptoRng) -> Option<Vec<u8>> {
        let mut state = Writer::default();
        let state_ref = &mut state;
        self.settings.desk.0.keep(state_ref);
        self.settings.origin.keep(state_ref);
        self.desk.root.is_some().keep(state_ref);
        if let Some(root) = &self.desk.root {
            state_ref.bytes(&root.encode());
            state_ref.bytes(&self.desk.signed);
        }
        match &self.phase {
            Phase::Idle => IDLE.keep(state_ref),
            Phase::Proving { .. } => REDEEMING.keep(state_ref),
            Phase::Knocking { offer, .. } | Phase::Securing { offer, .. } if offer.ticket().is_some() => {
                REDEEMING.keep(state_ref);
            }
            Phase::Knocking { .. } | Phase::Securing { .. } => ASKING.keep(state_ref),
            Phase::Open(chat) => {
                OPEN.keep(state_ref);
                self.keep_chat(chat, state_ref);
            }
            Phase::Closing { chat, until } => {
                CLOSING.keep(state_ref);
                until.keep(state_ref);
                self.keep_chat(chat, state_ref);
            }
            Phase::Ended | Phase::Refused => return None,
        }
        Some(seal_state(Kind::Customer, state, key, count, rng))
    }

    fn keep_chat(&self, chat: &Chat, state: &mut Writer) {
        (self.technicians.len() as u64).keep(state);
        for technician in &self.technicians {
            technician.keep(state);
        }
        chat.keep(state);
    }

    /// Goes on from what [`Customer::seal`] gave. `settings` are the page's, as for a new customer: a state of another
    /// desk or site is refused. `at_least` is the count of the newest sealing that the caller knows of. The effects show
    /// the screen as it was; the socket is opened as ever.
    ///
    /// Two restorations of one state, or one beside the original, do not endanger a key; but the other end can follow
    /// only one of them and ends the chat as a fork when it hears the second. So the caller must make sure, by a lock
    /// that dies with the page, that a duplicated tab starts anew.
    pub fn restore(
        settings: CustomerSettings,
        kept: &[u8],
        key: &StateKey,
        at_least: u64,
        now: Millis,
        rng: &mut dyn CryptoRng,
    ) -> Result<(Self, Vec<Effect>), StateError> {
        let plain = open_state(Kind::Customer, kept, key, at_least)?;
        let state = &mut Reader(&plain);
        let mut customer = Self::new(settings, None, now);
        let mut effects = Vec::new();
        let doing = customer.take_up(state)?;
        if !state.0.is_empty() {
            return Err(StateError::Malformed);
        }
        let out = &mut effects;
        if let (Phase::Open(chat), Some(manifest)) = (&customer.phase, &customer.desk.manifest) {
            out.extend(customer.technicians.iter().map(|one| one.verified(manifest)));
            chat.show(out);
        }
        customer.look_at_papers(now, rng, out);
        match doing {
            ASKING => out.extend(customer.handle(CustomerInput::Start, now, rng)),
            REDEEMING => {
                let code = "invite-unanswered";
                out.push(Effect::Event(Event::Refused { chat: 0, code }));
                customer.report(out);
            }
            _ => customer.report(out),
        }
        Ok((customer, effects))
    }

    /// Gives what it was doing.
    fn take_up(&mut self, state: &mut Reader<'_>) -> Result<u8, StateError> {
        let desk: Option<[u8; 32]> = Kept::back(state);
        let origin: Option<alloc::string::String> = Kept::back(state);
        let (desk, origin) = desk.zip(origin).ok_or(StateError::Malformed)?;
        if desk != self.settings.desk.0 || origin != self.settings.origin {
            return Err(StateError::OtherPlace);
        }
        self.take_up_rest(state).ok_or(StateError::Malformed)
    }

    fn take_up_rest(&mut self, state: &mut Reader<'_>) -> Option<u8> {
        if bool::back(state)? {
            let root = RootRecord::decode(state.bytes()?).ok()?;
            let signed = state.bytes()?;
            // Whether it still holds is looked at afterwards, as in any open chat.
            let manifest = open_manifest(signed, &root).ok()?;
            self.screen.adopt(&manifest);
            self.desk.root = Some(root);
            self.desk.signed = signed.to_vec();
            self.desk.manifest = Some(manifest);
        }
        let doing = u8::back(state)?;
        match doing {
            IDLE | ASKING | REDEEMING => {}
            OPEN => self.phase = Phase::Open(self.chat_back(state)?),
            CLOSING => {
                let until = Kept::back(state)?;
                let chat = self.chat_back(state)?;
                self.phase = Phase::Closing { chat, until };
            }
            _ => return None,
        }
        Some(doing)
    }

    fn chat_back(&mut self, state: &mut Reader<'_>) -> Option<Chat> {
        let root = self.desk.root?;
        let technicians = (0..u64::back(state)?).map(|_| Technician::back(state, &root));
        self.technicians = technicians.collect::<Option<_>>()?;
        Chat::back(state, |state| {
            Screen::back(state, self.desk.manifest.as_ref(), Direction::ToDesk)
        })
    }
}
