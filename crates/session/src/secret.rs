//! Bytes that must not outlive their use: wiped on drop, never printed, compared in constant time.

use core::fmt;

use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// `N` secret bytes.
///
/// `Clone` exists for one reason: the ratchet decrypts on a copy of its state and commits the copy only when
/// the message proved genuine. Both copies are wiped.
#[derive(Clone)]
pub(crate) struct Secret<const N: usize>([u8; N]);

impl<const N: usize> Secret<N> {
    /// All zeroes, to be filled through [`Secret::bytes_mut`].
    pub(crate) fn empty() -> Self {
        Self([0; N])
    }

    /// Fresh from the given source.
    pub(crate) fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut secret = Self::empty();
        rng.fill_bytes(&mut secret.0);
        secret
    }

    /// Takes over `bytes` and wipes the place they came from.
    pub(crate) fn take(bytes: &mut [u8; N]) -> Self {
        let secret = Self(*bytes);
        bytes.zeroize();
        secret
    }

    pub(crate) fn bytes(&self) -> &[u8; N] {
        &self.0
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8; N] {
        &mut self.0
    }
}

impl<const N: usize> Drop for Secret<N> {
    fn drop(&mut self) {
        #[cfg(feature = "laboratory")]
        crate::laboratory::witness(&self.0);
        self.0.zeroize();
    }
}

impl<const N: usize> ZeroizeOnDrop for Secret<N> {}

impl<const N: usize> fmt::Debug for Secret<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl<const N: usize> PartialEq for Secret<N> {
    fn eq(&self, other: &Self) -> bool {
        let equal = self.0.ct_eq(&other.0);
        // Whether they are equal is what the peer is told next; where they differ is not.
        #[cfg(feature = "laboratory")]
        let equal = crate::laboratory::constant_time::told(equal);
        equal.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_prints_nothing_of_the_secret() {
        let mut bytes = [0xAB; 32];
        let secret = Secret::take(&mut bytes);
        assert_eq!(format!("{secret:?}"), "Secret");
        assert_eq!(bytes, [0; 32], "the source is wiped");
    }
}
