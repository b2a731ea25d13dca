//! What anybody may know: the published constructions, each one function over plain bytes, at the one set of parameters
//! that the protocol uses.
//!
//! It is a room of its own because generic code is compiled where its parameters are named. Named here, AES-GCM, ML-KEM
//! and HKDF are built for speed (`wasm-pack.toml`, `[opt-level]`) while the protocol around them is built for size. So
//! nothing here is generic, and nothing may be inlined into a caller.
//!
//! It refuses to
//! - know a label, a message or a peer: that is `hushwire-session`;
//! - draw randomness by itself: the caller hands in the generator;
//! - keep anything: what goes out goes into the caller's buffer, and the copy is wiped.
//!
//! ```
//! use hushwire_primitives::{aes_256_gcm_open, aes_256_gcm_seal, x25519, x25519_public};
//!
//! // Ada and Bob agree, and Ada says hello.
//! let (ada, bob) = ([1; 32], [2; 32]);
//! let (mut hers, mut his) = ([0; 32], [0; 32]);
//! x25519(&ada, &x25519_public(&bob), &mut hers)?;
//! x25519(&bob, &x25519_public(&ada), &mut his)?;
//! let mut message = b"hello".to_vec();
//! aes_256_gcm_seal(&hers, &[0; 12], b"", &mut message)?;
//! aes_256_gcm_open(&his, &[0; 12], b"", &mut message)?;
//! assert_eq!(message, b"hello");
//! # Ok::<(), hushwire_primitives::Refused>(())
//! ```
//!
//! Where to read next: `crates/session/src/primitives.rs` and `kdf.rs`, the only callers.
#![no_std]

extern crate alloc;

mod aead;
mod agreement;
mod hash;

pub use aead::{NONCE, TAG, aes_256_gcm_open, aes_256_gcm_seal};
pub use agreement::{
    ML_KEM_768_CIPHERTEXT, ML_KEM_768_PUBLIC, X_WING_CIPHERTEXT, X_WING_PUBLIC, ml_kem_768_decapsulate,
    ml_kem_768_encapsulate, ml_kem_768_is_key, ml_kem_768_public, x_wing_decapsulate, x_wing_encapsulate,
    x_wing_public, x25519, x25519_public,
};
pub use hash::{hkdf_sha_256_expand, hkdf_sha_256_extract, hmac_sha_256, sha_256};

/// The input is none that the construction takes: not genuine, no key, or too long. Each function says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

impl core::fmt::Display for Refused {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("refused")
    }
}

impl core::error::Error for Refused {}
