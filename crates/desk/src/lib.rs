//! What is public about a desk: its root record and fingerprint, the certificates of its members, its manifest.
//!
//! A **desk** is an organisation's support desk. It is named by the fingerprint of its root key (`hw1…`): nobody has to
//! be asked for that name, and whoever knows it can check everything else that the desk ever says. The root key signs
//! two kinds of things: a **certificate** ("this key is Ada's, she is a technician until June") and the **manifest**
//! (the desk's settings: relays, masking policy, retention, texts, revoked serials).
//!
//! This crate refuses to
//! - do any I/O, read a clock or draw randomness: `now` and the generator are arguments;
//! - hold a secret of a session: there is no key agreement and no encryption in here, and the relay depends on that;
//! - read bytes that have a second spelling: whatever it accepts is RFC 8949 deterministic CBOR, bounded, and complete.
//!
//! A desk certifies a technician, and somebody who knows nothing but the fingerprint checks her signature:
//!
//! ```
//! # struct Counter(u64);
//! # impl rand_core::TryRng for Counter {
//! #     type Error = core::convert::Infallible;
//! #     fn try_next_u32(&mut self) -> Result<u32, Self::Error> { Ok(self.try_next_u64()? as u32) }
//! #     fn try_next_u64(&mut self) -> Result<u64, Self::Error> { self.0 += 1; Ok(self.0) }
//! #     fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
//! #         for byte in bytes { *byte = self.try_next_u64()? as u8 }
//! #         Ok(())
//! #     }
//! # }
//! # impl rand_core::TryCryptoRng for Counter {}
//! # let mut rng = Counter(7); // use the platform's generator instead
//! use hushwire_desk::{CertificateRequest, Fingerprint, Label, MemberKey, Role, RootKey, RootRecord, verify_certificate};
//!
//! // The owner of the desk, once.
//! let desk = RootKey::generate(&mut rng);
//! let pinned_in_the_page = desk.record().fingerprint().to_string();
//!
//! // Ada makes her key; the desk certifies it.
//! let ada = MemberKey::generate(&mut rng);
//! let now = 1_700_000_000;
//! let certificate = desk.certify(&CertificateRequest {
//!     key: ada.public(),
//!     name: "Ada".into(),
//!     roles: [Role::Technician].into_iter().collect(),
//!     origins: vec![],
//!     not_before: now,
//!     not_after: now + 30 * 86_400,
//!     serial: [1; 16],
//! })?;
//! let signature = ada.sign(Label::Handshake, b"a transcript hash");
//!
//! // Anybody else: the record must hash to the fingerprint, the certificate must be signed by the record's key.
//! let record = RootRecord::decode(&desk.record().encode())?;
//! assert_eq!(record.fingerprint(), pinned_in_the_page.parse::<Fingerprint>()?);
//! let ada = verify_certificate(&certificate, &record, now)?;
//! assert!(ada.verify_signature(Label::Handshake, b"a transcript hash", &signature));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Where to read next: `signed` (what a signature covers), `certificate`, `manifest`, `deterministic` (what "one
//! spelling" means), `text` (what a name may contain).
#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod base32;
pub mod base64url;
pub mod cbor;
mod certificate;
pub mod deterministic;
mod enrolment;
mod fingerprint;
mod key_text;
mod manifest;
mod member;
mod policy;
mod roles;
mod root;
mod signed;
pub mod text;
mod validity;

pub use certificate::{
    Certificate, CertificateError, CertificateRequest, CertifyError, MAX_CERTIFICATE, open_certificate,
    verify_certificate,
};
pub use enrolment::{Enrolment, EnrolmentError, MAX_ENROLMENT};
pub use fingerprint::{Fingerprint, FingerprintError};
pub use key_text::{KeyTextError, parse_public_key, public_key_text};
pub use manifest::{
    MAX_MANIFEST, Manifest, ManifestError, Relay, Retention, SignManifestError, Texts, open_manifest, verify_manifest,
};
pub use member::{MemberKey, attach_message, verify_signature_by};
pub use policy::{Action, Direction, PolicyRule};
pub use roles::{Role, Roles, UnknownRole};
pub use root::{RecordError, RootKey, RootRecord};
pub use signed::Label;
pub use validity::CLOCK_SKEW_SECONDS;
