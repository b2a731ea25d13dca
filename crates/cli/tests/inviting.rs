//! `hushwire chat --invite`, `--pin`, `--link`: two headless peers and a relay, all of them real.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

#[path = "common/chat.rs"]
mod chat;
mod common;

use chat::{Peer, Relay, desk};
use common::Folder;

struct Scene {
    folder: Folder,
    fingerprint: String,
    relay: Relay,
}

impl Scene {
    fn new() -> Self {
        let folder = Folder::new();
        Self {
            fingerprint: desk(&folder),
            relay: Relay::start(),
            folder,
        }
    }

    fn technician(&self, more: &str) -> Peer {
        let arguments = format!("--json --relay {} --enrolment ada {more}", self.relay.url());
        Peer::start(&self.folder, "technician", &arguments)
    }

    fn customer(&self, more: &str) -> Peer {
        let (url, desk) = (self.relay.url(), &self.fingerprint);
        Peer::start(
            &self.folder,
            "customer",
            &format!("--json --relay {url} --desk {desk} {more}"),
        )
    }
}

/// What the technician is to hand out, without the blanks that make it readable.
fn words(technician: &mut Peer) -> String {
    let invited = technician.event("invited", |_| true);
    invited["words"].as_str().unwrap().replace(' ', "")
}

#[test]
fn who_brings_the_pin_or_the_link_is_known_to_bring_it() {
    for kind in ["pin", "link"] {
        let scene = Scene::new();
        let mut technician = scene.technician(&format!("--invite {kind}"));
        let words = words(&mut technician);
        let mut customer = scene.customer(&format!("--{kind} {words}"));
        customer.types("it is me");
        let verified = customer.event("verified", |_| true);
        assert_eq!(verified["proof"], format!("{kind}-verified"));
        let used = technician.event("uninvited", |_| true);
        assert_eq!(used["end"], "used");
        let open = technician.event("chat", |event| event["state"] == "open");
        assert_eq!((&open["peer"], &open["chat"]), (&kind.into(), &used["chat"]));
        assert_eq!(technician.hears(), "it is me");
        technician.types("I know");
        assert_eq!(customer.hears(), "I know");
        customer.types_no_more();
        assert_eq!(customer.ends().code, Some(0));
        technician.types_no_more();
        assert_eq!(technician.ends().code, Some(0));
    }
}

#[test]
fn a_wrong_pin_is_said_at_both_ends_and_a_new_one_is_handed_out() {
    let scene = Scene::new();
    let mut technician = scene.technician("--invite pin");
    let right = words(&mut technician);
    let last = if right.ends_with('7') { "8" } else { "7" };
    let customer = scene.customer(&format!("--pin {}{last}", &right[..8]));
    let ended = customer.ends();
    assert_ne!(ended.code, Some(0));
    assert!(ended.stderr.contains("(wrong-pin)"), "{}", ended.stderr);
    technician.event("refused", |event| event["code"] == "wrong-pin");

    let another = words(&mut technician);
    let ended = scene.customer(&format!("--pin {right}")).ends();
    assert!(
        ended.stderr.contains("-invite)") || ended.stderr.contains("(wrong-pin)"),
        "{}",
        ended.stderr
    );
    if another[..3] == right[..3] {
        return; // The old nameplate was drawn again: the second try has burnt the new PIN as well.
    }
    let mut customer = scene.customer(&format!("--pin {another}"));
    customer.event("verified", |event| event["proof"] == "pin-verified");
}

#[test]
fn what_is_no_pin_and_no_link_is_said_at_once() {
    let scene = Scene::new();
    for (arguments, code) in [
        ("--pin 12345678", "(bad-pin)"),
        ("--link hwlink1AAAA", "(bad-link)"),
        ("--pin 000000000", "(unknown-invite)"),
    ] {
        let _technician = scene.technician("");
        let ended = scene.customer(arguments).ends();
        assert!(ended.stderr.contains(code), "{arguments}: {}", ended.stderr);
        assert_ne!(ended.code, Some(0));
    }
}
