//! The desk's root: the key that everything else hangs on, and the record that its fingerprint names.
//!
//! ```text
//! root-record = [version: 1, algorithm: 1 (Ed25519), key: bstr .size 32]
//! fingerprint = SHA-256(root-record)
//! ```
//! The fingerprint covers a record and not a bare key, so that a later version can add an ML-DSA key to it.

use alloc::{string::String, vec::Vec};
use core::fmt;

use ed25519_dalek::{SigningKey, VerifyingKey};
use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::{
    Fingerprint,
    cbor::{self, Malformed},
    key_text::{KeyTextError, parse_seed_text, seed_text},
};

const VERSION: u64 = 1;
const ED25519: u64 = 1;
const TEXT_PREFIX: &str = "hwroot1";

/// Three heads of one byte, the head of the key, the key.
const RECORD_LENGTH: usize = 3 + 2 + 32;

/// The public half of a desk's root.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RootRecord {
    key: VerifyingKey,
}

impl RootRecord {
    /// The record of this key.
    pub fn from_key(key: &VerifyingKey) -> Self {
        Self { key: *key }
    }

    /// Reads a record, and refuses keys under which anybody could sign.
    pub fn decode(bytes: &[u8]) -> Result<Self, RecordError> {
        let (version, algorithm, key) = cbor::decoded(bytes, RECORD_LENGTH, |decoder| {
            cbor::array(decoder, 3)?;
            Ok((decoder.u64()?, decoder.u64()?, cbor::bytes(decoder)?))
        })
        .map_err(|Malformed| RecordError::Malformed)?;
        if (version, algorithm) != (VERSION, ED25519) {
            return Err(RecordError::UnknownVersion);
        }
        usable_key(&key).map(|key| Self { key }).ok_or(RecordError::BadKey)
    }

    /// The bytes that the fingerprint is the hash of.
    pub fn encode(&self) -> Vec<u8> {
        cbor::encoded(RECORD_LENGTH, |encoder| {
            encoder
                .array(3)?
                .u64(VERSION)?
                .u64(ED25519)?
                .bytes(self.key.as_bytes())?;
            Ok(())
        })
    }

    /// The name of the desk.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(Sha256::digest(self.encode()).into())
    }

    /// The key that certificates and manifests are verified with.
    pub fn key(&self) -> &VerifyingKey {
        &self.key
    }
}

impl fmt::Debug for RootRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RootRecord").field(&self.fingerprint()).finish()
    }
}

/// `None` for bytes that are no point of the curve, and for points of small order, under which one signature can fit
/// many messages.
pub(crate) fn usable_key(bytes: &[u8; 32]) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(bytes).ok().filter(|key| !key.is_weak())
}

/// Why bytes are not a root record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordError {
    /// Not a root record in its one encoding.
    Malformed,
    /// A version or algorithm that this build does not know.
    UnknownVersion,
    /// The key is no usable Ed25519 key.
    BadKey,
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "this is not a desk's root record",
            Self::UnknownVersion => "the root record has a version or algorithm that this build does not know",
            Self::BadKey => "the key in the root record is not a usable Ed25519 key",
        })
    }
}

impl core::error::Error for RecordError {}

/// The secret half of a desk's root. Wiped on drop, never printed, never cloned.
pub struct RootKey {
    pub(crate) key: SigningKey,
}

impl RootKey {
    /// A new desk.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(seed.as_mut_slice());
        Self::from_seed(seed)
    }

    /// The desk of this seed (RFC 8032's private key).
    pub fn from_seed(seed: Zeroizing<[u8; 32]>) -> Self {
        Self {
            key: SigningKey::from_bytes(&seed),
        }
    }

    /// The secret itself, for the file that keeps it.
    pub fn seed(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// The secret as text (`hwroot1` and base32), for the file that keeps it; wiped on drop.
    pub fn to_text(&self) -> Zeroizing<String> {
        seed_text(TEXT_PREFIX, self.seed())
    }

    /// Reads what [`RootKey::to_text`] writes. White space around it, which files and copying add, is ignored.
    pub fn from_text(text: &str) -> Result<Self, KeyTextError> {
        parse_seed_text(TEXT_PREFIX, text).map(Self::from_seed)
    }

    /// The public half.
    pub fn record(&self) -> RootRecord {
        RootRecord::from_key(&self.key.verifying_key())
    }
}

impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key: _ } = self;
        f.write_str("RootKey(_)")
    }
}

impl ZeroizeOnDrop for RootKey {}
// The marker above is true because the field wipes itself; without ed25519-dalek's feature this does not compile.
const _: fn() = || {
    fn wiped_on_drop<T: ZeroizeOnDrop>() {}
    wiped_on_drop::<SigningKey>();
};
