//! How long a handshake and a message take, in Node and in Chromium, beside other people's cryptography in the same run.

use crate::{
    Failure, browser,
    house::House,
    npm,
    program::Program,
    steps::{Steps, Voice},
    toolchain::Compiler,
    wasm,
};

/// The folder whose `package-lock.json` pins what we are measured beside.
const FOLDER: &str = "tests/bench";

/// `cargo xtask bench session`.
pub(crate) fn story(house: &House) -> Result<(), Failure> {
    let mut steps = Steps::of(4);
    let compiler = steps.step("wasm target", Voice::Quiet, Compiler::find)?;
    steps.step("npm packages", Voice::Quiet, || {
        npm::install_for_building(house)?;
        npm::install(house, &[FOLDER, "tests"]).map(|word| ((), word))
    })?;
    steps.step("wasm module", Voice::Loud, || {
        wasm::build(house, compiler).map(|size| ((), size))
    })?;
    let chromium = browser::CHROMIUM.find()?;
    steps.step("runs", Voice::Loud, || {
        Program::new("node")
            .within(house.root.join(FOLDER))
            .args(["session.mjs", house.wasm().as_str()])
            .arg(chromium)
            .loud()
            .map(|()| ((), "only ratios mean anything elsewhere".to_owned()))
    })
}
