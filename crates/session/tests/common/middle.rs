//! A relay that sits in the middle with keys of its own, written from PROTOCOL.md and sharing no code with the crate.
#![allow(unreachable_pub)]

use aes_gcm::{Aes256Gcm, KeyInit, aead::Aead, aead::Payload};
use hkdf::Hkdf;
use hushwire_desk::{Enrolment, Fingerprint, Label};
use hushwire_wire::{ClientFrame, RoomId};
use minicbor::{Decoder, Encoder};
use sha2::{Digest, Sha256};
use x_wing::{Decapsulate, Decapsulator, Encapsulate, KeyExport};

use super::common::{Meddle, Random, Who};

const KEY: [u8; 32] = [0x5E; 32];

/// Asks the technician as if it were the customer, and answers the customer as if it were the technician.
pub struct Middle {
    desk: Fingerprint,
    swaps_ratchet_keys: bool,
    claims_to_be: Option<Enrolment>,
    genuine_hello: Vec<u8>,
    own_hello: Vec<u8>,
}

impl Middle {
    pub fn between(desk: Fingerprint) -> Self {
        Self {
            desk,
            swaps_ratchet_keys: false,
            claims_to_be: None,
            genuine_hello: vec![],
            own_hello: vec![],
        }
    }

    pub fn with_ratchet_keys_of_its_own(mut self) -> Self {
        self.swaps_ratchet_keys = true;
        self
    }

    /// It proves a desk as well as that can be done, only not the one that the page pins.
    pub fn proving_to_be(mut self, enrolment: Enrolment) -> Self {
        self.claims_to_be = Some(enrolment);
        self
    }

    pub fn meddle(mut self) -> Meddle {
        Box::new(move |who, frame| {
            let changed = match (who, ClientFrame::decode(&frame)) {
                (
                    Who::Customer,
                    Ok(ClientFrame::Knock {
                        desk,
                        room,
                        secret,
                        hello,
                    }),
                ) => {
                    self.genuine_hello = hello.to_vec();
                    self.own_hello = hello_with_key(hello, &own_key());
                    let hello = &self.own_hello;
                    ClientFrame::Knock {
                        desk,
                        room,
                        secret,
                        hello,
                    }
                    .encode()
                }
                (Who::Technician, Ok(ClientFrame::Frame { room, to, payload })) => {
                    assert_eq!(payload[0], 2, "the reply");
                    let payload = [&[2], &self.reply(room, &payload[1..])[..]].concat();
                    ClientFrame::Frame {
                        room,
                        to,
                        payload: &payload,
                    }
                    .encode()
                }
                _ => Ok(frame),
            };
            vec![changed.unwrap()]
        })
    }

    /// Opens the technician's reply, which was for its own hello, and seals what it found for the customer.
    fn reply(&self, room: RoomId, genuine: &[u8]) -> Vec<u8> {
        let mut decoder = Decoder::new(genuine);
        assert_eq!(decoder.array().unwrap(), Some(3));
        assert_eq!(decoder.u8().unwrap(), 1, "the version");
        let (ciphertext, sealed) = (decoder.bytes().unwrap(), decoder.bytes().unwrap());
        let secret =
            x_wing::DecapsulationKey::from(KEY).decapsulate(&<[u8; 1120]>::try_from(ciphertext).unwrap().into());
        let theirs = Schedule::new(room, &self.own_hello, ciphertext, secret.as_ref());
        let mut box_ = theirs.open(sealed);
        if self.swaps_ratchet_keys {
            // The proof ends with the ML-KEM key (1184 bytes), before it its head and the X25519 key; then the signature.
            let dh = box_.len() - 66 - 1184 - 3 - 32;
            let own = x25519_dalek::PublicKey::from(&x25519_dalek::StaticSecret::from(KEY));
            box_[dh..dh + 32].copy_from_slice(own.as_bytes());
        }

        let key = x_wing::EncapsulationKey::try_from(&hello_key(&self.genuine_hello)[..]).unwrap();
        let (ciphertext, secret) = key.encapsulate_with_rng(&mut Random::new(900));
        let ours = Schedule::new(room, &self.genuine_hello, &ciphertext, secret.as_ref());
        if let Some(enrolment) = &self.claims_to_be {
            box_ = own_box(enrolment, &ours.offered, self.desk, &box_);
        }
        let mut reply = Encoder::new(vec![]);
        reply.array(3).unwrap().u8(1).unwrap();
        reply.bytes(&ciphertext).unwrap().bytes(&ours.seal(&box_)).unwrap();
        reply.into_writer()
    }
}

/// box = [proof, signature], proof = [root, certificate, manifest, dh, kem]; the ratchet keys are the genuine ones.
fn own_box(enrolment: &Enrolment, offered: &[u8], desk: Fingerprint, genuine: &[u8]) -> Vec<u8> {
    let kem = &genuine[genuine.len() - 66 - 1184..genuine.len() - 66];
    let mut proof = Encoder::new(vec![]);
    proof.array(5).unwrap().bytes(&enrolment.root.encode()).unwrap();
    proof
        .bytes(&enrolment.certificate)
        .unwrap()
        .bytes(&enrolment.manifest)
        .unwrap();
    proof.bytes(&[9; 32]).unwrap().bytes(kem).unwrap();
    let proof = proof.into_writer();
    let signed = Sha256::new()
        .chain_update(offered)
        .chain_update(desk.0)
        .chain_update(&proof)
        .finalize();
    let mut out = Encoder::new(vec![]);
    out.array(2).unwrap().bytes(&proof).unwrap();
    out.bytes(&enrolment.member.sign(Label::Handshake, &signed)).unwrap();
    out.into_writer()
}

fn own_key() -> Vec<u8> {
    x_wing::DecapsulationKey::from(KEY)
        .encapsulation_key()
        .to_bytes()
        .to_vec()
}

/// hello = [1, 1, nonce .size 32, key .size 1216, origin, seen]: three heads, 32 bytes behind two, then three for the key.
fn hello_key(hello: &[u8]) -> Vec<u8> {
    hello[40..40 + 1216].to_vec()
}

fn hello_with_key(hello: &[u8], key: &[u8]) -> Vec<u8> {
    [&hello[..40], key, &hello[40 + 1216..]].concat()
}

struct Schedule {
    offered: Vec<u8>,
    key: [u8; 32],
    nonce: [u8; 12],
}

impl Schedule {
    fn new(room: RoomId, hello: &[u8], ciphertext: &[u8], secret: &[u8]) -> Self {
        let start = Sha256::new()
            .chain_update(b"hushwire/1 handshake\0")
            .chain_update(room.0)
            .chain_update(u32::try_from(hello.len()).unwrap().to_be_bytes())
            .chain_update(hello)
            .finalize();
        let offered = Sha256::new().chain_update(start).chain_update(ciphertext).finalize();
        let mut keys = [0; 44];
        Hkdf::<Sha256>::new(Some(&offered), secret)
            .expand(b"hushwire/1 reply\0", &mut keys)
            .unwrap();
        Self {
            offered: offered.to_vec(),
            key: keys[..32].try_into().unwrap(),
            nonce: keys[32..].try_into().unwrap(),
        }
    }

    fn open(&self, sealed: &[u8]) -> Vec<u8> {
        let payload = Payload {
            msg: sealed,
            aad: &self.offered,
        };
        Aes256Gcm::new(&self.key.into())
            .decrypt(&self.nonce.into(), payload)
            .expect("it holds the key")
    }

    fn seal(&self, plain: &[u8]) -> Vec<u8> {
        let payload = Payload {
            msg: plain,
            aad: &self.offered,
        };
        Aes256Gcm::new(&self.key.into())
            .encrypt(&self.nonce.into(), payload)
            .unwrap()
    }
}
