//! One character in, one byte out: what a character means to a detector, whatever it looks like.
//!
//! Digits of every script become ASCII digits, Latin letters lose their marks, Cyrillic and Greek letters
//! get a byte each (so that cue words of those languages can be told), dashes, quotes and blanks become one of each,
//! what nobody sees is dropped. The two Latin tables are Unicode's own decompositions (UnicodeData.txt),
//! with the letters that have none (ø, ł, ß, …) set to the letter people type instead.

/// The character leaves no trace: zero-width, combining, direction marks, variation selectors.
pub(crate) const DROP: u8 = 0;
/// Something that is neither letter, digit nor known punctuation.
pub(crate) const OTHER: u8 = 1;
/// Stands for a placeholder or for what has been found already: no detector looks across it.
pub(crate) const BARRIER: u8 = 2;
/// A letter of a script that is told apart no further.
pub(crate) const LETTER: u8 = 0x80;
/// A letter of a script written without blanks: a number may stand right beside it.
pub(crate) const UNSPACED: u8 = 0x81;
/// Cyrillic а…я, then ѐ…џ.
const CYRILLIC: u8 = 0xA0;
/// Greek α…ω.
const GREEK: u8 = 0xE0;

/// First code points of the decimal digits of a script (Unicode general category Nd), each ten in a row.
static DIGITS: [u32; 24] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0,
    0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6,
];

/// U+00C0 to U+024F.
static LATIN: &[u8; 400] = b"\
    AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo.ouuuuyty\
    AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL\
    lLlNnNnNn?NnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs\
    ???????????????E??f?????????????Oo?????????????Uu???????????????\
    ????DDdLLlNNnAaIiOoUuUuUuUuUu?AaAa????GgKkOoOo??jDDdGg??NnAa????\
    AaAaEeEeIiIiOoOoRrRrUuUuSsTt??Hh??????AaEeOoOoOoOoYy????????????\
    ????????????????";
/// U+1E00 to U+1EFF.
static LATIN_MORE: &[u8; 256] = b"\
    AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMm\
    MmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv\
    WwWwWwWwWwXxXxYyZzZzZzhtwyas??S?AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe\
    EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy??????";

/// The byte a character stands for. Case is kept.
pub(crate) fn fold(c: char) -> u8 {
    let cp = c as u32;
    match cp {
        0x09 | 0x20 => b' ',
        0x0A | 0x0D => b'\n',
        0x21..=0x7E => cp as u8,
        0x00..=0x1F | 0x7F => OTHER,
        0xA0 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000 | 0x1680 => b' ',
        0x85 | 0x2028 | 0x2029 => b'\n',
        0xAD
        | 0x034F
        | 0x061C
        | 0x115F
        | 0x1160
        | 0x17B4
        | 0x17B5
        | 0x180B..=0x180E
        | 0x200B..=0x200F
        | 0x202A..=0x202E => DROP,
        0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xE0000..=0xE0FFF => DROP,
        0x0300..=0x036F | 0x0483..=0x0489 | 0x0591..=0x05BD | 0x064B..=0x065F | 0x0670 | 0x1AB0..=0x1AFF => DROP,
        0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F => DROP,
        0xAA => b'a',
        0xBA | 0xB0 => b'o',
        0xC0..=0x24F => letter(LATIN, cp - 0xC0),
        0x1E00..=0x1EFF => letter(LATIN_MORE, cp - 0x1E00),
        0x2010..=0x2015 | 0x2212 | 0x2043 | 0xFE58 | 0xFE63 | 0xFF0D | 0x2E3A => b'-',
        0x2018..=0x201B | 0x2032 | 0x02BC | 0x00B4 | 0xFF07 => b'\'',
        0x201C..=0x201F | 0x2033 | 0x00AB | 0x00BB | 0x2039 | 0x203A | 0xFF02 => b'"',
        0x2024 | 0xFF0E | 0x3002 | 0x00B7 | 0x2022 | 0x30FB => b'.',
        0xFE55 | 0xFF1A | 0xA789 | 0x2236 => b':',
        0xFE6B => b'@',
        0x2044 | 0x2215 => b'/',
        0xFF01..=0xFF5E => (cp - 0xFF01 + 0x21) as u8,
        0x0410..=0x044F => CYRILLIC + ((cp - 0x0410) % 32) as u8,
        0x0400..=0x040F => CYRILLIC + 32 + (cp - 0x0400) as u8,
        0x0450..=0x045F => CYRILLIC + 32 + (cp - 0x0450) as u8,
        0x0391..=0x03A9 => GREEK + (cp - 0x0391) as u8,
        0x03B1..=0x03C9 => GREEK + (cp - 0x03B1) as u8,
        0x0386 | 0x03AC => GREEK,
        0x0388 | 0x03AD => GREEK + 4,
        0x0389 | 0x03AE => GREEK + 6,
        0x038A | 0x03AF | 0x03CA => GREEK + 8,
        0x038C | 0x03CC => GREEK + 14,
        0x038E | 0x03CD | 0x03CB => GREEK + 19,
        0x038F | 0x03CE => GREEK + 24,
        0x0E00..=0x0E4F | 0x0E80..=0x0ECF | 0x1000..=0x103F | 0x1780..=0x17B3 => UNSPACED,
        0x3040..=0x30FA | 0x30FC..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF | 0x20000..=0x3FFFF => UNSPACED,
        0x1D400..=0x1D6A3 => {
            let nth = (cp - 0x1D400) % 52;
            if nth < 26 {
                b'A' + nth as u8
            } else {
                b'a' + (nth - 26) as u8
            }
        }
        _ => match DIGITS.iter().find(|&&zero| cp >= zero && cp < zero + 10) {
            Some(zero) => b'0' + (cp - zero) as u8,
            // Not Unicode's own table, which would be half as large as this whole room: blocks of letters.
            None if matches!(cp, 0x0250..=0x02AF | 0x0370..=0x1FFF | 0x2C00..=0x2DFF | 0xA000..=0xABFF | 0xF900..=0xFDFF | 0xFE70..=0xFEFC | 0x10000..=0x1BFFF) => {
                LETTER
            }
            None => OTHER,
        },
    }
}

fn letter(table: &[u8], nth: u32) -> u8 {
    match table.get(nth as usize) {
        Some(b'?') | None => LETTER,
        Some(&byte) => byte,
    }
}

/// Whether the character belongs to the one before it: a mark on a letter, an invisible joiner.
pub(crate) fn clings(c: char) -> bool {
    matches!(c as u32, 0x0300..=0x036F | 0x0483..=0x0489 | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE00..=0xFE2F)
}

/// The character as people type it: its ASCII letter or digit, if it has one.
pub(crate) fn plain(c: char) -> char {
    match fold(c) {
        byte @ (b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z') => byte as char,
        _ => c,
    }
}

/// The Latin letter that a Cyrillic or Greek one is mistaken for (Unicode confusables.txt, the ones keyboards have).
pub(crate) fn lookalike(byte: u8) -> u8 {
    let (table, from): (&[u8], u8) = match byte {
        0xA0..=0xBF => (b"a.b..e....k.mho.pcty.x..........", CYRILLIC),
        0xC5 => return b's',
        0xC6 => return b'i',
        0xC8 => return b'j',
        0xE0.. => (b"aby.ezh.ik.mv.o.p..tu.x.w", GREEK),
        _ => return byte,
    };
    match table.get(usize::from(byte - from)) {
        Some(b'.') | None => byte,
        Some(&latin) => latin,
    }
}
