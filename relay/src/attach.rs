//! Whether a console may attach: everything it shows must hang on one root key, now, for this relay.

use hushwire_desk::{
    CertificateError, Label, Manifest, Role, RootRecord, attach_message, verify_certificate, verify_manifest,
};
use hushwire_wire::{DeskId, Refusal};

use crate::rooms::Attachment;

/// What a console shows.
#[derive(Clone, Copy)]
pub struct Claim<'a> {
    /// Over the nonce of this connection, the desk and the host.
    pub signature: &'a [u8; 64],
    /// The desk's root record.
    pub root: &'a [u8],
    /// The member's certificate, signed.
    pub certificate: &'a [u8],
    /// The desk's manifest, signed.
    pub manifest: &'a [u8],
}

/// Verifies it all. `hosts` are the names by which this relay may have been called: a signature made for another
/// relay, which that one passed on, names another host.
pub fn verify<'a>(
    claim: Claim<'_>,
    nonce: &[u8; 32],
    hosts: impl IntoIterator<Item = &'a str>,
    now_seconds: u64,
) -> Result<Attachment, Refusal> {
    let Claim {
        signature,
        root,
        certificate,
        manifest,
    } = claim;
    let record = RootRecord::decode(root).map_err(|_| Refusal::BadRoot)?;
    let member = verify_certificate(certificate, &record, now_seconds).map_err(|error| match error {
        CertificateError::NotYetValid | CertificateError::Expired => Refusal::ExpiredCertificate,
        CertificateError::Malformed | CertificateError::OtherDesk | CertificateError::BadSignature => {
            Refusal::BadCertificate
        }
    })?;
    if ![Role::Technician, Role::Supervisor]
        .into_iter()
        .any(|role| member.roles.contains(role))
    {
        return Err(Refusal::RoleNotSufficient);
    }
    let signed_here = hosts.into_iter().any(|host| {
        let message = attach_message(nonce, &member.desk, host);
        member.verify_signature(Label::Attach, &message, signature)
    });
    if !signed_here {
        return Err(Refusal::BadSignature);
    }
    let settings = verify_manifest(manifest, &record, now_seconds).map_err(|_| Refusal::BadManifest)?;
    if settings.revokes(&member.serial) {
        return Err(Refusal::Revoked);
    }
    Ok(Attachment {
        desk: DeskId(member.desk.0),
        serial: member.serial,
        not_after: member.not_after,
        root: root.to_vec(),
        signed: manifest.to_vec(),
        manifest: settings,
    })
}

/// Whether a desk wants its chats here: its manifest names relays, and one of them is this one. A manifest that names
/// none leaves it to the pages, and a relay that announces no region is not asked.
pub fn serves(manifest: &Manifest, region: Option<&str>, hosts: &Hosts) -> bool {
    let authority = |url: &str| {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        rest.split('/').next().unwrap_or_default().to_ascii_lowercase()
    };
    let here = |url: &str| hosts.0.is_empty() || hosts.0.contains(&authority(url));
    region.is_none_or(|region| {
        manifest.relays.is_empty() || manifest.relays.iter().any(|it| it.region == region && here(&it.url))
    })
}

/// By which names this relay may be called.
#[derive(Clone, Debug, Default)]
pub struct Hosts(Vec<String>);

/// More names than a relay has; each one more costs a signature check at a failed attach.
pub const MOST_HOSTS: usize = 16;

impl Hosts {
    /// The public names: host, with a port unless it is the scheme's own. Compared in lower case.
    pub fn new(public: impl IntoIterator<Item = String>) -> Result<Self, BadHost> {
        let hosts: Vec<_> = public.into_iter().map(|host| host.to_ascii_lowercase()).collect();
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
        if hosts.len() > MOST_HOSTS || hosts.iter().any(|host| host.is_empty() || !host.chars().all(plain)) {
            return Err(BadHost);
        }
        Ok(Self(hosts))
    }

    /// The public names, if any were given.
    pub fn public(&self) -> &[String] {
        &self.0
    }

    /// The names a console may have signed for. Whoever passes a challenge on also writes the `Host` header, so the
    /// header proves nothing: it counts only if it names this very machine and no public name was given.
    pub fn acceptable<'a>(&'a self, header: Option<&'a str>) -> impl Iterator<Item = &'a str> {
        let local = header.filter(|host| self.0.is_empty() && is_loopback(host));
        self.0.iter().map(String::as_str).chain(local)
    }
}

/// True for names that lead to this machine wherever they are used.
fn is_loopback(authority: &str) -> bool {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => host,
        _ => authority,
    };
    let name = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    name == "localhost"
        || name.ends_with(".localhost")
        || name
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// A public host that is not one, or too many of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadHost;

impl std::fmt::Display for BadHost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "a public host is a name like \"relay.example\" or \"relay.example:8443\", and there are at most {MOST_HOSTS}"
        )
    }
}

impl std::error::Error for BadHost {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_header_counts_only_where_it_names_this_machine_and_nothing_else_is_set() {
        let open = Hosts::default();
        let set = Hosts::new(["Relay.example".to_owned()]).unwrap();
        for (header, alone) in [
            ("localhost:8443", true),
            ("localhost", true),
            ("shop.localhost:1", true),
            ("127.0.0.1:8443", true),
            ("[::1]:8443", true),
            ("relay.example", false),
            ("localhost.example", false),
            ("notlocalhost", false),
            ("10.0.0.1:80", false),
            ("", false),
        ] {
            assert_eq!(open.acceptable(Some(header)).count(), usize::from(alone), "{header}");
            assert_eq!(
                set.acceptable(Some(header)).collect::<Vec<_>>(),
                ["relay.example"],
                "{header}"
            );
        }
        assert_eq!(open.acceptable(None).count(), 0);
    }

    #[test]
    fn a_desk_is_served_where_its_manifest_says() {
        let relay = |region: &str, url: &str| hushwire_desk::Relay {
            region: region.into(),
            url: url.into(),
        };
        let manifest = |relays| Manifest {
            number: 1,
            name: String::new(),
            relays,
            origins: vec![],
            policy: vec![],
            retention: hushwire_desk::Retention {
                archive: false,
                days: None,
                words: String::new(),
            },
            texts: Default::default(),
            revoked: vec![],
            hours: String::new(),
            countries: vec![],
            issued: 0,
            expires: 1,
        };
        let both = manifest(vec![
            relay("eu", "wss://eu.relay.example/ws"),
            relay("us", "wss://us.relay.example:8443/ws"),
        ]);
        let hosts = |name: &str| Hosts::new([name.to_owned()]).unwrap();
        for (region, host, served) in [
            (None, "anything.example", true),
            (Some("eu"), "eu.relay.example", true),
            (Some("us"), "us.relay.example:8443", true),
            (Some("eu"), "us.relay.example:8443", false),
            (Some("us"), "us.relay.example", false),
            (Some("asia"), "eu.relay.example", false),
        ] {
            assert_eq!(serves(&both, region, &hosts(host)), served, "{region:?} {host}");
        }
        assert!(serves(&both, Some("eu"), &Hosts::default()));
        assert!(!serves(&both, Some("asia"), &Hosts::default()));
        assert!(serves(&manifest(vec![]), Some("eu"), &hosts("relay.example")));
    }

    #[test]
    fn public_hosts_are_names_and_few() {
        for bad in ["", "https://relay.example", "relay.example/ws", "a b"] {
            assert_eq!(Hosts::new([bad.to_owned()]).err(), Some(BadHost), "{bad}");
        }
        let many = (0..=MOST_HOSTS).map(|i| format!("relay{i}.example"));
        assert!(Hosts::new(many).is_err());
    }
}
