//! Who and where, as the relay knows them. None of them prints itself: a log line built with `{:?}` stays blind.

use core::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

macro_rules! blind_id {
    ($(#[$doc:meta])* $name:ident, $size:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $size]);

        impl $name {
            /// How many bytes it has on the wire.
            pub const SIZE: usize = $size;

            /// All bytes zero: a reserved value, never an id of something.
            pub fn is_zero(&self) -> bool {
                self.0 == [0; $size]
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}
pub(crate) use blind_id;

blind_id!(
    /// A desk: the SHA-256 fingerprint of its root record.
    DeskId,
    32
);
blind_id!(
    /// A room: drawn at random by whoever opens it. All zero means "no room" and only `refused` may carry it.
    RoomId,
    16
);
blind_id!(
    /// A member of a room: the first 8 bytes of SHA-256("hushwire/1 member" || 0x00 || secret), computed by the relay.
    /// All zero means "all other members" and only the `to` of a frame may carry it.
    MemberId,
    8
);

impl RoomId {
    /// What `refused` carries when it is about no room.
    pub const NONE: Self = Self([0; 16]);
}

impl MemberId {
    /// The `to` of a frame for all other members of the room.
    pub const EVERYBODY: Self = Self([0; 8]);
    /// What the relay hashes before the secret, a zero byte between them.
    pub const LABEL: &str = "hushwire/1 member";
}

/// What makes a socket *that* member of a room again after a reconnect: known to the member and the relay alone.
/// Wiped on drop, never printed, not `Clone`.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct MemberSecret([u8; 16]);

impl MemberSecret {
    /// How many bytes it has on the wire.
    pub const SIZE: usize = 16;

    /// Takes the bytes in; what the caller still holds is the caller's to wipe.
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes, to hash or to send.
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// Looks at every byte whatever it finds, so that the time taken tells nothing about where two secrets part.
impl PartialEq for MemberSecret {
    fn eq(&self, other: &Self) -> bool {
        let difference = self.0.iter().zip(&other.0).fold(0, |sum, (a, b)| sum | (a ^ b));
        core::hint::black_box(difference) == 0
    }
}

impl Eq for MemberSecret {}

impl fmt::Debug for MemberSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(_) = self;
        f.write_str("MemberSecret(..)")
    }
}

/// The members of a room in a `joined` frame, in the order in which they came.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Members<'a>(&'a [[u8; MemberId::SIZE]]);

impl<'a> Members<'a> {
    /// Wraps a list for encoding.
    pub const fn new(list: &'a [[u8; MemberId::SIZE]]) -> Self {
        Self(list)
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Nobody else is there.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = MemberId> + 'a {
        self.0.iter().copied().map(MemberId)
    }

    pub(crate) const fn bytes(&self) -> &'a [u8] {
        self.0.as_flattened()
    }
}

impl fmt::Debug for Members<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Members({})", self.0.len())
    }
}
