//! A page is reloaded, left and come back to, duplicated, or put back to what it was before.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests are tests

mod common;

use common::{NOW, Random, Who, desk, enrol, key, open_world, settings, talk, world};
use hushwire_desk::{Enrolment, MemberKey};
use hushwire_session::{
    Act, Console, ConsoleInput, Customer, CustomerInput, CustomerState, Effect, Event, Millis, StateError, StateKey,
};

fn customer_from(kept: &[u8], now: Millis) -> Result<Customer, StateError> {
    let settings = settings(desk(1).record().fingerprint());
    Customer::restore(settings, kept, &key(), 0, now, &mut Random::new(3)).map(|(customer, _)| customer)
}

#[test]
fn a_chat_goes_on_after_either_page_was_reloaded() {
    let mut world = open_world();
    talk(&mut world);
    world.reload(Who::Customer);
    assert_eq!(world.customer.state(), CustomerState::Open);
    assert!(world.saw(
        Who::Customer,
        |event| matches!(event, Event::Verified { name, .. } if name == "Ada")
    ));
    let chat = world.chat();
    world.reload(Who::Technician);
    assert_eq!(world.chat(), chat, "the chat has the number that it had");
    world.customer(CustomerInput::Send("still there?"));
    world.console(ConsoleInput::Send { chat, text: "yes" });
    assert_eq!(world.heard(Who::Technician).last().unwrap(), "still there?");
    assert_eq!(world.heard(Who::Customer).last().unwrap(), "yes");
}

#[test]
fn what_was_typed_into_a_dead_connection_survives_the_reload() {
    let mut world = open_world();
    world.close(Who::Technician);
    world.customer(CustomerInput::Send("one"));
    world.customer(CustomerInput::Send("two"));
    world.reload(Who::Customer);
    world.open(Who::Technician);
    assert_eq!(world.heard(Who::Technician), ["one", "two"]);
}

#[test]
fn placeholders_keep_their_numbers_over_a_reload() {
    let mut world = open_world();
    world.customer(CustomerInput::Send("mail ann@example.org"));
    world.reload(Who::Customer);
    world.customer(CustomerInput::Send("or bob@example.org, not ann@example.org"));
    assert_eq!(
        world.heard(Who::Technician),
        ["mail [e-mail 1]", "or [e-mail 2], not [e-mail 1]"]
    );
}

#[test]
fn who_waited_waits_again_under_new_keys() {
    let mut world = world();
    world.open(Who::Technician);
    world.open(Who::Customer);
    world.customer(CustomerInput::Start);
    let room = world.room();
    let kept = world.sealed(Who::Customer).unwrap();
    world.put_back(Who::Customer, &kept);
    world.open(Who::Customer);
    assert_eq!(world.customer.state(), CustomerState::Waiting);
    assert_ne!(world.room(), room);
    world.claim();
    assert_eq!(world.customer.state(), CustomerState::Open);
}

#[test]
fn a_technicians_reload_before_the_customer_answered_loses_nobody() {
    let mut world = world();
    world.meddle = Box::new(|who, frame| {
        let held = who == Who::Technician && common::is_frame(&frame);
        if held { vec![] } else { vec![frame] }
    });
    world.meet();
    assert_eq!(world.customer.state(), CustomerState::Securing);
    world.meddle = common::honest();
    let kept = world.sealed(Who::Technician).unwrap();
    world.put_back(Who::Technician, &kept);
    world.open(Who::Technician);
    assert_eq!(world.customer.state(), CustomerState::Open);
}

#[test]
fn what_is_over_is_not_kept() {
    let mut world = open_world();
    world.customer(CustomerInput::End);
    world.pass(20_000);
    assert!(world.sealed(Who::Customer).is_none());
}

#[test]
fn an_end_that_was_on_its_way_arrives_after_the_reload_and_shows_nothing_again() {
    let mut world = open_world();
    talk(&mut world);
    world.close(Who::Technician);
    world.customer(CustomerInput::End);
    let kept = world.sealed(Who::Customer).unwrap();
    world.put_back(Who::Customer, &kept);
    assert!(world.texts(Who::Customer).is_empty());
    world.open(Who::Technician);
    world.open(Who::Customer);
    assert!(world.saw(Who::Technician, |event| matches!(event, Event::Ended { .. })));
}

#[test]
fn a_duplicated_tab_is_a_fork_and_not_a_second_customer() {
    let mut world = open_world();
    talk(&mut world);
    let kept = world.sealed(Who::Customer).unwrap();
    world.customer(CustomerInput::Send("said by the first tab"));
    let chat = world.chat();
    world.console(ConsoleInput::Send {
        chat,
        text: "to the first",
    });
    world.customer(CustomerInput::Send("again by the first tab"));
    world.put_back(Who::Customer, &kept);
    world.open(Who::Customer);
    world.customer(CustomerInput::Send("said by the second tab"));
    world.pass(60_000);
    assert!(world.saw(Who::Technician, |event| matches!(
        event,
        Event::Fault { code: "fork", .. }
    )));
    assert!(
        !world
            .heard(Who::Technician)
            .contains(&"said by the second tab".to_owned())
    );
}

#[test]
fn a_customer_put_back_to_before_it_heard_something_is_a_fork() {
    let mut world = open_world();
    let chat = world.chat();
    world.customer(CustomerInput::Send("a question"));
    let kept = world.sealed(Who::Customer).unwrap();
    world.console(ConsoleInput::Send {
        chat,
        text: "an answer",
    });
    world.put_back(Who::Customer, &kept);
    world.open(Who::Customer);
    world.customer(CustomerInput::Send("what was it?"));
    world.pass(60_000);
    assert!(world.saw(Who::Technician, |event| matches!(
        event,
        Event::Fault { code: "fork", .. }
    )));
    let told = |event: &Event| matches!(event, Event::Fault { code: "fork", .. });
    assert!(world.saw(Who::Customer, told), "both ends know");
}

#[test]
fn a_console_put_back_to_before_it_said_something_is_a_fork() {
    let mut world = open_world();
    let chat = world.chat();
    let kept = world.sealed(Who::Technician).unwrap();
    world.console(ConsoleInput::Send { chat, text: "pay here" });
    world.put_back(Who::Technician, &kept);
    world.open(Who::Technician);
    world.console(ConsoleInput::Send {
        chat,
        text: "pay there",
    });
    world.pass(60_000);
    assert_eq!(world.heard(Who::Customer), ["pay here"]);
    let told = |event: &Event| matches!(event, Event::Fault { code: "fork", .. });
    assert!(world.saw(Who::Customer, told) || world.saw(Who::Technician, told));
}

#[test]
fn a_state_of_another_desk_site_key_or_time_is_refused() {
    let mut world = open_world();
    let kept = world.sealed(Who::Customer).unwrap();
    let rng = &mut Random::new(3);
    let pinned = desk(1).record().fingerprint();
    let restore = |settings, key: &StateKey, at_least, rng: &mut Random| {
        Customer::restore(settings, &kept, key, at_least, NOW, rng).err()
    };
    assert_eq!(restore(settings(pinned), &key(), 1, rng), None);
    let other_desk = settings(desk(2).record().fingerprint());
    assert_eq!(restore(other_desk, &key(), 1, rng), Some(StateError::OtherPlace));
    let mut elsewhere = settings(pinned);
    elsewhere.origin = "https://other.example".into();
    assert_eq!(restore(elsewhere, &key(), 1, rng), Some(StateError::OtherPlace));
    let other_key = StateKey::take(&mut [6; 32]);
    assert_eq!(
        restore(settings(pinned), &other_key, 1, rng),
        Some(StateError::NotGenuine)
    );
    assert_eq!(restore(settings(pinned), &key(), 2, rng), Some(StateError::Stale));
}

#[test]
fn a_console_takes_up_no_chats_of_another_member_and_none_of_its_own_when_it_is_not_valid() {
    let mut world = open_world();
    let kept = world.sealed(Who::Technician).unwrap();
    let restore = |enrolment: Enrolment, now| {
        Console::restore(enrolment, &kept, &key(), 0, now, &mut Random::new(3))
            .err()
            .map(StateError::code)
    };
    assert_eq!(restore(enrol(&desk(1), |_| {}, |_| {}), NOW), None);
    let somebody = MemberKey::generate(&mut Random::new(5));
    let mut others = enrol(&desk(1), |request| request.key = somebody.public(), |_| {});
    others.member = somebody;
    assert_eq!(restore(others, NOW), Some("other-place"));
    let late = NOW + 2 * 86_400_000;
    assert_eq!(
        restore(enrol(&desk(1), |_| {}, |_| {}), late),
        Some("expired-certificate")
    );
}

/// A key never sees a state that it did not seal, so this is the page's own bytes going wrong.
#[test]
fn no_bytes_bring_a_restoration_down() {
    let mut world = open_world();
    talk(&mut world);
    let kept = world.sealed(Who::Customer).unwrap();
    for cut in (0..kept.len()).step_by(97) {
        assert!(customer_from(&kept[..cut], NOW).is_err());
        let mut changed = kept.clone();
        changed[cut] ^= 1;
        assert!(customer_from(&changed, NOW).is_err());
    }
    assert!(customer_from(&kept, NOW).is_ok());
}

#[test]
fn an_enrolment_renewed_meanwhile_is_shown_to_the_customer() {
    let mut world = open_world();
    let kept = world.sealed(Who::Technician).unwrap();
    let renewed = |request: &mut hushwire_desk::CertificateRequest| {
        request.serial = [8; 16];
        request.not_after += 86_400;
    };
    world.renew(enrol(&desk(1), renewed, |_| {}));
    world.put_back(Who::Technician, &kept);
    world.open(Who::Technician);
    let until = NOW / 1000 + 2 * 86_400;
    assert!(world.saw(
        Who::Customer,
        |event| matches!(event, Event::Verified { expires, .. } if *expires == until)
    ));
    assert_eq!(world.customer.state(), CustomerState::Open);
}

/// The relay and whoever copies the page's storage see only what the ratchet allows them: two tabs that say different
/// things at the same place of the chain do not share a key.
#[test]
fn two_tabs_with_one_state_send_nothing_under_one_key() {
    let mut world = open_world();
    talk(&mut world);
    let kept = world.sealed(Who::Customer).unwrap();
    let room = world.room();
    let bodies = [("pay Ann", 11), ("pay Bob", 12)].map(|(text, seed)| {
        let mut tab = customer_from(&kept, NOW).unwrap();
        let rng = &mut Random::new(seed);
        tab.handle(CustomerInput::Opened, NOW, rng);
        let here = hushwire_wire::RelayFrame::Entered {
            room,
            member: common::id(Who::Technician),
        };
        tab.handle(CustomerInput::Received(&here.encode().unwrap()), NOW, rng);
        let effects = tab.handle(CustomerInput::Send(text), NOW, rng);
        let sent = effects.into_iter().find_map(|effect| match effect {
            Effect::Send(bytes) => Some(bytes),
            _ => None,
        });
        // The commitment is derived together with the key.
        let message = sent.unwrap()[1 + 16 + 8 + 1..].to_vec();
        let header = usize::from(u16::from_be_bytes([message[0], message[1]]));
        message[2 + header..][..32].to_vec()
    });
    assert_ne!(bodies[0], bodies[1]);
}

#[test]
fn what_was_changed_or_taken_back_stays_so_after_a_reload() {
    let mut world = open_world();
    talk(&mut world);
    let edit = Act::Edit {
        id: 1,
        text: "corrected",
    };
    world.customer(CustomerInput::Act(edit));
    world.customer(CustomerInput::Act(Act::Remove { id: 2 }));
    for who in [Who::Customer, Who::Technician] {
        let kept = world.sealed(who).unwrap();
        world.put_back(who, &kept);
        let edited = |event: &Event| matches!(event, Event::Edited { id: 1, text, .. } if text.as_str() == "corrected");
        assert!(world.saw(who, edited), "{who:?}");
        assert!(
            world.saw(who, |event| matches!(event, Event::Removed { id: 2, .. })),
            "{who:?}"
        );
        assert!(!world.events.iter().any(|(at, event)| *at == who
            && matches!(event, Event::Message { text, .. } if text.as_str().ends_with("question 2"))));
        world.open(who);
    }
}

#[test]
fn who_came_with_an_invite_that_is_used_up_is_told_so_after_the_reload() {
    let mut world = world();
    world.customer(CustomerInput::Redeem("123 456 789"));
    let kept = world.sealed(Who::Customer).unwrap();
    world.put_back(Who::Customer, &kept);
    assert!(world.saw(Who::Customer, |event| matches!(
        event,
        Event::Refused {
            code: "invite-unanswered",
            ..
        }
    )));
    world.open(Who::Customer);
    assert_ne!(
        world.customer.state(),
        CustomerState::Refused,
        "another PIN may be typed"
    );
}
