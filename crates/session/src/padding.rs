//! Message lengths that say little: 256, 512, 1024 bytes, then Padmé (PROTOCOL.md, "Padding").
//!
//! Padmé: Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs",
//! PETS 2019, section 4. It leaks O(log log L) bits of the length and costs at most 12 %.

use alloc::vec::Vec;

use zeroize::Zeroizing;

/// Bytes of the length field in front of the plaintext.
const LENGTH: usize = 4;
/// The small classes; nearly every chat message falls into the first.
const SMALL: [usize; 3] = [256, 512, 1024];

/// Size on the wire of `length` bytes of plaintext.
pub(crate) fn padded_length(length: usize) -> usize {
    let total = length.saturating_add(LENGTH);
    for class in SMALL {
        if total <= class {
            return class;
        }
    }
    let exponent = total.ilog2();
    let fraction = exponent.ilog2() + 1;
    let mask = (1usize << (exponent - fraction)) - 1;
    total.saturating_add(mask) & !mask
}

/// Length, plaintext, zeroes. `spare` bytes of capacity are kept for the caller (an authentication tag), so that
/// the buffer is never moved and no copy of the plaintext stays behind.
pub(crate) fn pad(plaintext: &[u8], spare: usize) -> Zeroizing<Vec<u8>> {
    let total = padded_length(plaintext.len());
    let mut out = Zeroizing::new(Vec::with_capacity(total + spare));
    let length = u32::try_from(plaintext.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(plaintext);
    out.resize(total, 0);
    out
}

/// The plaintext inside, or nothing if the padding is not exactly what [`pad`] makes.
pub(crate) fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let (length, rest) = padded.split_first_chunk::<LENGTH>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (plaintext, zeroes) = rest.split_at_checked(length)?;
    (padded_length(length) == padded.len() && zeroes.iter().all(|byte| *byte == 0)).then_some(plaintext)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_fall_into_classes() {
        let classes = [
            (0, 256),
            (252, 256),
            (253, 512),
            (508, 512),
            (509, 1024),
            (1020, 1024),
            (1021, 1088),
            (2000, 2048),
            (40_000, 40_960),
        ];
        for (length, class) in classes {
            assert_eq!(padded_length(length), class, "{length} bytes");
        }
    }

    #[test]
    fn padding_costs_at_most_an_eighth_above_the_small_classes() {
        for length in 1021..66_000 {
            let padded = padded_length(length);
            assert!(
                padded >= length + LENGTH && padded - length - LENGTH <= length / 8,
                "{length} -> {padded}"
            );
        }
    }

    #[test]
    fn what_was_padded_comes_back_and_nothing_else_does() {
        for length in [0, 1, 251, 252, 253, 1020, 1021, 5000] {
            let plaintext = alloc::vec![7; length];
            let padded = pad(&plaintext, 16);
            assert_eq!(unpad(&padded), Some(&plaintext[..]));
            assert_eq!(unpad(&padded[..padded.len() - 1]), None, "a byte short");
            let mut dirty = padded.to_vec();
            if let Some(last) = dirty.last_mut().filter(|_| padded.len() > length + LENGTH) {
                *last = 1;
                assert_eq!(unpad(&dirty), None, "padding that is not zero");
            }
        }
        assert_eq!(unpad(&[]), None);
        assert_eq!(unpad(&[0xFF; 256]), None, "a length beyond the message");
    }
}
