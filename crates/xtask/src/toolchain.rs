//! Who compiles for the browser: the toolchain that is here, after `rustup target add` if need
//! be; where rustup's servers cannot be reached, Debian's own Rust, which brings the source of
//! the standard library and builds it on the spot.

use std::path::Path;

use crate::{Failure, program::Program};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// What Debian needs to build for the browser.
const DEBIAN_PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
/// One file of each package that the others do not bring.
const DEBIAN_SIGNS: [&str; 4] = [
    DEBIAN_CARGO,
    DEBIAN_RUSTC,
    "/usr/lib/rustlib/src/rust/library",
    "/usr/bin/rust-lld",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compiler {
    /// The toolchain that runs us has the target.
    Ours,
    /// Debian's, with `-Zbuild-std`.
    Debian,
}

impl Compiler {
    /// Finds one, installing what is missing. The word tells what was done.
    pub(crate) fn find() -> Result<(Self, String), Failure> {
        if has_target() {
            return Ok((Self::Ours, "already there".to_owned()));
        }
        let refusal = match Program::new("rustup").args(["target", "add", TARGET]).quiet() {
            Ok(_) if has_target() => return Ok((Self::Ours, "installed".to_owned())),
            Ok(_) => "rustup added it to another toolchain than the one in use".to_owned(),
            Err(failure) => failure.to_string(),
        };
        if debian_is_complete() {
            return Ok((Self::Debian, "built by Debian's Rust".to_owned()));
        }
        if super::browser::may_install_with_apt() {
            apt_install(&DEBIAN_PACKAGES)?;
            if debian_is_complete() {
                return Ok((Self::Debian, "Debian's Rust installed".to_owned()));
            }
        }
        Err(Failure::missing(
            format!("This Rust cannot build for {TARGET}, and rustup could not add it:\n{refusal}"),
            format!(
                "run `rustup target add {TARGET}` where there is a network; or, where only Debian's \
                 packages can be reached, run `apt-get install {}` as root. Then run the same command again.",
                DEBIAN_PACKAGES.join(" ")
            ),
        ))
    }

    /// `cargo build`, ready for the rest of its arguments.
    pub(crate) fn cargo_build(self) -> Program {
        match self {
            Self::Ours => Program::cargo().arg("build"),
            Self::Debian => Program::new(DEBIAN_CARGO)
                .called_from_a_shell()
                .args(["build", "-Zbuild-std=std,panic_abort"])
                // A stable compiler builds the standard library only when told that it may.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("RUSTC", DEBIAN_RUSTC)
                // rustup sets these for its own compiler.
                .without_env("RUSTUP_TOOLCHAIN")
                .without_env("LD_LIBRARY_PATH")
                .without_env("CARGO"),
        }
    }
}

pub(crate) fn apt_install(packages: &[&str]) -> Result<(), Failure> {
    let apt = || Program::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive");
    apt().arg("update").quiet()?;
    apt()
        .args(["install", "-y", "--no-install-recommends"])
        .args(packages)
        .quiet()
        .map(|_| ())
}

fn has_target() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    Program::new(rustc)
        .args(["--print", "target-libdir", "--target", TARGET])
        .quiet()
        .is_ok_and(|folder| Path::new(folder.trim()).is_dir())
}

fn debian_is_complete() -> bool {
    DEBIAN_SIGNS.iter().all(|sign| Path::new(sign).exists())
}
