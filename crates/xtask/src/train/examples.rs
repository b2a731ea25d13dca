//! From labelled texts to what the field learns from.

use hushwire_mask::tagger::training::{Covered, Lists, Token, tokenise};
use hushwire_mask::{Direction, Kind, Masker, Policy};

use super::chance::Dice;
use super::draft::Draft;
use super::read::{Label, Text};
use super::world::World;

/// A sentence as tokens, and the labels each may have as a set of bits.
pub(crate) struct Sentence {
    pub(crate) tokens: Vec<Token>,
    pub(crate) allowed: Vec<u8>,
    pub(crate) weight: f32,
}

const OTHER: u8 = 1;
const PERSON: u8 = 1 << 1;
const PERSON_ON: u8 = 1 << 2;
const ADDRESS: u8 = 1 << 3;
const ADDRESS_ON: u8 = 1 << 4;
const PLACE: u8 = 1 << 5;
const GROUP: u8 = 1 << 6;

/// Makes sentences.
pub(crate) struct Kitchen<'w> {
    world: &'w World,
    masker: Masker,
    dice: Dice,
    pub(crate) sentences: Vec<Sentence>,
}

impl<'w> Kitchen<'w> {
    pub(crate) fn new(world: &'w World, seed: u64) -> Self {
        Self {
            world,
            masker: Masker::new(Policy::default()).without_names(),
            dice: Dice::new(seed),
            sentences: Vec::new(),
        }
    }

    /// A real text as it is, and as others might have written it.
    pub(crate) fn real(&mut self, text: &Text) {
        let draft = Draft {
            text: text.text.clone(),
            spans: text.spans.clone(),
        };
        self.cook(&draft, text.clean, 1.0);
        let has_person = text.spans.iter().any(|span| span.label == Label::Person);
        let lang = text.lang.as_str();
        if has_person {
            for _ in 0..2 {
                let renamed = draft.renamed(self.world, lang, &mut self.dice);
                let dressed = self.dress(renamed);
                self.cook(&dressed, text.clean, 0.6);
            }
        } else if self.dice.percent(if text.spans.is_empty() { 30 } else { 60 }) {
            let dressed = self.dress(draft);
            self.cook(&dressed, text.clean, 0.6);
        }
    }

    /// So many invented texts of a language.
    pub(crate) fn invent(&mut self, lang: &str, section: &str, many: usize) {
        for _ in 0..many {
            if let Some(draft) = self.world.phrase(lang, section, &mut self.dice) {
                let dressed = self.dress(draft);
                self.cook(&dressed, false, 0.6);
            }
        }
    }

    fn dress(&mut self, draft: Draft) -> Draft {
        let draft = match self.dice.below(100) {
            0..=27 => draft.lower(),
            28..=34 => draft.lower_names(),
            35..=37 => draft.upper(),
            _ => draft,
        };
        let draft = if self.dice.percent(25) { draft.bare() } else { draft };
        if self.dice.percent(10) { draft.plain() } else { draft }
    }

    fn cook(&mut self, draft: &Draft, clean: bool, weight: f32) {
        let mut covered: Vec<Covered> = self
            .masker
            .scan(&draft.text, Direction::ToDesk)
            .iter()
            .map(|one| (one.start, one.end, one.kind))
            .collect();
        // What has been masked stays masked: the next reading sees a placeholder.
        if self.dice.percent(12) {
            for span in &draft.spans {
                let kind = match span.label {
                    Label::Person => Kind::Person,
                    Label::Address => Kind::Address,
                    _ => continue,
                };
                if self.dice.percent(60) {
                    covered.retain(|one| one.1 <= span.start || one.0 >= span.end);
                    covered.push((span.start, span.end, kind));
                }
            }
            covered.sort_by_key(|one| one.0);
        }
        let mut tokens = Vec::new();
        tokenise(&draft.text, &covered, &mut tokens);
        if tokens.is_empty() || tokens.len() > 400 {
            return;
        }
        let allowed = allowed(draft, &tokens, clean);
        self.sentences.push(Sentence {
            tokens,
            allowed,
            weight,
        });
    }
}

/// Which labels each token may have.
fn allowed(draft: &Draft, tokens: &[Token], clean: bool) -> Vec<u8> {
    let near_address = |at: usize| {
        draft
            .spans
            .iter()
            .any(|span| span.label == Label::Address && span.end <= at && at - span.end < 24)
    };
    let mut last: Option<usize> = None;
    tokens
        .iter()
        .map(|token| {
            let (start, end) = (token.start as usize, token.end as usize);
            let within = draft.spans.iter().position(|span| span.start < end && start < span.end);
            let same = within.is_some() && within == last;
            last = within;
            // Something a rule has found.
            if token.shape >= 29 {
                last = None;
                return OTHER;
            }
            let Some(span) = within.and_then(|nth| draft.spans.get(nth)) else {
                // Sets without names label no places and no groups either.
                return if clean && (19..=23).contains(&token.shape) {
                    OTHER | PLACE | GROUP
                } else {
                    OTHER
                };
            };
            match span.label {
                Label::Person if same => PERSON_ON,
                Label::Person => PERSON,
                Label::Address if same => ADDRESS_ON,
                Label::Address => ADDRESS,
                Label::Place if near_address(span.start) => PLACE | ADDRESS_ON,
                Label::Place => PLACE,
                Label::Group => GROUP,
                Label::Postcode if near_address(span.start) => OTHER | ADDRESS_ON | PLACE,
                Label::Postcode => OTHER | PLACE,
                Label::Unknown => OTHER | PERSON | PERSON_ON | PLACE | GROUP,
                Label::Other => OTHER,
            }
        })
        .collect()
}

/// Notes in all sentences which words are on which lists.
pub(crate) fn look_up(sentences: &mut [Sentence], lists: &Lists) {
    for sentence in sentences {
        lists.look_up(&mut sentence.tokens);
    }
}
