//! What stands on one screen, so that a reload can show it again. Wiped with the chat.

use alloc::{collections::VecDeque, vec::Vec};

use hushwire_mask::placeholders;
use zeroize::Zeroizing;

use crate::{
    Effect, Event, Millis, Side, Text,
    kept::{Kept, Reader, Writer, kept},
};

/// Lines that come back after a reload; of more, the oldest do not.
const MOST_LINES: usize = 2_000;
/// And their bytes of text in all: what browsers allow a page to keep is a few megabytes.
const MOST_BYTES: usize = 512 * 1024;

/// The lines of a screen and how far they got.
#[derive(Default)]
pub(crate) struct History {
    lines: VecDeque<Line>,
    bytes: u64,
    /// Ids given out, in each direction.
    mine: u64,
    theirs: u64,
    /// My texts up to this id have arrived at every peer.
    delivered: u64,
    /// And were on every peer's screen.
    read: u64,
}

pub(crate) struct Line {
    from: Side,
    /// Who wrote it: 0 the customer, then the technicians in the order in which they came.
    pub(crate) author: u32,
    /// Counted on this screen, from 1 in each direction.
    pub(crate) id: u64,
    /// Of a peer's line, its number in that peer's channel.
    number: u64,
    at: Millis,
    text: Zeroizing<Vec<u8>>,
}

impl Kept for Side {
    fn keep(&self, state: &mut Writer) {
        (*self == Self::Me).keep(state);
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        Some(if bool::back(state)? { Self::Me } else { Self::Peer })
    }
}

kept!(Line {
    from,
    author,
    id,
    number,
    at,
    text,
});
kept!(History {
    lines,
    bytes,
    mine,
    theirs,
    delivered,
    read,
});

impl History {
    /// A text of mine. Gives its id.
    pub(crate) fn mine(&mut self, author: u32, text: &str, at: Millis) -> u64 {
        self.mine += 1;
        self.add(Side::Me, author, self.mine, 0, text, at);
        self.mine
    }

    /// A text of a peer. Gives its id.
    pub(crate) fn theirs(&mut self, author: u32, number: u64, text: &str, at: Millis) -> u64 {
        self.theirs += 1;
        self.add(Side::Peer, author, self.theirs, number, text, at);
        self.theirs
    }

    fn add(&mut self, from: Side, author: u32, id: u64, number: u64, text: &str, at: Millis) {
        let text = Zeroizing::new(text.as_bytes().to_vec());
        self.bytes += text.len() as u64;
        self.lines.push_back(Line {
            from,
            author,
            id,
            number,
            at,
            text,
        });
        while self.lines.len() > MOST_LINES || self.bytes > MOST_BYTES as u64 {
            let Some(oldest) = self.lines.pop_front() else {
                break;
            };
            self.bytes = self.bytes.saturating_sub(oldest.text.len() as u64);
        }
    }

    /// The number, in its author's channel, of the last of that author's lines up to this id.
    pub(crate) fn number_at(&self, author: u32, upto: u64) -> Option<u64> {
        let lines = self.lines.iter().rev();
        let mut theirs = lines.filter(|line| line.from == Side::Peer && line.author == author && line.id <= upto);
        theirs.next().map(|line| line.number)
    }

    /// My texts up to this id have arrived. True if that is news.
    pub(crate) fn delivered(&mut self, upto: u64) -> bool {
        let news = upto > self.delivered;
        self.delivered = self.delivered.max(upto);
        news
    }

    /// My texts up to this id have been read. True if that is news.
    pub(crate) fn read(&mut self, upto: u64) -> bool {
        let news = upto > self.read;
        self.read = self.read.max(upto);
        news
    }

    /// The screen as it was.
    pub(crate) fn show(&self, chat: u32, out: &mut Vec<Effect>) {
        for line in &self.lines {
            // Kept from a text, so it is one.
            let text = core::str::from_utf8(&line.text).unwrap_or_default();
            out.push(Effect::Event(Event::Message {
                chat,
                id: line.id,
                from: line.from,
                author: line.author,
                text: Text::new(text.into()),
                at: line.at,
                placeholders: placeholders(text),
            }));
        }
        for (upto, event) in [
            (
                self.delivered,
                Event::Delivered {
                    chat,
                    upto: self.delivered,
                },
            ),
            (self.read, Event::Read { chat, upto: self.read }),
        ] {
            if upto > 0 {
                out.push(Effect::Event(event));
            }
        }
    }
}
