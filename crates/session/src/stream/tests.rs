//! What a lying relay could do to a file. The published vectors run in `tests/probe` of the workspace.

use std::vec::Vec;

use proptest::prelude::*;

use super::*;

#[path = "../../tests/common/random.rs"]
#[allow(unreachable_pub, clippy::duplicate_mod)]
mod random;
use random::Random;

fn key() -> FileKey {
    FileKey::take(&mut [7; 32])
}

fn sealed(plain: &[u8]) -> Vec<u8> {
    let (chunks, header) = key().begin(b"a photo", &mut Random::new(1));
    let mut out = header.to_vec();
    let mut pieces: Vec<&[u8]> = plain.chunks(CHUNK).collect();
    if plain.len().is_multiple_of(CHUNK) {
        pieces.push(&[]);
    }
    for (number, piece) in (0..).zip(pieces) {
        out.extend(chunks.seal(number, piece).unwrap());
    }
    out
}

fn opened(sealed: &[u8], piece: usize) -> Result<Vec<u8>, StreamError> {
    let mut opener = Opener::new(key(), b"a photo");
    let mut plain = Vec::new();
    for piece in sealed.chunks(piece) {
        plain.extend_from_slice(&opener.push(piece)?);
    }
    plain.extend_from_slice(&opener.finish()?);
    Ok(plain)
}

#[test]
fn a_file_of_any_size_comes_back_in_pieces_of_any_size() {
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK - 1] {
        let plain: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
        for piece in [1_000, HEADER, SEALED_CHUNK, 100_000] {
            assert_eq!(
                opened(&sealed(&plain), piece).unwrap(),
                plain,
                "{length} bytes by {piece}"
            );
        }
    }
}

#[test]
fn a_file_that_was_cut_anywhere_is_refused() {
    let whole = sealed(&[9; 2 * CHUNK + 5]);
    let edges = [
        0,
        10,
        HEADER - 1,
        HEADER,
        HEADER + 15,
        HEADER + 16,
        HEADER + SEALED_CHUNK,
        whole.len() - 1,
    ];
    for length in edges
        .into_iter()
        .chain([HEADER + 2 * SEALED_CHUNK, HEADER + 2 * SEALED_CHUNK + 15])
    {
        assert_eq!(
            opened(&whole[..length], 999),
            Err(StreamError::NotGenuine),
            "cut to {length}"
        );
    }
}

#[test]
fn chunks_that_were_swapped_doubled_or_left_out_are_refused() {
    let whole = sealed(&[9; 2 * CHUNK + 5]);
    let (header, body) = whole.split_at(HEADER);
    let (a, rest) = body.split_at(SEALED_CHUNK);
    let (b, last) = rest.split_at(SEALED_CHUNK);
    for wrong in [
        &[b, a, last][..],
        &[a, a, last],
        &[a, last],
        &[last],
        &[a, b, last, last],
        &[b, last],
    ] {
        let bytes = [header, &wrong.concat()].concat();
        assert_eq!(opened(&bytes, 4_096), Err(StreamError::NotGenuine));
    }
}

#[test]
fn another_key_or_context_is_refused_at_the_header() {
    let whole = sealed(b"x");
    let header = whole[..HEADER].try_into().unwrap();
    assert!(key().read(b"a photo", header).is_ok());
    assert_eq!(key().read(b"a phot", header).err(), Some(StreamError::NotGenuine));
    assert_eq!(
        FileKey::take(&mut [8; 32]).read(b"a photo", header).err(),
        Some(StreamError::NotGenuine)
    );
}

#[test]
fn after_one_refusal_every_piece_is_refused() {
    let mut whole = sealed(&[9; CHUNK + 5]);
    whole[HEADER] ^= 1;
    let mut opener = Opener::new(key(), b"a photo");
    assert!(opener.push(&whole).is_err());
    assert_eq!(opener.push(&[]).err(), Some(StreamError::NotGenuine));
    assert_eq!(opener.push(&whole).err(), Some(StreamError::NotGenuine));
    assert_eq!(opener.finish().err(), Some(StreamError::NotGenuine));
}

#[test]
fn a_chunk_that_no_file_can_have_is_refused() {
    let (chunks, _) = key().begin(b"", &mut Random::new(1));
    assert!(chunks.seal(MAX_CHUNKS - 1, b"").is_ok());
    assert_eq!(chunks.seal(MAX_CHUNKS, b"").err(), Some(StreamError::TooLarge));
    assert_eq!(chunks.open(MAX_CHUNKS, &[0; 16]).err(), Some(StreamError::TooLarge));
    assert_eq!(chunks.seal(0, &[0; CHUNK + 1]).err(), Some(StreamError::TooLarge));
    assert_eq!(
        chunks.open(0, &[0; SEALED_CHUNK + 1]).err(),
        Some(StreamError::TooLarge)
    );
}

#[test]
fn debug_prints_nothing_of_a_file_key() {
    let (chunks, _) = key().begin(b"", &mut Random::new(1));
    let opener = Opener::new(key(), b"");
    assert_eq!(format!("{:?} {chunks:?} {opener:?}", key()), "FileKey Chunks Opener");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_bit_that_was_flipped_anywhere_is_noticed(at in any::<prop::sample::Index>(), bit in 0..8u8, length in 0..CHUNK + 50) {
        let mut bytes = sealed(&vec![3; length]);
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert_eq!(opened(&bytes, 5_000), Err(StreamError::NotGenuine));
    }
}
