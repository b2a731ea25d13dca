//! The three or four digits on the back of a card, where a cue says so.
//!
//! Sources: the card networks' own names: CVV2 (Visa), CVC2 (Mastercard), CID (American Express, four digits), CVN2 (UnionPay).

use super::said::code;
use super::{Candidate, Detector, Scene};
use crate::cues::Cue;
use crate::kind::Kind;
use crate::text::View;

pub(super) const DETECTOR: Detector = Detector { gate, find };

fn gate(view: &View) -> bool {
    !view.groups.is_empty() && !view.hits.is_empty()
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    for hit in scene.view.hits.iter().filter(|hit| hit.cue == Cue::Cvv) {
        if let Some(code) = code(scene.view, hit, 3, 4) {
            found.push(Candidate::new(Kind::CardSecurityCode, code.start, code.end, code.score));
        }
    }
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::CardSecurityCode,
    must: &[
        "cvv «123»",
        "the CVC is «042» and it expires 12/29",
        "die Prüfziffer ist «881»",
        "le cryptogramme est «455»",
        "código de seguridad: «912»",
        "il codice di sicurezza è «330»",
        "kod CVV to «118»",
        "güvenlik kodu «671»",
        "security code on the back is «2290»",
        "the cvv on the back of my card is «321»",
    ],
    must_not: &["what is a cvv", "the 3 digit code", "cvv 12", "security number 123456"],
};
