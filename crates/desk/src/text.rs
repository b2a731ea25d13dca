//! What the words in certificates and manifests may contain.
//!
//! A name stands beside "verified" on somebody's screen: it must not be able to hide, reorder or forge what stands next
//! to it. Origins, URLs, tags and codes have one spelling, so that comparing them is comparing bytes.

use alloc::string::ToString;
use core::net::Ipv6Addr;

/// A person's or desk's name: characters, not bytes.
pub const LONGEST_NAME: usize = 80;
/// Words shown to people (a text, the hours, the retention notice), in bytes.
pub const LONGEST_PROSE: usize = 1000;
/// `https://` (8) + the longest DNS name (253) + `:65535` (6), in bytes.
pub const LONGEST_ORIGIN: usize = 8 + 253 + 6;
/// An origin and a short path, in bytes.
pub const LONGEST_URL: usize = LONGEST_ORIGIN + 33;
/// A code: kind, key of a text, language, in bytes.
pub const LONGEST_CODE: usize = 40;

/// True for the name of a person, a desk or a region: one line, 1 to 80 characters, not blank, nothing in it that is
/// invisible or turns the writing direction.
pub fn is_name(text: &str) -> bool {
    let characters = text.chars().take(LONGEST_NAME + 1).count();
    (1..=LONGEST_NAME).contains(&characters)
        && text.trim() == text
        && !text
            .chars()
            .any(|c| is_control(c) || is_direction(c) || is_invisible(c))
}

/// True for words shown to people: as a name, but longer, perhaps empty, with line breaks, and with the marks and
/// isolates that honest right-to-left prose needs.
pub fn is_prose(text: &str) -> bool {
    text.len() <= LONGEST_PROSE
        && !text
            .chars()
            .any(|c| (c != '\n' && is_control(c)) || matches!(c, '\u{202a}'..='\u{202e}'))
}

/// C0 and C1 controls, and the line and paragraph separators.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Bidi controls (Unicode property Bidi_Control): marks, embeddings, overrides, isolates.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters that take no room: two names that look alike must not differ by them. The joiners U+200C and U+200D stay,
/// because names in Persian and in Indic scripts need them.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00ad}' | '\u{034f}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{2060}'..='\u{2065}'
            | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// True for an origin as browsers write it (`scheme://host` or `scheme://host:port`): lower case, no default port, no
/// path, no user.
pub fn is_origin(text: &str) -> bool {
    let Some((scheme, authority)) = text.split_once("://") else {
        return false;
    };
    text.len() <= LONGEST_ORIGIN && is_scheme(scheme) && is_authority(authority, default_port(scheme))
}

/// True for a relay's address: `ws://` or `wss://`, an authority as in an origin, perhaps a path. No user, query or
/// fragment, which would have to stay secret or would be lost.
pub fn is_relay_url(text: &str) -> bool {
    let Some((scheme @ ("ws" | "wss"), rest)) = text.split_once("://") else {
        return false;
    };
    let (authority, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
    text.len() <= LONGEST_URL
        && is_authority(authority, default_port(scheme))
        && path
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/-._~%".contains(&byte))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(&byte))
}

fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        _ => None,
    }
}

fn is_authority(text: &str, default_port: Option<u16>) -> bool {
    let port = if let Some(rest) = text.strip_prefix('[') {
        rest.split_once(']')
            .and_then(|(address, port)| is_ipv6(address).then_some(port))
    } else {
        let (host, port) = text.find(':').map_or((text, ""), |colon| text.split_at(colon));
        is_host(host).then_some(port)
    };
    port.is_some_and(|port| port.is_empty() || port.strip_prefix(':').is_some_and(|port| is_port(port, default_port)))
}

/// The form of RFC 5952, which is the one that browsers write.
fn is_ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>()
        .is_ok_and(|address| address.to_string() == text)
}

fn is_host(text: &str) -> bool {
    (1..=253).contains(&text.len())
        && text.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
        })
}

fn is_port(text: &str, default_port: Option<u16>) -> bool {
    !text.starts_with(['0', '+']) && text.parse().is_ok_and(|port: u16| Some(port) != default_port)
}

/// True for a code: kebab-case, a letter first.
pub fn is_code(text: &str) -> bool {
    (1..=LONGEST_CODE).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// True for a language tag (the shape of BCP 47: `de`, `pt-BR`, `zh-Hant`).
pub fn is_language(text: &str) -> bool {
    text.len() <= LONGEST_CODE
        && text.split('-').enumerate().all(|(position, part)| {
            let lengths = if position == 0 { 2..=3 } else { 1..=8 };
            lengths.contains(&part.len())
                && part.bytes().all(|b| {
                    if position == 0 {
                        b.is_ascii_lowercase()
                    } else {
                        b.is_ascii_alphanumeric()
                    }
                })
        })
}

/// True for a country (ISO 3166-1 alpha-2, lower case as the masker takes it).
pub fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}
