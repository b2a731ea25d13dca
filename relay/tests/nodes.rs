//! The rules of rooms and desks over several relays, as a script: two or three relays without a socket, and a wire
//! between them that the script can hold, cut and mend.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::VecDeque;

use common::{mint, words::words};
use hushwire_relay::Limits;
use hushwire_relay::backplane::{Message, NodeId};
use hushwire_relay::rooms::{Attachment, Deliveries, Delivery, Invitation, Knock, Now, Redeem, Rooms, SocketId};
use hushwire_wire::{InviteId, MemberId, Nameplate, Opening, Refusal, RelayFrame, RoomId, Route};

/// People are named for the relay they are at: "a.cara" is at relay a.
struct Cluster {
    nodes: Vec<Rooms<&'static str>>,
    names: Vec<&'static str>,
    wire: VecDeque<(usize, usize, Message)>,
    heard: Vec<String>,
    now_ms: u64,
}

impl Cluster {
    /// That many relays, which have met.
    fn of(count: usize) -> Self {
        let mut it = Self {
            nodes: (0..count)
                .map(|number| {
                    let mut rooms = Rooms::new(Limits::default().rooms());
                    rooms.call_me(id(number));
                    rooms
                })
                .collect(),
            names: Vec::new(),
            wire: VecDeque::new(),
            heard: Vec::new(),
            now_ms: 0,
        };
        for one in 0..count {
            for other in 0..one {
                it.meet(one, other);
            }
        }
        it
    }

    fn meet(&mut self, one: usize, other: usize) {
        for (here, there) in [(one, other), (other, one)] {
            let out = self.nodes[here].meet_node(id(there), self.now_ms);
            self.take(here, out);
        }
    }

    /// The two lose sight of each other; what was on its way is lost.
    fn part(&mut self, one: usize, other: usize) {
        self.wire
            .retain(|(from, to, _)| ![(one, other), (other, one)].contains(&(*from, *to)));
        for (here, there) in [(one, other), (other, one)] {
            let out = self.nodes[here].part_node(id(there));
            self.take(here, out);
        }
    }

    fn take(&mut self, here: usize, deliveries: Deliveries<&'static str>) {
        for delivery in deliveries {
            match delivery {
                Delivery::Close { socket, code } => self.heard.push(format!("{socket}: closed {code}")),
                Delivery::Frame { to, bytes } => {
                    self.heard
                        .push(format!("{to}: {}", words(&RelayFrame::decode(&bytes).unwrap())));
                }
                Delivery::Node { to, message } => {
                    // What cannot be encoded cannot be said.
                    let message = Message::decode(&message.encode()).expect("a message that decodes");
                    self.wire.push_back((here, usize::from(to.0[0]), message));
                }
            }
        }
    }

    /// Delivers what is on the wire, and what that leads to.
    fn carry(&mut self) -> Vec<String> {
        while self.carry_one() {}
        self.heard.drain(..).collect()
    }

    fn carry_one(&mut self) -> bool {
        let Some((from, to, message)) = self.wire.pop_front() else {
            return false;
        };
        let out = self.nodes[to].hear_node(id(from), message, self.now_ms, mint::now());
        self.take(to, out);
        true
    }

    fn act(
        &mut self,
        who: &'static str,
        act: impl FnOnce(&mut Rooms<&'static str>, SocketId, u64) -> Result<Deliveries<&'static str>, Refusal>,
    ) {
        let node = node_of(who);
        let socket = match self.names.iter().position(|known| *known == who) {
            Some(place) => SocketId(place as u64),
            None => {
                let socket = SocketId(self.names.len() as u64);
                self.names.push(who);
                self.nodes[node].connect(socket, who);
                socket
            }
        };
        match act(&mut self.nodes[node], socket, self.now_ms) {
            Ok(out) => self.take(node, out),
            Err(refusal) => self.heard.push(format!("{who}: refused {refusal}")),
        }
    }

    fn join(&mut self, who: &'static str, room: u8, member: u8) {
        self.act(who, |rooms, socket, _| {
            rooms.join(socket, RoomId([room; 16]), MemberId([member; 8]))
        });
    }

    fn leave(&mut self, who: &'static str, room: u8) {
        self.act(who, |rooms, socket, _| rooms.leave(socket, RoomId([room; 16])));
    }

    fn look(&mut self, who: &'static str) {
        self.act(who, |rooms, socket, _| rooms.look(socket, desk().id()));
    }

    fn knock(&mut self, who: &'static str, room: u8, member: u8) {
        self.act(who, |rooms, socket, now| {
            let knock = Knock {
                desk: desk().id(),
                room: RoomId([room; 16]),
                member: MemberId([member; 8]),
                hello: b"hello",
                origin: None,
            };
            rooms.knock(socket, knock, now)
        });
    }

    fn attach(&mut self, who: &'static str, number: u64) {
        self.act(who, |rooms, socket, now| {
            rooms.attach(socket, attachment(number, vec![]), now)
        });
    }

    fn claim(&mut self, who: &'static str, room: u8, member: u8) {
        self.act(who, |rooms, socket, _| {
            rooms.claim(socket, RoomId([room; 16]), MemberId([member; 8]), mint::now())
        });
    }

    fn invite(&mut self, who: &'static str, invite: u8, member: u8, draw: usize) {
        self.act(who, |rooms, socket, now| {
            let invitation = Invitation {
                invite: InviteId([invite; 16]),
                member: MemberId([member; 8]),
                seconds: 60,
                opening: Opening::Pin(None),
            };
            rooms.invite(socket, invitation, clocks(now), &mut |below| draw.min(below - 1))
        });
    }

    fn redeem(&mut self, who: &'static str, nameplate: u16, room: u8, member: u8) {
        self.act(who, |rooms, socket, now| {
            let redeem = Redeem {
                desk: desk().id(),
                room: RoomId([room; 16]),
                member: MemberId([member; 8]),
                route: Route::Pin(Nameplate::new(nameplate).unwrap()),
                hello: b"hello",
                origin: None,
            };
            rooms.redeem(socket, redeem, clocks(now))
        });
    }

    fn hang_up(&mut self, who: &'static str) {
        let place = self.names.iter().position(|known| *known == who).unwrap();
        self.names[place] = "";
        let node = node_of(who);
        let out = self.nodes[node].disconnect(SocketId(place as u64));
        self.take(node, out);
    }

    /// Who gets a frame, wherever they are.
    fn frame(&mut self, who: &'static str, room: u8, to: u8) -> Vec<&'static str> {
        let place = self.names.iter().position(|known| *known == who).unwrap();
        let here = node_of(who);
        let (room, to) = (RoomId([room; 16]), MemberId([to; 8]));
        let route = match self.nodes[here].route(SocketId(place as u64), room, to) {
            Ok(route) => route,
            Err(_) => return vec!["refused"],
        };
        let mut receivers: Vec<_> = route.receivers().copied().collect();
        for node in route.nodes() {
            let there = &self.nodes[usize::from(node.0[0])];
            receivers.extend(there.receivers_from(id(here), room, route.from, to));
        }
        receivers.sort_unstable();
        receivers
    }
}

fn clocks(ms: u64) -> Now {
    Now {
        ms,
        seconds: mint::now(),
    }
}

fn id(node: usize) -> NodeId {
    NodeId([node as u8; 16])
}

fn node_of(who: &str) -> usize {
    usize::from(who.as_bytes()[0] - b'a')
}

fn desk() -> mint::Desk {
    mint::Desk::new(1)
}

fn attachment(number: u64, revoked: Vec<[u8; 16]>) -> Attachment {
    let mut desk = desk();
    desk.manifest.number = number;
    desk.manifest.revoked = revoked;
    Attachment {
        desk: desk.id(),
        serial: [1; 16],
        not_after: u64::MAX,
        root: desk.record(),
        signed: desk.signed_manifest(),
        manifest: desk.manifest,
    }
}

/// The manifest is bytes in `desk`; here it counts only whether it came.
fn without_bytes(lines: Vec<String>) -> Vec<String> {
    let short = |line: String| match line.split_once(", \"") {
        Some((start, "\"")) => start.to_owned(),
        Some((start, _)) => format!("{start} and its manifest"),
        None => line,
    };
    lines.into_iter().map(short).collect()
}

#[test]
fn members_of_one_room_at_two_relays_see_and_reach_each_other() {
    let mut it = Cluster::of(2);
    it.join("a.cara", 1, 10);
    it.join("b.tom", 1, 20);
    assert_eq!(
        it.carry(),
        [
            "a.cara: joined 1 as 10 with []",
            "b.tom: joined 1 as 20 with []",
            "b.tom: entered 1 10",
            "a.cara: entered 1 20",
        ],
        "both ask at once"
    );
    assert_eq!(it.frame("a.cara", 1, 20), ["b.tom"]);
    assert_eq!(it.frame("b.tom", 1, 0), ["a.cara"]);
    assert_eq!(it.frame("b.tom", 1, 99), ["refused"]);
    it.leave("b.tom", 1);
    assert_eq!(it.carry(), ["a.cara: left 1 20"]);
    assert_eq!(it.frame("a.cara", 1, 20), ["refused"]);
}

#[test]
fn a_third_one_elsewhere_finds_a_room_that_was_complete_in_one_place() {
    let mut it = Cluster::of(3);
    it.join("a.cara", 1, 10);
    it.join("a.tom", 1, 20);
    it.carry();
    it.join("c.sue", 1, 30);
    assert_eq!(
        it.carry(),
        [
            "c.sue: joined 1 as 30 with []",
            "a.cara: entered 1 30",
            "a.tom: entered 1 30",
            "c.sue: entered 1 10",
            "c.sue: entered 1 20",
        ]
    );
    assert_eq!(it.frame("c.sue", 1, 0), ["a.cara", "a.tom"]);
    assert_eq!(it.frame("a.tom", 1, 0), ["a.cara", "c.sue"], "once each");
}

#[test]
fn a_room_whose_members_are_in_one_place_is_told_to_nobody_but_once() {
    let mut it = Cluster::of(2);
    it.join("a.cara", 1, 10);
    it.carry();
    it.join("a.tom", 1, 20);
    it.leave("a.tom", 1);
    it.join("a.tom", 1, 20);
    assert!(it.wire.is_empty());
}

#[test]
fn a_frame_from_a_relay_that_never_said_that_the_sender_is_there_reaches_nobody() {
    let mut it = Cluster::of(3);
    it.join("a.cara", 1, 10);
    it.join("b.tom", 1, 20);
    it.carry();
    let (room, tom) = (RoomId([1; 16]), MemberId([20; 8]));
    let from = |it: &Cluster, node| {
        it.nodes[0]
            .receivers_from(id(node), room, tom, MemberId::EVERYBODY)
            .count()
    };
    assert_eq!(from(&it, 1), 1);
    assert_eq!(from(&it, 2), 0);
}

#[test]
fn who_comes_back_at_another_relay_leaves_the_old_seat_and_the_others_see_it_enter() {
    let mut it = Cluster::of(3);
    it.join("a.cara", 1, 10);
    it.join("b.tom", 1, 20);
    it.carry();
    it.join("c.cara", 1, 10);
    assert_eq!(
        it.carry(),
        [
            "c.cara: joined 1 as 10 with []",
            "a.cara: left 1 10",
            "a.cara: closed replaced",
            "b.tom: entered 1 10",
            "c.cara: entered 1 20",
        ]
    );
    assert_eq!(it.frame("b.tom", 1, 10), ["c.cara"]);
    it.hang_up("a.cara");
    assert_eq!(it.carry(), [""; 0], "the old socket's end is nobody's business");
}

#[test]
fn a_lost_relay_is_a_visible_gap_and_heals_by_itself() {
    let mut it = Cluster::of(2);
    it.join("a.cara", 1, 10);
    it.join("b.tom", 1, 20);
    it.carry();
    it.part(0, 1);
    assert_eq!(it.carry(), ["a.cara: left 1 20", "b.tom: left 1 10"]);
    assert_eq!(it.frame("a.cara", 1, 20), ["refused"]);
    it.meet(0, 1);
    assert_eq!(it.carry(), ["b.tom: entered 1 10", "a.cara: entered 1 20"]);
    assert_eq!(it.frame("a.cara", 1, 20), ["b.tom"]);
}

#[test]
fn four_in_a_room_over_two_relays_find_each_other_again() {
    let mut it = Cluster::of(2);
    for (who, member) in [("a.one", 1), ("a.two", 2), ("b.three", 3), ("b.four", 4)] {
        it.join(who, 1, member);
        it.carry();
    }
    it.part(0, 1);
    it.carry();
    assert_eq!(it.frame("a.one", 1, 0), ["a.two"]);
    it.meet(0, 1);
    it.carry();
    assert_eq!(it.frame("a.one", 1, 0), ["a.two", "b.four", "b.three"]);
    assert_eq!(it.frame("b.four", 1, 0), ["a.one", "a.two", "b.three"]);
}

#[test]
fn a_customer_at_one_relay_is_seen_and_claimed_from_another() {
    let mut it = Cluster::of(2);
    it.look("a.cara");
    assert_eq!(without_bytes(it.carry()), ["a.cara: desk with 0"]);
    it.attach("b.tom", 1);
    assert_eq!(
        without_bytes(it.carry()),
        ["b.tom: attached, 0 wait", "a.cara: desk with 1 and its manifest"]
    );
    it.knock("a.cara", 1, 10);
    assert_eq!(
        it.carry(),
        [
            "a.cara: joined 1 as 10 with []",
            "a.cara: waiting in 1 as 1 for 1",
            "b.tom: knocked in 1 since 0",
        ]
    );
    it.claim("b.tom", 1, 20);
    assert_eq!(
        it.carry(),
        [
            "a.cara: entered 1 20",
            "b.tom: claimed 1 of 10 with \"hello\"",
            "b.tom: joined 1 as 20 with [10]",
        ]
    );
    assert_eq!(it.frame("a.cara", 1, 20), ["b.tom"]);
    assert_eq!(it.frame("b.tom", 1, 10), ["a.cara"]);
}

#[test]
fn who_attaches_later_hears_of_those_who_wait_everywhere() {
    let mut it = Cluster::of(2);
    it.knock("a.cara", 1, 10);
    it.carry();
    it.now_ms = 5_000;
    it.attach("b.tom", 1);
    assert_eq!(
        without_bytes(it.carry()),
        [
            "b.tom: attached, 0 wait",
            "b.tom: knocked in 1 since 5000",
            "a.cara: desk with 1 and its manifest",
            "a.cara: waiting in 1 as 1 for 1",
        ]
    );
    it.attach("b.sue", 1);
    assert_eq!(
        without_bytes(it.carry())[..2],
        ["b.sue: attached, 1 wait", "b.sue: knocked in 1 since 5000"]
    );
}

#[test]
fn of_two_claims_at_two_relays_the_first_at_the_customer_s_relay_wins() {
    let mut it = Cluster::of(3);
    it.attach("b.tom", 1);
    it.attach("c.sue", 1);
    it.attach("a.ann", 1);
    it.knock("a.cara", 1, 10);
    it.carry();
    it.claim("c.sue", 1, 30);
    it.claim("b.tom", 1, 20);
    assert_eq!(
        it.carry(),
        [
            "a.cara: entered 1 30",
            "a.ann: gone 1",
            "c.sue: claimed 1 of 10 with \"hello\"",
            "c.sue: joined 1 as 30 with [10]",
            "b.tom: gone 1",
            "b.tom: refused already-claimed 1",
        ]
    );
    assert_eq!(it.frame("a.cara", 1, 0), ["c.sue"]);
}

#[test]
fn a_console_that_goes_while_its_claim_is_on_the_way_leaves_no_customer_with_a_ghost() {
    let mut it = Cluster::of(2);
    it.attach("b.tom", 1);
    it.knock("a.cara", 1, 10);
    it.carry();
    it.claim("b.tom", 1, 20);
    it.hang_up("b.tom");
    let heard = it.carry();
    assert!(heard.contains(&"a.cara: entered 1 20".to_owned()), "{heard:?}");
    assert_eq!(
        heard.iter().filter(|line| **line == "a.cara: left 1 20").count(),
        1,
        "{heard:?}"
    );
    assert_eq!(it.frame("a.cara", 1, 20), ["refused"]);
}

#[test]
fn a_claim_at_a_relay_that_dies_is_refused_and_its_customers_are_gone() {
    let mut it = Cluster::of(2);
    it.attach("b.tom", 1);
    it.knock("a.cara", 1, 10);
    it.carry();
    it.claim("b.tom", 1, 20);
    it.part(0, 1);
    let heard = it.carry();
    assert!(heard.contains(&"b.tom: gone 1".to_owned()), "{heard:?}");
    assert!(heard.contains(&"b.tom: refused unknown-room 1".to_owned()), "{heard:?}");
    it.meet(0, 1);
    assert!(it.carry().contains(&"b.tom: knocked in 1 since 0".to_owned()));
}

#[test]
fn a_customer_who_gives_up_is_gone_for_consoles_everywhere() {
    let mut it = Cluster::of(2);
    it.attach("b.tom", 1);
    it.knock("a.cara", 1, 10);
    it.carry();
    it.hang_up("a.cara");
    assert_eq!(it.carry(), ["b.tom: gone 1"]);
}

#[test]
fn places_in_the_queue_count_those_who_wait_at_other_relays() {
    let mut it = Cluster::of(2);
    it.attach("b.tom", 1);
    it.knock("a.cara", 1, 10);
    it.carry();
    it.now_ms = 1_000;
    it.knock("b.carl", 2, 11);
    assert!(it.carry().contains(&"b.carl: waiting in 2 as 2 for 1".to_owned()));
    it.claim("b.tom", 1, 20);
    assert!(it.carry().contains(&"b.carl: waiting in 2 as 1 for 1".to_owned()));
}

#[test]
fn somebody_who_waits_is_joined_by_nobody_from_elsewhere() {
    let mut it = Cluster::of(2);
    it.knock("a.cara", 1, 10);
    it.carry();
    it.join("b.mallory", 1, 66);
    assert_eq!(it.carry(), ["b.mallory: joined 1 as 66 with []"]);
    assert_eq!(it.frame("b.mallory", 1, 0), [""; 0]);
    assert_eq!(it.frame("a.cara", 1, 66), ["refused"]);
}

#[test]
fn a_newer_manifest_shown_elsewhere_sends_the_revoked_home_here() {
    let mut it = Cluster::of(2);
    it.attach("a.tom", 1);
    it.carry();
    it.act("b.sue", |rooms, socket, now| {
        let mut newer = attachment(2, vec![[1; 16]]);
        newer.serial = [2; 16];
        rooms.attach(socket, newer, now)
    });
    let heard = it.carry();
    assert!(heard.contains(&"a.tom: refused revoked 0".to_owned()), "{heard:?}");
    assert!(heard.contains(&"a.tom: closed refused".to_owned()), "{heard:?}");
}

#[test]
fn a_manifest_that_does_not_hang_on_the_desk_s_root_is_not_taken_from_another_relay() {
    let mut it = Cluster::of(2);
    it.look("a.cara");
    it.carry();
    let other = mint::Desk::new(9);
    let forged = Message::Desk {
        desk: desk().id(),
        ask: false,
        consoles: 1,
        number: 7,
        root: other.record(),
        manifest: other.signed_manifest(),
    };
    it.wire.push_back((1, 0, forged));
    assert_eq!(without_bytes(it.carry()), ["a.cara: desk with 1"]);
}

#[test]
fn the_manifest_of_a_console_that_comes_back_is_shown_again_at_the_other_relay() {
    let mut it = Cluster::of(2);
    it.look("a.cara");
    it.attach("b.tom", 1);
    it.carry();
    it.hang_up("b.tom");
    assert_eq!(without_bytes(it.carry()), ["a.cara: desk with 0"]);
    it.attach("b.tom", 1);
    it.carry();
    it.look("a.carl");
    assert_eq!(without_bytes(it.carry()), ["a.carl: desk with 1 and its manifest"]);
}

#[test]
fn an_invite_from_one_relay_is_used_at_another_once() {
    let mut it = Cluster::of(3);
    it.attach("b.tom", 1);
    it.carry();
    it.invite("b.tom", 7, 20, 0);
    assert_eq!(it.carry(), ["b.tom: invited 7 to 1 for 60"]);
    it.redeem("a.cara", 1, 1, 10);
    assert_eq!(
        it.carry(),
        [
            "b.tom: redeemed 7 in 1 by 10 with \"hello\"",
            "b.tom: joined 1 as 20 with [10]",
            "a.cara: joined 1 as 10 with [20]",
        ]
    );
    assert_eq!(it.frame("a.cara", 1, 20), ["b.tom"]);
    assert_eq!(it.frame("b.tom", 1, 0), ["a.cara"]);
    it.redeem("c.mallory", 1, 2, 66);
    assert_eq!(it.carry(), ["c.mallory: refused unknown-invite 2"], "it burnt");
}

#[test]
fn a_guess_at_a_nameplate_is_answered_once_however_many_relays_there_are() {
    let mut it = Cluster::of(3);
    it.redeem("a.mallory", 5, 1, 66);
    assert_eq!(it.carry(), ["a.mallory: refused unknown-invite 1"]);
    it.redeem("a.mallory", 5, 1, 66);
    it.part(0, 1);
    assert_eq!(
        it.carry(),
        ["a.mallory: refused unknown-invite 1"],
        "a relay that dies says no"
    );
    let mut alone = Cluster::of(1);
    alone.redeem("a.mallory", 5, 1, 66);
    assert_eq!(alone.carry(), ["a.mallory: refused unknown-invite"]);
}

#[test]
fn two_relays_never_draw_the_same_nameplate() {
    let mut it = Cluster::of(2);
    it.attach("a.ann", 1);
    it.attach("b.tom", 1);
    it.carry();
    for draw in [0, 3, 400] {
        it.invite("a.ann", draw as u8 + 1, 20, draw);
        it.invite("b.tom", draw as u8 + 100, 30, draw);
        let heard = it.carry();
        let plate = |line: &String| line.split(' ').nth(4).unwrap().parse::<u16>().unwrap();
        assert_eq!((plate(&heard[0]) % 2, plate(&heard[1]) % 2), (0, 1), "{heard:?}");
    }
}

#[test]
fn a_customer_who_goes_while_its_invite_burns_leaves_no_console_with_a_ghost() {
    let mut it = Cluster::of(2);
    it.attach("b.tom", 1);
    it.carry();
    it.invite("b.tom", 7, 20, 0);
    it.redeem("a.cara", 1, 1, 10);
    it.hang_up("a.cara");
    let heard = it.carry();
    assert_eq!(heard.last().map(String::as_str), Some("b.tom: left 1 10"), "{heard:?}");
}

#[test]
fn when_everybody_is_gone_nothing_is_kept_of_anybody() {
    let mut it = Cluster::of(3);
    it.attach("b.tom", 1);
    it.look("c.cora");
    it.knock("a.cara", 1, 10);
    it.carry();
    it.claim("b.tom", 1, 20);
    it.carry();
    for who in ["a.cara", "b.tom", "c.cora"] {
        it.hang_up(who);
    }
    it.carry();
    for node in &it.nodes {
        assert_eq!(node.counts(), Default::default());
    }
}

#[test]
fn whatever_is_done_and_whatever_is_lost_a_meeting_brings_all_relays_to_the_same_view() {
    let who = ["a.one", "a.two", "b.three", "b.four", "c.five", "c.six"];
    for seed in 1..=300_u64 {
        let mut dice = seed;
        let mut roll = |sides: usize| {
            dice = dice
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) as usize % sides
        };
        let mut it = Cluster::of(3);
        for _ in 0..60 {
            let one = roll(who.len());
            match roll(8) {
                0..=3 => it.join(who[one], 1 + roll(2) as u8, 1 + one as u8),
                4 => it.leave(who[one], 1 + roll(2) as u8),
                5 => {
                    let (one, other) = [(0, 1), (0, 2), (1, 2)][roll(3)];
                    it.part(one, other);
                    it.meet(one, other);
                }
                _ => {
                    for _ in 0..roll(6) {
                        it.carry_one();
                    }
                }
            }
        }
        it.carry();
        for room in 1..=2 {
            let seated = |it: &mut Cluster, name| it.names.contains(&name) && it.frame(name, room, 0) != ["refused"];
            let inside: Vec<_> = who.into_iter().filter(|name| seated(&mut it, name)).collect();
            for name in &inside {
                let mut others = inside.clone();
                others.sort_unstable();
                others.retain(|other| other != name);
                assert_eq!(it.frame(name, room, 0), others, "seed {seed}, room {room}, from {name}");
            }
        }
    }
}
