//! Whose word about an address counts: that of the proxies which the operator has named, and nobody else's.
//!
//! What for: the caps per address (see `visitors.rs`). Behind a proxy every connection comes from the proxy.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use axum::http::HeaderMap;
use tokio::io::{AsyncReadExt, BufReader};
use tokio::net::TcpStream;

const FORWARDED_FOR: &str = "x-forwarded-for";
/// The PROXY protocol, version 2, section 2.2: the signature.
const SIGNATURE: [u8; 12] = *b"\r\n\r\n\0\r\nQUIT\n";
/// The longest header of version 1 (section 2.1), and the longest of version 2 that anybody has a use for.
const MOST_LINE: usize = 107;
const MOST_BINARY: usize = 1_024;

/// The proxies in front of this relay.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    /// From where a proxy may call.
    pub trusted: Vec<Network>,
    /// Whether they begin each connection with a PROXY protocol header, version 1 or 2. If not, `X-Forwarded-For` counts.
    pub protocol: bool,
}

impl Proxies {
    /// True if what this address says about others counts.
    pub(crate) fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.contains(address))
    }

    /// For whom a trusted proxy asks: the last address of the list that is no trusted proxy itself. Everything left of
    /// it was written by whoever asked.
    pub(crate) fn forwarded_for(&self, headers: &HeaderMap) -> Option<IpAddr> {
        let all = headers.get_all(FORWARDED_FOR);
        let lines: Vec<_> = all.iter().filter_map(|line| line.to_str().ok()).collect();
        let mut addresses = lines.iter().rev().flat_map(|line| line.rsplit(',')).map(address);
        addresses.find(|address| !address.is_some_and(|it| self.trusts(it)))?
    }
}

/// An address as proxies write it, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let socket = || text.parse::<std::net::SocketAddr>().ok().map(|socket| socket.ip());
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(text);
    bare.parse().ok().or_else(socket)
}

/// Reads the header of the PROXY protocol, and not a byte more. `None`: the proxy speaks for itself (its own check).
pub(crate) async fn read_header(stream: &mut TcpStream) -> io::Result<Option<IpAddr>> {
    let mut start = [0; SIGNATURE.len()];
    stream.read_exact(&mut start).await?;
    if start == SIGNATURE {
        binary(stream).await
    } else if start.starts_with(b"PROXY ") {
        line(stream, start.to_vec()).await
    } else {
        Err(io::ErrorKind::InvalidData.into())
    }
}

async fn line(stream: &mut TcpStream, mut line: Vec<u8>) -> io::Result<Option<IpAddr>> {
    // Byte by byte, because what follows the line is not ours to take; the kernel has them all already.
    let mut bytes = BufReader::with_capacity(1, stream);
    while !line.ends_with(b"\r\n") {
        if line.len() >= MOST_LINE {
            return Err(io::ErrorKind::InvalidData.into());
        }
        line.push(bytes.read_u8().await?);
    }
    let text = std::str::from_utf8(&line).map_err(|_| io::ErrorKind::InvalidData)?;
    let mut words = text.trim_end().split(' ').skip(1);
    match (words.next(), words.next()) {
        (Some("TCP4" | "TCP6"), Some(from)) => from.parse().map(Some).map_err(|_| io::ErrorKind::InvalidData.into()),
        (Some("UNKNOWN"), _) => Ok(None),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

async fn binary(stream: &mut TcpStream) -> io::Result<Option<IpAddr>> {
    let [version, family, high, low] = {
        let mut head = [0; 4];
        stream.read_exact(&mut head).await?;
        head
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    if version >> 4 != 2 || length > MOST_BINARY {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut rest = vec![0; length];
    stream.read_exact(&mut rest).await?;
    match (version & 0x0f, family >> 4) {
        // LOCAL: the proxy's own check of health.
        (0, _) | (1, 0 | 3) => Ok(None),
        (1, 1) => match rest.first_chunk::<4>() {
            Some(from) => Ok(Some(Ipv4Addr::from(*from).into())),
            None => Err(io::ErrorKind::InvalidData.into()),
        },
        (1, 2) => match rest.first_chunk::<16>() {
            Some(from) => Ok(Some(Ipv6Addr::from(*from).into())),
            None => Err(io::ErrorKind::InvalidData.into()),
        },
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// A range of addresses, as in `10.0.0.0/8`, `2001:db8::/32`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    bits: u32,
}

impl Network {
    fn contains(&self, address: IpAddr) -> bool {
        let same = |one: u128, other: u128, width: u32| self.bits == 0 || (one ^ other) >> (width - self.bits) == 0;
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(address)) => same(base.to_bits().into(), address.to_bits().into(), 32),
            (IpAddr::V6(base), IpAddr::V6(address)) => same(base.to_bits(), address.to_bits(), 128),
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = BadNetwork;

    fn from_str(text: &str) -> Result<Self, BadNetwork> {
        let (base, bits) = match text.split_once('/') {
            Some((base, bits)) => (base, Some(bits)),
            None => (text, None),
        };
        let base: IpAddr = base.parse().map_err(|_| BadNetwork)?;
        let width = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(width), str::parse).map_err(|_| BadNetwork)?;
        if bits > width {
            return Err(BadNetwork);
        }
        Ok(Self { base, bits })
    }
}

/// A range of addresses that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadNetwork;

impl std::fmt::Display for BadNetwork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a trusted proxy is an address or a range of them, like \"10.0.0.7\" or \"10.0.0.0/8\"")
    }
}

impl std::error::Error for BadNetwork {}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;

    use super::*;

    fn proxies() -> Proxies {
        Proxies {
            trusted: vec!["10.0.0.0/8".parse().unwrap(), "2001:db8::1".parse().unwrap()],
            protocol: false,
        }
    }

    #[test]
    fn a_network_holds_its_own_and_nobody_else() {
        for (network, inside, outside) in [
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.1"),
            ("192.0.2.7", "::ffff:192.0.2.7", "192.0.2.8"),
            ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::1"),
            ("0.0.0.0/0", "203.0.113.9", "::1"),
            ("::/0", "::1", "127.0.0.1"),
        ] {
            let network: Network = network.parse().unwrap();
            assert!(network.contains(inside.parse().unwrap()), "{inside}");
            assert!(!network.contains(outside.parse().unwrap()), "{outside}");
        }
        for bad in [
            "",
            "10.0.0.0/33",
            "::/129",
            "10.0.0.0/-1",
            "10.0.0.0/",
            "proxy.example",
            "10/8",
        ] {
            assert_eq!(bad.parse::<Network>(), Err(BadNetwork), "{bad}");
        }
    }

    #[test]
    fn the_last_address_that_is_no_proxy_of_ours_is_the_one_who_asked() {
        for (lines, expected) in [
            (&["203.0.113.9"][..], Some("203.0.113.9")),
            // What stands left of it was written by whoever asked.
            (&["198.51.100.1, 203.0.113.9"], Some("203.0.113.9")),
            (&["203.0.113.9, 10.1.2.3, 10.0.0.1"], Some("203.0.113.9")),
            (&["198.51.100.1", "203.0.113.9,10.1.2.3"], Some("203.0.113.9")),
            (&["203.0.113.9:4711"], Some("203.0.113.9")),
            (&["[2001:db8::7]:4711"], Some("2001:db8::7")),
            (&["10.1.2.3"], None),
            (&["198.51.100.1, nonsense"], None),
            (&[""], None),
            (&[], None),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(FORWARDED_FOR, line.parse().unwrap());
            }
            let expected = expected.map(|text| text.parse().unwrap());
            assert_eq!(proxies().forwarded_for(&headers), expected, "{lines:?}");
        }
    }

    /// What a header says, and what is left behind it.
    async fn said(header: &[u8]) -> (Result<Option<String>, io::ErrorKind>, Vec<u8>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut far = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        far.write_all(header).await.unwrap();
        drop(far);
        let (mut near, _) = listener.accept().await.unwrap();
        let result = read_header(&mut near).await;
        let mut rest = Vec::new();
        near.read_to_end(&mut rest).await.unwrap();
        let result = result.map(|address| address.map(|it| it.to_string()));
        (result.map_err(|error| error.kind()), rest)
    }

    #[tokio::test]
    async fn both_versions_of_the_proxy_protocol_are_read_to_their_last_byte() {
        let v2 = |rest: &[u8]| [&SIGNATURE[..], rest].concat();
        let four = v2(&[0x21, 0x11, 0, 14, 203, 0, 113, 9, 10, 0, 0, 1, 0, 80, 1, 187, 4, 0]);
        let mut six = v2(&[0x21, 0x21, 0, 36, 0x20, 0x01, 0x0d, 0xb8]);
        six.extend([&[0; 11][..], &[7], &[0; 20]].concat());
        for (header, expected) in [
            (
                b"PROXY TCP4 203.0.113.9 10.0.0.1 4711 443\r\n".to_vec(),
                Ok(Some("203.0.113.9")),
            ),
            (
                b"PROXY TCP6 2001:db8::7 2001:db8::1 4711 443\r\n".to_vec(),
                Ok(Some("2001:db8::7")),
            ),
            (b"PROXY UNKNOWN\r\n".to_vec(), Ok(None)),
            (four, Ok(Some("203.0.113.9"))),
            (six, Ok(Some("2001:db8::7"))),
            (v2(&[0x20, 0, 0, 0]), Ok(None)),
            (v2(&[0x21, 0x31, 0, 0]), Ok(None)),
        ] {
            let (result, rest) = said(&[&header[..], b"GET /"].concat()).await;
            assert_eq!(
                result,
                expected.map(|it: Option<&str>| it.map(str::to_owned)),
                "{header:?}"
            );
            assert_eq!(rest, b"GET /", "{header:?}");
        }
    }

    #[tokio::test]
    async fn what_is_no_header_of_the_proxy_protocol_ends_the_connection() {
        let v2 = |rest: &[u8]| [&SIGNATURE[..], rest].concat();
        for header in [
            b"GET /ws HTTP/1.1\r\n".to_vec(),
            b"PROXY TCP4 nonsense 10.0.0.1 1 2\r\n".to_vec(),
            b"PROXY SOMETHING\r\n".to_vec(),
            [&b"PROXY TCP4 "[..], &[b'1'; 200]].concat(),
            v2(&[0x11, 0x11, 0, 0]),
            v2(&[0x21, 0x11, 0xff, 0xff]),
            v2(&[0x21, 0x11, 0, 3, 1, 2, 3]),
            v2(&[0x22, 0x11, 0, 0]),
            v2(&[0x21, 0x41, 0, 0]),
            b"PROXY".to_vec(),
        ] {
            assert!(said(&header).await.0.is_err(), "{header:?}");
        }
    }
}
