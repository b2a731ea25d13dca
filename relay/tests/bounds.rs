//! What nobody may do to the others: hold, flood, stall, dribble.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::time::Duration;

use common::client::{Client, House, room, secret, soon};
use common::mint::Desk;
use futures_util::SinkExt;
use hushwire_relay::{Config, Limits};
use hushwire_wire::{ClientFrame, MAX_PAYLOAD, MemberId, RelayFrame};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::tungstenite::Message;

const SHORT: Duration = Duration::from_millis(50);
const NEVER: Duration = Duration::from_secs(3_600);

async fn house(limits: Limits) -> House {
    House::open(Config {
        limits,
        ..Config::default()
    })
    .await
}

/// Two members in a room: the second is the one with the id.
async fn pair(house: &House, number: u8) -> (Client, Client, MemberId) {
    let (mut ann, mut bob) = (house.client().await, house.client().await);
    ann.join(room(number), 1).await;
    let bob_id = bob.join(room(number), 2).await;
    ann.expect(RelayFrame::Entered {
        room: room(number),
        member: bob_id,
    })
    .await;
    (ann, bob, bob_id)
}

/// True once nothing more comes and the relay has closed.
async fn is_closed(stream: &mut (impl AsyncReadExt + Unpin)) {
    let mut rest = Vec::new();
    // A reset is an end as well.
    let _ = soon("the relay to close", stream.read_to_end(&mut rest)).await;
}

#[tokio::test]
async fn a_socket_that_never_reads_is_closed_and_the_others_notice_nothing() {
    let house = house(Limits::default()).await;
    let (mut ann, mut stalled, stalled_id) = pair(&house, 1).await;
    let (mut cyd, mut dan, dan_id) = pair(&house, 2).await;
    let left = RelayFrame::Left {
        room: room(1),
        member: stalled_id,
    }
    .encode()
    .unwrap();
    let payload = vec![0xaa; MAX_PAYLOAD];
    let frame = ClientFrame::Frame {
        room: room(1),
        to: stalled_id,
        payload: &payload,
    }
    .encode()
    .unwrap();
    let mut sent = 0;
    loop {
        for _ in 0..16 {
            ann.socket.send(Message::binary(frame.clone())).await.unwrap();
            sent += frame.len();
        }
        // Others go on at every step of it.
        cyd.send(ClientFrame::Frame {
            room: room(2),
            to: dan_id,
            payload: b"fine",
        })
        .await;
        let heard = dan.hear().await;
        assert!(matches!(
            RelayFrame::decode(&heard),
            Ok(RelayFrame::Frame { payload: b"fine", .. })
        ));
        let heard = ann.until_pong().await;
        if heard.first() == Some(&left) {
            break;
        }
        assert!(heard.is_empty());
        // The kernel's own buffers take some megabytes before the relay's cap of 256 KiB is reached.
        assert!(sent < 256 * 1024 * 1024, "nobody was closed after {sent} bytes");
    }
    is_closed(&mut stalled.socket.get_mut()).await;
    house.close().await;
}

#[tokio::test]
async fn a_slow_reader_that_wakes_up_in_time_is_told_why_it_is_closed() {
    let limits = Limits {
        farewell_time: NEVER,
        ..Limits::default()
    };
    let house = house(limits).await;
    let (mut ann, mut bob, bob_id) = pair(&house, 1).await;
    let payload = vec![0xaa; MAX_PAYLOAD];
    loop {
        ann.send(ClientFrame::Frame {
            room: room(1),
            to: bob_id,
            payload: &payload,
        })
        .await;
        if !ann.until_pong().await.is_empty() {
            break;
        }
    }
    assert_eq!(bob.closed().await, (vec![], 4001));
}

#[tokio::test]
async fn a_sender_over_its_rate_is_slowed_down_and_loses_nothing() {
    let limits = Limits {
        frames_per_second: 500,
        ..Limits::default()
    };
    let house = house(limits).await;
    let (mut ann, mut bob, bob_id) = pair(&house, 1).await;
    let started = tokio::time::Instant::now();
    let count: u32 = 800;
    for number in 0..count {
        let frame = ClientFrame::Frame {
            room: room(1),
            to: bob_id,
            payload: &[&number.to_be_bytes()[..], &[0; 996]].concat(),
        };
        ann.socket.feed(Message::binary(frame.encode().unwrap())).await.unwrap();
    }
    soon("a flush", ann.socket.flush()).await.unwrap();
    for number in 0..count {
        let heard = bob.hear().await;
        let RelayFrame::Frame { payload, .. } = RelayFrame::decode(&heard).unwrap() else {
            panic!("no frame")
        };
        assert_eq!(payload[..4], number.to_be_bytes());
    }
    // 500 at once, the others at 500 a second, but for the 64 that one wake-up reads.
    assert!(
        started.elapsed() > Duration::from_millis(400),
        "{:?}",
        started.elapsed()
    );
    house.close().await;
}

#[tokio::test]
async fn a_connection_that_says_nothing_or_not_enough_is_closed() {
    let house = house(Limits {
        header_time: SHORT,
        ..Limits::default()
    })
    .await;
    for beginning in ["", "GET", "GET /ws HTTP/1.1\r\nhost: x\r\n"] {
        let mut stream = house.tcp().await;
        stream.write_all(beginning.as_bytes()).await.unwrap();
        is_closed(&mut stream).await;
    }
    house.close().await;
}

#[tokio::test]
async fn headers_that_dribble_in_do_not_keep_a_connection_open() {
    let house = house(Limits {
        header_time: SHORT,
        ..Limits::default()
    })
    .await;
    let mut stream = house.tcp().await;
    let (mut read, mut write) = stream.split();
    // A byte in a tenth of the time that all headers have.
    let mut pace = tokio::time::interval(SHORT / 10);
    let dribble = async {
        for byte in b"GET / HTTP/1.1\r\nx: ".iter().chain(std::iter::repeat(&b'y')) {
            pace.tick().await;
            if write.write_all(&[*byte]).await.is_err() {
                break;
            }
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = is_closed(&mut read) => {}
        () = dribble => {}
    }
    house.close().await;
}

#[tokio::test]
async fn headers_without_end_are_cut_off_long_before_memory_is() {
    let house = house(Limits {
        header_time: NEVER,
        ..Limits::default()
    })
    .await;
    let mut stream = house.tcp().await;
    let (mut read, mut write) = stream.split();
    let flood = async {
        let line = [b"x: ".as_slice(), &[b'y'; 1000], b"\r\n"].concat();
        write.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
        for _ in 0..64 {
            if write.write_all(&line).await.is_err() {
                break;
            }
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = is_closed(&mut read) => {}
        () = flood => {}
    }
    house.close().await;
}

#[tokio::test]
async fn a_page_connection_does_not_stay_for_ever() {
    let house = house(Limits {
        page_time: SHORT,
        header_time: NEVER,
        ..Limits::default()
    })
    .await;
    let mut stream = house.tcp().await;
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    is_closed(&mut stream).await;
    house.close().await;
}

#[tokio::test]
async fn half_a_message_is_not_waited_for_long() {
    let house = house(Limits {
        message_time: SHORT,
        ..Limits::default()
    })
    .await;
    let ann = house.client().await;
    let mut raw = ann.socket.into_inner();
    // A masked binary message of 16 bytes, of which 2 come.
    raw.write_all(&[0x82, 0x90, 0, 0, 0, 0, 1, 0]).await.unwrap();
    let mut rest = Vec::new();
    soon("the relay to close", raw.read_to_end(&mut rest)).await.unwrap();
    assert_eq!(rest, [0x88, 2, 0x0f, 0xa2], "a close frame with 4002");
    house.close().await;
}

#[tokio::test]
async fn half_a_message_behind_a_whole_one_is_not_waited_for_either() {
    let house = house(Limits {
        message_time: SHORT,
        ping_every: NEVER,
        idle_time: NEVER,
        ..Limits::default()
    })
    .await;
    let ann = house.client().await;
    let mut raw = ann.socket.into_inner();
    let ping = ClientFrame::Ping { token: 7 }.encode().unwrap();
    let whole = [&[0x82, 0x80 | ping.len() as u8, 0, 0, 0, 0][..], &ping].concat();
    raw.write_all(&[&whole[..], &[0x82, 0x90, 0, 0, 0, 0, 1, 0]].concat())
        .await
        .unwrap();
    let mut rest = Vec::new();
    soon("the relay to close", raw.read_to_end(&mut rest)).await.unwrap();
    let pong = RelayFrame::Pong { token: 7 }.encode().unwrap();
    let answer = [&[0x82, pong.len() as u8][..], &pong].concat();
    assert_eq!(
        rest,
        [&answer[..], &[0x88, 2, 0x0f, 0xa2]].concat(),
        "a pong, then 4002"
    );
    house.close().await;
}

#[tokio::test]
async fn a_message_in_pieces_does_not_stay_open_by_pings_in_between() {
    let house = house(Limits {
        message_time: SHORT,
        ping_every: NEVER,
        idle_time: NEVER,
        ..Limits::default()
    })
    .await;
    let ann = house.client().await;
    let (mut read, mut write) = ann.socket.into_inner().into_split();
    write.write_all(&[0x02, 0x81, 0, 0, 0, 0, 1]).await.unwrap();
    let mut pace = tokio::time::interval(SHORT / 10);
    let dribble = async {
        while write.write_all(&[0x89, 0x80, 0, 0, 0, 0]).await.is_ok() {
            pace.tick().await;
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = is_closed(&mut read) => {}
        () = dribble => {}
    }
    house.close().await;
}

#[tokio::test]
async fn a_silent_socket_is_pinged_and_one_that_does_not_answer_is_closed() {
    let limits = Limits {
        ping_every: SHORT,
        idle_time: NEVER,
        ..Limits::default()
    };
    let house = house(limits).await;
    let (mut ann, bob, bob_id) = pair(&house, 1).await;
    // Bob's network is gone: nothing reads, nothing answers, nothing closes.
    let mut raw = bob.socket.into_inner();
    ann.expect(RelayFrame::Left {
        room: room(1),
        member: bob_id,
    })
    .await;
    let mut rest = Vec::new();
    soon("the relay to close", raw.read_to_end(&mut rest)).await.unwrap();
    assert!(rest.starts_with(&[0x89, 0]), "a ping first");
    assert!(
        rest.ends_with(&[0x88, 2, 0x0f, 0xa2]),
        "a close frame with 4002 at last"
    );
    // Ann, whose WebSocket answered the pings while she waited, is still there.
    assert!(ann.until_pong().await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn a_socket_that_joins_nothing_is_closed_after_a_while_and_one_that_does_is_not() {
    let limits = Limits {
        idle_time: SHORT,
        ..Limits::default()
    };
    let house = house(limits).await;
    let mut ann = house.client().await;
    ann.join(room(1), 1).await;
    let mut lou = house.client().await;
    lou.send(ClientFrame::Look {
        desk: Desk::new(1).id(),
    })
    .await;
    lou.hear().await;
    for _ in 0..3 {
        let mut eve = house.client().await;
        assert_eq!(eve.closed().await, (vec![], 4002));
    }
    assert!(ann.until_pong().await.is_empty());
    assert!(lou.until_pong().await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn one_connection_too_many_is_turned_away_and_a_place_that_is_left_is_free_again() {
    let house = house(Limits {
        connections: 2,
        ..Limits::default()
    })
    .await;
    let ann = house.client().await;
    let mut bob = house.client().await;
    let mut third = house.tcp().await;
    let mut answer = Vec::new();
    soon("an answer", third.read_to_end(&mut answer)).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 503 "));

    drop(ann);
    // The place is free once the relay has seen that ann is gone; until then it says so and can be asked again.
    let mut cyd = soon("a free place", async {
        loop {
            if let Ok((socket, _)) = house.try_client(house.request()).await {
                break Client { socket, nonce: [0; 32] };
            }
        }
    })
    .await;
    cyd.hear().await;
    assert!(bob.until_pong().await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn a_flood_of_websocket_pings_fills_nobody_s_memory() {
    let house = house(Limits::default()).await;
    let ann = house.client().await;
    let raw = ann.socket.into_inner();
    let (mut read, mut write) = raw.into_split();
    // Pings with 125 bytes, whose pongs are never read.
    let ping = [&[0x89, 0xfd, 0, 0, 0, 0][..], &[1; 125]].concat().repeat(64);
    soon("the relay to close", async {
        while write.write_all(&ping).await.is_ok() {}
    })
    .await;
    is_closed(&mut read).await;
    house.close().await;
}

#[tokio::test]
async fn when_the_relay_stops_everybody_is_told_and_nobody_is_waited_for() {
    // Nobody is cut off after a time: all must end by themselves.
    let limits = Limits {
        farewell_time: NEVER,
        header_time: NEVER,
        page_time: NEVER,
        ..Limits::default()
    };
    let house = house(limits).await;
    let mut ann = house.client().await;
    ann.join(room(1), 1).await;
    let told = tokio::spawn(async move { ann.closed().await });
    // A browser that keeps its connection for the next page.
    let mut silent = house.tcp().await;
    silent
        .write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    soon("an answer", silent.read_u8()).await.unwrap();
    let address = house.address;
    house.close().await;
    assert_eq!(told.await.unwrap(), (vec![], 1001));
    is_closed(&mut silent).await;
    assert!(
        tokio::net::TcpStream::connect(address).await.is_err(),
        "the port is free again"
    );
}

#[tokio::test]
async fn a_message_that_announces_more_than_it_may_hold_is_not_waited_for() {
    let house = house(Limits::default()).await;
    for announced in [65_537_u64, 1 << 40, (1 << 63) - 1] {
        let ann = house.client().await;
        let mut raw = ann.socket.into_inner();
        let head = [&[0x82, 0xff][..], &announced.to_be_bytes(), &[0; 4]].concat();
        raw.write_all(&head).await.unwrap();
        let mut rest = Vec::new();
        soon("the relay to close", raw.read_to_end(&mut rest)).await.unwrap();
        assert!(
            rest.ends_with(&[0x88, 2, 0x03, 0xf1]),
            "a close frame with 1009: {rest:?}"
        );
    }
    house.close().await;
}

#[tokio::test]
async fn a_message_in_many_pieces_may_be_no_longer_than_one_in_one_piece() {
    let house = house(Limits::default()).await;
    let ann = house.client().await;
    let (mut read, mut write) = ann.socket.into_inner().into_split();
    let sending = tokio::spawn(async move {
        let mut first = 0x02;
        loop {
            let piece = [&[first, 0xfe, 0x40, 0, 0, 0, 0, 0][..], &[1; 0x4000]].concat();
            if write.write_all(&piece).await.is_err() {
                break;
            }
            first = 0x00;
        }
    });
    let mut rest = Vec::new();
    let _ = soon("the relay to close", read.read_to_end(&mut rest)).await;
    assert!(
        rest.ends_with(&[0x88, 2, 0x03, 0xf1]),
        "a close frame with 1009: {rest:?}"
    );
    soon("the sender to notice", sending).await.unwrap();
    house.close().await;
}

#[tokio::test]
async fn a_message_in_many_pieces_is_one_message() {
    let house = house(Limits::default()).await;
    let ann = house.client().await;
    let mut raw = ann.socket.into_inner();
    let join = ClientFrame::Join {
        room: room(1),
        secret: secret(1),
    }
    .encode()
    .unwrap();
    for (index, byte) in join.iter().enumerate() {
        let first = if index == 0 { 0x02 } else { 0x00 };
        let last = if index + 1 == join.len() { 0x80 } else { 0x00 };
        raw.write_all(&[first | last, 0x81, 0, 0, 0, 0, *byte]).await.unwrap();
    }
    let mut answer = [0; 2 + 26];
    soon("joined", raw.read_exact(&mut answer)).await.unwrap();
    let frame = RelayFrame::decode(&answer[2..]).unwrap();
    assert!(matches!(frame, RelayFrame::Joined { .. }), "{frame:?}");
    house.close().await;
}
