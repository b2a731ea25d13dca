//! What happens to the values that were found.

use hushwire_mask::{Direction, Kind, Vault, placeholders};
use proptest::prelude::*;

use crate::{MASKER, config, masked, texts::texts};

/// A shorter value is said in many ways that mean something else: "123".
const TELLING: usize = 4;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn masking_what_is_masked_changes_nothing(text in texts()) {
        let once = masked(&text);
        let twice = masked(&once.text);
        prop_assert_eq!(&twice.text, &once.text);
        prop_assert!(twice.findings.is_empty());
    }

    /// Neither where it was found nor standing by itself anywhere else. Illnesses and years are words of other sentences
    /// too, and of a text with very many values only the first are looked for again.
    #[test]
    fn no_value_that_was_masked_is_left_in_the_text(text in texts()) {
        let sent = masked(&text);
        let mut bare = sent.text.clone();
        for one in placeholders(&sent.text).iter().rev() {
            bare.replace_range(one.start..one.end, "\u{0}");
        }
        let few = sent.findings.len() <= 12;
        for finding in sent.findings.iter().filter(|one| few && one.kind != Kind::Health) {
            let value = &text[finding.start..finding.end];
            let year = finding.kind == Kind::DateOfBirth && value.len() < 6;
            prop_assert!(year || value.len() < TELLING || !stands_in(&bare, value), "{:?} {value:?} in {bare:?}", finding.kind);
        }
    }

    #[test]
    fn every_placeholder_that_is_new_leads_its_owner_back_to_a_value_of_the_text(text in texts()) {
        let mut vault = Vault::default();
        let sent = MASKER.mask(&text, Direction::ToDesk, &mut vault).unwrap();
        let values: Vec<&str> = sent.findings.iter().map(|one| &text[one.start..one.end]).collect();
        prop_assert!(vault.len() <= sent.findings.len());
        for one in &sent.placeholders {
            if let Some(original) = vault.original(&sent.text[one.start..one.end]) {
                prop_assert!(values.contains(&original));
            }
        }
    }

    #[test]
    fn the_same_text_gets_the_same_placeholders_for_as_long_as_the_vault_lives(text in texts(), other in texts()) {
        let mut vault = Vault::default();
        let first = MASKER.mask(&text, Direction::ToDesk, &mut vault).unwrap();
        MASKER.mask(&other, Direction::ToDesk, &mut vault).unwrap();
        let held = vault.len();
        let again = MASKER.mask(&text, Direction::ToDesk, &mut vault).unwrap();
        prop_assert_eq!(first.text, again.text);
        prop_assert_eq!(vault.len(), held);
    }
}

/// Whether a value stands somewhere without letters or digits grown onto it.
fn stands_in(text: &str, value: &str) -> bool {
    text.match_indices(value).any(|(at, _)| {
        let grown = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || !c.is_ascii());
        !grown(text[..at].chars().next_back()) && !grown(text[at + value.len()..].chars().next())
    })
}
