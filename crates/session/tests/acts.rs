//! What people do in a chat beyond writing, and how little of it can be made up by the other end.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use common::{NOW, Who, World, desk, enrol};
use hushwire_session::{Act, Asked, ConsoleInput, CustomerInput, Event, Form, Reference, Side};

fn open_world() -> World {
    let desk = desk(1);
    let mut world = World::new(desk.record().fingerprint(), enrol(&desk, |_| {}, |_| {}));
    world.meet();
    world
}

fn says(world: &mut World, text: &str) {
    world.customer(CustomerInput::Send(text));
}

fn customer(world: &mut World, act: Act<'_>) {
    world.customer(CustomerInput::Act(act));
}

fn technician(world: &mut World, act: Act<'_>) {
    let chat = world.chat();
    world.console(ConsoleInput::Act { chat, act });
}

fn refused(world: &World, at: Who) -> Vec<&'static str> {
    let codes = world.events.iter().filter(|(who, _)| *who == at);
    codes
        .filter_map(|(_, event)| match event {
            Event::Refused { code, .. } => Some(*code),
            _ => None,
        })
        .collect()
}

/// The number of the newest question.
fn question(world: &World, at: Who) -> Option<u64> {
    world.events.iter().rev().find_map(|(who, event)| match event {
        Event::Asked { ask, .. } if *who == at => Some(*ask),
        _ => None,
    })
}

fn revealed(world: &World) -> Vec<(String, &'static str)> {
    let events = world.events.iter().filter(|(who, _)| *who == Who::Technician);
    events
        .filter_map(|(_, event)| match event {
            Event::Revealed { value, kind, .. } => Some((value.as_str().to_owned(), *kind)),
            _ => None,
        })
        .collect()
}

fn hidden(world: &World, at: Who) -> usize {
    let is = |event: &Event| matches!(event, Event::Hidden { .. });
    world
        .events
        .iter()
        .filter(|(who, event)| *who == at && is(event))
        .count()
}

const CARD: &str = "4111 1111 1111 1111";

/// A customer whose card was masked, and the number of the technician's question for it.
fn asked_for_the_card() -> (World, u64) {
    let mut world = open_world();
    says(&mut world, "my card is 4111 1111 1111 1111");
    technician(
        &mut world,
        Act::AskValue {
            placeholder: "[card ••1111]",
        },
    );
    let ask = question(&world, Who::Customer).unwrap();
    (world, ask)
}

#[test]
fn a_correction_is_masked_and_reaches_the_other_screen() {
    let mut world = open_world();
    says(&mut world, "I payd twice");
    customer(
        &mut world,
        Act::Edit {
            id: 1,
            text: "I paid twice with 4111 1111 1111 1111",
        },
    );
    for who in [Who::Customer, Who::Technician] {
        assert!(world.saw(
            who,
            |event| matches!(event, Event::Edited { id: 1, text, placeholders, .. }
            if text.as_str() == "I paid twice with [card ••1111]" && placeholders.len() == 1)
        ));
    }
}

#[test]
fn a_message_taken_back_is_taken_back_on_both_screens() {
    let mut world = open_world();
    says(&mut world, "wrong window");
    customer(&mut world, Act::Remove { id: 1 });
    assert!(world.saw(Who::Technician, |event| matches!(
        event,
        Event::Removed {
            id: 1,
            from: Side::Peer,
            ..
        }
    )));
    assert!(world.saw(Who::Customer, |event| matches!(
        event,
        Event::Removed {
            id: 1,
            from: Side::Me,
            ..
        }
    )));
}

#[test]
fn an_answer_names_the_message_from_either_point_of_view() {
    let mut world = open_world();
    says(&mut world, "it does not start");
    technician(
        &mut world,
        Act::Reply {
            to: Reference {
                from: Side::Peer,
                id: 1,
            },
            text: "since when?",
        },
    );
    assert!(world.saw(Who::Customer, |event| matches!(event,
        Event::Message { reply: Some(Reference { from: Side::Me, id: 1 }), text, .. } if text.as_str() == "since when?")));
    customer(
        &mut world,
        Act::Reply {
            to: Reference { from: Side::Me, id: 1 },
            text: "since today",
        },
    );
    assert!(world.saw(Who::Technician, |event| matches!(event,
        Event::Message { reply: Some(Reference { from: Side::Peer, id: 1 }), text, .. } if text.as_str() == "since today")));
}

#[test]
fn what_was_never_said_is_neither_changed_nor_answered() {
    let mut world = open_world();
    for act in [
        Act::Edit { id: 9, text: "x" },
        Act::Edit { id: 0, text: "x" },
        Act::Remove { id: 9 },
        Act::Reply {
            to: Reference {
                from: Side::Peer,
                id: 1,
            },
            text: "x",
        },
    ] {
        customer(&mut world, act);
    }
    assert_eq!(refused(&world, Who::Customer), ["no-such-message"; 4]);
    assert!(!world.saw(Who::Technician, |event| matches!(
        event,
        Event::Edited { .. } | Event::Removed { .. }
    )));
}

#[test]
fn a_value_is_revealed_once_to_whom_the_customer_says_yes() {
    let (mut world, ask) = asked_for_the_card();
    assert!(revealed(&world).is_empty(), "nothing before the customer has said yes");
    customer(&mut world, Act::Approve { ask });
    assert_eq!(revealed(&world), [(CARD.to_owned(), "credit-card")]);
    customer(&mut world, Act::Approve { ask });
    assert_eq!(refused(&world, Who::Customer), ["no-such-question"], "once");
    assert_eq!(revealed(&world).len(), 1);
    let said = |who| world.texts(who).iter().any(|(_, _, text)| text.contains("4111 1111"));
    assert!(!said(Who::Technician) && !said(Who::Customer), "in no transcript");
}

#[test]
fn a_revealed_value_goes_off_the_screen_by_itself_and_the_customer_is_told() {
    let (mut world, ask) = asked_for_the_card();
    customer(&mut world, Act::Approve { ask });
    let until = world.events.iter().find_map(|(_, event)| match event {
        Event::Revealed { until, .. } => Some(*until),
        _ => None,
    });
    assert_eq!(until, Some(NOW + 30_000));
    world.pass(29_000);
    assert_eq!((hidden(&world, Who::Technician), hidden(&world, Who::Customer)), (0, 0));
    world.pass(2_000);
    assert_eq!((hidden(&world, Who::Technician), hidden(&world, Who::Customer)), (1, 1));
    world.pass(60_000);
    assert_eq!(hidden(&world, Who::Technician), 1, "once");
}

#[test]
fn a_revealed_value_goes_off_the_screen_without_a_socket_too() {
    let (mut world, ask) = asked_for_the_card();
    customer(&mut world, Act::Approve { ask });
    world.close(Who::Technician);
    world.pass(31_000);
    assert_eq!(hidden(&world, Who::Technician), 1);
}

#[test]
fn a_technician_may_hide_a_value_before_its_time() {
    let (mut world, ask) = asked_for_the_card();
    customer(&mut world, Act::Approve { ask });
    technician(&mut world, Act::Hide { ask });
    assert_eq!((hidden(&world, Who::Technician), hidden(&world, Who::Customer)), (1, 1));
    technician(&mut world, Act::Hide { ask });
    assert_eq!(refused(&world, Who::Technician), ["no-such-question"]);
}

#[test]
fn a_form_asks_for_what_is_shown_once() {
    let mut world = open_world();
    technician(
        &mut world,
        Act::AskForm {
            form: Form::Code,
            note: "from your app",
        },
    );
    let ask = question(&world, Who::Customer).unwrap();
    assert!(world.saw(Who::Customer, |event| matches!(event,
        Event::Asked { from: Side::Peer, asked: Asked::Form { form: Form::Code, note }, .. } if note.as_str() == "from your app")));
    customer(&mut world, Act::Approve { ask });
    assert_eq!(
        refused(&world, Who::Customer),
        ["no-such-question"],
        "there is no value to approve"
    );
    customer(&mut world, Act::Fill { ask, value: "493 021" });
    assert_eq!(revealed(&world), [("493 021".to_owned(), "code")]);
}

#[test]
fn a_no_is_a_no() {
    let mut world = open_world();
    technician(
        &mut world,
        Act::AskForm {
            form: Form::Password,
            note: "",
        },
    );
    let ask = question(&world, Who::Customer).unwrap();
    customer(&mut world, Act::Decline { ask });
    assert!(world.saw(Who::Technician, |event| matches!(
        event,
        Event::Answered { given: false, .. }
    )));
    customer(&mut world, Act::Fill { ask, value: "hunter2" });
    assert!(revealed(&world).is_empty());
}

#[test]
fn nobody_is_asked_for_what_was_never_masked() {
    let mut world = open_world();
    says(&mut world, "hello");
    for placeholder in ["[card ••1111]", "[e-mail 1]"] {
        technician(&mut world, Act::AskValue { placeholder });
    }
    assert_eq!(
        question(&world, Who::Customer),
        None,
        "a question about nothing is not shown"
    );
    for placeholder in ["card", "", "[card ••1111] and more", "[nonsense 1]"] {
        technician(&mut world, Act::AskValue { placeholder });
    }
    assert_eq!(refused(&world, Who::Technician), ["no-such-value"; 4]);
}

#[test]
fn a_customer_asks_for_nothing_and_a_technician_rates_nothing() {
    let mut world = open_world();
    customer(
        &mut world,
        Act::AskForm {
            form: Form::Password,
            note: "",
        },
    );
    technician(&mut world, Act::Rate { stars: 5, comment: "" });
    assert_eq!(refused(&world, Who::Customer), ["not-now"]);
    assert_eq!(refused(&world, Who::Technician), ["not-now"]);
}

#[test]
fn a_siege_of_questions_is_stopped() {
    let mut world = open_world();
    for _ in 0..9 {
        technician(
            &mut world,
            Act::AskForm {
                form: Form::Other,
                note: "",
            },
        );
    }
    assert_eq!(refused(&world, Who::Technician), ["not-now"]);
}

#[test]
fn a_rating_is_given_once_and_masked() {
    let mut world = open_world();
    customer(
        &mut world,
        Act::Rate {
            stars: 4,
            comment: "mail me at jo.doe@mail.example",
        },
    );
    assert!(world.saw(Who::Technician, |event| matches!(event,
        Event::Rated { stars: 4, comment, .. } if comment.as_str() == "mail me at [e-mail 1]")));
    customer(&mut world, Act::Rate { stars: 1, comment: "" });
    customer(&mut world, Act::Rate { stars: 6, comment: "" });
    assert_eq!(refused(&world, Who::Customer), ["not-now"; 2]);
}

#[test]
fn nothing_of_this_is_done_outside_an_open_chat() {
    let desk = desk(1);
    let mut world = World::new(desk.record().fingerprint(), enrol(&desk, |_| {}, |_| {}));
    customer(&mut world, Act::Remove { id: 1 });
    world.console(ConsoleInput::Act {
        chat: 1,
        act: Act::Remove { id: 1 },
    });
    assert_eq!(refused(&world, Who::Customer), ["not-open"]);
    assert_eq!(refused(&world, Who::Technician), ["not-open"]);
}

#[test]
fn what_crosses_a_storm_arrives_once_and_in_order() {
    let mut world = open_world();
    says(&mut world, "one");
    let mut turn = 0;
    // Every second frame is lost, every third comes twice.
    world.meddle = Box::new(move |_, frame| {
        turn += 1;
        match turn % 6 {
            0 | 2 | 4 => vec![],
            3 => vec![frame.clone(), frame],
            _ => vec![frame],
        }
    });
    customer(&mut world, Act::Edit { id: 1, text: "two" });
    customer(&mut world, Act::Edit { id: 1, text: "three" });
    customer(&mut world, Act::Remove { id: 1 });
    world.pass(300_000);
    let seen: Vec<String> = world
        .events
        .iter()
        .filter(|(who, _)| *who == Who::Technician)
        .filter_map(|(_, event)| match event {
            Event::Edited { text, .. } => Some(text.as_str().to_owned()),
            Event::Removed { .. } => Some("gone".into()),
            _ => None,
        })
        .collect();
    assert_eq!(seen, ["two", "three", "gone"]);
}
