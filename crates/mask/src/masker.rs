//! The masker: find, decide, replace.

use alloc::sync::Arc;

use crate::arbitrate::{heap_sort, settle};
use crate::cues::Cues;
use crate::detect::{self, Scene};
use crate::kind::{Action, Direction, Kind};
use crate::placeholder::Placeholder;
use crate::policy::Policy;
use crate::tagger::{BadTables, Names};
use crate::text::{BARRIER, View};
use crate::vault::Vault;

/// Something found in a text. Offsets are UTF-8 bytes of the text given in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// How sure the masker is, 0 to 1.
    pub score: f32,
    /// What the policy asks for.
    pub action: Action,
    /// The country whose number it is, where that is known.
    pub country: Option<&'static str>,
    /// The scheme: a card's brand, an identifier's name, a token's issuer.
    pub scheme: Option<&'static str>,
}

/// A text that may be sent.
///
/// No `Debug` of the text: it is the user's.
#[derive(Clone, PartialEq)]
pub struct Masked {
    /// The text with placeholders in it.
    pub text: String,
    /// What was found; offsets in the text given in.
    pub findings: Vec<Finding>,
    /// Where the placeholders stand in the masked text.
    pub placeholders: Vec<Placeholder>,
}

impl core::fmt::Debug for Masked {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self {
            text,
            findings,
            placeholders,
        } = self;
        f.debug_struct("Masked")
            .field("bytes", &text.len())
            .field("findings", &findings.len())
            .field("placeholders", &placeholders.len())
            .finish()
    }
}

/// The policy forbids sending this text.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocked {
    /// What was found, the blocking findings among them.
    pub findings: Vec<Finding>,
}

impl core::fmt::Display for Blocked {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the policy forbids sending this text")
    }
}

impl core::error::Error for Blocked {}

/// What is found may uncover something beside it; each round covers more, and three rounds are rare.
const ROUNDS: usize = 12;

/// How many different values are looked for again, and from which length on (in bytes): "123" is said in many ways.
const ECHOED: usize = 16;
const SHORTEST_ECHO: usize = 4;
/// From this length on a value is found inside a longer run too.
const LONG_ECHO: usize = 12;

/// Finds personal data and puts placeholders in its place.
pub struct Masker {
    policy: Policy,
    cues: Cues,
    names: Option<Arc<Names>>,
}

impl Masker {
    /// A masker that follows a policy. Builds its index of cue words: make one, use it for every message.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self {
            policy,
            cues: Cues::new(detect::labels()),
            names: crate::tagger::built_in(),
        }
    }

    /// Switches on names and addresses of people where they are not compiled in (feature `names`).
    /// The bytes are the file `names.hwnt` of this version.
    ///
    /// # Errors
    /// [`BadTables`] when they are something else, cut short or damaged; the masker then goes on as it was.
    pub fn load_names(&mut self, tables: &[u8]) -> Result<(), BadTables> {
        self.names = Some(Arc::new(Names::read(tables)?));
        Ok(())
    }

    /// Switches names and addresses off, whatever is compiled in.
    #[must_use]
    pub fn without_names(mut self) -> Self {
        self.names = None;
        self
    }

    /// What is in a text: sorted, not overlapping, only what is meant (above its kind's threshold);
    /// kinds that the policy allows in this direction are left out.
    #[must_use]
    pub fn scan(&self, text: &str, direction: Direction) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        let mut covered = Vec::new();
        let mut candidates = Vec::new();
        for _ in 0..ROUNDS {
            let view = View::new(text, &covered, &self.cues);
            candidates.clear();
            detect::run(
                &Scene {
                    view: &view,
                    policy: &self.policy,
                },
                &mut candidates,
            );
            candidates.retain(|one| {
                one.score >= self.policy.threshold(one.kind) && self.policy.action(one.kind, direction) != Action::Allow
            });
            settle(&mut candidates);
            let known = findings.len();
            for one in &candidates {
                if view.raw(one.start, one.end).contains(&BARRIER) {
                    continue;
                }
                let Some((start, end)) = view.bytes(one.start, one.end) else {
                    continue;
                };
                let action = self.policy.action(one.kind, direction);
                let (kind, score) = (one.kind, one.score);
                findings.push(Finding {
                    start,
                    end,
                    kind,
                    score,
                    action,
                    country: one.country,
                    scheme: one.scheme,
                });
            }
            if findings.len() == known {
                echo(text, &mut findings);
            }
            if findings.len() == known {
                self.tag(text, direction, &mut findings);
            }
            heap_sort(&mut findings, |finding| {
                (finding.start, finding.end, finding.kind as usize)
            });
            drop_overlaps(&mut findings);
            if findings.len() == known {
                break;
            }
            covered.clear();
            covered.extend(findings.iter().map(|finding| (finding.start, finding.end)));
        }
        findings
    }

    /// Names and addresses, once nothing else is left to find.
    fn tag(&self, text: &str, direction: Direction, findings: &mut Vec<Finding>) {
        let Some(names) = &self.names else { return };
        let covered: Vec<_> = findings.iter().map(|one| (one.start, one.end, one.kind)).collect();
        for one in names.tag(text, &covered) {
            let action = self.policy.action(one.kind, direction);
            if action != Action::Allow && one.score >= self.policy.threshold(one.kind) {
                findings.push(Finding {
                    start: one.start,
                    end: one.end,
                    kind: one.kind,
                    score: one.score,
                    action,
                    country: None,
                    scheme: None,
                });
            }
        }
    }

    /// The text with a placeholder for everything the policy wants masked, or a refusal.
    ///
    /// # Errors
    /// [`Blocked`] when a finding's action is [`Action::Block`].
    pub fn mask(&self, text: &str, direction: Direction, vault: &mut Vault) -> Result<Masked, Blocked> {
        let findings = self.scan(text, direction);
        if findings.iter().any(|finding| finding.action == Action::Block) {
            return Err(Blocked { findings });
        }
        let mut masked = String::with_capacity(text.len());
        let mut at = 0;
        for finding in findings.iter().filter(|finding| finding.action == Action::Mask) {
            let (Some(before), Some(value)) = (text.get(at..finding.start), text.get(finding.start..finding.end))
            else {
                // A span that does not fit the text is a bug of ours: nothing is sent.
                return Err(Blocked { findings });
            };
            masked.push_str(before);
            masked.push_str(vault.placeholder(finding.kind, value));
            at = finding.end;
        }
        masked.push_str(text.get(at..).unwrap_or(""));
        let placeholders = crate::placeholder::placeholders(&masked);
        Ok(Masked {
            text: masked,
            findings,
            placeholders,
        })
    }
}

/// Two characters of a view may come from one word ("double four"): what shares it goes to the first.
fn drop_overlaps(findings: &mut Vec<Finding>) {
    let mut end = 0;
    findings.retain(|finding| {
        let free = finding.start >= end;
        if free {
            end = finding.end;
        }
        free
    });
}

/// What was said once in a telling place may be said again anywhere: "my PIN is 4821. Yes, 4821".
/// The first values only, so that a huge text stays linear.
fn echo(text: &str, findings: &mut Vec<Finding>) {
    let mut said: Vec<Finding> = Vec::with_capacity(ECHOED);
    for finding in findings.iter() {
        let value = |one: &Finding| text.get(one.start..one.end);
        // A year and an illness are words of other sentences too.
        let year = finding.kind == Kind::Health || finding.kind == Kind::DateOfBirth && finding.end - finding.start < 6;
        if !year
            && said.len() < ECHOED
            && finding.end - finding.start >= SHORTEST_ECHO
            && !said.iter().any(|one| value(one) == value(finding))
        {
            said.push(*finding);
        }
    }
    let known = findings.len();
    for one in said {
        let Some(value) = text.get(one.start..one.end) else {
            continue;
        };
        let long = value.len() >= LONG_ECHO;
        for (start, _) in text.match_indices(value) {
            let end = start + value.len();
            let at = findings
                .get(..known)
                .map_or(0, |known| known.partition_point(|finding| finding.end <= start));
            let covered = at < known && findings.get(at).is_some_and(|finding| finding.start < end);
            let joined = |c: Option<char>| c.is_some_and(|c| crate::text::is_alnum(crate::text::fold(c)));
            let within = joined(text.get(..start).and_then(|before| before.chars().next_back()))
                || joined(text.get(end..).and_then(|after| after.chars().next()));
            if !covered && (long || !within) {
                findings.push(Finding {
                    start,
                    end,
                    score: one.score * 0.9,
                    ..one
                });
            }
        }
    }
}

impl core::fmt::Debug for Masker {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { policy, cues: _, names } = self;
        f.debug_struct("Masker")
            .field("policy", policy)
            .field("names", &names.is_some())
            .finish_non_exhaustive()
    }
}
