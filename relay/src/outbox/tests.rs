use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// An outbox and the other end of its socket.
async fn pair(budget: &Arc<Budget>) -> (Outbox, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let far = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let (near, _) = listener.accept().await.unwrap();
    let (_, write) = near.into_split();
    (Outbox::new(WriteHalf::Plain(write), budget.clone()), far)
}

fn budget(each: usize, all: usize) -> Arc<Budget> {
    Arc::new(Budget::new(each, all, None))
}

/// Puts in frames until the kernel takes no more.
fn stall(outbox: &Outbox) {
    while outbox.flush() == Flushed::All {
        outbox.put(&[1; 1000], &[]);
        assert_eq!(outbox.closing(), None, "the kernel takes more than the test has");
    }
}

#[tokio::test]
async fn messages_are_framed_as_rfc_6455_says() {
    let (outbox, mut far) = pair(&budget(1 << 20, 1 << 20)).await;
    for (length, head) in [
        (1, vec![0x82, 1]),
        (125, vec![0x82, 125]),
        (126, vec![0x82, 126, 0, 126]),
        (65_535, vec![0x82, 126, 0xff, 0xff]),
        (65_536, vec![0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
    ] {
        outbox.put(&[7], &vec![8; length - 1]);
        let mut got = vec![0; head.len() + length];
        assert_ne!(outbox.flush(), Flushed::Broken);
        let writing = async {
            while outbox.drain() == Flushed::Some {
                outbox.writable().await;
            }
        };
        let (read, ()) = tokio::join!(far.read_exact(&mut got), writing);
        read.unwrap();
        assert_eq!(got[..head.len()], head);
        assert_eq!(got[head.len()], 7);
        assert!(got[head.len() + 1..].iter().all(|byte| *byte == 8));
    }
}

#[tokio::test]
async fn nothing_is_lost_or_mixed_up_when_the_kernel_takes_it_in_pieces() {
    let (outbox, mut far) = pair(&budget(64 << 20, 64 << 20)).await;
    let count: u32 = 20_000;
    let reading = tokio::spawn(async move {
        let mut got = vec![0; 2 + 100];
        for number in 0..count {
            far.read_exact(&mut got).await.unwrap();
            assert_eq!(got[2..6], number.to_be_bytes());
        }
    });
    for number in 0..count {
        outbox.put(&number.to_be_bytes(), &[0; 96]);
        if number % 7 == 0 {
            outbox.flush();
        }
        if number % 1000 == 0 {
            tokio::task::yield_now().await;
        }
    }
    while outbox.drain() == Flushed::Some {
        outbox.writable().await;
    }
    reading.await.unwrap();
}

#[tokio::test]
async fn a_byte_over_the_cap_closes_the_socket_as_too_slow() {
    let (outbox, _far) = pair(&budget(1000, 1 << 20)).await;
    outbox.put(&[0; 980], &[]);
    assert_eq!(outbox.closing(), None);
    outbox.put(&[0; 7], &[]);
    assert_eq!(outbox.closing(), Some(CloseCode::TooSlow));
    // The owner is woken to see it.
    outbox.rung().await;
}

#[tokio::test]
async fn over_the_cap_for_all_the_slow_ones_are_closed_and_the_others_are_not() {
    let budget = budget(usize::MAX, 10_000);
    let (slow, _one) = pair(&budget).await;
    let (slower, _two) = pair(&budget).await;
    let (healthy, _three) = pair(&budget).await;
    stall(&slow);
    slow.put(&[0; 20_000], &[]);
    slow.flush();
    assert_eq!(slow.closing(), None, "it was under the cap for all when this came");
    stall(&slower);
    slower.put(&[0; 1], &[]);
    assert_eq!(slower.closing(), Some(CloseCode::TooSlow));
    for _ in 0..100 {
        healthy.put(&[0; 1], &[]);
    }
    assert_eq!(healthy.flush(), Flushed::All);
    assert_eq!(healthy.closing(), None);
}

#[tokio::test]
async fn a_socket_that_goes_gives_its_share_back() {
    let budget = budget(usize::MAX, usize::MAX);
    let (outbox, far) = pair(&budget).await;
    stall(&outbox);
    assert!(budget.used.load(Ordering::Relaxed) > 0);
    drop((outbox, far));
    assert_eq!(budget.used.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn after_the_close_frame_nothing_more_is_said() {
    let (outbox, mut far) = pair(&budget(1000, 1000)).await;
    outbox.put(b"a", &[]);
    outbox.close(CloseCode::Replaced);
    outbox.close(CloseCode::Idle);
    outbox.put(b"b", &[]);
    outbox.ping();
    outbox.flush();
    drop(outbox);
    let mut got = Vec::new();
    far.read_to_end(&mut got).await.unwrap();
    assert_eq!(got, [0x82, 1, b'a', 0x88, 2, 0x0f, 0xa4], "one message, then 4004");
}

#[tokio::test]
async fn an_idle_outbox_holds_no_buffer() {
    let (outbox, _far) = pair(&budget(1 << 20, 1 << 20)).await;
    outbox.put(&[0; 1000], &[]);
    assert_eq!(outbox.flush(), Flushed::All);
    assert_eq!(outbox.state().bytes.capacity(), 0);
}

#[tokio::test]
async fn a_relay_that_stops_says_so_and_where_to_go() {
    for (elsewhere, reason) in [
        (None, "draining".to_owned()),
        (
            Some("wss://b.relay.example/ws".to_owned()),
            "draining wss://b.relay.example/ws".to_owned(),
        ),
        // What does not fit into a control frame is left out.
        (Some(format!("wss://{}", "b".repeat(109))), "draining".to_owned()),
    ] {
        let budget = Arc::new(Budget::new(1000, 1000, elsewhere.as_deref()));
        let (outbox, mut far) = pair(&budget).await;
        outbox.close(CloseCode::Stopping);
        outbox.flush();
        drop(outbox);
        let mut got = Vec::new();
        far.read_to_end(&mut got).await.unwrap();
        assert_eq!(
            got,
            [&[0x88, 2 + reason.len() as u8, 3, 233], reason.as_bytes()].concat()
        );
    }
}
