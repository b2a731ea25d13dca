//! `hushwire chat`: two headless peers and a relay, all of them real.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

#[path = "common/chat.rs"]
mod chat;
mod common;
#[path = "common/tls.rs"]
mod tls;

use chat::{Peer, Relay, desk};
use common::Folder;
use tls::TlsFront;

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
        let arguments = format!("--relay {} --enrolment ada {more}", self.relay.url());
        Peer::start(&self.folder, "technician", &arguments)
    }

    fn customer(&self, more: &str) -> Peer {
        let arguments = format!("--relay {} --desk {} {more}", self.relay.url(), self.fingerprint);
        Peer::start(&self.folder, "customer", &arguments)
    }
}

#[test]
fn a_customer_and_a_technician_talk_and_the_card_number_stays_at_home() {
    let scene = Scene::new();
    let mut technician = scene.technician("--json");
    technician.event("link", |event| event["state"] == "attached");
    let mut customer = scene.customer("--json --language pt-BR");
    customer.types("hello 🦊, my card is 4242 4242 4242 4242");

    let verified = customer.event("verified", |_| true);
    assert_eq!(
        (&verified["name"], &verified["desk"]),
        (&"Ada".into(), &"Example Shop".into())
    );
    let opened = technician.event("chat", |event| event["state"] == "open");
    assert_eq!(opened["comparison"], verified["comparison"]);

    let heard = technician.event("message", |event| event["from"] == "peer");
    let text = heard["text"].as_str().unwrap();
    assert!(
        text.starts_with("hello 🦊, my card is [") && !text.contains("4242 4242"),
        "{text}"
    );
    let placeholder = &heard["placeholders"][0];
    let points: Vec<char> = text.chars().collect();
    let span = placeholder["start"].as_u64().unwrap() as usize..placeholder["end"].as_u64().unwrap() as usize;
    assert_eq!((points[span.start], points[span.end - 1]), ('[', ']'));
    assert_eq!(placeholder["kind"], "credit-card");

    technician.types("hello");
    assert_eq!(customer.hears(), "hello");
    technician.event("delivered", |event| event["upto"] == 1);
    technician.event("read", |event| event["upto"] == 1);

    customer.types_no_more();
    customer.event("ended", |event| event["by"] == "me");
    let customer = customer.ends();
    assert_eq!((customer.code, customer.stderr.as_str()), (Some(0), ""));
    technician.event("ended", |event| event["by"] == "peer");
    technician.types("too late");
    technician.event("not-sent", |event| event["code"] == "not-open");

    // The next one is taken by itself, and hears nothing that was meant for the first.
    let mut next = scene.customer("--json");
    next.types("me too");
    assert_eq!(technician.hears(), "me too");
    technician.types("welcome");
    assert_eq!(next.hears(), "welcome");
    next.types_no_more();
    assert_eq!(next.ends().code, Some(0));
    assert_eq!(technician.ends().code, Some(1), "what came too late was not sent");
}

#[test]
fn what_was_piped_in_arrives_before_the_chat_is_ended() {
    let scene = Scene::new();
    let mut customer = scene.customer("");
    for number in 0..200 {
        customer.types(&format!("line {number}"));
    }
    customer.types_no_more();
    let mut technician = scene.technician("");
    for number in 0..200 {
        assert_eq!(technician.line(), format!("line {number}"));
    }
    let customer = customer.ends();
    assert_eq!((customer.code, customer.stdout.as_str()), (Some(0), ""));
    for words in [
        "verified: Ada (technician) of Example Shop",
        "the chat is open",
        "you ended the chat",
    ] {
        assert!(
            customer.stderr.contains(words),
            "{words} is not in\n{}",
            customer.stderr
        );
    }
    let technician = technician.ends();
    assert_eq!(technician.code, Some(0), "{}", technician.stderr);
}

#[test]
fn a_relay_that_comes_back_finds_both_ends_and_nothing_is_lost_or_doubled() {
    let mut scene = Scene::new();
    let mut technician = scene.technician("--json");
    let mut customer = scene.customer("--json");
    customer.types("one");
    assert_eq!(technician.hears(), "one");
    technician.types("two");
    assert_eq!(customer.hears(), "two");

    let address = scene.relay.address;
    std::mem::replace(&mut scene.relay, Relay::start()).stop();
    customer.event("lost", |_| true);
    technician.event("lost", |_| true);
    // More than a session takes before anything of it is acknowledged (512).
    for number in 0..700 {
        customer.types(&format!("customer {number}"));
    }
    for number in 0..20 {
        technician.types(&format!("technician {number}"));
    }
    let _relay = Relay::start_at(address);
    for number in 0..700 {
        assert_eq!(technician.hears(), format!("customer {number}"));
    }
    for number in 0..20 {
        assert_eq!(customer.hears(), format!("technician {number}"));
    }
    customer.types("last");
    customer.types_no_more();
    let last = customer.event("message", |event| event["text"] == "last")["id"].as_u64();
    let end = customer.event_of(&["delivered", "ended"], |event| {
        event["type"] == "ended" || event["upto"].as_u64() >= last
    });
    assert_eq!(
        end["type"], "delivered",
        "a chat is ended before all that was typed has arrived"
    );
    assert_eq!(technician.hears(), "last");
    assert_eq!(customer.ends().code, Some(0));
    technician.event("ended", |event| event["by"] == "peer");
}

#[test]
fn a_message_does_not_steer_the_terminal_of_the_one_who_reads_it() {
    let scene = Scene::new();
    let mut technician = scene.technician("");
    technician.types("\u{1b}]0;owned\u{7} hi");
    let mut customer = scene.customer("--stay");
    assert_eq!(customer.line(), "\u{fffd}]0;owned\u{fffd} hi");
}

#[test]
fn whoever_stays_hears_the_answer_and_leaves_when_the_other_side_ends() {
    let scene = Scene::new();
    let mut customer = scene.customer("--stay");
    customer.types("anybody?");
    customer.types_no_more();
    let mut technician = scene.technician("");
    assert_eq!(technician.line(), "anybody?");
    technician.types("yes");
    assert_eq!(customer.line(), "yes");
    technician.types_no_more();
    let technician = technician.ends();
    assert_eq!(technician.code, Some(0), "{}", technician.stderr);
    let customer = customer.ends();
    assert_eq!(customer.code, Some(0), "{}", customer.stderr);
    assert!(
        customer.stderr.contains("the other side ended the chat"),
        "{}",
        customer.stderr
    );
}

#[test]
fn what_the_policy_blocks_is_not_sent_and_what_comes_after_is() {
    let scene = Scene::new();
    let template = common::template()
        .replace("number = 1", "number = 2")
        .replace("action = \"mask\"", "action = \"block\"");
    scene.folder.write("manifest.toml", &template);
    scene.folder.run("manifest sign --desk desk", None).succeeds();
    scene
        .folder
        .run("member certify --desk desk --name Ada --out ada --force", None)
        .succeeds();
    let mut technician = scene.technician("--json");
    let mut customer = scene.customer("--json");
    customer.types("4242 4242 4242 4242");
    customer.types("hello");
    let blocked = customer.event("blocked", |_| true);
    assert_eq!(blocked["kinds"], serde_json::json!(["credit-card"]));
    assert_eq!(technician.hears(), "hello");
    assert_eq!(customer.ends().code, Some(1), "something was not sent");
}

#[test]
fn a_relay_behind_tls_is_reached_if_this_computer_trusts_its_certificate() {
    let scene = Scene::new();
    let front = TlsFront::start(scene.relay.address);
    scene.folder.write("authority.pem", &front.authority);
    let trusted = scene.folder.path("authority.pem");
    let url = front.url();
    let who = format!("--relay {url} --desk {} --json", scene.fingerprint);

    let mut technician = Peer::start_trusting(
        &scene.folder,
        "technician",
        &format!("--relay {url} --enrolment ada --json"),
        &trusted,
    );
    let mut customer = Peer::start_trusting(&scene.folder, "customer", &who, &trusted);
    customer.types("hello");
    assert_eq!(technician.hears(), "hello");
    technician.types("hi");
    assert_eq!(customer.hears(), "hi");

    // Somebody else's authority says nothing about this relay.
    scene
        .folder
        .write("other.pem", &TlsFront::start(scene.relay.address).authority);
    let mut doubtful = Peer::start_trusting(&scene.folder, "doubtful", &who, &scene.folder.path("other.pem"));
    let lost = doubtful.event("lost", |_| true);
    assert!(lost["reason"].as_str().unwrap().contains("certificate"), "{lost}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_chat_and_tells_the_other_side() {
    let scene = Scene::new();
    let mut technician = scene.technician("--json");
    let mut customer = scene.customer("--json");
    customer.types("hello");
    assert_eq!(technician.hears(), "hello");
    technician.interrupt();
    customer.event("ended", |event| event["by"] == "peer");
    assert_eq!(technician.ends().code, Some(0));
    assert_eq!(customer.ends().code, Some(0));
}

#[cfg(unix)]
#[test]
fn a_relay_that_is_not_there_is_said_and_tried_again_until_somebody_interrupts() {
    let folder = Folder::new();
    let fingerprint = desk(&folder);
    let address = Relay::start().stop();
    for who in [format!("--desk {fingerprint}"), "--enrolment ada".into()] {
        let mut peer = Peer::start(&folder, "peer", &format!("--relay ws://{address} --json {who}"));
        for _ in 0..2 {
            assert_eq!(peer.event("lost", |_| true)["reason"], "nobody listens there");
        }
        peer.interrupt();
        assert_eq!(peer.ends().code, Some(0));
    }
}

#[test]
fn an_enrolment_that_does_not_hold_is_refused_before_anything_is_sent() {
    let folder = Folder::new();
    desk(&folder);
    folder
        .run("--now 4000000000 chat --relay ws://127.0.0.1:1 --enrolment ada", None)
        .fails_saying(&["ada", "not valid at this time"]);
    folder.write("broken", "hwenrol1AAAA");
    folder
        .run("chat --relay ws://127.0.0.1:1 --enrolment broken", None)
        .fails_saying(&["broken", "damaged"]);
}

#[test]
fn a_technician_whom_the_relay_refuses_ends_with_the_reason() {
    let scene = Scene::new();
    // The relay's clock is right, this computer's is not: the certificate has not expired here, but it has there.
    scene
        .folder
        .run("--now 1600000000 manifest sign --desk desk --out old.bin", None)
        .succeeds();
    let certify = "--now 1600000000 member certify --desk desk --name Old --out old --manifest old.bin";
    scene.folder.run(certify, None).succeeds();
    let arguments = format!("--now 1600000100 --relay {} --enrolment old --json", scene.relay.url());
    let mut technician = Peer::start(&scene.folder, "technician", &arguments);
    let refused = technician.event("link", |event| event["state"] == "refused");
    assert_eq!(refused["code"], "expired-certificate");
    let ended = technician.ends();
    assert_eq!(ended.code, Some(1));
    assert_eq!(
        ended.stderr,
        "hushwire: the certificate is not valid at this time (expired-certificate)\n"
    );
}

#[test]
fn a_chat_needs_a_relay_and_one_role() {
    let folder = Folder::new();
    let desk = "hw1aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dypq";
    for arguments in [
        "chat".to_owned(),
        "chat --relay ws://127.0.0.1:1".to_owned(),
        format!("chat --desk {desk}"),
        format!("chat --relay ws://127.0.0.1:1 --desk {desk} --enrolment ada"),
        format!("chat --relay http://127.0.0.1:1 --desk {desk}"),
        format!("chat --relay ws://127.0.0.1:1 --desk {}", &desk[..54]),
        "chat --relay ws://127.0.0.1:1 --enrolment ada --language de".to_owned(),
    ] {
        assert_eq!(folder.run(&arguments, None).code(), 2, "{arguments}");
    }
}
