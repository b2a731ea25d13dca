//! The door to JavaScript: convert, call, convert.
//!
//! Three classes go through it: [`Masker`], [`Customer`] and [`Console`]. Each method turns its arguments into the
//! words of `hushwire-session` or `hushwire-mask`, calls, and turns what comes back into plain objects. Byte offsets
//! become UTF-16 offsets here and nowhere else (`text.rs`).
//!
//! The door takes no decision, keeps no time and opens no socket. Secrets are made and kept inside: no method takes or
//! gives a key, except an enrolment, which must come in once and is wiped (`text.rs` says how). The types that
//! TypeScript sees are in `types.d.ts`; a test compares them with what the module sends.
//!
//! Where to read next: `customer.rs`, then `effects.rs`.

mod console;
mod customer;
mod effects;
mod error;
mod findings;
mod kept;
mod masker;
mod memory;
mod text;

pub use console::Console;
pub use customer::Customer;
pub use masker::Masker;

use getrandom::{SysRng, rand_core::UnwrapErr};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// The platform's generator. A platform without randomness stops the module: going on would send guessable keys.
fn random() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

/// Milliseconds since 1970 as JavaScript counts them. A clock before 1970 or beyond all use counts as an end of it.
fn millis(now: f64) -> hushwire_session::Millis {
    now as hushwire_session::Millis
}
