//! The list of one direction, as both of its ends write it: from the contents themselves, so that both write the same.

use alloc::{collections::VecDeque, string::String, vec::Vec};

use hushwire_desk::cbor::{self, Decoder, Encoder, Malformed, Writing};
use hushwire_mask::{Kind, placeholders};

use crate::{
    envelope::Content,
    kdf::{Label, hash},
    kept::kept,
    padding::padded_length,
    said::Said,
};

/// Entries that a receipt lists. Of a longer chat the first ones are only counted: the head goes over all of them.
const MOST_ENTRIES: usize = 4_096;
/// Different kinds of placeholders in one text; more is a list of kinds and no text.
const MOST_KINDS: usize = 40;

/// One message of a chat, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it was: the number of its content (PROTOCOL.md, section 7).
    pub what: u64,
    /// When, in seconds since 1970 by its sender's clock; 0 for what says no time.
    pub at: u64,
    /// Bytes of the content, padded as on the wire.
    pub size: u64,
    /// Masked values in its text: kind and how many.
    pub masks: Vec<(String, u64)>,
}

/// One direction: how many messages, the head of their chain, and the last of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Tally {
    pub(crate) skipped: u64,
    pub(crate) skipped_head: [u8; 32],
    /// The messages; of a very long chat, the last ones.
    pub entries: VecDeque<Entry>,
    head: [u8; 32],
}

kept!(Entry { what, at, size, masks });
kept!(Tally {
    skipped,
    skipped_head,
    entries,
    head,
});

impl Tally {
    /// `id` names the receipt, `direction` is 0 from the customer and 1 from the technician.
    pub(crate) fn new(id: &[u8; 32], direction: u8) -> Self {
        let start = hash(&[Label::Receipt.as_str().as_bytes(), &[0], id, &[direction]]);
        Self {
            skipped: 0,
            skipped_head: start,
            entries: VecDeque::new(),
            head: start,
        }
    }

    /// How many messages there were.
    pub fn count(&self) -> u64 {
        self.skipped + self.entries.len() as u64
    }

    /// What the chain has come to.
    pub fn head(&self) -> [u8; 32] {
        self.head
    }

    /// Notes the next message.
    pub(crate) fn note(&mut self, content: &Content, bytes: &[u8]) {
        self.push(Entry::of(content, bytes));
        while self.entries.len() > MOST_ENTRIES {
            if let Some(oldest) = self.entries.pop_front() {
                self.skipped += 1;
                self.skipped_head = next(&self.skipped_head, self.skipped, &oldest);
            }
        }
    }

    fn push(&mut self, entry: Entry) {
        self.head = next(&self.head, self.count() + 1, &entry);
        self.entries.push_back(entry);
    }

    /// The list as it was after so many messages; nothing if it is not known any more, or not yet.
    pub(crate) fn upto(&self, count: u64) -> Option<Self> {
        let wanted = usize::try_from(count.checked_sub(self.skipped)?).ok()?;
        if wanted > self.entries.len() {
            return None;
        }
        let mut cut = Self {
            skipped: self.skipped,
            skipped_head: self.skipped_head,
            entries: VecDeque::new(),
            head: self.skipped_head,
        };
        for entry in self.entries.iter().take(wanted) {
            cut.push(entry.clone());
        }
        Some(cut)
    }

    /// tally = [skipped: uint, head: bstr .size 32, [* entry]]
    pub(crate) fn write(&self, encoder: &mut Encoder<Vec<u8>>) -> Writing {
        encoder.array(3)?.u64(self.skipped)?.bytes(&self.skipped_head)?;
        encoder.array(self.entries.len() as u64)?;
        for entry in &self.entries {
            entry.write(encoder)?;
        }
        Ok(())
    }

    /// Reads a list and computes its head anew.
    pub(crate) fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        cbor::array(decoder, 3)?;
        let (skipped, head) = (decoder.u64()?, cbor::bytes(decoder)?);
        let mut tally = Self {
            skipped,
            skipped_head: head,
            entries: VecDeque::new(),
            head,
        };
        for entry in cbor::list(decoder, MOST_ENTRIES, Entry::read)? {
            tally.push(entry);
        }
        Ok(tally)
    }
}

fn next(head: &[u8; 32], number: u64, entry: &Entry) -> [u8; 32] {
    let entry = cbor::encoded(64, |encoder| entry.write(encoder));
    hash(&[head, &number.to_be_bytes(), &entry])
}

/// A content's number: also of one that this end does not know.
fn number_of(content: &[u8]) -> u64 {
    let mut decoder = Decoder::new(content);
    let number = decoder.array().and_then(|_| decoder.u64());
    number.unwrap_or_default()
}

impl Entry {
    fn of(content: &Content, bytes: &[u8]) -> Self {
        let (at, text) = match content {
            Content::Text { text, at, .. } => (*at, text.as_str()),
            Content::Said(Said::Reply { text, at, .. }) => (*at, text.as_str()),
            Content::Said(Said::Edit { text, .. }) => (0, text.as_str()),
            _ => (0, ""),
        };
        let found = placeholders(text);
        let count = |kind: Kind| found.iter().filter(|one| one.kind == kind).count() as u64;
        let mut masks: Vec<(String, u64)> = Vec::new();
        for kind in found.iter().map(|one| one.kind) {
            if !masks.iter().any(|(known, _)| known == kind.as_str()) && masks.len() < MOST_KINDS {
                masks.push((kind.as_str().into(), count(kind)));
            }
        }
        Self {
            what: number_of(bytes),
            at,
            size: padded_length(bytes.len()) as u64,
            masks,
        }
    }

    /// entry = [what: uint, at: uint, size: uint, [* [kind: tstr, count: uint]]]
    fn write(&self, encoder: &mut Encoder<Vec<u8>>) -> Writing {
        encoder.array(4)?.u64(self.what)?.u64(self.at)?.u64(self.size)?;
        encoder.array(self.masks.len() as u64)?;
        for (kind, count) in &self.masks {
            encoder.array(2)?.str(kind)?.u64(*count)?;
        }
        Ok(())
    }

    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        cbor::array(decoder, 4)?;
        Ok(Self {
            what: decoder.u64()?,
            at: decoder.u64()?,
            size: decoder.u64()?,
            masks: cbor::list(decoder, MOST_KINDS, |decoder| {
                cbor::array(decoder, 2)?;
                Ok((cbor::string(decoder)?, decoder.u64()?))
            })?,
        })
    }
}
