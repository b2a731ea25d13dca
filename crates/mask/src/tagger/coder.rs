//! An adaptive binary range coder: what makes the tables small.
//!
//! Source: G. N. N. Martin, "Range encoding" (1979), in the carry-less shape that LZMA made usual; probabilities of 12
//! bits that move by 1/16 toward what was seen. Reading is total: past the end of the input there are zeros.

const TOP: u32 = 1 << 24;
const BITS: u32 = 12;
const MOVE: u32 = 4;

/// How likely the next bit of this context is a zero.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chance(u16);

impl Default for Chance {
    fn default() -> Self {
        Self(1 << (BITS - 1))
    }
}

impl Chance {
    fn bound(self, range: u32) -> u32 {
        (range >> BITS) * u32::from(self.0)
    }
    fn learn(&mut self, bit: bool) {
        if bit {
            self.0 -= self.0 >> MOVE;
        } else {
            self.0 += ((1 << BITS) - self.0) >> MOVE;
        }
    }
}

/// Something bits are read from, or written to: the shape of the tables is written down once, for both ways.
pub(crate) trait Bits {
    /// The next bit: the one given (writing), or the one read.
    fn bit(&mut self, chance: &mut Chance, bit: bool) -> bool;

    /// A number from 1 on: how many bits it has, then its bits below the highest.
    fn number(&mut self, chances: &mut Numbers, number: u32) -> u32 {
        let mut length = 0;
        while length < 31 && self.bit(chances.length(length), number >> (length + 1) != 0) {
            length += 1;
        }
        let mut value = 1_u32;
        for below in (0..length).rev() {
            let bit = number >> below & 1 == 1;
            value = value << 1 | u32::from(self.bit(chances.below(length, below), bit));
        }
        value
    }
}

/// Contexts of a number.
#[derive(Default)]
pub(crate) struct Numbers {
    lengths: [Chance; 32],
    highest: [Chance; 32],
    others: [Chance; 32],
}

impl Numbers {
    fn length(&mut self, length: u32) -> &mut Chance {
        &mut self.lengths[(length & 31) as usize]
    }
    fn below(&mut self, length: u32, below: u32) -> &mut Chance {
        if below + 1 == length {
            &mut self.highest[(length & 31) as usize]
        } else {
            &mut self.others[(below & 31) as usize]
        }
    }
}

/// Reads what [`Writer`] wrote.
pub(crate) struct Reader<'b> {
    rest: &'b [u8],
    range: u32,
    code: u32,
}

impl<'b> Reader<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        let mut reader = Self {
            rest: bytes,
            range: u32::MAX,
            code: 0,
        };
        for _ in 0..5 {
            reader.shift();
        }
        reader
    }
    fn shift(&mut self) {
        let byte = match self.rest.split_first() {
            Some((first, rest)) => {
                self.rest = rest;
                *first
            }
            None => 0,
        };
        self.code = self.code << 8 | u32::from(byte);
    }
}

impl Bits for Reader<'_> {
    fn bit(&mut self, chance: &mut Chance, _: bool) -> bool {
        let bound = chance.bound(self.range);
        let bit = self.code >= bound;
        if bit {
            self.code -= bound;
            self.range -= bound;
        } else {
            self.range = bound;
        }
        chance.learn(bit);
        while self.range < TOP {
            self.range <<= 8;
            self.shift();
        }
        bit
    }
}

/// Writes bits.
pub(crate) struct Writer {
    low: u64,
    range: u32,
    cache: u8,
    pending: u64,
    bytes: Vec<u8>,
}

impl Writer {
    pub(crate) fn new() -> Self {
        Self {
            low: 0,
            range: u32::MAX,
            cache: 0,
            pending: 1,
            bytes: Vec::new(),
        }
    }
    fn shift(&mut self) {
        if self.low < 0xFF00_0000 || self.low > 0xFFFF_FFFF {
            let carry = (self.low >> 32) as u8;
            let mut byte = self.cache;
            while self.pending > 0 {
                self.bytes.push(byte.wrapping_add(carry));
                byte = 0xFF;
                self.pending -= 1;
            }
            self.cache = (self.low >> 24) as u8;
        }
        self.pending += 1;
        self.low = (self.low & 0x00FF_FFFF) << 8;
    }
    pub(crate) fn finish(mut self) -> Vec<u8> {
        for _ in 0..5 {
            self.shift();
        }
        self.bytes
    }
}

impl Bits for Writer {
    fn bit(&mut self, chance: &mut Chance, bit: bool) -> bool {
        let bound = chance.bound(self.range);
        if bit {
            self.low += u64::from(bound);
            self.range -= bound;
        } else {
            self.range = bound;
        }
        chance.learn(bit);
        while self.range < TOP {
            self.range <<= 8;
            self.shift();
        }
        bit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_as_they_were_written() {
        let numbers: Vec<u32> = (1..4000)
            .map(|n: u32| n * n % 70_001 + 1)
            .chain([1, u32::MAX >> 1])
            .collect();
        let mut writer = Writer::new();
        let mut chances = Numbers::default();
        for &number in &numbers {
            writer.number(&mut chances, number);
        }
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        let mut chances = Numbers::default();
        for &number in &numbers {
            assert_eq!(reader.number(&mut chances, 0), number);
        }
    }

    #[test]
    fn rare_bits_cost_little() {
        let mut writer = Writer::new();
        let mut chance = Chance::default();
        for n in 0..80_000 {
            writer.bit(&mut chance, n % 100 == 0);
        }
        let bytes = writer.finish().len();
        assert!(bytes < 1100, "{bytes}");
    }
}
