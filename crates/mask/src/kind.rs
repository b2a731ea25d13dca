//! The words everybody uses: which kind of data, which way it goes, what is done about it.

use core::fmt;

/// A word that is none of the known ones. It carries nothing of what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownWord;

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a known word")
    }
}

impl core::error::Error for UnknownWord {}

/// An enum of stable kebab-case words.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every one of them, in the order of declaration.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// The stable kebab-case word.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(word: &str) -> Result<Self, $crate::UnknownWord> {
                Self::ALL.into_iter().find(|one| one.as_str() == word).ok_or($crate::UnknownWord)
            }
        }
    };
}

pub(crate) use words;

words! {
    /// What a finding is.
    Kind {
        /// A payment card number.
        CreditCard = "credit-card",
        /// A card's expiry date, said as such.
        CardExpiry = "card-expiry",
        /// A card's security code (CVV, CVC, CID).
        CardSecurityCode = "card-security-code",
        /// An international bank account number.
        Iban = "iban",
        /// A domestic bank account number, said as such.
        BankAccount = "bank-account",
        /// A bank's routing number: ABA, sort code, BLZ, BSB, BIC.
        RoutingNumber = "routing-number",
        /// The address of a cryptocurrency wallet.
        CryptoWallet = "crypto-wallet",
        /// An e-mail address, also when spelled "at" and "dot".
        Email = "email",
        /// A telephone number.
        Phone = "phone",
        /// A person's name.
        Person = "person",
        /// A street address.
        Address = "address",
        /// A place.
        Location = "location",
        /// A date.
        Date = "date",
        /// A date of birth, said as such.
        DateOfBirth = "date-of-birth",
        /// Somebody's age.
        Age = "age",
        /// A web address.
        Url = "url",
        /// A web address that carries a user name and a password, or a token.
        UrlCredentials = "url-credentials",
        /// An IPv4 or IPv6 address.
        IpAddress = "ip-address",
        /// A network card's address.
        MacAddress = "mac-address",
        /// A device's number: IMEI and the like.
        DeviceId = "device-id",
        /// A password, said as such.
        Password = "password",
        /// A PIN, said as such.
        Pin = "pin",
        /// A one-time code, said as such.
        OneTimeCode = "one-time-code",
        /// An API key, a token, a private key, a connection string.
        Secret = "secret",
        /// A number a state gives to a person.
        NationalId = "national-id",
        /// A number a tax office gives.
        TaxId = "tax-id",
        /// A number a company register gives.
        BusinessId = "business-id",
        /// A passport number.
        Passport = "passport",
        /// A driver's licence number.
        DriverLicense = "driver-license",
        /// A patient's or a health insurance number.
        HealthId = "health-id",
        /// A statement about somebody's health.
        Health = "health",
        /// A vehicle identification number.
        VehicleId = "vehicle-id",
        /// A licence plate.
        LicensePlate = "license-plate",
        /// An account name.
        Username = "username",
        /// A position on the globe.
        Coordinates = "coordinates",
        /// Something of the desk's own: a custom rule or a word of its deny list.
        Custom = "custom",
    }
}

words! {
    /// What is done about a finding.
    Action {
        /// Let it pass, say nothing.
        Allow = "allow",
        /// Let it pass, but point it out.
        Warn = "warn",
        /// Put a placeholder in its place.
        Mask = "mask",
        /// Refuse to send the message.
        Block = "block",
    }
}

words! {
    /// Which way the text goes.
    Direction {
        /// From the customer to the desk.
        ToDesk = "to-desk",
        /// From the desk to the customer.
        ToCustomer = "to-customer",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_as_what_it_was_written_from() {
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert!(kind.as_str().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
        }
        for action in Action::ALL {
            assert_eq!(action.as_str().parse(), Ok(action));
        }
        for direction in Direction::ALL {
            assert_eq!(direction.as_str().parse(), Ok(direction));
        }
        assert_eq!("Credit-Card".parse::<Kind>(), Err(UnknownWord));
    }
}
