//! What the tests share: a desk to mint keys with, a relay on a free port, a client that talks to it.

#![allow(dead_code, unreachable_pub, missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod client;
pub mod mint;
pub mod words;
