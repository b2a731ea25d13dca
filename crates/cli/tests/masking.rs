//! `hushwire mask` as a program that others build on: one answer a line, offsets in code points, order kept.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use common::{Folder, Ran};
use serde_json::{Value, json};

fn mask(arguments: &str, input: &str) -> Ran {
    Folder::new().hushwire_with_input(&format!("mask {arguments}"), input)
}

fn answers(ran: &Ran) -> Vec<Value> {
    ran.stdout()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn line(text: &str) -> String {
    json!({ "text": text }).to_string() + "\n"
}

const CARD: &str = "4242 4242 4242 4242";

#[test]
fn an_answer_has_spans_and_the_masked_text() {
    let ran = mask("", &line(&format!("my card is {CARD}."))).succeeds();
    let answer = &answers(&ran)[0];
    let span = &answer["spans"][0];
    assert_eq!(
        (&span["start"], &span["end"], &span["kind"], &span["action"]),
        (&json!(11), &json!(30), &json!("credit-card"), &json!("mask"))
    );
    let score = span["score"].as_f64().unwrap();
    assert!(score > 0.0 && score <= 1.0, "{score}");
    let masked = answer["masked"].as_str().unwrap();
    assert!(
        masked.starts_with("my card is ") && masked.ends_with('.') && !masked.contains("4242 4242"),
        "{masked}"
    );
    assert_eq!(answer.as_object().unwrap().len(), 2);
}

#[test]
fn a_text_with_nothing_in_it_comes_back_as_it_is() {
    for text in ["", "hello", "naïve 👩‍👩‍👧 \u{0} \u{2028} \"quoted\" \\ tab\t line\n break"] {
        let ran = mask("", &line(text)).succeeds();
        assert_eq!(answers(&ran), [json!({ "spans": [], "masked": text })]);
    }
}

#[test]
fn offsets_count_code_points_and_not_bytes_or_utf_16_units() {
    // A family emoji is five code points (and 8 UTF-16 units, 18 bytes); "é" is two with its combining accent.
    for before in [
        "",
        "é",
        "e\u{301} ",
        "🦊",
        "👩\u{200d}👩\u{200d}👧 ",
        "日本語の文 ",
        "𝒜\u{301}\u{301} ",
        "\u{feff} ",
    ] {
        let text = format!("{before} {CARD} and {before} {CARD}");
        let ran = mask("", &line(&text)).succeeds();
        let spans = answers(&ran)[0]["spans"].as_array().unwrap().clone();
        let points: Vec<char> = text.chars().collect();
        assert_eq!(spans.len(), 2, "{text}");
        for span in spans {
            let (start, end) = (
                span["start"].as_u64().unwrap() as usize,
                span["end"].as_u64().unwrap() as usize,
            );
            assert_eq!(points[start..end].iter().collect::<String>(), CARD, "{text}");
        }
    }
}

#[test]
fn escapes_in_json_are_one_code_point_each() {
    let ran = mask("", "{\"text\":\"\\ud83e\\udd8a\\u00e9\\n4242 4242 4242 4242\"}\n").succeeds();
    let span = &answers(&ran)[0]["spans"][0];
    assert_eq!((&span["start"], &span["end"]), (&json!(3), &json!(22)));
}

#[test]
fn a_bad_line_is_answered_on_its_own_line_and_the_others_as_ever() {
    let bad: &[&[u8]] = &[
        b"not json",
        b"",
        b"{\"text\": 5}",
        b"{\"texts\": \"x\"}",
        b"[\"text\"]",
        b"\"text\"",
        b"null",
        b"{\"text\":\"a\"",
        b"{\"text\":\"a\"} {\"text\":\"b\"}",
        b"{\"text\":\"a\",\"text\":\"b\"}",
        b"{\"text\":\"\\ud800\"}",
        b"{\"text\":\"\xff\xfe\"}",
        b"{\"text\":\"a\nb\"}",
        &b"[".repeat(100_000),
    ];
    let folder = Folder::new();
    for bad in bad {
        let input = [line("before").as_bytes(), bad, b"\n", line("after").as_bytes()].concat();
        let ran = folder.run("mask", Some(&input));
        let shown = String::from_utf8_lossy(bad).chars().take(40).collect::<String>();
        let answers = answers(&ran);
        // The line with a break in it is two bad lines.
        let expected = 3 + bad.iter().filter(|byte| **byte == b'\n').count();
        assert_eq!(answers.len(), expected, "{shown}: {}", ran.stdout());
        assert_eq!(answers[0]["masked"], "before", "{shown}");
        assert_eq!(answers[expected - 1]["masked"], "after", "{shown}");
        for answer in &answers[1..expected - 1] {
            assert!(
                answer["error"].is_string() && answer.as_object().unwrap().len() == 1,
                "{shown}: {answer}"
            );
        }
        assert_eq!((ran.code(), ran.stderr().as_str()), (1, ""), "{shown}");
    }
}

#[test]
fn an_error_repeats_nothing_of_the_line() {
    let ran = mask(
        "",
        "{\"text\": {\"4242424242424242\": \"hunter2\"}}\n{\"hunter2\": 4242424242424242}\nhunter2 4242424242424242\n",
    );
    assert_eq!(ran.code(), 1);
    assert_eq!(ran.stdout().lines().count(), 3);
    assert!(
        !ran.stdout().contains("hunter2") && !ran.stdout().contains("4242"),
        "{}",
        ran.stdout()
    );
}

#[test]
fn lines_may_end_as_on_windows_carry_an_id_and_miss_the_last_end() {
    let ran = mask("", "{\"id\":1,\"text\":\"a\"}\r\n{\"text\":\"b\",\"more\":[1,{}]}").succeeds();
    assert_eq!(
        answers(&ran),
        [
            json!({ "spans": [], "masked": "a" }),
            json!({ "spans": [], "masked": "b" })
        ]
    );
    assert_eq!(mask("", "").succeeds().stdout(), "");
}

#[test]
fn many_lines_keep_their_order_and_are_answered_one_by_one() {
    let input: String = (0..20_000).map(|number| line(&format!("{number} 🦊"))).collect();
    let ran = mask("", &input).succeeds();
    let answers = answers(&ran);
    assert_eq!(answers.len(), 20_000);
    for (number, answer) in answers.iter().enumerate() {
        assert_eq!(answer["masked"], format!("{number} 🦊"));
    }
}

#[test]
fn a_policy_decides_and_nothing_blocked_gets_out() {
    let folder = Folder::new();
    folder.write(
        "policy.toml",
        r#"
countries = ["gb"]
[[rule]]
kind = "credit-card"
direction = "to-desk"
action = "block"
[[rule]]
kind = "email"
action = "warn"
"#,
    );
    let input = line(&format!("{CARD} ada@example.org"));
    let to_desk = folder
        .hushwire_with_input("mask --policy policy.toml", &input)
        .succeeds();
    let answer = &answers(&to_desk)[0];
    assert_eq!(
        (&answer["spans"][0]["action"], &answer["spans"][1]["action"]),
        (&json!("block"), &json!("warn"))
    );
    let masked = answer["masked"].as_str().unwrap();
    assert!(
        !masked.contains("4242 4242") && masked.ends_with("ada@example.org"),
        "{masked}"
    );
    let back = folder
        .hushwire_with_input("mask --policy policy.toml --direction to-customer", &input)
        .succeeds();
    assert_eq!(answers(&back)[0]["spans"][0]["action"], "mask");
}

#[test]
fn a_policy_that_is_wrong_is_refused_at_its_line() {
    let folder = Folder::new();
    for (text, words) in [
        (
            "[[rule]]\nkind = \"card\"\naction = \"mask\"\n",
            &["policy.toml, line 2", "\"card\" is not a kind"] as &[&str],
        ),
        ("[[rule]]\nkind = \"email\"\n", &["missing field `action`"]),
        (
            "[[rules]]\nkind = \"email\"\naction = \"mask\"\n",
            &["policy.toml, line 1", "unknown field `rules`"],
        ),
        ("countries = [\"x\"]\n", &["line 1", "not a country"]),
        ("rule = 1\n", &["line 1"]),
        ("=\n", &["line 1"]),
    ] {
        folder.write("policy.toml", text);
        let ran = folder
            .hushwire_with_input("mask --policy policy.toml", &line("hello"))
            .fails_saying(words);
        assert_eq!(ran.stdout(), "");
    }
    folder
        .hushwire_with_input("mask --policy missing.toml", "")
        .fails_saying(&["missing.toml", "no such file"]);
}

#[test]
fn explaining_says_why_something_was_masked_and_why_not() {
    let input = line(&format!("é my card is {CARD}; BSN 111222334"));
    let ran = mask("--explain", &input).succeeds();
    let answer = &answers(&ran)[0];
    let told: Vec<String> = answer["explained"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{} {} {} {}", one["kind"], one["rule"], one["verdict"], one["checksum"]))
        .collect();
    assert_eq!(
        told,
        [
            r#""credit-card" "credit-card" "masked" true"#,
            r#""phone" "phone" "other" null"#,
            r#""national-id" "identifier" "checksum" false"#
        ]
    );
    assert_eq!(answer["explained"][0]["cue"], json!([5, 9]));
}

#[test]
fn a_policy_file_adds_kinds_words_and_shapes_of_its_own() {
    let folder = Folder::new();
    let policy = r#"
        allow = ["@desk.example"]
        deny = ["Project Nightjar"]
        last-four = ["phone"]
        threshold.email = 0.9
        [[custom]]
        name = "loyalty"
        shape = "(LOY)d8"
        labels = ["loyalty number"]
        check = "l"
        action = "mask"
    "#;
    folder.write("policy.toml", policy);
    let text = "help@desk.example, +1 415 555 2671, loyalty number LOY 1234 5674, project nightjar";
    let ran = folder
        .hushwire_with_input("mask --policy policy.toml", &line(text))
        .succeeds();
    assert_eq!(
        answers(&ran)[0]["masked"],
        "help@desk.example, [phone ••2671], loyalty number [custom 1], [custom 2]"
    );
    let bad = policy.replace("(LOY)d8", "(LOY");
    folder.write("policy.toml", &bad);
    let refused = folder.hushwire_with_input("mask --policy policy.toml", &line(text));
    assert!(
        refused.stderr().contains("its shape cannot be read"),
        "{}",
        refused.stderr()
    );
}
