//! What a relay on the open internet is asked by strangers, and how it says goodbye to friends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::time::Duration;

use common::client::{House, room};
use common::mint::Desk;
use futures_util::StreamExt;
use hushwire_relay::{Config, Limits, Proxies};
use hushwire_wire::{Refusal, RelayFrame};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio_tungstenite::tungstenite::http::Request;
use tokio_tungstenite::tungstenite::{Error, Message};

const NEVER: Duration = Duration::from_secs(3_600);

fn with(house: &House, name: &'static str, value: &str) -> Request<()> {
    let mut request = house.request();
    request.headers_mut().insert(name, value.parse().unwrap());
    request
}

/// The status that a request for a WebSocket is answered with.
async fn status(house: &House, request: Request<()>) -> u16 {
    match house.try_client(request).await {
        Ok((_, response)) => response.status().as_u16(),
        Err(Error::Http(response)) => response.status().as_u16(),
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_page_that_is_not_on_the_relay_s_list_gets_no_websocket() {
    let house = House::open(Config {
        origins: vec!["https://shop.example".into(), "https://Other.example:8443".into()],
        ..Config::default()
    })
    .await;
    for (origin, expected) in [
        ("https://shop.example", 101),
        ("https://SHOP.example", 101),
        ("https://other.example:8443", 101),
        ("https://other.example", 403),
        ("http://shop.example", 403),
        ("https://shop.example.evil.example", 403),
        ("null", 403),
        ("", 403),
    ] {
        assert_eq!(
            status(&house, with(&house, "origin", origin)).await,
            expected,
            "{origin}"
        );
    }
    assert_eq!(status(&house, house.request()).await, 101, "a program has no origin");
    house.close().await;
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_address_has_its_own_cap() {
    let limits = Limits {
        connections_per_address: 2,
        ..Limits::default()
    };
    let house = House::open(Config {
        limits,
        proxies: Proxies {
            trusted: vec!["127.0.0.1".parse().unwrap()],
            protocol: false,
        },
        ..Config::default()
    })
    .await;
    let from = |address: &str| with(&house, "x-forwarded-for", address);
    let one = house.try_client(from("203.0.113.9")).await.unwrap();
    let _two = house.try_client(from("198.51.100.1, 203.0.113.9")).await.unwrap();
    assert_eq!(status(&house, from("203.0.113.9")).await, 429);
    // What stands left of the last address is only said by whoever asks.
    assert_eq!(status(&house, from("192.0.2.77, 203.0.113.9")).await, 429);
    assert_eq!(status(&house, from("203.0.113.10")).await, 101);
    drop(one);
    // The place is free once the relay has seen that the connection is gone.
    common::client::soon("a free place", async {
        while status(&house, from("203.0.113.9")).await != 101 {}
    })
    .await;
    house.close().await;
}

#[tokio::test]
async fn nobody_but_a_trusted_proxy_says_where_somebody_comes_from() {
    let limits = Limits {
        connections_per_address: 1,
        ..Limits::default()
    };
    let house = House::open(Config {
        limits,
        ..Config::default()
    })
    .await;
    let mut kept = Vec::new();
    for _ in 0..3 {
        kept.push(
            house
                .try_client(with(&house, "x-forwarded-for", "203.0.113.9"))
                .await
                .unwrap(),
        );
    }
    house.close().await;
}

#[tokio::test]
async fn a_proxy_that_speaks_the_proxy_protocol_is_heard_before_anything_else() {
    let limits = Limits {
        connections_per_address: 1,
        ..Limits::default()
    };
    let house = House::open(Config {
        limits,
        proxies: Proxies {
            trusted: vec!["127.0.0.0/8".parse().unwrap()],
            protocol: true,
        },
        ..Config::default()
    })
    .await;
    let come = async |address: &str| {
        let mut stream = house.tcp().await;
        let line = format!("PROXY TCP4 {address} 10.0.0.1 4711 443\r\n");
        stream.write_all(line.as_bytes()).await.unwrap();
        tokio_tungstenite::client_async(house.request(), stream).await
    };
    let kept = come("203.0.113.9").await.unwrap();
    assert!(matches!(come("203.0.113.9").await, Err(Error::Http(response)) if response.status() == 429));
    let _other = come("203.0.113.10").await.unwrap();
    // Without the line there is nothing to be had.
    assert!(house.try_client(house.request()).await.is_err());
    drop(kept);
    house.close().await;
}

#[tokio::test]
async fn a_flooded_desk_refuses_knocks_and_disturbs_neither_those_who_wait_nor_other_desks() {
    let limits = Limits {
        knocks_per_minute_of_desk: 3,
        ..Limits::default()
    };
    let house = House::open(Config {
        limits,
        ..Config::default()
    })
    .await;
    let (flooded, calm) = (Desk::new(1), Desk::new(2));
    let mut waiting = Vec::new();
    // The first knock is the one that makes the relay know the desk.
    for number in 1..=4 {
        let mut customer = house.client().await;
        customer.knock(flooded.id(), number).await;
        let joined = customer.hear().await;
        assert!(
            matches!(RelayFrame::decode(&joined), Ok(RelayFrame::Joined { .. })),
            "{number}"
        );
        waiting.push(customer);
    }
    let mut late = house.client().await;
    late.knock(flooded.id(), 5).await;
    late.refused(Refusal::RateLimited, room(5)).await;
    let mut elsewhere = house.client().await;
    elsewhere.knock(calm.id(), 6).await;
    let joined = elsewhere.hear().await;
    assert!(matches!(RelayFrame::decode(&joined), Ok(RelayFrame::Joined { .. })));
    let first = &mut waiting[0];
    let heard = first.until_pong().await;
    assert!(
        heard
            .iter()
            .all(|bytes| matches!(RelayFrame::decode(bytes), Ok(RelayFrame::Waiting { .. })))
    );
    house.close().await;
}

#[tokio::test]
async fn a_relay_that_is_drained_says_so_first_lets_people_in_meanwhile_and_then_sends_them_on() {
    let metrics = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = metrics.local_addr().unwrap();
    let ready = async || {
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET /readyz HTTP/1.0\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        tokio::io::AsyncReadExt::read_to_string(&mut stream, &mut answer)
            .await
            .unwrap();
        answer.starts_with("HTTP/1.0 200 ")
    };
    let limits = Limits {
        notice_time: Duration::from_secs(2),
        farewell_time: NEVER,
        ..Limits::default()
    };
    let house = House::open(Config {
        limits,
        metrics: Some(metrics),
        elsewhere: Some("wss://b.relay.example/ws".into()),
        ..Config::default()
    })
    .await;
    let mut ann = house.client().await;
    ann.join(room(1), 1).await;
    assert!(ready().await);
    let (host, request) = (house.address, house.request());
    let closing = tokio::spawn(house.close());
    while ready().await {}
    // A load balancer that has not seen it yet still sends somebody.
    let stream = tokio::net::TcpStream::connect(host).await.unwrap();
    let (late, _) = tokio_tungstenite::client_async(request, stream).await.unwrap();
    for mut socket in [ann.socket, late] {
        let close = loop {
            match common::client::soon("a goodbye", socket.next()).await {
                Some(Ok(Message::Close(Some(close)))) => break close,
                Some(Ok(_)) => {}
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(u16::from(close.code), 1001);
        assert_eq!(close.reason.as_str(), "draining wss://b.relay.example/ws");
    }
    closing.await.unwrap();
}
