//! Programs of the workspace as children: started on free ports, ended when the test is over, whatever became of it.

#![allow(dead_code, unreachable_pub, missing_docs, clippy::unwrap_used, clippy::panic)]

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use cargo_metadata::MetadataCommand;
use serde_json::Value;

/// Long enough for a busy machine; a test that waits for so long has failed.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// A program of the workspace as `cargo test --workspace` has just built it.
pub fn program(name: &str) -> PathBuf {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let path = metadata.target_directory.join("debug").join(name).into_std_path_buf();
    assert!(
        path.exists(),
        "{name} is not built: `cargo build -p hushwire-relay-server -p hushwire-cli`"
    );
    path
}

/// `None`, and a line that says so, where Debian's package is missing: nothing is passed over in silence.
pub fn tool(name: &str, package: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&paths).chain(["/usr/sbin".into(), "/usr/bin".into()]);
    let found = folders.map(|folder| folder.join(name)).find(|path| path.is_file());
    if found.is_none() {
        // Past the harness, which would swallow it.
        let _ = writeln!(
            std::io::stderr(),
            "PASSED OVER: {name} is not here (`apt-get install {package}`)"
        );
    }
    found
}

pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let unique = format!(
            "hushwire-native-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(unique);
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn hushwire(&self, arguments: &str) -> String {
        let output = Command::new(program("hushwire"))
            .args(arguments.split_whitespace())
            .current_dir(&self.0)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// A desk in the present with one enrolment, `ada`; its fingerprint.
    pub fn desk(&self) -> String {
        let fingerprint = self.hushwire("desk new --out desk").trim().to_owned();
        self.hushwire("manifest new --out manifest.toml");
        self.hushwire("manifest sign --desk desk");
        self.hushwire("member certify --desk desk --name Ada --out ada");
        fingerprint
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A child that does not outlive the test.
pub struct Running {
    pub child: Child,
    pub address: SocketAddr,
    /// What it says on standard error, line by line.
    pub log: mpsc::Receiver<String>,
}

impl Running {
    fn of(command: &mut Command, address: SocketAddr) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = lines(child.stderr.take().unwrap());
        Self { child, address, log }
    }

    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Waits for a line with these words.
    #[track_caller]
    pub fn says(&self, words: &str) {
        let mut seen = String::new();
        let end = Instant::now() + PATIENCE;
        while let Ok(line) = self.log.recv_timeout(end.saturating_duration_since(Instant::now())) {
            if line.contains(words) {
                return;
            }
            seen.push_str(&line);
            seen.push('\n');
        }
        panic!("never said {words:?}, but\n{seen}");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

pub fn relay<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Running {
    let mut command = Command::new(program("hushwire-relay"));
    command.env_clear().args(arguments);
    let mut relay = Running::of(&mut command, SocketAddr::from(([127, 0, 0, 1], 0)));
    let mut line = String::new();
    let out = relay.child.stdout.take().unwrap();
    BufReader::new(out).read_line(&mut line).unwrap();
    relay.address = match line.trim_end().strip_prefix("hushwire-relay listens on ") {
        Some(address) => address.parse().unwrap(),
        None => panic!("it said {line:?} and {:?}", relay.log.recv_timeout(PATIENCE)),
    };
    relay
}

/// NATS at a port that was free a moment ago, or at the one that it had before.
pub fn nats(program: &Path, at: Option<SocketAddr>) -> Running {
    let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let address = at.unwrap_or_else(free);
    let mut command = Command::new(program);
    command.args(["-a", "127.0.0.1", "-p", &address.port().to_string()]);
    let nats = Running::of(&mut command, address);
    nats.says("Server is ready");
    assert!(TcpStream::connect(address).is_ok());
    nats
}

fn lines(from: impl std::io::Read + Send + 'static) -> mpsc::Receiver<String> {
    let (tell, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            let _ = tell.send(line);
        }
    });
    lines
}

/// A running `hushwire chat --json`.
pub struct Peer {
    name: &'static str,
    child: Child,
    stdin: ChildStdin,
    lines: mpsc::Receiver<String>,
    seen: Vec<String>,
}

impl Peer {
    pub fn start(folder: &Folder, name: &'static str, arguments: &str) -> Self {
        let mut child = Command::new(program("hushwire"))
            .args(["chat", "--json"])
            .args(arguments.split_whitespace())
            .current_dir(&folder.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self {
            name,
            stdin: child.stdin.take().unwrap(),
            lines: lines(child.stdout.take().unwrap()),
            child,
            seen: Vec::new(),
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn types(&mut self, line: &str) {
        writeln!(self.stdin, "{line}").unwrap();
    }

    /// The next event for which this holds; those before it are passed over.
    #[track_caller]
    pub fn event(&mut self, kind: &str, holds: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    let event: Value = serde_json::from_str(&line).unwrap();
                    self.seen.push(line);
                    if event["type"] == kind && holds(&event) {
                        return event;
                    }
                }
                Err(error) => panic!(
                    "{} waited for {kind}: {error}; it said\n{}",
                    self.name,
                    self.seen.join("\n")
                ),
            }
        }
    }

    /// The next message of the other side.
    #[track_caller]
    pub fn hears(&mut self) -> String {
        let event = self.event("message", |event| event["from"] == "peer");
        event["text"].as_str().unwrap().to_owned()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
