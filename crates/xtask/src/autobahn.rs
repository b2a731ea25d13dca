//! `cargo xtask autobahn`: Autobahn's fuzzing client, the examiner of WebSocket servers, against the relay's decoder
//! behind an echo. It is a program of another age (Python 2.7), installed into `target/` if that can be done here.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use cargo_metadata::camino::Utf8PathBuf;
use serde::Deserialize;

use crate::{
    Failure,
    house::{House, read, write},
    program::Program,
};

/// How cases may end: as the standard says, or in a way that it leaves open.
const FINE: [&str; 3] = ["OK", "NON-STRICT", "INFORMATIONAL"];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    behavior: String,
    behavior_close: String,
}

/// All cases, but those about compression, which the relay never offers.
pub(crate) fn examine(house: &House) -> Result<(), Failure> {
    let folder = house.target.join("autobahn");
    let site = folder.join("site");
    let python = python()?;
    if !site.join("autobahntestsuite").is_dir() {
        println!("installing Autobahn's testsuite into target/autobahn");
        let pip = [
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--target",
            site.as_str(),
        ];
        Program::new(&python)
            .args(pip)
            .arg("autobahntestsuite==0.8.2")
            .quiet()
            .map_err(|failure| {
                Failure::missing(
                    format!("Autobahn's testsuite could not be installed.\n{failure}"),
                    ADVICE,
                )
            })?;
    }
    Program::cargo()
        .within(&house.root)
        .args(["build", "--release", "-p", "hushwire-relay", "--example", "echo"])
        .loud()?;
    let echo = Echo::start(&house.target.join("release/examples/echo"))?;
    let settings = serde_json::json!({
        "outdir": folder.join("reports"),
        "servers": [{ "agent": "hushwire", "url": format!("ws://{}", echo.address), "options": { "version": 18 } }],
        "cases": ["*"],
        "exclude-cases": ["12.*", "13.*"],
        "exclude-agent-cases": {},
    });
    let spec = folder.join("fuzzingclient.json");
    write(&spec, settings.to_string())?;
    // Its parts are found through the folder's `.pth` files, which a search path alone does not read.
    let start = format!("import site; site.addsitedir({site:?}); from autobahntestsuite.wstest import run; run()");
    Program::new(&python)
        .within(&folder)
        .args(["-c", start.as_str(), "-m", "fuzzingclient", "-s", spec.as_str()])
        .quiet()?;
    judge(&read(&folder.join("reports/index.json"))?)
}

const ADVICE: &str = "install Python 2.7 with pip (`pyenv install 2.7.18`) where PyPI can be reached, then run the same \
    command again; the tests of the decoder itself (`cargo test -p hushwire-relay codec`) need neither.";

fn python() -> Result<String, Failure> {
    let home = std::env::var("HOME").unwrap_or_default();
    let candidates = [
        "python2.7".to_owned(),
        format!("{home}/.pyenv/versions/2.7.18/bin/python2.7"),
    ];
    let works = |python: &&String| {
        Program::new(python.as_str())
            .args(["-m", "pip", "--version"])
            .quiet()
            .is_ok()
    };
    candidates
        .iter()
        .find(works)
        .cloned()
        .ok_or_else(|| Failure::missing("Autobahn's testsuite needs Python 2.7 with pip.", ADVICE))
}

fn judge(report: &str) -> Result<(), Failure> {
    let agents: BTreeMap<String, BTreeMap<String, Case>> =
        serde_json::from_str(report).map_err(|cause| Failure::Promise(format!("Autobahn's report: {cause}")))?;
    let cases: Vec<_> = agents.into_values().flatten().collect();
    let failed: Vec<_> = cases
        .iter()
        .filter(|(_, case)| {
            ![&case.behavior, &case.behavior_close]
                .iter()
                .all(|it| FINE.contains(&it.as_str()))
        })
        .map(|(name, case)| format!("case {name}: {}, closed {}", case.behavior, case.behavior_close))
        .collect();
    let count = |word| cases.iter().filter(|(_, case)| case.behavior == word).count();
    println!(
        "Autobahn: {} cases, {} as the standard says, {} as it allows, {} that only inform, {} failed",
        cases.len(),
        count("OK"),
        count("NON-STRICT"),
        count("INFORMATIONAL"),
        failed.len()
    );
    if cases.is_empty() || !failed.is_empty() {
        return Err(Failure::Promise(format!(
            "Autobahn's cases failed:\n{}",
            failed.join("\n")
        )));
    }
    Ok(())
}

/// The echo, ended with the examination.
struct Echo {
    child: Child,
    address: String,
}

impl Echo {
    fn start(program: &Utf8PathBuf) -> Result<Self, Failure> {
        let mut child = Command::new(program)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(Failure::disk(program))?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out)
                .read_line(&mut line)
                .map_err(Failure::disk(program))?;
        }
        let address = line.rsplit(' ').next().unwrap_or_default().trim().to_owned();
        Ok(Self { child, address })
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(behavior: &str, close: &str) -> String {
        format!(
            r#"{{"hushwire": {{"1.1.1": {{"behavior": "{behavior}", "behaviorClose": "{close}", "duration": 1}}}}}}"#
        )
    }

    #[test]
    fn one_case_that_failed_fails_the_examination_and_is_named() {
        assert!(judge(&report("OK", "OK")).is_ok());
        assert!(judge(&report("NON-STRICT", "INFORMATIONAL")).is_ok());
        for (behavior, close) in [
            ("FAILED", "OK"),
            ("OK", "FAILED"),
            ("UNIMPLEMENTED", "OK"),
            ("OK", "UNCLEAN"),
        ] {
            let said = judge(&report(behavior, close)).unwrap_err().to_string();
            assert!(said.contains("case 1.1.1"), "{said}");
        }
        assert!(judge(r#"{"hushwire": {}}"#).is_err(), "no case is no pass");
    }
}
