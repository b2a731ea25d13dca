//! Secrets that a name announces: `stripe_key = "…"`, `"token": "…"`, `Authorization: Bearer …`, "my API key is …".

use super::Candidate;
use super::secret::{is_token, push};
use super::secret_issuers::{distinct, one_run};
use crate::cues::Cue;
use crate::text::{BARRIER, View, is_alnum, is_space, one_of};

/// Nothing shorter is taken for a secret, whatever it is called.
pub(super) const SHORTEST: usize = 10;

/// Words at the end of a name that say its value is a secret.
const NAMES: &[u8] = b"token key secret password passwd pwd pass auth credential credentials apikey accesskey tokens keys secrets authorization bearer";

/// Whether a word, in any case, ends as the names of secrets do. Its last three letters tell most others apart.
pub(crate) fn names_a_secret(word: &[u8]) -> bool {
    let Some(&[a, b, c]) = word.last_chunk::<3>() else {
        return word.eq_ignore_ascii_case(b"id");
    };
    let last = [a | 32, b | 32, c | 32];
    let near = matches!(
        &last,
        b"ken"
            | b"key"
            | b"ret"
            | b"ord"
            | b"swd"
            | b"pwd"
            | b"ass"
            | b"uth"
            | b"ial"
            | b"als"
            | b"ens"
            | b"eys"
            | b"ets"
            | b"ion"
            | b"rer"
    );
    near && NAMES.split(|b| *b == b' ').any(|name| {
        let ending = word.len().checked_sub(name.len()).and_then(|at| word.get(at..));
        ending.is_some_and(|ending| ending.eq_ignore_ascii_case(name))
    })
}

/// `stripe_key = "…"`, `"token": "…"`, `<fooToken>…</fooToken>`, `Authorization: Bearer …`.
pub(super) fn assigned(view: &View, found: &mut Vec<Candidate>) {
    for (nth, word) in view.words.iter().enumerate() {
        let low = view.low(word.start, word.end);
        let client = low == b"id"
            && nth
                .checked_sub(1)
                .and_then(|one| view.words.get(one))
                .is_some_and(|before| {
                    matches!(
                        view.low(before.start, before.end),
                        b"client" | b"app" | b"access" | b"key"
                    )
                });
        if !client && !NAMES.split(|b| *b == b' ').any(|name| low.ends_with(name)) {
            configured(view, word.start, word.end, found);
            continue;
        }
        let Some((start, firm)) = value_of(view, word.end) else {
            continue;
        };
        // "Authorization: Bearer x", "token: Basic y".
        let scheme = view
            .words
            .get(nth + 1)
            .filter(|next| next.start == start && one_of(view.low(next.start, next.end), b"bearer basic token"));
        let start = scheme.map_or(start, |scheme| scheme.end + 1);
        let end = value_end(view, start);
        let value = view.raw(start, end);
        if firm || scheme.is_some() || low == b"bearer" {
            let named = low.len() > 4 || nth > 0;
            if named && is_secret(value) {
                push(found, start, end, 0.85, Some("assigned"));
            }
        }
    }
}

/// "ABCDE-12345-FGHIJ-67890": even groups in capitals are printed on a box, and are asked for in support.
fn product_key(value: &[u8]) -> bool {
    let mut groups = value.split(|b| *b == b'-');
    let first = groups.next().map_or(0, <[u8]>::len);
    let even = groups.clone().count() >= 2 && groups.all(|group| group.len() == first);
    (4..=6).contains(&first) && even && !value.iter().any(u8::is_ascii_lowercase)
}

/// `nuget = "…"`: any name, an operator, and a quoted value that is one random run. Digests are no secrets.
fn configured(view: &View, start: usize, end: usize, found: &mut Vec<Candidate>) {
    const DIGESTS: &[u8] = b"sha sha1 sha256 sha512 md5 hash checksum digest commit etag integrity rev";
    let mut at = end;
    while matches!(view.at(at), b' ' | b':' | b'=' | b'>' | b'?') && at < end + 6 {
        at += 1;
    }
    let operator = view.low(end, at).contains(&b'=');
    if !operator || !matches!(view.at(at), b'"' | b'\'' | b'`') || one_of(view.low(start, end), DIGESTS) {
        return;
    }
    let from = at + 1;
    let to = value_end(view, from);
    let value = view.raw(from, to);
    if (16..=120).contains(&value.len()) && is_secret(value) && one_run(value) {
        push(found, from, to, 0.65, Some("assigned"));
    }
}

/// Where the value of an assignment begins, if an operator or a tag's end stands between.
fn value_of(view: &View, from: usize) -> Option<(usize, bool)> {
    let mut at = from;
    let mut firm = false;
    let mut blanks = 0;
    loop {
        match view.at(at) {
            b'=' | b':' | b'>' => firm = true,
            b'"' | b'\'' | b'`' | b']' | b'[' | b'(' | b')' | b'?' | b'\\' | b'|' | b',' | b'{' => {}
            b' ' | b'\n' => {
                blanks += 1;
                if blanks > 12 || at >= view.len() {
                    return None;
                }
            }
            _ => break,
        }
        at += 1;
    }
    // `string fooToken = new String("…")`, `var token string = "…"`: the type stands between.
    if !firm && blanks > 0 && matches!(view.low(at, at + 6), b"string") {
        return value_of(view, at + 6).filter(|(_, firm)| *firm);
    }
    // `"token", "value"`: arguments of a call.
    firm |= view.low(from, at).contains(&b',')
        && view.low(from, at).iter().filter(|b| matches!(b, b'"' | b'\'')).count() >= 2;
    (at > from).then_some((at, firm || view.low(from, at).contains(&b' ')))
}

fn value_end(view: &View, start: usize) -> usize {
    let quote = view.before(start);
    let mut end = start;
    while end < view.len() {
        let b = view.raw_at(end);
        let stop = match quote {
            b'"' | b'\'' | b'`' => b == quote || b == b'\n',
            _ => {
                is_space(b)
                    || matches!(
                        b,
                        b'"' | b'\'' | b'`' | b'<' | b'&' | b';' | b',' | b')' | b']' | b'}' | b'|'
                    )
            }
        };
        if stop || b == BARRIER || end - start > 4096 {
            break;
        }
        end += 1;
    }
    while end > start && (is_space(view.at(end - 1)) || matches!(view.before(end), b'\\' | b'.' | b'?' | b'!')) {
        end -= 1;
    }
    end
}

/// Whether a value looks issued rather than written: long enough, letters and digits, not a path or a placeholder.
fn is_secret(value: &[u8]) -> bool {
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = value.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let blank = value.iter().any(|b| is_space(*b));
    let code = value
        .iter()
        .any(|b| matches!(b, b'(' | b'{' | b'$' | b'<' | b'%' | b'>' | b'['))
        || value.windows(3).any(|part| part == b"://");
    // A run of capitals and underscores is a constant's name.
    let constant = value.iter().all(|b| b.is_ascii_uppercase() || *b == b'_');
    value.len() >= SHORTEST
        && !product_key(value)
        && !blank
        && !code
        && !constant
        && value.iter().all(|b| (0x21..0x7F).contains(b))
        && distinct(value) >= 6
        && (digits >= 2 && letters >= 2
            || value.len() >= 16 && (digits >= 1 && letters >= 2 || digits == value.len())
            || value.len() >= 20 && letters >= 10 && distinct(value) >= 12)
        && !value
            .windows(4)
            .any(|part| part == b"xxxx" || part == b"XXXX" || part == b"****")
}

/// "my API key is …": a token after the cue.
pub(super) fn announced(view: &View, found: &mut Vec<Candidate>) {
    for hit in view.hits.iter().filter(|hit| hit.cue == Cue::Secret) {
        let Some(announced) = view.value_after(hit) else {
            continue;
        };
        if let Some(end) = seed_words(view, announced.at) {
            push(found, announced.at, end, 0.9, Some("seed-phrase"));
            continue;
        }
        let end = view.token_end(announced.at);
        let token = view.raw(announced.at, end);
        if is_secret(token)
            && token.len() >= if announced.firmly { SHORTEST } else { 16 }
            && token.iter().all(|b| is_token(*b) || is_alnum(*b))
        {
            push(found, announced.at, end, 0.9, Some("announced"));
        }
    }
}

/// A wallet's recovery words (BIP 39): twelve to twenty-four short words, nothing but blanks between.
fn seed_words(view: &View, start: usize) -> Option<usize> {
    const FEWEST: usize = 12;
    const MOST: usize = 24;
    let first = view.word_at(start);
    let mut end = start;
    let mut count = 0;
    for word in view.words.iter().skip(first).take(MOST) {
        let gap = view.low(end, word.start);
        let plain = word.digits == 0
            && (3..=8).contains(&word.len())
            && view.raw(word.start, word.end).iter().all(u8::is_ascii_lowercase);
        if !plain || (count > 0 && !matches!(gap, b" " | b", " | b"\n")) {
            break;
        }
        count += 1;
        end = word.end;
    }
    (count >= FEWEST).then_some(end)
}
