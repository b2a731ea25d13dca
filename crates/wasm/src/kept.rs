//! Keys and sealed states across the border.
//!
//! A key comes in as a reference to the caller's array and is copied into memory that is wiped; the module never gives
//! one out. Where key and bytes are kept is the page's business: the one apart from the other, both gone with the tab,
//! and behind a lock (Web Locks) that a duplicated tab does not get.

use hushwire_session::StateKey;
use js_sys::Uint8Array;
use zeroize::Zeroizing;

use crate::error::HushError;

/// Takes a key of exactly 32 bytes.
pub(crate) fn key(bytes: &Uint8Array) -> Result<StateKey, HushError> {
    let mut key = Zeroizing::new([0; 32]);
    if bytes.length() != 32 {
        return Err(HushError::BadOptions);
    }
    bytes.copy_to(&mut key[..]);
    Ok(StateKey::take(&mut key))
}
