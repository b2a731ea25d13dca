//! A rolling restart: two relays under one name, each stopped in the middle of a chat, and nothing is lost.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

#[path = "common/chat.rs"]
mod chat;
mod common;

use std::io::copy;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use chat::{Peer, Relay, desk};
use common::Folder;

/// The one name: passes every new connection to the relay of the moment.
struct Front {
    address: SocketAddr,
    behind: Arc<Mutex<SocketAddr>>,
}

impl Front {
    /// Lives as long as the process of the test.
    fn before(relay: &Relay) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let behind = Arc::new(Mutex::new(relay.address));
        let current = behind.clone();
        std::thread::spawn(move || {
            for outside in listener.incoming().map(Result::unwrap) {
                let relay = *current.lock().unwrap();
                // A relay that is gone already is no connection; the client tries again.
                if let Ok(inside) = TcpStream::connect(relay) {
                    pass(outside.try_clone().unwrap(), inside.try_clone().unwrap());
                    pass(inside, outside);
                }
            }
        });
        Self { address, behind }
    }

    fn turn_to(&self, relay: &Relay) {
        *self.behind.lock().unwrap() = relay.address;
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream) {
    std::thread::spawn(move || {
        let _ = copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
}

#[test]
fn a_rolling_restart_of_two_relays_loses_and_doubles_nothing() {
    let folder = Folder::new();
    let fingerprint = desk(&folder);
    let first = Relay::start();
    let front = Front::before(&first);
    let relay = format!("ws://{}", front.address);
    let mut technician = Peer::start(
        &folder,
        "technician",
        &format!("--relay {relay} --enrolment ada --json"),
    );
    technician.event("link", |event| event["state"] == "attached");
    let mut customer = Peer::start(
        &folder,
        "customer",
        &format!("--relay {relay} --desk {fingerprint} --json"),
    );
    customer.types("before");
    assert_eq!(technician.hears(), "before");

    let second = Relay::start();
    let third = Relay::start();
    let mut running = first;
    for (round, next) in [second, third].into_iter().enumerate() {
        front.turn_to(&next);
        // Typed while the old relay says goodbye, whatever it still takes of it.
        for number in 0..50 {
            customer.types(&format!("customer {round} {number}"));
            technician.types(&format!("technician {round} {number}"));
        }
        std::mem::replace(&mut running, next).stop();
        for number in 0..50 {
            assert_eq!(technician.hears(), format!("customer {round} {number}"));
            assert_eq!(customer.hears(), format!("technician {round} {number}"));
        }
    }
    customer.types("after");
    assert_eq!(technician.hears(), "after");
}
