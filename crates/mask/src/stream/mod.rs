//! Files and logs: pieces in, masked pieces out, in constant memory.
//!
//! Most lines of a log hold nothing, unless names are looked for too. A cheap look at each ([`quiet`]) tells those that cannot hold a finding; they are
//! copied. The others are masked together with the lines around them, so that "password:" on one line and the
//! password on the next are one sentence. A cut between pieces may lie anywhere, within a character too: a line is
//! looked at when it is whole, and masked when the lines that may belong to it are there.

mod quiet;

use crate::kind::Direction;
use crate::masker::{Because, Blocked, Masker};
use crate::vault::Vault;
use quiet::{Quiet, Told};

/// The last lines may belong to lines that are still to come.
const BESIDE: usize = 2;
/// So many bytes of whole lines are held until they are looked through together.
const BATCH: usize = 1 << 16;
/// A line is cut, at a blank, when it is longer.
const LONGEST_LINE: usize = 1 << 15;
/// Lines that belong together are torn apart where there are more bytes of them.
const LONGEST_REGION: usize = 1 << 15;

/// A text that comes in pieces.
///
/// ```
/// use hushwire_mask::{Direction, Masker, Policy, Stream, Vault};
///
/// let masker = Masker::new(Policy::default());
/// let mut vault = Vault::default();
/// let mut stream = Stream::new(&masker, Direction::ToDesk);
/// let mut out = Vec::new();
/// for piece in [&b"login ok\nuser said: my card is 4242 42"[..], b"42 4242 4242\nbye\n"] {
///     stream.push(piece, &mut vault, &mut out)?;
/// }
/// stream.finish(&mut vault, &mut out)?;
/// assert_eq!(String::from_utf8_lossy(&out), "login ok\nuser said: my card is [card ••4242]\nbye\n");
/// # Ok::<(), hushwire_mask::Blocked>(())
/// ```
///
/// What is written lags behind what is taken by some 64 KiB. What a blocked piece held is not written, nor is anything
/// after it.
pub struct Stream<'m> {
    masker: &'m Masker,
    quiet: Quiet,
    direction: Direction,
    /// Any word may be a finding: no line can be passed over.
    closely: bool,
    /// Whole lines and the beginning of one, not written yet.
    held: Vec<u8>,
    /// The whole lines: where each ends, and whether it may hold a finding.
    lines: Vec<Line>,
    blocked: bool,
}

#[derive(Clone, Copy)]
struct Line {
    end: usize,
    told: Told,
}

impl<'m> Stream<'m> {
    /// A stream under the policy of a masker. Where that knows names ([`Masker::without_names`] knows none), or the
    /// policy has words of the desk's own, every line is read closely, which takes ten times as long.
    #[must_use]
    pub fn new(masker: &'m Masker, direction: Direction) -> Self {
        Self {
            masker,
            quiet: Quiet::new(),
            direction,
            closely: masker.hears_words(direction),
            held: Vec::new(),
            lines: Vec::new(),
            blocked: false,
        }
    }

    /// Takes a piece and writes what is certain by now.
    ///
    /// # Errors
    /// [`Blocked`] when the policy forbids what the piece holds; the stream is at its end then.
    pub fn push(&mut self, piece: &[u8], vault: &mut Vault, out: &mut Vec<u8>) -> Result<(), Blocked> {
        for part in piece.chunks(BATCH) {
            self.held.extend_from_slice(part);
            self.look();
            if self.whole() >= BATCH {
                self.write(self.cut(), vault, out)?;
            }
        }
        Ok(())
    }

    /// Writes the rest.
    ///
    /// # Errors
    /// [`Blocked`] as from [`Stream::push`].
    pub fn finish(mut self, vault: &mut Vault, out: &mut Vec<u8>) -> Result<(), Blocked> {
        if self.whole() < self.held.len() {
            self.line(self.held.len());
        }
        self.write(self.lines.len(), vault, out)
    }

    /// Where the last whole line ends.
    fn whole(&self) -> usize {
        self.lines.last().map_or(0, |line| line.end)
    }

    /// Looks at each line that has become whole.
    fn look(&mut self) {
        loop {
            let from = self.whole();
            let rest = self.held.get(from..).unwrap_or(&[]);
            match rest.iter().position(|b| *b == b'\n') {
                Some(at) => self.line(from + at + 1),
                None if rest.len() > LONGEST_LINE => {
                    let blank = rest
                        .iter()
                        .rposition(|b| *b == b' ')
                        .filter(|at| *at > LONGEST_LINE / 2);
                    self.line(from + blank.map_or(rest.len(), |at| at + 1));
                }
                None => return,
            }
        }
    }

    fn line(&mut self, end: usize) {
        let line = self.held.get(self.whole()..end).unwrap_or(&[]);
        let mut told = self.quiet.look(line);
        told.telling |= self.closely;
        self.lines.push(Line { end, told });
    }

    /// Whether a line may belong to the one before it: both tell something, or the one before announces it, or both
    /// stand between an announcement and what it announces.
    fn tied(&self, nth: usize) -> bool {
        let told = |nth: usize| self.lines.get(nth).map(|line| line.told);
        let (Some(before), Some(this)) = (nth.checked_sub(1).and_then(told), told(nth)) else {
            return false;
        };
        let between = this.announces && told(nth + 1).is_none_or(|next| next.telling);
        this.telling && (before.telling || before.announces) || before.announces && between
    }

    /// How many lines can be written: up to where nothing belongs together, and not the last ones, which may belong to
    /// lines that are still to come.
    fn cut(&self) -> usize {
        let last = self.lines.len().saturating_sub(BESIDE);
        let start = |nth: usize| {
            nth.checked_sub(1)
                .and_then(|before| self.lines.get(before))
                .map_or(0, |line| line.end)
        };
        let near = (1..=last)
            .rev()
            .take_while(|nth| start(last) - start(*nth) < LONGEST_REGION);
        near.into_iter().find(|nth| !self.tied(*nth)).unwrap_or(last)
    }

    /// Writes the first lines: masked where they have to be, as they are where not.
    fn write(&mut self, count: usize, vault: &mut Vault, out: &mut Vec<u8>) -> Result<(), Blocked> {
        if self.blocked {
            return Err(Blocked {
                findings: Vec::new(),
                because: Because::Policy,
            });
        }
        let (mut from, mut nth) = (0, 0);
        while nth < count {
            let first = nth;
            nth += 1;
            while nth < count && self.tied(nth) {
                nth += 1;
            }
            let telling = self
                .lines
                .get(first..nth)
                .is_some_and(|lines| lines.iter().any(|line| line.told.telling));
            let end = self.lines.get(nth - 1).map_or(from, |line| line.end);
            let part = self.held.get(from..end).unwrap_or(&[]);
            from = end;
            if !telling {
                out.extend_from_slice(part);
                continue;
            }
            for chunk in part.utf8_chunks() {
                match self.masker.mask(chunk.valid(), self.direction, vault) {
                    Ok(masked) => out.extend_from_slice(masked.text.as_bytes()),
                    Err(blocked) => {
                        self.blocked = true;
                        return Err(blocked);
                    }
                }
                out.extend_from_slice(chunk.invalid());
            }
        }
        self.held.drain(..from);
        self.lines.drain(..count);
        for line in &mut self.lines {
            line.end -= from;
        }
        Ok(())
    }
}

impl core::fmt::Debug for Stream<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Stream")
            .field("held", &self.held.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Action, Kind, Policy};

    fn streamed(text: &[u8], piece: usize) -> Vec<u8> {
        let masker = Masker::new(Policy::default()).without_names();
        let mut stream = Stream::new(&masker, Direction::ToDesk);
        let (mut vault, mut out) = (Vault::default(), Vec::new());
        for piece in text.chunks(piece) {
            stream.push(piece, &mut vault, &mut out).unwrap();
        }
        stream.finish(&mut vault, &mut out).unwrap();
        out
    }

    const LOG: &str = "2025-06-24 14:39:06 status installed libc6:amd64 2.36-9\n\
        2025-06-24 14:39:07 user ann@example.org paid with 4242 4242 4242 4242\n\
        password:\nhunter2\nfrom 203.0.113.7 it said hällo\n-----BEGIN PRIVATE KEY-----\nabcdefgh\nijklmnop\n\
        qrstuvwx\n-----END PRIVATE KEY-----\nbye\n";

    #[test]
    fn where_a_stream_is_cut_into_pieces_does_not_matter() {
        let masker = Masker::new(Policy::default()).without_names();
        let text = format!("{LOG}{}{LOG}", "nothing to see on this line\n".repeat(4000));
        let whole = masker
            .mask(&text, Direction::ToDesk, &mut Vault::default())
            .unwrap()
            .text;
        for piece in [1, 2, 7, 64, 1000, 65_536, 1 << 20] {
            let out = streamed(text.as_bytes(), piece);
            let told = |text: &[u8]| String::from_utf8_lossy(text).replace("nothing to see on this line\n", "");
            assert_eq!(told(&out), told(whole.as_bytes()), "pieces of {piece}");
            assert_eq!(out.len(), whole.len());
        }
    }

    #[test]
    fn bytes_that_are_no_text_pass_and_hide_nothing() {
        let out = streamed(b"\xFF\xFEmail ann@example.org\xFF!\n", 5);
        assert_eq!(out, b"\xFF\xFEmail [e-mail 1]\xFF!\n");
    }

    #[test]
    fn a_line_without_an_end_is_held_no_longer_than_a_batch() {
        let masker = Masker::new(Policy::default()).without_names();
        let mut stream = Stream::new(&masker, Direction::ToDesk);
        let (mut vault, mut out) = (Vault::default(), Vec::new());
        for _ in 0..64 {
            stream.push(&[b'x'; 10_000], &mut vault, &mut out).unwrap();
            assert!(stream.held.len() <= 2 * BATCH + LONGEST_LINE);
        }
        stream.finish(&mut vault, &mut out).unwrap();
        assert_eq!(out.len(), 640_000);
    }

    #[test]
    fn a_blocked_stream_writes_nothing_more() {
        let masker = Masker::new(Policy::default().with_rule(Kind::CreditCard, None, Action::Block));
        let mut stream = Stream::new(&masker, Direction::ToDesk);
        let (mut vault, mut out) = (Vault::default(), Vec::new());
        let text = format!("hello\ncard 4242 4242 4242 4242\n{}", "quiet\n".repeat(20_000));
        assert!(stream.push(text.as_bytes(), &mut vault, &mut out).is_err());
        let written = out.len();
        assert!(stream.push(text.as_bytes(), &mut vault, &mut out).is_err());
        assert!(stream.finish(&mut vault, &mut out).is_err());
        assert_eq!(out.len(), written);
    }
}
