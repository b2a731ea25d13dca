//! minicbor, with our limits: every list is bounded before it is read, every array has the length that it must have.

use alloc::{borrow::ToOwned, string::String, vec::Vec};
use core::convert::Infallible;

pub use minicbor::{Decoder, Encoder};

use crate::deterministic;

/// Bytes are not the structure that they should be. Each operation turns it into its own error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl From<minicbor::decode::Error> for Malformed {
    fn from(_: minicbor::decode::Error) -> Self {
        Self
    }
}

/// What a closure given to [`encoded`] returns.
pub type Writing = Result<(), minicbor::encode::Error<Infallible>>;

/// Encodes into a vector that never grows past `capacity`, so that secrets leave no copy behind.
pub fn encoded(capacity: usize, write: impl FnOnce(&mut Encoder<Vec<u8>>) -> Writing) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::with_capacity(capacity));
    let written = write(&mut encoder);
    debug_assert!(written.is_ok(), "a vector takes every byte");
    encoder.into_writer()
}

/// Reads one whole structure: within `limit` bytes, deterministic, and (so says the walk) with nothing after it.
pub fn decoded<'b, T>(
    bytes: &'b [u8],
    limit: usize,
    read: impl FnOnce(&mut Decoder<'b>) -> Result<T, Malformed>,
) -> Result<T, Malformed> {
    if bytes.len() > limit || !deterministic::is_deterministic(bytes) {
        return Err(Malformed);
    }
    read(&mut Decoder::new(bytes))
}

/// The head of an array of exactly `length` items.
pub fn array(decoder: &mut Decoder<'_>, length: u64) -> Result<(), Malformed> {
    (decoder.array()? == Some(length)).then_some(()).ok_or(Malformed)
}

/// An array of at most `longest` items.
pub fn list<'b, T>(
    decoder: &mut Decoder<'b>,
    longest: usize,
    mut item: impl FnMut(&mut Decoder<'b>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    let length = decoder
        .array()?
        .and_then(|length| usize::try_from(length).ok())
        .ok_or(Malformed)?;
    if length > longest {
        return Err(Malformed);
    }
    (0..length).map(|_| item(decoder)).collect()
}

/// A byte string of exactly `N` bytes.
pub fn bytes<const N: usize>(decoder: &mut Decoder<'_>) -> Result<[u8; N], Malformed> {
    decoder.bytes()?.try_into().map_err(|_| Malformed)
}

/// A text, copied.
pub fn string(decoder: &mut Decoder<'_>) -> Result<String, Malformed> {
    Ok(decoder.str()?.to_owned())
}
