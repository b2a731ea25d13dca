//! When a card expires: after a cue, or right behind a card number.
//!
//! Sources: ISO/IEC 7813 (YYMM on the stripe, MM/YY on the face).

use super::{Candidate, Detector, Scene};
use crate::checksum::number;
use crate::cues::{Cue, CueSet};
use crate::kind::Kind;
use crate::text::{BARRIER, View, is_alnum};

pub(super) const DETECTOR: Detector = Detector { gate, find };

const CUES: CueSet = CueSet::of(&[Cue::Expiry]);

fn gate(view: &View) -> bool {
    view.groups.len() >= 2 && (view.has(b'/') || view.has(b'-') || view.has(b'.') || view.has(b' '))
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    for pair in view.groups.windows(2) {
        let [month, year] = pair else { continue };
        let gap = view.low(month.end, year.start);
        let right = month.len() <= 2
            && matches!(year.len(), 2 | 4)
            && matches!(gap, b"/" | b"-" | b" / " | b"." | b"\\" | b" ")
            && number(view.low(month.start, month.end)).is_some_and(|month| (1..=12).contains(&month))
            && number(view.low(year.start, year.end))
                .is_some_and(|year| (20..=50).contains(&(year % 100)) && (year < 100 || year / 100 == 20));
        let longer = is_alnum(view.before(month.start))
            || is_alnum(view.at(year.end))
            || (b"/-.".contains(&view.before(month.start)) && is_alnum(view.before(month.start - 1)))
            || (b"/-.:".contains(&view.at(year.end)) && is_alnum(view.at(year.end + 1)));
        if !right || longer {
            continue;
        }
        let said = view.cue_before(month.start, 24, CUES).is_some();
        // Behind what has just been covered: a card number, most likely.
        let behind =
            gap == b"/" && view.low(month.start.saturating_sub(6), month.start).contains(&BARRIER) && month.len() == 2;
        if said || behind {
            found.push(Candidate::new(
                Kind::CardExpiry,
                month.start,
                year.end,
                if said { 0.9 } else { 0.6 },
            ));
        }
    }
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::CardExpiry,
    must: &[
        "exp «12/29»",
        "card 4111 1111 1111 1111 «09/27» ok",
        "gültig bis «03/2028»",
        "expires on «04-30»",
        "scadenza «11/29»",
        "son kullanma «05/28»",
    ],
    must_not: &[
        "at 12/29 we met",
        "expires in 10 days",
        "expires 12/03/2029",
        "score 10/25",
    ],
};
