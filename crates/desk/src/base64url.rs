//! RFC 4648 section 5 without padding: how secrets travel as text. One spelling only; buffers are wiped.

use alloc::{string::String, vec::Vec};
use zeroize::Zeroizing;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Appends to `text`, which the caller has made large enough: a buffer that grows would leave an unwiped copy behind.
pub fn encode_into(bytes: &[u8], text: &mut String) {
    for chunk in bytes.chunks(3) {
        let mut group = [0_u8; 3];
        for (slot, byte) in group.iter_mut().zip(chunk) {
            *slot = *byte;
        }
        let group = u32::from_be_bytes([0, group[0], group[1], group[2]]);
        for position in 0..=chunk.len() {
            let six = (group >> (18 - 6 * position)) & 63;
            text.extend(ALPHABET.get(six as usize).map(|letter| char::from(*letter)));
        }
    }
}

/// The number of characters that `bytes` bytes become: six bits in each.
pub const fn encoded_length(bytes: usize) -> usize {
    (bytes * 4).div_ceil(3)
}

/// The bytes of a text in its one spelling: no padding, no other letters, no stray bits at the end.
pub fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() / 4 * 3 + 2));
    for chunk in text.as_bytes().chunks(4) {
        if chunk.len() == 1 {
            return None;
        }
        let mut group = 0_u32;
        for letter in chunk {
            group = (group << 6) | u32::from(six_bits(*letter)?);
        }
        group <<= 6 * (4 - chunk.len());
        let [_, octets @ ..] = group.to_be_bytes();
        let (carried, padding) = octets.split_at(chunk.len() - 1);
        if padding.iter().any(|bits| *bits != 0) {
            return None;
        }
        bytes.extend_from_slice(carried);
    }
    Some(bytes)
}

fn six_bits(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(bytes: &[u8]) -> String {
        let mut text = String::new();
        encode_into(bytes, &mut text);
        assert_eq!(text.len(), encoded_length(bytes.len()));
        text
    }

    #[test]
    fn the_vectors_of_rfc_4648_section_10_come_out_without_padding() {
        for (plain, expected) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(plain.as_bytes()), expected);
            assert_eq!(decode(expected).as_deref().map(Vec::as_slice), Some(plain.as_bytes()));
        }
        assert_eq!(encode(&[0xfb, 0xff]), "-_8");
    }

    #[test]
    fn a_second_spelling_is_refused() {
        for text in ["Zg==", "Zh", "Zm9", "Z", "Zm9vY", "Zm 9v", "Zm9v\n", "+/8", "Zm9ü"] {
            assert!(decode(text).is_none(), "{text:?}");
        }
    }
}
