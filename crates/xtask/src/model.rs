//! The symbolic models of `crates/session/model`, each query with the answer that its file expects; and the model of
//! delivery with its larger bounds.

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use crate::{
    Failure,
    house::{House, files_under, read},
    program::Program,
    steps::{Steps, Voice},
};

const FOLDER: &str = "crates/session/model";
const VERIFPAL: &str = "1.3.9";
/// In each model: the answers that its queries must have, in order.
const EXPECT: &str = "// expect: ";
/// Two runs of every principal, so that what is lifted from one can be put into the other.
const SESSIONS: &str = "2";

/// `cargo xtask model`.
pub(crate) fn model(house: &House) -> Result<(), Failure> {
    let mut steps = Steps::of(3);
    let verifpal = steps.step("Verifpal", Voice::Quiet, || tool(house))?;
    steps.step("symbolic models", Voice::Loud, || symbolic(house, &verifpal))?;
    steps.step("delivery, larger bounds", Voice::Loud, || {
        Program::cargo()
            .within(&house.root)
            .args([
                "test",
                "--release",
                "--package",
                "hushwire-session",
                "--lib",
                "delivery::tests::model",
            ])
            .env("HUSHWIRE_MODEL", "large")
            .loud()
            .map(|()| ((), "nothing lost, doubled or out of order".to_owned()))
    })
}

/// Verifpal in the target folder, installed there if it is missing.
fn tool(house: &House) -> Result<(Utf8PathBuf, String), Failure> {
    let tools = house.target.join("tools");
    let program = tools.join("bin/verifpal");
    let named = |said: String| said.contains(VERIFPAL);
    if Program::new(&program).arg("--version").quiet().is_ok_and(named) {
        return Ok((program, "already there".to_owned()));
    }
    Program::cargo()
        // Elsewhere than in the tree, whose toolchain and configuration are no business of a tool.
        .within(&house.target)
        .args(["install", "verifpal", "--version", VERIFPAL, "--ignore-rust-version"])
        .args(["--no-default-features", "--features", "cli", "--root", tools.as_str()])
        .quiet()?;
    Ok((program, "installed".to_owned()))
}

fn symbolic(house: &House, verifpal: &Utf8Path) -> Result<((), String), Failure> {
    let mut models = files_under(&house.root.join(FOLDER))?;
    models.retain(|file| file.extension() == Some("vp"));
    let mut complaints = Vec::new();
    for model in &models {
        let expected = expected(&read(model)?)
            .ok_or_else(|| Failure::Tree(format!("{model} does not say which answers it expects.")))?;
        let said = Program::new(verifpal)
            .args([
                "verify",
                "--quiet",
                "--result-code",
                "--sessions",
                SESSIONS,
                model.as_str(),
            ])
            .quiet()?;
        let found = said.split_whitespace().last().unwrap_or_default();
        let name = model.file_name().unwrap_or_default();
        println!("  {name}: {found}");
        if found != expected {
            complaints.push(format!("{name} expects {expected} and has {found}."));
        }
    }
    if complaints.is_empty() && !models.is_empty() {
        Ok(((), format!("{} models as expected", models.len())))
    } else {
        Err(Failure::Promise(complaints.join("\n")))
    }
}

/// `c0 a1` in the file is `c0a1` in Verifpal's words: the first query is about confidentiality and holds, the second is
/// about authentication and is broken.
fn expected(model: &str) -> Option<String> {
    let line = model.lines().find_map(|line| line.strip_prefix(EXPECT))?;
    Some(line.split_whitespace().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_says_which_answers_it_expects() {
        assert_eq!(expected("// a\n// expect: c0 a1\n").as_deref(), Some("c0a1"));
        assert_eq!(expected("// none"), None);
    }
}
