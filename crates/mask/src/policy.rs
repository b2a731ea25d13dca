//! What the desk wants done: per kind and direction an action, per kind a threshold and what may be shown, country hints,
//! kinds of its own, and words that are always or never masked.

use crate::detect::Own;
use crate::kind::{Action, Direction, Kind};

const KINDS: usize = Kind::ALL.len();

/// A finding below this score is not meant.
const THRESHOLD: f32 = 0.5;

/// How much of a masked value its placeholder shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// `[phone 1]`: nothing.
    Nothing,
    /// `[phone ••2671]`: the last four letters or digits, of values that have eight at least.
    LastFour,
}

/// A kind of the desk's own. Its findings are of [`Kind::Custom`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Custom {
    /// What it is called, kebab-case, at most 32 characters.
    pub name: String,
    /// How it is built. Alternatives between `|`; `d` a digit, `a` a letter, `x` either, each with a count behind it;
    /// capitals and digits as they stand; `(XX)` may be missing. Blanks and marks between the groups of a number need
    /// no mention: `LOYd8` is found in "loy-1234 5678". At most 24 characters are matched, in one pass.
    pub shape: String,
    /// What people call it; matched as whole words, in any case.
    pub labels: Vec<String>,
    /// Its check digits, in the language that `detect/ids/check.rs` describes (`l` is Luhn of all, `l3z` from the fourth
    /// character on); empty for none. It sees capitals of the shape, but not a part that may be missing.
    pub check: String,
    /// Whether it is taken without a label beside it.
    pub alone: bool,
    /// What is done about it, either way.
    pub action: Action,
}

/// The custom kind cannot be used as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadCustom {
    /// No name of kebab-case, or one too long.
    Name,
    /// The shape is empty, too long, or cannot be read.
    Shape,
    /// Too many labels, a label without a word in it, or none where one is needed.
    Labels,
    /// The check is too long, or has a step that does not exist.
    Check,
    /// There are too many custom kinds.
    TooMany,
}

impl core::fmt::Display for BadCustom {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Name => "its name is not kebab-case of at most 32 characters",
            Self::Shape => "its shape cannot be read",
            Self::Labels => "it has more than 16 labels, one without words, or none where one is needed",
            Self::Check => "its check cannot be read",
            Self::TooMany => "there are more than 32 custom kinds",
        })
    }
}

impl core::error::Error for BadCustom {}

/// What to do about each kind of finding, in each direction.
///
/// The default masks everything in both directions and shows nothing but the last four digits of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    to_desk: [Action; KINDS],
    to_customer: [Action; KINDS],
    thresholds: [f32; KINDS],
    shown: [Shown; KINDS],
    countries: Vec<[u8; 2]>,
    own: Own,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            to_desk: [Action::Mask; KINDS],
            to_customer: [Action::Mask; KINDS],
            thresholds: [THRESHOLD; KINDS],
            shown: [Shown::Nothing; KINDS],
            countries: Vec::new(),
            own: Own::default(),
        }
        .with_shown(Kind::CreditCard, Shown::LastFour)
    }
}

impl Policy {
    /// Sets the action for a kind, in one direction or (`None`) in both.
    #[must_use]
    pub fn with_rule(mut self, kind: Kind, direction: Option<Direction>, action: Action) -> Self {
        if direction != Some(Direction::ToCustomer) {
            set(&mut self.to_desk, kind, action);
        }
        if direction != Some(Direction::ToDesk) {
            set(&mut self.to_customer, kind, action);
        }
        self
    }

    /// Sets the score from which a finding of this kind is meant (0 to 1).
    #[must_use]
    pub fn with_threshold(mut self, kind: Kind, score: f32) -> Self {
        set(&mut self.thresholds, kind, score);
        self
    }

    /// Sets how much of a value of this kind its placeholder shows.
    #[must_use]
    pub fn with_shown(mut self, kind: Kind, shown: Shown) -> Self {
        set(&mut self.shown, kind, shown);
        self
    }

    /// Names the countries (ISO 3166-1 alpha-2) whose numbers are likelier here than others.
    /// A hint raises scores; it never switches another country off. Words of another shape are left out.
    #[must_use]
    pub fn with_countries<I>(mut self, countries: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        for country in countries {
            if let [a, b] = *country.as_ref().as_bytes()
                && a.is_ascii_alphabetic()
                && b.is_ascii_alphabetic()
            {
                self.countries.push([a.to_ascii_uppercase(), b.to_ascii_uppercase()]);
            }
        }
        self
    }

    /// Adds a kind of the desk's own.
    ///
    /// # Errors
    /// [`BadCustom`] says what of it cannot be used; a policy with a part left out would be a weaker one.
    pub fn with_custom(mut self, custom: Custom) -> Result<Self, BadCustom> {
        self.own.add(custom)?;
        Ok(self)
    }

    /// Masks these words wherever they stand, as whole words, in any case: a project's code name.
    #[must_use]
    pub fn with_denied<I>(mut self, phrases: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        phrases.into_iter().for_each(|phrase| self.own.deny(phrase.as_ref()));
        self
    }

    /// Never masks these values: the desk's own telephone number, its address, `@example.org` for all of a domain's mail.
    /// Blanks, marks and case do not matter.
    #[must_use]
    pub fn with_allowed<I>(mut self, values: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        values.into_iter().for_each(|value| self.own.allow(value.as_ref()));
        self
    }

    /// The action for a kind in a direction.
    #[must_use]
    pub fn action(&self, kind: Kind, direction: Direction) -> Action {
        let actions = match direction {
            Direction::ToDesk => &self.to_desk,
            Direction::ToCustomer => &self.to_customer,
        };
        actions.get(kind as usize).copied().unwrap_or(Action::Block)
    }

    /// The score from which a finding of this kind is meant.
    #[must_use]
    pub fn threshold(&self, kind: Kind) -> f32 {
        self.thresholds.get(kind as usize).copied().unwrap_or(0.0)
    }

    /// How much of a value of this kind its placeholder shows.
    #[must_use]
    pub fn shown(&self, kind: Kind) -> Shown {
        self.shown.get(kind as usize).copied().unwrap_or(Shown::Nothing)
    }

    pub(crate) fn countries(&self) -> &[[u8; 2]] {
        &self.countries
    }

    pub(crate) fn own(&self) -> &Own {
        &self.own
    }
}

fn set<T>(all: &mut [T; KINDS], kind: Kind, value: T) {
    if let Some(slot) = all.get_mut(kind as usize) {
        *slot = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Masker, Vault};

    #[test]
    fn a_rule_for_one_direction_leaves_the_other_alone() {
        let policy = Policy::default().with_rule(Kind::Email, Some(Direction::ToDesk), Action::Allow);
        assert_eq!(policy.action(Kind::Email, Direction::ToDesk), Action::Allow);
        assert_eq!(policy.action(Kind::Email, Direction::ToCustomer), Action::Mask);
        assert_eq!(policy.action(Kind::Phone, Direction::ToDesk), Action::Mask);
    }

    #[test]
    fn countries_are_two_letters_in_any_case() {
        let policy = Policy::default().with_countries(["de", "FR", "", "1a", "deu"]);
        assert_eq!(policy.countries(), [*b"DE", *b"FR"]);
    }

    fn masked(policy: Policy, text: &str) -> String {
        let masked = Masker::new(policy).mask(text, Direction::ToDesk, &mut Vault::default());
        masked.unwrap().text
    }

    #[test]
    fn a_placeholder_shows_as_much_as_the_policy_lets_it() {
        let text = "card 4242 4242 4242 4242, phone +1 415 555 2671, PIN 4821";
        let policy = Policy::default()
            .with_shown(Kind::CreditCard, Shown::Nothing)
            .with_shown(Kind::Phone, Shown::LastFour)
            .with_shown(Kind::Pin, Shown::LastFour);
        assert_eq!(masked(policy, text), "card [card 1], phone [phone ••2671], PIN [PIN 1]");
    }

    #[test]
    fn what_the_desk_allows_stays_and_what_it_denies_goes() {
        let policy = Policy::default()
            .with_allowed(["+1 (415) 555-2671", "@Desk.example"])
            .with_denied(["Project Nightjar", "Zürich-7"]);
        let text = "call 415-555-2671 or +1 415 555 2671, help@desk.example, ann@example.org; project  NIGHTJAR, zurich 7, nightjars";
        assert_eq!(
            masked(policy, text),
            "call [phone 1] or +1 415 555 2671, help@desk.example, [e-mail 1]; [custom 1], [custom 2], nightjars"
        );
    }

    fn loyalty() -> Custom {
        Custom {
            name: "loyalty".into(),
            shape: "(LOY)d8".into(),
            labels: vec!["loyalty number".into(), "bonusnummer".into()],
            check: "l".into(),
            alone: false,
            action: Action::Mask,
        }
    }

    #[test]
    fn a_custom_kind_is_found_by_its_label_shape_and_check() {
        let policy = Policy::default().with_custom(loyalty()).unwrap();
        for (text, want) in [
            ("my loyalty number is 1234 5674", "my loyalty number is [custom 1]"),
            ("Bonusnummer: LOY-12345674!", "Bonusnummer: [custom 1]!"),
            ("my loyalty number is LOY-12345675", "my loyalty number is LOY-12345675"),
            ("item 12345674", "item 12345674"),
        ] {
            assert_eq!(masked(policy.clone(), text), want);
        }
        let alone = Custom {
            shape: "LOYd8".into(),
            check: "l3z".into(),
            alone: true,
            action: Action::Block,
            ..loyalty()
        };
        let masker = Masker::new(Policy::default().with_custom(alone).unwrap());
        assert!(
            masker
                .mask("loy 1234-5674", Direction::ToDesk, &mut Vault::default())
                .is_err()
        );
        assert!(
            masker
                .mask("loy 1234-5675", Direction::ToDesk, &mut Vault::default())
                .is_ok()
        );
    }

    #[test]
    fn a_custom_kind_that_cannot_be_read_is_refused() {
        for (custom, want) in [
            (
                Custom {
                    name: "Loyalty".into(),
                    ..loyalty()
                },
                BadCustom::Name,
            ),
            (
                Custom {
                    shape: "".into(),
                    ..loyalty()
                },
                BadCustom::Shape,
            ),
            (
                Custom {
                    shape: "(LOY".into(),
                    ..loyalty()
                },
                BadCustom::Shape,
            ),
            (
                Custom {
                    shape: "d99".into(),
                    ..loyalty()
                },
                BadCustom::Shape,
            ),
            (
                Custom {
                    shape: "d-4".into(),
                    ..loyalty()
                },
                BadCustom::Shape,
            ),
            (
                Custom {
                    labels: vec![],
                    ..loyalty()
                },
                BadCustom::Labels,
            ),
            (
                Custom {
                    labels: vec!["!".into()],
                    ..loyalty()
                },
                BadCustom::Labels,
            ),
            (
                Custom {
                    check: "w12".into(),
                    ..loyalty()
                },
                BadCustom::Check,
            ),
        ] {
            assert_eq!(Policy::default().with_custom(custom), Err(want));
        }
    }
}
