//! The masker beside others, in one run over the same texts: accuracy, speed, size.
//!
//! The others are fetched for this alone and locked in `tests/bench`: `peers` (Rust, native, ours among them), `mask.mjs`
//! (JavaScript, and ours in its wasm), `probe` (each Rust one alone as a wasm module). Times are those of this machine,
//! now; only their ratios mean anything elsewhere.

mod kinds;
mod score;
mod table;
mod texts;

use std::collections::BTreeMap;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use serde::Deserialize;

use super::measure;
use crate::{
    Failure,
    house::{House, write},
    npm, package,
    program::Program,
    steps::{Steps, Voice},
    toolchain::{Compiler, TARGET},
    wasm,
};

/// The folder whose `package-lock.json` pins the maskers written for JavaScript.
const FOLDER: &str = "tests/bench";

/// A customer's message of 143 bytes with three findings, timed by itself.
const MESSAGE: &str = "Hi, I paid with 4242 4242 4242 4242 and got no receipt, please mail it to ann@example.org or call \
                       +1 415 555 2671 after six, thanks a lot, Anna";

/// What one tool answered.
#[derive(Debug, Deserialize)]
pub(crate) struct Answer {
    tool: String,
    /// Microseconds for a message of the corpus, on average.
    micros: f64,
    /// Microseconds for [`MESSAGE`].
    one: f64,
    /// By message: from, to (code points), kind in the tool's words.
    spans: Vec<Vec<(usize, usize, String)>>,
}

/// `cargo xtask bench mask`.
pub(crate) fn story(house: &House, data: Option<&Utf8Path>) -> Result<(), Failure> {
    let mut steps = Steps::of(7);
    let compiler = steps.step("wasm target", Voice::Quiet, Compiler::find)?;
    steps.step("npm packages", Voice::Quiet, || {
        let ours = npm::install_for_building(house)?;
        npm::install(house, &[FOLDER]).map(|others| ((), format!("ours {ours}, the others {others}")))
    })?;
    steps.step("our npm package", Voice::Loud, || {
        wasm::build(house, compiler)?;
        package::pack(house).map(|size| ((), size))
    })?;
    let peers = steps.step("maskers in Rust", Voice::Loud, || build_peers(house))?;
    let sizes = steps.step("sizes", Voice::Quiet, || sizes(house, compiler))?;
    let sets = steps.step("texts", Voice::Quiet, || texts::load(house, data))?;
    let mut results = Vec::new();
    steps.step("runs", Voice::Quiet, || {
        for set in &sets {
            results.push(answers(house, &peers, set)?);
        }
        Ok(((), format!("{} sets", sets.len())))
    })?;
    for (set, answers) in sets.iter().zip(&results) {
        print!("{}", table::accuracy(set, answers));
    }
    if let Some(ours) = results.first() {
        print!("{}", table::cost(ours, &sizes));
    }
    Ok(())
}

/// Everything the bench builds lies apart, so that it never mixes with what ships.
fn place(house: &House) -> Utf8PathBuf {
    house.target.join("bench-mask")
}

fn build_peers(house: &House) -> Result<(Utf8PathBuf, String), Failure> {
    let manifest = house.root.join(FOLDER).join("peers/Cargo.toml");
    Program::cargo()
        .args(["build", "--release", "--locked", "--manifest-path", manifest.as_str()])
        .args(["--target-dir", place(house).as_str()])
        .loud()?;
    let name = format!("hushwire-bench-peers{}", std::env::consts::EXE_SUFFIX);
    Ok((place(house).join("release").join(name), "built".to_owned()))
}

/// Bytes of brotli by tool, ready for a browser.
fn sizes(house: &House, compiler: Compiler) -> Result<(BTreeMap<String, u64>, String), Failure> {
    let mut sizes = BTreeMap::new();
    let manifest = house.root.join(FOLDER).join("probe/Cargo.toml");
    for tool in kinds::RUST {
        let built = compiler
            .cargo_build()
            .within(house.root.join(FOLDER).join("probe"))
            .args(["--release", "--locked", "--manifest-path", manifest.as_str()])
            .args(["--features", tool, "--target", TARGET])
            .args(["--target-dir", place(house).as_str()])
            .quiet();
        // One that does not build for a browser has no size there; that is an answer too.
        if built.is_err() && tool != kinds::OURS {
            continue;
        }
        built?;
        let module = place(house).join(TARGET).join("release/hushwire_bench_probe.wasm");
        wasm::shrink(house, &module)?;
        sizes.extend(measure(&[module])?.first().map(|file| (tool.to_owned(), file.brotli)));
    }
    let script = house.root.join(FOLDER).join("size.mjs");
    let told = Program::new("node")
        .args([script.as_str(), house.root.join("www").as_str()])
        .quiet()?;
    let others: BTreeMap<String, u64> =
        serde_json::from_str(&told).map_err(|cause| Failure::Promise(format!("size.mjs: {cause}")))?;
    sizes.extend(others);
    let word = format!("{} of them", sizes.len());
    Ok((sizes, word))
}

fn answers(house: &House, peers: &Utf8Path, set: &texts::Set) -> Result<Vec<Answer>, Failure> {
    let file = place(house).join("messages.json");
    let messages: Vec<&str> = set.texts.iter().map(|text| text.text.as_str()).collect();
    write(&file, serde_json::Value::from(messages).to_string())?;
    let script = house.root.join(FOLDER).join("mask.mjs");
    let package = house.target.join("npm/package");
    let native = Program::new(peers).args([file.as_str(), MESSAGE]).quiet()?;
    let node = Program::new("node")
        .args([script.as_str(), file.as_str(), MESSAGE, package.as_str()])
        .quiet()?;
    let answers: Vec<Answer> = native
        .lines()
        .chain(node.lines())
        .map(|line| serde_json::from_str(line).map_err(|cause| Failure::Promise(format!("{FOLDER}: {cause}"))))
        .collect::<Result<_, _>>()?;
    match answers.iter().find(|answer| answer.spans.len() != set.texts.len()) {
        Some(answer) => Err(Failure::Promise(format!(
            "{} did not answer every message.",
            answer.tool
        ))),
        None => Ok(answers),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_that_is_timed_has_143_bytes() {
        assert_eq!(MESSAGE.len(), 143);
    }
}
