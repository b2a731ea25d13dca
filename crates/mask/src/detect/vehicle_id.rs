//! Vehicle identification numbers, by their check digit. After a cue see `labelled.rs`.
//!
//! Sources: ISO 3779 (17 characters, none of I, O, Q), 49 CFR 565.15 (check digit in the ninth place, North America and China).

use super::{Candidate, Detector, Scene};
use crate::kind::Kind;
use crate::text::View;

pub(super) const DETECTOR: Detector = Detector { gate, find };

fn gate(view: &View) -> bool {
    view.words.iter().any(|word| word.len() == 17)
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    for word in view
        .words
        .iter()
        .filter(|word| word.len() == 17 && word.digits >= 4 && !word.all_digits())
    {
        let low = view.low(word.start, word.end);
        if checked(low)
            && !matches!(view.before(word.start), b'-' | b'_' | b'/' | b'=')
            && !matches!(view.at(word.end), b'-' | b'_' | b'/')
        {
            let mut candidate = Candidate::new(Kind::VehicleId, word.start, word.end, 0.8);
            candidate.checked = true;
            found.push(candidate);
        }
    }
}

fn checked(vin: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    // a-h 1-8, j-n 1-5, p 7, r 9, s-z 2-9.
    const VALUES: &[u8; 26] = b"12345678012345070923456789";
    let mut total = 0;
    for (b, weight) in vin.iter().zip(WEIGHTS) {
        let value = match b {
            b'0'..=b'9' => b - b'0',
            b'i' | b'o' | b'q' => return false,
            b'a'..=b'z' => VALUES.get(usize::from(b - b'a')).map_or(0, |value| value - b'0'),
            _ => return false,
        };
        total += u32::from(value) * weight;
    }
    b"0123456789x".get((total % 11) as usize) == vin.get(8)
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::VehicleId,
    must: &[
        "«1M8GDM9AXKP042788»",
        "VIN: «WVWZZZ1JZXW000001»",
        "my car «5GZCZ43D13S812715» is here",
    ],
    must_not: &["1M8GDM9A1KP042788", "12345678901234567"],
};
