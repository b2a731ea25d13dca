//! What the relay may know: the outer frames, their ids, limits, refusals.
//!
//! One WebSocket message is one frame; its first byte is its type; layouts are fixed and integers big-endian.
//! This crate turns bytes into [`ClientFrame`] or [`RelayFrame`] and back. It refuses to do more: it holds no key, no
//! hash, no clock, no socket, and what a `frame` carries is bytes to it. Decoding is total: any input is a frame or a
//! [`Reject`], and what encodes also decodes to the same frame.
//!
//! A customer knocks, a technician claims, and the relay forwards one sealed frame:
//!
//! ```
//! use hushwire_wire::{ClientFrame, DeskId, Forward, MemberId, MemberSecret, RelayFrame, RoomId, rewrite_member};
//!
//! # fn main() -> Result<(), hushwire_wire::Reject> {
//! let (desk, room) = (DeskId([7; 32]), RoomId([1; 16]));
//!
//! // Customer to relay.
//! let knock = ClientFrame::Knock { desk, room, secret: MemberSecret::new([2; 16]), hello: b"opaque" }.encode()?;
//! let ClientFrame::Knock { hello, .. } = ClientFrame::decode(&knock)? else { unreachable!() };
//!
//! // Relay to the console that claimed the room.
//! let customer = MemberId([3; 8]);
//! let claimed = RelayFrame::Claimed { room, customer, hello }.encode()?;
//! assert_eq!(RelayFrame::decode(&claimed)?, RelayFrame::Claimed { room, customer, hello: b"opaque" });
//!
//! // Console to relay; the relay swaps eight bytes and passes the same message on to the customer.
//! let mut message = ClientFrame::Frame { room, to: customer, payload: b"sealed" }.encode()?;
//! assert_eq!(Forward::peek(&message)?, Some(Forward { room, to: customer }));
//! let technician = MemberId([4; 8]);
//! rewrite_member(&mut message, &technician);
//! assert_eq!(RelayFrame::decode(&message)?, RelayFrame::Frame { room, from: technician, payload: b"sealed" });
//! # Ok(()) }
//! ```
//!
//! Read next: `client.rs` (what a client may say), `relay.rs` (what it hears), `invites.rs` (PINs and links),
//! `limits.rs` (how big things may be), `tests/frames.rs` (every frame byte by byte), then the relay itself.
//!
//! # Who hears what
//!
//! | a client sends | it hears | others hear |
//! |---|---|---|
//! | (connects) | `welcome` | |
//! | `look` | `desk`, again at each change | |
//! | `knock` | `joined` (nobody else there), `waiting`, again at each change | attached consoles: `knocked` |
//! | `attach` | `attached`, one `knocked` for each waiting room | lookers: `desk`; waiting customers: `desk`, `waiting` |
//! | `invite` | `invited` or `uninvited`; `uninvited` again if the relay takes it back | |
//! | `redeem` | `joined`, `entered` (the console) | the console that invited: `redeemed`, `joined` |
//! | `withdraw` | | |
//! | `claim` | `claimed`, `joined` | the customer: `entered`; other consoles: `gone`; others waiting: `waiting` |
//! | `join` | `joined` | members: `entered`; the socket that had this seat: `left` about itself, closed `replaced` if it has no other room |
//! | `leave`, or its socket closes | | members: `left`; if it still waited, consoles: `gone` |
//! | `frame` | | its receivers: `frame` |

#![no_std]
#![deny(clippy::indexing_slicing)]

extern crate alloc;

mod bytes;
mod client;
mod codes;
mod forward;
mod ids;
mod invites;
mod limits;
mod relay;

pub use client::ClientFrame;
pub use codes::{CloseCode, Refusal, Reject};
pub use forward::{Forward, payload, rewrite_member};
pub use ids::{DeskId, MemberId, MemberSecret, Members, RoomId};
pub use invites::{InviteId, LinkId, Nameplate, Opening, Route};
pub use limits::*;
pub use relay::RelayFrame;

/// The type of a `frame`: the same in both directions, because it is forwarded as it is.
pub const FRAME: u8 = 0x10;
