//! Whether the socket still leads anywhere. A half-open one looks alive for minutes; a question that stays
//! unanswered shows it within seconds.

use alloc::vec::Vec;

use hushwire_wire::ClientFrame;

use crate::Millis;

/// Silence after which the relay is asked whether it is there.
const ASK_AFTER: Millis = 10_000;
/// How long it has to answer: several round trips of the worst mobile network.
const ANSWER_WITHIN: Millis = 5_000;

/// One socket's signs of life.
#[derive(Debug, Default)]
pub(crate) struct Link {
    up: bool,
    heard: Millis,
    asked: Option<Millis>,
    token: u64,
}

/// What is due.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Due {
    Nothing,
    Ask(Vec<u8>),
    /// It is dead; connect anew.
    Drop,
}

impl Link {
    pub(crate) fn is_up(&self) -> bool {
        self.up
    }

    pub(crate) fn opened(&mut self, now: Millis) {
        *self = Self {
            up: true,
            heard: now,
            asked: None,
            token: self.token,
        };
    }

    pub(crate) fn closed(&mut self) {
        self.up = false;
        self.asked = None;
    }

    /// Anything came in: it lives.
    pub(crate) fn heard(&mut self, now: Millis) {
        self.heard = now;
        self.asked = None;
    }

    pub(crate) fn wake(&self) -> Option<Millis> {
        self.up.then(|| match self.asked {
            Some(asked) => asked.saturating_add(ANSWER_WITHIN),
            None => self.heard.saturating_add(ASK_AFTER),
        })
    }

    pub(crate) fn tick(&mut self, now: Millis) -> Due {
        if self.wake().is_none_or(|at| at > now) {
            return Due::Nothing;
        }
        if self.asked.is_some() {
            return Due::Drop;
        }
        self.asked = Some(now);
        self.token = self.token.wrapping_add(1);
        ClientFrame::Ping { token: self.token }
            .encode()
            .map_or(Due::Nothing, Due::Ask)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_socket_is_asked_and_then_dropped() {
        let mut link = Link::default();
        assert_eq!(link.wake(), None);
        link.opened(1_000);
        assert_eq!(link.tick(10_999), Due::Nothing);
        assert!(matches!(link.tick(11_000), Due::Ask(_)));
        assert_eq!(link.tick(15_999), Due::Nothing);
        assert_eq!(link.tick(16_000), Due::Drop);
    }

    #[test]
    fn any_answer_keeps_a_socket() {
        let mut link = Link::default();
        link.opened(0);
        assert!(matches!(link.tick(10_000), Due::Ask(_)));
        link.heard(12_000);
        assert_eq!(link.wake(), Some(22_000));
    }
}
