//! The masker alone, for pages that want nothing else.

use hushwire_mask::{Action, Direction, Kind, Policy, Vault};
use js_sys::JsString;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{
    effects::plain,
    error::HushError,
    findings::{JsFinding, JsPlaceholder, explanations, findings, placeholders},
    text,
};

/// Finds and masks personal data. One masker is one session: the same value gets the same placeholder.
#[wasm_bindgen]
pub struct Masker {
    masker: hushwire_mask::Masker,
    vault: Vault,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    #[serde(default)]
    policy: Vec<Rule>,
    #[serde(default)]
    countries: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    kind: String,
    action: String,
}

#[derive(Serialize)]
struct Masked<'m> {
    text: &'m str,
    findings: Vec<JsFinding>,
    placeholders: Vec<JsPlaceholder>,
}

#[wasm_bindgen]
impl Masker {
    /// A masker under the default policy (mask everything) with the given rules on top. Throws `bad-options`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_optional_param_type = "MaskerOptions")] options: JsValue,
    ) -> Result<Self, JsValue> {
        Ok(Self::open(options)?)
    }

    fn open(options: JsValue) -> Result<Self, HushError> {
        let options: Options = if options.is_undefined() {
            Options::default()
        } else {
            serde_wasm_bindgen::from_value(options)?
        };
        let mut policy = Policy::default().with_countries(options.countries);
        for rule in options.policy {
            let kind: Kind = rule.kind.parse().map_err(|_| HushError::BadOptions)?;
            let action: Action = rule.action.parse().map_err(|_| HushError::BadOptions)?;
            policy = policy.with_rule(kind, None, action);
        }
        Ok(Self {
            masker: hushwire_mask::Masker::new(policy),
            vault: Vault::default(),
        })
    }

    /// What the text holds.
    #[wasm_bindgen(unchecked_return_type = "Finding[]")]
    pub fn scan(&self, text: &JsString) -> Result<JsValue, JsValue> {
        let text = text::read(text)?;
        Ok(plain(&findings(&text, &self.masker.scan(&text, Direction::ToDesk)))?)
    }

    /// Everything that a rule saw in the text, and why it was masked or not: for a tester of policies.
    #[wasm_bindgen(unchecked_return_type = "Explanation[]")]
    pub fn explain(&self, text: &JsString) -> Result<JsValue, JsValue> {
        let text = text::read(text)?;
        Ok(plain(&explanations(
            &text,
            self.masker.explain(&text, Direction::ToDesk),
        ))?)
    }

    /// The text with placeholders. Throws `blocked` if the policy blocks what it holds.
    #[wasm_bindgen(unchecked_return_type = "Masked")]
    pub fn mask(&mut self, text: &JsString) -> Result<JsValue, JsValue> {
        let text = text::read(text)?;
        let masked = self
            .masker
            .mask(&text, Direction::ToDesk, &mut self.vault)
            .map_err(|_| HushError::Blocked)?;
        let masked = Masked {
            text: &masked.text,
            findings: findings(&text, &masked.findings),
            placeholders: placeholders(&masked.text, &masked.placeholders),
        };
        Ok(plain(&masked)?)
    }
}

impl core::fmt::Debug for Masker {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Masker(_)")
    }
}
