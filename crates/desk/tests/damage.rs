//! What happens to signed bytes on a bad day: flips, cuts, noise. Nothing damaged is accepted and nothing panics.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use common::{NOW, manifest, member, request, root};
use ed25519_dalek::Signer;
use hushwire_desk::{
    CertificateError, Enrolment, EnrolmentError, Fingerprint, MAX_MANIFEST, ManifestError, RecordError, RootRecord,
    deterministic, open_certificate, open_manifest, parse_public_key, verify_certificate, verify_manifest,
};
use proptest::prelude::*;

fn certificate() -> Vec<u8> {
    root().certify(&request()).unwrap()
}

fn signed_manifest() -> Vec<u8> {
    root().sign_manifest(&manifest()).unwrap()
}

fn enrolment() -> Enrolment {
    Enrolment {
        member: member(),
        root: root().record(),
        certificate: certificate(),
        manifest: signed_manifest(),
    }
}

#[test]
fn every_flipped_bit_of_a_certificate_is_noticed() {
    let (signed, record) = (certificate(), root().record());
    assert!(verify_certificate(&signed, &record, NOW).is_ok());
    for (position, bit) in bits(&signed) {
        let mut flipped = signed.clone();
        flipped[position] ^= bit;
        assert!(
            verify_certificate(&flipped, &record, NOW).is_err(),
            "byte {position}, bit {bit:#x}"
        );
    }
}

#[test]
fn every_flipped_bit_of_a_manifest_is_noticed() {
    let (signed, record) = (signed_manifest(), root().record());
    assert!(verify_manifest(&signed, &record, NOW).is_ok());
    for (position, bit) in bits(&signed) {
        let mut flipped = signed.clone();
        flipped[position] ^= bit;
        assert!(
            verify_manifest(&flipped, &record, NOW).is_err(),
            "byte {position}, bit {bit:#x}"
        );
    }
}

#[test]
fn every_flipped_bit_of_a_root_record_makes_another_desk_or_none() {
    let record = root().record().encode();
    for (position, bit) in bits(&record) {
        let mut flipped = record.clone();
        flipped[position] ^= bit;
        if let Ok(other) = RootRecord::decode(&flipped) {
            assert_ne!(other.fingerprint(), root().record().fingerprint());
        }
    }
}

fn bits(bytes: &[u8]) -> impl Iterator<Item = (usize, u8)> + use<> {
    (0..bytes.len()).flat_map(|position| (0..8).map(move |shift| (position, 1 << shift)))
}

#[test]
fn a_structure_cut_at_any_length_is_malformed() {
    let record = root().record();
    let signed = certificate();
    for length in 0..signed.len() {
        assert_eq!(
            verify_certificate(&signed[..length], &record, NOW),
            Err(CertificateError::Malformed),
            "{length}"
        );
    }
    let signed = signed_manifest();
    for length in 0..signed.len() {
        assert_eq!(
            verify_manifest(&signed[..length], &record, NOW),
            Err(ManifestError::Malformed),
            "{length}"
        );
    }
    let encoded = record.encode();
    for length in 0..encoded.len() {
        assert_eq!(
            RootRecord::decode(&encoded[..length]),
            Err(RecordError::Malformed),
            "{length}"
        );
    }
    let enrolment = enrolment();
    let encoded = enrolment.encode();
    for length in 0..encoded.len() {
        assert!(
            matches!(Enrolment::decode(&encoded[..length]), Err(EnrolmentError::Malformed)),
            "{length}"
        );
    }
    let text = enrolment.to_text();
    for length in 0..text.len() {
        assert!(
            matches!(Enrolment::from_text(&text[..length]), Err(EnrolmentError::Malformed)),
            "{length}"
        );
    }
}

#[test]
fn a_certificate_is_no_manifest_and_a_manifest_no_certificate() {
    let record = root().record();
    assert_eq!(
        open_certificate(&signed_manifest(), &record),
        Err(CertificateError::Malformed)
    );
    assert_eq!(open_manifest(&certificate(), &record), Err(ManifestError::Malformed));
}

#[test]
fn a_manifest_of_32_kib_is_read_and_one_byte_more_is_not() {
    let record = root().record();
    let padded = |padding: usize| {
        let signed = signed_manifest();
        let (body, _) = split(&signed);
        // The map's head (14 entries) becomes one of 15; key 128 takes the padding.
        let extra = [
            &[0x18, 128, 0x59],
            &(padding as u16).to_be_bytes()[..],
            &vec![0; padding],
        ]
        .concat();
        seal(&[&[0xaf], &body[1..], &extra].concat())
    };
    let missing = MAX_MANIFEST - padded(1000).len();
    assert_eq!(padded(1000 + missing).len(), MAX_MANIFEST);
    assert!(verify_manifest(&padded(1000 + missing), &record, NOW).is_ok());
    assert_eq!(
        verify_manifest(&padded(1001 + missing), &record, NOW),
        Err(ManifestError::Malformed)
    );
}

fn split(signed: &[u8]) -> (&[u8], &[u8]) {
    let mut decoder = minicbor::Decoder::new(signed);
    decoder.array().unwrap();
    (decoder.bytes().unwrap(), decoder.bytes().unwrap())
}

fn seal(body: &[u8]) -> Vec<u8> {
    let key = ed25519_dalek::SigningKey::from_bytes(root().seed());
    let signature = key.sign(&[b"hushwire/1 manifest\0", body].concat()).to_bytes();
    let mut encoder = minicbor::Encoder::new(Vec::new());
    encoder
        .array(2)
        .unwrap()
        .bytes(body)
        .unwrap()
        .bytes(&signature)
        .unwrap();
    encoder.into_writer()
}

proptest! {
    #[test]
    fn no_decoder_panics_on_noise(bytes in prop::collection::vec(any::<u8>(), 0..400), text in ".{0,120}") {
        let record = root().record();
        let _ = deterministic::is_deterministic(&bytes);
        prop_assert!(RootRecord::decode(&bytes).is_err());
        prop_assert!(verify_certificate(&bytes, &record, NOW).is_err());
        prop_assert!(verify_manifest(&bytes, &record, NOW).is_err());
        prop_assert!(Enrolment::decode(&bytes).is_err());
        prop_assert!(Enrolment::from_text(&text).is_err());
        prop_assert!(text.parse::<Fingerprint>().is_err());
        prop_assert!(parse_public_key(&text).is_err());
    }

    /// Noise rarely looks like CBOR: so cut, double and overwrite pieces of the real thing as well.
    #[test]
    fn no_decoder_panics_or_accepts_spliced_structures(
        start in 0_usize..1000, length in 0_usize..200, target in 0_usize..1000, patch in prop::collection::vec(any::<u8>(), 0..9),
    ) {
        let record = root().record();
        for original in [certificate(), signed_manifest()] {
            let cut = original.iter().copied().skip(start % original.len()).take(length).chain(patch.iter().copied());
            let target = target % original.len();
            let spliced: Vec<u8> = original[..target].iter().copied().chain(cut).chain(original[target..].iter().copied()).collect();
            let accepted = verify_certificate(&spliced, &record, NOW).is_ok() || verify_manifest(&spliced, &record, NOW).is_ok();
            prop_assert_eq!(accepted, spliced == original);
        }
        let encoded = enrolment().encode();
        let mut overwritten = encoded.to_vec();
        for (slot, byte) in overwritten.iter_mut().skip(target).zip(&patch) {
            *slot = *byte;
        }
        if let Ok(enrolment) = Enrolment::decode(&overwritten) {
            prop_assert!(*enrolment.encode() == overwritten);
        }
    }

    #[test]
    fn what_is_deterministic_is_decided_without_panic(bytes in prop::collection::vec(
        prop::sample::select(vec![0x00, 0x01, 0x18, 0x19, 0x1b, 0x3b, 0x40, 0x41, 0x5f, 0x61, 0x7b, 0x80, 0x81, 0x9b, 0x9f, 0xa0, 0xa1, 0xbb, 0xf4, 0xf6, 0xf9, 0xff]), 0..40)) {
        if deterministic::is_deterministic(&bytes) {
            prop_assert!(!deterministic::is_deterministic(&bytes[..bytes.len() - 1]));
            prop_assert!(!deterministic::is_deterministic(&[&bytes[..], &[0x00]].concat()));
        }
    }
}
