//! The relay as an operator meets it: one line when it runs, one sentence when it does not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hushwire-relay"));
    command.env_clear().stdin(Stdio::null());
    command
}

fn output(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim_end()
            .strip_prefix("hushwire-relay listens on ")
            .expect(&line)
            .to_owned();
        Self { child, address }
    }

    fn is_healthy(&self) -> bool {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(b"GET /healthz HTTP/1.0\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.ends_with("ok")
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("hushwire-relay-{}-{name}.toml", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path
}

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
    let config = file("order", "listen = \"127.0.0.2:0\"\n[limits]\nconnections = 7\n");
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
    std::fs::remove_file(config).unwrap();
}

#[test]
fn what_cannot_be_is_said_in_one_sentence_with_a_code_of_its_own() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().to_string();
    let unknown = file("unknown", "listen = \"127.0.0.1:0\"\nlissten = 1\n");
    let limit = file("limit", "[limits]\nqueued-bytes = 5\n");
    let unknown_limit = file("unknown-limit", "[limits]\nconections = 5\n");
    let kind = file("kind", "[limits]\nconnections = \"many\"\n");
    let (unknown, limit) = (unknown.to_str().unwrap(), limit.to_str().unwrap());
    let (unknown_limit, kind) = (unknown_limit.to_str().unwrap(), kind.to_str().unwrap());
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
    }
    for path in [unknown, limit, unknown_limit, kind] {
        std::fs::remove_file(path).unwrap();
    }
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
    for flag in ["listen", "assets", "config", "public-host", "log", "log-format"] {
        let variable = format!("HUSHWIRE_RELAY_{}", flag.to_uppercase().replace('-', "_"));
        assert!(
            help.contains(&format!("--{flag}")) && help.contains(&variable),
            "{flag}: {help}"
        );
    }
}

#[test]
fn the_log_holds_counts_and_no_address() {
    let mut relay =
        Running::start(program().args(["--listen", "127.0.0.1:0", "--log", "trace", "--log-format", "json"]));
    assert!(relay.is_healthy());
    relay.signal("TERM");
    assert!(relay.child.wait().unwrap().success());
    let mut log = String::new();
    relay.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(log.lines().count() >= 2, "{log}");
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect(line);
        assert!(!line.to_string().contains("127.0.0.1"), "{line}");
    }
}
