//! Who belongs to a desk.
//!
//! ```text
//! certificate = signed<[
//!   version: 1, desk: bstr .size 32, key: bstr .size 32, name: tstr, roles: [+ uint], origins: [* tstr],
//!   not-before: uint, not-after: uint, serial: bstr .size 16 ]>          under the label "hushwire/1 certificate"
//! ```
//! Roles are sorted and without doubles. No origins means every origin that the manifest allows. Times are seconds since
//! 1970. A certificate is read, matched to the desk, and verified in this order; nothing of it is returned before.

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::{
    Fingerprint, Label, Role, Roles, RootKey, RootRecord,
    cbor::{self, Decoder, Encoder, Malformed, Writing},
    root::usable_key,
    signed::{self, ENVELOPE},
    text,
    validity::{self, Outside},
};

const VERSION: u64 = 1;

/// A certificate for more sites than this leaves its list of origins empty and relies on the manifest's.
const MOST_ORIGINS: usize = 5;

/// The longest certificate, in bytes. The assertion below shows that every allowed certificate fits.
pub const MAX_CERTIFICATE: usize = 2048;

const LONGEST_BODY: usize = 1 + 1 // the array, the version
    + 2 * (2 + 32) // desk, key
    + 3 + 4 * text::LONGEST_NAME // name: up to four bytes a character
    + 1 + Role::ALL.len()
    + 1 + MOST_ORIGINS * (3 + text::LONGEST_ORIGIN)
    + 2 * 9 // times
    + 1 + 16; // serial
const _: () = assert!(LONGEST_BODY + ENVELOPE <= MAX_CERTIFICATE);

/// What the owner of a desk says about a member.
#[derive(Clone, PartialEq, Eq)]
pub struct CertificateRequest {
    /// The member's public key.
    pub key: [u8; 32],
    /// The name that customers see.
    pub name: String,
    /// What the member may do; at least one.
    pub roles: Roles,
    /// Where the member may work; empty means everywhere that the manifest allows.
    pub origins: Vec<String>,
    /// Seconds since 1970.
    pub not_before: u64,
    /// Seconds since 1970, after `not_before`.
    pub not_after: u64,
    /// Random; what a manifest revokes.
    pub serial: [u8; 16],
}

/// A verified certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The desk that signed it.
    pub desk: Fingerprint,
    /// The member's public key.
    pub key: [u8; 32],
    /// The name that customers see.
    pub name: String,
    /// What the member may do.
    pub roles: Roles,
    /// Where the member may work; empty means everywhere that the manifest allows.
    pub origins: Vec<String>,
    /// Seconds since 1970.
    pub not_before: u64,
    /// Seconds since 1970.
    pub not_after: u64,
    /// What a manifest revokes.
    pub serial: [u8; 16],
}

impl RootKey {
    /// Signs a certificate.
    pub fn certify(&self, request: &CertificateRequest) -> Result<Vec<u8>, CertifyError> {
        request.check()?;
        let desk = self.record().fingerprint();
        let body = cbor::encoded(LONGEST_BODY, |encoder| request.write(&desk, encoder));
        Ok(signed::seal(&self.key, Label::Certificate, &body))
    }
}

/// Reads a certificate, and returns it only if this desk signed it and it holds now.
pub fn verify_certificate(signed: &[u8], root: &RootRecord, now_seconds: u64) -> Result<Certificate, CertificateError> {
    let certificate = open_certificate(signed, root)?;
    match validity::within(certificate.not_before, certificate.not_after, now_seconds) {
        Ok(()) => Ok(certificate),
        Err(Outside::TooEarly) => Err(CertificateError::NotYetValid),
        Err(Outside::TooLate) => Err(CertificateError::Expired),
    }
}

/// Reads a certificate that this desk signed, whether or not it holds now: for showing it, never for trusting it.
pub fn open_certificate(signed: &[u8], root: &RootRecord) -> Result<Certificate, CertificateError> {
    let (body, signature) = signed::split(signed, MAX_CERTIFICATE)?;
    let certificate = cbor::decoded(body, LONGEST_BODY, Certificate::read)?;
    if certificate.desk != root.fingerprint() {
        return Err(CertificateError::OtherDesk);
    }
    if !signed::verify(root.key(), Label::Certificate, body, &signature) {
        return Err(CertificateError::BadSignature);
    }
    Ok(certificate)
}

impl Certificate {
    /// True if this member signed the message for this purpose.
    pub fn verify_signature(&self, label: Label, message: &[u8], signature: &[u8; 64]) -> bool {
        usable_key(&self.key).is_some_and(|key| signed::verify(&key, label, message, signature))
    }

    /// True if the certificate does not forbid the origin. The manifest must allow it as well.
    pub fn serves_origin(&self, origin: &str) -> bool {
        self.origins.is_empty() || self.origins.iter().any(|known| known.eq_ignore_ascii_case(origin))
    }

    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        cbor::array(decoder, 9)?;
        if decoder.u64()? != VERSION {
            return Err(Malformed);
        }
        let desk = Fingerprint(cbor::bytes(decoder)?);
        let request = CertificateRequest {
            key: cbor::bytes(decoder)?,
            name: cbor::string(decoder)?,
            roles: read_roles(decoder)?,
            origins: cbor::list(decoder, MOST_ORIGINS, cbor::string)?,
            not_before: decoder.u64()?,
            not_after: decoder.u64()?,
            serial: cbor::bytes(decoder)?,
        };
        request.check().map_err(|_| Malformed)?;
        let CertificateRequest {
            key,
            name,
            roles,
            origins,
            not_before,
            not_after,
            serial,
        } = request;
        Ok(Self {
            desk,
            key,
            name,
            roles,
            origins,
            not_before,
            not_after,
            serial,
        })
    }
}

fn read_roles(decoder: &mut Decoder<'_>) -> Result<Roles, Malformed> {
    let roles = cbor::list(decoder, Role::ALL.len(), |decoder| {
        Role::from_number(decoder.u64()?).ok_or(Malformed)
    })?;
    if roles.is_sorted_by(|role, next| role < next) {
        Ok(roles.into_iter().collect())
    } else {
        Err(Malformed)
    }
}

impl CertificateRequest {
    fn check(&self) -> Result<(), CertifyError> {
        let Self {
            key,
            name,
            roles,
            origins,
            not_before,
            not_after,
            serial: _,
        } = self;
        if usable_key(key).is_none() {
            return Err(CertifyError::Key);
        }
        if !text::is_name(name) {
            return Err(CertifyError::Name);
        }
        if roles.is_empty() {
            return Err(CertifyError::Roles);
        }
        if origins.len() > MOST_ORIGINS || !origins.iter().all(|origin| text::is_origin(origin)) {
            return Err(CertifyError::Origins);
        }
        if not_before >= not_after {
            return Err(CertifyError::Validity);
        }
        Ok(())
    }

    fn write(&self, desk: &Fingerprint, encoder: &mut Encoder<Vec<u8>>) -> Writing {
        encoder
            .array(9)?
            .u64(VERSION)?
            .bytes(&desk.0)?
            .bytes(&self.key)?
            .str(&self.name)?;
        encoder.array(self.roles.len())?;
        for role in self.roles.iter() {
            encoder.u8(role.number())?;
        }
        encoder.array(self.origins.len() as u64)?;
        for origin in &self.origins {
            encoder.str(origin)?;
        }
        encoder.u64(self.not_before)?.u64(self.not_after)?.bytes(&self.serial)?;
        Ok(())
    }
}

/// Names and keys of people stay out of logs.
impl fmt::Debug for CertificateRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            key: _,
            name: _,
            roles,
            origins: _,
            not_before,
            not_after,
            serial: _,
        } = self;
        f.debug_struct("CertificateRequest")
            .field("roles", roles)
            .field("not_before", not_before)
            .field("not_after", not_after)
            .finish_non_exhaustive()
    }
}

/// Names and keys of people stay out of logs.
impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            desk: _,
            key: _,
            name: _,
            roles,
            origins: _,
            not_before,
            not_after,
            serial: _,
        } = self;
        f.debug_struct("Certificate")
            .field("roles", roles)
            .field("not_before", not_before)
            .field("not_after", not_after)
            .finish_non_exhaustive()
    }
}

/// Why a request cannot be certified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertifyError {
    /// No usable Ed25519 key.
    Key,
    /// Empty, too long, or with characters that a name may not contain.
    Name,
    /// No role.
    Roles,
    /// Too many origins, or one that is not written as browsers write it.
    Origins,
    /// It would end before it begins.
    Validity,
}

impl fmt::Display for CertifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key => "the member's key is not a usable Ed25519 key",
            Self::Name => "a name has 1 to 80 characters, is not blank at either end, and has no invisible or direction-changing characters",
            Self::Roles => "a certificate needs at least one role",
            Self::Origins => "a certificate has at most 5 origins, each written as browsers do: https://example.com or https://example.com:8443",
            Self::Validity => "a certificate must end after it begins",
        })
    }
}

impl core::error::Error for CertifyError {}

/// Why a certificate is not to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateError {
    /// Not a certificate in its one encoding, or against a limit.
    Malformed,
    /// It names another desk.
    OtherDesk,
    /// It names this desk, which did not sign it.
    BadSignature,
    /// Its time has not come.
    NotYetValid,
    /// Its time is over.
    Expired,
}

impl From<Malformed> for CertificateError {
    fn from(Malformed: Malformed) -> Self {
        Self::Malformed
    }
}

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "this is not a certificate, or it is damaged",
            Self::OtherDesk => "the certificate belongs to another desk",
            Self::BadSignature => "the certificate was not signed by the desk that it names",
            Self::NotYetValid => "the certificate is not valid yet",
            Self::Expired => "the certificate has expired",
        })
    }
}

impl core::error::Error for CertificateError {}
