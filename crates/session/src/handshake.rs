//! How two peers who share nothing but the desk's fingerprint come to share keys (PROTOCOL.md, "Handshake").
//!
//! ```text
//! customer                                                technician
//!   hello  = [1, suite, nonce, X-Wing key, origin, seen]    ->
//!   <-  reply = [1, X-Wing ciphertext, box]      box = sealed [proof, signature]
//!   first ratchet message (key confirmation)                ->
//! ```
//! Who brings a PIN or a link proves it before that message (`invited.rs`).
//! The customer is anonymous; the technician proves, inside the encrypted box, a certificate of the desk and signs the
//! transcript with the certified key. Nothing of the box is acted on before the signature is checked.

mod invited;
mod keys;
#[cfg(feature = "laboratory")]
pub(crate) mod laboratory;
mod messages;
mod refusal;

use alloc::{boxed::Box, string::String, vec::Vec};

use hushwire_desk::{
    Certificate, Enrolment, Fingerprint, Label as SignedLabel, Manifest, Role, RootRecord, verify_certificate,
    verify_manifest,
};
use hushwire_wire::RoomId;
use rand_core::CryptoRng;
use x_wing::{Decapsulate, Encapsulate};
use zeroize::Zeroize;

use crate::{
    InviteKind, TechnicianProof,
    primitives::{DhKey, KemKey},
    ratchet::Ratchet,
    secret::Secret,
    ticket::Ticket,
};
pub(crate) use invited::{Judge, Proving, Verdict, WrongTicket};
use invited::{channel, prove};
use keys::Keys;
use messages::{Hello, Proof, Reply, join_box, split_box};
pub use refusal::{HelloError, ReplyError};

/// Where the conversation happens; both ends know it before they speak and both hash it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) room: RoomId,
    pub(crate) desk: Fingerprint,
}

/// The customer's half of a handshake, waiting for a reply.
pub(crate) struct Offer {
    place: Place,
    origin: String,
    seen: u64,
    key: Secret<32>,
    hello: Vec<u8>,
    ticket: Option<Ticket>,
}

/// What the customer holds after a good reply.
pub(crate) struct Finished {
    pub(crate) ratchet: Ratchet,
    pub(crate) session: [u8; 32],
    pub(crate) technician: Certificate,
    pub(crate) manifest: Manifest,
    /// The two as they were signed, and the desk that signed them.
    pub(crate) root: RootRecord,
    pub(crate) signed_certificate: Vec<u8>,
    pub(crate) signed_manifest: Vec<u8>,
    pub(crate) comparison: String,
    pub(crate) proof: TechnicianProof,
    /// Nothing may be said before this is settled.
    pub(crate) proving: Option<Proving>,
}

impl Offer {
    pub(crate) fn new(place: Place, origin: &str, seen: u64, ticket: Option<Ticket>, rng: &mut dyn CryptoRng) -> Self {
        let key = Secret::random(rng);
        let mut nonce = [0; 32];
        rng.fill_bytes(&mut nonce);
        let public = x_wing_key(&key);
        let hello = Hello {
            nonce,
            key: public,
            origin,
            seen,
            invite: ticket.as_ref().map(Ticket::route),
        }
        .encode();
        Self {
            place,
            origin: origin.into(),
            seen,
            key,
            hello,
            ticket,
        }
    }

    /// The invite that this customer brings.
    pub(crate) fn ticket(&self) -> Option<&Ticket> {
        self.ticket.as_ref()
    }

    pub(crate) fn hello(&self) -> &[u8] {
        &self.hello
    }

    /// Checks everything, then gives the session. The offer stays usable, so a forged reply does not spoil it.
    pub(crate) fn finish(&self, reply: &[u8], now: u64, rng: &mut dyn CryptoRng) -> Result<Finished, ReplyError> {
        let reply = Reply::decode(reply).ok_or(ReplyError::NotGenuine)?;
        let mut shared = x_wing::DecapsulationKey::from(*self.key.bytes()).decapsulate(&reply.ciphertext.into());
        let shared = Secret::take(shared.as_mut());
        let keys = Keys::new(&self.place, &self.hello, &reply.ciphertext, &shared);

        let opened = keys.open(reply.sealed).ok_or(ReplyError::NotGenuine)?;
        let (proof_bytes, signature) = split_box(&opened).ok_or(ReplyError::NotGenuine)?;
        let proof = Proof::decode(proof_bytes).ok_or(ReplyError::NotGenuine)?;

        let root = RootRecord::decode(proof.root).map_err(|_| ReplyError::WrongDesk)?;
        if root.fingerprint() != self.place.desk {
            return Err(ReplyError::WrongDesk);
        }
        let technician = verify_certificate(proof.certificate, &root, now)?;
        if !technician.verify_signature(SignedLabel::Handshake, &keys.signed(proof_bytes), &signature) {
            return Err(ReplyError::BadSignature);
        }
        if !may_serve(&technician) {
            return Err(ReplyError::RoleNotSufficient);
        }
        let manifest = verify_manifest(proof.manifest, &root, now)?;
        if manifest.number < self.seen {
            return Err(ReplyError::StaleManifest);
        }
        if manifest.revokes(&technician.serial) {
            return Err(ReplyError::Revoked);
        }
        if !allows(&manifest, &technician, &self.origin) {
            return Err(ReplyError::OriginNotAllowed);
        }

        let session = keys.session(reply.sealed);
        let (proving, (seeds, comparison)) = match &self.ticket {
            None if proof.point.is_some() => return Err(ReplyError::OtherInvite),
            None => (None, keys.finish(&session)),
            Some(ticket) => {
                if proof.point.is_some() != (ticket.kind() == InviteKind::Pin) {
                    return Err(ReplyError::OtherInvite);
                }
                let (proving, prk) = prove(ticket, &keys, &session, &technician.key, proof.point.as_ref(), rng)
                    .ok_or(ReplyError::NotGenuine)?;
                (Some(proving), Keys::seeds(&prk, &session))
            }
        };
        let ratchet =
            Ratchet::customer(seeds, proof.dh, alloc::boxed::Box::new(proof.kem), rng).ok_or(ReplyError::NotGenuine)?;
        Ok(Finished {
            ratchet,
            session,
            technician,
            manifest,
            root,
            signed_certificate: proof.certificate.to_vec(),
            signed_manifest: proof.manifest.to_vec(),
            comparison,
            proof: self
                .ticket
                .as_ref()
                .map_or(TechnicianProof::Desk, |ticket| TechnicianProof::Invited(ticket.kind())),
            proving,
        })
    }
}

/// What the technician's end holds after answering a hello.
pub(crate) struct Answer {
    pub(crate) reply: Vec<u8>,
    pub(crate) session: [u8; 32],
    /// The site, as the customer says. The relay compares it with the browser's Origin header; nobody proves it.
    pub(crate) origin: String,
    pub(crate) next: Next,
}

/// How the technician's end goes on.
pub(crate) enum Next {
    /// The customer brings nothing: its first message confirms the keys. With the digits to compare.
    Confirm(Box<Ratchet>, String),
    /// The customer brings a PIN or a link, and has to show that it is the right one.
    Judge(Box<Judge>),
}

/// The technician's half of the handshake. `invite` is the one that led the customer here; it is used up.
pub(crate) fn answer(
    place: &Place,
    hello_bytes: &[u8],
    invite: Option<Ticket>,
    enrolment: &Enrolment,
    manifest: &Manifest,
    rng: &mut dyn CryptoRng,
) -> Result<Answer, HelloError> {
    let hello = Hello::decode(hello_bytes).ok_or(HelloError::Malformed)?;
    if hello.invite != invite.as_ref().map(Ticket::route) {
        return Err(HelloError::OtherInvite);
    }
    if !hello.origin.is_empty() && !manifest.allows_origin(hello.origin) {
        return Err(HelloError::OriginNotAllowed);
    }
    if hello.seen > manifest.number {
        return Err(HelloError::StaleManifest);
    }
    let key = x_wing::EncapsulationKey::try_from(&hello.key[..]).map_err(|_| HelloError::Malformed)?;
    let (ciphertext, mut shared) = key.encapsulate_with_rng(rng);
    let shared = Secret::take(shared.as_mut());
    let keys = Keys::new(place, hello_bytes, &ciphertext, &shared);

    let (dh, kem) = (DhKey::generate(rng), KemKey::generate(rng));
    let channel = channel(&place.desk, &enrolment.member.public());
    let share = invite
        .as_ref()
        .and_then(|ticket| Judge::share(ticket, &channel, &keys.offered, rng));
    let proof = Proof {
        root: &enrolment.root.encode(),
        certificate: &enrolment.certificate,
        manifest: &enrolment.manifest,
        dh: dh.public(),
        kem: *kem.public(),
        point: share.as_ref().map(|(_, point)| *point),
    }
    .encode();
    let signature = enrolment.member.sign(SignedLabel::Handshake, &keys.signed(&proof));
    let sealed = keys.seal(&join_box(&proof, &signature));

    let session = keys.session(&sealed);
    let reply = Reply {
        ciphertext: ciphertext.into(),
        sealed: &sealed,
    }
    .encode();
    let next = match invite {
        None => {
            let (seeds, comparison) = keys.finish(&session);
            Next::Confirm(Box::new(Ratchet::technician(seeds, dh, kem)), comparison)
        }
        Some(ticket) => Next::Judge(Box::new(Judge {
            keys,
            session,
            ticket,
            share,
            dh,
            kem,
        })),
    };
    Ok(Answer {
        reply,
        session,
        origin: hello.origin.into(),
        next,
    })
}

pub(crate) fn may_serve(technician: &Certificate) -> bool {
    technician.roles.contains(Role::Technician) || technician.roles.contains(Role::Supervisor)
}

/// A page names its origin; a headless customer has none and says so with an empty text.
fn allows(manifest: &Manifest, technician: &Certificate, origin: &str) -> bool {
    let by_certificate = technician.origins.is_empty()
        || technician
            .origins
            .iter()
            .any(|allowed| allowed.eq_ignore_ascii_case(origin));
    origin.is_empty() || (manifest.allows_origin(origin) && by_certificate)
}

fn x_wing_key(secret: &Secret<32>) -> [u8; x_wing::ENCAPSULATION_KEY_SIZE] {
    use x_wing::{Decapsulator, KeyExport};
    x_wing::DecapsulationKey::from(*secret.bytes())
        .encapsulation_key()
        .to_bytes()
        .into()
}

impl core::fmt::Debug for Offer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self {
            place: _,
            origin: _,
            seen,
            key: _,
            hello: _,
            ticket: _,
        } = self;
        f.debug_struct("Offer").field("seen", seen).finish_non_exhaustive()
    }
}

impl Drop for Offer {
    fn drop(&mut self) {
        self.origin.zeroize();
    }
}

#[cfg(test)]
mod tests;
