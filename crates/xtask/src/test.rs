//! Every check and every test, each step with its time, and one closing line that sums them up.
//! A step that cannot run has failed: nothing is passed over.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::camino::Utf8PathBuf;
use clap::ValueEnum;

use crate::{
    Failure, bench, browser, demo,
    house::{House, files_under},
    npm, package,
    program::Program,
    start,
    steps::{Steps, Voice},
    tally::Tally,
    toolchain::Compiler,
    wasm, www,
};

/// The parts that `--only` can name, in the order in which they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Part {
    /// `cargo fmt --check`.
    Format,
    /// Clippy over the whole workspace; a warning is an error.
    Clippy,
    /// Node and the packages from npm.
    Npm,
    /// The WebAssembly module builds.
    Wasm,
    /// The module that runs published vectors in a browser builds.
    Probe,
    /// Types of the TypeScript code.
    Types,
    /// Linter of the TypeScript code and of the tests' scripts.
    Lint,
    /// Tests of the TypeScript code that need no browser.
    Www,
    /// All tests in Rust, those of `tests/native` included.
    Rust,
    /// The relay and the command line build.
    Programs,
    /// Widget, console, demo shop and npm package build and stay within their budgets.
    Site,
    /// A second implementation of the protocol against the frozen transcript.
    Vectors,
    /// The npm package, installed into an empty folder.
    Package,
    /// Widget and console in real browsers.
    Browser,
}

/// Everything that must stand before a part can run.
fn needs(part: Part) -> &'static [Part] {
    match part {
        Part::Format | Part::Clippy | Part::Npm | Part::Programs => &[],
        Part::Wasm | Part::Probe | Part::Types | Part::Lint | Part::Www => &[Part::Npm],
        // The frozen conversations drive the module that ships.
        Part::Vectors => &[Part::Npm, Part::Wasm],
        // One of them reads the imports of the built module.
        Part::Rust => &[Part::Npm, Part::Wasm],
        // The shop's page pins a desk, which the command line makes.
        Part::Site => &[Part::Npm, Part::Wasm, Part::Programs],
        Part::Package => &[Part::Npm, Part::Wasm, Part::Programs, Part::Site],
        Part::Browser => &[Part::Npm, Part::Wasm, Part::Probe, Part::Programs, Part::Site],
    }
}

fn voice(part: Part) -> Voice {
    match part {
        Part::Format | Part::Npm | Part::Types => Voice::Quiet,
        _ => Voice::Loud,
    }
}

fn run(house: &House, part: Part, wanted: &BTreeSet<Part>) -> Result<(Tally, String), Failure> {
    match part {
        Part::Format => check(
            Program::cargo()
                .within(&house.root)
                .args(["fmt", "--all", "--", "--check", "--files-with-diff"])
                .quiet(),
        ),
        Part::Clippy => check(
            Program::cargo()
                .within(&house.root)
                .args([
                    "clippy",
                    "--workspace",
                    "--all-targets",
                    "--features",
                    BUILT,
                    "--",
                    "-D",
                    "warnings",
                ])
                .loud(),
        ),
        Part::Npm => {
            npm::node()?;
            let word = npm::install(house, &[wasm::TOOLS, www::FOLDER, TESTS])?;
            Ok((Tally::default(), word))
        }
        Part::Wasm => {
            let (compiler, _) = Compiler::find()?;
            wasm::build(house, compiler).map(|size| (Tally::default(), size))
        }
        Part::Probe => {
            let (compiler, _) = Compiler::find()?;
            wasm::build_probe(house, compiler).map(|()| (Tally::default(), "built".to_owned()))
        }
        Part::Types => check(script(house, "check").quiet()),
        Part::Lint => check(lint(house)),
        // Asked for in words: where nobody watches, Node would print a protocol for machines.
        Part::Www => node_tests(script(house, "test").env("NODE_OPTIONS", "--test-reporter=spec")),
        Part::Site => {
            let site = site(house);
            let fingerprint = demo::bare_desk(house, &desk(house))?;
            www::build(house, &site, Some(&fingerprint))?;
            package::pack(house)?;
            bench::check_budgets(house, &site)?;
            Ok((Tally::one_passed(), "within budget".to_owned()))
        }
        Part::Rust => {
            let tests = Program::cargo().within(&house.root).args([
                "test",
                "--workspace",
                "--features",
                BUILT,
                "--no-fail-fast",
            ]);
            counted(tests, Tally::hear_cargo)
        }
        Part::Programs => {
            if wanted.contains(&Part::Rust) {
                // With the features that the tests have just been built with: nothing is compiled twice.
                let everything = ["build", "--workspace", "--all-targets", "--features", BUILT];
                Program::cargo().within(&house.root).args(everything).loud()?;
            } else {
                start::programs(house)?;
            }
            Ok((Tally::default(), "built".to_owned()))
        }
        Part::Vectors => node_tests(with_what_was_built(house, node_runner(house, "vectors"))),
        Part::Package => node_tests(with_what_was_built(house, node_runner(house, "package"))),
        Part::Browser => {
            let mut tests = with_what_was_built(house, node_runner(house, "browser"));
            for browser in [browser::CHROMIUM, browser::FIREFOX] {
                tests = tests.env(browser.variable, browser.find()?);
            }
            node_tests(tests)
        }
    }
}

const TESTS: &str = "tests";
/// The feature that turns on tests of what was built.
const BUILT: &str = "hushwire-tests/built";

/// `cargo xtask test`.
pub(crate) fn test(house: &House, only: &[Part]) -> Result<(), Failure> {
    let wanted = wanted(only);
    let mut steps = Steps::of(wanted.len());
    let mut total = Tally::default();
    let mut failed = BTreeMap::new();
    for part in wanted.iter().copied() {
        let missing = needs(part).iter().find(|needed| failed.contains_key(*needed));
        let mut counted = None;
        let outcome = steps.step(&name(part), voice(part), || {
            if let Some(needed) = missing {
                return Err(Failure::Promise(format!("not run, because {} failed", name(*needed))));
            }
            let (tally, word) = run(house, part, &wanted)?;
            let complaint = tally.complaint();
            counted = Some(tally);
            complaint.map_or(Ok(((), word)), |complaint| Err(Failure::Promise(complaint)))
        });
        match (&outcome, counted) {
            (_, Some(tally)) => total.add(&tally),
            (Ok(()), None) => {}
            (Err(_), None) => total.failed += 1,
        }
        if let Err(failure) = outcome {
            failed.insert(part, failure);
        }
    }
    for (part, failure) in &failed {
        println!("\n{} failed: {failure}", name(*part));
    }
    println!("\n{total}");
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Failure::Promise("Not every check and test has passed.".to_owned()))
    }
}

/// The parts asked for and what they need, in order; all of them if none is named.
fn wanted(only: &[Part]) -> BTreeSet<Part> {
    if only.is_empty() {
        return Part::value_variants().iter().copied().collect();
    }
    only.iter()
        .flat_map(|part| needs(*part).iter().chain([part]))
        .copied()
        .collect()
}

fn name(part: Part) -> String {
    part.to_possible_value()
        .map_or_else(String::new, |value| value.get_name().to_owned())
}

/// A check that has no tests of its own counts as one.
fn check<T>(outcome: Result<T, Failure>) -> Result<(Tally, String), Failure> {
    outcome.map(|_| (Tally::one_passed(), "passed".to_owned()))
}

fn script(house: &House, name: &str) -> Program {
    npm::npm(&house.root.join(www::FOLDER)).args(["run", "--silent", name])
}

/// The site's code by its own script; the scripts of the tests and of the npm package by the same rules.
fn lint(house: &House) -> Result<(), Failure> {
    script(house, "lint").loud()?;
    let mut scripts = Vec::new();
    for folder in SCRIPTS {
        scripts.extend(files_under(&house.root.join(folder))?);
    }
    scripts.retain(|file| file.extension() == Some("mjs"));
    let www = house.root.join(www::FOLDER);
    Program::new("node")
        .within(&house.root)
        .arg(www.join("node_modules/@biomejs/biome/bin/biome"))
        .args(["check", "--error-on-warnings", "--config-path", www.as_str()])
        .args(scripts)
        .loud()
}

/// Where scripts lie that belong to no site.
const SCRIPTS: [&str; 5] = [
    "tests/browser",
    "tests/package",
    "tests/vectors",
    "crates/wasm/npm",
    "crates/xtask/src",
];

fn node_runner(house: &House, folder: &str) -> Program {
    let folder = house.root.join(TESTS).join(folder);
    // One file after the other: two browsers at once on two cores would only wait for each other.
    Program::new("node")
        .within(&folder)
        .args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
}

fn with_what_was_built(house: &House, program: Program) -> Program {
    program
        .env("HUSHWIRE_RELAY", house.binary("hushwire-relay"))
        .env("HUSHWIRE_CLI", house.binary("hushwire"))
        .env("HUSHWIRE_SITE", site(house))
        .env("HUSHWIRE_DESK", desk(house))
        .env("HUSHWIRE_TARBALL", house.tarball())
        .env("HUSHWIRE_WASM", house.wasm())
        .env("HUSHWIRE_PROBE", house.probe())
}

/// A site of the tests' own: `target/www` may be served by a demo that runs.
fn site(house: &House) -> Utf8PathBuf {
    house.target.join("www-test")
}

/// The desk that the shop of that site pins.
fn desk(house: &House) -> Utf8PathBuf {
    house.target.join("www-test-desk")
}

fn node_tests(program: Program) -> Result<(Tally, String), Failure> {
    counted(program, Tally::hear_node)
}

fn counted(program: Program, hear: fn(&mut Tally, &str)) -> Result<(Tally, String), Failure> {
    let mut tally = Tally::default();
    let ended_well = program.overheard(|line| hear(&mut tally, line))?;
    tally.close(ended_well);
    let word = tally.to_string();
    Ok((tally, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_runs_after_what_it_needs() {
        for part in Part::value_variants() {
            for needed in needs(*part) {
                assert!(needed < part, "{needed:?} would run after {part:?}");
                for deeper in needs(*needed) {
                    assert!(needs(*part).contains(deeper), "{part:?} forgets {deeper:?}");
                }
            }
        }
    }

    #[test]
    fn naming_nothing_means_everything() {
        assert_eq!(wanted(&[]).len(), Part::value_variants().len());
    }

    #[test]
    fn naming_one_part_brings_what_it_needs_and_no_more() {
        assert_eq!(
            wanted(&[Part::Lint]).into_iter().collect::<Vec<_>>(),
            [Part::Npm, Part::Lint]
        );
    }
}
