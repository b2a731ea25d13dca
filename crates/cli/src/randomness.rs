//! Random bytes from the system.

use zeroize::{Zeroize, Zeroizing};

use crate::failure::Failure;

/// `N` bytes that nobody can guess, wiped on drop.
pub(crate) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, Failure>
where
    [u8; N]: Zeroize,
{
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice())
        .map_err(|_| Failure::new("the system gives no random numbers, so no key can be made"))?;
    Ok(bytes)
}
