//! What must not open, and must leave the state as it was.

use super::*;

#[test]
fn a_message_with_any_byte_changed_is_refused_and_changes_nothing() {
    let (mut customer, mut technician, mut rng) = warm_pair(6);
    pass(&mut customer, &mut technician, b"turn", &mut rng);
    let seen = bare(&mut technician, &mut rng);
    assert!(customer.open(&seen).is_ok());
    let message = say(&mut customer, b"pay 10", &mut rng);
    assert_eq!(message.len(), SHORT_MESSAGE);
    for index in 0..message.len() {
        let mut changed = message.clone();
        changed[index] ^= 1 << (index % 8);
        refuses(&mut technician, &changed, &format!("byte {index}"));
    }
    assert_eq!(says(&mut technician, &message), Ok(b"pay 10".to_vec()));
}

#[test]
fn a_turn_with_a_byte_changed_is_refused_and_not_followed() {
    let (mut customer, mut technician, mut rng) = warm_pair(6);
    let message = say(&mut customer, b"pay 10", &mut rng);
    assert_eq!(message.len(), LONG_MESSAGE);
    // Every field: length, nonce, counters, X25519 key, KEM key and ciphertext, tag, commitment, body.
    for index in (0..80).chain((80..message.len()).step_by(29)) {
        let mut changed = message.clone();
        changed[index] ^= 1 << (index % 8);
        refuses(&mut technician, &changed, &format!("byte {index}"));
    }
    assert_eq!(says(&mut technician, &message), Ok(b"pay 10".to_vec()));
    pass(&mut technician, &mut customer, b"thanks", &mut rng);
}

#[test]
fn a_message_cut_or_prolonged_is_refused_and_changes_nothing() {
    let (mut customer, mut technician, mut rng) = warm_pair(7);
    let message = say(&mut customer, b"hello", &mut rng);
    for length in 0..message.len() {
        refuses(&mut technician, &message[..length], &format!("cut at {length}"));
    }
    for more in [1, 16, 256] {
        let longer = [&message[..], &vec![0; more]].concat();
        refuses(&mut technician, &longer, &format!("{more} bytes more"));
    }
    assert!(technician.open(&message).is_ok());
}

#[test]
fn a_message_sent_back_to_its_sender_is_refused() {
    let (mut customer, mut technician, mut rng) = pair(8);
    let first = say(&mut customer, b"hello", &mut rng);
    refuses(&mut customer, &first, "before any answer");
    assert!(technician.open(&first).is_ok());
    let answer = say(&mut technician, b"welcome", &mut rng);
    refuses(&mut technician, &answer, "the technician's own");
    refuses(&mut technician, &first, "what it has opened");
    assert!(customer.open(&answer).is_ok());
    refuses(&mut customer, &first, "after an answer");
}

#[test]
fn a_message_of_another_session_is_refused() {
    let (mut customer, mut technician, mut rng) = warm_pair(9);
    let (mut other_customer, mut other_technician, mut other_rng) = warm_pair(10);
    let theirs = [
        say(&mut other_customer, b"theirs", &mut other_rng),
        say(&mut other_technician, b"theirs", &mut other_rng),
    ];
    for message in &theirs {
        refuses(&mut technician, message, "at the technician");
        refuses(&mut customer, message, "at the customer");
    }
    pass(&mut customer, &mut technician, b"ours", &mut rng);
}

#[test]
fn the_same_keys_under_another_session_name_open_nothing() {
    let mut elsewhere = seeds(11);
    elsewhere.session = [0; 32];
    let mut rng = Random::new(1);
    let (mut customer, mut technician) = pair_of(11, seeds(11), elsewhere, &mut rng);
    let message = say(&mut customer, b"hello", &mut rng);
    refuses(&mut technician, &message, "another session");
}

#[test]
fn header_and_body_of_two_messages_do_not_fit() {
    let (mut customer, mut technician, mut rng) = warm_pair(12);
    let one = say(&mut customer, b"one", &mut rng);
    let two = say(&mut customer, b"two", &mut rng);
    let cut = one.len() - 304;
    for (head, tail) in [(&one, &two), (&two, &one)] {
        let spliced = [&head[..cut], &tail[cut..]].concat();
        refuses(&mut technician, &spliced, "spliced");
    }
    assert!(technician.open(&one).is_ok());
    assert!(technician.open(&two).is_ok());
}

#[test]
fn a_turn_against_the_rules_is_refused() {
    type Break = fn(&mut Ratchet);
    let broken: [(&str, Break); 5] = [
        ("a turn too far", |ratchet| {
            ratchet.sending.as_mut().unwrap().turn += 1;
        }),
        ("the turn before", |ratchet| {
            ratchet.sending.as_mut().unwrap().turn -= 1;
        }),
        ("no KEM part", |ratchet| {
            ratchet.announced.as_mut().unwrap().seen_by_peer = true;
        }),
        ("an X25519 key of small order", |ratchet| {
            ratchet.announced.as_mut().unwrap().dh = [0; 32];
        }),
        ("an ML-KEM key that is none", |ratchet| {
            *ratchet.announced.as_mut().unwrap().kem = [0xFF; 1184];
        }),
    ];
    for (why, breaking) in broken {
        let (mut customer, mut technician, mut rng) = warm_pair(25);
        pass(&mut customer, &mut technician, b"first", &mut rng);
        pass(&mut technician, &mut customer, b"second", &mut rng);
        customer.take_turn(&mut rng).unwrap();
        let mut honest = customer.clone();
        breaking(&mut customer);
        let message = say(&mut customer, b"against the rules", &mut rng);
        refuses(&mut technician, &message, why);
        pass(&mut honest, &mut technician, b"by the rules", &mut rng);
    }
}

#[test]
fn a_header_that_names_another_turn_than_its_chain_is_refused() {
    let (mut customer, mut technician, mut rng) = warm_pair(30);
    pass(&mut customer, &mut technician, b"a chain begins", &mut rng);
    let mut honest = customer.clone();
    customer.sending.as_mut().unwrap().turn += 1;
    let message = say(&mut customer, b"another turn", &mut rng);
    refuses(&mut technician, &message, "same header key, other turn");
    pass(&mut honest, &mut technician, b"the same turn", &mut rng);
}

#[test]
fn a_customer_does_not_start_with_keys_that_are_none() {
    let rng = &mut Random::new(26);
    let (dh, kem) = (DhKey::generate(rng).public(), KemKey::generate(rng).public());
    assert!(Ratchet::customer(seeds(26), dh, kem.clone(), rng).is_some());
    for small_order in [[0; 32], {
        let mut one = [0; 32];
        one[0] = 1;
        one
    }] {
        assert!(Ratchet::customer(seeds(26), small_order, kem.clone(), rng).is_none());
    }
    let none = alloc::boxed::Box::new([0xFF; 1184]);
    assert!(Ratchet::customer(seeds(26), dh, none, rng).is_none());
}

#[test]
fn a_body_opens_only_under_the_key_that_it_commits_to() {
    let (session, header) = ([7; 32], [9; 76]);
    let (one, two) = (Secret::take(&mut [1; 32]), Secret::take(&mut [2; 32]));
    let body = seal_body(&one, &session, &header, b"hello").unwrap();
    assert!(open_body(&one, &session, &header, &body).is_ok());
    assert!(open_body(&two, &session, &header, &body).is_err());

    // AES-GCM itself is content with this one; the commitment is not.
    let other = seal_body(&two, &session, &header, b"hello").unwrap();
    let mixed = [&other[..COMMITMENT], &body[COMMITMENT..]].concat();
    let keys = message_keys(&one, &session, &header[..NONCE].try_into().unwrap());
    let aad = [&session[..], &header].concat();
    assert!(crate::primitives::open(&keys.key, &keys.nonce, &aad, &mixed[COMMITMENT..]).is_ok());
    for (key, whose) in [(&one, "the sealing key"), (&two, "the committed key")] {
        assert!(open_body(key, &session, &header, &mixed).is_err(), "{whose}");
    }
    assert!(open_body(&one, &[8; 32], &header, &body).is_err(), "another session");
    assert!(open_body(&one, &session, &[8; 76], &body).is_err(), "another header");
}
