//! Lock files of npm: good on every platform and for every registry.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what only tests call may stop a test")]

use std::path::{Path, PathBuf};

use cargo_metadata::MetadataCommand;
use serde_json::{Map, Value, json};

const FOLDERS: [&str; 4] = ["crates/wasm", "tests", "tests/bench", "www"];

#[test]
fn every_folder_with_packages_from_npm_has_a_sound_lock() {
    let root = MetadataCommand::new()
        .no_deps()
        .exec()
        .unwrap()
        .workspace_root
        .into_std_path_buf();
    assert_eq!(folders_with_a_lock(&root), FOLDERS);
    for folder in FOLDERS {
        let lock = serde_json::from_str(&std::fs::read_to_string(root.join(folder).join("package-lock.json")).unwrap());
        assert_eq!(complaints(&lock.unwrap()), [""; 0], "{folder}/package-lock.json");
        let npmrc = std::fs::read_to_string(root.join(folder).join(".npmrc")).unwrap();
        assert!(
            npmrc.lines().any(|line| line == "omit-lockfile-registry-resolved=true"),
            "{folder}/.npmrc"
        );
    }
}

#[test]
fn a_lock_that_names_a_registry_would_be_caught() {
    let lock = json!({"packages": {"node_modules/a": {"resolved": "https://packages.example/a.tgz"}}});
    assert_eq!(complaints(&lock), ["node_modules/a says where it was downloaded"]);
}

#[test]
fn a_lock_without_the_packages_of_another_platform_would_be_caught() {
    let lock = json!({"packages": {
        "node_modules/a": {"optionalDependencies": {"a-linux": "1.0.0", "a-mac": "1.0.0"}},
        "node_modules/a-linux": {},
    }});
    assert_eq!(complaints(&lock), ["node_modules/a may need a-mac, which is missing"]);
}

/// `npm ci` refuses a lock that lacks a package of any platform, on every platform.
fn complaints(lock: &Value) -> Vec<String> {
    let none = Map::new();
    let packages = lock["packages"].as_object().unwrap_or(&none);
    let mut complaints = Vec::new();
    for (path, package) in packages {
        if package.get("resolved").is_some() {
            complaints.push(format!("{path} says where it was downloaded"));
        }
        for name in package["optionalDependencies"].as_object().unwrap_or(&none).keys() {
            if !packages
                .keys()
                .any(|path| path.ends_with(&format!("node_modules/{name}")))
            {
                complaints.push(format!("{path} may need {name}, which is missing"));
            }
        }
    }
    complaints
}

fn folders_with_a_lock(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(folder) = open.pop() {
        for entry in root.join(&folder).read_dir().unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            if name == "package-lock.json" {
                found.push(folder.to_str().unwrap().replace('\\', "/"));
            } else if entry.file_type().unwrap().is_dir()
                && !["node_modules", "target", ".git"].contains(&name.as_str())
            {
                open.push(folder.join(name));
            }
        }
    }
    found.sort();
    found
}
