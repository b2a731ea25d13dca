//! What a signature covers.
//!
//! ```text
//! signed    = [body: bstr, signature: bstr .size 64]
//! signature = Ed25519(key, label || 0x00 || body)
//! ```
//! The label says what a signature is for, so that a signature made for one purpose is worth nothing for another. Labels
//! contain no zero byte, so label and body cannot be shifted against each other. Verification is strict (RFC 8032 with
//! canonical S, no key or R of small order): what one peer accepts, every peer accepts.

use alloc::vec::Vec;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::cbor::{self, Malformed};

/// What a signature is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// By the root key: a member's certificate.
    Certificate,
    /// By the root key: the desk's manifest.
    Manifest,
    /// By a member's key: "this console attaches to this relay now".
    Attach,
    /// By a member's key: the transcript of a handshake.
    Handshake,
    /// By a member's key: what a session came to.
    Receipt,
    /// By a customer's key of one session: the same.
    Countersign,
}

impl Label {
    /// The text that goes in front of the signed bytes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Certificate => "hushwire/1 certificate",
            Self::Manifest => "hushwire/1 manifest",
            Self::Attach => "hushwire/1 attach",
            Self::Handshake => "hushwire/1 handshake",
            Self::Receipt => "hushwire/1 statement",
            Self::Countersign => "hushwire/1 countersign",
        }
    }

    fn covered(self, message: &[u8]) -> Vec<u8> {
        [self.as_str().as_bytes(), &[0], message].concat()
    }
}

pub(crate) fn sign(key: &SigningKey, label: Label, message: &[u8]) -> [u8; 64] {
    key.sign(&label.covered(message)).to_bytes()
}

pub(crate) fn verify(key: &VerifyingKey, label: Label, message: &[u8], signature: &[u8; 64]) -> bool {
    key.verify_strict(&label.covered(message), &Signature::from_bytes(signature))
        .is_ok()
}

/// The array's head, the longest head of the body, the head and bytes of the signature.
pub(crate) const ENVELOPE: usize = 1 + 3 + 2 + 64;

pub(crate) fn seal(key: &SigningKey, label: Label, body: &[u8]) -> Vec<u8> {
    let signature = sign(key, label, body);
    cbor::encoded(body.len() + ENVELOPE, |encoder| {
        encoder.array(2)?.bytes(body)?.bytes(&signature)?;
        Ok(())
    })
}

/// Body and signature, neither of them checked yet.
pub(crate) fn split(signed: &[u8], limit: usize) -> Result<(&[u8], [u8; 64]), Malformed> {
    cbor::decoded(signed, limit, |decoder| {
        cbor::array(decoder, 2)?;
        Ok((decoder.bytes()?, cbor::bytes(decoder)?))
    })
}
