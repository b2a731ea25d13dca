//! Who lives where: names, towns and streets by language, from the lists of the data folder and the phrases of this one.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::chance::Dice;
use super::draft::Draft;
use super::read::{Label, load};
use crate::Failure;

/// What one language's people are called and how they write; phrases are those of `phrases/*.txt`.
#[derive(Debug, Default)]
pub(crate) struct Land {
    pub(crate) given: Vec<String>,
    pub(crate) surnames: Vec<String>,
    pub(crate) cities: Vec<String>,
    pub(crate) streets: Vec<String>,
    /// Phrases by section: say, clean, street, address, zip, org.
    pub(crate) phrases: BTreeMap<String, Vec<String>>,
}

/// All of them.
#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) lands: BTreeMap<String, Land>,
    /// Languages written in Latin letters, whose names turn up in each other's texts.
    latin: Vec<String>,
}

/// The phrases, one file a language.
static PHRASES: &[(&str, &str, &[&str], &[&str])] = &[
    // language, phrases, locales of the lists, countries of the towns
    (
        "en",
        include_str!("phrases/en.txt"),
        &[
            "en", "en_US", "en_GB", "en_IN", "en_AU", "en_NG", "en_GH", "en_ZA", "en_HK",
        ],
        &["US", "GB", "CA", "AU", "IE", "NZ", "IN", "ZA", "NG"],
    ),
    (
        "de",
        include_str!("phrases/de.txt"),
        &["de", "de_CH"],
        &["DE", "AT", "CH"],
    ),
    (
        "es",
        include_str!("phrases/es.txt"),
        &["es", "es_MX"],
        &["ES", "MX", "AR", "CO", "CL", "PE"],
    ),
    (
        "fr",
        include_str!("phrases/fr.txt"),
        &["fr", "fr_BE", "fr_CH"],
        &["FR", "BE"],
    ),
    ("it", include_str!("phrases/it.txt"), &["it"], &["IT"]),
    ("pt", include_str!("phrases/pt.txt"), &["pt_BR", "pt_PT"], &["PT", "BR"]),
    ("nl", include_str!("phrases/nl.txt"), &["nl", "nl_BE"], &["NL"]),
    ("pl", include_str!("phrases/pl.txt"), &["pl"], &["PL"]),
    ("sv", include_str!("phrases/sv.txt"), &["sv"], &["SE"]),
    ("da", include_str!("phrases/da.txt"), &["da"], &["DK"]),
    ("nb", include_str!("phrases/nb.txt"), &["nb_NO"], &["NO"]),
    ("fi", include_str!("phrases/fi.txt"), &["fi"], &["FI"]),
    ("tr", include_str!("phrases/tr.txt"), &["tr"], &["TR"]),
    ("cs", include_str!("phrases/cs.txt"), &["cs_CZ", "sk"], &["CZ", "SK"]),
    ("hu", include_str!("phrases/hu.txt"), &["hu"], &["HU"]),
    ("ro", include_str!("phrases/ro.txt"), &["ro"], &["RO"]),
    (
        "hr",
        include_str!("phrases/hr.txt"),
        &["hr", "sr_RS_latin", "sl_SI"],
        &["HR", "SI"],
    ),
    ("ru", include_str!("phrases/ru.txt"), &["ru"], &[]),
    ("uk", include_str!("phrases/uk.txt"), &["uk"], &[]),
    ("el", include_str!("phrases/el.txt"), &["el"], &[]),
    ("ar", include_str!("phrases/ar.txt"), &["ar"], &[]),
    ("he", include_str!("phrases/he.txt"), &["he"], &[]),
    ("hi", include_str!("phrases/hi.txt"), &[], &[]),
    ("ja", include_str!("phrases/ja.txt"), &["ja"], &[]),
    ("zh", include_str!("phrases/zh.txt"), &["zh_CN", "zh_TW"], &[]),
    ("ko", include_str!("phrases/ko.txt"), &["ko"], &[]),
    ("vi", include_str!("phrases/vi.txt"), &["vi"], &[]),
    ("id", include_str!("phrases/id.txt"), &["id_ID"], &["ID"]),
];

impl World {
    pub(crate) fn open(data: &Path) -> Result<Self, Failure> {
        let lists = data.join("lists");
        let locales: BTreeMap<String, Value> = serde_json::from_str(&load(&lists.join("faker_locales.json"))?)
            .map_err(|cause| Failure::Promise(format!("faker_locales.json: {cause}")))?;
        let towns = load(&lists.join("geonames_cities_50k.tsv"))?;
        let mut world = Self::default();
        for (lang, phrases, from, countries) in PHRASES {
            let mut land = Land::default();
            for locale in from.iter().filter_map(|locale| locales.get(*locale)) {
                strings(locale.get("first_name"), &mut land.given);
                strings(locale.get("last_name"), &mut land.surnames);
                strings(locale.get("city_name"), &mut land.cities);
                strings(locale.get("street_name"), &mut land.streets);
            }
            for town in towns.lines() {
                let mut cells = town.split('\t');
                if let (Some(name), Some(country)) = (cells.next(), cells.next())
                    && countries.contains(&country)
                {
                    land.cities.push(name.to_owned());
                }
            }
            read_phrases(phrases, &mut land)?;
            if *lang == "en" {
                for file in ["us_census_male_first.tsv", "us_census_female_first.tsv"] {
                    census(&load(&lists.join(file))?, 600, &mut land.given);
                }
                census(&load(&lists.join("us_census_last.tsv"))?, 3000, &mut land.surnames);
            }
            for list in [&mut land.given, &mut land.surnames, &mut land.cities, &mut land.streets] {
                list.sort();
                list.dedup();
            }
            let is_latin = land.given.first().is_some_and(|name| name.is_ascii());
            if is_latin {
                world.latin.push((*lang).to_owned());
            }
            world.lands.insert((*lang).to_owned(), land);
        }
        Ok(world)
    }

    /// Some language in Latin letters.
    pub(crate) fn any(&self, dice: &mut Dice) -> &str {
        dice.pick(&self.latin).map_or("en", String::as_str)
    }

    fn land(&self, lang: &str) -> Option<&Land> {
        self.lands.get(lang).or_else(|| self.lands.get("en"))
    }

    pub(crate) fn given(&self, lang: &str, dice: &mut Dice) -> String {
        self.land(lang)
            .and_then(|land| dice.pick(&land.given))
            .cloned()
            .unwrap_or_default()
    }

    pub(crate) fn surname(&self, lang: &str, dice: &mut Dice) -> String {
        self.land(lang)
            .and_then(|land| dice.pick(&land.surnames))
            .cloned()
            .unwrap_or_default()
    }

    /// A phrase of a section with everything filled in.
    pub(crate) fn phrase(&self, lang: &str, section: &str, dice: &mut Dice) -> Option<Draft> {
        let land = self.lands.get(lang)?;
        let phrase = dice.pick(land.phrases.get(section)?)?;
        let mut draft = Draft::default();
        self.fill(phrase, lang, None, dice, &mut draft);
        Some(draft)
    }

    /// Fills a phrase in: `(a|b)` one of them, `#` a digit, `{…}` a name, a town, a street.
    fn fill(&self, phrase: &str, lang: &str, label: Option<Label>, dice: &mut Dice, draft: &mut Draft) {
        let mut rest = phrase;
        while let Some(c) = rest.chars().next() {
            let next = rest.get(c.len_utf8()..).unwrap_or("");
            match c {
                '(' if next.contains(')') => {
                    let (inside, after) = closing(next);
                    let choices = split(inside);
                    if let Some(choice) = dice.pick(&choices) {
                        self.fill(choice, lang, label, dice, draft);
                    }
                    rest = after;
                    continue;
                }
                '{' => {
                    let (inside, after) = next.split_once('}').unwrap_or((next, ""));
                    self.hole(inside, lang, label, dice, draft);
                    rest = after;
                    continue;
                }
                '#' => draft.push(&char::from(b'0' + dice.below(10) as u8).to_string(), None),
                _ => draft.text.push(c),
            }
            rest = next;
        }
    }

    fn hole(&self, hole: &str, lang: &str, label: Option<Label>, dice: &mut Dice, draft: &mut Draft) {
        let (hole, ending) = match hole.strip_suffix('+') {
            Some(hole) => (hole, true),
            None => (hole, false),
        };
        let (text, own) = match hole {
            "f-" => (self.full(lang, dice), None),
            "g" => (self.given(lang, dice), Some(Label::Person)),
            "s" => (self.surname(lang, dice), Some(Label::Person)),
            "f" => (self.full(lang, dice), Some(Label::Person)),
            "p" if dice.percent(50) => (self.given(lang, dice), Some(Label::Person)),
            "p" => (self.full(lang, dice), Some(Label::Person)),
            "G" => (self.given(lang, dice), None),
            "S" => (self.surname(lang, dice), None),
            "C" => (self.city(lang, dice), None),
            "c" => (self.city(lang, dice), Some(Label::Place)),
            "n" => (number(dice), None),
            "A" => (char::from(b'A' + dice.below(26) as u8).to_string(), None),
            "list" => {
                let street = self.land(lang).and_then(|land| dice.pick(&land.streets)).cloned();
                (street.unwrap_or_else(|| self.surname(lang, dice)), None)
            }
            "a" | "address" | "street" | "zip" | "org" => {
                let section = if hole == "a" { "address" } else { hole };
                let own = match hole {
                    "a" | "address" => Some(Label::Address),
                    "org" => Some(Label::Group),
                    _ => None,
                };
                let mut inner = Draft::default();
                if let Some(phrase) = self
                    .land(lang)
                    .and_then(|land| land.phrases.get(section))
                    .and_then(|all| dice.pick(all))
                {
                    self.fill(phrase, lang, label.or(own), dice, &mut inner);
                }
                (inner.text, own)
            }
            _ => (String::new(), None),
        };
        let text = if ending { inflected(&text, lang, dice) } else { text };
        draft.push(&text, if label.is_some() { None } else { own });
    }

    fn city(&self, lang: &str, dice: &mut Dice) -> String {
        self.land(lang)
            .and_then(|land| dice.pick(&land.cities))
            .cloned()
            .unwrap_or_default()
    }

    fn full(&self, lang: &str, dice: &mut Dice) -> String {
        let (given, surname) = (self.given(lang, dice), self.surname(lang, dice));
        match lang {
            "zh" | "ja" | "ko" if dice.percent(75) => format!("{surname}{given}"),
            "zh" | "ja" | "ko" => format!("{surname} {given}"),
            "hu" if dice.percent(85) => format!("{surname} {given}"),
            "vi" => format!("{surname} {given}"),
            "es" | "pt" if dice.percent(40) => {
                let second = self.surname(lang, dice);
                format!("{given} {surname} {second}")
            }
            _ if dice.percent(6) => format!("{given} {}. {surname}", char::from(b'A' + dice.below(26) as u8)),
            _ if dice.percent(4) => format!("{surname}, {given}"),
            _ if dice.percent(4) => {
                let second = self.given(lang, dice);
                format!("{given} {second} {surname}")
            }
            _ if dice.percent(3) => {
                let second = self.given(lang, dice);
                format!("{given}-{second} {surname}")
            }
            _ => format!("{given} {surname}"),
        }
    }
}

/// Names as they are declined behind a verb or a preposition: not grammar, but the endings that occur.
fn inflected(name: &str, lang: &str, dice: &mut Dice) -> String {
    let endings: (&[&str], &[&str]) = match lang {
        // After a vowel (which goes, where the language drops it), after a consonant.
        "ru" => (&["е", "у", "ой", "ы"], &["у", "ом", "а", "ым"]),
        "uk" => (&["і", "у", "ою", "и"], &["у", "ом", "ові", "а"]),
        "pl" => (&["y", "ę", "ą", "ie", "i"], &["a", "owi", "em", "ego"]),
        "cs" | "hr" => (&["ě", "u", "ou", "i", "om"], &["ovi", "em", "a", "u"]),
        "tr" => (
            &["'yı", "'ya", "'nın", "'yi", "'ye", "'ya"],
            &["'ı", "'a", "'in", "'e", "'i", "'ın"],
        ),
        "hu" => (&["t", "nak", "val", "nek"], &["t", "nak", "nek", "ot", "et"]),
        "fi" => (&["lle", "n", "lta", "a"], &["ille", "in", "ilta"]),
        _ => return name.to_owned(),
    };
    let drops = matches!(lang, "ru" | "uk" | "pl" | "cs" | "hr");
    let words = name.split(' ').map(|word| {
        let vowel = word.ends_with(['a', 'а', 'я', 'o', 'e', 'i', 'u', 'ä', 'ö', 'é', 'ı', 'ü']);
        let ending = dice
            .pick(if vowel { endings.0 } else { endings.1 })
            .copied()
            .unwrap_or("");
        let stem = if vowel && drops {
            word.get(..word.len() - word.chars().next_back().map_or(0, char::len_utf8))
                .unwrap_or(word)
        } else {
            word
        };
        format!("{stem}{ending}")
    });
    words.collect::<Vec<_>>().join(" ")
}

fn number(dice: &mut Dice) -> String {
    let many = match dice.below(10) {
        0..=3 => dice.below(30) + 1,
        4..=7 => dice.below(200) + 1,
        8 => dice.below(1200) + 1,
        _ => dice.below(12_000) + 1,
    };
    many.to_string()
}

/// Up to the bracket that closes, and what is behind it.
fn closing(text: &str) -> (&str, &str) {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return (text.get(..at).unwrap_or(""), text.get(at + 1..).unwrap_or("")),
            ')' => depth -= 1,
            _ => {}
        }
    }
    (text, "")
}

/// At the bars that are in no bracket.
fn split(text: &str) -> Vec<&str> {
    let mut depth = 0;
    let mut all = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' if depth == 0 => {
                all.push(text.get(from..at).unwrap_or(""));
                from = at + 1;
            }
            _ => {}
        }
    }
    all.push(text.get(from..).unwrap_or(""));
    all
}

fn read_phrases(text: &str, land: &mut Land) -> Result<(), Failure> {
    let mut section = String::new();
    for line in text.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        if let Some(name) = line.strip_prefix("== ") {
            name.clone_into(&mut section);
        } else if section == "given" || section == "surnames" || section == "cities" {
            let list = match section.as_str() {
                "given" => &mut land.given,
                "surnames" => &mut land.surnames,
                _ => &mut land.cities,
            };
            list.extend(line.split(' ').map(|name| name.replace('_', " ")));
        } else if section.is_empty() {
            return Err(Failure::Tree("a file of phrases begins without a section".to_owned()));
        } else {
            land.phrases.entry(section.clone()).or_default().push(line.to_owned());
        }
    }
    Ok(())
}

fn strings(value: Option<&Value>, into: &mut Vec<String>) {
    match value {
        Some(Value::String(one)) => into.push(one.clone()),
        Some(Value::Array(all)) => all.iter().for_each(|one| strings(Some(one), into)),
        Some(Value::Object(all)) => all.values().for_each(|one| strings(Some(one), into)),
        _ => {}
    }
}

fn census(lines: &str, many: usize, into: &mut Vec<String>) {
    into.extend(
        lines
            .lines()
            .take(many)
            .filter_map(|line| line.split('\t').next())
            .map(str::to_owned),
    );
}
