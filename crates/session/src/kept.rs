//! A peer's whole state as bytes that only the same page can read again: for a reload, a navigation, a sleeping tab.
//!
//! ```text
//! kept  = version:1 || kind:1 || count:8 || salt:32 || AES-256-GCM(key, nonce, aad = the 42 bytes before, state)
//! key (32), nonce (12) = Expand(HKDF-Extract(salt, caller's key), "hushwire/1 kept", the 42 bytes before, 44)
//! ```
//! The caller keeps the key in one place and the bytes in another. `count` is the caller's own and rises with every
//! sealing; what counts less than the caller remembers is refused. Whoever holds both can read and copy everything: that
//! copies of a state never encrypt under one key, and are told apart, is the ratchet's and the delivery's doing.
//!
//! The layout of the state is ours alone and never travels: fields in the order of the structs, integers big-endian,
//! lengths as u32. Another version of this program refuses it (`other-format`), and the session is then over.

use alloc::{
    boxed::Box,
    collections::{BTreeMap, VecDeque},
    string::String,
    vec::Vec,
};
use core::fmt;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    console::ConsoleError,
    kdf::{Label, cut, expand, extract},
    primitives::{NONCE, TAG, open, seal},
    secret::Secret,
};

/// Raised whenever the layout of any kept struct changes.
const VERSION: u8 = 1;
const HEAD: usize = 1 + 1 + 8 + 32;
/// No list of ours is longer: a receipt's has 4,096 entries, and of keys there are 512.
const MOST_AT_ONCE: usize = 4_096;

/// The key under which a state is kept. Wiped on drop, never printed.
#[derive(Debug)]
pub struct StateKey(Secret<32>);

impl StateKey {
    /// Takes over 32 random bytes and wipes the place they came from.
    pub fn take(bytes: &mut [u8; 32]) -> Self {
        Self(Secret::take(bytes))
    }
}

/// Why kept bytes are not a state to go on from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateError {
    /// Too short to be one, or of another kind of peer.
    Malformed,
    /// Kept by another version of this program.
    OtherFormat,
    /// Under another key, altered, or cut.
    NotGenuine,
    /// Older than what the caller knows to have kept.
    Stale,
    /// Of another desk, site or member.
    OtherPlace,
    /// Of a chat that is over, or whose desk may not go on with it.
    Over,
    /// The enrolment cannot be used any more.
    Console(ConsoleError),
}

impl StateError {
    /// The permanent kebab-case word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed-state",
            Self::OtherFormat => "other-format",
            Self::NotGenuine => "not-genuine",
            Self::Stale => "stale-state",
            Self::OtherPlace => "other-place",
            Self::Over => "over",
            Self::Console(error) => error.code(),
        }
    }
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "these bytes are no kept state of this kind of peer",
            Self::OtherFormat => "the state was kept by another version",
            Self::NotGenuine => "the state was kept under another key, or was altered",
            Self::Stale => "the state is older than the last one that was kept",
            Self::OtherPlace => "the state belongs to another desk, site or member",
            Self::Over => "the chat is over",
            Self::Console(error) => return error.fmt(f),
        })
    }
}

impl core::error::Error for StateError {}

/// Whose state it is.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Customer = 1,
    Console = 2,
}

/// Seals a state that was written.
pub(crate) fn seal_state(kind: Kind, state: Writer, key: &StateKey, count: u64, rng: &mut dyn CryptoRng) -> Vec<u8> {
    let mut head = [0; HEAD];
    head[0] = VERSION;
    head[1] = kind as u8;
    head[2..10].copy_from_slice(&count.to_be_bytes());
    rng.fill_bytes(&mut head[10..]);
    let (key, nonce) = keys(key, &head);
    let mut plain = state.0;
    // Room for the tag, so that sealing does not move the plaintext and leave a copy behind.
    grow(&mut plain, TAG);
    let sealed = seal(&key, nonce.bytes(), &head, plain);
    [&head[..], &sealed].concat()
}

/// Opens what [`seal_state`] made, if it counts at least `at_least`.
pub(crate) fn open_state(
    kind: Kind,
    kept: &[u8],
    key: &StateKey,
    at_least: u64,
) -> Result<Zeroizing<Vec<u8>>, StateError> {
    let (head, sealed) = kept.split_first_chunk::<HEAD>().ok_or(StateError::Malformed)?;
    let (version, is, count) = (head[0], head[1], head[2..10].try_into().map_or(0, u64::from_be_bytes));
    if version != VERSION {
        return Err(StateError::OtherFormat);
    }
    if is != kind as u8 {
        return Err(StateError::Malformed);
    }
    let (key, nonce) = keys(key, head);
    let plain = open(&key, nonce.bytes(), head, sealed).map_err(|_| StateError::NotGenuine)?;
    if count < at_least {
        return Err(StateError::Stale);
    }
    Ok(plain)
}

fn keys(key: &StateKey, head: &[u8; HEAD]) -> (Secret<32>, Secret<NONCE>) {
    let prk = extract(&head[10..], &[key.0.bytes()]);
    cut::<44, 32, NONCE>(&expand(&prk, Label::Kept, head))
}

/// A state in the making; grows without leaving copies behind.
#[derive(Default)]
pub(crate) struct Writer(Zeroizing<Vec<u8>>);

impl Writer {
    pub(crate) fn put(&mut self, bytes: &[u8]) {
        grow(&mut self.0, bytes.len());
        self.0.extend_from_slice(bytes);
    }

    fn length(&mut self, length: usize) {
        self.put(&u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.put(bytes);
    }
}

fn grow(bytes: &mut Zeroizing<Vec<u8>>, more: usize) {
    let needed = bytes.len() + more;
    if bytes.capacity() < needed {
        let mut larger = Zeroizing::new(Vec::with_capacity(needed.max(4_096).next_power_of_two()));
        larger.extend_from_slice(bytes);
        *bytes = larger;
    }
}

/// A state being read. Nothing in it is trusted to be complete.
pub(crate) struct Reader<'b>(pub(crate) &'b [u8]);

impl<'b> Reader<'b> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    fn length(&mut self) -> Option<usize> {
        let length = usize::try_from(u32::from_be_bytes(self.array()?)).ok()?;
        // Every item takes a byte at least, so a false length ends here and not in an allocation.
        (length <= self.0.len()).then_some(length)
    }

    pub(crate) fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = self.length()?;
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}

/// What can be kept and comes back as it was.
pub(crate) trait Kept: Sized {
    fn keep(&self, state: &mut Writer);
    fn back(state: &mut Reader<'_>) -> Option<Self>;
}

/// All fields, in this order. A field that is not named here stops compilation.
macro_rules! kept {
    ($type:ty { $($field:ident),* $(,)? }) => {
        impl $crate::kept::Kept for $type {
            fn keep(&self, state: &mut $crate::kept::Writer) {
                let Self { $($field),* } = self;
                $($field.keep(state);)*
            }

            fn back(state: &mut $crate::kept::Reader<'_>) -> Option<Self> {
                $(let $field = $crate::kept::Kept::back(state)?;)*
                Some(Self { $($field),* })
            }
        }
    };
}
pub(crate) use kept;

macro_rules! integers {
    ($($type:ty),*) => {$(
        impl Kept for $type {
            fn keep(&self, state: &mut Writer) {
                state.put(&self.to_be_bytes());
            }

            fn back(state: &mut Reader<'_>) -> Option<Self> {
                state.array().map(Self::from_be_bytes)
            }
        }
    )*};
}
integers!(u8, u16, u32, u64);

impl Kept for bool {
    fn keep(&self, state: &mut Writer) {
        u8::from(*self).keep(state);
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        match u8::back(state)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl<const N: usize> Kept for [u8; N] {
    fn keep(&self, state: &mut Writer) {
        state.put(self);
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        state.array()
    }
}

impl<const N: usize> Kept for Secret<N> {
    fn keep(&self, state: &mut Writer) {
        state.put(self.bytes());
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        state.array().map(|mut bytes| Self::take(&mut bytes))
    }
}

impl<T: Kept> Kept for Box<T> {
    fn keep(&self, state: &mut Writer) {
        (**self).keep(state);
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        T::back(state).map(Self::new)
    }
}

impl Kept for Zeroizing<Vec<u8>> {
    fn keep(&self, state: &mut Writer) {
        state.bytes(self);
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        Some(Self::new(state.bytes()?.to_vec()))
    }
}

impl Kept for String {
    fn keep(&self, state: &mut Writer) {
        state.bytes(self.as_bytes());
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        core::str::from_utf8(state.bytes()?).ok().map(Into::into)
    }
}

impl<T: Kept> Kept for Option<T> {
    fn keep(&self, state: &mut Writer) {
        self.is_some().keep(state);
        if let Some(value) = self {
            value.keep(state);
        }
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        Some(if bool::back(state)? {
            Some(T::back(state)?)
        } else {
            None
        })
    }
}

impl<T: Kept> Kept for Vec<T> {
    fn keep(&self, state: &mut Writer) {
        state.length(self.len());
        for item in self {
            item.keep(state);
        }
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        let length = state.length()?;
        // Growing would leave copies of keys behind; a false length must not become an allocation.
        let mut items = Self::with_capacity(length.min(MOST_AT_ONCE));
        for _ in 0..length {
            items.push(T::back(state)?);
        }
        Some(items)
    }
}

impl<T: Kept> Kept for VecDeque<T> {
    fn keep(&self, state: &mut Writer) {
        state.length(self.len());
        for item in self {
            item.keep(state);
        }
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        Vec::back(state).map(Self::from)
    }
}

impl<T: Kept> Kept for BTreeMap<u64, T> {
    fn keep(&self, state: &mut Writer) {
        state.length(self.len());
        for (key, value) in self {
            key.keep(state);
            value.keep(state);
        }
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        (0..state.length()?).map(|_| Kept::back(state)).collect()
    }
}

impl<A: Kept, B: Kept> Kept for (A, B) {
    fn keep(&self, state: &mut Writer) {
        self.0.keep(state);
        self.1.keep(state);
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        Some((A::back(state)?, B::back(state)?))
    }
}

#[cfg(test)]
mod tests;
