//! Two relays and NATS as programs, two people of the command line at different relays; each program dies in turn.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what only tests call may stop a test")]

mod common;

use std::net::SocketAddr;

use common::{Folder, Peer, Running, nats, relay, tool};

struct Cluster {
    folder: Folder,
    nats: Running,
    relays: Vec<Running>,
}

impl Cluster {
    /// `None` where NATS is missing; it has been said then.
    fn start() -> Option<Self> {
        let nats = nats(&tool("nats-server", "nats-server")?, None);
        let folder = Folder::new();
        std::fs::write(folder.path("key"), "5a".repeat(32)).unwrap();
        let mut it = Self {
            folder,
            nats,
            relays: Vec::new(),
        };
        for _ in 0..2 {
            let relay = it.relay("127.0.0.1:0");
            it.relays.push(relay);
        }
        it.met();
        Some(it)
    }

    fn relay(&self, address: &str) -> Running {
        let key = self.folder.path("key");
        let backplane = format!("nats://{}", self.nats.address);
        relay([
            "--listen",
            address,
            "--backplane",
            &backplane,
            "--cluster-key-file",
            key.to_str().unwrap(),
        ])
    }

    fn met(&self) {
        for relay in &self.relays {
            relay.says("met a relay");
        }
    }

    fn kill_and_restart(&mut self, which: usize, meanwhile: impl FnOnce()) {
        let address = self.relays[which].address.to_string();
        self.relays[which].kill();
        meanwhile();
        self.relays[which] = self.relay(&address);
    }
}

/// Both say something, and hear it.
fn talk(customer: &mut Peer, technician: &mut Peer, word: &str) {
    customer.types(&format!("{word} from the customer"));
    assert_eq!(technician.hears(), format!("{word} from the customer"));
    technician.types(&format!("{word} from the technician"));
    assert_eq!(customer.hears(), format!("{word} from the technician"));
}

fn type_ten(peer: &mut Peer, word: &str) {
    for number in 0..10 {
        peer.types(&format!("{word} {number}"));
    }
}

#[track_caller]
fn hear_ten(peer: &mut Peer, word: &str) {
    for number in 0..10 {
        assert_eq!(peer.hears(), format!("{word} {number}"));
    }
}

#[test]
fn two_people_at_two_relays_talk_and_lose_nothing_whichever_program_dies() {
    let Some(mut it) = Cluster::start() else { return };
    let desk = it.folder.desk();
    let url = |address: SocketAddr| format!("ws://{address}");
    let (here, there) = (url(it.relays[0].address), url(it.relays[1].address));
    let mut technician = Peer::start(&it.folder, "technician", &format!("--relay {there} --enrolment ada"));
    technician.event("link", |event| event["state"] == "attached");
    let mut customer = Peer::start(&it.folder, "customer", &format!("--relay {here} --desk {desk}"));
    talk(&mut customer, &mut technician, "hello");

    it.kill_and_restart(0, || {
        type_ten(&mut customer, "without my relay");
        type_ten(&mut technician, "without your relay");
    });
    hear_ten(&mut technician, "without my relay");
    hear_ten(&mut customer, "without your relay");

    it.kill_and_restart(1, || {
        type_ten(&mut customer, "without your relay");
        type_ten(&mut technician, "without my relay");
    });
    hear_ten(&mut technician, "without your relay");
    hear_ten(&mut customer, "without my relay");

    let address = it.nats.address;
    it.nats.kill();
    type_ten(&mut customer, "without NATS");
    type_ten(&mut technician, "without NATS");
    // The gap is seen, and not only hoped for.
    for relay in &it.relays {
        relay.says("a relay is silent");
    }
    it.nats = nats(&tool("nats-server", "nats-server").unwrap(), Some(address));
    hear_ten(&mut technician, "without NATS");
    hear_ten(&mut customer, "without NATS");
    talk(&mut customer, &mut technician, "goodbye");
}
