//! Secrets that are told in pieces: "4111" "1111" "1111" "1111", or "my password is:" and the password in the next message.
//!
//! The last few short messages are read together with the new one, as if they were lines of one text. What is found
//! there and not in the new message alone was split. Only what cannot be chance counts: numbers with check digits whose
//! parts were sent, and what one message announces and the next one holds.

use zeroize::Zeroizing;

use crate::kind::{Action, Direction, Kind};
use crate::masker::{Because, Blocked, Finding, Masked, Masker};
use crate::vault::Vault;

/// So many messages are remembered, and of each so many bytes at its end.
const MESSAGES: usize = 6;
const REMEMBERED: usize = 64;

/// A value that was told in several messages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// Its part in the new message; offsets there.
    pub finding: Finding,
    /// How many messages ago it began or was announced: 1 is the message before.
    pub earlier: usize,
}

/// The ends of the last messages of one side of a session. Wiped when dropped.
#[derive(Default)]
pub struct Conversation {
    /// The oldest first.
    last: Vec<Zeroizing<String>>,
}

impl Conversation {
    /// What of a new message is a part of something that earlier messages began or announced; left to right.
    #[must_use]
    pub fn splits(&self, masker: &Masker, text: &str, direction: Direction) -> Vec<Split> {
        if self.last.is_empty() || text.len() > REMEMBERED {
            return Vec::new();
        }
        let mut joined = Zeroizing::new(String::with_capacity((MESSAGES + 1) * (REMEMBERED + 1)));
        let mut starts = Vec::with_capacity(MESSAGES);
        for message in &self.last {
            starts.push(joined.len());
            joined.push_str(message);
            joined.push('\n');
        }
        let from = joined.len();
        joined.push_str(text);
        let mut splits = Vec::new();
        for one in masker.scan(&joined, direction) {
            let began = match one.kind {
                Kind::CreditCard | Kind::Iban => one.start < from,
                Kind::Password | Kind::Pin | Kind::OneTimeCode | Kind::CardSecurityCode => one.start >= from,
                _ => false,
            };
            if !began || one.end <= from {
                continue;
            }
            let place = starts.partition_point(|start| *start <= one.start);
            splits.push(Split {
                finding: Finding {
                    start: one.start.saturating_sub(from),
                    end: one.end - from,
                    ..one
                },
                earlier: (starts.len() + 1 - place).max(1),
            });
        }
        splits
    }

    /// Remembers the end of a message as it was sent.
    pub fn said(&mut self, sent: &str) {
        if self.last.len() >= MESSAGES {
            self.last.remove(0);
        }
        let from = (sent.len().saturating_sub(REMEMBERED)..=sent.len()).find(|at| sent.is_char_boundary(*at));
        let end = from.and_then(|from| sent.get(from..)).unwrap_or("");
        self.last.push(Zeroizing::new(end.to_owned()));
    }
}

impl Masker {
    /// [`Masker::mask`], with an eye on the messages before: the last part of a split value is masked, and what was
    /// split is told, so that its writer can be asked about the messages that are sent already.
    ///
    /// # Errors
    /// As [`Masker::mask`].
    pub fn mask_in(
        &self,
        text: &str,
        direction: Direction,
        vault: &mut Vault,
        conversation: &mut Conversation,
    ) -> Result<(Masked, Vec<Split>), Blocked> {
        let mut masked = self.mask(text, direction, vault)?;
        let mut splits = conversation.splits(self, text, direction);
        // What was found in the message alone is masked already.
        splits.retain(|split| {
            let Split { finding, .. } = split;
            masked
                .findings
                .iter()
                .all(|one| one.end <= finding.start || finding.end <= one.start)
        });
        if splits.iter().any(|split| split.finding.action == Action::Block) {
            return Err(Blocked {
                findings: splits.iter().map(|split| split.finding).collect(),
                because: Because::Policy,
            });
        }
        if !splits.is_empty() {
            masked.findings.extend(splits.iter().map(|split| split.finding));
            crate::arbitrate::heap_sort(&mut masked.findings, |one| (one.start, one.end, one.kind as usize));
            masked = self.replace(text, masked.findings, vault)?;
        }
        conversation.said(&masked.text);
        Ok((masked, splits))
    }
}

impl core::fmt::Debug for Conversation {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { last } = self;
        f.debug_struct("Conversation").field("messages", &last.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;

    /// Each message as it is sent, with how many messages ago what was split began.
    fn sent(policy: Policy, messages: &[&str]) -> Vec<(String, Vec<usize>)> {
        let masker = Masker::new(policy);
        let (mut vault, mut conversation) = (Vault::default(), Conversation::default());
        let mut send = |text: &&str| {
            let (masked, splits) = masker
                .mask_in(text, Direction::ToDesk, &mut vault, &mut conversation)
                .unwrap();
            (masked.text, splits.iter().map(|split| split.earlier).collect())
        };
        messages.iter().map(&mut send).collect()
    }

    fn plain(sent: &[(String, Vec<usize>)]) -> bool {
        sent.iter().all(|(_, splits)| splits.is_empty())
    }

    #[test]
    fn a_card_number_in_four_messages_is_noticed_with_the_last_of_them() {
        let sent = sent(
            Policy::default(),
            &["my card:", "4111", "1111", "1111", "1111", "thanks"],
        );
        assert_eq!(sent[4], ("[card 1]".to_owned(), vec![3]));
        assert!(plain(&sent[..4]) && plain(&sent[5..]));
    }

    #[test]
    fn what_one_message_announces_is_masked_in_the_next() {
        for (announcement, value, want) in [
            ("my password is:", "hunter2", "[password 1]"),
            ("the pin is", "4821", "[PIN 1]"),
            ("Mein Passwort lautet:", "Sommer2024!", "[password 1]"),
            ("and the cvv:", "123", "[card code 1]"),
        ] {
            let sent = sent(Policy::default(), &["hello", announcement, value]);
            assert_eq!(sent[2], (want.to_owned(), vec![1]), "{announcement}");
        }
    }

    #[test]
    fn numbers_that_happen_to_follow_each_other_are_left_alone() {
        for messages in [
            &["order 4111", "1111 boxes", "on 12 May", "2024"][..],
            &["I want 4", "no, 5", "at 10:30", "room 1204"],
            &["my password is wrong", "hello?", "are you there"],
            &["4111", "1111", "1111", "1112"],
        ] {
            assert!(plain(&sent(Policy::default(), messages)), "{messages:?}");
        }
    }

    #[test]
    fn a_split_value_that_the_policy_blocks_is_not_completed() {
        let masker = Masker::new(Policy::default().with_rule(Kind::CreditCard, None, Action::Block));
        let (mut vault, mut conversation) = (Vault::default(), Conversation::default());
        for text in ["4111", "1111", "1111"] {
            masker
                .mask_in(text, Direction::ToDesk, &mut vault, &mut conversation)
                .unwrap();
        }
        assert!(
            masker
                .mask_in("1111", Direction::ToDesk, &mut vault, &mut conversation)
                .is_err()
        );
    }

    #[test]
    fn little_is_remembered() {
        let mut conversation = Conversation::default();
        for _ in 0..100 {
            conversation.said(&"é".repeat(1000));
        }
        assert_eq!(conversation.last.len(), MESSAGES);
        assert!(conversation.last.iter().all(|one| one.len() <= REMEMBERED));
        assert_eq!(format!("{conversation:?}"), "Conversation { messages: 6 }");
    }
}
