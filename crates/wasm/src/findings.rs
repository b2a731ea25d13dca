//! Findings and placeholders as JavaScript sees them.

use hushwire_mask::{Explanation, Finding, Placeholder};
use serde::Serialize;

use crate::text::Utf16;

#[derive(Serialize)]
pub(crate) struct JsFinding {
    start: usize,
    end: usize,
    kind: &'static str,
    score: f32,
    action: &'static str,
    country: Option<&'static str>,
    scheme: Option<&'static str>,
}

/// One thing that a rule saw.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct JsExplanation {
    start: usize,
    end: usize,
    kind: &'static str,
    score: f32,
    action: &'static str,
    country: Option<&'static str>,
    scheme: Option<&'static str>,
    rule: &'static str,
    verdict: &'static str,
    threshold: f32,
    cue_start: Option<usize>,
    cue_end: Option<usize>,
    checksum: Option<bool>,
    custom: Option<String>,
}

/// Explanations may overlap, and their cues stand anywhere: each offset is counted from the beginning.
pub(crate) fn explanations(text: &str, explained: Vec<Explanation>) -> Vec<JsExplanation> {
    let unit = |byte: usize| Utf16::new(text).at(byte);
    let convert = |one: Explanation| JsExplanation {
        start: unit(one.finding.start),
        end: unit(one.finding.end),
        kind: one.finding.kind.as_str(),
        score: one.finding.score,
        action: one.finding.action.as_str(),
        country: one.finding.country,
        scheme: one.finding.scheme,
        rule: one.rule,
        verdict: one.verdict.as_str(),
        threshold: one.threshold,
        cue_start: one.cue.map(|(start, _)| unit(start)),
        cue_end: one.cue.map(|(_, end)| unit(end)),
        checksum: one.checksum,
        custom: one.custom,
    };
    explained.into_iter().map(convert).collect()
}

#[derive(Serialize)]
pub(crate) struct JsPlaceholder {
    kind: &'static str,
    start: usize,
    end: usize,
}

/// `findings` are sorted and do not overlap, as the masker gives them.
pub(crate) fn findings(text: &str, findings: &[Finding]) -> Vec<JsFinding> {
    let mut utf16 = Utf16::new(text);
    let convert = |finding: &Finding| JsFinding {
        start: utf16.at(finding.start),
        end: utf16.at(finding.end),
        kind: finding.kind.as_str(),
        score: finding.score,
        action: finding.action.as_str(),
        country: finding.country,
        scheme: finding.scheme,
    };
    findings.iter().map(convert).collect()
}

pub(crate) fn placeholders(text: &str, placeholders: &[Placeholder]) -> Vec<JsPlaceholder> {
    let mut utf16 = Utf16::new(text);
    let convert = |placeholder: &Placeholder| JsPlaceholder {
        kind: placeholder.kind.as_str(),
        start: utf16.at(placeholder.start),
        end: utf16.at(placeholder.end),
    };
    placeholders.iter().map(convert).collect()
}
