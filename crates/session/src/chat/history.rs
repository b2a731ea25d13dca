//! What stands on one screen, so that a reload can show it again. Wiped with the chat.

use alloc::{collections::VecDeque, vec::Vec};

use hushwire_mask::placeholders;
use zeroize::Zeroizing;

use crate::{
    Effect, Event, Millis, Reference, Side, Text,
    kept::{Kept, Reader, Writer, kept},
};

/// Lines that come back after a reload; of more, the oldest do not.
const MOST_LINES: usize = 2_000;
/// And their bytes of text in all: what browsers allow a page to keep is a few megabytes.
const MOST_BYTES: usize = 512 * 1024;

/// The lines of a screen and how far they got.
pub(crate) struct History {
    lines: VecDeque<Line>,
    bytes: u64,
    /// Who reads this screen.
    me: u32,
    /// The last text of each author: author and count.
    last: Vec<(u32, u64)>,
    /// My texts up to this id have arrived at every peer.
    delivered: u64,
    /// And were on every peer's screen.
    read: u64,
}

pub(crate) struct Line {
    from: Side,
    /// Who wrote it: 0 the customer, then the technicians in the order in which they came.
    author: u32,
    id: u64,
    /// Of a peer's line, its number in that peer's channel.
    number: u64,
    at: Millis,
    text: Zeroizing<Vec<u8>>,
    /// The line that it answers.
    reply: Option<(Side, u64)>,
    edited: bool,
    removed: bool,
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
    reply,
    edited,
    removed,
});
kept!(History {
    lines,
    bytes,
    me,
    last,
    delivered,
    read,
});

impl History {
    pub(crate) fn new(me: u32) -> Self {
        Self {
            lines: VecDeque::new(),
            bytes: 0,
            me,
            last: Vec::new(),
            delivered: 0,
            read: 0,
        }
    }

    /// What a screen calls an author's n-th text: by its number alone if it is the reader's own or of the one it talked
    /// to first, which is all there is in nearly every chat. Below 2^53 for all that JavaScript counts.
    fn id(&self, author: u32, n: u64) -> u64 {
        let first = u32::from(self.me == 0);
        if author == self.me || author == first {
            return n;
        }
        (u64::from(author) << 32) | (n & u64::from(u32::MAX))
    }

    /// The author and count behind an id.
    pub(crate) fn named(&self, line: Reference) -> Option<(u32, u64)> {
        let above = u32::try_from(line.id >> 32).ok()?;
        let author = match line.from {
            Side::Me => self.me,
            Side::Peer if above == 0 => u32::from(self.me == 0),
            Side::Peer => above,
        };
        let n = line.id & u64::from(u32::MAX);
        (n != 0 && n <= self.last(author)).then_some((author, n))
    }

    /// The line that is an author's n-th text, if there is one.
    pub(crate) fn line(&self, author: u32, n: u64) -> Option<Reference> {
        let from = if author == self.me { Side::Me } else { Side::Peer };
        let id = self.id(author, n);
        (n != 0 && n <= self.last(author)).then_some(Reference { from, id })
    }

    /// How many texts an author has written.
    pub(crate) fn last(&self, author: u32) -> u64 {
        let mut known = self.last.iter().filter(|(known, _)| *known == author);
        known.next().map_or(0, |(_, n)| *n)
    }

    fn count(&mut self, author: u32, n: u64) {
        match self.last.iter_mut().find(|(known, _)| *known == author) {
            Some((_, last)) => *last = n,
            None => self.last.push((author, n)),
        }
    }

    /// A text of mine. Gives its id, which is its count.
    pub(crate) fn mine(&mut self, text: &str, at: Millis, reply: Option<Reference>) -> u64 {
        let id = self.last(self.me) + 1;
        self.count(self.me, id);
        self.add(Side::Me, self.me, id, 0, text, at, reply);
        id
    }

    /// A text of a peer. Gives its id, or nothing if that author has written this count or a higher one already.
    pub(crate) fn theirs(
        &mut self,
        author: u32,
        n: u64,
        number: u64,
        text: &str,
        at: Millis,
        reply: Option<Reference>,
    ) -> Option<u64> {
        if author == self.me || n <= self.last(author) || n > u64::from(u32::MAX) {
            return None;
        }
        self.count(author, n);
        let id = self.id(author, n);
        self.add(Side::Peer, author, id, number, text, at, reply);
        Some(id)
    }

    #[allow(clippy::too_many_arguments)] // the fields of a line, once
    fn add(&mut self, from: Side, author: u32, id: u64, number: u64, text: &str, at: Millis, reply: Option<Reference>) {
        let text = Zeroizing::new(text.as_bytes().to_vec());
        self.bytes += text.len() as u64;
        self.lines.push_back(Line {
            from,
            author,
            id,
            number,
            at,
            text,
            reply: reply.map(|to| (to.from, to.id)),
            edited: false,
            removed: false,
        });
        while self.lines.len() > MOST_LINES || self.bytes > MOST_BYTES as u64 {
            let Some(oldest) = self.lines.pop_front() else {
                break;
            };
            self.bytes = self.bytes.saturating_sub(oldest.text.len() as u64);
        }
    }

    fn find(&mut self, line: Reference) -> Option<&mut Line> {
        let mut lines = self.lines.iter_mut().rev();
        lines.find(|known| known.from == line.from && known.id == line.id)
    }

    /// A line reads otherwise now; `None`: it was taken back.
    pub(crate) fn change(&mut self, line: Reference, text: Option<&str>) {
        if let Some(line) = self.find(line) {
            line.edited |= text.is_some();
            line.removed |= text.is_none();
            line.text = Zeroizing::new(text.unwrap_or_default().as_bytes().to_vec());
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
            let (id, from, at) = (line.id, line.from, line.at);
            // Kept from a text, so it is one.
            let text = || Text::new(core::str::from_utf8(&line.text).unwrap_or_default().into());
            out.push(Effect::Event(Event::Message {
                chat,
                id,
                from,
                author: line.author,
                placeholders: placeholders(text().as_str()),
                text: text(),
                at,
                reply: line.reply.map(|(from, id)| Reference { from, id }),
            }));
            if line.removed {
                out.push(Effect::Event(Event::Removed { chat, id, from }));
            } else if line.edited {
                out.push(Effect::Event(Event::Edited {
                    chat,
                    id,
                    from,
                    placeholders: placeholders(text().as_str()),
                    text: text(),
                    at,
                }));
            }
        }
        let (delivered, read) = (self.delivered, self.read);
        if delivered > 0 {
            out.push(Effect::Event(Event::Delivered { chat, upto: delivered }));
        }
        if read > 0 {
            out.push(Effect::Event(Event::Read { chat, upto: read }));
        }
    }
}
