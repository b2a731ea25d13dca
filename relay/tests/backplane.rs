//! Relays that hear each other over a switchboard in this process, which the test can cut: beats, silence, gaps, and
//! what clients see of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use common::client::{Client, House, room, secret};
use common::mint::Desk;
use hushwire_relay::Config;
use hushwire_relay::backplane::{Carrier, Heard, NodeId, plug};
use hushwire_wire::{ClientFrame, MemberId, RelayFrame};
use tokio::sync::mpsc;

/// What one message to a relay becomes on its way.
type Way = dyn Fn(NodeId, Option<NodeId>, &[u8]) -> usize + Send + Sync;

/// Carries everything as many times as `way` says.
#[derive(Clone)]
struct Switchboard {
    lines: Arc<Mutex<HashMap<NodeId, mpsc::Sender<Heard>>>>,
    way: Arc<Mutex<Box<Way>>>,
}

impl Switchboard {
    fn new() -> Self {
        Self {
            lines: Arc::default(),
            way: Arc::new(Mutex::new(Box::new(|_, _, _| 1))),
        }
    }

    fn carries(&self, way: impl Fn(NodeId, Option<NodeId>, &[u8]) -> usize + Send + Sync + 'static) {
        *self.way.lock().unwrap() = Box::new(way);
    }

    async fn relay(&self, number: u8) -> House {
        let me = NodeId([number; 16]);
        let (plug, Carrier { mut out, heard }) = plug(me);
        self.lines.lock().unwrap().insert(me, heard);
        let board = self.clone();
        tokio::spawn(async move {
            while let Some(parcel) = out.recv().await {
                let times = board.way.lock().unwrap()(me, parcel.to, &parcel.bytes);
                for (node, line) in &*board.lines.lock().unwrap() {
                    if *node == me || parcel.to.is_some_and(|to| to != *node) {
                        continue;
                    }
                    for _ in 0..times {
                        let _ = line.try_send(Heard {
                            from: me,
                            to_all: parcel.to.is_none(),
                            bytes: parcel.bytes.clone(),
                        });
                    }
                }
            }
        });
        House::open(Config {
            backplane: Some(plug),
            ..Config::default()
        })
        .await
    }
}

/// Joins, and hears that the other one is there too, in whatever order the relays met.
async fn joined(house: &House, number: u8) -> (Client, MemberId) {
    let mut client = house.client().await;
    let me = client.join(room(1), number).await;
    (client, me)
}

/// Passes over everything until this comes.
async fn until(client: &mut Client, frame: RelayFrame<'_>) {
    let wanted = frame.encode().unwrap();
    while client.hear().await != wanted {}
}

fn entered(member: MemberId) -> RelayFrame<'static> {
    RelayFrame::Entered { room: room(1), member }
}

fn left(member: MemberId) -> RelayFrame<'static> {
    RelayFrame::Left { room: room(1), member }
}

/// Two people at two relays, who see each other.
async fn pair(one: &House, other: &House) -> [(Client, MemberId); 2] {
    let mut cara = joined(one, 1).await;
    let mut tom = joined(other, 2).await;
    // Either found the other there, or hears of it now.
    until(&mut cara.0, entered(tom.1)).await;
    until(&mut tom.0, entered(cara.1)).await;
    [cara, tom]
}

async fn say(from: &mut Client, payload: &[u8]) {
    let frame = ClientFrame::Frame {
        room: room(1),
        to: MemberId::EVERYBODY,
        payload,
    };
    from.send(frame).await;
}

fn heard(from: MemberId, payload: &[u8]) -> RelayFrame<'_> {
    RelayFrame::Frame {
        room: room(1),
        from,
        payload,
    }
}

#[tokio::test]
async fn frames_cross_from_relay_to_relay_in_order_and_of_every_size() {
    let board = Switchboard::new();
    let (one, other) = (board.relay(1).await, board.relay(2).await);
    let [(mut cara, cara_id), (mut tom, tom_id)] = pair(&one, &other).await;
    for number in 0..200_u32 {
        say(&mut cara, &number.to_be_bytes()).await;
    }
    for number in 0..200_u32 {
        tom.expect(heard(cara_id, &number.to_be_bytes())).await;
    }
    let largest = vec![9; hushwire_wire::MAX_PAYLOAD];
    say(&mut tom, &largest).await;
    cara.expect(heard(tom_id, &largest)).await;
    one.close().await;
    until(&mut tom, left(cara_id)).await;
    other.close().await;
}

#[tokio::test]
async fn silence_is_a_gap_that_both_see_and_it_heals_by_itself() {
    let board = Switchboard::new();
    let (one, other) = (board.relay(1).await, board.relay(2).await);
    let [(mut cara, cara_id), (mut tom, tom_id)] = pair(&one, &other).await;
    board.carries(|_, _, _| 0);
    cara.expect(left(tom_id)).await;
    tom.expect(left(cara_id)).await;
    board.carries(|_, _, _| 1);
    cara.expect(entered(tom_id)).await;
    tom.expect(entered(cara_id)).await;
    say(&mut cara, b"again").await;
    tom.expect(heard(cara_id, b"again")).await;
}

#[tokio::test]
async fn one_message_that_is_lost_shows_to_both_ends_and_nothing_comes_twice() {
    let board = Switchboard::new();
    let (one, other) = (board.relay(1).await, board.relay(2).await);
    let [(mut cara, cara_id), (mut tom, tom_id)] = pair(&one, &other).await;
    let lose = |bytes: &[u8]| bytes.windows(4).any(|window| window == b"lost");
    board.carries(move |_, _, bytes| if lose(bytes) { 0 } else { 2 });
    say(&mut cara, b"one").await;
    say(&mut cara, b"lost").await;
    tom.expect(heard(cara_id, b"one")).await;
    // The next beat shows the hole.
    tom.expect(left(cara_id)).await;
    cara.expect(left(tom_id)).await;
    tom.expect(entered(cara_id)).await;
    cara.expect(entered(tom_id)).await;
    say(&mut cara, b"two").await;
    tom.expect(heard(cara_id, b"two")).await;
}

#[tokio::test]
async fn a_customer_here_is_claimed_by_a_technician_there() {
    let board = Switchboard::new();
    let (one, other) = (board.relay(1).await, board.relay(2).await);
    let desk = Desk::new(1);
    let mut tom = other.client().await;
    let attach = desk.attach(&tom.nonce, &other.host());
    tom.send_bytes(attach).await;
    tom.expect(RelayFrame::Attached { waiting: 0 }).await;
    let mut cara = one.client().await;
    cara.knock(desk.id(), 1).await;
    // The relays may have met before the knock or after it.
    while !matches!(RelayFrame::decode(&tom.hear().await), Ok(RelayFrame::Knocked { .. })) {}
    tom.send(ClientFrame::Claim {
        room: room(1),
        secret: secret(2),
    })
    .await;
    let claimed = tom.hear().await;
    let RelayFrame::Claimed { customer, hello, .. } = RelayFrame::decode(&claimed).unwrap() else {
        panic!("not claimed");
    };
    assert_eq!(hello, b"hello");
    let joined = tom.hear().await;
    let RelayFrame::Joined { you, members, .. } = RelayFrame::decode(&joined).unwrap() else {
        panic!("not joined");
    };
    assert_eq!(members.iter().collect::<Vec<_>>(), [customer]);
    until(&mut cara, entered(you)).await;
    say(&mut tom, b"how can I help?").await;
    cara.expect(heard(you, b"how can I help?")).await;
    say(&mut cara, b"thank you").await;
    tom.expect(heard(customer, b"thank you")).await;
}

#[tokio::test]
async fn bytes_that_are_no_message_change_nothing() {
    let board = Switchboard::new();
    let (one, other) = (board.relay(1).await, board.relay(2).await);
    let [(mut cara, cara_id), (mut tom, _)] = pair(&one, &other).await;
    let line = board.lines.lock().unwrap()[&NodeId([2; 16])].clone();
    for (from, bytes) in [
        (7, vec![]),
        (7, vec![0; 7]),
        (7, vec![0xff; 100]),
        (8, vec![0; 9]),
        (9, vec![1; 300]),
    ] {
        for to_all in [true, false] {
            let heard = Heard {
                from: NodeId([from; 16]),
                to_all,
                bytes: bytes.clone(),
            };
            line.send(heard).await.unwrap();
        }
    }
    say(&mut cara, b"still here").await;
    tom.expect(heard(cara_id, b"still here")).await;
}
