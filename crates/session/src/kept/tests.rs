//! What kept bytes promise.

use alloc::vec;

use super::*;

#[path = "../../tests/common/random.rs"]
#[allow(unreachable_pub, clippy::duplicate_mod)]
mod random;
use random::Random;

fn key(seed: u8) -> StateKey {
    StateKey::take(&mut [seed; 32])
}

fn sealed(count: u64) -> Vec<u8> {
    let mut state = Writer::default();
    state.put(b"the state of a customer");
    seal_state(Kind::Customer, state, &key(1), count, &mut Random::new(count))
}

#[test]
fn what_was_kept_comes_back_and_shows_nothing_meanwhile() {
    let kept = sealed(3);
    assert!(!kept.windows(5).any(|window| window == b"state"));
    assert_eq!(
        **open_state(Kind::Customer, &kept, &key(1), 3).unwrap(),
        *b"the state of a customer"
    );
    assert_ne!(kept[42..], sealed(4)[42..], "every sealing has a key of its own");
}

#[test]
fn a_state_with_any_byte_changed_or_cut_is_refused() {
    let kept = sealed(3);
    for index in 0..kept.len() {
        let mut changed = kept.clone();
        changed[index] ^= 1;
        let error = match index {
            0 => StateError::OtherFormat,
            1 => StateError::Malformed,
            _ => StateError::NotGenuine,
        };
        assert_eq!(
            open_state(Kind::Customer, &changed, &key(1), 0).unwrap_err(),
            error,
            "byte {index}"
        );
        let cut = open_state(Kind::Customer, &kept[..index], &key(1), 0).unwrap_err();
        let error = if index < 42 {
            StateError::Malformed
        } else {
            StateError::NotGenuine
        };
        assert_eq!(cut, error, "cut at {index}");
    }
}

#[test]
fn a_state_under_another_key_of_another_kind_or_count_is_refused() {
    let kept = sealed(3);
    assert_eq!(
        open_state(Kind::Customer, &kept, &key(2), 0).unwrap_err(),
        StateError::NotGenuine
    );
    assert_eq!(
        open_state(Kind::Console, &kept, &key(1), 0).unwrap_err(),
        StateError::Malformed
    );
    assert_eq!(
        open_state(Kind::Customer, &kept, &key(1), 4).unwrap_err(),
        StateError::Stale
    );
}

#[test]
fn false_lengths_end_with_the_bytes_and_not_in_an_allocation() {
    for bytes in [&[0xff; 4][..], &[0xff; 64], &[0, 0, 0, 5, 1], &[]] {
        assert!(Vec::<Vec<u64>>::back(&mut Reader(bytes)).is_none(), "{bytes:?}");
        assert!(String::back(&mut Reader(bytes)).is_none(), "{bytes:?}");
    }
    assert!(bool::back(&mut Reader(&[2])).is_none());
    assert!(String::back(&mut Reader(&[0, 0, 0, 1, 0xff])).is_none(), "not UTF-8");
}

#[test]
fn every_kind_of_field_comes_back() {
    fn same<T: Kept + PartialEq + core::fmt::Debug>(value: T) {
        let mut state = Writer::default();
        value.keep(&mut state);
        let bytes = state.0.clone();
        let mut reader = Reader(&bytes);
        assert_eq!(T::back(&mut reader), Some(value));
        assert!(reader.0.is_empty());
    }
    same(7u8);
    same((u64::MAX, u32::MAX));
    same(Some(vec![[1u8; 3], [2; 3]]));
    same(Option::<u16>::None);
    same(String::from("Grüße"));
    same(VecDeque::from([true, false]));
    same(BTreeMap::from([(1u64, 2u8), (3, 4)]));
    same(Secret::<4>::take(&mut [1; 4]));
}

#[test]
fn debug_prints_nothing_of_the_key() {
    assert_eq!(format!("{:?}", key(7)), "StateKey(Secret)");
}
