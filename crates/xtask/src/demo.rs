//! The demo desk: a key, one technician, signed settings. Made by the command `hushwire`, as any desk is; kept while it
//! holds, so that a console that is open survives a restart.

use std::time::{SystemTime, UNIX_EPOCH};

use cargo_metadata::camino::Utf8Path;

use crate::{
    Failure,
    house::{House, fresh_folder, read, write},
    program::Program,
};

/// A desk whose papers end sooner than this is made anew: nobody's demo ends in the middle.
const SPARE_SECONDS: u64 = 24 * 60 * 60;

pub(crate) struct Demo {
    /// What the shop's page pins.
    pub(crate) fingerprint: String,
    /// What the console is given: a key.
    pub(crate) enrolment: String,
}

/// The desk for this port; the word tells whether it was there.
pub(crate) fn desk(house: &House, port: u16) -> Result<(Demo, String), Failure> {
    let folder = house.target.join("demo");
    let word = if holds(house, &folder, port) {
        "still holds"
    } else {
        make(house, &folder, port)?;
        "made"
    };
    let demo = Demo {
        fingerprint: fingerprint(house, &folder)?,
        enrolment: read(&folder.join(ENROLMENT))?.trim().to_owned(),
    };
    Ok((demo, word.to_owned()))
}

/// A desk that only has a key, for tests that sign settings of their own under it.
pub(crate) fn bare_desk(house: &House, folder: &Utf8Path) -> Result<String, Failure> {
    if let Ok(known) = fingerprint(house, folder) {
        return Ok(known);
    }
    fresh_folder(folder)?;
    hushwire(house)
        .args(["desk", "new", "--out", folder.as_str()])
        .quiet()?;
    fingerprint(house, folder)
}

fn fingerprint(house: &House, folder: &Utf8Path) -> Result<String, Failure> {
    let shown = hushwire(house)
        .args(["desk", "show", "--desk", folder.as_str()])
        .quiet()?;
    let found = shown.split_whitespace().find(|word| word.starts_with("hw1"));
    found
        .map(str::to_owned)
        .ok_or_else(|| Failure::Promise("`hushwire desk show` named no fingerprint.".to_owned()))
}

const SETTINGS: &str = "manifest.toml";
const ENROLMENT: &str = "technician.enrolment";

fn make(house: &House, folder: &Utf8Path, port: u16) -> Result<(), Failure> {
    fresh_folder(folder)?;
    write(&folder.join(SETTINGS), settings(port))?;
    let run = |words: &[&str]| hushwire(house).within(folder).args(words).quiet();
    run(&["desk", "new", "--out", "."])?;
    run(&["manifest", "sign", "--desk", ".", "--in", SETTINGS])?;
    run(&[
        "member", "certify", "--desk", ".", "--name", "Robin", "--out", ENROLMENT,
    ])
    .map(|_| ())
}

/// Whether the desk there is for this port and every paper of it will hold for a while.
fn holds(house: &House, folder: &Utf8Path, port: u16) -> bool {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |now| now.as_secs());
    let later = (now + SPARE_SECONDS).to_string();
    read(&folder.join(SETTINGS)).is_ok_and(|seen| seen == settings(port))
        && hushwire(house)
            .args(["--now", &later, "member", "show", folder.join(ENROLMENT).as_str()])
            .quiet()
            .is_ok()
}

fn hushwire(house: &House) -> Program {
    Program::new(house.binary("hushwire"))
}

fn settings(port: u16) -> String {
    format!(
        r#"# The demo desk of `cargo xtask start`; made anew when this text changes.
number = 1
name = "Lumen & Oak"
days = 90
origins = ["http://localhost:{port}", "http://127.0.0.1:{port}"]
hours = "Every day, as long as this demo runs"
countries = ["US", "DE", "FR", "GB"]

[[relay]]
region = "local"
url = "ws://localhost:{port}/ws"

[retention]
archive = false
words = "Nothing of this chat is kept."

[texts.en]
welcome = "Hello! How can we help?"
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_are_toml_and_allow_the_demos_own_pages() {
        let settings: toml::Table = settings(5000).parse().unwrap();
        let origins = settings["origins"].as_array().unwrap();
        assert!(
            origins
                .iter()
                .any(|origin| origin.as_str() == Some("http://localhost:5000"))
        );
    }
}
