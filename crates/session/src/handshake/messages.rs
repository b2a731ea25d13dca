//! What crosses the relay during a handshake, as bytes (PROTOCOL.md, "Handshake").

use alloc::vec::Vec;

use hushwire_desk::{MAX_CERTIFICATE, MAX_MANIFEST, cbor};
use hushwire_wire::{LinkId, Nameplate, Route};

use crate::{
    cpace::Point,
    primitives::{KEM_PUBLIC, TAG, X_WING_CIPHERTEXT, X_WING_PUBLIC},
};

/// Version of the handshake messages.
pub(super) const VERSION: u64 = 1;
/// X-Wing, Ed25519, HKDF-SHA-256, AES-256-GCM. There is no other, and a peer that names another is refused: nothing
/// is negotiated, so nothing can be negotiated down.
pub(super) const SUITE: u64 = 1;
/// Longest origin: scheme, a 253-byte DNS name, port.
pub(super) const MAX_ORIGIN: usize = 8 + 253 + 6;
/// Longest hello: the key, the nonce, the origin, the invite and their heads.
pub(super) const MAX_HELLO: usize = X_WING_PUBLIC + 32 + MAX_ORIGIN + 32 + 19;
/// Longest proof: root record, certificate, manifest, ratchet keys, CPace point and their heads.
pub(super) const MAX_PROOF: usize = 64 + MAX_CERTIFICATE + MAX_MANIFEST + 32 + KEM_PUBLIC + 34 + 32;
/// Longest reply: ciphertext and the box around proof and signature.
pub(super) const MAX_REPLY: usize = X_WING_CIPHERTEXT + MAX_PROOF + 64 + TAG + 32;

pub(super) struct Hello<'b> {
    pub(super) nonce: [u8; 32],
    pub(super) key: [u8; X_WING_PUBLIC],
    pub(super) origin: &'b str,
    pub(super) seen: u64,
    /// The invite that the customer brings. Whoever strips or adds it changes the transcript.
    pub(super) invite: Option<Route>,
}

impl<'b> Hello<'b> {
    pub(super) fn encode(&self) -> Vec<u8> {
        cbor::encoded(MAX_HELLO, |encoder| {
            encoder
                .array(if self.invite.is_some() { 7 } else { 6 })?
                .u64(VERSION)?
                .u64(SUITE)?
                .bytes(&self.nonce)?
                .bytes(&self.key)?;
            encoder.str(self.origin)?.u64(self.seen)?;
            match &self.invite {
                Some(Route::Pin(nameplate)) => encoder.array(2)?.u64(PIN)?.u16(nameplate.number())?,
                Some(Route::Link(link)) => encoder.array(2)?.u64(LINK)?.bytes(&link.0)?,
                None => encoder,
            };
            Ok(())
        })
    }

    pub(super) fn decode(bytes: &'b [u8]) -> Option<Self> {
        cbor::decoded(bytes, MAX_HELLO, |decoder| {
            let length = decoder.array()?;
            if decoder.u64()? != VERSION || decoder.u64()? != SUITE {
                return Err(cbor::Malformed);
            }
            Ok(Self {
                nonce: cbor::bytes(decoder)?,
                key: cbor::bytes(decoder)?,
                origin: decoder.str()?,
                seen: decoder.u64()?,
                invite: match length {
                    Some(6) => None,
                    Some(7) => Some(route(decoder)?),
                    _ => return Err(cbor::Malformed),
                },
            })
        })
        .ok()
        .filter(|hello| hello.origin.len() <= MAX_ORIGIN)
    }
}

const PIN: u64 = 1;
const LINK: u64 = 2;

/// invite = [1, nameplate: 0..999] / [2, link: bstr .size 16]
fn route(decoder: &mut cbor::Decoder<'_>) -> Result<Route, cbor::Malformed> {
    cbor::array(decoder, 2)?;
    match decoder.u64()? {
        PIN => Nameplate::new(decoder.u16()?).map(Route::Pin).ok_or(cbor::Malformed),
        LINK => Ok(Route::Link(LinkId(cbor::bytes(decoder)?))),
        _ => Err(cbor::Malformed),
    }
}

pub(super) struct Reply<'b> {
    pub(super) ciphertext: [u8; X_WING_CIPHERTEXT],
    pub(super) sealed: &'b [u8],
}

impl<'b> Reply<'b> {
    pub(super) fn encode(&self) -> Vec<u8> {
        cbor::encoded(X_WING_CIPHERTEXT + self.sealed.len() + 16, |encoder| {
            encoder
                .array(3)?
                .u64(VERSION)?
                .bytes(&self.ciphertext)?
                .bytes(self.sealed)?;
            Ok(())
        })
    }

    pub(super) fn decode(bytes: &'b [u8]) -> Option<Self> {
        cbor::decoded(bytes, MAX_REPLY, |decoder| {
            cbor::array(decoder, 3)?;
            if decoder.u64()? != VERSION {
                return Err(cbor::Malformed);
            }
            Ok(Self {
                ciphertext: cbor::bytes(decoder)?,
                sealed: decoder.bytes()?,
            })
        })
        .ok()
    }
}

/// box = [proof: bstr, signature: bstr .size 64], before it is sealed.
pub(super) fn join_box(proof: &[u8], signature: &[u8; 64]) -> Vec<u8> {
    cbor::encoded(proof.len() + 64 + 16, |encoder| {
        encoder.array(2)?.bytes(proof)?.bytes(signature)?;
        Ok(())
    })
}

pub(super) fn split_box(bytes: &[u8]) -> Option<(&[u8], [u8; 64])> {
    cbor::decoded(bytes, MAX_REPLY, |decoder| {
        cbor::array(decoder, 2)?;
        Ok((decoder.bytes()?, cbor::bytes(decoder)?))
    })
    .ok()
}

pub(super) struct Proof<'b> {
    pub(super) root: &'b [u8],
    pub(super) certificate: &'b [u8],
    pub(super) manifest: &'b [u8],
    pub(super) dh: [u8; 32],
    pub(super) kem: [u8; KEM_PUBLIC],
    /// The technician's CPace point, if the customer brings a PIN.
    pub(super) point: Option<Point>,
}

impl<'b> Proof<'b> {
    pub(super) fn encode(&self) -> Vec<u8> {
        let variable = self.root.len() + self.certificate.len() + self.manifest.len();
        cbor::encoded(variable + KEM_PUBLIC + 98, |encoder| {
            encoder
                .array(if self.point.is_some() { 6 } else { 5 })?
                .bytes(self.root)?
                .bytes(self.certificate)?
                .bytes(self.manifest)?;
            encoder.bytes(&self.dh)?.bytes(&self.kem)?;
            if let Some(point) = &self.point {
                encoder.bytes(point)?;
            }
            Ok(())
        })
    }

    pub(super) fn decode(bytes: &'b [u8]) -> Option<Self> {
        cbor::decoded(bytes, MAX_PROOF, |decoder| {
            let length = decoder.array()?;
            Ok(Self {
                root: decoder.bytes()?,
                certificate: decoder.bytes()?,
                manifest: decoder.bytes()?,
                dh: cbor::bytes(decoder)?,
                kem: cbor::bytes(decoder)?,
                point: match length {
                    Some(5) => None,
                    Some(6) => Some(cbor::bytes(decoder)?),
                    _ => return Err(cbor::Malformed),
                },
            })
        })
        .ok()
    }
}
