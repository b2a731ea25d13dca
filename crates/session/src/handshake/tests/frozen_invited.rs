//! PIN and link, byte by byte: `tests/vectors/invites.json`. Two entries are whole handshakes, each with every draw; every
//! other changes one thing of one of them and names the one error that follows.

use alloc::vec::Vec;
use std::string::{String, ToString};

use serde_json::{Value, json};

use super::*;
use crate::ticket::Draft;

const FILE: &str = include_str!("../../../tests/vectors/invites.json");
/// When the frozen link ends.
const EXPIRES: u64 = NOW + 3_600;

fn vectors() -> Vec<Value> {
    serde_json::from_str(FILE).unwrap()
}

fn find(name: &str) -> Value {
    let mut found = vectors().into_iter().filter(|vector| vector["name"] == name);
    found.next().expect("a vector of that name")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(value: &Value) -> Vec<u8> {
    let digits = value.as_str().expect("hex").as_bytes();
    let pair = |pair: &[u8]| u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(pair).collect()
}

/// What the technician hands out, and holds.
fn invite(kind: &str) -> (Ticket, String) {
    let (kind, nameplate) = match kind {
        "pin" => (InviteKind::Pin, hushwire_wire::Nameplate::new(421)),
        _ => (InviteKind::Link, None),
    };
    let draft = Draft::new(kind, &mut Random::new(60));
    let (ticket, words) = draft.opened(nameplate, EXPIRES).unwrap();
    (ticket, words.as_str().into())
}

/// Both ends of a frozen handshake, before the verdict is heard.
struct Frozen {
    offer: Offer,
    reply: Vec<u8>,
    judge: Judge,
    customer: Finished,
    proving: Proving,
    customers: Random,
}

fn frozen(kind: &str) -> Frozen {
    let (held, words) = invite(kind);
    let brought = Ticket::read(&words, NOW).ok().unwrap();
    let offer = Offer::new(place(), SHOP, 3, Some(brought), &mut Random::new(40));
    let technicians = &mut Random::new(61);
    let answer = answer(
        &place(),
        offer.hello(),
        Some(held),
        &enrolment(),
        &settings(),
        technicians,
    )
    .ok()
    .unwrap();
    let Next::Judge(judge) = answer.next else {
        unreachable!("an invite is judged")
    };
    let mut customers = Random::new(41);
    let mut customer = offer.finish(&answer.reply, NOW, &mut customers).ok().unwrap();
    let proving = customer.proving.take().unwrap();
    Frozen {
        offer,
        reply: answer.reply,
        judge,
        customer,
        proving,
        customers,
    }
}

fn written(kind: &str) -> Value {
    let Frozen {
        offer,
        reply,
        judge,
        mut customer,
        proving,
        mut customers,
    } = frozen(kind);
    let Verdict { sealed, outcome } = judge.judge(proving.guess(), &mut Random::new(62)).unwrap();
    assert_eq!(proving.hear(&sealed), Some(Ok(())));
    let (mut technician, comparison) = outcome.ok().unwrap();
    assert_eq!(comparison, customer.comparison);
    let first = customer.ratchet.seal(b"hello", Pace::Turn, &mut customers).unwrap();
    assert_eq!(**technician.open(&first).unwrap(), *b"hello");
    json!({
        "name": kind,
        "why": "with the secrets and draws in `input` each end can be played, byte by byte: the reply, the guess, the verdict, the first message",
        "input": {
            "now": NOW, "room": hex(&place().room.0), "desk": place().desk.to_string(), "origin": SHOP, "seen": 3,
            "words": invite(kind).1,
            "customer_x_wing_seed": hex(offer.key.bytes()),
            "technician_member_seed": hex(member(7).seed()),
            "root": hex(&Parts::good().root), "certificate": hex(&Parts::good().certificate),
            "manifest": hex(&Parts::good().manifest),
            "random": {
                "how": "the n-th draw (from 1) of a seed is SHA-256(u64 seed || u64 n), cut to the bytes wanted; 64 bytes are two draws",
                "technician": 61, "verdict": 62, "customer": 41,
                "order": "technician: encapsulation 64, X25519 key 32, ML-KEM seed 64, for a PIN the scalar 64; verdict: nonce 12; \
                          customer: for a PIN the scalar 64, nonce of the guess 12, then as in the handshake of session.json",
            },
        },
        "expect": {
            "hello": hex(offer.hello()), "reply": hex(&reply), "guess": hex(proving.guess()), "verdict": hex(&sealed),
            "session": hex(&customer.session), "comparison": customer.comparison, "first_message": hex(&first),
        },
    })
}

/// Every rejection: what of which handshake is changed, how, and what is said then.
fn rejections() -> Vec<Value> {
    let mut all = Vec::new();
    let mut reject = |name: &str, why: &str, input: Value, error: &str| {
        all.push(json!({ "name": name, "why": why, "input": input, "expect": { "error": error } }));
    };
    let relay = "a relay must not be able to talk either end out of its invite, or into one";
    let pin = &find_words("pin");
    for (name, text, error) in [
        ("a PIN of eight digits", &pin[..pin.len() - 1], "bad-pin"),
        ("a PIN with a letter", "421 48z 913", "bad-pin"),
        ("nothing typed", "", "bad-pin"),
        ("a link without its end", "hwlink1", "bad-link"),
        ("a link of version 2", "hwlink2AAAA", "bad-link"),
    ] {
        reject(
            name,
            "what is no ticket goes nowhere",
            json!({ "of": "words", "text": text }),
            error,
        );
    }
    reject(
        "a link that is over",
        "both ends know when a link ends",
        json!({ "of": "words", "text": find_words("link"), "now": EXPIRES + 301 }),
        "expired-invite",
    );
    for kind in ["pin", "link"] {
        let name = |what: &str| format!("{what} ({kind})");
        reject(
            &name("a hello that does not name its invite"),
            relay,
            json!({ "of": "hello", "handshake": kind, "strip-invite": true }),
            "other-invite",
        );
        reject(
            &name("a hello that names another invite"),
            relay,
            json!({ "of": "hello", "handshake": kind, "flip-bit-of-byte": -1 }),
            "other-invite",
        );
        reject(
            &name("a hello in the queue that names an invite"),
            relay,
            json!({ "of": "hello", "handshake": kind, "led-by": "nothing" }),
            "other-invite",
        );
        let other = if kind == "pin" { "link" } else { "pin" };
        reject(
            &name("a hello led here by an invite of the other kind"),
            relay,
            json!({ "of": "hello", "handshake": kind, "led-by": other }),
            "other-invite",
        );
        reject(
            &name("a reply with another ciphertext"),
            "the reply belongs to this hello",
            json!({ "of": "reply", "handshake": kind, "flip-bit-of-byte": 600 }),
            "not-genuine",
        );
        reject(
            &name("a reply to the hello of another kind"),
            "the invite is in the transcript",
            json!({ "of": "reply", "handshake": other, "heard-by": kind }),
            "not-genuine",
        );
        for part in ["guess", "verdict"] {
            let why = "whoever does not hold the keys of the hello cannot burn an invite or end a try";
            reject(
                &name(&format!("a {part} with its nonce changed")),
                why,
                json!({ "of": part, "handshake": kind, "flip-bit-of-byte": 0 }),
                "not-genuine",
            );
            reject(
                &name(&format!("a {part} with its last byte changed")),
                why,
                json!({ "of": part, "handshake": kind, "flip-bit-of-byte": -1 }),
                "not-genuine",
            );
            reject(
                &name(&format!("a {part} cut")),
                why,
                json!({ "of": part, "handshake": kind, "cut-to": 40 }),
                "not-genuine",
            );
            reject(
                &name(&format!("a {part} prolonged")),
                why,
                json!({ "of": part, "handshake": kind, "append": "00" }),
                "not-genuine",
            );
        }
        reject(
            &name("a guess sent back as a verdict"),
            "each direction has its key",
            json!({ "of": "verdict", "handshake": kind, "instead": "guess" }),
            "not-genuine",
        );
        reject(
            &name("a verdict sent back as a guess"),
            "each direction has its key",
            json!({ "of": "guess", "handshake": kind, "instead": "verdict" }),
            "not-genuine",
        );
    }
    for digit in 0..6 {
        reject(
            &format!("a PIN wrong in secret digit {}", digit + 1),
            "one guess, told to both ends",
            json!({ "of": "try", "handshake": "pin", "wrong-digit": digit }),
            "wrong-pin",
        );
    }
    reject(
        "a link of the same secret with another end",
        "who prolongs a link makes another one",
        json!({ "of": "try", "handshake": "link", "expires": EXPIRES + 60 }),
        "wrong-link",
    );
    all
}

fn find_words(kind: &str) -> String {
    invite(kind).1
}

fn change(mut bytes: Vec<u8>, input: &Value) -> Vec<u8> {
    if let Some(at) = input["flip-bit-of-byte"].as_i64() {
        let at = if at < 0 { bytes.len() as i64 + at } else { at };
        bytes[usize::try_from(at).unwrap()] ^= 1;
    }
    if let Some(length) = input["cut-to"].as_u64() {
        bytes.truncate(usize::try_from(length).unwrap());
    }
    if let Some(more) = input["append"].as_str() {
        bytes.extend(super::frozen_invited::bytes(&Value::from(more)));
    }
    if input["strip-invite"] == true {
        bytes = Hello {
            invite: None,
            ..Hello::decode(&bytes).unwrap()
        }
        .encode();
    }
    bytes
}

fn word(wrong: WrongTicket) -> String {
    wrong.code().into()
}

fn verdict_word(heard: Option<Result<(), WrongTicket>>) -> Option<String> {
    match heard {
        None => Some("not-genuine".into()),
        Some(Ok(())) => None,
        Some(Err(wrong)) => Some(word(wrong)),
    }
}

fn error_of(input: &Value) -> Option<String> {
    if input["of"] == "words" {
        let now = input["now"].as_u64().unwrap_or(NOW);
        return Ticket::read(input["text"].as_str().unwrap(), now)
            .err()
            .map(|error| error.code().into());
    }
    let kind = input["handshake"].as_str().unwrap();
    let expect = find(kind)["expect"].clone();
    let part = |name: &str| change(bytes(&expect[input["instead"].as_str().unwrap_or(name)]), input);
    match input["of"].as_str().unwrap() {
        "hello" => {
            let led_by = match input["led-by"].as_str() {
                Some("nothing") => None,
                led_by => Some(invite(led_by.unwrap_or(kind)).0),
            };
            let rng = &mut Random::new(1);
            let answer = answer(&place(), &part("hello"), led_by, &enrolment(), &settings(), rng);
            answer.err().map(|error| error.code().into())
        }
        "reply" => {
            let hears = frozen(input["heard-by"].as_str().unwrap_or(kind));
            let finished = hears.offer.finish(&part("reply"), NOW, &mut Random::new(41));
            finished.err().map(|error| error.code().into())
        }
        "guess" => match frozen(kind).judge.judge(&part("guess"), &mut Random::new(1)) {
            None => Some("not-genuine".into()),
            Some(verdict) => verdict.outcome.err().map(word),
        },
        "verdict" => verdict_word(frozen(kind).proving.hear(&part("verdict"))),
        _ => {
            let wrong = match input["wrong-digit"].as_u64() {
                Some(place) => {
                    let at = usize::try_from(place).unwrap();
                    let digits = find_words("pin").replace(' ', "");
                    let digit = (digits.as_bytes()[3 + at] - b'0' + 1) % 10;
                    let changed = format!("{}{digit}{}", &digits[..3 + at], &digits[4 + at..]);
                    Ticket::read(&changed, NOW).ok().unwrap()
                }
                None => {
                    let draft = Draft::new(InviteKind::Link, &mut Random::new(60));
                    draft.opened(None, input["expires"].as_u64().unwrap()).unwrap().0
                }
            };
            let offer = Offer::new(place(), SHOP, 3, Some(wrong), &mut Random::new(40));
            let held = Some(invite(kind).0);
            let answer = answer(
                &place(),
                offer.hello(),
                held,
                &enrolment(),
                &settings(),
                &mut Random::new(61),
            );
            let Ok(Answer {
                reply,
                next: Next::Judge(judge),
                ..
            }) = answer
            else {
                unreachable!("the route is the right one")
            };
            let proving = offer
                .finish(&reply, NOW, &mut Random::new(41))
                .ok()
                .unwrap()
                .proving
                .unwrap();
            let verdict = judge.judge(proving.guess(), &mut Random::new(62)).unwrap();
            let heard = verdict_word(proving.hear(&verdict.sealed));
            assert_eq!(heard, verdict.outcome.err().map(word), "both ends say the same");
            heard
        }
    }
}

#[test]
fn the_frozen_invites_are_what_they_were() {
    let mut all = vec![written("pin"), written("link")];
    all.extend(rejections());
    if all != vectors() {
        let lines: Vec<_> = all.iter().map(ToString::to_string).collect();
        let new = std::env::temp_dir().join("invites.json");
        std::fs::write(&new, format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
        panic!(
            "tests/vectors/invites.json is not what the code does now; the new one is {}",
            new.display()
        );
    }
}

#[test]
fn every_frozen_rejection_of_an_invite_is_refused_as_it_says() {
    let rejections = vectors()
        .into_iter()
        .filter(|vector| vector["expect"]["error"].is_string());
    let rejections: Vec<Value> = rejections.collect();
    let wrong = rejections.iter().filter_map(|vector| {
        let got = error_of(&vector["input"]);
        let expected = vector["expect"]["error"].as_str();
        (got.as_deref() != expected).then(|| format!("{}: {expected:?} but got {got:?}", vector["name"]))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        rejections.len() > 10 * (vectors().len() - rejections.len()),
        "rejections outnumber acceptances"
    );
}
