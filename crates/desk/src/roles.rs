//! What a member may do.

use core::{fmt, str::FromStr};

/// One role of a member. The number is the one in certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Role {
    /// Talks to customers.
    Technician = 0,
    /// Sees the queue, joins and hands over chats of others.
    Supervisor = 1,
    /// Opens archives and audit trails.
    Auditor = 2,
    /// Runs the desk: members, policy, retention.
    Owner = 3,
}

impl Role {
    /// Every role, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Technician, Self::Supervisor, Self::Auditor, Self::Owner];

    /// The name that people and programs use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Technician => "technician",
            Self::Supervisor => "supervisor",
            Self::Auditor => "auditor",
            Self::Owner => "owner",
        }
    }

    pub(crate) const fn number(self) -> u8 {
        self as u8
    }

    pub(crate) fn from_number(number: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|role| u64::from(role.number()) == number)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(name: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == name)
            .ok_or(UnknownRole)
    }
}

/// The name is not that of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownRole;

impl fmt::Display for UnknownRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the roles are technician, supervisor, auditor and owner")
    }
}

impl core::error::Error for UnknownRole {}

/// A set of roles: sorted and without doubles by construction.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Roles {
    bits: u8,
}

impl Roles {
    /// True if the role is one of them.
    pub fn contains(self, role: Role) -> bool {
        self.bits & (1 << role.number()) != 0
    }

    /// The roles in the order of their numbers.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.contains(*role))
    }

    /// True if there is none.
    pub fn is_empty(self) -> bool {
        self.bits == 0
    }

    pub(crate) fn len(self) -> u64 {
        u64::from(self.bits.count_ones())
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        Self {
            bits: roles.into_iter().fold(0, |bits, role| bits | 1 << role.number()),
        }
    }
}

impl From<Role> for Roles {
    fn from(role: Role) -> Self {
        Self::from_iter([role])
    }
}

impl fmt::Debug for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
