//! A peer that holds the keys and does not keep to the rules; and the clocks of a channel.

use hushwire_desk::cbor;

use super::*;
use crate::{
    Millis,
    channel::{Channel, Fault, Happening},
    delivery::End,
    envelope::{Content, Envelope, MAX_TEXT},
};

/// A technician's channel, and the bare ratchet of a customer who may put anything into it.
struct Rogue {
    ratchet: Ratchet,
    channel: Channel,
    rng: Random,
    /// What honest envelopes of this customer say.
    start: [u8; 16],
    theirs: [u8; 16],
}

fn rogue() -> Rogue {
    let offer = offer();
    let answer = answered(&place(), offer.hello(), 1).unwrap();
    let mut rng = Random::new(2);
    let customer = offer.finish(&answer.reply, NOW, &mut rng).ok().unwrap();
    let start = |direction: u8| -> [u8; 16] {
        let all = hash(&[b"hushwire/1 delivery\0", &answer.session, &[direction]]);
        all[..16].try_into().unwrap()
    };
    Rogue {
        ratchet: customer.ratchet,
        start: start(0),
        theirs: start(1),
        channel: Channel::new(answer.ratchet, &answer.session, End::Technician),
        rng,
    }
}

impl Rogue {
    fn envelope(&self, number: u64, content: Option<&[u8]>) -> Envelope {
        let hash = match content {
            Some(content) if number == 1 => {
                let all = hash(&[&self.start, &number.to_be_bytes(), content]);
                all[..16].try_into().unwrap()
            }
            _ => self.start,
        };
        Envelope {
            number,
            latest: number,
            hash,
            ack: 0,
            seen: self.theirs,
            read: 0,
            content: content.map(|content| content.to_vec().into()),
        }
    }

    fn gives(&mut self, plaintext: &[u8], now: Millis) -> Result<Option<Vec<Happening>>, Fault> {
        let sealed = self.ratchet.seal(plaintext, Pace::Turn, &mut self.rng);
        self.channel.receive(&sealed.unwrap(), now)
    }

    fn says(&mut self, number: u64, content: &[u8]) -> Result<Option<Vec<Happening>>, Fault> {
        let envelope = self.envelope(number, Some(content)).encode();
        self.gives(&envelope, 0)
    }
}

fn text(words: &str) -> Vec<u8> {
    let content = Content::Text {
        text: words.into(),
        at: NOW,
        n: 1,
    };
    content.encode().to_vec()
}

#[test]
fn an_honest_text_is_a_text() {
    let happenings = rogue().says(1, &text("hello")).unwrap().unwrap();
    let hello = Happening::Text {
        id: 1,
        n: 1,
        text: crate::Text::new("hello".into()),
    };
    assert_eq!(happenings, [hello]);
}

#[test]
fn what_must_have_a_number_has_one_and_what_must_not_has_none() {
    let introduction = Content::Introduction {
        language: "en".into(),
        key: [7; 32],
    };
    let papers = Content::Papers {
        certificate: None,
        manifest: vec![],
    };
    let wrong = [
        ("a text without", 0, text("hello")),
        ("papers without", 0, papers.encode().to_vec()),
        ("an introduction without", 0, introduction.encode().to_vec()),
        ("typing with one", 1, Content::Typing(true).encode().to_vec()),
    ];
    for (why, number, content) in wrong {
        assert_eq!(rogue().says(number, &content), Err(Fault::PeerMisbehaved), "{why}");
    }
}

#[test]
fn contents_and_envelopes_that_are_none_end_the_chat() {
    let long = text(&"a".repeat(MAX_TEXT + 1));
    let contents: [(&str, &[u8]); 5] = [
        ("nothing", &[]),
        ("an array without an end", &[0x9F, 0x04, 0xFF]),
        ("a text that is no UTF-8", &[0x82, 0x01, 0x61, 0xFF]),
        ("a text over the limit", &long),
        ("a number where a text should be", &[0x82, 0x01, 0x01]),
    ];
    for (why, content) in contents {
        assert_eq!(rogue().says(1, content), Err(Fault::PeerMisbehaved), "{why}");
    }
    let good = rogue().envelope(1, Some(&text("hello"))).encode();
    for (why, plaintext) in [
        ("an empty envelope", &[][..]),
        ("one cut", &good[..good.len() - 1]),
        ("one with a byte more", &[&good[..], &[0]].concat()),
    ] {
        assert_eq!(rogue().gives(plaintext, 0), Err(Fault::PeerMisbehaved), "{why}");
    }
}

#[test]
fn another_history_ends_the_chat_as_a_fork() {
    let mut rogue = rogue();
    let mut envelope = rogue.envelope(1, Some(&text("hello")));
    envelope.hash[0] ^= 1;
    assert_eq!(rogue.gives(&envelope.encode(), 0), Err(Fault::Fork));
}

#[test]
fn an_acknowledgement_of_nothing_ends_the_chat() {
    let mut rogue = rogue();
    let mut envelope = rogue.envelope(1, Some(&text("hello")));
    envelope.ack = 1;
    assert_eq!(rogue.gives(&envelope.encode(), 0), Err(Fault::PeerMisbehaved));
}

#[test]
fn what_is_not_genuine_ends_nothing() {
    let mut rogue = rogue();
    for bytes in [&[][..], &[0; 400], &[0xFF; 2_700]] {
        assert_eq!(rogue.channel.receive(bytes, 0), Ok(None));
    }
    assert!(rogue.says(1, &text("hello")).is_ok());
}

#[test]
fn a_newer_peers_content_is_said_to_be_unknown() {
    let unknown = cbor::encoded(8, |encoder| {
        encoder.array(2)?.u8(99)?.bool(true)?;
        Ok(())
    });
    let happenings = rogue().says(1, &unknown).unwrap().unwrap();
    assert_eq!(happenings, [Happening::Unknown { id: 1 }]);
}

#[test]
fn a_gap_is_told_after_four_seconds_once_and_when_it_is_closed() {
    let mut rogue = rogue();
    let first = rogue.envelope(1, Some(&text("late")));
    let mut state = rogue.envelope(0, None);
    state.latest = 1;
    assert_eq!(rogue.gives(&state.encode(), 10_000), Ok(Some(vec![])));
    assert_eq!(rogue.channel.wake(), Some(14_000));
    assert_eq!(rogue.channel.tick(13_999), []);
    assert_eq!(rogue.channel.tick(14_000), [Happening::Gap(1)]);
    assert_eq!(rogue.channel.tick(15_000), [], "told once");
    let happenings = rogue.gives(&first.encode(), 16_000).unwrap().unwrap();
    assert_eq!(happenings.last(), Some(&Happening::Gap(0)));
}

#[test]
fn a_gap_that_closes_in_time_is_not_told() {
    let mut rogue = rogue();
    let first = rogue.envelope(1, Some(&text("late")));
    let mut state = rogue.envelope(0, None);
    state.latest = 1;
    assert_eq!(rogue.gives(&state.encode(), 10_000), Ok(Some(vec![])));
    let happenings = rogue.gives(&first.encode(), 12_000).unwrap().unwrap();
    assert_eq!(happenings.len(), 1, "the text alone: {happenings:?}");
    assert_eq!(rogue.channel.tick(20_000), []);
}

#[test]
fn typing_is_told_at_its_beginning_and_forgotten_after_six_seconds() {
    let mut rogue = rogue();
    let typing = rogue.envelope(0, Some(&Content::Typing(true).encode())).encode();
    assert_eq!(rogue.gives(&typing, 1_000), Ok(Some(vec![Happening::Typing(true)])));
    assert_eq!(rogue.gives(&typing, 4_000), Ok(Some(vec![])), "still typing");
    assert_eq!(rogue.channel.tick(9_999), []);
    assert_eq!(rogue.channel.tick(10_000), [Happening::Typing(false)]);
}

#[test]
fn a_typing_mark_goes_out_at_most_every_three_seconds() {
    let mut rogue = rogue();
    assert!(rogue.says(1, &text("hello")).is_ok());
    let (channel, rng) = (&mut rogue.channel, &mut rogue.rng);
    assert!(channel.typing(false, 0, rng).is_none(), "nothing to take back");
    assert!(channel.typing(true, 0, rng).is_some());
    assert!(channel.typing(true, 2_999, rng).is_none());
    assert!(channel.typing(true, 3_000, rng).is_some());
    assert!(channel.typing(false, 3_001, rng).is_some(), "an end is told at once");
    assert!(channel.typing(false, 3_002, rng).is_none());
}
