//! What cues announce, and how the packed table writes it. Read by the crate and by its build script.

/// What a cue announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Cue {
    /// "is", "ist", "est": what follows is the value.
    Is,
    /// "my", "number", "please": may stand between a label and its value.
    Link,
    /// "wrong", "abgelaufen": what is said of a password that is not said.
    State,
    /// Order, ticket, tracking, version, price: the number after it is nobody's.
    Harmless,
    Card,
    Expiry,
    Cvv,
    Iban,
    Account,
    Routing,
    Phone,
    Email,
    Password,
    Pin,
    Otp,
    Secret,
    Birth,
    Passport,
    License,
    HealthId,
    NationalId,
    TaxId,
    BusinessId,
    Ssn,
    Plate,
    Vin,
    Device,
    Mac,
    Wallet,
    Username,
    Coordinates,
    /// "diagnosed with", "leide an".
    Diagnosis,
    /// An illness, a treatment.
    Disease,
    /// A digit said as a word; which one is in [`Hit::scheme`].
    Digit,
    /// The label of one scheme of `detect::ids`; which one is in [`Hit::scheme`].
    Scheme,
}

impl Cue {
    /// Every one of them, in the order of declaration.
    pub(crate) const ALL: [Self; 35] = [
        Self::Is,
        Self::Link,
        Self::State,
        Self::Harmless,
        Self::Card,
        Self::Expiry,
        Self::Cvv,
        Self::Iban,
        Self::Account,
        Self::Routing,
        Self::Phone,
        Self::Email,
        Self::Password,
        Self::Pin,
        Self::Otp,
        Self::Secret,
        Self::Birth,
        Self::Passport,
        Self::License,
        Self::HealthId,
        Self::NationalId,
        Self::TaxId,
        Self::BusinessId,
        Self::Ssn,
        Self::Plate,
        Self::Vin,
        Self::Device,
        Self::Mac,
        Self::Wallet,
        Self::Username,
        Self::Coordinates,
        Self::Diagnosis,
        Self::Disease,
        Self::Digit,
        Self::Scheme,
    ];
}

/// In the packed table a value below this is a [`Cue`]; there are fewer than this many.
pub(crate) const DIGITS_FROM: u8 = 44;
/// From `DIGITS_FROM` on a digit said as a word, from here on the label of a scheme.
pub(crate) const SCHEMES_FROM: u8 = 54;
/// In the packed table: this entry's phrase is that of the entry before it.
pub(crate) const SAME: u8 = 0x7F;
/// In the packed table: how many characters an entry shares with the one before it, less this.
pub(crate) const SHARED_FROM: u8 = b' ';
