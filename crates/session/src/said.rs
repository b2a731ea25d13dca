//! What people do in a chat beyond writing: contents 16 to 22 (PROTOCOL.md, section 7).
//!
//! ```cddl
//! edit   = [16, of: uint, tstr]            ; own message `of` now reads so
//! remove = [17, of: uint]                  ; own message `of` is taken back
//! reply  = [18, author: uint, of: uint, tstr, at: uint, n: uint]   ; a text that answers that author's text `of`
//! ask    = [19, value / form]              ; technician: may I see this?
//! value  = [0, placeholder: tstr]          form = [1, 0 / 1 / 2 / 3, note: tstr]   ; card, password, code, other
//! answer = [20, ask: uint, tstr / null]    ; customer: the value itself, once; or no
//! hidden = [21, ask: uint]                 ; technician: it is off the screen
//! rating = [22, stars: 1..5, comment: tstr]
//! ```

use alloc::string::String;
use core::fmt;

use hushwire_desk::cbor::{Decoder, Malformed};
use minicbor::{Encoder, encode};
use zeroize::Zeroize;

use crate::envelope::{MAX_TEXT, bounded};

/// UTF-8 bytes of a placeholder; the longest that a masker makes is far below.
const MAX_PLACEHOLDER: usize = 128;
/// UTF-8 bytes of the words beside a form or a rating.
pub(crate) const MAX_NOTE: usize = 1024;
/// UTF-8 bytes of a value that is shown once.
pub(crate) const MAX_VALUE: usize = 4096;

/// The first and the last code of this file.
pub(crate) const CODES: core::ops::RangeInclusive<u64> = 16..=22;

/// What a small secure form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A payment card's number.
    Card,
    /// A password.
    Password,
    /// A one-time code.
    Code,
    /// Whatever the note says.
    Other,
}

impl Form {
    /// All of them, in the order of their numbers on the wire.
    pub const ALL: [Self; 4] = [Self::Card, Self::Password, Self::Code, Self::Other];

    /// The word that programs see: kebab-case, never changed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Password => "password",
            Self::Code => "code",
            Self::Other => "other",
        }
    }

    /// The form of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.word() == word)
    }
}

/// One of these contents. What people wrote is wiped on drop and never printed.
#[derive(PartialEq, Eq)]
pub(crate) enum Said {
    Edit {
        of: u64,
        text: String,
    },
    Remove {
        of: u64,
    },
    Reply {
        author: u32,
        of: u64,
        text: String,
        at: u64,
        n: u64,
    },
    AskValue {
        placeholder: String,
    },
    AskForm {
        form: Form,
        note: String,
    },
    Answer {
        ask: u64,
        value: Option<String>,
    },
    Hidden {
        ask: u64,
    },
    Rating {
        stars: u8,
        comment: String,
    },
}

impl Said {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Edit { text, .. } | Self::Reply { text, .. } => text.len(),
            Self::AskValue { placeholder: text }
            | Self::AskForm { note: text, .. }
            | Self::Rating { comment: text, .. } => text.len(),
            Self::Answer { value, .. } => value.as_ref().map_or(0, String::len),
            Self::Remove { .. } | Self::Hidden { .. } => 0,
        }
    }

    pub(crate) fn encode<W: encode::Write>(&self, encoder: &mut Encoder<W>) -> Result<(), encode::Error<W::Error>> {
        match self {
            Self::Edit { of, text } => encoder.array(3)?.u8(16)?.u64(*of)?.str(text)?,
            Self::Remove { of } => encoder.array(2)?.u8(17)?.u64(*of)?,
            Self::Reply {
                author,
                of,
                text,
                at,
                n,
            } => {
                encoder.array(6)?.u8(18)?.u32(*author)?.u64(*of)?.str(text)?;
                encoder.u64(*at)?.u64(*n)?
            }
            Self::AskValue { placeholder } => encoder.array(2)?.u8(19)?.array(2)?.u8(0)?.str(placeholder)?,
            Self::AskForm { form, note } => {
                let form = Form::ALL.iter().position(|other| other == form).unwrap_or_default();
                encoder.array(2)?.u8(19)?.array(3)?.u8(1)?.u64(form as u64)?.str(note)?
            }
            Self::Answer { ask, value } => {
                encoder.array(3)?.u8(20)?.u64(*ask)?;
                match value {
                    Some(value) => encoder.str(value)?,
                    None => encoder.null()?,
                }
            }
            Self::Hidden { ask } => encoder.array(2)?.u8(21)?.u64(*ask)?,
            Self::Rating { stars, comment } => encoder.array(3)?.u8(22)?.u8(*stars)?.str(comment)?,
        };
        Ok(())
    }

    /// Reads what follows the code in an array of `length`.
    pub(crate) fn decode(code: u64, length: u64, decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        let expected = match code {
            16 | 20 | 22 => 3,
            18 => 6,
            _ => 2,
        };
        if length != expected {
            return Err(Malformed);
        }
        Ok(match code {
            16 => Self::Edit {
                of: number(decoder)?,
                text: bounded(decoder, MAX_TEXT)?,
            },
            17 => Self::Remove { of: number(decoder)? },
            18 => Self::Reply {
                author: decoder.u32()?,
                of: number(decoder)?,
                text: bounded(decoder, MAX_TEXT)?,
                at: decoder.u64()?,
                n: number(decoder)?,
            },
            19 => Self::decode_ask(decoder)?,
            20 => Self::Answer {
                ask: number(decoder)?,
                value: if decoder.datatype()? == minicbor::data::Type::Null {
                    decoder.null()?;
                    None
                } else {
                    Some(bounded(decoder, MAX_VALUE)?)
                },
            },
            21 => Self::Hidden { ask: number(decoder)? },
            22 => {
                let stars = decoder.u8()?;
                let comment = bounded(decoder, MAX_NOTE)?;
                if !(1..=5).contains(&stars) {
                    return Err(Malformed);
                }
                Self::Rating { stars, comment }
            }
            _ => return Err(Malformed),
        })
    }

    fn decode_ask(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        match (decoder.array()?.ok_or(Malformed)?, decoder.u8()?) {
            (2, 0) => Ok(Self::AskValue {
                placeholder: bounded(decoder, MAX_PLACEHOLDER)?,
            }),
            (3, 1) => {
                let form = usize::from(decoder.u8()?);
                Ok(Self::AskForm {
                    form: *Form::ALL.get(form).ok_or(Malformed)?,
                    note: bounded(decoder, MAX_NOTE)?,
                })
            }
            _ => Err(Malformed),
        }
    }
}

/// Messages are numbered from 1.
fn number(decoder: &mut Decoder<'_>) -> Result<u64, Malformed> {
    match decoder.u64()? {
        0 => Err(Malformed),
        number => Ok(number),
    }
}

impl Drop for Said {
    fn drop(&mut self) {
        match self {
            Self::Edit { text, .. } | Self::Reply { text, .. } => text.zeroize(),
            Self::AskValue { placeholder: text }
            | Self::AskForm { note: text, .. }
            | Self::Rating { comment: text, .. } => text.zeroize(),
            Self::Answer { value, .. } => value.zeroize(),
            Self::Remove { .. } | Self::Hidden { .. } => {}
        }
    }
}

impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Edit { .. } => "Edit(_)",
            Self::Remove { .. } => "Remove(_)",
            Self::Reply { .. } => "Reply(_)",
            Self::AskValue { .. } => "AskValue(_)",
            Self::AskForm { .. } => "AskForm(_)",
            Self::Answer { .. } => "Answer(_)",
            Self::Hidden { .. } => "Hidden(_)",
            Self::Rating { .. } => "Rating(_)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::Content;

    fn every() -> [Said; 9] {
        [
            Said::Edit {
                of: 3,
                text: "ünd".into(),
            },
            Said::Remove { of: 3 },
            Said::Reply {
                author: 1,
                of: 70_000,
                text: String::new(),
                at: 1_767_225_600,
                n: 3,
            },
            Said::AskValue {
                placeholder: "[card ••1111]".into(),
            },
            Said::AskForm {
                form: Form::Code,
                note: "from the app".into(),
            },
            Said::Answer {
                ask: 9,
                value: Some("4111 1111 1111 1111".into()),
            },
            Said::Answer { ask: 9, value: None },
            Said::Hidden { ask: 9 },
            Said::Rating {
                stars: 5,
                comment: "quick".into(),
            },
        ]
    }

    #[test]
    fn each_comes_back_as_it_went() {
        for said in every() {
            let bytes = Content::Said(said).encode();
            let read = Content::decode(&bytes).unwrap();
            assert_eq!(read.encode(), bytes, "{read:?}");
        }
    }

    #[test]
    fn each_is_refused_cut_prolonged_or_with_a_part_missing() {
        for said in every() {
            let bytes = Content::Said(said).encode();
            for length in 0..bytes.len() {
                assert!(Content::decode(&bytes[..length]).is_err(), "cut at {length}");
            }
            assert!(Content::decode(&[&bytes[..], &[0]].concat()).is_err());
            let mut shorter = bytes.to_vec();
            shorter[0] -= 1;
            assert!(Content::decode(&shorter).is_err(), "a part less");
        }
    }

    #[test]
    fn what_no_sender_of_ours_says_is_refused() {
        for (why, bytes) in [
            ("message 0", &[0x82, 0x11, 0x00][..]),
            ("no stars", &[0x83, 0x16, 0x00, 0x60]),
            ("six stars", &[0x83, 0x16, 0x06, 0x60]),
            ("form 4", &[0x82, 0x13, 0x83, 0x01, 0x04, 0x60]),
            ("an ask of neither kind", &[0x82, 0x13, 0x82, 0x02, 0x60]),
            ("a number for a value", &[0x83, 0x14, 0x01, 0x01]),
        ] {
            assert_eq!(Content::decode(bytes), Err(Malformed), "{why}");
        }
        let long = Said::AskForm {
            form: Form::Other,
            note: "a".repeat(MAX_NOTE + 1),
        };
        assert!(
            Content::decode(&Content::Said(long).encode()).is_err(),
            "a note over the limit"
        );
    }

    #[test]
    fn debug_prints_no_text() {
        for said in every() {
            let shown = format!("{said:?}");
            assert!(shown.ends_with("(_)"), "{shown}");
        }
    }
}
