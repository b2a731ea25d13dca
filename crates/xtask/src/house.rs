//! Where everything lies. Asked of cargo once, so that a target directory set by anyone is honoured.

use cargo_metadata::{
    MetadataCommand,
    camino::{Utf8Path, Utf8PathBuf},
};

use crate::{Failure, recipe::Recipe};

pub(crate) struct House {
    pub(crate) root: Utf8PathBuf,
    pub(crate) target: Utf8PathBuf,
    /// The one version, from `[workspace.package]`.
    pub(crate) version: String,
    pub(crate) recipe: Recipe,
}

impl House {
    pub(crate) fn open() -> Result<Self, Failure> {
        let metadata = MetadataCommand::new()
            .no_deps()
            .exec()
            .map_err(|cause| Failure::Tree(format!("cargo metadata: {cause}")))?;
        let recipe = Recipe::read(metadata.workspace_root.join("wasm-pack.toml"))
            .map_err(|cause| Failure::Tree(cause.to_string()))?;
        let version = metadata
            .packages
            .iter()
            .find(|package| package.name.as_str() == recipe.artefact.package)
            .map(|package| package.version.to_string())
            .ok_or_else(|| {
                Failure::Tree(format!(
                    "wasm-pack.toml names the package {}, which the workspace does not have.",
                    recipe.artefact.package
                ))
            })?;
        Ok(Self {
            root: metadata.workspace_root,
            target: metadata.target_directory,
            version,
            recipe,
        })
    }

    /// The wasm module and its glue, before the web build picks them up.
    pub(crate) fn wasm(&self) -> Utf8PathBuf {
        self.target.join("www-build/wasm")
    }

    /// The module that runs published vectors in a browser.
    pub(crate) fn probe(&self) -> Utf8PathBuf {
        self.target.join("probe")
    }

    /// What a relay serves.
    pub(crate) fn www(&self) -> Utf8PathBuf {
        self.target.join("www")
    }

    /// The npm package as a file.
    pub(crate) fn tarball(&self) -> Utf8PathBuf {
        self.target.join("npm").join(format!("hushwire-{}.tgz", self.version))
    }

    /// A program of the workspace as the development profile leaves it.
    pub(crate) fn binary(&self, name: &str) -> Utf8PathBuf {
        self.target
            .join("debug")
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

pub(crate) fn read(path: &Utf8Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(Failure::disk(path))
}

pub(crate) fn write(path: &Utf8Path, text: impl AsRef<[u8]>) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(Failure::disk(folder))?;
    }
    std::fs::write(path, text).map_err(Failure::disk(path))
}

/// An empty folder, whatever lay there before.
pub(crate) fn fresh_folder(path: &Utf8Path) -> Result<(), Failure> {
    if path.exists() {
        std::fs::remove_dir_all(path).map_err(Failure::disk(path))?;
    }
    std::fs::create_dir_all(path).map_err(Failure::disk(path))
}

/// All files in a folder and below, in order.
pub(crate) fn files_under(folder: &Utf8Path) -> Result<Vec<Utf8PathBuf>, Failure> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in folder.read_dir_utf8().map_err(Failure::disk(&folder))? {
            let entry = entry.map_err(Failure::disk(&folder))?;
            let kind = entry.file_type().map_err(Failure::disk(entry.path()))?;
            let list = if kind.is_dir() { &mut open } else { &mut files };
            list.push(entry.into_path());
        }
    }
    files.sort();
    Ok(files)
}
