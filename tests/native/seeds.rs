//! The seeds of the fuzz targets (`tests/fuzz/seeds/TARGET/`): genuine structures, and everything that a fuzzer ever found.
//! They run here with every test; `cargo xtask fuzz` starts from them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what only tests call may stop a test")]

use std::path::{Path, PathBuf};

use hushwire_targets::targets;

fn seeds(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let entries = folder
        .read_dir()
        .unwrap_or_else(|cause| panic!("{}: {cause}", folder.display()));
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn no_seed_breaks_a_promise_and_every_target_has_one_that_it_takes() {
    for target in targets() {
        let mut taken = 0;
        for path in seeds(target.name) {
            println!("{}", path.display());
            let bytes = std::fs::read(path).unwrap();
            target.run(&bytes);
            taken += usize::from(target.takes(&bytes));
        }
        assert!(taken > 0, "{} takes none of its seeds", target.name);
    }
}

#[test]
fn every_folder_of_seeds_has_a_target() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    for entry in folder.read_dir().unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(targets().iter().any(|target| target.name == name), "{name}");
    }
}
