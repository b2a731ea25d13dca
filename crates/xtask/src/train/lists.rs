//! The word lists of the tables: which given names, surnames, street words and places are worth their bits.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hushwire_mask::tagger::training::{Lists, tokenise, word_hash};
use serde_json::Value;

use super::read::{Text, load};
use super::world::World;
use crate::Failure;

/// How many words each list holds at most.
const MOST: [usize; 4] = [7800, 4500, 1700, 1900];

pub(crate) fn gather(data: &Path, world: &World, texts: &[Text]) -> Result<Lists, Failure> {
    let common = common(texts);
    let lists = data.join("lists");
    let mut all = Lists::default();
    let mut given: BTreeMap<String, f32> = BTreeMap::new();
    let mut surnames: BTreeMap<String, f32> = BTreeMap::new();
    for land in world.lands.values() {
        vote(&mut given, &land.given, 1.0);
        vote(&mut surnames, &land.surnames, 1.0);
    }
    for file in ["us_census_male_first.tsv", "us_census_female_first.tsv"] {
        vote_ranked(&mut given, &load(&lists.join(file))?, 1000.0);
    }
    vote_ranked(&mut surnames, &load(&lists.join("us_census_last.tsv"))?, 4000.0);
    vote_lines(&mut given, &load(&lists.join("libpostal_given_names.txt"))?, 0.6);
    vote_lines(&mut surnames, &load(&lists.join("libpostal_surnames.txt"))?, 0.6);
    fill(&mut all, 0, given, &common);
    fill(&mut all, 1, surnames, &common);
    let words: BTreeMap<String, BTreeMap<String, Vec<String>>> =
        serde_json::from_str(&load(&lists.join("libpostal_street_words.json"))?)
            .map_err(|cause| Failure::Promise(format!("libpostal_street_words.json: {cause}")))?;
    let mut streets: BTreeMap<String, f32> = BTreeMap::new();
    for (lang, sections) in &words {
        // Languages that there are phrases of come first.
        let own = if world.lands.contains_key(lang) { 2.0 } else { 1.0 };
        for line in sections.get("street_types").into_iter().flatten() {
            for (nth, word) in line.split('|').enumerate() {
                let weight = if nth == 0 { own } else { own * 0.9 };
                vote(&mut streets, &[word.to_owned()], weight);
            }
        }
    }
    streets.retain(|word, _| {
        word.chars().count() > 1
            && ![
                "in", "a", "al", "an", "la", "el", "de", "do", "us", "no", "bis", "top", "to", "le",
            ]
            .contains(&word.as_str())
    });
    fill(&mut all, 2, streets, &BTreeSet::new());
    let mut places: BTreeMap<String, f32> = BTreeMap::new();
    for (rank, line) in load(&lists.join("geonames_cities_50k.tsv"))?
        .lines()
        .take(4000)
        .enumerate()
    {
        let name = line.split('\t').next().unwrap_or("");
        vote(&mut places, &[name.to_owned()], 2.0 - rank as f32 / 4000.0);
    }
    let locales: BTreeMap<String, Value> = serde_json::from_str(&load(&lists.join("faker_locales.json"))?)
        .map_err(|cause| Failure::Promise(format!("faker_locales.json: {cause}")))?;
    for locale in locales.values() {
        let states: Vec<String> = locale
            .get("state")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        vote(&mut places, &states, 0.5);
    }
    fill(&mut all, 3, places, &common);
    Ok(all)
}

/// Words that people write in lower case where nobody is named.
fn common(texts: &[Text]) -> BTreeSet<u32> {
    let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
    let mut tokens = Vec::new();
    for text in texts.iter().filter(|text| text.clean && !text.dev) {
        tokenise(&text.text, &[], &mut tokens);
        for token in tokens.iter().filter(|token| token.shape == 18) {
            *seen.entry(token.hash).or_default() += 1;
        }
    }
    seen.into_iter()
        .filter(|(_, many)| *many >= 3)
        .map(|(hash, _)| hash)
        .collect()
}

/// Single words only: a name of two is two names.
fn vote(votes: &mut BTreeMap<String, f32>, names: &[String], weight: f32) {
    let single: BTreeSet<String> = names
        .iter()
        .map(|name| name.to_lowercase())
        .filter(|name| !name.contains(|c: char| c.is_whitespace() || "-.'’()".contains(c)) && !name.is_empty())
        .collect();
    for name in single {
        *votes.entry(name).or_default() += weight;
    }
}

fn vote_ranked(votes: &mut BTreeMap<String, f32>, lines: &str, half: f32) {
    for (rank, line) in lines.lines().enumerate() {
        let name = line.split('\t').next().unwrap_or("").to_owned();
        vote(votes, &[name], 2.0 * half / (half + rank as f32));
    }
}

fn vote_lines(votes: &mut BTreeMap<String, f32>, lines: &str, weight: f32) {
    vote(votes, &lines.lines().map(str::to_owned).collect::<Vec<_>>(), weight);
}

fn fill(lists: &mut Lists, list: usize, votes: BTreeMap<String, f32>, common: &BTreeSet<u32>) {
    let mut ranked: Vec<(f32, String)> = votes.into_iter().map(|(name, votes)| (votes, name)).collect();
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    let mut left = MOST.get(list).copied().unwrap_or(0);
    for (_, name) in ranked {
        let hash = word_hash(&name);
        // A list is asked word by word; Chinese characters are words.
        let short = name.chars().count() < 2 && name.is_ascii();
        if left > 0 && !short && !common.contains(&hash) {
            lists.insert(list, hash);
            left -= 1;
        }
    }
}
