//! Two ends that do not agree, and notice.

use super::*;

#[test]
fn another_history_is_noticed_wherever_it_shows() {
    type Change = fn(&mut Envelope);
    let changes: [(&str, Change); 4] = [
        ("other words under the same number", |envelope| {
            envelope.content = Some(b"other".to_vec().into());
        }),
        ("another hash", |envelope| envelope.hash[15] ^= 1),
        ("a message left out", |envelope| envelope.number = 2),
        ("another hash in a state about the same number", |envelope| {
            (envelope.number, envelope.latest, envelope.content) = (0, 2, None);
        }),
    ];
    for (why, change) in changes {
        let (_, mut technician, mut envelopes) = sent(&["one", "two", "three"]);
        assert_eq!(due(&mut technician, &envelopes[0]).len(), 1);
        assert_eq!(due(&mut technician, &envelopes[1]).len(), 1);
        change(&mut envelopes[2]);
        assert_eq!(fork(&mut technician, &envelopes[2]), Some(Fork::History), "{why}");
    }
}

#[test]
fn another_history_in_an_early_message_is_noticed_when_its_turn_comes() {
    let (_, mut technician, mut envelopes) = sent(&["one", "two"]);
    envelopes[1].hash = [0; 16];
    assert_eq!(due(&mut technician, &envelopes[1]), []);
    assert_eq!(fork(&mut technician, &envelopes[0]), Some(Fork::History));
}

#[test]
fn a_passing_mark_with_another_history_is_noticed() {
    let (customer, mut technician, envelopes) = sent(&["one"]);
    assert_eq!(due(&mut technician, &envelopes[0]).len(), 1);
    let mut typing = customer.passing(b"typing".to_vec().into());
    assert_eq!(due(&mut technician, &typing).len(), 1);
    typing.hash[0] ^= 1;
    assert_eq!(fork(&mut technician, &typing), Some(Fork::History));
}

#[test]
fn an_envelope_sent_back_to_its_sender_is_a_fork() {
    let (mut customer, _, envelopes) = sent(&["one"]);
    assert_eq!(fork(&mut customer, &envelopes[0]), Some(Fork::History));
}

#[test]
fn sessions_and_directions_start_from_hashes_of_their_own() {
    let starts = [
        first_hash(&SESSION, 0),
        first_hash(&SESSION, 1),
        first_hash(&[6; 32], 0),
        first_hash(&[6; 32], 1),
    ];
    for (index, start) in starts.iter().enumerate() {
        assert!(!starts[..index].contains(start));
    }
}

#[test]
fn an_acknowledgement_or_read_mark_of_something_never_sent_is_noticed() {
    let (mut customer, mut technician, envelopes) = sent(&["one"]);
    assert_eq!(due(&mut technician, &envelopes[0]).len(), 1);
    let mut reply = state(&mut technician);
    reply.ack = 2;
    assert_eq!(fork(&mut customer, &reply), Some(Fork::Acknowledgement));
    (reply.ack, reply.read) = (1, 2);
    assert_eq!(fork(&mut customer, &reply), Some(Fork::Acknowledgement));
    assert!(!customer.settled(), "neither was believed");
}

#[test]
fn an_acknowledgement_of_another_history_is_noticed() {
    let (mut customer, mut technician, envelopes) = sent(&["one"]);
    let mut too_soon = state(&mut technician);
    too_soon.seen[0] ^= 1;
    assert_eq!(fork(&mut customer, &too_soon), Some(Fork::History), "about the start");
    assert_eq!(due(&mut technician, &envelopes[0]).len(), 1);
    let mut reply = state(&mut technician);
    reply.seen[0] ^= 1;
    assert_eq!(fork(&mut customer, &reply), Some(Fork::History), "about the newest");
    reply.seen[0] ^= 1;
    assert!(customer.arrived(copy(&reply)).is_ok());
    reply.seen[0] ^= 1;
    assert_eq!(
        fork(&mut customer, &reply),
        Some(Fork::History),
        "about what was settled"
    );
}

#[test]
fn an_older_acknowledgement_changes_nothing() {
    let (mut customer, mut technician, envelopes) = sent(&["one", "two"]);
    let oldest = state(&mut technician);
    assert_eq!(due(&mut technician, &envelopes[0]).len(), 1);
    let older = state(&mut technician);
    assert_eq!(due(&mut technician, &envelopes[1]).len(), 1);
    let newest = state(&mut technician);
    assert_eq!(customer.arrived(newest).unwrap().delivered, Some(2));
    for late in [older, oldest] {
        assert_eq!(customer.arrived(late).unwrap().delivered, None);
    }
    assert!(customer.settled());
}

#[test]
fn the_running_hash_is_the_one_of_protocol_md() {
    use sha2::{Digest, Sha256};
    let start = |direction: u8| {
        Sha256::new()
            .chain_update(b"hushwire/1 delivery\0")
            .chain_update(SESSION)
            .chain_update([direction])
            .finalize()
    };
    for (end, direction) in [(End::Customer, 0), (End::Technician, 1)] {
        let mut delivery = Delivery::new(&SESSION, end);
        assert_eq!(delivery.sent_hash[..], start(direction)[..16]);
        assert_eq!(delivery.received_hash[..], start(1 - direction)[..16]);
        queue(&mut delivery, &["one"]);
        let next = Sha256::new()
            .chain_update(&start(direction)[..16])
            .chain_update([0, 0, 0, 0, 0, 0, 0, 1])
            .chain_update(b"one")
            .finalize();
        assert_eq!(delivery.sent_hash[..], next[..16]);
    }
}
