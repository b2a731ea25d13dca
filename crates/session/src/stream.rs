//! Large things in chunks: C2SP chunked-encryption, instantiated as Cobblestone-256 (AES-256-GCM, HKDF-Expand with
//! SHA-512), so that a file can be sealed while it is read, opened while it arrives, and taken up again in the middle.
//!
//! ```text
//! sealed = salt:24 || commitment:32 || AES-256-GCM(key, base nonce xor 0, chunk 0) || … (key, base nonce xor n, chunk n)
//! key:32 || base nonce:12 || commitment:32 = HKDF-Expand-SHA-512(file key, "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM" || 00 || salt || context)
//! ```
//! Every chunk has 16 KiB but the last, which is shorter and may be empty: so a file that was cut off is noticed. The
//! commitment is checked before any chunk: no ciphertext opens under two keys. It does no I/O: whoever reads the file
//! asks for one chunk after the other, or, with [`Opener`], hands over what arrives.
//!
//! Read next: <https://c2sp.org/chunked-encryption>, whose paragraphs are named below.

use alloc::vec::Vec;
use core::fmt;

use hmac::{Hmac, KeyInit, Mac};
use rand_core::CryptoRng;
use sha2::Sha512;
use zeroize::Zeroizing;

use crate::{
    kdf::cut,
    primitives::{NONCE, TAG, open, seal},
    secret::Secret,
};

/// Bytes of plaintext in every chunk but the last ("Message chunking").
pub const CHUNK: usize = 16 * 1024;
/// Bytes of a sealed chunk of that size.
pub const SEALED_CHUNK: usize = CHUNK + TAG;
/// Bytes in front of the chunks.
pub const HEADER: usize = SALT + COMMITMENT;
/// Chunks that one file may have: 4 PiB ("Message chunking").
pub const MAX_CHUNKS: u64 = 1 << 38;

const SALT: usize = 24;
const COMMITMENT: usize = 32;
const INFO: &[u8] = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0";

/// The secret of one file: 32 uniform bytes. Wiped on drop, never printed.
pub struct FileKey(Secret<32>);

impl FileKey {
    /// A fresh one.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        Self(Secret::random(rng))
    }

    /// Takes over a key that came in a message, and wipes the place it came from.
    pub fn take(bytes: &mut [u8; 32]) -> Self {
        Self(Secret::take(bytes))
    }

    /// To be put into a message.
    pub fn bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }

    /// Begins a file: a fresh salt, and the header that goes in front of the chunks. `context` says what the file is
    /// for; the other end must name the same.
    pub fn begin(&self, context: &[u8], rng: &mut dyn CryptoRng) -> (Chunks, [u8; HEADER]) {
        let mut salt = [0; SALT];
        rng.fill_bytes(&mut salt);
        self.with_salt(context, salt)
    }

    fn with_salt(&self, context: &[u8], salt: [u8; SALT]) -> (Chunks, [u8; HEADER]) {
        let (chunks, commitment) = self.derive(context, &salt);
        let mut header = [0; HEADER];
        header[..SALT].copy_from_slice(&salt);
        header[SALT..].copy_from_slice(commitment.bytes());
        (chunks, header)
    }

    /// Reads a header. Refuses one that was made with another key or for another context.
    pub fn read(&self, context: &[u8], header: &[u8; HEADER]) -> Result<Chunks, StreamError> {
        let (salt, commitment) = header.split_first_chunk::<SALT>().ok_or(StreamError::NotGenuine)?;
        let mut commitment = <[u8; COMMITMENT]>::try_from(commitment).map_err(|_| StreamError::NotGenuine)?;
        let (chunks, expected) = self.derive(context, salt);
        // Compared in constant time.
        if Secret::take(&mut commitment) == expected {
            Ok(chunks)
        } else {
            Err(StreamError::NotGenuine)
        }
    }

    /// "Key derivation". HKDF-Expand by hand, because the key is shorter than a hash of SHA-512 and RFC 5869 wants a PRK
    /// of at least that length; the construction does not.
    fn derive(&self, context: &[u8], salt: &[u8; SALT]) -> (Chunks, Secret<COMMITMENT>) {
        let mut first: Secret<64> = Secret::empty();
        let mut second: Secret<64> = Secret::empty();
        *first.bytes_mut() = self.block(&[INFO, salt, context, &[1]]);
        *second.bytes_mut() = self.block(&[first.bytes(), INFO, salt, context, &[2]]);
        let (key, rest) = cut::<64, 32, 32>(&first);
        let (base, front) = cut::<32, NONCE, { 32 - NONCE }>(&rest);
        let mut commitment: Secret<COMMITMENT> = Secret::empty();
        commitment.bytes_mut()[..32 - NONCE].copy_from_slice(front.bytes());
        commitment.bytes_mut()[32 - NONCE..].copy_from_slice(&second.bytes()[..NONCE]);
        (Chunks { key, base }, commitment)
    }

    fn block(&self, parts: &[&[u8]]) -> [u8; 64] {
        // RFC 2104, section 2: a key shorter than the block is filled up with zeroes.
        let mut block: Secret<128> = Secret::empty();
        block.bytes_mut()[..32].copy_from_slice(self.0.bytes());
        let mut mac = <Hmac<Sha512> as KeyInit>::new(&(*block.bytes()).into());
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey")
    }
}

/// Why a chunk or a header is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamError {
    /// Another key, another context, altered, moved, cut off or prolonged: these cannot be told apart.
    NotGenuine,
    /// A chunk number that no file can have, or a chunk longer than one can be.
    TooLarge,
}

/// The chunks of one file, in any order: what a resumed transfer needs.
pub struct Chunks {
    key: Secret<32>,
    base: Secret<NONCE>,
}

impl Chunks {
    /// Seals chunk `number`. One of [`CHUNK`] bytes is never the last; the last is shorter.
    pub fn seal(&self, number: u64, plain: &[u8]) -> Result<Vec<u8>, StreamError> {
        if plain.len() > CHUNK {
            return Err(StreamError::TooLarge);
        }
        let mut buffer = Zeroizing::new(Vec::with_capacity(plain.len() + TAG));
        buffer.extend_from_slice(plain);
        Ok(seal(&self.key, &self.nonce(number)?, &[], buffer))
    }

    /// Opens chunk `number`. If it is shorter than [`CHUNK`] the file ends with it.
    pub fn open(&self, number: u64, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StreamError> {
        if sealed.len() > SEALED_CHUNK {
            return Err(StreamError::TooLarge);
        }
        open(&self.key, &self.nonce(number)?, &[], sealed).map_err(|_| StreamError::NotGenuine)
    }

    /// "AEAD usage": the base nonce and the number as a big-endian integer as wide, by exclusive or.
    fn nonce(&self, number: u64) -> Result<[u8; NONCE], StreamError> {
        if number >= MAX_CHUNKS {
            return Err(StreamError::TooLarge);
        }
        let mut nonce = *self.base.bytes();
        for (byte, counter) in nonce.iter_mut().rev().zip(number.to_le_bytes()) {
            *byte ^= counter;
        }
        Ok(nonce)
    }
}

impl fmt::Debug for Chunks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chunks")
    }
}

/// Opens a file from its first byte to its last, in pieces of any size. Gives out nothing that is not authenticated, and
/// after one refusal refuses for ever.
pub struct Opener {
    stage: Stage,
    /// Less than a header, or less than a whole chunk.
    rest: Vec<u8>,
}

enum Stage {
    Header { key: FileKey, context: Vec<u8> },
    Body { chunks: Chunks, next: u64 },
    Spoiled,
}

impl Opener {
    /// Waits for the header.
    pub fn new(key: FileKey, context: &[u8]) -> Self {
        let context = context.to_vec();
        Self {
            stage: Stage::Header { key, context },
            rest: Vec::new(),
        }
    }

    /// Takes what arrived; gives the plaintext of the chunks that are now whole and cannot be the last.
    pub fn push(&mut self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StreamError> {
        let outcome = self.pushed(sealed);
        if outcome.is_err() {
            self.stage = Stage::Spoiled;
        }
        outcome
    }

    fn pushed(&mut self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StreamError> {
        self.rest.extend_from_slice(sealed);
        if let Stage::Header { key, context } = &self.stage {
            let Some((header, body)) = self.rest.split_first_chunk::<HEADER>() else {
                return Ok(Zeroizing::default());
            };
            let chunks = key.read(context, header)?;
            self.rest = body.to_vec();
            self.stage = Stage::Body { chunks, next: 0 };
        }
        let Stage::Body { chunks, next } = &mut self.stage else {
            return Err(StreamError::NotGenuine);
        };
        // A whole chunk is never the last, so it can be given out at once.
        let whole = self.rest.len() / SEALED_CHUNK;
        let mut plain = Zeroizing::new(Vec::with_capacity(whole * CHUNK));
        let (front, rest) = self.rest.split_at(whole * SEALED_CHUNK);
        for sealed in front.chunks(SEALED_CHUNK) {
            plain.extend_from_slice(&chunks.open(*next, sealed)?);
            *next += 1;
        }
        self.rest = rest.to_vec();
        Ok(plain)
    }

    /// Nothing more will come: the plaintext of the last chunk. Without this the file may have been cut off.
    pub fn finish(self) -> Result<Zeroizing<Vec<u8>>, StreamError> {
        match self.stage {
            Stage::Body { chunks, next } => chunks.open(next, &self.rest),
            Stage::Header { .. } | Stage::Spoiled => Err(StreamError::NotGenuine),
        }
    }
}

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opener")
    }
}

#[cfg(test)]
mod tests;
