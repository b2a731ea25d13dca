//! Load for a relay: what `cargo xtask bench relay` and `cargo xtask load` start.
//!
//! One process makes all the load in one thread (`swarm.rs`), speaks to our relay and to its peers (`speech.rs`),
//! starts them pinned to a core of their own (`server.rs`), measures (`measure.rs`) and prints what was measured
//! beside what was promised (`table.rs`). `storm.rs` and `slow.rs` are two bad days; `splice.rs` is the limit that
//! everything is compared with. It refuses to be part of what ships, and it says nothing about the world: loopback,
//! one machine, every number a ratio to a peer of the same run.

mod measure;
mod server;
mod slow;
mod speech;
mod splice;
mod storm;
mod swarm;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;

use clap::{Parser, Subcommand, ValueEnum};

use server::Recipe;
use speech::Speech;

#[derive(Debug, Parser)]
#[command(name = "hushwire-load", version, about = "Load for a relay and its peers")]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Measure the relay beside its peers, and print the table.
    Bench(Bench),
    /// Kill the relay with everybody connected, start it again, and see when all are back.
    Storm {
        #[command(flatten)]
        relay: RelayProgram,
        /// How many are connected.
        #[arg(long, default_value_t = 10_000)]
        connections: usize,
    },
    /// Let some readers stall, and see when they are closed and what the others feel.
    Slow {
        #[command(flatten)]
        relay: RelayProgram,
        /// Seconds of each half.
        #[arg(long, default_value_t = 8)]
        seconds: u64,
    },
    /// Connect and disconnect many times, and see what memory is left.
    Churn {
        #[command(flatten)]
        relay: RelayProgram,
        /// How many times.
        #[arg(long, default_value_t = 200_000)]
        times: usize,
    },
    /// Be the server that copies pairs of connections into each other.
    Splice,
}

#[derive(Debug, clap::Args)]
struct RelayProgram {
    /// The relay's program.
    #[arg(long, value_name = "FILE")]
    relay: PathBuf,
    /// Its configuration; `connections` must fit the load.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct Bench {
    #[command(flatten)]
    relay: RelayProgram,
    /// The folder of the peers on Node, with their packages beside it.
    #[arg(long, value_name = "DIR")]
    peers: PathBuf,
    /// Only these.
    #[arg(long, value_name = "NAME")]
    only: Vec<Peer>,
    /// Everything small and quick: shows that it runs, says nothing about speed.
    #[arg(long)]
    short: bool,
}

/// Everybody in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Peer {
    Splice,
    Relay,
    Ws,
    SocketIo,
}

impl RelayProgram {
    fn recipe(&self, address: &str) -> Recipe {
        let mut arguments = vec!["--listen".to_owned(), address.to_owned()];
        if let Some(config) = &self.config {
            arguments.extend(["--config".to_owned(), config.display().to_string()]);
        }
        Recipe {
            name: "hushwire-relay",
            speech: Speech::Hushwire,
            program: self.relay.clone(),
            arguments,
        }
    }
}

impl Bench {
    fn recipes(&self) -> std::io::Result<Vec<(Peer, Recipe)>> {
        let node = |name: &'static str, speech, file: &str| Recipe {
            name,
            speech,
            program: "node".into(),
            arguments: vec![self.peers.join(file).display().to_string()],
        };
        let splice = Recipe {
            name: "tokio TCP pair copy (limit)",
            speech: Speech::Splice,
            program: std::env::current_exe()?,
            arguments: vec!["splice".into()],
        };
        let all = [
            (Peer::Splice, splice),
            (Peer::Relay, self.relay.recipe("127.0.0.1:0")),
            (Peer::Ws, node("ws (Node)", Speech::Hushwire, "ws.mjs")),
            (
                Peer::SocketIo,
                node("socket.io (Node)", Speech::SocketIo, "socket-io.mjs"),
            ),
        ];
        let wanted = |peer: &Peer| self.only.is_empty() || self.only.contains(peer);
        Ok(all.into_iter().filter(|(peer, _)| wanted(peer)).collect())
    }
}

fn main() -> ExitCode {
    let done = match Cli::parse().verb {
        Verb::Splice => splice::serve(),
        Verb::Storm { relay, connections } => storm::story(&relay.recipe("127.0.0.1:0"), connections),
        Verb::Slow { relay, seconds } => slow::story(&relay.recipe("127.0.0.1:0"), seconds),
        Verb::Churn { relay, times } => measure::churn(&relay.recipe("127.0.0.1:0"), times),
        Verb::Bench(bench) => bench.recipes().and_then(|recipes| table::story(&bench, &recipes)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hushwire-load: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The core of the server and the core of the load, if there are two. Asked once: after this process has moved to its
/// core, the system would say that there is only one.
fn cores() -> (Option<usize>, Option<usize>) {
    static CORES: OnceLock<(Option<usize>, Option<usize>)> = OnceLock::new();
    *CORES.get_or_init(|| match std::thread::available_parallelism() {
        Ok(cores) if cores.get() > 1 => (Some(0), Some(1)),
        _ => (None, None),
    })
}

/// Moves this process to its core.
fn take_place() {
    if let (_, Some(core)) = cores() {
        let me = std::process::id().to_string();
        let _ = std::process::Command::new("taskset")
            .args(["-cp", &core.to_string(), &me])
            .stdout(std::process::Stdio::null())
            .status();
    }
}
