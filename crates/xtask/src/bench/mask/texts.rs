//! The texts: our corpus, and any folder of labelled rows `{text, spans: [{start, end, type | kind}], clean?}` with
//! offsets in code points.

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use serde::Deserialize;

use super::kinds::{Core, of_label};
use crate::{
    Failure,
    house::{House, files_under, read},
};

#[allow(dead_code, reason = "the corpus' own test uses the rest of it")]
#[path = "../../../../../tests/corpus/reader.rs"]
mod reader;

/// A file of data is thinned to about so many rows, evenly: the slowest tool needs milliseconds for each.
const ENOUGH: usize = 1000;

/// Texts that are counted together.
pub(crate) struct Set {
    pub(crate) name: String,
    pub(crate) texts: Vec<Text>,
    /// What is labelled wherever it occurs; a set in which nobody marked telephone numbers says nothing about them.
    pub(crate) kinds: Vec<Core>,
}

pub(crate) struct Text {
    pub(crate) text: String,
    pub(crate) labels: Vec<Label>,
    pub(crate) clean: bool,
}

pub(crate) struct Label {
    /// Code points, end exclusive.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// `None`: something else that is personal.
    pub(crate) kind: Option<Core>,
    /// Finding it is as right as leaving it alone.
    pub(crate) optional: bool,
}

pub(crate) fn load(house: &House, data: Option<&Utf8Path>) -> Result<(Vec<Set>, String), Failure> {
    let mut sets = vec![corpus(&house.root.join("tests/corpus"))?];
    if let Some(data) = data {
        let mut files = files_under(data)?;
        files.retain(|file| file.extension() == Some("jsonl"));
        for file in files {
            sets.extend(rows(&file)?);
        }
    }
    let count: usize = sets.iter().map(|set| set.texts.len()).sum();
    Ok((sets, format!("{count} messages")))
}

fn corpus(folder: &Utf8Path) -> Result<Set, Failure> {
    let messages = reader::read(folder.as_std_path()).map_err(Failure::Tree)?;
    let text = |message: reader::Message| {
        let at = |byte: usize| {
            message
                .text
                .char_indices()
                .take_while(|(start, _)| *start < byte)
                .count()
        };
        let labels = message.labels.iter().map(|label| {
            let ssn = label.scheme.as_deref() == Some("us-ssn");
            Label {
                start: at(label.start),
                end: at(label.end),
                kind: of_label(if ssn { "ssn" } else { label.kind() }),
                optional: label.optional,
            }
        });
        Text {
            labels: labels.collect(),
            clean: message.is_clean(),
            text: message.text.clone(),
        }
    };
    Ok(Set {
        name: "our corpus".to_owned(),
        texts: messages.into_iter().map(text).collect(),
        kinds: Core::ALL.to_vec(),
    })
}

#[derive(Deserialize)]
struct Row {
    text: String,
    #[serde(default)]
    spans: Vec<Span>,
    #[serde(default)]
    clean: bool,
}

#[derive(Deserialize)]
struct Span {
    start: usize,
    end: usize,
    #[serde(rename = "type", alias = "kind")]
    kind: String,
}

/// One file as one set; none if it has nothing that is measured here.
fn rows(file: &Utf8PathBuf) -> Result<Option<Set>, Failure> {
    let lines = read(file)?;
    let rows: Vec<Row> = lines
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()
        .map_err(|cause| Failure::Promise(format!("{}: {cause}", file.file_name().unwrap_or_default())))?;
    let mut kinds: Vec<Core> = rows
        .iter()
        .flat_map(|row| &row.spans)
        .filter_map(|span| of_label(&span.kind))
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    let every = rows.len().div_ceil(ENOUGH).max(1);
    let texts: Vec<Text> = rows.into_iter().step_by(every).map(text).collect();
    let measured = !kinds.is_empty() || texts.iter().any(|text| text.clean);
    Ok(measured.then(|| Set {
        name: file.file_stem().unwrap_or_default().to_owned(),
        texts,
        kinds,
    }))
}

fn text(row: Row) -> Text {
    let label = |span: &Span| Label {
        start: span.start,
        end: span.end,
        kind: of_label(&span.kind),
        optional: false,
    };
    Text {
        labels: row.spans.iter().map(label).collect(),
        clean: row.clean,
        text: row.text,
    }
}
