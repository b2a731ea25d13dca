//! Frozen conversations, `crates/session/tests/vectors/conversations.json`: both ends from the first byte to erased, every
//! byte that they give to their sockets and what their screens are told. Randomness and time are in the file, so
//! `tests/vectors/conversations.test.mjs` drives the module that ships to the same bytes, in Node and in Chromium. Each
//! entry says why it is there; rejections outnumber acceptances.
//!
//! The first one also lists every secret that the two ends held on the way, which only a build with the laboratory can
//! tell; with that list the test in JavaScript scans the memory of the shipped module after the end.
//!
//! A change of the protocol changes the file: this test then says where it wrote the new one.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what only tests call may stop a test")]

#[path = "conversations/tape.rs"]
mod tape;

use std::path::Path;

use hushwire_session::laboratory::witnessed;
use serde_json::{Value, json};
use tape::{Tape, hex};

/// SHA-256 of a seed and the number of the draw, the generator of all frozen vectors.
#[path = "../../crates/session/tests/common/random.rs"]
#[allow(unreachable_pub)]
mod random;

const CARD: &str = "my card is 4111 1111 1111 1111, thank you";

/// A customer writes, a technician answers, both read, the customer ends.
fn a_whole_chat(tape: &mut Tape) {
    tape.meet();
    talk(tape);
}

fn talk(tape: &mut Tape) {
    tape.customer("send", json!([CARD]));
    tape.technician(
        "send",
        json!([tape.chat(), "good morning, what can we do for you today?"]),
    );
    tape.customer("typing", json!([true]));
    tape.later(4_000);
    tape.customer("send", json!(["Größe 42, bitte – danke! 👋"]));
    tape.technician("read", json!([tape.chat(), 3]));
    tape.technician("send", json!([tape.chat(), "it is on its way"]));
    tape.customer("read", json!([2]));
    tape.later(500);
    tape.customer("end", json!([]));
}

/// Sixty messages, in runs of three; every twentieth is long.
fn a_long_run(tape: &mut Tape) {
    tape.meet();
    for number in 0..60_usize {
        let text = format!(
            "message {number} {}",
            "x".repeat(if number % 20 == 7 { 3_000 } else { number * 7 })
        );
        if number / 3 % 2 == 0 {
            tape.customer("send", json!([text]));
        } else {
            tape.technician("send", json!([tape.chat(), text]));
        }
        tape.later(700);
    }
}

/// What a relay does to the bytes that a step of the first conversation receives, and why it must come to nothing.
fn lies() -> Vec<Value> {
    let reply = "the frame that brings the reply";
    let first = "the frame that brings the introduction";
    let message = "the frame that brings the customer's first text";
    let answer = "the frame that brings the technician's first text";
    let mut lies = Vec::new();
    let mut lie = |at: &str, what: &str, change: Value| {
        lies.push(json!({ "name": format!("{what}: {at}"), "at": at, "change": change }));
    };
    // Byte 0 is the type of the frame, 1 to 24 are room and sender, 25 is the kind of payload.
    for at in [reply, first, message, answer] {
        lie(at, "cut in half", json!({ "cut-to-half": true }));
        lie(at, "a byte more", json!({ "append": "00" }));
        lie(at, "last byte", json!({ "flip-bit-of-byte": -1 }));
        lie(at, "another kind of payload", json!({ "flip-bit-of-byte": 25 }));
        lie(at, "another room", json!({ "flip-bit-of-byte": 5 }));
        lie(at, "another sender", json!({ "flip-bit-of-byte": 20 }));
    }
    lie(reply, "ciphertext", json!({ "flip-bit-of-byte": 600 }));
    lie(reply, "version of the reply", json!({ "flip-bit-of-byte": 27 }));
    for at in [first, message, answer] {
        lie(at, "length of the header", json!({ "flip-bit-of-byte": 27 }));
        lie(at, "header", json!({ "flip-bit-of-byte": 60 }));
        lie(at, "commitment", json!({ "flip-bit-of-byte": -300 }));
    }
    lies
}

/// A conversation with every secret that its ends held.
fn with_secrets(name: &str, why: &str, seed: u64, play: impl FnOnce(&mut Tape)) -> Value {
    let ((mut entry, member), secrets) = witnessed(|| {
        let mut tape = Tape::new(seed);
        play(&mut tape);
        (tape.entry(name, why, false), tape.enrolment_seed())
    });
    // The last one is the technician's own key, which the console keeps.
    let secrets: Vec<_> = secrets.iter().chain([&member]).map(|secret| hex(secret)).collect();
    entry["secrets"] = json!({
        "why": "every secret of 16 bytes and more that either end held; none may be in memory after the end",
        "bytes": secrets,
        "texts": ["4111 1111 1111 1111", "good morning, what can we do", "Größe 42, bitte"],
    });
    entry
}

fn written() -> Value {
    let why = "one conversation from the first byte to erased; whoever gives these inputs, times and draws to both ends gets \
               these frames and events";
    let whole = with_secrets("a whole chat", why, 1, a_whole_chat);
    let why = "the same after a PIN: CPace inside the KEM channel, both ends have proved it before anything is said";
    let pin = with_secrets("a whole chat by PIN", why, 3, |tape| {
        tape.meet_by("pin", |words| words);
        talk(tape);
    });
    let why = "the same after a link";
    let link = with_secrets("a whole chat by link", why, 4, |tape| {
        tape.meet_by("link", |words| words);
        talk(tape);
    });
    let mut tape = Tape::new(5);
    tape.meet_by("pin", |words| {
        let last = words.len() - 1;
        let other = if words.ends_with('0') { '1' } else { '0' };
        format!("{}{other}", &words[..last])
    });
    let why = "a digit that was misheard: both ends are told, and the PIN is gone";
    let misheard = tape.entry("a wrong PIN", why, false);

    let mut tape = Tape::new(2);
    a_long_run(&mut tape);
    let long = tape.entry(
        "a long run",
        "many turns, in runs, with times passing; frames as one chained hash",
        true,
    );

    let mut entries = vec![whole, long, pin, link, misheard];
    for lie in lies() {
        let mut tape = Tape::lying(1, lie["at"].as_str().unwrap(), lie["change"].clone());
        a_whole_chat(&mut tape);
        entries.push(json!({
            "name": lie["name"],
            "why": "nothing that a relay changes is taken for the peer's word",
            "input": { "of": "a whole chat", "step": tape.lied_at(), "change": lie["change"] },
            "expect": { "outcome": tape.outcome_of_the_lie() },
        }));
    }
    Value::Array(entries)
}

#[test]
fn the_frozen_conversations_are_what_they_were() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let file = root.join("crates/session/tests/vectors/conversations.json");
    let written = written();
    let entries = written.as_array().unwrap().iter();
    let lines: Vec<_> = entries.map(ToString::to_string).collect();
    let written = format!("[\n{}\n]\n", lines.join(",\n"));
    let frozen = std::fs::read_to_string(&file).unwrap_or_default();
    if written != frozen {
        let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conversations.json");
        std::fs::write(&new, written).unwrap();
        panic!(
            "{} is not what the code does now. If the protocol was meant to change, take the new one, {}, and say why in the commit.",
            file.display(),
            new.display()
        );
    }
}

#[test]
fn in_the_frozen_conversations_rejections_outnumber_acceptances_and_lies_change_nothing() {
    let written = written();
    let entries = written.as_array().unwrap();
    let lies: Vec<_> = entries
        .iter()
        .filter(|entry| entry["expect"]["outcome"].is_object())
        .collect();
    assert!(lies.len() > 4 * (entries.len() - lies.len()));
    for lie in lies {
        let events = lie["expect"]["outcome"]["events"].as_array().unwrap();
        let told = |what: &str| events.iter().any(|event| event.as_str().unwrap().starts_with(what));
        assert!(!told("message") && !told("verified") && !told("ended"), "{lie}");
    }
}
