//! That the corpus itself is what it says.

use std::collections::{BTreeMap, BTreeSet};

use hushwire_mask::Kind;

use crate::{checks, messages, reader};

#[test]
fn ten_languages_have_a_hundred_messages_each_and_half_of_all_are_clean() {
    let messages = messages();
    let mut languages: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for message in &messages {
        let entry = languages.entry(&message.lang).or_default();
        entry.0 += 1;
        entry.1 += usize::from(message.is_clean());
    }
    println!("messages and clean ones by language: {languages:?}");
    for lang in ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "tr"] {
        let (all, clean) = languages.get(lang).copied().unwrap_or_default();
        assert!(all >= 100 && clean * 5 >= all * 2, "{lang}: {clean} clean of {all}");
    }
    let clean = messages.iter().filter(|message| message.is_clean()).count();
    assert!(
        messages.len() >= 1500 && clean * 2 >= messages.len(),
        "{clean} of {}",
        messages.len()
    );
}

#[test]
fn every_label_names_a_kind_and_holds_neither_blanks_at_its_ends_nor_another_label() {
    for message in messages() {
        let at = message.place();
        let mut end = 0;
        for label in &message.labels {
            assert!(
                label.kinds.iter().all(|kind| kind.parse::<Kind>().is_ok()),
                "{at}: {label:?}"
            );
            let value = message.value(label);
            assert!(!value.is_empty() && value.trim() == value, "{at}: {value:?}");
            assert!(label.start >= end, "{at}");
            end = label.end;
        }
    }
}

#[test]
fn every_kind_but_places_dates_and_ages_is_labelled_in_at_least_four_languages() {
    let messages = messages();
    for kind in Kind::ALL {
        let languages: BTreeSet<&str> = messages
            .iter()
            .filter(|message| message.labels.iter().any(|label| label.kind() == kind.as_str()))
            .map(|message| message.lang.as_str())
            .collect();
        // A desk's own kind is nothing that a corpus for everybody could hold.
        let few = matches!(
            kind,
            Kind::Location | Kind::Date | Kind::Age | Kind::CryptoWallet | Kind::Custom
        );
        assert!(few || languages.len() >= 4, "{kind}: {languages:?}");
    }
}

#[test]
fn every_number_passes_the_check_that_its_label_claims() {
    let mut wrong = Vec::new();
    for message in messages() {
        for label in &message.labels {
            if let Some(scheme) = &label.scheme
                && checks::passes(scheme, message.value(label)) != Some(true)
            {
                wrong.push(format!("{}: {scheme} {}", message.place(), message.value(label)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_card_and_every_iban_claims_its_check() {
    for message in messages() {
        for label in &message.labels {
            let digits = message.value(label).chars().any(char::is_numeric);
            let checked = matches!(label.kind(), "credit-card" | "iban");
            assert!(!checked || !digits || label.scheme.is_some(), "{}", message.text);
        }
    }
}

#[test]
fn no_message_stands_twice_in_a_language() {
    let mut seen = BTreeMap::new();
    for message in messages() {
        let first = seen.insert((message.lang.clone(), message.text.to_lowercase()), message.place());
        assert_eq!(first, None, "{}: {}", message.place(), message.text);
    }
}

#[test]
fn a_mark_that_is_not_well_formed_is_refused() {
    for line in [
        "a ⟦phone 123",
        "a phone⟧",
        "⟦phone⟧",
        "⟦phone ⟧",
        "⟦ 123⟧",
        "⟦phone ⟦pin 1⟧⟧",
    ] {
        assert!(reader::unmark(line).is_err(), "{line}");
    }
    let (text, labels) = reader::unmark("a ⟦phone:x? é1⟧⏎b").unwrap();
    assert_eq!(text, "a é1\nb");
    assert_eq!((labels[0].start, labels[0].end, labels[0].optional), (2, 5, true));
}
