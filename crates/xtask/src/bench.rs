//! How big everything is that ships to a browser, against the budgets of `wasm-pack.toml`.

pub(crate) mod mask;
pub(crate) mod relay;

use std::collections::BTreeMap;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use serde::Deserialize;

use crate::{
    Failure,
    house::{House, files_under},
    npm, package,
    program::Program,
    steps::{Steps, Voice},
    toolchain::Compiler,
    wasm, www,
};

/// What `measure.mjs` tells of one file.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Measured {
    pub(crate) path: Utf8PathBuf,
    pub(crate) raw: u64,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
    pub(crate) integrity: String,
}

/// `cargo xtask bench size`.
pub(crate) fn size(house: &House) -> Result<(), Failure> {
    let mut steps = Steps::of(5);
    let compiler = steps.step("wasm target", Voice::Quiet, Compiler::find)?;
    steps.step("npm packages", Voice::Quiet, || {
        npm::install_for_building(house).map(|word| ((), word))
    })?;
    steps.step("wasm module", Voice::Loud, || {
        wasm::build(house, compiler).map(|size| ((), size))
    })?;
    let site = house.www();
    steps.step("widget and console", Voice::Loud, || {
        www::build(house, &site, None).map(|size| ((), size))
    })?;
    steps.step("npm package", Voice::Quiet, || {
        package::pack(house).map(|size| ((), size))
    })?;
    check_budgets(house, &site)
}

/// Prints the sizes of what is built; fails above a budget.
pub(crate) fn check_budgets(house: &House, site: &Utf8Path) -> Result<(), Failure> {
    let mut files = files_under(site)?;
    // What is served instead of another file, and what is served to nobody.
    files.retain(|file| file.extension() != Some("br") && file.file_name() != Some("headers.toml"));
    let mut sizes: BTreeMap<String, Measured> = BTreeMap::new();
    for measured in measure(&files)? {
        sizes.insert(name_of(site, &measured.path), measured);
    }
    for measured in measure(&[house.tarball()])? {
        sizes.insert(PACKAGE.to_owned(), measured);
    }
    println!("\n{:>9} {:>9} {:>9} {:>9}", "raw", "gzip", "brotli", "budget");
    for (name, measured) in &sizes {
        let budget = house
            .recipe
            .budgets
            .get(name)
            .map_or_else(|| "-".to_owned(), u64::to_string);
        println!(
            "{:>9} {:>9} {:>9} {budget:>9}  {name}",
            measured.raw, measured.gzip, measured.brotli
        );
    }
    let brotli = sizes
        .into_iter()
        .map(|(name, measured)| (name, measured.brotli))
        .collect();
    let complaints = complaints(&brotli, &house.recipe.budgets);
    if complaints.is_empty() {
        Ok(())
    } else {
        Err(Failure::Promise(complaints.join("\n")))
    }
}

fn complaints(sizes: &BTreeMap<String, u64>, budgets: &BTreeMap<String, u64>) -> Vec<String> {
    budgets
        .iter()
        .filter_map(|(name, budget)| match sizes.get(name) {
            None => Some(format!("wasm-pack.toml has a budget for {name}, which is not built.")),
            Some(size) if size > budget => Some(format!(
                "{name} has {size} bytes of brotli, {} more than its budget of {budget} in wasm-pack.toml.",
                size - budget
            )),
            Some(_) => None,
        })
        .collect()
}

/// The npm package among the files of the site; its file's name carries the version.
const PACKAGE: &str = "npm package";

/// A file by its path in the site. The hash that a name carries differs from build to build.
fn name_of(site: &Utf8Path, path: &Utf8Path) -> String {
    let name = path.strip_prefix(site).unwrap_or(path);
    let parts = name.as_str().split('.').filter(|part| !is_hash(part));
    parts.collect::<Vec<_>>().join(".").replace('\\', "/")
}

fn is_hash(part: &str) -> bool {
    part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit())
}

pub(crate) fn measure(files: &[Utf8PathBuf]) -> Result<Vec<Measured>, Failure> {
    let told = Program::new("node")
        .args(["--input-type=module", "--eval", include_str!("measure.mjs"), "--"])
        .args(files)
        .quiet()?;
    serde_json::from_str(&told).map_err(|cause| Failure::Promise(format!("measure.mjs: {cause}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[(&str, u64)]) -> BTreeMap<String, u64> {
        rows.iter().map(|(name, bytes)| ((*name).to_owned(), *bytes)).collect()
    }

    #[test]
    fn a_file_within_its_budget_is_fine_to_the_last_byte() {
        assert!(complaints(&table(&[("a.js", 100)]), &table(&[("a.js", 100)])).is_empty());
    }

    #[test]
    fn a_file_above_its_budget_is_named_with_the_excess() {
        let said = complaints(&table(&[("a.js", 101)]), &table(&[("a.js", 100)]));
        assert_eq!(
            said,
            ["a.js has 101 bytes of brotli, 1 more than its budget of 100 in wasm-pack.toml."]
        );
    }

    #[test]
    fn a_budget_for_a_file_that_is_not_built_is_an_error() {
        let said = complaints(&table(&[("b.js", 1)]), &table(&[("a.js", 100)]));
        assert_eq!(said, ["wasm-pack.toml has a budget for a.js, which is not built."]);
    }

    #[test]
    fn a_file_is_known_by_its_name_whatever_its_hash() {
        let site = Utf8Path::new("site");
        assert_eq!(
            name_of(site, Utf8Path::new("site/frame.0123456789abcdef.js")),
            "frame.js"
        );
        assert_eq!(name_of(site, Utf8Path::new("site/demo/index.html")), "demo/index.html");
    }
}
