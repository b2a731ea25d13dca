//! What a policy decides.

use hushwire_mask::{Action, Direction, Kind, Masker, Policy, Vault};
use proptest::prelude::*;
use proptest::sample::select;

use crate::{MASKER, config, texts::texts};

fn everything(action: Action) -> Policy {
    Kind::ALL
        .into_iter()
        .fold(Policy::default(), |policy, kind| policy.with_rule(kind, None, action))
}

fn kinds() -> impl Strategy<Value = Kind> {
    select(Kind::ALL.to_vec())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_allowed_is_left_as_it_is(text in texts(), kind in kinds()) {
        let all = Masker::new(everything(Action::Allow));
        let sent = all.mask(&text, Direction::ToDesk, &mut Vault::default()).unwrap();
        prop_assert_eq!(&sent.text, &text);
        prop_assert!(sent.findings.is_empty());
        let one = Masker::new(Policy::default().with_rule(kind, None, Action::Allow));
        prop_assert!(one.scan(&text, Direction::ToDesk).iter().all(|finding| finding.kind != kind));
    }

    #[test]
    fn what_is_warned_of_is_named_and_left_as_it_is(text in texts()) {
        let masker = Masker::new(everything(Action::Warn));
        let sent = masker.mask(&text, Direction::ToDesk, &mut Vault::default()).unwrap();
        prop_assert_eq!(&sent.text, &text);
        prop_assert!(sent.findings.iter().all(|finding| finding.action == Action::Warn));
    }

    #[test]
    fn what_is_blocked_is_refused_and_leaves_nothing_in_the_vault(text in texts()) {
        let masker = Masker::new(everything(Action::Block));
        let mut vault = Vault::default();
        let found = MASKER.scan(&text, Direction::ToDesk);
        match masker.mask(&text, Direction::ToDesk, &mut vault) {
            Ok(sent) => prop_assert!(found.is_empty() && sent.text == text),
            Err(blocked) => prop_assert!(!found.is_empty() && !blocked.findings.is_empty()),
        }
        prop_assert!(vault.is_empty());
    }

    #[test]
    fn a_rule_for_one_direction_leaves_the_other_as_it_was(text in texts(), kind in kinds()) {
        let policy = Policy::default().with_rule(kind, Some(Direction::ToDesk), Action::Allow);
        let masker = Masker::new(policy);
        prop_assert_eq!(masker.scan(&text, Direction::ToCustomer), MASKER.scan(&text, Direction::ToCustomer));
    }

    #[test]
    fn nothing_reaches_a_threshold_above_certainty(text in texts()) {
        let policy = Kind::ALL.into_iter().fold(Policy::default(), |policy, kind| policy.with_threshold(kind, 1.01));
        prop_assert!(Masker::new(policy).scan(&text, Direction::ToDesk).is_empty());
    }
}
