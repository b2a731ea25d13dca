//! A desk that every test knows.
#![allow(dead_code, unreachable_pub, missing_docs, clippy::unwrap_used)]

use std::{collections::BTreeMap, fmt::Write};

use hushwire_desk::{
    Action, CertificateRequest, Direction, Manifest, MemberKey, PolicyRule, Relay, Retention, Role, RootKey,
};
use serde_json::Value;

pub const NOW: u64 = 1_700_000_000;
pub const DAY: u64 = 86_400;

pub fn seed(bytes: &[u8]) -> zeroize::Zeroizing<[u8; 32]> {
    zeroize::Zeroizing::new(bytes.try_into().unwrap())
}

/// The root of the vectors: seed 00 01 … 1f.
pub fn root() -> RootKey {
    RootKey::from_seed(seed(&Vec::from_iter(0..32)))
}

pub fn member() -> MemberKey {
    MemberKey::from_seed(seed(&[0x42; 32]))
}

pub fn request() -> CertificateRequest {
    CertificateRequest {
        key: member().public(),
        name: "Ada Łovelace".into(),
        roles: [Role::Technician, Role::Supervisor].into_iter().collect(),
        origins: vec!["https://shop.example".into()],
        not_before: NOW,
        not_after: NOW + 30 * DAY,
        serial: [7; 16],
    }
}

pub fn manifest() -> Manifest {
    Manifest {
        number: 7,
        name: "Example Shop".into(),
        relays: vec![Relay {
            region: "eu".into(),
            url: "wss://relay.example/ws".into(),
        }],
        origins: vec!["https://shop.example".into(), "http://localhost:8080".into()],
        policy: vec![PolicyRule {
            kind: "credit-card".into(),
            direction: Direction::Both,
            action: Action::Block,
        }],
        retention: Retention {
            archive: true,
            days: Some(30),
            words: "Kept for a month.".into(),
        },
        texts: BTreeMap::from([("de".into(), BTreeMap::from([("welcome".into(), "Hallo".into())]))]),
        revoked: vec![[9; 16]],
        hours: "Mon-Fri 9-17".into(),
        countries: vec!["de".into()],
        issued: NOW,
        expires: NOW + 90 * DAY,
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

pub fn decode_hex(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}
