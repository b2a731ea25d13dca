//! The files that an operator installs say what the program does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::process::Command;

use common::{Folder, output};

const UNIT: &str = include_str!("../../hushwire-relay.service");
const DOCKERFILE: &str = include_str!("../../Dockerfile");

/// The value of a key of the unit.
fn unit(key: &str) -> &'static str {
    let line = UNIT.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
    line.unwrap_or_else(|| panic!("the unit has no {key}"))
}

#[test]
fn the_unit_starts_the_program_with_flags_that_exist_and_hardens_it() {
    let mut words = unit("ExecStart").split(' ');
    assert!(words.next().unwrap().ends_with("/hushwire-relay"));
    let help = String::from_utf8(output(&["--help"]).stdout).unwrap();
    for flag in words.filter(|word| word.starts_with("--")) {
        assert!(help.contains(flag), "{flag}");
    }
    for (key, value) in [
        ("DynamicUser", "yes"),
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("PrivateDevices", "yes"),
        ("MemoryDenyWriteExecute", "yes"),
        ("LimitCORE", "0"),
        ("MemorySwapMax", "0"),
        ("CapabilityBoundingSet", "CAP_NET_BIND_SERVICE"),
    ] {
        assert_eq!(unit(key), value, "{key}");
    }
}

#[test]
fn systemd_finds_nothing_wrong_with_the_unit() {
    let folder = Folder::new("unit");
    // The program of this test stands in for the installed one.
    let here = env!("CARGO_BIN_EXE_hushwire-relay");
    let path = folder.file(
        "hushwire-relay.service",
        &UNIT.replace("/usr/local/bin/hushwire-relay", here),
    );
    match Command::new("systemd-analyze")
        .args(["verify", "--man=no", &path])
        .output()
    {
        Ok(said) => {
            let words = String::from_utf8_lossy(&said.stderr);
            let ours: Vec<_> = words.lines().filter(|line| line.contains("hushwire-relay")).collect();
            assert!(said.status.success() && ours.is_empty(), "{words}");
        }
        Err(_) => eprintln!("systemd-analyze is not here: the unit was not verified"),
    }
}

#[test]
fn the_image_holds_one_binary_and_runs_it_as_nobody() {
    let (_, image) = DOCKERFILE
        .split_once("\nFROM scratch\n")
        .expect("a last stage from scratch");
    let lines: Vec<_> = image.lines().collect();
    assert_eq!(lines.iter().filter(|line| line.starts_with("COPY ")).count(), 1);
    assert!(!lines.iter().any(|line| line.starts_with("RUN ")));
    assert!(lines.contains(&"USER 65534:65534"));
    assert!(lines.contains(&"ENTRYPOINT [\"/hushwire-relay\"]"));
    assert!(DOCKERFILE.contains("cargo build --release --locked -p hushwire-relay-server"));
    let help = String::from_utf8(output(&["--help"]).stdout).unwrap();
    for variable in lines.iter().filter_map(|line| line.strip_prefix("ENV ")) {
        let (name, _) = variable.split_once('=').unwrap();
        assert!(help.contains(name), "{name}");
    }
}
