//! The relay as an operator meets it: one line when it runs, one sentence when it does not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::net::TcpListener;

use common::{Folder, Running, output, page, program};

#[test]
fn it_prints_where_it_listens_and_stops_at_a_signal() {
    for signal in ["TERM", "INT"] {
        let mut relay = Running::start(program().args(["--listen", "127.0.0.1:0"]));
        assert!(relay.is_healthy());
        relay.signal(signal);
        let status = relay.child.wait().unwrap();
        assert!(status.success(), "{status}");
    }
}

#[test]
fn a_flag_wins_over_its_variable_and_a_variable_over_the_file() {
    let folder = Folder::new("order");
    let config = folder.file("relay.toml", "listen = \"127.0.0.2:0\"\n[limits]\nconnections = 7\n");
    let relay = Running::start(program().arg("--config").arg(&config));
    assert!(relay.address.starts_with("127.0.0.2:"), "{}", relay.address);
    let mut by_variable = program();
    by_variable
        .env("HUSHWIRE_RELAY_CONFIG", &config)
        .env("HUSHWIRE_RELAY_LISTEN", "127.0.0.3:0");
    let relay = Running::start(&mut by_variable);
    assert!(relay.address.starts_with("127.0.0.3:"), "{}", relay.address);
    let relay = Running::start(by_variable.args(["--listen", "127.0.0.4:0"]));
    assert!(relay.address.starts_with("127.0.0.4:"), "{}", relay.address);
}

#[test]
fn what_cannot_be_is_said_in_one_sentence_with_a_code_of_its_own() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().to_string();
    let folder = Folder::new("wrong");
    let unknown = &folder.file("unknown", "listen = \"127.0.0.1:0\"\nlissten = 1\n");
    let limit = &folder.file("limit", "[limits]\nqueued-bytes = 5\n");
    let unknown_limit = &folder.file("unknown-limit", "[limits]\nconections = 5\n");
    let kind = &folder.file("kind", "[limits]\nconnections = \"many\"\n");
    let (chain, key) = certificate("localhost");
    let chain = &folder.file("chain.pem", &chain);
    let key = &folder.file("key.pem", &key);
    let other_key = &folder.file("other.pem", &certificate("localhost").1);
    let free = "127.0.0.1:0";
    for (arguments, code, words) in [
        (vec!["--listen", &port], 1, "cannot listen on"),
        (
            vec!["--listen", "127.0.0.1:0", "--assets", "/no/such/folder"],
            1,
            "cannot read /no/such/folder",
        ),
        (
            vec!["--config", "/no/such/file"],
            2,
            "cannot read the configuration file /no/such/file",
        ),
        (vec!["--config", unknown], 2, "line 2: unknown field `lissten`"),
        (vec!["--config", unknown_limit], 2, "line 2: unknown field `conections`"),
        (vec!["--config", kind], 2, "line 2: invalid type"),
        (vec!["--config", limit], 2, "queued-bytes must be at least"),
        (vec!["--listen", free, "--metrics", &port], 1, "cannot listen on"),
        (
            vec!["--trusted-proxy", "proxy.example"],
            2,
            "a trusted proxy is an address",
        ),
        (vec!["--proxy-protocol"], 2, "needs at least one trusted proxy"),
        (
            vec!["--origin", "shop.example"],
            2,
            "an origin is written as browsers do",
        ),
        (vec!["--region", "west of here"], 2, "a region is a short word"),
        (
            vec!["--elsewhere", "https://b.example"],
            2,
            "elsewhere is a relay's URL",
        ),
        (vec!["--tls-certificate", chain], 2, "a certificate needs its key"),
        (vec!["--tls-key", key], 2, "a certificate needs its key"),
        (
            vec!["--tls-certificate", "/no/such/chain", "--tls-key", key],
            1,
            "cannot read the certificate /no/such/chain: entity not found",
        ),
        (
            vec!["--tls-certificate", chain, "--tls-key", "/no/such/key"],
            1,
            "cannot read the key /no/such/key: entity not found",
        ),
        (
            vec!["--tls-certificate", unknown, "--tls-key", key],
            1,
            "there is no certificate in PEM in",
        ),
        (
            vec!["--tls-certificate", chain, "--tls-key", unknown],
            1,
            "there is no key in PEM in",
        ),
        (
            vec!["--tls-certificate", chain, "--tls-key", other_key],
            1,
            "does not fit the certificate",
        ),
        (
            vec!["--public-host", "https://relay.example/"],
            2,
            "a public host is a name like",
        ),
    ] {
        let output = output(&arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(
            said.starts_with("hushwire-relay: ") && said.contains(words),
            "{arguments:?}: {said}"
        );
        assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
        assert!(output.stdout.is_empty());

        // Asked beforehand, it says the same, but for ports: it opens none.
        let checked = program().arg("check-config").args(&arguments).output().unwrap();
        if words != "cannot listen on" {
            assert_eq!(checked.status.code(), Some(code), "{arguments:?}");
            assert_eq!(String::from_utf8(checked.stderr).unwrap(), said);
        }
    }
}

#[test]
fn a_configuration_can_be_checked_without_listening() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = Folder::new("check");
    let (chain, key) = certificate("localhost");
    let text = format!(
        "listen = \"{}\"\nmetrics = \"127.0.0.1:0\"\nassets = {:?}\npublic-host = [\"relay.example\"]\n\
         origin = [\"https://shop.example\"]\ntrusted-proxy = [\"10.0.0.0/8\", \"::1\"]\nproxy-protocol = true\n\
         region = \"eu\"\nelsewhere = \"wss://b.example/ws\"\ntls-certificate = {:?}\ntls-key = {:?}\n\
         log = \"warn\"\nlog-format = \"json\"\n[limits]\nconnections = 5\n",
        taken.local_addr().unwrap(),
        folder.path(),
        folder.file("chain.pem", &chain),
        folder.file("key.pem", &key),
    );
    let output = output(&["check-config", "--config", &folder.file("relay.toml", &text)]);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.stdout, b"the configuration is right\n");
    assert!(output.status.success());
}

#[test]
fn metrics_are_on_an_address_of_their_own_and_name_nobody() {
    let mut relay = Running::start(program().args(["--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0"]));
    let metrics = relay.line("metrics on ");
    assert!(relay.is_healthy());
    let page_of = |address: &str, path: &str| page(address, path);
    assert!(page_of(&relay.address, "/metrics").starts_with("HTTP/1.0 404 "));
    assert!(page_of(&relay.address, "/readyz").ends_with("ready"));
    assert!(page_of(&metrics, "/readyz").ends_with("ready"));
    assert!(page_of(&metrics, "/healthz").ends_with("ok"));
    let answer = page_of(&metrics, "/metrics");
    let (head, text) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("text/plain; version=0.0.4"), "{head}");
    let mut named = std::collections::BTreeSet::new();
    for line in text.lines() {
        if let Some(about) = line.strip_prefix("# ") {
            named.extend(about.strip_prefix("TYPE ").and_then(|rest| rest.split(' ').next()));
            continue;
        }
        let (name, value) = line.rsplit_once(' ').unwrap();
        value.parse::<u64>().unwrap();
        let (name, label) = name.split_once('{').unwrap_or((name, ""));
        assert!(named.contains(name), "{name} has no type");
        // The one label there is holds a word of a fixed list.
        let word = label.strip_prefix("code=\"").and_then(|rest| rest.strip_suffix("\"}"));
        assert!(label.is_empty() || word.is_some_and(|word| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
    }
    assert!(text.contains("\nhushwire_relay_connections_total 3\n"), "{text}");
    assert!(text.contains("\nhushwire_relay_ready 1\n"), "{text}");
}

#[test]
fn a_relay_announces_its_region() {
    let relay = Running::start(program().args(["--listen", "127.0.0.1:0", "--region", "eu"]));
    assert!(page(&relay.address, "/healthz").contains("\r\nhushwire-region: eu\r\n"));
}

#[test]
fn after_start_nothing_is_written_to_any_disk() {
    let mut relay = Running::start(program().args(["--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0"]));
    let metrics = relay.line("metrics on ");
    for _ in 0..20 {
        assert!(relay.is_healthy());
        page(&metrics, "/metrics");
    }
    let io = std::fs::read_to_string(format!("/proc/{}/io", relay.child.id())).unwrap();
    assert!(io.lines().any(|line| line == "write_bytes: 0"), "{io}");
    let open = std::fs::read_dir(format!("/proc/{}/fd", relay.child.id())).unwrap();
    let files: Vec<_> = open
        .filter_map(|entry| std::fs::read_link(entry.unwrap().path()).ok())
        .collect();
    let outside = |path: &std::path::PathBuf| path.is_absolute() && !path.starts_with("/dev");
    assert!(!files.iter().any(outside), "{files:?}");
}

#[test]
fn flags_that_do_not_exist_are_refused() {
    for arguments in [
        vec!["--lissten", "127.0.0.1:0"],
        vec!["--listen", "nowhere"],
        vec!["extra"],
    ] {
        let output = output(&arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn help_names_every_flag_and_its_variable() {
    let help = String::from_utf8(output(&["--help"]).stdout).unwrap();
    for flag in [
        "listen",
        "assets",
        "config",
        "metrics",
        "public-host",
        "origin",
        "trusted-proxy",
        "proxy-protocol",
        "region",
        "elsewhere",
        "tls-certificate",
        "tls-key",
        "log",
        "log-format",
    ] {
        let variable = format!("HUSHWIRE_RELAY_{}", flag.to_uppercase().replace('-', "_"));
        assert!(
            help.contains(&format!("--{flag}")) && help.contains(&variable),
            "{flag}: {help}"
        );
    }
}

#[test]
fn the_log_holds_counts_and_no_address() {
    let relay = Running::start(program().args(["--listen", "127.0.0.1:0", "--log", "trace", "--log-format", "json"]));
    assert!(relay.is_healthy());
    let log = relay.ends();
    assert!(log.lines().count() >= 2, "{log}");
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect(line);
        assert!(!line.to_string().contains("127.0.0.1"), "{line}");
    }
}

/// A certificate for this name by nobody in particular, and its key.
fn certificate(name: &str) -> (String, String) {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    (made.cert.pem(), made.signing_key.serialize_pem())
}
