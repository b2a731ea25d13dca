//! What is printed. For people: the other side's words on standard output, everything about the chat on standard error.
//! For programs (`--json`): one event a line on standard output, of the shape that the npm package documents, with
//! offsets in code points.

use std::{
    io::{self, Write},
    time::Duration,
};

use hushwire_mask::{Finding, Placeholder};
use hushwire_session::{
    Asked, ChatState, CustomerProof, CustomerState, Ender, Event, InviteEnd, InviteKind, LinkState, Side, Text,
};
use serde_json::{Value, json};

use crate::{chat::words::words, desk::hex, failure::Failure, points::Points};

pub(crate) struct Showing<'a> {
    json: bool,
    screen: &'a mut dyn Write,
}

impl<'a> Showing<'a> {
    pub(crate) fn new(json: bool, screen: &'a mut dyn Write) -> Self {
        Self { json, screen }
    }

    pub(crate) fn event(&mut self, event: &Event) -> Result<(), Failure> {
        if self.json {
            return self.print(&as_json(event).to_string());
        }
        if let Event::Message {
            from: Side::Peer, text, ..
        } = event
        {
            return self.print(&harmless(text.as_str()));
        }
        note_event(event);
        Ok(())
    }

    /// Typed lines that were not sent.
    pub(crate) fn not_sent(&mut self, lines: usize, code: &'static str) -> Result<(), Failure> {
        if self.json {
            return self.print(&json!({ "type": "not-sent", "lines": lines, "code": code }).to_string());
        }
        note(&format!("not sent: {}", words(code)));
        Ok(())
    }

    /// A socket is gone, and the next one is tried after a while.
    pub(crate) fn lost(&mut self, reason: &str, wait: Duration) -> Result<(), Failure> {
        let seconds = (wait.as_secs_f64() * 10.0).round() / 10.0;
        if self.json {
            return self.print(&json!({ "type": "lost", "reason": reason, "again": seconds }).to_string());
        }
        let colon = if reason.is_empty() { "" } else { ": " };
        note(&format!(
            "no connection to the relay{colon}{}; trying again in {seconds} s",
            harmless(reason)
        ));
        Ok(())
    }

    fn print(&mut self, line: &str) -> Result<(), Failure> {
        writeln!(self.screen, "{line}")?;
        self.screen.flush()?;
        Ok(())
    }

    /// The last words of a chat that went wrong.
    pub(crate) fn sentence(&self, code: &str) -> String {
        format!("{} ({code})", words(code))
    }
}

/// Notes are a courtesy: a chat goes on without them.
fn note(words: &str) {
    let _ = writeln!(io::stderr(), "* {words}");
}

/// A message must not steer the terminal that it is printed on.
fn harmless(text: &str) -> String {
    let steers = |c: char| (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}');
    text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

fn note_event(event: &Event) {
    match event {
        Event::Message { text, placeholders, .. } => {
            if !placeholders.is_empty() {
                note(&format!("sent as: {}", harmless(text.as_str())));
            }
        }
        Event::Blocked { findings, .. } => {
            note(&format!("not sent: the desk does not want to see {}", kinds(findings)))
        }
        Event::Gap { missing: 0, .. } => note("the missing messages have come"),
        Event::Gap { missing, .. } => note(&format!("{missing} messages are missing")),
        Event::Ending { code, .. } => note(&format!("{} soon, and the chat with it ({code})", words(code))),
        Event::Fault { code, .. } => note(&format!("{} ({code}); the chat was closed", words(code))),
        Event::Refused { code, .. } => note(&format!("{} ({code})", words(code))),
        Event::Ended { by, .. } => note(match by {
            Ender::Me => "you ended the chat",
            Ender::Peer => "the other side ended the chat",
            Ender::Fault => "the chat is over",
        }),
        Event::State { state, position } => note_state(*state, *position),
        Event::Desk {
            name,
            hours,
            consoles,
            words,
            ..
        } => {
            let there = if *consoles == 0 {
                "nobody is there now"
            } else {
                "somebody is there"
            };
            note(&format!("{name}: {there}; {}; {}", harmless(hours), harmless(words)));
        }
        Event::Verified {
            desk,
            name,
            roles,
            comparison,
            proof,
            ..
        } => {
            note(&format!(
                "{}: {name} ({}) of {desk}; compare {comparison}",
                proof.word(),
                roles.join(", ")
            ));
        }
        Event::Link {
            state: LinkState::Attached,
            ..
        } => note("waiting for customers"),
        Event::Link {
            state: LinkState::Refused,
            code,
        } => note(&format!("{} ({code})", words(code))),
        Event::Queue { waiting } if !waiting.is_empty() => note(&format!("waiting: {}", waiting.len())),
        Event::Invited { kind, words, .. } => note(&format!("{}: {}", kind.word(), words.as_str())),
        Event::Uninvited { end, .. } => note(match end {
            InviteEnd::Used { .. } => "somebody uses the invite",
            InviteEnd::Expired => "nobody used the invite in time",
            InviteEnd::Withdrawn => "the invite was taken back",
            InviteEnd::Refused { code } => words(code),
        }),
        Event::Chat {
            state,
            comparison,
            peer,
            ..
        } => match state {
            ChatState::Securing => note("a customer; agreeing keys"),
            ChatState::Open => note(&format!("the chat is open; {}; compare {comparison}", who(*peer))),
            ChatState::Away => note("the customer is not there at the moment"),
            ChatState::Ended => {}
        },
        Event::Edited { text, .. } => note(&format!("a message now reads: {}", harmless(text.as_str()))),
        Event::Removed { .. } => note("a message was taken back"),
        Event::Asked { from: Side::Peer, .. } => note("the technician asks for a value; this program cannot give any"),
        Event::Rated { stars, comment, .. } => note(&format!("rated {stars} of 5: {}", harmless(comment.as_str()))),
        Event::Asked { .. }
        | Event::Answered { .. }
        | Event::Revealed { .. }
        | Event::Hidden { .. }
        | Event::Delivered { .. }
        | Event::Read { .. }
        | Event::Receipt { .. }
        | Event::Typing { .. }
        | Event::Link { .. }
        | Event::Queue { .. } => {}
    }
}

fn who(peer: CustomerProof) -> &'static str {
    match peer {
        CustomerProof::Anyone => "anyone may be at the other end",
        CustomerProof::Invited(InviteKind::Pin) => "the customer knows the PIN",
        CustomerProof::Invited(InviteKind::Link) => "the customer has the link",
    }
}

fn note_state(state: CustomerState, position: u16) {
    match state {
        CustomerState::OfflineDesk => note("nobody of the desk is there; waiting"),
        CustomerState::Waiting => note(&format!("waiting, place {position}")),
        CustomerState::Securing => note("somebody takes the chat; agreeing keys"),
        CustomerState::Open => note("the chat is open"),
        CustomerState::Reconnecting => note("the other side cannot be reached at the moment"),
        CustomerState::Connecting | CustomerState::Ready | CustomerState::Ended | CustomerState::Refused => {}
    }
}

fn kinds(findings: &[Finding]) -> String {
    let mut kinds: Vec<_> = findings.iter().map(|finding| finding.kind.as_str()).collect();
    kinds.dedup();
    kinds.join(", ")
}

fn placeholders_json(text: &Text, placeholders: &[Placeholder]) -> Vec<Value> {
    let mut points = Points::of(text.as_str());
    placeholders
        .iter()
        .map(|one| json!({ "kind": one.kind.as_str(), "start": points.before(one.start), "end": points.before(one.end) }))
        .collect()
}

fn as_json(event: &Event) -> Value {
    match event {
        Event::Message {
            chat,
            id,
            from,
            author,
            text,
            at,
            placeholders,
            reply,
        } => {
            let reply = reply.as_ref().map(|to| json!({ "from": to.from.word(), "id": to.id }));
            let placeholders = placeholders_json(text, placeholders);
            json!({ "type": "message", "chat": chat, "id": id, "from": from.word(), "author": author, "text": text.as_str(), "at": at, "placeholders": placeholders, "reply": reply })
        }
        Event::Edited {
            chat,
            id,
            from,
            text,
            at,
            placeholders,
        } => {
            let placeholders = placeholders_json(text, placeholders);
            json!({ "type": "edited", "chat": chat, "id": id, "from": from.word(), "text": text.as_str(), "at": at, "placeholders": placeholders })
        }
        Event::Removed { chat, id, from } => {
            json!({ "type": "removed", "chat": chat, "id": id, "from": from.word() })
        }
        Event::Asked { chat, ask, from, asked } => match asked {
            Asked::Value { placeholder } => {
                json!({ "type": "asked", "chat": chat, "ask": ask, "from": from.word(), "placeholder": placeholder.as_str() })
            }
            Asked::Form { form, note } => {
                json!({ "type": "asked", "chat": chat, "ask": ask, "from": from.word(), "form": form.word(), "note": note.as_str() })
            }
        },
        Event::Answered { chat, ask, given } => json!({ "type": "answered", "chat": chat, "ask": ask, "given": given }),
        // A value that is to stand on a screen for half a minute has no place in a log or a pipe.
        Event::Revealed {
            chat, ask, kind, until, ..
        } => json!({ "type": "revealed", "chat": chat, "ask": ask, "kind": kind, "until": until }),
        Event::Hidden { chat, ask } => json!({ "type": "hidden", "chat": chat, "ask": ask }),
        Event::Rated { chat, stars, comment } => {
            json!({ "type": "rated", "chat": chat, "stars": stars, "comment": comment.as_str() })
        }
        Event::Delivered { chat, upto } => {
            json!({ "type": "delivered", "chat": chat, "upto": upto })
        }
        Event::Read { chat, upto } => json!({ "type": "read", "chat": chat, "upto": upto }),
        Event::Typing { chat, on } => json!({ "type": "typing", "chat": chat, "on": on }),
        // Where the findings stood is of no use here: the line they stood in is gone.
        Event::Blocked { chat, findings } => {
            let kinds: Vec<_> = findings.iter().map(|finding| finding.kind.as_str()).collect();
            json!({ "type": "blocked", "chat": chat, "kinds": kinds })
        }
        Event::Gap { chat, missing } => json!({ "type": "gap", "chat": chat, "missing": missing }),
        Event::Receipt { chat, receipt } => json!({ "type": "receipt", "chat": chat, "receipt": hex(receipt) }),
        Event::Ending { chat, code, at } => json!({ "type": "ending", "chat": chat, "code": code, "at": at }),
        Event::Fault { chat, code } => json!({ "type": "fault", "chat": chat, "code": code }),
        Event::Ended { chat, by } => {
            json!({ "type": "ended", "chat": chat, "by": by.word() })
        }
        Event::Refused { chat, code } => json!({ "type": "refused", "chat": chat, "code": code }),
        Event::State { state, position } => {
            json!({ "type": "state", "state": state.word(), "position": position })
        }
        Event::Desk {
            name,
            texts,
            hours,
            archive,
            days,
            words,
            consoles,
        } => {
            let retention = json!({ "archive": archive, "days": days, "words": words });
            json!({ "type": "desk", "name": name, "texts": texts, "hours": hours, "retention": retention, "consoles": consoles })
        }
        Event::Verified {
            chat,
            author,
            desk,
            name,
            roles,
            expires,
            comparison,
            proof,
        } => {
            let expires = expires.saturating_mul(1000);
            json!({ "type": "verified", "chat": chat, "author": author, "desk": desk, "name": name, "roles": roles, "expires": expires, "comparison": comparison, "proof": proof.word() })
        }
        Event::Invited {
            invite,
            kind,
            words,
            expires,
        } => {
            json!({ "type": "invited", "invite": invite, "kind": kind.word(), "words": words.as_str(), "expires": expires })
        }
        Event::Uninvited { invite, end } => {
            let mut line = json!({ "type": "uninvited", "invite": invite, "end": end.word() });
            match end {
                InviteEnd::Used { chat } => line["chat"] = json!(chat),
                InviteEnd::Refused { code } => line["code"] = json!(code),
                InviteEnd::Expired | InviteEnd::Withdrawn => {}
            }
            line
        }
        Event::Link { state, code } => {
            json!({ "type": "link", "state": state.word(), "code": code })
        }
        Event::Queue { waiting } => {
            let waiting: Vec<_> = waiting
                .iter()
                .map(|one| json!({ "knock": one.knock, "since": one.since }))
                .collect();
            json!({ "type": "queue", "waiting": waiting })
        }
        Event::Chat {
            chat,
            state,
            language,
            origin,
            since,
            comparison,
            peer,
        } => {
            json!({ "type": "chat", "chat": chat, "state": state.word(), "language": language, "origin": origin, "since": since, "comparison": comparison, "peer": peer.word() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_cannot_steer_the_terminal() {
        assert_eq!(
            harmless("a\u{1b}[2J\u{7}\u{9b}\u{202e}b\r"),
            "a\u{fffd}[2J\u{fffd}\u{fffd}\u{fffd}b\u{fffd}"
        );
        assert_eq!(harmless("zwei\nZeilen\t🦊 שלום"), "zwei\nZeilen\t🦊 שלום");
    }
}
