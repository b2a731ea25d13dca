//! The headers that every answer carries, and the ones that a kind of file adds.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Everything that a page of ours has no use for.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
    fullscreen=(self), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";

/// The policy of pages: scripts from here and nowhere else, no frames, no forms. `'self'` does not cover WebSockets in
/// every browser, so the relay names itself: by its public hosts, or by the loopback names if it has none.
pub(crate) fn content_security_policy(public_hosts: &[String]) -> String {
    let mut connect = String::from("'self'");
    if public_hosts.is_empty() {
        connect.push_str(" ws://localhost:* ws://127.0.0.1:*");
    }
    for host in public_hosts {
        connect.push_str(&format!(" wss://{host} ws://{host}"));
    }
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src {connect}; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
         form-action 'none'"
    )
}

/// What everything carries, `/healthz` and errors included.
pub(crate) fn everywhere(policy: HeaderValue, region: Option<&str>) -> HeaderMap {
    let region = region.and_then(|region| HeaderValue::try_from(region).ok());
    let announced = region.map(|region| (HeaderName::from_static("hushwire-region"), region));
    [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (
            HeaderName::from_static("permissions-policy"),
            HeaderValue::from_static(PERMISSIONS),
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            HeaderValue::from_static("same-origin"),
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("same-origin"),
        ),
    ]
    .into_iter()
    .chain(announced)
    .collect()
}

/// What kind of file a name is, and whether other sites may load it: a site's page fetches the loader and what the
/// loader pins, and checks their hashes itself.
pub(crate) fn content_type(name: &str) -> (&'static str, Reach) {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "html" => ("text/html; charset=utf-8", Reach::SameOrigin),
        "css" => ("text/css; charset=utf-8", Reach::SameOrigin),
        "js" | "mjs" => ("text/javascript; charset=utf-8", Reach::AnyOrigin),
        "wasm" => ("application/wasm", Reach::AnyOrigin),
        "json" | "map" => ("application/json", Reach::AnyOrigin),
        "webmanifest" => ("application/manifest+json", Reach::SameOrigin),
        "svg" => ("image/svg+xml", Reach::SameOrigin),
        "png" => ("image/png", Reach::SameOrigin),
        "ico" => ("image/x-icon", Reach::SameOrigin),
        "webp" => ("image/webp", Reach::SameOrigin),
        "woff2" => ("font/woff2", Reach::SameOrigin),
        "txt" => ("text/plain; charset=utf-8", Reach::SameOrigin),
        _ => ("application/octet-stream", Reach::SameOrigin),
    }
}

/// Who may load a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Pages of this relay.
    SameOrigin,
    /// Pages of any site.
    AnyOrigin,
}

impl Reach {
    /// Says so.
    pub(crate) fn apply(self, headers: &mut HeaderMap) {
        if self == Self::AnyOrigin {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            headers.insert(
                HeaderName::from_static("cross-origin-resource-policy"),
                HeaderValue::from_static("cross-origin"),
            );
        }
    }
}

/// How long a browser may keep a file: for ever if its name holds the hash of its content (`name.0123456789abcdef.js`),
/// else it asks each time, with the `ETag` of what it has.
pub(crate) fn cache_control(name: &str) -> HeaderValue {
    let hashed = name
        .split('.')
        .rev()
        .skip(1)
        .any(|part| part.len() == 16 && part.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f')));
    HeaderValue::from_static(if hashed {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_hash_of_the_content_in_the_name_makes_a_file_immutable() {
        for (name, immutable) in [
            ("app.0123456789abcdef.js", true),
            ("app.0123456789abcdef.js.map", true),
            ("app.0123456789ABCDEF.js", false),
            ("app.0123456789abcde.js", false),
            ("app.js.0123456789abcdef", false),
            ("app.js", false),
        ] {
            let value = cache_control(name);
            assert_eq!(value.to_str().unwrap().contains("immutable"), immutable, "{name}");
        }
    }

    #[test]
    fn the_policy_names_the_relay_and_no_scheme_as_a_whole() {
        let local = content_security_policy(&[]);
        assert!(
            local.contains("connect-src 'self' ws://localhost:* ws://127.0.0.1:*;"),
            "{local}"
        );
        let public = content_security_policy(&["relay.example:8443".to_owned()]);
        assert!(
            public.contains("connect-src 'self' wss://relay.example:8443 ws://relay.example:8443;"),
            "{public}"
        );
        for policy in [local, public] {
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
            assert!(!policy.contains("ws: ") && !policy.contains("wss: "));
            assert!(HeaderValue::try_from(policy).is_ok());
        }
    }
}
