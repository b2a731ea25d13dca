//! What people do in a chat beyond writing: correct, take back, answer one message, rate, and **reveal**.
//!
//! A reveal is the one way in which an original crosses: the technician asks, the customer says yes once, the value goes
//! sealed to this one peer, stands on its screen for half a minute, and is told of as hidden when it is gone. It enters
//! neither transcript nor history; the technician's console keeps it in this room and nowhere else.
//!
//! ```text
//! technician                                      customer
//!   Act::AskValue / AskForm   -- ask -->            Event::Asked
//!   Event::Revealed (30 s)    <-- answer --         Act::Approve / Fill / Decline
//!   (time is up, or Act::Hide) -- hidden -->        Event::Hidden
//! ```

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use hushwire_mask::{Masked, placeholders};
use rand_core::CryptoRng;

use crate::{
    Effect, Event, Millis, Side, Text,
    chat::Chat,
    envelope::{Content, MAX_TEXT},
    said::{Form, MAX_NOTE, MAX_VALUE, Said},
};

/// How long a revealed value stands on the technician's screen.
pub(crate) const REVEALED_FOR: Millis = 30_000;
/// Questions of a technician that wait for their answer. More is no question but a siege.
const MAX_ASKS: usize = 8;

/// The message that another one answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Who wrote it.
    pub from: Side,
    /// Its number.
    pub id: u64,
}

/// What a person does.
#[derive(Clone, Copy)]
pub enum Act<'a> {
    /// An own message should read otherwise. Masked like any text.
    Edit {
        /// Its number.
        id: u64,
        /// The words as typed.
        text: &'a str,
    },
    /// An own message is taken back.
    Remove {
        /// Its number.
        id: u64,
    },
    /// A text that answers one message.
    Reply {
        /// Which message.
        to: Reference,
        /// The words as typed.
        text: &'a str,
    },
    /// Technician: may I see the value behind this placeholder?
    AskValue {
        /// As it stands in the message, `[card ••1111]`.
        placeholder: &'a str,
    },
    /// Technician: please fill in this form.
    AskForm {
        /// What it asks for.
        form: Form,
        /// Why, in a sentence. Masked like any text.
        note: &'a str,
    },
    /// Customer: yes, this once: the value behind the placeholder asked for.
    Approve {
        /// Number of the question.
        ask: u64,
    },
    /// Customer: here is what the form asks for, for this once.
    Fill {
        /// Number of the question.
        ask: u64,
        /// The value; sent as it is typed, shown once.
        value: &'a str,
    },
    /// Customer: no.
    Decline {
        /// Number of the question.
        ask: u64,
    },
    /// Technician: take the value off the screen now.
    Hide {
        /// Number of the question.
        ask: u64,
    },
    /// Customer: how it was.
    Rate {
        /// 1 to 5.
        stars: u8,
        /// A sentence, or nothing. Masked like any text.
        comment: &'a str,
    },
}

/// What a technician asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// The value behind a placeholder.
    Value {
        /// As it stands in the message.
        placeholder: Text,
    },
    /// A form.
    Form {
        /// What it asks for.
        form: Form,
        /// Why, in the technician's (masked) words.
        note: Text,
    },
}

/// Questions of this chat that are open, at either end. Not kept over a reload: the question is then asked again.
#[derive(Default)]
pub(crate) struct Asks {
    /// By number of the question: whom it waits for, or until when its value is shown.
    open: BTreeMap<u64, Ask>,
    rated: bool,
}

enum Ask {
    /// Ours, unanswered: the kind it asks for.
    Waiting(&'static str),
    /// Ours, answered, on the screen.
    Shown(Millis),
    /// The peer's: a value.
    Value(Text),
    /// The peer's: a form.
    Form,
}

/// Which end of the reveal this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Customer,
    Technician,
}

impl Asks {
    pub(crate) fn wake(&self) -> Option<Millis> {
        self.open
            .values()
            .filter_map(|ask| match ask {
                Ask::Shown(until) => Some(*until),
                _ => None,
            })
            .min()
    }
}

impl Chat {
    /// Does it, or says why not.
    pub(crate) fn act(&mut self, act: Act<'_>, now: Millis, rng: &mut dyn CryptoRng, effects: &mut Vec<Effect>) {
        if let Err(event) = self.try_act(act, now, effects) {
            effects.push(Effect::Event(event));
        }
        self.flush(now, rng, effects);
    }

    fn try_act(&mut self, act: Act<'_>, now: Millis, effects: &mut Vec<Effect>) -> Result<(), Event> {
        let chat = self.number;
        match act {
            Act::Edit { id, text } => {
                let masked = self.masked(text, MAX_TEXT)?;
                let line = self.own(id)?;
                self.queue_for_all(Said::Edit {
                    of: id,
                    text: masked.text.clone(),
                })?;
                self.history.change(line, Some(&masked.text));
                effects.push(Effect::Event(edited(chat, id, Side::Me, masked, now)));
            }
            Act::Remove { id } => {
                let line = self.own(id)?;
                self.queue_for_all(Said::Remove { of: id })?;
                self.history.change(line, None);
                effects.push(Effect::Event(Event::Removed {
                    chat,
                    id,
                    from: Side::Me,
                }));
            }
            Act::Reply { to, text } => {
                let masked = self.masked(text, MAX_TEXT)?;
                let named = self.history.named(to).ok_or_else(|| self.no("no-such-message"))?;
                self.room()?;
                let id = self.history.mine(&masked.text, now, Some(to));
                let said = Said::Reply {
                    author: named.0,
                    of: named.1,
                    text: masked.text.clone(),
                    at: now / 1_000,
                    n: id,
                };
                self.send_text(&Content::Said(said), id);
                effects.push(Effect::Event(Event::Message {
                    chat,
                    id,
                    from: Side::Me,
                    author: self.me,
                    text: Text::new(masked.text),
                    at: now,
                    placeholders: masked.placeholders,
                    reply: Some(to),
                }));
            }
            Act::AskValue { placeholder } => {
                let found = placeholders(placeholder);
                let whole = found
                    .first()
                    .filter(|found| found.end - found.start == placeholder.len());
                let kind = whole.ok_or_else(|| self.no("no-such-value"))?.kind;
                let said = Said::AskValue {
                    placeholder: placeholder.to_string(),
                };
                self.ask(said, kind.as_str(), effects)?;
            }
            Act::AskForm { form, note } => {
                let note = self.masked(note, MAX_NOTE)?.text;
                self.ask(Said::AskForm { form, note }, form.word(), effects)?;
            }
            Act::Approve { ask } => {
                let Some(Ask::Value(placeholder)) = self.asks.open.get(&ask) else {
                    return Err(self.no("no-such-question"));
                };
                let value = self.screen.original(placeholder.as_str()).map(ToString::to_string);
                let value = value.ok_or_else(|| self.no("no-such-value"))?;
                self.answer(ask, Some(value), effects)?;
            }
            Act::Fill { ask, value } => {
                if !matches!(self.asks.open.get(&ask), Some(Ask::Form)) {
                    return Err(self.no("no-such-question"));
                }
                if value.len() > MAX_VALUE {
                    return Err(self.no("too-long"));
                }
                self.answer(ask, Some(value.to_string()), effects)?;
            }
            Act::Decline { ask } => {
                if !matches!(self.asks.open.get(&ask), Some(Ask::Value(_) | Ask::Form)) {
                    return Err(self.no("no-such-question"));
                }
                self.answer(ask, None, effects)?;
            }
            Act::Hide { ask } => {
                if !matches!(self.asks.open.get(&ask), Some(Ask::Shown(_))) {
                    return Err(self.no("no-such-question"));
                }
                self.hide(ask, effects);
            }
            Act::Rate { stars, comment } => {
                let comment = self.masked(comment, MAX_NOTE)?.text;
                if self.part() != Part::Customer || self.asks.rated || !(1..=5).contains(&stars) {
                    return Err(self.no("not-now"));
                }
                self.queue_for_all(Said::Rating { stars, comment })?;
                self.asks.rated = true;
            }
        }
        Ok(())
    }

    fn masked(&mut self, text: &str, limit: usize) -> Result<Masked, Event> {
        let chat = self.number;
        let masked = self.screen.outgoing(text).map_err(|blocked| Event::Blocked {
            chat,
            findings: blocked.findings,
        })?;
        if masked.text.len() > limit {
            return Err(self.no("too-long"));
        }
        Ok(masked)
    }

    fn own(&self, id: u64) -> Result<Reference, Event> {
        let line = Reference { from: Side::Me, id };
        let known = self.history.named(line);
        known.map(|_| line).ok_or_else(|| self.no("no-such-message"))
    }

    /// Who sees the customer's words masks them again: that is the technician.
    fn part(&self) -> Part {
        if self.masks_incoming {
            Part::Technician
        } else {
            Part::Customer
        }
    }

    fn ask(&mut self, said: Said, kind: &'static str, effects: &mut Vec<Effect>) -> Result<(), Event> {
        if self.part() != Part::Technician || self.asks.open.len() >= MAX_ASKS {
            return Err(self.no("not-now"));
        }
        let asked = match &said {
            Said::AskForm { form, note } => Asked::Form {
                form: *form,
                note: Text::new(note.clone()),
            },
            Said::AskValue { placeholder } => Asked::Value {
                placeholder: Text::new(placeholder.clone()),
            },
            _ => return Err(self.no("not-now")),
        };
        let ask = self.queue(0, said)?;
        self.asks.open.insert(ask, Ask::Waiting(kind));
        effects.push(Effect::Event(Event::Asked {
            chat: self.number,
            ask,
            from: Side::Me,
            asked,
        }));
        Ok(())
    }

    fn answer(&mut self, ask: u64, value: Option<String>, effects: &mut Vec<Effect>) -> Result<(), Event> {
        let given = value.is_some();
        let (author, number) = asked_by(ask);
        self.queue(author, Said::Answer { ask: number, value })?;
        self.asks.open.remove(&ask);
        let chat = self.number;
        effects.push(Effect::Event(Event::Answered { chat, ask, given }));
        Ok(())
    }

    /// The value is off this screen; the customer is told.
    fn hide(&mut self, ask: u64, effects: &mut Vec<Effect>) {
        self.asks.open.remove(&ask);
        // A full queue means a peer that has long been away; it learns of nothing, and the value is gone all the same.
        let _ = self.queue(0, Said::Hidden { ask });
        effects.push(Effect::Event(Event::Hidden { chat: self.number, ask }));
    }

    pub(crate) fn tick_asks(&mut self, now: Millis, effects: &mut Vec<Effect>) {
        let over = |ask: &Ask| matches!(ask, Ask::Shown(until) if *until <= now);
        let due: Vec<u64> = self
            .asks
            .open
            .iter()
            .filter(|(_, ask)| over(ask))
            .map(|(ask, _)| *ask)
            .collect();
        for ask in due {
            self.hide(ask, effects);
        }
    }

    fn room(&self) -> Result<(), Event> {
        let full = self.peers.iter().any(|peer| peer.channel.full());
        if full { Err(self.no("too-many-unsent")) } else { Ok(()) }
    }

    fn queue_for_all(&mut self, said: Said) -> Result<(), Event> {
        self.room()?;
        let content = Content::Said(said);
        for peer in &mut self.peers {
            let _ = peer.channel.queue(&content);
        }
        Ok(())
    }

    fn queue(&mut self, author: u32, said: Said) -> Result<u64, Event> {
        self.room()?;
        let mut peers = self.peers.iter_mut().filter(|peer| peer.author == author);
        let queued = peers
            .next()
            .and_then(|peer| peer.channel.queue(&Content::Said(said)).ok());
        queued.ok_or_else(|| self.no("no-such-question"))
    }

    fn no(&self, code: &'static str) -> Event {
        Event::Refused {
            chat: self.number,
            code,
        }
    }

    /// What the peer did. Nothing here is believed about anything but the peer itself: what it names and is not there
    /// means nothing.
    pub(crate) fn heard_said(&mut self, author: u32, number: u64, mut said: Said, now: Millis) -> Option<Event> {
        let chat = self.number;
        match &mut said {
            Said::Edit { of, text } => {
                let line = self.history.line(author, *of)?;
                let masked = match self.shown(core::mem::take(text)) {
                    Ok(masked) => masked,
                    Err(event) => return Some(event),
                };
                self.history.change(line, Some(&masked.text));
                Some(edited(chat, line.id, Side::Peer, masked, now))
            }
            Said::Remove { of } => {
                let line = self.history.line(author, *of)?;
                self.history.change(line, None);
                let (id, from) = (line.id, Side::Peer);
                Some(Event::Removed { chat, id, from })
            }
            Said::Reply {
                author: whose,
                of,
                text,
                at: _,
                n,
            } => {
                let reply = self.history.line(*whose, *of);
                let text = Text::new(core::mem::take(text));
                Some(self.heard(author, number, *n, text, reply, now))
            }
            Said::AskValue { placeholder } => {
                // A question for something that this end never masked is no question.
                self.screen.original(placeholder)?;
                let (kept, placeholder) = (placeholder.clone(), Text::new(core::mem::take(placeholder)));
                self.asked(
                    ask_of(author, number),
                    Ask::Value(Text::new(kept)),
                    Asked::Value { placeholder },
                )
            }
            Said::AskForm { form, note } => {
                let note = Text::new(core::mem::take(note));
                self.asked(ask_of(author, number), Ask::Form, Asked::Form { form: *form, note })
            }
            Said::Answer { ask, value } => {
                // Answers to what was never asked, or was answered, are not shown.
                let Some(&Ask::Waiting(kind)) = self.asks.open.get(ask) else {
                    return None;
                };
                let Some(value) = value.take() else {
                    self.asks.open.remove(ask);
                    return Some(Event::Answered {
                        chat,
                        ask: *ask,
                        given: false,
                    });
                };
                let until = now.saturating_add(REVEALED_FOR);
                self.asks.open.insert(*ask, Ask::Shown(until));
                Some(Event::Revealed {
                    chat,
                    ask: *ask,
                    kind,
                    value: Text::new(value),
                    until,
                })
            }
            Said::Hidden { ask } => {
                let ask = ask_of(author, *ask);
                Some(Event::Hidden { chat, ask }).filter(|_| self.part() == Part::Customer)
            }
            Said::Rating { stars, comment } => {
                if self.part() != Part::Technician || self.asks.rated {
                    return None;
                }
                self.asks.rated = true;
                let (stars, comment) = (*stars, core::mem::take(comment));
                Some(match self.shown(comment) {
                    Ok(masked) => Event::Rated {
                        chat,
                        stars,
                        comment: Text::new(masked.text),
                    },
                    Err(event) => event,
                })
            }
        }
    }

    fn asked(&mut self, id: u64, ask: Ask, asked: Asked) -> Option<Event> {
        if self.part() != Part::Customer || self.asks.open.len() >= MAX_ASKS {
            return None;
        }
        self.asks.open.insert(id, ask);
        Some(Event::Asked {
            chat: self.number,
            ask: id,
            from: Side::Peer,
            asked,
        })
    }

    /// A text of the peer as it may be shown at this end.
    pub(crate) fn shown(&mut self, text: String) -> Result<Masked, Event> {
        if !self.masks_incoming {
            let placeholders = placeholders(&text);
            return Ok(Masked {
                text,
                placeholders,
                findings: Vec::new(),
            });
        }
        let chat = self.number;
        self.screen.incoming(&text).map_err(|_| Event::Refused {
            chat,
            code: "blocked-content",
        })
    }
}

/// What the customer's screen calls a technician's question: its number in that technician's channel, and of all but the
/// first technician the author in front.
fn ask_of(author: u32, number: u64) -> u64 {
    let above = if author > 1 { u64::from(author) << 32 } else { 0 };
    above | (number & u64::from(u32::MAX))
}

/// The technician and number behind a question.
fn asked_by(ask: u64) -> (u32, u64) {
    let above = u32::try_from(ask >> 32).unwrap_or_default();
    (above.max(1), ask & u64::from(u32::MAX))
}

fn edited(chat: u32, id: u64, from: Side, masked: Masked, at: Millis) -> Event {
    Event::Edited {
        chat,
        id,
        from,
        text: Text::new(masked.text),
        at,
        placeholders: masked.placeholders,
    }
}
