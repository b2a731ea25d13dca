//! A PIN or a link inside the handshake: what a wrong one costs, and what a liar in the middle gets out of it.

use hushwire_wire::{LinkId, Nameplate, Route};

use super::*;
use crate::ticket::Draft;

/// What a customer reads aloud or pastes, as a ticket.
fn ticket(words: &str) -> Ticket {
    Ticket::read(words, NOW).ok().unwrap()
}

fn pin(digits: &str) -> Ticket {
    ticket(&["421", digits].concat())
}

/// A link that ends in an hour: its words, and the technician's half.
fn link(seed: u64) -> (String, Ticket) {
    let draft = Draft::new(InviteKind::Link, &mut Random::new(seed));
    let (ticket, words) = draft.opened(None, NOW + 3_600).unwrap();
    (words.as_str().into(), ticket)
}

fn bring(ticket: Ticket) -> Offer {
    Offer::new(place(), SHOP, 3, Some(ticket), &mut Random::new(40))
}

fn meet(place: &Place, hello: &[u8], invite: Ticket, seed: u64) -> Result<(Vec<u8>, Judge), HelloError> {
    let rng = &mut Random::new(seed);
    let answer = answer(place, hello, Some(invite), &enrolment(), &settings(), rng)?;
    match answer.next {
        Next::Judge(judge) => Ok((answer.reply, *judge)),
        Next::Confirm(..) => unreachable!("an invite is judged"),
    }
}

fn finish(offer: &Offer, reply: &[u8]) -> (Finished, Proving) {
    let mut finished = offer.finish(reply, NOW, &mut Random::new(41)).ok().unwrap();
    let proving = finished.proving.take().expect("an invite is proved");
    (finished, proving)
}

/// Both ends with what they hold, up to the technician's verdict as the customer hears it.
struct Run {
    customer: Finished,
    technician: Result<(Ratchet, String), WrongTicket>,
    heard: Option<Result<(), WrongTicket>>,
    verdict: Vec<u8>,
}

fn run(brought: Ticket, given_out: Ticket) -> Run {
    let offer = bring(brought);
    let (reply, judge) = meet(&place(), offer.hello(), given_out, 1).ok().unwrap();
    let (customer, proving) = finish(&offer, &reply);
    let Verdict { sealed, outcome } = judge.judge(proving.guess(), &mut Random::new(3)).unwrap();
    Run {
        customer,
        technician: outcome,
        heard: proving.hear(&sealed),
        verdict: sealed,
    }
}

#[track_caller]
fn opens(run: Run, kind: InviteKind) {
    assert_eq!(run.heard, Some(Ok(())));
    let (mut technician, comparison) = run.technician.ok().unwrap();
    assert_eq!(comparison, run.customer.comparison);
    assert_eq!(run.customer.proof, TechnicianProof::Invited(kind));
    let (rng, mut customer) = (&mut Random::new(2), run.customer.ratchet);
    let first = customer.seal(b"hello", Pace::Turn, rng).unwrap();
    assert_eq!(**technician.open(&first).unwrap(), *b"hello");
    let answer = technician.seal(b"welcome", Pace::Turn, rng).unwrap();
    assert_eq!(**customer.open(&answer).unwrap(), *b"welcome");
}

#[test]
fn the_right_pin_and_the_right_link_open_a_chat() {
    opens(run(pin("482913"), pin("482913")), InviteKind::Pin);
    let (words, given_out) = link(9);
    opens(run(ticket(&words), given_out), InviteKind::Link);
}

#[test]
fn a_pin_with_any_one_digit_wrong_is_told_to_both_ends_and_gives_neither_a_key() {
    let right = pin("482913");
    let verdict_of_right = run(pin("482913"), right).verdict;
    for place in 0..6 {
        let mut digits = *b"482913";
        digits[place] = b'0' + (digits[place] - b'0' + 1) % 10;
        let run = run(pin(core::str::from_utf8(&digits).unwrap()), pin("482913"));
        let wrong = WrongTicket(InviteKind::Pin);
        assert_eq!(run.technician.err(), Some(wrong), "digit {place}");
        assert_eq!(run.heard, Some(Err(wrong)));
        assert_eq!(wrong.code(), "wrong-pin");
        assert_eq!(run.verdict.len(), verdict_of_right.len(), "the lengths tell nothing");
    }
}

#[test]
fn a_link_with_the_right_route_and_another_key_is_told_to_both_ends() {
    let (words, _) = link(9);
    let Ticket::Link { link, .. } = ticket(&words) else {
        unreachable!()
    };
    let forged = Ticket::Link {
        link,
        key: Secret::random(&mut Random::new(8)),
    };
    let run = run(ticket(&words), forged);
    let wrong = WrongTicket(InviteKind::Link);
    assert_eq!(run.technician.err(), Some(wrong));
    assert_eq!(run.heard, Some(Err(wrong)));
    assert_eq!(wrong.code(), "wrong-link");
}

#[test]
fn a_link_whose_end_was_moved_is_another_link() {
    let secret = || Draft::new(InviteKind::Link, &mut Random::new(9));
    let (given_out, _) = secret().opened(None, NOW + 60).unwrap();
    let (moved, _) = secret().opened(None, NOW + 6_000).unwrap();
    assert_eq!(given_out.route(), moved.route());
    assert_eq!(run(moved, given_out).heard, Some(Err(WrongTicket(InviteKind::Link))));
}

#[test]
fn an_invite_that_did_not_lead_here_is_refused() {
    let (words, _) = link(9);
    let plain = offer();
    for (why, hello, given_out) in [
        ("no invite in the hello", plain.hello().to_vec(), Some(pin("482913"))),
        ("a PIN where none led here", bring(pin("482913")).hello().to_vec(), None),
        (
            "another nameplate",
            bring(ticket("422482913")).hello().to_vec(),
            Some(pin("482913")),
        ),
        (
            "a link instead of a PIN",
            bring(ticket(&words)).hello().to_vec(),
            Some(pin("482913")),
        ),
        (
            "a PIN instead of a link",
            bring(pin("482913")).hello().to_vec(),
            Some(link(9).1),
        ),
        ("another link", bring(ticket(&words)).hello().to_vec(), Some(link(10).1)),
    ] {
        let rng = &mut Random::new(1);
        let error = answer(&place(), &hello, given_out, &enrolment(), &settings(), rng).err();
        assert_eq!(error, Some(HelloError::OtherInvite), "{why}");
    }
}

/// hello = [1, 1, nonce, key, origin, seen] and perhaps an invite behind it.
fn without_invite(hello: &[u8]) -> Vec<u8> {
    let mut hello = hello[..hello.len() - 5].to_vec();
    assert_eq!(hello[0], 0x87);
    hello[0] = 0x86;
    hello
}

fn with_invite(hello: &[u8]) -> Vec<u8> {
    let mut hello = [hello, &[0x82, 0x01, 0x19, 0x01, 0xa5]].concat();
    hello[0] = 0x87;
    hello
}

#[test]
fn an_invite_stripped_from_the_hello_comes_to_nothing() {
    let offer = bring(pin("482913"));
    let stripped = without_invite(offer.hello());
    let reply = answered(&place(), &stripped, 1).ok().unwrap().reply;
    assert_eq!(outcome(&offer, &reply), Some(ReplyError::NotGenuine));
}

#[test]
fn an_invite_added_to_the_hello_comes_to_nothing() {
    let offer = offer();
    let added = with_invite(offer.hello());
    assert_eq!(Hello::decode(&added).unwrap().invite, Some(pin("482913").route()));
    let (reply, _) = meet(&place(), &added, pin("482913"), 1).ok().unwrap();
    assert_eq!(outcome(&offer, &reply), Some(ReplyError::NotGenuine));
}

#[test]
fn an_answer_of_another_kind_is_refused_however_well_it_is_signed() {
    let with_point = || Parts {
        point: Some(good_point()),
        ..Parts::good()
    };
    let reply = with_point().reply(&place(), offer().hello());
    assert_eq!(
        outcome(&offer(), &reply),
        Some(ReplyError::OtherInvite),
        "a point for nothing"
    );
    let asked = bring(pin("482913"));
    let reply = Parts::good().reply(&place(), asked.hello());
    assert_eq!(
        outcome(&asked, &reply),
        Some(ReplyError::OtherInvite),
        "no point for a PIN"
    );
    let asked = bring(ticket(&link(9).0));
    let reply = with_point().reply(&place(), asked.hello());
    assert_eq!(
        outcome(&asked, &reply),
        Some(ReplyError::OtherInvite),
        "a point for a link"
    );
}

fn good_point() -> [u8; 32] {
    curve25519_dalek::constants::RISTRETTO_BASEPOINT_COMPRESSED.to_bytes()
}

#[test]
fn a_technicians_point_that_is_none_is_refused() {
    let asked = bring(pin("482913"));
    for point in [[0; 32], [0xff; 32], {
        let mut one = [0; 32];
        one[0] = 1;
        one
    }] {
        let parts = Parts {
            point: Some(point),
            ..Parts::good()
        };
        assert_eq!(
            outcome(&asked, &parts.reply(&place(), asked.hello())),
            Some(ReplyError::NotGenuine)
        );
    }
}

/// The guess of somebody who holds the keys of the hello and plays with what is inside.
fn sealed_guess(judge: &Judge, parts: &[&[u8]]) -> Vec<u8> {
    super::super::invited::seal_guess_for_tests(judge, parts, &mut Random::new(4))
}

#[test]
fn a_guess_that_holds_no_point_or_no_tag_is_a_wrong_guess() {
    let offer = bring(pin("482913"));
    let (reply, judge) = meet(&place(), offer.hello(), pin("482913"), 1).ok().unwrap();
    let _ = finish(&offer, &reply);
    let (point, tag) = (good_point(), [7; 32]);
    let ours = judge.share.as_ref().unwrap().1;
    for (why, parts) in [
        ("nothing", vec![]),
        ("only a point", vec![&point[..]]),
        ("the neutral element", vec![&[0; 32][..], &tag]),
        ("no point", vec![&[0xff; 32][..], &tag]),
        ("the technician's own point", vec![&ours[..], &tag]),
        ("a point and a tag of its own", vec![&point[..], &tag]),
        ("a byte too many", vec![&point[..], &tag, &[0]]),
    ] {
        let verdict = judge
            .judge(&sealed_guess(&judge, &parts), &mut Random::new(3))
            .expect("it was sealed well");
        assert_eq!(verdict.outcome.err(), Some(WrongTicket(InviteKind::Pin)), "{why}");
    }
}

#[test]
fn a_guess_that_is_not_from_the_one_who_sent_the_hello_burns_nothing() {
    let offer = bring(pin("482913"));
    let (reply, judge) = meet(&place(), offer.hello(), pin("482913"), 1).ok().unwrap();
    let (_, proving) = finish(&offer, &reply);
    let genuine = proving.guess().to_vec();
    for at in 0..genuine.len() {
        let mut changed = genuine.clone();
        changed[at] ^= 1;
        assert!(judge.judge(&changed, &mut Random::new(3)).is_none(), "byte {at}");
    }
    for cut in 0..genuine.len() {
        assert!(judge.judge(&genuine[..cut], &mut Random::new(3)).is_none());
    }
    assert!(
        judge
            .judge(&[&genuine[..], &[0]].concat(), &mut Random::new(3))
            .is_none()
    );
    assert!(
        judge.judge(&genuine, &mut Random::new(3)).unwrap().outcome.is_ok(),
        "and then the genuine one comes"
    );
}

#[test]
fn a_verdict_changed_cut_reflected_or_of_another_session_means_nothing() {
    let offer = bring(pin("482913"));
    let (reply, judge) = meet(&place(), offer.hello(), pin("482913"), 1).ok().unwrap();
    let (_, proving) = finish(&offer, &reply);
    let verdict = judge.judge(proving.guess(), &mut Random::new(3)).unwrap().sealed;
    for at in 0..verdict.len() {
        let mut changed = verdict.clone();
        changed[at] ^= 1;
        assert_eq!(proving.hear(&changed), None, "byte {at}");
    }
    assert_eq!(proving.hear(&verdict[1..]), None);
    assert_eq!(proving.hear(proving.guess()), None, "the guess sent back");
    assert!(
        judge.judge(&verdict, &mut Random::new(3)).is_none(),
        "the verdict sent back"
    );

    let (reply, other) = meet(&place(), offer.hello(), pin("482913"), 2).ok().unwrap();
    let (_, other_proving) = finish(&offer, &reply);
    assert!(
        other.judge(proving.guess(), &mut Random::new(3)).is_none(),
        "a guess for another answer"
    );
    let other_verdict = other.judge(other_proving.guess(), &mut Random::new(3)).unwrap().sealed;
    assert_eq!(proving.hear(&other_verdict), None, "the verdict of another session");
    assert_eq!(proving.hear(&verdict), Some(Ok(())));
}

#[test]
fn a_technician_who_says_right_and_does_not_know_the_pin_is_found_out() {
    let offer = bring(pin("482913"));
    let (reply, judge) = meet(&place(), offer.hello(), pin("000000"), 1).ok().unwrap();
    let (_, proving) = finish(&offer, &reply);
    let claimed = super::super::invited::seal_verdict_for_tests(&judge, &[&[1], &[7; 32]], &mut Random::new(4));
    assert_eq!(proving.hear(&claimed), Some(Err(WrongTicket(InviteKind::Pin))));
    let nonsense = super::super::invited::seal_verdict_for_tests(&judge, &[&[2], &[7; 32]], &mut Random::new(4));
    assert_eq!(proving.hear(&nonsense), Some(Err(WrongTicket(InviteKind::Pin))));
}

#[test]
fn a_customer_shows_nothing_of_its_pin_before_the_desk_is_proved() {
    let another_desk = Parts {
        root: desk(2).record().encode(),
        point: Some(good_point()),
        ..Parts::good()
    };
    let unsigned = Parts {
        instead: Some([0; 32]),
        point: Some(good_point()),
        ..Parts::good()
    };
    let revoked = Parts {
        point: Some(good_point()),
        ..Parts::good().settled(|it| it.revoked = vec![[7; 16]])
    };
    let asked = bring(pin("482913"));
    for (parts, error) in [
        (another_desk, ReplyError::WrongDesk),
        (unsigned, ReplyError::BadSignature),
        (revoked, ReplyError::Revoked),
    ] {
        assert_eq!(outcome(&asked, &parts.reply(&place(), asked.hello())), Some(error));
    }
}

#[test]
fn the_keys_of_an_invited_chat_are_the_ones_of_protocol_md() {
    use hkdf::Hkdf;
    use sha2::Sha256;
    let (words, given_out) = link(9);
    let Ticket::Link { key, .. } = &given_out else {
        unreachable!()
    };
    let key = *key.bytes();
    let offer = bring(ticket(&words));
    let (reply, judge) = meet(&place(), offer.hello(), given_out, 1).ok().unwrap();
    let (prk, session) = (*judge.keys.prk.bytes(), judge.session);
    let (_, proving) = finish(&offer, &reply);
    let guess = super::super::invited::open_guess_for_tests(&judge, proving.guess());

    let mixed = Hkdf::<Sha256>::new(Some(&prk), &key);
    let mut tags = [0; 64];
    mixed
        .expand(&[&b"hushwire/1 confirm\0"[..], &session].concat(), &mut tags)
        .unwrap();
    assert_eq!(guess[..], tags[..32]);
    let mut bytes = [0; 32];
    let outer = Hkdf::<Sha256>::from_prk(&prk).unwrap();
    outer
        .expand(&[&b"hushwire/1 guess\0"[..], &session].concat(), &mut bytes)
        .unwrap();
    let (nonce, sealed) = proving.guess().split_at(NONCE);
    let opened = crate::primitives::open(&Secret::take(&mut bytes), nonce.try_into().unwrap(), &session, sealed).ok();
    assert_eq!(opened.map(|it| it.to_vec()), Some(tags[..32].to_vec()));
    outer
        .expand(&[&b"hushwire/1 verdict\0"[..], &session].concat(), &mut bytes)
        .unwrap();
    let verdict = judge.judge(proving.guess(), &mut Random::new(3)).unwrap().sealed;
    let (nonce, sealed) = verdict.split_at(NONCE);
    let opened = crate::primitives::open(&Secret::take(&mut bytes), nonce.try_into().unwrap(), &session, sealed).ok();
    assert_eq!(opened.map(|it| it.to_vec()), Some([&[1], &tags[32..]].concat()));
}

#[test]
fn a_hello_whose_invite_is_none_is_refused() {
    let hello = offer().hello().to_vec();
    let ending = |bytes: &[u8]| {
        let mut hello = [&hello[..], bytes].concat();
        hello[0] = 0x87;
        Hello::decode(&hello).map(|hello| hello.invite)
    };
    assert_eq!(
        ending(&[0x82, 0x01, 0x00]),
        Some(Some(Route::Pin(Nameplate::new(0).unwrap())))
    );
    let link = [&[0x82, 0x02, 0x50][..], &[5; 16]].concat();
    assert_eq!(ending(&link), Some(Some(Route::Link(LinkId([5; 16])))));
    for (why, bytes) in [
        ("nothing", &b""[..]),
        ("null", &[0xf6]),
        ("nameplate 1000", &[0x82, 0x01, 0x19, 0x03, 0xe8]),
        ("a nameplate in more bytes than needed", &[0x82, 0x01, 0x18, 0x07]),
        ("kind 3", &[0x82, 0x03, 0x07]),
        (
            "a link of 15 bytes",
            &[0x82, 0x02, 0x4f, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5],
        ),
        ("one thing too many", &[0x83, 0x01, 0x07, 0x07]),
        ("not a list", &[0x07]),
    ] {
        assert_eq!(ending(bytes), None, "{why}");
    }
}
