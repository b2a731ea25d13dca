//! The real browsers that the tests drive.

use std::path::PathBuf;

use crate::{Failure, program::Program, toolchain::apt_install};

/// A browser, where it may be found and how it comes to be there.
pub(crate) struct Browser {
    name: &'static str,
    /// The environment variable that may name its program.
    pub(crate) variable: &'static str,
    /// What its program may be called.
    programs: &'static [&'static str],
    mac: &'static str,
    /// Its package in Debian.
    package: &'static str,
}

/// Most browser tests run in it.
pub(crate) const CHROMIUM: Browser = Browser {
    name: "Chromium",
    variable: "CHROMIUM",
    programs: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    mac: "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    package: "chromium",
};

/// The main ones run in it too: what the frame promises must not hang on one engine.
pub(crate) const FIREFOX: Browser = Browser {
    name: "Firefox",
    variable: "FIREFOX",
    programs: &["firefox-esr", "firefox"],
    mac: "/Applications/Firefox.app/Contents/MacOS/firefox",
    package: "firefox-esr",
};

impl Browser {
    /// The browser's path, installed first if it is missing and that is possible.
    pub(crate) fn find(&self) -> Result<PathBuf, Failure> {
        let Self {
            name,
            variable,
            package,
            ..
        } = self;
        if let Some(named) = std::env::var_os(variable) {
            let path = PathBuf::from(named);
            return if path.is_file() {
                Ok(path)
            } else {
                Err(Failure::missing(
                    format!("{variable} says {}, and no file is there.", path.display()),
                    format!("let {variable} name the browser's program, or unset it so that it is looked for."),
                ))
            };
        }
        if let Some(path) = self.look() {
            return Ok(path);
        }
        let refusal = if may_install_with_apt() {
            match apt_install(&[package]) {
                Ok(()) => "its package brought no program".to_owned(),
                Err(failure) => failure.to_string(),
            }
        } else {
            "it can be installed from here only as root on Debian or Ubuntu".to_owned()
        };
        self.look().ok_or_else(|| {
            Failure::missing(
                format!("The browser tests need {name}: {refusal}."),
                format!(
                    "install {name} (Debian: `apt-get install {package}`), or let the environment variable \
                     {variable} name its program, then run the same command again."
                ),
            )
        })
    }

    fn look(&self) -> Option<PathBuf> {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&folders)
            .flat_map(|folder| self.programs.iter().map(move |program| folder.join(program)))
            .chain([PathBuf::from(self.mac)])
            .find(|path| path.is_file())
    }
}

pub(crate) fn may_install_with_apt() -> bool {
    let root = Program::new("id").arg("-u").quiet().is_ok_and(|id| id.trim() == "0");
    root && Program::new("apt-get").arg("--version").quiet().is_ok()
}
