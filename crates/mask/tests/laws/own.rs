//! What a desk adds of its own: words that are always masked, values that never are, kinds with a shape, how much is shown,
//! and what `explain` says of all of it.

use std::sync::LazyLock;

use hushwire_mask::{Action, Custom, Direction, Kind, Masker, Policy, Shown, Vault, Verdict};
use proptest::prelude::*;

use crate::{MASKER, config, texts};

/// A desk that shows the last four of everything.
static SHOWING: LazyLock<Masker> = LazyLock::new(|| {
    let show = |policy: Policy, kind| policy.with_shown(kind, Shown::LastFour);
    Masker::new(Kind::ALL.into_iter().fold(Policy::default(), show))
});

static DENYING: LazyLock<Masker> =
    LazyLock::new(|| Masker::new(Policy::default().with_denied(["Blue Heron", "møllevang"])));

fn custom() -> impl Strategy<Value = Custom> {
    let shape = prop_oneof!["[A-Z]{0,3}[dax][0-9]{1,2}(\\([A-Z]{1,2}\\))?(\\|d[0-9])?", "\\PC{0,20}"];
    let labels = prop::collection::vec(prop_oneof!["[a-z]{3,8}", "[a-z]{3,6} [a-z]{2,5}", "\\PC{0,8}"], 0..4);
    let check =
        prop_oneof![3 => Just(String::new()), 1 => Just("l".to_owned()), 1 => "[a-z0-9]{1,6}", 1 => "\\PC{0,12}"];
    ("[a-z]{1,8}(-[a-z]{1,6})?", shape, labels, check, any::<bool>()).prop_map(|(name, shape, labels, check, alone)| {
        Custom {
            name,
            shape,
            labels,
            check,
            alone,
            action: Action::Mask,
        }
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_explained_as_masked_is_what_is_masked(text in texts::texts()) {
        let told = MASKER.explain(&text, Direction::ToDesk);
        let masked: Vec<_> = told.iter().filter(|one| one.verdict == Verdict::Masked).map(|one| one.finding).collect();
        prop_assert_eq!(masked, MASKER.scan(&text, Direction::ToDesk));
        for one in &told {
            prop_assert!(text.get(one.finding.start..one.finding.end).is_some());
            prop_assert!(one.cue.is_none_or(|(start, end)| start < end && text.get(start..end).is_some()));
        }
    }

    #[test]
    fn a_denied_word_is_left_nowhere_in_the_text(before in texts::texts(), after in texts::texts(), upper in any::<bool>()) {
        let word = if upper { "BLUE HERON" } else { "blue heron" };
        let text = format!("{before} {word} {after}");
        let sent = DENYING.mask(&text, Direction::ToDesk, &mut Vault::default()).unwrap();
        prop_assert!(!sent.text.contains(&format!(" {word} ")), "{}", sent.text);
        let again = DENYING.mask(&sent.text, Direction::ToDesk, &mut Vault::default()).unwrap();
        prop_assert_eq!(again.text, sent.text);
    }

    #[test]
    fn a_value_that_the_desk_allows_is_not_masked((text, value) in texts::labelled()) {
        let masker = Masker::new(Policy::default().with_allowed([&value]));
        for finding in masker.scan(&text, Direction::ToDesk) {
            prop_assert_ne!(&text[finding.start..finding.end], &value);
        }
    }

    #[test]
    fn showing_the_last_four_shows_no_value_and_stays_as_it_is_when_masked_again(text in texts::texts()) {
        let sent = SHOWING.mask(&text, Direction::ToDesk, &mut Vault::default()).unwrap();
        for finding in sent.findings.iter().filter(|finding| finding.action == Action::Mask) {
            let value = &text[finding.start..finding.end];
            let shown = sent.placeholders.iter().map(|one| &sent.text[one.start..one.end]);
            prop_assert!(shown.clone().all(|shown| value.len() < 8 || !shown.contains(value)));
        }
        let again = SHOWING.mask(&sent.text, Direction::ToDesk, &mut Vault::default()).unwrap();
        prop_assert_eq!(again.text, sent.text);
    }

    /// A manifest is signed, and still may say anything.
    #[test]
    fn a_kind_of_the_desks_own_is_refused_or_harmless(custom in custom(), text in texts::texts()) {
        let label = custom.labels.first().cloned().unwrap_or_default();
        let Ok(policy) = Policy::default().with_custom(custom) else {
            return Ok(());
        };
        let masker = Masker::new(policy);
        let text = format!("{text} {label} 1234 5678 AB12-9");
        let sent = masker.mask(&text, Direction::ToDesk, &mut Vault::default()).unwrap();
        let mut end = 0;
        for finding in &sent.findings {
            prop_assert!(finding.start >= end && text.get(finding.start..finding.end).is_some());
            end = finding.end;
        }
        let again = masker.mask(&sent.text, Direction::ToDesk, &mut Vault::default()).unwrap();
        prop_assert_eq!(again.text, sent.text);
        let _ = masker.explain(&text, Direction::ToDesk);
    }
}
