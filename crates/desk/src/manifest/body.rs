//! A manifest's fields, their limits, and their one encoding.

use alloc::{collections::BTreeMap, string::String, vec::Vec};

use super::{MAX_MANIFEST, Manifest, ManifestError, Relay, Retention, SignManifestError, Texts};
use crate::{
    Action, Direction, Fingerprint, PolicyRule,
    cbor::{self, Decoder, Encoder, Malformed, Writing},
    text,
};

const FORMAT: u64 = 1;
/// Keys 0 to 13.
const KNOWN_KEYS: u64 = 14;
/// From here on a build may ignore what it does not know.
const IGNORABLE: u64 = 128;

// Each list is bounded so that reading allocates little before the signature is checked; all together are bounded by
// MAX_MANIFEST (1024 serials of 17 bytes, for example, are half of it).
const MOST_RELAYS: usize = 16;
const MOST_ORIGINS: usize = 64;
const MOST_RULES: usize = 256;
const MOST_LANGUAGES: usize = 32;
const MOST_TEXTS: usize = 64;
const MOST_REVOKED: usize = 1024;
const MOST_COUNTRIES: usize = 64;
/// A century.
const MOST_DAYS: u32 = 36_500;

impl Manifest {
    pub(super) fn check(&self) -> Result<(), SignManifestError> {
        let checks = [
            (self.number >= 1, SignManifestError::Number),
            (text::is_name(&self.name), SignManifestError::Name),
            (self.issued < self.expires, SignManifestError::Validity),
            (relays_are_sound(&self.relays), SignManifestError::Relays),
            (
                all(&self.origins, MOST_ORIGINS, |origin| text::is_origin(origin)),
                SignManifestError::Origins,
            ),
            (policy_is_sound(&self.policy), SignManifestError::Policy),
            (retention_is_sound(&self.retention), SignManifestError::Retention),
            (texts_are_sound(&self.texts), SignManifestError::Texts),
            (self.revoked.len() <= MOST_REVOKED, SignManifestError::Revoked),
            (text::is_prose(&self.hours), SignManifestError::Hours),
            (
                all(&self.countries, MOST_COUNTRIES, |country| text::is_country(country)),
                SignManifestError::Countries,
            ),
        ];
        checks
            .into_iter()
            .find(|(sound, _)| !sound)
            .map_or(Ok(()), |(_, refusal)| Err(refusal))
    }

    pub(super) fn encode(&self, desk: &Fingerprint) -> Vec<u8> {
        cbor::encoded(1024, |encoder| self.write(desk, encoder))
    }

    fn write(&self, desk: &Fingerprint, encoder: &mut Encoder<Vec<u8>>) -> Writing {
        encoder.map(KNOWN_KEYS)?;
        encoder.u8(0)?.u64(FORMAT)?;
        encoder.u8(1)?.bytes(&desk.0)?;
        encoder.u8(2)?.u64(self.number)?;
        encoder.u8(3)?.str(&self.name)?;
        encoder.u8(4)?.u64(self.issued)?;
        encoder.u8(5)?.u64(self.expires)?;
        encoder.u8(6)?.array(self.relays.len() as u64)?;
        for relay in &self.relays {
            encoder.array(2)?.str(&relay.region)?.str(&relay.url)?;
        }
        encoder.u8(7)?;
        write_strings(&self.origins, encoder)?;
        encoder.u8(8)?.array(self.policy.len() as u64)?;
        for rule in &self.policy {
            encoder
                .array(3)?
                .str(&rule.kind)?
                .u8(rule.direction.number())?
                .u8(rule.action.number())?;
        }
        encoder.u8(9)?.array(3)?.bool(self.retention.archive)?;
        match self.retention.days {
            Some(days) => encoder.u32(days)?,
            None => encoder.null()?,
        };
        encoder.str(&self.retention.words)?;
        encoder.u8(10)?.map(self.texts.len() as u64)?;
        for (language, words) in by_encoding(&self.texts) {
            encoder.str(language)?.map(words.len() as u64)?;
            for (key, words) in by_encoding(words) {
                encoder.str(key)?.str(words)?;
            }
        }
        encoder.u8(11)?.array(self.revoked.len() as u64)?;
        for serial in &self.revoked {
            encoder.bytes(serial)?;
        }
        encoder.u8(12)?.str(&self.hours)?;
        encoder.u8(13)?;
        write_strings(&self.countries, encoder)
    }

    /// The desk that the manifest names, and the manifest. Its signature is not checked yet.
    pub(super) fn decode(body: &[u8]) -> Result<(Fingerprint, Self), ManifestError> {
        let (desk, manifest) = cbor::decoded(body, MAX_MANIFEST, read)?.ok_or(ManifestError::NotUnderstood)?;
        manifest.check().map_err(|_| ManifestError::Malformed)?;
        Ok((desk, manifest))
    }
}

/// `None` if this build is too old for it.
fn read(decoder: &mut Decoder<'_>) -> Result<Option<(Fingerprint, Manifest)>, Malformed> {
    let entries = decoder.map()?.ok_or(Malformed)?;
    key(decoder, 0)?;
    if decoder.u64()? != FORMAT {
        return Ok(None);
    }
    key(decoder, 1)?;
    let desk = Fingerprint(cbor::bytes(decoder)?);
    key(decoder, 2)?;
    let number = decoder.u64()?;
    key(decoder, 3)?;
    let name = cbor::string(decoder)?;
    key(decoder, 4)?;
    let issued = decoder.u64()?;
    key(decoder, 5)?;
    let expires = decoder.u64()?;
    key(decoder, 6)?;
    let relays = cbor::list(decoder, MOST_RELAYS, |decoder| {
        cbor::array(decoder, 2)?;
        Ok(Relay {
            region: cbor::string(decoder)?,
            url: cbor::string(decoder)?,
        })
    })?;
    key(decoder, 7)?;
    let origins = cbor::list(decoder, MOST_ORIGINS, cbor::string)?;
    key(decoder, 8)?;
    let policy = cbor::list(decoder, MOST_RULES, |decoder| {
        cbor::array(decoder, 3)?;
        Ok(PolicyRule {
            kind: cbor::string(decoder)?,
            direction: Direction::from_number(decoder.u64()?).ok_or(Malformed)?,
            action: Action::from_number(decoder.u64()?).ok_or(Malformed)?,
        })
    })?;
    key(decoder, 9)?;
    let retention = read_retention(decoder)?;
    key(decoder, 10)?;
    let texts = read_map(decoder, MOST_LANGUAGES, |decoder| {
        read_map(decoder, MOST_TEXTS, cbor::string)
    })?;
    key(decoder, 11)?;
    let revoked = cbor::list(decoder, MOST_REVOKED, cbor::bytes)?;
    key(decoder, 12)?;
    let hours = cbor::string(decoder)?;
    key(decoder, 13)?;
    let countries = cbor::list(decoder, MOST_COUNTRIES, cbor::string)?;
    for _ in KNOWN_KEYS..entries {
        if decoder.u64()? < IGNORABLE {
            return Ok(None);
        }
        decoder.skip()?;
    }
    let manifest = Manifest {
        number,
        name,
        relays,
        origins,
        policy,
        retention,
        texts,
        revoked,
        hours,
        countries,
        issued,
        expires,
    };
    Ok(Some((desk, manifest)))
}

fn key(decoder: &mut Decoder<'_>, expected: u64) -> Result<(), Malformed> {
    (decoder.u64()? == expected).then_some(()).ok_or(Malformed)
}

fn read_retention(decoder: &mut Decoder<'_>) -> Result<Retention, Malformed> {
    cbor::array(decoder, 3)?;
    let archive = decoder.bool()?;
    let days = match decoder.datatype()? {
        minicbor::data::Type::Null => {
            decoder.null()?;
            None
        }
        _ => Some(decoder.u32()?),
    };
    Ok(Retention {
        archive,
        days,
        words: cbor::string(decoder)?,
    })
}

fn read_map<'b, T>(
    decoder: &mut Decoder<'b>,
    longest: usize,
    mut value: impl FnMut(&mut Decoder<'b>) -> Result<T, Malformed>,
) -> Result<BTreeMap<String, T>, Malformed> {
    let entries = decoder.map()?.ok_or(Malformed)?;
    if entries > longest as u64 {
        return Err(Malformed);
    }
    (0..entries)
        .map(|_| Ok((cbor::string(decoder)?, value(decoder)?)))
        .collect()
}

/// RFC 8949 section 4.2.1 sorts by the encoded key. A longer text has a greater head, so: by length, then by bytes.
fn by_encoding<T>(map: &BTreeMap<String, T>) -> Vec<(&String, &T)> {
    let mut entries: Vec<_> = map.iter().collect();
    entries.sort_by_key(|(key, _)| key.len());
    entries
}

fn write_strings(strings: &[String], encoder: &mut Encoder<Vec<u8>>) -> Writing {
    encoder.array(strings.len() as u64)?;
    for string in strings {
        encoder.str(string)?;
    }
    Ok(())
}

fn all<T>(items: &[T], most: usize, sound: impl Fn(&T) -> bool) -> bool {
    items.len() <= most && items.iter().all(sound)
}

fn relays_are_sound(relays: &[Relay]) -> bool {
    all(relays, MOST_RELAYS, |relay| {
        text::is_name(&relay.region) && text::is_relay_url(&relay.url)
    })
}

/// Two rules for one case would leave open which of them holds.
fn policy_is_sound(policy: &[PolicyRule]) -> bool {
    all(policy, MOST_RULES, |rule| text::is_code(&rule.kind))
        && policy.iter().enumerate().all(|(position, rule)| {
            let mut earlier = policy.iter().take(position);
            !earlier.any(|other| other.kind == rule.kind && other.direction.overlaps(rule.direction))
        })
}

fn retention_is_sound(retention: &Retention) -> bool {
    retention.days.is_none_or(|days| days <= MOST_DAYS) && text::is_prose(&retention.words)
}

fn texts_are_sound(texts: &Texts) -> bool {
    texts.len() <= MOST_LANGUAGES
        && texts.iter().all(|(language, words)| {
            text::is_language(language)
                && words.len() <= MOST_TEXTS
                && words
                    .iter()
                    .all(|(key, words)| text::is_code(key) && text::is_prose(words))
        })
}
