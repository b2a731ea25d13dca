//! The published constructions with the types of the protocol: AES-256-GCM, X25519, ML-KEM-768, X-Wing. What they do is
//! in `hushwire-primitives`; here a secret is one that wipes itself.

use alloc::{boxed::Box, vec::Vec};

use hushwire_primitives as published;
pub(crate) use hushwire_primitives::{
    ML_KEM_768_CIPHERTEXT as KEM_CIPHERTEXT, ML_KEM_768_PUBLIC as KEM_PUBLIC, NONCE, TAG, X_WING_CIPHERTEXT,
    X_WING_PUBLIC,
};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    kept::{Kept, Reader, Writer},
    secret::Secret,
};

/// The key, nonce, associated data or ciphertext is not the one that was sealed. There is only this one way to fail.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotGenuine;

/// Encrypts `buffer` in place and appends the tag (NIST SP 800-38D). A buffer with [`TAG`] spare bytes is not moved.
pub(crate) fn seal(key: &Secret<32>, nonce: &[u8; NONCE], aad: &[u8], mut buffer: Zeroizing<Vec<u8>>) -> Vec<u8> {
    // AES-GCM refuses only 64 GiB and more, and frames end at 64 KiB. Should it ever refuse, an empty
    // message fails at the receiver; the plaintext must not leave.
    match published::aes_256_gcm_seal(key.bytes(), nonce, aad, &mut buffer) {
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
    let mut buffer = Zeroizing::new(sealed.to_vec());
    published::aes_256_gcm_open(key.bytes(), nonce, aad, &mut buffer).map_err(|_| NotGenuine)?;
    // What was genuine is read by ordinary code: this end's own business, with nobody at the other end who learns of it.
    #[cfg(feature = "laboratory")]
    crate::laboratory::constant_time::public(&mut buffer);
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
        published::x25519_public(self.0.bytes())
    }

    /// The shared secret, or nothing if the peer's key has small order (RFC 7748, section 6.1).
    pub(crate) fn agree(&self, peer: &[u8; 32]) -> Option<Secret<32>> {
        let mut shared = Secret::empty();
        published::x25519(self.0.bytes(), peer, shared.bytes_mut()).ok()?;
        Some(shared)
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

    pub(crate) fn public(&self) -> KemPublic {
        let mut public = Box::new([0; KEM_PUBLIC]);
        published::ml_kem_768_public(self.0.bytes(), &mut public);
        public
    }

    /// Never fails: a wrong ciphertext gives a secret that nobody else has (FIPS 203, section 6.3).
    pub(crate) fn decapsulate(&self, ciphertext: &[u8; KEM_CIPHERTEXT]) -> Secret<32> {
        let mut shared = Secret::empty();
        published::ml_kem_768_decapsulate(self.0.bytes(), ciphertext, shared.bytes_mut());
        shared
    }
}

/// Whether these bytes pass the check of FIPS 203, section 7.2.
pub(crate) fn is_kem_key(public: &[u8; KEM_PUBLIC]) -> bool {
    published::ml_kem_768_is_key(public)
}

/// A fresh secret for the holder of `public`, or nothing if the key fails the check of FIPS 203, section 7.2.
pub(crate) fn encapsulate(public: &[u8; KEM_PUBLIC], rng: &mut dyn CryptoRng) -> Option<(KemCiphertext, Secret<32>)> {
    let (mut ciphertext, mut shared) = (Box::new([0; KEM_CIPHERTEXT]), Secret::empty());
    published::ml_kem_768_encapsulate(public, rng, &mut ciphertext, shared.bytes_mut()).ok()?;
    Some((ciphertext, shared))
}

/// The X-Wing encapsulation key of a seed.
pub(crate) fn x_wing_key(seed: &Secret<32>) -> [u8; X_WING_PUBLIC] {
    let mut public = [0; X_WING_PUBLIC];
    published::x_wing_public(seed.bytes(), &mut public);
    public
}

/// What the technician sent to the holder of the seed; for a wrong ciphertext a secret that nobody else has.
pub(crate) fn x_wing_decapsulate(seed: &Secret<32>, ciphertext: &[u8; X_WING_CIPHERTEXT]) -> Secret<32> {
    let mut shared = Secret::empty();
    published::x_wing_decapsulate(seed.bytes(), ciphertext, shared.bytes_mut());
    shared
}

/// A fresh secret for the holder of `public`, or nothing if it is no X-Wing key.
pub(crate) fn x_wing_encapsulate(
    public: &[u8; X_WING_PUBLIC],
    rng: &mut dyn CryptoRng,
) -> Option<([u8; X_WING_CIPHERTEXT], Secret<32>)> {
    let (mut ciphertext, mut shared) = ([0; X_WING_CIPHERTEXT], Secret::empty());
    published::x_wing_encapsulate(public, rng, &mut ciphertext, shared.bytes_mut()).ok()?;
    Some((ciphertext, shared))
}

#[cfg(test)]
mod tests;
