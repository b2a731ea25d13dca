//! Findings against labels.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use hushwire_mask::{Direction, Finding, Kind, Masker, Policy};

use crate::floors::Floor;
use crate::reader::{Label, Message};

/// Kinds that the trained tagger finds. A new training moves single messages to and fro, so floors hold them,
/// and a span that overlaps is a hit; a rule's finding must be exact, or a piece of a card number stays behind.
const LEARNED: [Kind; 5] = [Kind::Person, Kind::Address, Kind::Location, Kind::Date, Kind::Age];
/// Where a statement about health begins and ends is a matter of taste.
const LOOSE: [Kind; 1] = [Kind::Health];

#[derive(Default, Clone, Copy)]
pub(crate) struct Score {
    hit: usize,
    missed: usize,
    wrong: usize,
}

impl Score {
    pub(crate) fn precision(self) -> f64 {
        share(self.hit, self.hit + self.wrong)
    }
    pub(crate) fn recall(self) -> f64 {
        share(self.hit, self.hit + self.missed)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[derive(Default)]
pub(crate) struct Outcome {
    kinds: BTreeMap<String, Score>,
    languages: BTreeMap<String, Score>,
    /// One line each, of the rules' kinds.
    pub(crate) misses: BTreeSet<String>,
    /// The same of the tagger's kinds: printed, not pinned.
    learned: BTreeSet<String>,
    clean: usize,
    /// Clean messages that a rule changed, and that the tagger changed.
    altered: [usize; 2],
    /// Labelled bytes of rules' kinds, and those of them that no finding of any kind covers.
    bytes: [usize; 2],
}

impl Outcome {
    pub(crate) fn of(messages: &[Message]) -> Self {
        let masker = Masker::new(Policy::default());
        let mut outcome = Self::default();
        for message in messages {
            outcome.add(message, &masker.scan(&message.text, Direction::ToDesk));
        }
        outcome
    }

    fn add(&mut self, message: &Message, findings: &[Finding]) {
        for label in message.labels.iter().filter(|label| !label.optional) {
            let kind: Kind = label.kind().parse().unwrap();
            let found = findings.iter().any(|finding| fits(finding, label));
            if !LEARNED.contains(&kind) {
                let covered = |at: &usize| findings.iter().any(|finding| (finding.start..finding.end).contains(at));
                self.bytes[0] += label.end - label.start;
                self.bytes[1] += (label.start..label.end).filter(|at| !covered(at)).count();
            }
            if !found {
                self.miss(message, "missed", kind, label.start, label.end);
            }
            self.count(message, kind, |score| {
                *(if found { &mut score.hit } else { &mut score.missed }) += 1;
            });
        }
        for finding in findings {
            if !message.labels.iter().any(|label| fits(finding, label)) {
                self.miss(message, "wrong", finding.kind, finding.start, finding.end);
                self.count(message, finding.kind, |score| score.wrong += 1);
            }
        }
        if message.is_clean() {
            self.clean += 1;
            let learned = |finding: &Finding| LEARNED.contains(&finding.kind);
            self.altered[0] += usize::from(findings.iter().any(|finding| !learned(finding)));
            self.altered[1] += usize::from(findings.iter().any(learned));
        }
    }

    fn count(&mut self, message: &Message, kind: Kind, step: impl Fn(&mut Score)) {
        step(self.kinds.entry(kind.to_string()).or_default());
        let (group, lang) = if LEARNED.contains(&kind) {
            ("all learned kinds", format!("{} learned", message.lang))
        } else {
            ("all ruled kinds", message.lang.clone())
        };
        step(self.languages.entry(lang).or_default());
        step(self.kinds.entry(group.to_owned()).or_default());
    }

    fn miss(&mut self, message: &Message, which: &str, kind: Kind, start: usize, end: usize) {
        let (lang, value) = (&message.lang, &message.text[start..end]);
        let line = format!("{lang} {which} {kind} «{value}» in: {}", message.text).replace('\n', "⏎");
        let list = if LEARNED.contains(&kind) {
            &mut self.learned
        } else {
            &mut self.misses
        };
        list.insert(line);
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = (&str, Score)> {
        self.kinds
            .iter()
            .chain(&self.languages)
            .map(|(name, score)| (name.as_str(), *score))
    }

    /// A sentence, if a floor is not reached.
    pub(crate) fn complaint(&self, floor: &Floor) -> Option<String> {
        let score = self.rows().find(|(name, _)| *name == floor.name)?.1;
        let (precision, recall) = (score.precision(), score.recall());
        (precision < floor.precision || recall < floor.recall).then(|| {
            format!(
                "{}: precision {precision:.3} (floor {}), recall {recall:.3} (floor {})",
                floor.name, floor.precision, floor.recall
            )
        })
    }
}

/// Right kind; for a rule the very span, for the tagger one that overlaps, and so for an optional label.
fn fits(finding: &Finding, label: &Label) -> bool {
    let loose = label.optional || LEARNED.contains(&finding.kind) || LOOSE.contains(&finding.kind);
    let placed = if loose {
        finding.start < label.end && label.start < finding.end
    } else {
        finding.start == label.start && finding.end == label.end
    };
    placed && label.kinds.iter().any(|kind| finding.kind.as_str() == kind)
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:20} {:>5} {:>6} {:>5} {:>9} {:>6}",
            "", "hit", "missed", "wrong", "precision", "recall"
        )?;
        for (name, score) in self.rows() {
            let Score { hit, missed, wrong } = score;
            let (precision, recall) = (score.precision(), score.recall());
            writeln!(f, "{name:20} {hit:5} {missed:6} {wrong:5} {precision:9.3} {recall:6.3}")?;
        }
        for line in &self.learned {
            writeln!(f, "{line}")?;
        }
        let [rules, tagger] = self.altered;
        writeln!(
            f,
            "clean messages: {}, altered by a rule {rules}, by the tagger {tagger}",
            self.clean
        )?;
        let [bytes, bare] = self.bytes;
        write!(f, "labelled bytes of ruled kinds: {bytes}, left uncovered {bare}")
    }
}
