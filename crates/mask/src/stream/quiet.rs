//! A cheap look at a line of a log: can anything be found in it? One pass, a table of byte classes, a hash a word.
//!
//! It says "perhaps" too often rather than "no" once: whatever a detector of `detect/` needs before it finds anything
//! (so many digits together, a mark, a cue word, a long run) is asked for here. Where a cue of the table is heard no
//! judgement is made of what it announces: any digit at all will do, so that a detector may change its mind about
//! shapes without this file. Without a cue, dates and times are passed over.

use std::sync::OnceLock;

use crate::cues::{Cue, CueSet, Cues, HASH_START, hash_step, word_hash};
use crate::detect::{begins_like_a_secret, is_provider, names_a_secret};

/// What a byte is.
const SPACE: u8 = 0;
const DIGIT: u8 = 1;
const LOWER: u8 = 2;
const UPPER: u8 = 3;
/// Stands between the groups of a number.
const JOINT: u8 = 4;
const MARK: u8 = 5;
const TELLING: u8 = 6;

static CLASS: [u8; 256] = {
    let mut class = [MARK; 256];
    let mut b = 0;
    while b < 256 {
        class[b] = match b as u8 {
            b' ' | b'\t' | b'\r' | b'\n' => SPACE,
            b'0'..=b'9' => DIGIT,
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'-' | b'.' | b'/' | b'(' | b')' | b'+' | b',' => JOINT,
            // Other scripts fold into digits and letters: they are looked at closely.
            b'@' | 0x80.. => TELLING,
            _ => MARK,
        };
        b += 1;
    }
    class
};

/// Cues that announce words, not numbers: their line is looked at whatever else stands in it.
const WORDS: CueSet = CueSet::of(&[Cue::Password, Cue::Secret, Cue::Routing, Cue::Diagnosis, Cue::Disease]);
/// Cues that announce nothing.
const IDLE: CueSet = CueSet::of(&[Cue::Is, Cue::Link, Cue::State, Cue::Harmless]);

/// Runs of so many characters may be what a name of secrets announces; of so many, tokens.
const VALUE: usize = 10;
const TOKEN: usize = 15;
/// Words of letters and digits may be identity numbers from this length on, with so many digits; a vehicle's has four
/// digits at least, a wallet's address is longer than all of them.
const IDENTITY: usize = 9;
const IDENTITY_DIGITS: usize = 5;
const VEHICLE: usize = 17;
const WALLET: usize = 25;
/// Digits said as words, so many, are a number.
const SPOKEN: usize = 4;

/// What is known of a line.
#[derive(Clone, Copy)]
pub(super) struct Told {
    /// Something may be found in it.
    pub(super) telling: bool,
    /// It may announce what stands in the next line.
    pub(super) announces: bool,
}

/// What the lines before have announced.
pub(super) struct Quiet {
    cues: &'static Cues,
    filter: &'static Filter,
    /// A number, or a word, was announced in one of the last lines: so many lines more are listened to.
    number: usize,
    word: usize,
    /// A private key's block is open.
    block: usize,
}

/// The hashes of cues that matter here, as bits: most words of most lines are none, and this says so from the nearest
/// cache.
struct Filter {
    words: [u64; 1024],
    stems: [u64; 256],
}

static FILTER: OnceLock<Box<Filter>> = OnceLock::new();

impl Filter {
    fn all() -> &'static Self {
        FILTER.get_or_init(|| {
            let mut filter = Box::new(Self {
                words: [0; 1024],
                stems: [0; 256],
            });
            for (hash, stem, cue) in Cues::all().beginnings() {
                let bits = if stem {
                    &mut filter.stems[..]
                } else {
                    &mut filter.words[..]
                };
                let at = (hash >> 6) as usize % bits.len();
                if let Some(bits) = bits.get_mut(at).filter(|_| !IDLE.has(cue)) {
                    *bits |= 1 << (hash & 63);
                }
            }
            filter
        })
    }

    fn word(&self, hash: u32) -> bool {
        self.words
            .get((hash >> 6) as usize % 1024)
            .is_some_and(|bits| bits >> (hash & 63) & 1 == 1)
    }

    fn stem(&self, hash: u32) -> bool {
        self.stems
            .get((hash >> 6) as usize % 256)
            .is_some_and(|bits| bits >> (hash & 63) & 1 == 1)
    }
}

/// The lines of the longest block of a private key.
const BLOCK: usize = 400;
const ANNOUNCED: usize = 2;
/// A line of so many characters with nothing but digits may be a part of a number that stands in several.
const ALONE: usize = 24;

/// A run of groups of digits that stand together like one number.
#[derive(Default)]
struct Cluster {
    sizes: [u8; 8],
    groups: usize,
    digits: usize,
    /// Groups that hang together by single dots.
    dotted: usize,
    first: u32,
    gap: usize,
}

impl Cluster {
    fn date(&self) -> bool {
        let year = (1900..2100).contains(&self.first);
        match self.sizes.get(..self.groups.min(8)) {
            Some([4, 2, 2] | [4, 2, 2, 2]) => year,
            Some([2, 2, 4] | [2, 2, 4, 2]) => true,
            _ => false,
        }
    }

    /// Whether it may be a telephone, card, account or network number. A date with its hour is none.
    fn telling(&self) -> bool {
        match self.sizes.get(..self.groups.min(8)).unwrap_or(&[]) {
            [] => false,
            // Seconds and milliseconds since 1970 begin with a one.
            [10 | 11 | 13] => self.first / 1000 != 1,
            [size] => *size >= 12,
            _ if self.date() => false,
            _ if self.dotted >= 4 => true,
            _ => self.digits >= 7,
        }
    }
}

impl Quiet {
    pub(super) fn new() -> Self {
        Self {
            cues: Cues::all(),
            filter: Filter::all(),
            number: 0,
            word: 0,
            block: 0,
        }
    }

    /// Whether something may be found in this line, and whether it may announce something.
    pub(super) fn look(&mut self, line: &[u8]) -> Told {
        if self.block > 0 || line.first() == Some(&b'-') || holds(line, b"-----") {
            let (begins, ends) = (holds(line, b"-----BEGIN"), holds(line, b"-----END"));
            self.block = match (begins, ends) {
                (true, false) => BLOCK,
                (_, true) => 0,
                _ => self.block.saturating_sub(1),
            };
            if begins || ends || self.block > 0 {
                return Told {
                    telling: true,
                    announces: false,
                };
            }
        }
        let mut look = Look {
            quiet: self,
            announced: self.number > 0,
            cue: false,
            word: false,
            spoken: 0,
            at: false,
            dot: false,
            digit: false,
            number: false,
            named: false,
            opens: false,
            long: false,
            letters: false,
            cluster: Cluster::default(),
        };
        let telling = look.over(line) || self.word > 0;
        let (cue, word) = (look.cue, look.word || look.opens);
        self.number = if cue { ANNOUNCED } else { self.number.saturating_sub(1) };
        self.word = if word { ANNOUNCED } else { self.word.saturating_sub(1) };
        Told {
            telling,
            announces: self.number > 0 || self.word > 0,
        }
    }
}

fn holds(line: &[u8], what: &[u8]) -> bool {
    line.windows(what.len()).any(|part| part == what)
}

struct Look<'q> {
    quiet: &'q Quiet,
    announced: bool,
    cue: bool,
    word: bool,
    spoken: usize,
    at: bool,
    dot: bool,
    /// A digit, or the mark that only names of users and programs have.
    digit: bool,
    number: bool,
    /// A name of secrets, and something that may be one.
    named: bool,
    /// The last word is such a name.
    opens: bool,
    long: bool,
    letters: bool,
    cluster: Cluster,
}

/// A word that has been read.
struct Word {
    start: usize,
    end: usize,
    hash: u32,
    digits: usize,
}

impl Look<'_> {
    fn over(&mut self, line: &[u8]) -> bool {
        let (mut at, mut run, mut run_digits, mut colons, mut dashes) = (0, 0, 0, 0, 0);
        let mut telling = false;
        while let Some(&b) = line.get(at) {
            match CLASS.get(usize::from(b)).copied().unwrap_or(TELLING) {
                DIGIT | LOWER | UPPER => {
                    let word = self.read(line, at);
                    run_digits += word.digits;
                    at = word.end;
                    telling |= self.ended(&word, line);
                    continue;
                }
                TELLING => return true,
                SPACE => {
                    if at - run >= VALUE {
                        telling |= self.run(line.get(run..at).unwrap_or(&[]), run_digits);
                    }
                    (run, run_digits, colons, dashes) = (at + 1, 0, 0, 0);
                    self.gap(b);
                }
                JOINT => {
                    // A network card's address is six pairs, or three groups of four.
                    dashes += usize::from(b == b'-');
                    telling |= dashes >= 5;
                    self.gap(b);
                }
                _ => {
                    if b == b':' {
                        colons += 1;
                        let rest = line.get(at + 1..).unwrap_or(&[]);
                        telling |= rest.starts_with(b":") || rest.starts_with(b"//") || colons >= 5;
                    } else if matches!(b, b'"' | b'\'' | b'`') {
                        // `name = "…"`.
                        let before = line.get(at.saturating_sub(3)..at).unwrap_or(&[]);
                        telling |= before.contains(&b'=');
                    }
                    self.digit |= b == b'_';
                    telling |= self.close();
                }
            }
            if self.cluster.gap > 4 {
                telling |= self.close();
            }
            at += 1;
        }
        telling
            || line.len() - run.min(line.len()) >= VALUE && self.run(line.get(run..).unwrap_or(&[]), run_digits)
            || self.close()
            || (self.cue || self.announced) && self.digit
            || self.spoken >= SPOKEN
            || self.at && self.dot
            || self.named && self.long
            || self.number && !self.letters && line.len() <= ALONE
    }

    /// Reads a word, hashing it and grouping its digits.
    fn read(&mut self, line: &[u8], start: usize) -> Word {
        let mut word = Word {
            start,
            end: start,
            hash: HASH_START,
            digits: 0,
        };
        let (mut group, mut value) = (0, 0_u32);
        for &b in line.get(start..).unwrap_or(&[]) {
            let class = CLASS.get(usize::from(b)).copied().unwrap_or(TELLING);
            if class == DIGIT {
                word.hash = hash_step(word.hash, b);
                group += 1;
                value = value.wrapping_mul(10).wrapping_add(u32::from(b - b'0'));
            } else if class == LOWER || class == UPPER {
                word.hash = hash_step(word.hash, b | 32);
                if group > 0 {
                    self.group(group, value);
                    word.digits += group;
                    (group, value) = (0, 0);
                }
                if word.end - start >= 3 && self.quiet.filter.stem(word.hash) {
                    let rest = line.get(word.end + 1..).unwrap_or(&[]);
                    self.heard(word.hash, true, rest);
                }
            } else {
                break;
            }
            word.end += 1;
        }
        if group > 0 {
            self.group(group, value);
            word.digits += group;
        }
        word
    }

    fn gap(&mut self, b: u8) {
        if self.cluster.groups > 0 {
            self.cluster.gap += 1;
            if self.cluster.dotted < 4 && (b != b'.' || self.cluster.gap > 1) {
                self.cluster.dotted = 0;
            }
        }
    }

    /// The run of groups has ended: whether it told something.
    fn close(&mut self) -> bool {
        let cluster = core::mem::take(&mut self.cluster);
        self.number |= cluster.digits >= 3 && !cluster.date();
        cluster.telling()
    }

    /// A run without blanks has ended: it may be a token, a wallet or a key.
    fn run(&mut self, run: &[u8], digits: usize) -> bool {
        self.long |= digits > 0 || run.len() >= 2 * VALUE;
        if run.len() < TOKEN || digits == 0 && !run.contains(&b'_') {
            return false;
        }
        let count = |test: fn(&u8) -> bool| run.iter().filter(|b| test(b)).count();
        let mixed =
            run.len() >= 32 && digits >= 3 && count(u8::is_ascii_uppercase) >= 4 && count(u8::is_ascii_lowercase) >= 4;
        let mut parts = run.split(|b| b"=:/@\"'`(<{[,>".contains(b));
        mixed
            || run.len() >= 2 * TOKEN && run.iter().any(|b| matches!(b, b':' | b'~'))
            || parts.any(|part| part.len() >= TOKEN && begins_like_a_secret(part))
    }

    /// A group of digits has ended.
    fn group(&mut self, size: usize, value: u32) {
        self.digit = true;
        let cluster = &mut self.cluster;
        if cluster.groups == 0 {
            cluster.first = if size > 4 { first_four(value, size) } else { value };
        }
        if let Some(slot) = cluster.sizes.get_mut(cluster.groups) {
            *slot = size.min(255) as u8;
        }
        cluster.groups += 1;
        cluster.digits += size;
        cluster.gap = 0;
        cluster.dotted += usize::from(size <= 3);
    }

    /// Whether a word that has ended tells by itself.
    fn ended(&mut self, word: &Word, line: &[u8]) -> bool {
        let length = word.end - word.start;
        if word.digits == length {
            return false;
        }
        self.letters = true;
        // "cvv2", "d.o.b.": cues have digits, and words of one letter.
        if self.quiet.filter.word(word.hash) {
            self.heard(word.hash, false, line.get(word.end..).unwrap_or(&[]));
        }
        let next = line.get(word.end).copied().unwrap_or(b' ');
        let after_dot = word.start > 0 && line.get(word.start - 1) == Some(&b'.');
        if word.digits > 0 {
            // A number does not go on behind a word of letters.
            return self.close()
                || length >= IDENTITY && word.digits >= IDENTITY_DIGITS
                || length == VEHICLE && word.digits >= 4
                || length >= WALLET
                // A network card's address in three groups.
                || length == 4 && (after_dot || next == b'.')
                || self.word;
        }
        let telling = self.close();
        let text = line.get(word.start..word.end).unwrap_or(&[]);
        self.at |= AT.contains(&word.hash);
        self.dot |= DOT.contains(&word.hash) || matches!(next, b')' | b']');
        let named = names_a_secret(text);
        self.named |= named;
        // `<token>`: the value stands on the next line.
        self.opens = named
            && !line
                .get(word.end..)
                .unwrap_or(&[])
                .iter()
                .any(u8::is_ascii_alphanumeric);
        telling
            || self.word
            // A host's name by its ending.
            || after_dot && (next == b'/' || next != b'(' && ENDINGS.contains(&word.hash))
            || word.hash == WWW
            || is_provider(text)
    }

    /// What a cue that begins with this word announces is remembered.
    fn heard(&mut self, hash: u32, stem: bool, rest: &[u8]) {
        let next = rest
            .iter()
            .skip_while(|b| !b.is_ascii_alphanumeric())
            .take_while(|b| b.is_ascii_alphanumeric());
        let next = next.fold(HASH_START, |hash, b| hash_step(hash, b.to_ascii_lowercase()));
        for cue in self.quiet.cues.beginning(hash, stem, next) {
            self.spoken += usize::from(cue == Cue::Digit);
            self.word |= WORDS.has(cue);
            self.cue |= !IDLE.has(cue) && cue != Cue::Digit;
        }
    }
}

/// Of a number of so many digits, the first four, and zero where they cannot be told any more.
fn first_four(value: u32, digits: usize) -> u32 {
    match digits {
        5..=9 => value / 10_u32.pow(digits as u32 - 4),
        _ => 0,
    }
}

const ENDINGS: [u32; 5] = [
    word_hash(b"com"),
    word_hash(b"org"),
    word_hash(b"net"),
    word_hash(b"edu"),
    word_hash(b"gov"),
];
const WWW: u32 = word_hash(b"www");
const AT: [u32; 3] = [word_hash(b"at"), word_hash(b"arroba"), word_hash(b"chiocciola")];
const DOT: [u32; 3] = [word_hash(b"dot"), word_hash(b"punkt"), word_hash(b"punto")];
