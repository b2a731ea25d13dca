//! What a lying relay can try with a chat that is open. It sees every frame, may change, drop, hold back, double and invent
//! any, and shows the two ends whatever it likes. The promise each time: nothing readable, nothing wrong on a screen, and
//! both ends agree on a gapless prefix or know that they do not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests are tests

mod common;
use common::{Random, Who, all_was_heard, honest, id, is_frame, open_world, talk, world};
use hushwire_session::{ChatState, ConsoleInput, CustomerInput, CustomerState, Event};
use hushwire_wire::{ClientFrame, RelayFrame};
use std::{cell::RefCell, rc::Rc};

#[test]
fn what_comes_twice_is_shown_once() {
    let mut world = open_world();
    world.meddle = Box::new(|_, frame| {
        if is_frame(&frame) {
            vec![frame.clone(), frame.clone(), frame]
        } else {
            vec![frame]
        }
    });
    talk(&mut world);
    all_was_heard(&world);
}

#[test]
fn everything_that_ever_crossed_played_again_changes_no_screen() {
    let mut world = open_world();
    talk(&mut world);
    let (room, before) = (world.room(), (world.said(Who::Customer), world.heard(Who::Customer)));
    for (from, to) in [(Who::Customer, Who::Technician), (Who::Technician, Who::Customer)] {
        for payload in world.payloads(from) {
            let frame = RelayFrame::Frame {
                room,
                from: id(from),
                payload: &payload,
            };
            world.inject(to, &frame);
        }
    }
    all_was_heard(&world);
    assert_eq!((world.said(Who::Customer), world.heard(Who::Customer)), before);
    assert_eq!(world.customer.state(), CustomerState::Open);
    world.customer(CustomerInput::Send("still here"));
    assert_eq!(world.heard(Who::Technician).last().unwrap(), "still here");
}

#[test]
fn what_comes_in_the_wrong_order_is_shown_in_the_right_one() {
    let mut world = open_world();
    let held: Rc<RefCell<Vec<Vec<u8>>>> = Rc::default();
    let keep = held.clone();
    world.meddle = Box::new(move |who, frame| {
        if who == Who::Customer && is_frame(&frame) {
            keep.borrow_mut().push(frame);
            vec![]
        } else {
            vec![frame]
        }
    });
    for n in 1..=5 {
        world.customer(CustomerInput::Send(&format!("{n}")));
    }
    world.meddle = honest();
    let (room, from) = (world.room(), id(Who::Customer));
    let frames: Vec<_> = held.borrow_mut().drain(..).rev().collect();
    assert_eq!(frames.len(), 5);
    for (count, frame) in frames.iter().enumerate() {
        let Ok(ClientFrame::Frame { payload, .. }) = ClientFrame::decode(frame) else {
            panic!("a frame");
        };
        world.inject(Who::Technician, &RelayFrame::Frame { room, from, payload });
        world.both_agree_on_a_prefix();
        let shown = if count == 4 { 5 } else { 0 };
        assert_eq!(world.heard(Who::Technician).len(), shown);
    }
}

#[test]
fn what_is_dropped_comes_again_by_itself() {
    let mut world = open_world();
    let mut dice = 1u32;
    world.meddle = Box::new(move |_, frame| {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if is_frame(&frame) && dice >> 30 != 0 {
            vec![]
        } else {
            vec![frame]
        }
    });
    talk(&mut world);
    world.both_agree_on_a_prefix();
    world.pass(1_200_000);
    all_was_heard(&world);
    assert!(world.saw(Who::Customer, |event| matches!(event, Event::Delivered { upto: 3, .. })));
}

#[test]
fn a_message_that_never_comes_is_shown_as_a_gap_and_its_sender_sees_no_delivery() {
    let mut world = open_world();
    world.customer(CustomerInput::Send("before"));
    let eat = Rc::new(RefCell::new(true));
    let eating = eat.clone();
    world.meddle = Box::new(move |who, frame| {
        if who == Who::Customer && is_frame(&frame) && *eating.borrow() {
            vec![]
        } else {
            vec![frame]
        }
    });
    world.customer(CustomerInput::Send("swallowed"));
    *eat.borrow_mut() = false;
    world.customer(CustomerInput::Typing(true));
    *eat.borrow_mut() = true;
    world.pass(5_000);
    assert!(world.saw(Who::Technician, |event| matches!(event, Event::Gap { missing: 1, .. })));
    assert!(!world.saw(Who::Customer, |event| matches!(
        event,
        Event::Delivered { upto: 2.., .. }
    )));
    world.both_agree_on_a_prefix();
    *eat.borrow_mut() = false;
    world.pass(60_000);
    assert!(world.saw(Who::Technician, |event| matches!(event, Event::Gap { missing: 0, .. })));
    assert_eq!(world.heard(Who::Technician), ["before", "swallowed"]);
}

#[test]
fn what_is_cut_is_as_good_as_dropped() {
    let mut world = open_world();
    let mut count = 0;
    world.meddle = Box::new(move |_, mut frame| {
        if is_frame(&frame) {
            count += 37;
            let length = frame.len();
            frame.truncate(26 + count % (length - 26));
        }
        vec![frame]
    });
    talk(&mut world);
    assert_eq!(
        (world.heard(Who::Customer), world.heard(Who::Technician)),
        (vec![], vec![])
    );
    assert!(!world.warned(Who::Customer) && !world.warned(Who::Technician));
    world.meddle = honest();
    world.pass(120_000);
    all_was_heard(&world);
}

#[test]
fn what_is_altered_is_as_good_as_dropped() {
    let mut world = open_world();
    let mut count = 0;
    world.meddle = Box::new(move |_, mut frame| {
        if is_frame(&frame) {
            count += 101;
            let index = 25 + count % (frame.len() - 25);
            frame[index] ^= 0x40;
        }
        vec![frame]
    });
    talk(&mut world);
    assert_eq!(
        (world.heard(Who::Customer), world.heard(Who::Technician)),
        (vec![], vec![])
    );
    world.meddle = honest();
    world.pass(120_000);
    all_was_heard(&world);
}

#[test]
fn ones_own_messages_sent_back_mean_nothing() {
    let mut world = open_world();
    talk(&mut world);
    let room = world.room();
    for (who, pretended) in [(Who::Customer, Who::Technician), (Who::Technician, Who::Customer)] {
        for payload in world.payloads(who) {
            let frame = RelayFrame::Frame {
                room,
                from: id(pretended),
                payload: &payload,
            };
            world.inject(who, &frame);
        }
    }
    all_was_heard(&world);
    assert_eq!(world.customer.state(), CustomerState::Open);
}

#[test]
fn frames_of_another_session_mean_nothing() {
    let mut other = world();
    other.random = Random::new(500);
    other.meet();
    other.customer(CustomerInput::Send("of another session"));
    let mut world = open_world();
    let room = world.room();
    for (from, to) in [(Who::Customer, Who::Technician), (Who::Technician, Who::Customer)] {
        for payload in other.payloads(from) {
            let frame = RelayFrame::Frame {
                room,
                from: id(from),
                payload: &payload,
            };
            world.inject(to, &frame);
        }
    }
    talk(&mut world);
    all_was_heard(&world);
}

#[test]
fn a_relay_that_answers_pings_and_swallows_the_rest_is_seen_by_the_sender() {
    let mut world = open_world();
    world.meddle = Box::new(|_, frame| if is_frame(&frame) { vec![] } else { vec![frame] });
    talk(&mut world);
    world.pass(600_000);
    for who in [Who::Customer, Who::Technician] {
        assert!(world.is_up(who), "the socket looks alive");
        assert_eq!(world.heard(who), [""; 0]);
        assert!(!world.saw(who, |event| matches!(event, Event::Delivered { upto: 1.., .. })));
    }
    world.meddle = honest();
    world.pass(60_000);
    all_was_heard(&world);
}

#[test]
fn more_lost_messages_than_the_ratchet_steps_over_end_the_chat_and_say_so() {
    let mut world = open_world();
    world.customer(CustomerInput::Send("before"));
    world.meddle = Box::new(|who, frame| {
        if who == Who::Customer && is_frame(&frame) {
            vec![]
        } else {
            vec![frame]
        }
    });
    for _ in 0..300 {
        world.customer(CustomerInput::Typing(true));
        world.pass(3_000);
    }
    world.meddle = honest();
    world.customer(CustomerInput::Send("after"));
    assert!(world.saw(Who::Technician, |event| matches!(
        event,
        Event::Fault {
            code: "desynchronised",
            ..
        }
    )));
    world.both_agree_on_a_prefix();
    assert_eq!(world.heard(Who::Technician), ["before"]);
}

#[test]
fn what_was_lost_on_the_way_comes_at_once_after_a_reconnect() {
    let mut world = open_world();
    let chat = world.chat();
    world.meddle = Box::new(|_, frame| if is_frame(&frame) { vec![] } else { vec![frame] });
    world.customer(CustomerInput::Send("question"));
    let text = "answer";
    world.console(ConsoleInput::Send { chat, text });
    world.meddle = honest();
    world.close(Who::Customer);
    world.open(Who::Customer);
    assert_eq!(world.heard(Who::Technician), ["question"]);
    assert_eq!(world.heard(Who::Customer), ["answer"]);
}

#[test]
fn an_end_that_is_dropped_comes_again_and_one_that_never_comes_leaves_the_peer_away() {
    for (swallows, learns) in [(4_000, true), (60_000, false)] {
        let mut world = open_world();
        world.meddle = Box::new(|_, frame| if is_frame(&frame) { vec![] } else { vec![frame] });
        world.customer(CustomerInput::End);
        world.pass(swallows);
        world.meddle = honest();
        world.pass(60_000);
        let ended = |event: &Event| matches!(event, Event::Ended { .. });
        assert_eq!(world.saw(Who::Technician, ended), learns, "{swallows} ms");
        let away = |event: &Event| {
            let state = ChatState::Away;
            matches!(event, Event::Chat { state: now, .. } if *now == state)
        };
        assert_eq!(world.saw(Who::Technician, away), !learns);
        assert!(!world.customer.wants_link(), "the customer's end is erased");
    }
}
#[test]
fn nothing_is_shown_after_the_end() {
    let mut world = open_world();
    let chat = world.chat();
    world.meddle = Box::new(|who, frame| {
        let customers = who == Who::Customer && is_frame(&frame);
        if customers { vec![] } else { vec![frame] }
    });
    world.customer(CustomerInput::End);
    world.console(ConsoleInput::Send { chat, text: "late" });
    assert!(world.heard(Who::Customer).is_empty());
}
