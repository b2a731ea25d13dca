//! What one peer tells another.
//!
//! ```cddl
//! content = text / typing / introduction / end / papers / (what said.rs lists) / other
//! text = [1, tstr, at: uint, n: uint]              ; seconds, by the sender's clock; the author's n-th text, from 1
//! typing = [2, bool]
//! introduction = [3, language: tstr, key: bstr .size 32]     ; Ed25519, made for this session
//! end = [4, reason: 0..255]
//! papers = [5, certificate: bstr / null, manifest: bstr]
//! stated = [6, statement: bstr, signature: bstr .size 64]    countersigned = [7, signature: bstr .size 64]
//! ```

use alloc::{string::String, vec::Vec};
use core::fmt;

use hushwire_desk::{
    MAX_CERTIFICATE, MAX_MANIFEST,
    cbor::{self, Decoder, Malformed},
};
use zeroize::{Zeroize, Zeroizing};

use super::MAX_TEXT;
use crate::said::{self, Said};

/// RFC 5646, section 4.4.1: implementations need not take longer tags.
const MAX_LANGUAGE: usize = 35;
/// The longest content is a desk's papers; with their heads, rounded up.
pub(crate) const MAX_CONTENT: usize = MAX_CERTIFICATE + MAX_MANIFEST + 32;
const _: () = assert!(MAX_TEXT + 32 <= MAX_CONTENT);

/// Texts are wiped on drop and never printed.
#[derive(PartialEq, Eq)]
pub(crate) enum Content {
    /// Masked text.
    Text { text: String, at: u64, n: u64 },
    /// Somebody is typing, or stopped.
    Typing(bool),
    /// The customer's first message: proves that it holds the keys, and names its language (BCP 47) and the key with
    /// which it will sign the receipt.
    Introduction { language: String, key: [u8; 32] },
    /// The session is over; erase it. Numbered, it is a goodbye that will be acknowledged; without a number the sender
    /// cannot go on and is gone already.
    End(Reason),
    /// What the desk says now about the technician (if that changed) and about itself.
    Papers {
        certificate: Option<Vec<u8>>,
        manifest: Vec<u8>,
    },
    /// What the session came to, signed by the technician.
    Stated { statement: Vec<u8>, signature: [u8; 64] },
    /// The customer agrees to that.
    Countersigned { signature: [u8; 64] },
    /// What people do beyond writing.
    Said(Said),
    /// From a newer peer; shown as such, never guessed at.
    Unknown,
}

/// Why a session ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reason(pub(crate) u8);

impl Reason {
    /// Somebody wanted it.
    pub(crate) const WANTED: Self = Self(0);

    const WORDS: [&'static str; 7] = [
        "ended",
        "expired-certificate",
        "expired-manifest",
        "revoked",
        "fork",
        "desynchronised",
        "peer-misbehaved",
    ];

    /// The reason of a permanent kebab-case word.
    pub(crate) fn of(word: &str) -> Self {
        let known = Self::WORDS.iter().position(|known| *known == word);
        Self(known.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX))
    }

    /// The permanent kebab-case word.
    pub(crate) fn code(self) -> &'static str {
        Self::WORDS
            .get(usize::from(self.0))
            .copied()
            .unwrap_or("unknown-reason")
    }
}

impl Content {
    pub(crate) fn encode(&self) -> Zeroizing<Vec<u8>> {
        let capacity = 32
            + match self {
                Self::Text { text, .. } => text.len(),
                Self::Introduction { language, .. } => language.len() + 32,
                Self::Stated { statement, .. } => statement.len() + 64,
                Self::Countersigned { .. } => 64,
                Self::Papers { certificate, manifest } => manifest.len() + certificate.as_ref().map_or(0, Vec::len),
                Self::Said(said) => said.len(),
                Self::Typing(_) | Self::End(_) | Self::Unknown => 0,
            };
        Zeroizing::new(cbor::encoded(capacity, |encoder| {
            match self {
                Self::Text { text, at, n } => encoder.array(4)?.u8(1)?.str(text)?.u64(*at)?.u64(*n)?,
                Self::Typing(on) => encoder.array(2)?.u8(2)?.bool(*on)?,
                Self::Introduction { language, key } => encoder.array(3)?.u8(3)?.str(language)?.bytes(key)?,
                Self::End(Reason(reason)) => encoder.array(2)?.u8(4)?.u8(*reason)?,
                Self::Papers { certificate, manifest } => {
                    encoder.array(3)?.u8(5)?;
                    match certificate {
                        Some(certificate) => encoder.bytes(certificate)?,
                        None => encoder.null()?,
                    };
                    encoder.bytes(manifest)?
                }
                Self::Stated { statement, signature } => encoder.array(3)?.u8(6)?.bytes(statement)?.bytes(signature)?,
                Self::Countersigned { signature } => encoder.array(2)?.u8(7)?.bytes(signature)?,
                Self::Said(said) => return said.encode(encoder),
                Self::Unknown => encoder.array(1)?.u8(0)?,
            };
            Ok(())
        }))
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        if bytes.len() > MAX_CONTENT || !hushwire_desk::deterministic::is_deterministic(bytes) {
            return Err(Malformed);
        }
        let mut decoder = Decoder::new(bytes);
        let length = decoder.array()?.ok_or(Malformed)?;
        match (decoder.u64()?, length) {
            (1, 4) => Ok(Self::Text {
                text: bounded(&mut decoder, MAX_TEXT)?,
                at: decoder.u64()?,
                n: decoder.u64()?,
            }),
            (2, 2) => Ok(Self::Typing(decoder.bool()?)),
            (3, 3) => {
                let language = cbor::string(&mut decoder)?;
                if !is_language(&language) {
                    return Err(Malformed);
                }
                let key = cbor::bytes(&mut decoder)?;
                Ok(Self::Introduction { language, key })
            }
            (4, 2) => Ok(Self::End(Reason(decoder.u8()?))),
            (5, 3) => Ok(Self::Papers {
                certificate: optional(&mut decoder)?,
                manifest: decoder.bytes()?.to_vec(),
            }),
            (6, 3) => Ok(Self::Stated {
                statement: decoder.bytes()?.to_vec(),
                signature: cbor::bytes(&mut decoder)?,
            }),
            (7, 2) => Ok(Self::Countersigned {
                signature: cbor::bytes(&mut decoder)?,
            }),
            (1..=7, _) => Err(Malformed),
            (code, length) if said::CODES.contains(&code) => Ok(Self::Said(Said::decode(code, length, &mut decoder)?)),
            _ => Ok(Self::Unknown),
        }
    }
}

fn optional(decoder: &mut Decoder<'_>) -> Result<Option<Vec<u8>>, Malformed> {
    if decoder.datatype()? == minicbor::data::Type::Null {
        decoder.null()?;
        return Ok(None);
    }
    Ok(Some(decoder.bytes()?.to_vec()))
}

/// The shape of a language tag (RFC 5646, section 2.1): subtags of 1 to 8 letters and digits, joined by hyphens, the
/// first of them letters. Whether the language exists is nobody's business here.
pub(crate) fn is_language(tag: &str) -> bool {
    let subtag =
        |subtag: &str| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let first = tag.split('-').next().unwrap_or_default();
    tag.len() <= MAX_LANGUAGE && tag.split('-').all(subtag) && first.bytes().all(|byte| byte.is_ascii_alphabetic())
}

pub(crate) fn bounded(decoder: &mut Decoder<'_>, limit: usize) -> Result<String, Malformed> {
    let text = cbor::string(decoder)?;
    if text.len() <= limit { Ok(text) } else { Err(Malformed) }
}

impl Drop for Content {
    fn drop(&mut self) {
        if let Self::Text { text, .. } = self {
            text.zeroize();
        }
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text { .. } => "Text(_)",
            Self::Typing(_) => "Typing(_)",
            Self::Introduction { .. } => "Introduction(_)",
            Self::End(_) => "End(_)",
            Self::Papers { .. } => "Papers(_)",
            Self::Stated { .. } => "Stated(_)",
            Self::Countersigned { .. } => "Countersigned",
            Self::Said(_) => "Said(_)",
            Self::Unknown => "Unknown",
        })
    }
}
