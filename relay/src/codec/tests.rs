use proptest::prelude::*;

use super::*;

const MOST: usize = 100_000;
/// Set in the second byte of every frame of a client.
const MASKED: u8 = 0x80;
const MASK: [u8; 4] = [0x11, 0x82, 0x73, 0xf4];

#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    Binary(Vec<u8>),
    Text(Vec<u8>),
    Ping(Vec<u8>),
    Pong(Vec<u8>),
    Close(Option<u16>),
}

fn said(event: Event<'_>) -> Said {
    match event {
        Event::Binary(message) => Said::Binary(message.to_vec()),
        Event::Text(message) => Said::Text(message.to_vec()),
        Event::Ping(payload) => Said::Ping(payload.to_vec()),
        Event::Pong(payload) => Said::Pong(payload.to_vec()),
        Event::Close(code) => Said::Close(code),
    }
}

/// One frame of a client. `first` is its first byte.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match payload.len() {
        short @ ..=125 => frame.push(MASKED | short as u8),
        medium @ ..=65_535 => {
            frame.push(MASKED | 126);
            frame.extend((medium as u16).to_be_bytes());
        }
        long => {
            frame.push(MASKED | 127);
            frame.extend((long as u64).to_be_bytes());
        }
    }
    frame.extend(MASK);
    frame.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    frame
}

/// What a decoder tells of bytes that come in these parts.
fn hear<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Said>, Result<(), Breach>) {
    let mut decoder = Decoder::new(MOST);
    let mut heard = Vec::new();
    for part in parts {
        let result = decoder.feed(&mut part.to_vec(), |event| -> Result<(), ()> {
            heard.push(said(event));
            Ok(())
        });
        match result {
            Ok(()) => {}
            Err(Stop::Breach(breach)) => return (heard, Err(breach)),
            Err(Stop::Listener(())) => unreachable!(),
        }
    }
    (heard, Ok(()))
}

#[test]
fn frames_that_break_the_rules_end_the_stream() {
    use Breach::{Protocol, TooLarge};
    let masked = |bytes: &[u8]| [bytes, &MASK].concat();
    for (why, bytes, breach) in [
        ("no mask", vec![0x82, 1, 7], Protocol),
        ("a reserved bit", frame(0xc2, b"a"), Protocol),
        ("another reserved bit", frame(0xa2, b"a"), Protocol),
        ("a third reserved bit", frame(0x92, b"a"), Protocol),
        ("opcode 3", frame(0x83, b"a"), Protocol),
        ("opcode 7", frame(0x87, b"a"), Protocol),
        ("opcode 11", frame(0x8b, b""), Protocol),
        ("opcode 15", frame(0x8f, b""), Protocol),
        ("a ping in pieces", frame(0x09, b"a"), Protocol),
        ("a close in pieces", frame(0x08, b""), Protocol),
        ("a ping of 126 bytes", frame(0x89, &[0; 126]), Protocol),
        ("a piece of nothing", frame(0x00, b"a"), Protocol),
        ("the last piece of nothing", frame(0x80, b"a"), Protocol),
        (
            "a message within a message",
            [frame(0x02, b"a"), frame(0x82, b"b")].concat(),
            Protocol,
        ),
        (
            "text within a message",
            [frame(0x02, b"a"), frame(0x01, b"b")].concat(),
            Protocol,
        ),
        (
            "a short length in 16 bits",
            masked(&[0x82, MASKED | 126, 0, 125]),
            Protocol,
        ),
        (
            "a short length in 64 bits",
            masked(&[0x82, MASKED | 127, 0, 0, 0, 0, 0, 0, 0xff, 0xff]),
            Protocol,
        ),
        ("a close with half a code", frame(0x88, &[3]), Protocol),
        (
            "a close with a code that nobody may send",
            frame(0x88, &1005_u16.to_be_bytes()),
            Protocol,
        ),
        (
            "a close with the code that means a broken line",
            frame(0x88, &1006_u16.to_be_bytes()),
            Protocol,
        ),
        ("a close with code 1004", frame(0x88, &1004_u16.to_be_bytes()), Protocol),
        ("a close with code 2999", frame(0x88, &2999_u16.to_be_bytes()), Protocol),
        ("a close with code 999", frame(0x88, &999_u16.to_be_bytes()), Protocol),
        ("a close with code 5000", frame(0x88, &5000_u16.to_be_bytes()), Protocol),
        (
            "a close whose reason is no text",
            frame(0x88, &[3, 232, 0xff]),
            Protocol,
        ),
        (
            "one byte too many",
            masked(&[0x82, MASKED | 127, 0, 0, 0, 0, 0, 1, 0x86, 0xa1]),
            TooLarge,
        ),
        (
            "an absurd length",
            masked(&[0x82, MASKED | 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
            TooLarge,
        ),
        (
            "pieces that are too long together",
            [frame(0x02, &[0; 60_000]), frame(0x80, &[0; 40_001])].concat(),
            TooLarge,
        ),
    ] {
        // Whole, and byte by byte: what can be said from the header is said before the payload comes.
        assert_eq!(hear([&bytes[..]]).1, Err(breach), "{why}");
        assert_eq!(hear(bytes.chunks(1)).1, Err(breach), "{why}, byte by byte");
    }
}

#[test]
fn messages_of_every_length_come_out_as_they_went_in() {
    for length in [0, 1, 7, 8, 9, 125, 126, 127, 65_535, 65_536, MOST] {
        let message: Vec<u8> = (0..length).map(|index| index as u8).collect();
        let (heard, end) = hear([&frame(0x82, &message)[..]]);
        assert_eq!((heard, end), (vec![Said::Binary(message)], Ok(())), "{length}");
    }
}

#[test]
fn a_message_in_pieces_is_one_and_pings_may_come_in_between() {
    let bytes = [
        frame(0x01, b"a"),
        frame(0x89, b"?"),
        frame(0x00, b""),
        frame(0x8a, b""),
        frame(0x80, b"b"),
        frame(0x88, &[3, 232, b'b', b'y', b'e']),
    ]
    .concat();
    let expected = [
        Said::Ping(b"?".to_vec()),
        Said::Pong(vec![]),
        Said::Text(b"ab".to_vec()),
        Said::Close(Some(1000)),
    ];
    assert_eq!(hear([&bytes[..]]), (expected.to_vec(), Ok(())));
    assert_eq!(hear(bytes.chunks(1)), (expected.to_vec(), Ok(())));
}

#[test]
fn between_two_messages_nothing_is_held() {
    let mut decoder = Decoder::new(MOST);
    let quiet = |_: Event<'_>| -> Result<(), ()> { Ok(()) };
    let big = frame(0x82, &[1; 60_000]);
    let (first, second) = big.split_at(1_000);
    decoder.feed(&mut first.to_vec(), quiet).unwrap();
    assert_eq!(decoder.half(), Some(0));
    assert!(decoder.held.capacity() <= big.len(), "room for this frame and no more");
    decoder.feed(&mut second.to_vec(), quiet).unwrap();
    assert_eq!(decoder.half(), None);
    assert_eq!((decoder.held.capacity(), decoder.pieces.capacity()), (0, 0));
    decoder.feed(&mut frame(0x02, b"a"), quiet).unwrap();
    decoder.feed(&mut frame(0x80, b"b"), quiet).unwrap();
    assert_eq!((decoder.held.capacity(), decoder.pieces.capacity()), (0, 0));
}

#[test]
fn half_a_message_behind_a_whole_one_is_seen_and_is_another_one() {
    let mut decoder = Decoder::new(MOST);
    let quiet = |_: Event<'_>| -> Result<(), ()> { Ok(()) };
    let one = frame(0x82, b"whole");
    let (head, tail) = one.split_at(4);
    decoder.feed(&mut [&one[..], head].concat(), quiet).unwrap();
    assert_eq!(decoder.half(), Some(1));
    decoder.feed(&mut [tail, head].concat(), quiet).unwrap();
    assert_eq!(decoder.half(), Some(2));
    // A ping in the middle of a message in pieces does not make it another one.
    decoder
        .feed(
            &mut [tail, &frame(0x02, b"a")[..], &frame(0x89, b"")[..]].concat(),
            quiet,
        )
        .unwrap();
    assert_eq!(decoder.half(), Some(3));
}

#[test]
fn who_wants_no_more_hears_no_more() {
    let mut decoder = Decoder::new(MOST);
    let mut heard = 0;
    let mut bytes = [frame(0x82, b"a"), frame(0x82, b"b")].concat();
    let result = decoder.feed(&mut bytes, |_| {
        heard += 1;
        Err("enough")
    });
    assert_eq!((result, heard), (Err(Stop::Listener("enough")), 1));
}

proptest! {
    /// Any bytes, in any parts: no panic, and the parts make no difference to what is heard.
    #[test]
    fn how_bytes_are_cut_makes_no_difference(
        pieces in prop::collection::vec((prop::sample::select(vec![0x82_u8, 0x81, 0x02, 0x00, 0x80, 0x89, 0x8a, 0x88]),
            prop::collection::vec(any::<u8>(), 0..200)), 0..12),
        noise in prop::collection::vec(any::<u8>(), 0..20),
        cut in 1_usize..300,
    ) {
        let mut bytes: Vec<u8> = pieces.iter().flat_map(|(first, payload)| frame(*first, payload)).collect();
        bytes.extend(noise);
        prop_assert_eq!(hear([&bytes[..]]), hear(bytes.chunks(cut)));
    }
}
