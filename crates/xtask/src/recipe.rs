//! `wasm-pack.toml`: what ships to browsers and how big it may get. A key that is not known here
//! is an error, because a mistyped budget is a budget that nobody keeps.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::Deserialize;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// What is built and under which name.
    pub artefact: Artefact,
    /// Packages of the module that are not built as small as its profile says.
    #[serde(rename = "opt-level")]
    pub opt_levels: BTreeMap<String, OptLevel>,
    /// What binaryen does to the module afterwards.
    #[serde(rename = "wasm-opt")]
    pub wasm_opt: WasmOpt,
    /// What the module may ask of its host.
    pub imports: Imports,
    /// File under the built site, or the npm package: how many bytes of brotli it may have.
    pub budgets: BTreeMap<String, u64>,
}

/// What is built and under which name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Artefact {
    /// Stem of the files: `NAME.js`, `NAME_bg.wasm`, `NAME.d.ts`.
    pub name: String,
    /// The workspace's package that becomes the module.
    pub package: String,
    /// The cargo profile it is built with.
    pub profile: String,
}

/// What binaryen does to the module.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WasmOpt {
    /// Its flags, in order.
    pub flags: Vec<String>,
}

/// What the module may ask of its host.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imports {
    /// The names of all imports, without the hashes that wasm-bindgen puts behind them.
    pub allow: Vec<String>,
}

/// A level of optimisation as cargo spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptLevel {
    /// `0` to `3`: for speed.
    Speed(u8),
    /// `"s"`: for size.
    Small,
    /// `"z"`: for size, whatever it costs.
    Smallest,
}

impl Recipe {
    /// Reads the file.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, RecipeError> {
        let text = std::fs::read_to_string(path.as_ref()).map_err(RecipeError::Unreadable)?;
        Self::parse(&text)
    }

    /// Understands the text of the file.
    pub fn parse(text: &str) -> Result<Self, RecipeError> {
        toml::from_str(text).map_err(RecipeError::NotUnderstood)
    }
}

impl fmt::Display for OptLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Speed(level) => write!(f, "{level}"),
            Self::Small => f.write_str("\"s\""),
            Self::Smallest => f.write_str("\"z\""),
        }
    }
}

impl<'de> Deserialize<'de> for OptLevel {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Spelled {
            Number(u8),
            Letter(String),
        }
        match Spelled::deserialize(deserializer)? {
            Spelled::Number(level @ 0..=3) => Ok(Self::Speed(level)),
            Spelled::Letter(letter) if letter == "s" => Ok(Self::Small),
            Spelled::Letter(letter) if letter == "z" => Ok(Self::Smallest),
            _ => Err(serde::de::Error::custom("an opt-level is 0, 1, 2, 3, \"s\" or \"z\"")),
        }
    }
}

/// Why `wasm-pack.toml` cannot be used.
#[derive(Debug)]
pub enum RecipeError {
    /// The file is not there or cannot be read.
    Unreadable(std::io::Error),
    /// The text is no TOML, has a key that is not known, or lacks one.
    NotUnderstood(toml::de::Error),
}

impl fmt::Display for RecipeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(cause) => write!(f, "wasm-pack.toml: {cause}"),
            Self::NotUnderstood(cause) => write!(f, "wasm-pack.toml: {cause}"),
        }
    }
}

impl std::error::Error for RecipeError {}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = include_str!("../../../wasm-pack.toml");

    #[test]
    fn the_file_of_the_tree_is_understood() {
        let recipe = Recipe::parse(OURS).unwrap();
        assert_eq!(recipe.artefact.package, "hushwire-wasm");
    }

    #[test]
    fn its_first_line_says_who_reads_it() {
        let first = OURS.lines().next().unwrap();
        assert!(
            first.contains("cargo xtask") && first.contains("crates/wasm/Cargo.toml"),
            "{first}"
        );
    }

    #[test]
    fn an_unknown_key_is_refused_in_every_section_and_named() {
        for (section, line) in [
            ("", "colour = 1"),
            ("[artefact]", "colour = 1"),
            ("[wasm-opt]", "colour = 1"),
            ("[imports]", "colour = 1"),
        ] {
            let text = match section {
                "" => format!("{line}\n{OURS}"),
                _ => OURS.replacen(section, &format!("{section}\n{line}"), 1),
            };
            let refusal = Recipe::parse(&text).expect_err(section).to_string();
            assert!(refusal.contains("unknown field `colour`"), "{section}: {refusal}");
        }
    }

    #[test]
    fn an_opt_level_that_cargo_does_not_know_is_refused() {
        for wrong in ["4", "-1", "\"fast\""] {
            let text = OURS.replacen("[opt-level]", &format!("[opt-level]\nsome-crate = {wrong}"), 1);
            let refusal = Recipe::parse(&text).expect_err(wrong).to_string();
            assert!(refusal.contains("some-crate"), "{wrong}: {refusal}");
        }
    }

    #[test]
    fn a_budget_is_a_whole_number_of_bytes() {
        let text = OURS.replacen("[budgets]", "[budgets]\n\"a.js\" = \"big\"", 1);
        assert!(Recipe::parse(&text).is_err());
    }
}
