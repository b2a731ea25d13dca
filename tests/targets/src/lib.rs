//! What fuzzers throw bytes at. A target takes any bytes and returns; it panics if a promise is broken: bytes that are read
//! are written again as they were (each structure has one encoding), nothing overflows, and two ends that talk over a
//! relay as bad as the bytes make it agree on a gapless beginning or know that they do not.
//!
//! `cargo xtask fuzz --seconds N` runs them under libFuzzer (`tests/fuzz`); their seeds run with every test
//! (`tests/native/seeds.rs`).
// Tests in all but name.
#![allow(missing_docs, clippy::panic, clippy::unwrap_used, clippy::expect_used)]

mod interaction;
mod mask;

use ed25519_dalek::{Signer, SigningKey};
use hushwire_desk as desk;
use hushwire_session::laboratory::{DECODERS, Decoder};
use hushwire_wire::{ClientFrame, RelayFrame};

/// Something to throw bytes at.
#[derive(Clone, Debug)]
pub struct Target {
    pub name: &'static str,
    run: Run,
}

#[derive(Clone, Copy, Debug)]
enum Run {
    /// Reads, and writes again.
    Decoder(Decoder),
    Whole(fn(&[u8])),
}

impl Target {
    /// Throws.
    pub fn run(&self, bytes: &[u8]) {
        match self.run {
            Run::Whole(run) => run(bytes),
            Run::Decoder(decode) => {
                if let Some(again) = decode(bytes) {
                    assert!(again == bytes, "{}: two encodings of one structure", self.name);
                }
            }
        }
    }

    /// Whether the bytes are what the target is for: a seed that is refused at the first byte shows little.
    pub fn takes(&self, bytes: &[u8]) -> bool {
        match self.run {
            Run::Decoder(decode) => decode(bytes).is_some(),
            Run::Whole(_) => true,
        }
    }
}

/// All of them.
pub fn targets() -> Vec<Target> {
    let decoder = |(name, decode): &(&'static str, Decoder)| Target {
        name,
        run: Run::Decoder(*decode),
    };
    let interaction = Target {
        name: "interaction",
        run: Run::Whole(interaction::run),
    };
    let mask = Target {
        name: "mask",
        run: Run::Whole(mask::hold),
    };
    OURS.iter()
        .chain(DECODERS)
        .map(decoder)
        .chain([interaction, mask])
        .collect()
}

const OURS: &[(&str, Decoder)] = &[
    ("client-frame", |bytes| {
        ClientFrame::decode(bytes).ok().map(|frame| frame.encode().unwrap())
    }),
    ("relay-frame", |bytes| {
        RelayFrame::decode(bytes).ok().map(|frame| frame.encode().unwrap())
    }),
    ("root-record", |bytes| {
        desk::RootRecord::decode(bytes).ok().map(|record| record.encode())
    }),
    // The bytes are a body that the desk itself has signed: nobody else comes as far as its decoder.
    ("certificate", |bytes| {
        let (root, signed) = signed("hushwire/1 certificate", bytes);
        desk::open_certificate(&signed, &root).ok().map(|_| bytes.to_vec())
    }),
    ("manifest", |bytes| {
        let (root, signed) = signed("hushwire/1 manifest", bytes);
        desk::open_manifest(&signed, &root).ok().map(|_| bytes.to_vec())
    }),
    ("enrolment", |bytes| {
        desk::Enrolment::decode(bytes)
            .ok()
            .map(|enrolment| enrolment.encode().to_vec())
    }),
    ("enrolment-text", |bytes| {
        let text = core::str::from_utf8(bytes).ok()?;
        let again = desk::Enrolment::from_text(text).ok()?.to_text();
        // White space around it, which copying adds, is ignored.
        let same = *again == text.trim_ascii();
        Some(if same {
            bytes.to_vec()
        } else {
            again.as_bytes().to_vec()
        })
    }),
    ("fingerprint", |bytes| {
        let text = core::str::from_utf8(bytes).ok()?;
        let fingerprint: desk::Fingerprint = text.parse().ok()?;
        Some(fingerprint.to_string().into_bytes())
    }),
    ("cbor", |bytes| {
        desk::deterministic::is_deterministic(bytes).then(|| bytes.to_vec())
    }),
];

/// PROTOCOL.md, section 3, by hand: [body, Ed25519(root, label || 00 || body)].
fn signed(label: &str, body: &[u8]) -> (desk::RootRecord, Vec<u8>) {
    let key = SigningKey::from_bytes(&[1; 32]);
    let head = [0x83, 1, 1, 0x58, 32];
    let root = desk::RootRecord::decode(&[&head, &key.verifying_key().to_bytes()[..]].concat()).unwrap();
    let signature = key.sign(&[label.as_bytes(), &[0], body].concat()).to_bytes();
    let signed = desk::cbor::encoded(body.len() + 80, |encoder| {
        encoder.array(2)?.bytes(body)?.bytes(&signature)?;
        Ok(())
    });
    (root, signed)
}
