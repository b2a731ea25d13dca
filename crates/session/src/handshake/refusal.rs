//! Why an end does not go on with a handshake.

use hushwire_desk::{CertificateError, ManifestError};

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
    /// A hello of one kind (with no invite, a PIN, a link) was answered as one of another.
    OtherInvite,
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
            Self::OtherInvite => "other-invite",
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
    /// It brings another invite than the one that led it here: none, another one, or one where none led it.
    OtherInvite,
}

impl HelloError {
    /// The permanent kebab-case word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::OriginNotAllowed => "origin-not-allowed",
            Self::StaleManifest => "stale-manifest",
            Self::OtherInvite => "other-invite",
        }
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
