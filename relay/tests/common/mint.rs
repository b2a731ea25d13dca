//! A desk whose keys are fixed, so that a failing test fails the same way again.

use std::time::{SystemTime, UNIX_EPOCH};

use hushwire_desk::{CertificateRequest, Label, Manifest, MemberKey, Retention, Role, RootKey, attach_message};
use hushwire_wire::{ClientFrame, DeskId};
use zeroize::Zeroizing;

/// The one site that may knock at the desk.
pub const ORIGIN: &str = "https://shop.example";

const DAY: u64 = 86_400;

pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// A manifest that holds today.
pub fn manifest(number: u64) -> Manifest {
    Manifest {
        number,
        name: "Demo desk".into(),
        relays: vec![],
        origins: vec![ORIGIN.into()],
        policy: vec![],
        retention: Retention {
            archive: false,
            days: None,
            words: "Nothing is kept.".into(),
        },
        texts: Default::default(),
        revoked: vec![],
        hours: "always".into(),
        countries: vec![],
        issued: now() - DAY,
        expires: now() + DAY,
    }
}

/// A desk and one member of it, with everything a console shows.
pub struct Desk {
    pub root: RootKey,
    pub member: MemberKey,
    pub request: CertificateRequest,
    pub manifest: Manifest,
}

impl Desk {
    pub fn new(seed: u8) -> Self {
        let member = MemberKey::from_seed(Zeroizing::new([seed.wrapping_add(100); 32]));
        let request = CertificateRequest {
            key: member.public(),
            name: "Tom".into(),
            roles: [Role::Technician].into_iter().collect(),
            origins: vec![],
            not_before: now() - DAY,
            not_after: now() + DAY,
            serial: [seed; 16],
        };
        let root = RootKey::from_seed(Zeroizing::new([seed; 32]));
        Self {
            root,
            member,
            request,
            manifest: manifest(1),
        }
    }

    pub fn id(&self) -> DeskId {
        DeskId(self.root.record().fingerprint().0)
    }

    pub fn record(&self) -> Vec<u8> {
        self.root.record().encode()
    }

    pub fn certificate(&self) -> Vec<u8> {
        self.root.certify(&self.request).unwrap()
    }

    pub fn signed_manifest(&self) -> Vec<u8> {
        self.root.sign_manifest(&self.manifest).unwrap()
    }

    pub fn signature(&self, nonce: &[u8; 32], host: &str) -> [u8; 64] {
        let message = attach_message(nonce, &self.root.record().fingerprint(), host);
        self.member.sign(Label::Attach, &message)
    }

    /// The `attach` of this member.
    pub fn attach(&self, nonce: &[u8; 32], host: &str) -> Vec<u8> {
        ClientFrame::Attach {
            signature: self.signature(nonce, host),
            root: &self.record(),
            certificate: &self.certificate(),
            manifest: &self.signed_manifest(),
        }
        .encode()
        .unwrap()
    }
}
