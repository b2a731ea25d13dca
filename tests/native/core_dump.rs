//! What a relay's memory holds after a chat: whoever dumps the core of the process, as the machine's owner can, finds
//! neither what was said nor what it was sealed with, nor even the sealed frames.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what only tests call may stop a test")]

mod common;

use std::process::Command;

use common::{Folder, Peer, relay, tool};

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

fn times(memory: &[u8], what: &[u8]) -> usize {
    memory.windows(what.len()).filter(|window| *window == what).count()
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

    // A dump of whoever may read finds them: this test can fail.
    let memory = core(&gcore, &folder, customer.id());
    assert!(times(&memory, CUSTOMER.as_bytes()) + times(&memory, TECHNICIAN.as_bytes()) > 0);
}
