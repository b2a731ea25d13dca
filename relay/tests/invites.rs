//! Invites: who is led where, and what burns. The rules as a script, then once over real sockets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::client::{House, room, secret};
use common::mint;
use hushwire_desk::CLOCK_SKEW_SECONDS;
use hushwire_relay::rooms::{Attachment, Deliveries, Delivery, Invitation, Now, Redeem, Rooms, SocketId};
use hushwire_relay::{Config, Limits, RoomLimits};
use hushwire_wire::{
    ClientFrame, DeskId, InviteId, LinkId, MemberId, Nameplate, Opening, Refusal, RelayFrame, RoomId, Route,
};

const DESK: DeskId = DeskId([0xd1; 32]);
const OTHER_DESK: DeskId = DeskId([0xd2; 32]);
const END: u64 = 1_000_000;
const ANY: Opening = Opening::Pin(None);

struct Script {
    rooms: Rooms<&'static str>,
    now: Now,
}

fn pin(number: u16) -> Route {
    Route::Pin(Nameplate::new(number).unwrap())
}

fn socket(who: &str) -> SocketId {
    SocketId(u64::from(who.as_bytes()[0]))
}

/// Consoles tom and tia of the desk, eve of another one; customers cara and dan.
impl Script {
    fn new() -> Self {
        Self::with(Limits::default().rooms())
    }

    fn with(limits: RoomLimits) -> Self {
        let mut it = Self {
            rooms: Rooms::new(limits),
            now: Now { ms: 0, seconds: 0 },
        };
        for who in ["tom", "ulla", "eve", "cara", "dan"] {
            it.rooms.connect(socket(who), who);
        }
        for (who, desk) in [("tom", DESK), ("ulla", DESK), ("eve", OTHER_DESK)] {
            it.attach(who, desk, 1, &[]);
        }
        it
    }

    fn attach(&mut self, who: &'static str, desk: DeskId, number: u64, revoked: &[u8]) -> Vec<String> {
        let mut manifest = mint::manifest(number);
        manifest.revoked = revoked.iter().map(|serial| [*serial; 16]).collect();
        let attachment = Attachment {
            desk,
            serial: [who.as_bytes()[0]; 16],
            not_after: END,
            root: b"root".to_vec(),
            signed: b"manifest".to_vec(),
            manifest,
        };
        said(self.rooms.attach(socket(who), attachment, 0))
    }

    fn invite(&mut self, who: &str, id: u8, opening: Opening) -> Vec<String> {
        self.invite_for(who, id, opening, 60)
    }

    fn invite_for(&mut self, who: &str, id: u8, opening: Opening, seconds: u32) -> Vec<String> {
        let invitation = Invitation {
            invite: InviteId([id; 16]),
            member: MemberId([id + 100; 8]),
            seconds,
            opening,
        };
        // The last of what is free.
        let mut draw = |count: usize| count - 1;
        said(self.rooms.invite(socket(who), invitation, self.now, &mut draw))
    }

    fn redeem(&mut self, who: &str, room: u8, route: Route) -> Vec<String> {
        self.redeem_at(who, DESK, room, route, None)
    }

    fn redeem_at(&mut self, who: &str, desk: DeskId, room: u8, route: Route, origin: Option<&str>) -> Vec<String> {
        let redeem = Redeem {
            desk,
            room: RoomId([room; 16]),
            member: MemberId([room + 50; 8]),
            route,
            hello: b"hello",
            origin,
        };
        said(self.rooms.redeem(socket(who), redeem, self.now))
    }

    fn withdraw(&mut self, who: &str, id: u8) -> Vec<String> {
        said(self.rooms.withdraw_invite(socket(who), InviteId([id; 16])))
    }
}

fn said(result: Result<Deliveries<&'static str>, Refusal>) -> Vec<String> {
    let words = |bytes: Vec<u8>| match RelayFrame::decode(&bytes).unwrap() {
        RelayFrame::Invited {
            invite,
            seconds,
            nameplate,
        } => format!(
            "invited {} for {seconds} at {:?}",
            invite.0[0],
            nameplate.map(Nameplate::number)
        ),
        RelayFrame::Redeemed {
            invite, room, customer, ..
        } => format!("redeemed {} in {} by {}", invite.0[0], room.0[0], customer.0[0]),
        RelayFrame::Uninvited { code, invite } => format!("uninvited {} {code}", invite.0[0]),
        RelayFrame::Joined { room, you, members } => {
            let others: Vec<_> = members.iter().map(|member| member.0[0]).collect();
            format!("joined {} as {} with {others:?}", room.0[0], you.0[0])
        }
        RelayFrame::Entered { member, .. } => format!("entered {}", member.0[0]),
        RelayFrame::Left { member, .. } => format!("left {}", member.0[0]),
        RelayFrame::Refused { code, .. } => format!("refused {code}"),
        other => format!("{other:?}"),
    };
    match result {
        Ok(deliveries) => deliveries
            .into_iter()
            .map(|delivery| match delivery {
                Delivery::Frame { to, bytes } => format!("{to}: {}", words(bytes)),
                Delivery::Close { socket, code } => format!("{socket}: closed {code}"),
                Delivery::Node { .. } => panic!("this relay is alone"),
            })
            .collect(),
        Err(refusal) => vec![format!("refused {refusal}")],
    }
}

#[test]
fn a_pin_leads_to_the_console_that_gave_it_and_to_nobody_else() {
    let mut it = Script::new();
    assert_eq!(it.invite("tom", 1, ANY), ["tom: invited 1 for 60 at Some(999)"]);
    assert_eq!(
        it.redeem("cara", 5, pin(999)),
        [
            "cara: joined 5 as 55 with []",
            "tom: redeemed 1 in 5 by 55",
            "tom: joined 5 as 101 with [55]",
            "cara: entered 101",
        ]
    );
    assert_eq!(it.rooms.counts().waiting, 0, "there is no queue");
}

#[test]
fn an_invite_burns_at_its_first_use() {
    let mut it = Script::new();
    it.invite("tom", 1, ANY);
    it.redeem("cara", 5, pin(999));
    assert_eq!(it.redeem("dan", 6, pin(999)), ["refused unknown-invite"]);
    assert_eq!(it.rooms.counts().invites, 0);
    // The nameplate is free again.
    assert_eq!(it.invite("tom", 2, ANY), ["tom: invited 2 for 60 at Some(999)"]);
}

#[test]
fn a_link_is_led_by_its_id() {
    let mut it = Script::new();
    let link = LinkId([7; 16]);
    assert_eq!(
        it.invite("tom", 1, Opening::Link(link)),
        ["tom: invited 1 for 60 at None"]
    );
    assert_eq!(
        it.redeem("cara", 5, Route::Link(LinkId([8; 16]))),
        ["refused unknown-invite"]
    );
    assert_eq!(it.redeem("cara", 5, Route::Link(link)).len(), 4);
    assert_eq!(it.redeem("dan", 6, Route::Link(link)), ["refused unknown-invite"]);
}

#[test]
fn a_route_that_is_none_is_refused_alike_whatever_the_reason() {
    let mut it = Script::new();
    it.invite("tom", 1, ANY);
    it.invite("tom", 2, ANY);
    assert_eq!(it.redeem("cara", 5, pin(0)), ["refused unknown-invite"], "never given");
    assert_eq!(
        it.redeem_at("cara", OTHER_DESK, 5, pin(999), None),
        ["refused unknown-invite"],
        "of another desk"
    );
    assert_eq!(
        it.redeem_at("cara", DeskId([9; 32]), 5, pin(999), None),
        ["refused unknown-invite"],
        "of no desk"
    );
    assert!(it.withdraw("tom", 1).is_empty());
    assert_eq!(it.redeem("cara", 5, pin(999)), ["refused unknown-invite"], "withdrawn");
    it.now.ms = 60_000;
    assert_eq!(it.redeem("cara", 5, pin(998)), ["refused unknown-invite"], "run out");
    assert_eq!(it.rooms.counts().rooms, 0);
}

#[test]
fn what_is_wrong_with_the_customer_burns_nothing() {
    let mut it = Script::new();
    it.invite("tom", 1, ANY);
    it.invite("tom", 2, ANY);
    it.redeem("dan", 5, pin(998));
    assert_eq!(it.redeem("cara", 5, pin(999)), ["refused room-taken"]);
    let elsewhere = Some("https://elsewhere.example");
    assert_eq!(
        it.redeem_at("cara", DESK, 6, pin(999), elsewhere),
        ["refused origin-not-allowed"]
    );
    assert_eq!(it.redeem_at("cara", DESK, 6, pin(999), Some(mint::ORIGIN)).len(), 4);
}

#[test]
fn what_is_wrong_with_the_console_burns_it_and_both_hear() {
    let mut it = Script::new();
    it.invite("tom", 1, ANY);
    it.now.seconds = END + CLOCK_SKEW_SECONDS + 1;
    assert_eq!(
        it.redeem("cara", 5, pin(999)),
        ["tom: uninvited 1 expired-certificate", "cara: refused unknown-invite"]
    );
    assert_eq!(it.invite("tom", 2, ANY), ["refused expired-certificate"]);

    let mut it = Script::with(RoomLimits {
        rooms_per_socket: 1,
        ..Limits::default().rooms()
    });
    it.invite("tom", 1, ANY);
    it.invite("tom", 2, ANY);
    it.redeem("cara", 5, pin(999));
    assert_eq!(
        it.redeem("dan", 6, pin(998)),
        ["tom: uninvited 2 too-many-rooms", "dan: refused unknown-invite"]
    );
    let counts = it.rooms.counts();
    assert_eq!((counts.rooms, counts.invites), (1, 0));
}

#[test]
fn only_an_attached_console_invites() {
    let mut it = Script::new();
    assert_eq!(it.invite("cara", 1, ANY), ["refused not-attached"]);
    assert_eq!(it.withdraw("cara", 1), ["refused not-attached"]);
}

#[test]
fn nobody_takes_a_route_or_an_invite_from_another() {
    let mut it = Script::new();
    it.invite("tom", 1, ANY);
    let nameplate = Opening::Pin(Nameplate::new(999));
    assert_eq!(it.invite("ulla", 2, nameplate), ["refused invite-taken"]);
    assert!(it.withdraw("ulla", 1).is_empty());
    // Another desk's nameplates are others.
    assert_eq!(it.invite("eve", 3, nameplate), ["eve: invited 3 for 60 at Some(999)"]);
    assert_eq!(it.redeem("cara", 5, pin(999)).len(), 4, "still tom's");
}

#[test]
fn a_console_that_says_its_invite_again_keeps_the_route_and_takes_it_to_its_new_socket() {
    let mut it = Script::new();
    it.invite("tom", 1, ANY);
    it.now.ms = 50_000;
    assert_eq!(
        it.invite_for("ulla", 1, Opening::Pin(Nameplate::new(3)), 30),
        ["ulla: invited 1 for 30 at Some(999)"]
    );
    it.rooms.disconnect(socket("tom"));
    it.now.ms = 79_000;
    assert_eq!(it.redeem("cara", 5, pin(999))[1], "ulla: redeemed 1 in 5 by 55");
}

#[test]
fn after_a_restart_a_console_gets_the_nameplate_it_had() {
    let mut it = Script::new();
    let again = Opening::Pin(Nameplate::new(42));
    assert_eq!(it.invite("tom", 1, again), ["tom: invited 1 for 60 at Some(42)"]);
}

#[test]
fn invites_end_with_the_console() {
    let mut it = Script::new();
    it.invite("tom", 1, ANY);
    it.invite("ulla", 2, ANY);
    it.rooms.disconnect(socket("tom"));
    assert_eq!(it.redeem("cara", 5, pin(999)), ["refused unknown-invite"]);
    // A newer manifest sends ulla home.
    it.rooms.connect(socket("vera"), "vera");
    it.attach("vera", DESK, 2, b"u");
    assert_eq!(it.redeem("cara", 5, pin(998)), ["refused unknown-invite"]);
    assert_eq!(it.rooms.counts().invites, 0);
}

#[test]
fn the_operator_bounds_how_many_and_for_how_long() {
    let limits = RoomLimits {
        invites_per_console: 2,
        invites_per_desk: 3,
        invites_total: 4,
        invite_seconds: 10,
        ..Limits::default().rooms()
    };
    let mut it = Script::with(limits);
    assert_eq!(it.invite("tom", 1, ANY), ["tom: invited 1 for 10 at Some(999)"]);
    it.invite("tom", 2, ANY);
    assert_eq!(it.invite("tom", 3, ANY), ["refused invites-full"], "of a console");
    assert_eq!(
        it.invite("tom", 2, ANY),
        ["tom: invited 2 for 10 at Some(998)"],
        "the same one is no other"
    );
    it.invite("ulla", 4, ANY);
    assert_eq!(it.invite("ulla", 5, ANY), ["refused invites-full"], "of a desk");
    it.invite("eve", 6, ANY);
    assert_eq!(it.invite("eve", 7, ANY), ["refused invites-full"], "of the relay");
    it.now.ms = 10_000;
    assert_eq!(
        it.invite("tom", 8, ANY),
        ["tom: invited 8 for 10 at Some(999)"],
        "what has run out is gone"
    );
    assert_eq!(
        it.rooms.counts().invites,
        2,
        "that one, and eve's, whose desk nobody has asked since"
    );
}

#[test]
fn a_thousand_pins_are_all_there_are() {
    let mut it = Script::with(RoomLimits {
        invites_per_console: 2_000,
        ..Limits::default().rooms()
    });
    let mut seen = std::collections::BTreeSet::new();
    for number in 0..1_000_u16 {
        let mut id = [1; 16];
        id[..2].copy_from_slice(&number.to_be_bytes());
        let invitation = Invitation {
            invite: InviteId(id),
            member: MemberId([1; 8]),
            seconds: 60,
            opening: ANY,
        };
        let mut draw = |count: usize| usize::from(number) * 7 % count;
        seen.extend(said(it.rooms.invite(socket("tom"), invitation, it.now, &mut draw)));
    }
    assert_eq!(seen.len(), 1_000, "each got another one");
    assert_eq!(it.invite("tom", 150, ANY), ["refused invites-full"]);
    assert_eq!(
        it.invite("tom", 151, Opening::Link(LinkId([1; 16]))),
        ["tom: invited 151 for 60 at None"]
    );
}

#[tokio::test]
async fn over_real_sockets_a_pin_is_given_used_once_and_tries_are_counted() {
    let limits = Limits {
        tries_per_minute: 3,
        ..Limits::default()
    };
    let house = House::open(Config {
        limits,
        ..Config::default()
    })
    .await;
    let desk = mint::Desk::new(1);
    let mut tom = house.client().await;
    let attach = desk.attach(&tom.nonce, &house.host());
    tom.send_bytes(attach).await;
    tom.expect(RelayFrame::Attached { waiting: 0 }).await;
    let invite = InviteId([7; 16]);
    tom.send(ClientFrame::Invite {
        invite,
        secret: secret(2),
        seconds: 600,
        opening: ANY,
    })
    .await;
    let invited = tom.hear().await;
    let RelayFrame::Invited {
        nameplate: Some(nameplate),
        ..
    } = RelayFrame::decode(&invited).unwrap()
    else {
        panic!("not invited");
    };
    let wrong = Nameplate::new((nameplate.number() + 1) % 1_000).unwrap();

    let mut cara = house.client().await;
    let redeem = |nameplate| ClientFrame::Redeem {
        desk: desk.id(),
        room: room(1),
        secret: secret(1),
        route: Route::Pin(nameplate),
        hello: b"hello",
    };
    cara.send(redeem(wrong)).await;
    cara.refused(Refusal::UnknownInvite, room(1)).await;
    cara.send(redeem(nameplate)).await;
    let joined = cara.hear().await;
    let RelayFrame::Joined { you: customer, .. } = RelayFrame::decode(&joined).unwrap() else {
        panic!("not joined");
    };
    tom.expect(RelayFrame::Redeemed {
        invite,
        room: room(1),
        customer,
        hello: b"hello",
    })
    .await;
    // The third try goes through to the rules, the fourth does not.
    let entered = cara.hear().await;
    assert!(matches!(RelayFrame::decode(&entered), Ok(RelayFrame::Entered { .. })));
    cara.send(redeem(nameplate)).await;
    cara.refused(Refusal::RoomTaken, room(1)).await;
    cara.send(redeem(nameplate)).await;
    cara.refused(Refusal::RateLimited, room(1)).await;
    house.close().await;
}
