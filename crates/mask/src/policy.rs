//! What the desk wants done: per kind and direction an action, per kind a threshold, and country hints.

use crate::kind::{Action, Direction, Kind};

const KINDS: usize = Kind::ALL.len();

/// A finding below this score is not meant.
const THRESHOLD: f32 = 0.5;

/// What to do about each kind of finding, in each direction.
///
/// The default masks everything in both directions.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    to_desk: [Action; KINDS],
    to_customer: [Action; KINDS],
    thresholds: [f32; KINDS],
    countries: Vec<[u8; 2]>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            to_desk: [Action::Mask; KINDS],
            to_customer: [Action::Mask; KINDS],
            thresholds: [THRESHOLD; KINDS],
            countries: Vec::new(),
        }
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

    pub(crate) fn countries(&self) -> &[[u8; 2]] {
        &self.countries
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
}
