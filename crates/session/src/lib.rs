//! What only the peers know: how a customer and a technician agree on keys over a relay that neither trusts, and how
//! they talk then.
//!
//! Two state machines, [`Customer`] and [`Console`], take what happens ([`CustomerInput`], [`ConsoleInput`]) and give
//! back what to do ([`Effect`]). They refuse to
//! - do any I/O, read a clock or draw randomness by themselves: the caller hands in the time and the generator;
//! - send a text that did not pass the masker, under the policy of the desk's signed manifest;
//! - act on a peer that did not prove a certificate of the desk that the page pins.
//!
//! Bob waits in his shop's chat, Ada takes him; the relay's part is played by hand:
//!
//! ```
//! # struct Counter(u64);
//! # impl rand_core::TryRng for Counter {
//! #     type Error = core::convert::Infallible;
//! #     fn try_next_u32(&mut self) -> Result<u32, Self::Error> { Ok(self.try_next_u64()? as u32) }
//! #     fn try_next_u64(&mut self) -> Result<u64, Self::Error> { self.0 += 1; Ok(self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15)) }
//! #     fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
//! #         for byte in bytes { *byte = (self.try_next_u64()? >> 56) as u8 }
//! #         Ok(())
//! #     }
//! # }
//! # impl rand_core::TryCryptoRng for Counter {}
//! # use hushwire_desk::{CertificateRequest, Enrolment, Manifest, MemberKey, Retention, Role, RootKey};
//! # let mut rng = Counter(7);
//! # let now = 1_767_225_600_000;
//! # let desk = RootKey::generate(&mut rng);
//! # let member = MemberKey::generate(&mut rng);
//! # let certificate = desk.certify(&CertificateRequest {
//! #     key: member.public(), name: "Ada".into(), roles: [Role::Technician].into_iter().collect(), origins: vec![],
//! #     not_before: now / 1000, not_after: now / 1000 + 60, serial: [1; 16],
//! # })?;
//! # let manifest = desk.sign_manifest(&Manifest {
//! #     number: 1, name: "Acme support".into(), relays: vec![], origins: vec!["https://shop.example".into()],
//! #     policy: vec![], retention: Retention { archive: false, days: None, words: String::new() },
//! #     texts: Default::default(), revoked: vec![], hours: String::new(), countries: vec![],
//! #     issued: now / 1000, expires: now / 1000 + 60,
//! # })?;
//! # let pinned_in_the_page = desk.record().fingerprint();
//! # let enrolment = Enrolment { member, root: desk.record(), certificate, manifest };
//! use hushwire_session::{Console, ConsoleInput, Customer, CustomerInput, CustomerSettings, Effect, Event};
//! use hushwire_wire::{ClientFrame, MemberId, RelayFrame};
//!
//! let settings = CustomerSettings { desk: pinned_in_the_page, origin: "https://shop.example".into(), language: "en".into() };
//! let mut bob = Customer::new(settings, None, now);
//! let mut ada = Console::new(enrolment, now)?;
//!
//! // Bob's socket opens and he knocks. The relay tells Ada's console, and she claims the knock.
//! bob.handle(CustomerInput::Opened, now, &mut rng);
//! let knock = sent(bob.handle(CustomerInput::Start, now, &mut rng));
//! let ClientFrame::Knock { room, hello, .. } = ClientFrame::decode(&knock[0])? else { panic!("a knock") };
//! ada.handle(ConsoleInput::Received(&RelayFrame::Attached { waiting: 1 }.encode()?), now, &mut rng);
//! ada.handle(ConsoleInput::Received(&RelayFrame::Knocked { room, waited_ms: 0 }.encode()?), now, &mut rng);
//! ada.handle(ConsoleInput::Claim { knock: 1 }, now, &mut rng);
//!
//! // The relay hands Ada the hello; her reply goes to Bob, who now knows that she is of the desk his page names.
//! let (bob_id, ada_id) = (MemberId([1; 8]), MemberId([2; 8]));
//! bob.handle(CustomerInput::Received(&RelayFrame::Entered { room, member: ada_id }.encode()?), now, &mut rng);
//! let claimed = RelayFrame::Claimed { room, customer: bob_id, hello };
//! let reply = sent(ada.handle(ConsoleInput::Received(&claimed.encode()?), now, &mut rng));
//! let first = sent(bob.handle(CustomerInput::Received(&passed_on(&reply[0], ada_id)), now, &mut rng));
//! ada.handle(ConsoleInput::Received(&passed_on(&first[0], bob_id)), now, &mut rng);
//!
//! // Bob writes. The card number stays with him.
//! let message = sent(bob.handle(CustomerInput::Send("I paid with 4111 1111 1111 1111"), now, &mut rng));
//! let effects = ada.handle(ConsoleInput::Received(&passed_on(&message[0], bob_id)), now, &mut rng);
//! assert!(effects.iter().any(|effect| matches!(effect,
//!     Effect::Event(Event::Message { text, .. }) if text.as_str() == "I paid with [card ••1111]")));
//!
//! /// What an end gives to its socket.
//! fn sent(effects: Vec<Effect>) -> Vec<Vec<u8>> {
//!     effects.into_iter().filter_map(|effect| if let Effect::Send(bytes) = effect { Some(bytes) } else { None }).collect()
//! }
//!
//! /// All that the relay does with a frame.
//! fn passed_on(frame: &[u8], from: MemberId) -> Vec<u8> {
//!     let Ok(ClientFrame::Frame { room, payload, .. }) = ClientFrame::decode(frame) else { panic!("a frame") };
//!     RelayFrame::Frame { room, from, payload }.encode().unwrap()
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Where to read next: `PROTOCOL.md` (the specification), then `customer.rs`, `handshake.rs`, `ratchet/mod.rs`,
//! `delivery.rs`, and `tests/hostile.rs` for what a lying relay can try.
#![no_std]

extern crate alloc;
#[cfg(any(test, feature = "laboratory"))]
#[macro_use]
extern crate std;

mod acts;
mod channel;
mod chat;
mod console;
mod cpace;
mod customer;
mod delivery;
mod effects;
mod envelope;
mod handshake;
mod kdf;
mod kept;
#[cfg(feature = "laboratory")]
pub mod laboratory;
mod link;
mod padding;
mod papers;
mod primitives;
mod ratchet;
mod receipt;
mod said;
mod screen;
mod secret;
pub mod stream;
mod ticket;

pub use acts::{Act, Asked, Reference};
pub use console::{Console, ConsoleError, ConsoleInput};
pub use customer::{Customer, CustomerInput, CustomerSettings};
pub use effects::{
    ChatState, CustomerProof, CustomerState, Effect, Ender, Event, InviteEnd, InviteKind, Knock, LinkState, Side,
    TechnicianProof, Text,
};
pub use envelope::MAX_TEXT;
pub use handshake::{HelloError, ReplyError};
pub use kept::{StateError, StateKey};
pub use ratchet::OpenError;
pub use receipt::{Entry, Receipt, ReceiptError, Tally, verify_receipt};
pub use said::Form;
pub use ticket::TicketError;

/// Milliseconds since 1970, by the caller's clock.
pub type Millis = u64;
