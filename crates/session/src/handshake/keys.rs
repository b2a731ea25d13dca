//! The key schedule (PROTOCOL.md, "Labels and key inputs").

use alloc::{format, string::String, vec::Vec};

use hushwire_desk::Fingerprint;
use zeroize::Zeroizing;

use super::Place;
use crate::{
    kdf::{Label, cut, expand, extract, hash},
    primitives::{NONCE, TAG, open, seal},
    ratchet::Seeds,
    secret::Secret,
};

/// What both ends derive from hello and reply.
pub(super) struct Keys {
    /// Hash of room, hello and ciphertext.
    pub(super) offered: [u8; 32],
    pub(super) desk: Fingerprint,
    pub(super) prk: Secret<32>,
}

impl Keys {
    pub(super) fn new(place: &Place, hello: &[u8], ciphertext: &[u8], shared: &Secret<32>) -> Self {
        let length = u32::try_from(hello.len()).unwrap_or(u32::MAX).to_be_bytes();
        let start = hash(&[
            Label::Handshake.as_str().as_bytes(),
            &[0],
            &place.room.0,
            &length,
            hello,
        ]);
        let offered = hash(&[&start, ciphertext]);
        let prk = extract(&offered, &[shared.bytes()]);
        // The desk is not in the keys of the box, so that a customer who was led to another desk can open the box and
        // say which lie it is; it is in everything that comes out of the handshake.
        Self {
            offered,
            desk: place.desk,
            prk,
        }
    }

    pub(super) fn reply_keys(&self) -> (Secret<32>, [u8; NONCE]) {
        let all: Secret<44> = expand(&self.prk, Label::Reply, &[]);
        let (key, nonce) = cut::<44, 32, NONCE>(&all);
        (key, *nonce.bytes())
    }

    pub(super) fn seal(&self, plaintext: &[u8]) -> Vec<u8> {
        let (key, nonce) = self.reply_keys();
        let mut buffer = Zeroizing::new(Vec::with_capacity(plaintext.len() + TAG));
        buffer.extend_from_slice(plaintext);
        seal(&key, &nonce, &self.offered, buffer)
    }

    pub(super) fn open(&self, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (key, nonce) = self.reply_keys();
        open(&key, &nonce, &self.offered, sealed).ok()
    }

    /// What the technician signs: everything so far, the desk and the proof.
    pub(super) fn signed(&self, proof: &[u8]) -> [u8; 32] {
        hash(&[&self.offered, &self.desk.0, proof])
    }

    /// Names the session: the desk and everything that crossed the relay.
    pub(super) fn session(&self, sealed: &[u8]) -> [u8; 32] {
        hash(&[&self.offered, &self.desk.0, sealed])
    }

    pub(super) fn finish(&self, session: &[u8; 32]) -> (Seeds, String) {
        Self::seeds(&self.prk, session)
    }

    /// The same from a key into which a PIN's or link's was mixed.
    pub(super) fn seeds(prk: &Secret<32>, session: &[u8; 32]) -> (Seeds, String) {
        let all: Secret<96> = expand(prk, Label::Session, session);
        let (root, headers) = cut::<96, 32, 64>(&all);
        let (customer_header, technician_header) = cut::<64, 32, 32>(&headers);
        #[cfg_attr(not(feature = "laboratory"), allow(unused_mut))]
        let mut digits: Secret<8> = expand(prk, Label::Comparison, session);
        // Both ends show them.
        #[cfg(feature = "laboratory")]
        crate::laboratory::constant_time::public(digits.bytes_mut());
        (
            Seeds {
                session: *session,
                root,
                customer_header,
                technician_header,
            },
            comparison(digits.bytes()),
        )
    }
}

/// Three groups of four digits. They tell a colleague's console from the one that a person has on the phone. Against
/// somebody who holds a certified key of the desk and sits in the middle they are 2^40 hashes of work, not a proof:
/// without a commitment round such an attacker may try until both ends show the same.
pub(super) fn comparison(bytes: &[u8; 8]) -> String {
    let number = u64::from_be_bytes(*bytes) % 1_000_000_000_000;
    format!(
        "{:04} {:04} {:04}",
        number / 100_000_000,
        number / 10_000 % 10_000,
        number % 10_000
    )
}
