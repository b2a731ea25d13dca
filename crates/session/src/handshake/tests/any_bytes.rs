//! Every decoder on bytes that nobody meant: they are refused or read, and nothing falls over.

use proptest::prelude::*;

use super::*;
use crate::envelope::{Content, Envelope};

/// Everything that reads bytes from outside.
fn read(bytes: &[u8]) {
    let _ = Hello::decode(bytes);
    let _ = Reply::decode(bytes);
    let _ = Proof::decode(bytes);
    let _ = split_box(bytes);
    let _ = Envelope::decode(bytes);
    let _ = Content::decode(bytes);
    let _ = padding::unpad(bytes);
    let _ = RootRecord::decode(bytes);
    let _ = Ticket::read(&String::from_utf8_lossy(bytes), NOW);
}

fn genuine() -> Vec<Vec<u8>> {
    let offer = offer();
    let reply = Parts::good().reply(&place(), offer.hello());
    let content = Content::Text {
        text: "hello".into(),
        at: NOW,
        n: 1,
    }
    .encode();
    let envelope = Envelope {
        number: 3,
        latest: 300,
        hash: [1; 16],
        ack: 70_000,
        seen: [2; 16],
        read: 69_999,
        content: Some(content.clone()),
    };
    let envelope = envelope.encode();
    let padded = padding::pad(&envelope, 0).to_vec();
    let pin = Ticket::read("421 482 913", NOW).ok();
    let invited_hello = Offer::new(place(), SHOP, 3, pin, &mut Random::new(40)).hello().to_vec();
    let parts = Parts::good();
    let proof = Proof {
        root: &parts.root,
        certificate: &parts.certificate,
        manifest: &parts.manifest,
        dh: parts.dh,
        kem: *parts.kem,
        point: Some([7; 32]),
    };
    let proof = proof.encode();
    vec![
        offer.hello().to_vec(),
        reply,
        content.to_vec(),
        envelope.to_vec(),
        padded,
        invited_hello,
        proof,
        b"421 482 913".to_vec(),
        b"hwlink1AGlVtoA".to_vec(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_bytes_bring_a_decoder_down(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read(&bytes);
    }

    #[test]
    fn no_bytes_that_look_like_cbor_bring_a_decoder_down(
        heads in proptest::collection::vec(prop_oneof![0x80..0x88u8, 0x40..0x60u8, 0x60..0x7Cu8, 0..28u8, any::<u8>()], 0..60),
    ) {
        read(&heads);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_genuine_structure_with_anything_changed_brings_no_decoder_down(
        which in 0..9usize,
        at in any::<u16>(),
        splice in proptest::collection::vec(any::<u8>(), 0..6),
        removed in 0..6usize,
    ) {
        let mut bytes = genuine().swap_remove(which);
        let from = usize::from(at) % bytes.len();
        let until = (from + removed).min(bytes.len());
        bytes.splice(from..until, splice);
        read(&bytes);
    }

    #[test]
    fn no_bytes_open_as_a_message_or_change_a_ratchet(
        header in 0..3usize,
        bytes in proptest::collection::vec(any::<u8>(), 0..3_000),
    ) {
        let offer = offer();
        let mut technician = answered(&place(), offer.hello(), 1).unwrap();
        // Lengths that a header may have, or any.
        let mut bytes = bytes;
        if let (Some(front), Some(length)) = (bytes.first_chunk_mut(), [76u16, 2348].get(header)) {
            *front = length.to_be_bytes();
        }
        prop_assert!(technician.ratchet.open(&bytes).is_err());
    }
}
