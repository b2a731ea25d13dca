//! The text as the tagger reads it: words, numbers and marks, each a handful of hashes.
//!
//! A word is a run of letters and digits. A mark is one character. Chinese characters and hiragana are words of one
//! character each, since nothing else parts them; a run of katakana is one word. What was found already, and every
//! placeholder, is one token that tells its kind only, so that a masked text reads like the text it was made from.

use crate::kind::Kind;
use crate::placeholder;
use crate::text::{fold, is_digit};

/// Shapes: what kind of run a token is. They are features, so their numbers are part of the trained tables.
pub(crate) mod shape {
    pub(crate) const LINE: u8 = 1;
    pub(crate) const DOT: u8 = 2;
    pub(crate) const COMMA: u8 = 3;
    pub(crate) const COLON: u8 = 4;
    pub(crate) const DASH: u8 = 5;
    pub(crate) const AT: u8 = 6;
    pub(crate) const HASH: u8 = 7;
    pub(crate) const SLASH: u8 = 8;
    pub(crate) const QUOTE: u8 = 9;
    pub(crate) const END: u8 = 10;
    pub(crate) const MARK: u8 = 11;
    /// Numbers of one or two, three, four, five, more digits.
    pub(crate) const NUMBER: u8 = 12;
    pub(crate) const MIXED: u8 = 17;
    pub(crate) const LOWER: u8 = 18;
    pub(crate) const CAPITAL: u8 = 19;
    pub(crate) const UPPER: u8 = 20;
    pub(crate) const INITIAL: u8 = 21;
    pub(crate) const LETTER: u8 = 22;
    pub(crate) const CAMEL: u8 = 23;
    pub(crate) const CASELESS: u8 = 24;
    pub(crate) const HAN: u8 = 25;
    pub(crate) const HIRAGANA: u8 = 26;
    pub(crate) const KATAKANA: u8 = 27;
    pub(crate) const HANGUL: u8 = 28;
    pub(crate) const FOUND: u8 = 29;
    pub(crate) const PERSON: u8 = 30;
    pub(crate) const PLACE: u8 = 31;
}

/// A word, a number or a mark.
#[derive(Clone, Copy, Debug, Default)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Hash of the token in lower case and without marks on letters.
    pub hash: u32,
    /// Its first three characters, 16 bits each.
    pub(crate) prefix: u64,
    /// Its last four characters, 16 bits each.
    pub(crate) suffix: u64,
    /// What kind of run it is.
    pub shape: u8,
    /// Bits of the word lists it is in.
    pub lists: u8,
}

impl Token {
    pub(crate) fn is_word(&self) -> bool {
        (shape::MIXED..=shape::HANGUL).contains(&self.shape)
    }
}

/// What a word list and a feature know a word by.
pub(crate) const HASH_START: u32 = 0x2545_F491;

pub(crate) fn hash_step(hash: u32, code: u32) -> u32 {
    (hash.rotate_left(5) ^ code).wrapping_mul(0x9E37_79B1)
}

/// The hash of a single word as [`tokenise`] makes it.
#[must_use]
pub fn word_hash(word: &str) -> u32 {
    word.chars().fold(HASH_START, |hash, c| match code(c) {
        Some(code) => hash_step(hash, code),
        None => hash,
    })
}

/// What a character counts as in a hash: its plain letter in lower case, or itself. Nothing for what nobody sees.
fn code(c: char) -> Option<u32> {
    if c.is_ascii() {
        return Some(u32::from((c as u8).to_ascii_lowercase()));
    }
    match fold(c) {
        0 => None,
        byte @ 3..=0x7F => Some(u32::from(byte.to_ascii_lowercase())),
        byte @ 0xA0.. => Some(u32::from(byte)),
        _ => Some(c as u32),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Blank,
    Lower,
    Upper,
    Digit,
    Caseless,
    Han,
    Hiragana,
    Katakana,
    Hangul,
    Mark(u8),
    Nothing,
}

fn class(c: char) -> (Class, u32) {
    let cp = c as u32;
    let byte = if cp < 0x80 { cp as u8 } else { fold(c) };
    match byte {
        b' ' | b'\t' => (Class::Blank, 0),
        b'a'..=b'z' => (Class::Lower, u32::from(byte)),
        b'A'..=b'Z' => (Class::Upper, u32::from(byte | 0x20)),
        b'0'..=b'9' => (Class::Digit, u32::from(byte)),
        b'\n' | b'\r' => (Class::Mark(b'\n'), 0),
        0xA0.. => {
            let upper = matches!(cp, 0x0400..=0x042F | 0x0386..=0x038F | 0x0391..=0x03A9);
            (if upper { Class::Upper } else { Class::Lower }, u32::from(byte))
        }
        0x80 | 0x81 => (script(cp), cp),
        0 if cp >= 0x80 => (Class::Nothing, 0),
        _ => (Class::Mark(byte), cp),
    }
}

fn script(cp: u32) -> Class {
    match cp {
        0x3040..=0x309F => Class::Hiragana,
        0x30A0..=0x30FF | 0xFF66..=0xFF9F => Class::Katakana,
        0x3400..=0x9FFF | 0x20000..=0x3FFFF => Class::Han,
        0xAC00..=0xD7AF | 0x1100..=0x11FF => Class::Hangul,
        _ => Class::Caseless,
    }
}

fn mark_shape(byte: u8) -> u8 {
    match byte {
        b'\n' => shape::LINE,
        b'.' => shape::DOT,
        b',' | b';' => shape::COMMA,
        b':' => shape::COLON,
        b'-' | b'_' => shape::DASH,
        b'@' => shape::AT,
        b'#' => shape::HASH,
        b'/' | b'\\' => shape::SLASH,
        b'"' | b'\'' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'<' | b'>' => shape::QUOTE,
        b'?' | b'!' => shape::END,
        _ => shape::MARK,
    }
}

/// A word in the making.
#[derive(Default)]
struct Run {
    start: usize,
    hash: u32,
    prefix: u64,
    suffix: u64,
    letters: u16,
    lower: u16,
    upper: u16,
    digits: u16,
    first_upper: bool,
    last: u8,
    script: u8,
}

impl Run {
    fn open(start: usize) -> Self {
        Self {
            start,
            hash: HASH_START,
            ..Self::default()
        }
    }
    fn push(&mut self, class: Class, code: u32) {
        let nth = self.letters.saturating_add(self.digits);
        self.hash = hash_step(self.hash, code);
        let code = u64::from(code & 0xFFFF);
        if nth < 3 {
            self.prefix = self.prefix << 16 | code;
        }
        self.suffix = self.suffix << 16 | code;
        match class {
            Class::Digit => self.digits = self.digits.saturating_add(1),
            Class::Lower => self.lower = self.lower.saturating_add(1),
            Class::Upper => {
                self.upper = self.upper.saturating_add(1);
                self.first_upper |= nth == 0;
            }
            Class::Katakana => self.script = shape::KATAKANA,
            Class::Hangul => self.script = shape::HANGUL,
            _ => {}
        }
        if class != Class::Digit {
            self.letters = self.letters.saturating_add(1);
        }
        self.last = if code < 0x80 { code as u8 } else { 0 };
    }
    fn shape(&self) -> u8 {
        match (self.letters, self.digits) {
            (0, digits) => shape::NUMBER + digits.saturating_sub(2).min(4) as u8,
            (_, 1..) => shape::MIXED,
            (1, 0) if self.upper == 1 => shape::INITIAL,
            (1, 0) if self.lower == 1 => shape::LETTER,
            _ if self.script != 0 => self.script,
            _ if self.upper == 0 && self.lower == 0 => shape::CASELESS,
            _ if self.upper == 0 => shape::LOWER,
            _ if self.lower == 0 => shape::UPPER,
            _ if self.first_upper && self.upper == 1 => shape::CAPITAL,
            _ => shape::CAMEL,
        }
    }
    fn token(&self, end: usize) -> Token {
        Token {
            start: self.start as u32,
            end: end as u32,
            hash: self.hash,
            prefix: self.prefix,
            suffix: self.suffix,
            shape: self.shape(),
            lists: 0,
        }
    }
}

/// What stands for something found: all numbers and addresses of machines look alike.
fn covered_shape(kind: Kind) -> u8 {
    match kind {
        Kind::Person | Kind::Username => shape::PERSON,
        Kind::Address | Kind::Location => shape::PLACE,
        _ => shape::FOUND,
    }
}

fn covered_token(start: usize, end: usize, kind: Kind) -> Token {
    let shape = covered_shape(kind);
    Token {
        start: start as u32,
        end: end as u32,
        hash: u32::from(shape),
        shape,
        ..Token::default()
    }
}

/// Splits a text. `covered`: what was found already, in bytes, sorted, not overlapping.
pub fn tokenise(text: &str, covered: &[(usize, usize, Kind)], tokens: &mut Vec<Token>) {
    tokens.clear();
    let mut covered = covered.iter().copied().peekable();
    let mut run: Option<Run> = None;
    let mut at = 0;
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        if let Some(&(start, end, kind)) = covered.peek()
            && start <= at
        {
            close(&mut run, at, tokens);
            covered.next();
            if end > at {
                tokens.push(covered_token(at, end, kind));
                at = end;
            }
            continue;
        }
        if byte == b'['
            && let Some(found) = placeholder::starting_at(text, at)
        {
            close(&mut run, at, tokens);
            tokens.push(covered_token(at, found.end, found.kind));
            at = found.end;
            continue;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            break;
        };
        let next = at + c.len_utf8();
        let (class, code) = class(c);
        match class {
            Class::Lower | Class::Upper | Class::Digit | Class::Caseless | Class::Hangul | Class::Katakana => {
                if run.as_ref().is_some_and(|run| {
                    (class == Class::Katakana) != (run.script == shape::KATAKANA) && class != Class::Digit
                }) {
                    close(&mut run, at, tokens);
                }
                run.get_or_insert_with(|| Run::open(at)).push(class, code);
            }
            Class::Han | Class::Hiragana => {
                close(&mut run, at, tokens);
                let mut one = Run::open(at);
                one.push(class, code);
                let mut token = one.token(next);
                token.shape = if class == Class::Han {
                    shape::HAN
                } else {
                    shape::HIRAGANA
                };
                tokens.push(token);
            }
            Class::Nothing => {}
            Class::Blank => close(&mut run, at, tokens),
            // Up to what is covered: where a placeholder will stand, nothing can be read.
            Class::Mark(b'\'') => match apostrophe(
                &run,
                text.get(next..covered.peek().map_or(text.len(), |one| one.0))
                    .unwrap_or(""),
            ) {
                Apostrophe::Inside => {}
                Apostrophe::EndsHere => close(&mut run, next, tokens),
                Apostrophe::Begins => {
                    close(&mut run, at, tokens);
                    let mut suffix = Run::open(at);
                    suffix.hash = hash_step(suffix.hash, u32::from(b'\''));
                    run = Some(suffix);
                }
                Apostrophe::Mark => {
                    close(&mut run, at, tokens);
                    tokens.push(mark(at, next, b'\'', 0x27));
                }
            },
            Class::Mark(byte) => {
                close(&mut run, at, tokens);
                tokens.push(mark(at, next, byte, code));
            }
        }
        at = next;
    }
    close(&mut run, text.len(), tokens);
}

fn mark(start: usize, end: usize, byte: u8, code: u32) -> Token {
    let known = if byte >= 3 { u32::from(byte) } else { code };
    Token {
        start: start as u32,
        end: end as u32,
        hash: hash_step(HASH_START, known) ^ 1,
        shape: mark_shape(byte),
        ..Token::default()
    }
}

fn close(run: &mut Option<Run>, end: usize, tokens: &mut Vec<Token>) {
    if let Some(done) = run.take()
        && done.letters + done.digits > 0
    {
        tokens.push(done.token(end));
    }
}

enum Apostrophe {
    Inside,
    EndsHere,
    Begins,
    Mark,
}

/// The longest ending that Turkish and English hang on a name with an apostrophe.
const ENDING: usize = 4;

/// l'adresse, d'Anna: parted behind it. Anna's, Ahmet'in: parted before it. O'Brien, don't: not parted.
fn apostrophe(run: &Option<Run>, rest: &str) -> Apostrophe {
    let Some(run) = run else {
        return Apostrophe::Mark;
    };
    let after = rest.chars().take(ENDING + 1);
    let mut letters = 0;
    let mut lower = true;
    for c in after {
        match class(c).0 {
            Class::Lower => letters += 1,
            Class::Upper => {
                letters += 1;
                lower = false;
            }
            _ => break,
        }
    }
    match letters {
        0 => Apostrophe::Mark,
        _ if run.letters == 1 && run.upper == 0 && b"ldjmtsnc".contains(&run.last) => Apostrophe::EndsHere,
        _ if run.letters == 1 && run.last == b'l' => Apostrophe::EndsHere,
        _ if run.letters == 2 && run.last == b'u' && run.lower > 0 => Apostrophe::EndsHere,
        1..=ENDING if lower && run.letters >= 2 => Apostrophe::Begins,
        _ if run.digits > 0 || is_digit(run.last) => Apostrophe::Mark,
        _ => Apostrophe::Inside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenise(text, &[], &mut tokens);
        tokens
            .iter()
            .map(|token| &text[token.start as usize..token.end as usize])
            .collect()
    }

    #[test]
    fn names_with_apostrophes_are_parted_where_people_hear_it() {
        assert_eq!(words("I'm O'Brien"), ["I'm", "O'Brien"]);
        assert_eq!(
            words("Anna's l'adresse d'Anna"),
            ["Anna", "'s", "l'", "adresse", "d'", "Anna"]
        );
        assert_eq!(words("Ahmet'in Jean-Luc"), ["Ahmet", "'in", "Jean", "-", "Luc"]);
    }

    #[test]
    fn unspaced_scripts_are_read_by_the_character_and_katakana_by_the_word() {
        assert_eq!(words("田中さんとマリア"), ["田", "中", "さ", "ん", "と", "マリア"]);
        assert_eq!(words("김민수 씨"), ["김민수", "씨"]);
    }

    #[test]
    fn what_is_covered_reads_like_the_placeholder_that_will_stand_there() {
        let (mut covered, mut masked) = (Vec::new(), Vec::new());
        tokenise("I am Ann Lee.", &[(5, 12, Kind::Person)], &mut covered);
        tokenise("I am [person 1].", &[], &mut masked);
        let known = |tokens: &[Token]| -> Vec<(u32, u8)> { tokens.iter().map(|one| (one.hash, one.shape)).collect() };
        assert_eq!(known(&covered), known(&masked));
        tokenise("l'ami d'Anna", &[(8, 12, Kind::Person)], &mut covered);
        tokenise("l'ami d'[person 1]", &[], &mut masked);
        assert_eq!(known(&covered), known(&masked));
    }

    #[test]
    fn a_word_has_one_hash_however_it_is_written() {
        assert_eq!(word_hash("MÜLLER"), word_hash("muller"));
        assert_eq!(word_hash("Иван"), word_hash("иван"));
        let mut tokens = Vec::new();
        tokenise("José", &[], &mut tokens);
        assert_eq!(tokens[0].hash, word_hash("jose"));
    }
}
