//! What both ends hold when a chat is over: that it took place, between whom, and how much was said; never what.
//!
//! ```cddl
//! receipt   = [1, statement: bstr .cbor statement, signature: bstr .size 64, countersignature: (bstr .size 64) / null,
//!              root: bstr, certificate: bstr, customer: tally, technician: tally]
//! statement = [1, desk: bstr .size 32, id: bstr .size 32, key: bstr .size 32, began: uint, ended: uint,
//!              customer: [count: uint, head: bstr .size 32], technician: [count: uint, head: bstr .size 32]]
//! tally     = [skipped: uint, head: bstr .size 32, [* entry]]
//! entry     = [what: uint, at: uint, size: uint, [* [kind: tstr, count: uint]]]
//! ```
//! The technician signs the statement with the certified key, the customer with a key made for this one session and named
//! in its introduction. So neither side can show another list than the one that the other side agreed to. Who the
//! customer was, no receipt says: a key made for one session is nobody's name.

mod tally;

use alloc::vec::Vec;
use core::fmt;

use hushwire_desk::{
    CLOCK_SKEW_SECONDS, Certificate, CertificateError, Fingerprint, Label, MAX_CERTIFICATE, RootRecord,
    cbor::{self, Malformed},
    open_certificate, verify_signature_by,
};

pub use tally::{Entry, Tally};

const VERSION: u64 = 1;
/// Two lists of 4,096 entries with a few kinds each; a bound for readers, far above what people write.
const MAX_RECEIPT: usize = 4 * 1024 * 1024;
/// [1, 3 * (2 + 32), 2 * 9, 2 * (1 + 9 + 34)] and the heads.
const MAX_STATEMENT: usize = 256;

/// What is signed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) desk: [u8; 32],
    /// Names the session; nobody but its ends can tell which one it was.
    pub(crate) id: [u8; 32],
    /// The customer's key of this session.
    pub(crate) key: [u8; 32],
    pub(crate) began: u64,
    pub(crate) ended: u64,
    pub(crate) customer: (u64, [u8; 32]),
    pub(crate) technician: (u64, [u8; 32]),
}

impl Statement {
    pub(crate) fn encode(&self) -> Vec<u8> {
        cbor::encoded(MAX_STATEMENT, |encoder| {
            encoder.array(8)?.u64(VERSION)?.bytes(&self.desk)?.bytes(&self.id)?;
            encoder.bytes(&self.key)?.u64(self.began)?.u64(self.ended)?;
            for (count, head) in [&self.customer, &self.technician] {
                encoder.array(2)?.u64(*count)?.bytes(head)?;
            }
            Ok(())
        })
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        cbor::decoded(bytes, MAX_STATEMENT, |decoder| {
            cbor::array(decoder, 8)?;
            if decoder.u64()? != VERSION {
                return Err(Malformed);
            }
            Ok(Self {
                desk: cbor::bytes(decoder)?,
                id: cbor::bytes(decoder)?,
                key: cbor::bytes(decoder)?,
                began: decoder.u64()?,
                ended: decoder.u64()?,
                customer: end(decoder)?,
                technician: end(decoder)?,
            })
        })
    }
}

fn end(decoder: &mut cbor::Decoder<'_>) -> Result<(u64, [u8; 32]), Malformed> {
    cbor::array(decoder, 2)?;
    Ok((decoder.u64()?, cbor::bytes(decoder)?))
}

/// Everything that goes into a receipt.
pub(crate) struct Parts<'p> {
    pub(crate) statement: &'p [u8],
    pub(crate) signature: &'p [u8; 64],
    pub(crate) countersignature: Option<&'p [u8; 64]>,
    pub(crate) root: &'p [u8],
    pub(crate) certificate: &'p [u8],
    pub(crate) customer: &'p Tally,
    pub(crate) technician: &'p Tally,
}

impl Parts<'_> {
    pub(crate) fn encode(&self) -> Vec<u8> {
        cbor::encoded(4_096, |encoder| {
            encoder
                .array(8)?
                .u64(VERSION)?
                .bytes(self.statement)?
                .bytes(self.signature)?;
            match self.countersignature {
                Some(signature) => encoder.bytes(signature)?,
                None => encoder.null()?,
            };
            encoder.bytes(self.root)?.bytes(self.certificate)?;
            self.customer.write(encoder)?;
            self.technician.write(encoder)
        })
    }
}

/// A receipt that verified.
pub struct Receipt {
    /// The desk.
    pub desk: Fingerprint,
    /// Whom of the desk the customer talked to.
    pub technician: Certificate,
    /// Names the session to its two ends, and to nobody else.
    pub id: [u8; 32],
    /// Seconds since 1970, by the technician's clock.
    pub began: u64,
    /// Seconds since 1970, by the technician's clock.
    pub ended: u64,
    /// Whether the customer signed it too. If not, it is the technician's word alone.
    pub countersigned: bool,
    /// What the customer sent.
    pub customer: Tally,
    /// What the technician sent.
    pub member: Tally,
}

/// Why bytes are not a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptError {
    /// Not a receipt in its one encoding.
    Malformed,
    /// Of another desk than the one asked for, or its parts name different desks.
    OtherDesk,
    /// The certificate is not one of the desk.
    BadCertificate,
    /// The certificate did not hold when the session took place.
    OutsideValidity,
    /// The technician did not sign this.
    BadSignature,
    /// The customer did not sign this.
    BadCountersignature,
    /// A list is not the one that was signed: something was changed, left out, added or moved.
    BrokenChain,
}

impl ReceiptError {
    /// The permanent kebab-case word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::OtherDesk => "wrong-desk",
            Self::BadCertificate => "bad-certificate",
            Self::OutsideValidity => "expired-certificate",
            Self::BadSignature => "bad-signature",
            Self::BadCountersignature => "bad-countersignature",
            Self::BrokenChain => "broken-chain",
        }
    }
}

impl fmt::Display for ReceiptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "this is not a receipt, or it is damaged",
            Self::OtherDesk => "the receipt is of another desk",
            Self::BadCertificate => "the technician's certificate is not one of the desk",
            Self::OutsideValidity => "the technician's certificate did not hold at that time",
            Self::BadSignature => "the technician did not sign this receipt",
            Self::BadCountersignature => "the customer did not sign this receipt",
            Self::BrokenChain => "the list of messages is not the one that was signed",
        })
    }
}

impl core::error::Error for ReceiptError {}

impl From<Malformed> for ReceiptError {
    fn from(Malformed: Malformed) -> Self {
        Self::Malformed
    }
}

impl From<CertificateError> for ReceiptError {
    fn from(error: CertificateError) -> Self {
        match error {
            CertificateError::OtherDesk => Self::OtherDesk,
            _ => Self::BadCertificate,
        }
    }
}

/// Checks a receipt, with nothing else at hand than the fingerprint of the desk that it should be of.
pub fn verify_receipt(bytes: &[u8], desk: Option<&Fingerprint>) -> Result<Receipt, ReceiptError> {
    let (signed, signature, countersignature, root, certificate, customer, member) =
        cbor::decoded(bytes, MAX_RECEIPT, |decoder| {
            cbor::array(decoder, 8)?;
            if decoder.u64()? != VERSION {
                return Err(Malformed);
            }
            let (statement, signature) = (decoder.bytes()?, cbor::bytes::<64>(decoder)?);
            let countersignature = if decoder.datatype()? == minicbor::data::Type::Null {
                decoder.null()?;
                None
            } else {
                Some(cbor::bytes::<64>(decoder)?)
            };
            let (root, certificate) = (decoder.bytes()?, decoder.bytes()?);
            if certificate.len() > MAX_CERTIFICATE {
                return Err(Malformed);
            }
            let (customer, member) = (Tally::read(decoder)?, Tally::read(decoder)?);
            Ok((
                statement,
                signature,
                countersignature,
                root,
                certificate,
                customer,
                member,
            ))
        })?;
    let statement = Statement::decode(signed)?;
    let root = RootRecord::decode(root).map_err(|_| ReceiptError::Malformed)?;
    let named = Fingerprint(statement.desk);
    if root.fingerprint() != named || desk.is_some_and(|desk| *desk != named) {
        return Err(ReceiptError::OtherDesk);
    }
    let technician = open_certificate(certificate, &root)?;
    let (first, last) = (technician.not_before, technician.not_after);
    if statement.began.saturating_add(CLOCK_SKEW_SECONDS) < first
        || statement.ended > last.saturating_add(2 * CLOCK_SKEW_SECONDS)
        || statement.ended < statement.began
    {
        return Err(ReceiptError::OutsideValidity);
    }
    if !technician.verify_signature(Label::Receipt, signed, &signature) {
        return Err(ReceiptError::BadSignature);
    }
    if let Some(countersignature) = &countersignature
        && !verify_signature_by(&statement.key, Label::Countersign, signed, countersignature)
    {
        return Err(ReceiptError::BadCountersignature);
    }
    for (tally, stated, direction) in [(&customer, &statement.customer, 0), (&member, &statement.technician, 1)] {
        // A list that leaves nothing out begins where every list of this session and direction begins.
        let whole = tally.skipped > 0 || tally.skipped_head == Tally::new(&statement.id, direction).head();
        if !whole || (tally.count(), tally.head()) != *stated {
            return Err(ReceiptError::BrokenChain);
        }
    }
    Ok(Receipt {
        desk: named,
        technician,
        id: statement.id,
        began: statement.began,
        ended: statement.ended,
        countersigned: countersignature.is_some(),
        customer,
        member,
    })
}
