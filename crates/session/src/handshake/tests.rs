//! What the handshake promises. Rejections outnumber acceptances by far.

use alloc::{boxed::Box, vec::Vec};
use std::collections::BTreeMap;

use hushwire_desk::{CertificateRequest, MemberKey, Retention, RootKey};
use hushwire_wire as wire;
use zeroize::Zeroizing;

use super::messages::{MAX_HELLO, MAX_ORIGIN, MAX_REPLY};
use super::*;
use crate::kdf::hash;
use crate::primitives::{KEM_PUBLIC, NONCE, TAG};
use crate::{envelope::MAX_ENVELOPE, padding, ratchet::Pace};

#[path = "../../tests/common/random.rs"]
#[allow(unreachable_pub, clippy::duplicate_mod)]
mod random;
use random::Random;

mod any_bytes;
mod channel;
mod frozen;
mod frozen_invited;
mod hello;
mod invited;
mod proof;
mod reply;

const NOW: u64 = 1_767_225_600;

const SHOP: &str = "https://shop.example";

fn desk(seed: u64) -> RootKey {
    RootKey::generate(&mut Random::new(seed))
}

fn member(seed: u8) -> MemberKey {
    MemberKey::from_seed(Zeroizing::new([seed; 32]))
}

fn request() -> CertificateRequest {
    CertificateRequest {
        key: member(7).public(),
        name: "Ada Lovelace".into(),
        roles: Role::Technician.into(),
        origins: vec![],
        not_before: NOW - 60,
        not_after: NOW + 86_400,
        serial: [7; 16],
    }
}

fn settings() -> Manifest {
    Manifest {
        number: 5,
        name: "Acme support".into(),
        relays: vec![],
        origins: vec![SHOP.into()],
        policy: vec![],
        retention: Retention {
            archive: false,
            days: None,
            words: "".into(),
        },
        texts: BTreeMap::new(),
        revoked: vec![],
        hours: "".into(),
        countries: vec![],
        issued: NOW - 60,
        expires: NOW + 86_400,
    }
}

/// Everything that goes into a reply; each test spoils one thing.
struct Parts {
    root: Vec<u8>,
    certificate: Vec<u8>,
    manifest: Vec<u8>,
    dh: [u8; 32],
    kem: KemPublicBytes,
    /// Of CPace; nothing where no PIN is brought.
    point: Option<[u8; 32]>,
    signer: MemberKey,
    signs: SignedLabel,
    /// Signed instead of the transcript.
    instead: Option<[u8; 32]>,
}

type KemPublicBytes = Box<[u8; KEM_PUBLIC]>;

impl Parts {
    fn good() -> Self {
        let rng = &mut Random::new(50);
        Self {
            root: desk(1).record().encode(),
            certificate: desk(1).certify(&request()).unwrap(),
            manifest: desk(1).sign_manifest(&settings()).unwrap(),
            dh: DhKey::generate(rng).public(),
            kem: KemKey::generate(rng).public(),
            point: None,
            signer: member(7),
            signs: SignedLabel::Handshake,
            instead: None,
        }
    }

    fn certified(mut self, change: impl FnOnce(&mut CertificateRequest)) -> Self {
        let mut request = request();
        change(&mut request);
        self.certificate = desk(1).certify(&request).unwrap();
        self
    }

    fn settled(mut self, change: impl FnOnce(&mut Manifest)) -> Self {
        let mut settings = settings();
        change(&mut settings);
        self.manifest = desk(1).sign_manifest(&settings).unwrap();
        self
    }

    /// The reply of somebody who read the hello and may hold the wrong things.
    fn reply(&self, place: &Place, hello: &[u8]) -> Vec<u8> {
        let key = Hello::decode(hello).unwrap().key;
        let key = x_wing::EncapsulationKey::try_from(&key[..]).unwrap();
        let (ciphertext, shared) = key.encapsulate_with_rng(&mut Random::new(51));
        let keys = Keys::new(place, hello, &ciphertext, &Secret::take(&mut shared.into()));
        let proof = Proof {
            root: &self.root,
            certificate: &self.certificate,
            manifest: &self.manifest,
            dh: self.dh,
            kem: *self.kem,
            point: self.point,
        }
        .encode();
        let message = self.instead.unwrap_or_else(|| keys.signed(&proof));
        let signature = self.signer.sign(self.signs, &message);
        Reply {
            ciphertext: ciphertext.into(),
            sealed: &keys.seal(&join_box(&proof, &signature)),
        }
        .encode()
    }
}

fn place() -> Place {
    Place {
        room: RoomId([9; 16]),
        desk: desk(1).record().fingerprint(),
    }
}

fn offer() -> Offer {
    Offer::new(place(), SHOP, 3, None, &mut Random::new(40))
}

fn enrolment() -> Enrolment {
    let parts = Parts::good();
    Enrolment {
        member: parts.signer,
        root: desk(1).record(),
        certificate: parts.certificate,
        manifest: parts.manifest,
    }
}

/// An answer to a customer who brings no invite.
struct Answered {
    reply: Vec<u8>,
    session: [u8; 32],
    origin: String,
    ratchet: Ratchet,
    comparison: String,
}

fn answered(place: &Place, hello: &[u8], seed: u64) -> Result<Answered, HelloError> {
    let rng = &mut Random::new(seed);
    let answer = answer(place, hello, None, &enrolment(), &settings(), rng)?;
    let Next::Confirm(ratchet, comparison) = answer.next else {
        unreachable!("nothing to judge")
    };
    Ok(Answered {
        reply: answer.reply,
        session: answer.session,
        origin: answer.origin,
        ratchet: *ratchet,
        comparison,
    })
}

fn outcome(offer: &Offer, reply: &[u8]) -> Option<ReplyError> {
    offer.finish(reply, NOW, &mut Random::new(41)).err()
}

#[track_caller]
fn refused(why: &str, parts: Parts, error: ReplyError) {
    let offer = offer();
    let reply = parts.reply(&place(), offer.hello());
    assert_eq!(outcome(&offer, &reply), Some(error), "{why}");
}

#[test]
fn both_ends_come_to_the_same_session_and_talk() {
    let offer = offer();
    let mut technician = answered(&place(), offer.hello(), 1).unwrap();
    let rng = &mut Random::new(2);
    let mut customer = offer.finish(&technician.reply, NOW, rng).ok().unwrap();
    assert_eq!(customer.session, technician.session);
    assert_eq!(customer.comparison, technician.comparison);
    assert_eq!(customer.technician.name, "Ada Lovelace");
    assert_eq!(technician.origin, SHOP);
    let first = customer.ratchet.seal(b"hello", Pace::Turn, rng).unwrap();
    assert_eq!(**technician.ratchet.open(&first).unwrap(), *b"hello");
    let answer = technician.ratchet.seal(b"welcome", Pace::Turn, rng).unwrap();
    assert_eq!(**customer.ratchet.open(&answer).unwrap(), *b"welcome");
}

#[test]
fn the_good_reply_of_these_tests_is_good() {
    let offer = offer();
    let reply = Parts::good().reply(&place(), offer.hello());
    assert_eq!(outcome(&offer, &reply), None);
    let supervisor = Parts::good().certified(|request| request.roles = Role::Supervisor.into());
    assert_eq!(outcome(&offer, &supervisor.reply(&place(), offer.hello())), None);
}

#[test]
fn two_answers_to_one_hello_share_nothing() {
    let offer = offer();
    let (one, two) = (
        answered(&place(), offer.hello(), 1).unwrap(),
        answered(&place(), offer.hello(), 2).unwrap(),
    );
    assert_ne!(one.session, two.session);
    assert_ne!(one.comparison, two.comparison);
}

#[test]
fn a_reply_shows_neither_name_nor_certificate() {
    let offer = offer();
    let parts = Parts::good();
    let reply = parts.reply(&place(), offer.hello());
    for (what, needle) in [("name", &b"Ada"[..]), ("certificate", &parts.certificate[..32])] {
        let shows = reply.windows(needle.len()).any(|window| window == needle);
        assert!(!shows, "{what}");
    }
}

#[test]
fn the_key_schedule_is_the_one_of_protocol_md() {
    use hkdf::Hkdf;
    use sha2::{Digest, Sha256};
    let (place, hello, ciphertext, shared) = (place(), [1; 77], [2; 1120], [3; 32]);
    let keys = Keys::new(&place, &hello, &ciphertext, &Secret::take(&mut { shared }));

    let start = Sha256::new()
        .chain_update(b"hushwire/1 handshake\0")
        .chain_update([9; 16])
        .chain_update([0, 0, 0, 77])
        .chain_update(hello)
        .finalize();
    let offered = Sha256::new().chain_update(start).chain_update(ciphertext).finalize();
    let hkdf = Hkdf::<Sha256>::new(Some(&offered), &shared);
    let mut reply = [0; 44];
    hkdf.expand(b"hushwire/1 reply\0", &mut reply).unwrap();
    let (key, nonce) = keys.reply_keys();
    assert_eq!((&key.bytes()[..], &nonce[..]), reply.split_at(32));

    let signed = Sha256::new()
        .chain_update(offered)
        .chain_update(place.desk.0)
        .chain_update(b"proof")
        .finalize();
    assert_eq!(keys.signed(b"proof")[..], signed[..]);
    let session: [u8; 32] = Sha256::new()
        .chain_update(offered)
        .chain_update(place.desk.0)
        .chain_update(b"sealed")
        .finalize()
        .into();
    assert_eq!(keys.session(b"sealed"), session);

    let (seeds, digits) = keys.finish(&session);
    let mut all = [0; 96];
    let info = [&b"hushwire/1 session\0"[..], &session].concat();
    hkdf.expand(&info, &mut all).unwrap();
    assert_eq!(seeds.session, session);
    assert_eq!(seeds.root.bytes(), &all[..32]);
    assert_eq!(seeds.customer_header.bytes(), &all[32..64]);
    assert_eq!(seeds.technician_header.bytes(), &all[64..]);
    let mut eight = [0; 8];
    let info = [&b"hushwire/1 comparison\0"[..], &session].concat();
    hkdf.expand(&info, &mut eight).unwrap();
    let number = u64::from_be_bytes(eight) % 1_000_000_000_000;
    assert_eq!(digits.replace(' ', ""), format!("{number:012}"));
}

#[test]
fn everything_fits_into_the_frames_of_the_relay() {
    const { assert!(MAX_HELLO <= wire::MAX_HELLO && MAX_REPLY < wire::MAX_PAYLOAD) };
    let overhead = 1 + 2 + (NONCE + 48 + KEM_PUBLIC + 1088 + TAG) + 32 + TAG;
    assert!(overhead + padding::padded_length(MAX_ENVELOPE) <= wire::MAX_PAYLOAD);
}

#[test]
fn debug_prints_no_origin_and_no_key() {
    assert_eq!(format!("{:?}", offer()), "Offer { seen: 3, .. }");
}
