//! The handshake's decoders for fuzz targets: what is read, written again.

use alloc::vec::Vec;

use super::messages::{Hello, Proof, Reply, join_box, split_box};

pub(crate) fn hello(bytes: &[u8]) -> Option<Vec<u8>> {
    Hello::decode(bytes).map(|hello| hello.encode())
}

pub(crate) fn reply(bytes: &[u8]) -> Option<Vec<u8>> {
    Reply::decode(bytes).map(|reply| reply.encode())
}

pub(crate) fn sealed_box(bytes: &[u8]) -> Option<Vec<u8>> {
    split_box(bytes).map(|(proof, signature)| join_box(proof, &signature))
}

pub(crate) fn proof(bytes: &[u8]) -> Option<Vec<u8>> {
    Proof::decode(bytes).map(|proof| proof.encode())
}
