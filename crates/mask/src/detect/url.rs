//! Web addresses, and those among them that carry a password or a token.
//!
//! Sources: RFC 3986 (scheme, authority, userinfo), RFC 1035 (labels); IANA's list for the endings that are taken without "http".

use super::{Candidate, Detector, Scene};
use crate::kind::Kind;
use crate::text::{BARRIER, View, Word, is_alnum, is_letter, is_space, one_of};

pub(super) const DETECTOR: Detector = Detector { gate, find };

/// Endings that make a bare name an address when a path follows, or when they are the first five.
const ENDINGS: &[u8] =
    b"io co info biz de fr es it pt nl pl se uk eu ch at be dk no fi cz ru jp cn in br me ly gl tv ws us ca app dev";
const SURE_ENDINGS: &[u8] = b"com org net edu gov";

/// Names of query parameters whose value is a secret.
const SECRET_PARAMETERS: &[u8] = b"token access_token id_token refresh_token auth apikey api_key key secret client_secret sig signature x-amz-signature password pwd sas session";

fn gate(view: &View) -> bool {
    view.has(b'.') || view.has(b'/')
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    let mut floor = 0;
    for (nth, word) in view.words.iter().enumerate() {
        if word.start < floor {
            continue;
        }
        let end = if view.at(word.end) == b':' && view.low(word.end, word.end + 3) == b"://" {
            scheme(view, word.start, word.end + 3)
        } else if view.at(word.end) == b'.' {
            bare(view, nth)
        } else {
            None
        };
        if let Some((end, score)) = end {
            let secret = carries_secret(view, word.start, end);
            floor = end;
            if !secret && logged(view, nth) {
                continue;
            }
            let kind = if secret { Kind::UrlCredentials } else { Kind::Url };
            found.push(Candidate::new(kind, word.start, end, score));
        }
    }
}

/// A server's log tells of its own requests ("GET 200 https://…"): nobody's, unless it carries a secret.
fn logged(view: &View, nth: usize) -> bool {
    let Some(before) = nth.checked_sub(1).and_then(|one| view.words.get(one)) else {
        return false;
    };
    let method = |word: &Word| {
        const METHODS: &[u8] = b"GET POST PUT HEAD DELETE PATCH Referer FETCH fetch";
        one_of(view.raw(word.start, word.end), METHODS)
    };
    method(before)
        || before.all_digits()
            && before.len() == 3
            && nth
                .checked_sub(2)
                .and_then(|one| view.words.get(one))
                .is_some_and(method)
}

fn scheme(view: &View, start: usize, after: usize) -> Option<(usize, f32)> {
    const SCHEMES: &[u8] = b"http https ftp ftps sftp ssh git ws wss hxxp hxxps file s3 smb rtsp ldap ldaps";
    let known = one_of(view.low(start, after - 3), SCHEMES);
    let end = end_of(view, after);
    (known && end > after + 1 && is_alnum(view.at(after)) || known && view.at(after) == b'[').then_some((end, 0.98))
}

/// "www.example.org", "example.com/help": only names with an ending that is one.
fn bare(view: &View, first: usize) -> Option<(usize, f32)> {
    let word = view.words.get(first)?;
    if matches!(
        view.before(word.start),
        b'@' | b'.' | b'/' | b'_' | b'-' | b'\\' | b'$' | b'%' | b'='
    ) {
        return None;
    }
    let mut last = first;
    while let (Some(this), Some(next)) = (view.words.get(last), view.words.get(last + 1)) {
        if next.start != this.end + 1 || !matches!(view.at(this.end), b'.' | b'-') {
            break;
        }
        last += 1;
    }
    let ending = view.words.get(last).filter(|_| last > first)?;
    let www = view.low(word.start, word.end) == b"www" && last > first + 1;
    let last = view.low(ending.start, ending.end);
    let sure = one_of(last, SURE_ENDINGS);
    if view.at(ending.end) == b'@' || !(sure || www || one_of(last, ENDINGS)) || view.before(ending.start) != b'.' {
        return None;
    }
    let path = view.at(ending.end) == b'/' && is_alnum(view.at(ending.end + 1));
    let end = if path || matches!(view.at(ending.end), b'?' | b':' | b'#' | b'/') {
        end_of(view, ending.end)
    } else {
        ending.end
    };
    if www || path {
        return Some((end, 0.9));
    }
    let named = view.low(word.start, word.end).iter().any(|b| is_letter(*b));
    // RFC 2606 section 3: example.com, example.org, example.net are nobody's.
    let reserved = view.low(word.start, word.end) == b"example";
    (sure && named && !reserved && view.at(ending.end) != b'(' && view.at(ending.end) != b'_').then_some((end, 0.7))
}

/// A URL ends at a blank, a quote or a bracket that it did not open; sentence marks at its end are not its own.
fn end_of(view: &View, from: usize) -> usize {
    let mut end = from;
    let mut open = 0_i32;
    while end < view.len() {
        let b = view.at(end);
        if is_space(b)
            || matches!(b, BARRIER | b'"' | b'<' | b'>' | b'`' | b'|' | b'{' | b'}' | b'^')
            || (b == b'\'' && is_space(view.at(end + 1)))
        {
            break;
        }
        open += i32::from(matches!(b, b'(' | b'[')) - i32::from(matches!(b, b')' | b']'));
        if open < 0 {
            break;
        }
        end += 1;
    }
    while end > from
        && b".,;:!?'*)".contains(&view.before(end))
        && !(view.before(end) == b')' && open == 0 && view.low(from, end).contains(&b'('))
    {
        end -= 1;
    }
    end
}

fn carries_secret(view: &View, start: usize, end: usize) -> bool {
    let url = view.low(start, end);
    let Some(authority) = url
        .windows(3)
        .position(|three| three == b"://")
        .and_then(|at| url.get(at + 3..))
    else {
        return false;
    };
    let host_end = authority
        .iter()
        .position(|b| matches!(b, b'/' | b'?' | b'#'))
        .unwrap_or(authority.len());
    let user = authority.iter().take(host_end).position(|b| *b == b'@');
    if user.is_some_and(|at| authority.iter().take(at).any(|b| *b == b':')) {
        return true;
    }
    let query = authority.get(host_end..).unwrap_or(&[]);
    query.split(|b| matches!(b, b'?' | b'&' | b'#' | b';')).any(|pair| {
        let mut parts = pair.splitn(2, |b| *b == b'=');
        let (name, value) = (parts.next().unwrap_or(&[]), parts.next().unwrap_or(&[]));
        value.len() >= 8 && one_of(name, SECRET_PARAMETERS)
    })
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::Url,
    must: &[
        "see «https://example.org/a?b=c#d».",
        "(«http://t.co/RFuKMyvX2w»)",
        "«www.example.co.uk/help», please",
        "go to «ourshop.com»",
        "«bit.ly/3xYz9»",
        "<«https://en.example.org/wiki/Rust_(language)»>",
    ],
    must_not: &[
        "e.g. this",
        "node.js",
        "file.txt",
        "settings.py",
        "10.5",
        "write to ann@example.org",
        "end.Start",
        "http fetch GET 200 https://example.org/a.tgz 93ms",
        "e.g. example.com",
        "and/or",
        "std::io",
    ],
};

#[cfg(test)]
pub(super) const CREDENTIAL_SAMPLES: super::Samples = super::Samples {
    kind: Kind::UrlCredentials,
    must: &[
        "«https://ann:hunter2@example.org/x»",
        "open «https://example.org/cb?state=1&access_token=abcdef0123456789»",
        "«ftp://root:toor99@10.0.0.1/»",
    ],
    must_not: &["https://example.org/login?next=/home", "https://example.org/?key=a"],
};
