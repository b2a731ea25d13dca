//! What the masker owes to any bytes at all. `crates/mask/tests/seeds.rs` takes this file in, too, and runs the laws over
//! the whole corpus.

use std::sync::LazyLock;

use hushwire_mask::{
    Action, Direction, Explanation, Finding, Kind, Masker, Policy, Stream, Vault, Verdict, placeholders,
};

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

    let (head, tail) = data.split_at(data.len() / 3);
    assert!(
        streamed(&[head, tail]) == streamed(&[data]),
        "where a text is cut changes nothing"
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

fn streamed(pieces: &[&[u8]]) -> Vec<u8> {
    let (mut vault, mut out) = (Vault::default(), Vec::new());
    let mut stream = Stream::new(&MASKER, Direction::ToDesk);
    for piece in pieces {
        stream
            .push(piece, &mut vault, &mut out)
            .expect("nothing is blocked by default");
    }
    stream
        .finish(&mut vault, &mut out)
        .expect("nothing is blocked by default");
    out
}
