//! How long what the desk signed holds, while a session is open (PROTOCOL.md, "Papers").
//!
//! A handshake checks certificate and manifest once; a session may outlive both. So both ends look again: at the clock,
//! and whenever a newer manifest comes. Running out is announced before it ends anything, and the desk has time to renew;
//! a revocation ends the session as soon as it is known.

use alloc::{string::String, vec::Vec};

use hushwire_desk::{CLOCK_SKEW_SECONDS, Certificate, Manifest, RootRecord, open_certificate};

use crate::{
    CustomerProof, Effect, Event, InviteKind, Millis, TechnicianProof,
    kept::{Kept, Reader, Writer},
};

/// How long before the end the persons are told of it.
pub(crate) const TOLD_BEFORE: Millis = 10 * 60_000;

/// When a member's sessions must end, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lapse {
    pub(crate) at: Millis,
    pub(crate) code: &'static str,
}

/// Certificate and manifest hold for five minutes longer than they say (section 3), for clocks that differ.
pub(crate) fn lapse(certificate: &Certificate, manifest: &Manifest) -> Lapse {
    if manifest.revokes(&certificate.serial) {
        return Lapse { at: 0, code: "revoked" };
    }
    let (until, code) = if certificate.not_after <= manifest.expires {
        (certificate.not_after, "expired-certificate")
    } else {
        (manifest.expires, "expired-manifest")
    };
    let at = until.saturating_add(CLOCK_SKEW_SECONDS + 1).saturating_mul(1_000);
    Lapse { at, code }
}

impl Lapse {
    pub(crate) fn is_due(self, now: Millis) -> bool {
        self.at <= now
    }

    /// When there is something to do about it next.
    pub(crate) fn wake(self, told: Option<Millis>) -> Millis {
        if told == Some(self.at) {
            self.at
        } else {
            self.at.saturating_sub(TOLD_BEFORE)
        }
    }

    /// Tells the person, once, that this chat will end.
    pub(crate) fn tell(self, chat: u32, told: &mut Option<Millis>, now: Millis, out: &mut Vec<Effect>) {
        if self.at.saturating_sub(TOLD_BEFORE) <= now && *told != Some(self.at) {
            *told = Some(self.at);
            out.push(Effect::Event(Event::Ending {
                chat,
                code: self.code,
                at: self.at,
            }));
        }
    }
}

impl Kept for TechnicianProof {
    fn keep(&self, state: &mut Writer) {
        let kind: u8 = match self {
            Self::Desk => 0,
            Self::Invited(InviteKind::Pin) => 1,
            Self::Invited(InviteKind::Link) => 2,
        };
        kind.keep(state);
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        match u8::back(state)? {
            0 => Some(Self::Desk),
            1 => Some(Self::Invited(InviteKind::Pin)),
            2 => Some(Self::Invited(InviteKind::Link)),
            _ => None,
        }
    }
}

impl Kept for CustomerProof {
    fn keep(&self, state: &mut Writer) {
        let kind: u8 = match self {
            Self::Anyone => 0,
            Self::Invited(InviteKind::Pin) => 1,
            Self::Invited(InviteKind::Link) => 2,
        };
        kind.keep(state);
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        match u8::back(state)? {
            0 => Some(Self::Anyone),
            1 => Some(Self::Invited(InviteKind::Pin)),
            2 => Some(Self::Invited(InviteKind::Link)),
            _ => None,
        }
    }
}

/// A technician as the customer knows it.
pub(crate) struct Technician {
    /// 1 for the first, then counted on as they come; never given out twice.
    pub(crate) author: u32,
    /// Signed by the desk.
    pub(crate) signed: Vec<u8>,
    pub(crate) certificate: Certificate,
    pub(crate) comparison: String,
    pub(crate) proof: TechnicianProof,
    /// The end that the person was told of.
    pub(crate) told: Option<Millis>,
}

impl Technician {
    pub(crate) fn keep(&self, state: &mut Writer) {
        let Self {
            author,
            signed,
            certificate: _,
            comparison,
            proof,
            told: _,
        } = self;
        author.keep(state);
        state.bytes(signed);
        comparison.keep(state);
        proof.keep(state);
    }

    pub(crate) fn back(state: &mut Reader<'_>, root: &RootRecord) -> Option<Self> {
        let (author, signed) = (Kept::back(state)?, state.bytes()?.to_vec());
        Some(Self {
            author,
            certificate: open_certificate(&signed, root).ok()?,
            signed,
            comparison: Kept::back(state)?,
            proof: Kept::back(state)?,
            // The screen is a new one, so it is told again.
            told: None,
        })
    }

    /// What the person is told of who this is.
    pub(crate) fn verified(&self, manifest: &Manifest) -> Effect {
        Effect::Event(Event::Verified {
            chat: 0,
            author: self.author,
            desk: manifest.name.clone(),
            name: self.certificate.name.clone(),
            roles: self.certificate.roles.iter().map(|role| role.as_str()).collect(),
            expires: self.certificate.not_after,
            comparison: self.comparison.clone(),
            proof: self.proof,
        })
    }
}
