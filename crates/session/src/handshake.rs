//! How two peers who share nothing but the desk's fingerprint come to share keys (PROTOCOL.md, "Handshake").
//!
//! ```text
//! customer                                                technician
//!   hello  = [1, suite, nonce, X-Wing key, origin, seen]    ->
//!   <-  reply = [1, X-Wing ciphertext, box]      box = sealed [proof, signature]
//!   first ratchet message (key confirmation)                ->
//! ```
//! The customer is anonymous; the technician proves, inside the encrypted box, a certificate of the desk and signs the
//! transcript with the certified key. Nothing of the box is acted on before the signature is checked.

use alloc::{format, string::String, vec::Vec};

use hushwire_desk::{
    Certificate, CertificateError, Enrolment, Fingerprint, Label as SignedLabel, MAX_CERTIFICATE,
    MAX_MANIFEST, Manifest, ManifestError, Role, RootRecord, cbor, verify_certificate,
    verify_manifest,
};
use hushwire_wire::RoomId;
use rand_core::CryptoRng;
use x_wing::{Decapsulate, Encapsulate};
use zeroize::{Zeroize, Zeroizing};

use crate::{
    kdf::{Label, cut, expand, extract, hash},
    primitives::{DhKey, KEM_PUBLIC, KemKey, NONCE, TAG, open, seal},
    ratchet::{Ratchet, Seeds},
    secret::Secret,
};

/// Version of the handshake messages.
const VERSION: u64 = 1;
/// X-Wing, Ed25519, HKDF-SHA-256, AES-256-GCM. There is no other, and a peer that names another is refused: nothing
/// is negotiated, so nothing can be negotiated down.
const SUITE: u64 = 1;
/// Longest origin: scheme, a 253-byte DNS name, port.
const MAX_ORIGIN: usize = 8 + 253 + 6;
/// Longest hello: the key, the nonce, the origin and their heads.
pub(crate) const MAX_HELLO: usize = x_wing::ENCAPSULATION_KEY_SIZE + 32 + MAX_ORIGIN + 32;
/// Longest proof: root record, certificate, manifest, ratchet keys and their heads.
const MAX_PROOF: usize = 64 + MAX_CERTIFICATE + MAX_MANIFEST + 32 + KEM_PUBLIC + 32;
/// Longest reply: ciphertext and the box around proof and signature.
pub(crate) const MAX_REPLY: usize = x_wing::CIPHERTEXT_SIZE + MAX_PROOF + 64 + TAG + 32;

/// Where the conversation happens; both ends know it before they speak and both hash it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) room: RoomId,
    pub(crate) desk: Fingerprint,
}

/// Why the customer refuses a reply. Every one of them means: this is not the desk that the page names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyError {
    /// Not a reply to this hello: altered, cut, or from somebody who did not read the hello.
    NotGenuine,
    /// The root record does not have the fingerprint that the page pins.
    WrongDesk,
    /// The certificate is not one of this desk, or is malformed.
    BadCertificate,
    /// The certificate is not valid now.
    ExpiredCertificate,
    /// The member may not talk to customers.
    RoleNotSufficient,
    /// The manifest is not one of this desk, or is malformed.
    BadManifest,
    /// The manifest has expired.
    ExpiredManifest,
    /// The manifest is older than one that this customer has seen.
    StaleManifest,
    /// The manifest names this certificate as revoked.
    Revoked,
    /// The manifest does not allow the site that this page belongs to.
    OriginNotAllowed,
    /// The signature over the transcript is not the member's.
    BadSignature,
}

impl ReplyError {
    /// The permanent kebab-case word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotGenuine => "not-genuine",
            Self::WrongDesk => "wrong-desk",
            Self::BadCertificate => "bad-certificate",
            Self::ExpiredCertificate => "expired-certificate",
            Self::RoleNotSufficient => "role-not-sufficient",
            Self::BadManifest => "bad-manifest",
            Self::ExpiredManifest => "expired-manifest",
            Self::StaleManifest => "stale-manifest",
            Self::Revoked => "revoked",
            Self::OriginNotAllowed => "origin-not-allowed",
            Self::BadSignature => "bad-signature",
        }
    }
}

/// Why the technician's end does not answer a hello.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelloError {
    /// Malformed, another version, another suite, or a key that is no key.
    Malformed,
    /// The manifest does not allow the site that the customer says it is on.
    OriginNotAllowed,
    /// The customer has seen a newer manifest than this console holds.
    StaleManifest,
}

impl HelloError {
    /// The permanent kebab-case word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::OriginNotAllowed => "origin-not-allowed",
            Self::StaleManifest => "stale-manifest",
        }
    }
}

/// The customer's half of a handshake, waiting for a reply.
pub(crate) struct Offer {
    place: Place,
    origin: String,
    seen: u64,
    key: Secret<32>,
    hello: Vec<u8>,
}

/// What the customer holds after a good reply.
pub(crate) struct Finished {
    pub(crate) ratchet: Ratchet,
    pub(crate) session: [u8; 32],
    pub(crate) technician: Certificate,
    pub(crate) manifest: Manifest,
    pub(crate) comparison: String,
}

impl Offer {
    pub(crate) fn new(place: Place, origin: &str, seen: u64, rng: &mut dyn CryptoRng) -> Self {
        let key = Secret::random(rng);
        let mut nonce = [0; 32];
        rng.fill_bytes(&mut nonce);
        let public = x_wing_key(&key);
        let hello = Hello {
            nonce,
            key: public,
            origin,
            seen,
        }
        .encode();
        Self {
            place,
            origin: origin.into(),
            seen,
            key,
            hello,
        }
    }

    pub(crate) fn hello(&self) -> &[u8] {
        &self.hello
    }

    /// Checks everything, then gives the session. The offer stays usable, so a forged reply does not spoil it.
    pub(crate) fn finish(
        &self,
        reply: &[u8],
        now: u64,
        rng: &mut dyn CryptoRng,
    ) -> Result<Finished, ReplyError> {
        let reply = Reply::decode(reply).ok_or(ReplyError::NotGenuine)?;
        let mut shared =
            x_wing::DecapsulationKey::from(*self.key.bytes()).decapsulate(&reply.ciphertext.into());
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
        if !technician.verify_signature(
            SignedLabel::Handshake,
            &keys.signed(proof_bytes),
            &signature,
        ) {
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
        let (seeds, comparison) = keys.finish(&session);
        let ratchet = Ratchet::customer(seeds, proof.dh, alloc::boxed::Box::new(proof.kem), rng)
            .ok_or(ReplyError::NotGenuine)?;
        Ok(Finished {
            ratchet,
            session,
            technician,
            manifest,
            comparison,
        })
    }
}

/// What the technician's end holds after answering a hello.
pub(crate) struct Answer {
    pub(crate) reply: Vec<u8>,
    pub(crate) ratchet: Ratchet,
    pub(crate) session: [u8; 32],
    /// The site, as the customer says. The relay compares it with the browser's Origin header; nobody proves it.
    pub(crate) origin: String,
    pub(crate) comparison: String,
}

/// The technician's half of the handshake.
pub(crate) fn answer(
    place: &Place,
    hello_bytes: &[u8],
    enrolment: &Enrolment,
    manifest: &Manifest,
    rng: &mut dyn CryptoRng,
) -> Result<Answer, HelloError> {
    let hello = Hello::decode(hello_bytes).ok_or(HelloError::Malformed)?;
    if !hello.origin.is_empty() && !manifest.allows_origin(hello.origin) {
        return Err(HelloError::OriginNotAllowed);
    }
    if hello.seen > manifest.number {
        return Err(HelloError::StaleManifest);
    }
    let key =
        x_wing::EncapsulationKey::try_from(&hello.key[..]).map_err(|_| HelloError::Malformed)?;
    let (ciphertext, mut shared) = key.encapsulate_with_rng(rng);
    let shared = Secret::take(shared.as_mut());
    let keys = Keys::new(place, hello_bytes, &ciphertext, &shared);

    let (dh, kem) = (DhKey::generate(rng), KemKey::generate(rng));
    let proof = Proof {
        root: &enrolment.root.encode(),
        certificate: &enrolment.certificate,
        manifest: &enrolment.manifest,
        dh: dh.public(),
        kem: *kem.public(),
    }
    .encode();
    let signature = enrolment
        .member
        .sign(SignedLabel::Handshake, &keys.signed(&proof));
    let sealed = keys.seal(&join_box(&proof, &signature));

    let session = keys.session(&sealed);
    let (seeds, comparison) = keys.finish(&session);
    let reply = Reply {
        ciphertext: ciphertext.into(),
        sealed: &sealed,
    }
    .encode();
    Ok(Answer {
        reply,
        ratchet: Ratchet::technician(seeds, dh, kem),
        session,
        origin: hello.origin.into(),
        comparison,
    })
}

fn may_serve(technician: &Certificate) -> bool {
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

/// The key schedule (PROTOCOL.md, "Key schedule").
struct Keys {
    /// Hash of place, hello and ciphertext.
    offered: [u8; 32],
    prk: Secret<32>,
}

impl Keys {
    fn new(place: &Place, hello: &[u8], ciphertext: &[u8], shared: &Secret<32>) -> Self {
        let length = u32::try_from(hello.len()).unwrap_or(u32::MAX).to_be_bytes();
        let start = hash(&[
            Label::Handshake.as_str().as_bytes(),
            &[0],
            &place.room.0,
            &place.desk.0,
            &length,
            hello,
        ]);
        let offered = hash(&[&start, ciphertext]);
        let prk = extract(&offered, &[shared.bytes()]);
        Self { offered, prk }
    }

    fn reply_keys(&self) -> (Secret<32>, [u8; NONCE]) {
        let all: Secret<44> = expand(&self.prk, Label::Reply, &[]);
        let (key, nonce) = cut::<44, 32, NONCE>(&all);
        (key, *nonce.bytes())
    }

    fn seal(&self, plaintext: &[u8]) -> Vec<u8> {
        let (key, nonce) = self.reply_keys();
        let mut buffer = Zeroizing::new(Vec::with_capacity(plaintext.len() + TAG));
        buffer.extend_from_slice(plaintext);
        seal(&key, &nonce, &self.offered, buffer)
    }

    fn open(&self, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (key, nonce) = self.reply_keys();
        open(&key, &nonce, &self.offered, sealed).ok()
    }

    /// What the technician signs: everything so far and the proof.
    fn signed(&self, proof: &[u8]) -> [u8; 32] {
        hash(&[&self.offered, proof])
    }

    /// Names the session: everything that crossed the relay.
    fn session(&self, sealed: &[u8]) -> [u8; 32] {
        hash(&[&self.offered, sealed])
    }

    fn finish(&self, session: &[u8; 32]) -> (Seeds, String) {
        let all: Secret<96> = expand(&self.prk, Label::Session, session);
        let (root, headers) = cut::<96, 32, 64>(&all);
        let (customer_header, technician_header) = cut::<64, 32, 32>(&headers);
        let digits: Secret<8> = expand(&self.prk, Label::Comparison, session);
        (
            Seeds {
                session: *session,
                root,
                customer_header,
                technician_header,
            },
            comparison(digits.bytes()),
        )
    }
}

/// Three groups of four digits. They tell a colleague's console from the one that a person has on the phone. Against
/// somebody who holds a certified key of the desk and sits in the middle they are 2^40 hashes of work, not a proof:
/// without a commitment round such an attacker may try until both ends show the same.
fn comparison(bytes: &[u8; 8]) -> String {
    let number = u64::from_be_bytes(*bytes) % 1_000_000_000_000;
    format!(
        "{:04} {:04} {:04}",
        number / 100_000_000,
        number / 10_000 % 10_000,
        number % 10_000
    )
}

struct Hello<'b> {
    nonce: [u8; 32],
    key: [u8; x_wing::ENCAPSULATION_KEY_SIZE],
    origin: &'b str,
    seen: u64,
}

impl<'b> Hello<'b> {
    fn encode(&self) -> Vec<u8> {
        cbor::encoded(MAX_HELLO, |encoder| {
            encoder
                .array(6)?
                .u64(VERSION)?
                .u64(SUITE)?
                .bytes(&self.nonce)?
                .bytes(&self.key)?;
            encoder.str(self.origin)?.u64(self.seen)?;
            Ok(())
        })
    }

    fn decode(bytes: &'b [u8]) -> Option<Self> {
        cbor::decoded(bytes, MAX_HELLO, |decoder| {
            cbor::array(decoder, 6)?;
            if decoder.u64()? != VERSION || decoder.u64()? != SUITE {
                return Err(cbor::Malformed);
            }
            Ok(Self {
                nonce: cbor::bytes(decoder)?,
                key: cbor::bytes(decoder)?,
                origin: decoder.str()?,
                seen: decoder.u64()?,
            })
        })
        .ok()
        .filter(|hello| hello.origin.len() <= MAX_ORIGIN)
    }
}

struct Reply<'b> {
    ciphertext: [u8; x_wing::CIPHERTEXT_SIZE],
    sealed: &'b [u8],
}

impl<'b> Reply<'b> {
    fn encode(&self) -> Vec<u8> {
        cbor::encoded(
            x_wing::CIPHERTEXT_SIZE + self.sealed.len() + 16,
            |encoder| {
                encoder
                    .array(3)?
                    .u64(VERSION)?
                    .bytes(&self.ciphertext)?
                    .bytes(self.sealed)?;
                Ok(())
            },
        )
    }

    fn decode(bytes: &'b [u8]) -> Option<Self> {
        cbor::decoded(bytes, MAX_REPLY, |decoder| {
            cbor::array(decoder, 3)?;
            if decoder.u64()? != VERSION {
                return Err(cbor::Malformed);
            }
            Ok(Self {
                ciphertext: cbor::bytes(decoder)?,
                sealed: decoder.bytes()?,
            })
        })
        .ok()
    }
}

/// box = [proof: bstr, signature: bstr .size 64], before it is sealed.
fn join_box(proof: &[u8], signature: &[u8; 64]) -> Vec<u8> {
    cbor::encoded(proof.len() + 64 + 16, |encoder| {
        encoder.array(2)?.bytes(proof)?.bytes(signature)?;
        Ok(())
    })
}

fn split_box(bytes: &[u8]) -> Option<(&[u8], [u8; 64])> {
    cbor::decoded(bytes, MAX_REPLY, |decoder| {
        cbor::array(decoder, 2)?;
        Ok((decoder.bytes()?, cbor::bytes(decoder)?))
    })
    .ok()
}

struct Proof<'b> {
    root: &'b [u8],
    certificate: &'b [u8],
    manifest: &'b [u8],
    dh: [u8; 32],
    kem: [u8; KEM_PUBLIC],
}

impl<'b> Proof<'b> {
    fn encode(&self) -> Vec<u8> {
        let variable = self.root.len() + self.certificate.len() + self.manifest.len();
        cbor::encoded(variable + KEM_PUBLIC + 64, |encoder| {
            encoder
                .array(5)?
                .bytes(self.root)?
                .bytes(self.certificate)?
                .bytes(self.manifest)?;
            encoder.bytes(&self.dh)?.bytes(&self.kem)?;
            Ok(())
        })
    }

    fn decode(bytes: &'b [u8]) -> Option<Self> {
        cbor::decoded(bytes, MAX_PROOF, |decoder| {
            cbor::array(decoder, 5)?;
            Ok(Self {
                root: decoder.bytes()?,
                certificate: decoder.bytes()?,
                manifest: decoder.bytes()?,
                dh: cbor::bytes(decoder)?,
                kem: cbor::bytes(decoder)?,
            })
        })
        .ok()
    }
}

impl From<CertificateError> for ReplyError {
    fn from(error: CertificateError) -> Self {
        match error {
            CertificateError::Expired | CertificateError::NotYetValid => Self::ExpiredCertificate,
            CertificateError::OtherDesk => Self::WrongDesk,
            CertificateError::Malformed | CertificateError::BadSignature => Self::BadCertificate,
        }
    }
}

impl From<ManifestError> for ReplyError {
    fn from(error: ManifestError) -> Self {
        match error {
            ManifestError::Expired => Self::ExpiredManifest,
            _ => Self::BadManifest,
        }
    }
}

impl core::fmt::Debug for Offer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self {
            place: _,
            origin: _,
            seen,
            key: _,
            hello: _,
        } = self;
        f.debug_struct("Offer")
            .field("seen", seen)
            .finish_non_exhaustive()
    }
}

impl Drop for Offer {
    fn drop(&mut self) {
        self.origin.zeroize();
    }
}

#[cfg(test)]
mod tests;
