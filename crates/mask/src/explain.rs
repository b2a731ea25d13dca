//! Why something was found, and why something that looks like it was not. For the console's policy tester and for
//! `hushwire mask --explain`; sending a message never comes here. Codes and places only: the words are the reader's.

use crate::arbitrate::heap_sort;
use crate::cues::{Cue, CueSet};
use crate::detect::{Candidate, Flaw, REGISTRY, Scene};
use crate::kind::{Action, Direction, Kind, words};
use crate::masker::{Finding, Masker};
use crate::text::View;

/// How far from a value its cue is looked for, in characters.
const BEFORE: usize = 64;
const AFTER: usize = 32;

words! {
    /// What became of something that a rule saw.
    Verdict {
        /// A placeholder stands in its place.
        Masked = "masked",
        /// It is sent and pointed out.
        Warned = "warned",
        /// The text is not sent.
        Blocked = "blocked",
        /// The policy allows this kind in this direction.
        Allowed = "allowed",
        /// The desk's allow list has this value.
        Listed = "listed",
        /// Its score is below the threshold of its kind.
        Weak = "weak",
        /// Another finding has its place.
        Beaten = "beaten",
        /// Its check digits disagree.
        Checksum = "checksum",
        /// It is too short to be taken without its name beside it.
        Nameless = "nameless",
        /// A word beside it says that it is something else's number.
        Other = "other",
    }
}

/// One thing that a rule saw in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Where it stands and what it is or nearly was.
    pub finding: Finding,
    /// The rule that saw it: the name of its file in `detect/`, "identifier" for `detect/ids`, "echo" for a value that
    /// was said before.
    pub rule: &'static str,
    /// The cue word that speaks for it, in bytes of the text.
    pub cue: Option<(usize, usize)>,
    /// Whether its check digits agree; `None` where it has none.
    pub checksum: Option<bool>,
    /// The score that its kind needs under this policy.
    pub threshold: f32,
    /// The desk's own kind that it is, by name.
    pub custom: Option<String>,
    /// What became of it.
    pub verdict: Verdict,
}

/// What detectors saw while a text was searched.
#[derive(Default)]
pub(crate) struct Notes {
    seen: Vec<Seen>,
}

struct Seen {
    span: (usize, usize),
    one: Candidate,
    rule: &'static str,
    cue: Option<(usize, usize)>,
}

impl Notes {
    /// Runs every detector as [`crate::detect::run`] does, and writes down who saw what.
    pub(crate) fn run(&mut self, scene: &Scene, found: &mut Vec<Candidate>) {
        let first = self.seen.is_empty();
        for (rule, detector) in REGISTRY {
            let known = found.len();
            if (detector.gate)(scene.view) {
                (detector.find)(scene, found);
            }
            for one in found.get(known..).unwrap_or(&[]) {
                let Some(span) = scene.view.bytes(one.start, one.end) else {
                    continue;
                };
                // What is no finding is told once, as it stood before anything was covered.
                let told = self
                    .seen
                    .iter()
                    .any(|seen| seen.span == span && seen.one.kind == one.kind);
                if !told && (first || one.flaw.is_none()) {
                    let cue = cue(scene.view, one);
                    self.seen.push(Seen {
                        span,
                        one: *one,
                        rule,
                        cue,
                    });
                }
            }
        }
        found.retain(|one| one.flaw.is_none());
    }
}

impl Notes {
    /// Whether another rule saw more in the same place than a nameless number.
    fn others(&self, seen: &Seen) -> bool {
        let more = |other: &Seen| {
            other.one.flaw != Some(Flaw::Nameless) && other.span.0 < seen.span.1 && seen.span.0 < other.span.1
        };
        self.seen.iter().any(more)
    }
}

/// The rule of a finding that no detector noted: the tagger, or the same value found before.
fn learned(kind: Kind) -> &'static str {
    match kind {
        Kind::Person | Kind::Address | Kind::Location => "names",
        _ => "echo",
    }
}

/// The cue beside a candidate that speaks for its kind.
fn cue(view: &View, one: &Candidate) -> Option<(usize, usize)> {
    let cues = cues(one.kind);
    let hit = view
        .cue_before(one.start, BEFORE, cues)
        .or_else(|| view.cue_after(one.end, AFTER, cues))?;
    view.bytes(hit.start, hit.end)
}

const fn cues(kind: Kind) -> CueSet {
    match kind {
        Kind::CreditCard => CueSet::of(&[Cue::Card]),
        Kind::CardExpiry => CueSet::of(&[Cue::Expiry]),
        Kind::CardSecurityCode => CueSet::of(&[Cue::Cvv]),
        Kind::Iban => CueSet::of(&[Cue::Iban, Cue::Account]),
        Kind::BankAccount => CueSet::of(&[Cue::Account, Cue::Scheme]),
        Kind::RoutingNumber => CueSet::of(&[Cue::Routing, Cue::Scheme]),
        Kind::CryptoWallet => CueSet::of(&[Cue::Wallet]),
        Kind::Email => CueSet::of(&[Cue::Email]),
        Kind::Phone => CueSet::of(&[Cue::Phone]),
        Kind::DateOfBirth => CueSet::of(&[Cue::Birth]),
        Kind::MacAddress => CueSet::of(&[Cue::Mac]),
        Kind::DeviceId => CueSet::of(&[Cue::Device]),
        Kind::Password => CueSet::of(&[Cue::Password, Cue::Username]),
        Kind::Pin => CueSet::of(&[Cue::Pin]),
        Kind::OneTimeCode => CueSet::of(&[Cue::Otp]),
        Kind::Secret => CueSet::of(&[Cue::Secret]),
        Kind::NationalId => CueSet::of(&[Cue::NationalId, Cue::Ssn, Cue::Scheme]),
        Kind::TaxId => CueSet::of(&[Cue::TaxId, Cue::Scheme]),
        Kind::BusinessId => CueSet::of(&[Cue::BusinessId, Cue::Scheme]),
        Kind::Passport => CueSet::of(&[Cue::Passport, Cue::Scheme]),
        Kind::DriverLicense => CueSet::of(&[Cue::License, Cue::Scheme]),
        Kind::HealthId => CueSet::of(&[Cue::HealthId, Cue::Scheme]),
        Kind::Health => CueSet::of(&[Cue::Diagnosis, Cue::Disease]),
        Kind::VehicleId => CueSet::of(&[Cue::Vin]),
        Kind::LicensePlate => CueSet::of(&[Cue::Plate]),
        Kind::Username => CueSet::of(&[Cue::Username]),
        Kind::Coordinates => CueSet::of(&[Cue::Coordinates]),
        _ => CueSet::of(&[]),
    }
}

impl Masker {
    /// Everything that a rule saw in a text, by place: what is found, and what was nearly found and why it was not.
    /// For a message, not for a file: the time grows with the square of what is seen.
    #[must_use]
    pub fn explain(&self, text: &str, direction: Direction) -> Vec<Explanation> {
        let mut notes = Notes::default();
        let findings = self.search(text, direction, Some(&mut notes));
        let mut told: Vec<Explanation> = Vec::new();
        for finding in &findings {
            let seen = notes.seen.iter().find(|seen| {
                seen.span == (finding.start, finding.end) && seen.one.kind == finding.kind && seen.one.flaw.is_none()
            });
            let verdict = match finding.action {
                Action::Allow => Verdict::Allowed,
                Action::Warn => Verdict::Warned,
                Action::Mask => Verdict::Masked,
                Action::Block => Verdict::Blocked,
            };
            told.push(Explanation {
                finding: *finding,
                rule: seen.map_or(learned(finding.kind), |seen| seen.rule),
                cue: seen.and_then(|seen| seen.cue),
                checksum: seen.and_then(|seen| seen.one.checked.then_some(true)),
                threshold: self.policy().threshold(finding.kind),
                custom: seen.and_then(|seen| self.custom(&seen.one)),
                verdict,
            });
        }
        for seen in &notes.seen {
            let (start, end) = seen.span;
            let one = &seen.one;
            let taken = findings.iter().any(|other| other.start < end && start < other.end);
            if findings
                .iter()
                .any(|other| (other.start, other.end, other.kind) == (start, end, one.kind))
            {
                continue;
            }
            let threshold = self.policy().threshold(one.kind);
            let verdict = match one.flaw {
                // What became a finding of another kind nearly was much else: that helps nobody.
                Some(flaw) if taken || flaw == Flaw::Nameless && notes.others(seen) => continue,
                Some(Flaw::Checksum) => Verdict::Checksum,
                Some(Flaw::Nameless) => Verdict::Nameless,
                Some(Flaw::Other) => Verdict::Other,
                None if one.score < threshold => Verdict::Weak,
                None if self.action(one, direction) == Action::Allow => Verdict::Allowed,
                None if text
                    .get(start..end)
                    .is_some_and(|value| self.policy().own().allows(value)) =>
                {
                    Verdict::Listed
                }
                None => Verdict::Beaten,
            };
            told.push(Explanation {
                finding: Finding {
                    start,
                    end,
                    kind: one.kind,
                    score: one.score,
                    action: self.action(one, direction),
                    country: one.country,
                    scheme: one.scheme,
                },
                rule: seen.rule,
                cue: seen.cue,
                checksum: match one.flaw {
                    Some(Flaw::Checksum) => Some(false),
                    _ => one.checked.then_some(true),
                },
                threshold,
                custom: self.custom(one),
                verdict,
            });
        }
        heap_sort(&mut told, |one| {
            (one.finding.start, one.finding.end, one.finding.kind as usize)
        });
        told
    }

    fn custom(&self, one: &Candidate) -> Option<String> {
        let custom = self.policy().own().custom(usize::from(one.custom?))?;
        Some(custom.name.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Custom, Policy, Vault};

    /// `kind value rule verdict`, with the cue and what the check says.
    fn told(policy: Policy, text: &str) -> Vec<String> {
        let masker = Masker::new(policy);
        let explained = masker.explain(text, Direction::ToDesk);
        let masked: Vec<Finding> = explained
            .iter()
            .filter(|one| matches!(one.verdict, Verdict::Masked | Verdict::Warned | Verdict::Blocked))
            .map(|one| one.finding)
            .collect();
        assert_eq!(
            masked,
            masker.scan(text, Direction::ToDesk),
            "explaining finds what searching finds"
        );
        let line = |one: &Explanation| {
            let cue = one.cue.and_then(|(start, end)| text.get(start..end)).unwrap_or("-");
            let check = one
                .checksum
                .map_or("-", |agrees| if agrees { "agrees" } else { "disagrees" });
            let value = text.get(one.finding.start..one.finding.end).unwrap_or("?");
            format!(
                "{} {value:?} by {}, cue {cue}, check {check}: {}",
                one.finding.kind, one.rule, one.verdict
            )
        };
        explained.iter().map(line).collect()
    }

    #[test]
    fn a_finding_tells_its_rule_its_cue_and_its_check() {
        let text = "my card is 4242 4242 4242 4242, BSN 111222333, my e-mail is ann@example.org";
        assert_eq!(
            told(Policy::default(), text),
            [
                "credit-card \"4242 4242 4242 4242\" by credit-card, cue card, check agrees: masked",
                "national-id \"111222333\" by identifier, cue BSN, check agrees: masked",
                "email \"ann@example.org\" by email, cue e-mail, check -: masked",
            ]
        );
    }

    #[test]
    fn what_was_nearly_found_tells_what_kept_it_from_being_found() {
        for (text, want) in [
            (
                "my card is 4111 1111 1111 1112",
                "credit-card \"4111 1111 1111 1112\" by credit-card, cue card, check disagrees: checksum",
            ),
            (
                "IBAN DE89 3704 0044 0532 0130 01",
                "iban \"DE89 3704 0044 0532 0130 01\" by iban, cue IBAN, check disagrees: checksum",
            ),
            (
                "BSN 111222334",
                "national-id \"111222334\" by identifier, cue BSN, check disagrees: checksum",
            ),
            (
                "it is 44051401359",
                "tax-id \"44051401359\" by identifier, cue -, check -: nameless",
            ),
            (
                "order number 415-555-2671",
                "phone \"415-555-2671\" by phone, cue -, check -: other",
            ),
        ] {
            let told = told(Policy::default(), text);
            assert!(told.iter().any(|line| line == want), "{want}, not {told:#?}");
        }
    }

    #[test]
    fn the_policy_is_named_where_it_decides() {
        let text = "ann@example.org, help@desk.example, +1 415 555 2671, LOY12345674";
        let policy = Policy::default()
            .with_rule(Kind::Email, None, Action::Warn)
            .with_rule(Kind::Phone, None, Action::Allow)
            .with_allowed(["help@desk.example"])
            .with_custom(Custom {
                name: "loyalty".into(),
                shape: "LOYd8".into(),
                labels: vec![],
                check: "l3z".into(),
                alone: true,
                action: Action::Block,
            })
            .unwrap();
        let masker = Masker::new(policy);
        let verdicts: Vec<_> = masker
            .explain(text, Direction::ToDesk)
            .iter()
            .map(|one| (one.verdict, one.custom.clone()))
            .collect();
        assert_eq!(
            verdicts,
            [
                (Verdict::Warned, None),
                (Verdict::Listed, None),
                (Verdict::Allowed, None),
                (Verdict::Blocked, Some("loyalty".to_owned())),
            ]
        );
        let blocked = masker.mask(text, Direction::ToDesk, &mut Vault::default()).unwrap_err();
        assert_eq!(blocked.because, crate::Because::Policy);
    }

    #[test]
    fn a_high_threshold_makes_a_finding_weak() {
        let policy = Policy::default().with_threshold(Kind::Phone, 0.99);
        let masker = Masker::new(policy);
        let explained = masker.explain("ring 415-555-2671", Direction::ToDesk);
        assert!(matches!(explained.as_slice(), [one] if one.verdict == Verdict::Weak && one.threshold == 0.99));
    }
}
