//! CPace-Ristretto255-SHA512 (draft-irtf-cfrg-cpace, sections 3, 5, 6 and 7.3): two ends that share six digits come to
//! share a key, and whoever guesses wrong learns only that the guess was wrong.
//!
//! A runs first: the technician. The password never meets a transcript that could be tried at home: a point is a random
//! multiple of a generator that nobody else knows.

use curve25519_dalek::{
    ristretto::{CompressedRistretto, RistrettoPoint},
    scalar::Scalar,
    traits::Identity,
};
use rand_core::CryptoRng;
use sha2::{Digest, Sha512};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

use crate::secret::Secret;

const DSI: &[u8] = b"CPaceRistretto255";
const DSI_ISK: &[u8] = b"CPaceRistretto255_ISK";
/// `s_in_bytes` of SHA-512: the password fills the first block, so that hashing takes as long for any of them.
const BLOCK: usize = 128;

/// A point as it travels.
pub(crate) type Point = [u8; 32];

/// What both ends know before they begin.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'a> {
    /// PRS.
    pub(crate) password: &'a [u8],
    /// CI: who talks to whom.
    pub(crate) channel: &'a [u8],
    /// sid: fresh for each run.
    pub(crate) sid: &'a [u8],
}

/// One end's point and associated data, as both ends have seen them.
#[derive(Clone, Copy)]
pub(crate) struct Said<'a> {
    pub(crate) point: &'a Point,
    pub(crate) data: &'a [u8],
}

/// One end's scalar, as drawn; it is reduced where it is used.
pub(crate) struct Share(Secret<64>);

impl Share {
    pub(crate) fn draw(rng: &mut dyn CryptoRng) -> Self {
        Self(Secret::random(rng))
    }

    fn scalar(&self) -> Zeroizing<Scalar> {
        Zeroizing::new(Scalar::from_bytes_mod_order_wide(self.0.bytes()))
    }

    /// Ya or Yb.
    pub(crate) fn point(&self, setting: &Setting<'_>) -> Point {
        let mut generator = generator(setting);
        let mut point = generator * *self.scalar();
        generator.zeroize();
        let encoded = point.compress().to_bytes();
        point.zeroize();
        encoded
    }

    /// ISK, with A's point first. Nothing if the other end's point is none, or is the neutral element (section 6.2).
    pub(crate) fn key(&self, sid: &[u8], theirs: &Point, a: Said<'_>, b: Said<'_>) -> Option<Secret<64>> {
        let mut point = CompressedRistretto(*theirs).decompress()? * *self.scalar();
        let neutral = point.ct_eq(&RistrettoPoint::identity());
        // Whether the run fails is what the other end is told next.
        #[cfg(feature = "laboratory")]
        let neutral = crate::laboratory::constant_time::told(neutral);
        if neutral.into() {
            return None;
        }
        let shared = Zeroizing::new(point.compress().to_bytes());
        point.zeroize();
        let mut hash = Sha512::new();
        for part in [DSI_ISK, sid, &*shared, a.point, a.data, b.point, b.data] {
            absorb(&mut hash, part);
        }
        Some(Secret::take(hash.finalize().as_mut()))
    }
}

/// calculate_generator (section 7.3) of generator_string (section 5.2).
fn generator(setting: &Setting<'_>) -> RistrettoPoint {
    let mut hash = Sha512::new();
    let before = 1 + length_of(DSI) + length_of(setting.password);
    let padding = &[0; BLOCK][..BLOCK.saturating_sub(before)];
    for part in [DSI, setting.password, padding, setting.channel, setting.sid] {
        absorb(&mut hash, part);
    }
    let mut uniform: Secret<64> = Secret::take(hash.finalize().as_mut());
    RistrettoPoint::from_uniform_bytes(uniform.bytes_mut())
}

/// prepend_len: the length in LEB128, then the bytes.
fn absorb(hash: &mut Sha512, part: &[u8]) {
    let mut length = part.len();
    while length > 0x7f {
        hash.update([length as u8 | 0x80]);
        length >>= 7;
    }
    hash.update([length as u8]);
    hash.update(part);
}

/// How many bytes prepend_len makes of it.
fn length_of(part: &[u8]) -> usize {
    let digits = (usize::BITS - part.len().leading_zeros()).div_ceil(7).max(1);
    digits as usize + part.len()
}

impl core::fmt::Debug for Share {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self(_) = self;
        f.write_str("Share(_)")
    }
}

#[cfg(test)]
mod tests;
