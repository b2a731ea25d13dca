//! libFuzzer on every target of `tests/fuzz`, each for as many seconds as asked. What it finds is written below
//! `target/fuzz/found` and belongs among the seeds once it is mended.

use crate::{
    Failure,
    house::{House, fresh_folder},
    program::Program,
    steps::{Steps, Voice},
};

const FOLDER: &str = "tests/fuzz";
/// The sanitizer that comes with the compiler; the crates are safe code, so what matters is coverage and panics. Overflow
/// is one of them.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 -Cdebug-assertions -Coverflow-checks \
    --cfg fuzzing";
/// Longer inputs than any limit of the protocol, so that the limits are met.
const MAX_LENGTH: &str = "-max_len=70000";

/// `cargo xtask fuzz`.
pub(crate) fn fuzz(house: &House, seconds: u32, only: Option<&str>) -> Result<(), Failure> {
    let seeds = house.root.join(FOLDER).join("seeds");
    let mut targets: Vec<_> = seeds
        .read_dir_utf8()
        .map_err(Failure::disk(&seeds))?
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_owned())
        .filter(|name| only.is_none_or(|only| only == name))
        .collect();
    targets.sort();
    if targets.is_empty() {
        return Err(Failure::Tree(format!(
            "No target has the name {}.",
            only.unwrap_or_default()
        )));
    }
    let mut steps = Steps::of(1 + targets.len());
    let out = house.target.join("fuzz");
    let host = host()?;
    steps.step("build", Voice::Loud, || {
        Program::new("cargo")
            .called_from_a_shell()
            .within(house.root.join(FOLDER))
            .env("RUSTUP_TOOLCHAIN", "nightly")
            .env("RUSTFLAGS", FLAGS)
            .args(["build", "--release", "--target-dir", out.as_str()])
            // Named, so that build scripts and macros are not built for a fuzzer.
            .args(["--target", &host])
            .loud()
            .map(|()| ((), "built".to_owned()))
    })?;
    let program = out.join(&host).join("release/fuzz");
    for target in &targets {
        let corpus = out.join("corpus").join(target);
        std::fs::create_dir_all(&corpus).map_err(Failure::disk(&corpus))?;
        let found = out.join("found").join(target);
        fresh_folder(&found)?;
        steps.step(target, Voice::Loud, || {
            Program::new(&program)
                .env("HUSHWIRE_TARGET", target)
                .args([
                    format!("-max_total_time={seconds}"),
                    format!("-artifact_prefix={found}/"),
                ])
                .args([MAX_LENGTH, "-timeout=10", "-print_final_stats=1", "-verbosity=0"])
                .args([corpus.as_str(), seeds.join(target).as_str()])
                .loud()
                .map(|()| ((), "nothing found".to_owned()))
        })?;
    }
    Ok(())
}

/// The platform that the nightly compiler builds for when nobody says.
fn host() -> Result<String, Failure> {
    let said = Program::new("rustc")
        .env("RUSTUP_TOOLCHAIN", "nightly")
        .arg("-vV")
        .quiet()
        .map_err(|failure| {
            Failure::missing(
                format!("Fuzzing needs a nightly compiler: {failure}"),
                "run `rustup toolchain install nightly`, then run the same command again.",
            )
        })?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| Failure::Promise(format!("rustc does not name its host: {said}")))
}
