//! What a relay's memory holds after a chat: whoever dumps the core of the process, as the machine's owner can, finds
//! neither what was said nor what it was sealed with, nor even the sealed frames.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what only tests call may stop a test")]

mod common;

use std::process::Command;

use common::{Folder, Peer, Running, relay, tool};
use futures_util::{SinkExt, StreamExt};
use hushwire_wire::{ClientFrame, MemberId, MemberSecret, RelayFrame, RoomId};
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

const CUSTOMER: &str = "canary-of-the-customer-kingfisher-7731";
const TECHNICIAN: &str = "canary-of-the-technician-nightjar-4402";

/// Everything that lies in the memory of a process.
fn core(gcore: &std::path::Path, folder: &Folder, process: u32) -> Vec<u8> {
    let path = folder.path("core");
    let output = Command::new(gcore)
        .args(["-a", "-o"])
        .arg(&path)
        .arg(process.to_string())
        .output()
        .unwrap();
    let dump = folder.path(&format!("core.{process}"));
    match std::fs::read(&dump) {
        Ok(bytes) => {
            std::fs::remove_file(dump).unwrap();
            bytes
        }
        Err(_) => panic!("{}", String::from_utf8_lossy(&output.stderr)),
    }
}

/// Wipes from a dump what is no memory: the vector registers of sleeping threads still hold the last 64 bytes or so that
/// each of them copied. No program empties them, and the next copy does.
fn without_registers(mut dump: Vec<u8>) -> Vec<u8> {
    const NOTE: usize = 4;
    let number = |dump: &[u8], at: usize, size: usize| {
        let bytes = dump[at..at + size].iter().rev();
        bytes.fold(0_usize, |number, byte| (number << 8) | usize::from(*byte))
    };
    // ELF, 64 bits, little end first: where the program headers are, how large each is, how many.
    let (table, size, count) = (number(&dump, 0x20, 8), number(&dump, 0x36, 2), number(&dump, 0x38, 2));
    let mut notes = 0;
    for header in (0..count).map(|place| table + place * size) {
        if number(&dump, header, 4) == NOTE {
            let (start, length) = (number(&dump, header + 8, 8), number(&dump, header + 32, 8));
            dump[start..start + length].fill(0);
            notes += 1;
        }
    }
    assert!(notes > 0, "this is no core dump");
    dump
}

fn times(memory: &[u8], what: &[u8]) -> usize {
    memchr::memmem::find_iter(memory, what).count()
}

#[test]
fn a_dump_of_the_relay_s_memory_holds_nothing_of_a_chat() {
    let Some(gcore) = tool("gcore", "gdb") else { return };
    let folder = Folder::new();
    let desk = folder.desk();
    let relay = relay(["--listen", "127.0.0.1:0", "--log", "debug"]);
    let url = format!("ws://{}", relay.address);
    let mut technician = Peer::start(&folder, "technician", &format!("--relay {url} --enrolment ada"));
    technician.event("link", |event| event["state"] == "attached");
    let mut customer = Peer::start(&folder, "customer", &format!("--relay {url} --desk {desk}"));
    customer.types(CUSTOMER);
    assert_eq!(technician.hears(), CUSTOMER);
    technician.types(TECHNICIAN);
    assert_eq!(customer.hears(), TECHNICIAN);

    let memory = core(&gcore, &folder, relay.child.id());
    // The dump is one: what the relay must know of a desk that is open is there.
    let manifest = std::fs::read(folder.path("desk/manifest.signed")).ok();
    if let Some(manifest) = &manifest {
        assert!(times(&memory, &manifest[..64]) > 0, "the dump holds no manifest");
    }
    for canary in [CUSTOMER, TECHNICIAN] {
        assert_eq!(times(&memory, canary.as_bytes()), 0, "{canary}");
        let wide: Vec<u8> = canary.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(times(&memory, &wide), 0, "{canary} in UTF-16");
    }
    let enrolment = std::fs::read_to_string(folder.path("ada")).unwrap();
    assert_eq!(times(&memory, enrolment.trim().as_bytes()), 0, "the enrolment");

    drop(technician);
    let log: Vec<_> = relay.log.try_iter().collect();
    assert!(!log.is_empty());
    for line in &log {
        assert!(
            !line.contains(&desk) && !line.contains("hw1"),
            "the desk stands in the log"
        );
    }

    // A dump of whoever may read finds them: this test can fail.
    let memory = core(&gcore, &folder, customer.id());
    assert!(times(&memory, CUSTOMER.as_bytes()) + times(&memory, TECHNICIAN.as_bytes()) > 0);
}

type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

const ROOM: RoomId = RoomId(*b"room-of-canaries");

/// Bytes without any pattern (SplitMix64): a piece of them is nowhere by chance.
fn noise(mut seed: u64, size: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while bytes.len() < size {
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bytes.extend((z ^ (z >> 31)).to_le_bytes());
    }
    bytes.truncate(size);
    bytes
}

async fn member(relay: &Running, secret: &[u8]) -> Socket {
    let mut request = format!("ws://{}/ws", relay.address).into_client_request().unwrap();
    let protocol = "hushwire.1".parse().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", protocol);
    let (mut socket, _) = connect_async(request).await.unwrap();
    let secret = MemberSecret::new(secret.try_into().unwrap());
    let join = ClientFrame::Join { room: ROOM, secret }.encode().unwrap();
    socket.send(Message::binary(join)).await.unwrap();
    hear(&mut socket, |frame| matches!(frame, RelayFrame::Joined { .. })).await;
    socket
}

async fn hear(socket: &mut Socket, wanted: impl Fn(RelayFrame<'_>) -> bool) {
    loop {
        let next = tokio::time::timeout(common::PATIENCE, socket.next()).await.unwrap();
        let Some(Ok(Message::Binary(bytes))) = next else {
            continue;
        };
        if wanted(RelayFrame::decode(&bytes).unwrap()) {
            return;
        }
    }
}

#[tokio::test]
async fn frames_and_secrets_have_left_the_relay_s_memory_when_they_are_dealt_with() {
    let Some(gcore) = tool("gcore", "gdb") else { return };
    let folder = Folder::new();
    let relay = relay(["--listen", "127.0.0.1:0", "--log", "trace"]);
    let secrets = [noise(11, 16), noise(13, 16)];
    let mut cara = member(&relay, &secrets[0]).await;
    let mut tom = member(&relay, &secrets[1]).await;
    let mut payloads = Vec::new();
    for (size, seed) in [(280, 3), (4_000, 5), (60_000, 7)] {
        let payload = noise(seed, size);
        let frame = ClientFrame::Frame {
            room: ROOM,
            to: MemberId::EVERYBODY,
            payload: &payload,
        };
        cara.send(Message::binary(frame.encode().unwrap())).await.unwrap();
        hear(
            &mut tom,
            |frame| matches!(frame, RelayFrame::Frame { payload: heard, .. } if heard == payload),
        )
        .await;
        payloads.push(payload);
    }
    let memory = without_registers(core(&gcore, &folder, relay.child.id()));
    assert!(
        times(&memory, &ROOM.0) > 0,
        "what the relay must know is there: the dump is one"
    );
    for secret in &secrets {
        assert_eq!(times(&memory, secret), 0, "copies of a member's secret");
    }
    for payload in &payloads {
        // Each search goes through all of the dump.
        let pieces: Vec<_> = payload.chunks_exact(16).collect();
        let some = pieces.iter().step_by(pieces.len().div_ceil(16));
        let found = some.filter(|piece| times(&memory, piece) > 0).count();
        assert_eq!(
            found,
            0,
            "pieces that are still there of a frame of {} bytes",
            payload.len()
        );
    }
    let room: String = ROOM.0.iter().map(|byte| format!("{byte:02x}")).collect();
    for line in relay.log.try_iter() {
        assert!(!line.contains(&room) && !line.contains("room-of-canaries"), "{line}");
    }
}
