//! A relay of the test's own, and peers that are the built command.
#![allow(dead_code, unreachable_pub, missing_docs, clippy::unwrap_used, clippy::panic)]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::SocketAddr,
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc,
    thread::JoinHandle,
    time::Duration,
};

use hushwire_relay::{Config, run};
use serde_json::Value;
use tokio::{net::TcpListener, runtime::Runtime, sync::oneshot};

use crate::common::Folder;

/// Long enough for a busy machine; a test that waits for so long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A relay at a port that the system chose.
pub struct Relay {
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Relay {
    pub fn start() -> Self {
        Self::start_at("127.0.0.1:0".parse().unwrap())
    }

    pub fn start_at(address: SocketAddr) -> Self {
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = mpsc::channel();
        // The relay judges certificates by the real clock, and cannot be told another.
        let thread = std::thread::spawn(move || {
            let runtime = Runtime::new().unwrap();
            runtime.block_on(async {
                let listener = TcpListener::bind(address).await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                run(listener, Config::default(), async {
                    let _ = stopped.await;
                })
                .await
                .unwrap();
            });
        });
        Self {
            address: told.recv().unwrap(),
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    pub fn url(&self) -> String {
        format!("ws://{}", self.address)
    }

    pub fn stop(mut self) -> SocketAddr {
        self.end();
        self.address
    }

    fn end(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
            self.thread.take().unwrap().join().unwrap();
        }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.end();
    }
}

/// A running `hushwire chat`.
pub struct Peer {
    name: &'static str,
    child: Child,
    stdin: Option<ChildStdin>,
    lines: mpsc::Receiver<String>,
    errors: Option<JoinHandle<String>>,
    seen: Vec<String>,
}

impl Peer {
    pub fn start(folder: &Folder, name: &'static str, arguments: &str) -> Self {
        Self::spawn(
            folder,
            name,
            arguments,
            &mut Command::new(env!("CARGO_BIN_EXE_hushwire")),
        )
    }

    /// A peer on a computer that trusts these authorities.
    pub fn start_trusting(folder: &Folder, name: &'static str, arguments: &str, authorities: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hushwire"));
        Self::spawn(folder, name, arguments, command.env("SSL_CERT_FILE", authorities))
    }

    fn spawn(folder: &Folder, name: &'static str, arguments: &str, command: &mut Command) -> Self {
        let mut child = command
            .args(["chat"])
            .args(arguments.split_whitespace())
            .current_dir(folder.path(""))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (tell, lines) = mpsc::channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in stdout.lines() {
                let _ = tell.send(line.unwrap());
            }
        });
        let mut stderr = child.stderr.take().unwrap();
        let errors = std::thread::spawn(move || {
            let mut text = String::new();
            stderr.read_to_string(&mut text).unwrap();
            text
        });
        let stdin = child.stdin.take();
        Self {
            name,
            child,
            stdin,
            lines,
            errors: Some(errors),
            seen: Vec::new(),
        }
    }

    pub fn types(&mut self, line: &str) {
        let stdin = self.stdin.as_mut().unwrap();
        stdin.write_all(line.as_bytes()).unwrap();
        stdin.write_all(b"\n").unwrap();
    }

    pub fn types_no_more(&mut self) {
        self.stdin = None;
    }

    /// The next line of standard output.
    #[track_caller]
    pub fn line(&mut self) -> String {
        match self.lines.recv_timeout(PATIENCE) {
            Ok(line) => {
                self.seen.push(line.clone());
                line
            }
            Err(error) => panic!("{}: {error}; it said\n{}", self.name, self.seen.join("\n")),
        }
    }

    /// The next event for which this holds; those before it are passed over.
    #[track_caller]
    pub fn event(&mut self, kind: &str, holds: impl Fn(&Value) -> bool) -> Value {
        self.event_of(&[kind], holds)
    }

    #[track_caller]
    pub fn event_of(&mut self, kinds: &[&str], holds: impl Fn(&Value) -> bool) -> Value {
        loop {
            let event: Value = serde_json::from_str(&self.line()).unwrap();
            if kinds.iter().any(|kind| event["type"] == *kind) && holds(&event) {
                return event;
            }
        }
    }

    /// The next message of the other side.
    #[track_caller]
    pub fn hears(&mut self) -> String {
        self.event("message", |event| event["from"] == "peer")["text"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    #[track_caller]
    pub fn ends(mut self) -> Ended {
        self.stdin = None;
        // Standard output is closed when the command ends.
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => self.seen.push(line),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                Err(error) => panic!("{}: {error}; it said\n{}", self.name, self.seen.join("\n")),
            }
        }
        let code = self.child.wait().unwrap().code();
        Ended {
            code,
            stdout: self.seen.join("\n"),
            stderr: self.errors.take().unwrap().join().unwrap(),
        }
    }

    #[cfg(unix)]
    pub fn interrupt(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// A desk in the present (relays have no other clock), with one enrolment, `ada`. Returns its fingerprint.
pub fn desk(folder: &Folder) -> String {
    let fingerprint = folder
        .run("desk new --out desk", None)
        .succeeds()
        .stdout()
        .trim()
        .to_owned();
    folder.run("manifest new --out manifest.toml", None).succeeds();
    folder.run("manifest sign --desk desk", None).succeeds();
    folder
        .run("member certify --desk desk --name Ada --out ada", None)
        .succeeds();
    fingerprint
}
