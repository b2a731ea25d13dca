//! What is done about findings: `[[rule]]` tables, the same in a manifest and in a policy file for `hushwire mask`.
//!
//! ```toml
//! [[rule]]
//! kind = "credit-card"
//! direction = "both"      # or "to-desk", "to-customer"; "both" if left out
//! action = "block"        # or "allow", "warn", "mask"
//! ```
//!
//! A policy file may say more, which a manifest does not hold yet:
//!
//! ```toml
//! allow = ["+1 415 555 2671", "@example.org"]   # never masked
//! deny = ["Project Nightjar"]                    # always masked
//! last-four = ["phone"]                          # kinds whose placeholders show the last four digits
//! threshold.phone = 0.8                          # the score from which a finding is meant
//!
//! [[custom]]
//! name = "loyalty"
//! shape = "(LOY)d8"       # d digit, a letter, x either, with a count; (…) may be missing; | between alternatives
//! labels = ["loyalty number"]
//! check = "l"             # Luhn; left out for none
//! alone = false           # whether it needs no label
//! action = "mask"
//! ```

use std::{collections::BTreeMap, path::Path};

use hushwire_desk::{Action, Direction, PolicyRule, text};
use hushwire_mask::{Custom, Kind, Policy, Shown};
use serde::Deserialize;
use toml::Spanned;

use crate::{failure::Failure, toml_file::TomlFile};

/// A policy file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    #[serde(default)]
    rule: Vec<RuleTable>,
    #[serde(default)]
    countries: Vec<Spanned<String>>,
    #[serde(default)]
    allow: Vec<String>,
    #[serde(default)]
    deny: Vec<String>,
    #[serde(default, rename = "last-four")]
    last_four: Vec<Spanned<String>>,
    #[serde(default)]
    threshold: BTreeMap<Spanned<String>, f32>,
    #[serde(default)]
    custom: Vec<CustomTable>,
}

/// One `[[custom]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CustomTable {
    name: Spanned<String>,
    shape: String,
    #[serde(default)]
    labels: Vec<String>,
    #[serde(default)]
    check: String,
    #[serde(default)]
    alone: bool,
    action: Spanned<String>,
}

/// One `[[rule]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleTable {
    kind: Spanned<String>,
    direction: Option<Spanned<String>>,
    action: Spanned<String>,
}

/// The masker's policy that a file describes.
pub(crate) fn read(path: &Path) -> Result<Policy, Failure> {
    let file = TomlFile::read(path)?;
    let PolicyFile {
        rule,
        countries,
        allow,
        deny,
        last_four,
        threshold,
        custom,
    } = file.parse()?;
    let mut policy = masking(&rules(&file, &rule)?, &self::countries(&file, &countries)?)
        .with_allowed(allow)
        .with_denied(deny);
    for word in &last_four {
        policy = policy.with_shown(kind(&file, word)?, Shown::LastFour);
    }
    for (word, score) in &threshold {
        policy = policy.with_threshold(kind(&file, word)?, *score);
    }
    for table in custom {
        policy = policy
            .with_custom(Custom {
                name: table.name.get_ref().clone(),
                shape: table.shape,
                labels: table.labels,
                check: table.check,
                alone: table.alone,
                action: masked_action(action(&file, &table.action)?),
            })
            .map_err(|bad| file.fault(&table.name, &bad.to_string()))?;
    }
    Ok(policy)
}

fn kind(file: &TomlFile, word: &Spanned<String>) -> Result<Kind, Failure> {
    word.get_ref().parse().map_err(|_| {
        let known = Kind::ALL.map(Kind::as_str).join(", ");
        file.fault(
            word,
            &format!("{:?} is not a kind; the kinds are {known}", word.get_ref()),
        )
    })
}

fn action(file: &TomlFile, word: &Spanned<String>) -> Result<Action, Failure> {
    let known = Action::ALL.into_iter().find(|one| one.as_str() == word.get_ref());
    known.ok_or_else(|| {
        let words = format!("{:?} is not an action; use allow, warn, mask or block", word.get_ref());
        file.fault(word, &words)
    })
}

/// Tables as rules. Kinds are checked against the masker: a misspelt kind would silently not be masked.
pub(crate) fn rules(file: &TomlFile, tables: &[RuleTable]) -> Result<Vec<PolicyRule>, Failure> {
    let mut rules: Vec<PolicyRule> = Vec::with_capacity(tables.len());
    for table in tables {
        let kind = kind(file, &table.kind)?;
        let direction = match &table.direction {
            None => Direction::Both,
            Some(word) => Direction::ALL
                .into_iter()
                .find(|one| one.as_str() == word.get_ref())
                .ok_or_else(|| {
                    file.fault(
                        word,
                        &format!(
                            "{:?} is not a direction; use to-desk, to-customer or both",
                            word.get_ref()
                        ),
                    )
                })?,
        };
        let action = action(file, &table.action)?;
        if rules
            .iter()
            .any(|rule| rule.kind == kind.as_str() && rule.direction.overlaps(direction))
        {
            return Err(file.fault(
                &table.kind,
                &format!("an earlier rule already says what is done about {kind} in this direction"),
            ));
        }
        rules.push(PolicyRule {
            kind: kind.as_str().to_owned(),
            direction,
            action,
        });
    }
    Ok(rules)
}

/// Country codes, in small letters.
pub(crate) fn countries(file: &TomlFile, words: &[Spanned<String>]) -> Result<Vec<String>, Failure> {
    let country = |word: &Spanned<String>| {
        let fault = || {
            file.fault(
                word,
                &format!("{:?} is not a country; use two letters like gb", word.get_ref()),
            )
        };
        parse_country(word.get_ref()).ok_or_else(fault)
    };
    words.iter().map(country).collect()
}

pub(crate) fn parse_country(word: &str) -> Option<String> {
    let country = word.to_ascii_lowercase();
    text::is_country(&country).then_some(country)
}

/// Rules as the masker takes them.
fn masking(rules: &[PolicyRule], countries: &[String]) -> Policy {
    let policy = rules
        .iter()
        .fold(Policy::default(), |policy, rule| match rule.kind.parse() {
            Ok(kind) => policy.with_rule(kind, masked_direction(rule.direction), masked_action(rule.action)),
            Err(_) => policy,
        });
    policy.with_countries(countries)
}

fn masked_direction(direction: Direction) -> Option<hushwire_mask::Direction> {
    match direction {
        Direction::ToDesk => Some(hushwire_mask::Direction::ToDesk),
        Direction::ToCustomer => Some(hushwire_mask::Direction::ToCustomer),
        Direction::Both => None,
    }
}

fn masked_action(action: Action) -> hushwire_mask::Action {
    match action {
        Action::Allow => hushwire_mask::Action::Allow,
        Action::Warn => hushwire_mask::Action::Warn,
        Action::Mask => hushwire_mask::Action::Mask,
        Action::Block => hushwire_mask::Action::Block,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn desk_and_masker_use_the_same_words() {
        assert_eq!(
            Action::ALL.map(Action::as_str),
            hushwire_mask::Action::ALL.map(hushwire_mask::Action::as_str)
        );
        for action in Action::ALL {
            assert_eq!(masked_action(action).as_str(), action.as_str());
        }
        for direction in [Direction::ToDesk, Direction::ToCustomer] {
            assert_eq!(
                masked_direction(direction).map(hushwire_mask::Direction::as_str),
                Some(direction.as_str())
            );
        }
        for kind in Kind::ALL {
            assert!(text::is_code(kind.as_str()), "{kind}");
        }
    }
}
