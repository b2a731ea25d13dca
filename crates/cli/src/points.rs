//! Offsets in Unicode code points: what scripts in every language can count.

/// A text that is counted through once, as long as the offsets asked for rise.
pub(crate) struct Points<'a> {
    text: &'a [u8],
    bytes: usize,
    points: usize,
}

impl<'a> Points<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            bytes: 0,
            points: 0,
        }
    }

    /// The number of code points before this byte.
    pub(crate) fn before(&mut self, offset: usize) -> usize {
        if offset < self.bytes {
            (self.bytes, self.points) = (0, 0);
        }
        // A code point is one byte that does not continue another.
        let bytes = self.text.get(self.bytes..offset).unwrap_or_default();
        self.points += bytes.iter().filter(|byte| (**byte & 0xc0) != 0x80).count();
        self.bytes = offset;
        self.points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_point_counts_once_whatever_its_length_and_whatever_the_order() {
        let text = "aé日🦊e\u{301}";
        let mut points = Points::of(text);
        for (number, (offset, _)) in text.char_indices().enumerate() {
            assert_eq!(points.before(offset), number);
        }
        assert_eq!(points.before(text.len()), 6);
        assert_eq!(points.before(3), 2);
    }
}
