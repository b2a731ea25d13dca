//! The handshake and the first messages, byte by byte: `tests/vectors/session.json`. A second implementation can be
//! checked against it, and no change of the format goes unnoticed. Each vector says why it is there.

use alloc::vec::Vec;
use std::string::{String, ToString};

use serde_json::{Value, json};

use super::*;
use crate::ratchet::OpenError;

const FILE: &str = include_str!("../../../tests/vectors/session.json");

fn vectors() -> Vec<Value> {
    serde_json::from_str(FILE).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(value: &Value) -> Vec<u8> {
    let digits = value.as_str().expect("hex").as_bytes();
    let pair = |pair: &[u8]| u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(pair).collect()
}

fn find(name: &str) -> Value {
    let vectors = vectors().into_iter();
    let mut found = vectors.filter(|vector| vector["name"] == name);
    found.next().expect("a vector of that name")
}

/// Both ends after a handshake whose every secret is known.
struct Known {
    offer: Offer,
    reply: Vec<u8>,
    customer: Finished,
    technician: Ratchet,
    rng: Random,
}

fn known() -> Known {
    let offer = offer();
    let reply = Parts::good().reply(&place(), offer.hello());
    let mut rng = Random::new(41);
    let customer = offer.finish(&reply, NOW, &mut rng).ok().unwrap();
    let shared = {
        let reply = Reply::decode(&reply).unwrap();
        let mut shared = x_wing::DecapsulationKey::from(*offer.key.bytes()).decapsulate(&reply.ciphertext.into());
        let keys = Keys::new(
            &place(),
            offer.hello(),
            &reply.ciphertext,
            &Secret::take(shared.as_mut()),
        );
        keys.finish(&keys.session(reply.sealed)).0
    };
    let keys = &mut Random::new(50);
    let (dh, kem) = (DhKey::generate(keys), KemKey::generate(keys));
    Known {
        offer,
        reply,
        customer,
        technician: Ratchet::technician(shared, dh, kem),
        rng,
    }
}

#[test]
fn the_frozen_handshake_and_messages_are_what_they_were() {
    let Known {
        offer,
        reply,
        mut customer,
        mut technician,
        rng: mut customers,
    } = known();
    let mut technicians = Random::new(52);
    let mut messages = Vec::new();
    let script = [
        ("customer", "hello", Pace::Turn),
        ("customer", "is anybody there?", Pace::Turn),
        ("technician", "", Pace::Keep),
        ("technician", "good morning", Pace::Turn),
        ("customer", "", Pace::Keep),
        ("customer", "it is broken", Pace::Turn),
    ];
    for (from, text, pace) in script {
        let (sender, receiver, rng) = match from {
            "customer" => (&mut customer.ratchet, &mut technician, &mut customers),
            _ => (&mut technician, &mut customer.ratchet, &mut technicians),
        };
        let sealed = sender.seal(text.as_bytes(), pace, rng).unwrap();
        assert_eq!(**receiver.open(&sealed).unwrap(), *text.as_bytes());
        let worth = if pace == Pace::Turn { "a turn" } else { "none" };
        messages.push(json!({ "from": from, "worth": worth, "plain": text, "sealed": hex(&sealed) }));
    }
    let vector = json!({
        "name": "handshake",
        "why": "with the secrets and draws in `input` each end can be played, byte by byte: the reply, the session, every message",
        "input": {
            "now": NOW, "room": hex(&place().room.0), "desk": place().desk.to_string(), "origin": SHOP, "seen": 3,
            "customer_x_wing_seed": hex(offer.key.bytes()),
            "technician_member_seed": hex(member(7).seed()),
            "root": hex(&Parts::good().root), "certificate": hex(&Parts::good().certificate),
            "manifest": hex(&Parts::good().manifest),
            "random": {
                "how": "the n-th draw (from 1) of a seed is SHA-256(u64 seed || u64 n), cut to the bytes wanted; 64 bytes are two draws",
                "reply_encapsulation": 51, "technician_first_x25519_then_ml_kem_seed": 50,
                "customer": 41, "technician": 52,
                "order": "customer at the start: 32 and 64 bytes unused; each turn: X25519 key 32, ML-KEM seed 64, encapsulation 32; each message: header nonce 12",
            },
            "hello": hex(offer.hello()), "reply": hex(&reply),
        },
        "expect": {
            "session": hex(&customer.session), "comparison": customer.comparison,
            "technician": customer.technician.name, "manifest": customer.manifest.number,
            "messages": messages,
        },
    });
    assert!(vector == find("handshake"), "changed; now it is\n{vector}");
}

#[test]
fn a_frozen_long_run_is_what_it_was() {
    let Known {
        mut customer,
        mut technician,
        mut rng,
        ..
    } = known();
    let mut all = [0; 32];
    for round in 0..40u32 {
        let (from, to) = if round / 3 % 2 == 0 {
            (&mut customer.ratchet, &mut technician)
        } else {
            (&mut technician, &mut customer.ratchet)
        };
        let pace = if round % 3 == 0 { Pace::Keep } else { Pace::Turn };
        let sealed = from.seal(&vec![7; round as usize * 40], pace, &mut rng).unwrap();
        all = hash(&[&all, &sealed]);
        if round % 5 != 4 {
            assert!(to.open(&sealed).is_ok());
        }
    }
    let expected = &find("a long run")["expect"]["chained-sha256"];
    assert_eq!(&Value::from(hex(&all)), expected);
}

/// `input` changes one thing of the handshake vector; `expect` is the one error that follows.
#[test]
fn every_frozen_rejection_is_refused_as_it_says() {
    let mut wrong = Vec::new();
    let rejections: Vec<_> = vectors()
        .into_iter()
        .filter(|vector| vector["expect"]["error"].is_string())
        .collect();
    for vector in &rejections {
        let (input, base) = (&vector["input"], find("handshake"));
        let changed = change(input, &base);
        let got = match input["of"].as_str().unwrap() {
            "hello" => answered(&place(), &changed, 1).err().map(HelloError::code),
            "reply" => {
                let now = input["now"].as_u64().unwrap_or(NOW);
                let mut offer = offer();
                if input["room"].is_string() {
                    offer.place.room = RoomId(bytes(&input["room"]).try_into().unwrap());
                }
                let finished = offer.finish(&changed, now, &mut Random::new(41));
                finished.err().map(ReplyError::code)
            }
            _ => {
                let mut technician = known().technician;
                if input["after"] == "itself" {
                    let genuine = bytes(&base["expect"]["messages"][0]["sealed"]);
                    assert!(technician.open(&genuine).is_ok());
                }
                technician.open(&changed).err().map(|error| match error {
                    OpenError::NotGenuine => "not-genuine",
                    OpenError::TooFarAhead => "too-far-ahead",
                    OpenError::Forked => "fork",
                })
            }
        };
        if got != vector["expect"]["error"].as_str() {
            wrong.push(format!("{}: {} but got {got:?}", vector["name"], vector["expect"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        2 * rejections.len() > vectors().len(),
        "rejections outnumber acceptances"
    );
}

fn change(input: &Value, base: &Value) -> Vec<u8> {
    let mut bytes = match input["of"].as_str().unwrap() {
        "message" => {
            let index = usize::try_from(input["index"].as_u64().unwrap()).unwrap();
            bytes(&base["expect"]["messages"][index]["sealed"])
        }
        part => bytes(&base["input"][part]),
    };
    if let Some(at) = input["flip-bit-of-byte"].as_u64() {
        bytes[usize::try_from(at).unwrap()] ^= 1;
    }
    if let Some(value) = input["set-byte"].as_array() {
        let (at, value) = (value[0].as_u64().unwrap(), value[1].as_u64().unwrap());
        bytes[usize::try_from(at).unwrap()] = u8::try_from(value).unwrap();
    }
    if let Some(length) = input["cut-to"].as_u64() {
        bytes.truncate(usize::try_from(length).unwrap());
    }
    if let Some(more) = input["append"].as_str() {
        bytes.extend(super::frozen::bytes(&Value::from(more)));
    }
    bytes
}
