//! The key of a member, on the member's device.

use alloc::{string::String, vec::Vec};
use core::fmt;

use ed25519_dalek::SigningKey;
use rand_core::CryptoRng;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::{
    Fingerprint, Label,
    key_text::{KeyTextError, parse_seed_text, seed_text},
    root::usable_key,
    signed,
};

const TEXT_PREFIX: &str = "hwmember1";

/// The secret key of a member. Wiped on drop, never printed, never cloned.
pub struct MemberKey {
    key: SigningKey,
}

impl MemberKey {
    /// A new key.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(seed.as_mut_slice());
        Self::from_seed(seed)
    }

    /// The key of this seed (RFC 8032's private key).
    pub fn from_seed(seed: Zeroizing<[u8; 32]>) -> Self {
        Self {
            key: SigningKey::from_bytes(&seed),
        }
    }

    /// The secret itself, for the file that keeps it.
    pub fn seed(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// The secret as text (`hwmember1` and base32), for the file that keeps it; wiped on drop.
    pub fn to_text(&self) -> Zeroizing<String> {
        seed_text(TEXT_PREFIX, self.seed())
    }

    /// Reads what [`MemberKey::to_text`] writes. White space around it, which files and copying add, is ignored.
    pub fn from_text(text: &str) -> Result<Self, KeyTextError> {
        parse_seed_text(TEXT_PREFIX, text).map(Self::from_seed)
    }

    /// What the desk certifies.
    pub fn public(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }

    /// Signs for one purpose.
    pub fn sign(&self, label: Label, message: &[u8]) -> [u8; 64] {
        signed::sign(&self.key, label, message)
    }
}

impl fmt::Debug for MemberKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key: _ } = self;
        f.write_str("MemberKey(_)")
    }
}

impl ZeroizeOnDrop for MemberKey {}

/// True if the holder of this key, whoever that is, signed the message for this purpose.
pub fn verify_signature_by(key: &[u8; 32], label: Label, message: &[u8], signature: &[u8; 64]) -> bool {
    usable_key(key).is_some_and(|key| signed::verify(&key, label, message, signature))
}

/// What a console signs under [`Label::Attach`]: the relay's nonce, the desk, and the relay as the console knows it
/// (the authority of the URL that it connected to), so that a relay cannot pass another relay's challenge on.
pub fn attach_message(nonce: &[u8; 32], desk: &Fingerprint, host: &str) -> Vec<u8> {
    [nonce.as_slice(), desk.0.as_slice(), host.as_bytes()].concat()
}
