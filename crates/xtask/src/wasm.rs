//! The WebAssembly module: compiled, bound to JavaScript, made smaller.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{
    DependencyKind, Metadata, MetadataCommand, NodeDep,
    camino::{Utf8Path, Utf8PathBuf},
};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    Failure,
    house::{House, fresh_folder},
    npm, package,
    program::Program,
    recipe::Artefact,
    steps::{Steps, Voice},
    toolchain::{Compiler, TARGET},
};

/// The folder whose `package-lock.json` pins binaryen.
pub(crate) const TOOLS: &str = "crates/wasm";

/// `cargo xtask wasm`.
pub(crate) fn story(house: &House) -> Result<(), Failure> {
    let mut steps = Steps::of(5);
    let compiler = steps.step("wasm target", Voice::Quiet, Compiler::find)?;
    steps.step("Node", Voice::Quiet, || npm::node().map(|version| ((), version)))?;
    steps.step("npm packages", Voice::Quiet, || {
        npm::install_for_building(house).map(|word| ((), word))
    })?;
    steps.step("wasm module", Voice::Loud, || {
        build(house, compiler).map(|size| ((), size))
    })?;
    steps.step("npm package", Voice::Quiet, || {
        package::pack(house).map(|size| ((), size))
    })?;
    println!("\n{}\n{}", house.wasm(), house.tarball());
    Ok(())
}

/// Builds the module; answers its size in words.
pub(crate) fn build(house: &House, compiler: Compiler) -> Result<String, Failure> {
    let Artefact { name, package, .. } = &house.recipe.artefact;
    let module = build_package(house, compiler, package, name, &house.wasm())?;
    let size = std::fs::metadata(&module).map_err(Failure::disk(&module))?.len();
    Ok(format!("{:.1} KB", size as f64 / 1000.0))
}

/// Builds the module that runs published vectors in a browser: another package, everything else as for the module that
/// ships.
pub(crate) fn build_probe(house: &House, compiler: Compiler) -> Result<(), Failure> {
    build_package(house, compiler, "hushwire-probe", "probe", &house.probe()).map(|_| ())
}

fn build_package(
    house: &House,
    compiler: Compiler,
    package: &str,
    name: &str,
    out: &Utf8Path,
) -> Result<Utf8PathBuf, Failure> {
    let compiled = compile(house, compiler, package)?;
    fresh_folder(out)?;
    bind(name, &compiled, out)?;
    let module = out.join(format!("{name}_bg.wasm"));
    shrink(house, &module)?;
    Ok(module)
}

fn compile(house: &House, compiler: Compiler, package: &str) -> Result<Utf8PathBuf, Failure> {
    let artefact = &house.recipe.artefact;
    let metadata = MetadataCommand::new()
        .current_dir(&house.root)
        .other_options(["--filter-platform".to_owned(), TARGET.to_owned()])
        .exec()
        .map_err(|cause| Failure::Tree(format!("cargo metadata: {cause}")))?;
    let inside = packages_inside(&metadata, package);
    let mut build = compiler.cargo_build().within(&house.root).args([
        "--package",
        package,
        "--lib",
        "--target",
        TARGET,
        "--profile",
        &artefact.profile,
    ]);
    // Fingerprints differ between the compilers, and their standard libraries do not mix.
    let target = match compiler {
        Compiler::Ours => house.target.clone(),
        Compiler::Debian => house.target.join("debian"),
    };
    build = build.args(["--target-dir", target.as_str()]);
    for (inner, level) in &house.recipe.opt_levels {
        if !inside.contains(inner.as_str()) {
            return Err(Failure::Tree(format!(
                "wasm-pack.toml gives {inner} an opt-level, but {package} does not contain that package."
            )));
        }
        let setting = format!("profile.{}.package.{inner}.opt-level={level}", artefact.profile);
        build = build.args(["--config".to_owned(), setting]);
    }
    build
        .args(["--config".to_owned(), unnamed_paths(house, &metadata)])
        .loud()?;
    let file = format!("{}.wasm", package.replace('-', "_"));
    Ok(target.join(TARGET).join(&artefact.profile).join(file))
}

/// Panic messages carry file names; without this they would tell every visitor where on whose
/// machine the module was built, and no two machines could build the same bytes.
fn unnamed_paths(house: &House, metadata: &Metadata) -> String {
    let mut flags = vec![format!("--remap-path-prefix={}=hushwire", house.root)];
    let sources: BTreeSet<_> = metadata
        .packages
        .iter()
        .filter(|package| package.source.is_some())
        .filter_map(|package| package.manifest_path.parent()?.parent())
        .collect();
    flags.extend(
        sources
            .into_iter()
            .map(|folder| format!("--remap-path-prefix={folder}=crates")),
    );
    let flags: Vec<_> = flags.into_iter().map(toml::Value::String).collect();
    format!("target.{TARGET}.rustflags={}", toml::Value::Array(flags))
}

/// The names of all packages that end up in `package`, itself included.
fn packages_inside<'a>(metadata: &'a Metadata, package: &str) -> BTreeSet<&'a str> {
    let nodes: BTreeMap<_, _> = metadata
        .resolve
        .iter()
        .flat_map(|resolve| &resolve.nodes)
        .map(|node| (&node.id, node))
        .collect();
    let mut open: Vec<_> = nodes
        .keys()
        .copied()
        .filter(|id| metadata[*id].name.as_str() == package)
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let normal = |dep: &&NodeDep| dep.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal);
        open.extend(
            nodes
                .get(id)
                .iter()
                .flat_map(|node| &node.deps)
                .filter(normal)
                .map(|dep| &dep.pkg),
        );
    }
    seen.into_iter().map(|id| metadata[id].name.as_str()).collect()
}

fn bind(name: &str, compiled: &Utf8Path, out: &Utf8Path) -> Result<(), Failure> {
    let said = |cause: &dyn std::fmt::Display| Failure::Promise(format!("wasm-bindgen: {cause:#}"));
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name(name)
        .typescript(true)
        .keep_debug(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        // Whoever starts the module says where it is; a default would make bundlers ship it twice.
        .omit_default_module_path(true);
    bindgen
        .web(true)
        .map_err(|cause| said(&cause))?
        .generate(out)
        .map_err(|cause| said(&cause))
}

pub(crate) fn shrink(house: &House, module: &Utf8Path) -> Result<(), Failure> {
    let wasm_opt = house.root.join(TOOLS).join("node_modules/binaryen/bin/wasm-opt");
    Program::new("node")
        .arg(wasm_opt)
        .args(&house.recipe.wasm_opt.flags)
        .args([module.as_str(), "-o", module.as_str()])
        .quiet()
        .map(|_| ())
}
