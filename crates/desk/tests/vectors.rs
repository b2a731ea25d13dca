//! Every structure, byte by byte: `vectors/desk.json` was written by a second implementation (another language, another
//! CBOR writer, another Ed25519), so it shows what the structures are and not only that this crate agrees with itself.
//! Each vector says why it is there; rejections outnumber acceptances.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use common::{decode_hex, hex};
use hushwire_desk::{
    Certificate, CertificateError, CertificateRequest, Enrolment, Fingerprint, Label, Manifest, ManifestError,
    MemberKey, RecordError, Role, RootKey, RootRecord, attach_message, parse_public_key, public_key_text,
    verify_certificate, verify_manifest,
};
use serde_json::{Value, json};

#[test]
fn root_records_are_what_the_vectors_say() {
    each("root-record", |input| {
        let record = RootRecord::decode(&decode_hex(&input["bytes"])).map_err(|error| match error {
            RecordError::Malformed => "malformed",
            RecordError::UnknownVersion => "unknown-version",
            RecordError::BadKey => "bad-key",
        })?;
        assert_eq!(hex(&record.encode()), input["bytes"]);
        let root = RootKey::from_seed(common::seed(&decode_hex(&input["seed"])));
        assert_eq!(root.record(), record);
        Ok(json!({ "fingerprint": record.fingerprint().to_string() }))
    });
}

#[test]
fn certificates_are_what_the_vectors_say() {
    each("certificate", |input| {
        let root = RootRecord::decode(&decode_hex(&input["root"])).unwrap();
        let now = input["now"].as_u64().unwrap();
        let signed = decode_hex(&input["bytes"]);
        let certificate = verify_certificate(&signed, &root, now).map_err(|error| match error {
            CertificateError::Malformed => "malformed",
            CertificateError::OtherDesk => "other-desk",
            CertificateError::BadSignature => "bad-signature",
            CertificateError::NotYetValid => "not-yet-valid",
            CertificateError::Expired => "expired",
        })?;
        assert_eq!(certificate.desk, root.fingerprint());
        let Certificate {
            desk: _,
            key,
            name,
            roles,
            origins,
            not_before,
            not_after,
            serial,
        } = certificate;
        let shown = json!({
            "key": hex(&key), "name": name, "roles": roles.iter().map(Role::as_str).collect::<Vec<_>>(),
            "origins": origins, "not_before": not_before, "not_after": not_after, "serial": hex(&serial),
        });
        let request = CertificateRequest {
            key,
            name,
            roles,
            origins,
            not_before,
            not_after,
            serial,
        };
        assert_eq!(hex(&common::root().certify(&request).unwrap()), hex(&signed));
        Ok(shown)
    });
}

#[test]
fn manifests_are_what_the_vectors_say() {
    each("manifest", |input| {
        let root = RootRecord::decode(&decode_hex(&input["root"])).unwrap();
        let now = input["now"].as_u64().unwrap();
        let signed = decode_hex(&input["bytes"]);
        let manifest = verify_manifest(&signed, &root, now).map_err(|error| match error {
            ManifestError::Malformed => "malformed",
            ManifestError::NotUnderstood => "not-understood",
            ManifestError::OtherDesk => "other-desk",
            ManifestError::BadSignature => "bad-signature",
            ManifestError::NotYetValid => "not-yet-valid",
            ManifestError::Expired => "expired",
        })?;
        let signs_to_the_same_bytes = common::root().sign_manifest(&manifest).unwrap() == signed;
        let Manifest {
            number,
            name,
            relays,
            origins,
            policy,
            retention,
            texts,
            revoked,
            hours,
            countries,
            issued,
            expires,
        } = manifest;
        Ok(json!({
            "number": number, "name": name, "issued": issued, "expires": expires,
            "relays": relays.iter().map(|relay| [&relay.region, &relay.url]).collect::<Vec<_>>(),
            "origins": origins,
            "policy": policy.iter().map(|rule| [&rule.kind, rule.direction.as_str(), rule.action.as_str()])
                .collect::<Vec<_>>(),
            "retention": (retention.archive, retention.days, retention.words),
            "texts": texts, "revoked": revoked.iter().map(|serial| hex(serial)).collect::<Vec<_>>(),
            "hours": hours, "countries": countries, "signs_to_the_same_bytes": signs_to_the_same_bytes,
        }))
    });
}

#[test]
fn attaching_enrolling_and_public_keys_are_what_the_vectors_say() {
    each("attach", |input| {
        let member = MemberKey::from_seed(common::seed(&decode_hex(&input["member_seed"])));
        let nonce = decode_hex(&input["nonce"]).try_into().unwrap();
        let desk: Fingerprint = input["desk"].as_str().unwrap().parse().unwrap();
        let message = attach_message(&nonce, &desk, input["host"].as_str().unwrap());
        Ok(json!({ "message": hex(&message), "signature": hex(&member.sign(Label::Attach, &message)) }))
    });
    each("enrolment", |input| {
        let enrolment = Enrolment {
            member: MemberKey::from_seed(common::seed(&decode_hex(&input["member_seed"]))),
            root: RootRecord::decode(&decode_hex(&input["root"])).unwrap(),
            certificate: decode_hex(&input["certificate"]),
            manifest: decode_hex(&input["manifest"]),
        };
        Ok(json!({ "bytes": hex(&enrolment.encode()), "text": *enrolment.to_text() }))
    });
    each("public-key", |input| {
        let key = decode_hex(&input["key"]).try_into().unwrap();
        let text = public_key_text(&key);
        assert_eq!(parse_public_key(&text), Ok(key));
        Ok(json!({ "text": text }))
    });
}

#[test]
fn rejections_outnumber_acceptances() {
    let vectors = vectors();
    let accepted = vectors
        .iter()
        .filter(|vector| vector["expect"].get("ok").is_some())
        .count();
    assert!(vectors.len() > 2 * accepted, "{accepted} of {}", vectors.len());
}

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("vectors/desk.json")).unwrap()
}

fn each(structure: &str, run: impl Fn(&Value) -> Result<Value, &'static str>) {
    let mut wrong = Vec::new();
    let vectors: Vec<_> = vectors()
        .into_iter()
        .filter(|vector| vector["structure"] == structure)
        .collect();
    assert!(!vectors.is_empty(), "no vector for {structure}");
    for vector in vectors {
        let outcome = match run(&vector["input"]) {
            Ok(value) => json!({ "ok": value }),
            Err(error) => json!({ "error": error }),
        };
        if outcome != vector["expect"] {
            wrong.push(format!(
                "{} ({}):\n  expected {}\n  got      {outcome}",
                vector["name"], vector["why"], vector["expect"]
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
