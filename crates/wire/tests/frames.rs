//! Every frame, byte by byte: what is written here is what other implementations have to speak.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use hushwire_wire::{
    ClientFrame, CloseCode, DeskId, FRAME_HEADER, Forward, InviteId, LinkId, MAX_FRAME, MemberId, MemberSecret,
    Members, Nameplate, Opening, Refusal, RelayFrame, RoomId, Route, payload, rewrite_member,
};

const DESK: DeskId = DeskId([0xdd; 32]);
const ROOM: RoomId = RoomId([0xa0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
const MEMBER: MemberId = MemberId([0xb0, 1, 2, 3, 4, 5, 6, 7]);
const INVITE: InviteId = InviteId([0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
const LINK: LinkId = LinkId([0xf0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
const OTHER: MemberId = MemberId([0xc0, 1, 2, 3, 4, 5, 6, 7]);

fn secret() -> MemberSecret {
    MemberSecret::new([0x55; 16])
}

/// Spaces and line ends are for the reader.
fn hex(text: &str) -> Vec<u8> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    (0..digits.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&digits[i..i + 2], 16).unwrap())
        .collect()
}

#[track_caller]
fn client(frame: ClientFrame<'_>, bytes: &str) {
    assert_eq!(frame.encode().unwrap(), hex(bytes), "{frame:?} encodes differently");
    assert_eq!(ClientFrame::decode(&hex(bytes)).unwrap(), frame);
}

#[track_caller]
fn relay(frame: RelayFrame<'_>, bytes: &str) {
    assert_eq!(frame.encode().unwrap(), hex(bytes), "{frame:?} encodes differently");
    assert_eq!(RelayFrame::decode(&hex(bytes)).unwrap(), frame);
}

const DESK_HEX: &str = "dddddddddddddddd dddddddddddddddd dddddddddddddddd dddddddddddddddd";
const ROOM_HEX: &str = "a001020304050607 08090a0b0c0d0e0f";
const SECRET_HEX: &str = "5555555555555555 5555555555555555";
const INVITE_HEX: &str = "e001020304050607 08090a0b0c0d0e0f";
const LINK_HEX: &str = "f001020304050607 08090a0b0c0d0e0f";
const MEMBER_HEX: &str = "b001020304050607";
const OTHER_HEX: &str = "c001020304050607";

#[test]
fn client_frames_have_exactly_these_bytes() {
    // type, token
    client(
        ClientFrame::Ping {
            token: 0x0102_0304_0506_0708,
        },
        "01 0102030405060708",
    );
    // type, desk
    client(ClientFrame::Look { desk: DESK }, &format!("02 {DESK_HEX}"));
    // type, desk, room, secret, hello
    client(
        ClientFrame::Knock {
            desk: DESK,
            room: ROOM,
            secret: secret(),
            hello: b"hi",
        },
        &format!("03 {DESK_HEX} {ROOM_HEX} {SECRET_HEX} 6869"),
    );
    // type, signature, length and root, length and certificate, length and manifest
    client(
        ClientFrame::Attach {
            signature: [0xee; 64],
            root: &[1],
            certificate: &[2, 2],
            manifest: &[3; 3],
        },
        &format!("04 {} 0001 01 0002 0202 0003 030303", "ee".repeat(64)),
    );
    // type, room, secret
    client(
        ClientFrame::Claim {
            room: ROOM,
            secret: secret(),
        },
        &format!("05 {ROOM_HEX} {SECRET_HEX}"),
    );
    client(
        ClientFrame::Join {
            room: ROOM,
            secret: secret(),
        },
        &format!("06 {ROOM_HEX} {SECRET_HEX}"),
    );
    // type, room
    client(ClientFrame::Leave { room: ROOM }, &format!("07 {ROOM_HEX}"));
    // type, invite, secret, seconds, kind and nameplate or link
    for (opening, bytes) in [
        (Opening::Pin(Nameplate::new(999)), "01 03e7".into()),
        (Opening::Pin(Nameplate::new(0)), "01 0000".into()),
        (Opening::Pin(None), "01 ffff".into()),
        (Opening::Link(LINK), format!("02 {LINK_HEX}")),
    ] {
        client(
            ClientFrame::Invite {
                invite: INVITE,
                secret: secret(),
                seconds: 600,
                opening,
            },
            &format!("08 {INVITE_HEX} {SECRET_HEX} 00000258 {bytes}"),
        );
    }
    // type, desk, room, secret, kind and nameplate or link, hello
    for (route, bytes) in [
        (Route::Pin(Nameplate::new(7).unwrap()), "01 0007".into()),
        (Route::Link(LINK), format!("02 {LINK_HEX}")),
    ] {
        client(
            ClientFrame::Redeem {
                desk: DESK,
                room: ROOM,
                secret: secret(),
                route,
                hello: b"hi",
            },
            &format!("09 {DESK_HEX} {ROOM_HEX} {SECRET_HEX} {bytes} 6869"),
        );
    }
    // type, invite
    client(ClientFrame::Withdraw { invite: INVITE }, &format!("0a {INVITE_HEX}"));
    // type, room, receiver, payload
    client(
        ClientFrame::Frame {
            room: ROOM,
            to: MEMBER,
            payload: &[0xff],
        },
        &format!("10 {ROOM_HEX} {MEMBER_HEX} ff"),
    );
    client(
        ClientFrame::Frame {
            room: ROOM,
            to: MemberId::EVERYBODY,
            payload: &[0xff],
        },
        &format!("10 {ROOM_HEX} 0000000000000000 ff"),
    );
}

#[test]
fn relay_frames_have_exactly_these_bytes() {
    // type, version, nonce, longest frame, seconds between pings
    relay(
        RelayFrame::Welcome {
            nonce: [0x77; 32],
            max_frame: 65_536,
            ping_seconds: 30,
        },
        &format!("80 01 {} 00010000 001e", "77".repeat(32)),
    );
    // type, token
    relay(RelayFrame::Pong { token: 9 }, "81 0000000000000009");
    // type, desk, consoles, length and root, manifest
    relay(
        RelayFrame::Desk {
            desk: DESK,
            consoles: 2,
            root: b"r",
            manifest: b"m",
        },
        &format!("82 {DESK_HEX} 0002 0001 72 6d"),
    );
    relay(
        RelayFrame::Desk {
            desk: DESK,
            consoles: 0,
            root: b"",
            manifest: b"",
        },
        &format!("82 {DESK_HEX} 0000 0000"),
    );
    // type, room, position, consoles
    relay(
        RelayFrame::Waiting {
            room: ROOM,
            position: 3,
            consoles: 1,
        },
        &format!("83 {ROOM_HEX} 0003 0001"),
    );
    // type, how many wait
    relay(RelayFrame::Attached { waiting: 258 }, "84 0102");
    // type, room, milliseconds
    relay(
        RelayFrame::Knocked {
            room: ROOM,
            waited_ms: 61_000,
        },
        &format!("85 {ROOM_HEX} 0000ee48"),
    );
    // type, room
    relay(RelayFrame::Gone { room: ROOM }, &format!("86 {ROOM_HEX}"));
    // type, room, customer, hello
    relay(
        RelayFrame::Claimed {
            room: ROOM,
            customer: MEMBER,
            hello: b"hi",
        },
        &format!("87 {ROOM_HEX} {MEMBER_HEX} 6869"),
    );
    // type, room, you, how many others, the others
    relay(
        RelayFrame::Joined {
            room: ROOM,
            you: MEMBER,
            members: Members::new(&[OTHER.0]),
        },
        &format!("88 {ROOM_HEX} {MEMBER_HEX} 01 {OTHER_HEX}"),
    );
    relay(
        RelayFrame::Joined {
            room: ROOM,
            you: MEMBER,
            members: Members::new(&[]),
        },
        &format!("88 {ROOM_HEX} {MEMBER_HEX} 00"),
    );
    // type, room, member
    relay(
        RelayFrame::Entered {
            room: ROOM,
            member: OTHER,
        },
        &format!("89 {ROOM_HEX} {OTHER_HEX}"),
    );
    relay(
        RelayFrame::Left {
            room: ROOM,
            member: OTHER,
        },
        &format!("8a {ROOM_HEX} {OTHER_HEX}"),
    );
    // type, code, room
    relay(
        RelayFrame::Refused {
            code: Refusal::NotAMember,
            room: ROOM,
        },
        &format!("8b 04 {ROOM_HEX}"),
    );
    relay(
        RelayFrame::Refused {
            code: Refusal::Malformed,
            room: RoomId::NONE,
        },
        "8b 01 0000000000000000 0000000000000000",
    );
    // type, invite, seconds, nameplate
    relay(
        RelayFrame::Invited {
            invite: INVITE,
            seconds: 86_400,
            nameplate: Nameplate::new(42),
        },
        &format!("8c {INVITE_HEX} 00015180 002a"),
    );
    relay(
        RelayFrame::Invited {
            invite: INVITE,
            seconds: 1,
            nameplate: None,
        },
        &format!("8c {INVITE_HEX} 00000001 ffff"),
    );
    // type, invite, room, customer, hello
    relay(
        RelayFrame::Redeemed {
            invite: INVITE,
            room: ROOM,
            customer: MEMBER,
            hello: b"hi",
        },
        &format!("8d {INVITE_HEX} {ROOM_HEX} {MEMBER_HEX} 6869"),
    );
    // type, code, invite
    relay(
        RelayFrame::Uninvited {
            code: Refusal::InviteTaken,
            invite: INVITE,
        },
        &format!("8e 19 {INVITE_HEX}"),
    );
    // type, room, sender, payload
    relay(
        RelayFrame::Frame {
            room: ROOM,
            from: OTHER,
            payload: &[0xff],
        },
        &format!("10 {ROOM_HEX} {OTHER_HEX} ff"),
    );
}

#[test]
fn forwarding_changes_eight_bytes_and_nothing_else() {
    let sent = ClientFrame::Frame {
        room: ROOM,
        to: MEMBER,
        payload: b"sealed",
    }
    .encode()
    .unwrap();
    let forward = Forward::peek(&sent).unwrap().unwrap();
    assert_eq!(forward, Forward { room: ROOM, to: MEMBER });

    let mut rewritten = sent.clone();
    rewrite_member(&mut rewritten, &OTHER);
    let expected = RelayFrame::Frame {
        room: ROOM,
        from: OTHER,
        payload: b"sealed",
    };
    assert_eq!(RelayFrame::decode(&rewritten).unwrap(), expected);
    assert_eq!([&forward.head(&OTHER)[..], payload(&sent)].concat(), rewritten);
    let changed = (0..sent.len()).filter(|&i| sent[i] != rewritten[i]).collect::<Vec<_>>();
    assert_eq!(
        changed,
        [17],
        "only the first byte of the two ids differs, and it stands at 17"
    );
}

#[test]
fn rewriting_leaves_other_messages_alone() {
    for message in [
        vec![],
        vec![0x10],
        vec![0x10; FRAME_HEADER - 1],
        hex("0102030405060708 09"),
        vec![0x80; 40],
    ] {
        let mut touched = message.clone();
        rewrite_member(&mut touched, &OTHER);
        assert_eq!(touched, message);
    }
}

#[test]
fn a_frame_may_be_64_kib_to_the_byte() {
    let full = vec![7; hushwire_wire::MAX_PAYLOAD];
    let frame = ClientFrame::Frame {
        room: ROOM,
        to: MEMBER,
        payload: &full,
    };
    let bytes = frame.encode().unwrap();
    assert_eq!(bytes.len(), MAX_FRAME);
    assert_eq!(ClientFrame::decode(&bytes).unwrap(), frame);
}

#[test]
fn codes_keep_their_numbers_and_words() {
    let refusals: Vec<String> = Refusal::ALL
        .iter()
        .map(|code| format!("{} {code}", code.number()))
        .collect();
    assert_eq!(
        refusals,
        [
            "1 malformed",
            "2 too-large",
            "3 unknown-room",
            "4 not-a-member",
            "5 not-attached",
            "6 bad-certificate",
            "7 expired-certificate",
            "8 role-not-sufficient",
            "9 bad-signature",
            "10 bad-manifest",
            "11 room-full",
            "12 too-many-rooms",
            "13 already-claimed",
            "14 rate-limited",
            "15 origin-not-allowed",
            "16 queue-full",
            "17 no-such-member",
            "18 revoked",
            "19 draining",
            "20 room-taken",
            "21 bad-root",
            "22 already-attached",
            "23 unknown-invite",
            "24 invites-full",
            "25 invite-taken",
            "26 wrong-region",
        ]
    );
    let closes: Vec<String> = CloseCode::ALL
        .iter()
        .map(|code| format!("{} {code}", code.number()))
        .collect();
    assert_eq!(
        closes,
        [
            "1001 stopping",
            "1009 too-big",
            "4000 malformed",
            "4001 too-slow",
            "4002 idle",
            "4003 refused",
            "4004 replaced",
        ]
    );
    for number in 0..=u8::MAX {
        let code = Refusal::from_number(number);
        assert_eq!(code.is_some(), (1..=26).contains(&number));
        assert!(code.is_none_or(|code| code.number() == number));
    }
    for code in CloseCode::ALL {
        assert_eq!(CloseCode::from_number(code.number()), Some(*code));
    }
}

#[test]
fn nothing_prints_a_room_a_member_a_nameplate_or_a_secret() {
    let frames = [
        format!(
            "{:?}",
            ClientFrame::Knock {
                desk: DESK,
                room: ROOM,
                secret: secret(),
                hello: b""
            }
        ),
        format!(
            "{:?}",
            ClientFrame::Join {
                room: ROOM,
                secret: secret()
            }
        ),
        format!(
            "{:?}",
            RelayFrame::Joined {
                room: ROOM,
                you: MEMBER,
                members: Members::new(&[OTHER.0])
            }
        ),
        format!(
            "{:?}",
            ClientFrame::Invite {
                invite: INVITE,
                secret: secret(),
                seconds: 60,
                opening: Opening::Pin(Nameplate::new(7)),
            }
        ),
        format!(
            "{:?}",
            ClientFrame::Redeem {
                desk: DESK,
                room: ROOM,
                secret: secret(),
                route: Route::Link(LINK),
                hello: b""
            }
        ),
    ];
    assert_eq!(
        frames,
        [
            "Knock { desk: DeskId(..), room: RoomId(..), secret: MemberSecret(..), hello: [] }",
            "Join { room: RoomId(..), secret: MemberSecret(..) }",
            "Joined { room: RoomId(..), you: MemberId(..), members: Members(1) }",
            "Invite { invite: InviteId(..), secret: MemberSecret(..), seconds: 60, opening: Pin(Some(Nameplate(..))) }",
            "Redeem { desk: DeskId(..), room: RoomId(..), secret: MemberSecret(..), route: Link(LinkId(..)), hello: [] }",
        ]
    );
}

#[test]
fn a_nameplate_has_three_digits() {
    assert_eq!(Nameplate::new(999).map(Nameplate::number), Some(999));
    assert_eq!(Nameplate::new(1_000), None);
    assert_eq!(Nameplate::new(u16::MAX), None);
}
