//! The labelled texts of a data folder.

use std::path::Path;

use serde::Deserialize;

use super::chance::hash;
use crate::Failure;

/// What a stretch of text is labelled as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Person,
    Address,
    Place,
    Group,
    /// Part of an address or not: sets differ.
    Postcode,
    /// Might be anything: a handle, a hash tag.
    Unknown,
    /// Told by a rule, no name.
    Other,
}

/// A stretch of a text, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) label: Label,
}

/// A labelled text.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) text: String,
    pub(crate) spans: Vec<Span>,
    /// The file it came from.
    pub(crate) set: usize,
    /// Whether nothing of a person is in it (places may be).
    pub(crate) clean: bool,
    /// Kept apart for measuring: a fifth, by document where documents are known.
    pub(crate) dev: bool,
    pub(crate) lang: String,
}

#[derive(Deserialize)]
struct Row {
    text: String,
    #[serde(default)]
    spans: Vec<RowSpan>,
    #[serde(default)]
    clean: bool,
    #[serde(default)]
    lang: String,
    doc: Option<String>,
    addr_key: Option<String>,
}

#[derive(Deserialize)]
struct RowSpan {
    start: usize,
    end: usize,
    #[serde(alias = "kind")]
    r#type: String,
}

/// The sets by name, in the order they are read.
pub(crate) const SETS: [&str; 14] = [
    "addr_chat",
    "banking77",
    "btc",
    "de_ler",
    "django_i18n",
    "lhc_ui",
    "logs",
    "meddocan",
    "multidogo",
    "multidogo_clean",
    "restaurants8k",
    "templates-dev",
    "usaddress",
    "wnut17",
];

pub(crate) fn read_all(data: &Path) -> Result<Vec<Text>, Failure> {
    let mut texts = Vec::new();
    for (set, name) in SETS.iter().enumerate() {
        let folder = if *name == "templates-dev" {
            data.to_path_buf()
        } else {
            data.join("ner")
        };
        let lines = load(&folder.join(format!("{name}.jsonl")))?;
        for line in lines.lines() {
            let row: Row =
                serde_json::from_str(line).map_err(|cause| Failure::Promise(format!("{name}.jsonl: {cause}")))?;
            texts.push(text(row, set));
        }
    }
    Ok(texts)
}

pub(crate) fn load(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|cause| Failure::Promise(format!("{}: {cause}", path.display())))
}

fn text(row: Row, set: usize) -> Text {
    let starts: Vec<usize> = row
        .text
        .char_indices()
        .map(|(at, _)| at)
        .chain([row.text.len()])
        .collect();
    let byte = |point: usize| starts.get(point).copied().unwrap_or(row.text.len());
    let mut spans: Vec<Span> = row
        .spans
        .iter()
        .map(|span| Span {
            start: byte(span.start),
            end: byte(span.end),
            label: label(&span.r#type),
        })
        .collect();
    spans.sort_by_key(|span| (span.start, span.end));
    let group = row.doc.or(row.addr_key).unwrap_or_else(|| row.text.to_lowercase());
    Text {
        dev: hash(&group).is_multiple_of(5),
        spans,
        set,
        clean: row.clean,
        lang: row.lang,
        text: row.text,
    }
}

fn label(word: &str) -> Label {
    match word {
        "PERSON" => Label::Person,
        "ADDRESS" => Label::Address,
        "LOCATION" => Label::Place,
        "ORG" => Label::Group,
        "POSTCODE" => Label::Postcode,
        "HANDLE" | "HASHTAG" | "OTHER" => Label::Unknown,
        _ => Label::Other,
    }
}
