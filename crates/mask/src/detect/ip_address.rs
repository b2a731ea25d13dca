//! IP addresses, version 4 and 6.
//!
//! Sources: RFC 791 and RFC 6943 section 3.1.1 (dotted quad), RFC 4291 section 2.2 (IPv6 text), RFC 4007 (zone).

use super::{Candidate, Detector, Scene};
use crate::checksum::number;
use crate::cues::Cue;
use crate::kind::Kind;
use crate::text::{View, is_alnum, is_digit};

pub(super) const DETECTOR: Detector = Detector { gate, find };

fn gate(view: &View) -> bool {
    (view.has(b'.') && view.groups.len() >= 4) || view.has(b':')
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    if view.has(b'.') {
        let mut floor = 0;
        for (nth, group) in view.groups.iter().enumerate() {
            if group.start >= floor
                && let Some(end) = quad(view, nth)
            {
                found.push(Candidate::new(Kind::IpAddress, group.start, end, 0.9));
                floor = end;
            }
        }
    }
    if view.has(b':') {
        six(view, found);
    }
}

fn quad(view: &View, first: usize) -> Option<usize> {
    let groups = view.groups.get(first..first + 4)?;
    let (head, tail) = (groups.first()?, groups.last()?);
    let parts = groups.iter().all(|group| {
        let part = view.low(group.start, group.end);
        part.len() <= 3 && number(part).is_some_and(|n| n <= 255) && !(part.len() > 1 && part.starts_with(b"0"))
    });
    let dots = groups
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if b.start == a.end + 1 && view.at(a.end) == b'.'));
    if !parts || !dots {
        return None;
    }
    let before = view.before(head.start);
    let after = view.at(tail.end);
    let longer =
        (after == b'.' && is_digit(view.at(tail.end + 1))) || (before == b'.' && is_digit(view.before(head.start - 1)));
    let glued = is_alnum(before)
        || is_alnum(after)
        || matches!(before, b'-' | b'_' | b'+')
        || matches!(after, b'-' | b'_' | b'+') && is_alnum(view.at(tail.end + 1));
    // "version 1.2.3.4", "§ 1.2.3.4": small numbers after such a word are no address.
    let version = view
        .label_before(head.start, 24)
        .is_some_and(|hit| hit.cue == Cue::Harmless)
        || matches!(before, b'=' | b'~');
    let zero = view.low(head.start, head.end) == b"0" && view.low(tail.start, tail.end) == b"0";
    (!longer && !glued && !version && !zero).then_some(tail.end)
}

fn six(view: &View, found: &mut Vec<Candidate>) {
    let mut at = 0;
    while at < view.len() {
        let b = view.at(at);
        if !(b.is_ascii_hexdigit() || b == b':') {
            at += 1;
            continue;
        }
        let start = at;
        while view.at(at).is_ascii_hexdigit() || view.at(at) == b':' {
            at += 1;
        }
        let mut end = at;
        // A mapped IPv4 address at the end.
        let dotted = view.at(at) == b'.' && view.low(start, end).iter().filter(|b| **b == b':').count() >= 2;
        if dotted {
            while is_digit(view.at(at)) || view.at(at) == b'.' && is_digit(view.at(at + 1)) {
                at += 1;
            }
            end = at;
        }
        while end > start && view.before(end) == b':' && view.before(end - 1) != b':' {
            end -= 1;
        }
        let glued = is_alnum(view.before(start))
            || matches!(view.before(start), b'.' | b'_' | b'-')
            || is_alnum(view.at(end))
            || view.at(end) == b'_';
        if !glued && is_six(view.low(start, end)) {
            found.push(Candidate::new(Kind::IpAddress, start, end, 0.9));
        }
    }
}

fn is_six(text: &[u8]) -> bool {
    let text = match text.iter().position(|b| *b == b'.') {
        Some(dot) => {
            let colon = text.iter().take(dot).rposition(|b| *b == b':').unwrap_or(0);
            text.get(..colon + 1).unwrap_or(&[])
        }
        None => text,
    };
    let mapped = text.ends_with(b":") && !text.ends_with(b"::");
    let doubles = text.windows(2).filter(|pair| *pair == b"::").count();
    let triple = text.windows(3).any(|three| three == b":::");
    let mut groups = 0;
    let mut digits = mapped;
    for group in text.split(|b| *b == b':').filter(|group| !group.is_empty()) {
        if group.len() > 4 {
            return false;
        }
        digits |= group.iter().any(u8::is_ascii_digit);
        groups += 1;
    }
    let groups = groups + 2 * usize::from(mapped);
    match doubles {
        0 => groups == 8 && digits,
        1 => !triple && groups <= 7 && digits && (groups >= 2 || text == b"::1"),
        _ => false,
    }
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::IpAddress,
    must: &[
        "my ip is «86.231.85.193».",
        "«10.218.6.131»:8080",
        "from «d80:e4b5:79da:6cf6:71f3:51f7:9161:c319»",
        "ping «2001:db8::1» and «fe80::1ff:fe23:4567:890a»%eth0",
        "listen «::1»",
        "«::ffff:192.0.2.128»",
    ],
    must_not: &[
        "version 1.2.3.4",
        "999.1.1.1",
        "1.2.3.4.5",
        "at 12:30:45",
        "std::vec",
        "dead::beef::1::2",
        "v1.2.3.4",
        "2.36-9+deb12u14",
        "a::b",
    ],
};
