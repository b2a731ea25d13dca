//! Widget, console and demo page. What they are made of is decided by `www/build.mjs`; this file
//! calls it and says how a site uses the result.

use cargo_metadata::camino::Utf8Path;

use crate::{
    Failure,
    bench::{Measured, measure},
    house::House,
    npm,
    program::Program,
    steps::{Steps, Voice},
    toolchain::Compiler,
    wasm,
};

pub(crate) const FOLDER: &str = "www";

/// The file that a site's script tag names.
const LOADER: &str = "hushwire.js";

/// `cargo xtask www`.
pub(crate) fn story(house: &House) -> Result<(), Failure> {
    let mut steps = Steps::of(5);
    let compiler = steps.step("wasm target", Voice::Quiet, Compiler::find)?;
    steps.step("Node", Voice::Quiet, || npm::node().map(|version| ((), version)))?;
    steps.step("npm packages", Voice::Quiet, || {
        npm::install_for_building(house).map(|word| ((), word))
    })?;
    steps.step("wasm module", Voice::Loud, || {
        wasm::build(house, compiler).map(|size| ((), size))
    })?;
    let site = house.www();
    steps.step("widget and console", Voice::Loud, || {
        build(house, &site, None).map(|size| ((), size))
    })?;
    println!("\nServe {site} and put this in your page:\n{}", script_tag(&site)?);
    Ok(())
}

/// Builds the site, with the demo shop on it if a desk is named; answers the size of its loader in words.
pub(crate) fn build(house: &House, out: &Utf8Path, desk: Option<&str>) -> Result<String, Failure> {
    let shop = desk.map_or_else(Vec::new, |fingerprint| vec!["--desk", fingerprint]);
    Program::new("node")
        .within(house.root.join(FOLDER))
        .args(["build.mjs", "--wasm", house.wasm().as_str(), "--out", out.as_str()])
        .args(shop)
        .loud()?;
    Ok(format!("the loader has {} bytes of brotli", loader(out)?.brotli))
}

/// The tag that a site's page carries. Its hash is of the loader just built: a relay that serves
/// another loader serves one that no page runs.
fn script_tag(site: &Utf8Path) -> Result<String, Failure> {
    let integrity = loader(site)?.integrity;
    Ok(format!(
        r#"<script
  src="https://relay.example/{LOADER}"
  integrity="{integrity}"
  crossorigin="anonymous"
  data-desk="hw1…"
  data-relay="wss://relay.example/ws"
  async
></script>"#
    ))
}

fn loader(site: &Utf8Path) -> Result<Measured, Failure> {
    let path = site.join(LOADER);
    measure(std::slice::from_ref(&path))?
        .pop()
        .ok_or_else(|| Failure::Promise(format!("{path} was not measured.")))
}
