//! A text with labels that can be rewritten: other names, no capitals, no punctuation.

use super::chance::Dice;
use super::read::{Label, Span};
use super::world::World;

/// A labelled text in the making.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub(crate) text: String,
    pub(crate) spans: Vec<Span>,
}

impl Draft {
    /// Rewrites piece by piece; labels stay on their pieces.
    fn rewritten(&self, mut write: impl FnMut(&str, Option<Label>) -> String) -> Self {
        let mut new = Self::default();
        let mut at = 0;
        for span in &self.spans {
            let (Some(before), Some(inside)) = (self.text.get(at..span.start), self.text.get(span.start..span.end))
            else {
                continue;
            };
            new.text.push_str(&write(before, None));
            new.push(&write(inside, Some(span.label)), Some(span.label));
            at = span.end;
        }
        new.text.push_str(&write(self.text.get(at..).unwrap_or(""), None));
        new
    }

    pub(crate) fn push(&mut self, text: &str, label: Option<Label>) {
        let start = self.text.len();
        self.text.push_str(text);
        if let Some(label) = label
            && !text.is_empty()
        {
            self.spans.push(Span {
                start,
                end: self.text.len(),
                label,
            });
        }
    }

    pub(crate) fn lower(&self) -> Self {
        self.rewritten(|piece, _| piece.to_lowercase())
    }

    pub(crate) fn upper(&self) -> Self {
        self.rewritten(|piece, _| piece.to_uppercase())
    }

    /// Only names and places lose their capitals, or only the rest does.
    pub(crate) fn lower_names(&self) -> Self {
        self.rewritten(|piece, label| {
            if label.is_some() {
                piece.to_lowercase()
            } else {
                piece.to_owned()
            }
        })
    }

    /// As typed in a hurry: no commas and full stops.
    pub(crate) fn bare(&self) -> Self {
        self.rewritten(|piece, label| {
            let dropped = |c: &char| {
                !matches!(
                    c,
                    ',' | '.' | '?' | '!' | ';' | ':' | '¿' | '¡' | '。' | '、' | '？' | '！'
                )
            };
            if matches!(label, Some(Label::Other | Label::Unknown)) {
                piece.to_owned()
            } else {
                piece.chars().filter(dropped).collect()
            }
        })
    }

    /// Letters without their marks, as on a foreign keyboard.
    pub(crate) fn plain(&self) -> Self {
        self.rewritten(|piece, _| piece.chars().map(plain).collect())
    }

    /// Other people say the same.
    pub(crate) fn renamed(&self, world: &World, lang: &str, dice: &mut Dice) -> Self {
        self.rewritten(|piece, label| {
            if label != Some(Label::Person) || !dice.percent(70) {
                return piece.to_owned();
            }
            let words: Vec<&str> = piece.split(' ').collect();
            let letters = piece.chars().all(|c| c.is_alphabetic() || " -'’.".contains(c));
            if !letters || words.len() > 4 {
                return piece.to_owned();
            }
            let styled = |name: String, like: &str| {
                if like.chars().all(|c| !c.is_uppercase()) {
                    name.to_lowercase()
                } else if like.chars().count() > 1 && like.chars().all(|c| !c.is_lowercase()) {
                    name.to_uppercase()
                } else {
                    name
                }
            };
            let lang = if dice.percent(50) { lang } else { world.any(dice) };
            let names: Vec<String> = words
                .iter()
                .enumerate()
                .map(|(nth, word)| {
                    let short = word.chars().count() < 3 || word.ends_with('.');
                    let title = matches!(
                        word.to_lowercase().as_str(),
                        "miss"
                            | "mrs"
                            | "mr"
                            | "doctor"
                            | "herr"
                            | "frau"
                            | "von"
                            | "van"
                            | "der"
                            | "del"
                            | "dra"
                            | "don"
                    );
                    if short || title {
                        return (*word).to_owned();
                    }
                    let surname = if words.len() == 1 { dice.percent(25) } else { nth > 0 };
                    let name = if surname {
                        world.surname(lang, dice)
                    } else {
                        world.given(lang, dice)
                    };
                    styled(name, word)
                })
                .collect();
            names.join(" ")
        })
    }
}

fn plain(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ă' | 'ą' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ı' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ő' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'ů' | 'ű' => 'u',
        'ñ' | 'ń' | 'ň' => 'n',
        'ç' | 'ć' | 'č' => 'c',
        'ş' | 'ș' | 'ś' | 'š' => 's',
        'ţ' | 'ț' | 'ť' => 't',
        'ğ' => 'g',
        'ł' => 'l',
        'ź' | 'ż' | 'ž' => 'z',
        'ř' => 'r',
        'ý' => 'y',
        'Á' | 'À' | 'Â' | 'Ä' | 'Å' => 'A',
        'É' | 'È' => 'E',
        'İ' | 'Í' => 'I',
        'Ö' | 'Ø' | 'Ó' => 'O',
        'Ü' | 'Ú' => 'U',
        'Ş' | 'Š' | 'Ś' => 'S',
        'Ç' | 'Č' => 'C',
        'Ž' | 'Ż' => 'Z',
        'Ł' => 'L',
        _ => c,
    }
}
