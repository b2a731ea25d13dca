//! The name of a desk.

use core::{fmt, str::FromStr};

use crate::base32;

/// SHA-256 of a desk's root record: the desk's name, printed `hw1` and 52 characters of base32.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; 32]);

const PREFIX: &str = "hw1";

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(PREFIX)?;
        f.write_str(&base32::encode(&self.0))
    }
}

/// A fingerprint is public: it is printed as people know it.
impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Fingerprint {
    type Err = FingerprintError;

    fn from_str(text: &str) -> Result<Self, FingerprintError> {
        let letters = text.strip_prefix(PREFIX).ok_or(FingerprintError)?;
        base32::decode(letters).map(Self).ok_or(FingerprintError)
    }
}

/// The text is not a fingerprint: `hw1` and 52 characters of a-z and 2-7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FingerprintError;

impl fmt::Display for FingerprintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a desk's fingerprint is \"hw1\" followed by 52 characters of a-z and 2-7")
    }
}

impl core::error::Error for FingerprintError {}

#[cfg(test)]
mod tests {
    use alloc::{format, string::ToString};

    use super::*;

    const TEXT: &str = "hw1aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dypq";

    #[test]
    fn a_fingerprint_reads_back_what_it_prints() {
        let counting = Fingerprint(core::array::from_fn(|index| index as u8));
        assert_eq!(counting.to_string(), TEXT);
        assert_eq!(format!("{counting:?}"), TEXT);
        assert_eq!(TEXT.parse(), Ok(counting));
        for byte in [0, 0xff, 0x5a] {
            let same = Fingerprint([byte; 32]);
            assert_eq!(same.to_string().parse(), Ok(same));
        }
    }

    #[test]
    fn any_other_spelling_of_a_fingerprint_is_refused() {
        let mut refused = std::vec::Vec::from([
            "".to_string(),
            "hw1".to_string(),
            TEXT.to_uppercase(),
            TEXT.replace("hw1", "hw2"),
            TEXT.replace("hw1", ""),
            format!("{TEXT}a"),
            format!("{TEXT}===="),
            format!(" {TEXT}"),
            format!("{TEXT}\n"),
            TEXT[..TEXT.len() - 1].to_string(),
            TEXT.replace('7', "8"),
            TEXT.replacen('a', "0", 1),
            TEXT.replacen('a', "á", 1),
        ]);
        // The last character carries one bit: only `a` and `q` leave its other four at zero.
        for last in "bcdefghijklmnoprstuvwxyz234567".chars() {
            refused.push(format!("{}{last}", &TEXT[..TEXT.len() - 1]));
        }
        refused.retain(|text| text != TEXT);
        for text in refused {
            assert_eq!(text.parse::<Fingerprint>(), Err(FingerprintError), "{text:?}");
        }
    }
}
