//! The first message of a session opened with bare primitives, as PROTOCOL.md, section 6, says and in its order.

use aes_gcm::{
    Aes256Gcm, KeyInit as _,
    aead::{Aead, Payload},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use ml_kem::Decapsulate;
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};

use super::*;

#[test]
fn a_message_has_the_layout_and_the_keys_of_protocol_md() {
    let mut rng = Random::new(31);
    let (mut customer, _) = pair_of(31, seeds(31), seeds(31), &mut rng);
    let message = say(&mut customer, b"hello", &mut rng);
    let Seeds {
        session,
        root,
        customer_header,
        ..
    } = seeds(31);
    // What the technician drew for its reply.
    let drawn = &mut Random::new(1_031);
    let dh = *Secret::<32>::random(drawn).bytes();
    let kem = *Secret::<64>::random(drawn).bytes();

    // message = length:u16 || sealed-header || commitment:32 || sealed body
    assert_eq!(message[..2], [0x09, 0x2c], "2348 bytes of header");
    let (sealed_header, body) = message[2..].split_at(2348);
    let header = decrypt(
        customer_header.bytes(),
        &sealed_header[..12],
        &session,
        &sealed_header[12..],
    );
    // header = turn seen previous number dh kem-public kem-ciphertext
    assert_eq!(header.len(), 16 + 32 + 1184 + 1088);
    assert_eq!(header[..16], [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let theirs: [u8; 32] = header[16..48].try_into().unwrap();
    let ciphertext: [u8; 1088] = header[48 + 1184..].try_into().unwrap();

    let agreed = StaticSecret::from(dh).diffie_hellman(&PublicKey::from(theirs));
    let decapsulated = ml_kem::ml_kem_768::DecapsulationKey::from_seed(kem.into()).decapsulate(&ciphertext.into());
    let secrets = [agreed.as_bytes(), &decapsulated[..]].concat();
    let mut turn = [0; 96];
    Hkdf::<Sha256>::new(Some(root.bytes()), &secrets)
        .expand(b"hushwire/1 turn\0", &mut turn)
        .unwrap();
    let keys = message_keys_of(&mac(&turn[32..64], 1), &session, &sealed_header[..12]);
    assert_eq!(body[..32], keys[44..], "the commitment");
    let key: [u8; 32] = keys[..32].try_into().unwrap();
    let aad = [&session[..], sealed_header].concat();
    let padded = decrypt(&key, &keys[32..44], &aad, &body[32..]);

    // padded = u32 length || plaintext || zeroes
    assert_eq!(padded.len(), 256);
    assert_eq!(padded[..9], *b"\0\0\0\x05hello");
    assert!(padded[9..].iter().all(|byte| *byte == 0));

    // The next message of the chain: HMAC(chain, 02) and on.
    let second = say(&mut customer, b"again", &mut rng);
    let next_chain = mac(&turn[32..64], 2);
    let keys = message_keys_of(&mac(&next_chain, 1), &session, &second[2..14]);
    assert_eq!(second[2 + 2348..][..32], keys[44..], "the commitment");
}

#[test]
fn an_exported_secret_is_the_one_of_protocol_md() {
    let (customer, technician, _) = pair(31);
    let Seeds { session, root, .. } = seeds(31);
    let mut exporter = [0; 32];
    let info = [&b"hushwire/1 exporter\0"[..], &session].concat();
    let hkdf = Hkdf::<Sha256>::from_prk(root.bytes()).unwrap();
    hkdf.expand(&info, &mut exporter).unwrap();

    let context = <Sha256 as sha2::Digest>::digest(b"which one");
    let info = [&b"hushwire/1 export\0\x08what for"[..], &context, &[0, 40]].concat();
    let mut expected = [0; 40];
    let hkdf = Hkdf::<Sha256>::from_prk(&exporter).unwrap();
    hkdf.expand(&info, &mut expected).unwrap();
    for end in [customer, technician] {
        assert_eq!(**end.export("what for", b"which one", 40).unwrap(), expected);
    }
}

#[test]
fn exported_secrets_have_nothing_to_do_with_each_other_and_outlive_every_turn() {
    let (mut customer, mut technician, mut rng) = pair(32);
    let first = customer.export("a", b"b", 32);
    for (label, context, length) in [("a", &b"c"[..], 32), ("b", b"b", 32), ("a", b"b", 33), ("ab", b"", 32)] {
        let other = customer.export(label, context, length).unwrap();
        assert_ne!(other[..32], first.as_ref().unwrap()[..], "{label}");
    }
    pass(&mut customer, &mut technician, b"one", &mut rng);
    pass(&mut technician, &mut customer, b"two", &mut rng);
    assert_eq!(customer.export("a", b"b", 32), first);
    let (other, _, _) = pair(33);
    assert_ne!(other.export("a", b"b", 32), first, "another session");
    assert_eq!(customer.export("a", b"b", 255 * 32 + 1), None, "more than HKDF gives");
    assert_eq!(customer.export(&"a".repeat(256), b"b", 32), None, "a label too long");
}

fn mac(key: &[u8], constant: u8) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(&[constant]);
    mac.finalize().into_bytes().to_vec()
}

fn message_keys_of(message_key: &[u8], session: &[u8; 32], header_nonce: &[u8]) -> [u8; 76] {
    let mut keys = [0; 76];
    let info = [&b"hushwire/1 message\0"[..], session, header_nonce].concat();
    let hkdf = Hkdf::<Sha256>::from_prk(message_key).unwrap();
    hkdf.expand(&info, &mut keys).unwrap();
    keys
}

fn decrypt(key: &[u8; 32], nonce: &[u8], aad: &[u8], sealed: &[u8]) -> Vec<u8> {
    let nonce: [u8; 12] = nonce.try_into().unwrap();
    let payload = Payload { msg: sealed, aad };
    let cipher = Aes256Gcm::new(&(*key).into());
    cipher.decrypt(&nonce.into(), payload).expect("genuine")
}
