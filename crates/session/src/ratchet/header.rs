//! What a message says about itself, encrypted under the chain's header key: the relay cannot even count.
//!
//! ```text
//! plain   turn:u32 seen:u32 previous:u32 number:u32 dh:32 [ public:1184 ciphertext:1088 ]
//! sealed  nonce:12 || AES-256-GCM(header key, nonce, session, plain)
//! ```

use alloc::{boxed::Box, vec::Vec};

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    primitives::{KEM_CIPHERTEXT, KEM_PUBLIC, KemCiphertext, KemPublic, NONCE, TAG, open, seal},
    secret::Secret,
};

/// Four counters and one X25519 key.
const SHORT: usize = 4 * 4 + 32;
/// The same with a KEM key and ciphertext.
const LONG: usize = SHORT + KEM_PUBLIC + KEM_CIPHERTEXT;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The sender's turn, from 1.
    pub(super) turn: u32,
    /// The receiver's newest turn that the sender has followed.
    pub(super) seen: u32,
    /// Length of the sender's previous chain.
    pub(super) previous: u32,
    /// Number of this message in its chain, from 0.
    pub(super) number: u32,
    pub(super) dh: [u8; 32],
    pub(super) kem: Option<KemPart>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct KemPart {
    pub(super) public: KemPublic,
    pub(super) ciphertext: KemCiphertext,
}

pub(super) fn seal_header(header: &Header, key: &Secret<32>, session: &[u8; 32], rng: &mut dyn CryptoRng) -> Vec<u8> {
    let mut plain = Zeroizing::new(Vec::with_capacity(LONG + TAG));
    for counter in [header.turn, header.seen, header.previous, header.number] {
        plain.extend_from_slice(&counter.to_be_bytes());
    }
    plain.extend_from_slice(&header.dh);
    if let Some(part) = &header.kem {
        plain.extend_from_slice(&part.public[..]);
        plain.extend_from_slice(&part.ciphertext[..]);
    }
    // A header key seals at most a few hundred headers, far below the 2^32 that random nonces allow
    // (NIST SP 800-38D, section 8.3).
    let mut nonce = [0; NONCE];
    rng.fill_bytes(&mut nonce);
    let sealed = seal(key, &nonce, session, plain);
    [&nonce[..], &sealed].concat()
}

pub(super) fn open_header(sealed: &[u8], key: &Secret<32>, session: &[u8; 32]) -> Option<Header> {
    if ![SHORT, LONG].iter().any(|plain| sealed.len() == NONCE + plain + TAG) {
        return None;
    }
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let plain = open(key, nonce, session, sealed).ok()?;
    let (turn, rest) = plain.split_first_chunk::<4>()?;
    let (seen, rest) = rest.split_first_chunk::<4>()?;
    let (previous, rest) = rest.split_first_chunk::<4>()?;
    let (number, rest) = rest.split_first_chunk::<4>()?;
    let (dh, rest) = rest.split_first_chunk::<32>()?;
    let kem = match rest.split_first_chunk::<KEM_PUBLIC>() {
        None => None,
        Some((public, ciphertext)) => Some(KemPart {
            public: Box::new(*public),
            ciphertext: Box::new(*ciphertext.first_chunk::<KEM_CIPHERTEXT>()?),
        }),
    };
    Some(Header {
        turn: u32::from_be_bytes(*turn),
        seen: u32::from_be_bytes(*seen),
        previous: u32::from_be_bytes(*previous),
        number: u32::from_be_bytes(*number),
        dh: *dh,
        kem,
    })
}
