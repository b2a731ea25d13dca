//! `cargo xtask bench relay` and `cargo xtask load`: builds the relay as it ships and the load beside it, and starts the
//! one against the other. What is measured and how is in `relay/load`.

use cargo_metadata::camino::Utf8PathBuf;

use crate::{
    Failure, Load,
    house::House,
    npm,
    program::Program,
    steps::{Steps, Voice},
};

/// The peers on Node and the relay's configuration for the load.
const PEERS: &str = "tests/load";

/// The table of the relay and its peers.
pub(crate) fn bench(house: &House, short: bool) -> Result<(), Failure> {
    let mut steps = Steps::of(3);
    steps.step("Node", Voice::Quiet, || npm::node().map(|version| ((), version)))?;
    steps.step("npm packages", Voice::Quiet, || {
        npm::install(house, &["tests"]).map(|word| ((), word))
    })?;
    steps.step("relay and load", Voice::Loud, || {
        programs(house).map(|()| ((), "built".to_owned()))
    })?;
    let mut bench = start(house, "bench").args(["--peers", house.root.join(PEERS).as_str()]);
    if short {
        bench = bench.arg("--short");
    }
    bench.loud()
}

/// One bad day.
pub(crate) fn load(house: &House, what: Load, short: bool) -> Result<(), Failure> {
    programs(house)?;
    let (verb, size, few) = match what {
        Load::Storm => ("storm", "--connections", "400"),
        Load::Slow => ("slow", "--seconds", "2"),
        Load::Churn => ("churn", "--times", "2000"),
    };
    let mut load = start(house, verb);
    if short {
        load = load.args([size, few]);
    }
    load.loud()
}

fn programs(house: &House) -> Result<(), Failure> {
    Program::cargo()
        .within(&house.root)
        .args([
            "build",
            "--release",
            "-p",
            "hushwire-relay-server",
            "-p",
            "hushwire-load",
        ])
        .loud()
}

fn start(house: &House, verb: &str) -> Program {
    let relay = released(house, "hushwire-relay");
    let config = house.root.join(PEERS).join("relay.toml");
    Program::new(released(house, "hushwire-load")).arg(verb).args([
        "--relay",
        relay.as_str(),
        "--config",
        config.as_str(),
    ])
}

/// A program of the workspace as it ships.
fn released(house: &House, name: &str) -> Utf8PathBuf {
    house
        .target
        .join("release")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}
