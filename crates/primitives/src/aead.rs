//! AES-256-GCM (NIST SP 800-38D) with 96-bit nonces.

use alloc::vec::Vec;

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInOut};

use crate::Refused;

/// Bytes that sealing adds.
pub const TAG: usize = 16;
/// Bytes of a nonce.
pub const NONCE: usize = 12;

/// Encrypts in place and appends the tag. A buffer with [`TAG`] spare bytes is not moved. Refuses 64 GiB and more; the
/// buffer is then of no use to anybody.
#[inline(never)]
pub fn aes_256_gcm_seal(key: &[u8; 32], nonce: &[u8; NONCE], aad: &[u8], buffer: &mut Vec<u8>) -> Result<(), Refused> {
    Aes256Gcm::new(&(*key).into())
        .encrypt_in_place(&(*nonce).into(), aad, buffer)
        .map_err(|_| Refused)
}

/// Decrypts in place and cuts the tag off. Refuses what was not sealed with this key, nonce and associated data: there is
/// only this one way to fail.
#[inline(never)]
pub fn aes_256_gcm_open(key: &[u8; 32], nonce: &[u8; NONCE], aad: &[u8], buffer: &mut Vec<u8>) -> Result<(), Refused> {
    Aes256Gcm::new(&(*key).into())
        .decrypt_in_place(&(*nonce).into(), aad, buffer)
        .map_err(|_| Refused)
}
