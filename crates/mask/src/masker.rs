//! The masker: find, decide, replace.

use alloc::sync::Arc;

use crate::arbitrate::{heap_sort, settle};
use crate::cues::Cues;
use crate::detect::{self, Candidate, Scene};
use crate::explain::Notes;
use crate::kind::{Action, Direction, Kind, words};
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

/// This text must not be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocked {
    /// What was found, the blocking findings among them.
    pub findings: Vec<Finding>,
    /// Why not.
    pub because: Because,
}

words! {
    /// Why a text must not be sent.
    Because {
        /// The policy says so about something in it.
        Policy = "policy",
        /// It is longer than the masker reads at once ([`LONGEST_TEXT`]); see [`crate::Stream`].
        TooLong = "too-long",
        /// The masker contradicts itself. Nothing that it does not understand leaves.
        Fault = "fault",
    }
}

impl core::fmt::Display for Blocked {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self.because {
            Because::Policy => "the policy forbids sending this text",
            Because::TooLong => "the text is too long to be masked at once",
            Because::Fault => "the text could not be masked",
        })
    }
}

impl core::error::Error for Blocked {}

/// The longest text that is masked at once, in bytes.
pub const LONGEST_TEXT: usize = 1 << 24;

/// What is found may uncover something beside it; each round covers more, and three rounds are rare.
const ROUNDS: usize = 12;

/// How many different values are looked for again, and from which length on (in bytes): "123" is said in many ways.
const ECHOED: usize = 16;
const SHORTEST_ECHO: usize = 4;
/// From this length on a value is found inside a longer run too.
const LONG_ECHO: usize = 12;

/// Which names a masker knows.
enum Known {
    /// Those that are compiled in or were loaded for all.
    Shared,
    Own(Arc<Names>),
    Off,
}

/// Finds personal data and puts placeholders in its place.
pub struct Masker {
    policy: Policy,
    cues: &'static Cues,
    names: Known,
}

impl Masker {
    /// A masker that follows a policy. The first one reads the table of cue words, which all of them share.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self {
            policy,
            cues: Cues::all(),
            names: Known::Shared,
        }
    }

    /// This masker alone takes names and addresses from these tables; see [`crate::load_names`] for all of them.
    ///
    /// # Errors
    /// [`BadTables`] when they are something else, cut short or damaged.
    pub fn with_names(mut self, tables: &[u8]) -> Result<Self, BadTables> {
        self.names = Known::Own(Arc::new(Names::read(tables)?));
        Ok(self)
    }

    /// This masker knows no names and no addresses, whatever is compiled in or loaded.
    #[must_use]
    pub fn without_names(mut self) -> Self {
        self.names = Known::Off;
        self
    }

    /// What is in a text: sorted, not overlapping, only what is meant (above its kind's threshold);
    /// kinds that the policy allows in this direction are left out.
    #[must_use]
    pub fn scan(&self, text: &str, direction: Direction) -> Vec<Finding> {
        self.search(text, direction, None)
    }

    /// The same; with a notebook, everything that detectors saw on the way.
    pub(crate) fn search(&self, text: &str, direction: Direction, mut notes: Option<&mut Notes>) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        let mut covered = Vec::new();
        let mut candidates = Vec::new();
        for _ in 0..ROUNDS {
            let view = View::new(text, &covered, self.cues);
            candidates.clear();
            let scene = Scene {
                view: &view,
                policy: &self.policy,
                curious: notes.is_some(),
            };
            match &mut notes {
                None => detect::run(&scene, &mut candidates),
                Some(notes) => notes.run(&scene, &mut candidates),
            }
            candidates.retain(|one| {
                one.score >= self.policy.threshold(one.kind) && self.action(one, direction) != Action::Allow
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
                if text
                    .get(start..end)
                    .is_some_and(|value| self.policy.own().allows(value))
                {
                    continue;
                }
                let action = self.action(one, direction);
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

    fn names(&self) -> Option<&Names> {
        match &self.names {
            Known::Shared => crate::tagger::shared(),
            Known::Own(names) => Some(&**names),
            Known::Off => None,
        }
    }

    /// Whether any word at all may be a finding: it may be somebody's name, or one that the desk denies.
    pub(crate) fn hears_words(&self, direction: Direction) -> bool {
        let named = [Kind::Person, Kind::Address, Kind::Location];
        let wanted = |kind| self.policy.action(kind, direction) != Action::Allow;
        self.policy.own().is_heard() || named.into_iter().any(wanted) && self.names().is_some()
    }

    /// Names and addresses, once nothing else is left to find.
    fn tag(&self, text: &str, direction: Direction, findings: &mut Vec<Finding>) {
        let Some(names) = self.names() else { return };
        let covered: Vec<_> = findings.iter().map(|one| (one.start, one.end, one.kind)).collect();
        for one in names.tag(text, &covered) {
            let action = self.policy.action(one.kind, direction);
            let listed = || {
                text.get(one.start..one.end)
                    .is_some_and(|value| self.policy.own().allows(value))
            };
            if action != Action::Allow && one.score >= self.policy.threshold(one.kind) && !listed() {
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

    /// What is done about a candidate: one of the desk's own kinds says so itself.
    pub(crate) fn action(&self, one: &Candidate, direction: Direction) -> Action {
        let custom = one.custom.and_then(|nth| self.policy.own().custom(usize::from(nth)));
        custom.map_or_else(|| self.policy.action(one.kind, direction), |custom| custom.action)
    }

    /// The policy that is followed.
    pub(crate) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The text with a placeholder for everything the policy wants masked, or a refusal.
    ///
    /// # Errors
    /// [`Blocked`] when a finding's action is [`Action::Block`], and when the masker cannot do its work: it fails closed.
    pub fn mask(&self, text: &str, direction: Direction, vault: &mut Vault) -> Result<Masked, Blocked> {
        let blocked = |findings, because| Err(Blocked { findings, because });
        if text.len() > LONGEST_TEXT {
            return blocked(Vec::new(), Because::TooLong);
        }
        let findings = self.scan(text, direction);
        if findings.iter().any(|finding| finding.action == Action::Block) {
            return blocked(findings, Because::Policy);
        }
        self.replace(text, findings, vault)
    }

    /// Placeholders for the findings that are to be masked; they come sorted and do not overlap.
    pub(crate) fn replace(&self, text: &str, findings: Vec<Finding>, vault: &mut Vault) -> Result<Masked, Blocked> {
        let blocked = |findings, because| Err(Blocked { findings, because });
        let mut masked = String::with_capacity(text.len());
        let mut at = 0;
        for finding in findings.iter().filter(|finding| finding.action == Action::Mask) {
            let (Some(before), Some(value)) = (text.get(at..finding.start), text.get(finding.start..finding.end))
            else {
                // A span that does not fit the text is a bug of ours: nothing is sent.
                return blocked(findings, Because::Fault);
            };
            masked.push_str(before);
            masked.push_str(vault.placeholder(finding.kind, value, self.policy.shown(finding.kind)));
            at = finding.end;
        }
        match text.get(at..) {
            Some(rest) => masked.push_str(rest),
            None => return blocked(findings, Because::Fault),
        }
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
        let mut from = 0;
        while let Some(start) = find(text.as_bytes(), value.as_bytes(), from) {
            let end = start + value.len();
            from = end;
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

/// Where a value occurs next, by a rolling hash: linear whatever the text, and a tenth of the library's search to ship.
fn find(text: &[u8], value: &[u8], from: usize) -> Option<usize> {
    const BASE: u32 = 0x0100_0193;
    let step = |hash: u32, b: &u8| hash.wrapping_mul(BASE).wrapping_add(u32::from(*b));
    let want = value.iter().fold(0, step);
    let leaving = value.iter().skip(1).fold(1_u32, |power, _| power.wrapping_mul(BASE));
    let mut hash = text.get(from..from + value.len())?.iter().fold(0, step);
    let mut start = from;
    loop {
        let end = start + value.len();
        if hash == want && text.get(start..end) == Some(value) {
            return Some(start);
        }
        let (first, next) = (text.get(start)?, text.get(end)?);
        hash = step(hash.wrapping_sub(u32::from(*first).wrapping_mul(leaving)), next);
        start += 1;
    }
}

impl core::fmt::Debug for Masker {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self {
            policy,
            cues: _,
            names: _,
        } = self;
        f.debug_struct("Masker").field("policy", policy).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_again_wherever_it_stands() {
        let all = |text: &str, value: &str| {
            let mut found = Vec::new();
            let mut from = 0;
            while let Some(at) = find(text.as_bytes(), value.as_bytes(), from) {
                found.push(at);
                from = at + value.len();
            }
            found
        };
        for (text, value) in [
            ("abcabcab", "abc"),
            ("aaaaa", "aa"),
            ("xyz", "xyz"),
            ("xyz", "wxyz"),
            ("é4821 48214821", "4821"),
        ] {
            let want: Vec<usize> = text.match_indices(value).map(|(at, _)| at).collect();
            assert_eq!(all(text, value), want, "{value} in {text}");
        }
    }
}
