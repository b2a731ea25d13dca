//! How two come to share a secret: X25519 (RFC 7748), ML-KEM-768 (FIPS 203) and both in one, X-Wing
//! (draft-connolly-cfrg-xwing-kem).

use ml_kem::{
    Decapsulate, Encapsulate, KeyExport,
    ml_kem_768::{DecapsulationKey, EncapsulationKey},
};
use rand_core::CryptoRng;
use x_wing::Decapsulator;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroize;

use crate::Refused;

/// Bytes of an ML-KEM-768 encapsulation key (FIPS 203, table 3).
pub const ML_KEM_768_PUBLIC: usize = 1184;
/// Bytes of an ML-KEM-768 ciphertext (FIPS 203, table 3).
pub const ML_KEM_768_CIPHERTEXT: usize = 1088;
/// Bytes of an X-Wing encapsulation key (section 5.1).
pub const X_WING_PUBLIC: usize = x_wing::ENCAPSULATION_KEY_SIZE;
/// Bytes of an X-Wing ciphertext (section 5.1).
pub const X_WING_CIPHERTEXT: usize = x_wing::CIPHERTEXT_SIZE;

/// The public key of 32 secret bytes.
#[inline(never)]
pub fn x25519_public(private: &[u8; 32]) -> [u8; 32] {
    PublicKey::from(&StaticSecret::from(*private)).to_bytes()
}

/// The shared secret. Refuses a public key of small order (RFC 7748, section 6.1).
#[inline(never)]
pub fn x25519(private: &[u8; 32], public: &[u8; 32], shared: &mut [u8; 32]) -> Result<(), Refused> {
    let agreed = StaticSecret::from(*private).diffie_hellman(&PublicKey::from(*public));
    if !agreed.was_contributory() {
        return Err(Refused);
    }
    shared.copy_from_slice(agreed.as_bytes());
    Ok(())
}

/// The encapsulation key of a seed.
#[inline(never)]
pub fn ml_kem_768_public(seed: &[u8; 64], public: &mut [u8; ML_KEM_768_PUBLIC]) {
    public.copy_from_slice(&expanded(seed).encapsulation_key().to_bytes());
}

/// Never fails: a wrong ciphertext gives a secret that nobody else has (FIPS 203, section 6.3).
#[inline(never)]
pub fn ml_kem_768_decapsulate(seed: &[u8; 64], ciphertext: &[u8; ML_KEM_768_CIPHERTEXT], shared: &mut [u8; 32]) {
    let mut agreed = expanded(seed).decapsulate(&(*ciphertext).into());
    hand_over(agreed.as_mut(), shared);
}

/// Whether these bytes pass the check of FIPS 203, section 7.2.
#[inline(never)]
pub fn ml_kem_768_is_key(public: &[u8; ML_KEM_768_PUBLIC]) -> bool {
    EncapsulationKey::new(&(*public).into()).is_ok()
}

/// A fresh secret for the holder of `public`. Refuses a key that fails the check of FIPS 203, section 7.2.
#[inline(never)]
pub fn ml_kem_768_encapsulate(
    public: &[u8; ML_KEM_768_PUBLIC],
    rng: &mut dyn CryptoRng,
    ciphertext: &mut [u8; ML_KEM_768_CIPHERTEXT],
    shared: &mut [u8; 32],
) -> Result<(), Refused> {
    let key = EncapsulationKey::new(&(*public).into()).map_err(|_| Refused)?;
    let (sent, mut agreed) = key.encapsulate_with_rng(rng);
    ciphertext.copy_from_slice(&sent);
    hand_over(agreed.as_mut(), shared);
    Ok(())
}

/// The encapsulation key of a seed.
#[inline(never)]
pub fn x_wing_public(seed: &[u8; 32], public: &mut [u8; X_WING_PUBLIC]) {
    let key = x_wing::DecapsulationKey::from(*seed);
    public.copy_from_slice(&key.encapsulation_key().to_bytes());
}

/// Never fails: a wrong ciphertext gives a secret that nobody else has.
#[inline(never)]
pub fn x_wing_decapsulate(seed: &[u8; 32], ciphertext: &[u8; X_WING_CIPHERTEXT], shared: &mut [u8; 32]) {
    let mut agreed = x_wing::DecapsulationKey::from(*seed).decapsulate(&(*ciphertext).into());
    hand_over(agreed.as_mut(), shared);
}

/// A fresh secret for the holder of `public`. Refuses a key whose half of ML-KEM fails the check of FIPS 203, section 7.2.
#[inline(never)]
pub fn x_wing_encapsulate(
    public: &[u8; X_WING_PUBLIC],
    rng: &mut dyn CryptoRng,
    ciphertext: &mut [u8; X_WING_CIPHERTEXT],
    shared: &mut [u8; 32],
) -> Result<(), Refused> {
    let key = x_wing::EncapsulationKey::try_from(&public[..]).map_err(|_| Refused)?;
    let (sent, mut agreed) = key.encapsulate_with_rng(rng);
    ciphertext.copy_from_slice(&sent);
    hand_over(agreed.as_mut(), shared);
    Ok(())
}

fn expanded(seed: &[u8; 64]) -> DecapsulationKey {
    let mut seed = ml_kem::Seed::from(*seed);
    let key = DecapsulationKey::from_seed(seed);
    seed.zeroize();
    key
}

fn hand_over(from: &mut [u8; 32], to: &mut [u8; 32]) {
    to.copy_from_slice(from);
    from.zeroize();
}
