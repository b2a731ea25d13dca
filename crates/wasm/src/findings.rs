//! Findings and placeholders as JavaScript sees them.

use hushwire_mask::{Finding, Placeholder};
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
