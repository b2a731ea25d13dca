//! Why a manifest is not signed, and why one is not followed.

use core::fmt;

use crate::cbor::Malformed;

/// Which part of a manifest cannot be signed. The command line points at the line of that part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignManifestError {
    /// The number is zero.
    Number,
    /// The desk's name is not a name.
    Name,
    /// It would expire before it is issued.
    Validity,
    /// Too many relays, a region without a name, or an address that is not ws:// or wss://.
    Relays,
    /// Too many origins, or one that is not written as browsers write it.
    Origins,
    /// Too many rules, a kind that is no code, or two rules for the same case.
    Policy,
    /// More days than a century, or words that are too long.
    Retention,
    /// Too many texts, or a language, key or text that cannot be one.
    Texts,
    /// Too many revoked serials.
    Revoked,
    /// Words that are too long, or with control characters.
    Hours,
    /// Too many countries, or one that is not two small letters.
    Countries,
    /// All together more than 32 KiB.
    TooLarge,
}

impl fmt::Display for SignManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number => "the manifest's number starts at 1",
            Self::Name => "the desk's name has 1 to 80 characters, is not blank at either end, and has no invisible or direction-changing characters",
            Self::Validity => "the manifest must expire after it is issued",
            Self::Relays => "there are at most 16 relays, each with a region of 1 to 80 characters and an address like wss://relay.example.com/ws",
            Self::Origins => "there are at most 64 origins, each written as browsers do: https://example.com or https://example.com:8443",
            Self::Policy => "there are at most 256 policy rules, each for a kind like credit-card, and never two for the same kind and direction",
            Self::Retention => "retention has at most 36500 days and 1000 bytes of words",
            Self::Texts => "there are at most 32 languages of 64 texts; a language is like de or pt-BR, a key like welcome, a text at most 1000 bytes",
            Self::Revoked => "there are at most 1024 revoked serials: let certificates expire instead",
            Self::Hours => "the hours have at most 1000 bytes and no control characters",
            Self::Countries => "there are at most 64 countries, each of two small letters, like gb",
            Self::TooLarge => "the signed manifest is longer than 32 KiB",
        })
    }
}

impl core::error::Error for SignManifestError {}

/// Why a manifest is not to be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManifestError {
    /// Not a manifest in its one encoding, or against a limit.
    Malformed,
    /// It contains something that must be understood and that this build does not know.
    NotUnderstood,
    /// It names another desk.
    OtherDesk,
    /// It names this desk, which did not sign it.
    BadSignature,
    /// Its time has not come.
    NotYetValid,
    /// Its time is over.
    Expired,
}

impl From<Malformed> for ManifestError {
    fn from(Malformed: Malformed) -> Self {
        Self::Malformed
    }
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "this is not a manifest, or it is damaged",
            Self::NotUnderstood => "the manifest was made for a newer version of Hushwire",
            Self::OtherDesk => "the manifest belongs to another desk",
            Self::BadSignature => "the manifest was not signed by the desk that it names",
            Self::NotYetValid => "the manifest is not valid yet",
            Self::Expired => "the manifest has expired",
        })
    }
}

impl core::error::Error for ManifestError {}
