//! Where findings and placeholders lie.

use std::collections::BTreeSet;

use hushwire_mask::{Direction, placeholders};
use proptest::prelude::*;

use crate::{MASKER, config, masked, texts::texts};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn findings_are_in_order_apart_and_not_empty(text in texts()) {
        let mut end = 0;
        for finding in MASKER.scan(&text, Direction::ToDesk) {
            prop_assert!(finding.start >= end && finding.start < finding.end && finding.end <= text.len());
            prop_assert!(finding.score > 0.0 && finding.score <= 1.0);
            end = finding.end;
        }
    }

    /// The same span in bytes, code points and UTF-16 units is the same value, and nothing is cut in two.
    #[test]
    fn a_span_names_the_same_value_in_bytes_code_points_and_utf_16(text in texts()) {
        let points: Vec<char> = text.chars().collect();
        let units: Vec<u16> = text.encode_utf16().collect();
        for finding in MASKER.scan(&text, Direction::ToDesk) {
            let value = text.get(finding.start..finding.end);
            prop_assert!(value.is_some(), "a character is cut: {finding:?}");
            let (before, value) = (&text[..finding.start], value.unwrap_or_default());
            let from = before.chars().count();
            let by_points: String = points.iter().skip(from).take(value.chars().count()).collect();
            prop_assert_eq!(&by_points, value);
            let from = before.encode_utf16().count();
            let by_units: Vec<u16> = units.iter().copied().skip(from).take(value.encode_utf16().count()).collect();
            prop_assert_eq!(String::from_utf16(&by_units).unwrap_or_default(), value);
        }
    }

    /// A mark that belongs to the last letter of a value must not be left behind to sit on the placeholder.
    #[test]
    fn no_combining_mark_is_torn_from_the_character_it_stands_on(text in texts()) {
        for finding in MASKER.scan(&text, Direction::ToDesk) {
            let next = text[finding.end..].chars().next();
            prop_assert!(!next.is_some_and(|c| ('\u{300}'..='\u{36f}').contains(&c)), "{:?}", &text[finding.start..]);
        }
    }

    #[test]
    fn outside_of_findings_a_masked_text_is_the_text_itself(text in texts()) {
        let sent = masked(&text);
        let mut rest = sent.text.as_str();
        let mut at = 0;
        for finding in &sent.findings {
            let kept = &text[at..finding.start];
            prop_assert!(rest.starts_with(kept));
            rest = &rest[kept.len()..];
            let placeholder = placeholders(rest).first().copied();
            prop_assert!(placeholder.is_some_and(|one| one.start == 0 && one.kind == finding.kind));
            rest = &rest[placeholder.map_or(0, |one| one.end)..];
            at = finding.end;
        }
        prop_assert_eq!(rest, &text[at..]);
    }

    #[test]
    fn placeholders_are_reported_where_they_stand(text in texts()) {
        let sent = masked(&text);
        prop_assert_eq!(placeholders(&sent.text), sent.placeholders.clone());
        let starts: BTreeSet<usize> = sent.placeholders.iter().map(|one| one.start).collect();
        prop_assert_eq!(starts.len(), sent.placeholders.len());
    }
}
