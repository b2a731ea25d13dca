//! Names and addresses: what the tables promise, whatever the training gave.

#![allow(clippy::unwrap_used)] // A test may end here.
#![cfg(feature = "names")]

use hushwire_mask::{BadTables, Direction, Kind, Masker, Policy, Vault};
use proptest::prelude::*;

const TABLES: &[u8] = include_bytes!("../names.hwnt");

fn found(masker: &Masker, text: &str) -> Vec<(Kind, String)> {
    masker
        .scan(text, Direction::ToDesk)
        .iter()
        .map(|one| (one.kind, text[one.start..one.end].to_owned()))
        .collect()
}

#[test]
fn a_name_and_an_address_become_placeholders() {
    let masker = Masker::new(Policy::default());
    let sent = masker
        .mask(
            "Hi, my name is Sarah Wilson and I live at 42 Maple Street.",
            Direction::ToDesk,
            &mut Vault::default(),
        )
        .unwrap();
    assert_eq!(sent.text, "Hi, my name is [person 1] and I live at [address 1].");
}

#[test]
fn names_are_found_in_many_languages_and_without_capitals() {
    let masker = Masker::new(Policy::default());
    let mut missed = Vec::new();
    for (text, name) in [
        ("hello, my name is maria lopez", "maria lopez"),
        ("Guten Tag, mein Name ist Thomas Becker", "Thomas Becker"),
        ("bonjour, je m'appelle Claire Martin", "Claire Martin"),
        ("hola, me llamo Carmen García", "Carmen García"),
        ("buongiorno, mi chiamo Marco Rossi", "Marco Rossi"),
        ("olá, meu nome é João Silva", "João Silva"),
        ("hallo, mijn naam is Pieter de Vries", "Pieter de Vries"),
        ("dzień dobry, nazywam się Anna Kowalska", "Anna Kowalska"),
        ("hej, jag heter Erik Johansson", "Erik Johansson"),
        ("merhaba, benim adım Mehmet Yılmaz", "Mehmet Yılmaz"),
        ("здравствуйте, меня зовут Анна Иванова", "Анна Иванова"),
        ("田中さん、お世話になっております", "田中"),
    ] {
        let found = found(&masker, text);
        if !found
            .iter()
            .any(|(kind, value)| *kind == Kind::Person && (value.contains(name) || name.contains(value.as_str())))
        {
            missed.push((text, found));
        }
    }
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn what_names_nobody_stays_as_it_is() {
    let masker = Masker::new(Policy::default());
    for text in [
        "Where is my refund? I have been waiting for two weeks",
        "hello",
        "merhaba",
        "ok",
        "turn on the lights in the kitchen",
        "The printer shows an error since Monday",
        "I was charged 42.50 euros twice",
        "Die Rechnung ist falsch",
    ] {
        assert_eq!(found(&masker, text), [], "{text}");
    }
}

#[test]
fn without_tables_the_structured_kinds_go_on() {
    let masker = Masker::new(Policy::default()).without_names();
    let found = found(&masker, "I am Sarah Wilson, mail sarah@example.org");
    assert_eq!(found, [(Kind::Email, "sarah@example.org".to_owned())]);
}

#[test]
fn tables_that_are_loaded_know_what_tables_that_are_compiled_in_know() {
    let loaded = Masker::new(Policy::default()).with_names(TABLES).unwrap();
    let built = Masker::new(Policy::default());
    let text = "please tell Mr. Petrov that Sarah Wilson called";
    assert_eq!(found(&loaded, text), found(&built, text));
    assert!(!found(&loaded, text).is_empty());
}

#[test]
fn damaged_tables_are_refused() {
    let refused = |tables: &[u8]| Masker::new(Policy::default()).with_names(tables).err();
    assert_eq!(refused(b"not tables"), Some(BadTables::NotTables));
    assert_eq!(refused(&TABLES[..TABLES.len() - 1]), Some(BadTables::WrongLength));
    let mut damaged = TABLES.to_vec();
    *damaged.last_mut().unwrap() ^= 1;
    assert_eq!(refused(&damaged), Some(BadTables::Damaged));
}

/// 40 KB, as kilobytes of a thousand bytes are counted elsewhere in this house; nothing is left for brotli to squeeze.
#[test]
fn the_tables_are_small() {
    assert!(TABLES.len() <= 41_000, "{}", TABLES.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_tagged_without_a_panic_and_masking_it_twice_changes_nothing(
        text in "(\\PC|[\n'’. -]|Anna|Müller|street|Dr\\.|[0-9]{1,3}|田中|さん|ул\\.|im |my name is ){0,40}"
    ) {
        let masker = Masker::new(Policy::default());
        let once = masker.mask(&text, Direction::ToDesk, &mut Vault::default()).unwrap();
        let twice = masker.mask(&once.text, Direction::ToDesk, &mut Vault::default()).unwrap();
        prop_assert_eq!(once.text, twice.text);
    }
}
