//! Check digits. All functions take the characters of a number and say whether they agree;
//! a character that does not belong there means "no", never a panic.

/// The value of a decimal digit.
pub(crate) fn digit(b: u8) -> Option<u32> {
    b.is_ascii_digit().then(|| u32::from(b - b'0'))
}

/// 0-9, then A-Z or a-z as 10-35.
pub(crate) fn base36(b: u8) -> Option<u32> {
    match b {
        b'0'..=b'9' => Some(u32::from(b - b'0')),
        b'A'..=b'Z' => Some(u32::from(b - b'A') + 10),
        b'a'..=b'z' => Some(u32::from(b - b'a') + 10),
        _ => None,
    }
}

/// The digits as one number (at most 18 of them).
pub(crate) fn number(digits: &[u8]) -> Option<u64> {
    if digits.len() > 18 {
        return None;
    }
    digits
        .iter()
        .try_fold(0, |sum, &b| Some(sum * 10 + u64::from(digit(b)?)))
}

/// ISO/IEC 7812-1 annex B (Luhn, mod 10).
pub(crate) fn luhn(digits: &[u8]) -> bool {
    let sum = digits.iter().rev().enumerate().try_fold(0, |sum, (place, &b)| {
        let d = digit(b)?;
        Some(sum + if place % 2 == 0 { d } else { d * 2 / 10 + d * 2 % 10 })
    });
    sum.is_some_and(|sum| sum % 10 == 0)
}

/// The remainder by 97 of a number in which letters stand for 10-35 (ISO/IEC 7064 MOD 97-10).
pub(crate) fn mod97(characters: impl Iterator<Item = u8>) -> Option<u32> {
    characters.map(base36).try_fold(0, |rest, value| {
        let value = value?;
        Some(
            if value < 10 {
                rest * 10 + value
            } else {
                rest * 100 + value
            } % 97,
        )
    })
}

/// ISO/IEC 7064 MOD 11,10.
pub(crate) fn mod11_10(digits: &[u8]) -> bool {
    let Some((check, body)) = digits.split_last() else {
        return false;
    };
    let sum = body.iter().try_fold(10, |product, &b| {
        let sum = (digit(b)? + product) % 10;
        Some(if sum == 0 { 10 } else { sum } * 2 % 11)
    });
    sum.zip(digit(*check))
        .is_some_and(|(product, check)| (product + check) % 10 == 1)
}
