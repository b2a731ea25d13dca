//! What holds for every text, however hostile.

#![allow(clippy::unwrap_used)] // A test may end here.

use std::sync::LazyLock;

use hushwire_mask::{Action, Direction, Kind, Masker, Policy, Vault, placeholders};
use proptest::prelude::*;

/// Pieces that detectors look for, and what may stand between them.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "4242 4242 4242 4242", "4111111111111111", "378282246310005", "DE89 3704 0044 0532 0130 00", "ann@example.org", "bob at example dot com",
            "+49 151 23456789", "(415) 555-2671", "06 12 34 56 78", "374-15-9928", "192.168.10.20", "2001:db8::1", "https://ann:pw99@example.org/x",
            "password is hunter2", "pw: Tr0ub4dor&3", "PIN 4821", "4821 is my pin", "cvv 123", "exp 12/29", "code: 482913", "born 12.03.1985",
            "390.533.447-05", "RCCMNL83S18D969H", "ghp_1a2B3c4D5e6F7g8H9i0J1k2L3m4N5o6P7q8R", "-----BEGIN PRIVATE KEY-----", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.dozj",
            "00:1B:44:11:3A:B7", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "52.520008, 13.404954", "four one one one four one", "double seven",
            "[card ••4242]", "[e-mail 1]", "[PIN 4]", "[password 12]", "[", "]", "IBAN", "account number", "my", "is", "passport", "order", "social security number",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec![" ", "  ", "\n", ", ", ". ", "-", "/", ":", "=", "\"", "'", "(", ")", "", "\u{200b}", "\u{301}", "x", "9", "@", "."]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
        1 => "[0-9 .()+-]{0,12}",
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn masker() -> &'static Masker {
    static MASKER: LazyLock<Masker> = LazyLock::new(|| Masker::new(Policy::default()));
    &MASKER
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn findings_are_sorted_do_not_overlap_and_lie_on_characters(text in pieces()) {
        let mut end = 0;
        for finding in masker().scan(&text, Direction::ToDesk) {
            prop_assert!(finding.start >= end && finding.start < finding.end);
            prop_assert!(text.is_char_boundary(finding.start) && text.is_char_boundary(finding.end));
            prop_assert!((0.4..=1.0).contains(&finding.score));
            end = finding.end;
        }
    }

    #[test]
    fn masking_what_is_masked_changes_nothing(text in pieces()) {
        let masker = masker();
        let once = masker.mask(&text, Direction::ToDesk, &mut Vault::default()).unwrap();
        let twice = masker.mask(&once.text, Direction::ToDesk, &mut Vault::default()).unwrap();
        prop_assert_eq!(&once.text, &twice.text);
        prop_assert!(twice.findings.is_empty());
    }

    #[test]
    fn every_finding_has_become_a_placeholder_that_leads_back_to_it(text in pieces()) {
        let mut vault = Vault::default();
        let masked = masker().mask(&text, Direction::ToDesk, &mut vault).unwrap();
        let own = placeholders(&text).len();
        prop_assert!(masked.placeholders.len() >= masked.findings.len());
        prop_assert!(masked.placeholders.len() <= masked.findings.len() + own);
        for finding in &masked.findings {
            let value = &text[finding.start..finding.end];
            prop_assert!(masked.placeholders.iter().any(|p| p.kind == finding.kind && vault.original(&masked.text[p.start..p.end]).is_some()), "{}", value.len());
        }
    }

    #[test]
    fn no_card_and_no_address_that_was_found_is_left_in_the_masked_text(text in pieces()) {
        let masked = masker().mask(&text, Direction::ToDesk, &mut Vault::default()).unwrap();
        for finding in masked.findings.iter().filter(|f| matches!(f.kind, Kind::CreditCard | Kind::Email | Kind::Iban)) {
            prop_assert!(!masked.text.contains(&text[finding.start..finding.end]));
        }
    }

    #[test]
    fn any_text_at_all_is_scanned_without_a_panic(text in "\\PC{0,200}") {
        let _ = masker().scan(&text, Direction::ToCustomer);
    }
}

#[test]
fn a_policy_that_blocks_refuses_the_text_and_one_that_allows_leaves_the_kind_out() {
    let block = Masker::new(Policy::default().with_rule(Kind::CreditCard, Some(Direction::ToDesk), Action::Block));
    let mut vault = Vault::default();
    let blocked = block
        .mask("4242 4242 4242 4242", Direction::ToDesk, &mut vault)
        .unwrap_err();
    assert_eq!(blocked.findings.len(), 1);
    assert!(vault.is_empty());
    assert!(
        block
            .mask("4242 4242 4242 4242", Direction::ToCustomer, &mut vault)
            .is_ok()
    );

    let allow = Masker::new(Policy::default().with_rule(Kind::CreditCard, None, Action::Allow));
    assert!(allow.scan("4242 4242 4242 4242", Direction::ToDesk).is_empty());

    let warn = Masker::new(Policy::default().with_rule(Kind::CreditCard, None, Action::Warn));
    let warned = warn.mask("4242 4242 4242 4242", Direction::ToDesk, &mut vault).unwrap();
    assert_eq!(
        (warned.text.as_str(), warned.findings.len()),
        ("4242 4242 4242 4242", 1)
    );
}

#[test]
fn debug_prints_no_text_and_no_value() {
    let mut vault = Vault::default();
    let masked = masker()
        .mask("my password is hunter2", Direction::ToDesk, &mut vault)
        .unwrap();
    assert_eq!(masked.text, "my password is [password 1]");
    for printed in [format!("{masked:?}"), format!("{vault:?}"), format!("{:?}", masker())] {
        assert!(
            !printed.contains("hunter2") && !printed.contains("password is"),
            "{printed}"
        );
    }
}

/// Texts that once needed a second masking.
#[test]
fn what_once_needed_a_second_masking_no_longer_does() {
    for text in [
        "password is hunter2!bob at example dot com-06 12 34 56 78",
        "password is hunter2/bob at example dot com 4821 is my pin-cvv 123DE89 3704 0044 0532 0130 004242 4242 4242 4242",
    ] {
        let once = masker().mask(text, Direction::ToDesk, &mut Vault::default()).unwrap();
        let twice = masker()
            .mask(&once.text, Direction::ToDesk, &mut Vault::default())
            .unwrap();
        assert_eq!(once.text, twice.text);
    }
}
