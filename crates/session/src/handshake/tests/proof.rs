//! What the technician has to prove, with one thing wrong each time.

use super::*;

#[test]
fn another_desk_is_refused() {
    let mut parts = Parts::good();
    parts.root = desk(2).record().encode();
    refused("the root of another desk", parts, ReplyError::WrongDesk);

    let mut parts = Parts::good();
    parts.root = desk(2).record().encode();
    parts.certificate = desk(2).certify(&request()).unwrap();
    parts.manifest = desk(2).sign_manifest(&settings()).unwrap();
    refused("another desk, complete and consistent", parts, ReplyError::WrongDesk);

    let mut parts = Parts::good();
    parts.certificate = desk(2).certify(&request()).unwrap();
    refused(
        "another desk's certificate under our root",
        parts,
        ReplyError::WrongDesk,
    );

    let mut parts = Parts::good();
    parts.root = vec![0x83, 1, 2];
    refused("a root record that is none", parts, ReplyError::WrongDesk);
}

#[test]
fn a_certificate_that_does_not_hold_is_refused() {
    let mut parts = Parts::good();
    *parts.certificate.last_mut().unwrap() ^= 1;
    refused("a signature that is not the desk's", parts, ReplyError::BadCertificate);

    let mut parts = Parts::good();
    parts.certificate.pop();
    refused("cut", parts, ReplyError::BadCertificate);

    let mut parts = Parts::good();
    parts.certificate = parts.manifest.clone();
    refused("a manifest in its place", parts, ReplyError::BadCertificate);

    let expired = Parts::good().certified(|request| {
        (request.not_before, request.not_after) = (NOW - 900, NOW - 301);
    });
    refused("expired beyond the clock skew", expired, ReplyError::ExpiredCertificate);

    let early = Parts::good().certified(|request| request.not_before = NOW + 301);
    refused("not valid yet", early, ReplyError::ExpiredCertificate);
}

#[test]
fn a_member_who_may_not_serve_customers_is_refused() {
    for roles in [vec![Role::Auditor], vec![Role::Owner], vec![Role::Auditor, Role::Owner]] {
        let parts = Parts::good().certified(|request| request.roles = roles.into_iter().collect());
        refused(
            "neither technician nor supervisor",
            parts,
            ReplyError::RoleNotSufficient,
        );
    }
}

#[test]
fn a_manifest_that_does_not_hold_is_refused() {
    let mut parts = Parts::good();
    parts.manifest = desk(2).sign_manifest(&settings()).unwrap();
    refused("another desk's", parts, ReplyError::BadManifest);

    let mut parts = Parts::good();
    *parts.manifest.last_mut().unwrap() ^= 1;
    refused("not signed by the desk", parts, ReplyError::BadManifest);

    let mut parts = Parts::good();
    parts.manifest.pop();
    refused("cut", parts, ReplyError::BadManifest);

    let expired = Parts::good().settled(|settings| {
        (settings.issued, settings.expires) = (NOW - 900, NOW - 301);
    });
    refused("expired", expired, ReplyError::ExpiredManifest);

    let early = Parts::good().settled(|settings| settings.issued = NOW + 301);
    refused("not valid yet", early, ReplyError::BadManifest);
}

#[test]
fn a_manifest_older_than_the_one_seen_is_refused() {
    let older = Parts::good().settled(|settings| settings.number = 2);
    refused("2, and the customer has seen 3", older, ReplyError::StaleManifest);
    let offer = offer();
    let same = Parts::good().settled(|settings| settings.number = 3);
    assert_eq!(outcome(&offer, &same.reply(&place(), offer.hello())), None);
}

#[test]
fn a_revoked_member_is_refused() {
    let parts = Parts::good().settled(|settings| settings.revoked = vec![[1; 16], [7; 16]]);
    refused("its serial is on the list", parts, ReplyError::Revoked);
}

#[test]
fn a_site_that_the_desk_does_not_allow_is_refused() {
    let parts = Parts::good().settled(|settings| settings.origins = vec!["https://else.example".into()]);
    refused("not in the manifest", parts, ReplyError::OriginNotAllowed);

    let parts = Parts::good().settled(|settings| settings.origins = vec![]);
    refused("no origin is allowed", parts, ReplyError::OriginNotAllowed);

    let parts = Parts::good().certified(|request| request.origins = vec!["https://else.example".into()]);
    refused("not in the certificate", parts, ReplyError::OriginNotAllowed);
}

#[test]
fn a_transcript_signed_by_anybody_else_is_refused() {
    let mut parts = Parts::good();
    parts.signer = member(8);
    refused("another member's key", parts, ReplyError::BadSignature);

    let mut parts = Parts::good();
    parts.signs = SignedLabel::Attach;
    refused("a signature for another purpose", parts, ReplyError::BadSignature);

    let mut parts = Parts::good();
    parts.instead = Some([0; 32]);
    refused("another transcript", parts, ReplyError::BadSignature);
}

#[test]
fn nothing_in_the_box_is_acted_on_before_its_signature_is_checked() {
    let spoilt: [fn(Parts) -> Parts; 3] = [
        |parts| parts.settled(|settings| settings.number = 1),
        |parts| parts.settled(|settings| settings.revoked = vec![[7; 16]]),
        |parts| parts.certified(|request| request.roles = Role::Auditor.into()),
    ];
    for spoil in spoilt {
        let mut parts = spoil(Parts::good());
        parts.signer = member(8);
        refused("unsigned, so unread", parts, ReplyError::BadSignature);
    }
}

#[test]
fn ratchet_keys_that_are_no_keys_are_refused() {
    let mut parts = Parts::good();
    parts.dh = [0; 32];
    refused("an X25519 point of small order", parts, ReplyError::NotGenuine);

    let mut parts = Parts::good();
    parts.kem = Box::new([0xFF; KEM_PUBLIC]);
    refused("an ML-KEM key with coefficients above q", parts, ReplyError::NotGenuine);
}
