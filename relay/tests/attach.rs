//! Who may see a desk's queue: each thing that can be wrong with what a console shows has its own answer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::mint::{Desk, now};
use hushwire_desk::{CLOCK_SKEW_SECONDS, Role};
use hushwire_relay::attach::{Claim, verify};
use hushwire_relay::rooms::Attachment;
use hushwire_wire::Refusal;

const NONCE: [u8; 32] = [7; 32];
const HOST: &str = "relay.example";

/// What a console shows, to be spoiled by a test.
struct Shown {
    signature: [u8; 64],
    root: Vec<u8>,
    certificate: Vec<u8>,
    manifest: Vec<u8>,
}

impl Shown {
    fn by(desk: &Desk) -> Self {
        Self {
            signature: desk.signature(&NONCE, HOST),
            root: desk.record(),
            certificate: desk.certificate(),
            manifest: desk.signed_manifest(),
        }
    }

    fn verify(&self) -> Result<Attachment, Refusal> {
        self.verify_at(now())
    }

    fn verify_at(&self, now: u64) -> Result<Attachment, Refusal> {
        let claim = Claim {
            signature: &self.signature,
            root: &self.root,
            certificate: &self.certificate,
            manifest: &self.manifest,
        };
        verify(claim, &NONCE, ["other.example", HOST], now)
    }

    #[track_caller]
    fn is_refused(&self, refusal: Refusal) {
        assert_eq!(self.verify().err(), Some(refusal));
    }
}

#[test]
fn technicians_and_supervisors_attach() {
    for role in [Role::Technician, Role::Supervisor] {
        let mut desk = Desk::new(1);
        desk.request.roles = [role, Role::Auditor].into_iter().collect();
        let attachment = Shown::by(&desk).verify().unwrap();
        assert_eq!(attachment.desk, desk.id());
        assert_eq!(attachment.serial, desk.request.serial);
        assert_eq!(attachment.not_after, desk.request.not_after);
        assert_eq!(attachment.signed, desk.signed_manifest());
        assert_eq!(attachment.root, desk.record());
        assert_eq!(attachment.manifest.number, 1);
    }
}

#[test]
fn auditors_and_owners_have_no_business_in_the_queue() {
    let mut desk = Desk::new(1);
    desk.request.roles = [Role::Auditor, Role::Owner].into_iter().collect();
    Shown::by(&desk).is_refused(Refusal::RoleNotSufficient);
}

#[test]
fn a_root_record_that_is_none_is_refused() {
    let mut shown = Shown::by(&Desk::new(1));
    shown.root.pop();
    shown.is_refused(Refusal::BadRoot);
}

#[test]
fn a_certificate_of_another_desk_is_refused() {
    let mut shown = Shown::by(&Desk::new(1));
    shown.certificate = Desk::new(2).certificate();
    shown.is_refused(Refusal::BadCertificate);
}

#[test]
fn the_root_of_another_desk_is_refused() {
    let mut shown = Shown::by(&Desk::new(1));
    shown.root = Desk::new(2).record();
    shown.is_refused(Refusal::BadCertificate);
}

#[test]
fn a_certificate_with_a_bit_turned_anywhere_is_refused() {
    let desk = Desk::new(1);
    for place in 0..desk.certificate().len() {
        let mut shown = Shown::by(&desk);
        shown.certificate[place] ^= 1;
        shown.is_refused(Refusal::BadCertificate);
    }
}

#[test]
fn a_certificate_holds_in_its_time_and_five_minutes_around_it() {
    let desk = Desk::new(1);
    let shown = Shown::by(&desk);
    let (start, end) = (desk.request.not_before, desk.request.not_after);
    for (at, refusal) in [
        (start - CLOCK_SKEW_SECONDS - 1, Some(Refusal::ExpiredCertificate)),
        (start - CLOCK_SKEW_SECONDS, None),
        (end + CLOCK_SKEW_SECONDS, None),
        (end + CLOCK_SKEW_SECONDS + 1, Some(Refusal::ExpiredCertificate)),
    ] {
        assert_eq!(shown.verify_at(at).err(), refusal);
    }
}

#[test]
fn a_challenge_signed_for_another_relay_is_refused() {
    let desk = Desk::new(1);
    let mut shown = Shown::by(&desk);
    shown.signature = desk.signature(&NONCE, "evil.example");
    shown.is_refused(Refusal::BadSignature);
}

#[test]
fn a_challenge_signed_on_another_connection_is_refused() {
    let desk = Desk::new(1);
    let mut shown = Shown::by(&desk);
    shown.signature = desk.signature(&[8; 32], HOST);
    shown.is_refused(Refusal::BadSignature);
}

#[test]
fn a_challenge_signed_by_somebody_else_is_refused() {
    let desk = Desk::new(1);
    let mut thief = Desk::new(1);
    thief.member = Desk::new(3).member;
    let mut shown = Shown::by(&desk);
    shown.signature = thief.signature(&NONCE, HOST);
    shown.is_refused(Refusal::BadSignature);
}

#[test]
fn a_manifest_of_another_desk_is_refused() {
    let mut shown = Shown::by(&Desk::new(1));
    shown.manifest = Desk::new(2).signed_manifest();
    shown.is_refused(Refusal::BadManifest);
}

#[test]
fn a_manifest_cut_anywhere_is_refused() {
    let desk = Desk::new(1);
    for length in 0..desk.signed_manifest().len() {
        let mut shown = Shown::by(&desk);
        shown.manifest.truncate(length);
        shown.is_refused(Refusal::BadManifest);
    }
}

#[test]
fn a_manifest_that_has_expired_is_refused() {
    let mut desk = Desk::new(1);
    desk.manifest.expires = now() - CLOCK_SKEW_SECONDS - 10;
    Shown::by(&desk).is_refused(Refusal::BadManifest);
}

#[test]
fn a_certificate_that_its_own_manifest_revokes_is_refused() {
    let mut desk = Desk::new(1);
    desk.manifest.revoked = vec![desk.request.serial];
    Shown::by(&desk).is_refused(Refusal::Revoked);
}
