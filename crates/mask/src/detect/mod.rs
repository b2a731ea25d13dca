//! The registry: one detector for each kind, each in a file of its own.

mod card_expiry;
mod card_security_code;
mod coordinates;
mod credit_card;
mod crypto_wallet;
mod custom;
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

pub(crate) use custom::Own;
pub(crate) use email::is_provider;
pub(crate) use secret_issuers::begins_like_a_secret;
pub(crate) use secret_named::names_a_secret;

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
    /// Which of the desk's own kinds it is.
    pub(crate) custom: Option<u16>,
    /// A check digit agrees.
    pub(crate) checked: bool,
    /// Why it is no finding though it looks like one; only where [`Scene::curious`].
    pub(crate) flaw: Option<Flaw>,
}

/// What keeps something from being a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Its check digits disagree.
    Checksum,
    /// It is too short to be taken without its name beside it.
    Nameless,
    /// A word beside it says that it is something else's number.
    Other,
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
            custom: None,
            checked: false,
            flaw: None,
        }
    }

    pub(crate) const fn flawed(kind: Kind, start: usize, end: usize, flaw: Flaw) -> Self {
        let mut candidate = Self::new(kind, start, end, 0.0);
        candidate.flaw = Some(flaw);
        candidate
    }
}

/// What every detector is given.
pub(crate) struct Scene<'a> {
    pub(crate) view: &'a View<'a>,
    pub(crate) policy: &'a Policy,
    /// Somebody wants to know why: what nearly is a finding is told as well.
    pub(crate) curious: bool,
}

/// A cheap gate, and a finder that runs where the gate lets it.
pub(crate) struct Detector {
    pub(crate) gate: fn(&View) -> bool,
    pub(crate) find: fn(&Scene, &mut Vec<Candidate>),
}

/// Each with its rule's name, for whoever asks why.
pub(crate) static REGISTRY: &[(&str, Detector)] = &[
    ("credit-card", credit_card::DETECTOR),
    ("iban", iban::DETECTOR),
    ("email", email::DETECTOR),
    ("phone", phone::DETECTOR),
    ("url", url::DETECTOR),
    ("ip-address", ip_address::DETECTOR),
    ("mac-address", mac_address::DETECTOR),
    ("password", password::DETECTOR),
    ("pin", pin::DETECTOR),
    ("card-security-code", card_security_code::DETECTOR),
    ("secret", secret::DETECTOR),
    ("identifier", ids::DETECTOR),
    ("labelled", labelled::DETECTOR),
    ("date-of-birth", date_of_birth::DETECTOR),
    ("card-expiry", card_expiry::DETECTOR),
    ("crypto-wallet", crypto_wallet::DETECTOR),
    ("vehicle-id", vehicle_id::DETECTOR),
    ("coordinates", coordinates::DETECTOR),
    ("one-time-code", one_time_code::DETECTOR),
    ("health", health::DETECTOR),
    ("custom", custom::DETECTOR),
];

/// Runs every detector whose gate is open.
pub(crate) fn run(scene: &Scene, found: &mut Vec<Candidate>) {
    for (_, detector) in REGISTRY {
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
    use crate::cues::table;
    use crate::{Direction, Masker, Stream, Vault};

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

    #[test]
    fn a_stream_overlooks_no_sample_of_any_detector_and_no_number_behind_any_cue() {
        let masker = Masker::new(Policy::default()).without_names();
        let mut overlooked = Vec::new();
        let mut compare = |text: &str| {
            let whole = masker.mask(text, Direction::ToDesk, &mut Vault::default()).unwrap();
            let (mut vault, mut out) = (Vault::default(), Vec::new());
            let mut stream = Stream::new(&masker, Direction::ToDesk);
            stream.push(text.as_bytes(), &mut vault, &mut out).unwrap();
            stream.finish(&mut vault, &mut out).unwrap();
            if out != whole.text.as_bytes() {
                overlooked.push(format!("{text:?} is {:?}", whole.text));
            }
        };
        for samples in SAMPLES.iter().chain(ids::SAMPLES).chain(labelled::SAMPLES) {
            for sample in samples.must.iter().chain(samples.must_not) {
                compare(&sample.replace(['«', '»'], ""));
            }
        }
        let labels = table::TABLE
            .iter()
            .flat_map(|(_, lines)| lines.lines())
            .flat_map(|line| line.split_once(':').map_or(line, |(_, words)| words).split(','));
        for label in labels.map(|label| label.trim().replace('*', "")) {
            for value in [
                "482",
                "4821",
                "AB-482",
                "piet_j75",
                "12.08.1984",
                "DEUTDEFF",
                "Ab9#kk2",
                "12/27",
            ] {
                compare(&format!("{label} {value}"));
                compare(&format!("2025-06-24 14:39:06 my {label}: {value}"));
                compare(&format!("{value} is my {label}"));
            }
        }
        assert!(
            overlooked.is_empty(),
            "{}\n{} overlooked",
            overlooked.join("\n"),
            overlooked.len()
        );
    }
}
