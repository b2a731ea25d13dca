//! Replies that a relay altered, moved or made itself.

use super::*;

#[test]
fn a_relay_in_the_middle_with_keys_of_its_own_gets_nowhere() {
    let customer = offer();
    // It asks the technician as if it were the customer …
    let middle = Offer::new(place(), SHOP, 3, None, &mut Random::new(60));
    let genuine = answered(&place(), middle.hello(), 61).unwrap();
    // … reads the proof, and seals the very same proof and signature for the customer.
    let reply = Reply::decode(&genuine.reply).unwrap();
    let shared = x_wing::DecapsulationKey::from(*middle.key.bytes()).decapsulate(&reply.ciphertext.into());
    let theirs = Keys::new(
        &place(),
        middle.hello(),
        &reply.ciphertext,
        &Secret::take(&mut shared.into()),
    );
    let stolen = theirs.open(reply.sealed).unwrap();

    let key = Hello::decode(customer.hello()).unwrap().key;
    let key = x_wing::EncapsulationKey::try_from(&key[..]).unwrap();
    let (ciphertext, shared) = key.encapsulate_with_rng(&mut Random::new(62));
    let ours = Keys::new(
        &place(),
        customer.hello(),
        &ciphertext,
        &Secret::take(&mut shared.into()),
    );
    let forged = Reply {
        ciphertext: ciphertext.into(),
        sealed: &ours.seal(&stolen),
    }
    .encode();
    assert_eq!(outcome(&customer, &forged), Some(ReplyError::BadSignature));
    assert_eq!(
        outcome(&customer, &genuine.reply),
        Some(ReplyError::NotGenuine),
        "passed on as it is"
    );
}

#[test]
fn a_reply_for_another_room_desk_or_hello_is_refused() {
    let offer = offer();
    let elsewhere = [(
        "room",
        Place {
            room: RoomId([8; 16]),
            ..place()
        },
    )];
    for (what, place) in elsewhere {
        let reply = Parts::good().reply(&place, offer.hello());
        assert_eq!(outcome(&offer, &reply), Some(ReplyError::NotGenuine), "another {what}");
    }
    // The box opens for whoever sent the hello; the signature is for another desk.
    let elsewhere = Place {
        desk: desk(2).record().fingerprint(),
        ..place()
    };
    let reply = Parts::good().reply(&elsewhere, offer.hello());
    assert_eq!(outcome(&offer, &reply), Some(ReplyError::BadSignature));
    let other = Offer::new(place(), SHOP, 3, None, &mut Random::new(42));
    let reply = Parts::good().reply(&place(), other.hello());
    assert_eq!(outcome(&offer, &reply), Some(ReplyError::NotGenuine), "another hello");
}

#[test]
fn the_box_of_another_session_is_refused() {
    let offer = offer();
    let one = answered(&place(), offer.hello(), 1).unwrap().reply;
    let two = answered(&place(), offer.hello(), 2).unwrap().reply;
    let (one, two) = (Reply::decode(&one).unwrap(), Reply::decode(&two).unwrap());
    let swapped = Reply {
        ciphertext: one.ciphertext,
        sealed: two.sealed,
    }
    .encode();
    assert_eq!(outcome(&offer, &swapped), Some(ReplyError::NotGenuine));
}

#[test]
fn a_reply_changed_anywhere_is_refused_and_the_genuine_one_still_welcome() {
    let offer = offer();
    let reply = Parts::good().reply(&place(), offer.hello());
    // Every field: heads, ML-KEM and X25519 halves of the ciphertext, proof, signature, tag.
    for index in (0..8)
        .chain((8..reply.len()).step_by(61))
        .chain(reply.len() - 16..reply.len())
    {
        let mut changed = reply.clone();
        changed[index] ^= 1 << (index % 8);
        assert_eq!(outcome(&offer, &changed), Some(ReplyError::NotGenuine), "byte {index}");
    }
    assert_eq!(outcome(&offer, &reply), None);
}

#[test]
fn a_reply_cut_prolonged_or_of_another_version_is_refused() {
    let offer = offer();
    let reply = Parts::good().reply(&place(), offer.hello());
    for length in 0..reply.len() {
        assert_eq!(
            outcome(&offer, &reply[..length]),
            Some(ReplyError::NotGenuine),
            "cut at {length}"
        );
    }
    let longer = [&reply[..], &[0]].concat();
    assert_eq!(outcome(&offer, &longer), Some(ReplyError::NotGenuine));
    let mut newer = reply.clone();
    newer[1] = 2;
    assert_eq!(outcome(&offer, &newer), Some(ReplyError::NotGenuine), "version 2");
}
