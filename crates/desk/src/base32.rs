//! RFC 4648 section 6, lower case, without padding, for exactly 32 bytes: what a fingerprint looks like when people
//! copy it. One spelling only: capitals, padding and stray trailing bits are refused.

use alloc::string::String;

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// 256 bits in groups of five: 51 full characters and one that carries the last bit and four zero bits.
pub(crate) const LENGTH: usize = 52;

pub(crate) fn encode(bytes: &[u8; 32]) -> String {
    let mut text = String::with_capacity(LENGTH);
    let (mut waiting, mut bits) = (0_u32, 0);
    let mut push = |five: u32| text.extend(ALPHABET.get((five & 31) as usize).map(|letter| char::from(*letter)));
    for byte in bytes {
        waiting = (waiting << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            push(waiting >> bits);
        }
        waiting &= (1 << bits) - 1;
    }
    push(waiting << (5 - bits));
    text
}

pub(crate) fn decode(text: &str) -> Option<[u8; 32]> {
    if text.len() != LENGTH {
        return None;
    }
    let mut bytes = [0; 32];
    let mut slots = bytes.iter_mut();
    let (mut waiting, mut bits) = (0_u32, 0);
    for letter in text.bytes() {
        let five = match letter {
            b'a'..=b'z' => letter - b'a',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => return None,
        };
        waiting = (waiting << 5) | u32::from(five);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            *slots.next()? = (waiting >> bits) as u8;
            waiting &= (1 << bits) - 1;
        }
    }
    (waiting == 0).then_some(bytes)
}
