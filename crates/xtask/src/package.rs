//! The npm package: what `npm publish` would send, as a file.

use crate::{
    Failure,
    house::{House, fresh_folder, read, write},
    npm::npm,
    program::Program,
};

const FOLDER: &str = "crates/wasm/npm";
const LICENCES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Builds the tarball; answers its size in words.
pub(crate) fn pack(house: &House) -> Result<String, Failure> {
    let source = house.root.join(FOLDER);
    let stage = house.target.join("npm/package");
    fresh_folder(&stage)?;
    Program::new("node")
        .within(&source)
        .args(["build.mjs", "--wasm", house.wasm().as_str(), "--out", stage.as_str()])
        .quiet()?;
    write(
        &stage.join("package.json"),
        manifest(&read(&source.join("package.json"))?, &house.version)?,
    )?;
    write(&stage.join("README.md"), read(&source.join("README.md"))?)?;
    for licence in LICENCES {
        write(&stage.join(licence), read(&house.root.join(licence))?)?;
    }
    let out = house.target.join("npm");
    npm(&stage)
        .args(["pack", "--silent", "--pack-destination", out.as_str()])
        .quiet()?;
    let size = std::fs::metadata(house.tarball())
        .map_err(Failure::disk(house.tarball()))?
        .len();
    Ok(format!("{:.1} KB", size as f64 / 1000.0))
}

/// The package's manifest with the workspace's version in it: the version lives in one place. The text is kept as it is,
/// because the order of `exports` decides which file a platform gets.
fn manifest(text: &str, version: &str) -> Result<String, Failure> {
    let wrong = |cause: &str| Failure::Tree(format!("{FOLDER}/package.json: {cause}"));
    let parsed: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(text).map_err(|cause| wrong(&cause.to_string()))?;
    if parsed.contains_key("version") {
        return Err(wrong("a version stands here; the workspace's is used."));
    }
    Ok(text.replacen('{', &format!("{{\n  \"version\": \"{version}\","), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_workspaces() {
        let manifest = manifest(r#"{"name": "hushwire"}"#, "1.2.3").unwrap();
        assert!(manifest.contains(r#""version": "1.2.3""#), "{manifest}");
    }

    #[test]
    fn everything_else_stays_where_it_stood() {
        let manifest = manifest(r#"{"exports": {"node": "./n.js", "default": "./d.js"}}"#, "1.2.3").unwrap();
        assert!(
            manifest.ends_with(r#""exports": {"node": "./n.js", "default": "./d.js"}}"#),
            "{manifest}"
        );
    }

    #[test]
    fn a_second_version_is_refused() {
        assert!(manifest(r#"{"version": "0.0.1"}"#, "1.2.3").is_err());
    }
}
