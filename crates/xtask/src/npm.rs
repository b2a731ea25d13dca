//! Node and its packages.

use cargo_metadata::camino::Utf8Path;

use crate::{
    Failure,
    house::{House, read, write},
    program::Program,
    wasm, www,
};

/// The oldest Node that is tested: the oldest with a test runner, WebCrypto and fetch as we use them.
const OLDEST_NODE: u32 = 20;

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

pub(crate) fn npm(folder: &Utf8Path) -> Program {
    Program::new(NPM).within(folder)
}

/// Checks Node; answers its version.
pub(crate) fn node() -> Result<String, Failure> {
    let advice = format!("install Node {OLDEST_NODE} or newer (it brings npm), then run the same command again.");
    let version = Program::new("node")
        .arg("--version")
        .quiet()
        .map_err(|_| Failure::missing("Node is not on PATH.", advice.clone()))?;
    let version = version.trim().to_owned();
    match major(&version) {
        Some(major) if major >= OLDEST_NODE => Ok(version),
        _ => Err(Failure::missing(format!("Node {version} is too old."), advice)),
    }
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Installs what the builds use; answers the word for the progress line.
pub(crate) fn install_for_building(house: &House) -> Result<String, Failure> {
    install(house, &[wasm::TOOLS, www::FOLDER])
}

/// `npm ci` in the folders given (under the root), skipped where the lock has not changed since
/// the last time. Answers the word for the progress line.
pub(crate) fn install(house: &House, folders: &[&str]) -> Result<String, Failure> {
    let mut installed = Vec::new();
    for name in folders {
        let folder = house.root.join(name);
        let lock = read(&folder.join("package-lock.json"))?;
        let stamp = house.target.join("npm-stamps").join(name.replace('/', "-"));
        if folder.join("node_modules").is_dir() && read(&stamp).is_ok_and(|seen| seen == lock) {
            continue;
        }
        npm(&folder)
            .args(["ci", "--no-audit", "--no-fund"])
            .quiet()
            .map_err(|failure| {
                Failure::missing(
                    format!(
                        "The packages of {name} could not be installed.\n{}",
                        first_lines(&failure.to_string())
                    ),
                    "if npm complains of its lock, run `npm install` in that folder; else see that npm reaches its \
                 registry (`npm ping`). Then run the same command again.",
                )
            })?;
        write(&stamp, lock)?;
        installed.push(*name);
    }
    Ok(if installed.is_empty() {
        "already there".to_owned()
    } else {
        format!("installed for {}", installed.join(", "))
    })
}

/// npm explains all of itself below what went wrong.
fn first_lines(said: &str) -> String {
    said.lines().take(LINES_OF_NPM).collect::<Vec<_>>().join("\n")
}

const LINES_OF_NPM: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_of_node_is_read_by_its_first_number() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v8.1.0"), Some(8));
        assert_eq!(major("nonsense"), None);
    }
}
