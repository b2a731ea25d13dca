//! PROTOCOL.md names labels and tests; they exist, all of them.

#![allow(clippy::panic)] // helpers of tests are tests

use std::{collections::BTreeSet, fs, path::Path};

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// `file::name` in backticks.
fn named_tests(text: &str) -> Vec<(&str, &str)> {
    let word = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let quoted = text.split('`').skip(1).step_by(2);
    quoted
        .filter_map(|quoted| quoted.split_once("::"))
        .filter(|(file, name)| word(file) && word(name) && *name != "name")
        .collect()
}

/// The tests of a file, with those of its folder.
fn source(file: &str) -> String {
    let path = match file {
        "ratchet" | "delivery" | "handshake" | "primitives" | "cpace" | "ticket" | "kept" => {
            format!("src/{file}/tests")
        }
        "frozen" => "src/handshake/tests/frozen".to_owned(),
        "padding" | "envelope" => format!("src/{file}"),
        _ => format!("tests/{file}"),
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(&path);
    let mut text = read(&format!("{path}.rs"));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        text.push_str(&fs::read_to_string(entry.path()).unwrap_or_default());
    }
    text
}

#[test]
fn every_test_that_the_protocol_names_exists() {
    let protocol = read("PROTOCOL.md");
    let named = named_tests(&protocol);
    assert!(named.len() > 50, "the table of attacks is there: {}", named.len());
    for (file, name) in named {
        let test = format!("fn {name}(");
        assert!(source(file).contains(&test), "{file}::{name} is no test");
    }
}

#[test]
fn every_test_of_a_lying_relay_stands_in_the_table_of_attacks() {
    let protocol = read("PROTOCOL.md");
    let named: BTreeSet<&str> = named_tests(&protocol).into_iter().map(|(_, name)| name).collect();
    let hostile = ["hostile", "impostors", "rumours", "reload", "standing", "receipts"]
        .map(source)
        .concat();
    let tests = hostile.split("#[test]\nfn ").skip(1);
    for test in tests.filter_map(|test| test.split('(').next()) {
        assert!(named.contains(test), "{test} is not in PROTOCOL.md");
    }
}

#[test]
fn the_labels_of_the_protocol_are_those_of_the_code() {
    let labels = |text: &str| -> BTreeSet<String> {
        let quoted = text.split('"').filter(|quoted| quoted.starts_with("hushwire/1 "));
        quoted.map(ToOwned::to_owned).collect()
    };
    let mut code = labels(&read("src/kdf.rs"));
    for file in ["../desk/src/signed.rs", "../wire/src/ids.rs"] {
        let shown = read(file);
        let lines = shown.lines().filter(|line| !line.trim().starts_with("//"));
        code.extend(labels(&lines.collect::<Vec<_>>().join("\n")));
    }
    assert_eq!(labels(&read("PROTOCOL.md")), code);
}
