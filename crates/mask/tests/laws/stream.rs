//! A text that comes in pieces.

use hushwire_mask::{Direction, Masker, Policy, Stream, Vault};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::{
    MASKER, config,
    texts::{self, texts},
};

fn streamed(pieces: &[&[u8]]) -> Vec<u8> {
    through(&MASKER, pieces)
}

fn through(masker: &Masker, pieces: &[&[u8]]) -> Vec<u8> {
    let (mut vault, mut out) = (Vault::default(), Vec::new());
    let mut stream = Stream::new(masker, Direction::ToDesk);
    for piece in pieces {
        stream.push(piece, &mut vault, &mut out).unwrap();
    }
    stream.finish(&mut vault, &mut out).unwrap();
    out
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn where_a_text_is_cut_changes_nothing(text in texts(), cut in any::<Index>(), again in any::<Index>()) {
        let bytes = text.as_bytes();
        let (head, rest) = bytes.split_at(cut.index(bytes.len() + 1));
        let (middle, tail) = rest.split_at(again.index(rest.len() + 1));
        prop_assert_eq!(streamed(&[head, middle, b"", tail]), streamed(&[bytes]));
        let one_by_one: Vec<&[u8]> = bytes.chunks(1).collect();
        prop_assert_eq!(streamed(&one_by_one), streamed(&[bytes]));
    }
}

/// The quick look at a line overlooks nothing that the masker finds in it.
#[test]
fn a_message_by_itself_is_masked_in_a_stream_as_it_is_elsewhere() {
    let unnamed = Masker::new(Policy::default()).without_names();
    let lines: Vec<String> = texts::messages().iter().map(|text| text.replace('\n', " ")).collect();
    for masker in [&*MASKER, &unnamed] {
        let overlooked: Vec<&String> = lines
            .iter()
            .filter(|line| {
                let whole = masker.mask(line, Direction::ToDesk, &mut Vault::default()).unwrap();
                through(masker, &[line.as_bytes()]) != whole.text.as_bytes()
            })
            .collect();
        assert!(overlooked.is_empty(), "{overlooked:#?}");
    }
}
