//! The registry: one detector for each kind, each in a file of its own.

mod card_expiry;
mod card_security_code;
mod coordinates;
mod credit_card;
mod crypto_wallet;
mod date_of_birth;
mod email;
mod health;
mod iban;
mod ids;
mod ip_address;
mod labelled;
mod mac_address;
mod one_time_code;
mod password;
mod phone;
mod phone_plan;
mod phone_run;
mod pin;
mod said;
mod secret;
mod secret_issuers;
mod secret_named;
mod url;
mod vehicle_id;

use crate::kind::Kind;
use crate::policy::Policy;
use crate::text::View;

/// What a detector believes it has seen. Places are in characters of the view.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
    pub(crate) score: f32,
    pub(crate) country: Option<&'static str>,
    pub(crate) scheme: Option<&'static str>,
}

impl Candidate {
    pub(crate) const fn new(kind: Kind, start: usize, end: usize, score: f32) -> Self {
        Self {
            start,
            end,
            kind,
            score,
            country: None,
            scheme: None,
        }
    }
}

/// What every detector is given.
pub(crate) struct Scene<'a> {
    pub(crate) view: &'a View<'a>,
    pub(crate) policy: &'a Policy,
}

/// A cheap gate, and a finder that runs where the gate lets it.
pub(crate) struct Detector {
    pub(crate) gate: fn(&View) -> bool,
    pub(crate) find: fn(&Scene, &mut Vec<Candidate>),
}

pub(crate) static REGISTRY: &[Detector] = &[
    credit_card::DETECTOR,
    iban::DETECTOR,
    email::DETECTOR,
    phone::DETECTOR,
    url::DETECTOR,
    ip_address::DETECTOR,
    mac_address::DETECTOR,
    password::DETECTOR,
    pin::DETECTOR,
    card_security_code::DETECTOR,
    secret::DETECTOR,
    ids::DETECTOR,
    labelled::DETECTOR,
    date_of_birth::DETECTOR,
    card_expiry::DETECTOR,
    crypto_wallet::DETECTOR,
    vehicle_id::DETECTOR,
    coordinates::DETECTOR,
    one_time_code::DETECTOR,
    health::DETECTOR,
];

/// Runs every detector whose gate is open.
pub(crate) fn run(scene: &Scene, found: &mut Vec<Candidate>) {
    for detector in REGISTRY {
        if (detector.gate)(scene.view) {
            (detector.find)(scene, found);
        }
    }
}

/// What a detector must find and must leave alone. A span that must be found stands between « and ».
#[cfg(test)]
pub(crate) struct Samples {
    pub(crate) kind: Kind,
    pub(crate) must: &'static [&'static str],
    pub(crate) must_not: &'static [&'static str],
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, Masker};

    static SAMPLES: &[Samples] = &[
        credit_card::SAMPLES,
        iban::SAMPLES,
        email::SAMPLES,
        phone::SAMPLES,
        url::SAMPLES,
        ip_address::SAMPLES,
        mac_address::SAMPLES,
        password::SAMPLES,
        pin::SAMPLES,
        card_security_code::SAMPLES,
        secret::SAMPLES,
        date_of_birth::SAMPLES,
        card_expiry::SAMPLES,
        crypto_wallet::SAMPLES,
        vehicle_id::SAMPLES,
        coordinates::SAMPLES,
        one_time_code::SAMPLES,
        health::SAMPLES,
        url::CREDENTIAL_SAMPLES,
    ];

    #[test]
    fn every_detector_finds_its_samples_and_leaves_the_others_alone() {
        let masker = Masker::new(Policy::default());
        let mut wrong = Vec::new();
        for samples in SAMPLES.iter().chain(ids::SAMPLES).chain(labelled::SAMPLES) {
            for marked in samples.must {
                let text = marked.replace(['«', '»'], "");
                let mut want = Vec::new();
                let mut rest = *marked;
                let mut at = 0;
                while let Some((before, inside)) = rest.split_once('«') {
                    let (inside, after) = inside.split_once('»').unwrap();
                    want.push((at + before.len(), at + before.len() + inside.len()));
                    at += before.len() + inside.len();
                    rest = after;
                }
                let found: Vec<_> = masker.scan(&text, Direction::ToDesk);
                let got: Vec<_> = found
                    .iter()
                    .filter(|one| one.kind == samples.kind)
                    .map(|one| (one.start, one.end))
                    .collect();
                if got != want {
                    let spans: Vec<_> = found
                        .iter()
                        .map(|one| (one.kind.as_str(), &text[one.start..one.end]))
                        .collect();
                    wrong.push(format!("{} MUST {marked:?}, found {spans:?}", samples.kind));
                }
            }
            for text in samples.must_not {
                for one in masker.scan(text, Direction::ToDesk) {
                    if one.kind == samples.kind {
                        wrong.push(format!(
                            "{} MUST NOT {text:?}, found {:?}",
                            samples.kind,
                            &text[one.start..one.end]
                        ));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}\n{} wrong", wrong.join("\n"), wrong.len());
    }
}
