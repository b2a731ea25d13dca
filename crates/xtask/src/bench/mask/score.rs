//! One tool's answer against the labels of one set.

use std::collections::BTreeMap;

use super::{
    Answer,
    kinds::{Core, of_tool},
    texts::{Label, Set, Text},
};

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Score {
    pub(crate) hit: usize,
    pub(crate) missed: usize,
    pub(crate) wrong: usize,
}

impl Score {
    /// `None` where nothing was found or nothing was to be found.
    pub(crate) fn precision(self) -> Option<f64> {
        share(self.hit, self.hit + self.wrong)
    }
    pub(crate) fn recall(self) -> Option<f64> {
        share(self.hit, self.hit + self.missed)
    }
    pub(crate) fn f1(self) -> Option<f64> {
        share(2 * self.hit, 2 * self.hit + self.wrong + self.missed)
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) kinds: BTreeMap<Core, Score>,
    pub(crate) all: Score,
    /// Labelled values of every kind, and those of them that whatever was found covers wholly.
    pub(crate) values: usize,
    pub(crate) covered: usize,
    pub(crate) clean: usize,
    pub(crate) altered: usize,
}

/// A hit has the right kind and overlaps; a finding of one of the seven that overlaps no label at all is wrong, and so is
/// one that lies on another of the seven. One on something personal of an eighth kind is neither.
pub(crate) fn outcome(set: &Set, answer: &Answer) -> Outcome {
    let mut outcome = Outcome::default();
    for (text, spans) in set.texts.iter().zip(&answer.spans) {
        let found: Vec<(usize, usize, Option<Core>)> = spans
            .iter()
            .map(|(start, end, word)| (*start, *end, of_tool(&answer.tool, word)))
            .collect();
        outcome.add(set, text, &found);
    }
    outcome
}

impl Outcome {
    fn add(&mut self, set: &Set, text: &Text, found: &[(usize, usize, Option<Core>)]) {
        if text.clean {
            self.clean += 1;
            self.altered += usize::from(!found.is_empty());
        }
        for label in text.labels.iter().filter(|label| !label.optional) {
            self.values += 1;
            let covered = |at: usize| found.iter().any(|(start, end, _)| (*start..*end).contains(&at));
            self.covered += usize::from((label.start..label.end).all(covered));
            if let Some(kind) = label.kind.filter(|kind| set.kinds.contains(kind)) {
                let hit = found.iter().any(|one| one.2 == Some(kind) && overlap(one, label));
                self.count(kind, |score| {
                    *(if hit { &mut score.hit } else { &mut score.missed }) += 1
                });
            }
        }
        for one in found {
            let Some(kind) = one.2.filter(|kind| set.kinds.contains(kind)) else {
                continue;
            };
            let mut under = text.labels.iter().filter(|label| overlap(one, label));
            let excused = |label: &Label| label.kind.is_none_or(|of| of == kind || label.optional);
            if !under.any(excused) {
                self.count(kind, |score| score.wrong += 1);
            }
        }
    }

    fn count(&mut self, kind: Core, step: impl Fn(&mut Score)) {
        step(self.kinds.entry(kind).or_default());
        step(&mut self.all);
    }
}

fn overlap(one: &(usize, usize, Option<Core>), label: &Label) -> bool {
    one.0 < label.end && label.start < one.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(start: usize, end: usize, kind: Option<Core>) -> Label {
        Label {
            start,
            end,
            kind,
            optional: false,
        }
    }

    fn scored(labels: Vec<Label>, found: &[(usize, usize, &str)]) -> Outcome {
        let clean = labels.is_empty();
        let texts = vec![Text {
            text: String::new(),
            labels,
            clean,
        }];
        let set = Set {
            name: String::new(),
            texts,
            kinds: Core::ALL.to_vec(),
        };
        let found = found
            .iter()
            .map(|(start, end, word)| (*start, *end, (*word).to_owned()));
        let answer = Answer {
            tool: "hushwire".to_owned(),
            micros: 0.0,
            one: 0.0,
            spans: vec![found.collect()],
        };
        outcome(&set, &answer)
    }

    #[test]
    fn an_overlapping_finding_of_the_right_kind_is_a_hit_and_of_another_is_wrong() {
        let right = scored(vec![label(3, 9, Some(Core::Card))], &[(4, 9, "credit-card")]);
        assert_eq!(
            right.all,
            Score {
                hit: 1,
                missed: 0,
                wrong: 0
            }
        );
        let other = scored(vec![label(3, 9, Some(Core::Card))], &[(4, 9, "phone")]);
        assert_eq!(
            other.all,
            Score {
                hit: 0,
                missed: 1,
                wrong: 1
            }
        );
    }

    #[test]
    fn a_finding_on_something_personal_of_an_eighth_kind_is_neither_right_nor_wrong() {
        let outcome = scored(vec![label(0, 9, None)], &[(0, 9, "phone")]);
        assert_eq!((outcome.all, outcome.covered), (Score::default(), 1));
    }

    #[test]
    fn a_clean_message_is_altered_by_whatever_is_found_in_it() {
        let outcome = scored(Vec::new(), &[(0, 4, "password")]);
        assert_eq!((outcome.clean, outcome.altered, outcome.all.wrong), (1, 1, 0));
    }
}
