//! Published vectors, natively. In a browser: `tests/browser/vectors.test.mjs`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what only tests call may stop a test")]

use std::path::Path;

use hushwire_probe::{SUITES, folder};

/// Vectors taken and refused, by suite: one that ran over nothing shows nothing.
const AT_LEAST: [(&str, usize, usize); 13] = [
    ("wycheproof aes-256-gcm", 30, 15),
    ("wycheproof x25519", 400, 20),
    ("wycheproof ed25519", 80, 60),
    ("wycheproof hkdf-sha-256", 80, 1),
    ("wycheproof hmac-sha-256", 50, 50),
    ("wycheproof ml-kem-768", 100, 10),
    ("wycheproof ml-kem-768 encapsulation keys", 20, 50),
    ("wycheproof cobblestone-256", 10, 25),
    ("acvp ml-kem-768 keys", 25, 0),
    ("acvp ml-kem-768", 35, 0),
    ("x-wing", 3, 0),
    ("cpace ristretto255", 4, 2),
    ("hpke with x-wing", 50, 18),
];

#[test]
fn every_published_vector_comes_out_as_published() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folder = folder(root);
    let mut wrong = Vec::new();
    for suite in SUITES {
        let text = match suite.file {
            None => String::new(),
            Some(file) if folder.is_dir() => std::fs::read_to_string(folder.join(file)).unwrap(),
            Some(file) => {
                println!(
                    "PASSED OVER: {}, because shared/vectors/{file} is not beside the repository",
                    suite.name
                );
                continue;
            }
        };
        let outcome = suite.run(&text);
        println!("{}: {} taken, {} refused", suite.name, outcome.taken, outcome.refused);
        wrong.extend(outcome.wrong.iter().map(|what| format!("{}: {what}", suite.name)));
        let (_, taken, refused) = AT_LEAST.iter().find(|(name, ..)| *name == suite.name).unwrap();
        if outcome.taken < *taken || outcome.refused < *refused {
            wrong.push(format!("{}: only {outcome:?}", suite.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
