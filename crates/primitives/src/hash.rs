//! SHA-256 (FIPS 180-4), HMAC (RFC 2104) and HKDF (RFC 5869) over it.

use hkdf::{Hkdf, HkdfExtract};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::Refused;

/// Over the parts, one after the other.
#[inline(never)]
pub fn sha_256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// HMAC-SHA-256.
#[inline(never)]
pub fn hmac_sha_256(key: &[u8; 32], message: &[u8], mac: &mut [u8; 32]) {
    // RFC 2104, section 2: a key shorter than the block is filled up with zeroes.
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key);
    let mut state = <Hmac<Sha256> as KeyInit>::new(&(*block).into());
    state.update(message);
    let mut out = state.finalize().into_bytes();
    mac.copy_from_slice(&out);
    out.zeroize();
}

/// HKDF-Extract (RFC 5869, section 2.2) of the parts, one after the other.
#[inline(never)]
pub fn hkdf_sha_256_extract(salt: &[u8], input: &[&[u8]], prk: &mut [u8; 32]) {
    let mut extract = HkdfExtract::<Sha256>::new(Some(salt));
    for part in input {
        extract.input_ikm(part);
    }
    let (mut out, _) = extract.finalize();
    prk.copy_from_slice(&out);
    out.zeroize();
}

/// HKDF-Expand (RFC 5869, section 2.3); the info is the parts, one after the other. Refuses more than 255 * 32 bytes.
#[inline(never)]
pub fn hkdf_sha_256_expand(prk: &[u8; 32], info: &[&[u8]], out: &mut [u8]) -> Result<(), Refused> {
    let hkdf = Hkdf::<Sha256>::from_prk(prk).map_err(|_| Refused)?;
    hkdf.expand_multi_info(info, out).map_err(|_| Refused)
}
