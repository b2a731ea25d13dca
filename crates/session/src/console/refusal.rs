//! Why an enrolment cannot be used.

use core::fmt;

use hushwire_desk::{CertificateError, ManifestError};

/// Why an enrolment cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsoleError {
    /// The certificate is not one of the enrolment's desk.
    BadCertificate,
    /// The certificate is not valid now.
    ExpiredCertificate,
    /// The certificate is for another key than the enrolment holds.
    OtherKey,
    /// The manifest is not one of the enrolment's desk.
    BadManifest,
    /// The manifest has expired.
    ExpiredManifest,
    /// The manifest revokes the certificate.
    Revoked,
}

impl ConsoleError {
    /// The permanent kebab-case word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BadCertificate => "bad-certificate",
            Self::ExpiredCertificate => "expired-certificate",
            Self::OtherKey => "other-key",
            Self::BadManifest => "bad-manifest",
            Self::ExpiredManifest => "expired-manifest",
            Self::Revoked => "revoked",
        }
    }
}

impl fmt::Display for ConsoleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadCertificate => "the certificate is not one of this desk",
            Self::ExpiredCertificate => "the certificate is not valid at this time",
            Self::OtherKey => "the certificate is for another key than the enrolment holds",
            Self::BadManifest => "the manifest is not one of this desk",
            Self::ExpiredManifest => "the manifest has expired",
            Self::Revoked => "the desk has revoked this certificate",
        })
    }
}

impl core::error::Error for ConsoleError {}

impl From<CertificateError> for ConsoleError {
    fn from(error: CertificateError) -> Self {
        match error {
            CertificateError::Expired | CertificateError::NotYetValid => Self::ExpiredCertificate,
            CertificateError::Malformed | CertificateError::OtherDesk | CertificateError::BadSignature => {
                Self::BadCertificate
            }
        }
    }
}

impl From<ManifestError> for ConsoleError {
    fn from(error: ManifestError) -> Self {
        match error {
            ManifestError::Expired => Self::ExpiredManifest,
            _ => Self::BadManifest,
        }
    }
}
