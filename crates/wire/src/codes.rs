//! Why something was refused, and why a socket was closed. The numbers and the words are for ever.

use core::fmt;

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident : $number:ty { $($(#[$about:meta])* $variant:ident = $value:literal, $word:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr($number)]
        pub enum $name {
            $($(#[$about])* $variant = $value,)*
        }

        impl $name {
            /// All of them, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The number on the wire.
            pub const fn number(self) -> $number {
                self as $number
            }

            /// The word that programs and people see: kebab-case, never changed.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// The code of a number, if it is one.
            pub const fn from_number(number: $number) -> Option<Self> {
                match number {
                    $($value => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

codes! {
    /// The code of a `refused` frame.
    Refusal: u8 {
        /// The bytes are no frame.
        Malformed = 1, "malformed";
        /// The frame or a field of it is over its limit.
        TooLarge = 2, "too-large";
        /// No such room waits at this desk.
        UnknownRoom = 3, "unknown-room";
        /// This socket has not joined that room.
        NotAMember = 4, "not-a-member";
        /// Only an attached console may do that.
        NotAttached = 5, "not-attached";
        /// The certificate does not verify under the root record.
        BadCertificate = 6, "bad-certificate";
        /// The certificate is not valid yet or no longer.
        ExpiredCertificate = 7, "expired-certificate";
        /// The certificate names neither technician nor supervisor.
        RoleNotSufficient = 8, "role-not-sufficient";
        /// The challenge was not signed by the certified key for this relay and this connection.
        BadSignature = 9, "bad-signature";
        /// The manifest does not verify, or has expired.
        BadManifest = 10, "bad-manifest";
        /// The room has all the members it may have.
        RoomFull = 11, "room-full";
        /// This connection is in all the rooms it may be in.
        TooManyRooms = 12, "too-many-rooms";
        /// Another console was faster.
        AlreadyClaimed = 13, "already-claimed";
        /// Too often in too short a time.
        RateLimited = 14, "rate-limited";
        /// The desk's manifest does not list the site this chat was opened from.
        OriginNotAllowed = 15, "origin-not-allowed";
        /// The desk's queue, its list of consoles, or the relay itself is full.
        QueueFull = 16, "queue-full";
        /// Nobody of that id is in the room.
        NoSuchMember = 17, "no-such-member";
        /// The desk's newest manifest revokes this certificate.
        Revoked = 18, "revoked";
        /// The relay is about to stop and takes nothing new.
        Draining = 19, "draining";
        /// Somebody else is in the room under that id.
        RoomTaken = 20, "room-taken";
        /// The root record is none.
        BadRoot = 21, "bad-root";
        /// This connection is attached already.
        AlreadyAttached = 22, "already-attached";
        /// The desk has no such invite open: mistyped, used, expired or withdrawn.
        UnknownInvite = 23, "unknown-invite";
        /// The console, its desk or the relay has as many invites open as it may.
        InvitesFull = 24, "invites-full";
        /// Another console has an invite open under that nameplate or link.
        InviteTaken = 25, "invite-taken";
        /// The desk's manifest does not list this relay, or not in its region.
        WrongRegion = 26, "wrong-region";
    }
}

codes! {
    /// The close code of the WebSocket.
    CloseCode: u16 {
        /// The relay stops; come back in a moment.
        Stopping = 1001, "stopping";
        /// A message over the limit.
        TooBig = 1009, "too-big";
        /// A message that is no frame.
        Malformed = 4000, "malformed";
        /// The socket did not read what waited for it.
        TooSlow = 4001, "too-slow";
        /// The socket was silent for too long.
        Idle = 4002, "idle";
        /// The relay does not go on with this connection; a `refused` frame before it says why.
        Refused = 4003, "refused";
        /// The same member joined from another socket.
        Replaced = 4004, "replaced";
    }
}

/// Why bytes are no frame. Carries nothing of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reject {
    /// No bytes at all.
    Empty,
    /// The first byte names no frame of this direction.
    UnknownType,
    /// The frame ends before its fields do.
    Truncated,
    /// Bytes are left over behind the last field.
    Trailing,
    /// A field, or the frame, is longer than it may be.
    TooLarge,
    /// A field holds what it must not: a reserved id, an empty payload, an unknown code or version.
    Forbidden,
}

impl Reject {
    /// What the relay answers to it.
    pub const fn refusal(self) -> Refusal {
        match self {
            Self::TooLarge => Refusal::TooLarge,
            Self::Empty | Self::UnknownType | Self::Truncated | Self::Trailing | Self::Forbidden => Refusal::Malformed,
        }
    }

    /// And how it closes the socket after that.
    pub const fn close(self) -> CloseCode {
        match self {
            Self::TooLarge => CloseCode::TooBig,
            Self::Empty | Self::UnknownType | Self::Truncated | Self::Trailing | Self::Forbidden => {
                CloseCode::Malformed
            }
        }
    }
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the frame is empty",
            Self::UnknownType => "the frame is of no known type",
            Self::Truncated => "the frame ends too early",
            Self::Trailing => "the frame has bytes left over",
            Self::TooLarge => "the frame is over a limit",
            Self::Forbidden => "the frame holds a reserved value",
        })
    }
}

impl core::error::Error for Reject {}
