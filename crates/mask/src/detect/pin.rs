//! PINs and door codes, where a cue says so, in ten languages and more.
//!
//! Sources: ISO 9564-1 (a PIN has 4 to 12 digits; cards and phones use 4 to 8). No checksum: the cue is the evidence.

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
    for hit in scene.view.hits.iter().filter(|hit| hit.cue == Cue::Pin) {
        if let Some(code) = code(scene.view, hit, 4, 8) {
            found.push(Candidate::new(Kind::Pin, code.start, code.end, code.score));
        }
    }
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::Pin,
    must: &[
        "my pin is «4821»",
        "PIN: «4821»",
        "Meine PIN lautet «9 3 7 1».",
        "mon code pin est le «7391», merci",
        "mi código PIN es «5528»",
        "il mio codice PIN è «6614»",
        "o meu código PIN é «8035»",
        "mijn pincode is «2207»",
        "mój kod PIN to «9184»",
        "min PIN-kod är «6402»",
        "PIN kodum «5173»",
        "«4821» is my pin",
        "the pin you gave me for the card was «4821»",
        "my pin number for the visa card is «7734»",
        "PUK «12345678»",
    ],
    must_not: &[
        "a 4 digit pin",
        "pin 3 times wrong",
        "I set the pin in 2019",
        "my pin is not working",
        "PIN 12",
        "I need a pin. Order 48213",
    ],
};
