//! Who is not the desk's technician, and how the customer's end finds out before it says anything.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests are tests

mod common;
#[path = "common/middle.rs"]
mod middle;

use common::{
    NOW, Random, Who, World, all_was_heard, desk, enrol, honest, id, is_frame, open_world, talk, world, world_of,
};
use hushwire_desk::Role;
use hushwire_session::{
    Console, ConsoleInput, Customer, CustomerInput, CustomerSettings, CustomerState, Effect, Event,
};
use hushwire_wire::{ClientFrame, DeskId, MemberId, RelayFrame, RoomId};
use middle::Middle;

/// The customer's end said no to the handshake, and nothing of the customer's ever left after its hello.
#[track_caller]
fn refused_with(world: &World, refusal: &str) {
    assert!(
        world.saw(
            Who::Customer,
            |event| matches!(event, Event::Refused { code, .. } if *code == refusal)
        ),
        "{:?}",
        world.events
    );
    assert_eq!(world.customer.state(), CustomerState::Refused);
    assert!(!world.customer.wants_link());
    assert!(world.payloads(Who::Customer).is_empty(), "nothing was sent");
    assert!(!world.saw(Who::Customer, |event| matches!(event, Event::Verified { .. })));
}

#[test]
fn a_relay_that_swaps_keys_is_refused_before_the_customer_says_anything() {
    let mut world = world();
    world.meddle = Middle::between(desk(1).record().fingerprint()).meddle();
    world.meet();
    refused_with(&world, "bad-signature");
}

#[test]
fn a_relay_that_swaps_only_the_ratchet_keys_is_refused() {
    let mut world = world();
    world.meddle = Middle::between(desk(1).record().fingerprint())
        .with_ratchet_keys_of_its_own()
        .meddle();
    world.meet();
    refused_with(&world, "bad-signature");
}

#[test]
fn a_relay_that_proves_another_desk_is_refused() {
    let mut world = world();
    world.meddle = Middle::between(desk(1).record().fingerprint())
        .proving_to_be(enrol(&desk(2), |_| {}, |_| {}))
        .meddle();
    world.meet();
    refused_with(&world, "wrong-desk");
}

#[test]
fn an_impostor_who_proves_everything_but_an_expired_certificate_is_refused() {
    let mut world = world();
    let expired = |request: &mut hushwire_desk::CertificateRequest| {
        (request.not_before, request.not_after) = (NOW / 1000 - 900, NOW / 1000 - 400);
    };
    world.meddle = Middle::between(desk(1).record().fingerprint())
        .proving_to_be(enrol(&desk(1), expired, |_| {}))
        .meddle();
    world.meet();
    refused_with(&world, "expired-certificate");
}

#[test]
fn an_impostor_with_a_revoked_certificate_is_refused() {
    let mut world = world();
    let revoked = |manifest: &mut hushwire_desk::Manifest| manifest.revoked = vec![[7; 16]];
    world.meddle = Middle::between(desk(1).record().fingerprint())
        .proving_to_be(enrol(&desk(1), |_| {}, revoked))
        .meddle();
    world.meet();
    refused_with(&world, "revoked");
}

#[test]
fn a_console_of_another_desk_that_the_relay_brings_in_is_refused() {
    let mut world = World::new(desk(1).record().fingerprint(), enrol(&desk(2), |_| {}, |_| {}));
    world.meet();
    refused_with(&world, "wrong-desk");
    assert!(world.payloads(Who::Customer).is_empty(), "nothing was sent");
    assert!(!world.saw(Who::Customer, |event| matches!(event, Event::Verified { .. })));
}

#[test]
fn a_technician_who_may_not_serve_customers_is_refused() {
    let auditor = |request: &mut hushwire_desk::CertificateRequest| {
        request.roles = Role::Auditor.into();
    };
    let mut world = world_of(enrol(&desk(1), auditor, |_| {}));
    world.meet();
    refused_with(&world, "role-not-sufficient");
}

#[test]
fn a_certificate_that_ran_out_while_the_console_stayed_on_is_refused() {
    let short = |request: &mut hushwire_desk::CertificateRequest| {
        request.not_after = NOW / 1000 + 10;
    };
    let mut world = world_of(enrol(&desk(1), short, |_| {}));
    world.now = NOW + 600_000;
    world.meet();
    refused_with(&world, "expired-certificate");
}

#[test]
fn a_site_that_the_desk_did_not_allow_gets_no_answer() {
    let elsewhere = |manifest: &mut hushwire_desk::Manifest| {
        manifest.origins = vec!["https://else.example".into()];
    };
    let mut world = world_of(enrol(&desk(1), |_| {}, elsewhere));
    world.meet();
    assert_ne!(world.customer.state(), CustomerState::Open);
    assert!(world.saw(Who::Technician, |event| matches!(
        event,
        Event::Refused {
            code: "origin-not-allowed",
            ..
        }
    )));
}

/// A customer who was shown manifest 5 of the desk, at its console's knock.
fn customer_who_has_seen_5(console_holds: u64) -> World {
    let newest = enrol(&desk(1), |_| {}, |manifest| manifest.number = 5);
    let mut world = world_of(enrol(&desk(1), |_| {}, |manifest| manifest.number = console_holds));
    let settings = CustomerSettings {
        desk: desk(1).record().fingerprint(),
        origin: "https://shop.example".into(),
        language: "en".into(),
    };
    let root = newest.root.encode();
    world.customer = Customer::new(settings, Some((&root, &newest.manifest)), NOW);
    world
}

#[test]
fn a_console_with_an_older_manifest_than_the_customer_has_seen_is_not_talked_to() {
    let mut world = customer_who_has_seen_5(4);
    world.meet();
    assert_ne!(world.customer.state(), CustomerState::Open);
    assert!(world.payloads(Who::Customer).is_empty());
    assert!(world.saw(Who::Technician, |event| matches!(
        event,
        Event::Refused {
            code: "stale-manifest",
            ..
        }
    )));
    let mut world = customer_who_has_seen_5(5);
    world.meet();
    assert_eq!(world.customer.state(), CustomerState::Open);
}

#[test]
fn a_relay_that_hides_the_customers_manifest_number_from_the_console_is_refused() {
    let mut world = customer_who_has_seen_5(4);
    // The last byte of a hello is the number.
    world.meddle = Box::new(|_, mut frame| {
        if matches!(ClientFrame::decode(&frame), Ok(ClientFrame::Knock { .. })) {
            *frame.last_mut().unwrap() = 0;
        }
        vec![frame]
    });
    world.meet();
    assert_ne!(world.customer.state(), CustomerState::Open);
    assert!(world.payloads(Who::Customer).is_empty(), "nothing was sent");
}

#[test]
fn a_manifest_that_is_older_or_not_the_desks_means_nothing() {
    let old = enrol(
        &desk(1),
        |_| {},
        |manifest| {
            (manifest.number, manifest.name) = (4, "Old name".into());
        },
    );
    let foreign = enrol(
        &desk(2),
        |_| {},
        |manifest| {
            (manifest.number, manifest.name) = (9, "Evil desk".into());
        },
    );
    let mut spoilt = enrol(
        &desk(1),
        |_| {},
        |manifest| {
            (manifest.number, manifest.name) = (9, "Spoilt".into());
        },
    );
    *spoilt.manifest.last_mut().unwrap() ^= 1;
    let mut world = customer_who_has_seen_5(5);
    world.open(Who::Customer);
    for enrolment in [old, foreign, spoilt] {
        let frame = RelayFrame::Desk {
            desk: DeskId(desk(1).record().fingerprint().0),
            consoles: 1,
            root: &enrolment.root.encode(),
            manifest: &enrolment.manifest,
        };
        world.inject(Who::Customer, &frame);
    }
    assert!(world.saw(Who::Customer, |event| matches!(event, Event::Desk { .. })));
    assert!(!world.saw(
        Who::Customer,
        |event| matches!(event, Event::Desk { name, .. } if name != "Acme support")
    ));
}

#[test]
fn a_hello_carried_into_another_room_gets_a_reply_that_nobody_accepts() {
    let mut world = world();
    world.open(Who::Technician);
    world.open(Who::Customer);
    world.customer(CustomerInput::Start);
    let (_, knock) = world
        .crossed
        .iter()
        .find(|(_, frame)| frame.first() == Some(&3))
        .unwrap();
    let Ok(ClientFrame::Knock { hello, .. }) = ClientFrame::decode(knock) else {
        panic!("a knock");
    };
    let hello = hello.to_vec();
    let (mine, other) = (world.room(), RoomId([0xAA; 16]));
    // The relay keeps the claim of the room that it made up to itself.
    world.meddle = Box::new(|_, frame| if frame.first() == Some(&5) { vec![] } else { vec![frame] });
    world.inject(Who::Technician, &RelayFrame::Gone { room: mine });
    world.inject(
        Who::Technician,
        &RelayFrame::Knocked {
            room: other,
            waited_ms: 0,
        },
    );
    world.claim();
    let customer = id(Who::Customer);
    world.inject(
        Who::Technician,
        &RelayFrame::Claimed {
            room: other,
            customer,
            hello: &hello,
        },
    );
    let reply = world.payloads(Who::Technician).pop().expect("it answered");
    let technician = id(Who::Technician);
    world.inject(
        Who::Customer,
        &RelayFrame::Entered {
            room: mine,
            member: technician,
        },
    );
    world.inject(
        Who::Customer,
        &RelayFrame::Frame {
            room: mine,
            from: technician,
            payload: &reply,
        },
    );
    assert_eq!(world.customer.state(), CustomerState::Securing);
    assert!(world.payloads(Who::Customer).is_empty(), "nothing was sent");
}

#[test]
fn a_second_technician_with_a_reply_of_her_own_gets_nothing() {
    let mut world = open_world();
    let knocked = world.crossed.iter().find(|(_, frame)| frame.first() == Some(&3));
    let knock = knocked.unwrap().1.clone();
    let Ok(ClientFrame::Knock { room, hello, .. }) = ClientFrame::decode(&knock) else {
        panic!("a knock");
    };
    let mut second = Console::new(enrol(&desk(1), |_| {}, |_| {}), NOW).unwrap();
    let mut random = Random::new(77);
    let customer = id(Who::Customer);
    let mut hear = |console: &mut Console, frame: &RelayFrame<'_>| {
        console.handle(ConsoleInput::Received(&frame.encode().unwrap()), NOW, &mut random)
    };
    hear(&mut second, &RelayFrame::Attached { waiting: 1 });
    hear(&mut second, &RelayFrame::Knocked { room, waited_ms: 0 });
    second.handle(ConsoleInput::Claim { knock: 1 }, NOW, &mut Random::new(78));
    let effects = hear(&mut second, &RelayFrame::Claimed { room, customer, hello });
    let reply = effects.iter().find_map(|effect| match effect {
        Effect::Send(bytes) => match ClientFrame::decode(bytes) {
            Ok(ClientFrame::Frame { payload, .. }) => Some(payload.to_vec()),
            _ => None,
        },
        _ => None,
    });
    let reply = reply.expect("the second technician answers too");

    let from = id(Who::Technician);
    world.inject(
        Who::Customer,
        &RelayFrame::Frame {
            room,
            from,
            payload: &reply,
        },
    );
    talk(&mut world);
    all_was_heard(&world);
    for payload in world.payloads(Who::Customer) {
        let frame = RelayFrame::Frame {
            room,
            from: customer,
            payload: &payload,
        };
        let effects = hear(&mut second, &frame);
        assert!(
            !effects
                .iter()
                .any(|effect| matches!(effect, Effect::Event(Event::Message { .. } | Event::Typing { .. }))),
            "the second technician reads nothing"
        );
    }
}

#[test]
fn a_reply_from_somebody_else_in_the_room_is_not_looked_at() {
    let mut world = world();
    world.meddle = Box::new(|who, frame| {
        let reply = who == Who::Technician && is_frame(&frame);
        if reply { vec![] } else { vec![frame] }
    });
    world.meet();
    world.meddle = honest();
    let (room, payload) = (world.room(), world.payloads(Who::Technician).remove(0));
    for (from, state) in [
        (MemberId([0x66; 8]), CustomerState::Securing),
        (id(Who::Technician), CustomerState::Open),
    ] {
        let frame = RelayFrame::Frame {
            room,
            from,
            payload: &payload,
        };
        world.inject(Who::Customer, &frame);
        assert_eq!(world.customer.state(), state);
    }
}
#[test]
fn a_manifest_seen_while_waiting_makes_an_older_one_stale() {
    let newest = enrol(&desk(1), |_| {}, |manifest| manifest.number = 5);
    let mut world = world_of(enrol(&desk(1), |_| {}, |manifest| manifest.number = 4));
    world.open(Who::Technician);
    world.open(Who::Customer);
    world.customer(CustomerInput::Start);
    let frame = RelayFrame::Desk {
        desk: DeskId(desk(1).record().fingerprint().0),
        consoles: 1,
        root: &newest.root.encode(),
        manifest: &newest.manifest,
    };
    world.inject(Who::Customer, &frame);
    world.claim();
    refused_with(&world, "stale-manifest");
}

#[test]
fn a_console_takes_over_a_newer_manifest_of_its_desk_and_no_other() {
    let newest = enrol(&desk(1), |_| {}, |manifest| manifest.number = 5);
    let mut world = world_of(enrol(&desk(1), |_| {}, |manifest| manifest.number = 4));
    world.open(Who::Technician);
    let seen = |manifest: &[u8]| {
        RelayFrame::Desk {
            desk: DeskId(desk(1).record().fingerprint().0),
            consoles: 2,
            root: &newest.root.encode(),
            manifest,
        }
        .encode()
        .unwrap()
    };
    let others = enrol(&desk(2), |_| {}, |manifest| manifest.number = 9);
    let older = enrol(&desk(1), |_| {}, |manifest| manifest.number = 3);
    for wrong in [&others.manifest, &older.manifest] {
        world.console(ConsoleInput::Received(&seen(wrong)));
        assert_eq!(world.console.manifest().number, 4);
    }
    world.console(ConsoleInput::Received(&seen(&newest.manifest)));
    assert_eq!(world.console.manifest().number, 5);
}

#[test]
fn a_relay_that_calls_another_desk_by_the_pinned_name_is_found_out() {
    let (pinned, other) = (desk(1).record().fingerprint(), desk(2));
    let enrolment = enrol(&other, |_| {}, |_| {});
    let mut world = World::new(pinned, enrolment);
    let (here, there) = (pinned.0, other.record().fingerprint().0);
    world.meddle = Box::new(move |who, frame| {
        let named = frame.windows(32).position(|window| window == here);
        match named.filter(|_| who == Who::Customer) {
            Some(at) => vec![[&frame[..at], &there, &frame[at + 32..]].concat()],
            None => vec![frame],
        }
    });
    world.meet();
    refused_with(&world, "wrong-desk");
    assert!(world.payloads(Who::Customer).is_empty(), "nothing was said");
}
