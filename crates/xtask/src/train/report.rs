//! What freshly trained tables reach on the texts that were kept apart.

use hushwire_mask::{Direction, Kind, Masker, Policy};

use super::read::{Label, SETS, Text};
use crate::Failure;

#[derive(Default)]
struct Score {
    hit: usize,
    missed: usize,
    wrong: usize,
}

/// Prints person and address scores, set by set, and how many clean messages were altered by names.
pub(crate) fn report(tables: &[u8], texts: &[Text], without: &[String]) -> Result<(), Failure> {
    let masker = Masker::new(Policy::default())
        .with_names(tables)
        .map_err(|cause| Failure::Promise(cause.to_string()))?;
    let quiet = Masker::new(Policy::default()).without_names();
    println!(
        "{:18} {:>28} {:>28}  clean altered",
        "set", "person P / R / F1", "address P / R / F1"
    );
    for (set, name) in SETS.iter().enumerate() {
        let out = without.iter().any(|one| one == name);
        let mut scores = [Score::default(), Score::default()];
        let (mut clean, mut altered) = (0, 0);
        for text in texts.iter().filter(|text| text.set == set && (text.dev || out)) {
            let findings = masker.scan(&text.text, Direction::ToDesk);
            if text.clean {
                clean += 1;
                let named = |kind| matches!(kind, Kind::Person | Kind::Address | Kind::Location);
                altered += usize::from(
                    findings.iter().any(|one| named(one.kind)) && quiet.scan(&text.text, Direction::ToDesk).is_empty(),
                );
            }
            for ((kind, label), score) in [(Kind::Person, Label::Person), (Kind::Address, Label::Address)]
                .into_iter()
                .zip(&mut scores)
            {
                let wanted = text.spans.iter().filter(|span| span.label == label);
                let found = || findings.iter().filter(|one| one.kind == kind);
                for span in wanted.clone() {
                    if found().any(|one| one.start < span.end && span.start < one.end) {
                        score.hit += 1;
                    } else {
                        score.missed += 1;
                    }
                }
                score.wrong += found()
                    .filter(|one| !wanted.clone().any(|span| one.start < span.end && span.start < one.end))
                    .count();
            }
        }
        let told = scores.map(|score| {
            let precision = score.hit as f64 / (score.hit + score.wrong).max(1) as f64;
            let recall = score.hit as f64 / (score.hit + score.missed).max(1) as f64;
            let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
            if score.hit + score.missed == 0 {
                format!("({} wrong)", score.wrong)
            } else {
                format!("{precision:.3} / {recall:.3} / {f1:.3}")
            }
        });
        println!(
            "{name:18} {:>28} {:>28}  {altered} of {clean} ({:.2} %)",
            told[0],
            told[1],
            100.0 * altered as f64 / clean.max(1) as f64
        );
    }
    Ok(())
}
