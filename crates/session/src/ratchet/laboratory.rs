//! The ratchet's header for fuzz targets: what an honest key holder could have sealed, opened, and sealed again.

use alloc::vec::Vec;

use rand_core::CryptoRng;

use super::{
    Pace, Ratchet, Seeds,
    header::{open_header, seal_header},
};
use crate::{
    laboratory::{Fixed, constant_time},
    primitives::{DhKey, KemKey, seal},
    secret::Secret,
};

pub(crate) fn header(plain: &[u8]) -> Option<Vec<u8>> {
    let (key, session, nonce) = (Secret::take(&mut [1; 32]), [2; 32], [0; 12]);
    let body = seal(&key, &nonce, &session, plain.to_vec().into());
    let sealed = [&nonce[..], &body].concat();
    let header = open_header(&sealed, &key, &session)?;
    let again = seal_header(&header, &key, &session, &mut Fixed::new(&[]));
    (again == sealed).then(|| plain.to_vec())
}

/// Two ends say `plain` to each other, with turns in between; `secret` gives what nobody else knows. Answers how many
/// messages were opened; the last, altered one is not.
pub(crate) fn dialogue(secret: &mut dyn CryptoRng, plain: &[u8]) -> Option<usize> {
    let root: Secret<32> = Secret::random(secret);
    let (one, other): (Secret<32>, Secret<32>) = (Secret::random(secret), Secret::random(secret));
    let seeds = || Seeds {
        session: [2; 32],
        root: root.clone(),
        customer_header: one.clone(),
        technician_header: other.clone(),
    };
    let (dh, kem) = (DhKey::generate(secret), KemKey::generate(secret));
    let (mut dh_public, mut kem_public) = (dh.public(), kem.public());
    constant_time::public(&mut dh_public);
    constant_time::public(&mut kem_public[..]);
    let mut customer = Ratchet::customer(seeds(), dh_public, kem_public, secret)?;
    let mut technician = Ratchet::technician(seeds(), dh, kem);
    let mut opened = 0;
    for turn in 0..4 {
        let (from, to) = match turn % 2 {
            0 => (&mut customer, &mut technician),
            _ => (&mut technician, &mut customer),
        };
        for pace in [Pace::Turn, Pace::Keep] {
            let mut message = from.seal(plain, pace, secret)?;
            constant_time::public(&mut message);
            opened += usize::from(to.open(&message).is_ok());
        }
        let mut altered = from.seal(plain, Pace::Keep, secret)?;
        constant_time::public(&mut altered);
        *altered.last_mut()? ^= 1;
        opened += usize::from(to.open(&altered).is_ok());
    }
    Some(opened)
}
