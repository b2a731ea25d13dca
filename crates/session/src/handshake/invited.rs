//! The second half of an invited handshake: each end shows that it holds the same PIN or link, before any content
//! (PROTOCOL.md, "Invited").
//!
//! ```text
//! customer                                                technician
//!   hello  = [..., invite]                                   ->
//!   <-  reply, for a PIN with the technician's point in the signed proof
//!   guess  = sealed point and tag                            ->    burnt, whatever it is
//!   <-  verdict = sealed tag, or "wrong"
//!   first ratchet message                                    ->
//! ```

use alloc::{string::String, vec::Vec};

use hushwire_desk::Fingerprint;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::keys::Keys;
use crate::{
    InviteKind,
    cpace::{Point, Said, Setting, Share},
    kdf::{Label, cut, expand, extract},
    primitives::{DhKey, KemKey, NONCE, open, seal},
    ratchet::Ratchet,
    secret::Secret,
    ticket::Ticket,
};

const TAG: usize = 32;
/// First byte of a verdict.
const WRONG: u8 = 0;
const RIGHT: u8 = 1;

/// The other end does not hold the PIN or the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WrongTicket(pub(crate) InviteKind);

impl WrongTicket {
    pub(crate) const fn code(self) -> &'static str {
        match self.0 {
            InviteKind::Pin => "wrong-pin",
            InviteKind::Link => "wrong-link",
        }
    }
}

/// CI: who talks to whom. The customer is nobody in particular; the technician is a certified key of a desk.
pub(super) fn channel(desk: &Fingerprint, member: &[u8; 32]) -> Vec<u8> {
    const TECHNICIAN: &[u8] = b"technician";
    const CUSTOMER: &[u8] = b"customer";
    // Both lengths are below 128, where prepend_len is one byte.
    let technician = (TECHNICIAN.len() + 64) as u8;
    [
        &[technician],
        TECHNICIAN,
        &desk.0,
        member,
        &[CUSTOMER.len() as u8],
        CUSTOMER,
    ]
    .concat()
}

fn setting<'a>(digits: &'a Secret<6>, channel: &'a [u8], offered: &'a [u8; 32]) -> Setting<'a> {
    Setting {
        password: digits.bytes(),
        channel,
        sid: offered,
    }
}

/// What follows from the key of the invite: keys for the ratchet, and a tag for each end.
struct Mixed {
    prk: Secret<32>,
    customer: Secret<TAG>,
    technician: Secret<TAG>,
}

impl Mixed {
    fn new(prk: &Secret<32>, invite: &[u8], session: &[u8; 32]) -> Self {
        let prk = extract(prk.bytes(), &[invite]);
        let tags: Secret<64> = expand(&prk, Label::Confirm, session);
        let (customer, technician) = cut::<64, TAG, TAG>(&tags);
        Self {
            prk,
            customer,
            technician,
        }
    }
}

/// A message under a key of its own. The nonce is random and goes before it, for a state that was copied may seal twice.
fn seal_under(prk: &Secret<32>, label: Label, session: &[u8; 32], parts: &[&[u8]], rng: &mut dyn CryptoRng) -> Vec<u8> {
    let key: Secret<32> = expand(prk, label, session);
    let mut nonce = [0; NONCE];
    rng.fill_bytes(&mut nonce);
    let length = parts.iter().map(|part| part.len()).sum::<usize>() + crate::primitives::TAG;
    let mut buffer = Zeroizing::new(Vec::with_capacity(length));
    for part in parts {
        buffer.extend_from_slice(part);
    }
    [&nonce[..], &seal(&key, &nonce, session, buffer)].concat()
}

fn open_under(prk: &Secret<32>, label: Label, session: &[u8; 32], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let key: Secret<32> = expand(prk, label, session);
    open(&key, nonce, session, sealed).ok()
}

/// The customer's end, its guess made, the verdict awaited.
pub(crate) struct Proving {
    guess: Vec<u8>,
    prk: Secret<32>,
    session: [u8; 32],
    expected: Secret<TAG>,
    kind: InviteKind,
}

impl Proving {
    /// The guess as it goes out; the same bytes every time.
    pub(crate) fn guess(&self) -> &[u8] {
        &self.guess
    }

    /// Nothing if this is no verdict on our guess: then it means nothing.
    pub(crate) fn hear(&self, verdict: &[u8]) -> Option<Result<(), WrongTicket>> {
        let opened = open_under(&self.prk, Label::Verdict, &self.session, verdict)?;
        let (word, tag) = opened.split_first()?;
        let mut said: Secret<TAG> = Secret::empty();
        said.bytes_mut().copy_from_slice(tag.get(..TAG)?);
        let holds = *word == RIGHT && said == self.expected;
        Some(if holds { Ok(()) } else { Err(WrongTicket(self.kind)) })
    }
}

/// The customer's step after a good reply. Nothing if the technician's point is none.
pub(super) fn prove(
    ticket: &Ticket,
    keys: &Keys,
    session: &[u8; 32],
    member: &[u8; 32],
    theirs: Option<&Point>,
    rng: &mut dyn CryptoRng,
) -> Option<(Proving, Secret<32>)> {
    let (point, mixed) = match (ticket, theirs) {
        (Ticket::Pin { digits, .. }, Some(theirs)) => {
            let channel = channel(&keys.desk, member);
            let setting = setting(digits, &channel, &keys.offered);
            let share = Share::draw(rng);
            let point = share.point(&setting);
            let isk = share.key(setting.sid, theirs, said(theirs), said(&point))?;
            (Some(point), Mixed::new(&keys.prk, isk.bytes(), session))
        }
        (Ticket::Link { key, .. }, None) => (None, Mixed::new(&keys.prk, key.bytes(), session)),
        _ => return None,
    };
    let point = point.as_ref().map_or(&[][..], |point| point);
    let guess = seal_under(&keys.prk, Label::Guess, session, &[point, mixed.customer.bytes()], rng);
    let proving = Proving {
        guess,
        prk: keys.prk.clone(),
        session: *session,
        expected: mixed.technician,
        kind: ticket.kind(),
    };
    Some((proving, mixed.prk))
}

fn said(point: &Point) -> Said<'_> {
    Said { point, data: &[] }
}

/// The technician's end, its reply sent, the customer's guess awaited.
pub(crate) struct Judge {
    pub(super) keys: Keys,
    pub(super) session: [u8; 32],
    pub(super) ticket: Ticket,
    /// For a PIN: our scalar and our point.
    pub(super) share: Option<(Share, Point)>,
    pub(super) dh: DhKey,
    pub(super) kem: KemKey,
}

/// What the technician's end says to a guess, and what it has then.
pub(crate) struct Verdict {
    /// For the customer, right or wrong: of one length.
    pub(crate) sealed: Vec<u8>,
    pub(crate) outcome: Result<(Ratchet, String), WrongTicket>,
}

impl Judge {
    pub(crate) fn kind(&self) -> InviteKind {
        self.ticket.kind()
    }

    pub(crate) fn session(&self) -> &[u8; 32] {
        &self.session
    }

    /// A PIN's share for the proof, if the ticket is a PIN.
    pub(super) fn share(
        ticket: &Ticket,
        channel: &[u8],
        offered: &[u8; 32],
        rng: &mut dyn CryptoRng,
    ) -> Option<(Share, Point)> {
        match ticket {
            Ticket::Pin { digits, .. } => {
                let share = Share::draw(rng);
                let point = share.point(&setting(digits, channel, offered));
                Some((share, point))
            }
            Ticket::Link { .. } => None,
        }
    }

    /// Nothing if these bytes are not from the one who sent the hello: then they mean nothing, and burn nothing.
    pub(crate) fn judge(&self, guess: &[u8], rng: &mut dyn CryptoRng) -> Option<Verdict> {
        let guess = open_under(&self.keys.prk, Label::Guess, &self.session, guess)?;
        let mixed = self.weigh(&guess);
        let (word, tag) = match &mixed {
            Some(mixed) => (RIGHT, mixed.technician.bytes()),
            None => (WRONG, &[0; TAG]),
        };
        let sealed = seal_under(&self.keys.prk, Label::Verdict, &self.session, &[&[word], tag], rng);
        let outcome = match mixed {
            Some(mixed) => {
                let (seeds, comparison) = Keys::seeds(&mixed.prk, &self.session);
                let ratchet = Ratchet::technician(seeds, self.dh.clone(), self.kem.clone());
                Ok((ratchet, comparison))
            }
            None => Err(WrongTicket(self.ticket.kind())),
        };
        Some(Verdict { sealed, outcome })
    }

    fn weigh(&self, guess: &[u8]) -> Option<Mixed> {
        let (mixed, tag) = match (&self.ticket, &self.share) {
            (Ticket::Pin { .. }, Some((share, ours))) => {
                let (theirs, tag) = guess.split_first_chunk::<32>()?;
                let isk = share.key(&self.keys.offered, theirs, said(ours), said(theirs))?;
                (Mixed::new(&self.keys.prk, isk.bytes(), &self.session), tag)
            }
            (Ticket::Link { key, .. }, None) => (Mixed::new(&self.keys.prk, key.bytes(), &self.session), guess),
            _ => return None,
        };
        let mut said: Secret<TAG> = Secret::empty();
        said.bytes_mut()
            .copy_from_slice(tag.get(..TAG).filter(|_| tag.len() == TAG)?);
        (said == mixed.customer).then_some(mixed)
    }
}

/// Seals what a customer would not: tests play one who holds the keys and breaks the rules.
#[cfg(test)]
pub(super) fn seal_guess_for_tests(judge: &Judge, parts: &[&[u8]], rng: &mut dyn CryptoRng) -> Vec<u8> {
    seal_under(&judge.keys.prk, Label::Guess, &judge.session, parts, rng)
}

#[cfg(test)]
pub(super) fn seal_verdict_for_tests(judge: &Judge, parts: &[&[u8]], rng: &mut dyn CryptoRng) -> Vec<u8> {
    seal_under(&judge.keys.prk, Label::Verdict, &judge.session, parts, rng)
}

#[cfg(test)]
pub(super) fn open_guess_for_tests(judge: &Judge, guess: &[u8]) -> Vec<u8> {
    let opened = open_under(&judge.keys.prk, Label::Guess, &judge.session, guess);
    opened.map(|opened| opened.to_vec()).unwrap_or_default()
}
