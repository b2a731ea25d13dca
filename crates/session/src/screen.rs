//! The one place where a text becomes sendable: nothing enters a channel that did not pass the masker.

use alloc::vec::Vec;
use core::fmt;

use hushwire_desk::{self as desk, Manifest};
use hushwire_mask::{Action, Blocked, Direction, Finding, Kind, Masked, Masker, Policy, Vault};

use crate::kept::{Kept, Reader, Writer};

/// The desk's policy at work in one chat, with the originals of what it masked.
pub(crate) struct Screen {
    masker: Masker,
    /// What this end masked of its own words; never leaves it.
    mine: Vault,
    /// What this end masked of the peer's words.
    theirs: Vault,
    outgoing: Direction,
}

impl Screen {
    pub(crate) fn new(manifest: Option<&Manifest>, outgoing: Direction) -> Self {
        let policy = manifest.map_or_else(Policy::default, policy);
        Self {
            masker: Masker::new(policy),
            mine: Vault::default(),
            theirs: Vault::default(),
            outgoing,
        }
    }

    /// A manifest was agreed on: from here its policy holds. Placeholders given out before keep their meaning.
    pub(crate) fn adopt(&mut self, manifest: &Manifest) {
        self.masker = Masker::new(policy(manifest));
    }

    pub(crate) fn scan(&self, text: &str) -> Vec<Finding> {
        self.masker.scan(text, self.outgoing)
    }

    pub(crate) fn outgoing(&mut self, text: &str) -> Result<Masked, Blocked> {
        self.masker.mask(text, self.outgoing, &mut self.mine)
    }

    /// The value behind a placeholder that this end gave out, for its owner to reveal.
    pub(crate) fn original(&self, placeholder: &str) -> Option<&str> {
        self.mine.original(placeholder)
    }

    /// Masks again what the peer should have masked: a customer's old or altered widget must not show a technician
    /// what this desk does not want to see. What the policy would have blocked is not shown at all.
    pub(crate) fn incoming(&mut self, text: &str) -> Result<Masked, Blocked> {
        let direction = match self.outgoing {
            Direction::ToDesk => Direction::ToCustomer,
            Direction::ToCustomer => Direction::ToDesk,
        };
        self.masker.mask(text, direction, &mut self.theirs)
    }
}

fn policy(manifest: &Manifest) -> Policy {
    let policy = Policy::default().with_countries(&manifest.countries);
    manifest.policy.iter().fold(policy, |policy, rule| {
        // A kind that this build does not know keeps the default of everything else, which is to mask.
        let Ok(kind) = rule.kind.parse::<Kind>() else {
            return policy;
        };
        let direction = match rule.direction {
            desk::Direction::ToDesk => Some(Direction::ToDesk),
            desk::Direction::ToCustomer => Some(Direction::ToCustomer),
            desk::Direction::Both => None,
        };
        let action = match rule.action {
            desk::Action::Allow => Action::Allow,
            desk::Action::Warn => Action::Warn,
            desk::Action::Mask => Action::Mask,
            desk::Action::Block => Action::Block,
        };
        policy.with_rule(kind, direction, action)
    })
}

impl Screen {
    /// The originals; the policy is not kept, since it comes from the manifest.
    pub(crate) fn keep(&self, state: &mut Writer) {
        for vault in [&self.mine, &self.theirs] {
            let entries: Vec<_> = vault.entries().collect();
            (entries.len() as u64).keep(state);
            for (kind, original, placeholder) in entries {
                state.bytes(kind.as_str().as_bytes());
                state.bytes(original.as_bytes());
                state.bytes(placeholder.as_bytes());
            }
        }
    }

    /// The screen as it was kept, under the policy of this manifest.
    pub(crate) fn back(state: &mut Reader<'_>, manifest: Option<&Manifest>, outgoing: Direction) -> Option<Self> {
        let mut screen = Self::new(manifest, outgoing);
        for vault in [&mut screen.mine, &mut screen.theirs] {
            for _ in 0..u64::back(state)? {
                let kind = core::str::from_utf8(state.bytes()?).ok()?.parse().ok()?;
                let original = core::str::from_utf8(state.bytes()?).ok()?;
                let placeholder = core::str::from_utf8(state.bytes()?).ok()?;
                vault.put_back(kind, original, placeholder);
            }
        }
        Some(screen)
    }
}

impl fmt::Debug for Screen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Screen(_)")
    }
}
