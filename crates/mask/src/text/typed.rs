//! What one typed character adds to a number that people read out and write down in groups: a PIN, and nothing else yet.

use super::fold::{DROP, fold};

/// What one typed character adds to a number that people read out and write down in groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A digit of any script, as its value.
    Digit(u8),
    /// Nothing: a blank, dash, dot or slash between groups, or something that nobody sees.
    Nothing,
    /// What belongs into no number.
    Other,
}

/// Reads one character of a number as people type it.
pub fn typed(c: char) -> Typed {
    match fold(c) {
        digit @ b'0'..=b'9' => Typed::Digit(digit - b'0'),
        b' ' | b'\n' | b'-' | b'.' | b'/' | DROP => Typed::Nothing,
        _ => Typed::Other,
    }
}
