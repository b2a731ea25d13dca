//! API keys, tokens, private keys, connection strings.
//!
//! Sources: the issuers (`secret_issuers.rs`), RFC 7468 (PEM), RFC 7519 (JWT), RFC 6750 and RFC 7617 (Authorization),
//! and how configuration is written in the languages that people paste: name, operator, value.

use super::secret_issuers::{distinct, issued};
use super::secret_named::{SHORTEST, announced, assigned};
use super::{Candidate, Detector, Scene};
use crate::cues::Cue;
use crate::kind::Kind;
use crate::text::{BARRIER, View, is_space};

pub(super) const DETECTOR: Detector = Detector { gate, find };

/// From here on a mixture of cases and digits needs no name beside it.
const TELLING: usize = 32;
/// So many beginnings of a run are tried, and so much of each is looked at: a long path stays linear.
const STARTS: usize = 24;
const LOOKED_AT: usize = 1024;
/// A PEM block without its end line is taken to have ended here.
const LONGEST_BLOCK: usize = 16_384;

/// A run of characters that is long enough for a secret and has more than letters in it, or is very long; or a name of one.
fn gate(view: &View) -> bool {
    let (mut run, mut telling) = (0, false);
    for b in &view.low {
        if is_space(*b) || *b == BARRIER {
            (run, telling) = (0, false);
            continue;
        }
        run += 1;
        telling |= b.is_ascii_digit() || matches!(b, b'_' | b'-');
        if run >= SHORTEST && telling || run >= 2 * SHORTEST {
            return true;
        }
    }
    view.hits.iter().any(|hit| hit.cue == Cue::Secret)
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    if view.has(b'-') {
        blocks(view, found);
    }
    tokens(view, found);
    assigned(view, found);
    announced(view, found);
}

pub(super) fn push(found: &mut Vec<Candidate>, start: usize, end: usize, score: f32, scheme: Option<&'static str>) {
    let mut candidate = Candidate::new(Kind::Secret, start, end, score);
    candidate.scheme = scheme;
    found.push(candidate);
}

pub(super) fn is_token(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"_-.=~+/:@".contains(&b)
}

/// "-----BEGIN … PRIVATE KEY-----" to its end line, or to the end of what was pasted.
fn blocks(view: &View, found: &mut Vec<Candidate>) {
    let mut at = 0;
    while at + 10 < view.len() {
        if view.raw(at, at + 10) != b"-----BEGIN" {
            at += 1;
            continue;
        }
        let start = at;
        let limit = (start + LONGEST_BLOCK).min(view.len());
        let header = view.raw(start, (start + 64).min(limit));
        let private = header.windows(11).any(|part| part == b"PRIVATE KEY")
            || header.windows(14).any(|part| part == b"OPENSSH PRIVAT");
        at += 10;
        if !private {
            continue;
        }
        let body = view.raw(at, limit);
        let end = body.windows(8).position(|part| part == b"-----END").map(|close| {
            let line = view.raw(at + close + 8, limit);
            at + close
                + 8
                + line
                    .windows(5)
                    .position(|part| part == b"-----")
                    .map_or(0, |dashes| dashes + 5)
        });
        let mut end = end.unwrap_or_else(|| last_of_block(view, at, limit));
        if let Some(barrier) = view.raw(start, end).iter().position(|b| *b == BARRIER) {
            end = start + barrier;
        }
        push(found, start, end, 0.99, Some("private-key"));
        at = end.max(at);
    }
}

fn last_of_block(view: &View, from: usize, limit: usize) -> usize {
    let mut end = from;
    while end < limit && (is_token(view.raw_at(end)) || is_space(view.at(end)) || b"\\,\"".contains(&view.at(end))) {
        end += 1;
    }
    end
}

/// Tokens that give themselves away.
fn tokens(view: &View, found: &mut Vec<Candidate>) {
    let mut at = 0;
    while at < view.len() {
        if !view.raw_at(at).is_ascii_alphanumeric() && view.raw_at(at) != b'_' {
            at += 1;
            continue;
        }
        let start = at;
        while is_token(view.raw_at(at)) {
            at += 1;
        }
        if at - start < 15 {
            continue;
        }
        let run = view.raw(start, at);
        if !run.iter().any(u8::is_ascii_digit) && !run.contains(&b'_') {
            continue;
        }
        // Beginnings are looked for at the start and after what may stand before a token.
        let mut from = 0;
        for _ in 0..STARTS {
            let token = run.get(from..).unwrap_or(&[]);
            let length = token
                .iter()
                .position(|b| matches!(b, b'@' | b','))
                .unwrap_or(token.len());
            let mut length = token.get(..length).map_or(0, trimmed);
            if let Some((scheme, exact)) = look(token.get(..length.min(LOOKED_AT)).unwrap_or(&[])) {
                length = exact.unwrap_or(length);
                push(
                    found,
                    start + from,
                    start + from + length,
                    if scheme == "mixed" { 0.55 } else { 0.97 },
                    Some(scheme),
                );
                break;
            }
            let Some(next) = token.iter().position(|b| matches!(b, b'=' | b':' | b'/' | b'@')) else {
                break;
            };
            from += next + 1;
        }
    }
}

fn trimmed(token: &[u8]) -> usize {
    token
        .iter()
        .rposition(|b| !matches!(b, b'.' | b':' | b'/' | b'-'))
        .map_or(0, |last| last + 1)
}

/// What a token is, and its exact length where that differs from the run.
fn look(token: &[u8]) -> Option<(&'static str, Option<usize>)> {
    if token.len() < 15 {
        return None;
    }
    if token.starts_with(b"eyJ") || token.starts_with(b"ZXlK") {
        let parts = token.split(|b| *b == b'.').count();
        return (parts >= 2 && token.len() >= 30 || token.len() >= 60).then_some(("jwt", None));
    }
    if let Some(issuer) = issued(token) {
        return Some((issuer, None));
    }
    if token.windows(9).any(|part| part == b".atlasv1.")
        || token.windows(3).any(|part| part == b"8Q~" || part == b"7Q~") && token.len() >= 30
    {
        return Some(("token", None));
    }
    // A bot's number, a colon, 35 characters.
    if let Some(colon) = token.iter().position(|b| *b == b':')
        && (5..=16).contains(&colon)
        && token.iter().take(colon).all(u8::is_ascii_digit)
        && token
            .get(colon + 1..)
            .is_some_and(|rest| rest.starts_with(b"A") && (34..=36).contains(&rest.len()))
    {
        return Some(("telegram", None));
    }
    // 32 hexadecimal digits and the data centre.
    if token.len() >= 36 && token.get(32..35) == Some(b"-us") && token.iter().take(32).all(u8::is_ascii_hexdigit) {
        return Some(("mailchimp", None));
    }
    mixed(token).then_some(("mixed", None))
}

/// Long, with both cases and digits all over: nobody writes that by hand.
fn mixed(token: &[u8]) -> bool {
    let plain = token
        .iter()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'='));
    if !plain || token.len() < TELLING || token.len() > 200 {
        return false;
    }
    let count = |test: fn(&u8) -> bool| token.iter().filter(|b| test(b)).count();
    let (upper, lower, digits) = (
        count(u8::is_ascii_uppercase),
        count(u8::is_ascii_lowercase),
        count(u8::is_ascii_digit),
    );
    let changes = token
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if class(*a) != class(*b)))
        .count();
    upper >= 4 && lower >= 4 && digits >= 3 && distinct(token) >= 17 && changes * 3 >= token.len()
}

fn class(b: u8) -> u8 {
    match b {
        b'0'..=b'9' => 0,
        b'A'..=b'Z' => 1,
        b'a'..=b'z' => 2,
        _ => 3,
    }
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::Secret,
    must: &[
        "aws «AKIAZ2J4WDNLQ7T3XKVB» and done",
        "use «ghp_1a2B3c4D5e6F7g8H9i0J1k2L3m4N5o6P7q8R»",
        "«glpat-AbCdEf0123456789_xYz»",
        "token «eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U».",
        "«-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAx\nabc=\n-----END RSA PRIVATE KEY-----»",
        "my api key is «9f86d081884c7d659a2feaa0c55ad015»",
        "acme_api_token = \"«a1b2c3d4e5f6a7b8c9d0»\"",
        "acmeToken := `«k3Jd82lsPq0Zm4Xw»`",
        "{\"acme_secret\": \"«Zx81kd92LmQpW0aa»\"}",
        "Authorization: Bearer «mF_9.B5f-4.1JqM»",
        "<acmeToken>\n  «a1b2c3d4e5f6a7b8»\n</acmeToken>",
        "«110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw3»",
        "seed phrase: «apple river moon stone cat dog sun tree house bird fish lamp»",
        "mon jeton est «q7W2e9R4t1Y6u3I8»",
    ],
    must_not: &[
        "the token is expired",
        "product key ABCDE-12345-FGHIJ-67890-KLMNO",
        "key = value",
        "password_key = get_key(name)",
        "api key: YOUR_API_KEY",
        "sha 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "550e8400-e29b-41d4-a716-446655440000",
        "internationalization_of_components_module",
        "-----BEGIN CERTIFICATE-----",
        "the key takeaway is 2024-10-12",
    ],
};
