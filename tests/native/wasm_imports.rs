//! What the module that ships may ask of its host: exactly the list in `wasm-pack.toml`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what only tests call may stop a test")]

use std::collections::BTreeSet;

use cargo_metadata::MetadataCommand;
use wasmparser::{Parser, Payload};
use xtask::recipe::Recipe;

#[test]
fn the_shipped_module_imports_exactly_what_its_allow_list_says() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let recipe = Recipe::read(metadata.workspace_root.join("wasm-pack.toml")).unwrap();
    let module = metadata
        .target_directory
        .join(format!("www-build/wasm/{}_bg.wasm", recipe.artefact.name));
    let bytes =
        std::fs::read(&module).unwrap_or_else(|cause| panic!("{module}: {cause}. `cargo xtask wasm` builds it."));
    let allowed: BTreeSet<_> = recipe.imports.allow.into_iter().collect();
    let found = imports(&bytes);
    let unasked: Vec<_> = found.difference(&allowed).collect();
    let unused: Vec<_> = allowed.difference(&found).collect();
    assert!(
        unasked.is_empty() && unused.is_empty(),
        "The module imports, and wasm-pack.toml does not allow: {unasked:?}\n\
         wasm-pack.toml allows, and the module does not import: {unused:?}"
    );
}

#[test]
fn an_import_is_seen_whatever_hash_stands_behind_it() {
    let module = [
        &b"\0asm\x01\0\0\0"[..],
        // One type: () -> ().
        &[1, 4, 1, 0x60, 0, 0],
        // One import: module "m", name "__wbg_fetch_0123456789abcdef", a function of that type.
        &[2, 34, 1, 1, b'm', 28],
        b"__wbg_fetch_0123456789abcdef",
        &[0, 0],
    ]
    .concat();
    assert_eq!(imports(&module), BTreeSet::from(["fetch".to_owned()]));
}

#[test]
fn a_name_loses_its_hash_and_nothing_else() {
    assert_eq!(
        without_hash("__wbg_getRandomValues_1c61fac11405ffdc"),
        "getRandomValues"
    );
    assert_eq!(without_hash("__wbg_new_from_slice_0123456789abcdef"), "new_from_slice");
    assert_eq!(
        without_hash("__wbindgen_init_externref_table"),
        "__wbindgen_init_externref_table"
    );
    assert_eq!(
        without_hash("__wbindgen_generic_0000000000000001"),
        "__wbindgen_generic"
    );
    assert_eq!(without_hash("__wbg_set_wide"), "__wbg_set_wide");
}

fn imports(module: &[u8]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ImportSection(section) = payload.unwrap() {
            for import in section.into_imports() {
                names.insert(without_hash(import.unwrap().name));
            }
        }
    }
    names
}

/// wasm-bindgen writes `__wbg_NAME_0123456789abcdef`, or the same without `__wbg_` for its own needs; the hash changes
/// with its version.
fn without_hash(import: &str) -> String {
    match import.rsplit_once('_') {
        Some((name, hash)) if hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            name.strip_prefix("__wbg_").unwrap_or(name).to_owned()
        }
        _ => import.to_owned(),
    }
}
