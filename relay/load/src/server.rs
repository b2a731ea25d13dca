//! A server as a child process: pinned, watched from outside through `/proc`, ended when dropped.

use std::io::{self, BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::speech::Speech;

/// How to start one.
#[derive(Clone, Debug)]
pub(crate) struct Recipe {
    /// As the table names it.
    pub(crate) name: &'static str,
    pub(crate) speech: Speech,
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<String>,
}

/// One that runs.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From the start of the process to the line that says where it listens.
    pub(crate) cold_start: Duration,
}

impl Recipe {
    /// Starts it on the given core; it must say `… listens on ADDR` in its first line.
    pub(crate) fn start(&self, core: Option<usize>) -> io::Result<Server> {
        let mut command = match core {
            Some(core) => {
                let mut pinned = Command::new("taskset");
                pinned.args(["-c", &core.to_string()]).arg(&self.program);
                pinned
            }
            None => Command::new(&self.program),
        };
        let begun = Instant::now();
        let mut child = command
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| io::Error::other(format!("{} could not be started: {error}", self.name)))?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let cold_start = begun.elapsed();
        let address = line
            .rsplit(' ')
            .next()
            .and_then(|address| address.trim_end().parse().ok());
        let mut server = Server {
            child,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            cold_start,
        };
        match address {
            Some(address) => server.address = address,
            None => return Err(io::Error::other(format!("{} did not say where it listens", self.name))),
        }
        Ok(server)
    }
}

impl Server {
    /// Time on a processor so far, all threads.
    pub(crate) fn cpu(&self) -> Duration {
        let folder = format!("/proc/{}/task", self.child.id());
        let tasks = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let times = tasks.filter_map(|task| {
            let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
            text.split(' ').next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(times.sum())
    }

    /// Resident memory, in KiB.
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.trim().split(' ').next()?.parse().ok());
        kib.unwrap_or(0)
    }

    /// Dies without a word.
    pub(crate) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
