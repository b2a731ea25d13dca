//! The rules of rooms and desks, as a script: what somebody does, and who hears what.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{mint, words::words};
use hushwire_desk::CLOCK_SKEW_SECONDS;
use hushwire_relay::rooms::{Attachment, Counts, Deliveries, Delivery, Knock, Rooms, SocketId};
use hushwire_relay::{Limits, RoomLimits};
use hushwire_wire::{DeskId, MemberId, Refusal, RelayFrame, RoomId};

const DESK: DeskId = DeskId([0xd1; 32]);
const OTHER_DESK: DeskId = DeskId([0xd2; 32]);
const END: u64 = 1_000_000;

/// A relay whose sockets are names. Rooms and members are numbers.
struct Script {
    rooms: Rooms<&'static str>,
    names: Vec<&'static str>,
    now_ms: u64,
}

impl Script {
    fn new() -> Self {
        Self::with(Limits::default().rooms())
    }

    fn with(limits: RoomLimits) -> Self {
        Self {
            rooms: Rooms::new(limits),
            names: Vec::new(),
            now_ms: 0,
        }
    }

    /// The newest socket of that name; a new one if there is none.
    fn socket(&mut self, name: &'static str) -> SocketId {
        match self.names.iter().rposition(|known| *known == name) {
            Some(place) => SocketId(place as u64),
            None => self.reconnect(name),
        }
    }

    /// Another socket of the same name: what the first one hears is then marked by its number.
    fn reconnect(&mut self, name: &'static str) -> SocketId {
        let id = SocketId(self.names.len() as u64);
        self.names.push(name);
        self.rooms.connect(id, name);
        id
    }

    fn look(&mut self, who: &'static str, desk: DeskId) -> Vec<String> {
        let socket = self.socket(who);
        said(self.rooms.look(socket, desk))
    }

    fn knock(&mut self, who: &'static str, room: u8, member: u8) -> Vec<String> {
        self.knock_from(who, room, member, None)
    }

    fn knock_from(&mut self, who: &'static str, room: u8, member: u8, origin: Option<&str>) -> Vec<String> {
        let socket = self.socket(who);
        let knock = Knock {
            desk: DESK,
            room: RoomId([room; 16]),
            member: MemberId([member; 8]),
            hello: b"hello",
            origin,
        };
        said(self.rooms.knock(socket, knock, self.now_ms))
    }

    fn attach(&mut self, who: &'static str) -> Vec<String> {
        self.attach_with(who, attachment(DESK, 1, 1))
    }

    fn attach_with(&mut self, who: &'static str, attachment: Attachment) -> Vec<String> {
        let socket = self.socket(who);
        said(self.rooms.attach(socket, attachment, self.now_ms))
    }

    fn claim(&mut self, who: &'static str, room: u8, member: u8) -> Vec<String> {
        self.claim_at(who, room, member, 0)
    }

    fn claim_at(&mut self, who: &'static str, room: u8, member: u8, now: u64) -> Vec<String> {
        let socket = self.socket(who);
        said(self.rooms.claim(socket, RoomId([room; 16]), MemberId([member; 8]), now))
    }

    fn join(&mut self, who: &'static str, room: u8, member: u8) -> Vec<String> {
        let socket = self.socket(who);
        said(self.rooms.join(socket, RoomId([room; 16]), MemberId([member; 8])))
    }

    fn leave(&mut self, who: &'static str, room: u8) -> Vec<String> {
        let socket = self.socket(who);
        said(self.rooms.leave(socket, RoomId([room; 16])))
    }

    fn disconnect(&mut self, who: &'static str) -> Vec<String> {
        let socket = self.socket(who);
        said(Ok(self.rooms.disconnect(socket)))
    }

    /// Who would get a frame, or why nobody does.
    fn frame(&mut self, who: &'static str, room: u8, to: u8) -> Result<String, Refusal> {
        let socket = self.socket(who);
        let route = self.rooms.route(socket, RoomId([room; 16]), MemberId([to; 8]))?;
        let mut receivers: Vec<_> = route.receivers().copied().collect();
        receivers.sort_unstable();
        Ok(format!("{} to {}", route.from.0[0], receivers.join(" ")))
    }
}

fn attachment(desk: DeskId, number: u64, serial: u8) -> Attachment {
    Attachment {
        desk,
        serial: [serial; 16],
        not_after: END,
        root: b"root".to_vec(),
        signed: format!("manifest {number}").into_bytes(),
        manifest: mint::manifest(number),
    }
}

fn revoking(number: u64, serial: u8, revoked: u8) -> Attachment {
    let mut attachment = attachment(DESK, number, serial);
    attachment.manifest.revoked = vec![[revoked; 16]];
    attachment
}

fn said(result: Result<Deliveries<&'static str>, Refusal>) -> Vec<String> {
    match result {
        Ok(deliveries) => deliveries.into_iter().map(line).collect(),
        Err(refusal) => vec![format!("refused {refusal}")],
    }
}

fn line(delivery: Delivery<&'static str>) -> String {
    match delivery {
        Delivery::Close { socket, code } => format!("{socket}: closed {code}"),
        Delivery::Frame { to, bytes } => {
            format!("{to}: {}", words(&RelayFrame::decode(&bytes).unwrap()))
        }
        Delivery::Node { .. } => panic!("a relay alone speaks to another"),
    }
}

#[test]
fn a_customer_knocks_and_a_technician_claims() {
    let mut it = Script::new();
    assert_eq!(
        it.knock("cara", 1, 10),
        ["cara: joined 1 as 10 with []", "cara: waiting in 1 as 1 for 0"]
    );
    it.now_ms = 1500;
    assert_eq!(
        it.attach("tom"),
        [
            "tom: attached, 1 wait",
            "tom: knocked in 1 since 1500",
            "cara: desk with 1, \"manifest 1\"",
            "cara: waiting in 1 as 1 for 1",
        ]
    );
    assert_eq!(
        it.claim("tom", 1, 20),
        [
            "tom: claimed 1 of 10 with \"hello\"",
            "tom: joined 1 as 20 with [10]",
            "cara: entered 1 20",
        ]
    );
    assert_eq!(it.frame("cara", 1, 20).unwrap(), "10 to tom");
    assert_eq!(it.frame("tom", 1, 10).unwrap(), "20 to cara");
    assert_eq!(it.frame("tom", 1, 0).unwrap(), "20 to cara");
    assert_eq!(it.leave("tom", 1), ["cara: left 1 20"]);
    assert_eq!(it.frame("tom", 1, 10), Err(Refusal::NotAMember));
    assert_eq!(it.frame("cara", 1, 20), Err(Refusal::NoSuchMember));
    assert_eq!(it.frame("cara", 1, 0).unwrap(), "10 to ");
}

#[test]
fn a_frame_reaches_members_of_its_room_and_nobody_else() {
    let mut it = Script::new();
    for (who, room, member) in [
        ("ann", 1, 1),
        ("bob", 1, 2),
        ("cyd", 1, 3),
        ("dan", 2, 4),
        ("ann", 2, 5),
    ] {
        it.join(who, room, member);
    }
    it.reconnect("eve");
    for (who, room, to, expected) in [
        ("ann", 1, 0, Ok("1 to bob cyd")),
        ("ann", 1, 2, Ok("1 to bob")),
        ("ann", 2, 0, Ok("5 to dan")),
        ("dan", 2, 5, Ok("4 to ann")),
        ("ann", 1, 1, Err(Refusal::NoSuchMember)),
        ("ann", 1, 4, Err(Refusal::NoSuchMember)),
        ("ann", 1, 99, Err(Refusal::NoSuchMember)),
        ("dan", 1, 1, Err(Refusal::NotAMember)),
        ("eve", 1, 0, Err(Refusal::NotAMember)),
        ("eve", 9, 0, Err(Refusal::NotAMember)),
    ] {
        assert_eq!(
            it.frame(who, room, to),
            expected.map(String::from),
            "{who} in {room} to {to}"
        );
    }
}

#[test]
fn one_of_two_consoles_gets_the_room_and_the_other_hears_that_it_is_gone() {
    let mut it = Script::new();
    it.attach("tom");
    it.attach_with("tia", attachment(DESK, 1, 2));
    assert_eq!(
        it.knock("cara", 1, 10),
        [
            "cara: joined 1 as 10 with []",
            "tom: knocked in 1 since 0",
            "tia: knocked in 1 since 0",
            "cara: waiting in 1 as 1 for 2",
        ]
    );
    assert_eq!(
        it.claim("tia", 1, 20),
        [
            "tia: claimed 1 of 10 with \"hello\"",
            "tia: joined 1 as 20 with [10]",
            "cara: entered 1 20",
            "tom: gone 1",
        ]
    );
    assert_eq!(it.claim("tom", 1, 21), ["refused already-claimed"]);
}

#[test]
fn who_waits_moves_up_when_somebody_before_them_leaves() {
    let mut it = Script::new();
    it.attach("tom");
    it.knock("ann", 1, 1);
    it.knock("bob", 2, 2);
    it.knock("cyd", 3, 3);
    assert_eq!(it.disconnect("bob"), ["tom: gone 2", "cyd: waiting in 3 as 2 for 1"]);
    assert_eq!(it.leave("ann", 1), ["tom: gone 1", "cyd: waiting in 3 as 1 for 1"]);
    assert_eq!(it.claim("tom", 1, 20), ["refused unknown-room"]);
}

#[test]
fn who_knocks_again_from_a_new_socket_keeps_the_place() {
    let mut it = Script::new();
    it.attach("tom");
    it.knock("ann", 1, 1);
    it.knock("bob", 2, 2);
    let old = it.socket("ann");
    it.reconnect("ann");
    assert_eq!(
        it.knock("ann", 1, 1),
        [
            "ann: joined 1 as 1 with []",
            "ann: left 1 1",
            "ann: closed replaced",
            "ann: waiting in 1 as 1 for 1",
        ]
    );
    assert_eq!(
        said(Ok(it.rooms.disconnect(old))),
        Vec::<String>::new(),
        "the old socket takes nothing with it"
    );
    assert_eq!(
        it.claim("tom", 1, 20).len(),
        4,
        "claimed, joined, entered, and bob moves up"
    );
}

#[test]
fn knocking_twice_on_one_socket_changes_nothing() {
    let mut it = Script::new();
    it.attach("tom");
    it.knock("ann", 1, 1);
    assert_eq!(
        it.knock("ann", 1, 1),
        ["ann: joined 1 as 1 with []", "ann: waiting in 1 as 1 for 1"]
    );
}

#[test]
fn a_room_that_somebody_has_is_not_opened_again() {
    let mut it = Script::new();
    it.knock("cara", 1, 10);
    assert_eq!(it.knock("eve", 1, 66), ["refused room-taken"], "while it waits");
    it.attach("tom");
    it.claim("tom", 1, 20);
    assert_eq!(it.knock("eve", 1, 10), ["refused room-taken"], "after it was claimed");
    it.join("ann", 2, 1);
    assert_eq!(
        it.knock("eve", 2, 66),
        ["refused room-taken"],
        "a room of nobody's desk"
    );
}

#[test]
fn a_waiting_room_is_entered_by_a_claim_and_by_nothing_else() {
    let mut it = Script::new();
    it.knock("cara", 1, 10);
    assert_eq!(it.join("eve", 1, 66), ["refused not-a-member"]);
    assert_eq!(it.claim("eve", 1, 66), ["refused not-attached"]);
    it.attach_with("olga", attachment(OTHER_DESK, 1, 1));
    assert_eq!(
        it.claim("olga", 1, 66),
        ["refused unknown-room"],
        "a console of another desk"
    );
    it.attach("tom");
    assert_eq!(
        it.claim("tom", 1, 10),
        ["refused room-taken"],
        "not under the customer's own id"
    );
    assert_eq!(it.claim("tom", 9, 20), ["refused unknown-room"]);
}

#[test]
fn a_console_claims_until_its_certificate_ends() {
    let mut it = Script::new();
    it.attach("tom");
    it.knock("cara", 1, 10);
    let last = END + CLOCK_SKEW_SECONDS;
    assert_eq!(it.claim_at("tom", 1, 20, last + 1), ["refused expired-certificate"]);
    assert_eq!(it.claim_at("tom", 1, 20, last).len(), 3);
}

#[test]
fn a_member_that_comes_back_on_a_new_socket_takes_its_seat_over() {
    let mut it = Script::new();
    it.join("ann", 1, 1);
    it.join("bob", 1, 2);
    it.reconnect("ann");
    assert_eq!(
        it.join("ann", 1, 1),
        [
            "ann: joined 1 as 1 with [2]",
            "bob: entered 1 1",
            "ann: left 1 1",
            "ann: closed replaced",
        ]
    );
    assert_eq!(
        it.rooms.disconnect(SocketId(0)),
        [],
        "the old socket has no seat to lose"
    );
    assert_eq!(it.frame("bob", 1, 1).unwrap(), "2 to ann");
}

#[test]
fn a_replaced_socket_lives_on_while_it_has_another_room_or_a_desk() {
    let mut it = Script::new();
    it.join("ann", 1, 1);
    it.join("ann", 2, 1);
    it.reconnect("ann");
    assert_eq!(it.join("ann", 1, 1), ["ann: joined 1 as 1 with []", "ann: left 1 1"]);

    it.attach("tom");
    it.join("tom", 3, 3);
    it.reconnect("tom");
    assert_eq!(it.join("tom", 3, 3), ["tom: joined 3 as 3 with []", "tom: left 3 3"]);
}

#[test]
fn joining_again_on_the_same_socket_is_answered_and_told_to_nobody() {
    let mut it = Script::new();
    it.join("ann", 1, 1);
    it.join("bob", 1, 2);
    assert_eq!(it.join("ann", 1, 1), ["ann: joined 1 as 1 with [2]"]);
    assert_eq!(
        it.join("ann", 1, 7),
        ["refused room-taken"],
        "one socket is one member of a room"
    );
}

#[test]
fn after_a_restart_members_join_as_if_nothing_had_happened() {
    let mut it = Script::new();
    assert_eq!(it.join("tom", 1, 20), ["tom: joined 1 as 20 with []"]);
    assert_eq!(
        it.join("cara", 1, 10),
        ["cara: joined 1 as 10 with [20]", "tom: entered 1 10"]
    );
    it.attach("tim");
    assert_eq!(
        it.claim("tim", 1, 21),
        ["refused unknown-room"],
        "a room of no desk cannot be claimed"
    );
}

#[test]
fn a_room_lives_while_it_has_a_member_and_no_longer() {
    let mut it = Script::new();
    it.attach("tom");
    it.knock("cara", 1, 10);
    it.claim("tom", 1, 20);
    assert_eq!(it.disconnect("cara"), ["tom: left 1 10"]);
    it.attach_with("tia", attachment(DESK, 1, 2));
    assert_eq!(
        it.claim("tia", 1, 21),
        ["refused already-claimed"],
        "tom is still there"
    );
    assert_eq!(it.disconnect("tom"), Vec::<String>::new());
    assert_eq!(it.claim("tia", 1, 21), ["refused unknown-room"], "nobody is");
}

#[test]
fn leaving_a_room_one_is_not_in_is_refused() {
    let mut it = Script::new();
    it.join("ann", 1, 1);
    for room in [1, 2] {
        assert_eq!(it.leave("eve", room), ["refused not-a-member"]);
    }
    assert_eq!(it.leave("ann", 1), Vec::<String>::new());
    assert_eq!(it.leave("ann", 1), ["refused not-a-member"]);
}

#[test]
fn who_looks_hears_of_every_change_and_gets_each_manifest_once() {
    let mut it = Script::new();
    assert_eq!(it.look("lou", DESK), ["lou: desk with 0, \"\""]);
    assert_eq!(
        it.attach("tom"),
        ["tom: attached, 0 wait", "lou: desk with 1, \"manifest 1\""]
    );
    assert_eq!(
        it.look("lou", DESK),
        ["lou: desk with 1, \"\""],
        "it has that one already"
    );
    assert_eq!(it.look("lea", DESK), ["lea: desk with 1, \"manifest 1\""]);
    assert_eq!(it.disconnect("lea"), Vec::<String>::new());
    assert_eq!(
        it.attach_with("tia", attachment(DESK, 2, 2)),
        ["tia: attached, 0 wait", "lou: desk with 2, \"manifest 2\""]
    );
    assert_eq!(
        it.attach_with("tim", attachment(DESK, 1, 3)),
        ["tim: attached, 0 wait", "lou: desk with 3, \"\""],
        "an older manifest changes nothing"
    );
    assert_eq!(it.look("lee", DESK), ["lee: desk with 3, \"manifest 2\""]);
    assert_eq!(
        it.disconnect("tom"),
        ["lou: desk with 2, \"\"", "lee: desk with 2, \"\""]
    );
}

#[test]
fn a_manifest_is_forgotten_when_nobody_works_and_nobody_waits() {
    let mut it = Script::new();
    it.attach("tom");
    it.knock("cara", 1, 10);
    it.disconnect("tom");
    assert_eq!(
        it.look("lou", DESK),
        ["lou: desk with 0, \"manifest 1\""],
        "somebody waits"
    );
    it.disconnect("cara");
    assert_eq!(it.look("lea", DESK), ["lea: desk with 0, \"\""]);
}

#[test]
fn a_newer_manifest_sends_home_whom_it_revokes() {
    let mut it = Script::new();
    it.attach_with("tom", attachment(DESK, 1, 1));
    assert_eq!(
        it.attach_with("tia", revoking(2, 2, 1)),
        ["tia: attached, 0 wait", "tom: refused revoked 0", "tom: closed refused"]
    );
    it.knock("cara", 1, 10);
    assert_eq!(
        it.claim("tom", 1, 20),
        ["refused not-attached"],
        "even before its socket is closed"
    );
    assert_eq!(
        it.attach_with("tim", attachment(DESK, 1, 1)),
        ["refused revoked"],
        "an old manifest does not bring a revoked certificate back"
    );
}

#[test]
fn pages_of_other_sites_are_not_let_into_the_queue() {
    let mut it = Script::new();
    it.attach("tom");
    let known = Some(mint::ORIGIN);
    assert_eq!(it.knock_from("cara", 1, 10, known).len(), 3);
    assert_eq!(
        it.knock_from("node", 2, 11, None).len(),
        3,
        "a program that names no origin"
    );
    for origin in ["https://evil.example", "null", ""] {
        assert_eq!(
            it.knock_from("eve", 3, 66, Some(origin)),
            ["refused origin-not-allowed"]
        );
    }
}

#[test]
fn who_came_from_elsewhere_before_the_manifest_was_known_is_turned_away_when_it_is() {
    let mut it = Script::new();
    it.knock_from("eve", 1, 66, Some("https://evil.example"));
    it.knock_from("cara", 2, 10, Some(mint::ORIGIN));
    assert_eq!(
        it.attach("tom"),
        [
            "eve: refused origin-not-allowed 1",
            "cara: waiting in 2 as 1 for 0",
            "tom: attached, 1 wait",
            "tom: knocked in 2 since 0",
            "eve: desk with 1, \"manifest 1\"",
            "cara: desk with 1, \"manifest 1\"",
            "cara: waiting in 2 as 1 for 1",
        ]
    );
    assert_eq!(it.frame("eve", 1, 0), Err(Refusal::NotAMember));
}

#[test]
fn a_console_attaches_once() {
    let mut it = Script::new();
    it.attach("tom");
    assert_eq!(it.attach("tom"), ["refused already-attached"]);
    assert_eq!(
        it.attach_with("tom", attachment(OTHER_DESK, 1, 1)),
        ["refused already-attached"]
    );
}

#[test]
fn everything_has_an_end() {
    let limits = RoomLimits {
        rooms_per_socket: 2,
        members_per_room: 2,
        waiting_per_desk: 2,
        waiting_total: 3,
        consoles_per_desk: 1,
        desks_per_socket: 1,
        manifests: 2,
        ..Limits::default().rooms()
    };
    let mut it = Script::with(limits);
    it.join("ann", 1, 1);
    it.join("ann", 2, 1);
    assert_eq!(it.join("ann", 3, 1), ["refused too-many-rooms"]);
    assert_eq!(it.knock("ann", 3, 1), ["refused too-many-rooms"]);
    it.leave("ann", 2);
    assert_eq!(it.join("ann", 3, 1).len(), 1, "a room that was left counts no more");

    it.join("bob", 1, 2);
    assert_eq!(it.join("cyd", 1, 3), ["refused room-full"]);
    it.reconnect("bob");
    assert_eq!(it.join("bob", 1, 2).len(), 4, "a seat that is taken over needs no room");

    it.knock("dan", 11, 1);
    it.knock("eli", 12, 1);
    assert_eq!(it.knock("fay", 13, 1), ["refused queue-full"]);
    for _ in 0..5 {
        it.leave("eli", 12);
        assert_eq!(it.knock("eli", 12, 1).len(), 2, "who left counts no more");
    }
    it.attach("tom");
    assert_eq!(it.claim("tom", 11, 2).len(), 4);
    assert_eq!(it.knock("fay", 13, 1).len(), 3, "one was claimed");
    assert_eq!(it.attach("tia"), ["refused queue-full"], "one console");

    assert_eq!(it.look("tia", DESK).len(), 1);
    assert_eq!(
        it.look("tia", OTHER_DESK),
        ["refused rate-limited"],
        "one desk to look at"
    );
    assert_eq!(it.look("tia", DESK).len(), 1, "the one it looks at counts once");

    it.attach_with("uma", attachment(OTHER_DESK, 1, 1));
    let third = DeskId([0xd3; 32]);
    assert_eq!(
        it.attach_with("vic", attachment(third, 1, 1)),
        ["refused queue-full"],
        "two manifests"
    );
    it.disconnect("uma");
    assert_eq!(
        it.attach_with("vic", attachment(third, 1, 1)),
        ["vic: attached, 0 wait"]
    );
}

#[test]
fn when_everybody_is_gone_nothing_is_kept() {
    let mut it = Script::new();
    it.look("lou", DESK);
    it.look("lea", OTHER_DESK);
    it.knock("ann", 1, 1);
    it.knock("bob", 2, 2);
    it.knock_from("eve", 3, 3, Some("https://evil.example"));
    it.attach("tom");
    it.attach_with("tia", revoking(2, 2, 1));
    it.claim("tia", 1, 4);
    it.join("dan", 5, 5);
    it.reconnect("dan");
    it.join("dan", 5, 5);
    let all = Counts {
        sockets: 9,
        rooms: 3,
        waiting: 1,
        desks: 2,
        manifests: 1,
        invites: 0,
    };
    assert_eq!(it.rooms.counts(), all);
    for socket in 0..it.names.len() {
        it.rooms.disconnect(SocketId(socket as u64));
    }
    assert_eq!(it.rooms.counts(), Counts::default());
}

#[test]
fn of_two_manifests_with_one_number_the_first_stays() {
    let mut it = Script::new();
    it.attach("tom");
    let mut second = attachment(DESK, 1, 2);
    second.signed = b"another manifest 1".to_vec();
    it.attach_with("tia", second);
    assert_eq!(it.look("lou", DESK), ["lou: desk with 2, \"manifest 1\""]);
}

#[test]
fn who_was_turned_away_has_its_place_back() {
    let limits = RoomLimits {
        rooms_per_socket: 1,
        ..Limits::default().rooms()
    };
    let mut it = Script::with(limits);
    it.knock_from("eve", 1, 66, Some("https://evil.example"));
    it.attach("tom");
    assert_eq!(it.join("eve", 2, 66), ["eve: joined 2 as 66 with []"]);
}

#[test]
fn a_socket_with_nothing_to_do_is_idle() {
    let mut it = Script::new();
    let ann = it.socket("ann");
    assert!(it.rooms.is_idle(ann));
    it.join("ann", 1, 1);
    assert!(!it.rooms.is_idle(ann));
    it.leave("ann", 1);
    assert!(it.rooms.is_idle(ann));
    let tom = it.socket("tom");
    it.attach("tom");
    assert!(!it.rooms.is_idle(tom));
    let lou = it.socket("lou");
    it.look("lou", DESK);
    assert!(!it.rooms.is_idle(lou));
}
