//! What a lying relay can say about the room, and in whose name. Presence is the relay's word: it decides when to try
//! sending, and nothing else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests are tests

mod common;

use common::{Who, all_was_heard, honest, id, is_frame, open_world, talk, world};
use hushwire_session::{ConsoleInput, CustomerInput, CustomerState, Event};
use hushwire_wire::{ClientFrame, MemberId, Members, Refusal, RelayFrame};
use proptest::prelude::*;

#[test]
fn a_ghost_in_the_room_is_not_spoken_to_and_not_listened_to() {
    let mut world = open_world();
    let (room, ghost) = (world.room(), MemberId([0x66; 8]));
    let before = world.crossed.len();
    for who in [Who::Customer, Who::Technician] {
        world.inject(who, &RelayFrame::Entered { room, member: ghost });
        let members = [id(Who::Customer).0, id(Who::Technician).0, ghost.0];
        let members = Members::new(&members);
        world.inject(
            who,
            &RelayFrame::Joined {
                room,
                you: id(who),
                members,
            },
        );
    }
    let theirs = world.payloads(Who::Technician).pop().unwrap();
    world.inject(
        Who::Customer,
        &RelayFrame::Frame {
            room,
            from: ghost,
            payload: &theirs,
        },
    );
    talk(&mut world);
    all_was_heard(&world);
    for (_, frame) in &world.crossed[before..] {
        if let Ok(ClientFrame::Frame { to, .. }) = ClientFrame::decode(frame) {
            assert!(to == id(Who::Customer) || to == id(Who::Technician));
        }
    }
}

#[test]
fn a_message_under_the_name_of_another_member_is_not_looked_at() {
    let mut world = open_world();
    let chat = world.chat();
    world.meddle = Box::new(|_, frame| if is_frame(&frame) { vec![] } else { vec![frame] });
    world.customer(CustomerInput::Send("question"));
    let text = "answer";
    world.console(ConsoleInput::Send { chat, text });
    let last = |who| world.payloads(who).pop().unwrap();
    let ways = [
        (Who::Customer, Who::Technician, last(Who::Customer)),
        (Who::Technician, Who::Customer, last(Who::Technician)),
    ];
    world.meddle = honest();
    let room = world.room();
    for (who, to, payload) in ways {
        for (from, shown) in [(MemberId([0x66; 8]), 0), (id(who), 1)] {
            let frame = RelayFrame::Frame {
                room,
                from,
                payload: &payload,
            };
            world.inject(to, &frame);
            assert_eq!(world.heard(to).len(), shown, "at {to:?}");
        }
    }
}

#[test]
fn a_ghost_that_enters_is_not_taken_for_the_peer_coming_back() {
    let mut world = open_world();
    let (room, ghost) = (world.room(), MemberId([0x66; 8]));
    let peer = id(Who::Technician);
    world.inject(Who::Customer, &RelayFrame::Left { room, member: ghost });
    assert_eq!(world.customer.state(), CustomerState::Open);
    world.inject(Who::Customer, &RelayFrame::Left { room, member: peer });
    world.inject(Who::Customer, &RelayFrame::Entered { room, member: ghost });
    assert_eq!(world.customer.state(), CustomerState::Reconnecting);
    world.inject(Who::Customer, &RelayFrame::Entered { room, member: peer });
    assert_eq!(world.customer.state(), CustomerState::Open);
}

#[test]
fn false_news_about_the_room_costs_nothing() {
    let mut world = open_world();
    let room = world.room();
    let (customer, technician) = (id(Who::Customer), id(Who::Technician));
    world.inject(
        Who::Customer,
        &RelayFrame::Left {
            room,
            member: technician,
        },
    );
    world.inject(Who::Technician, &RelayFrame::Left { room, member: customer });
    talk(&mut world);
    world.both_agree_on_a_prefix();
    assert_eq!(
        world.heard(Who::Technician),
        [""; 0],
        "the other end is said to be gone"
    );
    for _ in 0..3 {
        world.inject(
            Who::Customer,
            &RelayFrame::Entered {
                room,
                member: technician,
            },
        );
        world.inject(Who::Technician, &RelayFrame::Entered { room, member: customer });
    }
    all_was_heard(&world);
    world.inject(Who::Technician, &RelayFrame::Gone { room });
    for code in [Refusal::NoSuchMember, Refusal::NotAMember, Refusal::Malformed] {
        world.inject(Who::Customer, &RelayFrame::Refused { code, room });
        world.inject(Who::Technician, &RelayFrame::Refused { code, room });
    }
    world.pass(60_000);
    assert!(!world.saw(Who::Customer, |event| matches!(event, Event::Ended { .. })));
    all_was_heard(&world);
}

#[test]
fn an_end_cannot_be_forged() {
    let mut world = open_world();
    let room = world.room();
    for (from, to) in [(Who::Customer, Who::Technician), (Who::Technician, Who::Customer)] {
        for payload in [&[3][..], &[3; 400], &[2; 400], &[1], &[0; 60]] {
            world.inject(
                to,
                &RelayFrame::Frame {
                    room,
                    from: id(from),
                    payload,
                },
            );
        }
        world.inject(to, &RelayFrame::Left { room, member: id(from) });
        assert!(!world.saw(to, |event| matches!(event, Event::Ended { .. })));
    }
}

#[test]
fn a_relay_that_talks_nonsense_is_dropped_and_no_key_is_lost() {
    let mut world = open_world();
    for who in [Who::Customer, Who::Technician] {
        for bytes in [vec![], vec![0xFF], vec![0x88, 1], vec![0x10; 20], vec![0; 70_000]] {
            world.inject_bytes(who, bytes);
        }
        assert!(!world.is_up(who), "{who:?} hangs up");
        world.close(who);
        world.open(who);
    }
    talk(&mut world);
    all_was_heard(&world);
}

/// A frame that a relay might make up: of a type that exists, about this room and these members, or just bytes.
fn made_up() -> impl Strategy<Value = Vec<u8>> {
    let kind = prop_oneof![Just(0x10u8), 0x80..0x8Fu8, any::<u8>()];
    let member = prop_oneof![Just([1u8; 8]), Just([2; 8]), any::<[u8; 8]>()];
    let rest = proptest::collection::vec(prop_oneof![0..4u8, any::<u8>()], 0..60);
    (kind, any::<bool>(), member, rest).prop_map(|(kind, here, member, rest)| {
        let mut frame = vec![kind];
        if here {
            // Filled in with the room once it is known.
            frame.extend([0xEE; 16]);
            frame.extend(member);
        }
        frame.extend(rest);
        frame
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_frame_at_any_moment_brings_an_end_down(
        moment in 0..4u8,
        frames in proptest::collection::vec((any::<bool>(), made_up()), 1..60),
    ) {
        let mut world = world();
        world.open(Who::Technician);
        world.open(Who::Customer);
        if moment >= 1 {
            world.customer(CustomerInput::Start);
        }
        if moment >= 2 {
            world.claim();
        }
        if moment == 3 {
            world.customer(CustomerInput::End);
        }
        for (to_customer, mut frame) in frames {
            if moment > 0 && frame.get(1..17) == Some(&[0xEE; 16]) {
                frame[1..17].copy_from_slice(&world.room().0);
            }
            let who = if to_customer { Who::Customer } else { Who::Technician };
            world.inject_bytes(who, frame);
        }
        world.pass(60_000);
        prop_assert!(world.heard(Who::Customer).is_empty() && world.heard(Who::Technician).is_empty());
    }
}
