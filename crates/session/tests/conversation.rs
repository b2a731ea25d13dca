//! The main job: two people talk, and the relay between them learns nothing.

mod common;

use common::{NOW, Who, World, desk, enrol};
use hushwire_session::{ChatState, ConsoleInput, CustomerInput, CustomerState, Effect, Ender, Event};
use hushwire_wire::{Refusal, RelayFrame, RoomId};

fn world() -> World {
    let desk = desk(1);
    World::new(desk.record().fingerprint(), enrol(&desk, |_| {}, |_| {}))
}

fn open_world() -> World {
    let mut world = world();
    world.meet();
    assert_eq!(world.customer.state(), CustomerState::Open, "{:?}", world.events);
    world
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn a_customer_and_a_technician_talk() {
    let mut world = open_world();
    let chat = world.chat();
    world.customer(CustomerInput::Send("hello"));
    world.console(ConsoleInput::Send {
        chat,
        text: "good morning",
    });
    world.customer(CustomerInput::Send("it is broken"));
    assert_eq!(world.heard(Who::Technician), ["hello", "it is broken"]);
    assert_eq!(world.heard(Who::Customer), ["good morning"]);
}

#[test]
fn the_customer_learns_who_it_talks_to() {
    let world = open_world();
    assert!(world.saw(Who::Customer, |event| matches!(
        event,
        Event::Verified { desk, name, roles, .. }
            if desk == "Acme support" && name == "Ada" && roles == &["technician"]
    )));
}

#[test]
fn both_ends_show_the_same_comparison_digits() {
    let world = open_world();
    let at_customer = world.events.iter().find_map(|(_, event)| match event {
        Event::Verified { comparison, .. } => Some(comparison.clone()),
        _ => None,
    });
    let at_technician = world.events.iter().rev().find_map(|(_, event)| match event {
        Event::Chat { comparison, .. } => Some(comparison.clone()),
        _ => None,
    });
    assert_eq!(at_customer, at_technician);
    assert_eq!(at_customer.unwrap().len(), 14, "three groups of four digits");
}

#[test]
fn the_technician_learns_language_and_site() {
    let world = open_world();
    assert!(world.saw(Who::Technician, |event| matches!(
        event,
        Event::Chat { state: ChatState::Open, language, origin, .. }
            if language == "en" && origin == "https://shop.example"
    )));
}

#[test]
fn no_frame_holds_text_language_or_name() {
    let mut world = open_world();
    let chat = world.chat();
    world.customer(CustomerInput::Send("canary-of-the-customer"));
    world.console(ConsoleInput::Send {
        chat,
        text: "canary-of-the-technician",
    });
    assert!(world.crossed.len() > 8);
    for (who, frame) in &world.crossed {
        // The certificate and the manifest are public and go to the relay when the console attaches.
        let attach = frame.first() == Some(&4);
        for needle in ["canary-of-the-customer", "canary-of-the-technician"] {
            assert!(!contains(frame, needle.as_bytes()), "{who:?} sent {needle}");
        }
        assert!(attach || !contains(frame, b"Ada"), "{who:?} sent a name outside attach");
    }
}

#[test]
fn a_card_number_never_leaves_the_keyboard() {
    let mut world = open_world();
    world.customer(CustomerInput::Send("my card is 4111 1111 1111 1111 ok"));
    assert_eq!(world.heard(Who::Technician), ["my card is [card ••1111] ok"]);
    let mine = world.texts(Who::Customer);
    assert_eq!(
        mine[0].2, "my card is [card ••1111] ok",
        "the customer sees what was sent"
    );
}

#[test]
fn delivered_read_and_typing_marks_arrive() {
    let mut world = open_world();
    let chat = world.chat();
    world.customer(CustomerInput::Typing(true));
    assert!(world.saw(Who::Technician, |event| matches!(event, Event::Typing { on: true, .. })));
    world.customer(CustomerInput::Send("hello"));
    assert!(world.saw(Who::Technician, |event| matches!(
        event,
        Event::Typing { on: false, .. }
    )));
    // Number 1 was the introduction.
    assert!(world.saw(Who::Customer, |event| matches!(event, Event::Delivered { upto: 1, .. })));
    assert!(!world.saw(Who::Customer, |event| matches!(event, Event::Read { .. })));
    world.console(ConsoleInput::Read { chat, upto: 1 });
    assert!(world.saw(Who::Customer, |event| matches!(event, Event::Read { upto: 1, .. })));
}

#[test]
fn a_typing_mark_is_forgotten_when_it_is_not_renewed() {
    let mut world = open_world();
    world.customer(CustomerInput::Typing(true));
    world.pass(7_000);
    assert!(world.saw(Who::Technician, |event| matches!(
        event,
        Event::Typing { on: false, .. }
    )));
}

#[test]
fn a_relay_that_crashes_costs_nothing() {
    let mut world = open_world();
    let chat = world.chat();
    world.customer(CustomerInput::Send("one"));
    world.crash_relay();
    assert_eq!(world.customer.state(), CustomerState::Reconnecting);
    world.customer(CustomerInput::Send("two"));
    world.console(ConsoleInput::Send { chat, text: "zwei" });
    world.open(Who::Customer);
    world.customer(CustomerInput::Send("three"));
    world.open(Who::Technician);
    assert_eq!(world.customer.state(), CustomerState::Open);
    assert_eq!(world.heard(Who::Technician), ["one", "two", "three"]);
    assert_eq!(world.heard(Who::Customer), ["zwei"]);
}

#[test]
fn a_relay_that_crashes_during_the_handshake_costs_nothing() {
    let mut world = world();
    world.meddle = Box::new(|who, frame| {
        let is_reply = who == Who::Technician && frame.first() == Some(&0x10);
        if is_reply { vec![] } else { vec![frame] }
    });
    world.meet();
    assert_eq!(world.customer.state(), CustomerState::Securing);
    world.crash_relay();
    world.meddle = Box::new(|_, frame| vec![frame]);
    world.open(Who::Technician);
    world.open(Who::Customer);
    assert_eq!(world.customer.state(), CustomerState::Open);
}

#[test]
fn a_technician_who_takes_a_chat_and_never_answers_does_not_keep_the_customer() {
    let mut world = world();
    world.meddle = Box::new(|who, frame| {
        let is_reply = who == Who::Technician && frame.first() == Some(&0x10);
        if is_reply { vec![] } else { vec![frame] }
    });
    world.meet();
    world.pass(16_000);
    assert_eq!(world.customer.state(), CustomerState::Waiting, "it knocked again");
    world.meddle = Box::new(|_, frame| vec![frame]);
    world.claim();
    assert_eq!(world.customer.state(), CustomerState::Open);
}

#[test]
fn a_half_open_socket_is_noticed_within_fifteen_seconds() {
    let mut world = open_world();
    world.meddle = Box::new(|_, _| vec![]);
    let before = world.crossed.len();
    world.pass(10_000);
    assert!(world.crossed.len() > before, "it asks");
    world.pass(5_000);
    world.meddle = Box::new(|_, frame| vec![frame]);
    let before = world.crossed.len();
    world.customer(CustomerInput::Typing(true));
    assert_eq!(world.crossed.len(), before, "the socket was dropped");
}

#[test]
fn ending_erases_both_ends() {
    for by_customer in [true, false] {
        let mut world = open_world();
        let chat = world.chat();
        world.customer(CustomerInput::Send("hello"));
        let (ender, left) = if by_customer {
            world.customer(CustomerInput::End);
            (Who::Customer, Who::Technician)
        } else {
            world.console(ConsoleInput::End { chat });
            (Who::Technician, Who::Customer)
        };
        let ended = |by: Ender| move |event: &Event| matches!(event, Event::Ended { by: who, .. } if *who == by);
        assert!(world.saw(ender, ended(Ender::Me)), "{ender:?}");
        assert!(world.saw(left, ended(Ender::Peer)), "{left:?}");
        assert_eq!(world.customer.state(), CustomerState::Ended);
        assert!(!world.customer.wants_link(), "acknowledged, so over for good");
        assert_eq!(
            format!("{:?}", world.console),
            "Console { attached: true, waiting: 0, chats: 0, .. }"
        );
    }
}

#[test]
fn an_end_without_anybody_there_is_an_end_all_the_same() {
    let mut world = open_world();
    world.close(Who::Technician);
    world.customer(CustomerInput::End);
    assert!(world.customer.wants_link(), "it still tries to tell the other end");
    world.pass(11_000);
    assert!(!world.customer.wants_link());
}

#[test]
fn a_customer_who_gives_up_waiting_is_gone_from_the_queue() {
    let mut world = world();
    world.open(Who::Technician);
    world.open(Who::Customer);
    world.customer(CustomerInput::Start);
    world.customer(CustomerInput::End);
    assert_eq!(world.customer.state(), CustomerState::Ended);
    let queue = world.events.iter().rev().find_map(|(_, event)| match event {
        Event::Queue { waiting } => Some(waiting.len()),
        _ => None,
    });
    assert_eq!(queue, Some(0));
}

#[test]
fn a_desk_without_anybody_is_said_to_be_offline() {
    let mut world = world();
    world.open(Who::Customer);
    assert_eq!(world.customer.state(), CustomerState::OfflineDesk);
    assert_eq!(world.now, NOW);
}

#[test]
fn a_text_too_long_is_refused_and_not_cut() {
    let mut world = open_world();
    let long = "a ".repeat(hushwire_session::MAX_TEXT / 2 + 1);
    world.customer(CustomerInput::Send(&long));
    assert!(world.saw(Who::Customer, |event| matches!(
        event,
        Event::Refused { code: "too-long", .. }
    )));
    let longest = "a ".repeat(hushwire_session::MAX_TEXT / 2);
    world.customer(CustomerInput::Send(&longest));
    assert_eq!(world.heard(Who::Technician), [longest]);
}

#[test]
fn a_console_comes_back_after_a_refusal_that_passes_and_stays_away_after_one_that_does_not() {
    for (code, comes_back) in [
        (Refusal::Draining, true),
        (Refusal::RateLimited, true),
        (Refusal::QueueFull, true),
        (Refusal::BadCertificate, false),
        (Refusal::Revoked, false),
        (Refusal::BadSignature, false),
    ] {
        let mut world = world();
        let refused = RelayFrame::Refused {
            code,
            room: RoomId::NONE,
        };
        let opened = ConsoleInput::Opened { host: "relay.example" };
        world.console.handle(opened, NOW, &mut world.random);
        let refused = refused.encode().unwrap();
        let effects = world
            .console
            .handle(ConsoleInput::Received(&refused), NOW, &mut world.random);
        let dropped = effects.iter().any(|effect| matches!(effect, Effect::Drop { .. }));
        let closed = effects.iter().any(|effect| matches!(effect, Effect::Close { .. }));
        assert_eq!((dropped, closed), (comes_back, !comes_back), "{code}");
        assert_eq!(world.console.wants_link(), comes_back, "{code}");
    }
}
