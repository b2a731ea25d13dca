//! The only build tool of the house. What a newcomer types is `cargo xtask start`; what decides
//! whether a change is good is `cargo xtask test`, on a laptop and in CI alike.
//!
//! It installs what is missing and says so, it builds what ships, it runs every test. It holds no
//! rule of the product: what ships to browsers and how big that may get is written in
//! `wasm-pack.toml`, and everything else lives in the rooms.
//!
//! It refuses to skip: a tool that is missing is installed or named in one sentence, never
//! passed over.
//!
//! ```
//! use clap::Parser;
//!
//! // A newcomer asks for the demo on a port of their own.
//! let asked = xtask::Cli::parse_from(["xtask", "start", "--port", "5000"]);
//! assert!(matches!(asked.verb, xtask::Verb::Start { port: 5000 }));
//!
//! // A word that is no verb is refused, so README cannot promise one that does not exist.
//! assert!(xtask::Cli::try_parse_from(["xtask", "deploy"]).is_err());
//! ```
//!
//! Read next: [`recipe`] (what `wasm-pack.toml` may say), then `start.rs` and `test.rs`, the two
//! stories that the other files serve.

pub mod recipe;

mod autobahn;
mod bench;
mod browser;
mod demo;
mod failure;
mod fuzz;
mod house;
mod model;
mod npm;
mod package;
mod program;
mod start;
mod steps;
mod tally;
mod test;
mod toolchain;
mod wasm;
mod www;

use cargo_metadata::camino::Utf8PathBuf;
use clap::{Parser, Subcommand, ValueEnum};

pub use failure::Failure;
pub use test::Part;

/// H-U-S-H on the keys of a telephone; no service is registered there.
pub const USUAL_PORT: u16 = 4874;

/// What can be asked of the build tool.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version,
    about = "Builds, starts and tests Hushwire."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// The verbs, each the name of one story.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Install what is missing, build everything, start a demo desk and print its two links.
    Start {
        /// The port on localhost that relay, shop page and console are served from.
        #[arg(long, default_value_t = USUAL_PORT)]
        port: u16,
    },
    /// Run every check and every test, those in a real browser included.
    Test {
        /// Run only this part and what it needs (may be given more than once).
        #[arg(long, value_name = "NAME")]
        only: Vec<Part>,
    },
    /// Build the WebAssembly module and the npm package.
    Wasm,
    /// Build widget, console and demo page, and print the script tag.
    Www,
    /// Check the symbolic models of the protocol, and the model of delivery with larger bounds.
    Model,
    /// Throw bytes at every decoder, and at two ends that talk (libFuzzer; needs a nightly compiler).
    Fuzz {
        /// For each target.
        #[arg(long, value_name = "N")]
        seconds: u32,
        /// Only this one.
        #[arg(long, value_name = "NAME")]
        target: Option<String>,
    },
    /// Measure.
    Bench {
        /// What to measure.
        what: Bench,
        /// For `mask`: a folder of labelled texts besides our own corpus (`*.jsonl`, here and in the folders below).
        #[arg(long, value_name = "DIR")]
        data: Option<Utf8PathBuf>,
        /// Small and quick: shows that it runs, says nothing about speed.
        #[arg(long)]
        short: bool,
    },
    /// Examine the relay's WebSocket decoder with Autobahn's fuzzing client (Python 2.7).
    Autobahn,
    /// Give a relay a bad day, and print how it went.
    Load {
        /// Which.
        what: Load,
        /// With a few hundred connections.
        #[arg(long)]
        short: bool,
    },
}

/// What can be measured.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Bench {
    /// How big everything is that ships to a browser; fails above a budget.
    Size,
    /// How well, how fast and how small the masker is, beside others in the same run.
    Mask,
    /// How fast the relay is, beside `ws`, `socket.io` and two TCP connections copied into each other.
    Relay,
}

/// The bad days of a relay.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Load {
    /// It dies with 10,000 connected, and all come back.
    Storm,
    /// Readers stop reading.
    Slow,
    /// 200,000 come and go.
    Churn,
}

/// Does what was asked.
pub fn run(cli: Cli) -> Result<(), Failure> {
    let house = house::House::open()?;
    match cli.verb {
        Verb::Start { port } => start::start(&house, port),
        Verb::Test { only } => test::test(&house, &only),
        Verb::Wasm => wasm::story(&house),
        Verb::Www => www::story(&house),
        Verb::Model => model::model(&house),
        Verb::Fuzz { seconds, target } => fuzz::fuzz(&house, seconds, target.as_deref()),
        Verb::Bench { what: Bench::Size, .. } => bench::size(&house),
        Verb::Bench {
            what: Bench::Mask,
            data,
            ..
        } => bench::mask::story(&house, data.as_deref()),
        Verb::Bench {
            what: Bench::Relay,
            short,
            ..
        } => bench::relay::bench(&house, short),
        Verb::Autobahn => autobahn::examine(&house),
        Verb::Load { what, short } => bench::relay::load(&house, what, short),
    }
}
