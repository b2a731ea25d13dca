//! A manifest as its owner writes it, in TOML; `template.toml` explains every key.

use std::collections::BTreeMap;

use hushwire_desk::{Manifest, Relay, Retention, SignManifestError, text};
use serde::Deserialize;
use toml::{Spanned, value::Datetime};

use crate::{
    calendar::{self, DAY},
    desk::hex_into,
    failure::Failure,
    policy::{self, RuleTable},
    toml_file::TomlFile,
};

/// What `hushwire manifest new` writes.
pub(crate) const TEMPLATE: &str = include_str!("template.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    number: Spanned<u64>,
    name: Spanned<String>,
    days: Option<Spanned<u64>>,
    issued: Option<Spanned<Datetime>>,
    expires: Option<Spanned<Datetime>>,
    #[serde(default)]
    origins: Vec<Spanned<String>>,
    #[serde(default)]
    countries: Vec<Spanned<String>>,
    #[serde(default)]
    revoked: Vec<Spanned<String>>,
    hours: Option<Spanned<String>>,
    #[serde(default)]
    relay: Vec<RelayTable>,
    #[serde(default)]
    rule: Vec<RuleTable>,
    retention: Option<RetentionTable>,
    #[serde(default)]
    texts: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RelayTable {
    region: Spanned<String>,
    url: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RetentionTable {
    archive: bool,
    days: Option<Spanned<u32>>,
    words: Option<Spanned<String>>,
}

/// A manifest, with the file that it was read from so that what is refused later can be shown there.
pub(crate) struct Draft {
    pub(crate) manifest: Manifest,
    file: TomlFile,
    number: Spanned<u64>,
}

impl Draft {
    pub(crate) fn read(file: TomlFile, now: u64) -> Result<Self, Failure> {
        let settings: Settings = file.parse()?;
        let (issued, expires) = validity(&file, &settings, now)?;
        let manifest = Manifest {
            number: *settings.number.get_ref(),
            name: checked(&file, &settings.name, text::is_name, SignManifestError::Name)?,
            relays: settings
                .relay
                .iter()
                .map(|relay| relay.read(&file))
                .collect::<Result<_, _>>()?,
            origins: settings
                .origins
                .iter()
                .map(|origin| checked(&file, origin, text::is_origin, SignManifestError::Origins))
                .collect::<Result<_, _>>()?,
            policy: policy::rules(&file, &settings.rule)?,
            retention: retention(&file, settings.retention.as_ref())?,
            texts: texts(&file, &settings)?,
            revoked: settings
                .revoked
                .iter()
                .map(|serial| parse_serial(&file, serial))
                .collect::<Result<_, _>>()?,
            hours: optional_prose(&file, settings.hours.as_ref(), SignManifestError::Hours)?,
            countries: policy::countries(&file, &settings.countries)?,
            issued,
            expires,
        };
        Ok(Self {
            manifest,
            file,
            number: settings.number,
        })
    }

    /// The number is not higher than one that is out there.
    pub(crate) fn number_too_low(&self, newest: u64) -> Failure {
        let sentence = format!(
            "number is {}, and must be higher than {newest}, the number of the manifest that is there",
            self.manifest.number
        );
        self.file.fault(&self.number, &sentence)
    }

    /// What the whole is refused for (how many there are of something, the size of it all).
    pub(crate) fn refused(&self, error: SignManifestError) -> Failure {
        match error {
            SignManifestError::Number => self.file.fault(&self.number, &error.to_string()),
            _ => self.file.whole(&error.to_string()),
        }
    }
}

/// From `issued` (now, if it is left out) until `expires` or for `days`.
fn validity(file: &TomlFile, settings: &Settings, now: u64) -> Result<(u64, u64), Failure> {
    let second = |date: &Spanned<Datetime>| {
        calendar::seconds(date.get_ref()).ok_or_else(|| {
            file.fault(
                date,
                "this is not a date after 1970, like 2030-12-31 or 2030-12-31T12:00:00Z",
            )
        })
    };
    let issued = settings.issued.as_ref().map_or(Ok(now), second)?;
    let (expires, fault) = match (&settings.days, &settings.expires) {
        (Some(days), None) => {
            let expires = days
                .get_ref()
                .checked_mul(DAY)
                .and_then(|seconds| issued.checked_add(seconds));
            let fault = |sentence| file.fault(days, sentence);
            (
                expires.ok_or_else(|| fault("these are too many days"))?,
                fault("the manifest would have expired already"),
            )
        }
        (None, Some(date)) => (
            second(date)?,
            file.fault(date, "the manifest would have expired already"),
        ),
        (None, None) => {
            return Err(file.whole("the manifest needs an end: days = 90, or expires = 2030-12-31"));
        }
        (Some(_), Some(date)) => {
            return Err(file.fault(
                date,
                "days and expires both say when the manifest ends; keep one of them",
            ));
        }
    };
    if expires <= now || expires <= issued {
        Err(fault)
    } else {
        Ok((issued, expires))
    }
}

impl RelayTable {
    fn read(&self, file: &TomlFile) -> Result<Relay, Failure> {
        Ok(Relay {
            region: checked(file, &self.region, text::is_name, SignManifestError::Relays)?,
            url: checked(file, &self.url, text::is_relay_url, SignManifestError::Relays)?,
        })
    }
}

fn retention(file: &TomlFile, table: Option<&RetentionTable>) -> Result<Retention, Failure> {
    let Some(RetentionTable { archive, days, words }) = table else {
        return Ok(Retention {
            archive: false,
            days: None,
            words: String::new(),
        });
    };
    Ok(Retention {
        archive: *archive,
        days: days.as_ref().map(|days| *days.get_ref()),
        words: optional_prose(file, words.as_ref(), SignManifestError::Retention)?,
    })
}

fn texts(file: &TomlFile, settings: &Settings) -> Result<hushwire_desk::Texts, Failure> {
    let words = |(key, words): (&Spanned<String>, &Spanned<String>)| {
        let key = checked(file, key, text::is_code, SignManifestError::Texts)?;
        Ok((key, checked(file, words, text::is_prose, SignManifestError::Texts)?))
    };
    let language = |(language, texts): (&Spanned<String>, &BTreeMap<Spanned<String>, Spanned<String>>)| {
        let language = checked(file, language, text::is_language, SignManifestError::Texts)?;
        Ok((language, texts.iter().map(words).collect::<Result<_, Failure>>()?))
    };
    settings.texts.iter().map(language).collect()
}

fn parse_serial(file: &TomlFile, serial: &Spanned<String>) -> Result<[u8; 16], Failure> {
    let mut bytes = [0; 16];
    hex_into(serial.get_ref(), &mut bytes).ok_or_else(|| {
        file.fault(
            serial,
            "a serial is 32 hexadecimal digits; hushwire member show prints it",
        )
    })?;
    Ok(bytes)
}

fn optional_prose(
    file: &TomlFile,
    value: Option<&Spanned<String>>,
    refusal: SignManifestError,
) -> Result<String, Failure> {
    value.map_or(Ok(String::new()), |words| checked(file, words, text::is_prose, refusal))
}

fn checked(
    file: &TomlFile,
    value: &Spanned<String>,
    sound: fn(&str) -> bool,
    refusal: SignManifestError,
) -> Result<String, Failure> {
    let word = value.get_ref();
    if sound(word) {
        Ok(word.clone())
    } else {
        Err(file.fault(value, &format!("{word:?} cannot stand here: {refusal}")))
    }
}
