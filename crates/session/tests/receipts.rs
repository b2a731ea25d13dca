//! What both ends hold when a chat is over, and how little of it anybody can change afterwards.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests are tests

mod common;

use common::{NOW, Who, World, desk, is_frame, open_world, talk};
use hushwire_session::{ConsoleInput, CustomerInput, Event, Receipt, ReceiptError, verify_receipt};
use minicbor::{Decoder, Encoder};

fn receipts(world: &World, who: Who) -> Vec<Vec<u8>> {
    let events = world.events.iter().filter(|(at, _)| *at == who);
    events
        .filter_map(|(_, event)| match event {
            Event::Receipt { receipt, .. } => Some(receipt.clone()),
            _ => None,
        })
        .collect()
}

fn verified(bytes: &[u8]) -> Receipt {
    verify_receipt(bytes, Some(&desk(1).record().fingerprint())).unwrap_or_else(|error| panic!("{error}"))
}

fn talked() -> World {
    let mut world = open_world();
    world.customer(CustomerInput::Send("mail ann@example.org, card 4111 1111 1111 1111"));
    talk(&mut world);
    world.pass(60_000);
    world
}

/// Ends a chat that was talked in and gives the one receipt that both ends hold.
fn receipt() -> Vec<u8> {
    let mut world = talked();
    let (chat, text) = (world.chat(), "long ".repeat(80));
    world.console(ConsoleInput::Send { chat, text: &text });
    world.customer(CustomerInput::End);
    receipts(&world, Who::Technician).remove(0)
}

#[test]
fn both_ends_hold_the_same_receipt_whoever_ends_the_chat() {
    for ender in [Who::Customer, Who::Technician] {
        let mut world = talked();
        let chat = world.chat();
        match ender {
            Who::Customer => world.customer(CustomerInput::End),
            Who::Technician => world.console(ConsoleInput::End { chat }),
        }
        let (customer, technician) = (receipts(&world, Who::Customer), receipts(&world, Who::Technician));
        assert_eq!(customer.len(), 1, "{ender:?} ends it");
        assert_eq!(customer, technician);
        let receipt = verified(&customer[0]);
        assert!(receipt.countersigned);
        assert_eq!(receipt.technician.name, "Ada");
        assert_eq!((receipt.began, receipt.ended), (NOW / 1000, NOW / 1000 + 60));
        let texts = receipt.customer.entries.iter().filter(|entry| entry.what == 1);
        assert_eq!(texts.count(), 4);
        assert_eq!(receipt.member.entries.iter().filter(|entry| entry.what == 1).count(), 3);
        let masks = &receipt.customer.entries[1].masks;
        assert_eq!(*masks, [("email".to_owned(), 1), ("credit-card".to_owned(), 1)]);
        assert!(
            receipt
                .customer
                .entries
                .iter()
                .all(|entry| entry.size.is_multiple_of(256))
        );
    }
}

#[test]
fn a_receipt_holds_no_word_of_what_was_said() {
    let bytes = receipt();
    for word in [&b"ann"[..], b"1111", b"question", b"answer"] {
        assert!(!bytes.windows(word.len()).any(|window| window == word));
    }
}

#[test]
fn a_receipt_survives_a_reload_of_either_page() {
    let mut world = talked();
    world.reload(Who::Customer);
    world.reload(Who::Technician);
    world.customer(CustomerInput::End);
    let held = receipts(&world, Who::Customer);
    assert_eq!(held, receipts(&world, Who::Technician));
    assert_eq!(
        verified(&held[0]).customer.entries.len(),
        6,
        "introduction, four texts, end"
    );
}

#[test]
fn a_customer_who_is_gone_leaves_the_technician_with_a_receipt_that_says_so() {
    let mut world = talked();
    let chat = world.chat();
    world.meddle = Box::new(|who, frame| {
        let lost = who == Who::Customer && is_frame(&frame);
        if lost { vec![] } else { vec![frame] }
    });
    world.console(ConsoleInput::End { chat });
    world.pass(11_000);
    let held = receipts(&world, Who::Technician);
    assert!(!verified(&held[0]).countersigned);
}

#[test]
fn a_receipt_with_any_byte_changed_or_cut_is_refused() {
    let bytes = receipt();
    assert!(verify_receipt(&bytes, None).is_ok());
    for index in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[index] ^= 1;
        assert!(verify_receipt(&changed, None).is_err(), "byte {index}");
        assert!(verify_receipt(&bytes[..index], None).is_err(), "cut at {index}");
    }
    assert!(
        verify_receipt(&[&bytes[..], &[0]].concat(), None).is_err(),
        "a byte more"
    );
}

#[test]
fn a_receipt_of_another_desk_is_refused() {
    let other = desk(2).record().fingerprint();
    assert_eq!(
        verify_receipt(&receipt(), Some(&other)).err(),
        Some(ReceiptError::OtherDesk)
    );
}

/// A receipt's parts: version, statement, signature, countersignature, root, certificate, the two lists as raw CBOR.
fn parts(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut decoder = Decoder::new(bytes);
    let count = decoder.array().unwrap().unwrap();
    (0..count)
        .map(|_| {
            let start = decoder.position();
            decoder.skip().unwrap();
            bytes[start..decoder.position()].to_vec()
        })
        .collect()
}

fn joined(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new());
    encoder.array(parts.len() as u64).unwrap();
    [encoder.into_writer(), parts.concat()].concat()
}

/// A list's entries as raw CBOR, changed, and the list again.
fn with_entries(list: &[u8], change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let outer = parts(list);
    let mut entries = parts(&outer[2]);
    change(&mut entries);
    joined(&[outer[0].clone(), outer[1].clone(), joined(&entries)])
}

#[test]
fn entries_left_out_moved_doubled_or_carried_over_break_the_chain() {
    let (one, two) = (receipt(), {
        let mut world = open_world();
        world.customer(CustomerInput::Send("another chat"));
        world.customer(CustomerInput::End);
        receipts(&world, Who::Customer).remove(0)
    });
    type Change = fn(&mut Vec<Vec<u8>>);
    let changes: [(&str, Change); 5] = [
        ("the last left out", |entries| {
            entries.pop();
        }),
        ("the first left out", |entries| {
            entries.remove(0);
        }),
        ("two exchanged", |entries| {
            let last = entries.len() - 1;
            entries.swap(0, last);
        }),
        ("one doubled", |entries| entries.push(entries[1].clone())),
        ("all left out", Vec::clear),
    ];
    for list in [6, 7] {
        for (why, change) in changes {
            let mut forged = parts(&one);
            forged[list] = with_entries(&forged[list], change);
            assert_eq!(
                verify_receipt(&joined(&forged), None).err(),
                Some(ReceiptError::BrokenChain),
                "{why}"
            );
        }
        let mut spliced = parts(&one);
        spliced[list] = parts(&two)[list].clone();
        assert_eq!(
            verify_receipt(&joined(&spliced), None).err(),
            Some(ReceiptError::BrokenChain)
        );
    }
}

#[test]
fn a_list_that_claims_to_have_skipped_its_beginning_is_refused() {
    let mut forged = parts(&receipt());
    let outer = parts(&forged[6]);
    let mut entries = parts(&outer[2]);
    entries.remove(0);
    forged[6] = joined(&[vec![0x01], outer[1].clone(), joined(&entries)]);
    assert_eq!(
        verify_receipt(&joined(&forged), None).err(),
        Some(ReceiptError::BrokenChain)
    );
}

#[test]
fn signatures_of_another_receipt_do_not_fit() {
    let one = receipt();
    let mut world = open_world();
    world.customer(CustomerInput::Send("another chat"));
    world.customer(CustomerInput::End);
    let two = receipts(&world, Who::Customer).remove(0);
    for (part, error) in [(2, ReceiptError::BadSignature), (3, ReceiptError::BadCountersignature)] {
        let mut forged = parts(&one);
        forged[part] = parts(&two)[part].clone();
        assert_eq!(verify_receipt(&joined(&forged), None).err(), Some(error));
    }
    let mut forged = parts(&one);
    forged.swap(2, 3);
    assert_eq!(
        verify_receipt(&joined(&forged), None).err(),
        Some(ReceiptError::BadSignature)
    );
    let mut unsigned = parts(&one);
    unsigned[3] = vec![0xf6];
    assert!(
        !verified(&joined(&unsigned)).countersigned,
        "without it, it is not said to be there"
    );
}
