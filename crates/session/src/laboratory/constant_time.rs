//! What the constant-time job runs (`tests/constant-time` of the workspace), and what it says is public.
//!
//! Everything drawn from the generator of a scenario is secret, and so is what follows from it, until it passes one of
//! these doors:
//! - [`public`]: what goes to the peer or on the screen, and the words of a box or message that proved genuine;
//! - [`told`]: the one bit that two secrets are equal, or that a run of CPace fails, which the other end learns anyway.
//!
//! Not watched, because what they branch on is this end's own and no stranger can time it apart from the person: reading
//! digits as they are typed (`ticket::read_pin`), drawing digits again (`ticket::draw_digits`: what was thrown away),
//! and everything that works on opened words: padding taken off, envelopes, delivery.

use core::cell::Cell;

use rand_core::CryptoRng;
use subtle::Choice;

/// Makes bytes public: the job's word for valgrind.
pub type Publish = fn(&mut [u8]);

thread_local! {
    static PUBLISH: Cell<Option<Publish>> = const { Cell::new(None) };
}

/// A handshake's key schedule, box and PIN, with the digits that the technician and the customer hold.
pub fn invited_handshake(publish: Publish, secret: &mut dyn CryptoRng, digits: [[u8; 6]; 2]) -> Option<bool> {
    PUBLISH.set(Some(publish));
    crate::handshake::laboratory::invited_handshake(secret, digits)
}

/// Eight messages with turns of the ratchet, and four altered ones. Answers how many were opened.
pub fn dialogue(publish: Publish, secret: &mut dyn CryptoRng, plain: &[u8]) -> Option<usize> {
    PUBLISH.set(Some(publish));
    crate::ratchet::laboratory::dialogue(secret, plain)
}

pub(crate) fn public(bytes: &mut [u8]) {
    if let Some(publish) = PUBLISH.get() {
        publish(bytes);
    }
}

pub(crate) fn told(bit: Choice) -> Choice {
    let mut bit = [bit.unwrap_u8()];
    public(&mut bit);
    Choice::from(bit[0])
}
