//! What must not leave the keyboard: personal data found and masked.
//!
//! Ann, a customer, types; the masker reads along. What it finds never reaches the wire:
//!
//! ```
//! use hushwire_mask::{Direction, Kind, Masker, Policy, Vault};
//!
//! let masker = Masker::new(Policy::default());
//! let mut vault = Vault::default(); // stays with Ann, dies with the session
//!
//! let sent = masker.mask("my card is 4242 4242 4242 4242, mail ann@example.org", Direction::ToDesk, &mut vault)?;
//! assert_eq!(sent.text, "my card is [card ••4242], mail [e-mail 1]");
//! assert_eq!(sent.findings[0].kind, Kind::CreditCard);
//!
//! // Bob, the technician, answers; his side masks again what arrives, and nothing changes.
//! let seen = masker.mask(&sent.text, Direction::ToDesk, &mut Vault::default())?;
//! assert_eq!(seen.text, sent.text);
//!
//! // Ann alone can look behind a placeholder.
//! assert_eq!(vault.original("[e-mail 1]"), Some("ann@example.org"));
//! # Ok::<(), hushwire_mask::Blocked>(())
//! ```
//!
//! It refuses to: hold a key, know the time, touch a network or a file, or print what it found.
//!
//! Names and street addresses of people are found by a small trained tagger (`tagger/`, `MODEL.md`); its tables are
//! compiled in by the feature `names`, or loaded later with [`load_names`]. Places and plain dates have a [`Kind`] and a
//! placeholder, but alone they are nobody's and are not looked for.
//!
//! Where to read next: `kind.rs` (the words), `masker.rs` (find, decide, replace), `text/mod.rs` (what detectors see),
//! `cues/table.rs` (cue words by language), then any file of `detect/`: sources, gate, finder, samples.

extern crate alloc;

mod arbitrate;
mod checksum;
mod conversation;
mod cues;
mod detect;
mod explain;
mod kind;
mod masker;
mod placeholder;
mod policy;
#[cfg(test)]
mod steps;
mod stream;
#[doc(hidden)]
pub mod tagger;
mod text;
mod vault;

pub use conversation::{Conversation, Split};
pub use explain::{Explanation, Verdict};
pub use kind::{Action, Direction, Kind, UnknownWord};
pub use masker::{Because, Blocked, Finding, LONGEST_TEXT, Masked, Masker};
pub use placeholder::{Placeholder, placeholders};
pub use policy::{BadCustom, Custom, Policy, Shown};
pub use stream::Stream;
pub use tagger::{BadTables, load_names};
pub use text::{Typed, typed};
pub use vault::Vault;
