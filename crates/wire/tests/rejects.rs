//! What is no frame: each way to be wrong has its own name, and no input brings the decoder down.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use hushwire_wire::{
    ClientFrame, CloseCode, DeskId, Forward, InviteId, LinkId, MAX_CERTIFICATE, MAX_FRAME, MAX_HELLO, MAX_MANIFEST,
    MAX_ROOT, MemberId, MemberSecret, Members, Nameplate, Opening, Refusal, Reject, RelayFrame, RoomId, Route,
};
use proptest::collection::vec;
use proptest::prelude::*;

const ROOM: RoomId = RoomId([1; 16]);
const MEMBER: MemberId = MemberId([2; 8]);
const INVITE: InviteId = InviteId([6; 16]);
const LINK: LinkId = LinkId([7; 16]);

/// One valid message of each kind, and whether its last field takes all that is left.
fn from_clients() -> Vec<(Vec<u8>, bool)> {
    let secret = || MemberSecret::new([3; 16]);
    [
        (ClientFrame::Ping { token: 1 }, false),
        (ClientFrame::Look { desk: DeskId([4; 32]) }, false),
        (
            ClientFrame::Knock {
                desk: DeskId([4; 32]),
                room: ROOM,
                secret: secret(),
                hello: b"h",
            },
            true,
        ),
        (
            ClientFrame::Attach {
                signature: [5; 64],
                root: b"r",
                certificate: b"c",
                manifest: b"m",
            },
            false,
        ),
        (
            ClientFrame::Claim {
                room: ROOM,
                secret: secret(),
            },
            false,
        ),
        (
            ClientFrame::Join {
                room: ROOM,
                secret: secret(),
            },
            false,
        ),
        (ClientFrame::Leave { room: ROOM }, false),
        (
            ClientFrame::Invite {
                invite: INVITE,
                secret: secret(),
                seconds: 600,
                opening: Opening::Pin(Nameplate::new(5)),
            },
            false,
        ),
        (
            ClientFrame::Invite {
                invite: INVITE,
                secret: secret(),
                seconds: 600,
                opening: Opening::Link(LINK),
            },
            false,
        ),
        (
            ClientFrame::Redeem {
                desk: DeskId([4; 32]),
                room: ROOM,
                secret: secret(),
                route: Route::Pin(Nameplate::new(5).unwrap()),
                hello: b"h",
            },
            true,
        ),
        (
            ClientFrame::Redeem {
                desk: DeskId([4; 32]),
                room: ROOM,
                secret: secret(),
                route: Route::Link(LINK),
                hello: b"h",
            },
            true,
        ),
        (ClientFrame::Withdraw { invite: INVITE }, false),
        (
            ClientFrame::Frame {
                room: ROOM,
                to: MEMBER,
                payload: b"p",
            },
            true,
        ),
    ]
    .map(|(frame, open)| (frame.encode().unwrap(), open))
    .into()
}

fn from_relays() -> Vec<(Vec<u8>, bool)> {
    [
        (
            RelayFrame::Welcome {
                nonce: [1; 32],
                max_frame: 1,
                ping_seconds: 1,
            },
            false,
        ),
        (RelayFrame::Pong { token: 1 }, false),
        (
            RelayFrame::Desk {
                desk: DeskId([4; 32]),
                consoles: 1,
                root: b"r",
                manifest: b"m",
            },
            true,
        ),
        (
            RelayFrame::Waiting {
                room: ROOM,
                position: 1,
                consoles: 1,
            },
            false,
        ),
        (RelayFrame::Attached { waiting: 1 }, false),
        (
            RelayFrame::Knocked {
                room: ROOM,
                waited_ms: 1,
            },
            false,
        ),
        (RelayFrame::Gone { room: ROOM }, false),
        (
            RelayFrame::Claimed {
                room: ROOM,
                customer: MEMBER,
                hello: b"h",
            },
            true,
        ),
        (
            RelayFrame::Joined {
                room: ROOM,
                you: MEMBER,
                members: Members::new(&[[9; 8]]),
            },
            false,
        ),
        (
            RelayFrame::Entered {
                room: ROOM,
                member: MEMBER,
            },
            false,
        ),
        (
            RelayFrame::Left {
                room: ROOM,
                member: MEMBER,
            },
            false,
        ),
        (
            RelayFrame::Refused {
                code: Refusal::Draining,
                room: ROOM,
            },
            false,
        ),
        (
            RelayFrame::Invited {
                invite: INVITE,
                seconds: 1,
                nameplate: None,
            },
            false,
        ),
        (
            RelayFrame::Redeemed {
                invite: INVITE,
                room: ROOM,
                customer: MEMBER,
                hello: b"h",
            },
            true,
        ),
        (
            RelayFrame::Uninvited {
                code: Refusal::InvitesFull,
                invite: INVITE,
            },
            false,
        ),
        (
            RelayFrame::Frame {
                room: ROOM,
                from: MEMBER,
                payload: b"p",
            },
            true,
        ),
    ]
    .map(|(frame, open)| (frame.encode().unwrap(), open))
    .into()
}

fn client_fault(bytes: &[u8]) -> Reject {
    ClientFrame::decode(bytes).expect_err("this is no frame")
}

fn relay_fault(bytes: &[u8]) -> Reject {
    RelayFrame::decode(bytes).expect_err("this is no frame")
}

#[test]
fn nothing_is_no_frame() {
    assert_eq!(client_fault(&[]), Reject::Empty);
    assert_eq!(relay_fault(&[]), Reject::Empty);
}

#[test]
fn types_of_the_other_direction_and_reserved_types_are_unknown() {
    for kind in 0..=u8::MAX {
        let message = [&[kind][..], &[1; 40]].concat();
        let (client, relay) = (ClientFrame::decode(&message), RelayFrame::decode(&message));
        let client_knows = matches!(kind, 0x01..=0x0a | 0x10);
        let relay_knows = matches!(kind, 0x80..=0x8e | 0x10);
        assert_eq!(
            client == Err(Reject::UnknownType),
            !client_knows,
            "{kind:#x} from a client"
        );
        assert_eq!(
            relay == Err(Reject::UnknownType),
            !relay_knows,
            "{kind:#x} from the relay"
        );
    }
}

#[test]
fn a_message_cut_anywhere_is_rejected() {
    for (message, _) in from_clients() {
        for end in 1..message.len() {
            let fault = client_fault(&message[..end]);
            assert!(
                matches!(fault, Reject::Truncated | Reject::Forbidden),
                "{:#x} cut at {end}: {fault}",
                message[0]
            );
        }
    }
    for (message, open) in from_relays() {
        for end in 1..message.len() {
            let fault = relay_fault(&message[..end]);
            assert!(
                fault == Reject::Truncated || (open && fault == Reject::Forbidden),
                "{:#x} cut at {end}: {fault}",
                message[0]
            );
        }
    }
}

#[test]
fn a_byte_too_many_is_rejected() {
    for (mut message, open) in from_clients() {
        message.push(0);
        assert_eq!(ClientFrame::decode(&message).is_ok(), open, "{:#x}", message[0]);
        assert!(open || client_fault(&message) == Reject::Trailing);
    }
    for (mut message, open) in from_relays() {
        message.push(0);
        assert_eq!(RelayFrame::decode(&message).is_ok(), open, "{:#x}", message[0]);
        assert!(open || relay_fault(&message) == Reject::Trailing);
    }
}

#[test]
fn reserved_ids_are_rejected_wherever_an_id_must_be_one() {
    let zero_room = |mut message: Vec<u8>, at: usize| {
        message[at..at + 16].fill(0);
        message
    };
    for (message, _) in from_clients() {
        let at = match message[0] {
            0x03 | 0x09 => 33,
            0x05..=0x08 | 0x0a | 0x10 => 1,
            _ => continue,
        };
        assert_eq!(client_fault(&zero_room(message, at)), Reject::Forbidden);
    }
    for (message, _) in from_relays() {
        if matches!(message[0], 0x83 | 0x85..=0x8a | 0x8c | 0x8d | 0x10) {
            assert_eq!(relay_fault(&zero_room(message, 1)), Reject::Forbidden);
        }
    }
    for (mut message, _) in from_relays() {
        if matches!(message[0], 0x87..=0x8a | 0x10) {
            message[17..25].fill(0);
            assert_eq!(
                relay_fault(&message),
                Reject::Forbidden,
                "{:#x} about member zero",
                message[0]
            );
        }
    }
}

#[test]
fn fields_that_must_hold_something_are_rejected_when_empty() {
    let knock = [&[0x03][..], &[1; 64]].concat();
    assert_eq!(client_fault(&knock), Reject::Forbidden, "a knock without a hello");
    let frame = [&[0x10][..], &[1; 24]].concat();
    assert_eq!(client_fault(&frame), Reject::Forbidden, "a frame without a payload");
    assert_eq!(Forward::peek(&frame), Err(Reject::Forbidden));
    let attach = [&[0x04][..], &[1; 64], &[0, 0], &[0, 1, 7], &[0, 1, 7]].concat();
    assert_eq!(client_fault(&attach), Reject::Forbidden, "an attach without a root");
}

#[test]
fn what_is_over_its_limit_is_too_large_and_not_malformed() {
    let over = |head: usize, length: usize, kind: u8| {
        let mut message = vec![1; head + length];
        message[0] = kind;
        message
    };
    assert_eq!(client_fault(&over(65, MAX_HELLO + 1, 0x03)), Reject::TooLarge);
    assert!(ClientFrame::decode(&over(65, MAX_HELLO, 0x03)).is_ok());
    assert_eq!(client_fault(&over(25, MAX_FRAME - 24, 0x10)), Reject::TooLarge);
    assert_eq!(Forward::peek(&over(25, MAX_FRAME - 24, 0x10)), Err(Reject::TooLarge));
    let desk = |root: usize, manifest: usize| {
        let mut message = [&[0x82][..], &[1; 34]].concat();
        message.extend(u16::try_from(root).unwrap().to_be_bytes());
        message.extend(vec![1; root + manifest]);
        message
    };
    assert_eq!(relay_fault(&desk(1, MAX_MANIFEST + 1)), Reject::TooLarge);
    assert_eq!(relay_fault(&over(25, MAX_HELLO + 1, 0x87)), Reject::TooLarge);

    assert_eq!(relay_fault(&desk(MAX_ROOT + 1, 1)), Reject::TooLarge);
    assert!(RelayFrame::decode(&desk(MAX_ROOT, MAX_MANIFEST)).is_ok());

    let attach = |root: usize, certificate: usize, manifest: usize| {
        let mut message = [&[0x04][..], &[1; 64]].concat();
        for length in [root, certificate, manifest] {
            message.extend(u16::try_from(length).unwrap().to_be_bytes());
            message.extend(vec![1; length]);
        }
        message
    };
    assert!(ClientFrame::decode(&attach(MAX_ROOT, MAX_CERTIFICATE, MAX_MANIFEST)).is_ok());
    assert_eq!(client_fault(&attach(MAX_ROOT + 1, 1, 1)), Reject::TooLarge);
    assert_eq!(client_fault(&attach(1, MAX_CERTIFICATE + 1, 1)), Reject::TooLarge);
    assert_eq!(client_fault(&attach(1, 1, MAX_MANIFEST + 1)), Reject::TooLarge);
}

#[test]
fn a_desk_has_root_and_manifest_or_neither() {
    let desk = |root: &'static [u8], manifest: &'static [u8]| {
        let head = [&[0x82][..], &[1; 34], &[0, root.len() as u8]].concat();
        [&head, root, manifest].concat()
    };
    assert!(RelayFrame::decode(&desk(b"r", b"m")).is_ok());
    assert!(RelayFrame::decode(&desk(b"", b"")).is_ok());
    assert_eq!(relay_fault(&desk(b"r", b"")), Reject::Forbidden);
    assert_eq!(relay_fault(&desk(b"", b"m")), Reject::Forbidden);
}

#[test]
fn unknown_versions_positions_codes_and_nameplates_are_rejected() {
    for (mut message, _) in from_relays() {
        match message[0] {
            0x80 => message[1] = 2,
            0x83 => message[17..19].fill(0),
            0x8b | 0x8e => message[1] = 27,
            // Seconds and nameplate of an invite.
            0x8c if message[23..] == [0xff, 0xff] => message[23] = 0x03,
            _ => continue,
        }
        assert_eq!(relay_fault(&message), Reject::Forbidden, "{:#x}", message[0]);
    }
}

#[test]
fn joined_lists_exactly_as_many_as_it_announces() {
    let mut message = RelayFrame::Joined {
        room: ROOM,
        you: MEMBER,
        members: Members::new(&[[9; 8], [8; 8]]),
    }
    .encode()
    .unwrap();
    let RelayFrame::Joined { members, .. } = RelayFrame::decode(&message).unwrap() else {
        unreachable!()
    };
    assert_eq!(members.iter().collect::<Vec<_>>(), [MemberId([9; 8]), MemberId([8; 8])]);
    message[25] = 1;
    assert_eq!(relay_fault(&message), Reject::Trailing);
    message[25] = 3;
    assert_eq!(relay_fault(&message), Reject::Truncated);
    message[25] = 2;
    message[34..42].fill(0);
    assert_eq!(relay_fault(&message), Reject::Forbidden);
}

#[test]
fn an_invite_that_is_none_is_rejected() {
    let invite = |seconds: u32, opening: &[u8]| [&[0x08][..], &[1; 32], &seconds.to_be_bytes(), opening].concat();
    let redeem = |route: &[u8]| [&[0x09][..], &[1; 64], route, b"h"].concat();
    let link = [&[2][..], &[7; 16]].concat();
    assert!(ClientFrame::decode(&invite(1, &[1, 0x03, 0xe7])).is_ok());
    assert!(ClientFrame::decode(&redeem(&link)).is_ok());
    for (why, message) in [
        ("for no time", invite(0, &[1, 0, 7])),
        ("nameplate 1000", invite(1, &[1, 0x03, 0xe8])),
        ("nameplate 65534", invite(1, &[1, 0xff, 0xfe])),
        ("of kind 0", invite(1, &[0, 0, 7])),
        ("of kind 3", invite(1, &[3, 0, 7])),
        ("a link of zeroes", invite(1, &[&[2][..], &[0; 16]].concat())),
        ("redeeming any nameplate", redeem(&[1, 0xff, 0xff])),
        ("redeeming nameplate 1000", redeem(&[1, 0x03, 0xe8])),
        ("redeeming kind 3", redeem(&[3, 0, 7])),
        ("redeeming a link of zeroes", redeem(&[&[2][..], &[0; 16]].concat())),
        ("redeeming without a hello", [&[0x09][..], &[1; 64], &link].concat()),
    ] {
        assert_eq!(client_fault(&message), Reject::Forbidden, "{why}");
    }
    let invited = |seconds: u32, nameplate: u16| {
        [&[0x8c][..], &[1; 16], &seconds.to_be_bytes(), &nameplate.to_be_bytes()].concat()
    };
    assert!(RelayFrame::decode(&invited(1, 999)).is_ok());
    assert_eq!(relay_fault(&invited(0, 999)), Reject::Forbidden);
    assert_eq!(relay_fault(&invited(1, 1_000)), Reject::Forbidden);
    let uninvited = |code: u8, id: u8| [&[0x8e, code][..], &[id; 16]].concat();
    assert!(RelayFrame::decode(&uninvited(24, 1)).is_ok());
    assert_eq!(relay_fault(&uninvited(0, 1)), Reject::Forbidden);
    assert_eq!(relay_fault(&uninvited(24, 0)), Reject::Forbidden);
}

#[test]
fn encoding_refuses_what_decoding_would_and_leaves_the_buffer_alone() {
    let long = vec![1; MAX_FRAME];
    let mut out = b"before".to_vec();
    for (frame, fault) in [
        (
            ClientFrame::Frame {
                room: ROOM,
                to: MEMBER,
                payload: b"",
            },
            Reject::Forbidden,
        ),
        (
            ClientFrame::Frame {
                room: RoomId::NONE,
                to: MEMBER,
                payload: b"p",
            },
            Reject::Forbidden,
        ),
        (
            ClientFrame::Frame {
                room: ROOM,
                to: MEMBER,
                payload: &long,
            },
            Reject::TooLarge,
        ),
        (
            ClientFrame::Attach {
                signature: [0; 64],
                root: &long,
                certificate: b"c",
                manifest: b"m",
            },
            Reject::TooLarge,
        ),
        (
            ClientFrame::Attach {
                signature: [0; 64],
                root: b"r",
                certificate: b"",
                manifest: b"m",
            },
            Reject::Forbidden,
        ),
        (
            ClientFrame::Invite {
                invite: INVITE,
                secret: MemberSecret::new([3; 16]),
                seconds: 0,
                opening: Opening::Pin(None),
            },
            Reject::Forbidden,
        ),
        (
            ClientFrame::Invite {
                invite: INVITE,
                secret: MemberSecret::new([3; 16]),
                seconds: 1,
                opening: Opening::Link(LinkId([0; 16])),
            },
            Reject::Forbidden,
        ),
        (
            ClientFrame::Withdraw {
                invite: InviteId([0; 16]),
            },
            Reject::Forbidden,
        ),
    ] {
        assert_eq!(frame.encode_into(&mut out), Err(fault));
        assert_eq!(out, b"before");
    }
    let crowd = vec![[1; 8]; 256];
    for (frame, fault) in [
        (
            RelayFrame::Waiting {
                room: ROOM,
                position: 0,
                consoles: 0,
            },
            Reject::Forbidden,
        ),
        (
            RelayFrame::Entered {
                room: ROOM,
                member: MemberId::EVERYBODY,
            },
            Reject::Forbidden,
        ),
        (
            RelayFrame::Joined {
                room: ROOM,
                you: MEMBER,
                members: Members::new(&crowd),
            },
            Reject::Forbidden,
        ),
        (
            RelayFrame::Claimed {
                room: ROOM,
                customer: MEMBER,
                hello: &long,
            },
            Reject::TooLarge,
        ),
    ] {
        assert_eq!(frame.encode_into(&mut out), Err(fault));
        assert_eq!(out, b"before");
    }
}

#[test]
fn every_reject_has_its_answer() {
    for reject in [
        Reject::Empty,
        Reject::UnknownType,
        Reject::Truncated,
        Reject::Trailing,
        Reject::Forbidden,
    ] {
        assert_eq!(
            (reject.refusal(), reject.close()),
            (Refusal::Malformed, CloseCode::Malformed)
        );
    }
    assert_eq!(
        (Reject::TooLarge.refusal(), Reject::TooLarge.close()),
        (Refusal::TooLarge, CloseCode::TooBig)
    );
}

/// Random bytes that start like a frame get further into the decoder than random bytes alone.
fn message() -> impl Strategy<Value = Vec<u8>> {
    let kind = prop_oneof![0x00..=0x11u8, 0x7f..=0x8fu8, any::<u8>()];
    prop_oneof![
        (kind, vec(any::<u8>(), 0..300)).prop_map(|(kind, rest)| [&[kind][..], &rest].concat()),
        (any::<u8>(), 0..MAX_FRAME + 100).prop_map(|(byte, length)| vec![byte; length]),
    ]
}

fn id<const N: usize>() -> impl Strategy<Value = [u8; N]> {
    any::<[u8; N]>().prop_filter("zeros are reserved", |id| id != &[0; N])
}

proptest! {
    #[test]
    fn no_input_brings_the_decoder_down(message in message()) {
        if let Ok(frame) = ClientFrame::decode(&message) {
            prop_assert_eq!(frame.encode().unwrap(), message.clone(), "there is one way to write a frame");
        }
        if let Ok(frame) = RelayFrame::decode(&message) {
            prop_assert_eq!(frame.encode().unwrap(), message.clone());
        }
    }

    #[test]
    fn the_fast_path_accepts_and_rejects_what_the_decoder_does(message in message()) {
        let peeked = Forward::peek(&message);
        match ClientFrame::decode(&message) {
            Ok(ClientFrame::Frame { room, to, .. }) => prop_assert_eq!(peeked, Ok(Some(Forward { room, to }))),
            Err(fault) if message.first() == Some(&0x10) => prop_assert_eq!(peeked, Err(fault)),
            _ => prop_assert_eq!(peeked, Ok(None)),
        }
    }

    #[test]
    fn client_frames_come_back_as_they_went(
        desk in any::<[u8; 32]>(), room in id::<16>(), member in any::<[u8; 8]>(), secret in any::<[u8; 16]>(),
        token in any::<u64>(), signature in any::<[u8; 64]>(),
        invite in id::<16>(), link in id::<16>(), number in 0..1_000u16, seconds in 1..=u32::MAX,
        bytes in vec(any::<u8>(), 1..=MAX_HELLO), root in vec(any::<u8>(), 1..=MAX_ROOT),
    ) {
        let (desk, room, to) = (DeskId(desk), RoomId(room), MemberId(member));
        let (invite, link, route) = (InviteId(invite), LinkId(link), Route::Pin(Nameplate::new(number).unwrap()));
        let secret = || MemberSecret::new(secret);
        for frame in [
            ClientFrame::Ping { token },
            ClientFrame::Look { desk },
            ClientFrame::Knock { desk, room, secret: secret(), hello: &bytes },
            ClientFrame::Attach { signature, root: &root, certificate: &root, manifest: &bytes },
            ClientFrame::Claim { room, secret: secret() },
            ClientFrame::Join { room, secret: secret() },
            ClientFrame::Leave { room },
            ClientFrame::Invite { invite, secret: secret(), seconds, opening: Opening::Pin(Nameplate::new(number)) },
            ClientFrame::Invite { invite, secret: secret(), seconds, opening: Opening::Link(link) },
            ClientFrame::Redeem { desk, room, secret: secret(), route: Route::Link(link), hello: &bytes },
            ClientFrame::Redeem { desk, room, secret: secret(), route, hello: &bytes },
            ClientFrame::Withdraw { invite },
            ClientFrame::Frame { room, to, payload: &bytes },
        ] {
            let bytes = frame.encode().unwrap();
            prop_assert_eq!(ClientFrame::decode(&bytes), Ok(frame));
        }
    }

    #[test]
    fn relay_frames_come_back_as_they_went(
        desk in any::<[u8; 32]>(), room in id::<16>(), member in id::<8>(), nonce in any::<[u8; 32]>(),
        long in any::<u32>(), short in any::<u16>(), code in 1..=25u8, invite in id::<16>(),
        bytes in vec(any::<u8>(), 1..=MAX_HELLO), others in vec(id::<8>(), 0..=255),
    ) {
        let (desk, room, member, invite) = (DeskId(desk), RoomId(room), MemberId(member), InviteId(invite));
        for frame in [
            RelayFrame::Welcome { nonce, max_frame: long, ping_seconds: short },
            RelayFrame::Pong { token: u64::from(long) },
            RelayFrame::Desk { desk, consoles: short, root: &bytes[..1], manifest: &bytes },
            RelayFrame::Waiting { room, position: short.max(1), consoles: short },
            RelayFrame::Attached { waiting: short },
            RelayFrame::Knocked { room, waited_ms: long },
            RelayFrame::Gone { room },
            RelayFrame::Claimed { room, customer: member, hello: &bytes },
            RelayFrame::Joined { room, you: member, members: Members::new(&others) },
            RelayFrame::Entered { room, member },
            RelayFrame::Left { room, member },
            RelayFrame::Refused { code: Refusal::from_number(code).unwrap(), room },
            RelayFrame::Invited { invite, seconds: long.max(1), nameplate: Nameplate::new(short) },
            RelayFrame::Redeemed { invite, room, customer: member, hello: &bytes },
            RelayFrame::Uninvited { code: Refusal::from_number(code).unwrap(), invite },
            RelayFrame::Frame { room, from: member, payload: &bytes },
        ] {
            let bytes = frame.encode().unwrap();
            prop_assert_eq!(RelayFrame::decode(&bytes), Ok(frame));
        }
    }
}
