//! Every hash and every derived key of the protocol, each under its own label (PROTOCOL.md, "Labels").

use alloc::{vec, vec::Vec};

use hushwire_primitives as published;
use zeroize::Zeroizing;

use crate::secret::Secret;

/// What a derived value is for. A label is used in one place only, so no two uses can collide.
#[derive(Clone, Copy)]
pub(crate) enum Label {
    /// Start of the handshake transcript.
    Handshake,
    /// Key and nonce of the box inside a reply.
    Reply,
    /// First root key and the two first header keys.
    Session,
    /// The twelve digits that two people may compare aloud.
    Comparison,
    /// One step of the root chain.
    Turn,
    /// Key, nonce and commitment of one message.
    Message,
    /// Start of a direction's running transcript hash.
    Delivery,
    /// Key and nonce of a state that is kept over a reload.
    Kept,
    /// What purpose-bound secrets come from.
    Exporter,
    /// One purpose-bound secret.
    Export,
    /// Start of a direction's list in a receipt.
    Receipt,
    /// Key and nonce of the customer's guess at a PIN or link.
    Guess,
    /// Key and nonce of the technician's answer to it.
    Verdict,
    /// What each end shows the other to prove that it holds the PIN or link.
    Confirm,
    /// Where a link leads.
    LinkRoute,
    /// What a link is worth in the key schedule.
    LinkKey,
    /// The check bytes at the end of a link.
    LinkCheck,
}

impl Label {
    /// The text that is hashed; followed by one zero byte wherever it is used.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Handshake => "hushwire/1 handshake",
            Self::Reply => "hushwire/1 reply",
            Self::Session => "hushwire/1 session",
            Self::Comparison => "hushwire/1 comparison",
            Self::Turn => "hushwire/1 turn",
            Self::Message => "hushwire/1 message",
            Self::Delivery => "hushwire/1 delivery",
            Self::Kept => "hushwire/1 kept",
            Self::Exporter => "hushwire/1 exporter",
            Self::Export => "hushwire/1 export",
            Self::Receipt => "hushwire/1 receipt",
            Self::Guess => "hushwire/1 guess",
            Self::Verdict => "hushwire/1 verdict",
            Self::Confirm => "hushwire/1 confirm",
            Self::LinkRoute => "hushwire/1 link route",
            Self::LinkKey => "hushwire/1 link key",
            Self::LinkCheck => "hushwire/1 link check",
        }
    }
}

/// SHA-256 over the parts, one after the other. Callers frame variable parts with their length.
pub(crate) fn hash(parts: &[&[u8]]) -> [u8; 32] {
    published::sha_256(parts)
}

/// HKDF-Extract (RFC 5869, section 2.2).
pub(crate) fn extract(salt: &[u8], input: &[&[u8]]) -> Secret<32> {
    let mut prk = Secret::empty();
    published::hkdf_sha_256_extract(salt, input, prk.bytes_mut());
    prk
}

/// HKDF-Expand (RFC 5869, section 2.3) with info = label || 0x00 || context.
pub(crate) fn expand<const N: usize>(prk: &Secret<32>, label: Label, context: &[u8]) -> Secret<N> {
    const { assert!(N <= 255 * 32, "more than HKDF-Expand can give") };
    let mut out = Secret::empty();
    let info = [label.as_str().as_bytes(), &[0], context];
    let expanded = published::hkdf_sha_256_expand(prk.bytes(), &info, out.bytes_mut());
    debug_assert_eq!(expanded, Ok(()), "lengths are fixed at compile time");
    out
}

/// The same for a length that is known when the program runs. Nothing above 255 * 32 bytes (RFC 5869, section 2.3).
pub(crate) fn expand_to(prk: &Secret<32>, label: Label, context: &[u8], length: usize) -> Option<Zeroizing<Vec<u8>>> {
    let mut out = Zeroizing::new(vec![0; length]);
    let info = [label.as_str().as_bytes(), &[0], context];
    published::hkdf_sha_256_expand(prk.bytes(), &info, &mut out).ok()?;
    Some(out)
}

/// HMAC-SHA-256 of one constant byte: the symmetric chain (Double Ratchet, section 5.2).
pub(crate) fn chain(key: &Secret<32>, constant: u8) -> Secret<32> {
    let mut next = Secret::empty();
    published::hmac_sha_256(key.bytes(), &[constant], next.bytes_mut());
    next
}

/// Cuts a derived value into two secrets; the cut is checked at compile time.
pub(crate) fn cut<const N: usize, const A: usize, const B: usize>(all: &Secret<N>) -> (Secret<A>, Secret<B>) {
    const { assert!(A + B == N, "the parts must be the whole") };
    let (mut a, mut b) = (Secret::empty(), Secret::empty());
    a.bytes_mut().copy_from_slice(&all.bytes()[..A]);
    b.bytes_mut().copy_from_slice(&all.bytes()[A..]);
    (a, b)
}
