//! The same data in other clothes: scripts, widths, look-alikes, what nobody sees. Offsets point into the text as typed.

use hushwire_mask::{Direction, Kind, Masker, Policy};

fn found(text: &str) -> Vec<(Kind, &str)> {
    let masker = Masker::new(Policy::default());
    masker
        .scan(text, Direction::ToDesk)
        .iter()
        .filter_map(|one| Some((one.kind, text.get(one.start..one.end)?)))
        .collect()
}

#[test]
fn digits_of_every_script_are_digits() {
    for card in [
        "４２４２ ４２４２ ４２４２ ４２４２",
        "५५५५ ५५५५ ५५५५ ४४४४",
        "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢",
        "𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐",
        "৪২৪২ ৪২৪২ ৪২৪২ ৪২৪২",
    ] {
        assert_eq!(found(&format!("x {card} y")), [(Kind::CreditCard, card)]);
    }
}

#[test]
fn what_nobody_sees_hides_nothing() {
    let card = "4242\u{200b}4242\u{2060}4242\u{feff}4242";
    assert_eq!(found(card), [(Kind::CreditCard, card)]);
    let soft = "ann\u{ad}@example.org";
    assert_eq!(found(soft), [(Kind::Email, soft)]);
}

#[test]
fn blanks_and_dashes_of_every_sort_separate() {
    for card in [
        "4242\u{a0}4242\u{202f}4242\u{2009}4242",
        "4242–4242–4242–4242",
        "4242‑4242‑4242‑4242",
        "4242\u{3000}4242\u{3000}4242\u{3000}4242",
    ] {
        assert_eq!(found(card), [(Kind::CreditCard, card)]);
    }
}

#[test]
fn letters_that_only_look_latin_are_read_as_they_look() {
    // Cyrillic а, о, е.
    assert_eq!(found("my pаsswоrd is hunter2"), [(Kind::Password, "hunter2")]);
    assert_eq!(found("write to ann@exаmplе.org"), [(Kind::Email, "ann@exаmplе.org")]);
}

#[test]
fn marks_may_be_composed_or_combined() {
    for text in [
        "Mein Schlüsselwort ist egal, das Kennwort lautet Blüte77",
        "Mein Schlu\u{308}sselwort ist egal, das Kennwort lautet Blu\u{308}te77",
    ] {
        let all = found(text);
        assert_eq!(all.len(), 1, "{all:?}");
        assert!(
            all.iter()
                .all(|(kind, value)| *kind == Kind::Password && value.starts_with("Bl") && value.ends_with("77"))
        );
    }
}

#[test]
fn cue_words_are_known_in_scripts_other_than_latin() {
    assert_eq!(found("мой пароль Sokol77"), [(Kind::Password, "Sokol77")]);
    assert_eq!(found("ο ΑΦΜ μου είναι 094259216"), [(Kind::TaxId, "094259216")]);
    assert_eq!(found("моят ЕГН е 7523169263"), [(Kind::NationalId, "7523169263")]);
}
