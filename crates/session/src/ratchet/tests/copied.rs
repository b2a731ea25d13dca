//! A state that exists twice: a duplicated tab, a page put back from what it kept.

use super::*;

/// The AES key and nonce of a message's body are derived from the message key and the header's nonce; the commitment
/// with them. Equal commitments are equal keys.
fn commitment(message: &[u8]) -> Vec<u8> {
    let header = usize::from(u16::from_be_bytes([message[0], message[1]]));
    message[2 + header..][..32].to_vec()
}

#[test]
fn two_copies_of_a_state_never_seal_under_the_same_key() {
    let (mut customer, mut technician, mut rng) = warm_pair(40);
    for turn_is_due in [true, false] {
        let mut copy = customer.clone();
        assert_eq!(customer.turn_due, turn_is_due);
        let (one, two) = (
            say(&mut customer, b"pay Ann", &mut rng),
            say(&mut copy, b"pay Bob", &mut rng),
        );
        assert_ne!(commitment(&one), commitment(&two), "turn due: {turn_is_due}");
        assert!(technician.open(&one).is_ok());
    }
}

#[test]
fn a_second_turn_of_one_state_is_a_fork_and_not_a_forgery() {
    let (mut customer, mut technician, mut rng) = warm_pair(41);
    let mut copy = customer.clone();
    pass(&mut customer, &mut technician, b"the customer goes on", &mut rng);
    let message = say(&mut copy, b"so does the copy", &mut rng);
    let before = state(&technician);
    assert_eq!(says(&mut technician, &message), Err(OpenError::Forked));
    assert_eq!(state(&technician), before, "and nothing changed");
    pass(&mut customer, &mut technician, b"the customer goes on", &mut rng);
}

#[test]
fn a_peer_put_back_by_some_messages_is_followed_in_its_next_turn() {
    let (mut customer, mut technician, mut rng) = warm_pair(42);
    pass(&mut customer, &mut technician, b"turn", &mut rng);
    let kept = customer.clone();
    for _ in 0..3 {
        pass(&mut customer, &mut technician, b"forgotten", &mut rng);
    }
    customer = kept;
    pass(&mut technician, &mut customer, b"turn", &mut rng);
    pass(&mut customer, &mut technician, b"here again", &mut rng);
    assert_eq!(technician.skipped.len(), 0, "nothing is waited for");
}

#[test]
fn a_copy_that_is_turns_behind_is_known_for_one_and_a_replay_is_not() {
    let (mut customer, mut technician, mut rng) = warm_pair(43);
    let mut copy = customer.clone();
    let first = say(&mut customer, b"first", &mut rng);
    assert!(technician.open(&first).is_ok());
    for _ in 0..5 {
        pass(&mut technician, &mut customer, b"on", &mut rng);
        pass(&mut customer, &mut technician, b"and on", &mut rng);
    }
    refuses(&mut technician, &first, "a replay is none");
    let message = say(&mut copy, b"a turn of its own", &mut rng);
    assert_eq!(says(&mut technician, &message), Err(OpenError::Forked));
}

#[test]
fn a_copy_that_goes_on_with_a_chain_that_is_over_is_known_for_one() {
    let (mut customer, mut technician, mut rng) = warm_pair(44);
    pass(&mut customer, &mut technician, b"a chain", &mut rng);
    let mut copy = customer.clone();
    pass(&mut technician, &mut customer, b"on", &mut rng);
    pass(&mut customer, &mut technician, b"and on", &mut rng);
    let message = say(&mut copy, b"the chain goes on", &mut rng);
    assert_eq!(says(&mut technician, &message), Err(OpenError::Forked));
}
