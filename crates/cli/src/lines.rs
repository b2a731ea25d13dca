//! Lines of bytes, each bounded: whoever never ends a line gets no more memory than a line may have.

use std::io::{self, BufRead};

use crate::failure::Failure;

/// What was there.
pub(crate) enum Reading {
    /// One line.
    Line,
    /// A line over the limit, skipped.
    TooLong,
    /// No further line.
    End,
}

/// Reads one line into `line`, without its end; skips one that is longer than `longest`.
pub(crate) fn read(lines: &mut impl BufRead, line: &mut Vec<u8>, longest: usize) -> Result<Reading, Failure> {
    let mut started = false;
    let mut too_long = false;
    loop {
        let available = match lines.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Failure::new(format!("cannot read the lines: {error}"))),
        };
        if available.is_empty() && !started {
            return Ok(Reading::End);
        }
        started = true;
        let mut pieces = available.splitn(2, |byte| *byte == b'\n');
        let piece = pieces.next().unwrap_or_default();
        let ended = available.is_empty() || pieces.next().is_some();
        too_long |= line.len() + piece.len() > longest;
        if !too_long {
            line.extend_from_slice(piece);
        }
        let taken = (piece.len() + 1).min(available.len());
        lines.consume(taken);
        if ended {
            return Ok(if too_long { Reading::TooLong } else { Reading::Line });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::Reading;

    const LONGEST: usize = 100;

    fn lines(input: &[u8]) -> Vec<String> {
        let mut lines = BufReader::with_capacity(8, input);
        let mut read = Vec::new();
        let mut line = Vec::new();
        loop {
            line.clear();
            match super::read(&mut lines, &mut line, LONGEST).unwrap() {
                Reading::Line => read.push(String::from_utf8(line.clone()).unwrap()),
                Reading::TooLong => read.push("too long".into()),
                Reading::End => return read,
            }
        }
    }

    #[test]
    fn every_line_is_read_once_wherever_the_buffer_ends() {
        assert_eq!(lines(b""), [""; 0]);
        assert_eq!(lines(b"\n"), [""]);
        assert_eq!(lines(b"a\n\nbb"), ["a", "", "bb"]);
        assert_eq!(
            lines(b"1234567\n12345678\n123456789\n"),
            ["1234567", "12345678", "123456789"]
        );
    }

    #[test]
    fn a_line_over_the_limit_is_skipped_and_the_next_one_is_read() {
        let mut input = vec![b'x'; LONGEST];
        input.extend(b"\n");
        input.extend(vec![b'y'; LONGEST + 1]);
        input.extend(b"\nz");
        let read = lines(&input);
        assert_eq!(
            (read[0].len(), read[1].as_str(), read[2].as_str()),
            (LONGEST, "too long", "z")
        );
    }
}
