//! Where the texts come from.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::reader::{self, Message};

static CORPUS: LazyLock<Vec<Message>> = LazyLock::new(|| reader::read(&corpus()).unwrap());

/// The folder of the corpus.
pub(crate) fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus")
}

/// What was typed, message by message.
pub(crate) fn messages() -> Vec<&'static str> {
    CORPUS.iter().map(|message| message.text.as_str()).collect()
}

/// What hides, turns, joins, splits or widens other characters.
const ODD: &[char] = &[
    '\u{200b}',
    '\u{200c}',
    '\u{200d}',
    '\u{200e}',
    '\u{200f}',
    '\u{202a}',
    '\u{202e}',
    '\u{2060}',
    '\u{2066}',
    '\u{2069}',
    '\u{feff}',
    '\u{ad}',
    '\u{300}',
    '\u{301}',
    '\u{308}',
    '\u{327}',
    '\u{345}',
    '\u{3099}',
    '\u{94d}',
    '\u{fe0f}',
    '\u{20e3}',
    '\u{1f3fd}',
    '\u{1f600}',
    '\u{1f1e9}',
    '\u{e0041}',
    '\u{a0}',
    '\u{202f}',
    '\u{3000}',
    '\u{85}',
    '\u{2028}',
    '\0',
    '\u{7f}',
    '\u{fffd}',
    '\u{10ffff}',
    '０',
    '９',
    '٤',
    '५',
    '𝟒',
    '②',
    '½',
    'ß',
    'İ',
    'ı',
    'ﬁ',
    'Ǆ',
    'ǅ',
    'а',
    'е',
    'о',
    'р',
    'с',
    'ο',
    'Κ',
    '中',
    'ｶ',
    'ｱ',
    '한',
    '⟦',
    '⟧',
    '«',
    '…',
    '—',
    '[',
    ']',
    '@',
    '.',
    '/',
    ':',
    '-',
    ' ',
    '\n',
    '\t',
    '\r',
    '0',
    '4',
    'x',
];

fn odd() -> impl Strategy<Value = String> {
    prop::collection::vec(select(ODD), 1..4).prop_map(String::from_iter)
}

/// A message of the corpus as it stands.
fn message() -> impl Strategy<Value = String> {
    any::<Index>().prop_map(|index| index.get(&CORPUS).text.clone())
}

/// A message, and then a value of it once more, with nothing that says what it is.
fn repeated() -> impl Strategy<Value = String> {
    (
        any::<Index>(),
        any::<Index>(),
        select(vec![" ", "\n", ". yes, ", " (", "\nso: "]),
    )
        .prop_map(|(one, label, between)| {
            let message = one.get(&CORPUS);
            let value = match message.labels.as_slice() {
                [] => "",
                labels => message.value(label.get(labels)),
            };
            [&message.text, between, value].concat()
        })
}

/// A message with odd characters right where a value begins or ends.
fn bordered() -> impl Strategy<Value = String> {
    (any::<Index>(), any::<Index>(), any::<bool>(), odd()).prop_map(|(one, label, first, odd)| {
        let message = one.get(&CORPUS);
        let mut text = message.text.clone();
        if !message.labels.is_empty() {
            let label = label.get(&message.labels);
            text.insert_str(if first { label.start } else { label.end }, &odd);
        }
        text
    })
}

/// Messages one after another, cut anywhere, with odd characters put in.
fn spliced() -> impl Strategy<Value = String> {
    let cuts = prop::collection::vec((any::<Index>(), odd()), 0..5);
    (prop::collection::vec(message(), 1..3), cuts, any::<bool>()).prop_map(|(messages, cuts, keep)| {
        let mut chars: Vec<char> = messages.join(if keep { "\n" } else { "" }).chars().collect();
        for (index, odd) in cuts {
            let at = index.index(chars.len() + 1);
            chars.splice(at..at, odd.chars());
        }
        chars.into_iter().collect()
    })
}

/// Bytes of any sort, read as well as they can be.
fn bytes() -> impl Strategy<Value = String> {
    prop::collection::vec(any::<u8>(), 0..200).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// A message of the corpus, and a value that is labelled in it.
pub(crate) fn labelled() -> impl Strategy<Value = (String, String)> {
    let of = |message: &Message| {
        let text = message.text.clone();
        let values = message.labels.iter().map(|label| message.value(label).to_owned());
        values.map(move |value| (text.clone(), value)).collect::<Vec<_>>()
    };
    let valued: Vec<(String, String)> = CORPUS.iter().flat_map(of).collect();
    select(valued)
}

/// Every spring.
pub(crate) fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => message(),
        5 => spliced(),
        2 => repeated(),
        3 => bordered(),
        1 => bytes(),
        1 => prop::collection::vec(any::<char>(), 0..80).prop_map(String::from_iter),
        1 => prop::collection::vec(prop_oneof![odd(), "[0-9]{1,6}", "[a-z]{1,6}"], 0..30).prop_map(|parts| parts.concat()),
    ]
}
