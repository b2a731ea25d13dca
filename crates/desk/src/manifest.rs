//! The desk's signed settings.
//!
//! ```text
//! manifest = signed<{
//!   0: 1, 1: desk bstr .size 32, 2: number uint, 3: name tstr, 4: issued uint, 5: expires uint,
//!   6: relays [* [region tstr, url tstr]], 7: origins [* tstr], 8: policy [* [kind tstr, direction uint, action uint]],
//!   9: retention [archive bool, days uint / null, words tstr], 10: texts { * language => { * key => text } },
//!   11: revoked [* bstr .size 16], 12: hours tstr, 13: countries [* tstr], * (128.. => any) }>
//!                                                                          under the label "hushwire/1 manifest"
//! ```
//! All of 0 to 13 are there. 14 to 127 must be understood: a build that does not know one refuses the manifest. 128 and
//! above may be ignored. The number rises with every manifest: peers refuse an older one than they have seen.

mod body;
mod refusal;

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use crate::{
    Label, PolicyRule, RootKey, RootRecord, signed,
    validity::{self, Outside},
};

pub use refusal::{ManifestError, SignManifestError};

/// The longest manifest, in bytes: half a frame of the relay. It has to fit beside a root record and a certificate in
/// one frame of 64 KiB, and in the answer to every `look`.
pub const MAX_MANIFEST: usize = 32 * 1024;

/// Words by language, then by key.
pub type Texts = BTreeMap<String, BTreeMap<String, String>>;

/// What a desk has decided.
#[derive(Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Rises with every manifest of the desk; from 1.
    pub number: u64,
    /// The desk's name as customers see it.
    pub name: String,
    /// Where to meet.
    pub relays: Vec<Relay>,
    /// The sites that may open chats with this desk. None means none.
    pub origins: Vec<String>,
    /// What the masker does, where it differs from its default.
    pub policy: Vec<PolicyRule>,
    /// What the desk keeps.
    pub retention: Retention,
    /// Words of the desk's own.
    pub texts: Texts,
    /// Serials of certificates that hold no longer.
    pub revoked: Vec<[u8; 16]>,
    /// When somebody is there, in words.
    pub hours: String,
    /// Where the customers are: hints for the masker.
    pub countries: Vec<String>,
    /// Seconds since 1970.
    pub issued: u64,
    /// Seconds since 1970, after `issued`.
    pub expires: u64,
}

/// One relay.
#[derive(Clone, PartialEq, Eq)]
pub struct Relay {
    /// A word for the place, as in "eu".
    pub region: String,
    /// `wss://…`, or `ws://…` on localhost.
    pub url: String,
}

/// What the desk keeps of a chat.
#[derive(Clone, PartialEq, Eq)]
pub struct Retention {
    /// Whether masked transcripts are sealed to the desk's archive key.
    pub archive: bool,
    /// For how many days; `None` means nothing is kept, or no end was set.
    pub days: Option<u32>,
    /// The same in words, for the customer.
    pub words: String,
}

impl RootKey {
    /// Signs a manifest.
    pub fn sign_manifest(&self, manifest: &Manifest) -> Result<Vec<u8>, SignManifestError> {
        manifest.check()?;
        let signed = signed::seal(
            &self.key,
            Label::Manifest,
            &manifest.encode(&self.record().fingerprint()),
        );
        if signed.len() > MAX_MANIFEST {
            Err(SignManifestError::TooLarge)
        } else {
            Ok(signed)
        }
    }
}

/// Reads a manifest, and returns it only if this desk signed it and it holds now.
pub fn verify_manifest(signed: &[u8], root: &RootRecord, now_seconds: u64) -> Result<Manifest, ManifestError> {
    let manifest = open_manifest(signed, root)?;
    match validity::within(manifest.issued, manifest.expires, now_seconds) {
        Ok(()) => Ok(manifest),
        Err(Outside::TooEarly) => Err(ManifestError::NotYetValid),
        Err(Outside::TooLate) => Err(ManifestError::Expired),
    }
}

/// Reads a manifest that this desk signed, whether or not it holds now: for showing it and for counting on from its
/// number, never for following it.
pub fn open_manifest(signed: &[u8], root: &RootRecord) -> Result<Manifest, ManifestError> {
    let (body, signature) = signed::split(signed, MAX_MANIFEST)?;
    let (desk, manifest) = Manifest::decode(body)?;
    if desk != root.fingerprint() {
        return Err(ManifestError::OtherDesk);
    }
    if !signed::verify(root.key(), Label::Manifest, body, &signature) {
        return Err(ManifestError::BadSignature);
    }
    Ok(manifest)
}

impl Manifest {
    /// True if the certificate of this serial holds no longer.
    pub fn revokes(&self, serial: &[u8; 16]) -> bool {
        self.revoked.contains(serial)
    }

    /// True if a page of this origin may open chats with the desk.
    pub fn allows_origin(&self, origin: &str) -> bool {
        let origin = origin.to_string().to_ascii_lowercase();
        self.origins.contains(&origin)
    }
}

/// Counts and times only: a manifest is public, but its words and addresses have no place in a log.
impl fmt::Debug for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Manifest")
            .field("number", &self.number)
            .field("issued", &self.issued)
            .field("expires", &self.expires)
            .field("relays", &self.relays.len())
            .field("origins", &self.origins.len())
            .field("policy", &self.policy.len())
            .field("texts", &self.texts.len())
            .field("revoked", &self.revoked.len())
            .finish_non_exhaustive()
    }
}
