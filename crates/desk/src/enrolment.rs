//! What a member's console is given: the member's key, and everything public that goes with it.
//!
//! ```text
//! enrolment = [version: 1, seed: bstr .size 32, root: bstr, certificate: bstr, manifest: bstr]
//! text      = "hwenrol1" || base64url(enrolment), without padding
//! ```
//! An enrolment is a secret. Buffers that held it are wiped.

use alloc::{string::String, vec::Vec};
use core::fmt;

use zeroize::Zeroizing;

use crate::{
    Certificate, CertificateError, MAX_CERTIFICATE, MAX_MANIFEST, Manifest, ManifestError, MemberKey, RecordError,
    RootRecord, base64url,
    cbor::{self, Malformed},
    verify_certificate, verify_manifest,
};

const VERSION: u64 = 1;
const PREFIX: &str = "hwenrol1";
const LONGEST_RECORD: usize = 64;

/// The longest enrolment, in bytes: array and version, then each part with its head.
pub const MAX_ENROLMENT: usize = 2 + (2 + 32) + (2 + LONGEST_RECORD) + (3 + MAX_CERTIFICATE) + (3 + MAX_MANIFEST);

/// A member's key with the desk's record, the member's certificate and the desk's manifest (both still signed).
pub struct Enrolment {
    /// The secret.
    pub member: MemberKey,
    /// The desk.
    pub root: RootRecord,
    /// Signed by the desk.
    pub certificate: Vec<u8>,
    /// Signed by the desk.
    pub manifest: Vec<u8>,
}

impl Enrolment {
    /// The enrolment as bytes, wiped on drop.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let capacity = MAX_ENROLMENT.max(256 + self.certificate.len() + self.manifest.len());
        Zeroizing::new(cbor::encoded(capacity, |encoder| {
            encoder
                .array(5)?
                .u64(VERSION)?
                .bytes(self.member.seed())?
                .bytes(&self.root.encode())?;
            encoder.bytes(&self.certificate)?.bytes(&self.manifest)?;
            Ok(())
        }))
    }

    /// Reads an enrolment. Whether its certificate and manifest hold is a question for [`Enrolment::verify`].
    pub fn decode(bytes: &[u8]) -> Result<Self, EnrolmentError> {
        let (seed, root, certificate, manifest) = cbor::decoded(bytes, MAX_ENROLMENT, |decoder| {
            cbor::array(decoder, 5)?;
            if decoder.u64()? != VERSION {
                return Err(Malformed);
            }
            let seed = Zeroizing::new(cbor::bytes(decoder)?);
            Ok((seed, decoder.bytes()?, decoder.bytes()?, decoder.bytes()?))
        })
        .map_err(|Malformed| EnrolmentError::Malformed)?;
        if certificate.len() > MAX_CERTIFICATE || manifest.len() > MAX_MANIFEST {
            return Err(EnrolmentError::Malformed);
        }
        Ok(Self {
            member: MemberKey::from_seed(seed),
            root: RootRecord::decode(root).map_err(EnrolmentError::Root)?,
            certificate: certificate.to_vec(),
            manifest: manifest.to_vec(),
        })
    }

    /// The enrolment as text, wiped on drop.
    pub fn to_text(&self) -> Zeroizing<String> {
        let bytes = self.encode();
        let length = PREFIX.len() + base64url::encoded_length(bytes.len());
        let mut text = Zeroizing::new(String::with_capacity(length));
        text.push_str(PREFIX);
        base64url::encode_into(&bytes, &mut text);
        text
    }

    /// Reads what [`Enrolment::to_text`] writes. White space around it, which copying adds, is ignored.
    pub fn from_text(text: &str) -> Result<Self, EnrolmentError> {
        let encoded = text
            .trim_ascii()
            .strip_prefix(PREFIX)
            .ok_or(EnrolmentError::Malformed)?;
        if encoded.len() > base64url::encoded_length(MAX_ENROLMENT) {
            return Err(EnrolmentError::Malformed);
        }
        let bytes = base64url::decode(encoded).ok_or(EnrolmentError::Malformed)?;
        Self::decode(&bytes)
    }

    /// Certificate and manifest, if both hold now, belong together, and the certificate is for this key.
    pub fn verify(&self, now_seconds: u64) -> Result<(Certificate, Manifest), EnrolmentError> {
        let certificate =
            verify_certificate(&self.certificate, &self.root, now_seconds).map_err(EnrolmentError::Certificate)?;
        if certificate.key != self.member.public() {
            return Err(EnrolmentError::OtherKey);
        }
        let manifest = verify_manifest(&self.manifest, &self.root, now_seconds).map_err(EnrolmentError::Manifest)?;
        if manifest.revokes(&certificate.serial) {
            return Err(EnrolmentError::Revoked);
        }
        Ok((certificate, manifest))
    }
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            member: _,
            root: _,
            certificate: _,
            manifest: _,
        } = self;
        f.write_str("Enrolment(_)")
    }
}

/// Why an enrolment cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrolmentError {
    /// Not an enrolment in its one encoding.
    Malformed,
    /// Its root record is none.
    Root(RecordError),
    /// Its certificate does not hold.
    Certificate(CertificateError),
    /// Its certificate is for another key.
    OtherKey,
    /// Its manifest does not hold.
    Manifest(ManifestError),
    /// Its manifest revokes its certificate.
    Revoked,
}

impl fmt::Display for EnrolmentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("this is not an enrolment, or it is damaged"),
            Self::Root(error) => error.fmt(f),
            Self::Certificate(error) => error.fmt(f),
            Self::OtherKey => f.write_str("the enrolment's certificate is for another key"),
            Self::Manifest(error) => error.fmt(f),
            Self::Revoked => f.write_str("the desk has revoked this certificate"),
        }
    }
}

impl core::error::Error for EnrolmentError {}
