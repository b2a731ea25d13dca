//! What the desk wants done with personal data. The kinds are the masker's; here they are only codes.

/// Which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Direction {
    /// From the customer to the desk.
    ToDesk = 0,
    /// From the desk to the customer.
    ToCustomer = 1,
    /// Either way.
    Both = 2,
}

/// What happens to a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Action {
    /// Sent as it is.
    Allow = 0,
    /// Sent as it is, after the writer was told.
    Warn = 1,
    /// Replaced by a placeholder.
    Mask = 2,
    /// The message is not sent.
    Block = 3,
}

/// One line of the policy: for findings of this kind, in this direction, do this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyRule {
    /// The masker's kind, kebab-case.
    pub kind: alloc::string::String,
    /// Where it applies.
    pub direction: Direction,
    /// What is done.
    pub action: Action,
}

impl Direction {
    /// Each of them, in the order of their numbers.
    pub const ALL: [Self; 3] = [Self::ToDesk, Self::ToCustomer, Self::Both];

    /// The name that people and programs use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ToDesk => "to-desk",
            Self::ToCustomer => "to-customer",
            Self::Both => "both",
        }
    }

    pub(crate) const fn number(self) -> u8 {
        self as u8
    }

    pub(crate) fn from_number(number: u64) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|direction| u64::from(direction.number()) == number)
    }

    /// True if some message goes both in this direction and in the other.
    pub fn overlaps(self, other: Self) -> bool {
        self == other || self == Self::Both || other == Self::Both
    }
}

impl Action {
    /// Each of them, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Allow, Self::Warn, Self::Mask, Self::Block];

    /// The name that people and programs use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Mask => "mask",
            Self::Block => "block",
        }
    }

    pub(crate) const fn number(self) -> u8 {
        self as u8
    }

    pub(crate) fn from_number(number: u64) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|action| u64::from(action.number()) == number)
    }
}
