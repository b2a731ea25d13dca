//! The real browser that the tests drive.

use std::path::PathBuf;

use crate::{Failure, program::Program, toolchain::apt_install};

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// Chromium's path, installed first if it is missing and that is possible.
pub(crate) fn find() -> Result<(PathBuf, String), Failure> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        let path = PathBuf::from(named);
        return if path.is_file() {
            Ok((path, "as CHROMIUM says".to_owned()))
        } else {
            Err(Failure::missing(
                format!("CHROMIUM says {}, and no file is there.", path.display()),
                "let CHROMIUM name the browser's program, or unset it so that it is looked for.",
            ))
        };
    }
    if let Some(path) = look() {
        return Ok((path, "already there".to_owned()));
    }
    let refusal = if may_install_with_apt() {
        match apt_install(&["chromium"]) {
            Ok(()) => "its package brought no program".to_owned(),
            Err(failure) => failure.to_string(),
        }
    } else {
        "it can be installed from here only as root on Debian or Ubuntu".to_owned()
    };
    look().map(|path| (path, "installed".to_owned())).ok_or_else(|| {
        Failure::missing(
            format!("The browser tests need Chromium: {refusal}."),
            "install Chromium (Debian: `apt-get install chromium`), or let the environment variable \
             CHROMIUM name its program, then run the same command again.",
        )
    })
}

fn look() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .chain([PathBuf::from(MAC)])
        .find(|path| path.is_file())
}

pub(crate) fn may_install_with_apt() -> bool {
    let root = Program::new("id")
        .arg("-u")
        .quiet()
        .is_ok_and(|id| id.trim() == "0");
    root && Program::new("apt-get").arg("--version").quiet().is_ok()
}
