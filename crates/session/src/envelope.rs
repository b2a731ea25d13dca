//! What is inside a message once it is decrypted: bookkeeping of the delivery, and the content (`envelope/content.rs`).
//!
//! ```cddl
//! envelope = [number: uint, latest: uint, hash: bstr .size 16,
//!             ack: uint, seen: bstr .size 16, read: uint, content: bstr .cbor content / null]
//! ```

mod content;

use alloc::vec::Vec;

use hushwire_desk::cbor::{self, Malformed};
use zeroize::Zeroizing;

pub(crate) use content::{Content, MAX_CONTENT, Reason, bounded, is_language};

/// UTF-8 bytes of one text. Padded, sealed and framed it stays below the relay's 64 KiB with room for a long header.
pub const MAX_TEXT: usize = 16 * 1024;
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

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    fn text(words: &str) -> Content {
        Content::Text {
            text: words.into(),
            at: 1_767_225_600,
            n: 7,
        }
    }

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
            text("Grüße 👋"),
            text(""),
            Content::Typing(true),
            Content::Introduction {
                language: "pt-BR".into(),
                key: [7; 32],
            },
            Content::Stated {
                statement: vec![1; 70],
                signature: [2; 64],
            },
            Content::Countersigned { signature: [3; 64] },
            Content::End(Reason::WANTED),
            Content::End(Reason(255)),
            Content::Papers {
                certificate: None,
                manifest: vec![1; 300],
            },
            Content::Papers {
                certificate: Some(vec![2; 200]),
                manifest: vec![],
            },
        ] {
            assert_eq!(Content::decode(&content.encode()), Ok(content), "the content");
        }
        for sent in [envelope(None), envelope(Some(&Content::End(Reason::WANTED)))] {
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
        let good = envelope(Some(&text("hello"))).encode();
        for length in 0..good.len() {
            assert!(Envelope::decode(&good[..length]).is_err(), "cut at {length}");
        }
        assert!(Envelope::decode(&[&good[..], &[0]].concat()).is_err(), "a byte more");
        for (number, latest, content) in [(3, 300, None), (3, 2, Some(Content::End(Reason::WANTED).encode()))] {
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
        let long = text(&"a".repeat(MAX_TEXT + 1)).encode();
        assert!(Content::decode(&long).is_err(), "a text over the limit");
        for wrong in [
            &[0x81, 0x04][..],
            &[0x82, 0x04, 0x19, 0x01, 0x00],
            &[0x82, 0x01, 0x60],
            &[0x82, 0x05, 0xf6],
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
            let content = Content::Introduction {
                language: tag.into(),
                key: [7; 32],
            };
            assert_eq!(Content::decode(&content.encode()), Err(Malformed), "{tag}");
        }
    }

    #[test]
    fn a_text_and_an_end_have_these_bytes() {
        let expected = [&[0x84, 0x01, 0x62][..], b"hi", &[0x1a, 0x69, 0x55, 0xb9, 0x00, 0x07]].concat();
        assert_eq!(text("hi").encode().as_slice(), expected);
        assert_eq!(
            Content::End(Reason::of("revoked")).encode().as_slice(),
            [0x82, 0x04, 0x03]
        );
    }

    #[test]
    fn reasons_have_words_and_an_unknown_one_says_so() {
        for code in [
            "ended",
            "expired-certificate",
            "expired-manifest",
            "revoked",
            "fork",
            "desynchronised",
        ] {
            assert_eq!(Reason::of(code).code(), code);
        }
        assert_eq!(Reason(200).code(), "unknown-reason");
    }

    #[test]
    fn a_newer_peers_content_is_known_to_be_unknown() {
        assert_eq!(Content::decode(&[0x82, 0x18, 0x63, 0x00]), Ok(Content::Unknown));
    }

    #[test]
    fn debug_prints_no_text() {
        assert_eq!(format!("{:?}", text("secret")), "Text(_)");
    }
}
