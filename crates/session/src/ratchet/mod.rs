//! The double ratchet with header encryption (Signal, "The Double Ratchet Algorithm", revision 3, section 4) and an
//! ML-KEM-768 encapsulation in every step of the root chain, so that a state stolen today is worthless after one
//! exchange even to an attacker with a quantum computer (the shape of Alwen, Coretti, Dodis: KEM-CKA).
//!
//! Two things differ from Signal's text, both written down in PROTOCOL.md, "Ratchet":
//! - a *turn* (new X25519 key, new ML-KEM key, encapsulation to the peer's last one) is taken when something is
//!   sent that is worth it ([`Pace::Turn`]), not on the first bare acknowledgement;
//! - the 2,272 bytes of the KEM part stay out of a header once the peer's headers say that it has seen the turn.

mod header;
#[cfg(feature = "laboratory")]
pub(crate) mod laboratory;
mod skipped;

use alloc::{boxed::Box, collections::VecDeque, vec::Vec};

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    kdf::{Label, chain, cut, expand, expand_to, extract, hash},
    kept::kept,
    padding,
    primitives::{DhKey, KemCiphertext, KemKey, KemPublic, NONCE, TAG, encapsulate, is_kem_key, open, seal},
    secret::Secret,
};
use header::{Header, KemPart, open_header, seal_header};
use skipped::Skipped;

/// Messages of one chain that may be missing in front of one that arrives. A chain grows only while its sender is
/// online and the relay forwards, so a larger hole means a relay that eats messages.
pub(crate) const MAX_SKIP: u32 = 256;
/// Bare messages sent on an old chain before a turn is taken all the same: healing may wait, but not for ever.
const KEEP_AT_MOST: u32 = 8;
/// Chains that are over and whose header keys are kept: a copy of a state that is further behind is not known for one.
const PAST_CHAINS: usize = 16;
/// Bytes of the value that commits a ciphertext to its one key.
const COMMITMENT: usize = 32;

/// Why a message was not opened. The state is as it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// Not from the peer, not for this channel, altered, or opened before: these cannot be told apart.
    NotGenuine,
    /// From the peer, but more than [`MAX_SKIP`] messages before it are missing.
    TooFarAhead,
    /// From the peer's keys, and of a turn that the peer has taken otherwise: its state has been copied or put back.
    Forked,
}

/// Whether a message is worth a turn of the ratchet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// Content: take the turn that is due.
    Turn,
    /// Acknowledgements, typing: stay on the chain, for a while.
    Keep,
}

/// One end of the ratchet. Everything in it but the public keys is wiped on drop.
#[derive(Clone)]
pub(crate) struct Ratchet {
    /// Names the channel; associated data of everything, so nothing can be spliced in from another session.
    session: [u8; 32],
    /// What purpose-bound secrets come from; as old as the session and no key of any message.
    exporter: Secret<32>,
    root: Secret<32>,
    dh: DhKey,
    kem: KemKey,
    peer_dh: [u8; 32],
    peer_kem: Option<KemPublic>,
    /// Our public half of the current turn, as it goes into headers.
    announced: Option<Announced>,
    sending: Option<Sending>,
    receiving: Option<Receiving>,
    next_sending_header: Secret<32>,
    next_receiving_header: Secret<32>,
    /// The peer has taken a turn since our last one.
    turn_due: bool,
    kept: u32,
    skipped: Skipped,
    /// Chains of the peer that are over, newest last: to know a copy of the peer's state when it speaks.
    past: VecDeque<Box<Past>>,
    /// Turn and number of the message opened last.
    opened: (u32, u32),
}

#[derive(Clone)]
struct Announced {
    dh: [u8; 32],
    kem: KemPublic,
    ciphertext: KemCiphertext,
    seen_by_peer: bool,
}

#[derive(Clone)]
struct Sending {
    header: Secret<32>,
    chain: Secret<32>,
    turn: u32,
    next: u32,
    previous: u32,
}

#[derive(Clone)]
struct Receiving {
    header: Secret<32>,
    chain: Secret<32>,
    turn: u32,
    next: u32,
}

kept!(Ratchet {
    session,
    exporter,
    root,
    dh,
    kem,
    peer_dh,
    peer_kem,
    announced,
    sending,
    receiving,
    next_sending_header,
    next_receiving_header,
    turn_due,
    kept,
    skipped,
    past,
    opened,
});
kept!(Past { header, dh, length });
kept!(Announced {
    dh,
    kem,
    ciphertext,
    seen_by_peer
});
kept!(Sending {
    header,
    chain,
    turn,
    next,
    previous
});
kept!(Receiving {
    header,
    chain,
    turn,
    next
});

/// A chain of the peer that is over. Its header key opens counters and public keys, and no word of any message.
#[derive(Clone)]
struct Past {
    header: Secret<32>,
    dh: [u8; 32],
    length: u32,
}

/// What the handshake hands over.
pub(crate) struct Seeds {
    pub(crate) session: [u8; 32],
    pub(crate) root: Secret<32>,
    /// Header key of the customer's first chain.
    pub(crate) customer_header: Secret<32>,
    /// Header key of the technician's first chain.
    pub(crate) technician_header: Secret<32>,
}

impl Ratchet {
    /// The customer's end: it knows the technician's first keys and speaks first. Nothing if those keys are not keys.
    pub(crate) fn customer(
        seeds: Seeds,
        peer_dh: [u8; 32],
        peer_kem: KemPublic,
        rng: &mut dyn CryptoRng,
    ) -> Option<Self> {
        let mut ratchet = Self {
            session: seeds.session,
            exporter: exporter(&seeds),
            root: seeds.root,
            dh: DhKey::generate(rng),
            kem: KemKey::generate(rng),
            peer_dh,
            peer_kem: Some(peer_kem),
            announced: None,
            sending: None,
            receiving: None,
            next_sending_header: seeds.customer_header,
            next_receiving_header: seeds.technician_header,
            turn_due: true,
            kept: 0,
            skipped: Skipped::default(),
            past: VecDeque::new(),
            opened: (0, 0),
        };
        ratchet.take_turn(rng)?;
        Some(ratchet)
    }

    /// The technician's end: it holds the private halves of the keys in its reply and waits for the first message.
    pub(crate) fn technician(seeds: Seeds, dh: DhKey, kem: KemKey) -> Self {
        Self {
            session: seeds.session,
            exporter: exporter(&seeds),
            root: seeds.root,
            dh,
            kem,
            peer_dh: [0; 32],
            peer_kem: None,
            announced: None,
            sending: None,
            receiving: None,
            next_sending_header: seeds.technician_header,
            next_receiving_header: seeds.customer_header,
            turn_due: false,
            kept: 0,
            skipped: Skipped::default(),
            past: VecDeque::new(),
            opened: (0, 0),
        }
    }

    /// Where in the order of its sender the message opened last stands.
    pub(crate) fn opened(&self) -> (u32, u32) {
        self.opened
    }

    /// A secret for one purpose (shape of RFC 8446, section 7.5). Nothing if more is asked for than HKDF-Expand gives.
    pub(crate) fn export(&self, label: &str, context: &[u8], length: usize) -> Option<Zeroizing<Vec<u8>>> {
        let head = [u8::try_from(label.len()).ok()?];
        let tail = u16::try_from(length).ok()?.to_be_bytes();
        let info = [&head[..], label.as_bytes(), &hash(&[context]), &tail].concat();
        expand_to(&self.exporter, Label::Export, &info, length)
    }

    /// Encrypts one message. Nothing comes back from the technician's end before the customer's first message.
    pub(crate) fn seal(&mut self, plaintext: &[u8], pace: Pace, rng: &mut dyn CryptoRng) -> Option<Vec<u8>> {
        if self.turn_due && (pace == Pace::Turn || self.sending.is_none() || self.kept >= KEEP_AT_MOST) {
            self.take_turn(rng)?;
        }
        let announced = self.announced.as_ref()?;
        let seen = self.receiving.as_ref().map_or(0, |receiving| receiving.turn);
        let sending = self.sending.as_mut()?;

        let header = Header {
            turn: sending.turn,
            seen,
            previous: sending.previous,
            number: sending.next,
            dh: announced.dh,
            kem: (!announced.seen_by_peer).then(|| KemPart {
                public: announced.kem.clone(),
                ciphertext: announced.ciphertext.clone(),
            }),
        };
        let sealed_header = seal_header(&header, &sending.header, &self.session, rng);
        let (message, next) = step(&sending.chain);
        let body = seal_body(&message, &self.session, &sealed_header, plaintext)?;
        sending.chain = next;
        sending.next = sending.next.checked_add(1)?;
        self.kept = if pace == Pace::Keep {
            self.kept.saturating_add(1)
        } else {
            0
        };

        let length = u16::try_from(sealed_header.len()).ok()?;
        let mut out = Vec::with_capacity(2 + sealed_header.len() + body.len());
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(&sealed_header);
        out.extend_from_slice(&body);
        Some(out)
    }

    /// Decrypts one message. On any error the state is untouched.
    pub(crate) fn open(&mut self, message: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let (length, rest) = message.split_first_chunk::<2>().ok_or(OpenError::NotGenuine)?;
        let (sealed_header, body) = rest
            .split_at_checked(u16::from_be_bytes(*length).into())
            .ok_or(OpenError::NotGenuine)?;

        if let Some((chain, header)) = self.skipped.find(sealed_header, &self.session) {
            let key = self.skipped.peek(chain, header.number).ok_or(OpenError::NotGenuine)?;
            let plaintext = open_body(key, &self.session, sealed_header, body)?;
            self.skipped.take(chain, header.number);
            self.opened = (header.turn, header.number);
            return Ok(plaintext);
        }

        if let Some(receiving) = &self.receiving
            && let Some(header) = open_header(sealed_header, &receiving.header, &self.session)
        {
            if receiving.turn != header.turn {
                return Err(OpenError::NotGenuine);
            }
            // Header keys are drawn from a turn before this one, so two copies of a state share them; the turn's own
            // key they do not share. Nobody but the holder of such a copy can make this.
            if self.peer_dh != header.dh {
                return Err(OpenError::Forked);
            }
            return self.receive(&header, sealed_header, body);
        }

        let Some(header) = open_header(sealed_header, &self.next_receiving_header, &self.session) else {
            return Err(self.stranger(sealed_header));
        };
        let mut next = self.clone();
        next.follow_turn(&header)?;
        let plaintext = next.receive(&header, sealed_header, body)?;
        *self = next;
        Ok(plaintext)
    }

    /// What a message is that belongs to nothing that is going on: a replay, a forgery, or the words of a copy of the
    /// peer's state, which takes turns of its own or goes on with a chain that is over.
    fn stranger(&self, sealed_header: &[u8]) -> OpenError {
        let forked = self.past.iter().any(|past| {
            open_header(sealed_header, &past.header, &self.session)
                .is_some_and(|header| header.dh != past.dh || header.number >= past.length)
        });
        if forked {
            OpenError::Forked
        } else {
            OpenError::NotGenuine
        }
    }

    /// The peer's state may be older than ours: what goes out next says all that it needs to follow our last turn.
    pub(crate) fn introduce_again(&mut self) {
        if let Some(announced) = &mut self.announced {
            announced.seen_by_peer = false;
        }
    }

    /// The sending half of a turn: new keys, an encapsulation to the peer's last one, a new chain.
    fn take_turn(&mut self, rng: &mut dyn CryptoRng) -> Option<()> {
        let peer_kem = self.peer_kem.as_ref()?;
        let dh = DhKey::generate(rng);
        let kem = KemKey::generate(rng);
        let shared = dh.agree(&self.peer_dh)?;
        let (ciphertext, encapsulated) = encapsulate(peer_kem, rng)?;
        let (previous, turn) = self
            .sending
            .as_ref()
            .map_or((0, 0), |sending| (sending.next, sending.turn));

        let (root, chain, next_header) = turn_keys(&self.root, &shared, &encapsulated);
        let header = core::mem::replace(&mut self.next_sending_header, next_header);
        self.root = root;
        self.sending = Some(Sending {
            header,
            chain,
            turn: turn.checked_add(1)?,
            next: 0,
            previous,
        });
        self.announced = Some(Announced {
            dh: dh.public(),
            kem: kem.public(),
            ciphertext,
            seen_by_peer: false,
        });
        self.dh = dh;
        self.kem = kem;
        self.turn_due = false;
        self.kept = 0;
        Some(())
    }

    /// The receiving half of a turn that the peer took.
    fn follow_turn(&mut self, header: &Header) -> Result<(), OpenError> {
        let part = header.kem.as_ref().ok_or(OpenError::NotGenuine)?;
        let last = self.receiving.as_ref().map_or(0, |receiving| receiving.turn);
        if header.turn.checked_sub(1) != Some(last) {
            return Err(OpenError::NotGenuine);
        }
        // Checked now, or our next turn could not be taken and our words would vanish without a word.
        if !is_kem_key(&part.public) {
            return Err(OpenError::NotGenuine);
        }
        if let Some(receiving) = self.receiving.take() {
            // A peer put back to a state that was kept counts fewer messages than it sent; none is missing then, and
            // whether anything was lost is for the delivery to say.
            let length = header.previous.max(receiving.next);
            let rest = skip(&receiving.chain, receiving.next, length)?;
            if self.past.len() >= PAST_CHAINS {
                self.past.pop_front();
            }
            self.past.push_back(Box::new(Past {
                header: receiving.header.clone(),
                dh: self.peer_dh,
                length,
            }));
            self.skipped.keep(receiving.turn, receiving.header, rest.keys);
        }
        self.skipped.age(header.turn);
        let shared = self.dh.agree(&header.dh).ok_or(OpenError::NotGenuine)?;
        let encapsulated = self.kem.decapsulate(&part.ciphertext);
        let (root, chain, next_header) = turn_keys(&self.root, &shared, &encapsulated);
        let key = core::mem::replace(&mut self.next_receiving_header, next_header);
        self.root = root;
        self.receiving = Some(Receiving {
            header: key,
            chain,
            turn: header.turn,
            next: 0,
        });
        self.peer_dh = header.dh;
        self.peer_kem = Some(part.public.clone());
        self.turn_due = true;
        self.kept = 0;
        Ok(())
    }

    /// A message of the current receiving chain. Nothing is changed before its body has opened, so that the usual
    /// message costs no copy of the state.
    fn receive(&mut self, header: &Header, sealed_header: &[u8], body: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let receiving = self.receiving.as_mut().ok_or(OpenError::NotGenuine)?;
        let passed = skip(&receiving.chain, receiving.next, header.number)?;
        let (message, next) = step(&passed.chain);
        let following = header.number.checked_add(1).ok_or(OpenError::NotGenuine)?;
        let plaintext = open_body(&message, &self.session, sealed_header, body)?;
        receiving.chain = next;
        receiving.next = following;
        self.opened = (header.turn, header.number);
        self.skipped.keep(receiving.turn, receiving.header.clone(), passed.keys);
        if let (Some(announced), Some(sending)) = (&mut self.announced, &self.sending)
            && header.seen >= sending.turn
        {
            announced.seen_by_peer = true;
        }
        Ok(plaintext)
    }
}

impl core::fmt::Debug for Ratchet {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // A new field stops compilation here until somebody decided whether it may be printed.
        let Self {
            session: _,
            exporter: _,
            root: _,
            dh: _,
            kem: _,
            peer_dh: _,
            peer_kem: _,
            announced: _,
            sending,
            receiving,
            next_sending_header: _,
            next_receiving_header: _,
            turn_due,
            kept: _,
            skipped: _,
            past: _,
            opened: _,
        } = self;
        f.debug_struct("Ratchet")
            .field("sending_turn", &sending.as_ref().map_or(0, |chain| chain.turn))
            .field("receiving_turn", &receiving.as_ref().map_or(0, |chain| chain.turn))
            .field("turn_due", turn_due)
            .finish_non_exhaustive()
    }
}

/// From the first root key, which nobody knows who does not know everything that was mixed into it; one-way, so that
/// who is given an exported secret learns no key of a message.
fn exporter(seeds: &Seeds) -> Secret<32> {
    expand(&seeds.root, Label::Exporter, &seeds.session)
}

/// KDF_RK_HE: (root key, chain key, next header key).
fn turn_keys(root: &Secret<32>, dh: &Secret<32>, kem: &Secret<32>) -> (Secret<32>, Secret<32>, Secret<32>) {
    let prk = extract(root.bytes(), &[dh.bytes(), kem.bytes()]);
    let all: Secret<96> = expand(&prk, Label::Turn, &[]);
    let (root, rest) = cut::<96, 32, 64>(&all);
    let (chain, header) = cut::<64, 32, 32>(&rest);
    (root, chain, header)
}

/// KDF_CK: (message key, next chain key).
fn step(chain_key: &Secret<32>) -> (Secret<32>, Secret<32>) {
    (chain(chain_key, 1), chain(chain_key, 2))
}

struct Passed {
    chain: Secret<32>,
    keys: Vec<(u32, Secret<32>)>,
}

/// The keys of the messages `from..until` of a chain that have not arrived, and the chain behind them. A message from
/// before `from` has been opened already, or its key is kept elsewhere.
fn skip(chain: &Secret<32>, from: u32, until: u32) -> Result<Passed, OpenError> {
    let missing = until.checked_sub(from).ok_or(OpenError::NotGenuine)?;
    if missing > MAX_SKIP {
        return Err(OpenError::TooFarAhead);
    }
    let mut passed = Passed {
        chain: chain.clone(),
        keys: Vec::new(),
    };
    for number in from..until {
        let (message, next) = step(&passed.chain);
        passed.keys.push((number, message));
        passed.chain = next;
    }
    Ok(passed)
}

struct MessageKeys {
    key: Secret<32>,
    nonce: [u8; NONCE],
    commitment: Secret<COMMITMENT>,
}

/// The header's nonce is random and goes into the keys: two copies of one state (a duplicated tab, a state put back
/// from a backup) hold the same message key and still never encrypt twice under the same AES key.
fn message_keys(message: &Secret<32>, session: &[u8; 32], header: &[u8; NONCE]) -> MessageKeys {
    let mut context = [0; 32 + NONCE];
    context[..32].copy_from_slice(session);
    context[32..].copy_from_slice(header);
    let all: Secret<76> = expand(message, Label::Message, &context);
    let (key, rest) = cut::<76, 32, 44>(&all);
    let (nonce, commitment) = cut::<44, NONCE, COMMITMENT>(&rest);
    MessageKeys {
        key,
        nonce: *nonce.bytes(),
        commitment,
    }
}

/// commitment || AES-256-GCM(padded plaintext). The commitment is a collision-resistant image of the message key, so
/// no ciphertext opens under two keys; AES-GCM alone would allow that.
fn seal_body(message: &Secret<32>, session: &[u8; 32], sealed_header: &[u8], plaintext: &[u8]) -> Option<Vec<u8>> {
    let keys = message_keys(message, session, sealed_header.first_chunk()?);
    let padded = padding::pad(plaintext, TAG);
    let aad = [&session[..], sealed_header].concat();
    let sealed = seal(&keys.key, &keys.nonce, &aad, padded);
    Some([&keys.commitment.bytes()[..], &sealed].concat())
}

fn open_body(
    message: &Secret<32>,
    session: &[u8; 32],
    sealed_header: &[u8],
    body: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let header = sealed_header.first_chunk().ok_or(OpenError::NotGenuine)?;
    let keys = message_keys(message, session, header);
    let (commitment, sealed) = body.split_first_chunk::<COMMITMENT>().ok_or(OpenError::NotGenuine)?;
    if Secret::take(&mut { *commitment }) != keys.commitment {
        return Err(OpenError::NotGenuine);
    }
    let aad = [&session[..], sealed_header].concat();
    let padded = open(&keys.key, &keys.nonce, &aad, sealed).map_err(|_| OpenError::NotGenuine)?;
    let plaintext = padding::unpad(&padded).ok_or(OpenError::NotGenuine)?;
    Ok(Zeroizing::new(plaintext.to_vec()))
}

#[cfg(test)]
mod tests;
