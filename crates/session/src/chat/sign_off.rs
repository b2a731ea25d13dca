//! The last exchange of a chat: the technician states what it came to, the customer agrees, both hold the receipt.

use alloc::vec::Vec;

use hushwire_desk::{Certificate, Fingerprint, Label, MemberKey, RootRecord, verify_signature_by};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::Chat;
use crate::{
    Effect, Event, Millis,
    envelope::Content,
    kept::kept,
    receipt::{Parts, Statement, Tally},
    secret::Secret,
};

/// How far the technician's clock may be from the customer's at the end of a chat, in seconds.
const CLOCKS_DIFFER_BY: u64 = 10 * 60;

/// What a technician stated, until the customer agrees.
pub(crate) struct Stated {
    statement: Zeroizing<Vec<u8>>,
    signature: [u8; 64],
    customer: Tally,
    technician: Tally,
}

kept!(Stated {
    statement,
    signature,
    customer,
    technician,
});

/// The desk's papers about one technician, as they go into a receipt.
#[derive(Clone, Copy)]
pub(crate) struct Signer<'s> {
    pub(crate) root: &'s RootRecord,
    pub(crate) certificate: &'s [u8],
}

impl Signer<'_> {
    fn receipt(self, chat: u32, stated: &Stated, countersignature: Option<&[u8; 64]>) -> Effect {
        let receipt = Parts {
            statement: &stated.statement,
            signature: &stated.signature,
            countersignature,
            root: &self.root.encode(),
            certificate: self.certificate,
            customer: &stated.customer,
            technician: &stated.technician,
        }
        .encode();
        Effect::Event(Event::Receipt { chat, receipt })
    }
}

/// A customer's key for the receipt of one session.
pub(crate) fn signing_key(seed: &Secret<32>) -> MemberKey {
    MemberKey::from_seed(Zeroizing::new(*seed.bytes()))
}

impl Chat {
    /// The technician says what the chat came to.
    pub(crate) fn state(
        &mut self,
        desk: Fingerprint,
        member: &MemberKey,
        began: Millis,
        now: Millis,
        rng: &mut dyn CryptoRng,
        out: &mut Vec<Effect>,
    ) {
        let (Some(key), None, Some(peer)) = (self.countersigner, &self.stated, self.peers.first()) else {
            return;
        };
        let (customer, technician) = (peer.channel.came.clone(), peer.channel.sent.clone());
        let statement = Statement {
            desk: desk.0,
            id: peer.channel.id(),
            key,
            began: began / 1_000,
            ended: now / 1_000,
            customer: (customer.count(), customer.head()),
            technician: (technician.count(), technician.head()),
        }
        .encode();
        let signature = member.sign(Label::Receipt, &statement);
        self.awaits_receipt = true;
        self.stated = Some(Stated {
            statement: Zeroizing::new(statement.clone()),
            signature,
            customer,
            technician,
        });
        self.tell_all(&Content::Stated { statement, signature }, now, rng, out);
    }

    /// The customer agreed, or did not. Nothing if that is not its signature.
    pub(crate) fn countersigned(&mut self, signature: &[u8; 64], signer: Signer<'_>) -> Option<Effect> {
        let (stated, key) = (self.stated.as_ref()?, self.countersigner?);
        if !self.awaits_receipt || !verify_signature_by(&key, Label::Countersign, &stated.statement, signature) {
            return None;
        }
        self.awaits_receipt = false;
        Some(signer.receipt(self.number, stated, Some(signature)))
    }

    /// The chat is left before the customer agreed: the receipt is the technician's word alone.
    pub(crate) fn unsigned_receipt(&mut self, signer: Signer<'_>) -> Option<Effect> {
        let stated = self.stated.take().filter(|_| self.awaits_receipt)?;
        Some(signer.receipt(self.number, &stated, None))
    }

    /// The customer looks at what the technician states (in its message of this number), and agrees if it is what it
    /// knows itself; if not, it is told so and signs nothing.
    #[allow(clippy::too_many_arguments)] // who, what, and the three of every input
    pub(crate) fn countersign(
        &mut self,
        (author, number): (u32, u64),
        statement: &[u8],
        signature: &[u8; 64],
        technician: &Certificate,
        signer: Signer<'_>,
        now: Millis,
        rng: &mut dyn CryptoRng,
        out: &mut Vec<Effect>,
    ) {
        let signed = technician.verify_signature(Label::Receipt, statement, signature);
        let agreed = self.agrees(author, number, statement, signer, now).filter(|_| signed);
        self.awaits_receipt = false;
        let (Some((customer, technician)), Some(key)) = (agreed, self.receipt_key()) else {
            out.push(Effect::Event(Event::Refused {
                chat: self.number,
                code: "receipt-refused",
            }));
            return;
        };
        let countersignature = key.sign(Label::Countersign, statement);
        let stated = Stated {
            statement: Zeroizing::new(statement.to_vec()),
            signature: *signature,
            customer,
            technician,
        };
        out.push(signer.receipt(self.number, &stated, Some(&countersignature)));
        if let Some(peer) = self.peers.iter_mut().find(|peer| peer.author == author) {
            let content = Content::Countersigned {
                signature: countersignature,
            };
            let _ = peer.channel.queue(&content);
        }
        self.flush(now, rng, out);
    }

    fn receipt_key(&self) -> Option<MemberKey> {
        self.signing.as_ref().map(signing_key)
    }

    fn agrees(
        &self,
        author: u32,
        number: u64,
        statement: &[u8],
        signer: Signer<'_>,
        now: Millis,
    ) -> Option<(Tally, Tally)> {
        let stated = Statement::decode(statement).ok()?;
        let peer = self.peers.iter().find(|peer| peer.author == author)?;
        let place = stated.desk == signer.root.fingerprint().0
            && stated.id == peer.channel.id()
            && stated.key == self.receipt_key()?.public();
        let time = stated.began <= stated.ended && stated.ended.abs_diff(now / 1_000) <= CLOCKS_DIFFER_BY;
        if !place || !time || stated.technician.0 + 1 != number {
            return None;
        }
        let customer = peer.channel.sent.upto(stated.customer.0)?;
        let technician = peer.channel.came.upto(stated.technician.0)?;
        let same = customer.head() == stated.customer.1 && technician.head() == stated.technician.1;
        same.then_some((customer, technician))
    }
}
