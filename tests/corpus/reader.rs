//! Reads the corpus: one message a line, labels in the text itself, so that nobody counts offsets.
//!
//! `README.md` beside this file says what the marks mean. Only the standard library is used: the regression test, the
//! bench and the fuzz seeds each take this file in as a module of their own.

use std::fs;
use std::path::Path;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// The language: the file's name.
    pub(crate) lang: String,
    /// The line of the file it stands on, from 1.
    pub(crate) line: usize,
    /// What was typed, without marks.
    pub(crate) text: String,
    /// What is personal in it, left to right.
    pub(crate) labels: Vec<Label>,
}

/// A labelled span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// The kind, in the words of the masker; where people differ, the others that are as right follow it.
    pub(crate) kinds: Vec<String>,
    /// Whose check the number passes, where the corpus claims one.
    pub(crate) scheme: Option<String>,
    /// Whether finding it is as right as leaving it alone.
    pub(crate) optional: bool,
}

impl Label {
    /// The kind that it is counted under.
    pub(crate) fn kind(&self) -> &str {
        self.kinds.first().map_or("", String::as_str)
    }
}

impl Message {
    /// Nothing personal in it, not even arguably: it must stay as it is.
    pub(crate) fn is_clean(&self) -> bool {
        self.labels.is_empty()
    }

    /// Where it stands, for a person to look.
    pub(crate) fn place(&self) -> String {
        format!("{}.txt:{}", self.lang, self.line)
    }

    /// The labelled value.
    pub(crate) fn value(&self, label: &Label) -> &str {
        self.text.get(label.start..label.end).unwrap_or("")
    }
}

const OPEN: char = '⟦';
const CLOSE: char = '⟧';
const LINE_END: &str = "⏎";

/// All messages of a folder, file by file in order of name.
///
/// # Errors
/// A sentence with file and line: unreadable, unclosed mark, mark without kind or value.
pub(crate) fn read(folder: &Path) -> Result<Vec<Message>, String> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .map_err(|cause| format!("{}: {cause}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| is_language_file(path))
        .collect();
    files.sort();
    let mut messages = Vec::new();
    for path in files {
        let lang = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        let lines = fs::read_to_string(&path).map_err(|cause| format!("{}: {cause}", path.display()))?;
        for (at, line) in lines.lines().enumerate() {
            if line.is_empty() || line.starts_with("# ") {
                continue;
            }
            let (text, labels) = unmark(line).map_err(|cause| format!("{lang}.txt:{}: {cause}", at + 1))?;
            messages.push(Message {
                lang: lang.clone(),
                line: at + 1,
                text,
                labels,
            });
        }
    }
    Ok(messages)
}

/// `en.txt` and its like; `known-misses.txt` is none.
fn is_language_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "txt") && path.file_stem().is_some_and(|stem| stem.len() == 2)
}

/// A line as written, as text and labels.
///
/// # Errors
/// A sentence about the first mark that is not well-formed.
pub(crate) fn unmark(line: &str) -> Result<(String, Vec<Label>), String> {
    let line = line.replace(LINE_END, "\n");
    let (mut text, mut labels) = (String::with_capacity(line.len()), Vec::new());
    let mut rest = line.as_str();
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (inside, after) = after.split_once(CLOSE).ok_or("a mark is not closed")?;
        let (name, value) = inside.split_once(' ').ok_or("a mark without a value")?;
        let (name, optional) = name.strip_suffix('?').map_or((name, false), |name| (name, true));
        let (kind, scheme) = name
            .split_once(':')
            .map_or((name, None), |(kind, scheme)| (kind, Some(scheme)));
        let kinds: Vec<String> = kind.split('|').map(str::to_owned).collect();
        if kinds.contains(&String::new()) || value.is_empty() || value.contains(OPEN) || before.contains(CLOSE) {
            return Err("a mark is not well-formed".to_owned());
        }
        text.push_str(before);
        labels.push(Label {
            start: text.len(),
            end: text.len() + value.len(),
            kinds,
            scheme: scheme.map(str::to_owned),
            optional,
        });
        text.push_str(value);
        rest = after;
    }
    if rest.contains(CLOSE) {
        return Err("a mark is closed that was not opened".to_owned());
    }
    text.push_str(rest);
    Ok((text, labels))
}
