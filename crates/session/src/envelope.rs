//! What is inside a message once it is decrypted: bookkeeping of the delivery, and the content.
//!
//! ```cddl
//! envelope = [number: uint, latest: uint, hash: bstr .size 16,
//!             ack: uint, seen: bstr .size 16, read: uint, content: bstr .cbor content / null]
//! content  = text / typing / introduction / end / (what said.rs lists)
//! text = [1, tstr]   typing = [2, bool]   introduction = [3, language: tstr]   end = [4]
//! ```

use alloc::{string::String, vec::Vec};
use core::fmt;

use hushwire_desk::cbor::{self, Decoder, Malformed};
use zeroize::{Zeroize, Zeroizing};

use crate::said::{self, Said};

/// UTF-8 bytes of one text. Padded, sealed and framed it stays below the relay's 64 KiB with room for a long header.
pub const MAX_TEXT: usize = 16 * 1024;
/// RFC 5646, section 4.4.1: implementations need not take longer tags.
const MAX_LANGUAGE: usize = 35;
/// Text, its head, and the head of the array around it.
const MAX_CONTENT: usize = MAX_TEXT + 16;
/// Content and the six fields in front of it.
pub(crate) const MAX_ENVELOPE: usize = MAX_CONTENT + 128;

/// A running transcript hash as it travels: 16 bytes of SHA-256. It is compared inside an authenticated channel,
/// so 128 bits against a second preimage are enough.
pub(crate) type Running = [u8; 16];

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Envelope {
    /// Number of this message in its direction, from 1; 0 for what is not worth keeping (typing, bare state).
    pub(crate) number: u64,
    /// The highest number the sender has given out: the receiver sees a missing tail.
    pub(crate) latest: u64,
    /// The sender's running hash at `number`, or at `latest` if this is not numbered.
    pub(crate) hash: Running,
    /// Everything of the receiver's up to this number has arrived.
    pub(crate) ack: u64,
    /// The receiver's running hash at `ack`, as the sender computed it.
    pub(crate) seen: Running,
    /// The receiver's messages up to this number have been on the sender's screen.
    pub(crate) read: u64,
    pub(crate) content: Option<Zeroizing<Vec<u8>>>,
}

impl Envelope {
    pub(crate) fn encode(&self) -> Zeroizing<Vec<u8>> {
        let capacity = self.content.as_ref().map_or(0, |content| content.len()) + 128;
        Zeroizing::new(cbor::encoded(capacity, |encoder| {
            encoder
                .array(7)?
                .u64(self.number)?
                .u64(self.latest)?
                .bytes(&self.hash)?;
            encoder.u64(self.ack)?.bytes(&self.seen)?.u64(self.read)?;
            match &self.content {
                Some(content) => encoder.bytes(content)?,
                None => encoder.null()?,
            };
            Ok(())
        }))
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        cbor::decoded(bytes, MAX_ENVELOPE, |decoder| {
            cbor::array(decoder, 7)?;
            let envelope = Self {
                number: decoder.u64()?,
                latest: decoder.u64()?,
                hash: cbor::bytes(decoder)?,
                ack: decoder.u64()?,
                seen: cbor::bytes(decoder)?,
                read: decoder.u64()?,
                content: if decoder.datatype()? == minicbor::data::Type::Null {
                    decoder.null()?;
                    None
                } else {
                    Some(Zeroizing::new(decoder.bytes()?.to_vec()))
                },
            };
            let empty_but_numbered = envelope.number != 0 && envelope.content.is_none();
            if empty_but_numbered || envelope.number > envelope.latest {
                return Err(Malformed);
            }
            Ok(envelope)
        })
    }
}

/// What one peer tells the other. Texts are wiped on drop and never printed.
#[derive(PartialEq, Eq)]
pub(crate) enum Content {
    /// Masked text.
    Text(String),
    /// Somebody is typing, or stopped.
    Typing(bool),
    /// The customer's first message: proves that it holds the keys, and names its language (BCP 47).
    Introduction { language: String },
    /// The session is over; erase it.
    End,
    /// What people do beyond writing.
    Said(Said),
    /// From a newer peer; shown as such, never guessed at.
    Unknown,
}

impl Content {
    pub(crate) fn encode(&self) -> Zeroizing<Vec<u8>> {
        let capacity = 16
            + match self {
                Self::Text(text) | Self::Introduction { language: text } => text.len(),
                Self::Said(said) => said.len(),
                _ => 0,
            };
        Zeroizing::new(cbor::encoded(capacity, |encoder| {
            match self {
                Self::Text(text) => encoder.array(2)?.u8(1)?.str(text)?,
                Self::Typing(on) => encoder.array(2)?.u8(2)?.bool(*on)?,
                Self::Introduction { language } => encoder.array(2)?.u8(3)?.str(language)?,
                Self::End => encoder.array(1)?.u8(4)?,
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
            (1, 2) => Ok(Self::Text(bounded(&mut decoder, MAX_TEXT)?)),
            (2, 2) => Ok(Self::Typing(decoder.bool()?)),
            (3, 2) => {
                let language = cbor::string(&mut decoder)?;
                if !is_language(&language) {
                    return Err(Malformed);
                }
                Ok(Self::Introduction { language })
            }
            (4, 1) => Ok(Self::End),
            (1..=4, _) => Err(Malformed),
            (code, length) if said::CODES.contains(&code) => Ok(Self::Said(Said::decode(code, length, &mut decoder)?)),
            _ => Ok(Self::Unknown),
        }
    }
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
        if let Self::Text(text) = self {
            text.zeroize();
        }
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(_)",
            Self::Typing(_) => "Typing(_)",
            Self::Introduction { .. } => "Introduction(_)",
            Self::End => "End",
            Self::Said(_) => "Said(_)",
            Self::Unknown => "Unknown",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope(content: Option<&Content>) -> Envelope {
        Envelope {
            number: if content.is_some() { 3 } else { 0 },
            latest: 300,
            hash: [1; 16],
            ack: 70_000,
            seen: [2; 16],
            read: 69_999,
            content: content.map(Content::encode),
        }
    }

    #[test]
    fn envelopes_and_contents_come_back_as_they_went() {
        for content in [
            Content::Text("Grüße 👋".into()),
            Content::Text(String::new()),
            Content::Typing(true),
            Content::Introduction {
                language: "pt-BR".into(),
            },
            Content::End,
        ] {
            assert_eq!(Content::decode(&content.encode()), Ok(content), "the content");
        }
        for sent in [envelope(None), envelope(Some(&Content::End))] {
            assert_eq!(Envelope::decode(&sent.encode()), Ok(sent), "the envelope");
        }
    }

    #[test]
    fn an_envelope_has_these_bytes() {
        let bytes = envelope(Some(&Content::Typing(true))).encode();
        let expected = [
            &[0x87, 0x03, 0x19, 0x01, 0x2c, 0x50][..],
            &[1; 16],
            &[0x1a, 0x00, 0x01, 0x11, 0x70, 0x50],
            &[2; 16],
            &[0x1a, 0x00, 0x01, 0x11, 0x6f, 0x43, 0x82, 0x02, 0xf5],
        ]
        .concat();
        assert_eq!(bytes.as_slice(), expected);
    }

    #[test]
    fn what_is_cut_long_or_spelled_otherwise_is_refused() {
        let good = envelope(Some(&Content::Text("hello".into()))).encode();
        for length in 0..good.len() {
            assert!(Envelope::decode(&good[..length]).is_err(), "cut at {length}");
        }
        assert!(Envelope::decode(&[&good[..], &[0]].concat()).is_err(), "a byte more");
        for (number, latest, content) in [(3, 300, None), (3, 2, Some(Content::End.encode()))] {
            let odd = Envelope {
                number,
                latest,
                content,
                ..envelope(None)
            };
            assert!(
                Envelope::decode(&odd.encode()).is_err(),
                "numbered and empty, or above the latest"
            );
        }
        let long = Content::Text("a".repeat(MAX_TEXT + 1)).encode();
        assert!(Content::decode(&long).is_err(), "a text over the limit");
        for wrong in [
            &[0x82, 0x04, 0x00][..],
            &[0x81, 0x01],
            &[0x82, 0x02, 0x01],
            &[0x82, 0x18, 0x01, 0x60],
            &[],
        ] {
            assert!(Content::decode(wrong).is_err(), "{wrong:02x?}");
        }
    }

    #[test]
    fn a_language_that_is_no_tag_is_refused() {
        for tag in ["en", "pt-BR", "zh-Hant-HK", "de-CH-1996", "und", "i-klingon"] {
            assert!(is_language(tag), "{tag}");
        }
        for tag in [
            "",
            "-",
            "en-",
            "en--US",
            "e n",
            "<b>",
            "englishlanguage",
            "1en",
            "\u{202e}ne",
            &"a-".repeat(20),
        ] {
            assert!(!is_language(tag), "{tag}");
            let content = Content::Introduction { language: tag.into() };
            assert_eq!(Content::decode(&content.encode()), Err(Malformed), "{tag}");
        }
    }

    #[test]
    fn a_newer_peers_content_is_known_to_be_unknown() {
        assert_eq!(Content::decode(&[0x82, 0x18, 0x63, 0x00]), Ok(Content::Unknown));
    }

    #[test]
    fn debug_prints_no_text() {
        assert_eq!(format!("{:?}", Content::Text("secret".into())), "Text(_)");
    }
}
