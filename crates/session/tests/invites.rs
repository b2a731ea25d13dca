//! PINs and links between a customer, a console and a relay that may lie: what both screens say, and what is burnt.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests are tests

mod common;

use common::{Random, Who, World, all_was_heard, desk, enrol, id, is_frame, open_world, talk, world};
use hushwire_session::{
    ConsoleInput, CustomerInput, CustomerProof, CustomerState, Effect, Event, InviteEnd, InviteKind, TechnicianProof,
};
use hushwire_wire::{ClientFrame, Refusal, RelayFrame, RoomId, Route};
use proptest::prelude::*;

/// Both have connected; nothing is asked for yet.
fn connected() -> World {
    let mut world = world();
    world.open(Who::Technician);
    world.open(Who::Customer);
    world
}

fn invite(world: &mut World, kind: InviteKind, seconds: u32) -> (u32, String) {
    world.console(ConsoleInput::Invite { kind, seconds });
    last_invite(world)
}

fn last_invite(world: &World) -> (u32, String) {
    let invited = world.events.iter().rev().find_map(|(_, event)| match event {
        Event::Invited { invite, words, .. } => Some((*invite, words.as_str().to_owned())),
        _ => None,
    });
    invited.expect("an invite is open")
}

fn redeem(world: &mut World, words: &str) {
    world.customer(CustomerInput::Redeem(words));
}

/// The same PIN with its last digit changed.
fn mistyped(pin: &str) -> String {
    let last = if pin.ends_with('0') { '1' } else { '0' };
    let mut pin = pin.to_owned();
    pin.pop();
    pin.push(last);
    pin
}

fn refused(world: &World, who: Who, word: &str) -> bool {
    world.saw(
        who,
        |event| matches!(event, Event::Refused { code, .. } if *code == word),
    )
}

fn used(world: &World) -> usize {
    let used = |event: &Event| {
        let end = InviteEnd::Used { chat: 0 }.word();
        matches!(event, Event::Uninvited { end: how, .. } if how.word() == end)
    };
    world.events.iter().filter(|(_, event)| used(event)).count()
}

fn proof(world: &World) -> Option<TechnicianProof> {
    world.events.iter().find_map(|(_, event)| match event {
        Event::Verified { proof, .. } => Some(*proof),
        _ => None,
    })
}

fn peers(world: &World) -> Vec<CustomerProof> {
    let peers = world.events.iter().filter_map(|(_, event)| match event {
        Event::Chat { peer, .. } => Some(*peer),
        _ => None,
    });
    peers.collect()
}

/// The customer was refused for good, and said nothing but a hello and perhaps a guess.
#[track_caller]
fn over_with(world: &World, word: &str) {
    assert!(refused(world, Who::Customer, word), "{:?}", world.events);
    assert_eq!(world.customer.state(), CustomerState::Refused);
    assert!(!world.customer.wants_link());
    assert_eq!(proof(world), None, "the customer never believed in anybody");
    let payloads = world.payloads(Who::Customer);
    assert!(
        payloads.iter().all(|payload| payload[0] == 4),
        "nothing but guesses left"
    );
    assert!(!world.saw(Who::Technician, |event| {
        matches!(
            event,
            Event::Chat {
                peer: CustomerProof::Invited(_),
                ..
            }
        )
    }));
}

#[test]
fn a_pin_leads_past_the_queue_and_both_screens_say_so() {
    for kind in [InviteKind::Pin, InviteKind::Link] {
        let mut world = connected();
        let (number, words) = invite(&mut world, kind, 600);
        redeem(&mut world, &words);
        assert_eq!(world.customer.state(), CustomerState::Open, "{:?}", world.events);
        talk(&mut world);
        all_was_heard(&world);
        assert_eq!(proof(&world), Some(TechnicianProof::Invited(kind)));
        assert_eq!(
            peers(&world).first(),
            Some(&CustomerProof::Anyone),
            "until it is proved"
        );
        assert_eq!(peers(&world).last(), Some(&CustomerProof::Invited(kind)));
        let chat = world.chat();
        assert!(world.saw(Who::Technician, |event| *event
            == Event::Uninvited {
                invite: number,
                end: InviteEnd::Used { chat }
            }));
    }
}

#[test]
fn without_an_invite_the_technician_is_told_that_it_may_be_anyone() {
    let world = open_world();
    assert!(peers(&world).iter().all(|peer| *peer == CustomerProof::Anyone));
    assert_eq!(proof(&world), Some(TechnicianProof::Desk));
    assert_eq!(TechnicianProof::Desk.word(), "desk-verified");
    assert_eq!(TechnicianProof::Invited(InviteKind::Pin).word(), "pin-verified");
    assert_eq!(TechnicianProof::Invited(InviteKind::Link).word(), "link-verified");
    assert_eq!(CustomerProof::Anyone.word(), "anyone");
    assert_eq!(CustomerProof::Invited(InviteKind::Pin).word(), "pin");
}

#[test]
fn the_words_of_an_invite_are_told_once_and_to_the_console_alone() {
    let mut world = connected();
    let (_, words) = invite(&mut world, InviteKind::Pin, 600);
    world.close(Who::Technician);
    world.open(Who::Technician);
    let told = world
        .events
        .iter()
        .filter(|(_, event)| matches!(event, Event::Invited { .. }))
        .count();
    assert_eq!(told, 1);
    let secret = words.replace(' ', "")[3..].to_owned();
    let crossed = |(_, frame): &(Who, Vec<u8>)| frame.windows(6).any(|window| window == secret.as_bytes());
    assert!(
        !world.crossed.iter().any(crossed),
        "the six digits never reach the relay"
    );
    assert!(
        !format!("{:?}", world.events).contains(&words),
        "nor does anything print them"
    );
}

#[test]
fn a_wrong_pin_burns_it_and_is_visible_to_both() {
    let mut world = connected();
    let (_, words) = invite(&mut world, InviteKind::Pin, 600);
    redeem(&mut world, &mistyped(&words));
    over_with(&world, "wrong-pin");
    assert!(refused(&world, Who::Technician, "wrong-pin"));
    assert!(world.saw(Who::Technician, |event| matches!(event, Event::Ended { .. })));
    assert_eq!((used(&world), world.open_invites()), (1, 0));
}

#[test]
fn a_burnt_pin_takes_no_second_guess() {
    let mut world = connected();
    let (_, words) = invite(&mut world, InviteKind::Pin, 600);
    redeem(&mut world, &mistyped(&words));
    world.another_customer();
    redeem(&mut world, &words);
    assert!(refused(&world, Who::Customer, "unknown-invite"));
    assert_eq!(world.customer.state(), CustomerState::Ready, "another PIN may be typed");
    assert_eq!(used(&world), 1);
}

#[test]
fn a_relay_that_forgets_to_burn_a_pin_finds_that_the_console_has_not() {
    let mut world = connected();
    let (_, words) = invite(&mut world, InviteKind::Pin, 600);
    let invite = world.last_invite_id();
    redeem(&mut world, &mistyped(&words));
    let before = world.payloads(Who::Technician).len();
    let (room, hello) = (RoomId([0x77; 16]), world.last_hello());
    world.inject(
        Who::Technician,
        &RelayFrame::Redeemed {
            invite,
            room,
            customer: id(Who::Customer),
            hello: &hello,
        },
    );
    assert_eq!(world.payloads(Who::Technician).len(), before, "no second answer");
    assert_eq!(used(&world), 1);
}

#[test]
fn the_pin_of_another_invite_is_a_wrong_guess_at_that_one() {
    let mut world = connected();
    let (_, one) = invite(&mut world, InviteKind::Pin, 600);
    let (two, other) = invite(&mut world, InviteKind::Pin, 600);
    let mixed = [&other[..3], &one[3..]].concat();
    redeem(&mut world, &mixed);
    over_with(&world, "wrong-pin");
    assert!(world.saw(Who::Technician, |event| matches!(event,
        Event::Uninvited { invite, end: InviteEnd::Used { .. } } if *invite == two)));
    assert_eq!(world.open_invites(), 1, "the other one is open still");
}

#[test]
fn a_nameplate_that_leads_nowhere_costs_nothing_and_another_may_be_typed() {
    let mut world = connected();
    let (_, words) = invite(&mut world, InviteKind::Pin, 600);
    redeem(&mut world, "999 999 999");
    assert!(refused(&world, Who::Customer, "unknown-invite"));
    assert_eq!(used(&world), 0);
    redeem(&mut world, &words);
    assert_eq!(world.customer.state(), CustomerState::Open);
}

#[test]
fn what_is_no_pin_and_no_link_goes_nowhere() {
    let mut world = connected();
    let (_, link) = invite(&mut world, InviteKind::Link, 600);
    let crossed = world.crossed.len();
    for (typed, code) in [
        ("", "bad-pin"),
        ("12345678", "bad-pin"),
        ("my pin", "bad-pin"),
        (&link[..40], "bad-link"),
    ] {
        redeem(&mut world, typed);
        assert!(refused(&world, Who::Customer, code), "{typed:?}");
    }
    assert_eq!(world.crossed.len(), crossed, "the relay hears nothing of it");
    assert_eq!(world.customer.state(), CustomerState::Ready);
}

#[test]
fn a_link_works_once_until_its_time_is_over_and_never_changed() {
    let mut world = connected();
    let (_, words) = invite(&mut world, InviteKind::Link, 600);
    redeem(&mut world, &words);
    assert_eq!(world.customer.state(), CustomerState::Open);
    world.another_customer();
    redeem(&mut world, &words);
    assert!(refused(&world, Who::Customer, "unknown-invite"), "used");

    let (_, words) = invite(&mut world, InviteKind::Link, 60);
    world.pass(60_000 + 301_000);
    redeem(&mut world, &words);
    assert!(
        refused(&world, Who::Customer, "expired-invite"),
        "over, as the link itself says: {:?}",
        world.events
    );
    assert!(world.saw(Who::Technician, |event| matches!(
        event,
        Event::Uninvited {
            end: InviteEnd::Expired,
            ..
        }
    )));
}

#[test]
fn an_invite_ends_when_its_time_is_over_and_the_relay_is_told() {
    let mut world = connected();
    let (number, words) = invite(&mut world, InviteKind::Pin, 600);
    world.pass(599_999);
    assert_eq!(world.open_invites(), 1);
    world.pass(1);
    assert_eq!(world.open_invites(), 0);
    assert!(world.saw(Who::Technician, |event| *event
        == Event::Uninvited {
            invite: number,
            end: InviteEnd::Expired
        }));
    redeem(&mut world, &words);
    assert!(refused(&world, Who::Customer, "unknown-invite"));
}

#[test]
fn an_invite_is_open_no_longer_than_the_relay_keeps_it() {
    let mut world = connected();
    world.invites().longest = 30;
    let (_, _) = invite(&mut world, InviteKind::Link, 600);
    let expires = world.events.iter().find_map(|(_, event)| match event {
        Event::Invited { expires, .. } => Some(*expires),
        _ => None,
    });
    assert_eq!(expires, Some(world.now + 30_000));
    world.pass(30_000);
    assert!(world.saw(Who::Technician, |event| matches!(event, Event::Uninvited { .. })));
}

#[test]
fn an_invite_that_was_taken_back_is_none() {
    let mut world = connected();
    let (number, words) = invite(&mut world, InviteKind::Pin, 600);
    world.console(ConsoleInput::Withdraw { invite: number });
    assert!(world.saw(Who::Technician, |event| *event
        == Event::Uninvited {
            invite: number,
            end: InviteEnd::Withdrawn
        }));
    redeem(&mut world, &words);
    assert!(refused(&world, Who::Customer, "unknown-invite"));
    world.console(ConsoleInput::Withdraw { invite: number });
    assert!(refused(&world, Who::Technician, "unknown-invite"));
}

#[test]
fn an_invite_used_while_it_is_taken_back_gets_no_answer() {
    let mut world = connected();
    let (number, words) = invite(&mut world, InviteKind::Pin, 600);
    // The relay hears of the withdrawal too late.
    world.meddle = Box::new(|_, frame| if frame[0] == 0x0a { vec![] } else { vec![frame] });
    world.console(ConsoleInput::Withdraw { invite: number });
    redeem(&mut world, &words);
    assert_eq!(used(&world), 0);
    assert!(world.payloads(Who::Technician).is_empty());
    world.pass(15_000);
    over_with(&world, "invite-unanswered");
}

#[test]
fn an_invite_that_the_relay_does_not_take_is_said_to_be_refused() {
    let mut world = connected();
    world.invites().full = true;
    world.console(ConsoleInput::Invite {
        kind: InviteKind::Pin,
        seconds: 600,
    });
    assert!(world.saw(Who::Technician, |event| matches!(
        event,
        Event::Uninvited {
            end: InviteEnd::Refused { code: "invites-full" },
            ..
        }
    )));
    assert!(!world.saw(Who::Technician, |event| matches!(event, Event::Invited { .. })));
}

#[test]
fn an_invite_that_the_relay_has_no_time_for_is_opened_a_little_later() {
    for code in [Refusal::RateLimited, Refusal::Draining] {
        let mut world = connected();
        let (_, words) = invite(&mut world, InviteKind::Pin, 600);
        let invite = world.last_invite_id();
        world.close(Who::Technician);
        world.meddle = Box::new(|_, frame| if frame[0] == 8 { vec![] } else { vec![frame] });
        world.open(Who::Technician);
        world.inject(Who::Technician, &RelayFrame::Uninvited { code, invite });
        world.meddle = common::honest();
        assert_eq!(world.open_invites(), 0);
        world.pass(5_000);
        redeem(&mut world, &words);
        assert_eq!(world.customer.state(), CustomerState::Open, "{code}");
    }
}

#[test]
fn a_console_opens_a_bounded_number_of_invites() {
    let mut world = connected();
    for _ in 0..32 {
        world.console(ConsoleInput::Invite {
            kind: InviteKind::Link,
            seconds: 600,
        });
    }
    assert_eq!(world.open_invites(), 32);
    world.console(ConsoleInput::Invite {
        kind: InviteKind::Link,
        seconds: 600,
    });
    assert_eq!(world.open_invites(), 32);
    assert!(refused(&world, Who::Technician, "invites-full"));
}

#[test]
fn invites_outlive_a_reconnect_of_the_console_and_a_restart_of_the_relay() {
    for kind in [InviteKind::Pin, InviteKind::Link] {
        let mut world = connected();
        let (_, words) = invite(&mut world, kind, 600);
        world.close(Who::Technician);
        assert_eq!(world.open_invites(), 0, "the relay forgets it with the socket");
        world.pass(10_000);
        world.open(Who::Technician);
        assert_eq!(world.open_invites(), 1);
        world.crash_relay();
        world.open(Who::Technician);
        world.open(Who::Customer);
        redeem(&mut world, &words);
        assert_eq!(world.customer.state(), CustomerState::Open);
        assert!(!world.saw(Who::Technician, |event| matches!(
            event,
            Event::Uninvited {
                end: InviteEnd::Refused { .. },
                ..
            }
        )));
    }
}

#[test]
fn an_invite_asked_for_without_a_socket_is_opened_when_there_is_one() {
    let mut world = world();
    world.console(ConsoleInput::Invite {
        kind: InviteKind::Pin,
        seconds: 600,
    });
    world.open(Who::Technician);
    world.open(Who::Customer);
    let (_, words) = last_invite(&world);
    redeem(&mut world, &words);
    assert_eq!(world.customer.state(), CustomerState::Open);
}

#[test]
fn a_relay_that_moves_a_told_pin_to_another_nameplate_is_found_out() {
    let mut world = connected();
    invite(&mut world, InviteKind::Pin, 600);
    let invite = world.last_invite_id();
    let nameplate = hushwire_wire::Nameplate::new(1);
    world.inject(
        Who::Technician,
        &RelayFrame::Invited {
            invite,
            seconds: 600,
            nameplate,
        },
    );
    assert!(world.saw(Who::Technician, |event| matches!(
        event,
        Event::Uninvited {
            end: InviteEnd::Refused {
                code: "relay-misbehaved"
            },
            ..
        }
    )));
    assert_eq!(world.open_invites(), 0);
}

#[test]
fn a_pin_brought_into_the_queue_by_the_relay_is_refused() {
    let mut world = connected();
    let (_, words) = invite(&mut world, InviteKind::Pin, 600);
    // The relay pretends that the customer only knocked.
    world.meddle = Box::new(|_, frame| match ClientFrame::decode(&frame) {
        Ok(ClientFrame::Redeem {
            desk,
            room,
            secret,
            hello,
            ..
        }) => {
            vec![
                ClientFrame::Knock {
                    desk,
                    room,
                    secret,
                    hello,
                }
                .encode()
                .unwrap(),
            ]
        }
        _ => vec![frame],
    });
    redeem(&mut world, &words);
    world.claim();
    assert!(refused(&world, Who::Technician, "other-invite"));
    assert!(
        world.payloads(Who::Technician).is_empty(),
        "no answer as if it were anyone"
    );
    world.pass(15_000);
    over_with(&world, "invite-unanswered");
}

#[test]
fn a_knock_presented_as_an_invited_customer_is_refused() {
    let mut world = connected();
    invite(&mut world, InviteKind::Pin, 600);
    let route = world.last_route();
    world.meddle = Box::new(move |_, frame| match ClientFrame::decode(&frame) {
        Ok(ClientFrame::Knock {
            desk,
            room,
            secret,
            hello,
        }) => {
            vec![
                ClientFrame::Redeem {
                    desk,
                    room,
                    secret,
                    route,
                    hello,
                }
                .encode()
                .unwrap(),
            ]
        }
        _ => vec![frame],
    });
    world.customer(CustomerInput::Start);
    assert!(refused(&world, Who::Technician, "other-invite"));
    assert_eq!(used(&world), 1, "it is burnt all the same");
    assert!(peers(&world).is_empty());
}

#[test]
fn an_invite_stripped_from_the_hello_on_its_way_opens_nothing() {
    let mut world = connected();
    let (_, words) = invite(&mut world, InviteKind::Pin, 600);
    world.meddle = Box::new(|_, frame| match ClientFrame::decode(&frame) {
        Ok(ClientFrame::Redeem {
            desk,
            room,
            secret,
            hello,
            ..
        }) => {
            let length = hello.len() - if hello[hello.len() - 3] == 0x19 { 5 } else { 4 };
            let mut hello = hello[..length].to_vec();
            hello[0] = 0x86;
            vec![
                ClientFrame::Knock {
                    desk,
                    room,
                    secret,
                    hello: &hello,
                }
                .encode()
                .unwrap(),
            ]
        }
        _ => vec![frame],
    });
    redeem(&mut world, &words);
    world.claim();
    assert_eq!(world.payloads(Who::Technician).len(), 1, "as if to anyone");
    assert_eq!(world.customer.state(), CustomerState::Securing);
    world.pass(15_000);
    over_with(&world, "invite-unanswered");
    assert!(world.payloads(Who::Customer).is_empty(), "not even a guess");
}

/// The relay plays a customer of its own, with a guess of its own, and leaves the genuine one waiting.
#[test]
fn a_relay_that_tries_a_pin_itself_is_seen_at_both_ends() {
    let mut world = connected();
    let (_, words) = invite(&mut world, InviteKind::Pin, 600);
    let mut liar = world.a_customer();
    let mut random = Random::new(600);
    liar.handle(CustomerInput::Opened, world.now, &mut random);
    let knock = sent(liar.handle(CustomerInput::Redeem(&mistyped(&words)), world.now, &mut random));
    let ClientFrame::Redeem { hello, .. } = ClientFrame::decode(&knock[0]).unwrap() else {
        panic!("it redeems")
    };
    let own_hello = hello.to_vec();
    let ClientFrame::Redeem { room: own_room, .. } = ClientFrame::decode(&knock[0]).unwrap() else {
        panic!()
    };
    // The genuine customer's hello is swallowed, the liar's goes on in the same room of the console's.
    let invite = world.last_invite_id();
    world.meddle = Box::new(|who, frame| {
        if who == Who::Customer && frame[0] == 9 {
            vec![]
        } else {
            vec![frame]
        }
    });
    redeem(&mut world, &words);
    let customer = id(Who::Customer);
    world.inject(
        Who::Technician,
        &RelayFrame::Redeemed {
            invite,
            room: own_room,
            customer,
            hello: &own_hello,
        },
    );
    let reply = world.payloads(Who::Technician).pop().expect("a reply to the liar");
    let entered = RelayFrame::Entered {
        room: own_room,
        member: id(Who::Technician),
    };
    liar.handle(
        CustomerInput::Received(&entered.encode().unwrap()),
        world.now,
        &mut random,
    );
    let reply = RelayFrame::Frame {
        room: own_room,
        from: id(Who::Technician),
        payload: &reply,
    };
    let guess = sent(liar.handle(
        CustomerInput::Received(&reply.encode().unwrap()),
        world.now,
        &mut random,
    ));
    let ClientFrame::Frame { payload, .. } = ClientFrame::decode(&guess[0]).unwrap() else {
        panic!("a guess")
    };
    world.inject(
        Who::Technician,
        &RelayFrame::Frame {
            room: own_room,
            from: customer,
            payload,
        },
    );
    assert!(
        refused(&world, Who::Technician, "wrong-pin"),
        "the technician sees the try"
    );
    assert_eq!(used(&world), 1);

    let room = world.room_of_last_redeem();
    world.inject(
        Who::Customer,
        &RelayFrame::Entered {
            room,
            member: id(Who::Technician),
        },
    );
    world.pass(15_000);
    over_with(&world, "invite-unanswered");
}

fn sent(effects: Vec<Effect>) -> Vec<Vec<u8>> {
    let sent = effects.into_iter().filter_map(|effect| match effect {
        Effect::Send(bytes) => Some(bytes),
        _ => None,
    });
    sent.collect()
}

#[test]
fn guesses_and_verdicts_altered_cut_doubled_or_sent_back_change_nothing() {
    type Spoil = fn(Vec<u8>) -> Vec<Vec<u8>>;
    let spoilers: [(&str, Spoil); 4] = [
        ("altered", |mut frame| {
            let last = frame.len() - 1;
            frame[last] ^= 1;
            vec![frame]
        }),
        ("cut", |frame| vec![frame[..frame.len() - 1].to_vec()]),
        ("doubled", |frame| vec![frame.clone(), frame]),
        ("dropped", |_| vec![]),
    ];
    for kind in [InviteKind::Pin, InviteKind::Link] {
        for payload_kind in [4, 5] {
            for (how, spoil) in spoilers {
                let mut world = connected();
                let (_, words) = invite(&mut world, kind, 600);
                world.meddle = Box::new(move |_, frame| {
                    let hit = is_frame(&frame) && frame.get(25) == Some(&payload_kind);
                    if hit { spoil(frame) } else { vec![frame] }
                });
                redeem(&mut world, &words);
                let why = format!("{how} {payload_kind}");
                if how == "doubled" {
                    assert_eq!(world.customer.state(), CustomerState::Open, "{why}");
                    continue;
                }
                assert_eq!(world.customer.state(), CustomerState::Securing, "{why}");
                assert!(!refused(&world, Who::Technician, "wrong-pin"), "{why}: no try was made");
                world.meddle = common::honest();
                world.close(Who::Customer);
                world.open(Who::Customer);
                assert_eq!(world.customer.state(), CustomerState::Open, "{why}: after a reconnect");
            }
        }
    }
}

#[test]
fn ones_own_guess_or_verdict_sent_back_means_nothing() {
    let mut world = connected();
    let (_, words) = invite(&mut world, InviteKind::Pin, 600);
    world.meddle = Box::new(|who, frame| {
        if who == Who::Customer && is_frame(&frame) {
            vec![]
        } else {
            vec![frame]
        }
    });
    redeem(&mut world, &words);
    let (guess, room) = (world.payloads(Who::Customer)[0].clone(), world.room_of_last_redeem());
    let as_verdict = [&[5], &guess[1..]].concat();
    for payload in [&guess, &as_verdict] {
        world.inject(
            Who::Customer,
            &RelayFrame::Frame {
                room,
                from: id(Who::Technician),
                payload,
            },
        );
    }
    assert_eq!(world.customer.state(), CustomerState::Securing);
    let reply = world.payloads(Who::Technician)[0].clone();
    let as_guess = [&[4], &reply[1..]].concat();
    for payload in [&reply, &as_guess] {
        world.inject(
            Who::Technician,
            &RelayFrame::Frame {
                room,
                from: id(Who::Customer),
                payload,
            },
        );
    }
    assert!(!refused(&world, Who::Technician, "wrong-pin"));
    world.inject(
        Who::Technician,
        &RelayFrame::Frame {
            room,
            from: id(Who::Customer),
            payload: &guess,
        },
    );
    assert_eq!(world.customer.state(), CustomerState::Open);
}

#[test]
fn a_guess_of_another_session_burns_nothing_here() {
    let mut other = connected();
    let (_, words) = invite(&mut other, InviteKind::Pin, 600);
    redeem(&mut other, &words);
    let stranger = other.payloads(Who::Customer)[0].clone();

    let mut world = connected();
    world.random = Random::new(2);
    let (_, words) = invite(&mut world, InviteKind::Pin, 600);
    world.meddle = Box::new(move |who, frame| match ClientFrame::decode(&frame) {
        Ok(ClientFrame::Frame {
            room,
            to,
            payload: &[4, ..],
        }) if who == Who::Customer => {
            let strange = ClientFrame::Frame {
                room,
                to,
                payload: &stranger,
            }
            .encode()
            .unwrap();
            vec![strange, frame.clone()]
        }
        _ => vec![frame],
    });
    redeem(&mut world, &words);
    assert_eq!(world.customer.state(), CustomerState::Open);
}

#[test]
fn a_console_of_another_desk_learns_nothing_of_the_pin() {
    let mut world = World::new(desk(1).record().fingerprint(), enrol(&desk(2), |_| {}, |_| {}));
    world.open(Who::Technician);
    world.open(Who::Customer);
    let (_, words) = invite(&mut world, InviteKind::Pin, 600);
    redeem(&mut world, &words);
    over_with(&world, "wrong-desk");
    assert!(world.payloads(Who::Customer).is_empty(), "no guess was made");
}

#[test]
fn a_technician_who_vanishes_before_the_verdict_leaves_the_customer_refused_and_not_waiting() {
    let mut world = connected();
    let (_, words) = invite(&mut world, InviteKind::Pin, 600);
    world.meddle = Box::new(|who, frame| {
        if who == Who::Customer && is_frame(&frame) {
            vec![]
        } else {
            vec![frame]
        }
    });
    redeem(&mut world, &words);
    world.close(Who::Technician);
    world.pass(15_000);
    over_with(&world, "invite-unanswered");
}

#[test]
fn a_customer_who_vanishes_before_its_guess_leaves_no_chat_behind() {
    let mut world = connected();
    let (_, words) = invite(&mut world, InviteKind::Pin, 600);
    world.meddle = Box::new(|who, frame| {
        if who == Who::Customer && is_frame(&frame) {
            vec![]
        } else {
            vec![frame]
        }
    });
    redeem(&mut world, &words);
    world.close(Who::Customer);
    world.pass(30_000);
    assert!(refused(&world, Who::Technician, "invite-unanswered"));
    assert!(world.saw(Who::Technician, |event| matches!(event, Event::Ended { .. })));
}

#[test]
fn a_break_of_either_socket_at_any_step_costs_no_invite() {
    for who in [Who::Customer, Who::Technician] {
        for step in 0..4_usize {
            let mut world = connected();
            let (_, words) = invite(&mut world, InviteKind::Pin, 600);
            // The step-th frame between the two does not arrive, and then a socket breaks.
            let mut passed = 0;
            world.meddle = Box::new(move |_, frame| {
                if !is_frame(&frame) {
                    return vec![frame];
                }
                passed += 1;
                if passed > step { vec![] } else { vec![frame] }
            });
            redeem(&mut world, &words);
            world.meddle = common::honest();
            world.close(who);
            world.open(who);
            world.pass(5_000);
            assert_eq!(
                world.customer.state(),
                CustomerState::Open,
                "{who:?} after {step} frames"
            );
            talk(&mut world);
            all_was_heard(&world);
        }
    }
}

#[test]
fn a_redeeming_that_was_not_answered_is_said_again_and_burns_one_invite() {
    let mut world = connected();
    let (_, words) = invite(&mut world, InviteKind::Pin, 600);
    // The relay takes it, but its answers are lost with the customer's socket.
    world.deaf(Who::Customer);
    redeem(&mut world, &words);
    world.close(Who::Customer);
    world.open(Who::Customer);
    assert_eq!(world.customer.state(), CustomerState::Open, "{:?}", world.events);
    assert_eq!(used(&world), 1);
}

#[test]
fn a_customer_in_the_queue_may_bring_a_pin_instead() {
    let mut world = connected();
    world.customer(CustomerInput::Start);
    assert_eq!(world.customer.state(), CustomerState::Waiting);
    let (_, words) = invite(&mut world, InviteKind::Pin, 600);
    redeem(&mut world, &words);
    assert_eq!(world.customer.state(), CustomerState::Open);
    assert!(world.saw(
        Who::Technician,
        |event| matches!(event, Event::Queue { waiting } if waiting.is_empty())
    ));
    redeem(&mut world, &words);
    assert!(refused(&world, Who::Customer, "not-ready"), "a chat is open already");
}

#[test]
fn several_invites_are_open_beside_each_other() {
    let mut world = connected();
    let all: Vec<(u32, String)> = [InviteKind::Pin, InviteKind::Link, InviteKind::Pin]
        .map(|kind| invite(&mut world, kind, 600))
        .into();
    for (number, words) in all.iter().rev() {
        redeem(&mut world, words);
        assert_eq!(world.customer.state(), CustomerState::Open, "invite {number}");
        let chat = world.chat();
        assert!(world.saw(Who::Technician, |event| *event
            == Event::Uninvited {
                invite: *number,
                end: InviteEnd::Used { chat }
            }));
        world.another_customer();
    }
    assert_eq!(world.open_invites(), 0);
}

#[test]
fn the_relay_sees_the_nameplate_and_nothing_else_of_a_pin() {
    let mut world = connected();
    let (_, words) = invite(&mut world, InviteKind::Pin, 600);
    redeem(&mut world, &words);
    let routes: Vec<Route> = world.routes();
    let Route::Pin(nameplate) = routes[0] else {
        panic!("a PIN")
    };
    assert_eq!(format!("{:03}", nameplate.number()), words[..3]);
    assert_eq!(routes.len(), 1);
}

/// A frame that a relay might make up about this room or this invite, or just bytes.
fn made_up() -> impl Strategy<Value = Vec<u8>> {
    let kind = prop_oneof![Just(0x10u8), 0x87..0x8Fu8, any::<u8>()];
    let about = prop_oneof![Just(Some(0xEE)), Just(Some(0xEF)), Just(None)];
    let member = prop_oneof![Just([1u8; 8]), Just([2; 8]), any::<[u8; 8]>()];
    let rest = proptest::collection::vec(prop_oneof![0..6u8, any::<u8>()], 0..60);
    (kind, about, member, rest).prop_map(|(kind, about, member, rest)| {
        let mut frame = vec![kind];
        if let Some(about) = about {
            // Filled in with the room or the invite once they are known.
            frame.extend([about; 16]);
            frame.extend(member);
        }
        frame.extend(rest);
        frame
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_made_up_frame_brings_an_invited_end_down_or_opens_a_chat(
        step in 0..4_usize,
        frames in proptest::collection::vec((any::<bool>(), made_up()), 1..60),
    ) {
        let mut world = connected();
        let (_, words) = invite(&mut world, InviteKind::Pin, 600);
        let invite = world.last_invite_id();
        // The reply, the guess, the verdict or the first message does not arrive.
        let mut passed = 0;
        world.meddle = Box::new(move |_, frame| {
            passed += usize::from(is_frame(&frame));
            if is_frame(&frame) && passed > step { vec![] } else { vec![frame] }
        });
        redeem(&mut world, &words);
        let room = world.room_of_last_redeem();
        for (to_customer, mut frame) in frames {
            match frame.get(1..17) {
                Some(about) if about == [0xEE; 16] => frame[1..17].copy_from_slice(&room.0),
                Some(about) if about == [0xEF; 16] => frame[1..17].copy_from_slice(&invite.0),
                _ => {}
            }
            let who = if to_customer { Who::Customer } else { Who::Technician };
            world.inject_bytes(who, frame);
        }
        world.pass(60_000);
        let open = |event: &Event| matches!(event, Event::Chat { state: hushwire_session::ChatState::Open, .. });
        prop_assert!(!world.saw(Who::Technician, open));
        prop_assert!(proof(&world).is_none() || step == 3, "the verdict was the last that came through");
    }
}
