//! What a technician hands out and a customer brings: a PIN to be spoken, or a link to be sent.
//!
//! A PIN is nine digits. The first three, the nameplate, tell the relay to whom they lead; the other six are the secret,
//! and reach neither the relay nor anybody who is not in possession of a certificate of the desk. A link carries one
//! secret of 256 bits and the time of its end; where it leads is derived from the secret.

use alloc::string::String;
use core::fmt;

use hushwire_desk::{CLOCK_SKEW_SECONDS, base64url};
use hushwire_mask::{Typed, typed};
use hushwire_wire::{LinkId, Nameplate, Route};
use rand_core::CryptoRng;
use zeroize::{Zeroize, Zeroizing};

use crate::{
    InviteKind, Text,
    kdf::{Label, expand, hash},
    secret::Secret,
};

/// Digits of a PIN that the relay sees.
const ROUTING_DIGITS: usize = 3;
/// Digits of a PIN that it does not see: a million, of which an attacker may try one.
pub(crate) const SECRET_DIGITS: usize = 6;
const LINK_PREFIX: &str = "hwlink1";
/// A link of any version.
const ANY_LINK: &str = "hwlink";
/// Bytes of a link: end (5), secret (32), check (5); 42 are 56 characters with no bit left over.
const LINK_BYTES: usize = EXPIRES + 32 + CHECK;
/// Seconds since 1970 in 40 bits.
const EXPIRES: usize = 5;
/// Tells a link that was cut or mistyped from one that is wrong.
const CHECK: usize = 5;

/// What is secret about an invite before the relay has said where it is found.
#[derive(Debug)]
pub(crate) enum Draft {
    Pin(Secret<SECRET_DIGITS>),
    Link(Secret<32>),
}

/// One end's knowledge of an invite. Both ends of a handshake must hold the same.
#[derive(Debug)]
pub(crate) enum Ticket {
    Pin {
        nameplate: Nameplate,
        /// ASCII.
        digits: Secret<SECRET_DIGITS>,
    },
    Link {
        link: LinkId,
        key: Secret<32>,
    },
}

impl Draft {
    pub(crate) fn new(kind: InviteKind, rng: &mut dyn CryptoRng) -> Self {
        match kind {
            InviteKind::Pin => Self::Pin(draw_digits(rng)),
            InviteKind::Link => Self::Link(Secret::random(rng)),
        }
    }

    /// Where a link leads, which the relay must be told before the link can be given out.
    pub(crate) fn link(&self) -> Option<LinkId> {
        match self {
            Self::Pin(_) => None,
            Self::Link(secret) => Some(link_id(secret)),
        }
    }

    /// The relay has taken the invite: the ticket, and the words for the customer. `expires` is in seconds since 1970.
    /// Nothing if the relay named no nameplate for a PIN.
    pub(crate) fn opened(self, nameplate: Option<Nameplate>, expires: u64) -> Option<(Ticket, Text)> {
        match self {
            Self::Pin(digits) => {
                let nameplate = nameplate?;
                let words = pin_words(nameplate, &digits);
                Some((Ticket::Pin { nameplate, digits }, words))
            }
            Self::Link(secret) => {
                let end = end_bytes(expires);
                let ticket = link_ticket(&secret, &end);
                Some((ticket, link_words(&secret, &end)))
            }
        }
    }
}

impl Ticket {
    /// Reads what a customer typed, or what stands in the fragment of the page's address. `now` is in seconds.
    pub(crate) fn read(text: &str, now: u64) -> Result<Self, TicketError> {
        // A whole address may have been pasted.
        let fragment = text.rsplit('#').next().unwrap_or(text).trim();
        match fragment.strip_prefix(LINK_PREFIX) {
            Some(link) => read_link(link, now),
            None if fragment.starts_with(ANY_LINK) => Err(TicketError::BadLink),
            None => read_pin(text),
        }
    }

    pub(crate) fn kind(&self) -> InviteKind {
        match self {
            Self::Pin { .. } => InviteKind::Pin,
            Self::Link { .. } => InviteKind::Link,
        }
    }

    pub(crate) fn route(&self) -> Route {
        match self {
            Self::Pin { nameplate, .. } => Route::Pin(*nameplate),
            Self::Link { link, .. } => Route::Link(*link),
        }
    }
}

/// Why a text is no ticket. It says nothing about whether an invite is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketError {
    /// Not nine digits.
    BadPin,
    /// A link that was cut, mistyped, or is of another version.
    BadLink,
    /// The link says itself that its time is over.
    ExpiredInvite,
}

impl TicketError {
    /// The permanent kebab-case word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BadPin => "bad-pin",
            Self::BadLink => "bad-link",
            Self::ExpiredInvite => "expired-invite",
        }
    }
}

/// Six digits, each as likely as any other: a draw of the last, incomplete million is thrown away.
fn draw_digits(rng: &mut dyn CryptoRng) -> Secret<SECRET_DIGITS> {
    const MILLION: u32 = 10_u32.pow(SECRET_DIGITS as u32);
    const WHOLE_MILLIONS: u32 = u32::MAX / MILLION * MILLION;
    let mut number = loop {
        let draw: Secret<4> = Secret::random(rng);
        let number = u32::from_be_bytes(*draw.bytes());
        if number < WHOLE_MILLIONS {
            break number % MILLION;
        }
    };
    let mut digits: Secret<SECRET_DIGITS> = Secret::empty();
    for digit in digits.bytes_mut().iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
    digits
}

/// In groups of three, as people say it.
fn pin_words(nameplate: Nameplate, digits: &Secret<SECRET_DIGITS>) -> Text {
    let mut words = String::with_capacity(ROUTING_DIGITS + SECRET_DIGITS + 2);
    let number = nameplate.number();
    for digit in [number / 100, number / 10 % 10, number % 10] {
        words.push(char::from(b'0' + (digit % 10) as u8));
    }
    for (place, digit) in digits.bytes().iter().enumerate() {
        if place % 3 == 0 {
            words.push(' ');
        }
        words.push(char::from(*digit));
    }
    Text::new(words)
}

/// The one place where digits are read from what people type: in any script, with any blanks, dashes, dots between them.
fn read_pin(text: &str) -> Result<Ticket, TicketError> {
    let mut all: Secret<{ ROUTING_DIGITS + SECRET_DIGITS }> = Secret::empty();
    let mut slots = all.bytes_mut().iter_mut();
    for character in text.chars() {
        match typed(character) {
            Typed::Digit(digit) => *slots.next().ok_or(TicketError::BadPin)? = b'0' + digit,
            Typed::Nothing => {}
            Typed::Other => return Err(TicketError::BadPin),
        }
    }
    if slots.next().is_some() {
        return Err(TicketError::BadPin);
    }
    let (routing, secret) = all.bytes().split_at(ROUTING_DIGITS);
    let number = routing.iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
    let mut digits: Secret<SECRET_DIGITS> = Secret::empty();
    digits.bytes_mut().copy_from_slice(secret);
    let nameplate = Nameplate::new(number).ok_or(TicketError::BadPin)?;
    Ok(Ticket::Pin { nameplate, digits })
}

fn link_id(secret: &Secret<32>) -> LinkId {
    let id: Secret<16> = expand(secret, Label::LinkRoute, &[]);
    LinkId(*id.bytes())
}

fn link_ticket(secret: &Secret<32>, end: &[u8; EXPIRES]) -> Ticket {
    Ticket::Link {
        link: link_id(secret),
        key: expand(secret, Label::LinkKey, end),
    }
}

fn end_bytes(expires: u64) -> [u8; EXPIRES] {
    let mut end = [0; EXPIRES];
    end.copy_from_slice(&expires.to_be_bytes()[8 - EXPIRES..]);
    end
}

fn check(end: &[u8], secret: &[u8]) -> [u8; CHECK] {
    let mut all = hash(&[Label::LinkCheck.as_str().as_bytes(), &[0], end, secret]);
    let mut check = [0; CHECK];
    check.copy_from_slice(&all[..CHECK]);
    all.zeroize();
    check
}

fn link_words(secret: &Secret<32>, end: &[u8; EXPIRES]) -> Text {
    let mut bytes = Zeroizing::new([0; LINK_BYTES]);
    bytes[..EXPIRES].copy_from_slice(end);
    bytes[EXPIRES..EXPIRES + 32].copy_from_slice(secret.bytes());
    bytes[EXPIRES + 32..].copy_from_slice(&check(end, secret.bytes()));
    let mut words = String::with_capacity(LINK_PREFIX.len() + base64url::encoded_length(LINK_BYTES));
    words.push_str(LINK_PREFIX);
    base64url::encode_into(&*bytes, &mut words);
    Text::new(words)
}

fn read_link(text: &str, now: u64) -> Result<Ticket, TicketError> {
    if text.len() != base64url::encoded_length(LINK_BYTES) {
        return Err(TicketError::BadLink);
    }
    let bytes = base64url::decode(text).ok_or(TicketError::BadLink)?;
    let (end, rest) = bytes.split_first_chunk::<EXPIRES>().ok_or(TicketError::BadLink)?;
    let (secret, said) = rest.split_first_chunk::<32>().ok_or(TicketError::BadLink)?;
    if said != check(end, secret) {
        return Err(TicketError::BadLink);
    }
    let expires = end.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
    if now > expires.saturating_add(CLOCK_SKEW_SECONDS) {
        return Err(TicketError::ExpiredInvite);
    }
    Ok(link_ticket(&Secret::take(&mut { *secret }), end))
}

impl fmt::Display for TicketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadPin => "a PIN has nine digits",
            Self::BadLink => "the link is not complete",
            Self::ExpiredInvite => "the link's time is over",
        })
    }
}

impl core::error::Error for TicketError {}

#[cfg(test)]
mod tests;
