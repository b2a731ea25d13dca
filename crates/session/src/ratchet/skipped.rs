//! Keys of messages that have not arrived yet, bounded and aged.
//!
//! A kept key opens a message that somebody may have recorded and held back, so it must not be kept for long: a device
//! that is stolen tomorrow must not open what was said today. The sender's resend brings the content all the same.

use alloc::{collections::VecDeque, vec::Vec};

use super::header::{Header, open_header};
use crate::{
    kept::{Kept, Reader, Writer, kept},
    secret::Secret,
};

/// The current chain and this many before it are waited for; keys of older ones are wiped, used or not.
const OLDER_TURNS: u32 = 3;
/// Keys in all: one full hole in each of two chains. Of more, the oldest are wiped.
const MAX_KEYS: usize = 2 * super::MAX_SKIP as usize;

#[derive(Clone, Default)]
pub(super) struct Skipped(VecDeque<Chain>);

#[derive(Clone)]
struct Chain {
    turn: u32,
    header: Secret<32>,
    keys: Vec<(u32, Secret<32>)>,
}

kept!(Chain { turn, header, keys });

impl Kept for Skipped {
    fn keep(&self, state: &mut Writer) {
        self.0.keep(state);
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        Kept::back(state).map(Self)
    }
}

impl Skipped {
    /// Which chain, if any, this header belongs to, and what it says.
    pub(super) fn find(&self, sealed_header: &[u8], session: &[u8; 32]) -> Option<(usize, Header)> {
        self.0.iter().enumerate().find_map(|(index, chain)| {
            let header = open_header(sealed_header, &chain.header, session)?;
            // The current chain has stragglers too: a header of it that is no straggler is the ratchet's business.
            chain
                .keys
                .iter()
                .any(|(number, _)| *number == header.number)
                .then_some((index, header))
        })
    }

    pub(super) fn peek(&self, chain: usize, number: u32) -> Option<&Secret<32>> {
        let (_, key) = self
            .0
            .get(chain)?
            .keys
            .iter()
            .find(|(candidate, _)| *candidate == number)?;
        Some(key)
    }

    /// The key has been used; a second message with it is a replay.
    pub(super) fn take(&mut self, chain: usize, number: u32) {
        if let Some(chain) = self.0.get_mut(chain) {
            chain.keys.retain(|(candidate, _)| *candidate != number);
        }
        self.0.retain(|chain| !chain.keys.is_empty());
    }

    pub(super) fn keep(&mut self, turn: u32, header: Secret<32>, keys: Vec<(u32, Secret<32>)>) {
        if keys.is_empty() {
            return;
        }
        match self.0.back_mut().filter(|chain| chain.turn == turn) {
            Some(chain) => chain.keys.extend(keys),
            None => self.0.push_back(Chain { turn, header, keys }),
        }
        let mut excess = self.len().saturating_sub(MAX_KEYS);
        for chain in &mut self.0 {
            let oldest = excess.min(chain.keys.len());
            chain.keys.drain(..oldest);
            excess -= oldest;
        }
        self.0.retain(|chain| !chain.keys.is_empty());
    }

    /// The peer has begun this turn.
    pub(super) fn age(&mut self, turn: u32) {
        self.0.retain(|chain| chain.turn >= turn.saturating_sub(OLDER_TURNS));
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|chain| chain.keys.len()).sum()
    }
}
