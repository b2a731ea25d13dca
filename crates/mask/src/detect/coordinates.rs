//! Positions on the globe.
//!
//! Sources: ISO 6709 (latitude, then longitude; decimal degrees), RFC 5870 (geo: URI).

use super::{Candidate, Detector, Scene};
use crate::checksum::number;
use crate::cues::{Cue, CueSet};
use crate::kind::Kind;
use crate::text::{View, is_alnum};

pub(super) const DETECTOR: Detector = Detector { gate, find };

const CUES: CueSet = CueSet::of(&[Cue::Coordinates]);
/// So many decimals are a house, not a measurement.
const TELLING: usize = 4;

fn gate(view: &View) -> bool {
    view.groups.len() >= 4 && view.has(b'.')
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    for four in view.groups.windows(4) {
        let [a, b, c, d] = four else { continue };
        let points = view.low(a.end, b.start) == b"." && view.low(c.end, d.start) == b".";
        let between = view.low(b.end, c.start);
        let apart = between.len() <= 14 && between.contains(&b',') || between.len() <= 14 && between.contains(&b' ');
        let small = a.len() <= 3 && c.len() <= 3 && b.len() >= 2 && d.len() >= 2;
        let degrees = |from: usize, to: usize, most: u64| number(view.low(from, to)).is_some_and(|n| n <= most);
        let glued = is_alnum(view.before(a.start))
            || view.before(a.start) == b'.'
            || view.at(d.end) == b'.' && view.at(d.end + 1).is_ascii_digit();
        if !points || !apart || !small || glued || !degrees(a.start, a.end, 90) || !degrees(c.start, c.end, 180) {
            continue;
        }
        let said = view.cue_near(a.start, d.end, CUES);
        let plain = between.iter().all(|b| b" ,-+oONSEWnsew".contains(b));
        let telling = b.len() >= TELLING && d.len() >= TELLING && plain && between.contains(&b',');
        if telling || (said && b.len() >= 3) {
            let start = if matches!(view.before(a.start), b'-' | b'+') {
                a.start - 1
            } else {
                a.start
            };
            found.push(Candidate::new(
                Kind::Coordinates,
                start,
                d.end,
                if said { 0.95 } else { 0.75 },
            ));
        }
    }
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::Coordinates,
    must: &[
        "I am at «52.520008, 13.404954»",
        "gps «-33.8688, 151.2093»",
        "position: «48.8584, 2.2945»",
    ],
    must_not: &["1.25, 3.50", "version 2.36.1234, 1.2.3", "10.5 x 20.5"],
};
