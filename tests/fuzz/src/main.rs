//! One program for all targets: `HUSHWIRE_TARGET` names the one that is fuzzed.
#![no_main]

use std::sync::LazyLock;

use hushwire_targets::{Target, targets};
use libfuzzer_sys::fuzz_target;

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("HUSHWIRE_TARGET").unwrap_or_default();
    targets()
        .into_iter()
        .find(|target| target.name == name)
        .unwrap_or_else(|| panic!("no target is called {name:?}"))
});

fuzz_target!(|data: &[u8]| TARGET.run(data));
