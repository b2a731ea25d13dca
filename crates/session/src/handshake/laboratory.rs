//! The handshake's decoders for fuzz targets: what is read, written again.

use alloc::vec::Vec;

use hushwire_desk::Fingerprint;
use hushwire_wire::{Nameplate, RoomId};
use rand_core::CryptoRng;

use super::messages::{Hello, Proof, Reply, join_box, split_box};
use super::{
    Place,
    invited::{self, Judge},
    keys::Keys,
};
use crate::{
    laboratory::constant_time,
    primitives::{DhKey, KemKey, x_wing_decapsulate, x_wing_encapsulate, x_wing_key},
    secret::Secret,
    ticket::Ticket,
};

pub(crate) fn hello(bytes: &[u8]) -> Option<Vec<u8>> {
    Hello::decode(bytes).map(|hello| hello.encode())
}

pub(crate) fn reply(bytes: &[u8]) -> Option<Vec<u8>> {
    Reply::decode(bytes).map(|reply| reply.encode())
}

pub(crate) fn sealed_box(bytes: &[u8]) -> Option<Vec<u8>> {
    split_box(bytes).map(|(proof, signature)| join_box(proof, &signature))
}

pub(crate) fn proof(bytes: &[u8]) -> Option<Vec<u8>> {
    Proof::decode(bytes).map(|proof| proof.encode())
}

/// The part of a handshake that computes with secrets: key schedule, box, session, and for a PIN both ends' runs up to
/// the ratchets. `secret` gives what nobody else knows. Answers whether guess and verdict were taken, for the right
/// digits or wrong ones.
pub(crate) fn invited_handshake(secret: &mut dyn CryptoRng, digits: [[u8; 6]; 2]) -> Option<bool> {
    let place = Place {
        room: RoomId([1; 16]),
        desk: Fingerprint([2; 32]),
    };
    let member = [3; 32];
    let seed = Secret::random(secret);
    let mut public = x_wing_key(&seed);
    constant_time::public(&mut public);
    let (mut ciphertext, shared) = x_wing_encapsulate(&public, secret)?;
    constant_time::public(&mut ciphertext);
    let decapsulated = x_wing_decapsulate(&seed, &ciphertext);
    let technician = Keys::new(&place, &public, &ciphertext, &shared);
    let customer = Keys::new(&place, &public, &ciphertext, &decapsulated);
    let mut proof: Secret<64> = Secret::random(secret);
    let mut sealed = technician.seal(proof.bytes_mut());
    constant_time::public(&mut sealed);
    customer.open(&sealed)?;
    let session = technician.session(&sealed);

    let [hers, his] = digits.map(|mut digits| Ticket::Pin {
        nameplate: Nameplate::new(123).unwrap_or_else(|| unreachable!()),
        digits: Secret::take(&mut digits),
    });
    let channel = invited::channel(&place.desk, &member);
    let (share, mut point) = Judge::share(&hers, &channel, &technician.offered, secret)?;
    constant_time::public(&mut point);
    let (dh, kem) = (DhKey::generate(secret), KemKey::generate(secret));
    let judge = Judge {
        keys: technician,
        session,
        ticket: hers,
        share: Some((share, point)),
        dh,
        kem,
    };
    let (proving, _) = invited::prove(&his, &customer, &session, &member, Some(&point), secret)?;
    let mut guess = proving.guess().to_vec();
    constant_time::public(&mut guess);
    let mut verdict = judge.judge(&guess, secret)?;
    constant_time::public(&mut verdict.sealed);
    let heard = proving.hear(&verdict.sealed)?;
    (heard.is_ok() == verdict.outcome.is_ok()).then_some(heard.is_ok())
}
