//! The inner rooms, opened for what proves them: published vectors (`tests/probe`), fuzz targets (`tests/fuzz`), the
//! constant-time job (`tests/constant-time`). Behind the feature `laboratory`, which nothing that ships turns on;
//! `tests/native/walls.rs` of the workspace proves that.
//!
//! It also witnesses every secret as it is wiped, so that a test can look for all of them in the memory of the module that
//! ships, which is built without this.
//!
//! Everything here is a thin door to the very functions that the protocol uses. Nothing here may be used by it.
#![allow(missing_docs, reason = "each name is the name of what stands behind it")]

use alloc::{boxed::Box, collections::BTreeSet, vec::Vec};
use core::cell::RefCell;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    kdf,
    primitives::{self, DhKey, KEM_CIPHERTEXT, KEM_PUBLIC, KemKey},
    secret::Secret,
};

fn secret<const N: usize>(bytes: &[u8; N]) -> Secret<N> {
    Secret::take(&mut { *bytes })
}

pub fn aes_256_gcm_seal(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], plain: &[u8]) -> Vec<u8> {
    primitives::seal(&secret(key), nonce, aad, Zeroizing::new(plain.to_vec()))
}

pub fn aes_256_gcm_open(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    primitives::open(&secret(key), nonce, aad, sealed)
        .ok()
        .map(|plain| plain.to_vec())
}

/// Nothing for a public key of small order.
pub fn x25519(private: &[u8; 32], public: &[u8; 32]) -> Option<[u8; 32]> {
    DhKey::generate(&mut Fixed::new(private))
        .agree(public)
        .map(|shared| *shared.bytes())
}

/// An ML-KEM-768 key pair from its seed, as the ratchet keeps it.
pub struct MlKem768(KemKey);

impl MlKem768 {
    pub fn new(seed: &[u8; 64]) -> Self {
        Self(KemKey::generate(&mut Fixed::new(seed)))
    }

    pub fn public(&self) -> Vec<u8> {
        self.0.public().to_vec()
    }

    pub fn decapsulate(&self, ciphertext: &[u8; KEM_CIPHERTEXT]) -> [u8; 32] {
        *self.0.decapsulate(ciphertext).bytes()
    }
}

impl core::fmt::Debug for MlKem768 {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("MlKem768")
    }
}

pub fn is_ml_kem_768_key(public: &[u8; KEM_PUBLIC]) -> bool {
    primitives::is_kem_key(public)
}

/// Ciphertext and shared secret; `random` is what the generator would have drawn.
pub fn ml_kem_768_encapsulate(public: &[u8; KEM_PUBLIC], random: &[u8; 32]) -> Option<(Vec<u8>, [u8; 32])> {
    let (ciphertext, shared) = primitives::encapsulate(public, &mut Fixed::new(random))?;
    Some((ciphertext.to_vec(), *shared.bytes()))
}

pub fn hkdf_sha_256_extract(salt: &[u8], input: &[&[u8]]) -> [u8; 32] {
    *kdf::extract(salt, input).bytes()
}

/// HMAC-SHA-256 of one byte, as the chains use it.
pub fn chain(key: &[u8; 32], constant: u8) -> [u8; 32] {
    *kdf::chain(&secret(key), constant).bytes()
}

/// A decoder of the protocol: what it reads comes back as it would be written, and what it refuses as nothing.
pub type Decoder = fn(&[u8]) -> Option<Vec<u8>>;

/// Every decoder that meets bytes of a stranger or of the peer.
pub const DECODERS: &[(&str, Decoder)] = &[
    ("hello", crate::handshake::laboratory::hello),
    ("reply", crate::handshake::laboratory::reply),
    ("box", crate::handshake::laboratory::sealed_box),
    ("proof", crate::handshake::laboratory::proof),
    ("ratchet-header", crate::ratchet::laboratory::header),
    ("padding", |bytes| {
        crate::padding::unpad(bytes).map(|plain| crate::padding::pad(plain, 0).to_vec())
    }),
    ("envelope", |bytes| {
        let envelope = crate::envelope::Envelope::decode(bytes).ok()?;
        Some(envelope.encode().to_vec())
    }),
    ("content", |bytes| {
        match crate::envelope::Content::decode(bytes).ok()? {
            // What a newer peer means cannot be written by this one.
            crate::envelope::Content::Unknown => Some(bytes.to_vec()),
            content => Some(content.encode().to_vec()),
        }
    }),
];

thread_local! {
    static WITNESSED: RefCell<Option<BTreeSet<Vec<u8>>>> = const { RefCell::new(None) };
}

/// Every secret that was wiped while `work` ran, once each; what it still holds is wiped when it returns.
pub fn witnessed<T>(work: impl FnOnce() -> T) -> (T, Vec<Vec<u8>>) {
    WITNESSED.set(Some(BTreeSet::new()));
    let result = work();
    let secrets = WITNESSED.take().unwrap_or_default();
    (result, secrets.into_iter().collect())
}

pub(crate) fn witness(secret: &[u8]) {
    // Nonces and the digits that people compare are no secrets.
    if secret.len() >= 16 && secret.iter().any(|byte| *byte != 0) {
        // A thread that ends has nobody to tell.
        let _ = WITNESSED.try_with(|seen| {
            if let Some(seen) = &mut *seen.borrow_mut() {
                seen.insert(secret.to_vec());
            }
        });
    }
}

/// One end of CPace-Ristretto255-SHA512: its point.
pub fn cpace_point(password: &[u8], channel: &[u8], sid: &[u8], scalar: &[u8; 32]) -> [u8; 32] {
    cpace_share(scalar).point(&crate::cpace::Setting { password, channel, sid })
}

/// What it comes to with the other end's point: ISK, with A's point and data first. Nothing for a point that is none.
pub fn cpace_key(
    sid: &[u8],
    scalar: &[u8; 32],
    theirs: &[u8; 32],
    a: (&[u8; 32], &[u8]),
    b: (&[u8; 32], &[u8]),
) -> Option<[u8; 64]> {
    let said = |(point, data)| crate::cpace::Said { point, data };
    let key = cpace_share(scalar).key(sid, theirs, said(a), said(b))?;
    Some(*key.bytes())
}

/// The protocol draws 64 bytes and reduces them; a scalar is itself with zeroes above.
fn cpace_share(scalar: &[u8; 32]) -> crate::cpace::Share {
    crate::cpace::Share::draw(&mut Fixed::new(scalar))
}

/// A generator that gives the bytes it was made of, once; zeroes after them.
#[derive(Debug)]
pub struct Fixed(Box<[u8]>, usize);

impl Fixed {
    pub fn new(bytes: &[u8]) -> Self {
        Self(bytes.into(), 0)
    }
}

impl rand_core::TryRng for Fixed {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_be_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_be_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        for byte in out {
            *byte = self.0.get(self.1).copied().unwrap_or(0);
            self.1 += 1;
        }
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Fixed {}

const _: fn(&mut Fixed) = |rng| {
    let _: &mut dyn CryptoRng = rng;
};
