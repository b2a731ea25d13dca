//! What the masker owes to any bytes at all. Called by the fuzz target, and by an ordinary test with the seeds.

use std::sync::LazyLock;

use hushwire_mask::{Action, Direction, Explanation, Finding, Kind, Masker, Policy, Vault, Verdict, placeholders};

static MASKER: LazyLock<Masker> = LazyLock::new(|| Masker::new(Policy::default()));
static BLOCKER: LazyLock<Masker> = LazyLock::new(|| {
    let block = |policy: Policy, kind| policy.with_rule(kind, Some(Direction::ToDesk), Action::Block);
    Masker::new(Kind::ALL.into_iter().fold(Policy::default(), block))
});

/// Panics if a law is broken.
pub(crate) fn hold(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let found = MASKER.scan(&text, Direction::ToDesk);
    spans_are_sound(&text, &found);

    let told = MASKER.explain(&text, Direction::ToDesk);
    let masked = told.iter().filter(|one| one.verdict == Verdict::Masked);
    let masked: Vec<&Finding> = masked.map(|Explanation { finding, .. }| finding).collect();
    assert_eq!(
        masked,
        found.iter().collect::<Vec<_>>(),
        "what is explained as masked is what is found"
    );

    let mut vault = Vault::default();
    let sent = MASKER
        .mask(&text, Direction::ToDesk, &mut vault)
        .expect("nothing is blocked by default");
    assert_eq!(sent.findings, found, "masking finds what scanning finds");
    assert_eq!(
        placeholders(&sent.text),
        sent.placeholders,
        "placeholders lie where they are said to lie"
    );
    assert!(vault.len() <= found.len(), "the vault holds no more than was found");

    let again = MASKER.mask(&sent.text, Direction::ToDesk, &mut Vault::default());
    let again = again.expect("nothing is blocked by default");
    assert!(
        again.text == sent.text && again.findings.is_empty(),
        "masking what is masked changes nothing"
    );

    let mut empty = Vault::default();
    let blocked = BLOCKER.mask(&text, Direction::ToDesk, &mut empty).is_err();
    assert!(
        blocked != found.is_empty() && empty.is_empty(),
        "what is found is blocked and leaves no trace"
    );
}

fn spans_are_sound(text: &str, found: &[Finding]) {
    let mut end = 0;
    for finding in found {
        assert!(
            finding.start >= end && finding.start < finding.end,
            "in order, apart, not empty"
        );
        assert!(
            text.get(finding.start..finding.end).is_some(),
            "on borders of characters"
        );
        assert!(finding.score > 0.0 && finding.score <= 1.0, "a score is a share");
        end = finding.end;
    }
}
