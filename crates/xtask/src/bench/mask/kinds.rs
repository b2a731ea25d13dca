//! Which of each tool's kinds is which of the seven that all of them know.
//!
//! Only these seven are compared: a kind that one tool lacks says nothing of the others. Where a tool splits a kind, all
//! its parts count for it; what it finds besides counts neither for nor against it here, only on clean messages.

/// Our own name in all tables, and the names of all that are Rust.
pub(crate) const OURS: &str = "hushwire";
pub(crate) const RUST: [&str; 3] = [OURS, "leakguard", "redact-core"];

/// The kinds that every masker claims to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Core {
    Card,
    Iban,
    Email,
    Phone,
    Ssn,
    Ip,
    Url,
}

impl Core {
    pub(crate) const ALL: [Self; 7] = [
        Self::Card,
        Self::Iban,
        Self::Email,
        Self::Phone,
        Self::Ssn,
        Self::Ip,
        Self::Url,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Iban => "IBAN",
            Self::Email => "e-mail",
            Self::Phone => "phone",
            Self::Ssn => "SSN",
            Self::Ip => "IP",
            Self::Url => "URL",
        }
    }
}

use Core::{Card, Email, Iban, Ip, Phone, Ssn, Url};

/// Tool, its word, ours.
const KINDS: &[(&str, &str, Core)] = &[
    ("hushwire", "credit-card", Card),
    ("hushwire", "iban", Iban),
    ("hushwire", "email", Email),
    ("hushwire", "phone", Phone),
    // `peers` and `mask.mjs` say so of a national-id whose scheme it is.
    ("hushwire", "ssn", Ssn),
    ("hushwire", "ip-address", Ip),
    ("hushwire", "url", Url),
    ("hushwire", "url-credentials", Url),
    ("leakguard", "CREDIT_CARD", Card),
    ("leakguard", "IBAN", Iban),
    ("leakguard", "EMAIL", Email),
    ("leakguard", "PHONE", Phone),
    ("leakguard", "US_SSN", Ssn),
    ("leakguard", "IPV4", Ip),
    ("leakguard", "IPV6", Ip),
    // It looks for no other web addresses, and says so.
    ("leakguard", "URL_CREDENTIALS", Url),
    ("redact-core", "CREDIT_CARD", Card),
    ("redact-core", "IBAN", Iban),
    ("redact-core", "IBAN_CODE", Iban),
    ("redact-core", "EMAIL_ADDRESS", Email),
    ("redact-core", "PHONE_NUMBER", Phone),
    ("redact-core", "UK_PHONE_NUMBER", Phone),
    ("redact-core", "UK_MOBILE_NUMBER", Phone),
    ("redact-core", "US_SSN", Ssn),
    ("redact-core", "IP_ADDRESS", Ip),
    ("redact-core", "URL", Url),
    ("redact-core", "DOMAIN_NAME", Url),
    ("redact-pii", "CREDIT_CARD_NUMBER", Card),
    ("redact-pii", "EMAIL_ADDRESS", Email),
    ("redact-pii", "PHONE_NUMBER", Phone),
    ("redact-pii", "US_SOCIAL_SECURITY_NUMBER", Ssn),
    ("redact-pii", "IP_ADDRESS", Ip),
    ("redact-pii", "URL", Url),
    ("openredaction", "CREDIT_CARD", Card),
    ("openredaction", "IBAN", Iban),
    ("openredaction", "UK_BANK_ACCOUNT_IBAN", Iban),
    ("openredaction", "EMAIL", Email),
    ("openredaction", "PHONE_UK_MOBILE", Phone),
    ("openredaction", "PHONE_UK", Phone),
    ("openredaction", "PHONE_US", Phone),
    ("openredaction", "PHONE_INTERNATIONAL", Phone),
    ("openredaction", "SSN", Ssn),
    ("openredaction", "IPV4", Ip),
    ("openredaction", "IPV6", Ip),
    ("openredaction", "URL_WITH_AUTH", Url),
];

/// What a tool's word stands for, if it is one of the seven.
pub(crate) fn of_tool(tool: &str, word: &str) -> Option<Core> {
    // Ours in wasm speaks as ours does natively.
    let tool = tool.strip_suffix("-wasm").unwrap_or(tool);
    KINDS
        .iter()
        .find(|(one, theirs, _)| *one == tool && *theirs == word)
        .map(|(_, _, core)| *core)
}

/// What a label of a text stands for: our corpus says `credit-card`, other data sets have their own words.
pub(crate) fn of_label(label: &str) -> Option<Core> {
    Some(match label {
        "credit-card" | "CREDIT_CARD" | "CARD" => Card,
        "iban" | "IBAN" | "IBAN_CODE" => Iban,
        "email" | "EMAIL" | "EMAIL_ADDRESS" => Email,
        "phone" | "PHONE" | "PHONE_NUMBER" => Phone,
        "ssn" | "US_SSN" => Ssn,
        "ip-address" | "IP" | "IP_ADDRESS" => Ip,
        "url" | "url-credentials" | "URL" => Url,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_is_the_same_natively_and_in_wasm() {
        assert_eq!(of_tool("hushwire-wasm", "phone"), Some(Phone));
        assert_eq!(of_tool("hushwire", "phone"), Some(Phone));
        assert_eq!(of_tool("leakguard", "phone"), None);
    }

    #[test]
    fn no_word_of_a_tool_stands_there_twice() {
        for (at, (tool, word, _)) in KINDS.iter().enumerate() {
            let again = KINDS
                .iter()
                .skip(at + 1)
                .any(|(one, theirs, _)| one == tool && theirs == word);
            assert!(!again, "{tool} {word}");
        }
    }
}
