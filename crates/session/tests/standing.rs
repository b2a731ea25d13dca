//! Certificates and manifests that run out or are revoked while a chat is open.

#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests are tests

mod common;

use common::{NOW, Who, World, desk, enrol, open_world, world_of};
use hushwire_desk::{CertificateRequest, Enrolment, Manifest};
use hushwire_session::{ConsoleInput, CustomerInput, CustomerState, Ender, Event};
use hushwire_wire::{DeskId, RelayFrame};

const HOUR: u64 = 3_600;
const BOTH: [Who; 2] = [Who::Customer, Who::Technician];

/// An open chat with a technician whose certificate and manifest are changed so.
fn open_with(certificate: impl FnOnce(&mut CertificateRequest), settings: impl FnOnce(&mut Manifest)) -> World {
    let mut world = world_of(enrol(&desk(1), certificate, settings));
    world.meet();
    assert_eq!(world.customer.state(), CustomerState::Open);
    world
}

fn newer(change: impl FnOnce(&mut Manifest)) -> Enrolment {
    enrol(
        &desk(1),
        |_| {},
        |manifest| {
            manifest.number = 2;
            change(manifest);
        },
    )
}

fn tell(world: &mut World, who: Who, news: &Enrolment) {
    let frame = RelayFrame::Desk {
        desk: DeskId(desk(1).record().fingerprint().0),
        consoles: 1,
        root: &news.root.encode(),
        manifest: &news.manifest,
    };
    world.inject(who, &frame);
}

fn ended_for(world: &World, who: Who, why: &str) -> bool {
    let fault = world.saw(who, |event| matches!(event, Event::Fault { code, .. } if *code == why));
    let ended = world.saw(who, |event| matches!(event, Event::Ended { by: Ender::Fault, .. }));
    fault && ended
}

#[test]
fn a_certificate_that_runs_out_is_announced_and_then_ends_the_chat_at_both_ends() {
    let mut world = open_with(|request| request.not_after = NOW / 1000 + HOUR, |_| {});
    let chat = world.chat();
    let end = NOW + (HOUR + 301) * 1000;
    world.pass(40 * 60_000);
    for who in BOTH {
        assert!(
            !world.saw(who, |event| matches!(event, Event::Ending { .. })),
            "{who:?}: not yet"
        );
    }
    world.pass(16 * 60_000);
    for who in BOTH {
        let told = world.events.iter().filter(|(at, event)| {
            *at == who && matches!(event, Event::Ending { code: "expired-certificate", at, .. } if *at == end)
        });
        assert_eq!(told.count(), 1, "{who:?} is told once, and when");
    }
    world.customer(CustomerInput::Send("then quickly"));
    world.console(ConsoleInput::Send { chat, text: "quickly" });
    assert_eq!(world.heard(Who::Technician), ["then quickly"]);
    world.pass(end - world.now - 1);
    assert_eq!(world.customer.state(), CustomerState::Open, "the grace is granted");
    world.pass(1);
    for who in BOTH {
        assert!(ended_for(&world, who, "expired-certificate"), "{who:?}");
    }
}

#[test]
fn a_manifest_that_runs_out_is_announced_and_then_ends_the_chat() {
    let mut world = open_with(|_| {}, |manifest| manifest.expires = NOW / 1000 + HOUR);
    world.pass((HOUR + 302) * 1000);
    for who in BOTH {
        assert!(world.saw(who, |event| matches!(
            event,
            Event::Ending {
                code: "expired-manifest",
                ..
            }
        )));
        assert!(ended_for(&world, who, "expired-manifest"), "{who:?}");
    }
}

#[test]
fn a_manifest_renewed_in_time_lets_the_chat_go_on() {
    let mut world = open_with(|_| {}, |manifest| manifest.expires = NOW / 1000 + HOUR);
    world.pass((HOUR - 60) * 1000);
    tell(&mut world, Who::Technician, &newer(|_| {}));
    world.pass(HOUR * 1000);
    assert_eq!(
        world.customer.state(),
        CustomerState::Open,
        "the customer heard of it from the technician"
    );
}

#[test]
fn a_revocation_that_the_customer_hears_of_ends_the_chat_at_once() {
    let mut world = open_world();
    tell(
        &mut world,
        Who::Customer,
        &newer(|manifest| manifest.revoked = vec![[7; 16]]),
    );
    for who in BOTH {
        assert!(ended_for(&world, who, "revoked"), "{who:?}");
    }
    assert_eq!(world.customer.state(), CustomerState::Ended);
}

#[test]
fn a_revocation_that_the_console_hears_of_ends_its_chats_and_the_customer_learns_why() {
    let mut world = open_world();
    tell(
        &mut world,
        Who::Technician,
        &newer(|manifest| manifest.revoked = vec![[7; 16]]),
    );
    for who in BOTH {
        assert!(ended_for(&world, who, "revoked"), "{who:?}");
    }
    assert!(!world.console.wants_link(), "a revoked console stays away");
}

#[test]
fn a_revocation_of_somebody_else_reaches_the_customer_through_the_technician_and_costs_nothing() {
    let mut world = open_world();
    let news = newer(|manifest| {
        manifest.revoked = vec![[9; 16]];
        manifest.name = "Acme".into();
    });
    tell(&mut world, Who::Technician, &news);
    assert!(world.saw(
        Who::Customer,
        |event| matches!(event, Event::Desk { name, .. } if name == "Acme")
    ));
    assert_eq!(world.customer.state(), CustomerState::Open);
}

#[test]
fn a_manifest_that_is_not_the_desks_revokes_nobody() {
    let mut world = open_world();
    let mut forged = enrol(
        &desk(2),
        |_| {},
        |manifest| {
            manifest.number = 9;
            manifest.revoked = vec![[7; 16]];
        },
    );
    tell(&mut world, Who::Customer, &forged);
    forged.root = desk(1).record();
    tell(&mut world, Who::Customer, &forged);
    tell(&mut world, Who::Technician, &forged);
    assert_eq!(world.customer.state(), CustomerState::Open);
}

#[test]
fn what_ran_out_while_the_page_was_away_ends_the_chat_when_it_is_back() {
    let mut world = open_with(|request| request.not_after = NOW / 1000 + HOUR, |_| {});
    let kept = world.sealed(Who::Customer).unwrap();
    world.close(Who::Customer);
    world.now += 2 * HOUR * 1000;
    world.put_back(Who::Customer, &kept);
    assert!(ended_for(&world, Who::Customer, "expired-certificate"));
}
