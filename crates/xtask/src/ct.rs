//! The protocol under valgrind, its secrets marked: no branch and no address of it may depend on them.

use crate::{
    Failure,
    house::House,
    program::Program,
    steps::{Steps, Voice},
};

/// Beside the workspace, not in it: what it is made of is built otherwise.
const FOLDER: &str = "tests/constant-time";

/// Instructions for AES and vectors give no better proof, and memcheck does not follow all of them bit by bit.
const FLAGS: &str = "--cfg aes_backend=\"soft\" --cfg polyval_backend=\"soft\" --cfg curve25519_dalek_backend=\"serial\" \
    --cfg sha2_backend=\"soft\" --cfg sha2_256_backend=\"soft\" --cfg keccak_backend=\"soft\"";

/// `cargo xtask ct`.
pub(crate) fn constant_time(house: &House) -> Result<(), Failure> {
    let mut steps = Steps::of(3);
    steps.step("valgrind", Voice::Quiet, || {
        Program::new("valgrind")
            .arg("--version")
            .quiet()
            .map(|version| ((), version.trim().to_owned()))
            .map_err(|failure| {
                Failure::missing(
                    format!("The constant-time job needs valgrind: {failure}"),
                    "install the package `valgrind`, then run the same command again.",
                )
            })
    })?;
    let folder = house.root.join(FOLDER);
    let out = house.target.join("constant-time");
    steps.step("build", Voice::Loud, || {
        Program::cargo()
            .within(&folder)
            .env("RUSTFLAGS", FLAGS)
            .args(["build", "--release", "--locked", "--target-dir", out.as_str()])
            .loud()
            .map(|()| ((), "soft backends".to_owned()))
    })?;
    steps.step("memcheck", Voice::Loud, || {
        Program::new("valgrind")
            .args(["--quiet", "--error-limit=no", "--num-callers=30"])
            .arg(format!("--suppressions={}", folder.join("public.supp")))
            .arg(out.join("release/hushwire-constant-time"))
            .loud()
            .map(|()| {
                (
                    (),
                    "nothing secret is told by time; both controls were caught".to_owned(),
                )
            })
    })
}
