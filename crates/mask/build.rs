//! Packs the cue words and the schemes of identifiers: what ships has no comments, no repetition and no order to keep.
//!
//! The sources are `src/cues/table.rs` and `src/detect/ids/*.tsv`; the reader is `src/cues/mod.rs`.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

#[allow(dead_code, clippy::all)]
#[path = "src/cues/cue.rs"]
mod cue;
#[allow(dead_code, clippy::all)]
#[path = "src/text/fold.rs"]
mod fold;
#[path = "src/cues/table.rs"]
mod table;

use cue::{Cue, DIGITS_FROM, SAME, SCHEMES_FROM, SHARED_FROM};

/// The tables of schemes, in the order in which their lines are numbered.
const REGIONS: [&str; 4] = ["europe_west", "europe_east", "americas", "asia_africa"];
/// Columns of such a table; the last one holds the labels.
const COLUMNS: usize = 7;

fn main() -> Result<(), Box<dyn Error>> {
    let out = std::env::var("OUT_DIR")?;
    let out = Path::new(&out);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/cues");
    println!("cargo::rerun-if-changed=src/text/fold.rs");
    println!("cargo::rerun-if-changed=src/detect/ids");
    let mut entries = BTreeSet::new();
    for &(cue, lines) in table::TABLE {
        for line in lines.lines() {
            let words = line.split_once(':').map_or(line, |(_, words)| words);
            add(&mut entries, words.split(','), cue as u8);
        }
    }
    for (digit, words) in (DIGITS_FROM..).zip(table::DIGITS) {
        add(&mut entries, words.split(' '), digit);
    }
    let mut schemes = String::new();
    let mut nth = SCHEMES_FROM;
    for region in REGIONS {
        let file = format!("src/detect/ids/{region}.tsv");
        for line in std::fs::read_to_string(&file)?
            .lines()
            .filter(|line| !line.starts_with('#'))
        {
            let columns: Vec<&str> = line.split('\t').collect();
            let [.., labels] = columns.as_slice() else { continue };
            if columns.len() != COLUMNS {
                return Err(format!("{file}: {} columns, not {COLUMNS}: {line}", columns.len()).into());
            }
            add(&mut entries, labels.split(','), nth);
            if !schemes.is_empty() {
                schemes.push('\n');
            }
            schemes.push_str(&columns[..COLUMNS - 1].join("\t"));
            nth = nth.checked_add(1).ok_or("more schemes than a byte can number")?;
        }
    }
    if Cue::ALL.len() > usize::from(DIGITS_FROM) {
        return Err("more cues than DIGITS_FROM leaves room for".into());
    }
    std::fs::write(out.join("schemes.tsv"), schemes)?;
    pack(out, &entries)
}

type Entries = BTreeSet<(Vec<u8>, u8)>;

/// German and Nordic words are typed with ü, ue or u.
fn add<'w>(entries: &mut Entries, phrases: impl Iterator<Item = &'w str>, value: u8) {
    for phrase in phrases {
        entries.extend(plain(phrase).map(|plain| (plain, value)));
        if phrase.contains(['ä', 'ö', 'ü', 'ß', 'å', 'ø']) {
            let spelled = phrase.replace('ä', "ae").replace(['ö', 'ø'], "oe").replace('ü', "ue");
            let spelled = spelled.replace('ß', "ss").replace('å', "aa");
            entries.extend(plain(&spelled).map(|plain| (plain, value)));
        }
    }
}

/// The words as the masker sees them, one blank between; `None` where they are written without blanks or are no words.
fn plain(phrase: &str) -> Option<Vec<u8>> {
    let mut words: Vec<u8> = Vec::new();
    let mut open = false;
    for c in phrase.chars() {
        match fold::fold(c).to_ascii_lowercase() {
            fold::DROP => {}
            fold::UNSPACED => return None,
            b'*' => words.push(b'*'),
            b if b.is_ascii_alphanumeric() || b >= fold::LETTER => {
                if !open && !words.is_empty() {
                    words.push(b' ');
                }
                open = true;
                words.push(b);
            }
            _ => open = false,
        }
    }
    (!words.is_empty()).then_some(words)
}

fn pack(out: &Path, entries: &Entries) -> Result<(), Box<dyn Error>> {
    let (mut shared, mut endings, mut values) = (Vec::new(), Vec::new(), Vec::new());
    let mut before: &[u8] = &[];
    for (phrase, value) in entries {
        values.push(*value);
        if before == phrase.as_slice() {
            shared.push(SAME);
            continue;
        }
        let same = phrase.iter().zip(before).take_while(|(a, b)| a == b).count();
        let same = same.min(usize::from(SAME - SHARED_FROM) - 1);
        shared.push(SHARED_FROM + same as u8);
        endings.extend(phrase.iter().skip(same));
        endings.push(b'\n');
        before = phrase;
    }
    std::fs::write(out.join("cues.shared"), shared)?;
    std::fs::write(out.join("cues.endings"), endings)?;
    std::fs::write(out.join("cues.values"), values)?;
    Ok(())
}
