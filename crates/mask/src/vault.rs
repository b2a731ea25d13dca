//! Where the originals stay: on the owner's side, until the session ends.

use core::fmt;

use zeroize::Zeroizing;

use crate::kind::Kind;
use crate::placeholder::{HIGHEST, label};
use crate::policy::Shown;

/// Four characters of less than this would be half of the value.
const SHORTEST_SHOWN: usize = 8;

struct Entry {
    kind: Kind,
    /// The value as it is compared: a card typed with and without blanks is one card.
    key: Zeroizing<String>,
    original: Zeroizing<String>,
    placeholder: String,
}

/// The originals behind the placeholders of one session. Wiped when dropped.
///
/// The same value gets the same placeholder for as long as the vault lives.
#[derive(Default)]
pub struct Vault {
    entries: Vec<Entry>,
}

impl Vault {
    /// How many values it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value behind a placeholder, for its owner to reveal.
    #[must_use]
    pub fn original(&self, placeholder: &str) -> Option<&str> {
        self.entries
            .iter()
            .find(|entry| entry.placeholder == placeholder)
            .map(|entry| entry.original.as_str())
    }

    /// Everything in it, in the order in which it came: kind, original, placeholder. For a state that is kept, sealed,
    /// over a reload.
    pub fn entries(&self) -> impl Iterator<Item = (Kind, &str, &str)> {
        self.entries
            .iter()
            .map(|entry| (entry.kind, entry.original.as_str(), entry.placeholder.as_str()))
    }

    /// Puts back what [`Vault::entries`] gave, in the same order.
    pub fn put_back(&mut self, kind: Kind, original: &str, placeholder: &str) {
        self.entries.push(Entry {
            kind,
            key: key(kind, original),
            original: Zeroizing::new(original.to_owned()),
            placeholder: placeholder.to_owned(),
        });
    }

    /// The placeholder for a value, a new one if the value is new.
    pub(crate) fn placeholder(&mut self, kind: Kind, value: &str, shown: Shown) -> &str {
        let key = key(kind, value);
        let at = match self
            .entries
            .iter()
            .position(|entry| entry.kind == kind && *entry.key == *key)
        {
            Some(at) => at,
            None => {
                let placeholder = self.fresh(kind, &key, shown);
                self.entries.push(Entry {
                    kind,
                    key,
                    original: Zeroizing::new(value.to_owned()),
                    placeholder,
                });
                self.entries.len() - 1
            }
        };
        self.entries
            .get(at)
            .map_or("[secret 1]", |entry| entry.placeholder.as_str())
    }

    fn fresh(&self, kind: Kind, key: &str, shown: Shown) -> String {
        let label = label(kind);
        if shown == Shown::LastFour && key.len() >= SHORTEST_SHOWN {
            let last = key.len().checked_sub(4).and_then(|from| key.get(from..));
            if let Some(last) = last.filter(|last| last.bytes().all(|b| b.is_ascii_alphanumeric())) {
                let alike = self
                    .entries
                    .iter()
                    .filter(|entry| entry.kind == kind && entry.key.ends_with(last))
                    .count();
                let nth = if alike == 0 { 0 } else { alike + 1 };
                return written(&[label, " ••", last], nth);
            }
        }
        let nth = self.entries.iter().filter(|entry| entry.kind == kind).count() + 1;
        written(&[label], nth)
    }
}

/// `[label 12]`; without a number when that is nought.
fn written(parts: &[&str], nth: usize) -> String {
    let mut out = String::from("[");
    for part in parts {
        out.push_str(part);
    }
    if nth > 0 {
        out.push(' ');
        let shown = nth.min(HIGHEST);
        for (unit, from) in [(100, 100), (10, 10), (1, 0)] {
            if shown >= from {
                out.push(char::from(b'0' + (shown / unit % 10) as u8));
            }
        }
        if nth > HIGHEST {
            out.push('+');
        }
    }
    out.push(']');
    out
}

/// Values that differ only in case or separators are one value, except where case is the value.
fn key(kind: Kind, value: &str) -> Zeroizing<String> {
    let mut key = Zeroizing::new(String::with_capacity(value.len()));
    match kind {
        Kind::Password | Kind::Secret | Kind::Url | Kind::UrlCredentials | Kind::Username => key.push_str(value),
        Kind::Email | Kind::IpAddress => key.extend(
            value
                .chars()
                .filter(|c| !c.is_whitespace())
                .map(|c| c.to_ascii_lowercase()),
        ),
        _ => {
            key.extend(
                value
                    .chars()
                    .map(crate::text::plain)
                    .filter(|c| c.is_ascii_alphanumeric() || !c.is_ascii())
                    .map(|c| c.to_ascii_lowercase()),
            );
            if key.is_empty() {
                key.push_str(value);
            }
        }
    }
    key
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { entries } = self;
        f.debug_struct("Vault").field("entries", &entries.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_has_one_placeholder_however_it_is_typed() {
        let mut vault = Vault::default();
        assert_eq!(
            vault.placeholder(Kind::CreditCard, "4242 4242 4242 4242", Shown::LastFour),
            "[card ••4242]"
        );
        assert_eq!(
            vault.placeholder(Kind::CreditCard, "4242-4242-4242-4242", Shown::LastFour),
            "[card ••4242]"
        );
        assert_eq!(
            vault.placeholder(Kind::CreditCard, "5555 4242 4242 4242", Shown::LastFour),
            "[card ••4242 2]"
        );
        assert_eq!(
            vault.placeholder(Kind::Email, "Ann@example.org", Shown::Nothing),
            "[e-mail 1]"
        );
        assert_eq!(
            vault.placeholder(Kind::Email, "bob@example.org", Shown::Nothing),
            "[e-mail 2]"
        );
        assert_eq!(
            vault.placeholder(Kind::Email, "ann@example.org", Shown::Nothing),
            "[e-mail 1]"
        );
        assert_eq!(
            vault.placeholder(Kind::Password, "hunter2", Shown::Nothing),
            "[password 1]"
        );
        assert_eq!(
            vault.placeholder(Kind::Password, "Hunter2", Shown::Nothing),
            "[password 2]"
        );
        assert_eq!(vault.original("[e-mail 2]"), Some("bob@example.org"));
        assert_eq!(vault.original("[e-mail 3]"), None);
    }

    #[test]
    fn what_is_put_back_keeps_its_placeholders_and_the_count_goes_on() {
        let mut vault = Vault::default();
        vault.placeholder(Kind::CreditCard, "4242 4242 4242 4242", Shown::LastFour);
        vault.placeholder(Kind::Email, "Ann@example.org", Shown::Nothing);
        let mut again = Vault::default();
        for (kind, original, placeholder) in vault.entries() {
            again.put_back(kind, original, placeholder);
        }
        assert_eq!(
            again.placeholder(Kind::Email, "ann@example.org", Shown::Nothing),
            "[e-mail 1]"
        );
        assert_eq!(
            again.placeholder(Kind::Email, "bob@example.org", Shown::Nothing),
            "[e-mail 2]"
        );
        assert_eq!(
            again.placeholder(Kind::CreditCard, "5555 4242 4242 4242", Shown::LastFour),
            "[card ••4242 2]"
        );
        assert_eq!(again.original("[card ••4242]"), Some("4242 4242 4242 4242"));
    }

    #[test]
    fn debug_tells_how_many_and_nothing_else() {
        let mut vault = Vault::default();
        vault.placeholder(Kind::Password, "hunter2", Shown::Nothing);
        assert_eq!(format!("{vault:?}"), "Vault { entries: 1 }");
    }
}
