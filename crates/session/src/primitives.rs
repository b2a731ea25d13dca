//! The published constructions, each behind one small door: AES-256-GCM, X25519, ML-KEM-768.

use alloc::{boxed::Box, vec::Vec};

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInOut};
use ml_kem::{Decapsulate, Encapsulate, KeyExport};
use rand_core::CryptoRng;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::{Zeroize, Zeroizing};

use crate::{
    kept::{Kept, Reader, Writer},
    secret::Secret,
};

/// Bytes that AES-GCM adds.
pub(crate) const TAG: usize = 16;
/// Bytes of an AES-GCM nonce.
pub(crate) const NONCE: usize = 12;
/// ML-KEM-768 encapsulation key (FIPS 203, table 3).
pub(crate) const KEM_PUBLIC: usize = 1184;
/// ML-KEM-768 ciphertext (FIPS 203, table 3).
pub(crate) const KEM_CIPHERTEXT: usize = 1088;

/// The key, nonce, associated data or ciphertext is not the one that was sealed. There is only this one way to fail.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotGenuine;

/// Encrypts `buffer` in place and appends the tag (NIST SP 800-38D). A buffer with [`TAG`] spare bytes is not moved.
pub(crate) fn seal(key: &Secret<32>, nonce: &[u8; NONCE], aad: &[u8], mut buffer: Zeroizing<Vec<u8>>) -> Vec<u8> {
    let cipher = Aes256Gcm::new(&(*key.bytes()).into());
    let sealed = cipher.encrypt_in_place(&(*nonce).into(), aad, &mut *buffer);
    // AES-GCM refuses only 64 GiB and more, and frames end at 64 KiB. Should it ever refuse, an empty
    // message fails at the receiver; the plaintext must not leave.
    match sealed {
        Ok(()) => core::mem::take(&mut *buffer),
        Err(_) => Vec::new(),
    }
}

/// Decrypts what [`seal`] made.
pub(crate) fn open(
    key: &Secret<32>,
    nonce: &[u8; NONCE],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, NotGenuine> {
    let cipher = Aes256Gcm::new(&(*key.bytes()).into());
    let mut buffer = Zeroizing::new(sealed.to_vec());
    cipher
        .decrypt_in_place(&(*nonce).into(), aad, &mut *buffer)
        .map_err(|_| NotGenuine)?;
    Ok(buffer)
}

/// An X25519 key pair (RFC 7748); only the 32 secret bytes are kept.
#[derive(Clone, Debug)]
pub(crate) struct DhKey(Secret<32>);

impl DhKey {
    pub(crate) fn generate(rng: &mut dyn CryptoRng) -> Self {
        Self(Secret::random(rng))
    }

    pub(crate) fn public(&self) -> [u8; 32] {
        PublicKey::from(&StaticSecret::from(*self.0.bytes())).to_bytes()
    }

    /// The shared secret, or nothing if the peer's key has small order (RFC 7748, section 6.1).
    pub(crate) fn agree(&self, peer: &[u8; 32]) -> Option<Secret<32>> {
        let shared = StaticSecret::from(*self.0.bytes()).diffie_hellman(&PublicKey::from(*peer));
        shared.was_contributory().then(|| Secret::take(&mut shared.to_bytes()))
    }
}

/// An ML-KEM-768 key pair (FIPS 203); only the 64-byte seed is kept, 37 times smaller than the expanded key.
#[derive(Clone, Debug)]
pub(crate) struct KemKey(Secret<64>);

impl Kept for DhKey {
    fn keep(&self, state: &mut Writer) {
        self.0.keep(state);
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        Kept::back(state).map(Self)
    }
}

impl Kept for KemKey {
    fn keep(&self, state: &mut Writer) {
        self.0.keep(state);
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        Kept::back(state).map(Self)
    }
}

/// An ML-KEM-768 encapsulation key as it travels; checked when used.
pub(crate) type KemPublic = Box<[u8; KEM_PUBLIC]>;
/// An ML-KEM-768 ciphertext as it travels.
pub(crate) type KemCiphertext = Box<[u8; KEM_CIPHERTEXT]>;

impl KemKey {
    pub(crate) fn generate(rng: &mut dyn CryptoRng) -> Self {
        Self(Secret::random(rng))
    }

    fn expanded(&self) -> ml_kem::ml_kem_768::DecapsulationKey {
        let mut seed = ml_kem::Seed::from(*self.0.bytes());
        let key = ml_kem::ml_kem_768::DecapsulationKey::from_seed(seed);
        seed.zeroize();
        key
    }

    pub(crate) fn public(&self) -> KemPublic {
        Box::new(self.expanded().encapsulation_key().to_bytes().into())
    }

    /// Never fails: a wrong ciphertext gives a secret that nobody else has (FIPS 203, section 6.3).
    pub(crate) fn decapsulate(&self, ciphertext: &[u8; KEM_CIPHERTEXT]) -> Secret<32> {
        let mut shared = self.expanded().decapsulate(&(*ciphertext).into());
        Secret::take(shared.as_mut())
    }
}

/// Whether these bytes pass the check of FIPS 203, section 7.2.
pub(crate) fn is_kem_key(public: &[u8; KEM_PUBLIC]) -> bool {
    ml_kem::ml_kem_768::EncapsulationKey::new(&(*public).into()).is_ok()
}

/// A fresh secret for the holder of `public`, or nothing if the key fails the check of FIPS 203, section 7.2.
pub(crate) fn encapsulate(public: &[u8; KEM_PUBLIC], rng: &mut dyn CryptoRng) -> Option<(KemCiphertext, Secret<32>)> {
    let key = ml_kem::ml_kem_768::EncapsulationKey::new(&(*public).into()).ok()?;
    let (ciphertext, mut shared) = key.encapsulate_with_rng(rng);
    Some((Box::new(ciphertext.into()), Secret::take(shared.as_mut())))
}

#[cfg(test)]
mod tests;
