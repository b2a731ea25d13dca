//! Where a relay is.

use std::str::FromStr;

use hushwire_desk::text;
use hushwire_wire::PATH;

/// A relay's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RelayAddress {
    /// The whole URL.
    pub(crate) url: String,
    /// Host and port as they stand in the URL: what the relay is called with, and what a console signs.
    pub(crate) host: String,
    /// Host alone: what is looked up, and what a certificate is for.
    pub(crate) name: String,
    pub(crate) port: u16,
    /// `wss://`.
    pub(crate) secure: bool,
}

impl FromStr for RelayAddress {
    type Err = &'static str;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "a relay's address is like wss://relay.example.com or ws://localhost:8080/ws";
        let (start, rest) = written.split_once("://").ok_or(WRONG)?;
        let (host, path) = rest.find('/').map_or((rest, PATH), |slash| rest.split_at(slash));
        let path = if path == "/" { PATH } else { path };
        let host = host.to_ascii_lowercase();
        let url = format!("{}://{host}{path}", start.to_ascii_lowercase());
        if !text::is_relay_url(&url) {
            return Err(WRONG);
        }
        let secure = url.starts_with("wss:");
        let usual = if secure { 443 } else { 80 };
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().map_err(|_| WRONG)?),
            _ => (host.as_str(), usual),
        };
        let name = name.trim_start_matches('[').trim_end_matches(']').to_owned();
        Ok(Self {
            url,
            host,
            name,
            port,
            secure,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_path_means_the_relay_s_usual_one() {
        for (written, url, host, name, port, secure) in [
            (
                "ws://localhost:8080",
                "ws://localhost:8080/ws",
                "localhost:8080",
                "localhost",
                8080,
                false,
            ),
            (
                "wss://Relay.example/",
                "wss://relay.example/ws",
                "relay.example",
                "relay.example",
                443,
                true,
            ),
            (
                "ws://[::1]:9/chat/ws",
                "ws://[::1]:9/chat/ws",
                "[::1]:9",
                "::1",
                9,
                false,
            ),
            ("WS://[::1]", "ws://[::1]/ws", "[::1]", "::1", 80, false),
        ] {
            let expected = RelayAddress {
                url: url.into(),
                host: host.into(),
                name: name.into(),
                port,
                secure,
            };
            assert_eq!(written.parse(), Ok(expected));
        }
        for wrong in [
            "",
            "localhost:8080",
            "https://relay.example",
            "ws://",
            "ws://u@relay.example",
            "ws://a b",
        ] {
            assert!(wrong.parse::<RelayAddress>().is_err(), "{wrong}");
        }
    }
}
