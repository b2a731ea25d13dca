//! What a desk signs and refuses to sign, and who is believed afterwards.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use std::collections::BTreeMap;

use common::{DAY, NOW, manifest, member, request, root, seed};
use hushwire_desk::{
    Action, CLOCK_SKEW_SECONDS, CertificateError, CertificateRequest, CertifyError, Direction, Enrolment,
    EnrolmentError, Fingerprint, KeyTextError, Label, Manifest, ManifestError, MemberKey, PolicyRule, Relay, Retention,
    Role, Roles, RootKey, SignManifestError, attach_message, parse_public_key, public_key_text, text,
    verify_certificate, verify_manifest,
};

#[test]
fn a_certificate_comes_back_as_it_was_asked_for() {
    let certificate = verify_certificate(&root().certify(&request()).unwrap(), &root().record(), NOW).unwrap();
    let CertificateRequest {
        key,
        name,
        roles,
        origins,
        not_before,
        not_after,
        serial,
    } = request();
    assert_eq!(certificate.desk, root().record().fingerprint());
    assert_eq!(certificate.key, key);
    assert_eq!(certificate.name, name);
    assert_eq!(certificate.roles, roles);
    assert_eq!(certificate.origins, origins);
    assert_eq!((certificate.not_before, certificate.not_after), (not_before, not_after));
    assert_eq!(certificate.serial, serial);
}

#[test]
fn a_manifest_comes_back_as_it_was_signed() {
    let signed = root().sign_manifest(&manifest()).unwrap();
    assert!(verify_manifest(&signed, &root().record(), NOW).unwrap() == manifest());
}

#[test]
fn a_certificate_holds_in_its_time_and_five_minutes_around() {
    let signed = root().certify(&request()).unwrap();
    let end = NOW + 30 * DAY;
    for (now, expected) in [
        (0, Some(CertificateError::NotYetValid)),
        (NOW - CLOCK_SKEW_SECONDS - 1, Some(CertificateError::NotYetValid)),
        (NOW - CLOCK_SKEW_SECONDS, None),
        (end + CLOCK_SKEW_SECONDS, None),
        (end + CLOCK_SKEW_SECONDS + 1, Some(CertificateError::Expired)),
        (u64::MAX, Some(CertificateError::Expired)),
    ] {
        assert_eq!(
            verify_certificate(&signed, &root().record(), now).err(),
            expected,
            "{now}"
        );
    }
}

#[test]
fn a_member_s_signature_counts_for_its_purpose_its_message_and_its_member_only() {
    let certificate = verify_certificate(&root().certify(&request()).unwrap(), &root().record(), NOW).unwrap();
    let signature = member().sign(Label::Handshake, b"transcript");
    assert!(certificate.verify_signature(Label::Handshake, b"transcript", &signature));
    assert!(!certificate.verify_signature(Label::Attach, b"transcript", &signature));
    assert!(!certificate.verify_signature(Label::Handshake, b"transcript2", &signature));
    let stranger = MemberKey::from_seed(seed(&[1; 32])).sign(Label::Handshake, b"transcript");
    assert!(!certificate.verify_signature(Label::Handshake, b"transcript", &stranger));
    assert!(!certificate.verify_signature(Label::Handshake, b"transcript", &[0; 64]));
    for bit in 0..512 {
        let mut flipped = signature;
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(
            !certificate.verify_signature(Label::Handshake, b"transcript", &flipped),
            "bit {bit}"
        );
    }
}

#[test]
fn a_challenge_of_one_relay_is_worth_nothing_at_another() {
    let certificate = verify_certificate(&root().certify(&request()).unwrap(), &root().record(), NOW).unwrap();
    let desk = root().record().fingerprint();
    let signature = member().sign(Label::Attach, &attach_message(&[1; 32], &desk, "relay.example"));
    for (nonce, desk, host) in [
        ([2; 32], desk, "relay.example"),
        ([1; 32], Fingerprint([0; 32]), "relay.example"),
        ([1; 32], desk, "relay.example:8443"),
        ([1; 32], desk, "evil.example"),
    ] {
        assert!(!certificate.verify_signature(Label::Attach, &attach_message(&nonce, &desk, host), &signature));
    }
}

/// A change to a manifest or request, and what the desk says to it.
type Case<T, E> = (fn(&mut T), E);

#[test]
fn requests_that_nobody_should_sign_are_refused_by_name() {
    let cases: &[Case<CertificateRequest, CertifyError>] = &[
        (|r| r.key = [0; 32], CertifyError::Key),
        (
            |r| r.key = core::array::from_fn(|index| u8::from(index == 0)),
            CertifyError::Key,
        ),
        (|r| r.name.clear(), CertifyError::Name),
        (|r| r.name = "x".repeat(81), CertifyError::Name),
        (|r| r.name = "Ada\u{202e}".into(), CertifyError::Name),
        (|r| r.name = "Ada\u{7}".into(), CertifyError::Name),
        (|r| r.roles = Roles::default(), CertifyError::Roles),
        (|r| r.origins = vec!["shop.example".into()], CertifyError::Origins),
        (
            |r| r.origins = vec!["https://shop.example".into(); 6],
            CertifyError::Origins,
        ),
        (|r| r.not_after = r.not_before, CertifyError::Validity),
    ];
    for (position, (change, expected)) in cases.iter().enumerate() {
        let mut request = request();
        change(&mut request);
        assert_eq!(root().certify(&request), Err(*expected), "case {position}");
    }
}

#[test]
fn manifests_that_nobody_should_sign_are_refused_by_the_part_that_is_wrong() {
    use SignManifestError::*;
    let cases: &[Case<Manifest, SignManifestError>] = &[
        (|m| m.number = 0, Number),
        (|m| m.name = " ".into(), Name),
        (|m| m.expires = m.issued, Validity),
        (|m| m.relays[0].url = "https://relay.example".into(), Relays),
        (|m| m.relays[0].region.clear(), Relays),
        (
            |m| {
                m.relays = vec![
                    Relay {
                        region: "eu".into(),
                        url: "wss://r.example".into()
                    };
                    17
                ]
            },
            Relays,
        ),
        (|m| m.origins.push("https://shop.example/path".into()), Origins),
        (
            |m| m.origins = (0..65).map(|n| format!("https://{n}.example")).collect(),
            Origins,
        ),
        (|m| m.policy[0].kind = "Credit Card".into(), Policy),
        (|m| m.policy.push(m.policy[0].clone()), Policy),
        (
            |m| m.policy = (0..257).map(|n| rule(&format!("k{n}"))).collect(),
            Policy,
        ),
        (|m| m.retention.days = Some(36_501), Retention),
        (|m| m.retention.words = "\u{1b}[31m".into(), Retention),
        (
            |m| m.texts = BTreeMap::from([("Deutsch".into(), BTreeMap::new())]),
            Texts,
        ),
        (
            |m| m.texts = BTreeMap::from([("de".into(), BTreeMap::from([("A b".into(), String::new())]))]),
            Texts,
        ),
        (
            |m| m.texts = BTreeMap::from([("de".into(), BTreeMap::from([("a".into(), "x".repeat(1001))]))]),
            Texts,
        ),
        (
            |m| m.texts = (0..33).map(|n| (format!("de-{n}"), BTreeMap::new())).collect(),
            Texts,
        ),
        (|m| m.revoked = vec![[0; 16]; 1025], Revoked),
        (|m| m.hours = "x".repeat(1001), Hours),
        (|m| m.countries = vec!["GB".into()], Countries),
        (|m| m.countries = vec!["gb".into(); 65], Countries),
        (
            |m| {
                m.texts = ["de", "en"]
                    .map(|l| (l.into(), (0..20).map(|n| (format!("k{n}"), "x".repeat(1000))).collect()))
                    .into()
            },
            TooLarge,
        ),
    ];
    for (position, (change, expected)) in cases.iter().enumerate() {
        let mut manifest = manifest();
        change(&mut manifest);
        assert_eq!(root().sign_manifest(&manifest), Err(*expected), "case {position}");
    }
}

fn rule(kind: &str) -> PolicyRule {
    PolicyRule {
        kind: kind.into(),
        direction: Direction::Both,
        action: Action::Mask,
    }
}

#[test]
fn lists_at_their_limits_are_signed() {
    let mut full = manifest();
    full.relays = vec![
        Relay {
            region: "eu".into(),
            url: "wss://r.example".into()
        };
        16
    ];
    full.origins = (0..64).map(|n| format!("https://{n}.example")).collect();
    full.policy = (0..256).map(|n| rule(&format!("k{n}"))).collect();
    full.retention = Retention {
        archive: true,
        days: Some(36_500),
        words: "x".repeat(1000),
    };
    full.revoked = vec![[0; 16]; 1024];
    full.countries = vec!["gb".into(); 64];
    let signed = root().sign_manifest(&full).unwrap();
    assert!(verify_manifest(&signed, &root().record(), NOW).unwrap() == full);
}

#[test]
fn rules_for_opposite_directions_stand_side_by_side() {
    let mut manifest = manifest();
    manifest.policy = vec![
        PolicyRule {
            kind: "email".into(),
            direction: Direction::ToDesk,
            action: Action::Warn,
        },
        PolicyRule {
            kind: "email".into(),
            direction: Direction::ToCustomer,
            action: Action::Allow,
        },
    ];
    assert!(root().sign_manifest(&manifest).is_ok());
    manifest.policy[1].direction = Direction::Both;
    assert_eq!(root().sign_manifest(&manifest), Err(SignManifestError::Policy));
}

#[test]
fn a_manifest_allows_the_origins_that_it_lists_and_no_other() {
    let mut manifest = manifest();
    for origin in ["https://shop.example", "HTTPS://Shop.Example", "http://localhost:8080"] {
        assert!(manifest.allows_origin(origin), "{origin}");
    }
    for origin in [
        "",
        "null",
        "http://shop.example",
        "https://shop.example:8443",
        "https://shop.example.evil.example",
        "https://evil.shop.example",
        "https://shop.example/",
        "http://localhost",
        "shop.example",
    ] {
        assert!(!manifest.allows_origin(origin), "{origin}");
    }
    manifest.origins.clear();
    assert!(!manifest.allows_origin("https://shop.example"));
}

#[test]
fn a_revoked_serial_is_revoked_and_its_neighbour_is_not() {
    let manifest = manifest();
    assert!(manifest.revokes(&[9; 16]));
    assert!(!manifest.revokes(&[8; 16]));
}

#[test]
fn a_certificate_for_some_sites_serves_no_other() {
    let mut request = request();
    let verified = |request: &CertificateRequest| {
        verify_certificate(&root().certify(request).unwrap(), &root().record(), NOW).unwrap()
    };
    assert!(verified(&request).serves_origin("https://SHOP.example"));
    assert!(!verified(&request).serves_origin("https://other.example"));
    request.origins.clear();
    assert!(verified(&request).serves_origin("https://other.example"));
}

#[test]
fn roles_are_a_set_of_names() {
    let roles: Roles = [Role::Owner, Role::Technician, Role::Owner].into_iter().collect();
    assert!(roles.contains(Role::Owner) && roles.contains(Role::Technician));
    assert!(!roles.contains(Role::Supervisor) && !roles.contains(Role::Auditor));
    assert_eq!(
        roles.iter().map(Role::as_str).collect::<Vec<_>>(),
        ["technician", "owner"]
    );
    for role in Role::ALL {
        assert_eq!(role.as_str().parse(), Ok(role));
    }
    for unknown in ["", "Technician", "admin", "owner "] {
        assert!(unknown.parse::<Role>().is_err(), "{unknown}");
    }
}

fn enrolment() -> Enrolment {
    Enrolment {
        member: member(),
        root: root().record(),
        certificate: root().certify(&request()).unwrap(),
        manifest: root().sign_manifest(&manifest()).unwrap(),
    }
}

#[test]
fn an_enrolment_comes_back_from_its_text_even_with_a_line_break() {
    let text = enrolment().to_text();
    assert!(text.starts_with("hwenrol1"));
    let back = Enrolment::from_text(&format!("\n{}\r\n", *text)).unwrap();
    assert_eq!(back.encode(), enrolment().encode());
    assert!(back.verify(NOW).is_ok());
}

#[test]
fn an_enrolment_whose_parts_do_not_belong_together_is_refused() {
    let stranger = || RootKey::from_seed(seed(&[3; 32]));
    let error = |change: fn(&mut Enrolment), now| {
        let mut enrolment = enrolment();
        change(&mut enrolment);
        enrolment.verify(now).unwrap_err()
    };
    assert_eq!(
        error(|e| e.member = MemberKey::from_seed(seed(&[1; 32])), NOW),
        EnrolmentError::OtherKey
    );
    assert_eq!(
        error(|_| {}, NOW + 31 * DAY),
        EnrolmentError::Certificate(CertificateError::Expired)
    );
    assert_eq!(
        error(|e| e.manifest.clear(), NOW),
        EnrolmentError::Manifest(ManifestError::Malformed)
    );
    let mut other = enrolment();
    other.manifest = stranger().sign_manifest(&manifest()).unwrap();
    assert_eq!(
        other.verify(NOW).unwrap_err(),
        EnrolmentError::Manifest(ManifestError::OtherDesk)
    );
    other.root = stranger().record();
    assert_eq!(
        other.verify(NOW).unwrap_err(),
        EnrolmentError::Certificate(CertificateError::OtherDesk)
    );
    let mut revoking = manifest();
    revoking.revoked.push(request().serial);
    let revoked = Enrolment {
        manifest: root().sign_manifest(&revoking).unwrap(),
        ..enrolment()
    };
    assert_eq!(revoked.verify(NOW).unwrap_err(), EnrolmentError::Revoked);
}

#[test]
fn a_key_comes_back_from_its_text_and_from_no_other_key_s_text() {
    let root = root();
    let text = root.to_text();
    assert_eq!(*text, "hwroot1aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dypq");
    assert_eq!(RootKey::from_text(&format!("{}\n", *text)).unwrap().seed(), root.seed());
    let member = member();
    assert_eq!(MemberKey::from_text(&member.to_text()).unwrap().seed(), member.seed());
    for wrong in [
        member.to_text().as_str(),
        "",
        "hwroot1",
        &text[1..],
        &text[..text.len() - 1],
        &public_key_text(&member.public()),
    ] {
        assert_eq!(RootKey::from_text(wrong).unwrap_err(), KeyTextError::Malformed);
    }
    for wrong in [text.as_str(), "", "hwmember1"] {
        assert_eq!(MemberKey::from_text(wrong).unwrap_err(), KeyTextError::Malformed);
        assert_eq!(parse_public_key(wrong).unwrap_err(), KeyTextError::Malformed);
    }
    assert_eq!(
        parse_public_key(&public_key_text(&[0; 32])).unwrap_err(),
        KeyTextError::Unusable
    );
}

#[test]
fn debug_prints_no_secret_and_no_person() {
    assert_eq!(format!("{:?}", root()), "RootKey(_)");
    assert_eq!(format!("{:?}", member()), "MemberKey(_)");
    assert_eq!(format!("{:?}", enrolment()), "Enrolment(_)");
    let certificate = verify_certificate(&enrolment().certificate, &root().record(), NOW).unwrap();
    let expected = "{ roles: {Technician, Supervisor}, not_before: 1700000000, not_after: 1702592000, .. }";
    assert_eq!(format!("{certificate:?}"), format!("Certificate {expected}"));
    assert_eq!(format!("{:?}", request()), format!("CertificateRequest {expected}"));
    assert_eq!(
        format!("{:?}", manifest()),
        "Manifest { number: 7, issued: 1700000000, expires: 1707776000, relays: 1, origins: 2, policy: 1, texts: 1, revoked: 1, .. }"
    );
    assert_eq!(
        format!("{:?}", root().record()),
        format!("RootRecord({})", root().record().fingerprint())
    );
}

#[test]
fn names_of_people_all_over_the_world_are_names() {
    for name in [
        "Ada",
        "José Ángel",
        "李小龍",
        "محمد",
        "علی‌رضا",
        "क्‍ष",
        "O'Brien-Smith Jr.",
        "🦊",
        &"é".repeat(80),
    ] {
        assert!(text::is_name(name), "{name}");
    }
}

#[test]
fn origins_and_addresses_have_one_spelling() {
    for origin in [
        "https://shop.example",
        "http://localhost",
        "http://localhost:8080",
        "https://[::1]:8443",
        "http://127.0.0.1:1",
        "capacitor://localhost",
        "https://xn--bcher-kva.example",
        "https://a_b.example:65535",
    ] {
        assert!(text::is_origin(origin), "{origin}");
    }
    for origin in [
        "",
        "null",
        "https://",
        "://shop.example",
        "https:/shop.example",
        "https://shop.example/",
        "https://shop.example:",
        "https://shop.example:0",
        "https://shop.example:080",
        "https://shop.example:+80",
        "https://shop.example:65536",
        "https://shop.example:443",
        "http://shop.example:80",
        "https://user@shop.example",
        "https://shop..example",
        "https://.example",
        "https://shop.example.",
        "https://büch.example",
        "https://shop example",
        "https://[::1",
        "https://[::0001]",
        "https://[::A]",
        "https://[shop]",
        "https://[::1]8443",
        "https://shop.example?x",
        "1a://x",
        "https://*.example",
        "HTTPS://shop.example",
    ] {
        assert!(!text::is_origin(origin), "{origin}");
    }
    for url in [
        "ws://localhost:8443",
        "wss://relay.example/ws",
        "wss://relay.example",
        "ws://[::1]:9/a/b",
    ] {
        assert!(text::is_relay_url(url), "{url}");
    }
    for url in [
        "",
        "https://relay.example",
        "wss://",
        "wss:///ws",
        "wss://u:p@relay.example",
        "wss://relay.example/ws?x=1",
        "wss://relay.example/#x",
        "wss://relay.example:443/ws",
        "wss://relay.example/a b",
        "wss://relay.example/ü",
        "wss://RELAY.example",
    ] {
        assert!(!text::is_relay_url(url), "{url}");
    }
}
