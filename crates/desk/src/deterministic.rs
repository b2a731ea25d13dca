//! One spelling for every structure: RFC 8949 section 4.2.1 (deterministic encoding), in the profile that Hushwire uses.
//!
//! Whoever signs or hashes bytes must not meet a second form of the same content. So before a structure is read, its
//! bytes are walked once, and everything that an encoder of ours would not have written is refused: a longer form of an
//! integer or a length, an indefinite length, map keys out of order or twice, bytes after the end, text that is not UTF-8.
//! The profile has no floats, no tags, and of the simple values only false, true and null.

/// Deeper than any structure of ours (the manifest's texts are three deep), shallow enough for any stack.
const DEEPEST: u8 = 8;

/// True if `bytes` are exactly one data item in the one form that deterministic encoding allows.
pub fn is_deterministic(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    item(&mut rest, DEEPEST).is_some() && rest.is_empty()
}

/// Walks one item off the front; `None` if it is cut short or spelled in any other way.
fn item(rest: &mut &[u8], depth: u8) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    let Head { major, value } = head(rest)?;
    match major {
        0 | 1 => {}
        2 => {
            take(rest, value)?;
        }
        3 => {
            core::str::from_utf8(take(rest, value)?).ok()?;
        }
        // Each item takes at least a byte, so a false count ends with the input and not with the count.
        4 => {
            for _ in 0..value {
                item(rest, depth)?;
            }
        }
        5 => {
            let mut previous: &[u8] = &[];
            for _ in 0..value {
                let before = *rest;
                item(rest, depth)?;
                let key = before.get(..before.len() - rest.len())?;
                if key <= previous {
                    return None;
                }
                previous = key;
                item(rest, depth)?;
            }
        }
        7 if matches!(value, 20..=22) => {}
        _ => return None,
    }
    Some(())
}

struct Head {
    major: u8,
    value: u64,
}

fn head(rest: &mut &[u8]) -> Option<Head> {
    let (first, _) = rest.split_first()?;
    let (major, short) = (first >> 5, first & 31);
    take(rest, 1)?;
    let (width, smallest) = match short {
        0..=23 => {
            return Some(Head {
                major,
                value: u64::from(short),
            });
        }
        24 => (1, 24),
        25 => (2, 1 << 8),
        26 => (4, 1 << 16),
        27 => (8, 1 << 32),
        _ => return None,
    };
    let value = take(rest, width)?
        .iter()
        .fold(0, |value, byte| (value << 8) | u64::from(*byte));
    (value >= smallest).then_some(Head { major, value })
}

fn take<'b>(rest: &mut &'b [u8], length: u64) -> Option<&'b [u8]> {
    let (taken, left) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    *rest = left;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_form_of_each_kind_is_accepted() {
        let accepted: &[&[u8]] = &[
            &[0x00],
            &[0x17],
            &[0x18, 24],
            &[0x19, 1, 0],
            &[0x1a, 0, 1, 0, 0],
            &[0x1b, 0, 0, 0, 1, 0, 0, 0, 0],
            &[0x20],
            &[0x40],
            &[0x62, b'h', b'w'],
            &[0x82, 0xf4, 0xf6],
            &[0xa2, 0x00, 0x01, 0x01, 0xf5],
            &[0xa2, 0x61, b'b', 0x00, 0x62, b'a', b'a', 0x00],
        ];
        for bytes in accepted {
            assert!(is_deterministic(bytes), "{bytes:02x?}");
        }
    }

    #[test]
    fn every_other_spelling_is_refused() {
        let refused: &[(&str, &[u8])] = &[
            ("nothing", &[]),
            ("one-byte form of 23", &[0x18, 23]),
            ("two-byte form of 255", &[0x19, 0, 255]),
            ("four-byte form of 65535", &[0x1a, 0, 0, 255, 255]),
            ("eight-byte form of 2^32 - 1", &[0x1b, 0, 0, 0, 0, 255, 255, 255, 255]),
            ("long length of a byte string", &[0x58, 1, 0]),
            ("long length of an array", &[0x98, 1, 0]),
            ("indefinite byte string", &[0x5f, 0x41, 0, 0xff]),
            ("indefinite text", &[0x7f, 0x61, b'a', 0xff]),
            ("indefinite array", &[0x9f, 0x00, 0xff]),
            ("indefinite map", &[0xbf, 0x00, 0x00, 0xff]),
            ("break alone", &[0xff]),
            ("reserved length", &[0x1c]),
            ("bytes after the end", &[0x00, 0x00]),
            ("map keys out of order", &[0xa2, 0x01, 0x00, 0x00, 0x00]),
            ("map key twice", &[0xa2, 0x00, 0x00, 0x00, 0x00]),
            (
                "longer key before shorter",
                &[0xa2, 0x62, b'a', b'a', 0x00, 0x61, b'b', 0x00],
            ),
            ("text that is not UTF-8", &[0x61, 0xff]),
            ("half float", &[0xf9, 0, 0]),
            ("undefined", &[0xf7]),
            ("simple value 24", &[0xf8, 24]),
            ("tag", &[0xc0, 0x00]),
            ("cut byte string", &[0x42, 0]),
            (
                "array of 2^64 - 1 items",
                &[0x9b, 255, 255, 255, 255, 255, 255, 255, 255, 0],
            ),
            (
                "byte string of 2^64 - 1 bytes",
                &[0x5b, 255, 255, 255, 255, 255, 255, 255, 255, 0],
            ),
            (
                "nine arrays deep",
                &[0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x80],
            ),
        ];
        for (why, bytes) in refused {
            assert!(!is_deterministic(bytes), "{why}: {bytes:02x?}");
        }
    }
}
