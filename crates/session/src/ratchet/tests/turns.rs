//! When a turn is taken and followed, and what it is good for.

use super::*;

#[test]
fn a_straggler_is_waited_for_three_turns_and_its_key_is_wiped_then() {
    for (turns, opens) in [(3, true), (4, false)] {
        let (mut customer, mut technician, mut rng) = warm_pair(16);
        let straggler = say(&mut customer, b"straggler", &mut rng);
        pass(&mut customer, &mut technician, b"passed", &mut rng);
        for _ in 0..turns {
            pass(&mut technician, &mut customer, b"turn", &mut rng);
            pass(&mut customer, &mut technician, b"turn", &mut rng);
        }
        assert_eq!(technician.skipped.len(), usize::from(opens));
        assert_eq!(technician.open(&straggler).is_ok(), opens, "{turns} turns");
    }
}

#[test]
fn the_kem_part_is_left_out_once_the_peer_has_seen_the_turn() {
    let (mut customer, mut technician, mut rng) = pair(17);
    for _ in 0..3 {
        let message = say(&mut customer, b"not seen yet", &mut rng);
        assert_eq!(message.len(), LONG_MESSAGE, "until it is seen, every message has it");
        assert!(technician.open(&message).is_ok());
    }
    pass(&mut technician, &mut customer, b"I have seen it", &mut rng);
    pass(&mut customer, &mut technician, b"a new turn", &mut rng);
    let seen = bare(&mut technician, &mut rng);
    assert!(customer.open(&seen).is_ok());
    assert_eq!(say(&mut customer, b"seen", &mut rng).len(), SHORT_MESSAGE);
}

#[test]
fn what_the_peer_says_before_it_saw_the_turn_does_not_end_the_kem_part() {
    let (mut customer, mut technician, mut rng) = warm_pair(32);
    let _lost = say(&mut customer, b"lost", &mut rng);
    let earlier = bare(&mut technician, &mut rng);
    assert!(customer.open(&earlier).is_ok());
    let next = say(&mut customer, b"follow me", &mut rng);
    assert_eq!(
        next.len(),
        LONG_MESSAGE,
        "the technician has seen the turn before this one"
    );
    assert_eq!(says(&mut technician, &next), Ok(b"follow me".to_vec()));
}

#[test]
fn a_receiver_that_lost_the_first_message_of_a_turn_follows_any_later_one() {
    let (mut customer, mut technician, mut rng) = warm_pair(18);
    let first = say(&mut customer, b"first", &mut rng);
    let second = say(&mut customer, b"second", &mut rng);
    assert_eq!(says(&mut technician, &second), Ok(b"second".to_vec()));
    assert_eq!(says(&mut technician, &first), Ok(b"first".to_vec()));
}

#[test]
fn content_takes_the_turn_that_is_due() {
    let (mut customer, mut technician, mut rng) = warm_pair(19);
    let turn = customer.sending.as_ref().unwrap().turn;
    say(&mut customer, b"content", &mut rng);
    say(&mut customer, b"more", &mut rng);
    assert_eq!(customer.sending.as_ref().unwrap().turn, turn + 1, "one turn, not two");
    pass(&mut customer, &mut technician, b"and more", &mut rng);
}

#[test]
fn eight_bare_messages_stay_on_the_chain_and_the_ninth_turns() {
    let (mut customer, mut technician, mut rng) = warm_pair(20);
    let turn = customer.sending.as_ref().unwrap().turn;
    for count in 1..=KEEP_AT_MOST {
        let message = bare(&mut customer, &mut rng);
        assert!(technician.open(&message).is_ok());
        assert_eq!(customer.sending.as_ref().unwrap().turn, turn, "bare message {count}");
    }
    let ninth = bare(&mut customer, &mut rng);
    assert_eq!(customer.sending.as_ref().unwrap().turn, turn + 1);
    assert!(technician.open(&ninth).is_ok());
}

#[test]
fn the_technician_cannot_speak_before_the_customer_has() {
    let (_, mut technician, mut rng) = pair(21);
    assert!(technician.seal(b"hello", Pace::Turn, &mut rng).is_none());
}

#[test]
fn a_state_stolen_today_opens_nothing_of_yesterday() {
    let (mut customer, mut technician, mut rng) = warm_pair(22);
    let mut recorded = Vec::new();
    for _ in 0..3 {
        for (from, to) in [(true, false), (false, true)] {
            let (from, to) = match (from, to) {
                (true, _) => (&mut customer, &mut technician),
                _ => (&mut technician, &mut customer),
            };
            let message = say(from, b"yesterday", &mut rng);
            assert!(to.open(&message).is_ok());
            recorded.push(message);
        }
    }
    for message in &recorded {
        refuses(&mut customer.clone(), message, "with the customer's state");
        refuses(&mut technician.clone(), message, "with the technician's state");
    }
}

#[test]
fn a_stolen_state_is_worthless_after_one_exchange() {
    let (mut customer, mut technician, mut rng) = warm_pair(23);
    let mut thief = technician.clone();
    let known = say(&mut customer, b"the thief reads this", &mut rng);
    assert!(thief.clone().open(&known).is_ok());
    assert!(technician.open(&known).is_ok());
    assert!(thief.open(&known).is_ok());
    pass(&mut technician, &mut customer, b"fresh keys of the victim", &mut rng);
    let healed = say(&mut customer, b"not this", &mut rng);
    refuses(&mut thief, &healed, "after the exchange");
    assert!(technician.open(&healed).is_ok());
}

#[test]
fn a_turn_needs_both_the_x25519_and_the_ml_kem_key() {
    let (mut customer, technician, mut rng) = warm_pair(24);
    let message = say(&mut customer, b"turn", &mut rng);
    let mut without_kem = technician.clone();
    without_kem.kem = KemKey::generate(&mut rng);
    refuses(&mut without_kem, &message, "X25519 broken, ML-KEM not");
    let mut without_dh = technician.clone();
    without_dh.dh = DhKey::generate(&mut rng);
    refuses(&mut without_dh, &message, "ML-KEM broken, X25519 not");
}
