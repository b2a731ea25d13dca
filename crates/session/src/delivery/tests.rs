//! What the delivery promises. Rejections outnumber acceptances.

use alloc::vec::Vec;
use std::string::String;

use super::*;
use crate::ratchet::MAX_SKIP;

mod forks;
mod model;

const SESSION: [u8; 32] = [5; 32];

fn pair() -> (Delivery, Delivery) {
    (
        Delivery::new(&SESSION, End::Customer),
        Delivery::new(&SESSION, End::Technician),
    )
}

fn queue(delivery: &mut Delivery, texts: &[&str]) {
    for text in texts {
        assert!(delivery.queue(text.as_bytes().to_vec().into()).is_ok());
    }
}

fn outgoing(delivery: &mut Delivery, now: Millis) -> Vec<Envelope> {
    let outgoing = delivery.outgoing(now).into_iter();
    outgoing.map(|(envelope, _)| envelope).collect()
}

fn sent(texts: &[&str]) -> (Delivery, Delivery, Vec<Envelope>) {
    let (mut customer, technician) = pair();
    queue(&mut customer, texts);
    let envelopes = outgoing(&mut customer, 0);
    (customer, technician, envelopes)
}

fn copy(envelope: &Envelope) -> Envelope {
    Envelope::decode(&envelope.encode()).unwrap()
}

/// What becomes due with this envelope: numbers and words.
#[track_caller]
fn due(delivery: &mut Delivery, envelope: &Envelope) -> Vec<(u64, String)> {
    let arrival = delivery.arrived(copy(envelope)).expect("no fork");
    let text = |content: &[u8]| String::from_utf8(content.to_vec()).unwrap();
    let contents = arrival.contents.iter();
    contents.map(|(number, content)| (*number, text(content))).collect()
}

fn fork(delivery: &mut Delivery, envelope: &Envelope) -> Option<Fork> {
    delivery.arrived(copy(envelope)).err()
}

/// The peer's bare state.
fn state(delivery: &mut Delivery) -> Envelope {
    delivery.state_due = true;
    let mut envelopes = outgoing(delivery, 0);
    assert_eq!(envelopes.len(), 1);
    envelopes.remove(0)
}

fn numbers(envelopes: &[Envelope]) -> Vec<u64> {
    envelopes.iter().map(|envelope| envelope.number).collect()
}

#[test]
fn messages_arrive_in_order_and_are_acknowledged() {
    let (mut customer, mut technician, envelopes) = sent(&["one", "two"]);
    assert_eq!(due(&mut technician, &envelopes[0]), [(1, "one".into())]);
    assert_eq!(due(&mut technician, &envelopes[1]), [(2, "two".into())]);
    let state = outgoing(&mut technician, 0);
    assert_eq!(state.len(), 1);
    let arrival = customer.arrived(copy(&state[0])).unwrap();
    assert_eq!(arrival.delivered, Some(2));
    assert!(customer.settled());
    assert_eq!(customer.wake(), None, "nothing is left to be sent again");
}

#[test]
fn a_duplicate_is_shown_once_and_acknowledged_again() {
    let (_, mut technician, envelopes) = sent(&["one"]);
    assert_eq!(due(&mut technician, &envelopes[0]).len(), 1);
    assert_eq!(outgoing(&mut technician, 0).len(), 1);
    for _ in 0..3 {
        assert_eq!(due(&mut technician, &envelopes[0]), []);
        let again = outgoing(&mut technician, 0);
        assert_eq!(
            (again.len(), again[0].ack),
            (1, 1),
            "its sender may have missed the first"
        );
    }
}

#[test]
fn an_early_message_waits_until_the_gap_is_closed() {
    let (_, mut technician, envelopes) = sent(&["one", "two", "three"]);
    assert_eq!(due(&mut technician, &envelopes[2]), []);
    assert_eq!(technician.missing(), 3);
    assert_eq!(due(&mut technician, &envelopes[2]), [], "an early duplicate");
    assert_eq!(due(&mut technician, &envelopes[1]), []);
    let all = [(1, "one".into()), (2, "two".into()), (3, "three".into())];
    assert_eq!(due(&mut technician, &envelopes[0]), all);
    assert_eq!(technician.missing(), 0);
    assert!(technician.early.is_empty());
}

#[test]
fn what_is_far_too_early_is_not_kept_but_counted() {
    let (mut customer, mut technician) = pair();
    for _ in 0..200 {
        queue(&mut customer, &["more"]);
    }
    let (number, hash) = {
        let last = customer.waiting.back().unwrap();
        (last.number, last.hash)
    };
    let far = customer.envelope(number, hash, Some(b"more".to_vec().into()));
    assert_eq!(due(&mut technician, &far), []);
    assert!(technician.early.is_empty());
    assert_eq!(technician.missing(), 200);
}

#[test]
fn a_missing_tail_shows_in_whatever_comes_next() {
    let (mut customer, mut technician, envelopes) = sent(&["one", "two"]);
    assert_eq!(due(&mut technician, &envelopes[0]).len(), 1);
    assert_eq!(technician.missing(), 1, "the first already says that there are two");
    let (_, mut late) = pair();
    let typing = customer.passing(b"typing".to_vec().into());
    assert_eq!(due(&mut late, &typing), [(0, "typing".into())]);
    assert_eq!(late.missing(), 2);
    assert_eq!(due(&mut late, &state(&mut customer)), []);
    assert_eq!(late.missing(), 2);
}

#[test]
fn no_more_than_the_window_is_on_the_way() {
    let (mut customer, mut technician) = pair();
    for _ in 0..100 {
        queue(&mut customer, &["text"]);
    }
    let first = outgoing(&mut customer, 0);
    assert_eq!(numbers(&first), (1..=WINDOW as u64).collect::<Vec<_>>());
    assert_eq!(outgoing(&mut customer, 0).len(), 0, "each goes out once");
    for envelope in &first[..10] {
        due(&mut technician, envelope);
    }
    customer.arrived(state(&mut technician)).unwrap();
    assert_eq!(numbers(&outgoing(&mut customer, 0)), (33..=42).collect::<Vec<_>>());
}

#[test]
fn a_full_queue_takes_nothing_and_loses_nothing() {
    let (mut customer, mut technician) = pair();
    for _ in 0..MAX_WAITING {
        queue(&mut customer, &["text"]);
    }
    assert_eq!(customer.queue(b"one too many".to_vec().into()), Err(Full));
    assert_eq!(customer.sent, MAX_WAITING as u64, "and counts nothing");
    due(&mut technician, &outgoing(&mut customer, 0)[0]);
    customer.arrived(state(&mut technician)).unwrap();
    assert_eq!(customer.queue(b"now".to_vec().into()), Ok(MAX_WAITING as u64 + 1));
}

#[test]
fn what_is_not_acknowledged_goes_out_again_after_3_6_12_24_30_30_seconds() {
    let (mut customer, _, _) = sent(&["one", "two"]);
    let mut now = 0;
    for silence in [3, 6, 12, 24, 30, 30] {
        assert_eq!(customer.wake(), Some(now + silence * 1_000));
        customer.tick(now + silence * 1_000 - 1);
        assert_eq!(outgoing(&mut customer, now), [], "not yet");
        now += silence * 1_000;
        customer.tick(now);
        assert_eq!(numbers(&outgoing(&mut customer, now)), [1], "the oldest, alone");
    }
}

#[test]
fn when_the_oldest_is_acknowledged_the_rest_follows_at_once() {
    let (mut customer, mut technician, _lost) = sent(&["one", "two", "three"]);
    customer.tick(3_000);
    let again = outgoing(&mut customer, 3_000);
    assert_eq!(numbers(&again), [1]);
    due(&mut technician, &again[0]);
    customer.arrived(state(&mut technician)).unwrap();
    assert_eq!(numbers(&outgoing(&mut customer, 3_100)), [2, 3]);
    assert_eq!(customer.wake(), Some(6_100), "and patience begins anew");
}

#[test]
fn an_hour_of_a_link_that_only_looks_alive_stays_within_what_the_ratchet_steps_over() {
    let (mut customer, _) = pair();
    for _ in 0..100 {
        queue(&mut customer, &["text"]);
    }
    let mut burnt = outgoing(&mut customer, 0).len();
    while let Some(now) = customer.wake().filter(|at| *at <= 3_600_000) {
        customer.tick(now);
        burnt += outgoing(&mut customer, now).len();
    }
    assert!(burnt > WINDOW, "it does try again");
    assert!(burnt <= MAX_SKIP as usize, "{burnt} messages");
}

#[test]
fn after_a_reconnect_everything_unacknowledged_goes_out_again() {
    let (mut customer, mut technician, envelopes) = sent(&["one", "two", "three"]);
    due(&mut technician, &envelopes[0]);
    customer.arrived(state(&mut technician)).unwrap();
    assert_eq!(
        outgoing(&mut customer, 10_000),
        [],
        "two and three are on the way still"
    );
    customer.tick(customer.wake().unwrap());
    customer.resume();
    assert_eq!(numbers(&outgoing(&mut customer, 50_000)), [2, 3]);
    assert_eq!(customer.wake(), Some(53_000), "patience begins anew");
}

#[test]
fn after_a_reconnect_with_nothing_to_send_the_state_goes_out() {
    let (mut customer, _) = pair();
    customer.resume();
    let out = outgoing(&mut customer, 0);
    assert_eq!(numbers(&out), [0]);
    assert!(out[0].content.is_none());
}

#[test]
fn an_acknowledgement_is_not_acknowledged() {
    let (mut customer, mut technician, envelopes) = sent(&["one"]);
    due(&mut technician, &envelopes[0]);
    let reply = outgoing(&mut technician, 0);
    customer.arrived(copy(&reply[0])).unwrap();
    assert_eq!(outgoing(&mut customer, 0), [], "or it would never end");
}

#[test]
fn an_acknowledgement_rides_on_a_message_that_goes_out_anyway() {
    let (mut customer, mut technician, envelopes) = sent(&["one"]);
    due(&mut technician, &envelopes[0]);
    queue(&mut technician, &["answer"]);
    let out = technician.outgoing(0);
    assert_eq!(out.len(), 1);
    assert_eq!(out[0].1, Pace::Turn);
    assert_eq!(customer.arrived(copy(&out[0].0)).unwrap().delivered, Some(1));
}

#[test]
fn read_marks_only_rise_and_never_pass_what_has_come() {
    let (mut customer, mut technician, envelopes) = sent(&["one", "two", "three"]);
    technician.mark_read(1);
    assert_eq!(outgoing(&mut technician, 0), [], "nothing has come yet");
    for envelope in &envelopes {
        due(&mut technician, envelope);
    }
    for (mark, read) in [(2, 2), (1, 2), (4, 2), (3, 3), (0, 3)] {
        technician.mark_read(mark);
        assert_eq!(state(&mut technician).read, read, "after mark {mark}");
    }
    let mut newest = state(&mut technician);
    assert_eq!(customer.arrived(copy(&newest)).unwrap().read, Some(3));
    newest.read = 1;
    assert_eq!(
        customer.arrived(newest).unwrap().read,
        None,
        "an older envelope came late"
    );
    assert_eq!(customer.peer_read, 3);
}

#[test]
fn debug_prints_counters_and_nothing_else() {
    let (customer, _, _) = sent(&["secret words"]);
    assert_eq!(
        format!("{customer:?}"),
        "Delivery { sent: 1, acked: 0, received: 0, missing: 0, .. }"
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// Anything may be lost, doubled or late; what is shown is always a prefix of what was said, and in the end all of it.
    #[test]
    fn what_is_shown_is_a_prefix_of_what_was_said_and_in_the_end_all_of_it(
        steps in proptest::collection::vec((0..6u8, proptest::arbitrary::any::<u8>()), 1..200),
    ) {
        let (customer, technician) = pair();
        let mut ends = [customer, technician];
        let mut said: [u64; 2] = [0, 0];
        let mut shown: [Vec<u64>; 2] = Default::default();
        let mut on_the_way: [Vec<Envelope>; 2] = Default::default();
        let mut now = 0;
        // Afterwards, calm: whatever is on the way arrives, again and again.
        let calm = (0..40).map(|step| (6, step));
        for (what, which) in steps.into_iter().chain(calm) {
            let end = usize::from(which % 2);
            now += 500;
            match what {
                0 => said[end] = ends[end].queue(vec![which].into()).unwrap(),
                1 if !on_the_way[end].is_empty() => {
                    let index = usize::from(which / 2) % on_the_way[end].len();
                    on_the_way[end].remove(index);
                }
                2 if !on_the_way[end].is_empty() => {
                    let index = usize::from(which / 2) % on_the_way[end].len();
                    let twice = copy(&on_the_way[end][index]);
                    on_the_way[end].insert(0, twice);
                }
                3 => ends[end].resume(),
                6 => now += 30_000,
                _ => {}
            }
            let arriving = match (what, on_the_way[end].len()) {
                (6, all) => 0..all,
                (4, 1..) => 0..1,
                (5, length @ 1..) => length - 1..length,
                _ => 0..0,
            };
            for envelope in on_the_way[end].drain(arriving).collect::<Vec<_>>() {
                let arrival = ends[1 - end].arrived(envelope);
                proptest::prop_assert!(arrival.is_ok(), "a fork among honest ends");
                shown[end].extend(arrival.unwrap().contents.iter().map(|(number, _)| *number));
            }
            for end in 0..2 {
                ends[end].tick(now);
                on_the_way[end].extend(outgoing(&mut ends[end], now));
                let upto = shown[end].len() as u64;
                proptest::prop_assert_eq!(&shown[end], &(1..=upto).collect::<Vec<_>>());
            }
        }
        for end in 0..2 {
            proptest::prop_assert_eq!(shown[end].len() as u64, said[end], "all of it");
            proptest::prop_assert!(ends[end].settled());
        }
    }
}
