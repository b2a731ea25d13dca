//! Mutation testing of the rooms that decide whether the protocol holds: every change that cargo-mutants makes to them must
//! be noticed by a test, or be excused in writing beside the code.

use crate::{
    Failure,
    house::House,
    program::Program,
    steps::{Steps, Voice},
};

/// What is mutated. A run of all of them takes hours; `--file` narrows it.
const FILES: [&str; 7] = [
    "crates/session/src/handshake.rs",
    "crates/session/src/handshake/*.rs",
    "crates/session/src/ratchet/*.rs",
    "crates/session/src/delivery.rs",
    "crates/session/src/cpace.rs",
    "crates/session/src/padding.rs",
    "crates/session/src/stream.rs",
];

/// `cargo xtask mutants`.
pub(crate) fn mutants(house: &House, file: Option<&str>) -> Result<(), Failure> {
    let mut steps = Steps::of(2);
    let tools = house.target.join("tools");
    steps.step("cargo-mutants", Voice::Quiet, || {
        if tools.join("bin/cargo-mutants").exists() {
            return Ok(((), "already there".to_owned()));
        }
        Program::cargo()
            .within(&house.target)
            .args(["install", "cargo-mutants", "--locked", "--root", tools.as_str()])
            .quiet()
            .map(|_| ((), "installed".to_owned()))
    })?;
    steps.step("mutants", Voice::Loud, || {
        let mut run = Program::new(tools.join("bin/cargo-mutants"))
            .within(&house.root)
            .args([
                "mutants",
                "--package",
                "hushwire-session",
                "--jobs",
                "1",
                "--no-shuffle",
            ])
            .args(["--output", house.target.as_str(), "--exclude", "**/laboratory.rs"]);
        for pattern in file.map_or(FILES.to_vec(), |file| vec![file]) {
            run = run.args(["--file", pattern]);
        }
        run.args(["--", "--lib"])
            .loud()
            .map(|()| ((), "none survived".to_owned()))
    })
}
