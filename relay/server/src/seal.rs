//! What relays say to each other is hidden from who carries it, and comes from a relay of the same cluster or is not
//! heard at all.
//!
//! AES-256-GCM under a key of its own for each relay and start: HKDF-SHA-256 of the cluster's key and the sender's id.
//! The nonce is the sender's counter, so none repeats; the receiver is part of what is authenticated, so nothing can be
//! turned to somebody else. That a message is not played again is seen by the relay's own numbers, inside.

use std::collections::HashMap;

use hushwire_relay::backplane::{MAX_MESSAGE, NodeId};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, MAX_TAG_LEN, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Prk, Salt};

const LABEL: &[u8] = b"hushwire/1 backplane";
/// Before the sealed bytes: who, and which of its messages.
const HEAD: usize = 16 + 8;
/// The number that the library puts before a message.
const NUMBER: usize = 8;
/// The longest thing that is carried.
const MOST: usize = HEAD + NUMBER + MAX_MESSAGE + MAX_TAG_LEN;
/// Keys of senders that are kept; each is made anew in microseconds.
const KEYS: usize = 256;

/// What all relays of a cluster share.
pub(crate) struct ClusterKey(Prk);

impl ClusterKey {
    /// 32 bytes, written as 64 hexadecimal digits; white space around them is passed over.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let digits = text.trim();
        let mut key = [0; 32];
        if digits.len() != 2 * key.len() || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        for (place, byte) in key.iter_mut().enumerate() {
            *byte = u8::from_str_radix(digits.get(2 * place..2 * place + 2)?, 16).ok()?;
        }
        Some(Self(Salt::new(HKDF_SHA256, LABEL).extract(&key)))
    }

    /// A word that relays of the same cluster share and that tells nothing: others on the same NATS are not met.
    pub(crate) fn name(&self) -> Option<String> {
        let info = [LABEL, b" name"];
        let mut name = [0; 32];
        self.0.expand(&info, HKDF_SHA256).ok()?.fill(&mut name).ok()?;
        name.get(..8).map(hex)
    }

    fn of(&self, sender: NodeId) -> Option<LessSafeKey> {
        let info = [LABEL, b" from ", &sender.0];
        let key: UnboundKey = self.0.expand(&info, &AES_256_GCM).ok()?.into();
        Some(LessSafeKey::new(key))
    }
}

impl std::fmt::Debug for ClusterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self(_) = self;
        f.write_str("ClusterKey(..)")
    }
}

/// Seals what one relay says.
pub(crate) struct Sealer {
    me: NodeId,
    key: LessSafeKey,
    count: u64,
}

impl Sealer {
    pub(crate) fn new(cluster: &ClusterKey, me: NodeId) -> Option<Self> {
        Some(Self {
            me,
            key: cluster.of(me)?,
            count: 0,
        })
    }

    /// `None` after 2^64 messages.
    pub(crate) fn seal(&mut self, to: Option<NodeId>, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
        self.count = self.count.checked_add(1)?;
        let tag = self
            .key
            .seal_in_place_separate_tag(nonce(self.count), about(to), &mut bytes)
            .ok()?;
        Some([&self.me.0[..], &self.count.to_be_bytes(), &bytes, tag.as_ref()].concat())
    }
}

/// Opens what other relays say.
pub(crate) struct Opener {
    cluster: ClusterKey,
    keys: HashMap<NodeId, LessSafeKey>,
}

impl Opener {
    pub(crate) fn new(cluster: ClusterKey) -> Self {
        Self {
            cluster,
            keys: HashMap::new(),
        }
    }

    /// Who said it, and what; `None` for everything that is not from a relay of this cluster, for this receiver.
    pub(crate) fn open(&mut self, to: Option<NodeId>, carried: &[u8]) -> Option<(NodeId, Vec<u8>)> {
        if carried.len() > MOST {
            return None;
        }
        let (sender, rest) = carried.split_first_chunk()?;
        let (count, sealed) = rest.split_first_chunk()?;
        let (sender, count) = (NodeId(*sender), u64::from_be_bytes(*count));
        let known = self.keys.remove(&sender);
        let key = match known {
            Some(key) => key,
            None => self.cluster.of(sender)?,
        };
        let mut bytes = sealed.to_vec();
        let length = key.open_in_place(nonce(count), about(to), &mut bytes).ok()?.len();
        bytes.truncate(length);
        // Kept only for those who have the cluster's key: nobody else can fill this.
        if self.keys.len() >= KEYS {
            self.keys.clear();
        }
        self.keys.insert(sender, key);
        Some((sender, bytes))
    }
}

fn nonce(count: u64) -> Nonce {
    let mut nonce = [0; NONCE_LEN];
    nonce[NONCE_LEN - 8..].copy_from_slice(&count.to_be_bytes());
    Nonce::assume_unique_for_key(nonce)
}

/// One relay's id, or zeros for all: no relay draws them.
fn about(to: Option<NodeId>) -> Aad<[u8; 16]> {
    Aad::from(to.map_or([0; 16], |node| node.0))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(digit: char) -> ClusterKey {
        ClusterKey::from_text(&digit.to_string().repeat(64)).unwrap()
    }

    const ME: NodeId = NodeId([1; 16]);
    const YOU: NodeId = NodeId([2; 16]);

    #[test]
    fn what_one_relay_seals_another_of_the_cluster_opens() {
        let mut sealer = Sealer::new(&key('a'), ME).unwrap();
        let mut opener = Opener::new(key('a'));
        for to in [None, Some(YOU)] {
            let carried = sealer.seal(to, b"a room and a desk".to_vec()).unwrap();
            assert!(!carried.windows(6).any(|window| window == b"a room"));
            assert_eq!(opener.open(to, &carried), Some((ME, b"a room and a desk".to_vec())));
        }
    }

    #[test]
    fn the_same_said_twice_does_not_look_the_same() {
        let mut sealer = Sealer::new(&key('a'), ME).unwrap();
        let one = sealer.seal(None, vec![7; 40]).unwrap();
        let two = sealer.seal(None, vec![7; 40]).unwrap();
        assert_ne!(one[HEAD..], two[HEAD..]);
    }

    #[test]
    fn nothing_else_is_heard() {
        let mut sealer = Sealer::new(&key('a'), ME).unwrap();
        let carried = sealer.seal(Some(YOU), b"hello".to_vec()).unwrap();
        let mut opener = Opener::new(key('a'));
        assert_eq!(Opener::new(key('b')).open(Some(YOU), &carried), None, "another cluster");
        assert_eq!(opener.open(Some(ME), &carried), None, "for somebody else");
        assert_eq!(opener.open(None, &carried), None, "not for all");
        for place in 0..carried.len() {
            let mut other = carried.clone();
            other[place] ^= 1;
            assert_eq!(opener.open(Some(YOU), &other), None, "byte {place} changed");
            assert_eq!(opener.open(Some(YOU), &carried[..place]), None, "cut at {place}");
        }
        assert_eq!(opener.open(Some(YOU), &[0; MOST + 1]), None, "too long");
        assert!(opener.open(Some(YOU), &carried).is_some());
    }

    #[test]
    fn a_key_is_sixty_four_digits() {
        for bad in [
            "",
            "ab",
            &"g".repeat(64),
            &"a".repeat(63),
            &"a".repeat(66),
            &"é".repeat(32),
        ] {
            assert!(ClusterKey::from_text(bad).is_none(), "{bad}");
        }
        assert!(ClusterKey::from_text(&format!(" {}\n", "aF".repeat(32))).is_some());
        assert_ne!(key('a').name(), key('b').name());
        assert_eq!(format!("{:?}", key('a')), "ClusterKey(..)");
    }
}
