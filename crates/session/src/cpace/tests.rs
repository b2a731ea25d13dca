//! The draft's vectors, where the folder of public vectors stands beside the repository; our own frozen ones everywhere.

use alloc::{string::String, vec::Vec};
use std::{env, fs, path::PathBuf};

use serde_json::Value;

use super::*;

#[path = "../../tests/common/random.rs"]
#[allow(unreachable_pub, clippy::duplicate_mod)]
mod random;
use random::Random;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(digits: &str) -> Vec<u8> {
    let pair = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    (0..digits.len()).step_by(2).map(pair).collect()
}

fn point(digits: &str) -> Point {
    bytes(digits).try_into().unwrap()
}

/// A scalar of the vectors: 32 bytes below the order, which the reduction of 64 leaves as they are.
fn share(digits: &str) -> Share {
    let mut wide = [0; 64];
    wide[..32].copy_from_slice(&bytes(digits));
    Share(Secret::take(&mut wide))
}

/// The draft's vectors, or a line in the output that says that they were passed over.
fn published() -> Option<Value> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors");
    let folder = env::var_os("HUSHWIRE_VECTORS").map_or_else(beside, PathBuf::from);
    let file = folder.join("cpace/testvectors.json");
    let Ok(text) = fs::read_to_string(&file) else {
        std::println!("passed over: no vectors of the CPace draft at ../shared/vectors (or HUSHWIRE_VECTORS)");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

fn said<'a>(point: &'a Point, data: &'a [u8]) -> Said<'a> {
    Said { point, data }
}

/// Both ends of one run: (Ya, Yb, A's key, B's key).
fn run(setting: &Setting<'_>, a: &Share, b: &Share, data: [&[u8]; 2]) -> (Point, Point, Secret<64>, Secret<64>) {
    let (ya, yb) = (a.point(setting), b.point(setting));
    let at_a = a.key(setting.sid, &yb, said(&ya, data[0]), said(&yb, data[1])).unwrap();
    let at_b = b.key(setting.sid, &ya, said(&ya, data[0]), said(&yb, data[1])).unwrap();
    (ya, yb, at_a, at_b)
}

#[test]
fn a_run_is_the_one_of_the_draft() {
    let Some(published) = published() else { return };
    let vector = &published["G_Coffee25519"];
    let field = |name: &str| bytes(vector[name].as_str().unwrap());
    let (password, channel, sid) = (field("PRS"), field("CI"), field("sid"));
    let setting = Setting {
        password: &password,
        channel: &channel,
        sid: &sid,
    };
    assert_eq!(generator(&setting).compress().to_bytes()[..], field("g"));
    let (a, b) = (
        share(vector["ya"].as_str().unwrap()),
        share(vector["yb"].as_str().unwrap()),
    );
    let (ya, yb, at_a, at_b) = run(&setting, &a, &b, [&field("ADa"), &field("ADb")]);
    assert_eq!((&ya[..], &yb[..]), (&field("Ya")[..], &field("Yb")[..]));
    assert_eq!(at_a.bytes()[..], field("ISK_IR"));
    assert_eq!(at_b.bytes()[..], field("ISK_IR"));
}

#[test]
fn points_that_the_draft_calls_invalid_are_refused() {
    let Some(published) = published() else { return };
    let points = published["G_Coffee25519_points"].as_object().unwrap();
    let (valid, invalid): (Vec<_>, Vec<_>) = points.iter().partition(|(name, _)| *name == "Valid");
    for (_, vector) in valid {
        let field = |name: &str| vector[name].as_str().unwrap();
        let product = CompressedRistretto(point(field("X"))).decompress().unwrap() * *share(field("s")).scalar();
        assert_eq!(product.compress().to_bytes(), point(field("G.scalar_mult_vfy(s,X)")));
    }
    assert!(!invalid.is_empty());
    for (name, vector) in invalid {
        let bad = point(vector.as_str().unwrap());
        let key = Share::draw(&mut Random::new(1)).key(b"sid", &bad, said(&bad, b""), said(&bad, b""));
        assert!(key.is_none(), "{name}");
    }
}

fn setting<'a>(password: &'a [u8], channel: &'a [u8], sid: &'a [u8]) -> Setting<'a> {
    Setting { password, channel, sid }
}

#[test]
fn a_frozen_run_is_what_it_was() {
    let (a, b) = (Share::draw(&mut Random::new(71)), Share::draw(&mut Random::new(72)));
    // A channel of more than 127 bytes has a length of two.
    for (name, channel, [ya, yb, isk]) in [
        (
            "short",
            &b"technician and customer"[..],
            [
                "e2952dc186dea4b82dcea5cda6cfdfd85bc6f9e23eed8c8e44549bbc89cd7f30",
                "b6d758afdbd9990ed0fe37633e3f9ca835f096b32c1010111d643f474c242228",
                "6c245259de5973f16112d0d219d190d3069a822913873692aa317221b3c1bacf9d9d350665946d8d3cfee7af44f7da8e07c1f04964b91f40df400306ef63805b",
            ],
        ),
        (
            "long",
            &[7; 200][..],
            [
                "36a1a41ad3f569c41e03012c4c32d08a9dc73d018a85d374a9e7646c7829fb14",
                "18dbbff7b68c7b12381c90497408c1002cc47f58824c24e05ee79f5f890a1657",
                "e4896b3853b734e748d69929a39c6eaa7630f7cf1acf291e1ca6cc6d1e60b8d5f008958b1dca20eadf01673417002f1c1599dbe40fca739547f05ebca38b9fe5",
            ],
        ),
    ] {
        let run = run(&setting(b"482913", channel, &[9; 32]), &a, &b, [b"", b""]);
        let got = [hex(&run.0), hex(&run.1), hex(run.2.bytes())];
        assert_eq!(got, [ya, yb, isk], "{name}");
        assert_eq!(run.2, run.3, "{name}");
    }
}

#[test]
fn whatever_differs_the_keys_differ() {
    let (a, b) = (Share::draw(&mut Random::new(1)), Share::draw(&mut Random::new(2)));
    let ours = setting(b"482913", b"channel", b"sid");
    let (ya, _, at_a, _) = run(&ours, &a, &b, [b"", b""]);
    for (why, theirs) in [
        ("another password", setting(b"482914", b"channel", b"sid")),
        ("a shorter password", setting(b"48291", b"channel", b"sid")),
        ("another channel", setting(b"482913", b"channeL", b"sid")),
        ("another session", setting(b"482913", b"channel", b"siD")),
        ("parts cut elsewhere", setting(b"482913", b"channels", b"id")),
    ] {
        let yb = b.point(&theirs);
        let at_a_then = a.key(ours.sid, &yb, said(&ya, b""), said(&yb, b"")).unwrap();
        let at_b = b.key(theirs.sid, &ya, said(&ya, b""), said(&yb, b"")).unwrap();
        assert!(at_a_then != at_b, "{why}");
    }
    let yb = b.point(&ours);
    for (why, first, second) in [
        ("other data of A", said(&ya, b"x"), said(&yb, b"")),
        ("other data of B", said(&ya, b""), said(&yb, b"x")),
        ("data cut elsewhere", said(&ya, b"xx"), said(&yb, b"x")),
        ("A and B exchanged", said(&yb, b""), said(&ya, b"")),
    ] {
        assert!(b.key(ours.sid, &ya, first, second).unwrap() != at_a, "{why}");
    }
}

#[test]
fn bytes_that_are_no_point_are_refused() {
    let share = Share::draw(&mut Random::new(1));
    let mut field_order = [0xff; 32];
    (field_order[0], field_order[31]) = (0xed, 0x7f);
    for (why, bad) in [
        ("the neutral element", [0; 32]),
        ("one, which is odd", {
            let mut one = [0; 32];
            one[0] = 1;
            one
        }),
        ("all ones", [0xff; 32]),
        ("the order of the field, another spelling of zero", field_order),
    ] {
        assert!(
            share.key(b"sid", &bad, said(&bad, b""), said(&bad, b"")).is_none(),
            "{why}"
        );
    }
}

#[test]
fn debug_prints_nothing_of_the_scalar() {
    assert_eq!(format!("{:?}", Share::draw(&mut Random::new(1))), "Share(_)");
}
