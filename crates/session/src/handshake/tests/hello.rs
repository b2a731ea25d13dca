//! Hellos that deserve no answer.

use std::borrow::ToOwned;

use super::*;

#[test]
fn a_hello_changed_in_any_field_comes_to_nothing() {
    let offer = offer();
    let hello = offer.hello().to_vec();
    // array, version, suite; nonce with its head; key with its head; origin; seen.
    let fields = [
        ("array", 0),
        ("version", 1),
        ("suite", 2),
        ("nonce", 5 + 31),
        ("ML-KEM half of the key", 5 + 32 + 3),
        ("X25519 half of the key", 5 + 32 + 3 + 1215),
        ("origin", hello.len() - 2),
        ("seen", hello.len() - 1),
    ];
    for (field, index) in fields {
        let mut changed = hello.clone();
        changed[index] ^= 1;
        if let Ok(answer) = answered(&place(), &changed, 1) {
            assert_eq!(outcome(&offer, &answer.reply), Some(ReplyError::NotGenuine), "{field}");
        }
    }
}

#[test]
fn a_hello_that_is_not_one_is_refused() {
    let good = offer().hello().to_vec();
    let refused = |bytes: &[u8], why: &str| {
        assert_eq!(answered(&place(), bytes, 1).err(), Some(HelloError::Malformed), "{why}");
    };
    for length in 0..good.len() {
        refused(&good[..length], &format!("cut at {length}"));
    }
    refused(&[&good[..], &[0]].concat(), "a byte more");
    for (index, why) in [(1, "version"), (2, "suite")] {
        for other in [0, 2, 23] {
            let mut changed = good.clone();
            changed[index] = other;
            refused(&changed, &format!("{why} {other}"));
        }
    }
    refused(&[&good[..1], &[0x18], &good[1..]].concat(), "1 spelled in two bytes");
    refused(&[&[0x9F], &good[1..], &[0xFF]].concat(), "an array without an end");
    let mut long_nonce = good.clone();
    long_nonce.splice(3..5, [0x59, 0, 32]);
    refused(&long_nonce, "a length spelled in three bytes");
    let mut no_key = good.clone();
    no_key[40..40 + 1184].fill(0xFF);
    refused(&no_key, "an ML-KEM key with coefficients above q");
    let origin = "https://".to_owned() + &"a".repeat(MAX_ORIGIN);
    let long = Offer::new(place(), &origin, 0, None, &mut Random::new(1));
    refused(long.hello(), "an origin longer than any");
}

#[test]
fn a_technician_does_not_answer_a_site_that_is_not_allowed() {
    let elsewhere = Offer::new(place(), "https://evil.example", 0, None, &mut Random::new(1));
    let error = answered(&place(), elsewhere.hello(), 1).err();
    assert_eq!(error, Some(HelloError::OriginNotAllowed));
}

#[test]
fn a_technician_does_not_answer_a_customer_who_has_seen_a_newer_manifest() {
    let newer = Offer::new(place(), SHOP, 6, None, &mut Random::new(1));
    let error = answered(&place(), newer.hello(), 1).err();
    assert_eq!(error, Some(HelloError::StaleManifest));
}

#[test]
fn a_customer_without_a_page_says_so_and_is_answered() {
    let headless = Offer::new(place(), "", 0, None, &mut Random::new(1));
    let answer = answered(&place(), headless.hello(), 1).unwrap();
    assert_eq!(outcome(&headless, &answer.reply), None);
}
