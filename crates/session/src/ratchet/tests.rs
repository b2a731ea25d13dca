//! What the ratchet promises. Rejections outnumber acceptances.

use alloc::vec::Vec;

use super::*;
use crate::kdf::hash;

#[path = "../../tests/common/random.rs"]
#[allow(unreachable_pub, clippy::duplicate_mod)]
mod random;
use random::Random;

mod by_hand;
mod copied;
mod refused;
mod turns;

/// A message: length 2 + header (12 + 48 + 16) + commitment 32 + padded 256 + tag 16.
const SHORT_MESSAGE: usize = 2 + 76 + 32 + 256 + 16;

/// The same with the KEM part.
const LONG_MESSAGE: usize = SHORT_MESSAGE + 1184 + 1088;

fn seeds(seed: u64) -> Seeds {
    let rng = &mut Random::new(seed);
    Seeds {
        session: *Secret::<32>::random(rng).bytes(),
        root: Secret::random(rng),
        customer_header: Secret::random(rng),
        technician_header: Secret::random(rng),
    }
}

/// Customer and technician right after a handshake.
fn pair_of(seed: u64, customer: Seeds, technician: Seeds, rng: &mut Random) -> (Ratchet, Ratchet) {
    let keys = &mut Random::new(seed + 1_000);
    let (dh, kem) = (DhKey::generate(keys), KemKey::generate(keys));
    let customer = Ratchet::customer(customer, dh.public(), kem.public(), rng).unwrap();
    (customer, Ratchet::technician(technician, dh, kem))
}

fn pair(seed: u64) -> (Ratchet, Ratchet, Random) {
    let mut rng = Random::new(seed + 2_000);
    let (customer, technician) = pair_of(seed, seeds(seed), seeds(seed), &mut rng);
    (customer, technician, rng)
}

/// A pair that has been through one turn each.
fn warm_pair(seed: u64) -> (Ratchet, Ratchet, Random) {
    let (mut customer, mut technician, mut rng) = pair(seed);
    pass(&mut customer, &mut technician, b"hello", &mut rng);
    pass(&mut technician, &mut customer, b"welcome", &mut rng);
    (customer, technician, rng)
}

fn say(from: &mut Ratchet, text: &[u8], rng: &mut Random) -> Vec<u8> {
    from.seal(text, Pace::Turn, rng).unwrap()
}

fn bare(from: &mut Ratchet, rng: &mut Random) -> Vec<u8> {
    from.seal(b"", Pace::Keep, rng).unwrap()
}

fn says(to: &mut Ratchet, message: &[u8]) -> Result<Vec<u8>, OpenError> {
    to.open(message).map(|plaintext| plaintext.to_vec())
}

fn pass(from: &mut Ratchet, to: &mut Ratchet, text: &[u8], rng: &mut Random) {
    let message = say(from, text, rng);
    assert_eq!(says(to, &message).as_deref(), Ok(text));
}

/// Everything that a ratchet holds, as one hash. A new field stops compilation here. The ML-KEM key, slow to expand,
/// is left out: it changes only together with the X25519 key.
fn state(ratchet: &Ratchet) -> [u8; 32] {
    let Ratchet {
        session,
        exporter,
        root,
        dh,
        kem: _,
        peer_dh,
        peer_kem,
        announced,
        sending,
        receiving,
        next_sending_header,
        next_receiving_header,
        turn_due,
        kept,
        skipped,
        past,
        opened,
    } = ratchet;
    let mut all: Vec<[u8; 32]> = vec![
        *session,
        *exporter.bytes(),
        *root.bytes(),
        dh.public(),
        *peer_dh,
        *next_sending_header.bytes(),
        *next_receiving_header.bytes(),
        hash(&[&[u8::from(*turn_due)], &kept.to_be_bytes()]),
        hash(&[
            &skipped.len().to_be_bytes(),
            &past.len().to_be_bytes(),
            &opened.0.to_be_bytes(),
            &opened.1.to_be_bytes(),
        ]),
    ];
    all.extend(peer_kem.iter().map(|key| hash(&[&key[..]])));
    all.extend(announced.iter().map(|announced| {
        hash(&[
            &announced.dh,
            &announced.kem[..],
            &announced.ciphertext[..],
            &[u8::from(announced.seen_by_peer)],
        ])
    }));
    all.extend(sending.iter().map(|sending| {
        let counters = [sending.turn, sending.next, sending.previous].map(u32::to_be_bytes);
        hash(&[sending.header.bytes(), sending.chain.bytes(), counters.as_flattened()])
    }));
    all.extend(receiving.iter().map(|receiving| {
        let counters = [receiving.turn, receiving.next].map(u32::to_be_bytes);
        hash(&[
            receiving.header.bytes(),
            receiving.chain.bytes(),
            counters.as_flattened(),
        ])
    }));
    hash(&[all.as_flattened()])
}

/// Refused, and nothing has changed by it.
#[track_caller]
fn refuses(ratchet: &mut Ratchet, message: &[u8], why: &str) {
    let before = state(ratchet);
    assert_eq!(says(ratchet, message), Err(OpenError::NotGenuine), "{why}");
    assert_eq!(state(ratchet), before, "{why}: the state is as it was");
}

#[test]
fn a_long_conversation_opens_on_both_sides() {
    let (mut customer, mut technician, mut rng) = pair(1);
    for round in 0..60u32 {
        for burst in 0..=round % 4 {
            let text = format!("customer {round} {burst}");
            pass(&mut customer, &mut technician, text.as_bytes(), &mut rng);
        }
        for burst in 0..=round % 3 {
            let text = format!("technician {round} {burst}");
            pass(&mut technician, &mut customer, text.as_bytes(), &mut rng);
        }
    }
    assert_eq!(customer.sending.as_ref().unwrap().turn, 60, "a turn a round");
    assert_eq!(customer.skipped.len() + technician.skipped.len(), 0);
}

#[test]
fn messages_of_one_chain_open_in_any_order() {
    let (mut customer, mut technician, mut rng) = pair(2);
    let sent: Vec<_> = (0..20u8).map(|n| say(&mut customer, &[n], &mut rng)).collect();
    for n in (0..20u8).map(|n| n * 7 % 20) {
        assert_eq!(says(&mut technician, &sent[usize::from(n)]), Ok(vec![n]));
    }
    assert_eq!(technician.skipped.len(), 0, "every kept key was used");
}

#[test]
fn messages_of_several_turns_open_in_any_order() {
    let (mut customer, mut technician, mut rng) = warm_pair(3);
    let mut held = Vec::new();
    for round in 0..3u8 {
        let texts = [[round, 0], [round, 1], [round, 2]];
        let sent = texts.map(|text| say(&mut customer, &text, &mut rng));
        assert_eq!(says(&mut technician, &sent[2]), Ok(texts[2].to_vec()));
        held.push((texts[0], sent[0].clone()));
        held.push((texts[1], sent[1].clone()));
        pass(&mut technician, &mut customer, b"go on", &mut rng);
    }
    for (text, message) in held.into_iter().rev() {
        assert_eq!(says(&mut technician, &message), Ok(text.to_vec()));
    }
}

#[test]
fn a_lost_message_hinders_no_later_one() {
    let (mut customer, mut technician, mut rng) = warm_pair(4);
    for _ in 0..10 {
        let _lost = say(&mut customer, b"lost", &mut rng);
        pass(&mut customer, &mut technician, b"found", &mut rng);
        let _lost = say(&mut technician, b"lost", &mut rng);
        pass(&mut technician, &mut customer, b"found", &mut rng);
    }
}

#[test]
fn a_message_opens_once() {
    let (mut customer, mut technician, mut rng) = pair(5);
    let first = say(&mut customer, b"first", &mut rng);
    let straggler = say(&mut customer, b"straggler", &mut rng);
    let third = say(&mut customer, b"third", &mut rng);
    for message in [&first, &third, &straggler] {
        assert!(technician.open(message).is_ok());
        refuses(&mut technician, message, "again at once");
    }
    for round in 0..6 {
        pass(&mut technician, &mut customer, b"answer", &mut rng);
        pass(&mut customer, &mut technician, b"question", &mut rng);
        for message in [&first, &straggler, &third] {
            refuses(&mut technician, message, &format!("again, {round} turns later"));
        }
    }
}

#[test]
fn a_hole_of_max_skip_is_stepped_over_and_one_more_is_not() {
    for (missing, expected) in [
        (MAX_SKIP, Ok(b"here".to_vec())),
        (MAX_SKIP + 1, Err(OpenError::TooFarAhead)),
    ] {
        let (mut customer, mut technician, mut rng) = warm_pair(13);
        pass(&mut customer, &mut technician, b"turn", &mut rng);
        let early = say(&mut customer, b"early", &mut rng);
        for _ in 1..missing {
            say(&mut customer, b"lost", &mut rng);
        }
        let late = say(&mut customer, b"here", &mut rng);
        let before = state(&technician);
        assert_eq!(says(&mut technician, &late), expected, "{missing} missing");
        if expected.is_err() {
            assert_eq!(state(&technician), before, "refused, so unchanged");
        }
        assert_eq!(
            says(&mut technician, &early),
            Ok(b"early".to_vec()),
            "the first of the missing ones is still welcome"
        );
    }
}

#[test]
fn a_hole_at_the_end_of_a_chain_counts_as_well() {
    for (missing, expected) in [
        (MAX_SKIP, Ok(b"new".to_vec())),
        (MAX_SKIP + 1, Err(OpenError::TooFarAhead)),
    ] {
        let (mut customer, mut technician, mut rng) = warm_pair(14);
        pass(&mut customer, &mut technician, b"turn", &mut rng);
        for _ in 0..missing {
            say(&mut customer, b"lost", &mut rng);
        }
        pass(&mut technician, &mut customer, b"turn", &mut rng);
        let message = say(&mut customer, b"new", &mut rng);
        assert_eq!(says(&mut technician, &message), expected, "{missing} missing");
    }
}

#[test]
fn kept_keys_are_bounded_and_the_oldest_go_first() {
    let (mut customer, mut technician, mut rng) = warm_pair(15);
    let mut lost = Vec::new();
    for _ in 0..3 {
        for _ in 0..200 {
            lost.push(say(&mut customer, b"lost", &mut rng));
        }
        pass(&mut customer, &mut technician, b"found", &mut rng);
        assert!(technician.skipped.len() <= 512);
    }
    assert_eq!(technician.skipped.len(), 512);
    let gone = lost.len() - 512;
    refuses(&mut technician, &lost[gone - 1], "older than the oldest kept");
    assert!(technician.open(&lost[gone]).is_ok(), "the oldest kept");
    assert!(technician.open(&lost[599]).is_ok(), "the newest kept");
}

#[test]
fn commitments_keys_and_nonces_of_a_chain_are_all_different() {
    let mut chain = Secret::take(&mut [3; 32]);
    let mut seen = alloc::collections::BTreeSet::new();
    for _ in 0..200 {
        let (message, next) = step(&chain);
        let keys = message_keys(&message, &[0; 32], &[0; NONCE]);
        assert!(seen.insert(*keys.commitment.bytes()), "a commitment twice");
        assert!(seen.insert(*keys.key.bytes()), "a key twice");
        assert!(seen.insert(hash(&[&keys.nonce])), "a nonce twice");
        chain = next;
    }
}

#[test]
fn equal_words_look_alike_in_nothing_but_length() {
    let (mut customer, _, mut rng) = pair(27);
    let one = say(&mut customer, b"yes", &mut rng);
    let two = say(
        &mut customer,
        b"a rather longer answer, but short all the same",
        &mut rng,
    );
    assert_eq!(one.len(), two.len());
    let equal = one.iter().zip(&two).filter(|(a, b)| a == b).count();
    assert!(equal < one.len() / 64, "{equal} of {} bytes are equal", one.len());
}

#[test]
fn debug_prints_counters_and_nothing_else() {
    let (customer, technician, _) = warm_pair(28);
    assert_eq!(
        format!("{customer:?} {technician:?}"),
        "Ratchet { sending_turn: 1, receiving_turn: 1, turn_due: true, .. } \
         Ratchet { sending_turn: 1, receiving_turn: 1, turn_due: false, .. }"
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    /// Each step seals at one end, or delivers (once, twice or never) one of the messages on the way.
    #[test]
    fn whatever_the_order_each_message_opens_at_most_once_and_as_it_was(
        steps in proptest::collection::vec((0..6u8, proptest::arbitrary::any::<u16>()), 1..120),
    ) {
        let (customer, technician, mut rng) = warm_pair(29);
        let mut ends = [customer, technician];
        let mut on_the_way: [Vec<(u32, Vec<u8>)>; 2] = Default::default();
        let mut opened: [Vec<u32>; 2] = Default::default();
        for (count, (what, which)) in (0u32..).zip(steps) {
            let end = usize::from(which % 2);
            match what {
                0..=2 => {
                    let pace = if what == 0 { Pace::Keep } else { Pace::Turn };
                    let message = ends[end].seal(&count.to_be_bytes(), pace, &mut rng).unwrap();
                    on_the_way[end].push((count, message));
                }
                _ if on_the_way[end].is_empty() => {}
                _ => {
                    let index = usize::from(which / 2) % on_the_way[end].len();
                    let (text, message) = on_the_way[end][index].clone();
                    if what != 5 {
                        on_the_way[end].remove(index);
                    }
                    if let Ok(plaintext) = ends[1 - end].open(&message) {
                        proptest::prop_assert_eq!(plaintext.to_vec(), text.to_be_bytes().to_vec());
                        proptest::prop_assert!(!opened[end].contains(&text), "opened twice");
                        opened[end].push(text);
                    }
                }
            }
        }
    }
}
