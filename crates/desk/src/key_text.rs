//! Keys as text, each with a prefix that says what it is: a secret pasted where a public key belongs is refused.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

use crate::{base32, root::usable_key};

const PUBLIC_KEY_PREFIX: &str = "hwkey1";

/// A member's public key as text, for the way from the member to the owner of the desk.
pub fn public_key_text(key: &[u8; 32]) -> String {
    [PUBLIC_KEY_PREFIX, &base32::encode(key)].concat()
}

/// Reads what [`public_key_text`] writes, and refuses keys under which anybody could sign.
pub fn parse_public_key(text: &str) -> Result<[u8; 32], KeyTextError> {
    let key = text
        .strip_prefix(PUBLIC_KEY_PREFIX)
        .and_then(base32::decode)
        .ok_or(KeyTextError::Malformed)?;
    usable_key(&key).map(|_| key).ok_or(KeyTextError::Unusable)
}

pub(crate) fn seed_text(prefix: &str, seed: &[u8; 32]) -> Zeroizing<String> {
    let letters = Zeroizing::new(base32::encode(seed));
    let mut text = Zeroizing::new(String::with_capacity(prefix.len() + letters.len()));
    text.push_str(prefix);
    text.push_str(&letters);
    text
}

pub(crate) fn parse_seed_text(prefix: &str, text: &str) -> Result<Zeroizing<[u8; 32]>, KeyTextError> {
    let letters = text.trim_ascii().strip_prefix(prefix).ok_or(KeyTextError::Malformed)?;
    base32::decode(letters)
        .map(Zeroizing::new)
        .ok_or(KeyTextError::Malformed)
}

/// Why a text is not the key that it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyTextError {
    /// Another prefix, or not 52 characters of a-z and 2-7 after it.
    Malformed,
    /// No usable Ed25519 key.
    Unusable,
}

impl fmt::Display for KeyTextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "this is not a key of the kind that is needed here, or it is damaged",
            Self::Unusable => "this is not a usable Ed25519 key",
        })
    }
}

impl core::error::Error for KeyTextError {}
