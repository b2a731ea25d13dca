//! The ratchet's header for fuzz targets: what an honest key holder could have sealed, opened, and sealed again.

use alloc::vec::Vec;

use super::header::{open_header, seal_header};
use crate::{laboratory::Fixed, primitives::seal, secret::Secret};

pub(crate) fn header(plain: &[u8]) -> Option<Vec<u8>> {
    let (key, session, nonce) = (Secret::take(&mut [1; 32]), [2; 32], [0; 12]);
    let body = seal(&key, &nonce, &session, plain.to_vec().into());
    let sealed = [&nonce[..], &body].concat();
    let header = open_header(&sealed, &key, &session)?;
    let again = seal_header(&header, &key, &session, &mut Fixed::new(&[]));
    (again == sealed).then(|| plain.to_vec())
}
