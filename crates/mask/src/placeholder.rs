//! What stands in a masked text: `[card ••4242]`, `[e-mail 1]`.
//!
//! Grammar: `[` label space number `]`, number 1 to 999 or `999+`;
//! where the last four letters or digits are shown `[card ••dddd]`, and `[card ••dddd 2]` when another one ends in the same.

use crate::kind::Kind;

/// Where a placeholder stands in a masked text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it stands for.
    pub kind: Kind,
}

/// Numbers stop here, so that a placeholder never looks like a PIN itself.
pub(crate) const HIGHEST: usize = 999;
/// The longest label, "one-time code", with brackets, dots and number: enough for any placeholder.
const LONGEST: usize = 48;

pub(crate) const fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::CreditCard => "card",
        Kind::CardExpiry => "card expiry",
        Kind::CardSecurityCode => "card code",
        Kind::Iban => "IBAN",
        Kind::BankAccount => "bank account",
        Kind::RoutingNumber => "bank code",
        Kind::CryptoWallet => "wallet",
        Kind::Email => "e-mail",
        Kind::Phone => "phone",
        Kind::Person => "person",
        Kind::Address => "address",
        Kind::Location => "place",
        Kind::Date => "date",
        Kind::DateOfBirth => "date of birth",
        Kind::Age => "age",
        Kind::Url => "link",
        Kind::UrlCredentials => "link with password",
        Kind::IpAddress => "IP address",
        Kind::MacAddress => "MAC address",
        Kind::DeviceId => "device",
        Kind::Password => "password",
        Kind::Pin => "PIN",
        Kind::OneTimeCode => "one-time code",
        Kind::Secret => "secret",
        Kind::NationalId => "national ID",
        Kind::TaxId => "tax ID",
        Kind::BusinessId => "business ID",
        Kind::Passport => "passport",
        Kind::DriverLicense => "driver licence",
        Kind::HealthId => "health ID",
        Kind::Health => "health",
        Kind::VehicleId => "vehicle",
        Kind::LicensePlate => "number plate",
        Kind::Username => "user name",
        Kind::Coordinates => "coordinates",
        Kind::Custom => "custom",
    }
}

/// Where placeholders stand in a text, left to right.
#[must_use]
pub fn placeholders(text: &str) -> Vec<Placeholder> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(offset) = rest.find('[') else { break };
        let start = at + offset;
        match starting_at(text, start) {
            Some(placeholder) => {
                at = placeholder.end;
                found.push(placeholder);
            }
            None => at = start + 1,
        }
    }
    found
}

/// The placeholder that begins at this byte, if one does.
pub(crate) fn starting_at(text: &str, start: usize) -> Option<Placeholder> {
    let after = text.get(start..)?.strip_prefix('[')?;
    let close = after.bytes().take(LONGEST).position(|b| b == b']')?;
    let inside = after.get(..close)?;
    let kind = Kind::ALL.into_iter().find(|&kind| {
        inside
            .strip_prefix(label(kind))
            .and_then(|rest| rest.strip_prefix(' '))
            .is_some_and(is_number)
    })?;
    Some(Placeholder {
        start,
        end: start + close + 2,
        kind,
    })
}

fn is_number(rest: &str) -> bool {
    match rest.strip_prefix("••") {
        Some(last) => {
            let (last, nth) = last.split_once(' ').unwrap_or((last, "2"));
            last.len() == 4 && last.bytes().all(|b| b.is_ascii_alphanumeric()) && is_count(nth)
        }
        None => is_count(rest),
    }
}

fn is_count(word: &str) -> bool {
    word == "999+"
        || ((1..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit()) && !word.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found_and_lookalikes_are_not() {
        let text = "a [card ••4242] b [e-mail 12][PIN 3] [PIN 4821] [card 4111] [e-mail] [foo 1] [[phone 7] [phone ••2671] [IBAN ••30Xy 2] [phone ••267]";
        let found: Vec<_> = placeholders(text)
            .iter()
            .map(|p| (&text[p.start..p.end], p.kind))
            .collect();
        assert_eq!(
            found,
            [
                ("[card ••4242]", Kind::CreditCard),
                ("[e-mail 12]", Kind::Email),
                ("[PIN 3]", Kind::Pin),
                ("[phone 7]", Kind::Phone),
                ("[phone ••2671]", Kind::Phone),
                ("[IBAN ••30Xy 2]", Kind::Iban),
            ]
        );
    }

    #[test]
    fn every_kind_has_a_label_of_its_own() {
        for (n, kind) in Kind::ALL.into_iter().enumerate() {
            assert!(label(kind).len() + 14 < LONGEST, "{kind}");
            assert!(
                Kind::ALL
                    .into_iter()
                    .skip(n + 1)
                    .all(|other| label(other) != label(kind)),
                "{kind}"
            );
        }
    }
}
