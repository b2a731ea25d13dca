//! Two people and a relay, over real sockets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::client::{Client, House, room, secret, soon};
use common::mint::{Desk, ORIGIN};
use futures_util::SinkExt;
use hushwire_relay::{Config, Hosts, Limits};
use hushwire_wire::{ClientFrame, MAX_FRAME, MAX_HELLO, MAX_PAYLOAD, MemberId, Refusal, RelayFrame, RoomId};
use tokio_tungstenite::tungstenite::Message;

/// A technician of this desk, attached, whose queue was empty.
async fn attached(house: &House, desk: &Desk) -> Client {
    let mut tom = house.client().await;
    let attach = desk.attach(&tom.nonce, &house.host());
    tom.send_bytes(attach).await;
    tom.expect(RelayFrame::Attached { waiting: 0 }).await;
    tom
}

/// A customer and a technician in room 1, with their ids.
async fn chatting(house: &House, desk: &Desk) -> (Client, MemberId, Client, MemberId) {
    let mut tom = attached(house, desk).await;
    let mut cara = house.client().await;
    cara.knock(desk.id(), 1).await;
    let joined = cara.hear().await;
    let RelayFrame::Joined { you: customer, .. } = RelayFrame::decode(&joined).unwrap() else {
        panic!("not joined");
    };
    cara.expect(RelayFrame::Waiting {
        room: room(1),
        position: 1,
        consoles: 1,
    })
    .await;
    tom.expect(RelayFrame::Knocked {
        room: room(1),
        waited_ms: 0,
    })
    .await;
    tom.send(ClientFrame::Claim {
        room: room(1),
        secret: secret(2),
    })
    .await;
    tom.expect(RelayFrame::Claimed {
        room: room(1),
        customer,
        hello: b"hello",
    })
    .await;
    let joined = tom.hear().await;
    let RelayFrame::Joined {
        you: technician,
        members,
        ..
    } = RelayFrame::decode(&joined).unwrap()
    else {
        panic!("not joined");
    };
    assert_eq!(members.iter().collect::<Vec<_>>(), [customer]);
    cara.expect(RelayFrame::Entered {
        room: room(1),
        member: technician,
    })
    .await;
    (cara, customer, tom, technician)
}

#[tokio::test]
async fn a_customer_knocks_a_technician_claims_and_frames_go_both_ways() {
    let house = House::open(Config::default()).await;
    let desk = Desk::new(1);
    let (mut cara, customer, mut tom, technician) = chatting(&house, &desk).await;
    for size in [1, 200, 65_000, MAX_PAYLOAD] {
        let payload = vec![size as u8; size];
        cara.send(ClientFrame::Frame {
            room: room(1),
            to: technician,
            payload: &payload,
        })
        .await;
        tom.expect(RelayFrame::Frame {
            room: room(1),
            from: customer,
            payload: &payload,
        })
        .await;
        tom.send(ClientFrame::Frame {
            room: room(1),
            to: MemberId::EVERYBODY,
            payload: &payload,
        })
        .await;
        cara.expect(RelayFrame::Frame {
            room: room(1),
            from: technician,
            payload: &payload,
        })
        .await;
    }
    tom.send(ClientFrame::Leave { room: room(1) }).await;
    cara.expect(RelayFrame::Left {
        room: room(1),
        member: technician,
    })
    .await;
    house.close().await;
}

#[tokio::test]
async fn many_frames_arrive_in_the_order_in_which_they_were_sent() {
    let house = House::open(Config::default()).await;
    let desk = Desk::new(1);
    let (mut cara, customer, mut tom, technician) = chatting(&house, &desk).await;
    let count: u32 = 2_000;
    let sending = tokio::spawn(async move {
        for number in 0..count {
            let payload = number.to_be_bytes().repeat(1 + number as usize % 90);
            let frame = ClientFrame::Frame {
                room: room(1),
                to: technician,
                payload: &payload,
            };
            cara.socket
                .feed(Message::binary(frame.encode().unwrap()))
                .await
                .unwrap();
        }
        cara.socket.flush().await.unwrap();
        cara
    });
    for number in 0..count {
        let payload = number.to_be_bytes().repeat(1 + number as usize % 90);
        tom.expect(RelayFrame::Frame {
            room: room(1),
            from: customer,
            payload: &payload,
        })
        .await;
    }
    sending.await.unwrap();
    house.close().await;
}

#[tokio::test]
async fn a_socket_that_joined_nothing_sends_to_nobody() {
    let house = House::open(Config::default()).await;
    let desk = Desk::new(1);
    let (mut cara, customer, mut tom, technician) = chatting(&house, &desk).await;
    let mut eve = house.client().await;
    for to in [customer, technician, MemberId::EVERYBODY] {
        eve.send(ClientFrame::Frame {
            room: room(1),
            to,
            payload: b"spam",
        })
        .await;
        eve.refused(Refusal::NotAMember, room(1)).await;
    }
    eve.send(ClientFrame::Frame {
        room: room(9),
        to: customer,
        payload: b"spam",
    })
    .await;
    eve.refused(Refusal::NotAMember, room(9)).await;
    assert!(cara.until_pong().await.is_empty());
    assert!(tom.until_pong().await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn a_frame_to_a_member_that_is_not_there_is_refused() {
    let house = House::open(Config::default()).await;
    let mut ann = house.client().await;
    let you = ann.join(room(1), 1).await;
    for to in [MemberId([9; 8]), you] {
        ann.send(ClientFrame::Frame {
            room: room(1),
            to,
            payload: b"x",
        })
        .await;
        ann.refused(Refusal::NoSuchMember, room(1)).await;
    }
    house.close().await;
}

#[tokio::test]
async fn claiming_takes_a_console_and_a_room_that_waits() {
    let house = House::open(Config::default()).await;
    let mut eve = house.client().await;
    eve.send(ClientFrame::Claim {
        room: room(1),
        secret: secret(1),
    })
    .await;
    eve.refused(Refusal::NotAttached, room(1)).await;
    let mut tom = attached(&house, &Desk::new(1)).await;
    tom.send(ClientFrame::Claim {
        room: room(1),
        secret: secret(1),
    })
    .await;
    tom.refused(Refusal::UnknownRoom, room(1)).await;
    house.close().await;
}

#[tokio::test]
async fn bytes_that_are_no_frame_end_the_connection_with_a_reason() {
    let house = House::open(Config::default()).await;
    for bytes in [
        vec![],
        vec![0xff],
        vec![0x01, 2],
        vec![0x10; 20],
        vec![0x80; 40],
        vec![0x07; 18],
    ] {
        let mut eve = house.client().await;
        eve.send_bytes(bytes.clone()).await;
        assert_eq!(eve.closed().await, (vec![Refusal::Malformed], 4000), "{bytes:?}");
    }
    house.close().await;
}

#[tokio::test]
async fn text_messages_are_no_frames() {
    let house = House::open(Config::default()).await;
    let mut eve = house.client().await;
    eve.socket.send(Message::text("hello")).await.unwrap();
    assert_eq!(eve.closed().await, (vec![Refusal::Malformed], 4000));
    house.close().await;
}

#[tokio::test]
async fn what_is_too_large_ends_the_connection_with_a_reason() {
    let house = House::open(Config::default()).await;
    let hello = vec![3; 1 + 32 + 16 + 16 + MAX_HELLO + 1];
    for bytes in [vec![0x10; MAX_FRAME + 1], vec![0x10; 1024 * 1024], hello] {
        let mut eve = house.client().await;
        // The relay may close before it has read all of this.
        let _ = eve.socket.send(Message::binary(bytes)).await;
        assert_eq!(eve.closed().await, (vec![Refusal::TooLarge], 1009));
    }
    house.close().await;
}

#[tokio::test]
async fn each_console_that_may_not_attach_hears_why_and_sees_nothing() {
    let house = House::open(Config::default()).await;
    let host = house.host();
    let desk = Desk::new(1);
    let mut cara = house.client().await;
    cara.knock(desk.id(), 1).await;

    let with = |change: &dyn Fn(&mut Desk)| {
        let mut desk = Desk::new(1);
        change(&mut desk);
        desk
    };
    let expired = with(&|desk| desk.request.not_after = desk.request.not_before + 1);
    let auditor = with(&|desk| desk.request.roles = [hushwire_desk::Role::Auditor].into_iter().collect());
    let revoked = with(&|desk| desk.manifest.revoked = vec![desk.request.serial]);
    let stale = with(&|desk| desk.manifest.expires = desk.manifest.issued + 1);
    let thief = with(&|desk| desk.member = Desk::new(9).member);
    for (desk, host, refusal) in [
        (&expired, &*host, Refusal::ExpiredCertificate),
        (&auditor, &*host, Refusal::RoleNotSufficient),
        (&revoked, &*host, Refusal::Revoked),
        (&stale, &*host, Refusal::BadManifest),
        (&thief, &*host, Refusal::BadSignature),
        (&desk, "evil.example", Refusal::BadSignature),
    ] {
        let mut eve = house.client().await;
        eve.send_bytes(desk.attach(&eve.nonce.clone(), host)).await;
        eve.refused(refusal, RoomId::NONE).await;
        eve.send(ClientFrame::Claim {
            room: room(1),
            secret: secret(2),
        })
        .await;
        eve.refused(Refusal::NotAttached, room(1)).await;
    }
    house.close().await;
}

#[tokio::test]
async fn a_console_of_another_desk_neither_sees_nor_claims_a_room() {
    let house = House::open(Config::default()).await;
    let (desk, other) = (Desk::new(1), Desk::new(2));
    let mut cara = house.client().await;
    cara.knock(desk.id(), 1).await;
    let mut olga = attached(&house, &other).await;
    olga.send(ClientFrame::Claim {
        room: room(1),
        secret: secret(2),
    })
    .await;
    olga.refused(Refusal::UnknownRoom, room(1)).await;
    assert!(olga.until_pong().await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn a_signature_of_one_connection_is_worth_nothing_on_another() {
    let house = House::open(Config::default()).await;
    let desk = Desk::new(1);
    let tom = house.client().await;
    let mut eve = house.client().await;
    assert_ne!(tom.nonce, eve.nonce);
    eve.send_bytes(desk.attach(&tom.nonce, &house.host())).await;
    eve.refused(Refusal::BadSignature, RoomId::NONE).await;
    house.close().await;
}

#[tokio::test]
async fn with_public_hosts_set_the_host_header_counts_no_more() {
    let hosts = Hosts::new(["relay.example".to_owned()]).unwrap();
    let house = House::open(Config {
        hosts,
        ..Config::default()
    })
    .await;
    let desk = Desk::new(1);
    let mut tom = house.client().await;
    tom.send_bytes(desk.attach(&tom.nonce.clone(), &house.host())).await;
    tom.refused(Refusal::BadSignature, RoomId::NONE).await;
    tom.send_bytes(desk.attach(&tom.nonce.clone(), "relay.example")).await;
    tom.expect(RelayFrame::Attached { waiting: 0 }).await;
    house.close().await;
}

#[tokio::test]
async fn a_host_header_that_a_relay_in_between_has_written_is_not_believed() {
    let house = House::open(Config::default()).await;
    let desk = Desk::new(1);
    let mut request = house.request();
    request.headers_mut().insert("host", "evil.example".parse().unwrap());
    let mut between = house.client_with(request).await;
    between
        .send_bytes(desk.attach(&between.nonce.clone(), "evil.example"))
        .await;
    between.refused(Refusal::BadSignature, RoomId::NONE).await;
    house.close().await;
}

#[tokio::test]
async fn a_member_that_comes_back_takes_its_seat_and_the_old_socket_is_closed() {
    let house = House::open(Config::default()).await;
    let mut ann = house.client().await;
    let mut bob = house.client().await;
    let ann_id = ann.join(room(1), 1).await;
    let bob_id = bob.join(room(1), 2).await;
    ann.expect(RelayFrame::Entered {
        room: room(1),
        member: bob_id,
    })
    .await;

    let mut again = house.client().await;
    assert_eq!(
        again.join(room(1), 1).await,
        ann_id,
        "the same secret makes the same member"
    );
    bob.expect(RelayFrame::Entered {
        room: room(1),
        member: ann_id,
    })
    .await;
    ann.expect(RelayFrame::Left {
        room: room(1),
        member: ann_id,
    })
    .await;
    assert_eq!(ann.closed().await, (vec![], 4004));
    bob.send(ClientFrame::Frame {
        room: room(1),
        to: ann_id,
        payload: b"there?",
    })
    .await;
    again
        .expect(RelayFrame::Frame {
            room: room(1),
            from: bob_id,
            payload: b"there?",
        })
        .await;
    assert!(bob.until_pong().await.is_empty(), "nobody left");
    house.close().await;
}

#[tokio::test]
async fn a_customer_that_goes_away_leaves_the_queue() {
    let house = House::open(Config::default()).await;
    let desk = Desk::new(1);
    let mut tom = attached(&house, &desk).await;
    let mut cara = house.client().await;
    let mut cyd = house.client().await;
    cara.knock(desk.id(), 1).await;
    tom.expect(RelayFrame::Knocked {
        room: room(1),
        waited_ms: 0,
    })
    .await;
    cyd.knock(desk.id(), 2).await;
    tom.expect(RelayFrame::Knocked {
        room: room(2),
        waited_ms: 0,
    })
    .await;
    cyd.hear().await;
    cyd.expect(RelayFrame::Waiting {
        room: room(2),
        position: 2,
        consoles: 1,
    })
    .await;
    drop(cara);
    tom.expect(RelayFrame::Gone { room: room(1) }).await;
    cyd.expect(RelayFrame::Waiting {
        room: room(2),
        position: 1,
        consoles: 1,
    })
    .await;
    tom.send(ClientFrame::Claim {
        room: room(1),
        secret: secret(3),
    })
    .await;
    tom.refused(Refusal::UnknownRoom, room(1)).await;
    house.close().await;
}

#[tokio::test]
async fn when_two_consoles_claim_at_once_one_wins() {
    let house = House::open(Config::default()).await;
    let desk = Desk::new(1);
    let mut cara = house.client().await;
    for number in 1..=20 {
        let mut tom = attached(&house, &desk).await;
        let mut tia = attached(&house, &desk).await;
        let knock = ClientFrame::Knock {
            desk: desk.id(),
            room: room(number),
            secret: secret(1),
            hello: b"h",
        };
        if number % 10 == 1 {
            cara = house.client().await;
        }
        cara.send(knock).await;
        tom.expect(RelayFrame::Knocked {
            room: room(number),
            waited_ms: 0,
        })
        .await;
        tia.expect(RelayFrame::Knocked {
            room: room(number),
            waited_ms: 0,
        })
        .await;
        tokio::join!(
            tom.send(ClientFrame::Claim {
                room: room(number),
                secret: secret(2)
            }),
            tia.send(ClientFrame::Claim {
                room: room(number),
                secret: secret(3)
            }),
        );
        let (tom_said, tia_said) = (tom.until_pong().await, tia.until_pong().await);
        let claimed = |said: &[Vec<u8>]| {
            said.iter()
                .any(|bytes| matches!(RelayFrame::decode(bytes), Ok(RelayFrame::Claimed { .. })))
        };
        assert!(claimed(&tom_said) != claimed(&tia_said), "one and only one");
        let (loser, said) = if claimed(&tom_said) {
            (&mut tia, tia_said)
        } else {
            (&mut tom, tom_said)
        };
        let mut said = said.into_iter();
        let gone = RelayFrame::Gone { room: room(number) }.encode().unwrap();
        assert_eq!(said.next().expect("the loser hears something"), gone);
        let refused = RelayFrame::Refused {
            code: Refusal::AlreadyClaimed,
            room: room(number),
        };
        match said.next() {
            Some(answer) => assert_eq!(answer, refused.encode().unwrap()),
            None => loser.expect(refused).await,
        }
    }
    house.close().await;
}

#[tokio::test]
async fn who_looks_gets_the_newest_manifest_that_any_console_has_shown() {
    let house = House::open(Config::default()).await;
    let mut desk = Desk::new(1);
    let mut lou = house.client().await;
    lou.send(ClientFrame::Look { desk: desk.id() }).await;
    lou.expect(RelayFrame::Desk {
        desk: desk.id(),
        consoles: 0,
        root: b"",
        manifest: b"",
    })
    .await;

    desk.manifest.number = 5;
    let (root, fifth) = (desk.record(), desk.signed_manifest());
    let _tom = attached(&house, &desk).await;
    lou.expect(RelayFrame::Desk {
        desk: desk.id(),
        consoles: 1,
        root: &root,
        manifest: &fifth,
    })
    .await;

    desk.manifest.number = 4;
    let _tia = attached(&house, &desk).await;
    lou.expect(RelayFrame::Desk {
        desk: desk.id(),
        consoles: 2,
        root: b"",
        manifest: b"",
    })
    .await;

    desk.manifest.number = 6;
    let sixth = desk.signed_manifest();
    let _tim = attached(&house, &desk).await;
    lou.expect(RelayFrame::Desk {
        desk: desk.id(),
        consoles: 3,
        root: &root,
        manifest: &sixth,
    })
    .await;

    let mut lea = house.client().await;
    lea.send(ClientFrame::Look { desk: desk.id() }).await;
    lea.expect(RelayFrame::Desk {
        desk: desk.id(),
        consoles: 3,
        root: &root,
        manifest: &sixth,
    })
    .await;
    house.close().await;
}

#[tokio::test]
async fn the_origin_of_a_knock_must_be_one_of_the_desk_s_sites() {
    let house = House::open(Config::default()).await;
    let desk = Desk::new(1);
    let mut tom = attached(&house, &desk).await;
    let mut eve = house.client_from("https://evil.example").await;
    eve.knock(desk.id(), 1).await;
    eve.refused(Refusal::OriginNotAllowed, room(1)).await;
    let mut cara = house.client_from(ORIGIN).await;
    cara.knock(desk.id(), 2).await;
    tom.expect(RelayFrame::Knocked {
        room: room(2),
        waited_ms: 0,
    })
    .await;
    house.close().await;
}

#[tokio::test]
async fn after_a_restart_of_the_relay_both_join_again_and_go_on() {
    let house = House::open(Config::default()).await;
    let desk = Desk::new(1);
    let (mut cara, customer, mut tom, technician) = chatting(&house, &desk).await;
    let address = house.host();
    house.close().await;
    assert_eq!(cara.closed().await, (vec![], 1001));
    assert_eq!(tom.closed().await, (vec![], 1001));
    drop((cara, tom));

    let house = House::open_at(&address, Config::default()).await;
    let (mut cara, mut tom) = (house.client().await, house.client().await);
    assert_eq!(tom.join(room(1), 2).await, technician);
    assert_eq!(cara.join(room(1), 1).await, customer);
    tom.expect(RelayFrame::Entered {
        room: room(1),
        member: customer,
    })
    .await;
    cara.send(ClientFrame::Frame {
        room: room(1),
        to: technician,
        payload: b"still here",
    })
    .await;
    tom.expect(RelayFrame::Frame {
        room: room(1),
        from: customer,
        payload: b"still here",
    })
    .await;
    house.close().await;
}

#[tokio::test]
async fn who_closes_politely_is_answered_politely() {
    let house = House::open(Config::default()).await;
    let mut ann = house.client().await;
    soon("a close", ann.socket.close(None)).await.unwrap();
    loop {
        match soon("the answer", futures_util::StreamExt::next(&mut ann.socket)).await {
            None => break,
            Some(Ok(_)) => {}
            Some(Err(error)) => panic!("no clean end: {error}"),
        }
    }
    house.close().await;
}

#[tokio::test]
async fn who_asks_too_often_is_refused_and_who_is_refused_too_often_is_closed() {
    let limits = Limits {
        joins_per_minute: 3,
        knocks_per_minute: 1,
        attaches_per_minute: 1,
        refusals_per_minute: 5,
        ..Limits::default()
    };
    let house = House::open(Config {
        limits,
        ..Config::default()
    })
    .await;
    let desk = Desk::new(1);
    let mut eve = house.client().await;
    for _ in 0..3 {
        eve.join(room(1), 1).await;
    }
    eve.send(ClientFrame::Join {
        room: room(1),
        secret: secret(1),
    })
    .await;
    eve.refused(Refusal::RateLimited, room(1)).await;
    eve.send(ClientFrame::Look { desk: desk.id() }).await;
    eve.hear().await;
    eve.send(ClientFrame::Look { desk: desk.id() }).await;
    eve.refused(Refusal::RateLimited, RoomId::NONE).await;
    eve.send_bytes(desk.attach(&eve.nonce.clone(), "elsewhere")).await;
    eve.refused(Refusal::BadSignature, RoomId::NONE).await;
    eve.send_bytes(desk.attach(&eve.nonce.clone(), &house.host())).await;
    eve.refused(Refusal::RateLimited, RoomId::NONE).await;
    for _ in 0..2 {
        eve.knock(desk.id(), 2).await;
    }
    assert_eq!(
        eve.closed().await,
        (vec![Refusal::RateLimited, Refusal::RateLimited], 4003)
    );
    house.close().await;
}
