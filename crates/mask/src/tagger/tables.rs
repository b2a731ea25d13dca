//! The trained tables: word lists and weights, packed into a few tens of kilobytes.
//!
//! Layout: `HWNT`, version (u8), zero (3 bytes), length of the body (u32), FNV-1a 64 of the body (u64), all little
//! endian; then the body, one stream of the range coder: biases and transitions, the word lists, the rows of weights.
//! A word list is a set of hashes of so many bits; a row of weights stands at the hash of a feature.
//! A word or a feature that was never seen may fall on one that was: training has seen the same falls.

use super::coder::{Bits, Chance, Numbers, Reader};

/// Labels of a token; a row of weights has one for each.
pub const LABELS: usize = 8;
/// Word lists: given names, surnames, street words, places.
pub const LISTS: usize = 4;
/// Slots of the weights, as a power of two.
pub const SLOT_BITS: u32 = 17;
/// Slots of each word list, as a power of two: 64 to 128 times its words.
pub(crate) const LIST_BITS: [u32; LISTS] = [19, 19, 16, 18];

const MAGIC: [u8; 4] = *b"HWNT";
const VERSION: u8 = 1;
const HEADER: usize = 20;
/// No table is larger: whoever is handed one as a file need not fear for memory.
const LONGEST: usize = 1 << 20;
/// Rows that a table may have.
const MOST_ROWS: usize = 1 << 16;

/// Why tables were refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadTables {
    /// These bytes are something else.
    NotTables,
    /// Made for another version of this crate.
    OtherVersion,
    /// Cut short, or longer than they say.
    WrongLength,
    /// Damaged on the way.
    Damaged,
}

impl core::fmt::Display for BadTables {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::NotTables => "these are no tables of names",
            Self::OtherVersion => "the tables of names belong to another version",
            Self::WrongLength => "the tables of names are not whole",
            Self::Damaged => "the tables of names are damaged",
        })
    }
}

impl core::error::Error for BadTables {}

/// A set of hashes.
#[derive(Clone, Default)]
pub(crate) struct Set {
    pub(crate) bits: u32,
    words: Vec<u64>,
}

impl Set {
    pub(crate) fn new(bits: u32) -> Self {
        Self {
            bits,
            words: vec![0; 1 << bits.saturating_sub(6)],
        }
    }
    /// Which slot of so many a hash falls on.
    pub(crate) fn slot(bits: u32, hash: u32) -> u32 {
        let mixed = (hash ^ hash >> 15).wrapping_mul(0x2C1B_3C6D);
        (mixed ^ mixed >> 13).wrapping_mul(0x297A_2D39) >> (32 - bits)
    }
    pub(crate) fn insert(&mut self, slot: u32) {
        if let Some(word) = self.words.get_mut((slot >> 6) as usize) {
            *word |= 1 << (slot & 63);
        }
    }
    pub(crate) fn has(&self, slot: u32) -> bool {
        self.words
            .get((slot >> 6) as usize)
            .is_some_and(|word| word >> (slot & 63) & 1 == 1)
    }
    pub(crate) fn slots(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(nth, &word)| {
            (0..64)
                .filter(move |bit| word >> bit & 1 == 1)
                .map(move |bit| (nth as u32) << 6 | bit)
        })
    }
}

/// What the tagger knows.
#[derive(Clone)]
pub(crate) struct Tables {
    /// Added to the labels of every token, label by label: how sure one must be.
    pub(crate) bias: [i32; LABELS],
    /// From label, to label.
    pub(crate) transitions: [[i32; LABELS]; LABELS],
    pub(crate) lists: [Set; LISTS],
    slots: Set,
    /// How many rows stand before each word of `slots`.
    ranks: Vec<u16>,
    /// Weights, each with 128 added, label 0 in the lowest byte.
    rows: Vec<u64>,
}

/// A row of zeros.
pub(crate) const FLAT: u64 = 0x8080_8080_8080_8080;

impl Tables {
    /// The weights at a slot, each with 128 added.
    #[inline]
    pub(crate) fn row(&self, slot: u32) -> Option<u64> {
        let nth = (slot >> 6) as usize;
        let word = *self.slots.words.get(nth)?;
        let bit = slot & 63;
        if word >> bit & 1 == 0 {
            return None;
        }
        let before = (word & ((1 << bit) - 1)).count_ones() as usize;
        self.rows.get(usize::from(*self.ranks.get(nth)?) + before).copied()
    }

    /// Checks and unpacks.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, BadTables> {
        let (header, body) = bytes.split_at_checked(HEADER).ok_or(BadTables::NotTables)?;
        if !header.starts_with(&MAGIC) {
            return Err(BadTables::NotTables);
        }
        if header.get(4) != Some(&VERSION) {
            return Err(BadTables::OtherVersion);
        }
        let number = |from: usize, to: usize| {
            let bytes = header.get(from..to).unwrap_or(&[]);
            bytes.iter().rev().fold(0, |sum: u64, &byte| sum << 8 | u64::from(byte))
        };
        if number(8, 12) != body.len() as u64 || body.len() > LONGEST {
            return Err(BadTables::WrongLength);
        }
        if number(12, 20) != checksum(body) {
            return Err(BadTables::Damaged);
        }
        Self::unpack(body).ok_or(BadTables::Damaged)
    }

    fn unpack(body: &[u8]) -> Option<Self> {
        let mut tables = Self::empty();
        let mut rows = Vec::new();
        pack(&mut Reader::new(body), &mut tables, &mut rows, Way::Read)?;
        tables.place(rows);
        Some(tables)
    }

    /// Tables that know nothing.
    pub(crate) fn empty() -> Self {
        Self {
            bias: [0; LABELS],
            transitions: [[0; LABELS]; LABELS],
            lists: LIST_BITS.map(Set::new),
            slots: Set::new(SLOT_BITS),
            ranks: Vec::new(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn place(&mut self, rows: Vec<(u32, u64)>) {
        self.slots = Set::new(SLOT_BITS);
        for (slot, _) in &rows {
            self.slots.insert(*slot);
        }
        let mut before = 0_u16;
        self.ranks = self
            .slots
            .words
            .iter()
            .map(|word| {
                let rank = before;
                before = before.wrapping_add(word.count_ones() as u16);
                rank
            })
            .collect();
        self.rows = rows.into_iter().map(|(_, row)| row).collect();
    }

    /// The bytes that [`Tables::read`] reads.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut writer = super::coder::Writer::new();
        let mut rows = self.slots.slots().zip(self.rows.iter().copied()).collect();
        let _ = pack(&mut writer, &mut self.clone(), &mut rows, Way::Write);
        let body = writer.finish();
        let mut bytes = Vec::with_capacity(HEADER + body.len());
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&[VERSION, 0, 0, 0]);
        bytes.extend_from_slice(&(body.len() as u32).to_le_bytes());
        bytes.extend_from_slice(&checksum(&body).to_le_bytes());
        bytes.extend_from_slice(&body);
        bytes
    }
}

/// FNV-1a of 64 bits. It tells damage, not malice: who serves the tables is checked where they are fetched.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash: u64, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Read,
    Write,
}

/// The one description of the body, for both ways. `None`: more rows or words than there can be.
fn pack(bits: &mut impl Bits, tables: &mut Tables, rows: &mut Vec<(u32, u64)>, way: Way) -> Option<()> {
    let mut small = Signed::default();
    let all = tables.bias.iter_mut().chain(tables.transitions.iter_mut().flatten());
    for value in all {
        *value = small.code(bits, *value, 0);
    }
    for list in &mut tables.lists {
        let slots: Vec<u32> = list.slots().collect();
        for slot in gaps(bits, slots, 1 << list.bits)? {
            list.insert(slot);
        }
    }
    let slots = rows.iter().map(|(slot, _)| *slot).collect();
    let slots = gaps(bits, slots, 1 << SLOT_BITS)?;
    if slots.len() > MOST_ROWS {
        return None;
    }
    if way == Way::Read {
        rows.extend(slots.into_iter().map(|slot| (slot, FLAT)));
    }
    let mut cells: [Signed; LABELS] = core::array::from_fn(|_| Signed::default());
    for (_, row) in rows {
        let mut bytes = row.to_le_bytes();
        let mut filled = 0;
        for (byte, cell) in bytes.iter_mut().zip(cells.iter_mut()) {
            let value = cell.code(bits, i32::from(*byte) - 128, filled);
            filled += usize::from(value != 0);
            *byte = (value.clamp(-128, 127) + 128) as u8;
        }
        *row = u64::from_le_bytes(bytes);
    }
    Some(())
}

/// Ascending slots below a limit, as distances; zero many are fine.
fn gaps(bits: &mut impl Bits, slots: Vec<u32>, limit: u32) -> Option<Vec<u32>> {
    let mut counts = Numbers::default();
    let many = bits.number(&mut counts, slots.len() as u32 + 1) - 1;
    if many > limit {
        return None;
    }
    let mut chances = Numbers::default();
    let mut next = 0_u32;
    let mut all = Vec::with_capacity(many as usize);
    for nth in 0..many as usize {
        let slot = slots.get(nth).copied().unwrap_or(0);
        let distance = bits.number(&mut chances, slot.wrapping_sub(next).wrapping_add(1) & 0x7FFF_FFFF);
        let slot = next.checked_add(distance - 1).filter(|&slot| slot < limit)?;
        all.push(slot);
        next = slot + 1;
    }
    Some(all)
}

/// Contexts of a number with a sign.
#[derive(Default)]
struct Signed {
    zero: [Chance; 4],
    sign: Chance,
    size: Numbers,
}

impl Signed {
    fn code(&mut self, bits: &mut impl Bits, value: i32, beside: usize) -> i32 {
        let zero = &mut self.zero[beside.min(3)];
        if !bits.bit(zero, value != 0) {
            return 0;
        }
        let negative = bits.bit(&mut self.sign, value < 0);
        let size = bits.number(&mut self.size, value.unsigned_abs().min(1 << 24)) as i32;
        if negative { -size } else { size }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Tables {
        let mut tables = Tables::empty();
        tables.bias[1] = -300;
        tables.transitions[2][3] = 77;
        for n in 0..500_u32 {
            let list = &mut tables.lists[n as usize % 4];
            list.insert(Set::slot(list.bits, n * 7919));
        }
        let row = |n: u32| (n * 13, FLAT.wrapping_add(u64::from(n % 100) << 16));
        tables.place((0..3000).map(row).collect());
        tables
    }

    #[test]
    fn tables_read_back_as_they_were_written() {
        let tables = some();
        let read = Tables::read(&tables.write()).unwrap();
        assert_eq!((read.bias, read.transitions), (tables.bias, tables.transitions));
        for slot in 0..1 << SLOT_BITS {
            assert_eq!(read.row(slot), tables.row(slot), "{slot}");
        }
        for (one, other) in read.lists.iter().zip(&tables.lists) {
            assert!(one.slots().eq(other.slots()));
        }
    }

    #[test]
    fn whatever_is_wrong_with_tables_is_said() {
        let good = some().write();
        let change = |at: usize| {
            let mut bad = good.clone();
            bad[at] ^= 1;
            Tables::read(&bad).err()
        };
        assert_eq!(Tables::read(b"").err(), Some(BadTables::NotTables));
        assert_eq!(change(0), Some(BadTables::NotTables));
        assert_eq!(change(4), Some(BadTables::OtherVersion));
        assert_eq!(change(8), Some(BadTables::WrongLength));
        assert_eq!(change(12), Some(BadTables::Damaged));
        assert_eq!(change(400), Some(BadTables::Damaged));
        assert_eq!(
            Tables::read(good.get(..good.len() - 1).unwrap_or(&[])).err(),
            Some(BadTables::WrongLength)
        );
    }

    #[test]
    fn no_body_however_made_makes_reading_fail_otherwise() {
        for seed in 0..200_u64 {
            let body: Vec<u8> = (0..300_u64)
                .map(|n| (seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(n * n * 31) >> 7) as u8)
                .collect();
            let _ = Tables::unpack(&body);
        }
    }
}
