//! What people type, and what they paste.

use alloc::vec::Vec;

use super::*;

#[path = "../../tests/common/random.rs"]
#[allow(unreachable_pub, clippy::duplicate_mod)]
mod random;
use random::Random;

const NOW: u64 = 1_767_225_600;

fn read(text: &str) -> Result<(u16, Vec<u8>), TicketError> {
    Ticket::read(text, NOW).map(|ticket| match ticket {
        Ticket::Pin { nameplate, digits } => (nameplate.number(), digits.bytes().to_vec()),
        Ticket::Link { .. } => unreachable!("no link"),
    })
}

#[test]
fn a_pin_is_read_however_people_type_it() {
    for text in [
        "042482913",
        "042 482 913",
        "042-482-913",
        "  042.482.913\n",
        "042\u{a0}482\u{202f}913",
        "042\u{2013}482\u{2014}913",
        "0 4 2 4 8 2 9 1 3",
        "042/482/913",
        "\u{200f}042 482\u{200e} 913\u{feff}",
        "\u{ff10}\u{ff14}\u{ff12} \u{ff14}\u{ff18}\u{ff12} \u{ff19}\u{ff11}\u{ff13}",
        "\u{660}\u{664}\u{662} \u{664}\u{668}\u{662} \u{669}\u{661}\u{663}",
        "\u{6f0}\u{6f4}\u{6f2}\u{6f4}\u{6f8}\u{6f2}\u{6f9}\u{6f1}\u{6f3}",
        "\u{966}\u{96a}\u{968} \u{96a}\u{96e}\u{968} \u{96f}\u{967}\u{969}",
        "0\u{664}2-4\u{ff18}2-913",
    ] {
        assert_eq!(read(text), Ok((42, b"482913".to_vec())), "{text:?}");
    }
}

#[test]
fn what_has_not_nine_digits_or_holds_anything_else_is_no_pin() {
    for text in [
        "",
        " ",
        "4",
        "04248291",
        "0424829130",
        "042 482 91x",
        "042482913!",
        "PIN 042482913",
        "o42482913",
        "-",
        "042,482,913",
        "0424829½3",
    ] {
        assert_eq!(read(text), Err(TicketError::BadPin), "{text:?}");
    }
}

#[test]
fn a_pin_is_told_in_three_groups_and_read_back() {
    let draft = Draft::new(InviteKind::Pin, &mut Random::new(1));
    let (ticket, words) = draft.opened(Nameplate::new(7), NOW).unwrap();
    let Ticket::Pin { digits, .. } = &ticket else {
        unreachable!()
    };
    assert_eq!(words.as_str().len(), 11);
    assert!(words.as_str().starts_with("007 "), "leading zeroes are spoken");
    assert_eq!(read(words.as_str()), Ok((7, digits.bytes().to_vec())));
}

#[test]
fn a_pin_without_a_nameplate_is_none() {
    let draft = Draft::new(InviteKind::Pin, &mut Random::new(1));
    assert!(draft.opened(None, NOW).is_none());
}

#[test]
fn every_digit_of_a_pin_is_drawn_about_as_often_as_any_other() {
    let rng = &mut Random::new(5);
    let mut seen = [[0_u32; 10]; SECRET_DIGITS];
    for _ in 0..10_000 {
        for (place, digit) in draw_digits(rng).bytes().iter().enumerate() {
            seen[place][usize::from(digit - b'0')] += 1;
        }
    }
    // 1,000 expected, standard deviation 30: six of them is one run in a hundred million, and the generator is fixed.
    assert!(
        seen.iter().flatten().all(|count| (820..1_180).contains(count)),
        "{seen:?}"
    );
}

/// Gives the draws it is told, and then zeroes.
struct Scripted(Vec<[u8; 4]>);

impl rand_core::TryRng for Scripted {
    type Error = core::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(0)
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(0)
    }
    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        let draw = if self.0.is_empty() { [0; 4] } else { self.0.remove(0) };
        out.copy_from_slice(&draw);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Scripted {}

#[test]
fn a_draw_that_would_favour_small_numbers_is_thrown_away() {
    let first_of_the_rest = 4_294_000_000_u32.to_be_bytes();
    let rng = &mut Scripted(vec![first_of_the_rest, [0xff; 4], 4_293_999_999_u32.to_be_bytes()]);
    assert_eq!(draw_digits(rng).bytes(), b"999999");
    assert_eq!(draw_digits(rng).bytes(), b"000000");
}

fn link(expires: u64) -> (Ticket, Text) {
    let draft = Draft::new(InviteKind::Link, &mut Random::new(3));
    draft.opened(None, expires).unwrap()
}

#[test]
fn a_link_is_read_from_a_fragment_with_or_without_its_mark() {
    let (given_out, words) = link(NOW + 60);
    let Ticket::Link { link, key } = &given_out else {
        unreachable!()
    };
    let text = words.as_str();
    assert!(
        text.starts_with("hwlink1") && text.len() == 7 + 56,
        "{} characters",
        text.len()
    );
    for text in [
        text.into(),
        format!("#{text}"),
        format!(" {text}\n"),
        format!("https://shop.example/help?a=b#{text}"),
    ] {
        let Ok(Ticket::Link { link: led, key: worth }) = Ticket::read(&text, NOW) else {
            panic!("a link");
        };
        assert_eq!(led, *link);
        assert!(worth == *key);
    }
}

#[test]
fn a_link_that_was_cut_or_changed_anywhere_is_told_from_one_that_is_wrong() {
    let (_, words) = link(NOW + 60);
    let text = words.as_str();
    for cut in 7..text.len() {
        assert_eq!(
            Ticket::read(&text[..cut], NOW).err(),
            Some(TicketError::BadLink),
            "cut at {cut}"
        );
    }
    assert_eq!(Ticket::read(&format!("{text}A"), NOW).err(), Some(TicketError::BadLink));
    for at in 7..text.len() {
        let mut changed = text.as_bytes().to_vec();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = core::str::from_utf8(&changed).unwrap();
        assert_eq!(
            Ticket::read(changed, NOW).err(),
            Some(TicketError::BadLink),
            "changed at {at}"
        );
    }
    let later_version = text.replacen("hwlink1", "hwlink2", 1);
    assert_eq!(Ticket::read(&later_version, NOW).err(), Some(TicketError::BadLink));
    assert_eq!(Ticket::read("hwlink", NOW).err(), Some(TicketError::BadLink));
}

#[test]
fn a_link_says_itself_when_it_is_over() {
    let (_, words) = link(NOW);
    let at = |now| Ticket::read(words.as_str(), now).err();
    assert_eq!(at(NOW + CLOCK_SKEW_SECONDS), None, "clocks differ");
    assert_eq!(at(NOW + CLOCK_SKEW_SECONDS + 1), Some(TicketError::ExpiredInvite));
}

#[test]
fn where_a_link_leads_and_what_it_is_worth_are_the_ones_of_protocol_md() {
    use hkdf::Hkdf;
    use sha2::Sha256;
    let secret = [6; 32];
    let hkdf = Hkdf::<Sha256>::from_prk(&secret).unwrap();
    let (mut route, mut key) = ([0; 16], [0; 32]);
    hkdf.expand(b"hushwire/1 link route\0", &mut route).unwrap();
    let end = [0x00, 0x69, 0x55, 0xb9, 0x00];
    hkdf.expand(&[&b"hushwire/1 link key\0"[..], &end].concat(), &mut key)
        .unwrap();
    let draft = Draft::Link(Secret::take(&mut { secret }));
    let (Ticket::Link { link, key: worth }, words) = draft.opened(None, 0x6955_b900).unwrap() else {
        unreachable!()
    };
    assert_eq!((link.0, worth.bytes()), (route, &key));
    let bytes = base64url::decode(&words.as_str()[7..]).unwrap();
    let check = hash(&[b"hushwire/1 link check\0", &end, &secret]);
    assert_eq!(bytes[..], [&end[..], &secret, &check[..5]].concat());
}

#[test]
fn debug_prints_nothing_of_a_ticket_or_its_words() {
    let (ticket, words) = link(NOW);
    let pin = Ticket::read("042482913", NOW).unwrap();
    assert_eq!(
        format!("{ticket:?} {words:?} {pin:?}"),
        "Link { link: LinkId(..), key: Secret } Text(_) Pin { nameplate: Nameplate(..), digits: Secret }"
    );
}
